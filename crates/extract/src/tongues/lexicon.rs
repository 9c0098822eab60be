//! The words that the rules know, by language. Our own lists: forms of verbs of speech that news use beside a quotation, and
//! the small words that may stand between verb and name. Verbs that ask, deny or order are left out, since the words quoted
//! beside them are no assertion.

use super::Tongue;

/// The words of a language. All are in lower case.
pub(super) struct Lexicon {
    pub(super) tongue: Tongue,
    /// Forms of verbs of speech of which one person is the subject.
    pub(super) says: &'static [&'static str],
    /// Those that acknowledge what is quoted.
    pub(super) confirms: &'static [&'static str],
    /// Forms of which several people, or a body, are the subject.
    pub(super) several_say: &'static [&'static str],
    /// Words for "he" and "she".
    pub(super) pronouns: &'static [&'static str],
    /// Words that may stand between verb and subject, or before the verb.
    pub(super) adverbs: &'static [&'static str],
    /// An audience: "journalists", "the agency".
    pub(super) told: &'static [&'static str],
    pub(super) prepositions: &'static [&'static str],
    /// "And".
    pub(super) and: &'static [&'static str],
    /// Words for offices and occupations.
    pub(super) offices: &'static [&'static str],
    /// Words for those who belong to or speak for somebody whose name follows.
    pub(super) related: &'static [&'static str],
    /// "Not", "if", "allegedly": words beside which it is not certain that anybody said it.
    pub(super) negations: &'static [&'static str],
    /// How words begin by which it is a role, a dream, a forgery or an approximation: "in the film", "in substance".
    pub(super) unreal: &'static [&'static str],
    /// Words after which a quotation is only part of a sentence: "that".
    pub(super) that: &'static [&'static str],
    /// Words with which a question begins: "who".
    pub(super) interrogatives: &'static [&'static str],
    /// What somebody said, as the object of a verb: "recalled the mayor's *words*". The words quoted are not the subject's then.
    pub(super) sayings: &'static [&'static str],
}

/// The words of a language.
pub(super) fn lexicon(tongue: Tongue) -> &'static Lexicon {
    match tongue {
        Tongue::Russian => &RUSSIAN,
        Tongue::Ukrainian => &UKRAINIAN,
        Tongue::German => &GERMAN,
        Tongue::French => &FRENCH,
    }
}

#[rustfmt::skip]
static RUSSIAN: Lexicon = Lexicon {
    tongue: Tongue::Russian,
    says: &[
        "сказал", "сказала", "заявил", "заявила", "сообщил", "сообщила", "рассказал", "рассказала", "добавил", "добавила",
        "подчеркнул", "подчеркнула", "отметил", "отметила", "объяснил", "объяснила", "пояснил", "пояснила", "уточнил",
        "уточнила", "ответил", "ответила", "написал", "написала", "утверждает", "говорит", "считает", "продолжил",
        "продолжила", "заметил", "заметила", "указал", "указала", "объявил", "объявила", "предупредил", "предупредила",
        "напомнил", "напомнила", "заключил", "заключила", "заверил", "заверила", "произнес", "произнёс", "произнесла",
        "резюмировал", "резюмировала", "прокомментировал", "прокомментировала", "констатировал", "констатировала",
        "отмечает", "подчеркивает", "подчёркивает", "поясняет", "рассказывает", "добавляет", "пишет", "заявляет", "объясняет",
        "говорил", "говорила", "вспоминает", "поделился", "поделилась", "утверждал", "утверждала",
    ],
    confirms: &["подтвердил", "подтвердила", "признал", "признала", "подтверждает", "признает", "признаёт", "признался", "призналась"],
    several_say: &["сказали", "заявили", "сообщили", "рассказали", "добавили", "подчеркнули", "отметили", "пояснили", "уточнили", "ответили", "говорят", "подтвердили"],
    pronouns: &["он", "она"],
    adverbs: &[
        "также", "затем", "тут", "же", "ещё", "еще", "тогда", "далее", "потом", "вчера", "сегодня", "ранее", "накануне",
        "позже", "однако", "поэтому", "теперь", "сам", "сама", "при", "вечером", "утром", "днем", "днём", "при", "этом", "нам", "ей", "ему", "им", "мне",
    ],
    told: &["журналистам", "репортерам", "репортёрам", "корреспонденту", "корреспондентам", "депутатам", "агентству", "изданию", "прессе"],
    prepositions: &["в", "во", "на", "о", "об", "с", "со", "к", "ко", "по", "у", "из", "от", "для", "перед", "после", "до", "за", "при", "через", "между", "против", "со", "про", "без"],
    and: &["и"],
    offices: &[
        "президент", "премьер", "премьер-министр", "министр", "вице-премьер", "вице-президент", "мэр", "губернатор",
        "глава", "депутат", "сенатор", "посол", "генерал", "полковник", "майор", "капитан", "директор", "гендиректор",
        "секретарь", "пресс-секретарь", "спикер", "канцлер", "король", "королева", "профессор", "доктор", "адвокат",
        "прокурор", "судья", "тренер", "эксперт", "политолог", "экономист", "аналитик", "врач", "учитель", "учительница",
        "житель", "жительница", "представитель", "представительница", "председатель", "руководитель", "начальник", "лидер",
        "советник", "помощник", "заместитель", "координатор", "режиссер", "режиссёр", "актер", "актёр", "актриса", "писатель",
        "художник", "господин", "госпожа", "бургомистр", "комиссар", "инженер", "юрист", "следователь",
    ],
    related: &[
        "представитель", "представительница", "пресс-секретарь", "адвокат", "помощник", "помощница", "советник", "сын",
        "дочь", "жена", "муж", "брат", "сестра", "отец", "мать", "соратник", "сторонник", "сторонница", "коллега", "друг",
        "юрист", "защитник", "секретарь", "вдова", "врач", "соперник", "заместитель", "подруга", "знакомый", "сосед",
    ],
    negations: &["не", "ни", "никогда", "бы", "б", "если", "чтобы", "ли", "вряд", "якобы", "вместо"],
    unreal: &["фильм", "сериал", "реклам", "скетч", "пароди", "дипфейк", "поддельн", "анекдот", "сатир", "спектакл", "романе", "якобы"],
    that: &["что", "будто", "как"],
    interrogatives: &["кто", "когда", "почему", "зачем", "где", "разве", "неужели"],
    sayings: &[
        "слова", "слов", "фразу", "фразы", "фраз", "цитату", "цитаты", "высказывание", "высказывания", "заявление", "заявления",
        "обещание", "обещания", "реплику", "выражение", "лозунг", "тезис", "ответ",
    ],
};

