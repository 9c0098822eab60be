//! The status of a claim and the axes it is derived from.

use super::claim::Standard;
use super::corroboration;
use super::docket::PartyKey;
use super::fold::Principal;
use super::hearing::{Hearing, Standing, Word};
use super::sides::{apart, grouped};
use super::statement::Family;
use super::words::words;

words! {
    /// How a claim stands, derived from what was said.
    Status {
        /// The standard is met and nobody negates whose word unmakes it.
        Confirmed = "confirmed",
        /// Nothing else fits.
        Unconfirmed = "unconfirmed",
        /// Someone affirms and someone negates.
        Disputed = "disputed",
        /// A principal negates and nobody affirms.
        Denied = "denied",
        /// All who affirmed have retracted or moved on to a rival answer.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// How the principals of a claim, taken together, answer it.
    Acknowledgement {
        /// A principal negates.
        Refused = "refused",
        /// Every principal affirms.
        Acknowledged = "acknowledged",
        /// Some principal affirms.
        Partial = "partial",
        /// One hedges or withholds.
        Withheld = "withheld",
        /// No principal has been heard.
        Silent = "silent",
    }
}

words! {
    /// How one principal answers a claim, on the record.
    Answer {
        /// Its latest firm word affirms.
        Affirms = "affirms",
        /// Its latest firm word negates.
        Negates = "negates",
        /// It hedged or withheld, and was never firm.
        Withholds = "withholds",
        /// It has not been heard.
        Silent = "silent",
    }
}

/// The first line of the status rule that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Somebody affirmed, and everyone who did has retracted or moved on.
    AllRetracted,
    /// The standard is met, and no negation defeats it.
    StandardMet,
    /// Someone affirms and someone negates.
    BothSides,
    /// A principal negates and nobody affirms.
    OnlyRefused,
    /// No other line applies.
    Otherwise,
}

impl Line {
    /// The status that follows from the line.
    pub fn status(self) -> Status {
        match self {
            Self::AllRetracted => Status::Withdrawn,
            Self::StandardMet => Status::Confirmed,
            Self::BothSides => Status::Disputed,
            Self::OnlyRefused => Status::Denied,
            Self::Otherwise => Status::Unconfirmed,
        }
    }
}

impl Status {
    /// The family of the firm positions that contest a claim with this status: those opposite to what
    /// the status says of it.
    pub fn contesting(self) -> Family {
        match self {
            Self::Confirmed | Self::Unconfirmed | Self::Disputed => Family::Negating,
            Self::Denied | Self::Withdrawn => Family::Affirming,
        }
    }
}

/// The acknowledgement of a claim by these principals; `None` if there are none.
pub fn acknowledgement(principals: &[Principal]) -> Option<Acknowledgement> {
    let any = |answer| {
        principals
            .iter()
            .any(|principal| principal.answer == answer)
    };
    let all = |answer| {
        principals
            .iter()
            .all(|principal| principal.answer == answer)
    };
    if principals.is_empty() {
        None
    } else if any(Answer::Negates) {
        Some(Acknowledgement::Refused)
    } else if all(Answer::Affirms) {
        Some(Acknowledgement::Acknowledged)
    } else if any(Answer::Affirms) {
        Some(Acknowledgement::Partial)
    } else if any(Answer::Withholds) {
        Some(Acknowledgement::Withheld)
    } else {
        Some(Acknowledgement::Silent)
    }
}

/// The first line of the status rule that applies, given the firm positions in `firm`.
pub fn line(hearing: &Hearing<'_>, firm: &[&Word<'_>], principals: &[Principal]) -> Line {
    let holds = |family| firm.iter().any(|word| word.family() == family);
    let refused = principals
        .iter()
        .any(|principal| principal.answer == Answer::Negates);
    if all_retracted(hearing) {
        Line::AllRetracted
    } else if standard_met(hearing, firm, principals) {
        Line::StandardMet
    } else if holds(Family::Affirming) && holds(Family::Negating) {
        Line::BothSides
    } else if refused && !holds(Family::Affirming) {
        Line::OnlyRefused
    } else {
        Line::Otherwise
    }
}

/// Whether somebody affirmed and every affirming word was taken back, by a retraction or because
/// its holder moved on to a rival answer.
fn all_retracted(hearing: &Hearing<'_>) -> bool {
    let mut affirmed = hearing
        .words()
        .filter(|(word, _)| word.family() == Family::Affirming)
        .map(|(_, standing)| standing)
        .filter(|standing| !matches!(standing, Standing::Note | Standing::Spoken))
        .peekable();
    affirmed.peek().is_some()
        && affirmed.all(|standing| matches!(standing, Standing::Withdrawn | Standing::MovedOn))
}

fn standard_met(hearing: &Hearing<'_>, firm: &[&Word<'_>], principals: &[Principal]) -> bool {
    match hearing.terms.standard {
        Standard::Acknowledgement => {
            acknowledgement(principals) == Some(Acknowledgement::Acknowledged)
        }
        Standard::Corroboration(needed) => {
            !stranger_negates(firm) && corroboration::origins(hearing, firm) >= needed.get()
        }
    }
}

/// Whether any negating party shares a side with no affirming party.
fn stranger_negates(firm: &[&Word<'_>]) -> bool {
    let holding = |family| {
        let firm = firm.iter().copied();
        firm.filter(move |word| word.family() == family)
    };
    if holding(Family::Negating).next().is_none() {
        return false;
    }
    let (negating, affirming) = grouped(holding(Family::Negating), holding(Family::Affirming));
    let mut negating = negating.keys();
    negating.any(|names| affirming.keys().all(|others| apart(names, others)))
}

/// The principals that have not answered firmly on the record.
pub fn awaiting(principals: &[Principal]) -> impl Iterator<Item = PartyKey> + '_ {
    principals
        .iter()
        .filter(|principal| matches!(principal.answer, Answer::Withholds | Answer::Silent))
        .map(|principal| principal.party)
}
