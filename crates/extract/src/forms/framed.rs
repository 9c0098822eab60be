//! Clauses that a frame at the beginning of the sentence gives to somebody: "According to X, C", "As X told the Herald,
//! C", "In recent days, X say, C".

use super::trailing::Form;
use crate::syntax::tag;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// Where something is said: "In a statement, the union said, …" is no part of what it said.
#[rustfmt::skip]
const CHANNELS: [&str; 24] = [
    "statement", "interview", "email", "e-mail", "mail", "letter", "report", "speech", "post", "tweet", "call", "briefing",
    "conference", "filing", "memo", "release", "message", "note", "article", "column", "testimony", "study", "hearing",
    "remarks",
];

impl Form<'_> {
    /// "According to X, C" or "As X told the Herald, C".
    pub(super) fn framed(&self) -> Option<CueReading> {
        let start = self.sentence.start + usize::from(self.tag(self.sentence.start) == tag::CC);
        if start + 4 > self.sentence.end || self.document.is_quoted(start) {
            return None;
        }
        match (self.word(start).as_str(), self.word(start + 1).as_str()) {
            ("according", "to") => self.according(start),
            ("as", _) => self.as_said(start),
            _ => None,
        }
    }

    fn according(&self, start: usize) -> Option<CueReading> {
        let first = start + 2;
        let reach = self.end().min(first + thresholds::LONGEST_FRAME);
        let comma = (first + 1..reach).find(|at| self.ends_frame(*at))?;
        let source = TokenRange::new(first, comma);
        self.names_somebody(source).then(|| {
            let content = TokenRange::new(comma + 1, self.end());
            self.reading(TokenRange::new(start, first), source, content)
        })
    }

    fn as_said(&self, start: usize) -> Option<CueReading> {
        let reach = self.end().min(start + thresholds::LONGEST_FRAME);
        let verb = (start + 2..reach).find(|at| self.is_verb_of_speech(*at))?;
        let source = TokenRange::new(start + 1, verb);
        let after = match self.word(verb).as_str() {
            "told" | "tells" | "tell" => self.listener(verb + 1)?,
            _ => verb + 1,
        };
        let comma = (after..reach).find(|at| self.ends_frame(*at))?;
        let when = matches!(
            self.word(after).as_str(),
            "on" | "in" | "at" | "during" | "last" | "earlier" | "later" | "yesterday"
        );
        let said = after == comma || when && self.is_circumstance(after, comma);
        (said && self.names_somebody(source)).then(|| {
            let content = TokenRange::new(comma + 1, self.end());
            self.reading(TokenRange::one(verb), source, content)
        })
    }

    /// Whether the rest of the sentence after a comma is a clause, and no apposition of what is before it.
    fn ends_frame(&self, comma: usize) -> bool {
        let rest = TokenRange::new(comma + 1, self.end().max(comma + 1));
        if self.tag(comma) != tag::COMMA || !self.begins_clause(rest) {
            return false;
        }
        let next = (rest.start + 1..rest.end).find(|at| self.tag(*at) == tag::COMMA);
        next.is_none_or(|next| {
            let chunk = TokenRange::new(rest.start, next);
            let after = TokenRange::new(next + 1, rest.end.max(next + 1));
            let describes = self.tag(chunk.start) == tag::DT && !self.is_clause(chunk);
            !describes || !self.begins_clause(after)
        })
    }

    /// Whether words of some length begin with a subject and have a finite verb.
    fn begins_clause(&self, range: TokenRange) -> bool {
        let opens = |tag: u8| {
            matches!(tag, tag::PRPS | tag::JJ)
                || tag::is_nominal(tag) && !matches!(tag, tag::WP | tag::WDT)
        };
        range.len() > 2 && opens(self.tag(range.start)) && self.is_clause(range)
    }

    /// Whether words say when, where or why what follows holds: "But in recent days, advisers say, the mayor has …".
    pub(super) fn opens_clause(&self, before: TokenRange, after: TokenRange) -> bool {
        let opens = matches!(self.tag(before.start), tag::IN | tag::CC | tag::RB);
        let quoted = self.document.is_quoted(before.start) || self.document.is_quoted(after.start);
        let verb = |at: usize| tag::is_verb(self.tag(at)) || self.tag(at) == tag::MD;
        opens && !quoted && !before.tokens().any(verb) && self.begins_clause(after)
    }

    /// What opens a clause as a part of it: a time or a place, but no conjunction, adverb or channel.
    pub(super) fn said_opening(&self, before: TokenRange) -> Option<TokenRange> {
        let start = before.start + usize::from(self.tag(before.start) == tag::CC);
        let channel = |at: usize| CHANNELS.contains(&self.word(at).as_str());
        let says =
            start < before.end && self.tag(start) == tag::IN && !before.tokens().any(channel);
        says.then(|| TokenRange::new(start, before.end))
    }

    /// The comma before what the speaker did meanwhile: "…, she said on Friday, as the ferry left".
    pub(super) fn before_aside(&self, start: usize, end: usize) -> Option<usize> {
        const MEANWHILE: [&str; 7] = ["as", "while", "when", "after", "before", "having", "asked"];
        let aside = |at: &usize| {
            self.tag(*at) == tag::COMMA
                && !self.document.is_quoted(*at)
                && MEANWHILE.contains(&self.word(*at + 1).as_str())
        };
        (start + 1..end.saturating_sub(1)).find(aside)
    }

    fn tag(&self, at: usize) -> u8 {
        self.document.tags[at]
    }
}
