//! Somebody in a story: a party that is recorded or would be.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_extract::{Gender, first_name_gender};

use super::names::{Form, body_name, form, is_corporate, is_pronoun, without_number};
use super::roles::role;
use super::words::SAME_ROLES;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::text::folded;
use crate::link::concept::concept;
use crate::link::naming::name_words;
use crate::link::vectors::SHIPPED;

/// Somebody in the story.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The party in the ledger, if it is recorded.
    pub(super) known: Option<Slug>,
    /// Whether a fuller name may take the place of its name: no person has looked at that.
    pub(super) may_grow: bool,
    /// The fullest name.
    pub(super) name: String,
    /// Its kind.
    pub(super) kind: PartyKind,
    /// Its role, in the words of a text.
    pub(super) role: Option<String>,
    /// Other names by which the articles call it.
    pub(super) aliases: BTreeSet<String>,
    /// The members for which it speaks.
    pub(super) speaks_for: BTreeSet<usize>,
    /// The articles that name it, with how often.
    pub(super) articles: BTreeMap<usize, usize>,
    /// How often it was heard before in the story.
    pub(super) heard: usize,
    /// The nouns of its roles.
    pub(super) nouns: BTreeSet<String>,
    /// The words of its roles.
    pub(super) role_words: BTreeSet<String>,
    /// For a person: the family name, folded.
    pub(super) family: Option<String>,
}

/// Marks members that only speak for another.
pub(super) const VOICE_NOUN: &str = "voice";

impl Member {
    pub(super) fn new(name: String, kind: PartyKind) -> Self {
        let family = (kind == PartyKind::Person)
            .then(|| name.split_whitespace().next_back().map(folded))
            .flatten();
        Self {
            known: None,
            may_grow: true,
            kind,
            role: None,
            aliases: BTreeSet::new(),
            speaks_for: BTreeSet::new(),
            articles: BTreeMap::new(),
            heard: 0,
            nouns: BTreeSet::new(),
            role_words: BTreeSet::new(),
            family,
            name,
        }
    }

    /// A recorded party that was heard so often in the story before.
    pub(super) fn recorded(party: &Party, heard: usize) -> Self {
        let mut member = Self::new(party.name.clone(), party.kind);
        member.heard = heard;
        member.known = Some(party.id.clone());
        member.may_grow = party.unreviewed;
        if matches!(form(&party.name), Form::Voice(..)) && !party.speaks_for.is_empty() {
            member.nouns.insert(VOICE_NOUN.to_owned());
        }
        member.aliases = party.aliases.iter().cloned().collect();
        if let Some(role) = party.role.as_deref().and_then(role) {
            member.nouns.insert(role.noun);
            member.role_words = name_words(&role.words)
                .into_iter()
                .map(|word| word.folded)
                .collect();
        }
        member
    }

    pub(super) fn first(&self) -> Option<String> {
        let words: Vec<&str> = self.name.split_whitespace().collect();
        (words.len() > 1).then(|| folded(words[0]))
    }

    /// The gender that the first name implies.
    pub(super) fn gender(&self) -> Gender {
        let first = self.name.split_whitespace().next();
        first.map_or(Gender::Unknown, first_name_gender)
    }

    /// Whether the first name goes with a gender.
    pub(super) fn may_be(&self, gender: Gender) -> bool {
        let own = self.gender();
        gender == Gender::Unknown || own == Gender::Unknown || own == gender
    }

