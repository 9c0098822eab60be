//! A docket: the part of a ledger that one verdict depends on.
//!
//! Claims that answer one question are judged together, every other claim alone. A docket holds
//! those claims with all that was said on them, and as much of the cast and of the sources as the
//! rules look at. It speaks in keys, not in names, so that folding it copies nothing.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use foldhash::HashMap;

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
    /// The parties that speak, relay, or are spoken for; others may be among them.
    pub cast: Arc<Cast>,
    /// The story that a source belongs to, where it is another's: the last source on its chain of
    /// origins. Only what affirms is asked for its story.
    pub stories: Arc<Stories>,
}

impl Docket {
    /// The first minute of the newest that was said or ruled; none: nothing was. By whichever
    /// moment from then on the docket is judged, it is judged by the same words.
    pub fn newest(&self) -> Option<Moment> {
        let said = self.said.iter().map(|said| said.when.earliest());
        let rulings = self.claims.iter().flat_map(|terms| &terms.rulings);
        said.chain(rulings.map(|ruling| Moment::start_of(ruling.day)))
            .max()
    }
}

/// The story that each source belongs to; a source that is not among them tells its own.
pub type Stories = HashMap<SourceKey, SourceKey>;

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

impl Terms {
    /// The first moment at which a ruling counts.
    pub fn ruled_at(&self) -> Option<Moment> {
        let days = self.rulings.iter().map(|ruling| ruling.day);
        days.min().map(Moment::start_of)
    }
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

/// The parties of a docket and how they belong together.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    /// Each party's own kind and relations.
    pub players: HashMap<PartyKey, Arc<Player>>,
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

    /// In whose name `party` speaks at `when`, by key: itself, those it speaks for, and those they
    /// speak for in turn.
    pub fn names<'k>(&self, party: &'k PartyKey, when: When) -> Cow<'k, [PartyKey]> {
        let own = std::slice::from_ref(party);
        let speaks_for = |player: &'_ Player| !player.speaks_for.is_empty();
        if !self.any(own, speaks_for) {
            return Cow::Borrowed(own);
        }
        let mut names = vec![*party];
        self.close(&mut names, when, |player| &player.speaks_for);
        names.sort_unstable();
        Cow::Owned(names)
    }

    /// The groups that any of `parties` belongs to at `when`, directly or through a group.
    pub fn groups(&self, parties: &[PartyKey], when: When) -> Vec<PartyKey> {
        if !self.any(parties, |player| !player.member_of.is_empty()) {
            return Vec::new();
        }
        let mut with_groups = parties.to_vec();
        self.close(&mut with_groups, when, |player| &player.member_of);
        with_groups.split_off(parties.len())
    }

    fn any(&self, parties: &[PartyKey], fits: impl Fn(&Player) -> bool) -> bool {
        let mut players = parties.iter().filter_map(|party| self.players.get(party));
        players.any(|player| fits(player))
    }

    /// Adds all whom the edges reach at `when`.
    fn close(
        &self,
        reached: &mut Vec<PartyKey>,
        when: When,
        edges: impl Fn(&Player) -> &[(PartyKey, Span)],
    ) {
        let mut next = 0;
        while let Some(party) = reached.get(next) {
            next += 1;
            let player = self.players.get(party);
            for (other, span) in player.map_or(&[][..], |player| edges(player)) {
                if span.holds_at(when) && !reached.contains(other) {
                    reached.push(*other);
                }
            }
        }
    }
}
