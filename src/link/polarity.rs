//! The stance toward a claim, derived from the stance toward what was said.
//!
//! Saying that there will be no meeting denies that there will be one, and saying that there could be
//! one hedges. It depends on whether the words negate, and whether they leave the matter open.

use super::concept::{FoldedWord, words};
use super::deciding::{is_undecided, says_undecided};
use super::governing::{Governing, governing};
use crate::domain::statement::{Family, Stance};

/// Words that negate what they go with.
#[rustfmt::skip]
const NEGATING: [&str; 42] = [
    "not", "no", "never", "nobody", "nothing", "neither", "nor", "cannot", "refuse", "refused", "refuses", "reject",
    "rejected", "rejects", "rejecting", "deny", "denied", "denies", "oppose", "opposed", "opposes", "against",
    "unwilling", "impossible", "failed", "fails", "stopped", "dropped", "drop", "abandoned", "halted", "ruled-out",
    "no-longer", "unchanged", "undecided", "turned-down", "given-up", "none", "called-off", "refusing", "denying",
    "opposing",
];

/// Words that leave the matter open.
const OPEN: [&str; 30] = [
    "if",
    "unless",
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

/// Whether a text negates what it says, or leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polarity {
    /// Whether it is negated.
    pub negated: bool,
    /// Whether it leaves the matter open.
    pub open: bool,
}

/// Words with which a speaker backs an earlier statement.
const BACKING: [&str; 4] = ["indeed", "confirm", "confirmed", "acknowledged"];

/// The polarity of a text.
pub fn polarity(text: &str) -> Polarity {
    let words = words(text);
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let unsure = folded.contains(&"unsure");
    let negations = negations(&folded);
    let undecided = is_undecided(&folded);
    Polarity {
        // "We do not know whether" leaves the matter open but negates nothing.
        negated: (negations - usize::from(unsure && negations > 0)) % 2 == 1,
        open: undecided || (0..words.len()).any(|at| leaves_open_at(&words, at)),
    }
}

/// The number of negations in the words of a main clause. "Without" undoes one and is none by itself: people who are
/// left without power have not been denied anything.
fn negations(words: &[&str]) -> usize {
    // "No decision has been taken" says nothing of what will be decided.
    if is_undecided(words) {
        return 0;
    }
    let clause = main_clause(words);
    // "No more than that" is a measure.
    let measures = |at: usize| {
        clause.get(at + 2).is_some_and(|word| *word == "than") && MEASURES.contains(&clause[at + 1])
    };
    let negating = |at: &usize| negates(clause[*at]) && !measures(*at);
    let negations = (0..clause.len()).filter(negating).count();
    negations + usize::from(negations > 0 && clause.contains(&"without"))
}

/// The words before the first subordinate clause that says when, in what case or in spite of what: its negations are not
/// those of the main clause. All words if the clause comes first.
fn main_clause<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    // "It was caused by a weld that had failed", but not "the deal that was struck will not hold".
    let relative = |at: usize| {
        let opens = match words[at] {
            "which" | "who" | "whose" => true,
            "that" => words.get(at + 1).is_some_and(|word| HAVING.contains(word)),
            _ => false,
        };
        opens && words[..at].iter().any(|word| HAVING.contains(word))
    };
    let subordinates = |at: &usize| SUBORDINATING.contains(&words[*at]) || relative(*at);
    match (0..words.len()).find(subordinates) {
        Some(at) if at >= LEAST_CLAUSE => &words[..at],
        _ => words,
    }
}

/// What "no … than" compares.
const MEASURES: [&str; 8] = [
    "more", "further", "less", "fewer", "later", "earlier", "sooner", "other",
];

/// Words that begin a clause that is not the main one.
const SUBORDINATING: [&str; 8] = [
    "if", "unless", "until", "although", "though", "despite", "because", "when",
];

/// Verbs by which a clause is known to be one.
const HAVING: [&str; 7] = ["had", "has", "have", "was", "were", "is", "are"];

/// The least words of a main clause before another.
const LEAST_CLAUSE: usize = 4;

/// "They may meet" leaves the matter open, "They meet in May" does not.
fn leaves_open(word: &FoldedWord) -> bool {
    OPEN.contains(&word.folded.as_str()) && !(word.folded == "may" && word.capital)
}

