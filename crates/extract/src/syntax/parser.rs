//! The dependency parser: a greedy arc-hybrid parser with an averaged perceptron.
//!
//! It finds heads without labels. The tags of head and child and the side of the child tell later models what a label
//! would, and an unlabelled step has three choices instead of a hundred.

use crate::model::pack::{Reader, pack_certain, push_varint, unpack_certain};
use crate::model::table::{BucketTable, CertainTable, feature, join};
use crate::text::token::Token;

/// The head of a token that has none in its sentence.
pub const ROOT: u32 = u32::MAX;

/// Push the next token on the stack.
pub const SHIFT: usize = 0;
/// Make the top of the stack a child of the token below it.
pub const RIGHT: usize = 1;
/// Make the top of the stack a child of the next token.
pub const LEFT: usize = 2;
/// The number of steps the parser chooses from.
pub const STEPS: usize = 3;

/// The number of features of a state.
pub const FEATURES: usize = 36;

/// No token.
const NONE: usize = usize::MAX;

/// The state of the parser in one sentence. Tokens are counted within the sentence; their number is the root.
pub struct State {
    /// The tokens passed so far whose head is not known yet.
    pub stack: Vec<usize>,
    /// The next token, or the root after the last.
    pub next: usize,
    /// The head of each token, as far as known.
    heads: Vec<usize>,
    /// The last and the last but one child of each token on either side, and the numbers of its children.
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    valency: Vec<[u8; 2]>,
    len: usize,
}

impl State {
    /// The state before the first step.
    pub fn new(len: usize) -> Self {
        Self {
            stack: Vec::with_capacity(16),
            next: 0,
            heads: vec![NONE; len],
            left: vec![[NONE; 2]; len + 1],
            right: vec![[NONE; 2]; len + 1],
            valency: vec![[0; 2]; len + 1],
            len,
        }
    }

    /// Whether every token has its head.
    pub fn done(&self) -> bool {
        self.next >= self.len && self.stack.is_empty()
    }

    /// Which steps are possible.
    pub fn valid(&self) -> [bool; 3] {
        [
            self.next < self.len,
            self.stack.len() >= 2,
            !self.stack.is_empty() && self.next <= self.len,
        ]
    }

    /// Takes a step that `valid` allows.
    pub fn step(&mut self, action: usize) {
        match action {
            SHIFT => {
                self.stack.push(self.next);
                self.next += 1;
            }
            RIGHT => {
                let child = self.stack.pop();
                if let (Some(child), Some(head)) = (child, self.stack.last().copied()) {
                    self.arc(head, child);
                }
            }
            _ => {
                if let Some(child) = self.stack.pop() {
                    self.arc(self.next, child);
                }
            }
        }
    }

    fn arc(&mut self, head: usize, child: usize) {
        self.heads[child] = head;
        let (children, side) = if child < head {
            (&mut self.left[head], 0)
        } else {
            (&mut self.right[head], 1)
        };
        children[1] = children[0];
        children[0] = child;
        self.valency[head][side] = self.valency[head][side].saturating_add(1);
    }

    /// The key by which a step may be certain: the tags of the two tokens on top of the stack and of the next two.
    pub fn key(&self, tags: &[u8]) -> u32 {
        let tag = |at: usize| match tags.get(at) {
            Some(tag) => u32::from(*tag),
            None if at == self.len => 60,
            None => 61,
        };
        let below = |steps: usize| {
            let depth = self.stack.len().checked_sub(1 + steps);
            depth.map_or(61, |depth| tag(self.stack[depth]))
        };
        two(
            three(below(1), below(0), tag(self.next)),
            tag(self.next + 1),
        )
    }

    /// The features of the state.
    pub fn features(&self, tokens: &[Token], tags: &[u8]) -> [u32; FEATURES] {
        let sight = Sight {
            state: self,
            tokens,
            tags,
        };
        let depth = self.stack.len();
        let below = |steps: usize| {
            if depth > steps {
                self.stack[depth - 1 - steps]
            } else {
                NONE
            }
        };
        let (s0, s1, s2, n0) = (below(0), below(1), below(2), self.next);
        let (s0l, s0r) = (
            sight.child(&self.left, s0, 0),
            sight.child(&self.right, s0, 0),
        );
        let s0l2 = sight.child(&self.left, s0, 1);
        let n0l = sight.child(&self.left, n0, 0);
        let s1r = sight.child(&self.right, s1, 0);
        let gap = if s0 == NONE {
            0
        } else {
            (n0 - s0).min(8) as u32
        };
        let gap1 = if s1 == NONE {
            0
        } else {
            (s0 - s1).min(8) as u32
        };
        let (word, tag) = (|at| sight.word(at), |at| sight.tag(at));
        let valency = |at, side| sight.valency(at, side);
        let (ws0, wn0, ws1, wn1) = (word(s0), word(n0), word(s1), word(n0 + 1));
        let (ts0, tn0, ts1, tn1) = (tag(s0), tag(n0), tag(s1), tag(n0 + 1));
        let (ts2, tn2) = (tag(s2), tag(n0 + 2));
        let pair = ts0 * 64 + tn0;
        let before = if n0 > 0 { tag(n0 - 1) } else { 62 };
        let after = if s0 == NONE { 62 } else { tag(s0 + 1) };
        [
            feature(1, join(ws0, ts0)),
            feature(2, join(wn0, tn0)),
            feature(3, join(ws1, ts1)),
            feature(4, join(wn1, tn1)),
            feature(6, two(ts0, ts1)),
            feature(7, pair),
            feature(8, join(ws0, wn0)),
            feature(9, join(ws0, tn0)),
            feature(10, join(wn0, ts0)),
            feature(11, join(ws0, ws1)),
            feature(13, three(ts0, tn0, tn1)),
            feature(14, three(ts1, ts0, tn0)),
            feature(15, three(ts2, ts1, ts0)),
            feature(16, three(tn0, tn1, tn2) * 64 + ts0),
            feature(17, three(ts0, tag(s0l), tn0)),
            feature(18, three(ts0, tag(s0r), tn0)),
            feature(19, three(ts0, tn0, tag(n0l))),
            feature(20, three(ts1, ts0, tag(s0r))),
            feature(21, three(ts1, ts0, tag(s0l))),
            feature(22, three(ts1, tag(s1r), ts0)),
            feature(23, three(ts0, tag(s0l), tag(s0l2))),
            feature(26, pair * 16 + gap),
            feature(29, two(ts1, ts0) * 16 + gap1),
            feature(30, join(ws0, valency(s0, 0) * 8 + valency(s0, 1))),
            feature(31, two(ts0, valency(s0, 0) * 8 + valency(s0, 1)) * 64 + tn0),
            feature(32, join(wn0, valency(n0, 0))),
            feature(34, join(word(s0l), ts0)),
            feature(35, join(word(s0r), two(ts0, tn0))),
            feature(36, join(word(n0l), tn0)),
            feature(39, join(ws1, two(ts0, tn0))),
            feature(42, join(word(s0l), ws1)),
            feature(44, join(word(s0l), two(ts1, ts0))),
            feature(46, join(word(n0l), two(ts0, tn0))),
            feature(48, two(before, after) * 4096 + pair),
            feature(52, three(ts2, ts1, ts0) * 64 + tn0),
            feature(53, join(join(word(s0l), ts0), tn0)),
        ]
    }
}

