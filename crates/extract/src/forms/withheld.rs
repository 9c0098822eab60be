//! Cues that withhold a confirmation: "has yet to confirm", "neither confirmed nor denied", "did not respond to
//! questions about". The models miss the rarer ones, most of all in short texts, and a ledger of confirmations needs
//! them.

use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_nominal, is_verb};
use crate::text::sentence::Sentence;
use crate::text::word::{Shape, hashes};
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use std::ops::Range;

/// Stems of verbs that confirm.
const CONFIRM: [u32; 4] = hashes(["confirm", "verif", "corroborat", "acknowledg"]);

/// Stems of "deny".
const DENY: [u32; 3] = hashes(["den", "deni", "deny"]);

/// Stems of verbs of speech. They withhold something only if a question follows.
const TELL: [u32; 7] = hashes([
    "say", "tell", "specif", "disclos", "reveal", "explain", "elaborat",
]);

/// Stems of verbs that answer.
const REPLY: [u32; 4] = hashes(["respond", "repl", "answer", "comment"]);

/// Verbs for pressing somebody for an answer: "would not be drawn on", "would not be pinned down on".
const PRESSED: [&str; 3] = ["drawn", "pinned", "pushed"];

const NEGATIONS: [&str; 4] = ["not", "n't", "n’t", "never"];

const AUXILIARIES: [&str; 20] = [
    "did", "does", "do", "has", "have", "had", "would", "could", "can", "will", "is", "are", "was",
    "were", "ca", "wo", "should", "might", "may", "am",
];

/// Adds what is withheld to the accepted readings, both in order of their cues, if the models found nothing or only a
/// part of the cue. `all` are all readings, in order.
pub(crate) fn complete(
    document: &Document,
    links: &Links,
    all: &[CueReading],
    accepted: &mut Vec<CueReading>,
) {
    let mut added: Vec<CueReading> = Vec::new();
    let mut dropped = vec![false; accepted.len()];
    for sentence in &document.sentences {
        for at in sentence.start..sentence.end {
            let Some(found) = find(document, links, sentence, at, all) else {
                continue;
            };
            let same = |other: &CueReading| other.cue.overlaps(found.cue);
            let known = |other: &CueReading| {
                other.says(found.cue.start)
                    || same(other) && !is_incomplete(document, other, found.cue)
            };
            let near = near(accepted, at);
            if added.last().is_some_and(same) || accepted[near.clone()].iter().any(known) {
                continue;
            }
            for index in near {
                let other = &accepted[index];
                dropped[index] |= same(other) || other.content == found.content;
            }
            added.push(found);
        }
    }
    super::insert(accepted, added, dropped);
}

/// The indexes of the readings whose cues are near a token.
fn near(all: &[CueReading], at: usize) -> Range<usize> {
    // Readings further apart than two windows have nothing to do with each other.
    let reach = 2 * thresholds::LONGEST_WINDOW;
    let first = all.partition_point(|one| one.cue.start + reach < at);
    first..all.partition_point(|one| one.cue.start < at + reach)
}

/// Whether a reading has no source, or takes it from the cue, or has only a small part of the cue, such as
/// "confirmed" of "neither confirmed nor denied", or breaks off, such as "has yet to".
fn is_incomplete(document: &Document, reading: &CueReading, whole: TokenRange) -> bool {
    let part = reading.cue;
    let within = |source: TokenRange| whole.start <= source.start && source.end <= whole.end;
    let breaks_off =
        part.end < whole.end && matches!(document.tags[part.end - 1], tag::CC | tag::TO);
    reading.source.is_none_or(within)
        || breaks_off
        || part.start > whole.start && part.end < whole.end
        || part.len() + 2 < whole.len()
}

/// What the word at `at` withholds.
fn find(
    document: &Document,
    links: &Links,
    sentence: &Sentence,
    at: usize,
    all: &[CueReading],
) -> Option<CueReading> {
    let stem = document.tokens[at].stem;
    let speaks = CONFIRM.contains(&stem) || TELL.contains(&stem) || REPLY.contains(&stem);
    let pressed = || PRESSED.contains(&document.word(at));
    if !(speaks || pressed()) || document.is_quoted(at) {
        return None;
    }
    let phrase = Phrase {
        document,
        sentence,
        at,
    };
    let (cue, pair) = phrase.cue()?;
    let all = &all[near(all, at)];
    let content = phrase.content(links, cue, all)?;
    let source = pair.or_else(|| source(document, links, cue, all))?;
    let likelihood = thresholds::WITHHELD_LIKELIHOOD;
    (source.start < source.end).then(|| CueReading::by_form(cue, Some(source), content, likelihood))
}

