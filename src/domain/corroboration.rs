//! Corroboration: how many independent origins affirm a claim.
//!
//! Each party that affirms is one origin, unless it is one with another: of one side, relaying
//! one party's word (or that party itself), unnamed in one story, or media telling one story in
//! their own voice. What is one with a third is one with each other: the count errs low.

use std::collections::{BTreeMap, BTreeSet};

use super::docket::{Docket, PartyKey, SourceKey};
use super::fold::Position;
use super::hearing::{Hearing, Word};
use super::party::PartyKind;
use super::statement::Family;

/// What makes parties that affirm one origin: whichever share one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    /// A party in whose name they speak, or whose word they relay.
    Name(PartyKey),
    /// A story of which each is an unnamed source.
    Unnamed(SourceKey),
    /// A story that each tells in its own voice, as media.
    Media(SourceKey),
}

/// The number of independent origins among the parties whose `positions` affirm.
pub fn origins(docket: &Docket, hearing: &Hearing<'_>, positions: &[Position]) -> u32 {
    let affirms = |party: PartyKey| {
        let at = positions.binary_search_by_key(&party, |position| position.party);
        at.is_ok_and(|at| positions[at].family() == Family::Affirming)
    };
    let affirming =
        hearing.by_holder(|word| word.family() == Family::Affirming && affirms(word.holder));
    let cited = cited_stories(docket, hearing);
    let groups: BTreeSet<PartyKey> = affirming
        .each()
        .flatten()
        .flat_map(|word| word.groups.iter().copied())
        .collect();
    let mut origins = Origins::default();
    for words in affirming.each() {
        // A group adds nothing where a member, or a voice of a member, affirms.
        let is_group = words
            .first()
            .is_some_and(|word| groups.contains(&word.holder));
        if !is_group {
            origins.add(bonds(docket, hearing, words, &cited));
        }
    }
    origins.count()
}

fn story(docket: &Docket, source: SourceKey) -> SourceKey {
    docket.stories.get(&source).copied().unwrap_or(source)
}

/// The stories in which somebody other than media is cited for the claim, named or not.
fn cited_stories(docket: &Docket, hearing: &Hearing<'_>) -> BTreeSet<SourceKey> {
    hearing
        .standing()
        .filter(|word| word.family() == Family::Affirming)
        .filter(|word| hearing.cast.kind(word.holder) != Some(PartyKind::Media))
        .map(|word| story(docket, word.said.source))
        .collect()
}

/// What may make one party that affirms, by these words, one with another; nothing where it is
/// media that add nothing.
fn bonds(
    docket: &Docket,
    hearing: &Hearing<'_>,
    words: &[&Word<'_>],
    cited: &BTreeSet<SourceKey>,
) -> Vec<Bond> {
    let stories = || words.iter().map(|word| story(docket, word.said.source));
    let is_media = words
        .first()
        .is_some_and(|word| hearing.cast.kind(word.holder) == Some(PartyKind::Media));
    let mut bonds: Vec<Bond> = if is_media {
        let uncited = stories().filter(|story| !cited.contains(story));
        uncited.map(Bond::Media).collect()
    } else if words.iter().all(|word| word.unnamed) {
        stories().map(Bond::Unnamed).collect()
    } else {
        Vec::new()
    };
    if is_media && bonds.is_empty() {
        return bonds;
    }
    for word in words {
        bonds.extend(word.names.iter().copied().map(Bond::Name));
        if word.hearsay {
            bonds.extend(word.speakers_names.iter().copied().map(Bond::Name));
        }
    }
    bonds
}

/// Origins in the making: what is one with a third is one with each other.
#[derive(Default)]
struct Origins {
    /// The place of another origin with which each is one; its own place: it stands for all.
    joined: Vec<usize>,
    /// An origin for each bond.
    by_bond: BTreeMap<Bond, usize>,
}

impl Origins {
    /// Adds an origin with all its bonds; one that has none counts for nothing.
    fn add(&mut self, bonds: Vec<Bond>) {
        if bonds.is_empty() {
            return;
        }
        let new = self.joined.len();
        self.joined.push(new);
        for bond in bonds {
            let other = *self.by_bond.entry(bond).or_insert(new);
            let (one, other) = (self.head(new), self.head(other));
            self.joined[one] = other;
        }
    }

    /// The one that stands for all that an origin is one with.
    fn head(&self, mut origin: usize) -> usize {
        while self.joined[origin] != origin {
            origin = self.joined[origin];
        }
        origin
    }

    fn count(&self) -> u32 {
        let heads = (0..self.joined.len()).filter(|origin| self.joined[*origin] == *origin);
        u32::try_from(heads.count()).unwrap_or(u32::MAX)
    }
}
