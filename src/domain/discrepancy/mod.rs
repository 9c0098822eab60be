//! Discrepancies: derived findings that accounts diverge.
//!
//! Each file covers one family of kinds. Each kind is a pure function from judged claims to the
//! open discrepancies; [`history`](super::history) works out when one opened and what resolved it.

mod anonymous;
mod contradiction;
mod overdue;
mod reversal;
mod signals;
mod value_conflict;

use super::docket::{ClaimKey, PartyKey, QuestionKey, StatementKey};
use super::fold::Judged;
use super::hearing::Word;
use super::rivals::Rivals;
use super::words::words;

pub use overdue::{is_overdue, overdue_after};

words! {
    /// How accounts diverge.
    Kind {
        /// Between sides, one affirms what another negates.
        Contradiction = "contradiction",
        /// Named others affirm, and a principal withholds or hedges.
        Unacknowledged = "unacknowledged",
        /// Rival answers to one question are affirmed by someone each.
        ValueConflict = "value-conflict",
        /// A party's own later firm position is the opposite of its earlier one.
        Reversal = "reversal",
        /// Voices of one side disagree.
        MixedSignals = "mixed-signals",
        /// Two sources give one party different stances for one day.
        ConflictingReports = "conflicting-reports",
        /// Those who affirm or hedge are all anonymous.
        AnonymousOnly = "anonymous-only",
        /// The day by which it was to happen has passed, and nobody has spoken since.
        Overdue = "overdue",
    }
}

/// What a discrepancy is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One claim.
    Claim(ClaimKey),
    /// The rival answers to one question.
    Question(QuestionKey),
}

/// Identifies a discrepancy over time: there is one per kind and subject, and per party for kinds
/// that concern a single party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// How accounts diverge.
    pub kind: Kind,
    /// What they diverge about.
    pub subject: Subject,
    /// The party concerned: the one that reversed, whose voices disagree, or whom the reports are
    /// about.
    pub party: Option<PartyKey>,
}

/// A finding that accounts diverge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// What identifies it over time.
    pub identity: Identity,
    /// Whether it is weak; weak ones are listed last.
    pub weak: bool,
    /// The claims it names.
    pub claims: Vec<ClaimKey>,
    /// The parties on each side, ordered by side.
    pub stands: Vec<Stand>,
}

/// A party on one side of a discrepancy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stand {
    /// The side, counted from 0. In a contradiction, those who affirm come first; in a reversal,
    /// the earlier words; in a value conflict, each answer is a side.
    pub side: u32,
    /// The claim the party takes a position on.
    pub claim: ClaimKey,
    /// The party.
    pub party: PartyKey,
    /// The statement that establishes the position; `None` for a silent party.
    pub statement: Option<StatementKey>,
}

impl Stand {
    fn by(side: u32, word: &Word<'_>) -> Self {
        Self {
            side,
            claim: word.said.claim,
            party: word.holder,
            statement: Some(word.said.key),
        }
    }
}

impl Discrepancy {
    fn on_claim(kind: Kind, claim: ClaimKey, party: Option<PartyKey>, stands: Vec<Stand>) -> Self {
        Self {
            identity: Identity {
                kind,
                subject: Subject::Claim(claim),
                party,
            },
            weak: false,
            claims: vec![claim],
            stands: in_order(stands),
        }
    }

    fn on_question(
        kind: Kind,
        question: QuestionKey,
        party: Option<PartyKey>,
        stands: Vec<Stand>,
    ) -> Self {
        let stands = in_order(stands);
        let mut claims: Vec<ClaimKey> = stands.iter().map(|stand| stand.claim).collect();
        claims.sort_unstable();
        claims.dedup();
        Self {
            identity: Identity {
                kind,
                subject: Subject::Question(question),
                party,
            },
            weak: false,
            claims,
            stands,
        }
    }

    fn weakened(self, weak: bool) -> Self {
        Self { weak, ..self }
    }
}

fn in_order(mut stands: Vec<Stand>) -> Vec<Stand> {
    stands.sort_unstable();
    stands.dedup();
    stands
}

/// Every open discrepancy of a docket except overdue, which depends on the clock.
pub fn all(rivals: Option<&Rivals>, judged: &[Judged<'_>]) -> Vec<Discrepancy> {
    let on_claims = judged.iter().flat_map(of_claim);
    let on_question = rivals.map(|rivals| of_question(rivals, judged));
    on_claims.chain(on_question.into_iter().flatten()).collect()
}

/// The open discrepancies on one claim, ordered by identity.
pub fn of_claim(judged: &Judged<'_>) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    found.extend(contradiction::contradiction(judged));
    found.extend(contradiction::unacknowledged(judged));
    found.extend(reversal::on_claim(judged));
    let days = signals::open_days(judged);
    found.extend(signals::mixed(judged, &days));
    found.extend(signals::conflicting_reports(judged, &days));
    found.extend(anonymous::anonymous_only(judged));
    found
}

/// The open discrepancies between the rival answers of a docket, ordered by identity.
pub fn of_question(rivals: &Rivals, judged: &[Judged<'_>]) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    found.extend(value_conflict::value_conflict(rivals, judged));
    found.extend(reversal::between_rivals(rivals, judged));
    found
}
