//! The answers of outside readers, which give places in the text or quote its words.
//!
//! Language models write such answers, so a good part is kept if another is not: what is wrong with a statement drops
//! that statement, and only an answer that cannot be read at all is refused.

use onrecord_extract::Mode;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::asking::paragraphs;
use super::extraction::{Attributed, Document, Dropped, Extracted, Span, Stopped};
use crate::domain::passage::hex;
use crate::domain::statement::Stance;
use crate::domain::words::WordList;
use crate::link::grounding::{Place, QuotedText};

/// Why an answer cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// It is for another document.
    #[error("it is for document {found:?}")]
    OtherDocument {
        /// The document of the answer.
        found: String,
    },
    /// It ends before it is complete.
    #[error(
        "it is cut off after {length} characters; the model may be limited to answers as long as this"
    )]
    CutOff {
        /// How many characters there are.
        length: usize,
    },
    /// It is not JSON.
    #[error("it is not JSON ({reason}): {beginning}")]
    NotJson {
        /// What the parser says.
        reason: String,
        /// How it begins.
        beginning: String,
    },
    /// It is something else than a list of statements.
    #[error("it is neither a list of statements nor an object with \"statements\" or \"items\"")]
    NoList,
    /// The reader says that it failed.
    #[error("{0}")]
    Failed(String),
}

