//! A negated sentence as the opposite claim, so that whoever said it denies the claim: "No deal had been struck" denies
//! that a deal had been struck.

use onrecord_extract::{Extractor, Kind};

use crate::link::deciding::says_undecided;

/// Verbs after which "not" negates the whole sentence.
#[rustfmt::skip]
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "should", "must", "may",
    "might", "do", "does", "did",
];

/// Nouns that are not counted: "there is no evidence".
#[rustfmt::skip]
const UNCOUNTED: &[&str] = &[
    "evidence", "knowledge", "information", "money", "contact", "damage", "progress", "news", "pressure", "access",
    "pollution", "contamination", "cooperation", "support", "interest", "trust", "water", "power", "fuel", "food", "time",
    "work", "aid", "help", "room", "space", "intention",
];

/// The sentence without its negation. `None` unless it has exactly one, and that one can be removed.
pub(super) fn positively(text: &str) -> Option<String> {
    let text = &without_ellipsis(text.trim_end_matches('.'));
    if let Some(sentence) = uninverted(text) {
        return Some(sentence);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let negations: Vec<usize> = (0..words.len())
        .filter(|at| is_negation(words[*at]))
        .collect();
    let [at] = negations.as_slice() else {
        return None;
    };
    if says_undecided(text) || words.contains(&"without") || is_of_further_clause(text, &words, *at)
    {
        return None;
    }
    let mut kept: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    match words[*at].to_lowercase().as_str() {
        "never" => {
            kept.remove(*at);
        }
        "not" if *at > 0 && AUXILIARIES.contains(&words[*at - 1]) => {
            kept.remove(*at);
            if kept.get(*at).is_some_and(|word| word == "yet") {
                kept.remove(*at);
            }
        }
        "cannot" => kept[*at] = "can".to_owned(),
        "nobody" => kept[*at] = "somebody".to_owned(),
        "no" if let Some(somebody) = kept.get(*at + 1).and_then(|next| somebody(next)) => {
            kept.splice(*at..=*at + 1, [somebody]);
        }
        "no" => without_no(&mut kept, *at)?,
        other => kept[*at] = contracted(other)?.to_owned(),
    }
    as_sentence(&kept.join(" "))
}

/// Who is meant, if nobody is not, by the word after "no": "no one's".
fn somebody(word: &str) -> Option<String> {
    match word.replace('’', "'").as_str() {
        "one" => Some("somebody".to_owned()),
        "one's" => Some("somebody’s".to_owned()),
        _ => None,
    }
}

fn as_sentence(words: &str) -> Option<String> {
    let mut letters = words.chars();
    let first = letters.next()?;
    Some(format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// The text without a further clause that leaves its verb to the one before: "and does not intend to".
fn without_ellipsis(text: &str) -> String {
    let joined = [" and ", " or ", " nor "]
        .iter()
        .filter_map(|join| text.rfind(join))
        .max();
    match joined {
        Some(at) if text.ends_with(" to") && text[at..].split(' ').any(is_negation) => {
            text[..at].trim_end_matches(',').to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Whether a word belongs to a further clause: "it is looking into the matter and will not comment until then" denies
/// nothing that the first clause says.
fn is_of_further_clause(text: &str, words: &[&str], at: usize) -> bool {
    let before = format!("{} ", words[..at].join(" "));
    let joined = [" and ", " but ", "; "]
        .iter()
        .filter_map(|join| before.rfind(join))
        .max();
    let outline = || Extractor::shipped().map_or_else(|_| Vec::new(), |read| read.outline(text));
    joined.is_some_and(|end| {
        outline()
            .iter()
            .any(|word| word.range.end <= end && word.kind.is_finite())
    })
}

/// Negations that go before the verb and its subject.
const FRONTED: [&str; 8] = [
    "at no time ",
    "at no point ",
    "at no stage ",
    "under no circumstances ",
    "in no way ",
    "on no account ",
    "never ",
    "not once ",
];

/// "The crew had seen the chart", from "never had the crew seen the chart".
fn uninverted(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let fronted = FRONTED.iter().find(|words| lower.starts_with(**words))?;
    let (auxiliary, rest) = text.get(fronted.len()..)?.split_once(' ')?;
    if !AUXILIARIES.contains(&auxiliary) || rest.split(' ').any(is_negation) {
        return None;
    }
    let outline = Extractor::shipped().ok()?.outline(text);
    let is_verb = |kind: Kind| kind.is_finite() || kind == Kind::Verb;
    let subject = text.len() - rest.len();
    let verb = outline
        .iter()
        .find(|word| word.range.start > subject && is_verb(word.kind))?;
    let verb = verb.range.start - subject;
    as_sentence(&format!("{}{auxiliary} {}", &rest[..verb], &rest[verb..]))
}

fn is_negation(word: &str) -> bool {
    let lower = word.to_lowercase();
    matches!(
        lower.as_str(),
        "not"
            | "no"
            | "never"
            | "nobody"
            | "nothing"
            | "none"
            | "neither"
            | "nor"
            | "cannot"
            | "nowhere"
    ) || lower.ends_with("n't")
        || lower.ends_with("n’t")
}

/// A verb without the negation that is contracted with it.
fn contracted(word: &str) -> Option<&str> {
    match word.replace('’', "'").as_str() {
        "won't" => Some("will"),
        "can't" => Some("can"),
        "shan't" => Some("shall"),
        _ => word.strip_suffix("n't").or(word.strip_suffix("n’t")),
    }
}

/// Puts an article in the place of "no", where the noun takes one.
fn without_no(words: &mut Vec<String>, at: usize) -> Option<()> {
    let noun = noun_after(words, at)?;
    let last = words[noun].trim_matches(|c: char| !c.is_alphanumeric());
    let next = words[at + 1].as_str();
    if matches!(
        next,
        "such"
            | "longer"
            | "more"
            | "less"
            | "fewer"
            | "later"
            | "earlier"
            | "sooner"
            | "other"
            | "further"
    ) {
        return None;
    }
    let plural = last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us");
    let uncounted = UNCOUNTED.contains(&last.to_lowercase().as_str());
    if plural || uncounted || last.ends_with("ing") {
        words.remove(at);
    } else {
        let vowel = next.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']);
        words[at] = if vowel { "an" } else { "a" }.to_owned();
    }
    Some(())
}

/// The last word of the noun phrase after "no": what stands before a preposition, a verb or the end.
fn noun_after(words: &[String], at: usize) -> Option<usize> {
    const ENDS: &[&str] = &[
        "of", "to", "in", "on", "at", "for", "from", "with", "about", "that", "which", "who", "by",
        "between", "and", "or", "as", "yet", "against", "because", "than", "before", "after",
    ];
    let ends = |word: &String| {
        let word = word.as_str();
        ENDS.contains(&word) || AUXILIARIES.contains(&word)
    };
    let first = at + 1;
    let end = (first..words.len())
        .find(|at| ends(&words[*at]))
        .unwrap_or(words.len());
    // One or two words are a noun with what describes it; of more it is not clear which is the noun.
    (first < end && end - first <= 2).then(|| end - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_is_taken_out() {
        for (negative, positive) in [
            ("No deal had been struck.", "A deal had been struck."),
            ("No offers had been received.", "Offers had been received."),
            ("There is no second tunnel.", "There is a second tunnel."),
            (
                "The ferry will not sail on Friday.",
                "The ferry will sail on Friday.",
            ),
            ("The pier has not yet been sold.", "The pier has been sold."),
            (
                "The crew had never seen the chart.",
                "The crew had seen the chart.",
            ),
            (
                "Orley Ferries had no knowledge of the leak.",
                "Orley Ferries had knowledge of the leak.",
            ),
            ("Nobody had been arrested.", "Somebody had been arrested."),
            ("The pier isn't safe.", "The pier is safe."),
            ("The ferry cannot sail.", "The ferry can sail."),
            (
                "At no time did the council sell the pier.",
                "The council did sell the pier.",
            ),
            (
                "The line hasn’t sold a single boat and doesn’t intend to.",
                "The line has sold a single boat.",
            ),
        ] {
            assert_eq!(positively(negative).as_deref(), Some(positive));
        }
        for other in [
            "The ferry will sail.",
            "No such letter exists.",
            "The board has not decided whether to sell the pier.",
            "They did not say that no ferry would sail.",
            "It would sail no later than Friday.",
            "The line is looking into the matter and won't comment until it has.",
        ] {
            assert_eq!(positively(other), None, "{other}");
        }
    }
}
