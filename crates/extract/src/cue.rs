//! Cues: the words that tell that something was said, and which of them are worth asking about.

use crate::chain::Scores;
use crate::document::Document;
use crate::scan::label as scanned;
use crate::stance::is_firm;
use crate::syntax::is_verb;
use crate::tagger::tag;
use crate::word::{Shape, hash_str};

/// A cue: the tokens from `start` to one before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cue {
    /// First token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
}

impl Cue {
    /// The token of the cue that the others hang on: a verb if there is one whose head lies outside.
    pub fn head(&self, document: &Document) -> usize {
        let outside = |at: &usize| {
            document
                .head(*at)
                .is_none_or(|h| h < self.start || h >= self.end)
        };
        let verb = (self.start..self.end)
            .rev()
            .find(|at| outside(at) && is_verb(document.tags[*at]));
        let lexical = (self.start..self.end)
            .rev()
            .find(|at| is_verb(document.tags[*at]));
        verb.or(lexical)
            .or_else(|| (self.start..self.end).find(outside))
            .unwrap_or(self.start)
    }

    /// The token that says the most about a cue: its head, but "confirm" in "appeared to confirm".
    pub fn core(&self, document: &Document) -> usize {
        let head = self.head(document);
        let seems = [hash_str("appear"), hash_str("seem")].contains(&document.tokens[head].stem);
        let verb = |at: &usize| is_verb(document.tags[*at]);
        (head + 1..self.end)
            .rev()
            .find(|at| seems && verb(at))
            .unwrap_or(head)
    }
}

/// A token less likely than this to begin a cue is not asked about.
const LEAST_BELIEF: f32 = 0.03;

/// Colons and dashes are cues in transcripts and under pull quotes, which are rare: they are asked about
/// although the first reading hardly believes in them.
const LEAST_BELIEF_IN_SIGN: f32 = 0.015;

/// A cue is never longer than this.
const LONGEST: usize = 14;

/// Which cues are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Those that the first reading believes in a little. The judge learns from these: learned from
    /// the others as well, it was half a point worse on the development part.
    Likely,
    /// Also every verb that confirms, denies or rules out, however little it is believed in.
    LikelyAndFirm,
}

/// Finds the cues worth asking about, in order of their beginnings.
pub fn find(document: &Document, beliefs: &[Scores], asked: Asked) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    // Where "stopped short of" ends, within which no other cue begins.
    let mut covered = 0;
    for start in 0..beliefs.len() {
        let sign = document.tokens[start].shape == Shape::Sign;
        let verb = Cue {
            start,
            end: start + 1,
        };
        let least = if sign {
            LEAST_BELIEF_IN_SIGN
        } else if asked == Asked::LikelyAndFirm
            && is_verb(document.tags[start])
            && is_firm(document, verb)
        {
            0.0
        } else {
            LEAST_BELIEF
        };
        if let Some(end) = stops_short(document, start) {
            covered = end;
            found.push(Cue { start, end });
        } else if start >= covered && beliefs[start][scanned::CUE_BEGIN] >= least {
            let end = according_to(document, start)
                .unwrap_or_else(|| with_verb(document, likely_end(document, beliefs, start)));
            found.push(Cue { start, end });
        }
    }
    found
}

/// How far a cue goes: as long as going on is likelier than not.
fn likely_end(document: &Document, beliefs: &[Scores], start: usize) -> usize {
    let stop = document.sentence(start).end.min(start + LONGEST);
    let mut here = beliefs[start][scanned::CUE_BEGIN];
    for (end, belief) in beliefs[..stop].iter().enumerate().skip(start + 1) {
        let on = belief[scanned::CUE];
        // A later beginning that is likelier than going on cuts the cue there.
        if on < 0.5 * here || belief[scanned::CUE_BEGIN] > on {
            return end;
        }
        here = on;
    }
    stop
}

/// Where "according to" ends, if it begins at a token: the one who is meant is no part of it.
fn according_to(document: &Document, start: usize) -> Option<usize> {
    let to = start + 1 < document.sentence(start).end && document.word(start + 1) == "to";
    (to && document.word(start).eq_ignore_ascii_case("according")).then_some(start + 2)
}

/// Where "stopped short of saying" ends, if it begins at a token: a cue that is rare, and whose last word
/// alone would tell the contrary.
fn stops_short(document: &Document, start: usize) -> Option<usize> {
    let phrase = document.tokens[start].stem == hash_str("stop")
        && start + 3 < document.sentence(start).end
        && document.word(start + 1) == "short"
        && document.word(start + 2) == "of";
    let verb = phrase && document.tags[start + 3] == tag::VBG;
    phrase.then_some(start + 3 + usize::from(verb))
}

/// Where a cue ends that goes on with "to confirm" and the like: "appeared" alone would be another cue, and
/// tell another stance.
fn with_verb(document: &Document, end: usize) -> usize {
    const OPENING: [u32; 5] = [
        hash_str("appear"),
        hash_str("seem"),
        hash_str("declin"),
        hash_str("refus"),
        hash_str("fail"),
    ];
    let stop = document.sentence(end - 1).end;
    let opens = OPENING.contains(&document.tokens[end - 1].stem);
    let to = end + 1 < stop && document.word(end) == "to";
    let verb = Cue {
        start: end + 1,
        end: end + 2,
    };
    if opens && to && is_firm(document, verb) {
        let next = |words: &[&str], at| at < stop && words.contains(&document.word(at));
        let denies = || next(&["or", "nor"], verb.end) && next(&["deny"], verb.end + 1);
        match verb.end {
            end if next(&["out"], end) => end + 1,
            end if denies() => end + 2,
            end => end,
        }
    } else {
        end
    }
}