#[rustfmt::skip]
static UKRAINIAN: Lexicon = Lexicon {
    tongue: Tongue::Ukrainian,
    says: &[
        "сказав", "сказала", "заявив", "заявила", "повідомив", "повідомила", "розповів", "розповіла", "додав", "додала",
        "наголосив", "наголосила", "підкреслив", "підкреслила", "зазначив", "зазначила", "пояснив", "пояснила", "уточнив",
        "уточнила", "відповів", "відповіла", "написав", "написала", "стверджує", "каже", "вважає", "продовжив", "продовжила",
        "зауважив", "зауважила", "вказав", "вказала", "оголосив", "оголосила", "попередив", "попередила", "нагадав",
        "нагадала", "запевнив", "запевнила", "говорить", "підсумував", "підсумувала", "прокоментував", "прокоментувала",
        "зазначає", "наголошує", "додає", "пояснює", "розповідає", "пише", "заявляє", "переконаний", "переконана", "казав",
        "казала", "мовив", "мовила", "поділився", "поділилася",
    ],
    confirms: &["підтвердив", "підтвердила", "визнав", "визнала", "підтверджує", "визнає", "зізнався", "зізналася"],
    several_say: &["сказали", "заявили", "повідомили", "розповіли", "додали", "наголосили", "зазначили", "пояснили", "уточнили", "відповіли", "кажуть", "підтвердили"],
    pronouns: &["він", "вона"],
    adverbs: &[
        "також", "теж", "потім", "тут", "же", "ще", "тоді", "далі", "вчора", "учора", "сьогодні", "раніше", "напередодні",
        "пізніше", "однак", "проте", "тому", "тепер", "сам", "сама", "ввечері", "вранці", "при", "цьому", "нам", "їй", "йому", "їм", "мені",
    ],
    told: &["журналістам", "репортерам", "кореспонденту", "кореспондентам", "депутатам", "агентству", "виданню", "пресі"],
    prepositions: &["в", "у", "на", "про", "з", "із", "зі", "до", "по", "від", "для", "перед", "після", "за", "при", "через", "між", "проти", "без", "під"],
    and: &["і", "й", "та"],
    offices: &[
        "президент", "президентка", "прем'єр", "прем'єр-міністр", "міністр", "міністерка", "віцепрем'єр", "мер", "мерка",
        "губернатор", "голова", "очільник", "очільниця", "депутат", "депутатка", "посол", "генерал", "полковник", "майор",
        "капітан", "директор", "директорка", "гендиректор", "секретар", "речник", "речниця", "спікер", "канцлер", "король",
        "королева", "професор", "доктор", "адвокат", "адвокатка", "прокурор", "суддя", "тренер", "експерт", "експертка",
        "політолог", "економіст", "аналітик", "лікар", "лікарка", "вчитель", "вчителька", "мешканець", "мешканка",
        "представник", "представниця", "керівник", "керівниця", "начальник", "лідер", "радник", "радниця", "помічник",
        "заступник", "заступниця", "режисер", "актор", "акторка", "письменник", "пан", "пані", "командир", "юрист", "слідчий",
    ],
    related: &[
        "представник", "представниця", "речник", "речниця", "адвокат", "адвокатка", "помічник", "помічниця", "радник",
        "радниця", "син", "донька", "дочка", "дружина", "чоловік", "брат", "сестра", "батько", "мати", "соратник",
        "прихильник", "колега", "друг", "юрист", "захисник", "секретар", "вдова", "лікар", "суперник", "заступник", "подруга",
        "сусід",
    ],
    negations: &["не", "ні", "ніколи", "би", "б", "якщо", "якби", "аби", "щоб", "навряд", "начебто", "нібито", "замість"],
    unreal: &["фільм", "серіал", "реклам", "скетч", "пароді", "діпфейк", "підроблен", "анекдот", "сатир", "вистав", "романі"],
    that: &["що", "ніби", "як"],
    interrogatives: &["хто", "коли", "чому", "навіщо", "де", "чи", "хіба", "невже"],
    sayings: &[
        "слова", "слів", "фразу", "фрази", "фраз", "цитату", "цитати", "вислів", "висловлювання", "заяву", "заяви", "обіцянку",
        "обіцянки", "репліку", "вираз", "гасло", "тезу", "відповідь",
    ],
};