/// A state with the sentence it is about. Where there is no token, look-ups give a number of their own.
struct Sight<'a> {
    state: &'a State,
    tokens: &'a [Token],
    tags: &'a [u8],
}

impl Sight<'_> {
    fn word(&self, at: usize) -> u32 {
        if at < self.state.len {
            self.tokens[at].word
        } else if at == self.state.len {
            3
        } else {
            5
        }
    }

    fn tag(&self, at: usize) -> u32 {
        if at < self.state.len {
            u32::from(self.tags[at])
        } else if at == self.state.len {
            60
        } else {
            61
        }
    }

    fn child(&self, children: &[[usize; 2]], at: usize, nth: usize) -> usize {
        if at <= self.state.len {
            children[at][nth]
        } else {
            NONE
        }
    }

    fn valency(&self, at: usize, side: usize) -> u32 {
        if at <= self.state.len {
            u32::from(self.state.valency[at][side].min(5))
        } else {
            7
        }
    }
}

fn two(a: u32, b: u32) -> u32 {
    a * 64 + b
}

fn three(a: u32, b: u32, c: u32) -> u32 {
    (a * 64 + b) * 64 + c
}

/// The parser.
pub struct Parser {
    weights: BucketTable,
    steps: CertainTable,
}

impl Parser {
    /// Packs a parser: the steps that are certain, and the rows of weights, each with its index among 2^24; both in
    /// order.
    pub fn pack(steps: &[(u32, u8)], rows: &[(u32, [i8; STEPS])]) -> Vec<u8> {
        let mut out = pack_certain(steps);
        out.extend((rows.len() as u32).to_le_bytes());
        let mut before = 0;
        for (index, weights) in rows {
            push_varint(&mut out, index.wrapping_sub(before));
            out.extend(weights.map(|weight| weight as u8));
            before = *index;
        }
        out
    }

    /// Unpacks a parser. `None` if the bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let steps = unpack_certain(&mut reader, STEPS)?;
        let count = reader.number()? as usize;
        let mut rows = Vec::new();
        let mut index = 0u32;
        for _ in 0..count {
            index = index.wrapping_add(reader.varint()?);
            rows.push((index, reader.take::<STEPS>()?.map(|byte| byte as i8)));
        }
        Some(Self {
            weights: BucketTable::new(&rows),
            steps,
        })
    }

    /// The next step in a state.
    pub fn decide(&self, state: &State, tokens: &[Token], tags: &[u8]) -> usize {
        let valid = state.valid();
        match valid {
            [true, false, false] => SHIFT,
            [false, false, true] => LEFT,
            _ => {
                let certain = self.steps.get(state.key(tags)).map(usize::from);
                certain.filter(|step| valid[*step]).unwrap_or_else(|| {
                    best(&self.weights.sums(&state.features(tokens, tags)), valid)
                })
            }
        }
    }

    /// Appends the heads of one sentence to `heads`, as indexes within the sentence or [`ROOT`].
    pub fn parse(&self, tokens: &[Token], tags: &[u8], heads: &mut Vec<u32>) {
        let mut state = State::new(tokens.len());
        while !state.done() {
            state.step(self.decide(&state, tokens, tags));
        }
        heads.extend(state.heads.iter().map(|head| {
            if *head >= tokens.len() {
                ROOT
            } else {
                *head as u32
            }
        }));
    }
}

fn best(sums: &[u32; 3], valid: [bool; 3]) -> usize {
    let mut choice = None;
    for (action, possible) in valid.iter().enumerate() {
        if *possible && choice.is_none_or(|c: usize| sums[action] > sums[c]) {
            choice = Some(action);
        }
    }
    choice.unwrap_or(LEFT)
}
