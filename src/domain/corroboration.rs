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

/// A party that affirms, with all that makes it one with another.
struct Origin {
    /// Its own side, and the sides of those whose words it relays.
    names: BTreeSet<PartyKey>,
    /// The stories in which it counts only once: as an unnamed source, or as media.
    stories: BTreeSet<(Voice, SourceKey)>,
}

/// How a party stands in a story where parties are not told apart by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    /// One of the story's unnamed sources.
    Unnamed,
    /// The story's own voice.
    Media,
}

/// The number of independent origins among the parties whose `positions` affirm.
pub fn origins(docket: &Docket, hearing: &Hearing<'_>, positions: &[Position]) -> u32 {
    let mut affirming: BTreeMap<PartyKey, Vec<&Word<'_>>> = BTreeMap::new();
    for position in positions {
        if position.family() == Family::Affirming {
            affirming.insert(position.party, Vec::new());
        }
    }
    for word in hearing.standing() {
        if word.family() == Family::Affirming
            && let Some(words) = affirming.get_mut(&word.holder)
        {
            words.push(word);
        }
    }
    let cited = cited_stories(docket, hearing);
    let origins: Vec<Origin> = affirming
        .iter()
        .filter(|(party, _)| !is_group_of_affirmers(hearing, **party, &affirming))
        .filter_map(|(party, words)| origin(docket, hearing, *party, words, &cited))
        .collect();
    count_separate(&origins)
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

/// Whether a member of `group`, or a voice of a member, affirms too.
fn is_group_of_affirmers(
    hearing: &Hearing<'_>,
    group: PartyKey,
    affirming: &BTreeMap<PartyKey, Vec<&Word<'_>>>,
) -> bool {
    affirming
        .iter()
        .filter(|(party, _)| **party != group)
        .flat_map(|(_, words)| words)
        .any(|word| {
            hearing
                .cast
                .groups(&word.names, word.said.when)
                .contains(&group)
        })
}

/// The party as an origin; none where it is media that add nothing.
fn origin(
    docket: &Docket,
    hearing: &Hearing<'_>,
    party: PartyKey,
    words: &[&Word<'_>],
    cited: &BTreeSet<SourceKey>,
) -> Option<Origin> {
    let stories: BTreeSet<SourceKey> = words
        .iter()
        .map(|word| story(docket, word.said.source))
        .collect();
    let is_media = hearing.cast.kind(party) == Some(PartyKind::Media);
    let own_stories: BTreeSet<(Voice, SourceKey)> = if is_media {
        let uncited = stories.difference(cited);
        uncited.map(|story| (Voice::Media, *story)).collect()
    } else if words.iter().all(|word| word.unnamed) {
        stories
            .iter()
            .map(|story| (Voice::Unnamed, *story))
            .collect()
    } else {
        BTreeSet::new()
    };
    if is_media && own_stories.is_empty() {
        return None;
    }
    let mut names = BTreeSet::new();
    for word in words {
        names.extend(word.names.iter().copied());
        if word.hearsay {
            names.extend(hearing.cast.names(word.said.party, word.said.when));
        }
    }
    Some(Origin {
        names,
        stories: own_stories,
    })
}

impl Origin {
    fn is_one_with(&self, other: &Self) -> bool {
        !self.names.is_disjoint(&other.names) || !self.stories.is_disjoint(&other.stories)
    }

    fn join(&mut self, other: Self) {
        self.names.extend(other.names);
        self.stories.extend(other.stories);
    }
}

/// Joins origins until no two are one.
fn count_separate(origins: &[Origin]) -> u32 {
    let mut separate: Vec<Origin> = Vec::new();
    for origin in origins {
        let mut joined = Origin {
            names: origin.names.clone(),
            stories: origin.stories.clone(),
        };
        // One pass suffices: those kept apart so far share nothing among themselves.
        let (same, others): (Vec<Origin>, Vec<Origin>) = separate
            .into_iter()
            .partition(|other| joined.is_one_with(other));
        for other in same {
            joined.join(other);
        }
        separate = others;
        separate.push(joined);
    }
    u32::try_from(separate.len()).unwrap_or(u32::MAX)
}
