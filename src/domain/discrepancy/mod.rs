//! Discrepancies: derived findings that accounts diverge.
//!
//! One file holds one family of kinds. Each kind is a pure function from judged claims to the
//! discrepancies that are open; when one opened and what ended it is the business of
//! [`history`](super::history).

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

/// What makes a discrepancy the same one as before: there is one per kind and subject, and per
/// party where one party is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// How accounts diverge.
    pub kind: Kind,
    /// What they diverge about.
    pub subject: Subject,
    /// The party that is meant: who reversed, whose voices disagree, whom the reports are on.
    pub party: Option<PartyKey>,
}

/// A finding that accounts diverge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// What makes it the same one as before.
    pub identity: Identity,
    /// Whether it is a weak one, listed last.
    pub weak: bool,
    /// The claims it names.
    pub claims: Vec<ClaimKey>,
    /// The parties on either side, side by side.
    pub stands: Vec<Stand>,
}

/// A party on one side of a discrepancy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stand {
    /// The side, counted from 0: in a contradiction those who affirm come first, in a reversal
    /// the earlier words, in a value conflict each answer is a side.
    pub side: u32,
    /// The claim it stands on.
    pub claim: ClaimKey,
    /// The party.
    pub party: PartyKey,
    /// The statement that puts it there; none for a party that is silent.
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

/// Every discrepancy that is open on a docket, overdue aside: that one depends on the clock.
pub fn all(rivals: Option<&Rivals>, judged: &[Judged<'_>]) -> Vec<Discrepancy> {
    let on_claims = judged.iter().flat_map(of_claim);
    let on_question = rivals.map(|rivals| of_question(rivals, judged));
    on_claims.chain(on_question.into_iter().flatten()).collect()
}

/// The discrepancies that are open on one claim, in the order of their identities.
pub fn of_claim(judged: &Judged<'_>) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    found.extend(contradiction::contradiction(judged));
    found.extend(contradiction::unacknowledged(judged));
    found.extend(reversal::on_claim(judged));
    let pairs = signals::pairs_of_a_day(judged);
    found.extend(signals::mixed(judged, &pairs));
    found.extend(signals::conflicting_reports(judged, &pairs));
    found.extend(anonymous::anonymous_only(judged));
    found
}

/// The discrepancies that are open between the claims of a docket that answers a question, in the
/// order of their identities.
pub fn of_question(rivals: &Rivals, judged: &[Judged<'_>]) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    found.extend(value_conflict::value_conflict(rivals, judged));
    found.extend(reversal::between_rivals(rivals, judged));
    found
}
