//! Divides the tokens of a text into sentences and paragraphs.

use super::token::{TITLES, Token};
use super::word::{Shape, hash};
use crate::thresholds;
use crate::types::TokenRange;

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// First token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// The number of its paragraph in the text.
    pub paragraph: usize,
}

impl Sentence {
    /// Its tokens.
    pub(crate) fn range(&self) -> TokenRange {
        TokenRange::new(self.start, self.end)
    }
}

/// The paragraphs of a text, one token range each.
pub(crate) fn paragraphs(sentences: &[Sentence]) -> impl Iterator<Item = TokenRange> {
    let paragraphs = sentences.chunk_by(|a, b| a.paragraph == b.paragraph);
    paragraphs.map(|own| TokenRange::new(own[0].start, own[own.len() - 1].end))
}

/// Words that begin a sentence far more often than they follow an abbreviation within one.
const STARTERS: &[&str] = &[
    "the", "he", "she", "it", "they", "we", "i", "but", "and", "in", "on", "at", "this", "that",
    "these", "those", "his", "her", "their", "its", "a", "an", "as", "if", "when", "while",
    "after", "before", "there", "for", "to", "so", "you", "what", "who", "how", "why", "no", "not",
    "now", "then", "our", "my", "with", "by", "from", "even",
];

/// Splits tokens into sentences. A blank line ends a sentence; a single line break does too, unless the next line
/// begins in lower case, as it may in hard-wrapped text.
pub(crate) fn split(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let (mut start, mut paragraph) = (0, 0);
    let mut at = 0;
    while at < tokens.len() {
        let next = at + 1;
        let last = next == tokens.len();
        let new_paragraph = !last && starts_paragraph(text, tokens, next);
        let stop = if new_paragraph || last {
            next
        } else {
            sentence_end(text, tokens, at)
        };
        if stop > at || next - start >= thresholds::LONGEST_SENTENCE {
            let end = stop.max(next);
            sentences.push(Sentence {
                start,
                end,
                paragraph,
            });
            start = end;
            at = end;
            if end < tokens.len() && starts_paragraph(text, tokens, end) {
                paragraph += 1;
            }
        } else {
            at = next;
        }
    }
    sentences
}

fn starts_paragraph(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    match token.breaks {
        0 => false,
        1 => {
            let before = &text[tokens[at - 1].start..tokens[at - 1].end];
            token.shape != Shape::Lower || matches!(before, "." | "!" | "?" | ":" | "”" | "\"")
        }
        _ => true,
    }
}

/// Whether a token follows the one before it without a space and begins with a digit.
fn starts_with_digit(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        !token.spaced && token.breaks == 0 && text.as_bytes()[token.start].is_ascii_digit()
    })
}

/// The beginning of the next sentence if the token at `at` ends one; otherwise `at`. Closing marks belong to the
/// sentence before them.
fn sentence_end(text: &str, tokens: &[Token], at: usize) -> usize {
    let word = &text[tokens[at].start..tokens[at].end];
    let stop = matches!(word.as_bytes()[0], b'.' | b'!' | b'?') || word == "…";
    let abbreviation = !stop && word.len() > 1 && word.ends_with('.');
    // "A .45 pistol".
    let fraction = word == "." && tokens[at].spaced && starts_with_digit(text, tokens, at + 1);
    if !stop && !abbreviation || fraction {
        return at;
    }
    if abbreviation
        && TITLES
            .iter()
            .any(|title| title.eq_ignore_ascii_case(&word[..word.len() - 1]))
    {
        return at;
    }
    let mut next = at + 1;
    while next < tokens.len()
        && next - at < 4
        && tokens[next].breaks == 0
        && closes(text, &tokens[next])
    {
        next += 1;
    }
    if next >= tokens.len() || tokens[next].breaks > 0 {
        return next;
    }
    let token = &tokens[next];
    let begins = matches!(
        token.shape,
        Shape::Title | Shape::Upper | Shape::Mixed | Shape::Digit
    ) || opens(text, token);
    if abbreviation {
        let initial = word.len() == 2;
        let starter = STARTERS.iter().any(|s| hash(s) == token.word);
        return if token.shape == Shape::Title && starter && !initial {
            next
        } else {
            at
        };
    }
    if begins { next } else { at }
}

fn closes(text: &str, token: &Token) -> bool {
    match &text[token.start..token.end] {
        "”" | "’" | ")" | "]" | "»" => true,
        "\"" | "''" | "'" => !token.spaced,
        _ => false,
    }
}

fn opens(text: &str, token: &Token) -> bool {
    matches!(
        &text[token.start..token.end],
        "“" | "‘" | "\"" | "''" | "``" | "'" | "(" | "[" | "«" | "—" | "-" | "--" | "•"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        split(text, &tokens)
            .iter()
            .map(|s| &text[tokens[s.start].start..tokens[s.end - 1].end])
            .collect()
    }

    #[test]
    fn full_stops_after_titles_do_not_end_a_sentence() {
        assert_eq!(
            sentences("Mr. Ode left. He smiled."),
            ["Mr. Ode left.", "He smiled."]
        );
        assert_eq!(
            sentences("He met U.S. Senator Poe. It rained."),
            ["He met U.S. Senator Poe.", "It rained."]
        );
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(
            sentences("“Go.” “Why?” she asked. He went."),
            ["“Go.”", "“Why?” she asked.", "He went."]
        );
    }

    #[test]
    fn lines_end_sentences_unless_wrapped() {
        assert_eq!(
            sentences("A heading\nThe text goes\non here."),
            ["A heading", "The text goes\non here."]
        );
    }
}
