//! Subjects, objects, clauses and governing verbs, derived from heads and tags.

use super::document::Document;
use super::tag::{self, is_nominal, is_verb};
use crate::text::word::hashes;
use crate::thresholds;

/// No token.
pub const NO: u32 = u32::MAX;

/// For each token its related tokens, or [`NO`].
pub struct Links {
    /// The nearest nominal child on the left without a preposition.
    pub subject: Vec<u32>,
    /// The first nominal child on the right without a preposition.
    pub object: Vec<u32>,
    /// The first child on the right that heads a clause.
    pub clause: Vec<u32>,
    /// The word that introduces that clause: "that", "to", "if".
    pub marker: Vec<u32>,
    /// The preposition of the first prepositional phrase on the right.
    pub preposition: Vec<u32>,
    /// The last negation among its children.
    pub negation: Vec<u32>,
    /// Its auxiliary or modal.
    pub auxiliary: Vec<u32>,
    /// The nearest verb among its ancestors.
    pub verb_above: Vec<u32>,
    /// Its first child on the left that is a preposition or introduces a clause.
    pub case: Vec<u32>,
}

impl Links {
    /// Finds the links of a document.
    pub fn read(document: &Document) -> Self {
        let count = document.tokens.len();
        let none = || vec![NO; count];
        let mut links = Self {
            subject: none(),
            object: none(),
            clause: none(),
            marker: none(),
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

    /// Links to children on the left; of several, the last one seen is the nearest.
    fn read_left(&mut self, document: &Document) {
        const NOT: [u32; 4] = hashes(["not", "n't", "never", "no"]);
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

    /// Links to children on the right, and subjects, which depend on the prepositions found before.
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
                    self.marker[head] = self.case[at];
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
        for _ in 0..thresholds::VERB_ABOVE_STEPS {
            match above {
                Some(head) if is_verb(document.tags[head]) => return head as u32,
                Some(head) => above = document.head(head),
                None => break,
            }
        }
        NO
    }
}
