//! The second reading: given one cue, who is the source and what is the content. A chain again, over
//! a window around the cue, with features that say how each token stands to the cue.

use crate::chain::{NEVER, Scores, WIDTH};
use crate::cue::Cue;
use crate::document::Document;
use crate::kernel::{feature, join};
use crate::scan::{label as scanned, length_class};
use crate::syntax::{Links, NO};

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
    /// How many there are.
    pub const COUNT: usize = 7;
}

/// The window never holds more tokens than this, so that time stays linear in the length of the text.
pub const WINDOW: usize = 280;

/// Which tokens are looked at for a cue: its sentence, the one before in its paragraph, and those
/// that go on with a quotation or follow a colon.
pub fn window(document: &Document, cue: Cue) -> (usize, usize) {
    let sentences = &document.sentences;
    let own = document.sentence_of[cue.start] as usize;
    let quoted = |at: usize| document.quotation_of[at] > 0;
    let mut start = sentences[own].start;
    let mut end = sentences[document.sentence_of[cue.end - 1] as usize].end;
    let room = |start: usize, end: usize| end - start <= WINDOW;
    let mut first = own;
    for step in 0..4 {
        let Some(before) = first.checked_sub(1) else {
            break;
        };
        let (here, there) = (&sentences[first], &sentences[before]);
        let joined = quoted(here.start)
            && document.quotation_of[here.start] == document.quotation_of[there.end - 1];
        let near = step == 0 && here.paragraph == there.paragraph;
        let quote_before =
            step == 0 && quoted(there.end - 1) && here.paragraph == there.paragraph + 1;
        if !(joined || near || quote_before) || !room(there.start, end) {
            break;
        }
        start = there.start;
        first = before;
    }
    let mut last = document.sentence_of[cue.end - 1] as usize;
    let speaker_line = document.word(cue.end - 1) == ":" && cue.start < sentences[own].start + 8;
    let announces = document.word(sentences[last].end - 1) == ":";
    loop {
        let after = last + 1;
        if after >= sentences.len() {
            break;
        }
        let (here, there) = (&sentences[last], &sentences[after]);
        let same = here.paragraph == there.paragraph;
        let unclosed = document
            .quotation(here.end - 1)
            .is_some_and(|q| !q.closed || q.end > here.end);
        let goes_on = quoted(there.start) && (same || unclosed);
        let colon = announces && there.paragraph <= sentences[own].paragraph + 1;
        let block = quoted(there.start) && !same && last == own;
        let line = speaker_line && same;
        let tail = same && unclosed;
        if !(goes_on || colon || line || tail || block) || !room(start, there.end) {
            break;
        }
        end = there.end;
        last = after;
    }
    (start, end)
}

/// A stretch of tokens, both ends included, or nothing.
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

    /// 0 outside, 1 inside, 2 its first token, 3 its last, 4 both, 5 just after, 6 just before.
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

/// All that is known of a cue before its tokens are looked at.
pub struct Roles<'a> {
    document: &'a Document<'a>,
    scan: &'a [Scores],
    cue: Cue,
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

impl<'a> Roles<'a> {
    /// Looks at a cue.
    pub fn new(document: &'a Document<'a>, links: &'a Links, scan: &'a [Scores], cue: Cue) -> Self {
        let head = cue.head(document);
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
        let clause = links.clause[head];
        let mark = if links.mark[head] == NO {
            5
        } else {
            document.tokens[links.mark[head] as usize].word % 256
        };
        let shape = u32::from(quote_before.is_some())
            + 2 * u32::from(quote_after.is_some())
            + 4 * u32::from(links.subject[head] != NO)
            + 8 * u32::from(clause != NO)
            + 16 * u32::from(links.object[head] != NO)
            + 32 * u32::from(document.quotation_of[cue.start] > 0)
            + 64 * mark;
        Self {
            document,
            scan,
            cue,
            head,
            stem: document.tokens[cue.core(document)].stem,
            tag: u32::from(document.tags[head]),
            sentence,
            subject: Region::of(document, links.subject[head]),
            clause: Region::of(document, clause),
            object: Region::of(document, links.object[head]),
            own: Region::of(document, head as u32),
            outer_subject: Region::of(document, outer_subject),
            ancestors,
            quote_before: quote_before.unwrap_or(0),
            quote_after: quote_after.unwrap_or(0),
            shape,
        }
    }