/// Why a statement is dropped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
enum StatementError {
    #[error("it is no object")]
    NoObject,
    #[error("has no content")]
    NoContent,
    #[error("{what} {start}..{end} is not in the text, which has {length} characters")]
    OutOfRange {
        what: &'static str,
        start: usize,
        end: usize,
        length: usize,
    },
    #[error("{what} is neither words nor a span: {found}")]
    NoWords { what: &'static str, found: String },
    #[error("the text does not say {0:?}")]
    Invented(String),
    #[error("the text names no {0:?}")]
    NobodyOfTheName(String),
    #[error("the text does not say {0:?} after the words before it")]
    NotInOrder(String),
    #[error("there is no {what} {found:?}; use one of {known}")]
    NoSuchWord {
        what: &'static str,
        found: String,
        known: String,
    },
    #[error("the likelihood {0} is not a number from 0 to 1")]
    Likelihood(String),
}

/// Words or a place.
enum Quoted {
    Words(String),
    Span(Span),
}

/// An answer as it was given.
#[derive(Default)]
struct Answer {
    id: Option<String>,
    model: Option<String>,
    prompt: Option<String>,
    last_paragraph: Option<u64>,
    statements: Vec<Value>,
}

/// Reads a reader's answer for a document and finds its quotations in the text.
///
/// # Errors
/// If it cannot be read, or is not for the document. What is wrong with a statement is no error: the statement is dropped.
pub fn read(document: &Document, printed: &str) -> Result<Extracted, AnswerError> {
    let answer = parsed(printed)?;
    if let Some(found) = answer.id.filter(|id| *id != document.id) {
        return Err(AnswerError::OtherDocument { found });
    }
    let text = QuotedText::of(&document.text);
    let mut statements: Vec<Attributed> = Vec::new();
    let mut dropped = Vec::new();
    for (index, value) in answer.statements.iter().enumerate() {
        let taken: Vec<Span> = statements
            .iter()
            .flat_map(|one| one.content.iter().copied())
            .collect();
        match statement(&text, value, &taken) {
            Ok(statement) => statements.push(statement),
            Err(error) => dropped.push(Dropped {
                number: index + 1,
                reason: error.to_string(),
            }),
        }
    }
    statements.sort_by_key(|one| one.content.first().copied());
    let sent = paragraphs(&document.text).count() as u64;
    let stopped = answer.last_paragraph.filter(|last| *last != sent);
    Ok(Extracted {
        id: document.id.clone(),
        statements,
        model: answer.model,
        dropped,
        stopped: stopped.map(|last_paragraph| Stopped {
            last_paragraph,
            paragraphs: sent,
        }),
        own_prompt: answer
            .prompt
            .map(|prompt| hex(&Sha256::digest(prompt.as_bytes()))),
    })
}

/// Whether more lines belong to an answer that begins with this one: it opens a list, an object or a block of code.
pub fn goes_on(first: &str) -> bool {
    let first = first.trim();
    matches!(first, "{" | "[") || first.starts_with("```")
}

/// Whether the lines of an answer that goes on are all there.
pub fn is_complete(lines: &str) -> bool {
    let lines = lines.trim();
    match lines.strip_prefix("```") {
        Some(block) => block.ends_with("```"),
        None => match serde_json::from_str::<serde::de::IgnoredAny>(lines) {
            Ok(_) => true,
            Err(error) => !error.is_eof(),
        },
    }
}

fn parsed(printed: &str) -> Result<Answer, AnswerError> {
    let mut members = match json(printed)? {
        Value::Array(statements) => {
            return Ok(Answer {
                statements,
                ..Answer::default()
            });
        }
        Value::Object(members) => members,
        _ => return Err(AnswerError::NoList),
    };
    if let Some(reason) = members.get("error").filter(|reason| !reason.is_null()) {
        let reason = reason
            .as_str()
            .map_or_else(|| reason.to_string(), str::to_owned);
        return Err(AnswerError::Failed(reason));
    }
    let named = |name: &str| words_of(members.get(name));
    let (id, model, prompt) = (named("id"), named("model"), named("prompt"));
    let last_paragraph = members.get("last_paragraph").and_then(Value::as_u64);
    // What a model wrote, as it wrote it.
    let inner = match words_of(members.get("answer")) {
        Some(written) => Some(parsed(&written)?),
        None => None,
    };
    let list = ["statements", "items"]
        .into_iter()
        .find_map(|name| match members.remove(name) {
            Some(Value::Array(statements)) => Some(statements),
            _ => None,
        });
    let inner_list = |inner: Answer| Answer {
        id: id.clone(),
        model: model.clone().or(inner.model),
        prompt: prompt.clone().or(inner.prompt),
        last_paragraph: last_paragraph.or(inner.last_paragraph),
        statements: inner.statements,
    };
    match (list, inner) {
        (Some(statements), _) => Ok(Answer {
            id,
            model,
            prompt,
            last_paragraph,
            statements,
        }),
        (None, Some(inner)) => Ok(inner_list(inner)),
        (None, None) => Err(AnswerError::NoList),
    }
}

/// The JSON in an answer: all of it, or what is in its first block of code.
fn json(printed: &str) -> Result<Value, AnswerError> {
    let whole = printed.trim().trim_start_matches('\u{feff}');
    let block = whole.split_once("```").map(|(_, rest)| {
        let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric());
        rest.split_once("```").map_or(rest, |(block, _)| block)
    });
    let written = match whole.starts_with(['{', '[']) {
        true => whole,
        false => block.unwrap_or(whole).trim(),
    };
    serde_json::from_str(written).map_err(|error| match error.is_eof() && !written.is_empty() {
        true => AnswerError::CutOff {
            length: whole.chars().count(),
        },
        false => AnswerError::NotJson {
            reason: error.to_string(),
            beginning: beginning(whole),
        },
    })
}

/// The longest beginning of an answer that a message shows.
const SHOWN: usize = 60;

fn beginning(whole: &str) -> String {
    let mut letters = whole.chars();
    let shown: String = letters.by_ref().take(SHOWN).collect();
    match letters.next() {
        Some(_) => format!("{shown:?}…"),
        None => format!("{shown:?}"),
    }
}

