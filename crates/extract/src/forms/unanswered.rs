//! Who could not be reached or left a question open: "did not respond to a request for comment", "calls to the ministry
//! went unanswered", "would not comment". What was asked is seldom in the sentence, so the models miss many of these.

use super::is_verb_of_speech;
use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::syntax::tag::{self, is_noun, is_verb};
use crate::text::sentence::Sentence;
use crate::text::word::{Shape, hashes};
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use crate::who::names::{is_body, is_human};
use crate::who::resolve::doer;

/// Stems of verbs that answer.
const ANSWER: [u32; 4] = hashes(["respond", "repl", "answer", "return"]);

/// What goes unanswered.
const REQUESTS: [&str; 18] = [
    "request",
    "requests",
    "call",
    "calls",
    "email",
    "emails",
    "e-mail",
    "e-mails",
    "message",
    "messages",
    "question",
    "questions",
    "inquiry",
    "inquiries",
    "enquiry",
    "enquiries",
    "queries",
    "letter",
];

const NOT: [&str; 3] = ["not", "n't", "n’t"];

/// Adds what went unanswered to the accepted readings, both in order of their cues.
pub(crate) fn complete(document: &Document, links: &Links, accepted: &mut Vec<CueReading>) {
    let mut added: Vec<CueReading> = Vec::new();
    for sentence in &document.sentences {
        let form = Form {
            document,
            links,
            sentence,
        };
        let Some(found) = (sentence.start + 1..sentence.end).find_map(|at| form.at(at)) else {
            continue;
        };
        let near = accepted.partition_point(|one| one.cue.start < sentence.start)
            ..accepted.partition_point(|one| one.cue.start < sentence.end);
        let overlaps = |one: &CueReading| one.cue.overlaps(found.cue) || one.says(found.cue.start);
        if let Some(known) = accepted[near].iter_mut().find(|one| overlaps(one)) {
            known.likelihood = known.likelihood.max(found.likelihood);
            continue;
        }
        added.push(found);
    }
    super::insert(accepted, added, Vec::new());
}

struct Form<'a> {
    document: &'a Document<'a>,
    links: &'a Links,
    sentence: &'a Sentence,
}

