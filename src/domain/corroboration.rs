//! Corroboration: how many independent origins affirm a claim.
//!
//! Each affirming party is one origin, but some are counted together: parties of one side, those
//! relaying the same party's word (and that party itself), unnamed sources in one story, and media
//! reporting one story in their own voice. This is transitive, so the count errs low. A side heard
//! both affirming and negating adds nothing.

use super::docket::{PartyKey, SourceKey};
use super::hearing::{Hearing, Word};
use super::statement::Family;

/// What two affirming parties can share that makes them one origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    /// A party in whose name they speak, or whose word they relay.
    Name(PartyKey),
    /// A story in which each is an unnamed source.
    Unnamed(SourceKey),
    /// A story that each reports in its own voice, as media.
    Media(SourceKey),
}

/// Counts the independent origins among the parties whose words in `firm` affirm.
pub fn origins(hearing: &Hearing<'_>, firm: &[&Word<'_>]) -> u32 {
    let affirming = || firm.iter().filter(|word| is_affirming(word));
    let words_of = |firm| {
        let held = hearing.held_with(firm);
        held.standing().filter(|word| is_affirming(word))
    };
    let mut groups: Vec<PartyKey> = affirming()
        .flat_map(|firm| words_of(firm))
        .flat_map(|word| word.groups.iter().copied())
        .collect();
    groups.sort_unstable();
    let cited = if affirming().any(|firm| firm.is_media) {
        cited_stories(hearing)
    } else {
        Vec::new()
    };
    let divided = divided_sides(firm);
    let mut origins = Origins::default();
    for firm in affirming() {
        // A group adds nothing if a member, or a voice of a member, affirms.
        if groups.binary_search(&firm.holder).is_err() {
            let mut names = firm.names.iter().chain(&*firm.speakers_names);
            let counts = !names.any(|name| divided.binary_search(name).is_ok());
            origins.add(firm, words_of(firm), &cited, counts);
        }
    }
    origins.count()
}

/// The parties whose side is heard both ways: in their name somebody affirms and somebody else
/// negates. Sorted.
fn divided_sides(firm: &[&Word<'_>]) -> Vec<PartyKey> {
    let names_of = |family| {
        let words = firm.iter().filter(move |word| word.family() == family);
        words.flat_map(|word| word.names.iter().copied())
    };
    let mut negating: Vec<PartyKey> = names_of(Family::Negating).collect();
    negating.sort_unstable();
    let affirming = names_of(Family::Affirming);
    let mut both: Vec<PartyKey> = affirming
        .filter(|name| negating.binary_search(name).is_ok())
        .collect();
    both.sort_unstable();
    both
}

fn is_affirming(word: &Word<'_>) -> bool {
    word.family() == Family::Affirming
}

/// The stories in which anyone other than media is cited for the claim, named or not; sorted.
fn cited_stories(hearing: &Hearing<'_>) -> Vec<SourceKey> {
    let words = hearing.standing().filter(|word| is_affirming(word));
    let mut cited: Vec<SourceKey> = words
        .filter(|word| !word.is_media)
        .map(|word| word.story)
        .collect();
    cited.sort_unstable();
    cited
}

/// Collects affirming parties and joins those that share a bond, transitively.
#[derive(Default)]
struct Origins {
    /// Each bond with the index of a party that has it.
    bonds: Vec<(Bond, usize)>,
    /// Whether each party counts by itself, before any are joined.
    count: Vec<bool>,
}

impl Origins {
    /// Adds an affirming party with its affirming words; media that add nothing are skipped. A
    /// party that does not count can still join others.
    fn add<'h>(
        &mut self,
        firm: &Word<'_>,
        words: impl Iterator<Item = &'h Word<'h>> + Clone,
        cited: &[SourceKey],
        counts: bool,
    ) {
        let number = self.count.len();
        let before = self.bonds.len();
        let stories = words.clone().map(|word| word.story);
        if firm.is_media {
            let uncited = stories.filter(|story| cited.binary_search(story).is_err());
            self.bonds
                .extend(uncited.map(|story| (Bond::Media(story), number)));
            if self.bonds.len() == before {
                return;
            }
        } else if words.clone().all(|word| word.unnamed) {
            self.bonds
                .extend(stories.map(|story| (Bond::Unnamed(story), number)));
        }
        let names = words.flat_map(|word| word.names.iter().chain(&*word.speakers_names));
        self.bonds
            .extend(names.map(|name| (Bond::Name(*name), number)));
        self.count.push(counts);
    }

    fn count(mut self) -> u32 {
        self.bonds.sort_unstable();
        // A union-find forest; an index that points to itself represents its set.
        let mut joined: Vec<usize> = (0..self.count.len()).collect();
        for bound in self.bonds.chunk_by(|(one, _), (other, _)| one == other) {
            for pair in bound.windows(2) {
                let (one, other) = (head(&joined, pair[0].1), head(&joined, pair[1].1));
                joined[one] = other;
            }
        }
        let counting = self.count.iter().enumerate().filter(|(_, counts)| **counts);
        let mut heads: Vec<usize> = counting.map(|(own, _)| head(&joined, own)).collect();
        heads.sort_unstable();
        heads.dedup();
        u32::try_from(heads.len()).unwrap_or(u32::MAX)
    }
}

/// The representative of the set an origin belongs to.
fn head(joined: &[usize], mut origin: usize) -> usize {
    while joined[origin] != origin {
        origin = joined[origin];
    }
    origin
}
