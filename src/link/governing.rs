//! What governs a part of what was said: "there is no doubt that …", "it was false that …".
//!
//! Words such as "doubt" or "false" count only where they govern the rest, before the "that" that introduces it. What
//! they come to depends on what negates them: nobody doubts that is certain, not convinced that is doubtful.

use super::concept::words;
use super::deciding::is_undecided;

/// What the governing words say of the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Governing {
    /// It is so: "there is no doubt that", "it is true that".
    Certain,
    /// It may be so: "it is possible that", "if".
    Open,
    /// It is hardly so: "I doubt that", "it is unlikely that".
    Doubtful,
    /// It is not so: "it is false that", "it is out of the question that".
    Untrue,
}

/// The most words of a governing clause.
const LONGEST: usize = 9;

#[rustfmt::skip]
const DOUBT: [&str; 13] = [
    "doubt", "doubts", "doubted", "doubting", "doubtful", "sceptical", "skeptical", "unlikely", "improbable", "unconvinced",
    "implausible", "disbelieve", "disbelieved",
];

#[rustfmt::skip]
const UNTRUE: [&str; 30] = [
    "false", "untrue", "wrong", "incorrect", "lie", "lies", "nonsense", "fiction", "myth", "fabrication", "baseless",
    "unfounded", "impossible", "inconceivable", "unthinkable", "question", "denied", "deny", "denies", "denying",
    "rejected", "reject", "rejects", "ruled-out", "absurd", "rubbish", "fake", "inaccurate", "mistaken", "invented",
];

/// Attitudes: their negation is doubt.
#[rustfmt::skip]
const SURE: [&str; 13] = [
    "sure", "certain", "convinced", "confident", "persuaded", "believe", "believed", "believes", "think", "thinks",
    "thought", "satisfied", "expect",
];

/// Facts: their negation is the contrary.
const TRUE: [&str; 8] = [
    "true",
    "fact",
    "correct",
    "right",
    "case",
    "truth",
    "undeniable",
    "undisputed",
];

#[rustfmt::skip]
const OPEN: [&str; 16] = [
    "possible", "possibly", "likely", "probable", "conceivable", "plausible", "unclear", "unknown", "unsure", "hopeful",
    "hope", "hoped", "hopes", "clear", "open", "speculation",
];

const NEGATIONS: [&str; 15] = [
    "not", "no", "never", "nobody", "none", "neither", "nor", "cannot", "without", "hardly", "few",
    "little", "no-one", "beyond", "leaves",
];

/// Nouns for what others say, as the subject of "… that it closes is false".
#[rustfmt::skip]
const HEARSAY: [&str; 20] = [
    "claim", "claims", "report", "reports", "suggestion", "suggestions", "allegation", "allegations", "idea", "notion",
    "talk", "rumour", "rumours", "rumor", "rumors", "story", "stories", "assertion", "assertions", "accusation",
];

/// What governs the words of a text, and how many words of it do so. `None` if nothing does.
pub fn governing(text: &str) -> Option<(Governing, usize)> {
    let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    let first = usize::from(words.first().is_some_and(|word| word == "that"));
    if words
        .get(first)
        .is_some_and(|word| word == "if" || word == "unless")
    {
        return Some((Governing::Open, first + 1));
    }
    let reach = words.len().min(first + LONGEST + 1);
    let that = (first..reach).find(|at| matches!(words[*at].as_str(), "that" | "whether"))?;
    if that == first {
        return None;
    }
    let clause = &words[first..that];
    let written: Vec<&str> = clause.iter().map(String::as_str).collect();
    if words[that] == "whether" && is_undecided(&written) {
        return Some((Governing::Open, that + 1));
    }
    if let Some(governing) = by_predicate(clause, &words[that + 1..]) {
        return Some((governing, that + 1));
    }
    Some((by_clause(clause)?, that + 1))
}

