//! Rivals: which claims of a question are different answers to it.

use super::docket::{Docket, QuestionKey, Terms};

/// Which claims of a question are rivals. Comparing values is slow and the result never changes, so
/// it is done once per docket.
#[derive(Debug, Clone)]
pub struct Rivals {
    /// The question.
    pub question: QuestionKey,
    /// For each claim, by its index in the docket, whether it is a rival of each one before it.
    are: Vec<Vec<bool>>,
}

impl Rivals {
    /// The rivals among the claims of a docket; `None` if it answers no question.
    pub fn of(docket: &Docket) -> Option<Self> {
        let question = docket.question?;
        let claims = &docket.claims;
        let row = |(at, one)| {
            claims[..at]
                .iter()
                .map(|two| are_rivals(one, two))
                .collect()
        };
        Some(Self {
            question,
            are: claims.iter().enumerate().map(row).collect(),
        })
    }

    /// Whether two claims, given by their indexes in the docket, are rivals.
    pub fn are(&self, one: usize, two: usize) -> bool {
        one != two && self.are[one.max(two)][one.min(two)]
    }
}

/// Whether two claims of one question are different answers to it. A claim without a value is a
/// rival of every other.
fn are_rivals(one: &Terms, two: &Terms) -> bool {
    one.key != two.key
        && match (&one.value, &two.value) {
            (Some(one), Some(two)) => one.rivals(two),
            _ => true,
        }
}