#[rustfmt::skip]
static GERMAN: Lexicon = Lexicon {
    tongue: Tongue::German,
    says: &[
        "sagte", "sagt", "erklärte", "erklärt", "betonte", "betont", "meinte", "meint", "warnte", "warnt", "schrieb",
        "schreibt", "versicherte", "versichert", "berichtete", "berichtet", "ergänzte", "ergänzt", "bekräftigte",
        "bekräftigt", "unterstrich", "argumentierte", "argumentiert", "kritisierte", "kritisiert", "erläuterte", "erläutert",
        "erzählte", "erzählt", "behauptete", "behauptet", "antwortete", "antwortet", "fand", "findet", "lobte", "lobt",
        "klagte", "klagt", "mahnte", "mahnt", "resümierte", "resümiert", "verkündete", "verkündet", "twitterte",
        "kommentierte", "kommentiert", "forderte", "fordert", "so",
    ],
    confirms: &["bestätigte", "bestätigt"],
    several_say: &["sagten", "sagen", "erklärten", "betonten", "schrieben", "meinten", "warnten"],
    pronouns: &["er", "sie", "man"],
    adverbs: &[
        "dann", "auch", "weiter", "zudem", "außerdem", "später", "nun", "gestern", "heute", "dazu", "anschließend", "daraufhin",
        "jetzt", "damals", "nur", "schon", "noch", "uns", "ihm", "ihr", "mir",
    ],
    told: &["journalisten", "reportern", "anfrage", "medien", "medienvertretern", "abgeordneten"],
    prepositions: &["am", "im", "beim", "vom", "zum", "zur", "in", "an", "auf", "vor", "bei", "nach", "gegenüber", "von", "mit", "aus", "zu", "für", "über", "unter", "nachdem", "laut"],
    and: &["und", "sowie"],
    offices: &[
        "herr", "frau", "dr", "dr.", "prof", "prof.", "professor", "professorin", "könig", "königin", "papst", "bischof",
        "general", "oberst", "major", "hauptmann", "kapitän", "kapitänin", "richter", "richterin", "trainer", "coach",
        "senator", "senatorin", "landrat", "landrätin", "premier", "pastor", "pfarrer", "pfarrerin", "landwirt", "landwirtin",
        "bauer", "bäuerin", "lehrer", "lehrerin", "arzt", "ärztin", "autor", "autorin", "regisseur", "regisseurin", "stürmer",
        "ökonom", "ökonomin", "analyst", "analystin", "anwohner", "anwohnerin", "betreiber", "betreiberin", "inhaber",
        "inhaberin", "ex-kanzler",
    ],
    related: &[
        "sprecher", "sprecherin", "anwalt", "anwältin", "verteidiger", "verteidigerin", "sohn", "tochter", "bruder",
        "schwester", "frau", "mann", "ehefrau", "ehemann", "witwe", "witwer", "vater", "mutter", "mitarbeiter",
        "mitarbeiterin", "vertraute", "vertrauter", "berater", "beraterin", "nachfolger", "nachfolgerin", "kollege",
        "kollegin", "stellvertreter", "stellvertreterin", "freund", "freundin",
    ],
    negations: &["nicht", "nie", "niemals", "keineswegs", "keinesfalls", "mitnichten", "kein", "keine", "weder", "kaum", "angeblich", "statt", "anstatt", "wenn", "falls", "ob", "sobald", "dass", "daß", "laut", "zufolge"],
    unreal: &["laut", "zufolge", "darstellung", "film", "serie", "werb", "traum", "deepfake", "gefälscht", "sinngemäß", "bühne", "roman", "drama", "theaterstück", "parodie", "satire"],
    that: &["dass", "daß", "ob", "wie", "als"],
    interrogatives: &["wer", "wann", "warum", "wieso", "weshalb", "wo", "was"],
    sayings: &[
        "worte", "worten", "satz", "sätze", "spruch", "zitat", "aussage", "aussagen", "äußerung", "äußerungen", "versprechen", "parole",
        "slogan", "antwort",
    ],
};

