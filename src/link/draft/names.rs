//! What a speaker's wording is: a name of a person or of a body, somebody's voice, or a description.

use std::collections::BTreeSet;

use super::member::starts_with_the;
use super::roles::is_role;
use super::words::{
    BODY_WORDS, CORPORATE, GOVERNMENT_WORDS, MEDIA_WORDS, PLURAL_PEOPLE, UNNAMED_ARTICLES,
};
use crate::domain::party::PartyKind;
use crate::link::naming::{NameWord, Voice, is_title, name_words, represented, voice};
use crate::link::vectors::SHIPPED;
use onrecord_extract::{Gender, first_name_gender};

/// The form of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// The name of a person: first names and family name, without titles.
    Person(Vec<String>),
    /// A title and a family name, or a family name alone.
    Surname(String),
    /// The name of a body, with the words that tell it.
    Body(String),
    /// One who speaks for another: what he is, and the wording for the other.
    Voice(Voice, String),
    /// A description without a name: its head noun.
    Description(String),
    /// Nothing that speaks: a document, tests, words that are no name.
    Nobody,
}

/// Nouns for what does not speak itself.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "tests", "test", "report", "reports", "presentation", "letter", "statement", "note", "data", "figures", "notice",
    "document", "documents", "memo", "study", "survey", "poll", "email", "emails", "video", "law", "contract",
];

/// A wording without a time or number before it: "09.55 Ann Lee".
pub(super) fn without_number(wording: &str) -> &str {
    let digits = |word: &str| {
        word.chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ':'))
    };
    match wording.split_once(' ') {
        Some((first, rest)) if digits(first) && rest.starts_with(char::is_uppercase) => rest,
        _ => wording,
    }
}

/// The body whose document a wording names: "an internal WHO report" says what the WHO says.
fn body_of_document(wording: &str) -> Option<String> {
    let words = written(wording);
    let start = words.iter().skip(1).position(|word| is_capital(word))? + 1;
    let is_thing = |word: &str| THINGS.contains(&word.to_lowercase().as_str());
    let named = words[start..].iter();
    let named = named.take_while(|word| is_capital(word) && !is_thing(word));
    let name: Vec<&str> = named.copied().collect();
    let is_body = |word: &&str| {
        word.len() > 1 && word.chars().all(char::is_uppercase)
            || BODY_WORDS.contains(&word.to_lowercase().as_str())
    };
    name.iter().any(is_body).then(|| name.join(" "))
}

/// Whether a wording is a pronoun for somebody.
pub(super) fn is_pronoun(wording: &str) -> bool {
    matches!(
        wording.to_lowercase().as_str(),
        "its" | "their" | "his" | "her" | "our" | "my"
    )
}

/// Whether words name what somebody has or does: "the captain's figure", "Lee's push for a meeting".
fn is_somebodys_thing(head: &[NameWord]) -> bool {
    let Some(last) = head.last().filter(|word| !word.capital && !word.possessive) else {
        return false;
    };
    let noun = last.folded.as_str();
    let speaks = is_role(last)
        || BODY_WORDS.contains(&noun)
        || GOVERNMENT_WORDS.contains(&noun)
        || PLURAL_PEOPLE.contains(&noun)
        || CORPORATE.contains(&noun)
        || matches!(
            noun,
            "team" | "family" | "wife" | "husband" | "brother" | "sister" | "father" | "mother"
        );
    head.iter().any(|word| word.possessive) && !speaks
}

/// Whether words have a verb, which no name has.
fn is_clause(words: &[NameWord]) -> bool {
    let verbs = [
        "have", "has", "had", "is", "are", "was", "were", "been", "being",
    ];
    let head = &words[..head_end(words)];
    head.iter()
        .any(|word| verbs.contains(&word.folded.as_str()))
}

