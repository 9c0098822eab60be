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
        "позже", "вечером", "утром", "днем", "днём", "при", "этом", "нам", "ей", "ему", "им", "мне",
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
    negations: &["не", "ни", "никогда", "бы", "б", "если", "ли", "вряд", "якобы", "вместо"],
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
        "пізніше", "ввечері", "вранці", "при", "цьому", "нам", "їй", "йому", "їм", "мені",
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
    negations: &["не", "ні", "ніколи", "би", "б", "якщо", "навряд", "начебто", "нібито", "замість"],
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
    pronouns: &["er", "sie"],
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
    negations: &["nicht", "nie", "niemals", "kein", "keine", "weder", "kaum", "angeblich", "statt", "anstatt", "wenn", "falls"],
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
    "sandrine", "rachida", "hélène", "claire", "camille", "wolodymyr", "volodymyr", "sergej", "sergueï", "dmitri",
];

/// Small words in names: "von", "фон".
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "von", "van", "de", "der", "den", "du", "di", "da", "zu", "zur", "al", "el", "bin", "ben", "ibn", "фон", "ван", "де", "дер", "ди",
    "да", "аль", "эль", "ель", "бин", "бен", "ибн",
];

/// The Arabic article as it begins a family name: "al-Hasan".
#[rustfmt::skip]
pub(super) const ARTICLES: &[&str] = &[
    "al", "el", "as", "ash", "ad", "an", "ar", "at", "ul", "bin", "ben", "ibn", "аль", "эль", "ель", "ас", "аш", "ад", "ан", "ар",
    "ат", "бин", "бен", "ибн",
];
