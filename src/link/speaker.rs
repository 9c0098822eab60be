//! From the speaker of an attribution to a party: a recorded one, several to choose from, or a new one.

use super::concept;
use super::matching::{PartyMatch, is_description};
use super::naming::{self, Voice, name_words};
use super::proposal::{Article, Linker, free_id};
use crate::domain::candidate::{MatchReason, NewParty, Reading, Speaker};
use crate::domain::party::PartyKind;
use crate::domain::slug::Slug;

impl Linker {
    /// The description of a speaker without a name.
    pub(super) fn unnamed(&self, reading: &Reading, party: &Speaker) -> Option<String> {
        let speaker = reading.speaker.as_deref()?;
        let kind = match party {
            Speaker::Known { party } => self.roster.by_id(party)?.kind,
            Speaker::New(party)
            | Speaker::Several {
                new: Some(party), ..
            } => party.kind,
            _ if is_description(&concept::words(speaker)) => PartyKind::Anonymous,
            _ => return None,
        };
        (kind == PartyKind::Anonymous).then(|| with_article(speaker))
    }

    /// The party that a name or description stands for, and why.
    pub(super) fn speaker(
        &self,
        article: &Article<'_>,
        name: Option<&str>,
    ) -> (Speaker, Option<MatchReason>) {
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
            return (Speaker::Nobody, None);
        };
        match self.roster.find(name) {
            PartyMatch::One(party, reason) => (Speaker::Known { party }, Some(reason)),
            PartyMatch::Several(parties, reason) => {
                let new = self.new_party(article, name);
                let speaker = Speaker::Several {
                    name: name.to_owned(),
                    parties,
                    new: new.filter(|_| reason != MatchReason::SharedName),
                };
                (speaker, Some(reason))
            }
            PartyMatch::None => {
                let new = self.new_party(article, name);
                (new.map_or(Speaker::Nobody, Speaker::New), None)
            }
        }
    }

    /// The recorded parties among those whom a pronoun may mean.
    pub(super) fn one_of(&self, names: &[String]) -> (Speaker, Option<MatchReason>) {
        let mut parties: Vec<Slug> = Vec::new();
        for name in names {
            let found = match self.roster.find(name) {
                PartyMatch::One(party, _) => vec![party],
                PartyMatch::Several(several, _) => several,
                PartyMatch::None => Vec::new(),
            };
            parties.extend(found);
        }
        parties.dedup();
        let speaker = Speaker::Several {
            name: names.join(" or "),
            parties,
            new: None,
        };
        (speaker, Some(MatchReason::Pronoun))
    }

    fn new_party(&self, article: &Article<'_>, name: &str) -> Option<NewParty> {
        let speaks_for = self.roster.speaks_for(name);
        let words = name_words(name);
        let voice = naming::voice(&words).filter(|_| naming::represented(&words).is_some());
        let voice = voice.map(|(_, voice)| voice);
        let kind = kind_of(name, voice);
        // The unnamed officials of two papers are different parties.
        let (name, id) = match (kind, article.publisher) {
            (PartyKind::Anonymous, Some(publisher)) => (
                format!("{} ({publisher})", with_article(name)),
                format!(
                    "{} {name}",
                    publisher.strip_prefix("The ").unwrap_or(publisher)
                ),
            ),
            _ if voice == Some(Voice::Person) && !words.iter().any(|word| word.possessive) => {
                (with_article(name), name.to_owned())
            }
            _ => (name.to_owned(), name.to_owned()),
        };
        let id = free_id(&id, |id| self.roster.by_id(id).is_some())?;
        Some(NewParty {
            id,
            name,
            kind,
            speaks_for,
        })
    }
}

pub(super) fn is_pronoun(words: &str) -> bool {
    let word = words.to_ascii_lowercase();
    [
        "he", "she", "they", "it", "i", "we", "who", "him", "her", "them", "his", "their", "its",
    ]
    .contains(&word.as_str())
}

/// What kind of party a name or description most likely is.
fn kind_of(name: &str, voice: Option<Voice>) -> PartyKind {
    let words = concept::words(name);
    match voice {
        Some(Voice::Person) => PartyKind::Person,
        Some(Voice::People) => PartyKind::Group,
        Some(Voice::Body) => PartyKind::Organisation,
        None if is_description(&words) => PartyKind::Anonymous,
        None if words.len() > 1 && words.iter().all(|word| word.capital) => PartyKind::Person,
        None => PartyKind::Organisation,
    }
}

fn with_article(description: &str) -> String {
    let plural = description.split_whitespace().any(|word| {
        [
            "officials",
            "sources",
            "aides",
            "people",
            "diplomats",
            "advisers",
            "insiders",
            "reports",
        ]
        .contains(&word)
    });
    let has_one = ["a ", "an ", "the ", "one ", "two "]
        .iter()
        .any(|article| description.starts_with(article));
    if plural || has_one {
        return description.to_owned();
    }
    let vowel = description.starts_with(['A', 'I', 'O', 'a', 'e', 'i', 'o']);
    format!("{} {description}", if vowel { "an" } else { "a" })
}