fn statement(
    text: &QuotedText,
    value: &Value,
    taken: &[Span],
) -> Result<Attributed, StatementError> {
    let members = value.as_object().ok_or(StatementError::NoObject)?;
    let quoted = quotations(members)?;
    let speaker = words_of(members.get("speaker"));
    let (via, choices) = (names(members.get("via")), names(members.get("choices")));
    let source = one_quotation("source", members.get("source"))?;
    let cue = one_quotation("cue", members.get("cue"))?;
    // Who gives places is taken at their word: a speaker may be named otherwise than in the text.
    if quoted.iter().any(|one| matches!(one, Quoted::Words(_))) {
        let unknown = speaker.iter().chain(&via).find(|name| !text.names(name));
        if let Some(name) = unknown {
            return Err(StatementError::NobodyOfTheName(name.clone()));
        }
    }
    let said = &ranges(text, "source", source.as_ref())?;
    let anchors = match (said.is_empty(), &speaker) {
        (true, Some(name)) => text.occurrences(name),
        _ => said.clone(),
    };
    let content = contents(text, &quoted, &anchors, taken)?;
    let spans: Vec<Span> = content.iter().map(|place| place.span).collect();
    let source = nearest(text, said, &spans);
    let around: Vec<Span> = spans.iter().copied().chain(source).collect();
    let cue = nearest(text, &ranges(text, "cue", cue.as_ref())?, &around);
    Ok(Attributed {
        source,
        cue,
        speaker,
        stance: word("stance", members.get("stance"))?.unwrap_or(Stance::Asserts),
        mode: match mode(members.get("mode"))? {
            Some(mode) => mode,
            None => mode_of(text, &spans),
        },
        content: spans,
        via,
        choices,
        likelihood: likelihood(members.get("likelihood"))?,
        by_rules: None,
        approximate: content.iter().any(|place| place.approximate)
            || members.get("approximate") == Some(&Value::Bool(true)),
        claim: words_of(members.get("claim")),
        found_by: None,
    })
}

/// What was said, as it was given: some words, a place, or a list of either.
fn quotations(members: &Map<String, Value>) -> Result<Vec<Quoted>, StatementError> {
    let given = members.get("content").unwrap_or(&Value::Null);
    let parts = match given {
        Value::Array(parts) if span_of(given).is_none() => parts.iter().collect(),
        other => vec![other],
    };
    let parts = parts
        .into_iter()
        .filter_map(|part| one_quotation("content", Some(part)).transpose());
    let parts = parts.collect::<Result<Vec<Quoted>, _>>()?;
    match parts.is_empty() {
        true => Err(StatementError::NoContent),
        false => Ok(parts),
    }
}

fn one_quotation(
    what: &'static str,
    given: Option<&Value>,
) -> Result<Option<Quoted>, StatementError> {
    match given {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) if words.trim().is_empty() => Ok(None),
        Some(Value::String(words)) => Ok(Some(Quoted::Words(words.clone()))),
        Some(other) => match span_of(other) {
            Some(span) => Ok(Some(Quoted::Span(span))),
            None => Err(StatementError::NoWords {
                what,
                found: beginning(&other.to_string()),
            }),
        },
    }
}

fn span_of(value: &Value) -> Option<Span> {
    let place = |value: &Value| value.as_u64().and_then(|at| usize::try_from(at).ok());
    match value.as_array()?.as_slice() {
        [start, end] => Some((place(start)?, place(end)?)),
        _ => None,
    }
}

/// Where some words may be, or the place that was given.
fn ranges(
    text: &QuotedText,
    what: &'static str,
    quoted: Option<&Quoted>,
) -> Result<Vec<Place>, StatementError> {
    match quoted {
        None => Ok(Vec::new()),
        Some(Quoted::Words(words)) => Ok(text.occurrences(words)),
        Some(Quoted::Span(span)) => Ok(vec![given(text, what, *span)?]),
    }
}

fn given(
    text: &QuotedText,
    what: &'static str,
    (start, end): Span,
) -> Result<Place, StatementError> {
    let length = text.length();
    if start >= end || end > length {
        return Err(StatementError::OutOfRange {
            what,
            start,
            end,
            length,
        });
    }
    Ok(Place {
        span: (start, end),
        approximate: false,
    })
}

/// The places of what was said. The first part is the one nearest to the speaker that no other statement has; the others
/// follow it.
fn contents(
    text: &QuotedText,
    quoted: &[Quoted],
    anchors: &[Place],
    taken: &[Span],
) -> Result<Vec<Place>, StatementError> {
    let mut found: Vec<Place> = Vec::new();
    for part in quoted {
        match part {
            Quoted::Span(span) => found.push(given(text, "content", *span)?),
            Quoted::Words(words) => {
                for part in parts(text, words) {
                    let place = placed(text, part, &found, anchors, taken)?;
                    found.push(place);
                }
            }
        }
    }
    Ok(found)
}

