//! The scan: a CRF over the whole text that gives each token the probabilities of belonging to a source, a cue or a
//! content. Later steps use the probabilities and not a labelling.

use crate::model::crf::{Crf, Scores};
use crate::model::table::{feature, join};
use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_verb};
use crate::text::word::hash;
use crate::thresholds;

/// What a token can be.
#[allow(missing_docs)]
pub mod label {
    pub const OUTSIDE: usize = 0;
    pub const SOURCE: usize = 1;
    pub const CUE_BEGIN: usize = 2;
    pub const CUE: usize = 3;
    pub const CONTENT_BEGIN: usize = 4;
    pub const CONTENT: usize = 5;
    /// The number of labels.
    pub const COUNT: usize = 6;
}

/// A length in tokens in nine classes.
pub(super) fn length_class(length: usize) -> u32 {
    match length {
        0..=3 => length as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=14 => 6,
        15..=29 => 7,
        _ => 8,
    }
}

/// The hash of the word `offset` tokens from another.
pub(super) fn near_word(document: &Document, at: usize, offset: isize) -> u32 {
    let at = at.checked_add_signed(offset);
    at.and_then(|at| document.tokens.get(at))
        .map_or(11, |token| token.word)
}

/// The tag of the word `offset` tokens from another.
pub(super) fn near_tag(document: &Document, at: usize, offset: isize) -> u32 {
    let at = at.checked_add_signed(offset);
    at.and_then(|at| document.tags.get(at))
        .map_or(63, |tag| u32::from(*tag))
}

/// The number of features of a token.
pub const FEATURES: usize = 46;

/// The probabilities of the labels of each token.
pub fn scan(document: &Document, links: &Links, crf: &Crf) -> Vec<Scores> {
    let scan = ScanFeatures::new(document, links);
    let mut beliefs = Vec::with_capacity(document.tokens.len());
    let mut scores = Vec::new();
    let mut features = Vec::with_capacity(FEATURES);
    for sentence in &document.sentences {
        for at in sentence.start..sentence.end {
            features.clear();
            scan.features(at, &mut features);
            scores.push(crf.weights.score(&features));
        }
        let last = sentence.end == document.tokens.len();
        if scores.len() >= thresholds::SCAN_STRETCH || last {
            beliefs.append(&mut crf.marginals(&scores));
            scores.clear();
        }
    }
    beliefs
}

/// Computes the features of the tokens of a document.
pub struct ScanFeatures<'a> {
    document: &'a Document<'a>,
    links: &'a Links,
}

impl<'a> ScanFeatures<'a> {
    /// For a document.
    pub fn new(document: &'a Document<'a>, links: &'a Links) -> Self {
        Self { document, links }
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

    fn linked_tag(&self, at: u32) -> u32 {
        if at == NO {
            62
        } else {
            u32::from(self.document.tags[at as usize])
        }
    }

    /// Appends the features of a token.
    pub fn features(&self, at: usize, out: &mut Vec<u32>) {
        self.word_features(at, out);
        self.tree_features(at, out);
        self.place_features(at, out);
    }

    fn word_features(&self, at: usize, out: &mut Vec<u32>) {
        let token = &self.document.tokens[at];
        let near = |offset| near_word(self.document, at, offset);
        let near_tag = |offset| near_tag(self.document, at, offset);
        let (stem, tag) = (token.stem, near_tag(0));
        let (before, after) = (near(-1), near(1));
        let quote = self.document.quote_state(at);
        out.extend([
            feature(1, token.word),
            feature(2, stem),
            feature(3, join(stem, tag)),
            feature(4, join(token.suffix, tag)),
            feature(5, token.shape as u32 * 64 + tag),
            feature(6, join(before, tag)),
            feature(7, join(after, tag)),
            feature(8, near(-2)),
            feature(9, near(2)),
            feature(10, join(before, stem)),
            feature(11, join(stem, after)),
            feature(12, (near_tag(-1) * 64 + tag) * 64 + near_tag(1)),
            feature(13, (near_tag(-2) * 64 + near_tag(-1)) * 64 + tag),
            feature(14, (tag * 64 + near_tag(1)) * 64 + near_tag(2)),
            feature(15, join(stem, quote)),
            feature(16, tag * 64 + quote),
        ]);
    }

    /// The token's head, its verb and its children.
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

    /// The verb that governs the token, the verbs above it, and whether the token is in that verb's subject or clause.
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
        let in_subject = u32::from(self.in_subtree(linked(&links.subject), at));
        let in_clause = u32::from(self.in_subtree(linked(&links.clause), at));
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

    /// Whether a token is in the subtree of another.
    fn in_subtree(&self, top: u32, at: usize) -> bool {
        top != NO && self.document.subtree(top as usize).contains(at)
    }

    /// The token's subject, clause, object, preposition, negation and auxiliary.
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
            self.linked_word(links.marker[at]),
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

    /// What kind of subject it is: none, a name, a certain pronoun, or something else by its tag.
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

    /// Where the token is in its sentence, in its quotation and in the text.
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
        let is_colon = u32::from(document.tokens[sentence.end - 1].word == hash(":"));
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

    /// How many tokens back a quotation ended in this sentence; 9 if none did nearby, 0 inside one.
    fn distance_after_quote(&self, at: usize, start: usize) -> u32 {
        if self.document.quotation_of[at] > 0 {
            return 0;
        }
        (1..=8)
            .find(|back| at >= start + back && self.document.quotation_of[at - back] > 0)
            .map_or(9, |back| back as u32)
    }

    /// How many tokens ahead a quotation begins in this sentence; 9 if none does nearby, 0 inside one.
    fn distance_before_quote(&self, at: usize, end: usize) -> u32 {
        if self.document.quotation_of[at] > 0 {
            return 0;
        }
        (1..=8)
            .find(|ahead| at + ahead < end && self.document.quotation_of[at + ahead] > 0)
            .map_or(9, |ahead| ahead as u32)
    }
}