    /// Takes a fuller name of the same party. The old one stays as another name.
    pub(super) fn grow(&mut self, name: String) {
        if self.may_grow {
            let old = std::mem::replace(&mut self.name, name);
            self.note(&old);
        } else {
            self.note(&name);
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }

    /// Keeps a wording as another name, if it is a name and not the same. "The boss" and "his office" are nobody's name.
    pub(super) fn note(&mut self, wording: &str) {
        let name = match form(wording) {
            Form::Person(words) => words.join(" "),
            Form::Surname(name) | Form::Body(name) => name,
            Form::Voice(_, of) if !is_pronoun(&of) && !wording.contains(',') => {
                body_name(without_number(wording))
            }
            Form::Voice(..) | Form::Description(_) | Form::Nobody => return,
        };
        let lower = name.chars().all(|c| !c.is_uppercase());
        // "The Company" is another one in the next story.
        let common = is_corporate(&name.to_lowercase());
        if self.kind != PartyKind::Anonymous && !lower && !common && key(&name) != key(&self.name) {
            self.aliases.insert(name);
        }
    }

    /// How often the articles name it, and how often it was heard before.
    pub(super) fn weight(&self) -> usize {
        self.heard + self.articles.values().sum::<usize>()
    }

    /// How often it is named in other articles than one, or was heard before.
    pub(super) fn weight_elsewhere(&self, article: usize) -> usize {
        self.weight() - self.articles.get(&article).copied().unwrap_or(0)
    }

    /// How well a description fits: by the noun in its name or role, and further words. `before` are those before the
    /// noun.
    pub(super) fn fit(
        &self,
        noun: &str,
        words: &BTreeSet<String>,
        before: &BTreeSet<String>,
    ) -> Option<usize> {
        let shared = |set: &BTreeSet<String>| words.intersection(set).count();
        if self.kind == PartyKind::Person {
            let fit = 10 + shared(&self.role_words);
            let named_alike = SAME_ROLES.iter().any(|group| {
                group.contains(&noun) && group.iter().any(|other| self.nouns.contains(*other))
            });
            return if is_another(noun, before, &self.role_words) {
                None
            } else if self.nouns.contains(noun) {
                Some(fit)
            } else {
                (named_alike && !self.speaks_for.is_empty()).then_some(fit - 2)
            };
        }
        if self.kind == PartyKind::Anonymous || self.kind == PartyKind::Media {
            return None;
        }
        let own: BTreeSet<String> = self
            .names()
            .flat_map(|name| name_words(name))
            .map(|word| word.folded)
            .collect();
        if own.contains(noun) {
            return (!is_another(noun, before, &own)).then(|| 10 + shared(&own));
        }
        let institution = own
            .iter()
            .any(|word| super::words::GOVERNMENT_WORDS.contains(&word.as_str()))
            || [
                "union",
                "federation",
                "association",
                "centre",
                "university",
                "party",
            ]
            .iter()
            .any(|word| own.contains(*word));
        (is_corporate(noun) && self.kind == PartyKind::Organisation && !institution)
            .then(|| 5 + shared(&own))
    }
}

/// Whether a description names another body of the kind than one with these names: "the interior ministry" is not the
/// Ministry of Health.
fn is_another(noun: &str, words: &BTreeSet<String>, own: &BTreeSet<String>) -> bool {
    let tells = |word: &&String| {
        *word != noun
            && concept(word).is_some()
            && !matches!(
                word.as_str(),
                "whole" | "country" | "local" | "national" | "main" | "own"
            )
    };
    let alike = |a: &str, b: &str| {
        let start: String = a.chars().take(4).collect();
        let near = || match (SHIPPED.direction(a), SHIPPED.direction(b)) {
            (Some(a), Some(b)) => a.nearness(&b) >= 0.4,
            _ => false,
        };
        a == b || a.len() > 3 && b.starts_with(&start) || near()
    };
    let further: Vec<&String> = own.iter().filter(tells).collect();
    let mut told = words.iter().filter(tells).peekable();
    told.peek().is_some()
        && !further.is_empty()
        && told.all(|word| !further.iter().any(|own| alike(word, own)))
}

/// The gender that a title implies.
pub(super) fn gender_of_title(wording: &str) -> Gender {
    match name_words(wording).first().map(|word| word.folded.as_str()) {
        Some("mr" | "mr." | "sir" | "lord") => Gender::Male,
        Some("mrs" | "ms" | "miss" | "lady" | "dame" | "mrs." | "ms.") => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// A name for comparing: folded, without an article.
pub(super) fn key(name: &str) -> String {
    let words: Vec<String> = name_words(&body_name(name))
        .into_iter()
        .map(|word| word.folded)
        .collect();
    words.join(" ")
}

pub(super) fn initials(key: &str) -> String {
    let small = ["of", "the", "and", "for", "in"];
    let words = key.split_whitespace().filter(|word| !small.contains(word));
    let letters: String = words
        .clone()
        .filter_map(|word| word.chars().next())
        .collect();
    if words.count() > 1 {
        letters
    } else {
        String::new()
    }
}

/// Whether a name of several words begins with the words of another: "Nordhav" and "Nordhav Line".
pub(super) fn begins(longer: &str, shorter: &str) -> bool {
    shorter.len() > 3
        && longer
            .strip_prefix(shorter)
            .is_some_and(|rest| rest.starts_with(' '))
}

pub(super) fn is_abbreviation(name: &str) -> bool {
    name.chars()
        .filter(|c| c.is_alphabetic())
        .all(char::is_uppercase)
}

pub(super) fn starts_with_the(wording: &str) -> bool {
    wording.to_lowercase().starts_with("the ")
}

pub(super) fn capitalised(name: &str, kind: PartyKind) -> String {
    let named = match kind {
        PartyKind::Person | PartyKind::Government | PartyKind::Organisation
            if !name.contains(char::is_uppercase) =>
        {
            format!("The {name}")
        }
        _ => name.to_owned(),
    };
    let mut letters = named.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_uppercase(), letters.as_str())
    })
}
