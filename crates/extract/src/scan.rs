//! The first reading: a chain over the whole text that tells, token by token, whether somebody's
//! name, a cue or what was said stands there. Its doubts are handed on, not its verdicts.

use crate::document::Document;
use crate::kernel::{feature, join};
use crate::syntax::{Links, NO, is_verb};
use crate::tagger::tag;
use crate::word::hash_str;

/// What a token can be.
#[allow(missing_docs)]
pub mod label {
    pub const OUTSIDE: usize = 0;
    pub const SOURCE: usize = 1;
    pub const CUE_BEGIN: usize = 2;
    pub const CUE: usize = 3;
    pub const CONTENT_BEGIN: usize = 4;
    pub const CONTENT: usize = 5;
    /// How many there are.
    pub const COUNT: usize = 6;
}

/// How long a quotation is, coarsely.
pub fn length_class(length: usize) -> u32 {
    match length {
        0..=3 => length as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=14 => 6,
        15..=29 => 7,
        _ => 8,
    }
}

/// How many features a token has.
pub const FEATURES: usize = 46;

/// What the features of all tokens have in common.
pub struct Scan<'a> {
    document: &'a Document<'a>,
    links: &'a Links,
}

impl<'a> Scan<'a> {
    /// Prepares to read a document.
    pub fn new(document: &'a Document<'a>, links: &'a Links) -> Self {
        Self { document, links }
    }

    fn word(&self, at: isize) -> u32 {
        usize::try_from(at)
            .ok()
            .and_then(|at| self.document.tokens.get(at))
            .map_or(11, |t| t.word)
    }

    fn stem(&self, at: u32) -> u32 {
        if at == NO {
            12
        } else {
            self.document.tokens[at as usize].stem
        }
    }

    fn linked_word(&self, at: u32) -> u32 {
        if at == NO {
            12
        } else {
            self.document.tokens[at as usize].word
        }
    }

    fn tag(&self, at: isize) -> u32 {
        usize::try_from(at)
            .ok()
            .and_then(|at| self.document.tags.get(at))
            .map_or(63, |t| u32::from(*t))
    }

    fn linked_tag(&self, at: u32) -> u32 {
        if at == NO {
            62
        } else {
            u32::from(self.document.tags[at as usize])
        }
    }

    /// The features of one token.
    pub fn features(&self, at: usize, out: &mut Vec<u32>) {
        self.word_features(at, out);
        self.tree_features(at, out);
        self.place_features(at, out);
    }

    fn word_features(&self, at: usize, out: &mut Vec<u32>) {
        let token = &self.document.tokens[at];
        let place = at as isize;
        let (stem, tag) = (token.stem, self.tag(place));
        let (before, after) = (self.word(place - 1), self.word(place + 1));
        let quote = self.document.quote_state(at);
        out.extend([
            feature(1, token.word),
            feature(2, stem),
            feature(3, join(stem, tag)),
            feature(4, join(token.suffix, tag)),
            feature(5, token.shape as u32 * 64 + tag),
            feature(6, join(before, tag)),
            feature(7, join(after, tag)),
            feature(8, self.word(place - 2)),
            feature(9, self.word(place + 2)),
            feature(10, join(before, stem)),
            feature(11, join(stem, after)),
            feature(
                12,
                (self.tag(place - 1) * 64 + tag) * 64 + self.tag(place + 1),
            ),
            feature(
                13,
                (self.tag(place - 2) * 64 + self.tag(place - 1)) * 64 + tag,
            ),
            feature(
                14,
                (tag * 64 + self.tag(place + 1)) * 64 + self.tag(place + 2),
            ),
            feature(15, join(stem, quote)),
            feature(16, tag * 64 + quote),
        ]);
    }

    /// Where the token hangs, and what hangs on it.
    fn tree_features(&self, at: usize, out: &mut Vec<u32>) {
        let document = self.document;
        let tag = u32::from(document.tags[at]);
        let head = document.heads[at];
        let side = u32::from(head != NO && (head as usize) < at);
        let above = if head == NO {
            NO
        } else {
            document.heads[head as usize]
        };
        out.extend([
            feature(30, join(self.stem(head), side * 64 + tag)),
            feature(31, (self.linked_tag(head) * 2 + side) * 64 + tag),
            feature(33, join(self.stem(above), self.linked_tag(head) * 64 + tag)),
        ]);
        self.verb_features(at, out);
        self.link_features(at, out);
        let verb = self.links.verb_above[at];
        let verb_side = u32::from(verb != NO && (verb as usize) < at);
        let case = self.linked_word(self.links.case[at]);
        out.extend([
            feature(48, join(self.stem(verb), tag * 2 + verb_side)),
            feature(49, join(case, join(tag, self.stem(head)))),
        ]);
    }

