//! A hearing: which words on one claim count, and as whose.
//!
//! Three rules of the book are applied here and nowhere else: *hearsay* (a word relayed by an
//! interested party is the relayer's, if anybody's), *retraction* (it withdraws the party's
//! earlier words and those said in its name), and *lapse* (when a party itself speaks firmly, the
//! earlier words of its voices lapse).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::docket::{Cast, ClaimKey, Docket, PartyKey, Said, StatementKey, Terms};
use super::party::PartyKind;
use super::statement::{Attribution, Family};
use super::time::Moment;

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Stands,
    /// It is a note: off the record.
    Note,
    /// It is hearsay, and its relayer has spoken for itself.
    Spoken,
    /// A later retraction withdrew it.
    Withdrawn,
    /// The party in whose name it was said has since spoken firmly.
    Lapsed,
}

/// A statement with what the rules make of it.
#[derive(Debug, Clone)]
pub struct Word<'a> {
    /// The statement.
    pub said: &'a Said,
    /// Whose word it is: the speaker's, or the relayer's where it is hearsay.
    pub holder: PartyKey,
    /// In whose name the holder spoke at the time: itself and those it spoke for.
    pub names: Arc<BTreeSet<PartyKey>>,
    /// In whose name the speaker spoke, where that is not the holder: else the same.
    pub speakers_names: Arc<BTreeSet<PartyKey>>,
    /// The groups to which those in whose name it was said belonged at the time.
    pub groups: Arc<BTreeSet<PartyKey>>,
    /// Whether an interested party relayed it.
    pub hearsay: bool,
    /// Whether nobody's name stands for it: the holder is anonymous, or the terms were.
    pub unnamed: bool,
    /// Whether it counts.
    pub standing: Standing,
}

impl Word<'_> {
    /// The family of its stance.
    pub fn family(&self) -> Family {
        self.said.stance.family()
    }

    /// Whether it counts.
    pub fn stands(&self) -> bool {
        self.standing == Standing::Stands
    }

    /// Whether it counts and is the speaker's own.
    pub fn is_own(&self) -> bool {
        self.stands() && !self.hearsay
    }

    /// Whether it speaks on the acknowledgement axis: the speaker's own, on the record, and not
    /// by an anonymous party.
    pub fn is_on_record(&self) -> bool {
        self.is_own() && !self.unnamed && self.said.attribution == Attribution::OnRecord
    }

    /// Whether this and `other` were said by one side: one speaks for the other, or both for a
    /// third.
    pub fn of_one_side(&self, other: &Self) -> bool {
        !self.names.is_disjoint(&other.names)
    }
}

/// All words on one claim, judged.
#[derive(Debug, Clone)]
pub struct Hearing<'a> {
    /// The claim.
    pub terms: &'a Terms,
    /// The parties.
    pub cast: &'a Cast,
    /// Every statement on the claim said by the cut, in journal order.
    pub words: Vec<Word<'a>>,
}

/// Every statement of a docket, heard once: a replay judges each many times.
#[derive(Debug, Clone)]
pub struct Heard<'a> {
    docket: &'a Docket,
    words: BTreeMap<ClaimKey, Vec<Word<'a>>>,
}

impl<'a> Heard<'a> {
    /// Hears all that was said on a docket.
    pub fn of(docket: &'a Docket) -> Self {
        let mut words: BTreeMap<ClaimKey, Vec<Word<'a>>> = BTreeMap::new();
        for said in &docket.said {
            let word = hear(&docket.cast, said);
            words.entry(said.claim).or_default().push(word);
        }
        Self { docket, words }
    }

    /// The docket.
    pub fn docket(&self) -> &'a Docket {
        self.docket
    }

    /// Judges what had been said on a claim by `cut` (none: all of it).
    pub fn on(&self, terms: &'a Terms, cut: Option<Moment>) -> Hearing<'a> {
        let words = self.words.get(&terms.key).into_iter().flatten();
        let mut hearing = Hearing {
            terms,
            cast: &self.docket.cast,
            words: words
                .filter(|word| word.said.is_said_by(cut))
                .cloned()
                .collect(),
        };
        hearing.withdraw();
        hearing.set_aside_hearsay();
        hearing.lapse();
        hearing
    }
}