/// "The pier appeared safe" leaves it open, "a crack appeared in the pier" does not.
fn leaves_open_at(words: &[FoldedWord], at: usize) -> bool {
    let appears = matches!(words[at].folded.as_str(), "appears" | "appeared");
    let after = words.get(at + 1).map(|word| word.folded.as_str());
    let came = matches!(
        after,
        None | Some(
            "in" | "on" | "at" | "under" | "near" | "before" | "after" | "from" | "between"
        )
    );
    leaves_open(&words[at]) && !(appears && came)
}

fn negates(word: &str) -> bool {
    NEGATING.contains(&word) || word.ends_with("n't")
}

/// Whether a part of what was said is the opposite of a claim.
///
/// A negated claim matches a negation anywhere in what was said, since the part may leave it out.
fn is_opposite(part: &str, whole: &str, claim: &str) -> bool {
    let negated = if polarity(claim).negated {
        let count = |text| {
            let words = words(text);
            let words: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
            (negations(&words), words.iter().any(|word| negates(word)))
        };
        match count(part).0 {
            0 => !count(whole).1,
            own => own % 2 == 0,
        }
    } else {
        polarity(part).negated
    };
    // There is no coal if it has run out.
    if negated && tells_absence(claim) && !tells_absence(part) {
        return false;
    }
    // "Undecided" is what has not been decided.
    let of_deciding = says_undecided(part) && says_undecided(claim);
    negated != (!of_deciding && have_opposite_words(part, claim))
}

/// Whether a text says that there is none or too little of something.
fn tells_absence(text: &str) -> bool {
    let words = words(text);
    let said = |at: usize| words.get(at).map(|word| word.folded.as_str());
    (0..words.len()).any(|at| match said(at) {
        Some("shortage" | "shortages" | "lack" | "lacks" | "lacked" | "absence") => true,
        Some("run" | "ran" | "running" | "runs") => matches!(said(at + 1), Some("out" | "short")),
        _ => false,
    })
}

/// Whether one text has a word that the other has with a prefix that makes its opposite: "safe" and "unsafe". A claim
/// that the pier was unsafe is affirmed by "it is not safe".
fn have_opposite_words(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let opposite = |with: &FoldedWord, without: &FoldedWord| {
        let stem = OPPOSING
            .iter()
            .find_map(|prefix| with.folded.strip_prefix(prefix));
        stem.is_some_and(|stem| stem == without.folded && stem.len() >= LEAST_OPPOSED)
    };
    let pairs = one
        .iter()
        .flat_map(|a| other.iter().map(move |b| opposite(a, b) || opposite(b, a)));
    pairs.filter(|opposed| *opposed).count() % 2 == 1
}

/// Prefixes that make the opposite of a word. "In" is none of them: most of its words, such as "invest", are no opposites.
const OPPOSING: [&str; 6] = ["un", "im", "il", "ir", "dis", "non-"];

/// Letters of a word from which a prefix makes its opposite.
const LEAST_OPPOSED: usize = 4;

/// The stance toward a claim of someone who takes `stance` toward `part` of what was said. `whole` is
/// everything that was said.
pub fn toward(stance: Stance, part: &str, whole: &str, claim: &str) -> Stance {
    // A claim that something is not decided yet is affirmed by the same words.
    let of_deciding = says_undecided(whole) && says_undecided(claim);
    let Some((governing, words)) = governing(whole).filter(|_| !of_deciding) else {
        return toward_plain(stance, part, whole, claim);
    };
    // The governing words say nothing of the claim themselves, unless it holds them too.
    let rest = after_words(whole, words);
    let part = if whole
        .find(part)
        .is_some_and(|at| at >= whole.len() - rest.len())
    {
        part
    } else {
        rest
    };
    let part = match governing {
        Governing::Untrue => part.trim_end_matches(|c: char| !c.is_alphanumeric()),
        _ => part,
    };
    let plain = toward_plain(stance, without_predicate(part), rest, claim);
    let firm = matches!(
        stance,
        Stance::Asserts | Stance::Confirms | Stance::Hedges | Stance::Doubts
    );
    match (governing, plain.family()) {
        _ if !firm => match governing {
            Governing::Untrue => plain.on_opposite(),
            _ => plain,
        },
        (Governing::Certain, Family::Affirming) if stance == Stance::Hedges => Stance::Asserts,
        (Governing::Certain, _) => plain,
        (Governing::Open, Family::Affirming | Family::Negating) => Stance::Hedges,
        (Governing::Doubtful, Family::Affirming) => Stance::Doubts,
        (Governing::Doubtful, Family::Negating) => Stance::Hedges,
        (Governing::Untrue, Family::Affirming) if stance != Stance::Doubts => Stance::Denies,
        (Governing::Untrue, _) => plain.on_opposite(),
        _ => plain,
    }
}

