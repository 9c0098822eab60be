//! Datelines and labels: where a report was written or what it is, before its first words.

use super::document::Document;
use super::tag;
use crate::text::sentence::Sentence;
use crate::text::word::Shape;
use crate::thresholds;

/// One past the dash after "ORLEY, April 16 (Meridian) -" or "Port Salu, 17 April –" at the beginning of a sentence.
/// Or one past the colon after a label in capitals: "EDITOR'S NOTE:", or past a day with a label: "date 2025-08-19". `None`
/// if it has none.
pub(crate) fn dateline_end(document: &Document, sentence: &Sentence) -> Option<usize> {
    let start = sentence.start;
    if let Some(end) = labelled_day_end(document, sentence) {
        return Some(end);
    }
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

/// One past a day in digits with a label before it, as programs put it before the text of a page.
fn labelled_day_end(document: &Document, sentence: &Sentence) -> Option<usize> {
    let labels = ["date", "dated", "published", "posted", "updated"];
    let label = document.word(sentence.start).to_lowercase();
    let mut day = sentence.start + 1;
    if day < sentence.end && document.word(day) == ":" {
        day += 1;
    }
    let is_day = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        digits == 8
            && word
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '-')
    };
    let is_labelled =
        labels.contains(&label.as_str()) && day + 1 < sentence.end && is_day(document.word(day));
    is_labelled.then_some(day + 1)
}
