//! Attributions that follow from the form of a text and are too rare in the training corpus to be learned from it.

pub(crate) mod announced;
pub(crate) mod asides;
mod citation;
pub(crate) mod clauses;
pub(crate) mod estimate;
mod framed;
pub(crate) mod interrupted;
mod interview;
mod layout;
pub(crate) mod quoted;
pub(crate) mod trailing;
pub(crate) mod unanswered;
pub(crate) mod withheld;

use crate::syntax::document::Document;
use crate::syntax::tag::{is_noun, is_verb};
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// The lines of transcripts, the signed quotations and the citations of a text, in order.
pub(crate) fn find(document: &Document) -> Vec<CueReading> {
    let mut found = layout::find(document);
    if found.is_empty() {
        found = interview::find(document);
    }
    let lines: Vec<TokenRange> = found.iter().map(extent).collect();
    let free = |cited: &CueReading| !lines.iter().any(|line| line.overlaps(extent(cited)));
    found.extend(citation::find(document).into_iter().filter(free));
    found.sort_by_key(|reading| extent(reading).start);
    found
}

/// Removes readings from the questions of an interview.
pub(crate) fn drop_questions(document: &Document, readings: &mut Vec<CueReading>) {
    let questions = interview::questions(document);
    readings.retain(|one| !questions.iter().any(|asked| asked.contains(one.cue.start)));
}

/// Whether a token is a verb of speech that may stand after what was said, outside quotations.
fn is_verb_of_speech(document: &Document, at: usize) -> bool {
    let word = document.word(at);
    (is_verb(document.tags[at]) || is_noun(document.tags[at]))
        && !document.is_quoted(at)
        && trailing::VERBS
            .iter()
            .any(|verb| verb.eq_ignore_ascii_case(word))
}

/// Merges readings by form into the readings of the models, both in order. A reading by form replaces the others whose
/// cues are within its extent.
pub(crate) fn merge(by_form: Vec<CueReading>, by_models: Vec<CueReading>) -> Vec<CueReading> {
    if by_form.is_empty() {
        return by_models;
    }
    let mut merged: Vec<CueReading> = Vec::with_capacity(by_models.len() + by_form.len());
    let mut by_form = by_form.into_iter().peekable();
    let mut covered = 0;
    for reading in by_models {
        while let Some(form) = by_form.next_if(|form| extent(form).start <= reading.cue.start) {
            let TokenRange { start, end } = extent(&form);
            covered = end;
            while merged.last().is_some_and(|last| last.cue.start >= start) {
                merged.pop();
            }
            merged.push(form);
        }
        if reading.cue.start >= covered {
            merged.push(reading);
        }
    }
    merged.extend(by_form);
    merged
}

/// The range from the first to the last token of a reading.
fn extent(reading: &CueReading) -> TokenRange {
    let parts = reading.content.iter().chain(&reading.source);
    parts.chain(&reading.outlet).fold(reading.cue, |all, part| {
        TokenRange::new(all.start.min(part.start), all.end.max(part.end))
    })
}

/// Puts further readings among those that were accepted, in order of their cues, and removes those for which `dropped`
/// is set.
fn insert(accepted: &mut Vec<CueReading>, mut added: Vec<CueReading>, dropped: Vec<bool>) {
    if added.is_empty() {
        return;
    }
    let mut dropped = dropped.into_iter();
    accepted.retain(|_| !dropped.next().unwrap_or_default());
    accepted.append(&mut added);
    accepted.sort_by_key(|reading| reading.cue.start);
}

/// A reading whose likelihood is that of a form.
fn reading(cue: TokenRange, source: TokenRange, content: TokenRange) -> CueReading {
    CueReading::by_form(cue, Some(source), content, thresholds::FORM_LIKELIHOOD)
}
