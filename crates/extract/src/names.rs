//! Who can be meant: the people, bodies and unnamed persons of a text, and the ways it names them.

use crate::document::Document;
use crate::tagger::tag;
use crate::word::{Shape, hash_str};

/// What a pronoun tells of the person it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
    /// Nothing is known.
    #[default]
    Unknown,
}

/// What kind of speaker an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One named person.
    Person,
    /// A named body, place or outlet that speaks as one.
    Body,
    /// Somebody without a name: "a senior official".
    Unnamed,
    /// Several people without names: "two aides".
    Group,
}

/// Somebody of whom the text speaks.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The fullest form the text uses, titles and articles left out.
    pub name: String,
    /// The words of the name, as hashes.
    pub words: Vec<u32>,
    /// Words that describe it, as hashes of stems: "ukrainian", "president".
    pub roles: Vec<u32>,
    /// What pronoun fits.
    pub gender: Gender,
    /// What it is.
    pub kind: Kind,
}

/// Titles that stand before a name and are no part of it, with the gender they tell.
const TITLES: &[(&str, Gender)] = &[
    ("mr.", Gender::Male),
    ("mr", Gender::Male),
    ("sir", Gender::Male),
    ("lord", Gender::Male),
    ("mrs.", Gender::Female),
    ("mrs", Gender::Female),
    ("ms.", Gender::Female),
    ("ms", Gender::Female),
    ("miss", Gender::Female),
    ("lady", Gender::Female),
    ("dame", Gender::Female),
];

/// Offices that stand before a name, capital or not. They describe the person.
const OFFICES: &[&str] = &[
    "president",
    "vice-president",
    "minister",
    "secretary",
    "chancellor",
    "premier",
    "senator",
    "sen.",
    "rep.",
    "representative",
    "congressman",
    "congresswoman",
    "gov.",
    "governor",
    "mayor",
    "judge",
    "justice",
    "general",
    "gen.",
    "col.",
    "colonel",
    "lt.",
    "maj.",
    "major",
    "capt.",
    "captain",
    "sgt.",
    "admiral",
    "adm.",
    "dr.",
    "prof.",
    "professor",
    "rev.",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "chief",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "leader",
    "speaker",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "ambassador",
    "envoy",
    "commissioner",
    "attorney",
    "sheriff",
    "candidate",
    "nominee",
    "pm",
    "ceo",
    "adviser",
    "advisor",
    "aide",
    "analyst",
    "pollster",
    "strategist",
    "manager",
    "officer",
    "official",
    "editor",
    "reporter",
    "correspondent",
    "host",
    "anchor",
    "author",
    "lawyer",
    "economist",
    "historian",
    "scientist",
    "activist",
    "lawmaker",
    "businessman",
    "billionaire",
    "mogul",
    "congressional",
    "first",
    "deputy",
    "vice",
    "prime",
    "foreign",
    "defence",
    "defense",
    "press",
    "secretary-general",
    "state",
    "former",
    "republican",
    "democratic",
    "democrat",
    "coach",
    "actor",
    "actress",
    "singer",
    "journalist",
];

/// First names by the pronoun they nearly always take. Short on purpose: the text's own "Mr" and "she"
/// come first, and a wrong guess costs more than none.
const MALE: &[&str] = &[
    "james",
    "john",
    "robert",
    "michael",
    "william",
    "david",
    "richard",
    "joseph",
    "thomas",
    "charles",
    "donald",
    "mark",
    "paul",
    "steven",
    "andrew",
    "kenneth",
    "george",
    "joshua",
    "kevin",
    "brian",
    "edward",
    "timothy",
    "jason",
    "jeffrey",
    "ryan",
    "jacob",
    "gary",
    "eric",
    "stephen",
    "jonathan",
    "larry",
    "justin",
    "scott",
    "brandon",
    "frank",
    "benjamin",
    "gregory",
    "samuel",
    "raymond",
    "patrick",
    "alexander",
    "jack",
    "dennis",
    "jerry",
    "tyler",
    "aaron",
    "peter",
    "vladimir",
    "volodymyr",
    "keir",
    "friedrich",
    "emmanuel",
    "barack",
    "bernie",
    "bill",
    "mike",
    "ted",
    "joe",
    "tim",
    "tom",
    "jim",
    "bob",
    "steve",
    "dan",
    "chris",
    "matt",
    "marco",
    "mitt",
    "newt",
    "rudy",
    "sergey",
    "dmitry",
    "yuri",
    "viktor",
    "recep",
    "xi",
    "narendra",
    "benjamin",
    "antonio",
    "carlos",
    "juan",
    "josé",
    "ahmed",
    "mohammed",
    "muhammad",
    "ali",
    "omar",
    "hassan",
    "andrii",
    "boris",
    "rishi",
    "nigel",
    "jeremy",
    "olaf",
    "harry",
];
const FEMALE: &[&str] = &[
    "mary",
    "patricia",
    "jennifer",
    "linda",
    "elizabeth",
    "barbara",
    "susan",
    "jessica",
    "sarah",
    "karen",
    "lisa",
    "nancy",
    "betty",
    "margaret",
    "sandra",
    "ashley",
    "kimberly",
    "emily",
    "donna",
    "michelle",
    "carol",
    "amanda",
    "melissa",
    "deborah",
    "stephanie",
    "rebecca",
    "laura",
    "sharon",
    "cynthia",
    "kathleen",
    "amy",
    "angela",
    "shirley",
    "anna",
    "brenda",
    "pamela",
    "emma",
    "nicole",
    "helen",
    "samantha",
    "katherine",
    "christine",
    "rachel",
    "hillary",
    "kellyanne",
    "melania",
    "ivanka",
    "chelsea",
    "karoline",
    "kaja",
    "ursula",
    "theresa",
    "giorgia",
    "olena",
    "kamala",
    "maria",
    "jill",
    "julia",
    "anne",
    "ann",
    "jane",
    "kate",
    "katie",
    "megyn",
    "loretta",
    "carly",
    "jan",
    "alicia",
    "lucy",
    "claire",
    "diana",
    "victoria",
    "heather",
    "olivia",
    "joan",
    "judith",
    "marine",
    "angela",
    "mette",
    "sanna",
];

