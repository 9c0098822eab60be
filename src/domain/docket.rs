//! A docket: the part of a ledger that one verdict depends on.
//!
//! Claims that answer one question are judged together, every other claim alone. A docket holds
//! those claims with all that was said on them, and as much of the cast and of the sources as the
//! rules look at. It speaks in keys, not in names, so that folding it copies nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::claim::Standard;
use super::party::{PartyKind, Span};
use super::ruling::Verdict;
use super::statement::{Attribution, Stance};
use super::time::{Moment, When};
use super::value::Value;

macro_rules! key {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
    )*};
}

key!(
    /// A party, by the journal entry that first recorded it.
    PartyKey,
    /// A source, by the journal entry that first recorded it.
    SourceKey,
    /// A question, by the journal entry that first recorded it.
    QuestionKey,
    /// A claim, by the journal entry that first recorded it.
    ClaimKey,
    /// A statement, by its journal entry: of two, the greater was entered later.
    StatementKey
);

/// Claims that are judged together, with what was said on them.
#[derive(Debug, Clone, Default)]
pub struct Docket {
    /// The question they answer; none: the docket holds one claim.
    pub question: Option<QuestionKey>,
    /// The claims, in the order of their keys.
    pub claims: Vec<Terms>,
    /// Every statement that stands (neither voided nor superseded), in journal order.
    pub said: Vec<Said>,
    /// The parties that speak, relay, or are spoken for.
    pub cast: Cast,
    /// The story that a source belongs to: the last source on its chain of origins.
    pub stories: BTreeMap<SourceKey, SourceKey>,
}

/// What the rules need to know of a claim.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The claim.
    pub key: ClaimKey,
    /// Its principals.
    pub principals: Vec<PartyKey>,
    /// The standard in force.
    pub standard: Standard,
    /// The answer that it gives.
    pub value: Option<Value>,
    /// The day by which it says something will have happened.
    pub due: Option<NaiveDate>,
    /// The desk's rulings on it, in journal order.
    pub rulings: Vec<Ruled>,
}

/// A ruling, as far as the rules look at it.
#[derive(Debug, Clone, Copy)]
pub struct Ruled {
    /// The verdict.
    pub verdict: Verdict,
    /// The day from which it counts.
    pub day: NaiveDate,
}

/// A statement, as far as the rules look at it.
#[derive(Debug, Clone)]
pub struct Said {
    /// The statement; the greater key was entered later.
    pub key: StatementKey,
    /// The claim it is on.
    pub claim: ClaimKey,
    /// The speaker.
    pub party: PartyKey,
    /// The stance taken.
    pub stance: Stance,
    /// When it was said, the source's day filled in.
    pub when: When,
    /// The document it stands in.
    pub source: SourceKey,
    /// Who relayed it, nearest to the source first.
    pub via: Vec<PartyKey>,
    /// On what terms it was said.
    pub attribution: Attribution,
}

impl Said {
    /// Whether this comes before `other`: `other` surely follows, or neither surely follows and
    /// this was entered first.
    pub fn precedes(&self, other: &Self) -> bool {
        self.when.surely_before(other.when)
            || (!other.when.surely_before(self.when) && self.key < other.key)
    }

    /// Whether it had been said at `cut`: it had, unless its earliest moment is after it.
    pub fn is_said_by(&self, cut: Option<Moment>) -> bool {
        cut.is_none_or(|cut| self.when.earliest() <= cut)
    }
}

/// The latest of several statements: of those that no other surely follows, the last in the
/// journal.
pub fn latest<'a>(said: impl Iterator<Item = &'a Said> + Clone) -> Option<&'a Said> {
    let newest_start = said.clone().map(|one| one.when.earliest()).max()?;
    said.filter(|one| one.when.latest() >= newest_start)
        .max_by_key(|one| one.key)
}

/// The parties of a docket and how they belong together.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    /// Each party's own kind and relations.
    pub players: BTreeMap<PartyKey, Player>,
}

/// One party of a cast.
#[derive(Debug, Clone)]
pub struct Player {
    /// What sort of party it is.
    pub kind: PartyKind,
    /// The parties in whose name it speaks, and when.
    pub speaks_for: Vec<(PartyKey, Span)>,
    /// The groups it belongs to, and when.
    pub member_of: Vec<(PartyKey, Span)>,
}

impl Cast {
    /// The kind of a party.
    pub fn kind(&self, party: PartyKey) -> Option<PartyKind> {
        self.players.get(&party).map(|player| player.kind)
    }

    /// In whose name `party` speaks at `when`: itself, those it speaks for, and those they speak
    /// for in turn.
    pub fn names(&self, party: PartyKey, when: When) -> BTreeSet<PartyKey> {
        self.closure(BTreeSet::from([party]), when, |player| &player.speaks_for)
    }

    /// The groups that any of `parties` belongs to at `when`, directly or through a group.
    pub fn groups(&self, parties: &BTreeSet<PartyKey>, when: When) -> BTreeSet<PartyKey> {
        let with_groups = self.closure(parties.clone(), when, |player| &player.member_of);
        with_groups.difference(parties).copied().collect()
    }

    fn closure(
        &self,
        mut reached: BTreeSet<PartyKey>,
        when: When,
        edges: impl Fn(&Player) -> &[(PartyKey, Span)],
    ) -> BTreeSet<PartyKey> {
        let mut open: Vec<PartyKey> = reached.iter().copied().collect();
        while let Some(party) = open.pop() {
            let Some(player) = self.players.get(&party) else {
                continue;
            };
            for (other, span) in edges(player) {
                if span.holds_at(when) && reached.insert(*other) {
                    open.push(*other);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(key: i64, when: &str) -> Said {
        Said {
            key: StatementKey(key),
            claim: ClaimKey(1),
            party: PartyKey(1),
            stance: Stance::Asserts,
            when: when.parse().expect(when),
            source: SourceKey(1),
            via: Vec::new(),
            attribution: Attribution::OnRecord,
        }
    }

    #[test]
    fn the_latest_is_the_last_entered_of_those_nothing_surely_follows() {
        let all = [
            said(1, "2026-01-06"),
            said(2, "2026-01"),
            said(3, "2026-01-05"),
        ];
        assert_eq!(latest(all.iter()).map(|one| one.key), Some(StatementKey(2)));
        assert_eq!(
            latest(all[..1].iter()).map(|one| one.key),
            Some(StatementKey(1))
        );
        assert!(latest([].iter()).is_none());
    }
}