/// "The claim that it closes is false": what is said of the noun that the clause goes with.
fn by_predicate(clause: &[String], rest: &[String]) -> Option<Governing> {
    let hearsay = clause
        .last()
        .is_some_and(|word| HEARSAY.contains(&word.as_str()));
    let is = |word: &String| matches!(word.as_str(), "is" | "are" | "was" | "were" | "be" | "been");
    let verb = rest
        .iter()
        .rposition(is)
        .filter(|at| hearsay && at + 5 > rest.len())?;
    by_clause(&rest[verb..])
}

fn by_clause(clause: &[String]) -> Option<Governing> {
    let has = |list: &[&str]| clause.iter().any(|word| list.contains(&word.as_str()));
    let negates = |word: &&String| NEGATIONS.contains(&word.as_str()) || word.ends_with("n't");
    let mut negations = clause.iter().filter(negates).count();
    // "No one" is one negation, and so is "no longer".
    negations -= usize::from(
        clause
            .windows(2)
            .any(|pair| pair[0] == "neither" && pair[1] == "nor"),
    );
    let negated = negations % 2 == 1;
    let out_of_question = clause
        .windows(2)
        .any(|pair| pair[0] == "the" && pair[1] == "question");
    Some(if has(&DOUBT) {
        if negated {
            Governing::Certain
        } else {
            Governing::Doubtful
        }
    } else if has(&UNTRUE) && (!has(&["question"]) || out_of_question || negated) {
        // "There is no question that" is certain, "it is not out of the question that" is open.
        match (negated, out_of_question, has(&["question"])) {
            (false, ..) => Governing::Untrue,
            (true, false, true) => Governing::Certain,
            (true, ..) => Governing::Open,
        }
    } else if has(&SURE) {
        match (
            negated,
            has(&[
                "believe", "believed", "believes", "think", "thinks", "thought", "expect",
            ]),
        ) {
            (true, _) => Governing::Doubtful,
            (false, true) => Governing::Open,
            (false, false) => Governing::Certain,
        }
    } else if has(&TRUE) {
        if negated {
            Governing::Untrue
        } else {
            Governing::Certain
        }
    } else if has(&OPEN) {
        match (
            negated,
            has(&["possible", "conceivable", "plausible"]),
            has(&["likely", "probable"]),
            has(&["clear"]),
        ) {
            (true, true, ..) => Governing::Untrue,
            (true, _, true, _) => Governing::Doubtful,
            (false, .., true) => Governing::Certain,
            _ => Governing::Open,
        }
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_where_they_govern_and_as_they_are_negated() {
        use Governing::{Certain, Doubtful, Open, Untrue};
        for (text, expected) in [
            ("there was no doubt that the pier was safe", Some(Certain)),
            ("that nobody doubted that the pier was safe", Some(Certain)),
            ("there is no question that the pier is safe", Some(Certain)),
            ("it was true that the pier was safe", Some(Certain)),
            ("she doubted that the pier was safe", Some(Doubtful)),
            (
                "he was not convinced that the pier was safe",
                Some(Doubtful),
            ),
            ("I don't think that the pier is safe", Some(Doubtful)),
            ("it was unlikely that the pier was safe", Some(Doubtful)),
            ("it untrue that the pier was safe", Some(Untrue)),
            ("it was not the case that the pier was safe", Some(Untrue)),
            (
                "it was out of the question that the pier was safe",
                Some(Untrue),
            ),
            ("reports that the pier was safe were wrong", Some(Untrue)),
            ("it was not impossible that the pier was safe", Some(Open)),
            ("it was possible that the pier was safe", Some(Open)),
            (
                "that if the pier were safe, the ferry would sail",
                Some(Open),
            ),
            (
                "the mayor had not decided whether to shut the pier",
                Some(Open),
            ),
            ("that the pier was safe beyond doubt", None),
            ("the pier was safe", None),
            ("the mayor knew that it was false", None),
        ] {
            assert_eq!(governing(text).map(|found| found.0), expected, "{text}");
        }
    }
}