/// A cue, and the source if the cue decides it, as in "Neither the club nor the player confirmed".
type CueAndSource = (TokenRange, Option<TokenRange>);

/// A word that may be withheld, in its sentence.
struct Phrase<'a> {
    document: &'a Document<'a>,
    sentence: &'a Sentence,
    at: usize,
}

impl Phrase<'_> {
    /// Whether a token is in the sentence and is one of some words.
    fn is(&self, at: usize, words: &[&str]) -> bool {
        self.sentence.range().contains(at)
            && words
                .iter()
                .any(|word| self.document.word(at).eq_ignore_ascii_case(word))
    }

    fn is_stem(&self, at: usize, stems: &[u32]) -> bool {
        at < self.sentence.end && stems.contains(&self.document.tokens[at].stem)
    }

    fn cue(&self) -> Option<CueAndSource> {
        if self.is(self.at, &PRESSED) {
            return self.pressed();
        }
        if self.is_stem(self.at, &REPLY) && self.is(self.before(self.at, 1)?, &["no"]) {
            return self.no_comment();
        }
        let end = self.end();
        let first = self.skip_adverbs(self.at);
        let before = self.before(first, 1)?;
        let start = if self.is(before, &NEGATIONS) || self.is(before, &["cannot"]) {
            self.negated(before)?
        } else if self.is(before, &["to"]) && self.is(self.before(before, 1)?, &["yet"]) {
            self.before(before, 2)
                .filter(|at| self.is(*at, &["has", "have", "had", "is", "are"]))?
        } else if self.is(before, &["neither"]) && end > self.at + 1 {
            self.auxiliary_before(before).unwrap_or(before)
        } else if self.is_stem(self.at, &CONFIRM) {
            let auxiliary = self.is(before, &AUXILIARIES);
            let start = if auxiliary { before } else { self.at };
            let cue = TokenRange::new(start, end);
            return Some((cue, Some(self.pair(start)?)));
        } else {
            return None;
        };
        Some((TokenRange::new(start, end), None))
    }

    /// Where a cue with a negation begins: at the auxiliary of "did not", at "never" or "cannot".
    fn negated(&self, negation: usize) -> Option<usize> {
        let alone = self.is(negation, &["never", "cannot"]);
        self.auxiliary_before(self.skip_adverbs(negation))
            .or_else(|| alone.then_some(negation))
    }

    /// The end of the cue, including "nor denied" or "or deny".
    fn end(&self) -> usize {
        let or = self.at + 1;
        let denies = self.is(or, &["nor", "or"]) && self.is_stem(or + 1, &DENY);
        self.at + 1 + 2 * usize::from(denies)
    }

    /// "would not be pinned down on".
    fn pressed(&self) -> Option<CueAndSource> {
        let down = self.at + 1;
        let on = down + usize::from(self.is(down, &["down"]));
        let be = self.before(self.at, 1).filter(|at| self.is(*at, &["be"]))?;
        let not = self
            .before(be, 1)
            .filter(|at| self.is(*at, &["not", "n't", "n’t"]))?;
        let start = self.auxiliary_before(not)?;
        let cue = TokenRange::new(start, on + 1);
        self.is(on, &["on"]).then_some((cue, None))
    }

    /// "made no comment on".
    fn no_comment(&self) -> Option<CueAndSource> {
        let verbs = [
            "made", "gave", "had", "has", "have", "offered", "make", "give",
        ];
        let verb = self.before(self.at, 2).filter(|at| self.is(*at, &verbs))?;
        let start = self.auxiliary_before(verb).unwrap_or(verb);
        Some((TokenRange::new(start, self.at + 1), None))
    }

    /// "Neither the club nor the player", if it ends here.
    fn pair(&self, end: usize) -> Option<TokenRange> {
        let reach = end.saturating_sub(thresholds::LONGEST_PAIR);
        let first = self.sentence.start.max(reach);
        let start = (first..end).rev().find(|at| self.is(*at, &["neither"]))?;
        let nor = (start..end).any(|at| self.is(at, &["nor"]));
        let verb = (start..end).any(|at| is_verb(self.document.tags[at]));
        (nor && !verb).then(|| TokenRange::new(start, end))
    }

    fn before(&self, at: usize, steps: usize) -> Option<usize> {
        at.checked_sub(steps)
            .filter(|at| *at >= self.sentence.start)
    }

    fn auxiliary_before(&self, at: usize) -> Option<usize> {
        self.before(at, 1).filter(|at| self.is(*at, &AUXILIARIES))
    }

    /// The first of the adverbs right before a token, or the token itself.
    fn skip_adverbs(&self, at: usize) -> usize {
        (self.sentence.start..at)
            .rev()
            .take(thresholds::MOST_ADVERBS)
            .take_while(|at| self.document.tags[*at] == tag::RB && !self.is(*at, &NEGATIONS))
            .last()
            .unwrap_or(at)
    }

    /// What is withheld: a clause, or the thing that is named.
    fn content(&self, links: &Links, cue: TokenRange, all: &[CueReading]) -> Option<TokenRange> {
        let start = cue.end;
        let confirms = self.is_stem(self.at, &CONFIRM);
        if self.asks(start) || self.is(start, &["that"]) && confirms {
            return self.clause(start);
        }
        if confirms {
            let same = all.iter().filter(|other| other.cue.overlaps(cue));
            let mut contents = same.flat_map(|other| &other.content);
            let read = contents.find(|range| range.start == start);
            return read.copied().or_else(|| self.thing(links, start));
        }
        if self.is(self.at, &PRESSED) {
            return self.thing(links, start);
        }
        if self.is_stem(self.at, &REPLY) {
            let reach = self.sentence.end.min(start + thresholds::LONGEST_REQUEST);
            let about = ["about", "on", "regarding", "over"];
            let asked = (start..reach).find(|at| self.is(*at, &about))? + 1;
            return if self.asks(asked) {
                self.clause(asked)
            } else {
                self.thing(links, asked)
            };
        }
        None
    }

    /// Whether an indirect question begins at a token.
    fn asks(&self, at: usize) -> bool {
        let questions = [
            "whether", "if", "how", "when", "where", "why", "who", "what", "which",
        ];
        self.is(at, &questions)
    }

    /// The clause from a token to the end of the sentence. A contrast after a comma is the writer's.
    fn clause(&self, start: usize) -> Option<TokenRange> {
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
        (last > start).then(|| TokenRange::new(start, last + 1))
    }

    /// The thing that is named from a token on, with the words that describe it.
    fn thing(&self, links: &Links, start: usize) -> Option<TokenRange> {
        let document = self.document;
        let mut sentence = start..self.sentence.end;
        let nominal = |at: &usize| is_nominal(document.tags[*at]) && document.tags[*at] != tag::DT;
        let named = sentence.clone().find(nominal)?;
        let object = links.object[self.at];
        let end = if object != NO && object as usize >= start {
            document.subtree(object as usize).end
        } else {
            let goes_on = |at: &usize| {
                let tag = document.tags[*at];
                !matches!(tag, tag::COMMA | tag::STOP | tag::MD)
                    && !is_verb(tag)
                    && document.tokens[*at].shape != Shape::Sign
            };
            sentence.by_ref().take_while(goes_on).last()? + 1
        };
        let end = end.min(self.sentence.end);
        (named < end && end > start).then(|| TokenRange::new(start, end))
    }
}

/// Who withholds it: the source of a reading of the same cue, or the subject of one of its words, or what is named right
/// before it.
fn source(
    document: &Document,
    links: &Links,
    cue: TokenRange,
    all: &[CueReading],
) -> Option<TokenRange> {
    let read = all
        .iter()
        .filter(|other| other.cue.overlaps(cue))
        .filter_map(|other| other.source)
        .find(|source| source.start < cue.start);
    let subject = || {
        let subjects = cue.tokens().map(|at| links.subject[at]);
        let mut before = subjects.filter(|at| *at != NO && (*at as usize) < cue.start);
        before.next().map(|at| document.subtree(at as usize))
    };
    let last = || {
        let last = cue.start.checked_sub(1)?;
        is_nominal(document.tags[last]).then(|| document.subtree(last))
    };
    let TokenRange { start, end } = read.or_else(subject).or_else(last)?;
    Some(TokenRange::new(start, end.min(cue.start)))
}