#[rustfmt::skip]
static FRENCH: Lexicon = Lexicon {
    tongue: Tongue::French,
    says: &[
        "dit", "déclare", "déclaré", "affirme", "affirmé", "explique", "expliqué", "ajoute", "ajouté", "souligne",
        "souligné", "estime", "estimé", "assure", "assuré", "indique", "indiqué", "précise", "précisé", "annonce",
        "annoncé", "insiste", "insisté", "poursuit", "poursuivi", "rappelle", "rappelé", "raconte", "raconté", "répond",
        "répondu", "lance", "lancé", "prévient", "prévenu", "regrette", "regretté", "martèle", "martelé", "confie", "confié",
        "conclut", "conclu", "écrit", "témoigne", "témoigné", "réagit", "réagi", "résume", "résumé", "plaide", "plaidé",
        "juge", "jugé", "soutient", "soutenu", "constate", "constaté", "détaille", "détaillé", "analyse", "analysé",
        "dénonce", "dénoncé", "glisse", "glissé", "commente", "commenté", "observe", "observé", "relève", "relevé", "selon",
    ],
    confirms: &["confirme", "confirmé", "reconnaît", "reconnu", "admet", "admis"],
    several_say: &["disent", "affirment", "expliquent", "déclarent", "ont"],
    pronouns: &["il", "elle"],
    adverbs: &[
        "aussi", "ainsi", "également", "encore", "notamment", "ensuite", "hier", "lundi", "mardi", "mercredi", "jeudi",
        "vendredi", "samedi", "dimanche", "soir", "matin", "ce", "après-midi", "alors", "nous", "me", "lui",
    ],
    told: &["presse", "journalistes", "médias", "reporters"],
    prepositions: &["à", "au", "aux", "devant", "sur", "dans", "lors", "après", "avant", "en", "par", "pour", "avec", "chez", "auprès", "face"],
    and: &["et"],
    offices: &[
        "m.", "m", "mme", "mlle", "dr", "dr.", "me", "mgr", "pr", "premier", "première", "président", "présidente", "ministre", "maire",
        "le", "la", "général", "professeur", "docteur", "monsieur", "madame", "maître",
    ],
    related: &[
        "porte-parole", "avocat", "avocate", "conseiller", "conseillère", "fils", "fille", "frère", "sœur", "épouse",
        "mari", "femme", "père", "mère", "veuve", "entourage", "cabinet", "collaborateur", "collaboratrice", "proche", "bras",
        "adversaire", "rival", "rivale", "équipe", "successeur", "ami", "amie",
    ],
    negations: &["ne", "n'", "ni", "pas", "jamais", "si", "s'", "prétendument"],
    unreal: &["selon", "film", "série", "rêv", "deepfake", "truqué", "faux", "fausse", "substance", "imitant", "sketch", "publicité", "roman", "parodi"],
    that: &["que", "qu'", "si", "comment"],
    interrogatives: &["qui", "quand", "pourquoi", "où", "est-ce", "quel", "quelle"],
    sayings: &[
        "mots", "mot", "propos", "phrase", "phrases", "paroles", "formule", "citation", "déclaration", "déclarations", "promesse",
        "promesses", "slogan", "réplique", "réponse",
    ],
};

/// Ends of German words for offices: "Regierungssprecherin".
#[rustfmt::skip]
pub(super) const GERMAN_OFFICE_ENDINGS: &[&str] = &[
    "minister", "ministerin", "kanzler", "kanzlerin", "sprecher", "sprecherin", "präsident", "präsidentin", "chef", "chefin",
    "meister", "meisterin", "leiter", "leiterin", "vorsitzende", "vorsitzender", "direktor", "direktorin", "anwalt",
    "anwältin", "experte", "expertin", "trainer", "trainerin", "politiker", "politikerin", "sekretär", "sekretärin",
    "beauftragte", "beauftragter", "abgeordnete", "abgeordneter", "kommissar", "kommissarin", "forscher", "forscherin",
    "wissenschaftler", "wissenschaftlerin", "berater", "beraterin", "botschafter", "botschafterin", "führer", "führerin",
    "rat", "rätin", "inhaber", "inhaberin", "betreiber", "betreiberin", "unternehmer", "unternehmerin", "händler",
    "händlerin", "kandidat", "kandidatin", "geschäftsführer", "geschäftsführerin", "vertreter", "vertreterin", "ökonom", "anwohner",
];

