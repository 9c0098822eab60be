//! The role model: a CRF over the window of one cue that labels its source and its content, with features of how each
//! token is related to the cue.

use super::cues::core;
use super::scan::{label as scanned, length_class, near_tag, near_word};
use crate::model::crf::{NEVER, Scores};
use crate::model::table::{WIDTH, feature, join};
use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag;
use crate::types::TokenRange;

/// What a token can be to a cue.
#[allow(missing_docs)]
pub mod label {
    pub const OUTSIDE: usize = 0;
    pub const SOURCE_BEGIN: usize = 1;
    pub const SOURCE: usize = 2;
    pub const CONTENT_BEGIN: usize = 3;
    pub const CONTENT: usize = 4;
    pub const CONTENT_END: usize = 5;
    pub const CUE: usize = 6;
    /// The number of labels.
    pub const COUNT: usize = 7;
}

/// A subtree by its first and last token, or nothing.
#[derive(Clone, Copy)]
struct Region(u32, u32);

impl Region {
    const EMPTY: Self = Self(1, 0);

    fn of(document: &Document, top: u32) -> Self {
        if top == NO {
            Self::EMPTY
        } else {
            Self(
                document.left_edge[top as usize],
                document.right_edge[top as usize],
            )
        }
    }

    /// 0 outside, 1 inside, 2 its first token, 3 its last, 4 both, 5 right after it, 6 right before it.
    fn code(self, at: usize) -> u32 {
        let at = at as u32;
        if self.0 > self.1 {
            return 0;
        }
        match (at == self.0, at == self.1) {
            (true, true) => 4,
            (true, false) => 2,
            (false, true) => 3,
            _ if self.0 < at && at < self.1 => 1,
            _ if at == self.1 + 1 => 5,
            _ if at + 1 == self.0 => 6,
            _ => 0,
        }
    }
}

/// The word that introduces the clause of a token, in 256 classes.
fn marker(document: &Document, links: &Links, at: usize) -> u32 {
    match links.marker[at] {
        NO => 5,
        marker => document.tokens[marker as usize].word % 256,
    }
}

/// Computes the features of the tokens around a cue.
pub struct RoleFeatures<'a> {
    document: &'a Document<'a>,
    beliefs: &'a [Scores],
    cue: TokenRange,
    head: usize,
    stem: u32,
    tag: u32,
    sentence: usize,
    subject: Region,
    clause: Region,
    object: Region,
    own: Region,
    outer_subject: Region,
    ancestors: [u32; 8],
    quote_before: u32,
    quote_after: u32,
    shape: u32,
}

impl<'a> RoleFeatures<'a> {
    /// For a cue.
    pub fn new(
        document: &'a Document<'a>,
        links: &'a Links,
        beliefs: &'a [Scores],
        cue: TokenRange,
    ) -> Self {
        let head = document.head_of(cue);
        let mut ancestors = [NO; 8];
        let mut above = document.head(head);
        for slot in &mut ancestors {
            let Some(at) = above else { break };
            *slot = at as u32;
            above = document.head(at);
        }
        let outer_verb = links.verb_above[head];
        let outer_subject = if outer_verb == NO {
            NO
        } else {
            links.subject[outer_verb as usize]
        };
        let sentence = document.sentence_of[head] as usize;
        let own = document.sentences[sentence];
        let quote_before = (own.start..cue.start)
            .rev()
            .map(|at| document.quotation_of[at])
            .find(|q| *q > 0);
        let quote_after = (cue.end..own.end)
            .map(|at| document.quotation_of[at])
            .find(|q| *q > 0);
        let shape = u32::from(quote_before.is_some())
            + 2 * u32::from(quote_after.is_some())
            + 4 * u32::from(links.subject[head] != NO)
            + 8 * u32::from(links.clause[head] != NO)
            + 16 * u32::from(links.object[head] != NO)
            + 32 * u32::from(document.is_quoted(cue.start))
            + 64 * marker(document, links, head);
        Self {
            document,
            beliefs,
            cue,
            head,
            stem: document.tokens[core(document, cue)].stem,
            tag: u32::from(document.tags[head]),
            sentence,
            subject: Region::of(document, links.subject[head]),
            clause: Region::of(document, links.clause[head]),
            object: Region::of(document, links.object[head]),
            own: Region::of(document, head as u32),
            outer_subject: Region::of(document, outer_subject),
            ancestors,
            quote_before: quote_before.unwrap_or(0),
            quote_after: quote_after.unwrap_or(0),
            shape,
        }
    }