    /// Keeps the labelling to what is possible: the cue is the cue, and nothing else is.
    pub fn constrain(&self, at: usize, scores: &mut Scores) {
        let is_cue = at >= self.cue.start && at < self.cue.end;
        for (label, score) in scores.iter_mut().enumerate() {
            if (label == label::CUE) != is_cue {
                *score = NEVER;
            }
        }
        const { assert!(label::COUNT <= WIDTH) };
    }

    /// How the tree leads from the token to the cue: steps up, steps down, and the tags at the turn.
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
        (127, 0)
    }

    fn word(&self, at: isize) -> u32 {
        usize::try_from(at)
            .ok()
            .and_then(|at| self.document.tokens.get(at))
            .map_or(11, |t| t.word)
    }

    fn tag_at(&self, at: isize) -> u32 {
        usize::try_from(at)
            .ok()
            .and_then(|at| self.document.tags.get(at))
            .map_or(63, |t| u32::from(*t))
    }

    /// The scan's belief about a token, in steps that a table can learn.
    fn belief(&self, at: usize) -> u32 {
        let scores = &self.scan[at];
        let step = |p: f32| if p < 0.03 { 0 } else { 1 + (p * 3.99) as u32 };
        let source = step(scores[scanned::SOURCE]);
        let cue = step(scores[scanned::CUE_BEGIN] + scores[scanned::CUE]);
        let content = step(scores[scanned::CONTENT_BEGIN] + scores[scanned::CONTENT]);
        (source * 6 + cue) * 6 + content
    }

    /// Where a token lies among what hangs on the cue.
    fn regions(&self, at: usize) -> u32 {
        (self.subject.code(at) * 8 + self.clause.code(at)) * 8 + self.object.code(at)
    }

    /// What the neighbours of a token of the window ask for, less what lies between it and the cue.
    fn stand(&self, at: usize) -> Stand {
        let (path, path_tags) = self.path(at);
        Stand {
            crossed: 0,
            regions: self.regions(at),
            belief: self.belief(at),
            path,
            path_tags,
        }
    }

    /// The same of the token after the window. After the last token of a text comes that token again.
    fn stand_after(&self, end: usize) -> Stand {
        if end == self.document.tokens.len() {
            return Stand {
                belief: NO_BELIEF,
                ..self.stand(end - 1)
            };
        }
        let (path, path_tags) = NO_PATH;
        Stand {
            path,
            path_tags,
            ..self.stand(end)
        }
    }

    /// How one token of the window stands to the cue.
    fn view(&self, at: usize, stand: &Stand) -> View {
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
            where_: side * 16 + sentence,
            edge: ((at - bounds.start).min(2) * 4 + (bounds.end - 1 - at).min(3)) as u32,
            regions: stand.regions,
            outer: self.own.code(at) * 8 + self.outer_subject.code(at),
            quote: document.quote_state(at) * 4 + which,
            quote_edge: quote_edge * 4 + which,
            path: stand.path,
            path_tags: stand.path_tags,
            belief: stand.belief,
            crossed: stand.crossed,
        }
    }

    /// Appends the features of a token of the window.
    pub fn features(&self, at: usize, crossing: &Crossing, out: &mut Vec<u32>) {
        let view = self.view(at, &crossing.stands[at - crossing.start]);
        self.tree_features(&view, out);
        self.place_features(&view, out);
        self.border_features(&view, crossing, out);
    }

    /// Where the token hangs, seen from the cue.
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

    /// Where the token stands: side, distance, quotation, sentence.
    fn place_features(&self, view: &View, out: &mut Vec<u32>) {
        let View {
            at,
            tag,
            side,
            near,
            far,
            where_,
            edge,
            quote,
            quote_edge,
            ..
        } = *view;
        let place = at as isize;
        let token = &self.document.tokens[at];
        out.extend([
            feature(11, join(where_ * 8 + near, tag)),
            feature(12, join(where_ * 16 + far, self.shape)),
            feature(13, join(near * 4 + side, join(self.stem, tag))),
            feature(15, join(where_, quote)),
            feature(16, join(quote, join(self.stem, side))),
            feature(17, join(quote_edge, where_)),
            feature(23, join(token.word, side * 16 + edge)),
            feature(24, join(tag, where_ * 16 + edge)),
            feature(25, join(edge * 64 + where_, quote)),
            feature(
                26,
                (self.tag_at(place - 1) * 64 + tag) * 256 + self.tag_at(place + 1) * 4 + side,
            ),
            feature(27, join(self.word(place + 1), tag * 4 + side)),
            feature(28, join(self.word(place - 1), tag * 4 + side)),
            feature(30, join(self.shape, where_)),
            feature(32, join(self.shape, join(quote, where_))),
            feature(33, join(token.stem, side * 64 + self.tag)),
            feature(40, side),
        ]);
    }

    /// What changes from this token to its neighbours, and what the first reading believes of them.
    fn border_features(&self, view: &View, crossing: &Crossing, out: &mut Vec<u32>) {
        let View {
            at,
            tag,
            side,
            where_,
            regions,
            quote,
            path,
            belief,
            crossed,
            ..
        } = *view;
        let place = at as isize;
        let next = &crossing.stands[at + 1 - crossing.start];
        let next_path = next.path;
        let before_path = crossing.path_before(at);
        let depth = self.border(at);
        out.extend([
            feature(18, join(belief, where_)),
            feature(19, join(belief, regions)),
            feature(20, join(crossed, side)),
            feature(21, join(crossed, belief)),
            feature(22, join(crossed, quote)),
            feature(34, join(self.word(place + 1), join(crossed, regions))),
            feature(37, join(belief, join(path, tag))),
            feature(39, join(crossed, join(path, side))),
            feature(41, join(next.belief, belief * 4 + side)),
            feature(43, join(next_path, join(path * 4 + side, tag))),
            feature(44, join(next_path, self.tag_at(place + 1) * 4 + side)),
            feature(45, join(next_path, join(regions, self.tag_at(place + 1)))),
            feature(46, join(before_path, join(path * 4 + side, tag))),
            feature(47, join(next.regions, join(regions, side))),
            feature(48, join(depth, join(side, self.tag_at(place + 1)))),
            feature(49, join(depth, join(crossed, self.word(place + 1)))),
            feature(50, join(depth, join(path, next_path))),
        ]);
    }

    /// What the tree says of the border after a token: whether the two sides hang on each other, and
    /// whether something that began before goes on after it.
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

