//! Pairs quotation marks, balanced or not.

use super::sentence::{Sentence, paragraphs};
use super::token::Token;
use crate::thresholds;
use crate::types::TokenRange;

/// The tokens between two quotation marks, including the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The opening mark.
    pub start: usize,
    /// The token after the closing mark, or the end of the paragraph if there is none.
    pub end: usize,
    /// Whether it has a closing mark.
    pub closed: bool,
    /// Whether its marks are single ones.
    pub single: bool,
}

/// What a token may do as a quotation mark. A straight mark opens or closes, depending on what is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum QuoteMark {
    None,
    Open,
    Close,
    Either,
    SingleOpen,
    SingleEither,
    SingleClose,
}

fn quote_mark(text: &str, token: &Token) -> QuoteMark {
    match &text[token.start..token.end] {
        "“" | "``" | "«" | "„" => QuoteMark::Open,
        "”" | "»" => QuoteMark::Close,
        "\"" | "''" | "＂" => QuoteMark::Either,
        "‘" | "`" => QuoteMark::SingleOpen,
        "’" => QuoteMark::SingleClose,
        "'" => QuoteMark::SingleEither,
        _ => QuoteMark::None,
    }
}

/// Finds the quotations of a text, in order, and for each token the number of its quotation plus one, or 0.
pub(crate) fn pair(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
) -> (Vec<Quotation>, Vec<u32>) {
    let mut quotations: Vec<Quotation> = Vec::new();
    for TokenRange { start, end } in paragraphs(sentences) {
        pair_paragraph(text, tokens, start, end, &mut quotations);
    }
    let mut inside = vec![0; tokens.len()];
    for (number, quotation) in quotations.iter().enumerate() {
        inside[quotation.start..quotation.end].fill(number as u32 + 1);
    }
    (quotations, inside)
}

fn pair_paragraph(
    text: &str,
    tokens: &[Token],
    start: usize,
    end: usize,
    quotations: &mut Vec<Quotation>,
) {
    let mut open: Option<usize> = None;
    let mut at = start;
    while at < end {
        let token = &tokens[at];
        let mut next = at + 1;
        match (quote_mark(text, token), open) {
            (QuoteMark::Open | QuoteMark::Either, None) => open = Some(at),
            (QuoteMark::Close | QuoteMark::Either, Some(from)) => {
                quotations.push(Quotation {
                    start: from,
                    end: at + 1,
                    closed: true,
                    single: false,
                });
                open = None;
            }
            (QuoteMark::SingleOpen, None) => next = single(text, tokens, at, end, quotations),
            (QuoteMark::SingleEither, None)
                if token.spaced && at + 1 < end && !tokens[at + 1].spaced =>
            {
                next = single(text, tokens, at, end, quotations);
            }
            _ => {}
        }
        at = next;
    }
    if let Some(from) = open {
        quotations.push(Quotation {
            start: from,
            end,
            closed: false,
            single: false,
        });
    }
}

/// Looks for the mark that closes the single mark at `at`; returns where to continue.
fn single(
    text: &str,
    tokens: &[Token],
    at: usize,
    end: usize,
    quotations: &mut Vec<Quotation>,
) -> usize {
    let reach = end.min(at + thresholds::LONGEST_SINGLE_QUOTATION);
    // An apostrophe after a plural ("the players' hopes") closes only if no other mark does.
    let mut plural = None;
    let mut closing = None;
    for (close, token) in tokens.iter().enumerate().take(reach).skip(at + 1) {
        match quote_mark(text, token) {
            QuoteMark::SingleClose | QuoteMark::SingleEither if !token.spaced && close > at + 1 => {
                if is_plural(text, tokens, close) {
                    plural = plural.or(Some(close));
                } else {
                    closing = Some(close);
                    break;
                }
            }
            QuoteMark::Open
            | QuoteMark::Close
            | QuoteMark::Either
            | QuoteMark::SingleOpen
            | QuoteMark::SingleEither => break,
            _ => {}
        }
    }
    let Some(close) = closing.or(plural) else {
        return at + 1;
    };
    quotations.push(Quotation {
        start: at,
        end: close + 1,
        closed: true,
        single: true,
    });
    close + 1
}

/// Whether the mark at `at` may be the apostrophe of a plural: the word before it ends in an s, and a word follows.
fn is_plural(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |token: &Token| &text[token.start..token.end];
    let follows = |token: &Token| {
        token.spaced
            && token.breaks == 0
            && word(token).chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    word(&tokens[at - 1]).ends_with('s') && tokens.get(at + 1).is_some_and(follows)
}

/// Whether a quotation in single marks is speech and not a term: a comma or the end of a sentence stands before its
/// closing mark.
pub(crate) fn is_speech(text: &str, tokens: &[Token], quotation: &Quotation) -> bool {
    let last = tokens[..quotation.end - 1].last();
    quotation.single
        && quotation.end - quotation.start > 3
        && last.is_some_and(|token| {
            matches!(
                &text[token.start..token.end],
                "," | "." | "?" | "!" | "…" | "..." | "—" | "–"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{sentence, token};

    fn quoted(text: &str) -> Vec<&str> {
        let tokens = token::tokenize(text);
        let sentences = sentence::split(text, &tokens);
        let (quotations, _) = pair(text, &tokens, &sentences);
        quotations
            .iter()
            .map(|q| &text[tokens[q.start].start..tokens[q.end - 1].end])
            .collect()
    }

    #[test]
    fn straight_and_curly_marks_pair() {
        assert_eq!(
            quoted("“One,” he said, \"two\" and ''three''."),
            ["“One,”", "\"two\"", "''three''"]
        );
    }

    #[test]
    fn unclosed_quotations_end_with_their_paragraph() {
        assert_eq!(
            quoted("“First part.\n\n“Second part,” she said."),
            ["“First part.", "“Second part,”"]
        );
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        assert_eq!(
            quoted("The players' hopes and the fans' hopes were 'high' again."),
            ["'high'"]
        );
        assert_eq!(
            quoted("'The players' hopes are high,' she said. 'Nobody's are low.'"),
            ["'The players' hopes are high,'", "'Nobody's are low.'"]
        );
        assert_eq!(quoted("Read the 'rules' first."), ["'rules'"]);
    }
}
