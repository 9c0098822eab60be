//! Entities, and what single words say about them.

use super::lists::{
    BODIES, CALENDAR, COMMON_BODIES, DEMONYMS, FEMALE_NAMES, HALF_OFFICES, MALE_NAMES, OFFICES,
    TITLES,
};
use crate::syntax::document::Document;
use crate::syntax::tag::is_proper_noun;
use crate::text::word::{self, Shape, hash};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The pronoun that fits a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
    /// Not known.
    #[default]
    Unknown,
}

impl Gender {
    /// Whether both may be those of one person.
    pub(super) fn agrees(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntityKind {
    /// A person with a name.
    Person,
    /// A body, place or outlet with a name, which speaks as one.
    Body,
    /// Somebody without a name: "a senior official".
    Unnamed,
    /// Several people without names: "two aides".
    Group,
}

/// Somebody whom the text mentions.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// The fullest form in the text, without titles and articles.
    pub(crate) name: String,
    /// The hashes of the words of the name.
    pub(crate) words: Vec<u32>,
    /// The keys of the words that describe it: "ukrainian", "president". See [`role_key`].
    pub(crate) roles: Vec<u32>,
    pub(crate) gender: Gender,
    pub(crate) kind: EntityKind,
    /// Those of whom one is meant, if it stands for a name that several bear.
    pub(crate) bearers: Vec<usize>,
}

/// Whether a list has a word, in any case.
pub(super) fn has(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a word is an adjective of a place, such as "Irish".
pub(super) fn is_adjective_of_place(word: &str) -> bool {
    DEMONYMS
        .iter()
        .any(|(adjective, _)| adjective.eq_ignore_ascii_case(word))
}

/// The key of a describing word: the place of an adjective of place, or else the stem.
pub(super) fn role_key(word: &str) -> u32 {
    let mut normal = String::new();
    word::normalise(word, &mut normal);
    let place = DEMONYMS
        .iter()
        .find(|(adjective, _)| *adjective == normal)
        .map(|(_, place)| *place);
    hash(place.unwrap_or_else(|| word::stem(&normal)))
}

/// The gender that a title implies. `None` if the word is no title.
pub(super) fn title(word: &str) -> Option<Gender> {
    TITLES
        .iter()
        .find(|(title, _)| title.eq_ignore_ascii_case(word))
        .map(|(_, gender)| *gender)
}

/// Whether a word is an office or otherwise describes the person whose name follows.
pub(crate) fn is_office(word: &str) -> bool {
    has(OFFICES, word)
}

/// Whether a word is an office by itself and never part of a name.
pub(super) fn is_full_office(word: &str) -> bool {
    is_office(word) && !has(HALF_OFFICES, word)
}

/// The gender that a first name implies, by a list of names.
pub fn gender_of_first_name(word: &str) -> Gender {
    let known = surely_first_name(word);
    if known != Gender::Unknown {
        return known;
    }
    FURTHER_NAMES
        .get(word.to_lowercase().as_str())
        .copied()
        .unwrap_or_default()
}

/// The gender that a first name implies, if it is one of those that are hardly ever anything but first names.
pub(super) fn surely_first_name(word: &str) -> Gender {
    if has(MALE_NAMES, word) {
        Gender::Male
    } else if has(FEMALE_NAMES, word) {
        Gender::Female
    } else {
        Gender::Unknown
    }
}

static FURTHER_NAMES: LazyLock<HashMap<&str, Gender>> = LazyLock::new(|| {
    let lines = include_str!("first_names.txt").lines();
    let mut gender = Gender::Male;
    let mut names = HashMap::new();
    for line in lines.filter(|line| !line.starts_with('#')) {
        if line.is_empty() {
            gender = Gender::Female;
        }
        names.extend(line.split_whitespace().map(|name| (name, gender)));
    }
    names
});

/// Whether a token can be part of a name.
pub(super) fn is_name_token(document: &Document, at: usize) -> bool {
    is_proper_noun(document.tags[at])
        && !matches!(document.tokens[at].shape, Shape::Lower | Shape::Sign)
        && !has(CALENDAR, document.word(at))
        && !is_may(document, at)
}

/// "May 5" and "5 May" are days, and "May" is a name otherwise.
fn is_may(document: &Document, at: usize) -> bool {
    let is_day = |at: usize| {
        let day = document.tokens.get(at).map(|_| document.word(at));
        day.and_then(|day| day.parse::<u32>().ok())
            .is_some_and(|day| (1..=31).contains(&day))
    };
    document.word(at) == "May" && (is_day(at + 1) || at > 0 && is_day(at - 1))
}

/// Whether a word may be inside a name without a capital.
#[rustfmt::skip]
pub(super) fn joins_name(word: &str) -> bool {
    matches!(
        word,
        "de" | "la" | "del" | "der" | "den" | "van" | "von" | "bin" | "al" | "ibn" | "da" | "dos" | "di" | "le" | "el" | "&"
    )
}

/// The noun that a description is about: "official" in "senior official from Kyiv, who asked not to be named".
pub(super) fn head_of(description: &str) -> &str {
    let stops = ["of", "for", "from", "in", "at", "to", "with", "who", "on"];
    let first = description.split(',').next().unwrap_or_default();
    first
        .split_whitespace()
        .take_while(|word| !stops.contains(word))
        .last()
        .unwrap_or_default()
}

/// Whether a description is of a body that speaks as one: "transport department", "company that runs the docks".
pub(crate) fn is_body(description: &str) -> bool {
    let clauses = ["that", "which"];
    let mut words = description.split_whitespace();
    let before: Vec<&str> = words
        .by_ref()
        .take_while(|word| !clauses.contains(word))
        .collect();
    is_kind_of_body(head_of(&before.join(" ")))
}

/// Whether a noun is for a body that speaks as one.
pub(super) fn is_kind_of_body(noun: &str) -> bool {
    has(BODIES, noun) || has(COMMON_BODIES, noun)
}

/// Whether a description is of a human being, by the last letters of its head: "senior official", "dock worker".
pub(crate) fn is_human(name: &str) -> bool {
    let head = head_of(name).to_ascii_lowercase();
    let ends = [
        "er", "or", "man", "woman", "person", "ist", "ian", "ee", "ant", "ent", "official",
        "source",
    ];
    is_office(&head)
        // "President", but not "agreement".
        || ends.iter().any(|end| head.ends_with(end)) && !head.ends_with("ment")
        || matches!(
            head.as_str(),
            "aide"
                | "victim"
                | "witness"
                | "widow"
                | "mother"
                | "father"
                | "nurse"
                | "chief"
                | "boss"
                | "girl"
                | "boy"
                | "diplomat"
                | "colleague"
                | "friend"
                | "relative"
                | "wife"
                | "husband"
                | "son"
                | "advocate"
                | "pilot"
                | "monk"
                | "guard"
                | "host"
                | "expert"
                | "head"
                | "envoy"
                | "uncle"
                | "cousin"
        )
}

/// Whether a plural noun is of human beings: "researchers", "police".
pub(super) fn are_human(noun: &str) -> bool {
    let noun = noun.to_ascii_lowercase();
    let single = noun.strip_suffix('s').unwrap_or(&noun);
    let known = [
        "people",
        "police",
        "men",
        "women",
        "children",
        "parties",
        "authorities",
        "critics",
        "troops",
        "sides",
        "families",
        "spokesmen",
        "spokeswomen",
        "lawmakers",
        "officials",
        "sources",
        "allies",
        "governments",
        "companies",
        "unions",
    ];
    known.contains(&noun.as_str()) || is_human(single)
}