    /// Rules out impossible labels: the tokens of the cue are labelled as the cue, and no others.
    pub(super) fn constrain(&self, at: usize, scores: &mut Scores) {
        let is_cue = self.cue.contains(at);
        for (label, score) in scores.iter_mut().enumerate() {
            if (label == label::CUE) != is_cue {
                *score = NEVER;
            }
        }
        const { assert!(label::COUNT <= WIDTH) };
    }

    /// The path through the tree from a token to the cue: the steps up and down as one number, and a hash of the tags.
    fn path(&self, at: usize) -> (u32, u32) {
        let document = self.document;
        let mut up = 0;
        let mut code = 0;
        let mut here = at as u32;
        let mut below = 63;
        while here != NO && up < 7 {
            if here as usize == self.head {
                return (up * 16, join(code, below));
            }
            if let Some(down) = self.ancestors.iter().position(|a| *a == here) {
                let side = u32::from((here as usize) < self.head);
                return (up * 16 + down as u32 + 1, join(code, below * 2 + side));
            }
            below = u32::from(document.tags[here as usize]);
            code = join(code, below);
            here = document.heads[here as usize];
            up += 1;
        }
        NO_PATH
    }

    /// The scan's probabilities for a token, in steps.
    fn belief(&self, at: usize) -> u32 {
        let scores = &self.beliefs[at];
        let step = |p: f32| if p < 0.03 { 0 } else { 1 + (p * 3.99) as u32 };
        let source = step(scores[scanned::SOURCE]);
        let cue = step(scores[scanned::CUE_BEGIN] + scores[scanned::CUE]);
        let content = step(scores[scanned::CONTENT_BEGIN] + scores[scanned::CONTENT]);
        (source * 6 + cue) * 6 + content
    }

    /// Where a token is in relation to the subject, the clause and the object of the cue.
    fn regions(&self, at: usize) -> u32 {
        (self.subject.code(at) * 8 + self.clause.code(at)) * 8 + self.object.code(at)
    }

    fn relation(&self, at: usize) -> Relation {
        let (path, path_tags) = self.path(at);
        Relation {
            crossed: 0,
            regions: self.regions(at),
            belief: self.belief(at),
            path,
            path_tags,
        }
    }

    /// The relation of the token after the window. At the end of a text that of the last token is used again.
    fn relation_after(&self, end: usize) -> Relation {
        if end == self.document.tokens.len() {
            return Relation {
                belief: NO_BELIEF,
                ..self.relation(end - 1)
            };
        }
        let (path, path_tags) = NO_PATH;
        Relation {
            path,
            path_tags,
            ..self.relation(end)
        }
    }

    fn view(&self, at: usize, relation: &Relation) -> View {
        let document = self.document;
        let side = if at < self.cue.start {
            0
        } else {
            1 + u32::from(at >= self.cue.end)
        };
        let distance = if side == 0 {
            self.cue.start - at
        } else {
            at + 1 - self.cue.end.min(at + 1)
        };
        let own = document.sentence_of[at] as usize;
        let sentence = (own + 4).saturating_sub(self.sentence).min(8) as u32;
        let bounds = document.sentences[own];
        let number = document.quotation_of[at];
        let which = match number {
            0 => 0,
            _ if number == self.quote_before => 1,
            _ if number == self.quote_after => 2,
            _ => 3,
        };
        let quote_edge = document.quotation(at).map_or(0, |q| {
            1 + u32::from(at == q.start)
                + 2 * u32::from(at + 1 == q.end)
                + 4 * length_class(q.end - q.start)
        });
        View {
            at,
            tag: u32::from(document.tags[at]),
            side,
            near: distance.min(6) as u32,
            far: length_class(distance),
            side_and_sentence: side * 16 + sentence,
            edge: ((at - bounds.start).min(2) * 4 + (bounds.end - 1 - at).min(3)) as u32,
            regions: relation.regions,
            outer: self.own.code(at) * 8 + self.outer_subject.code(at),
            quote: document.quote_state(at) * 4 + which,
            quote_edge: quote_edge * 4 + which,
            path: relation.path,
            path_tags: relation.path_tags,
            belief: relation.belief,
            crossed: relation.crossed,
        }
    }

