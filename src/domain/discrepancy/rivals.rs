//! Value conflict: rival answers to one question.

use super::super::docket::QuestionKey;
use super::super::fold::Judged;
use super::super::ruling::Verdict;
use super::super::statement::Family;
use super::{Discrepancy, Kind, Stand};

/// Whether two claims of one question are different answers to it. Claims without a value are
/// rivals of every other.
pub fn are_rivals(one: &Judged<'_>, two: &Judged<'_>) -> bool {
    let (one, two) = (one.hearing.terms, two.hearing.terms);
    one.key != two.key
        && match (&one.value, &two.value) {
            (Some(one), Some(two)) => one.rivals(two),
            _ => true,
        }
}

/// Rival answers to one question are affirmed by someone each. One that was ruled false drops
/// out; a confirmed one stays.
pub fn value_conflict(question: QuestionKey, judged: &[Judged<'_>]) -> Option<Discrepancy> {
    let affirmed: Vec<&Judged<'_>> = judged
        .iter()
        .filter(|claim| claim.finding.ruling != Some(Verdict::False) && is_affirmed(claim))
        .collect();
    let has_rival = |claim: &&&Judged<'_>| affirmed.iter().any(|other| are_rivals(claim, other));
    let stands: Vec<Stand> = affirmed
        .iter()
        .filter(has_rival)
        .zip(0..)
        .flat_map(|(claim, side)| answer(claim, side))
        .collect();
    (!stands.is_empty())
        .then(|| Discrepancy::on_question(Kind::ValueConflict, question, None, stands))
}

fn is_affirmed(claim: &Judged<'_>) -> bool {
    let mut positions = claim.finding.positions.iter();
    positions.any(|position| position.family() == Family::Affirming)
}

fn answer(claim: &Judged<'_>, side: u32) -> Vec<Stand> {
    claim
        .finding
        .positions
        .iter()
        .filter(|position| position.family() == Family::Affirming)
        .map(|position| Stand {
            side,
            claim: claim.finding.claim,
            party: position.party,
            statement: Some(position.statement),
        })
        .collect()
}
