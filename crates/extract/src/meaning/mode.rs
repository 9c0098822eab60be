//! Direct, mixed or indirect speech.

use crate::attribution::Mode;
use crate::syntax::document::Document;
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::TokenRange;

/// The mode of a content, by the share of its words that is in quotation marks.
pub(crate) fn mode(document: &Document, cue: TokenRange, content: &[TokenRange]) -> Mode {
    let (mut words, mut quoted) = (0, 0);
    for at in content.iter().flat_map(|range| range.tokens()) {
        if document.tokens[at].shape != Shape::Sign {
            words += 1;
            quoted += usize::from(is_in_speech(document, at));
        }
    }
    if words > 0 && words == quoted || quoted == 0 && is_block(document, cue, content) {
        Mode::Direct
    } else if quoted > 0 {
        Mode::Mixed
    } else {
        Mode::Indirect
    }
}

/// Whether a token is in a quotation. A few words in single marks are rather a title or a term.
fn is_in_speech(document: &Document, at: usize) -> bool {
    document.quotation(at).is_some_and(|quotation| {
        !quotation.single || quotation.end - quotation.start > thresholds::LONGEST_TERM
    })
}

/// Whether the content is a paragraph after "He said:" or a line of a transcript or interview after "REPORTER:" or "A.".
fn is_block(document: &Document, cue: TokenRange, content: &[TokenRange]) -> bool {
    let Some(first) = content.first() else {
        return false;
    };
    let Some(before) = first.start.checked_sub(1) else {
        return false;
    };
    let colon = document.word(before) == ":" && before + 1 >= cue.end;
    let block = colon && document.tokens[first.start].breaks > 0;
    block || cue.end == first.start && is_label(document, cue)
}

/// Whether a cue is the colon or full stop after capitalised words that begin a line below the heading.
fn is_label(document: &Document, cue: TokenRange) -> bool {
    let mark = document.word(cue.end - 1);
    let begins = |at: usize| at == 0 || document.tokens[at].breaks > 0;
    let capital = |at: usize| {
        matches!(
            document.tokens[at].shape,
            Shape::Title | Shape::Upper | Shape::Mixed
        ) || matches!(document.word(at), "." | "A.")
    };
    let floor = cue
        .end
        .saturating_sub(thresholds::LONGEST_SPEAKER_LABEL + 1);
    let start = (floor..cue.end).rev().find(|at| begins(*at));
    matches!(mark, ":" | "." | "A.")
        && start.is_some_and(|start| {
            !document.in_heading(start) && (start..cue.end - usize::from(mark == ":")).all(capital)
        })
}