/// Second parts of German verbs, which stand at the end: "teilte … mit".
pub(super) const GERMAN_PARTED: &[(&str, &[&str])] = &[
    ("teilte", &["mit"]),
    ("teilt", &["mit"]),
    ("fügte", &["hinzu", "an"]),
    ("fügt", &["hinzu", "an"]),
    ("kündigte", &["an"]),
    ("kündigt", &["an"]),
    ("räumte", &["ein"]),
    ("räumt", &["ein"]),
    ("gab", &["bekannt", "an", "zu"]),
    ("gibt", &["bekannt", "an", "zu"]),
    ("führte", &["aus"]),
    ("stellte", &["klar", "fest"]),
    ("stellt", &["klar", "fest"]),
];

/// Men's names that end like women's, and women's names, in Russian and Ukrainian.
#[rustfmt::skip]
pub(super) const MEN_IN_A: &[&str] = &[
    "никита", "микита", "илья", "ілля", "лука", "фома", "тома", "кузьма", "данила", "микола", "сава", "савва", "хома", "джошуа", "мустафа",
];
#[rustfmt::skip]
pub(super) const WOMEN: &[&str] = &[
    "александра", "олександра", "алина", "аліна", "алла", "алёна", "алена", "анастасия", "анастасія", "ангела", "анжела", "анна", "ганна",
    "валентина", "валерия", "валерія", "варвара", "вера", "віра", "виктория", "вікторія", "галина", "дарья", "дарина", "дарія", "диана",
    "діана", "евгения", "євгенія", "екатерина", "катерина", "елена", "олена", "елизавета", "єлизавета", "зинаида", "зоя", "инна", "інна", "ирина",
    "ірина", "карина", "каріна", "кира", "кіра", "кристина", "крістіна", "христина", "ксения", "ксенія", "лариса", "лидия", "лідія", "лилия", "лілія", "людмила", "марина",
    "мария", "марія", "маргарита", "надежда", "надія", "наталья", "наталия", "наталія", "нина", "ніна", "оксана", "олеся", "ольга", "полина", "поліна",
    "раиса", "раїса", "светлана", "світлана", "софия", "софья", "софія", "тамара", "татьяна", "тетяна", "ульяна", "уляна", "урсула", "юлия", "юлія", "яна",
    "ярина", "зоряна", "злата", "влада", "владислава", "святослава", "ярослава", "мирослава", "богдана", "романа", "руслана", "лілія", "лиля",
    "ілона", "илона", "эльвира", "ельвіра", "эвелина", "евеліна", "элина", "эльза", "альбина", "альбіна", "анжелика", "анжеліка", "ангелина",
    "ангеліна", "антонина", "антоніна", "василиса", "вероника", "вероніка", "виолетта", "віолета", "влада", "галя", "даша", "доминика", "домініка",
    "ева", "єва", "евдокия", "евгения", "жанетта", "зарина", "земфира", "злата", "иванна", "іванна", "инесса", "ия", "капитолина", "клавдия",
    "клавдія", "лада", "лера", "лина", "ліна", "любовь", "любов", "людмила", "магдалина", "маша", "мила", "милана", "мілана", "мирон", "надя",
    "настя", "неля", "неллі", "нелли", "оля", "пелагея", "рената", "римма", "рита", "сабина", "сабіна", "саша", "снежана", "сніжана", "соломія",
    "соломия", "стефания", "стефанія", "таисия", "таїсія", "таня", "фатима", "фаина", "эльмира", "ельміра", "юлиана", "юліана", "ядвига", "аліса",
    "алиса", "амина", "аміна", "арина", "аріна", "ассоль", "белла", "дина", "діна", "марьяна", "мар'яна", "мартина", "мелания", "меланія", "мира",
    "мишель", "николь", "ніколь", "патриция", "петра", "саманта", "сара", "стелла", "тереза", "хелена", "хелен", "элизабет", "элен", "эмилия",
    "емілія", "джулия", "джулія", "джессика", "дженнифер", "кэтрин", "кейт", "линда", "лінда", "лиза", "ліза", "мэри", "мері", "нэнси", "ненсі",
    "рэйчел", "сьюзен", "хиллари", "гілларі", "шарлотта", "анналена", "жюли", "софи", "софі", "изабель", "ізабель", "натали", "наталі", "марин",
    "мишель", "джорджа", "джорджия", "кая", "метте", "санна", "магдалена", "агнешка", "малгожата", "барбара", "беата", "ева",
    "жанна", "эмма", "емма", "марта", "роза", "клара", "мая", "майя", "леся", "аннабелла", "каролина", "сильвия", "моника", "камала", "кайя",
];
/// Men's names in Russian and Ukrainian that end otherwise.
#[rustfmt::skip]
pub(super) const MEN: &[&str] = &[
    "александр", "олександр", "алексей", "олексій", "анатолий", "анатолій", "андрей", "андрій", "антон", "артем", "артём", "борис", "богдан",
    "вадим", "валентин", "валерий", "валерій", "василий", "василь", "виктор", "віктор", "виталий", "віталій", "владимир", "володимир", "владислав",
    "вячеслав", "геннадий", "георгий", "григорий", "григорій", "даниил", "данило", "денис", "дмитрий", "дмитро", "евгений", "євген", "иван", "іван",
    "игорь", "ігор", "кирилл", "кирило", "константин", "костянтин", "леонид", "леонід", "максим", "марк", "михаил", "михайло", "назар", "николай",
    "олег", "остап", "павел", "павло", "петр", "пётр", "петро", "роман", "руслан", "рустем", "семен", "семён", "сергей", "сергій", "станислав", "степан",
    "авраам", "адам", "адриан", "азат", "айдар", "акоп", "алан", "алекс", "альберт", "альфред", "анвар", "аркадий", "аркадій", "арман", "армен",
    "арсен", "арсений", "арсеній", "артур", "архип", "аслан", "ахмед", "ахмат", "баграт", "бенедикт", "болат", "булат", "вахтанг", "велимир",
    "вениамин", "веніамін", "виссарион", "витольд", "влад", "влас", "всеволод", "гавриил", "гаврило", "гарик", "генрих", "генріх", "герман",
    "глеб", "гліб", "гліб", "григор", "давид", "давід", "дамир", "данис", "даниэль", "даніель", "демьян", "дем'ян", "джамал", "егор", "єгор",
    "ефим", "юхим", "захар", "зиновий", "зіновій", "ибрагим", "игнат", "ігнат", "измаил", "ильдар", "ильнур", "иннокентий", "иосиф", "йосип",
    "ираклий", "исмаил", "карен", "карим", "климент", "кузьма", "лаврентий", "лазарь", "левко", "леонтий", "лев", "лукьян", "лук'ян", "магомед",
    "макар", "марат", "марьян", "мар'ян", "матвей", "матвій", "мирон", "мирослав", "митрофан", "модест", "мурат", "наум", "нестор", "никифор",
    "никодим", "нурлан", "олесь", "орест", "осип", "пантелей", "платон", "прохор", "пьер", "рамзан", "рамиль", "ратибор", "рафаэль", "рашид",
    "ренат", "ринат", "роберт", "родион", "рудольф", "рустам", "рустем", "савелий", "самвел", "самуил", "святослав", "севастьян", "серафим",
    "соломон", "спартак", "стас", "тигран", "тихон", "тимур", "трофим", "устин", "фарид", "феликс", "фелікс", "филипп", "пилип", "фред", "харитон",
    "христофор", "цезарь", "шамиль", "эдуард", "едуард", "эльдар", "эмиль", "еміль", "эрик", "ерік", "юлиан", "юліан", "юлий", "юлій", "юнус", "яков",
    "яків", "якуб", "януш", "любомир", "зенон", "северин", "теодор", "тиміш", "святозар", "устим", "франц", "юрко", "вадим", "віктор", "олексій",
    "ростислав", "станіслав", "в'ячеслав", "геннадій", "георгій", "даниїл", "едгар", "казимир", "кіндрат", "клим", "леонтій", "лук'ян", "маркіян",
    "адольф", "алехандро", "альберто", "анджей", "антонио", "антоніо", "антуан", "бенджамин", "бернар", "бернд", "билл", "білл", "боб", "борис",
    "брайан", "брюс", "вашингтон", "вильгельм", "вінсент", "винсент", "виллем", "войцех", "вольфганг", "гарри", "гаррі", "герхард", "гюнтер",
    "дэвид", "девід", "дейвид", "деннис", "джеймс", "джейк", "джек", "джефф", "джеффри", "джим", "джозеф", "джордж", "джош", "дэн", "ден",
    "доминик", "домінік", "дональд", "дуглас", "жак", "жан", "жерар", "жозеп", "жоао", "йенс", "йорг", "карл", "карлос", "кевин", "кен", "кит",
    "клаус", "крис", "кріс", "кристиан", "крістіан", "курт", "кэмерон", "ларс", "лео", "леон", "луи", "луїс", "луис", "льюис", "марио", "маріо",
    "марко", "мартин", "мартін", "матье", "маттео", "махмуд", "маркус", "мигель", "мишель", "мохаммед", "мухаммед", "мэтт", "мэттью", "ник", "нік",
    "николас", "николя", "ніколя", "нил", "оливер", "олівер", "олли", "отто", "патрик", "патрік", "пабло", "паоло", "педро", "петр", "петтери", "пит",
    "питер", "пітер", "рафал", "реджеп", "рейнхард", "рик", "рикардо", "рікардо", "ричард", "річард", "роберто", "роджер", "рой", "рольф", "рон",
    "рональд", "себастьян", "серж", "серхио", "скотт", "стив", "стів", "стивен", "стефан", "стюарт", "тедрос", "тед", "тим", "том", "томас",
    "тони", "тоні", "уильям", "вільям", "ульрих", "фабио", "филип", "філіп", "франк", "франклин", "франсуа", "фридрих", "фрідріх", "хавьер",
    "хайнц", "хасан", "хосе", "хуан", "чарльз", "шарль", "энтони", "эндрю", "ендрю", "эрнест", "юваль", "юха", "янник", "биньямин", "беньямін",
    "тарас", "тимофей", "федор", "фёдор", "юрий", "юрій", "ярослав", "ян", "олаф", "эммануэль", "дональд", "джо", "джон", "майкл", "петер", "ганс",
];