/// How a token stands to the cue, in the numbers that features are made of.
struct View {
    at: usize,
    tag: u32,
    side: u32,
    near: u32,
    far: u32,
    where_: u32,
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

/// How many features a token has.
pub const FEATURES: usize = 46;

/// What lies between each token of a window and the cue: commas, other cues, and the way through the tree.
pub struct Crossing {
    start: usize,
    /// The tokens of the window, and the one after.
    stands: Vec<Stand>,
}

/// What is known of a token that its neighbours' features ask for too.
#[derive(Clone, Copy)]
struct Stand {
    crossed: u32,
    regions: u32,
    belief: u32,
    path: u32,
    path_tags: u32,
}

/// The way from a token outside of the window.
const NO_PATH: (u32, u32) = (127, 0);

/// The belief about what follows the last token of a text.
const NO_BELIEF: u32 = 999;

impl Crossing {
    /// Walks away from the cue to both sides.
    pub fn walk(roles: &Roles, window: (usize, usize)) -> Self {
        let Roles {
            document,
            scan,
            cue,
            ..
        } = *roles;
        let mut stands: Vec<Stand> = (window.0..window.1).map(|at| roles.stand(at)).collect();
        stands.push(roles.stand_after(window.1));
        let mut walk = |range: &mut dyn Iterator<Item = usize>| {
            let (mut commas, mut cues, mut dashes) = (0u32, 0u32, 0u32);
            for at in range {
                stands[at - window.0].crossed =
                    (commas.min(3) * 3 + cues.min(2)) * 3 + dashes.min(2);
                match document.tags[at] {
                    crate::tagger::tag::COMMA => commas += 1,
                    34 | 33 | 24 => dashes += 1,
                    _ => {}
                }
                cues += u32::from(scan[at][scanned::CUE_BEGIN] > 0.5);
            }
        };
        walk(&mut (window.0..cue.start).rev());
        walk(&mut (cue.end..window.1));
        Self {
            start: window.0,
            stands,
        }
    }

    /// The path from the token before one to the cue; the first token of a text has none before it.
    fn path_before(&self, at: usize) -> u32 {
        match (at - self.start).checked_sub(1) {
            Some(offset) => self.stands[offset].path,
            None if at == 0 => self.stands[0].path,
            None => NO_PATH.0,
        }
    }
}
