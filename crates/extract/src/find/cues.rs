//! Finds the cues that are worth a closer look.

use super::nested::says_something;
use super::scan::label;
use crate::meaning::stance::is_firm;
use crate::model::crf::Scores;
use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_verb};
use crate::text::word::{Shape, hash, hashes};
use crate::thresholds;
use crate::types::TokenRange;

/// Which cues are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Those that the scan gives some probability. The judge is trained on these only: trained on the others too, it
    /// was half a point worse on the development part.
    Likely,
    /// Also every verb that confirms, denies or rules out, and every verb of speech with a "that" or a "he would" after
    /// it, however improbable it is as a cue.
    LikelyAndFirm,
}

/// Finds the cues, in the order in which they begin.
pub(crate) fn find(document: &Document, beliefs: &[Scores], asked: Asked) -> Vec<TokenRange> {
    let mut found: Vec<TokenRange> = Vec::new();
    // No cue begins within "stopped short of saying".
    let mut covered = 0;
    for start in 0..beliefs.len() {
        if let Some(end) = stops_short(document, start) {
            covered = end;
            found.push(TokenRange::new(start, end));
        } else if start >= covered
            && beliefs[start][label::CUE_BEGIN] >= least_belief(document, start, asked)
        {
            let end = according_to(document, start)
                .unwrap_or_else(|| with_verb(document, likely_end(document, beliefs, start)));
            found.push(TokenRange::new(start, end));
        }
    }
    found
}

/// The word of a cue that says the most: its head, but "confirm" in "appeared to confirm".
pub(crate) fn core(document: &Document, cue: TokenRange) -> usize {
    let head = document.head_of(cue);
    let verb = |at: &usize| is_verb(document.tags[*at]);
    (head + 1..cue.end)
        .rev()
        .find(|at| seems(document, head) && verb(at))
        .unwrap_or(head)
}

/// Whether a token is a form of "appear" or "seem".
pub(super) fn seems(document: &Document, at: usize) -> bool {
    const SEEM: [u32; 2] = hashes(["appear", "seem"]);
    SEEM.contains(&document.tokens[at].stem)
}

/// The probability that a token must have as the beginning of a cue.
fn least_belief(document: &Document, at: usize, asked: Asked) -> f32 {
    let verb = is_verb(document.tags[at]);
    let firm = || {
        // "Stopped short of".
        let short = document.tokens.get(at + 1).is_some() && document.word(at + 1) == "short";
        let cue = TokenRange::new(at, at + 1 + usize::from(short));
        verb && (is_firm(document, cue)
            || says_something(document, at) && (has_that(document, at) || has_clause(document, at)))
    };
    if document.tokens[at].shape == Shape::Sign {
        thresholds::LEAST_BELIEF_IN_SIGN
    } else if asked == Asked::LikelyAndFirm && firm() {
        0.0
    } else {
        thresholds::LEAST_BELIEF
    }
}

/// Whether a "that" follows a verb, with at most a time or a listener between them.
fn has_that(document: &Document, verb: usize) -> bool {
    let end = document
        .sentence(verb)
        .end
        .min(verb + thresholds::CITED_THAT_REACH);
    (verb + 1..end)
        .take_while(|at| !is_verb(document.tags[*at]) && document.tags[*at] != tag::COMMA)
        .any(|at| document.word(at) == "that")
}

/// Whether a pronoun and a verb follow a verb: "announced it would".
fn has_clause(document: &Document, verb: usize) -> bool {
    let tag = |at: usize| document.tags.get(at).copied();
    let finite = |at: usize| {
        matches!(
            tag(at),
            Some(tag::VBD | tag::VBZ | tag::VBP | tag::MD | tag::RB)
        )
    };
    tag(verb + 1) == Some(tag::PRP) && finite(verb + 2)
}

/// The end of a cue: it goes on as long as that is more probable than not.
fn likely_end(document: &Document, beliefs: &[Scores], start: usize) -> usize {
    let stop = document
        .sentence(start)
        .end
        .min(start + thresholds::LONGEST_CUE);
    let mut here = beliefs[start][label::CUE_BEGIN];
    for (end, belief) in beliefs[..stop].iter().enumerate().skip(start + 1) {
        let on = belief[label::CUE];
        // Another cue that more probably begins here ends this one.
        if on < thresholds::CUE_GOES_ON * here || belief[label::CUE_BEGIN] > on {
            return end;
        }
        here = on;
    }
    stop
}

/// The end of "according to", if it begins here. The person after it is no part of the cue.
fn according_to(document: &Document, start: usize) -> Option<usize> {
    let to = start + 1 < document.sentence(start).end && document.word(start + 1) == "to";
    (to && document.word(start).eq_ignore_ascii_case("according")).then_some(start + 2)
}

/// The end of "stopped short of saying", if it begins here. It is rare, and its last word alone would mean the
/// opposite.
fn stops_short(document: &Document, start: usize) -> Option<usize> {
    let phrase = document.tokens[start].stem == hash("stop")
        && start + 3 < document.sentence(start).end
        && document.word(start + 1) == "short"
        && document.word(start + 2) == "of";
    let verb = phrase && document.tags[start + 3] == tag::VBG;
    phrase.then_some(start + 3 + usize::from(verb))
}

/// The end of a cue with the "to confirm" that follows it, if one does. Without it, "appeared" would be another cue
/// with another stance.
fn with_verb(document: &Document, end: usize) -> usize {
    const OPENING: [u32; 5] = hashes(["appear", "seem", "declin", "refus", "fail"]);
    let stop = document.sentence(end - 1).end;
    let opens = OPENING.contains(&document.tokens[end - 1].stem);
    let to = end + 1 < stop && document.word(end) == "to";
    if !(opens && to && is_firm(document, TokenRange::one(end + 1))) {
        return end;
    }
    let after = end + 2;
    let is = |at: usize, words: &[&str]| at < stop && words.contains(&document.word(at));
    if is(after, &["out"]) {
        after + 1
    } else if is(after, &["or", "nor"]) && is(after + 1, &["deny"]) {
        after + 2
    } else {
        after
    }
}
