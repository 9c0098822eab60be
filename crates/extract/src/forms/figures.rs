//! Figures that somebody gives without a verb of speech: "The union puts the number at 1,450", "By her count, 38 ships
//! were waiting".

use crate::syntax::document::Document;
use crate::syntax::tag::{self, is_noun};
use crate::text::sentence::Sentence;
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};

/// Verbs that set a number. All but the last two take "at".
const SETS: [&str; 12] = [
    "put",
    "puts",
    "placed",
    "places",
    "pegged",
    "pegs",
    "estimated",
    "estimates",
    "set",
    "sets",
    "gave",
    "gives",
];

/// Nouns for what somebody counted or reckons.
const COUNTS: [&str; 9] = [
    "count",
    "estimate",
    "reckoning",
    "tally",
    "calculation",
    "calculations",
    "estimates",
    "account",
    "figures",
];

/// Finds them, at most one in each sentence, in order.
pub(super) fn find(document: &Document) -> Vec<CueReading> {
    let in_sentence = |sentence: &Sentence| {
        let figure = Figure { document, sentence };
        figure.put().or_else(|| figure.by_count())
    };
    document.sentences.iter().filter_map(in_sentence).collect()
}

struct Figure<'a> {
    document: &'a Document<'a>,
    sentence: &'a Sentence,
}

impl Figure<'_> {
    fn is(&self, at: usize, words: &[&str]) -> bool {
        at < self.sentence.end
            && words
                .iter()
                .any(|word| self.document.word(at).eq_ignore_ascii_case(word))
    }

    /// "X puts the number of dead at 1,450 in its latest report".
    fn put(&self) -> Option<CueReading> {
        let document = self.document;
        let sets = |at: &usize| self.is(*at, &SETS) && !document.is_quoted(*at);
        let verb = (self.sentence.start + 1..self.sentence.end).find(sets)?;
        let source = self.speaker(TokenRange::new(self.sentence.start, verb))?;
        let noun = verb + 1;
        let article = noun < self.sentence.end
            && matches!(
                document.tags[noun],
                tag::DT | tag::PRPS | tag::NNS | tag::NN
            );
        let named = |at: &usize| {
            !matches!(
                document.tags[*at],
                tag::COMMA | tag::COLON | tag::VBD | tag::VBZ | tag::MD
            )
        };
        let gives = self.is(verb, &["gave", "gives"]);
        let at = (noun + 1..self.sentence.end)
            .take(thresholds::FIGURE_REACH)
            .take_while(named)
            .find(|at| self.is(*at, if gives { &["as"] } else { &["at"] }))?;
        let number = (at + 1..self.sentence.end)
            .take(thresholds::FIGURE_WORDS)
            .find(|at| self.is_number(*at))?;
        let plain = |at: usize| !self.is(at, &["a", "the", "his", "her", "its", "risk"]);
        let content = TokenRange::new(noun, self.end_of_figure(number));
        let exact = (at + 1..number).all(plain);
        (article && exact).then(|| super::reading(TokenRange::one(verb), source, content))
    }

    fn is_number(&self, at: usize) -> bool {
        self.document.tags[at] == tag::CD
            || self.document.word(at).bytes().any(|b| b.is_ascii_digit())
    }

    /// Where a figure ends: before a comma, and before a preposition that no number follows.
    fn end_of_figure(&self, number: usize) -> usize {
        let document = self.document;
        let ends = |at: &usize| {
            let tag = document.tags[*at];
            let time = tag == tag::IN
                && !self.is(*at, &["of", "than", "per"])
                && !(*at + 1 < self.sentence.end && self.is_number(*at + 1));
            matches!(tag, tag::COMMA | tag::COLON | tag::STOP | tag::LRB)
                || time
                || self.is(*at, &["but", "while", ";", "and"])
                    && !(*at + 1 < self.sentence.end && self.is_number(*at + 1))
        };
        (number + 1..self.sentence.end)
            .find(ends)
            .unwrap_or(self.sentence.end)
    }

    /// The words before a verb, if they are a name, a pronoun or a noun phrase.
    fn speaker(&self, whole: TokenRange) -> Option<TokenRange> {
        let document = self.document;
        let TokenRange { mut start, mut end } = whole;
        if document.tags[start] == tag::CC {
            start += 1;
        }
        while end > start && matches!(document.tags[end - 1], tag::RB | tag::COMMA) {
            end -= 1;
        }
        let has = end > start + 1 && self.is(end - 1, &["has", "have", "had"]);
        end -= usize::from(has);
        let names =
            |at: usize| is_noun(document.tags[at]) || self.is(at, &["he", "she", "they", "it"]);
        let odd = |at: usize| {
            matches!(
                document.tags[at],
                tag::VBD | tag::VBZ | tag::VBP | tag::MD | tag::VB | tag::TO
            )
        };
        let source = TokenRange::new(start, end);
        let named = start < end
            && source.len() <= thresholds::LONGEST_TRAILING_SOURCE
            && source.tokens().any(names)
            && !source.tokens().any(odd)
            && !matches!(document.tags[start], tag::IN | tag::TO | tag::RB)
            && !self.is(start, &["no", "nobody", "none", "neither", "what", "that"]);
        named.then_some(source)
    }

    /// "By the harbour master's count, 38 ships were waiting".
    fn by_count(&self) -> Option<CueReading> {
        let document = self.document;
        let start = self.sentence.start;
        if !self.is(start, &["by", "on", "in"]) || document.is_quoted(start) {
            return None;
        }
        let comma = (start + 2..self.sentence.end)
            .take(thresholds::LONGEST_TRAILING_SOURCE)
            .find(|at| document.tags[*at] == tag::COMMA)?;
        let noun = comma - 1;
        let own = (start + 1..noun)
            .rev()
            .find(|at| matches!(document.tags[*at], tag::POS | tag::PRPS))?;
        let describes = |at: usize| matches!(document.tags[at], tag::JJ | tag::NN | tag::NNP);
        let plain = self.is(noun, &COUNTS) && (own + 1..noun).all(describes);
        let source = TokenRange::new(start + 1, own + 1);
        let sign = |at: &usize| document.tokens[*at].shape != Shape::Sign;
        let end = (comma + 1..self.sentence.end).rev().find(sign)? + 1;
        let content = TokenRange::new(comma + 1, end);
        let finite =
            |at: usize| matches!(document.tags[at], tag::VBD | tag::VBZ | tag::VBP | tag::MD);
        (plain && content.tokens().any(finite))
            .then(|| super::reading(TokenRange::one(noun), source, content))
    }
}
