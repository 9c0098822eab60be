//! A docket: the part of a ledger that one verdict depends on.
//!
//! Claims that answer the same question are judged together, every other claim alone. A docket
//! holds those claims, all the statements on them, and the parties and sources that the
//! rules look at. It uses keys rather than names, so folding it copies nothing.

use std::borrow::Cow;
use std::collections::HashSet;
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
    /// A statement, by its journal entry; the greater of two keys was entered later.
    StatementKey
);

/// Claims that are judged together, with the statements on them.
#[derive(Debug, Clone, Default)]
pub struct Docket {
    /// The question they answer; `None` for a single claim that answers none.
    pub question: Option<QuestionKey>,
    /// The claims, in key order.
    pub claims: Vec<Terms>,
    /// Every statement that is neither voided nor superseded, in journal order.
    pub said: Vec<Said>,
    /// At least the parties that speak, relay or are spoken for.
    pub parties: Arc<Parties>,
    /// The story each source belongs to, if not its own: the last source on its chain of origins.
    /// Only needed for affirming statements.
    pub stories: Arc<Stories>,
}

impl Docket {
    /// The first minute of the newest statement or ruling; `None` if there are none. From then on,
    /// the docket is judged by the same words at every moment.
    pub fn newest(&self) -> Option<Moment> {
        let said = self.said.iter().map(|said| said.when.earliest());
        let rulings = self.claims.iter().flat_map(|terms| &terms.rulings);
        said.chain(rulings.map(|ruling| Moment::start_of(ruling.day)))
            .max()
    }
}

/// The story that each source belongs to. A source not listed is its own story.
pub type Stories = HashMap<SourceKey, SourceKey>;

/// The parts of a claim that the rules look at.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The claim.
    pub key: ClaimKey,
    /// Its principals.
    pub principals: Vec<PartyKey>,
    /// The standard in force.
    pub standard: Standard,
    /// The answer it gives.
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
    /// The claim it is about.
    pub claim: ClaimKey,
    /// The speaker.
    pub party: PartyKey,
    /// The stance taken.
    pub stance: Stance,
    /// When it was said, with the source's day filled in.
    pub when: When,
    /// The document it appears in.
    pub source: SourceKey,
    /// Who relayed it, nearest the source first.
    pub via: Vec<PartyKey>,
    /// The attribution level.
    pub attribution: Attribution,
}

/// The parties of a docket and how they are related.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    /// Each party's kind and relations.
    pub facts: HashMap<PartyKey, Arc<PartyFacts>>,
}

/// What the rules need to know of one party.
#[derive(Debug, Clone)]
pub struct PartyFacts {
    /// What sort of party it is.
    pub kind: PartyKind,
    /// The parties in whose name it speaks, and when.
    pub speaks_for: Vec<(PartyKey, Span)>,
    /// The groups it belongs to, and when.
    pub member_of: Vec<(PartyKey, Span)>,
}

impl Parties {
    /// The kind of a party.
    pub fn kind(&self, party: PartyKey) -> Option<PartyKind> {
        self.facts.get(&party).map(|facts| facts.kind)
    }

    /// The parties in whose name `party` speaks at `when`, by key: itself and those it speaks for,
    /// directly or indirectly.
    pub fn names<'k>(&self, party: &'k PartyKey, when: When) -> Cow<'k, [PartyKey]> {
        let own = std::slice::from_ref(party);
        let speaks_for = |facts: &'_ PartyFacts| !facts.speaks_for.is_empty();
        if !self.any(own, speaks_for) {
            return Cow::Borrowed(own);
        }
        let mut names = vec![*party];
        self.close(&mut names, when, |facts| &facts.speaks_for);
        names.sort_unstable();
        Cow::Owned(names)
    }

    /// The groups that any of `parties` belongs to at `when`, directly or through another group.
    pub fn groups(&self, parties: &[PartyKey], when: When) -> Vec<PartyKey> {
        if !self.any(parties, |facts| !facts.member_of.is_empty()) {
            return Vec::new();
        }
        let mut with_groups = parties.to_vec();
        self.close(&mut with_groups, when, |facts| &facts.member_of);
        with_groups.split_off(parties.len())
    }

    fn any(&self, parties: &[PartyKey], fits: impl Fn(&PartyFacts) -> bool) -> bool {
        let mut known = parties.iter().filter_map(|party| self.facts.get(party));
        known.any(|facts| fits(facts))
    }

    /// Extends `reached` with everything reachable along edges that hold at `when`.
    fn close(
        &self,
        reached: &mut Vec<PartyKey>,
        when: When,
        edges: impl Fn(&PartyFacts) -> &[(PartyKey, Span)],
    ) {
        let mut met: HashSet<PartyKey> = reached.iter().copied().collect();
        let mut next = 0;
        while let Some(party) = reached.get(next) {
            next += 1;
            let facts = self.facts.get(party);
            for (other, span) in facts.map_or(&[][..], |facts| edges(facts)) {
                if span.holds_at(when) && met.insert(*other) {
                    reached.push(*other);
                }
            }
        }
    }
}
