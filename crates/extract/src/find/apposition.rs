//! Where a description of the speaker ends and what was said begins, or the other way round: "C, the shipping company Northline
//! said", "according to a note dated 5 May and seen by the Herald, C", "Lee, who told the Herald that C, has left".

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

/// "According to a note dated 5 May and seen by the Herald, C": a source that is cited ends at the comma.
pub(super) fn end_at_comma(
    document: &Document,
    source: &mut TokenRange,
    content: &mut [TokenRange],
) {
    let Some(content) = content
        .iter_mut()
        .find(|content| content.start == source.end && !document.is_quoted(content.start))
    else {
        return;
    };
    let finite = |at: usize| tag::is_finite(document.tags[at]);
    let ends = |at: &usize| {
        document.tags[*at] == tag::COMMA
            && !(content.start..*at).any(finite)
            && (*at + 1..content.end).any(finite)
    };
    if let Some(comma) = (content.start + 1..content.end).find(ends) {
        source.end = comma;
        content.start = comma + 1;
    }
}

/// "Lee, who told the Herald that C, has left": what was said ends with the clause that tells who Lee is.
pub(super) fn end_relative(document: &Document, reading: &mut CueReading) {
    let cue = reading.cue;
    let sentence = document.sentence(cue.start).start;
    let reach = cue.start.saturating_sub(3).max(sentence);
    let relative = (reach..cue.start)
        .any(|at| document.word(at) == "who" && at > 0 && document.tags[at - 1] == tag::COMMA);
    let Some(content) = reading
        .content
        .iter_mut()
        .find(|content| relative && content.start >= cue.end)
    else {
        return;
    };
    let ends = |at: &usize| {
        document.tags[*at] == tag::COMMA
            && tag::is_finite(document.tags[*at + 1])
            && !document.is_quoted(*at)
    };
    if let Some(comma) = (content.start + 2..content.end.saturating_sub(1)).find(ends) {
        content.end = comma;
    }
}
