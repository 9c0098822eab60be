//! "C, the shipping company Northline said": what describes a speaker is a part of the source, and not of what was said.

use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_noun};
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// Moves a description that ends right before the source, and begins behind a comma, from the content to the source.
pub(super) fn restore(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let Some(source) = reading.source.filter(|source| source.end <= cue.start) else {
        return;
    };
    let Some(content) = reading
        .content
        .iter_mut()
        .find(|content| content.end == source.start)
    else {
        return;
    };
    let comma = (content.start + 2..content.end)
        .rev()
        .find(|at| document.tags[*at] == tag::COMMA);
    let Some(comma) = comma else {
        return;
    };
    let description = TokenRange::new(comma + 1, content.end.max(comma + 1));
    let begins = matches!(document.tags[comma + 1], tag::DT | tag::PRPS | tag::JJ);
    let describes = |at: usize| {
        is_noun(document.tags[at])
            || matches!(
                document.tags[at],
                tag::DT | tag::JJ | tag::POS | tag::PRPS | tag::IN
            )
    };
    if (2..=thresholds::DESCRIPTION_REACH).contains(&description.len())
        && (begins || is_noun(document.tags[comma + 1]))
        && description.tokens().all(describes)
        && is_noun(document.tags[description.end - 1])
        && !document.is_quoted(comma)
    {
        content.end = comma;
        reading.source = Some(TokenRange::new(description.start, source.end));
    }
}
