//! A hearing: which words on one claim count, and as whose.
//!
//! Three rules of the book are applied here and nowhere else: *hearsay* (a word relayed by an
//! interested party is the relayer's, if anybody's), *retraction* (it withdraws the party's
//! earlier words and those said in its name), and *lapse* (when a party itself speaks firmly, the
//! earlier words of its voices lapse).

use std::collections::BTreeSet;

use super::docket::{Cast, Docket, PartyKey, Said, Terms};
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
    pub names: BTreeSet<PartyKey>,
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

impl<'a> Hearing<'a> {
    /// Judges what had been said on the claim of `terms` by `cut` (none: all of it).
    pub fn of(docket: &'a Docket, terms: &'a Terms, cut: Option<Moment>) -> Self {
        let words = docket
            .said
            .iter()
            .filter(|said| said.claim == terms.key && said.is_said_by(cut))
            .map(|said| hear(&docket.cast, said))
            .collect();
        let mut hearing = Self {
            terms,
            cast: &docket.cast,
            words,
        };
        hearing.withdraw();
        hearing.set_aside_hearsay();
        hearing.lapse();
        hearing
    }

    /// The words that count, in journal order.
    pub fn standing(&self) -> impl Iterator<Item = &Word<'a>> + Clone {
        self.words.iter().filter(|word| word.stands())
    }

    fn withdraw(&mut self) {
        let retractions: Vec<Word<'a>> = self
            .words
            .iter()
            .filter(|word| word.family() == Family::Meta && word.is_own())
            .cloned()
            .collect();
        self.mark(Standing::Withdrawn, |word| {
            word.family() != Family::Meta
                && retractions.iter().any(|retraction| {
                    word.names.contains(&retraction.holder) && word.said.precedes(retraction.said)
                })
        });
    }

    fn set_aside_hearsay(&mut self) {
        let spoke_for_themselves: BTreeSet<PartyKey> = self
            .words
            .iter()
            .filter(|word| word.is_own() && word.family() != Family::Meta)
            .map(|word| word.holder)
            .collect();
        self.mark(Standing::Spoken, |word| {
            word.hearsay
                && (spoke_for_themselves.contains(&word.holder) || word.family() == Family::Meta)
        });
    }

    fn lapse(&mut self) {
        let firm: Vec<Word<'a>> = self
            .words
            .iter()
            .filter(|word| word.is_own() && word.family().is_firm())
            .cloned()
            .collect();
        self.mark(Standing::Lapsed, |word| {
            firm.iter().any(|later| {
                later.holder != word.holder
                    && word.names.contains(&later.holder)
                    && word.said.precedes(later.said)
            })
        });
    }

    fn mark(&mut self, standing: Standing, applies: impl Fn(&Word<'a>) -> bool) {
        for word in &mut self.words {
            if word.stands() && applies(word) {
                word.standing = standing;
            }
        }
    }
}

/// Whose word a statement is, before it is weighed against the others.
fn hear<'a>(cast: &Cast, said: &'a Said) -> Word<'a> {
    let speakers_names = cast.names(said.party, said.when);
    let relayer = interested_relayer(cast, said, &speakers_names);
    let holder = relayer.unwrap_or(said.party);
    let names = match relayer {
        Some(relayer) => cast.names(relayer, said.when),
        None => speakers_names,
    };
    let off_record = said.attribution == Attribution::OffRecord;
    Word {
        said,
        holder,
        names,
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
