//! Value conflict: rival answers to one question.

use super::super::fold::Judged;
use super::super::rivals::Rivals;
use super::super::ruling::Verdict;
use super::super::statement::Family;
use super::{Discrepancy, Kind, Stand};

/// Rival answers to one question are each affirmed by someone. An answer ruled false is left out; a
/// confirmed one stays in.
pub(super) fn value_conflict(rivals: &Rivals, judged: &[Judged<'_>]) -> Option<Discrepancy> {
    let affirmed: Vec<usize> = (0..judged.len())
        .filter(|at| is_affirmed(&judged[*at]))
        .filter(|at| judged[*at].ruling() != Some(Verdict::False))
        .collect();
    let has_rival = |at: &&usize| affirmed.iter().any(|other| rivals.are(**at, *other));
    let sides = affirmed.iter().filter(has_rival).zip(0..);
    let stands: Vec<Stand> = sides
        .flat_map(|(at, side)| {
            let affirming = judged[*at].holding(Family::Affirming);
            affirming.map(move |word| Stand::by(side, word))
        })
        .collect();
    (!stands.is_empty())
        .then(|| Discrepancy::on_question(Kind::ValueConflict, rivals.question, None, stands))
}

fn is_affirmed(claim: &Judged<'_>) -> bool {
    claim.holding(Family::Affirming).next().is_some()
}