/// First names in German and French news.
#[rustfmt::skip]
pub(super) const EUROPEAN: &[&str] = &[
    "jan", "jens", "jürgen", "jörg", "hans", "heinz", "karl", "klaus", "olaf", "stefan", "stephan", "thomas", "matthias", "markus",
    "michael", "andreas", "christian", "uwe", "ulrich", "wolfgang", "werner", "bernd", "dieter", "friedrich", "frank", "florian",
    "lars", "sven", "anna", "annalena", "angela", "ursula", "sabine", "petra", "monika", "claudia", "katrin", "katja", "julia",
    "heike", "birgit", "svenja", "nancy", "lena", "jean", "jean-pierre", "jean-luc", "jean-claude", "pierre", "paul", "jacques", "michel",
    "françois", "emmanuel", "nicolas", "gérald", "gérard", "bruno", "olivier", "philippe", "laurent", "éric", "édouard", "gabriel",
    "marie", "marine", "anne", "ségolène", "élisabeth", "christine", "catherine", "sophie", "isabelle", "valérie", "nathalie",
    "bertrand", "yves", "arnaud", "thierry", "hervé", "benoît", "gilles", "didier", "guillaume", "jérôme", "ludovic", "mathieu", "sébastien", "stéphane",
    "xavier", "yannick", "étienne", "rené", "roland", "patrice", "pascal", "alain", "antoine", "baptiste", "bernard", "cédric", "christophe", "cyril",
    "damien", "fabien", "fabrice", "frédéric", "gaël", "grégory", "jérémie", "joël", "julien", "kévin", "léo", "loïc", "luc", "marc", "maxime", "noël",
    "raphaël", "rémi", "rémy", "romain", "serge", "théo", "thibault", "tristan", "ulysse", "valentin", "vincent", "agnès", "amélie", "aurélie", "aurore",
    "béatrice", "brigitte", "cécile", "céline", "chloé", "clémence", "clémentine", "corinne", "delphine", "élodie", "émilie", "estelle", "florence",
    "françoise", "gaëlle", "geneviève", "hélène", "jeanne", "joëlle", "juliette", "laure", "laurence", "léa", "louise", "lucie", "manon", "margaux",
    "mathilde", "maud", "monique", "muriel", "noémie", "océane", "odile", "pascale", "patricia", "pauline", "sabrina", "solène", "stéphanie", "sylvie",
    "véronique", "virginie", "yasmine", "zoé", "marie-louise", "marie-claude", "anne-marie", "jean-marc", "jean-marie", "jean-paul", "jean-yves",
    "jean-michel", "jean-françois", "jean-jacques", "jean-louis", "pierre-yves", "marc-antoine",
    "anke", "antje", "axel", "beate", "björn", "britta", "burkhard", "carsten", "christa", "christoph", "cornelia", "detlef", "dietmar", "dirk", "doris",
    "eckart", "edgar", "elke", "erich", "erika", "ernst", "eva", "franz", "gabriele", "georg", "gerd", "gerhard", "gisela", "gregor", "günter", "günther",
    "hannes", "hans-peter", "hans-jürgen", "hartmut", "heinrich", "helga", "helmut", "hendrik", "henning", "herbert", "hermann", "holger", "horst",
    "hubert", "hubertus", "inga", "ingo", "ingrid", "irene", "jakob", "joachim", "jochen", "johann", "johanna", "johannes", "jonas", "josef", "judith",
    "jutta", "kai", "karin", "karsten", "katharina", "kerstin", "konrad", "konstantin", "kuno", "kurt", "leni", "lothar", "ludwig", "lukas", "lutz",
    "manfred", "manuela", "marcel", "marco", "margarete", "mario", "marlene", "martina", "max", "maximilian", "melanie", "mirko", "moritz", "nadine",
    "nicole", "niklas", "nils", "norbert", "oliver", "oskar", "otto", "peer", "rainer", "ralf", "regina", "reiner", "reinhard", "renate", "rolf",
    "rüdiger", "rudolf", "sandra", "saskia", "sebastian", "siegfried", "sigmar", "silke", "simone", "sonja", "stefanie", "steffen", "susanne", "tanja",
    "theodor", "tilman", "timo", "tobias", "torsten", "ulrike", "ute", "verena", "viktor", "viola", "volker", "walter", "wilhelm", "winfried", "wiebke",
    "yvonne", "ahmed", "mehmet", "mustafa", "ali", "fatma", "ayşe", "emre", "cem", "recep", "wladimir", "oleksandr", "olexij", "andrij", "dmytro",
    "sandrine", "rachida", "hélène", "claire", "camille", "wolodymyr", "volodymyr", "sergej", "sergueï", "dmitri",
];