    /// Appends the features of a token of the window.
    pub fn features(&self, at: usize, relations: &Relations, out: &mut Vec<u32>) {
        let view = self.view(at, relations.of(at));
        self.tree_features(&view, out);
        self.place_features(&view, out);
        self.border_features(&view, relations, out);
    }

    /// Where the token is in the tree, seen from the cue.
    fn tree_features(&self, view: &View, out: &mut Vec<u32>) {
        let View {
            tag,
            side,
            regions,
            outer,
            path,
            path_tags,
            ..
        } = *view;
        out.extend([
            feature(1, join(regions, side)),
            feature(2, join(regions, self.stem)),
            feature(3, join(regions, tag * 4 + side)),
            feature(4, join(outer, side)),
            feature(5, join(outer, tag * 4 + side)),
            feature(6, join(outer, self.stem)),
            feature(7, path * 4 + side),
            feature(8, join(path_tags, path * 4 + side)),
            feature(9, join(path, self.stem)),
            feature(10, join(path * 4 + side, tag)),
            feature(31, join(self.shape, join(regions, side))),
            feature(38, join(self.tag * 128 + path, side)),
            feature(42, join(outer, regions)),
        ]);
    }

    /// Where the token is in the text: side, distance, quotation, sentence.
    fn place_features(&self, view: &View, out: &mut Vec<u32>) {
        let View {
            at,
            tag,
            side,
            near,
            far,
            side_and_sentence,
            edge,
            quote,
            quote_edge,
            ..
        } = *view;
        let token = &self.document.tokens[at];
        let tag_before = near_tag(self.document, at, -1);
        let tag_after = near_tag(self.document, at, 1);
        let word_before = near_word(self.document, at, -1);
        let word_after = near_word(self.document, at, 1);
        out.extend([
            feature(11, join(side_and_sentence * 8 + near, tag)),
            feature(12, join(side_and_sentence * 16 + far, self.shape)),
            feature(13, join(near * 4 + side, join(self.stem, tag))),
            feature(15, join(side_and_sentence, quote)),
            feature(16, join(quote, join(self.stem, side))),
            feature(17, join(quote_edge, side_and_sentence)),
            feature(23, join(token.word, side * 16 + edge)),
            feature(24, join(tag, side_and_sentence * 16 + edge)),
            feature(25, join(edge * 64 + side_and_sentence, quote)),
            feature(26, (tag_before * 64 + tag) * 256 + tag_after * 4 + side),
            feature(27, join(word_after, tag * 4 + side)),
            feature(28, join(word_before, tag * 4 + side)),
            feature(30, join(self.shape, side_and_sentence)),
            feature(32, join(self.shape, join(quote, side_and_sentence))),
            feature(33, join(token.stem, side * 64 + self.tag)),
            feature(40, side),
        ]);
    }

    /// What changes from this token to its neighbours, and the scan's probabilities for them.
    fn border_features(&self, view: &View, relations: &Relations, out: &mut Vec<u32>) {
        let View {
            at,
            tag,
            side,
            side_and_sentence,
            regions,
            quote,
            path,
            belief,
            crossed,
            ..
        } = *view;
        let tag_after = near_tag(self.document, at, 1);
        let word_after = near_word(self.document, at, 1);
        let next = relations.of(at + 1);
        let next_path = next.path;
        let before_path = relations.path_before(at);
        let depth = self.border(at);
        out.extend([
            feature(18, join(belief, side_and_sentence)),
            feature(19, join(belief, regions)),
            feature(20, join(crossed, side)),
            feature(21, join(crossed, belief)),
            feature(22, join(crossed, quote)),
            feature(34, join(word_after, join(crossed, regions))),
            feature(37, join(belief, join(path, tag))),
            feature(39, join(crossed, join(path, side))),
            feature(41, join(next.belief, belief * 4 + side)),
            feature(43, join(next_path, join(path * 4 + side, tag))),
            feature(44, join(next_path, tag_after * 4 + side)),
            feature(45, join(next_path, join(regions, tag_after))),
            feature(46, join(before_path, join(path * 4 + side, tag))),
            feature(47, join(next.regions, join(regions, side))),
            feature(48, join(depth, join(side, tag_after))),
            feature(49, join(depth, join(crossed, word_after))),
            feature(50, join(depth, join(path, next_path))),
        ]);
    }

