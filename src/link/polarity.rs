//! The stance toward a claim, from the stance toward the words that were said.
//!
//! Who says that there will be no meeting denies that there will be one; who says that there could be one
//! hedges. The words decide: how often a text turns its meaning round, and whether it leaves it open.

use super::concept::{Word, words};
use crate::domain::statement::{Family, Stance};

/// Words that turn the meaning of what they stand with.
const TURNING: [&str; 40] = [
    "not",
    "no",
    "never",
    "nobody",
    "nothing",
    "neither",
    "nor",
    "without",
    "cannot",
    "refuse",
    "refused",
    "refuses",
    "reject",
    "rejected",
    "rejects",
    "rejecting",
    "deny",
    "denied",
    "denies",
    "oppose",
    "opposed",
    "opposes",
    "against",
    "unwilling",
    "impossible",
    "failed",
    "fails",
    "stopped",
    "dropped",
    "drop",
    "abandoned",
    "halted",
    "ruled-out",
    "no-longer",
    "unchanged",
    "undecided",
    "turned-down",
    "given-up",
    "none",
    "called-off",
];

/// Words that leave open whether it is so.
const OPEN: [&str; 28] = [
    "could",
    "may",
    "might",
    "possibly",
    "possible",
    "perhaps",
    "maybe",
    "likely",
    "probably",
    "unlikely",
    "hope",
    "hopes",
    "hoped",
    "hopefully",
    "potentially",
    "whether",
    "appears",
    "appeared",
    "seems",
    "seemed",
    "consider",
    "considering",
    "considered",
    "would-like",
    "unclear",
    "weighing",
    "provisionally",
    "unsure",
];

/// How a text holds what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polarity {
    /// Whether it says that something is not so.
    pub negated: bool,
    /// Whether it leaves open whether something is so.
    pub open: bool,
}

/// Words by which a speaker backs what was said before.
const BACKING: [&str; 4] = ["indeed", "confirm", "confirmed", "acknowledged"];

/// How a text holds what it says.
pub fn polarity(text: &str) -> Polarity {
    let words = words(text);
    let told: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let unsure = told.contains(&"unsure");
    let turns = told.iter().filter(|word| turns(word)).count();
    Polarity {
        // "We do not know whether" leaves open and turns nothing.
        negated: (turns - usize::from(unsure && turns > 0)) % 2 == 1,
        open: words.iter().any(leaves_open),
    }
}

/// "They may meet" leaves it open, "They meet in May" does not.
fn leaves_open(word: &Word) -> bool {
    OPEN.contains(&word.folded.as_str()) && !(word.folded == "may" && word.capital)
}

fn turns(word: &str) -> bool {
    TURNING.contains(&word) || word.ends_with("n't")
}

/// Whether a part of what was said says the contrary of a claim.
///
/// A claim that is itself negated may put in its negation what the text says elsewhere, so it is met by a
/// negation anywhere in what was said.
pub fn contrary(part: &str, whole: &str, claim: &str) -> bool {
    if polarity(claim).negated {
        !words(whole).iter().any(|word| turns(&word.folded))
    } else {
        polarity(part).negated
    }
}

/// The stance toward a claim of somebody who takes `stance` toward `part` of what was said.
pub fn toward(stance: Stance, part: &str, whole: &str, claim: &str) -> Stance {
    let stance = if contrary(part, whole, claim) {
        stance.turned()
    } else {
        stance
    };
    let backed = || {
        words(part)
            .iter()
            .any(|word| BACKING.contains(&word.folded.as_str()))
    };
    match stance.family() {
        Family::Affirming if polarity(part).open && !polarity(claim).open => Stance::Hedges,
        Family::Affirming if backed() => Stance::Confirms,
        _ => stance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_denies_the_opposite_affirms() {
        let meet = "They will meet in May.";
        for (stance, content, claim, toward_claim) in [
            (
                Stance::Asserts,
                "there will be no meeting in May",
                meet,
                Stance::Denies,
            ),
            (
                Stance::Denies,
                "there will be no meeting",
                meet,
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "a meeting could take place",
                meet,
                Stance::Hedges,
            ),
            (
                Stance::Asserts,
                "they ruled out troops",
                "No troops will be sent.",
                Stance::Asserts,
            ),
            (
                Stance::NotConfirmed,
                "the meeting",
                meet,
                Stance::NotConfirmed,
            ),
            (
                Stance::Asserts,
                "we do not know whether they meet",
                meet,
                Stance::Hedges,
            ),
        ] {
            assert_eq!(
                toward(stance, content, content, claim),
                toward_claim,
                "{content}"
            );
        }
    }
}
