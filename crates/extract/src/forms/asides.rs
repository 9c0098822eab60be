//! What the writer adds about others who say the same: "denied that the ferry had sunk, as two papers said it had". It is no part
//! of what is reported, and "it had" stands for the clause before it.

use super::is_verb_of_speech;
use crate::syntax::document::Document;
use crate::syntax::tag;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// Words that stand for the subject of a clause before.
const SUBJECTS: [&str; 7] = ["it", "they", "he", "she", "there", "we", "i"];

/// Words that stand for the verb of a clause before.
#[rustfmt::skip]
const AUXILIARIES: [&str; 17] = [
    "is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "will", "would", "can", "could", "should", "may", "might",
];

/// Words that negate a clause.
const NEGATIONS: [&str; 9] = [
    "not", "n't", "n’t", "no", "never", "nobody", "nothing", "none", "neither",
];

/// "As two papers said it had": from "as" to its end.
struct Aside {
    /// The token "as".
    start: usize,
    /// One past its last token.
    end: usize,
    verb: usize,
    /// "It had", if it says no more.
    answer: Option<TokenRange>,
}

/// Takes asides out of what others say, and gives an answer such as "it had" the clause that it stands for. If the two are not
/// both positive or both negative, the answer is left out.
pub(crate) fn complete(document: &Document, accepted: &mut Vec<CueReading>) {
    for sentence in &document.sentences {
        let found = (sentence.start + 2..document.words_end(sentence))
            .filter_map(|at| aside(document, at, document.words_end(sentence)));
        for aside in found.collect::<Vec<_>>() {
            for reading in accepted.iter_mut() {
                cut(reading, &aside);
            }
            if let Some(answer) = aside.answer {
                fill(document, accepted, &aside, answer);
            }
        }
    }
}

/// The aside that begins at a token.
fn aside(document: &Document, start: usize, end: usize) -> Option<Aside> {
    let word = |at: usize| document.word(at).to_ascii_lowercase();
    let begins =
        word(start) == "as" && document.tags[start - 1] == tag::COMMA && !document.is_quoted(start);
    let reach = end.min(start + thresholds::LONGEST_FRAME);
    let verb = (start + 2..reach).find(|at| is_verb_of_speech(document, *at));
    let verb = verb.filter(|verb| begins && word(*verb) != "told")?;
    let named = document.tags[start + 1];
    let names = tag::is_nominal(named) || matches!(named, tag::DT | tag::PRPS | tag::JJ | tag::CD);
    let acts = |at: usize| {
        document.tags[at] == tag::COMMA
            || tag::is_verb(document.tags[at]) && !AUXILIARIES.contains(&word(at).as_str())
    };
    if !names || (start + 1..verb).any(acts) {
        return None;
    }
    let end = (verb + 1..end)
        .find(|at| document.tags[*at] == tag::COMMA)
        .unwrap_or(end);
    let answer = TokenRange::new(
        verb + 1 + usize::from(word(verb + 1) == "that"),
        end.max(verb + 1),
    );
    let is_answer = (2..=3).contains(&answer.len())
        && SUBJECTS.contains(&word(answer.start).as_str())
        && AUXILIARIES.contains(&word(answer.start + 1).as_str())
        && (answer.len() == 2 || NEGATIONS.contains(&word(answer.start + 2).as_str()));
    (end <= verb + 1 || is_answer).then_some(Aside {
        start,
        end,
        verb,
        answer: is_answer.then_some(answer),
    })
}

/// Takes an aside out of a content that it stands in.
fn cut(reading: &mut CueReading, aside: &Aside) {
    if reading.cue.contains(aside.verb) {
        return;
    }
    let comma = aside.start - 1;
    let within = |range: &TokenRange| range.start + 1 < comma && range.contains(comma);
    if let Some(index) = reading.content.iter().position(within) {
        let end = reading.content[index].end;
        reading.content[index].end = comma;
        if aside.end + 1 < end {
            let rest = TokenRange::new(aside.end + 1, end);
            reading.content.insert(index + 1, rest);
        }
    }
}

/// Gives the reading of an answer the content of the clause before the aside.
fn fill(document: &Document, accepted: &mut Vec<CueReading>, aside: &Aside, answer: TokenRange) {
    let Some(own) = accepted
        .iter()
        .position(|reading| reading.cue.contains(aside.verb))
    else {
        return;
    };
    let before = |range: &TokenRange| range.end + 1 >= aside.start && range.end <= aside.start;
    let clause = accepted[..own]
        .iter()
        .rev()
        .find_map(|other| other.content.iter().copied().find(before));
    let negated = |range: TokenRange| {
        let mut words = range.tokens();
        words.any(|at| NEGATIONS.contains(&document.word(at).to_ascii_lowercase().as_str()))
    };
    match clause.filter(|clause| negated(*clause) == negated(answer)) {
        Some(clause) => accepted[own].content = vec![clause],
        None => {
            accepted.remove(own);
        }
    }
}