    /// The verb that the token belongs to, the verbs above that, and whether the token lies in the verb's
    /// subject or clause.
    fn verb_features(&self, at: usize, out: &mut Vec<u32>) {
        let links = self.links;
        let above = |verb: u32| {
            if verb == NO {
                NO
            } else {
                links.verb_above[verb as usize]
            }
        };
        let before = |verb: u32| u32::from(verb != NO && (verb as usize) < at);
        let verb = links.verb_above[at];
        let own = if is_verb(self.document.tags[at]) {
            at as u32
        } else {
            verb
        };
        let matrix = above(own);
        let linked = |slots: &[u32]| {
            if verb == NO { NO } else { slots[verb as usize] }
        };
        let in_subject = u32::from(self.spans(linked(&links.subject), at));
        let in_clause = u32::from(self.spans(linked(&links.clause), at));
        let (stem, matrix_stem) = (self.stem(verb), self.stem(matrix));
        out.extend([
            feature(
                34,
                join(stem, before(verb) * 4 + in_subject * 2 + in_clause),
            ),
            feature(35, join(matrix_stem, before(matrix))),
            feature(36, join(join(stem, matrix_stem), before(matrix))),
            feature(37, join(self.stem(above(matrix)), 1)),
        ]);
    }

    /// Whether a token lies in what hangs on another.
    fn spans(&self, top: u32, at: usize) -> bool {
        let document = self.document;
        top != NO
            && document.left_edge[top as usize] as usize <= at
            && at <= document.right_edge[top as usize] as usize
    }

    /// What hangs on the token: subject, clause, object, preposition, negation, auxiliary.
    fn link_features(&self, at: usize, out: &mut Vec<u32>) {
        let links = self.links;
        let (stem, tag) = (
            self.document.tokens[at].stem,
            u32::from(self.document.tags[at]),
        );
        let subject = links.subject[at];
        let subject_kind = self.subject_kind(subject);
        let clause_kind = join(
            self.linked_tag(links.clause[at]),
            self.linked_word(links.mark[at]),
        );
        let object = self.linked_tag(links.object[at]);
        let negated = u32::from(links.negation[at] != NO);
        let auxiliary = links.auxiliary[at];
        out.extend([
            feature(38, join(stem, subject_kind)),
            feature(39, join(stem, self.stem(subject))),
            feature(40, join(self.stem(subject), tag)),
            feature(41, join(stem, clause_kind)),
            feature(42, join(stem, object)),
            feature(43, join(stem, self.linked_word(links.preposition[at]))),
            feature(44, join(join(subject_kind, clause_kind), tag)),
            feature(45, join(stem, negated * 64 + self.linked_tag(auxiliary))),
            feature(46, join(self.linked_word(auxiliary), tag * 2 + negated)),
            feature(47, join(tag, join(subject_kind, object))),
        ]);
    }

    /// Who could be speaking: a name, a person's pronoun, another pronoun, a thing, nobody.
    fn subject_kind(&self, subject: u32) -> u32 {
        if subject == NO {
            return 0;
        }
        match self.document.tags[subject as usize] {
            tag::NNP | tag::NNPS => 1,
            tag::PRP => 64 + self.document.tokens[subject as usize].word % 1024,
            other => 2 + u32::from(other),
        }
    }

    fn place_features(&self, at: usize, out: &mut Vec<u32>) {
        let document = self.document;
        let token = &document.tokens[at];
        let tag = u32::from(document.tags[at]);
        let number = document.sentence_of[at] as usize;
        let sentence = &document.sentences[number];
        let first = (at - sentence.start).min(4) as u32;
        let last = (sentence.end - 1 - at).min(3) as u32;
        let heading = u32::from(document.in_heading(at));
        let length = length_class(sentence.end - sentence.start);
        let quotation = document.quotation(at);
        let quote_length = quotation.map_or(0, |q| 1 + length_class(q.end - q.start));
        let quote_place = quotation.map_or(0, |q| {
            1 + ((at - q.start).min(3) * 4 + (q.end - 1 - at).min(3)) as u32
        });
        let after_quote = self.distance_after_quote(at, sentence.start);
        let before_quote = self.distance_before_quote(at, sentence.end);
        let starts_quoted = u32::from(document.quotation_of[sentence.start] > 0);
        let ends_quoted = u32::from(document.quotation_of[sentence.end - 1] > 0);
        let around = starts_quoted * 2 + ends_quoted;
        let is_colon = u32::from(document.tokens[sentence.end - 1].word == hash_str(":"));
        out.extend([
            feature(60, (first * 8 + last) * 64 + tag),
            feature(61, (heading * 16 + length) * 64 + tag),
            feature(62, (quote_length * 20 + quote_place) * 64 + tag),
            feature(63, join(token.stem, after_quote)),
            feature(64, join(token.stem, before_quote)),
            feature(65, (after_quote * 16 + before_quote) * 64 + tag),
            feature(66, (around * 16 + quote_length) * 64 + tag),
            feature(67, join(token.stem, around * 2 + is_colon)),
            feature(68, join(token.stem, heading)),
            feature(69, quote_length * 4 + around),
            feature(70, 0),
        ]);
    }

    /// How many tokens back a quotation closed in this sentence; 0 when none did nearby.
    fn distance_after_quote(&self, at: usize, start: usize) -> u32 {
        if self.document.quotation_of[at] > 0 {
            return 0;
        }
        (1..=8)
            .find(|back| at >= start + back && self.document.quotation_of[at - back] > 0)
            .map_or(9, |back| back as u32)
    }

    /// How many tokens ahead a quotation opens in this sentence; 0 inside of one.
    fn distance_before_quote(&self, at: usize, end: usize) -> u32 {
        if self.document.quotation_of[at] > 0 {
            return 0;
        }
        (1..=8)
            .find(|ahead| at + ahead < end && self.document.quotation_of[at + ahead] > 0)
            .map_or(9, |ahead| ahead as u32)
    }
}