/// A quotation, or the parts of one that is interrupted by dots.
fn parts<'w>(text: &QuotedText, words: &'w str) -> Vec<&'w str> {
    if !text.occurrences(words).is_empty() {
        return vec![words];
    }
    let parts = words.split("...").flat_map(|part| part.split('…'));
    let parts = parts.map(str::trim);
    let is_part = |part: &&str| part.contains(char::is_alphanumeric);
    let parts: Vec<&str> = parts.filter(is_part).collect();
    if parts.is_empty() { vec![words] } else { parts }
}

fn placed(
    text: &QuotedText,
    words: &str,
    before: &[Place],
    anchors: &[Place],
    taken: &[Span],
) -> Result<Place, StatementError> {
    let mut places = text.occurrences(words);
    if places.is_empty() {
        places = text.near_occurrences(words);
    }
    if places.is_empty() {
        return Err(StatementError::Invented(words.to_owned()));
    }
    if let Some(last) = before.last() {
        let next = places.into_iter().find(|place| place.span.0 >= last.span.1);
        return next.ok_or_else(|| StatementError::NotInOrder(words.to_owned()));
    }
    let distance = |place: &Place| {
        let gaps = anchors
            .iter()
            .map(|anchor| gap(text, anchor.span, place.span));
        (taken.contains(&place.span), gaps.min())
    };
    let best = places.into_iter().min_by_key(distance);
    best.ok_or_else(|| StatementError::Invented(words.to_owned()))
}

/// How far two spans are from each other, nearest first: in one sentence or not, and the characters between them. What
/// overlaps comes last, since who speaks is not named by what is said.
fn gap(text: &QuotedText, one: Span, other: Span) -> (bool, bool, usize) {
    let between = match (one.1 <= other.0, other.1 <= one.0) {
        (true, _) => (one.1, other.0),
        (_, true) => (other.1, one.0),
        _ => return (true, true, usize::MAX),
    };
    (false, text.has_sentence_end(between), between.1 - between.0)
}

/// The place that is nearest to some spans and outside of all of them.
fn nearest(text: &QuotedText, places: &[Place], near: &[Span]) -> Option<Span> {
    let distance = |place: &&Place| {
        let gaps = near.iter().map(|span| gap(text, place.span, *span));
        let overlaps = gaps.clone().any(|(overlaps, ..)| overlaps);
        (overlaps, gaps.min())
    };
    places.iter().min_by_key(distance).map(|place| place.span)
}

/// Whether words are quoted in the text, by the marks around and within them.
fn mode_of(text: &QuotedText, spans: &[Span]) -> Mode {
    let is_quoted = |span: &Span| text.is_quoted(*span);
    let has_quotation = |span: &Span| text.has_quotation(*span) || is_quoted(span);
    match (spans.iter().all(is_quoted), spans.iter().any(has_quotation)) {
        (true, _) => Mode::Direct,
        (false, true) => Mode::Mixed,
        (false, false) => Mode::Indirect,
    }
}

/// A text that says something.
fn words_of(value: Option<&Value>) -> Option<String> {
    let words = value?.as_str()?.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// A list of names, or one.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(|name| words_of(Some(name)))
            .collect(),
        other => words_of(other).into_iter().collect(),
    }
}

fn word<T: WordList>(
    what: &'static str,
    value: Option<&Value>,
) -> Result<Option<T>, StatementError> {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let found = value.as_str().unwrap_or_default();
    match T::from_word(found) {
        Some(word) => Ok(Some(word)),
        None => Err(StatementError::NoSuchWord {
            what,
            found: value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
            known: T::ALL
                .iter()
                .map(|word| word.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        }),
    }
}

fn mode(value: Option<&Value>) -> Result<Option<Mode>, StatementError> {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    serde_json::from_value(value.clone())
        .map(Some)
        .map_err(|_| StatementError::NoSuchWord {
            what: "mode",
            found: value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
            known: "direct, indirect, mixed".to_owned(),
        })
}

fn likelihood(value: Option<&Value>) -> Result<Option<f64>, StatementError> {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let share = value.as_f64().filter(|share| (0.0..=1.0).contains(share));
    match share {
        Some(share) => Ok(Some(share)),
        None => Err(StatementError::Likelihood(value.to_string())),
    }
}
