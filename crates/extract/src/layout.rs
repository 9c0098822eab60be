//! Speech that the layout tells rather than the words: lines of a transcript ("MAYOR: …") and
//! quotations signed below with a dash and a name. Too rare in the corpus to be learned from it.

use crate::candidate::Candidate;
use crate::cue::Cue;
use crate::document::Document;
use crate::syntax::is_verb;
use crate::tagger::tag;
use crate::word::Shape;

/// How likely such a candidate is held to be; nearly everything that looks so is so.
pub const LIKELIHOOD: f32 = 0.9;

/// A speaker's line names the speaker in at most this many tokens.
const LONGEST_NAME: usize = 9;

/// Words in capitals before a colon that announce a thing, not a speaker.
const LABELS: &[&str] = &[
    "video",
    "update",
    "updated",
    "watch",
    "exclusive",
    "breaking",
    "photo",
    "photos",
    "poll",
    "report",
    "correction",
    "note",
    "listen",
    "read",
    "live",
    "related",
    "more",
    "also",
    "analysis",
    "opinion",
    "warning",
    "alert",
];

/// A signature has at most this many tokens.
const LONGEST_SIGNATURE: usize = 14;

/// Finds all such speech, in order.
pub fn find(document: &Document) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut first = 0;
    let sentences = &document.sentences;
    while first < sentences.len() {
        let mut last = first;
        while last + 1 < sentences.len()
            && sentences[last + 1].paragraph == sentences[first].paragraph
        {
            last += 1;
        }
        let (start, end) = (sentences[first].start, sentences[last].end);
        found.extend(
            transcript(document, start, end).or_else(|| signature(document, start, end, first)),
        );
        first = last + 1;
    }
    found
}

/// A candidate that needs no judge.
pub fn candidate(cue: Cue, source: (usize, usize), content: (usize, usize)) -> Candidate {
    Candidate {
        cue,
        source: Some(source),
        content: vec![content],
        belief: LIKELIHOOD,
        span_belief: LIKELIHOOD,
        certainty: 0.0,
        outlet: None,
    }
}

fn is_quotation_mark(document: &Document, at: usize) -> bool {
    matches!(
        document.word(at),
        "\"" | "“" | "”" | "''" | "``" | "«" | "»"
    )
}

/// "MAYOR: We will build it." The name stands in capitals; a heading's does not.
fn transcript(document: &Document, start: usize, end: usize) -> Option<Candidate> {
    let start = if is_quotation_mark(document, start) {
        start + 1
    } else {
        start
    };
    let colon = (start + 1..end.min(start + LONGEST_NAME)).find(|at| document.word(*at) == ":")?;
    let capitals = (start..colon).all(|at| {
        !document.word(at).chars().any(char::is_lowercase) || document.word(at).ends_with('.')
    });
    let named =
        document.tokens[start].shape == Shape::Upper && document.word(start).chars().count() > 2;
    let label = LABELS
        .iter()
        .any(|word| document.word(start).eq_ignore_ascii_case(word));
    if !capitals
        || !named
        || label
        || document.sentence_of[start] == 0
        || colon + 3 > end
        || document.tokens[colon + 1].breaks > 0
    {
        return None;
    }
    let name = (start..colon)
        .find(|at| document.tags[*at] == tag::COMMA || document.word(*at) == "(")
        .unwrap_or(colon);
    // Lists and headings in capitals ("UPDATE: …", "WASHINGTON: …") look the same; speech has a full stop.
    let speech = matches!(
        document.word(end - 1),
        "." | "?" | "!" | "…" | "..." | "—" | "--" | "”" | "\"" | "]" | ")"
    );
    (speech && name > start).then(|| {
        candidate(
            Cue {
                start: colon,
                end: colon + 1,
            },
            (start, name),
            (colon + 1, end),
        )
    })
}

/// A quotation that fills its paragraph, and after or below it "— Ann Lee, baker".
fn signature(document: &Document, start: usize, end: usize, sentence: usize) -> Option<Candidate> {
    let dash = (start..end)
        .rev()
        .take(LONGEST_SIGNATURE)
        .find(|at| is_dash(document, *at))?;
    let capital = document
        .tokens
        .get(dash + 1)
        .is_some_and(|t| matches!(t.shape, Shape::Title | Shape::Mixed | Shape::Upper));
    if !capital || dash + 2 > end || dash == 0 || !is_quotation_mark(document, dash - 1) {
        return None;
    }
    let opens = if dash > start {
        start
    } else {
        let before = document.sentences[sentence.checked_sub(1)?].paragraph;
        document.sentences[..sentence]
            .iter()
            .rev()
            .take(40)
            .take_while(|s| s.paragraph == before)
            .last()?
            .start
    };
    if !is_quotation_mark(document, opens) || opens + 3 > dash {
        return None;
    }
    // A verb after the dash makes it a sentence of its own.
    if (dash + 1..end).any(|at| is_verb(document.tags[at])) {
        return None;
    }
    let stop = (dash + 1..end)
        .find(|at| {
            matches!(document.tags[*at], tag::COMMA | tag::STOP) || document.word(*at) == "("
        })
        .unwrap_or(end);
    (stop > dash + 1).then(|| {
        candidate(
            Cue {
                start: dash,
                end: dash + 1,
            },
            (dash + 1, stop),
            (opens, dash),
        )
    })
}

fn is_dash(document: &Document, at: usize) -> bool {
    matches!(document.word(at), "―" | "—" | "–" | "-" | "--" | "~")
}
