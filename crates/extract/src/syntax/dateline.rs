//! Datelines and labels: where a report was written or what it is, before its first words.

use super::document::Document;
use super::tag;
use crate::text::sentence::Sentence;
use crate::text::word::Shape;
use crate::thresholds;

/// One past the dash after "ORLEY, April 16 (Meridian) -" or "Port Salu, 17 April –" at the beginning of a sentence.
/// Or one past the colon after a label in capitals: "EDITOR'S NOTE:". `None` if it has none.
pub(crate) fn dateline_end(document: &Document, sentence: &Sentence) -> Option<usize> {
    let start = sentence.start;
    let shouted = |at: usize| document.tokens[at].shape == Shape::Upper;
    let capitals = |at: &usize| shouted(*at) || document.tags[*at] == tag::POS;
    let colon = (start..sentence.end).find(|at| !capitals(at))?;
    if colon > start && document.word(colon) == ":" && colon + 1 < sentence.end {
        return Some(colon + 1);
    }
    // The agency in brackets may have any tag.
    let bracketed = |at: usize| {
        let near = |other: usize, sign: &str| other < sentence.end && document.word(other) == sign;
        at > start && near(at - 1, "(") && near(at + 1, ")")
    };
    let belongs = |at: &usize| {
        tag::is_proper_noun(document.tags[*at])
            || shouted(*at)
            || bracketed(*at)
            || matches!(document.tags[*at], tag::COMMA | tag::CD)
            || matches!(document.word(*at), "(" | ")")
    };
    let end = sentence.end.min(start + thresholds::DATELINE_REACH);
    let dash = (start..end).find(|at| !belongs(at))?;
    let ends = dash > start
        && dash + 1 < sentence.end
        && matches!(document.word(dash), "—" | "–" | "-" | "--");
    // "Boris Johnson – the prime minister – said" has none: a further clause about a name begins with a small letter.
    let begins = || document.word(dash + 1).starts_with(char::is_uppercase);
    let told = || (start..dash).any(|at| document.tags[at] == tag::CD || document.word(at) == "(");
    (ends && (begins() || shouted(start) || told())).then_some(dash + 1)
}
