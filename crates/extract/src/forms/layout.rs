//! Lines of transcripts ("MAYOR: …"), quotations that are signed with a dash and a name, and headings that name who says
//! so ("Dam was unsafe: minister").

use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_verb};
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use crate::who::names::{Gender, gender_of_first_name};

/// Words in capitals before a colon that announce a thing and not a speaker.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "video", "update", "updated", "watch", "exclusive", "breaking", "photo", "photos", "poll", "report", "correction",
    "note", "listen", "read", "live", "related", "more", "also", "analysis", "opinion", "warning", "alert",
    "clarification", "notice",
];

/// Finds them, in order.
pub(super) fn find(document: &Document) -> Vec<CueReading> {
    document
        .paragraphs()
        .filter_map(|paragraph| {
            transcript(document, paragraph)
                .or_else(|| signature(document, paragraph))
                .or_else(|| heading(document, paragraph))
        })
        .collect()
}

fn is_quotation_mark(document: &Document, at: usize) -> bool {
    matches!(
        document.word(at),
        "\"" | "“" | "”" | "''" | "``" | "«" | "»"
    )
}

/// "MAYOR: We will build it." The name is in capitals and not in the heading.
fn transcript(document: &Document, paragraph: TokenRange) -> Option<CueReading> {
    let TokenRange { mut start, end } = paragraph;
    start += usize::from(is_quotation_mark(document, start));
    let reach = end.min(start + thresholds::LONGEST_SPEAKER_LABEL);
    let colon = (start + 1..reach).find(|at| document.word(*at) == ":")?;
    let capitals = (start..colon).all(|at| {
        let word = document.word(at);
        !word.chars().any(char::is_lowercase) || word.ends_with('.')
    });
    let first = document.word(start);
    let named = document.tokens[start].shape == Shape::Upper && first.chars().count() > 2;
    // "NOTE:", "EDITOR'S NOTE:".
    let announces = |at: usize| {
        let word = document.word(at);
        LABELS.iter().any(|label| word.eq_ignore_ascii_case(label))
    };
    let label = announces(start) || announces(colon - 1);
    if !capitals
        || !named
        || label
        || document.sentence_of[start] == 0
        || colon + 3 > end
        || document.tokens[colon + 1].breaks > 0
    {
        return None;
    }
    let name_end = (start..colon)
        .find(|at| document.tags[*at] == tag::COMMA || document.word(*at) == "(")
        .unwrap_or(colon);
    // Items of lists and headings in capitals look the same ("WASHINGTON: …"), but speech ends in a full stop.
    let speech = matches!(
        document.word(end - 1),
        "." | "?" | "!" | "…" | "..." | "—" | "--" | "”" | "\"" | "]" | ")"
    );
    (speech && name_end > start).then(|| {
        super::reading(
            TokenRange::one(colon),
            TokenRange::new(start, name_end),
            TokenRange::new(colon + 1, end),
        )
    })
}

/// Those whom a heading names without their name.
#[rustfmt::skip]
const UNNAMED: &[&str] = &[
    "minister", "ministry", "mayor", "police", "official", "officials", "union", "unions", "government", "source",
    "sources", "lawyer", "lawyers", "spokesman", "spokeswoman", "spokesperson", "expert", "experts", "company", "president",
    "premier", "pm", "prosecutor", "prosecutors", "army", "military", "family", "witness", "witnesses", "doctor", "doctors",
    "agency", "watchdog", "governor", "senator", "council", "regulator", "coroner", "judge", "ceo", "owner", "operator",
];