impl<'a> Hearing<'a> {
    /// The words that count, in journal order.
    pub fn standing(&self) -> impl Iterator<Item = &Word<'a>> + Clone {
        self.words.iter().filter(|word| word.stands())
    }

    /// The words that count and fit, a slice a holder, by holder; each slice in journal order.
    pub fn by_holder<'h>(&'h self, fits: impl Fn(&Word<'a>) -> bool) -> ByHolder<'h, 'a> {
        let words = self.standing().filter(|word| fits(word)).collect();
        ByHolder::sorted(words)
    }

    /// The word of a statement.
    pub fn word(&self, statement: StatementKey) -> Option<&Word<'a>> {
        let found = self
            .words
            .binary_search_by_key(&statement, |word| word.said.key);
        found.ok().map(|at| &self.words[at])
    }

    fn withdraw(&mut self) {
        let retractions = self.own_words(|word| word.family() == Family::Meta);
        self.mark(Standing::Withdrawn, |word| {
            let mut names = word.names.iter();
            word.family() != Family::Meta
                && names.any(|name| precedes_any(word, retractions.of(*name)))
        });
    }

    fn set_aside_hearsay(&mut self) {
        let own = self.own_words(|word| word.family() != Family::Meta);
        self.mark(Standing::Spoken, |word| {
            word.hearsay && (own.has(word.holder) || word.family() == Family::Meta)
        });
    }

    fn lapse(&mut self) {
        let firm = self.own_words(|word| word.family().is_firm());
        self.mark(Standing::Lapsed, |word| {
            let mut names = word.names.iter().filter(|name| **name != word.holder);
            names.any(|name| precedes_any(word, firm.of(*name)))
        });
    }

    /// Each holder's own words that fit and count.
    fn own_words(&self, fits: impl Fn(&Word<'a>) -> bool) -> OwnWords<'a> {
        let own = self.words.iter().filter(|word| word.is_own() && fits(word));
        let mut words: Vec<(PartyKey, &'a Said)> =
            own.map(|word| (word.holder, word.said)).collect();
        words.sort_by_key(|(holder, _)| *holder);
        OwnWords { words }
    }

    fn mark(&mut self, standing: Standing, applies: impl Fn(&Word<'a>) -> bool) {
        for word in &mut self.words {
            if word.stands() && applies(word) {
                word.standing = standing;
            }
        }
    }
}

/// Words by their holders. A sorted list and not a map: a replay makes many of them, and most are
/// of a few words.
pub struct ByHolder<'h, 'a> {
    words: Vec<&'h Word<'a>>,
}

impl<'h, 'a> ByHolder<'h, 'a> {
    fn sorted(mut words: Vec<&'h Word<'a>>) -> Self {
        words.sort_by_key(|word| word.holder);
        Self { words }
    }

    /// Each holder's words, by holder.
    pub fn each(&self) -> impl Iterator<Item = &[&'h Word<'a>]> {
        self.words.chunk_by(|one, two| one.holder == two.holder)
    }
}

/// Statements by their holders, likewise.
struct OwnWords<'a> {
    words: Vec<(PartyKey, &'a Said)>,
}

impl<'a> OwnWords<'a> {
    fn of(&self, holder: PartyKey) -> &[(PartyKey, &'a Said)] {
        let start = self.words.partition_point(|(one, _)| *one < holder);
        let length = self.words[start..].partition_point(|(one, _)| *one == holder);
        &self.words[start..start + length]
    }

    fn has(&self, holder: PartyKey) -> bool {
        !self.of(holder).is_empty()
    }
}

fn precedes_any(word: &Word<'_>, others: &[(PartyKey, &Said)]) -> bool {
    others.iter().any(|(_, other)| word.said.precedes(other))
}

/// Whose word a statement is, before it is weighed against the others.
fn hear<'a>(cast: &Cast, said: &'a Said) -> Word<'a> {
    let speakers_names = Arc::new(cast.names(said.party, said.when));
    let relayer = interested_relayer(cast, said, &speakers_names);
    let holder = relayer.unwrap_or(said.party);
    let names = match relayer {
        Some(relayer) => Arc::new(cast.names(relayer, said.when)),
        None => Arc::clone(&speakers_names),
    };
    let off_record = said.attribution == Attribution::OffRecord;
    Word {
        said,
        holder,
        groups: Arc::new(cast.groups(&names, said.when)),
        names,
        speakers_names,
        hearsay: relayer.is_some(),
        unnamed: cast.kind(holder) == Some(PartyKind::Anonymous)
            || said.attribution == Attribution::Anonymous,
        standing: if off_record {
            Standing::Note
        } else {
            Standing::Stands
        },
    }
}

/// The first party in via, nearest the source, that is neither media nor of the speaker's side.
fn interested_relayer(
    cast: &Cast,
    said: &Said,
    speakers_names: &BTreeSet<PartyKey>,
) -> Option<PartyKey> {
    said.via.iter().copied().find(|relayer| {
        cast.kind(*relayer) != Some(PartyKind::Media)
            && cast.names(*relayer, said.when).is_disjoint(speakers_names)
    })
}