/// The words of a wording, as they are written, without punctuation around them.
pub(super) fn written(wording: &str) -> Vec<&str> {
    wording
        .split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’'))
        })
        .map(|word| word.trim_end_matches(['’', '\'']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The form of a wording.
pub(super) fn form(wording: &str) -> Form {
    let wording = without_number(wording);
    let words = name_words(wording);
    let head = &words[..head_end(&words)];
    let is_thing = head
        .last()
        .is_some_and(|word| THINGS.contains(&word.folded.as_str()));
    if is_thing && let Some(body) = body_of_document(wording) {
        return Form::Body(body);
    }
    if is_thing || wording.contains(':') || is_clause(&words) || is_somebodys_thing(head) {
        return Form::Nobody;
    }
    if let (Some((_, kind)), Some(range)) = (voice(&words), represented(&words)) {
        let named = written(wording);
        if named.len() == words.len() {
            return Form::Voice(kind, plain_possessive(&named[range].join(" ")));
        }
    }
    // "Minister", "The Provincial Governor".
    if head.last().is_some_and(is_role)
        && head.len() <= 3
        && head.iter().all(|word| !word.possessive)
    {
        return Form::Description(head_noun(&words));
    }
    let head = &words[..head_end(&words)];
    // "World Health Organization (WHO) official in Orley" is none of the bodies that it names.
    if head.len() > 1
        && head
            .last()
            .is_some_and(|word| !word.capital && (is_role(word) || is_vague(word)))
    {
        return Form::Description(head_noun(&words));
    }
    // "The company that runs Orley docks" has a name in it and is none.
    if !head.is_empty()
        && head.iter().skip(1).all(|word| !word.capital)
        && head.last().is_some_and(|word| !word.capital)
    {
        return Form::Description(head_noun(&words));
    }
    let named = without_titles(wording);
    let article = usize::from(starts_with_the(wording));
    let titled = named.len() + article < written(wording).len();
    let capitals = named.iter().filter(|word| is_capital(word)).count();
    if capitals == 0 {
        return Form::Description(head_noun(&words));
    }
    let is_name = named.iter().all(|word| is_capital(word));
    if is_name && titled && named.len() == 1 {
        return Form::Surname(named[0].to_owned());
    }
    if is_name && (2..=4).contains(&named.len()) && (titled || is_person(&named)) {
        return Form::Person(named.iter().map(|word| (*word).to_owned()).collect());
    }
    if words.iter().skip(1).all(|word| !word.capital) && !is_capital(named[0]) {
        return Form::Description(head_noun(&words));
    }
    match named.as_slice() {
        [one] if !is_common(one) => Form::Surname((*one).to_owned()),
        _ => Form::Body(body_name(wording)),
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// A wording without its possessive ending.
fn plain_possessive(wording: &str) -> String {
    let wording = wording.trim_end_matches(['\'', '’']);
    let ending = ["'s", "’s"]
        .iter()
        .find_map(|ending| wording.strip_suffix(ending));
    ending.unwrap_or(wording).to_owned()
}

/// The words of a name without what stands before it: an article, titles, and a role with whose it is ("Orley Ports
/// spokeswoman Ann Lee").
pub(super) fn without_titles(wording: &str) -> Vec<&str> {
    let words = written(wording);
    let folded = name_words(wording);
    let is_before = |word: &NameWord| {
        is_title(word) || is_role(word) || matches!(word.folded.as_str(), "hon" | "ex")
    };
    let named = |at: &usize| words[*at..].iter().all(|word| is_capital(word));
    let same = folded.len() == words.len();
    let last = folded.iter().rposition(is_before).filter(|_| same);
    let after = last.map(|at| at + 1).filter(|at| *at < words.len());
    let article = usize::from(folded.first().is_some_and(|word| word.folded == "the"));
    let start = after.filter(named).unwrap_or(article);
    words[start.min(words.len().saturating_sub(1))..].to_vec()
}

/// Whether capitalised words look like the name of a person: a known first name, or a last word that is no common word.
fn is_person(words: &[&str]) -> bool {
    let last = words.last().copied().unwrap_or_default();
    let body = words
        .iter()
        .any(|word| BODY_WORDS.contains(&word.to_lowercase().as_str()));
    let known = first_name_gender(words[0]) != Gender::Unknown;
    let abbreviation = last.len() > 1 && last.chars().all(char::is_uppercase);
    // "St Brigid's" is a hospital, a school or a church.
    let owned = last.ends_with("'s") || last.ends_with("’s");
    !body && !abbreviation && !owned && (known || !is_common(last))
}

/// Whether a word is a common word of the language.
fn is_common(word: &str) -> bool {
    SHIPPED.direction(&word.to_lowercase()).is_some()
}

/// A description without a clause about it: "two people, who asked not to be named".
pub(super) fn without_clause(wording: &str) -> &str {
    let clauses = [", who ", ", which ", ", whose ", ", speaking ", ", citing "];
    let end = clauses
        .iter()
        .filter_map(|clause| wording.find(clause))
        .min();
    end.map_or(wording, |end| &wording[..end])
}

/// In whose office somebody works: "a duty officer in the harbour master's office".
pub(super) fn office_of(wording: &str) -> Option<&str> {
    let start = [" in ", " at ", " from "]
        .iter()
        .filter_map(|joint| wording.find(joint).map(|at| at + joint.len()))
        .min()?;
    let of = wording[start..].strip_suffix(" office")?;
    ["'s", "’s"]
        .iter()
        .find_map(|ending| of.strip_suffix(ending))
}

/// Whether a name is made of common words only and none of them is one for a body: "Disease Control".
pub(super) fn is_field(name: &str) -> bool {
    let words = name_words(name);
    let names_body = |word: &NameWord| {
        let word = word.folded.as_str();
        BODY_WORDS.contains(&word)
            || GOVERNMENT_WORDS.contains(&word)
            || MEDIA_WORDS.contains(&word)
    };
    !words.is_empty()
        && !words.iter().any(names_body)
        && name
            .split_whitespace()
            .all(|word| is_common(word) && !word.chars().all(char::is_uppercase) || word == "and")
}

/// The name of a body: without the article, and without what follows a comma.
pub(super) fn body_name(wording: &str) -> String {
    let name = wording.split(',').next().unwrap_or(wording).trim();
    let name = name
        .strip_prefix("the ")
        .or(name.strip_prefix("The "))
        .unwrap_or(name);
    plain_possessive(name)
}

/// Where what relates a description to something else begins.
fn head_end(words: &[NameWord]) -> usize {
    // The WHO is no "who".
    let ends = |word: &NameWord| {
        !word.capital
            && matches!(
                word.folded.as_str(),
                "of" | "for"
                    | "in"
                    | "at"
                    | "from"
                    | "who"
                    | "familiar"
                    | "with"
                    | "close"
                    | "that"
                    | "on"
                    | "whose"
                    | "which"
                    | "by"
                    | "dated"
                    | "seen"
                    | "prepared"
                    | "issued"
                    | "published"
            )
    };
    words.iter().position(ends).unwrap_or(words.len())
}

/// The words of a description before its noun: "eastern" of "the eastern hospital in Orley".
pub(super) fn modifiers(wording: &str) -> BTreeSet<String> {
    let words = name_words(wording);
    let end = head_end(&words).saturating_sub(1);
    words[..end]
        .iter()
        .map(|word| word.folded.clone())
        .collect()
}

/// The noun that a description is about: the last word before what relates it to something else.
pub(super) fn head_noun(words: &[NameWord]) -> String {
    words[..head_end(words)]
        .last()
        .map_or_else(String::new, |word| word.folded.clone())
}

/// What kind of party a body or description is by its words.
pub(super) fn kind_of(name: &str) -> PartyKind {
    let words: Vec<String> = name_words(name)
        .into_iter()
        .map(|word| word.folded)
        .collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(MEDIA_WORDS) {
        PartyKind::Media
    } else if has(GOVERNMENT_WORDS) {
        PartyKind::Government
    } else if words
        .last()
        .is_some_and(|word| PLURAL_PEOPLE.contains(&word.as_str()))
    {
        PartyKind::Group
    } else {
        PartyKind::Organisation
    }
}

/// Whether a description leaves open who is meant: "a senior official", "two people", "sources".
pub(super) fn is_unnamed(wording: &str) -> bool {
    let words = name_words(wording);
    let first = words
        .first()
        .map(|word| word.folded.as_str())
        .unwrap_or_default();
    UNNAMED_ARTICLES.contains(&first) || words.iter().any(is_vague)
}

/// Whether a word is a noun for somebody who may be anybody: "official", "sources".
fn is_vague(word: &NameWord) -> bool {
    matches!(
        word.folded.as_str(),
        "source"
            | "sources"
            | "official"
            | "officials"
            | "people"
            | "person"
            | "insider"
            | "insiders"
            | "anonymity"
            | "diplomat"
            | "diplomats"
            | "aide"
            | "aides"
            | "worker"
            | "manager"
            | "executive"
            | "witness"
            | "witnesses"
            | "resident"
            | "residents"
            | "nurse"
            | "employee"
            | "employees"
            | "staff"
    )
}

/// Whether a noun is one for a body.
pub(super) fn is_body_noun(noun: &str) -> bool {
    BODY_WORDS.contains(&noun) || GOVERNMENT_WORDS.contains(&noun) || MEDIA_WORDS.contains(&noun)
}

/// Whether a noun stands for a company: "the company", "the operator".
pub(super) fn is_corporate(noun: &str) -> bool {
    CORPORATE.contains(&noun)
}
