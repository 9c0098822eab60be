//! Interviews: paragraphs that begin with "Q." and "A.", or with the names of those who speak.

use crate::syntax::document::Document;
use crate::syntax::tag;
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// What a paragraph of an interview begins with.
struct Line {
    /// The words before the colon or the full stop.
    label: TokenRange,
    /// What is said.
    speech: TokenRange,
}

/// Finds the answers of an interview, in order. Whether a text is one is seen from all its lines: a name before a
/// colon ("Weather: …") is nothing by itself.
pub(super) fn find(document: &Document) -> Vec<CueReading> {
    let lines: Vec<Line> = document
        .paragraphs()
        .filter_map(|paragraph| lettered(document, paragraph))
        .collect();
    if lines.iter().any(|line| is_letter(document, line, 'Q')) {
        let answers = lines.iter().filter(|line| is_letter(document, line, 'A'));
        let speaker = interviewed(document, lines[0].label.start);
        return answers.map(|line| reading(line, speaker)).collect();
    }
    let lines: Vec<Line> = document
        .paragraphs()
        .filter_map(|paragraph| named(document, paragraph))
        .collect();
    let asked = lines.iter().any(|line| is_question(document, line));
    let answers = lines.iter().filter(|line| !is_question(document, line));
    if asked {
        answers
            .map(|line| reading(line, Some(line.label)))
            .collect()
    } else {
        Vec::new()
    }
}

/// The tokens of the questions of an interview: what is asked there is said by nobody.
pub(super) fn questions(document: &Document) -> Vec<TokenRange> {
    document
        .paragraphs()
        .filter(|paragraph| {
            lettered(document, *paragraph).is_some_and(|line| is_letter(document, &line, 'Q'))
        })
        .collect()
}

fn reading(line: &Line, speaker: Option<TokenRange>) -> CueReading {
    let cue = TokenRange::one(line.speech.start - 1);
    CueReading::by_form(cue, speaker, line.speech, thresholds::FORM_LIKELIHOOD)
}

/// "Q. …", "A: …", "Question: …".
fn lettered(document: &Document, paragraph: TokenRange) -> Option<Line> {
    let TokenRange { start, end } = paragraph;
    let first = document.word(start);
    let letter = first.trim_end_matches('.');
    if !matches!(letter, "Q" | "A" | "Question" | "Answer") {
        return None;
    }
    let marked = first.ends_with('.');
    let follows = start + 1 < end && matches!(document.word(start + 1), "." | ":");
    if !marked && !follows {
        return None;
    }
    let from = start + 1 + usize::from(follows);
    (from < end).then(|| Line {
        label: TokenRange::one(start),
        speech: TokenRange::new(from, end),
    })
}

fn is_letter(document: &Document, line: &Line, letter: char) -> bool {
    document.word(line.label.start).starts_with(letter)
}

/// "Ann Lee: The ferry will not sail."
fn named(document: &Document, paragraph: TokenRange) -> Option<Line> {
    let TokenRange { start, end } = paragraph;
    let reach = end.min(start + thresholds::LONGEST_SPEAKER_LABEL);
    let colon = (start + 1..reach).find(|at| document.word(*at) == ":")?;
    let name = |at: usize| {
        matches!(
            document.tokens[at].shape,
            Shape::Title | Shape::Upper | Shape::Mixed
        ) || document.word(at).ends_with('.')
    };
    let ends = matches!(
        document.word(end - 1),
        "." | "?" | "!" | "…" | "..." | "”" | "\""
    );
    let inline = colon + 1 < end && document.tokens[colon + 1].breaks == 0;
    ((start..colon).all(name) && ends && inline && !document.in_heading(start)).then(|| Line {
        label: TokenRange::new(start, colon),
        speech: TokenRange::new(colon + 1, end),
    })
}

fn is_question(document: &Document, line: &Line) -> bool {
    document.word(line.speech.end - 1) == "?"
}

/// Who answers, if the words before the first question say it: "Interview with Mayor Ann Lee", "Ann Lee spoke to …".
fn interviewed(document: &Document, end: usize) -> Option<TokenRange> {
    let proper = |at: usize| tag::is_proper_noun(document.tags[at]);
    let run_from = |from: usize| {
        let last = (from..end).take_while(|at| proper(*at)).last()?;
        Some(TokenRange::new(from, last + 1))
    };
    let lower = |at: usize| document.word(at).to_ascii_lowercase();
    let with = (1..end).find(|at| {
        lower(*at) == "with"
            && matches!(
                lower(*at - 1).as_str(),
                "interview" | "conversation" | "q&a" | "spoke" | "talks"
            )
    });
    if let Some(with) = with {
        return run_from(with + 1);
    }
    let speaks = (1..end).find(|at| {
        matches!(
            lower(*at).as_str(),
            "spoke" | "speaks" | "talked" | "talks" | "answers" | "answered"
        )
    })?;
    let first = (0..speaks).rev().take_while(|at| proper(*at)).last()?;
    Some(TokenRange::new(first, speaks))
}
