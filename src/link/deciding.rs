//! What is not decided yet: "no decision has been taken on closing the pier", "they have yet to decide whether to sail".
//!
//! Who says so neither affirms nor denies what may be decided.

use super::concept::words;

/// Words for deciding.
const DECIDING: [&str; 9] = [
    "decide",
    "decided",
    "decides",
    "deciding",
    "decision",
    "decisions",
    "ruling",
    "determine",
    "determined",
];

/// Words before one for deciding that say that it is not done.
const NOT_DONE: [&str; 8] = [
    "no", "not", "never", "yet", "still", "nothing", "nobody", "without",
];

/// Words after a noun for a decision that say that it is not there.
const NOT_THERE: [&str; 5] = ["not", "yet", "pending", "awaited", "never"];

/// Most words between the two.
const REACH: usize = 5;

/// Whether a text says that something is not decided yet.
pub fn says_undecided(text: &str) -> bool {
    let words = words(text);
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    is_undecided(&folded)
}

/// The same for the folded words of a text.
pub(super) fn is_undecided(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        // "At a place to be decided" is read as "undecided" too, and describes the place alone.
        if *word == "undecided" {
            return at > 0 && words[at - 1] != "to";
        }
        if !DECIDING.contains(word) {
            return false;
        }
        let before = &words[at.saturating_sub(REACH)..at];
        let after = &words[at + 1..words.len().min(at + 1 + REACH)];
        let negates = |word: &&str| NOT_DONE.contains(word) || word.ends_with("n't");
        let not_there = |word: &&str| NOT_THERE.contains(word) || word.ends_with("n't");
        // "They decided not to go" is a decision; "a decision has not been taken" is none.
        let is_noun = matches!(*word, "decision" | "decisions" | "ruling");
        before.iter().any(negates) || is_noun && after.iter().any(not_there)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_decided_is_told_from_what_is() {
        for undecided in [
            "no decision had been taken on closing the pier",
            "the board has not yet decided whether to close the pier",
            "they had yet to decide",
            "a decision on the pier has not been made",
            "the future of the pier is undecided",
        ] {
            assert!(says_undecided(undecided), "{undecided}");
        }
        for decided in [
            "they decided not to close the pier",
            "the board decided against closing the pier",
            "the decision was wrong",
            "the pier was not closed",
        ] {
            assert!(!says_undecided(decided), "{decided}");
        }
    }
}
