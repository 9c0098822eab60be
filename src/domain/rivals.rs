//! Rivals: which claims of a question are different answers to it.

use super::docket::{Docket, QuestionKey, Terms};

/// Which claims of a question are different answers to it. Comparing values is slow and gives the
/// same result at every moment, so it is done once for a docket.
#[derive(Debug, Clone)]
pub struct Rivals {
    /// The question.
    pub question: QuestionKey,
    /// Whether two claims are rivals, by their places in the docket: one row per claim.
    are: Vec<Vec<bool>>,
}

impl Rivals {
    /// The rivals among the claims of a docket; `None` if it answers no question.
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

/// Whether two claims of one question are different answers to it. A claim without a value is a
/// rival of every other.
fn are_rivals(one: &Terms, two: &Terms) -> bool {
    one.key != two.key
        && match (&one.value, &two.value) {
            (Some(one), Some(two)) => one.rivals(two),
            _ => true,
        }
}
