//! What somebody does not confirm, told by its words: "has yet to confirm", "neither confirmed nor denied",
//! "did not respond to questions about". The readings miss the rarer of these, above all in short texts, and a
//! ledger of confirmations can least do without them.

use crate::candidate::{Candidate, Run};
use crate::cue::Cue;
use crate::document::Document;
use crate::layout::candidate;
use crate::role::WINDOW;
use crate::sentence::Sentence;
use crate::syntax::{Links, NO, is_nominal, is_verb};
use crate::tagger::tag;
use crate::word::{Shape, hash_str};
use std::ops::Range;

/// How likely such an attribution is held to be.
const LIKELIHOOD: f32 = 0.6;

/// Stems of words that confirm.
const CONFIRM: [u32; 4] = [
    hash_str("confirm"),
    hash_str("verif"),
    hash_str("corroborat"),
    hash_str("acknowledg"),
];

/// Stems of words that deny.
const DENY: [u32; 3] = [hash_str("den"), hash_str("deni"), hash_str("deny")];

/// Stems of words that tell; withheld they are only where a question follows.
const TELL: [u32; 7] = [
    hash_str("say"),
    hash_str("tell"),
    hash_str("specif"),
    hash_str("disclos"),
    hash_str("reveal"),
    hash_str("explain"),
    hash_str("elaborat"),
];

/// Stems of words that answer.
const REPLY: [u32; 4] = [
    hash_str("respond"),
    hash_str("repl"),
    hash_str("answer"),
    hash_str("comment"),
];

/// Words of being pressed for an answer: "would not be drawn on", "would not be pinned down on".
const PRESSED: [&str; 3] = ["drawn", "pinned", "pushed"];

/// Between "Neither" and its verb are at most so many tokens.
const LONGEST_PAIR: usize = 14;

/// Between "respond" and what was asked about are at most so many tokens.
const LONGEST_REQUEST: usize = 7;

/// Candidates whose cues are further apart than this, in tokens, have nothing to do with each other.
const NEAR: usize = 2 * WINDOW;

/// Puts what is withheld among the attributions that were chosen, both in order of their cues: where the readings
/// found nothing, or only a part of the cue.
pub fn complete(
    document: &Document,
    links: &Links,
    read: &[Candidate],
    chosen: &mut Vec<(Candidate, f32)>,
) {
    let mut added: Vec<(Candidate, f32)> = Vec::new();
    let mut dropped = vec![false; chosen.len()];
    for sentence in &document.sentences {
        for at in sentence.start..sentence.end {
            let Some(found) = find(document, links, sentence, at, read) else {
                continue;
            };
            let same = |other: &Candidate| overlap(other.cue, found.cue);
            let known = |other: &Candidate| {
                other.says(found.cue.start) || same(other) && !lacks(other, found.cue)
            };
            let near = near(chosen, at, |(candidate, _)| candidate.cue);
            let last = added.last().is_some_and(|(last, _)| same(last));
            if last || chosen[near.clone()].iter().any(|(other, _)| known(other)) {
                continue;
            }
            for place in near {
                let other = &chosen[place].0;
                dropped[place] |= same(other) || other.content == found.content;
            }
            added.push((found, LIKELIHOOD));
        }
    }
    if !added.is_empty() {
        let mut dropped = dropped.into_iter();
        chosen.retain(|_| !dropped.next().unwrap_or_default());
        chosen.append(&mut added);
        chosen.sort_by_key(|(candidate, _)| candidate.cue.start);
    }
}

/// The places of those whose cues are near a token, of some that are in order of their cues.
fn near<T>(all: &[T], at: usize, cue: impl Fn(&T) -> Cue) -> Range<usize> {
    let first = all.partition_point(|one| cue(one).start + NEAR < at);
    first..all.partition_point(|one| cue(one).start < at + NEAR)
}

fn overlap(a: Cue, b: Cue) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether a reading lacks its source, takes it from the cue, or lacks most of the cue, as "confirmed" does of "neither confirmed nor denied".
fn lacks(read: &Candidate, whole: Cue) -> bool {
    let part = read.cue;
    let within = |source: Run| whole.start <= source.0 && source.1 <= whole.end;
    read.source.is_none_or(within)
        || part.start > whole.start && part.end < whole.end
        || part.end - part.start + 2 < whole.end - whole.start
}

