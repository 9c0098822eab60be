//! Pairs quotation marks, however badly they are balanced.

use crate::sentence::Sentence;
use crate::token::Token;

/// A stretch between quotation marks, the marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The opening mark.
    pub start: usize,
    /// The token after the closing mark, or after the last one of the paragraph when none closes.
    pub end: usize,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether its marks are single ones.
    pub single: bool,
    /// Whether the quotation before ended its paragraph unclosed and this one goes on with it.
    pub continues: bool,
}

/// A single quotation mark that finds no partner within so many tokens is an apostrophe.
const SINGLE_REACH: usize = 60;

/// What a mark may do. Straight marks may do both; which of the two is told by what is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Open,
    Close,
    Either,
    SingleOpen,
    SingleEither,
    SingleClose,
}

fn mark(text: &str, token: &Token) -> Mark {
    match &text[token.start..token.end] {
        "“" | "``" | "«" | "„" => Mark::Open,
        "”" | "»" => Mark::Close,
        "\"" | "''" | "＂" => Mark::Either,
        "‘" | "`" => Mark::SingleOpen,
        "’" => Mark::SingleClose,
        "'" => Mark::SingleEither,
        _ => Mark::None,
    }
}

/// Finds the quotations of a text in order, and for each token which of them it stands in
/// (its number plus one; 0 outside).
pub fn pair(text: &str, tokens: &[Token], sentences: &[Sentence]) -> (Vec<Quotation>, Vec<u32>) {
    let mut quotations: Vec<Quotation> = Vec::new();
    let mut first = 0;
    while first < sentences.len() {
        let mut last = first;
        while last + 1 < sentences.len()
            && sentences[last + 1].paragraph == sentences[first].paragraph
        {
            last += 1;
        }
        pair_paragraph(
            text,
            tokens,
            sentences[first].start,
            sentences[last].end,
            &mut quotations,
        );
        first = last + 1;
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
    let goes_on = quotations
        .last()
        .is_some_and(|q| !q.closed && q.end == start);
    let mut open: Option<usize> = None;
    let mut at = start;
    while at < end {
        let token = &tokens[at];
        let mut next = at + 1;
        match (mark(text, token), open) {
            (Mark::Open | Mark::Either, None) => open = Some(at),
            (Mark::Close | Mark::Either, Some(from)) => {
                let continues = goes_on && from == start;
                quotations.push(Quotation {
                    start: from,
                    end: at + 1,
                    closed: true,
                    single: false,
                    continues,
                });
                open = None;
            }
            (Mark::SingleOpen, None) => next = single(text, tokens, at, end, quotations),
            (Mark::SingleEither, None)
                if token.spaced && at + 1 < end && !tokens[at + 1].spaced =>
            {
                next = single(text, tokens, at, end, quotations);
            }
            _ => {}
        }
        at = next;
    }
    if let Some(from) = open {
        let continues = goes_on && from == start;
        quotations.push(Quotation {
            start: from,
            end,
            closed: false,
            single: false,
            continues,
        });
    }
}

/// Looks for the partner of the single mark at `at`; returns where to read on.
fn single(
    text: &str,
    tokens: &[Token],
    at: usize,
    end: usize,
    quotations: &mut Vec<Quotation>,
) -> usize {
    let reach = end.min(at + SINGLE_REACH);
    for (close, token) in tokens.iter().enumerate().take(reach).skip(at + 1) {
        match mark(text, token) {
            Mark::SingleClose | Mark::SingleEither if !token.spaced && close > at + 1 => {
                quotations.push(Quotation {
                    start: at,
                    end: close + 1,
                    closed: true,
                    single: true,
                    continues: false,
                });
                return close + 1;
            }
            Mark::Open | Mark::Close | Mark::Either | Mark::SingleOpen => return at + 1,
            _ => {}
        }
    }
    at + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sentence, token};

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
    }
}
