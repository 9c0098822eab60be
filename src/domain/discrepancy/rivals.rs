//! Value conflict: rival answers to one question.

use super::super::docket::{Docket, QuestionKey, Terms};
use super::super::fold::Judged;
use super::super::ruling::Verdict;
use super::super::statement::Family;
use super::{Discrepancy, Kind, Stand};

/// Which claims of a question are different answers to it. That is the same at every moment, and
/// comparing values takes long, so it is worked out once for a docket.
#[derive(Debug, Clone)]
pub struct Rivals {
    /// The question.
    pub question: QuestionKey,
    /// Whether each two are, by their places in the docket: a row a claim.
    are: Vec<Vec<bool>>,
}

impl Rivals {
    /// The rivals among the claims of a docket; none where it answers no question.
    pub fn of(docket: &Docket) -> Option<Self> {
        let claims = docket.claims.iter();
        let row = |one| claims.clone().map(|two| are_rivals(one, two)).collect();
        Some(Self {
            question: docket.question?,
            are: claims.clone().map(row).collect(),
        })
    }

    /// Whether two claims are rivals, by their places in the docket.
    pub fn are(&self, one: usize, two: usize) -> bool {
        self.are[one][two]
    }
}

/// Whether two claims of one question are different answers to it. Claims without a value are
/// rivals of every other.
fn are_rivals(one: &Terms, two: &Terms) -> bool {
    one.key != two.key
        && match (&one.value, &two.value) {
            (Some(one), Some(two)) => one.rivals(two),
            _ => true,
        }
}

/// Rival answers to one question are affirmed by someone each. One that was ruled false drops
/// out; a confirmed one stays.
pub fn value_conflict(rivals: &Rivals, judged: &[Judged<'_>]) -> Option<Discrepancy> {
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
