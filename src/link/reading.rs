//! From an attribution to a reading: whole sentences, and offsets in code points and bytes.

use std::ops::Range;

use onrecord_extract::Attribution as Found;

use super::proposition::sentence_ends;
use super::said::{CONTENT, CUE};
use crate::domain::candidate::{Reading, Span, Tongue};
use crate::domain::statement::Stance;

/// A range without leading punctuation.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let kept = words.trim_start_matches([' ', ',', ';', '–', '-', '\n']);
    range.start + (words.len() - kept.len())..range.end
}

/// A span of the extractor as a span of a candidate.
pub fn wide(span: onrecord_extract::Span) -> Span {
    (span.start as u64, span.end as u64)
}

impl From<onrecord_extract::Stance> for Stance {
    fn from(stance: onrecord_extract::Stance) -> Self {
        use onrecord_extract::Stance as Found;
        match stance {
            Found::Asserts => Self::Asserts,
            Found::Confirms => Self::Confirms,
            Found::Hedges => Self::Hedges,
            Found::Doubts => Self::Doubts,
            Found::Denies => Self::Denies,
            Found::Rejects => Self::Rejects,
            Found::Declines => Self::Declines,
            Found::NotConfirmed => Self::NotConfirmed,
            Found::NoReply => Self::NoReply,
            Found::Retracts => Self::Retracts,
        }
    }
}

impl From<onrecord_extract::Tongue> for Tongue {
    fn from(tongue: onrecord_extract::Tongue) -> Self {
        use onrecord_extract::Tongue as Found;
        match tongue {
            Found::Russian => Self::Russian,
            Found::Ukrainian => Self::Ukrainian,
            Found::German => Self::German,
            Found::French => Self::French,
        }
    }
}

impl From<Stance> for onrecord_extract::Stance {
    fn from(stance: Stance) -> Self {
        match stance {
            Stance::Asserts => Self::Asserts,
            Stance::Confirms => Self::Confirms,
            Stance::Hedges => Self::Hedges,
            Stance::Doubts => Self::Doubts,
            Stance::Denies => Self::Denies,
            Stance::Rejects => Self::Rejects,
            Stance::Declines => Self::Declines,
            Stance::NotConfirmed => Self::NotConfirmed,
            Stance::NoReply => Self::NoReply,
            Stance::Retracts => Self::Retracts,
        }
    }
}

/// The reading of an attribution. Its passage is extended to whole sentences.
pub fn reading(text: &str, offsets: &Offsets, found: &Found) -> Option<Reading> {
    let content: Vec<Span> = found.content.iter().copied().map(wide).collect();
    let source = found.source.map(wide);
    // An outside reader may give none.
    let cue = Some(wide(found.cue)).filter(|(start, end)| start < end);
    let around = |all: Span, span: &Span| (all.0.min(span.0), all.1.max(span.1));
    let point = content
        .iter()
        .copied()
        .reduce(|all, span| around(all, &span))?;
    let whole = source.iter().chain(&cue).fold(point, around);
    let passage = whole_sentences(text, offsets.bytes(whole));
    Some(Reading {
        passage: offsets.span(&passage),
        source,
        cue,
        content,
        point,
        speaker: found.speaker.clone(),
        stance: found.stance.into(),
        via: found.via.clone(),
        by_rules: found.tongue.map(Into::into),
    })
}

/// A range extended to whole sentences, within its lines.
fn whole_sentences(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[range.end..]
        .find('\n')
        .map_or(text.len(), |at| range.end + at);
    let ends = sentence_ends(&text[line..line_end]);
    let places = ends.iter().map(|end| line + end);
    let start = places
        .clone()
        .filter(|end| *end <= range.start)
        .max()
        .unwrap_or(line);
    let end = places
        .filter(|end| *end >= range.end)
        .min()
        .unwrap_or(line_end);
    let words = &text[start..end];
    let start = start + (words.len() - words.trim_start().len());
    start..start + text[start..end].trim_end().len()
}

/// The passage without its content, in the form in which [`said`](super::said::said) looks for a day.
pub fn around(text: &str, offsets: &Offsets, reading: &Reading) -> String {
    let mut around = String::new();
    let passage = offsets.bytes(reading.passage);
    let cue = reading.cue.map(|cue| offsets.bytes(cue).start);
    let mut at = passage.start;
    let mut add = |from: usize, to: usize| {
        let words = text.get(from..to).unwrap_or_default();
        match cue.filter(|cue| (from..to).contains(cue)) {
            Some(cue) => {
                around.push_str(&text[from..cue]);
                around.push(CUE);
                around.push_str(&text[cue..to]);
            }
            None => around.push_str(words),
        }
        around.push(CONTENT);
    };
    for span in &reading.content {
        let content = offsets.bytes(*span);
        add(at, content.start);
        at = content.end.max(at);
    }
    add(at, passage.end);
    around.pop();
    around
}

/// Converts between code points and bytes.
pub struct Offsets {
    bytes: Vec<usize>,
}

impl Offsets {
    /// The offsets of a text.
    pub fn of(text: &str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        Self { bytes }
    }

    fn byte(&self, at: u64) -> usize {
        let last = self.bytes.len() - 1;
        self.bytes[usize::try_from(at).map_or(last, |at| at.min(last))]
    }

    /// The bytes of a span.
    pub fn bytes(&self, (start, end): Span) -> Range<usize> {
        self.byte(start)..self.byte(end)
    }

    /// The span of some bytes.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let place = |byte| self.bytes.partition_point(|at| *at < byte) as u64;
        (place(range.start), place(range.end))
    }

    /// The words of a span.
    pub fn words<'t>(&self, text: &'t str, span: Span) -> &'t str {
        &text[self.bytes(span)]
    }
}
