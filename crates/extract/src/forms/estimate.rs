//! Figures that somebody gives without a verb of speech: "The ministry put the toll at 11", "By Lee's count, 38 ships were
//! waiting".

use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_noun, is_verb};
use crate::text::sentence::Sentence;
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// Verbs that put a figure at a number.
const PUT: [&str; 10] = [
    "put",
    "puts",
    "estimated",
    "estimates",
    "estimate",
    "placed",
    "places",
    "pegged",
    "pegs",
    "reckoned",
];

/// What somebody's own figure is called.
const COUNTS: [&str; 9] = [
    "count",
    "estimate",
    "estimates",
    "reckoning",
    "tally",
    "calculation",
    "calculations",
    "figures",
    "account",
];

/// Words between "at" and a number: "at just over 2,000".
#[rustfmt::skip]
const NEARLY: [&str; 18] = [
    "about", "around", "almost", "nearly", "over", "under", "more", "less", "fewer", "than", "least", "most", "just",
    "between", "roughly", "approximately", "some", "well",
];

/// Adds such figures to the accepted readings, both in order of their cues, in place of those that the models read there.
pub(crate) fn complete(document: &Document, accepted: &mut Vec<CueReading>) {
    let mut added: Vec<CueReading> = Vec::new();
    let mut dropped = vec![false; accepted.len()];
    for clause in document
        .sentences
        .iter()
        .flat_map(|sentence| clauses(document, sentence))
    {
        let Some(found) = put_at(document, clause).or_else(|| by_count(document, clause)) else {
            continue;
        };
        let near = accepted.partition_point(|one| one.cue.start < clause.start)
            ..accepted.partition_point(|one| one.cue.start < clause.end);
        let said_inside = |one: &CueReading| one.says(found.cue.start) && one.source.is_some();
        if accepted[near.clone()].iter().any(said_inside) {
            continue;
        }
        for at in near {
            dropped[at] |= accepted[at].cue.overlaps(found.cue);
        }
        added.push(found);
    }
    super::insert(accepted, added, dropped);
}

/// The parts of a sentence between semicolons.
fn clauses(document: &Document, sentence: &Sentence) -> Vec<TokenRange> {
    let mut start = sentence.start;
    let mut found = Vec::new();
    for at in sentence.start..sentence.end {
        if document.word(at) == ";" {
            found.push(TokenRange::new(start, at));
            start = at + 1;
        }
    }
    found.push(TokenRange::new(start, sentence.end));
    found.retain(|clause| clause.start < clause.end);
    found
}

/// "The ministry put the toll at 11 deaths."
fn put_at(document: &Document, clause: TokenRange) -> Option<CueReading> {
    let tags = &document.tags;
    let range = clause.start + 1..clause.end;
    let verb = range.clone().find(|at| is_verb(tags[*at]))?;
    if !PUT.contains(&document.word(verb)) || document.is_quoted(verb) || tags[verb] == tag::VBN {
        return None;
    }
    let source = TokenRange::new(clause.start, verb);
    let at = (verb + 2..range.end)
        .take(thresholds::LONGEST_MEASURED)
        .take_while(|at| !is_verb(tags[*at]) && tags[*at] != tag::STOP)
        .find(|at| document.word(*at) == "at")?;
    let number = (at + 1..range.end)
        .take(thresholds::NUMBER_REACH)
        .take_while(|at| {
            document.tokens[*at].shape != Shape::Lower || NEARLY.contains(&document.word(*at))
        })
        .find(|at| tags[*at] == tag::CD || document.tokens[*at].shape == Shape::Digit)?;
    let names = source
        .tokens()
        .any(|at| is_noun(tags[at]) || tags[at] == tag::PRP);
    let end = (number + 1..range.end)
        .find(|at| matches!(tags[*at], tag::STOP | tag::COMMA | tag::IN))
        .unwrap_or(range.end);
    names.then(|| {
        super::reading(
            TokenRange::one(verb),
            source,
            TokenRange::new(verb + 1, end),
        )
    })
}

/// "By the harbour master's own count, 38 ships were waiting."
fn by_count(document: &Document, clause: TokenRange) -> Option<CueReading> {
    let tags = &document.tags;
    let first = clause.start;
    if !document.word(first).eq_ignore_ascii_case("by") {
        return None;
    }
    let comma = (first..clause.end)
        .take(thresholds::LONGEST_TRAILING_SOURCE)
        .find(|at| tags[*at] == tag::COMMA)?;
    let owner = (first + 1..comma).rev().find(|at| tags[*at] == tag::POS)?;
    let counted = comma > owner + 1 && COUNTS.contains(&document.word(comma - 1));
    let named = (first + 1..owner).any(|at| is_noun(tags[at]));
    let stop = usize::from(tags[clause.end - 1] == tag::STOP);
    let content = TokenRange::new(comma + 1, clause.end - stop);
    let clause = content.start < content.end && content.tokens().any(|at| is_verb(tags[at]));
    (counted && named && clause).then(|| {
        super::reading(
            TokenRange::one(comma - 1),
            TokenRange::new(first + 1, owner),
            content,
        )
    })
}
