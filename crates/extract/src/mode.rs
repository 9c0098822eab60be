//! Direct, mixed or indirect speech.

use crate::document::Document;
use crate::word::Shape;
use serde::{Deserialize, Serialize};

/// How words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// In quotation marks, or as a block or a line of a transcript.
    Direct,
    /// Partly in quotation marks.
    Mixed,
    /// In the writer's words.
    Indirect,
}

/// Tells the mode of a content by which of its words stand in quotation marks.
pub fn mode(document: &Document, cue: (usize, usize), content: &[(usize, usize)]) -> Mode {
    let (mut words, mut quoted) = (0, 0);
    for at in content.iter().flat_map(|run| run.0..run.1) {
        if document.tokens[at].shape != Shape::Sign {
            words += 1;
            quoted += usize::from(
                document
                    .quotation(at)
                    .is_some_and(|q| !q.single || q.end - q.start > 6),
            );
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

/// "He said:" and a paragraph of his words; "REPORTER:" and the question.
fn is_block(document: &Document, cue: (usize, usize), content: &[(usize, usize)]) -> bool {
    let Some(first) = content.first() else {
        return false;
    };
    let Some(before) = first.0.checked_sub(1) else {
        return false;
    };
    let colon = document.word(before) == ":" && before + 1 >= cue.1;
    let block = colon && document.tokens[first.0].breaks > 0;
    let speaker = colon
        && cue.1 == first.0
        && before > 0
        && document.tokens[before - 1].shape == Shape::Upper;
    block || speaker
}
