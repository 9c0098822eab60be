//! How probable it is that words are about a claim.
//!
//! A logistic model of a few features. Its weights were fitted to what was said on the claims of four records: an
//! article and a live blog on negotiations, and two invented stories. `docs/ingest.md` says how often it is right.

/// What a query and a claim have in common.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shares {
    /// The share of the claim's terms that content and context meet.
    pub covered: f32,
    /// The share of the content's terms that the claim meets, of those that any claim has.
    pub used: f32,
    /// The share of all terms of the content.
    pub used_of_all: f32,
    /// Whether a number is in both.
    pub same_number: bool,
    /// Whether each names a party, and the claim names one that neither content nor context do.
    pub other_party: bool,
}

/// What speaks for a claim and against it.
#[derive(Debug, Clone, Copy)]
pub struct Features {
    /// What they have in common.
    pub shares: Shares,
    /// How little was said, from 0 for a whole proposition to 1 for nothing.
    pub brevity: f32,
    /// Whether the claim is about an act of the speaker's side.
    pub own_act: bool,
    /// Whether one is negated and the other is not.
    pub opposite: bool,
    /// How often the claim was mentioned just before.
    pub recent: f32,
}

/// Shares below this count as this.
const LEAST_SHARE: f32 = 0.02;

const BIAS: f32 = 3.6;
const COVERED: f32 = 3.6;
const USED: f32 = 1.3;
const ONLY_CONTEXT: f32 = -0.5;
/// For a whole proposition of which the claim has nothing.
const SAYS_OTHER: f32 = -0.7;
const USED_OF_ALL: f32 = 1.0;
const SAME_NUMBER: f32 = 1.1;
const OTHER_PARTY: f32 = -1.25;
const OWN_ACT: f32 = 1.1;
const OPPOSITE: f32 = -0.55;
const RECENT: f32 = 0.7;

impl Features {
    /// The logarithm of the odds of this claim against no claim.
    pub fn odds(&self) -> f32 {
        let Shares {
            covered,
            used,
            used_of_all,
            same_number,
            other_party,
        } = self.shares;
        let if_so = |so: bool, weight: f32| if so { weight } else { 0.0 };
        let log = |share: f32| share.max(LEAST_SHARE).ln();
        let inside = if used > 0.0 {
            USED * log(used)
        } else {
            ONLY_CONTEXT + SAYS_OTHER * (1.0 - self.brevity)
        };
        BIAS + COVERED * log(covered)
            + inside
            + USED_OF_ALL * used_of_all
            + if_so(same_number, SAME_NUMBER)
            + if_so(other_party, OTHER_PARTY)
            + if_so(self.own_act, OWN_ACT)
            + if_so(self.opposite, OPPOSITE)
            + RECENT * self.recent * self.brevity
    }
}

/// The probability of each of these odds if at most one of the claims is meant.
pub fn probabilities(odds: &[f32]) -> impl Iterator<Item = f32> {
    let most = odds.iter().copied().fold(0.0, f32::max);
    let sum: f32 = odds.iter().map(|one| (one - most).exp()).sum();
    let whole = sum + (-most).exp();
    odds.iter().map(move |one| (one - most).exp() / whole)
}