impl Form<'_> {
    fn is(&self, at: usize, words: &[&str]) -> bool {
        at < self.sentence.end
            && words
                .iter()
                .any(|word| self.document.word(at).eq_ignore_ascii_case(word))
    }

    /// The form whose decisive word is at `at`.
    fn at(&self, at: usize) -> Option<CueReading> {
        if self.document.is_quoted(at) {
            return None;
        }
        self.unreachable(at)
            .or_else(|| self.went_unanswered(at))
            .or_else(|| self.did_not_answer(at))
            .or_else(|| self.heard_nothing(at))
            .or_else(|| self.referred(at))
    }

    /// "did not immediately return calls", "would not comment", "had no comment".
    fn did_not_answer(&self, at: usize) -> Option<CueReading> {
        let comments = self.is(at, &["comment"]);
        if !comments && !ANSWER.contains(&self.document.tokens[at].stem) {
            return None;
        }
        let verb = is_verb(self.document.tags[at]);
        let adverbs =
            usize::from(at > self.sentence.start && self.document.tags[at - 1] == tag::RB);
        let no = comments
            && self.is(at - 1, &["no"])
            && self.is(
                at.saturating_sub(2),
                &["had", "has", "have", "made", "offered", "gave"],
            );
        let not = [at - 1, at.saturating_sub(1 + adverbs)]
            .into_iter()
            .find(|at| self.is(*at, &NOT));
        let start = match not {
            _ if no => at.checked_sub(2)?,
            Some(not) if verb => not.checked_sub(1)?,
            _ => return None,
        };
        let rest = TokenRange::new(at + 1, self.end().max(at + 1));
        let asked = rest
            .tokens()
            .take(thresholds::REQUEST_REACH)
            .any(|at| self.is(at, &REQUESTS));
        let told = comments || asked || rest.len() == 0;
        let source = self.subject(TokenRange::new(start, at + 1))?;
        let (cue, content) = if rest.len() == 0 {
            (TokenRange::new(start, at), TokenRange::new(at, at + 1))
        } else {
            (TokenRange::new(start, at + 1), rest)
        };
        told.then(|| self.reading(cue, source, content))
    }

    /// "could not be reached", "It was not possible to reach X".
    fn unreachable(&self, at: usize) -> Option<CueReading> {
        let end = self.end();
        if self.is(at, &["reached", "contacted"]) && self.is(at - 1, &["be"]) {
            let before = (self.sentence.start..at - 1).rev().take(3);
            let could = before
                .clone()
                .find(|at| self.is(*at, &["could", "can", "cannot"]))?;
            let negated = self.is(could, &["cannot"]) || before.clone().any(|at| self.is(at, &NOT));
            let source = self.subject(TokenRange::new(could, at + 1))?;
            // "No deal could be reached" and "the village could not be reached by road" are no answers.
            let asked = at + 1 >= end
                || self.is(at + 1, &["for", "immediately"])
                || self.is(at + 1, &["by"])
                    && self.is(
                        at + 2,
                        &["phone", "telephone", "press", "email", "deadline"],
                    );
            if !asked || !self.may_answer(source) {
                return None;
            }
            let (cue, content) = if at + 1 < end {
                (TokenRange::new(could, at + 1), TokenRange::new(at + 1, end))
            } else {
                (TokenRange::new(could, at), TokenRange::one(at))
            };
            return negated.then(|| self.reading(cue, source, content));
        }
        let possible = self.is(at, &["reach", "contact"])
            && self.is(at - 1, &["to"])
            && self.is(at.checked_sub(2)?, &["possible", "able"])
            && self.is(at.checked_sub(3)?, &NOT);
        if !possible {
            return None;
        }
        let stops = ["by", "for", "as", "before", "on", "at", "because", "since"];
        let source_end = (at + 1..end).find(|at| self.is(*at, &stops)).unwrap_or(end);
        let source = self.person(TokenRange::new(at + 1, source_end))?;
        let cue = TokenRange::new(at - 3, at + 1);
        let content = TokenRange::new(source_end.min(end - 1), end);
        Some(self.reading(cue, source, content))
    }

    /// "Calls to the ministry went unanswered", "Emails to him were not returned".
    fn went_unanswered(&self, at: usize) -> Option<CueReading> {
        let passive = self.is(at, &["returned", "answered"])
            && self.is(at - 1, &NOT)
            && self.is(at.checked_sub(2)?, &["were", "was"]);
        let unanswered = self.is(at, &["unanswered"]) && self.is(at - 1, &["went", "gone", "go"]);
        if !passive && !unanswered {
            return None;
        }
        let start = at - 1 - usize::from(passive);
        let asked = (self.sentence.start..start).find(|at| self.is(*at, &REQUESTS))?;
        let to = (asked + 1..start).find(|at| self.is(*at, &["to"]))?;
        let source = self.person(TokenRange::new(to + 1, start))?;
        let content = TokenRange::new(asked, to);
        Some(self.reading(TokenRange::new(start, at + 1), source, content))
    }

    /// "We asked X about it and have not heard back".
    fn heard_nothing(&self, at: usize) -> Option<CueReading> {
        let heard = self.is(at, &["heard"]) && self.is(at + 1, &["back"]) && self.is(at - 1, &NOT);
        let aux = at.checked_sub(2)?;
        let asked = (self.sentence.start..aux)
            .find(|at| self.is(*at, &["asked", "contacted", "approached"]))?;
        let stops = [
            "the", "about", "for", "whether", "if", "and", "to", "why", "how", "what",
        ];
        let first = asked + 1;
        let end = (first + 1..aux)
            .find(|at| self.is(*at, &stops))
            .unwrap_or(aux);
        let source = self.person(TokenRange::new(first, end))?;
        let content = TokenRange::new(end, aux);
        (heard && end < aux).then(|| self.reading(TokenRange::new(aux, at + 2), source, content))
    }

    /// "referred questions to the department".
    fn referred(&self, at: usize) -> Option<CueReading> {
        let refers = self.is(at, &["referred", "directed"]);
        let asked = refers
            && (at + 1..self.sentence.end)
                .take(3)
                .any(|at| self.is(at, &REQUESTS));
        let to = asked
            && (at + 1..self.sentence.end)
                .take(6)
                .any(|at| self.is(at, &["to"]));
        let source = self.subject(TokenRange::one(at))?;
        let content = TokenRange::new(at + 1, self.end().max(at + 1));
        to.then(|| self.reading(TokenRange::one(at), source, content))
    }

    /// One past the last word of the sentence.
    fn end(&self) -> usize {
        self.document.words_end(self.sentence)
    }

    /// The subject of a cue, if it may be somebody.
    fn subject(&self, cue: TokenRange) -> Option<TokenRange> {
        let last = TokenRange::one(cue.end - 1);
        let by_form = |cue| CueReading::by_form(cue, None, TokenRange::new(cue.end, cue.end), 0.0);
        let found = doer(self.document, self.links, &by_form(last))
            .or_else(|| doer(self.document, self.links, &by_form(cue)))
            .map(|found| TokenRange::new(found.start, found.end.min(cue.start)));
        let before = || {
            let range = TokenRange::new(self.sentence.start, cue.start);
            (!range.tokens().any(|at| is_verb(self.document.tags[at]))).then_some(range)
        };
        self.person(found.or_else(before)?)
    }

    /// Whether a source is a name, a person or a body, and not a deal or a village.
    fn may_answer(&self, source: TokenRange) -> bool {
        let tags = &self.document.tags;
        let named = |at: usize| tag::is_proper_noun(tags[at]) || tags[at] == tag::PRP;
        let words = self.document.words(source);
        source.tokens().any(named) || is_human(words) || is_body(words)
    }

    /// A range without the signs at its end, if it may name somebody.
    fn person(&self, range: TokenRange) -> Option<TokenRange> {
        let sign = |at: &usize| self.document.tokens[*at].shape == Shape::Sign;
        let signs = range.tokens().rev().take_while(sign).count();
        let range = TokenRange::new(range.start, range.end.max(range.start + signs) - signs);
        let names = |at: usize| {
            is_noun(self.document.tags[at])
                || self.document.tags[at] == tag::PRP && !self.is(at, &["it", "i", "we", "you"])
        };
        let speech = range
            .tokens()
            .any(|at| is_verb_of_speech(self.document, at));
        (range.start < range.end && range.tokens().any(names) && !speech).then_some(range)
    }

    fn reading(&self, cue: TokenRange, source: TokenRange, content: TokenRange) -> CueReading {
        CueReading::by_form(cue, Some(source), content, thresholds::WITHHELD_LIKELIHOOD)
    }
}
