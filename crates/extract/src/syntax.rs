//! What hangs on what: subjects, objects, clauses and governing verbs, read off the heads and tags.

use crate::document::Document;
use crate::tagger::tag;
use crate::word::hash_str;

/// No such token.
pub const NO: u32 = u32::MAX;

/// For each token the tokens that play a part for it, or `NO`.
pub struct Links {
    /// The nearest noun or pronoun that hangs to the left without a preposition.
    pub subject: Vec<u32>,
    /// The first noun to the right without a preposition.
    pub object: Vec<u32>,
    /// The first verb that hangs to the right.
    pub clause: Vec<u32>,
    /// The first word of that clause that marks it: "that", "to", "if".
    pub mark: Vec<u32>,
    /// The preposition of the first prepositional phrase to the right.
    pub preposition: Vec<u32>,
    /// A negation that hangs on the token.
    pub negation: Vec<u32>,
    /// The first auxiliary or modal that hangs on the token.
    pub auxiliary: Vec<u32>,
    /// The nearest verb above, the token itself not counted.
    pub verb_above: Vec<u32>,
    /// The preposition or marker that hangs on the token itself, to the left.
    pub case: Vec<u32>,
}

/// Whether a tag is a verb's.
pub fn is_verb(tag: u8) -> bool {
    matches!(
        tag,
        tag::VB | tag::VBD | tag::VBG | tag::VBN | tag::VBP | tag::VBZ
    )
}

/// Whether a tag is a noun's or pronoun's.
pub fn is_nominal(tag: u8) -> bool {
    matches!(
        tag,
        tag::NN
            | tag::NNS
            | tag::NNP
            | tag::NNPS
            | tag::PRP
            | tag::WP
            | tag::WDT
            | tag::CD
            | tag::DT
            | 35
    )
}

impl Links {
    /// Reads the links of a whole document, in two passes.
    pub fn read(document: &Document) -> Self {
        let count = document.tokens.len();
        let none = || vec![NO; count];
        let mut links = Self {
            subject: none(),
            object: none(),
            clause: none(),
            mark: none(),
            preposition: none(),
            negation: none(),
            auxiliary: none(),
            verb_above: none(),
            case: none(),
        };
        links.read_left(document);
        links.read_right(document);
        links
    }

    /// Words that stand left of their heads; the last one seen is the nearest.
    fn read_left(&mut self, document: &Document) {
        const NOT: [u32; 4] = [
            hash_str("not"),
            hash_str("n't"),
            hash_str("never"),
            hash_str("no"),
        ];
        for at in 0..document.tokens.len() {
            let Some(head) = document.head(at) else {
                continue;
            };
            let tag = document.tags[at];
            let slot = at as u32;
            if NOT.contains(&document.tokens[at].word) {
                self.negation[head] = slot;
            }
            if head < at {
                continue;
            }
            match tag {
                tag::IN | tag::TO if self.case[head] == NO => self.case[head] = slot,
                tag::MD => self.auxiliary[head] = slot,
                _ if is_verb(tag) && self.auxiliary[head] == NO && is_verb(document.tags[head]) => {
                    self.auxiliary[head] = slot;
                }
                _ => {}
            }
        }
    }

    fn read_right(&mut self, document: &Document) {
        for at in 0..document.tokens.len() {
            let Some(head) = document.head(at) else {
                continue;
            };
            let tag = document.tags[at];
            let slot = at as u32;
            self.verb_above[at] = self.find_verb_above(document, at);
            if at < head {
                if is_nominal(tag) && self.case[at] == NO {
                    self.subject[head] = slot;
                }
                continue;
            }
            let clausal =
                is_verb(tag) || self.subject[at] != NO && self.case[at] == NO && !is_nominal(tag);
            if clausal {
                if self.clause[head] == NO {
                    self.clause[head] = slot;
                    self.mark[head] = self.case[at];
                }
            } else if is_nominal(tag) || tag == tag::PRPS {
                if self.case[at] == NO {
                    if self.object[head] == NO {
                        self.object[head] = slot;
                    }
                } else if self.preposition[head] == NO {
                    self.preposition[head] = self.case[at];
                }
            } else if matches!(tag, tag::RP | tag::IN) && self.preposition[head] == NO {
                self.preposition[head] = slot;
            }
        }
    }

    fn find_verb_above(&self, document: &Document, at: usize) -> u32 {
        let mut above = document.head(at);
        for _ in 0..12 {
            match above {
                Some(head) if is_verb(document.tags[head]) => return head as u32,
                Some(head) => above = document.head(head),
                None => break,
            }
        }
        NO
    }
}