/// "Okoro: dam was never inspected", "Dam was never inspected: minister", "Two dead after pier collapses – police".
fn heading(document: &Document, paragraph: TokenRange) -> Option<CueReading> {
    let TokenRange { start, end } = paragraph;
    let ended = matches!(document.word(end - 1), "." | "?" | "!" | "…");
    if !document.in_heading(start) || ended || document.tokens.len() == end {
        return None;
    }
    let divides = |at: &usize| {
        document.word(*at) == ":" || is_dash(document, *at) && document.tokens[*at].spaced
    };
    let mut marks = (start + 1..end - 1).filter(divides);
    let (mark, None) = (marks.next()?, marks.next()) else {
        return None;
    };
    let (before, after) = (TokenRange::new(start, mark), TokenRange::new(mark + 1, end));
    let says = |speaker: TokenRange, content: TokenRange| {
        let speaks = speaker.len() <= thresholds::LONGEST_SPEAKER_LABEL / 2
            && names_speaker(document, speaker, end)
            && content.len() > 2
            && content.tokens().any(|at| is_verb(document.tags[at]));
        speaks.then(|| super::reading(TokenRange::one(mark), speaker, content))
    };
    let first = if document.word(mark) == ":" {
        says(before, after)
    } else {
        None
    };
    first.or_else(|| says(after, before))
}

/// Whether words of a heading name somebody who speaks: an office or body, or a name that the text gives to a person or
/// a speaker. A place looks the same ("Orley: dam was never inspected").
fn names_speaker(document: &Document, words: TokenRange, heading_end: usize) -> bool {
    let last = document.word(words.end - 1);
    if UNNAMED.iter().any(|known| last.eq_ignore_ascii_case(known)) {
        return true;
    }
    let count = document.tokens.len();
    let speaks = |at: usize| at < count && super::is_verb_of_speech(document, at);
    let is_person = |at: usize| {
        speaks(at + 1)
            || speaks(at - 1)
            || gender_of_first_name(document.word(at - 1)) != Gender::Unknown
    };
    let capital = |at: usize| document.tokens[at].shape != Shape::Lower;
    words.tokens().all(capital)
        && (heading_end.max(1)..count).any(|at| document.word(at) == last && is_person(at))
}

/// "— Ann Lee, baker" after a quotation that fills its paragraph, or in the paragraph below it.
fn signature(document: &Document, paragraph: TokenRange) -> Option<CueReading> {
    let end = paragraph.end;
    let dash = paragraph
        .tokens()
        .rev()
        .take(thresholds::LONGEST_SIGNATURE)
        .find(|at| is_dash(document, *at))?;
    let capital = document
        .tokens
        .get(dash + 1)
        .is_some_and(|token| matches!(token.shape, Shape::Title | Shape::Mixed | Shape::Upper));
    if !capital || dash + 2 > end || dash == 0 || !is_quotation_mark(document, dash - 1) {
        return None;
    }
    let opening = if dash > paragraph.start {
        paragraph.start
    } else {
        paragraph_before(document, paragraph)?
    };
    if !is_quotation_mark(document, opening) || opening + 3 > dash {
        return None;
    }
    // With a verb, what follows the dash is a sentence.
    if (dash + 1..end).any(|at| is_verb(document.tags[at])) {
        return None;
    }
    let ends_name = |at: &usize| {
        matches!(document.tags[*at], tag::COMMA | tag::STOP) || document.word(*at) == "("
    };
    let name_end = (dash + 1..end).find(ends_name).unwrap_or(end);
    (name_end > dash + 1).then(|| {
        super::reading(
            TokenRange::one(dash),
            TokenRange::new(dash + 1, name_end),
            TokenRange::new(opening, dash),
        )
    })
}

/// The beginning of the paragraph before another, or of its last sentences if it is very long.
fn paragraph_before(document: &Document, paragraph: TokenRange) -> Option<usize> {
    let sentence = document.sentence_of[paragraph.start] as usize;
    let number = document.sentences[sentence.checked_sub(1)?].paragraph;
    let first = document.sentences[..sentence]
        .iter()
        .rev()
        .take(thresholds::MOST_SIGNED_SENTENCES)
        .take_while(|sentence| sentence.paragraph == number)
        .last()?;
    Some(first.start)
}

fn is_dash(document: &Document, at: usize) -> bool {
    matches!(document.word(at), "―" | "—" | "–" | "-" | "--" | "~")
}