/// Adjectives of places whose noun is not their beginning.
#[rustfmt::skip]
const DEMONYMS: &[(&str, &str)] = &[
    ("american", "us"), ("u.s.", "us"), ("america", "us"), ("british", "uk"), ("britain", "uk"), ("u.k.", "uk"),
    ("french", "france"), ("german", "germany"), ("dutch", "netherlands"), ("spanish", "spain"),
    ("swiss", "switzerland"), ("turkish", "turkey"), ("polish", "poland"), ("greek", "greece"),
    ("chinese", "china"), ("irish", "ireland"), ("danish", "denmark"), ("swedish", "sweden"),
    ("finnish", "finland"), ("norwegian", "norway"), ("slovak", "slovakia"), ("czech", "czechia"),
    ("hungarian", "hungary"), ("ukrainian", "ukraine"), ("russian", "russia"), ("italian", "italy"),
    ("portuguese", "portugal"), ("japanese", "japan"), ("korean", "korea"), ("israeli", "israel"),
    ("iranian", "iran"), ("iraqi", "iraq"), ("syrian", "syria"), ("egyptian", "egypt"), ("mexican", "mexico"),
    ("canadian", "canada"), ("european", "europe"), ("indian", "india"), ("pakistani", "pakistan"),
    ("afghan", "afghanistan"), ("belgian", "belgium"), ("austrian", "austria"), ("romanian", "romania"),
    ("serbian", "serbia"), ("croatian", "croatia"), ("brazilian", "brazil"), ("estonian", "estonia"),
    ("latvian", "latvia"), ("lithuanian", "lithuania"), ("saudi", "saudi"), ("palestinian", "palestine"),
];

/// Whether a word is an adjective of a place, such as "Irish".
pub fn is_adjective_of_place(word: &str) -> bool {
    DEMONYMS
        .iter()
        .any(|(adjective, _)| adjective.eq_ignore_ascii_case(word))
}

/// Evens out a describing word: places become nouns, everything else its stem.
pub fn role_key(word: &str) -> u32 {
    let mut lower = String::new();
    crate::word::normalise(word, &mut lower);
    let noun = DEMONYMS
        .iter()
        .find(|(adjective, _)| *adjective == lower)
        .map(|(_, noun)| *noun);
    hash_str(noun.unwrap_or_else(|| crate::word::stem(&lower)))
}

/// The gender that a title tells, if the word is a title.
pub fn title(word: &str) -> Option<Gender> {
    TITLES
        .iter()
        .find(|(title, _)| title.eq_ignore_ascii_case(word))
        .map(|(_, gender)| *gender)
}

/// Whether a word names an office or describes the person whose name follows.
pub fn is_office(word: &str) -> bool {
    OFFICES
        .iter()
        .any(|office| office.eq_ignore_ascii_case(word))
}

/// Whether a word is an office by itself. "Foreign" and "Democratic" describe a person only before another
/// office; in "Foreign Office" they are part of a name.
pub fn is_full_office(word: &str) -> bool {
    const HALF: &[&str] = &[
        "congressional",
        "first",
        "deputy",
        "vice",
        "prime",
        "foreign",
        "defence",
        "defense",
        "press",
        "state",
        "former",
        "republican",
        "democratic",
        "democrat",
        "general",
        "major",
        "king",
        "queen",
        "prince",
        "host",
        "chair",
    ];
    is_office(word) && !HALF.iter().any(|half| half.eq_ignore_ascii_case(word))
}

/// What a first name tells.
pub fn gender_of_first_name(word: &str) -> Gender {
    if MALE.iter().any(|name| name.eq_ignore_ascii_case(word)) {
        Gender::Male
    } else if FEMALE.iter().any(|name| name.eq_ignore_ascii_case(word)) {
        Gender::Female
    } else {
        Gender::Unknown
    }
}

/// Whether a token can be part of a name.
pub fn is_name_token(document: &Document, at: usize) -> bool {
    matches!(document.tags[at], tag::NNP | tag::NNPS)
        && !matches!(document.tokens[at].shape, Shape::Lower | Shape::Sign)
        && !is_calendar(document.word(at))
}

fn is_calendar(word: &str) -> bool {
    const DAYS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan.",
        "feb.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
    ];
    DAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

/// Small words that stand inside names.
pub fn joins_name(word: &str) -> bool {
    matches!(
        word,
        "de" | "la"
            | "del"
            | "der"
            | "den"
            | "van"
            | "von"
            | "bin"
            | "al"
            | "ibn"
            | "da"
            | "dos"
            | "di"
            | "le"
            | "el"
            | "&"
    )
}