/// What is withheld by the word at a place, if it is one that tells so.
fn find(
    document: &Document,
    links: &Links,
    sentence: &Sentence,
    at: usize,
    read: &[Candidate],
) -> Option<Candidate> {
    let stem = document.tokens[at].stem;
    let told = CONFIRM.contains(&stem) || TELL.contains(&stem) || REPLY.contains(&stem);
    let pressed = || PRESSED.contains(&document.word(at));
    if !(told || pressed()) || document.quotation_of[at] > 0 {
        return None;
    }
    let phrase = Phrase {
        document,
        sentence,
        at,
    };
    let (cue, pair) = phrase.cue()?;
    let read = &read[near(read, at, |candidate| candidate.cue)];
    let content = phrase.content(links, cue, read)?;
    let source = pair.or_else(|| source(document, links, cue, read))?;
    (source.0 < source.1).then(|| candidate(cue, source, content))
}

/// A word that may be withheld, and where it stands.
struct Phrase<'a> {
    document: &'a Document<'a>,
    sentence: &'a Sentence,
    at: usize,
}

impl Phrase<'_> {
    /// Whether a word of the sentence is one of some.
    fn is(&self, at: usize, words: &[&str]) -> bool {
        (self.sentence.start..self.sentence.end).contains(&at)
            && words
                .iter()
                .any(|word| self.document.word(at).eq_ignore_ascii_case(word))
    }

    fn is_stem(&self, at: usize, stems: &[u32]) -> bool {
        at < self.sentence.end && stems.contains(&self.document.tokens[at].stem)
    }

    /// The cue, and the source where the cue tells it ("Neither the club nor the player confirmed").
    fn cue(&self) -> Option<(Cue, Option<Run>)> {
        let end = self.end();
        if self.is(self.at, &PRESSED) {
            return self.pressed();
        }
        if self.is_stem(self.at, &REPLY) && self.is(self.before(self.at, 1)?, &["no"]) {
            return self.no_comment();
        }
        let first = self.skip_adverbs(self.at);
        let before = self.before(first, 1)?;
        let start = if self.is(before, &["not", "n't", "n’t", "never", "cannot"]) {
            let auxiliary = self.before(self.skip_adverbs(before), 1);
            match auxiliary.filter(|at| self.is_auxiliary(*at)) {
                Some(auxiliary) => auxiliary,
                None if self.is(before, &["never", "cannot"]) => before,
                None => return None,
            }
        } else if self.is(before, &["to"]) && self.is(self.before(before, 1)?, &["yet"]) {
            self.before(before, 2)
                .filter(|at| self.is(*at, &["has", "have", "had", "is", "are"]))?
        } else if self.is(before, &["neither"]) && end > self.at + 1 {
            let auxiliary = self.before(before, 1);
            auxiliary
                .filter(|at| self.is_auxiliary(*at))
                .unwrap_or(before)
        } else if self.is_stem(self.at, &CONFIRM) {
            let start = if self.is_auxiliary(before) {
                before
            } else {
                self.at
            };
            return Some((Cue { start, end }, Some(self.pair(start)?)));
        } else {
            return None;
        };
        Some((Cue { start, end }, None))
    }

    /// Where the cue ends: "nor denied" and "or deny" belong to it.
    fn end(&self) -> usize {
        let or = self.at + 1;
        let denies = self.is(or, &["nor", "or"]) && self.is_stem(or + 1, &DENY);
        self.at + 1 + 2 * usize::from(denies)
    }

    /// "would not be pinned down on".
    fn pressed(&self) -> Option<(Cue, Option<Run>)> {
        let down = self.at + 1;
        let on = down + usize::from(self.is(down, &["down"]));
        let be = self.before(self.at, 1).filter(|at| self.is(*at, &["be"]))?;
        let not = self
            .before(be, 1)
            .filter(|at| self.is(*at, &["not", "n't", "n’t"]))?;
        let start = self.before(not, 1).filter(|at| self.is_auxiliary(*at))?;
        let cue = Cue { start, end: on + 1 };
        self.is(on, &["on"]).then_some((cue, None))
    }

    /// "made no comment on".
    fn no_comment(&self) -> Option<(Cue, Option<Run>)> {
        let verbs = [
            "made", "gave", "had", "has", "have", "offered", "make", "give",
        ];
        let start = self.before(self.at, 2).filter(|at| self.is(*at, &verbs))?;
        let auxiliary = self.before(start, 1).filter(|at| self.is_auxiliary(*at));
        let cue = Cue {
            start: auxiliary.unwrap_or(start),
            end: self.at + 1,
        };
        Some((cue, None))
    }

    /// "Neither the club nor the player" before a verb.
    fn pair(&self, end: usize) -> Option<Run> {
        let first = self.sentence.start.max(end.saturating_sub(LONGEST_PAIR));
        let start = (first..end).rev().find(|at| self.is(*at, &["neither"]))?;
        let nor = (start..end).any(|at| self.is(at, &["nor"]));
        let verb = (start..end).any(|at| is_verb(self.document.tags[at]));
        (nor && !verb).then_some((start, end))
    }

    fn before(&self, at: usize, steps: usize) -> Option<usize> {
        at.checked_sub(steps)
            .filter(|at| *at >= self.sentence.start)
    }

    /// The first of the adverbs right before a token, or the token itself.
    fn skip_adverbs(&self, at: usize) -> usize {
        let negations = ["not", "n't", "n’t", "never"];
        (self.sentence.start..at)
            .rev()
            .take(3)
            .take_while(|at| self.document.tags[*at] == tag::RB && !self.is(*at, &negations))
            .last()
            .unwrap_or(at)
    }

    fn is_auxiliary(&self, at: usize) -> bool {
        const AUXILIARIES: [&str; 20] = [
            "did", "does", "do", "has", "have", "had", "would", "could", "can", "will", "is",
            "are", "was", "were", "ca", "wo", "should", "might", "may", "am",
        ];
        self.is(at, &AUXILIARIES)
    }

    /// What is withheld: a clause up to the end of the sentence, or the thing named.
    fn content(&self, links: &Links, cue: Cue, read: &[Candidate]) -> Option<Run> {
        let asks = |at| {
            let questions = [
                "whether", "if", "how", "when", "where", "why", "who", "what", "which",
            ];
            self.is(at, &questions)
        };
        let start = cue.end;
        if asks(start) || self.is(start, &["that"]) && self.is_stem(self.at, &CONFIRM) {
            return self.clause(start);
        }
        if self.is_stem(self.at, &CONFIRM) {
            let heard = read.iter().filter(|other| overlap(other.cue, cue));
            let heard = heard
                .flat_map(|other| &other.content)
                .find(|run| run.0 == start);
            return heard.copied().or_else(|| self.thing(links, start));
        }
        if self.is(self.at, &PRESSED) {
            return self.thing(links, start);
        }
        if self.is_stem(self.at, &REPLY) {
            let reach = self.sentence.end.min(start + LONGEST_REQUEST);
            let about = ["about", "on", "regarding", "over"];
            let place = (start..reach).find(|at| self.is(*at, &about))?;
            return if asks(place + 1) {
                self.clause(place + 1)
            } else {
                self.thing(links, place + 1)
            };
        }
        None
    }

    /// A clause from a token on. What is set against it with a comma is the writer's.
    fn clause(&self, start: usize) -> Option<Run> {
        let contrast = [
            "but", "although", "though", "while", "and", "saying", "citing",
        ];
        let stops =
            |at: &usize| self.is(*at, &[";"]) || self.is(*at, &[","]) && self.is(at + 1, &contrast);
        let end = (start..self.sentence.end)
            .find(stops)
            .unwrap_or(self.sentence.end);
        let word = |at: &usize| self.document.tokens[*at].shape != Shape::Sign;
        let last = (start..end).rev().find(word)?;
        (last > start).then_some((start, last + 1))
    }

    /// The thing that is named from a token on, with what hangs on it.
    fn thing(&self, links: &Links, start: usize) -> Option<Run> {
        let document = self.document;
        let object = links.object[self.at];
        let reach = (start..self.sentence.end).take_while(|at| {
            !matches!(document.tags[*at], tag::COMMA | tag::STOP | tag::MD)
                && !is_verb(document.tags[*at])
                && document.tokens[*at].shape != Shape::Sign
        });
        let named = (start..self.sentence.end)
            .find(|at| is_nominal(document.tags[*at]) && document.tags[*at] != tag::DT)?;
        let end = if object != NO && object as usize >= start {
            document.right_edge[object as usize] as usize + 1
        } else {
            reach.last()? + 1
        };
        let end = end.min(self.sentence.end);
        (named < end && end > start).then_some((start, end))
    }
}

/// Who withholds it: the source of a reading of the same cue, or else the subject of one of its words, or else
/// what is named right before it.
fn source(document: &Document, links: &Links, cue: Cue, read: &[Candidate]) -> Option<Run> {
    let heard = read
        .iter()
        .filter(|other| overlap(other.cue, cue))
        .filter_map(|other| other.source)
        .find(|source| source.0 < cue.start);
    let named = |at: usize| {
        let edge = |edges: &[u32]| edges[at] as usize;
        (edge(&document.left_edge), edge(&document.right_edge) + 1)
    };
    let subject = || {
        let subjects = (cue.start..cue.end).map(|at| links.subject[at]);
        let mut before = subjects.filter(|at| *at != NO && (*at as usize) < cue.start);
        before.next().map(|at| named(at as usize))
    };
    let last = || {
        let last = cue.start.checked_sub(1)?;
        is_nominal(document.tags[last]).then(|| named(last))
    };
    let (start, end) = heard.or_else(subject).or_else(last)?;
    Some((start, end.min(cue.start)))
}