    /// What the tree says of the border after a token: whether the heads of the tokens on its two sides are across it,
    /// and whether subtrees end or begin at it.
    fn border(&self, at: usize) -> u32 {
        let document = self.document;
        if at + 1 >= document.tokens.len()
            || document.sentence_of[at] != document.sentence_of[at + 1]
        {
            return 31;
        }
        let (here, there) = (document.heads[at] as usize, document.heads[at + 1] as usize);
        let head_before = u32::from(there <= at);
        let head_after = u32::from(here > at && document.heads[at] != NO);
        let ends = u32::from(document.right_edge[at] as usize == at);
        let begins = u32::from(document.left_edge[at + 1] as usize == at + 1);
        let cue_side = u32::from(there == self.head)
            + 2 * u32::from(
                document.heads[at + 1] != NO && self.ancestors.contains(&document.heads[at + 1]),
            );
        (((head_before * 2 + head_after) * 2 + ends) * 2 + begins) * 4 + cue_side
    }
}

/// A token as seen from the cue, in the numbers that features are made of.
struct View {
    at: usize,
    tag: u32,
    side: u32,
    near: u32,
    far: u32,
    side_and_sentence: u32,
    edge: u32,
    regions: u32,
    outer: u32,
    quote: u32,
    quote_edge: u32,
    path: u32,
    path_tags: u32,
    belief: u32,
    crossed: u32,
}

/// The number of features of a token.
pub const FEATURES: usize = 46;

/// The relations of the tokens of a window to the cue.
pub struct Relations {
    start: usize,
    /// Those of the window, and that of the token after it.
    all: Vec<Relation>,
}

/// How a token is related to the cue. Computed once, because the features of its neighbours need it too.
#[derive(Clone, Copy)]
struct Relation {
    /// The commas, dashes and other cues between the token and the cue.
    crossed: u32,
    regions: u32,
    belief: u32,
    path: u32,
    path_tags: u32,
}

/// The path if there is none, or from a token outside the window.
const NO_PATH: (u32, u32) = (127, 0);

/// The belief about the token after the last one of a text.
const NO_BELIEF: u32 = 999;

impl Relations {
    /// Finds the relations of the tokens of a window, going from the cue to either side.
    pub fn find(roles: &RoleFeatures, window: TokenRange) -> Self {
        let RoleFeatures {
            document,
            beliefs,
            cue,
            ..
        } = *roles;
        let mut all: Vec<Relation> = window.tokens().map(|at| roles.relation(at)).collect();
        all.push(roles.relation_after(window.end));
        let mut walk = |tokens: &mut dyn Iterator<Item = usize>| {
            let (mut commas, mut cues, mut dashes) = (0u32, 0u32, 0u32);
            for at in tokens {
                all[at - window.start].crossed =
                    (commas.min(3) * 3 + cues.min(2)) * 3 + dashes.min(2);
                match document.tags[at] {
                    tag::COMMA => commas += 1,
                    tag::LRB | tag::RRB | tag::COLON => dashes += 1,
                    _ => {}
                }
                cues += u32::from(beliefs[at][scanned::CUE_BEGIN] > 0.5);
            }
        };
        walk(&mut (window.start..cue.start).rev());
        walk(&mut (cue.end..window.end));
        Self {
            start: window.start,
            all,
        }
    }

    fn of(&self, at: usize) -> &Relation {
        &self.all[at - self.start]
    }

    /// The path of the token before another. The first token of a text stands for the one before it.
    fn path_before(&self, at: usize) -> u32 {
        match (at - self.start).checked_sub(1) {
            Some(offset) => self.all[offset].path,
            None if at == 0 => self.all[0].path,
            None => NO_PATH.0,
        }
    }
}