/// A part of what was said without the predicate that calls it untrue: "… were wrong".
fn without_predicate(part: &str) -> &str {
    let untrue = [
        "false",
        "untrue",
        "wrong",
        "incorrect",
        "nonsense",
        "baseless",
        "unfounded",
        "true",
    ];
    let last = part.rsplit(' ').next().unwrap_or_default();
    if !untrue.contains(&last) {
        return part;
    }
    let verbs = [" is ", " are ", " was ", " were "];
    let verb = verbs.iter().filter_map(|verb| part.rfind(verb)).max();
    verb.map_or(part, |at| &part[..at])
}

/// A text after its first words.
fn after_words(text: &str, count: usize) -> &str {
    let mut seen = 0;
    let mut inside = false;
    for (at, letter) in text.char_indices() {
        let part_of_word = letter.is_alphanumeric() || inside && matches!(letter, '\'' | '’' | '-');
        if inside && !part_of_word {
            seen += 1;
            if seen == count {
                return &text[at..];
            }
        }
        inside = part_of_word;
    }
    ""
}

fn toward_plain(stance: Stance, part: &str, whole: &str, claim: &str) -> Stance {
    let stance = if is_opposite(part, whole, claim) {
        stance.on_opposite()
    } else {
        stance
    };
    // "Tests had confirmed it": the tests confirm, and who says so asserts it.
    let backed = || {
        let claimed = words(claim);
        words(part).iter().any(|word| {
            BACKING.contains(&word.folded.as_str())
                && !claimed.iter().any(|other| other.folded == word.folded)
        })
    };
    match stance.family() {
        Family::Affirming if polarity(part).open && !allows(claim) => Stance::Hedges,
        Family::Affirming if backed() => Stance::Confirms,
        _ => stance,
    }
}

/// Whether a claim is about what can or may be. Saying that it could be is no hedge then.
fn allows(claim: &str) -> bool {
    let able = ["can", "able", "open", "ready", "willing"];
    let words = words(claim);
    says_undecided(claim)
        || words
            .iter()
            .any(|word| leaves_open(word) || able.contains(&word.folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denying_the_opposite_affirms() {
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
                "Engineers found that the pier is not safe",
                "The pier was unsafe.",
                Stance::Asserts,
            ),
            (
                Stance::Denies,
                "the pier was unsafe",
                "The pier is safe.",
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "the pier is safe",
                "The pier was unsafe.",
                Stance::Denies,
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
                "there was no doubt that they would meet",
                meet,
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "there was no doubt that they would not meet",
                meet,
                Stance::Denies,
            ),
            (
                Stance::Asserts,
                "he doubted that they would meet",
                meet,
                Stance::Doubts,
            ),
            (
                Stance::Asserts,
                "it was false that they would meet",
                meet,
                Stance::Denies,
            ),
            (
                Stance::Asserts,
                "reports that they would meet were wrong",
                meet,
                Stance::Denies,
            ),
            (
                Stance::Asserts,
                "if they meet, the war will end",
                meet,
                Stance::Hedges,
            ),
            (
                Stance::Asserts,
                "they will meet if the weather holds",
                meet,
                Stance::Hedges,
            ),
            (
                Stance::Asserts,
                "we do not know whether they meet",
                meet,
                Stance::Hedges,
            ),
            (
                Stance::Asserts,
                "the city was left without power",
                "The city lost power.",
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "the pier will be closed if the crews do not return",
                "The pier will be closed unless the crews return.",
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "the call went no further than the idea",
                "The call was about the idea.",
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "a crack had appeared in the pier",
                "The pier has a crack.",
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "the pier appeared to have a crack",
                "The pier has a crack.",
                Stance::Hedges,
            ),
            (
                Stance::Asserts,
                "the fire was caused by a pump that had failed",
                "A pump caused the fire.",
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "no decision had been taken on a meeting in May",
                meet,
                Stance::Hedges,
            ),
            (
                Stance::Asserts,
                "they had yet to decide whether to meet in May",
                meet,
                Stance::Hedges,
            ),
            (
                Stance::Asserts,
                "they had decided not to meet in May",
                meet,
                Stance::Denies,
            ),
            (
                Stance::Asserts,
                "it was still undecided whether they would meet",
                "The leaders have not decided whether to meet.",
                Stance::Asserts,
            ),
            (
                Stance::Asserts,
                "the harbour could take the ferry",
                "The harbour can take the ferry.",
                Stance::Asserts,
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