/// Small words in names: "von", "фон". Inside a name, they may have a capital: "Marie Le Bihan".
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "von", "van", "de", "der", "den", "dem", "le", "du", "d'", "des", "la", "l'", "del", "della", "los", "dos", "di", "da", "zu", "zur", "zum", "vom", "ten", "al", "el", "bin", "ben", "ibn", "фон", "ван", "де", "дер", "ди",
    "да", "аль", "эль", "ель", "бин", "бен", "ибн",
];

/// The Arabic article as it begins a family name: "al-Hasan".
#[rustfmt::skip]
pub(super) const ARTICLES: &[&str] = &[
    "al", "el", "as", "ash", "asch", "esch", "эш", "еш", "ес", "эс", "ad", "an", "ar", "at", "ul", "bin", "ben", "ibn", "аль", "эль", "ель", "ас", "аш", "ад", "ан", "ар",
    "ат", "бин", "бен", "ибн",
];

/// Things that may bear somebody's name, or whose name may look like one.
#[rustfmt::skip]
pub(super) const NAMED_AFTER: &[&str] = &[
    "имени", "им.", "школы", "гимназии", "лицея", "университета", "института", "улицы", "проспекта", "площади", "судна", "теплохода", "корабля",
    "крейсера", "бригады", "батальона", "полка", "клуба", "театра", "фонда", "больницы", "завода",
    "імені", "школи", "гімназії", "ліцею", "університету", "інституту", "вулиці", "проспекту", "площі", "судна", "корабля", "бригади", "батальйону",
    "полку", "клубу", "театру", "фонду", "лікарні", "заводу",
    "lycée", "école", "collège", "université", "institut", "rue", "avenue", "boulevard", "place", "quai", "pont", "hôpital", "clinique", "stade",
    "théâtre", "musée", "fondation", "porte-avions", "aéroport", "gare", "paquebot", "navire", "maison", "groupe", "entreprise", "société",
    "association", "syndicat", "quotidien", "journal", "magazine", "parti",
    "schule", "gymnasiums", "instituts", "schiffs", "stiftung", "straße", "universität", "klinik", "halle", "konzern", "firma", "partei", "verein",
];

