//! Quotations that a cue and its speaker interrupt: "The ferry," said Ann Lee, "will not sail." The role model often
//! takes the speaker as a part of what was said.

use super::is_verb_of_speech;
use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_noun, is_verb};
use crate::text::quotation::Quotation;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// Adds such quotations to the accepted readings, both in order of their cues.
pub(crate) fn complete(document: &Document, accepted: &mut Vec<CueReading>) {
    let mut added: Vec<CueReading> = Vec::new();
    let mut dropped = vec![false; accepted.len()];
    for pair in document.quotations.windows(2) {
        let Some(found) = find(document, &pair[0], &pair[1]) else {
            continue;
        };
        let (start, end) = (pair[0].start, pair[1].end);
        let near = accepted.partition_point(|one| one.cue.start < start)
            ..accepted.partition_point(|one| one.cue.start < end);
        let known = |one: &CueReading| {
            one.cue.overlaps(found.cue) && one.source.is_some() && one.says(pair[1].start)
        };
        if accepted[near.clone()].iter().any(known) {
            continue;
        }
        for at in near {
            dropped[at] |= accepted[at].cue.overlaps(found.cue);
        }
        added.push(found);
    }
    super::insert(accepted, added, dropped);
}

/// The reading of two quotations with "said Ann Lee," and nothing else between them.
fn find(document: &Document, first: &Quotation, second: &Quotation) -> Option<CueReading> {
    let between = TokenRange::new(first.end, second.start);
    let continued = first.closed
        && document.word(first.end - 2) == ","
        && document.sentence_of[first.end - 1] == document.sentence_of[second.start];
    if !continued || !(2..=thresholds::LONGEST_TRAILING_SOURCE).contains(&between.len()) {
        return None;
    }
    let end = between.end - usize::from(document.tags[between.end - 1] == tag::COMMA);
    let source = TokenRange::new(between.start + 1, end.max(between.start + 1));
    let named = source.tokens().any(|at| is_noun(document.tags[at]))
        && !source.tokens().any(|at| is_verb(document.tags[at]));
    if !named || !is_verb_of_speech(document, between.start) {
        return None;
    }
    let mut reading = CueReading::by_form(
        TokenRange::one(between.start),
        Some(source),
        TokenRange::new(first.start, first.end),
        thresholds::FORM_LIKELIHOOD,
    );
    reading
        .content
        .push(TokenRange::new(second.start, second.end));
    Some(reading)
}