/// Ends of German words for such things.
#[rustfmt::skip]
pub(super) const GERMAN_NAMED_AFTER: &[&str] = &[
    "schule", "gymnasiums", "gymnasium", "instituts", "institut", "schiffs", "stiftung", "straße", "universität", "klinik", "haus", "hauses", "konzern",
    "verein", "zeitung", "partei", "verband", "verbands",
];

/// Ends of family names in Russian and Ukrainian, without endings of other cases.
#[rustfmt::skip]
pub(super) const SURNAME_ENDINGS: &[&str] = &[
    "ов", "ев", "ёв", "єв", "їв", "ин", "їн", "цын", "ский", "цкий", "ський", "цький", "ко", "ук", "юк", "ич", "ян", "дзе", "швили", "швілі",
    "ова", "ева", "ёва", "єва", "ина", "іна", "їна", "ская", "цкая", "ська", "цька",
];

/// Cities and states that end like family names.
#[rustfmt::skip]
pub(super) const PLACES: &[&str] = &[
    "киев", "київ", "харьков", "харків", "чернигов", "чернігів", "львов", "львів", "ростов", "псков", "саратов", "тамбов", "азов", "краков", "краків",
    "николаев", "миколаїв", "берлин", "пекин", "дублин", "гетеборг", "украина", "україна", "аргентина", "палестина", "хиросима", "москва", "росія",
    "пекін", "берлін", "дублін", "татарстан", "кишинёв", "кишинев", "кишинів", "люблин", "люблін", "щецин", "щецін", "ереван", "єреван", "тегеран",
    "бердянск", "херсон", "мюнхен", "марокко", "монако", "мехико", "пуэрто-рико", "косово", "бельгия", "бахмутовка", "кремлёв",
];

/// German titles between a first name and a family name.
pub(super) const NOBILITY: &[&str] = &[
    "freiherr",
    "freifrau",
    "freiin",
    "graf",
    "gräfin",
    "baron",
    "baronin",
    "prinz",
    "prinzessin",
    "fürst",
    "fürstin",
    "herzog",
    "herzogin",
    "ritter",
    "edler",
];
