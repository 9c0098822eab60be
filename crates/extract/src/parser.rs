//! Dependency heads: a greedy arc-hybrid parser with an averaged perceptron.
//!
//! Heads only, no labels: the tags of head and child and the side tell the models that follow what a
//! label would, and an unlabelled step has three choices instead of a hundred.

use crate::kernel::{Certain, Keyed, feature, join};
use crate::token::Token;

/// A token that has no head in its sentence points here.
pub const ROOT: u32 = u32::MAX;

/// What the parser may do next.
pub const SHIFT: usize = 0;
/// The top of the stack becomes a child of the token below it.
pub const RIGHT: usize = 1;
/// The top of the stack becomes a child of the next token.
pub const LEFT: usize = 2;
/// How many features a state has.
pub const FEATURES: usize = 36;

/// How many steps there are.
pub const STEPS: usize = 3;

/// Marks a place that does not exist.
const NONE: usize = usize::MAX;

/// The state of a parse of one sentence. Places are counted within the sentence; place n is the root.
pub struct State {
    /// Tokens whose head is not known yet and that were passed already.
    pub stack: Vec<usize>,
    /// The next token; the number of tokens stands for the root.
    pub next: usize,
    /// The head of each token, as far as known.
    pub heads: Vec<usize>,
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

    /// Whether nothing is left to do.
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

    /// The tags that nearly tell the step: of the two tokens on top of the stack and of the next two.
    pub fn key(&self, tags: &[u8]) -> u32 {
        let tag = |place: usize| match tags.get(place) {
            Some(tag) => u32::from(*tag),
            None if place == self.len => 60,
            None => 61,
        };
        let below = |steps: usize| {
            let place = self.stack.len().checked_sub(1 + steps);
            place.map_or(61, |place| tag(self.stack[place]))
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
        let (word, tag) = (|place| sight.word(place), |place| sight.tag(place));
        let valency = |place, side| sight.valency(place, side);
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

/// A state, and the words it is about: what stands at a place, or a number of its own where nothing does.
struct Sight<'a> {
    state: &'a State,
    tokens: &'a [Token],
    tags: &'a [u8],
}

impl Sight<'_> {
    fn word(&self, place: usize) -> u32 {
        if place < self.state.len {
            self.tokens[place].word
        } else if place == self.state.len {
            3
        } else {
            5
        }
    }

    fn tag(&self, place: usize) -> u32 {
        if place < self.state.len {
            u32::from(self.tags[place])
        } else if place == self.state.len {
            60
        } else {
            61
        }
    }

    fn child(&self, children: &[[usize; 2]], place: usize, nth: usize) -> usize {
        if place <= self.state.len {
            children[place][nth]
        } else {
            NONE
        }
    }

    fn valency(&self, place: usize, side: usize) -> u32 {
        if place <= self.state.len {
            u32::from(self.state.valency[place][side].min(5))
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

/// The parser with its weights.
pub struct Parser {
    weights: Keyed,
    steps: Certain,
}

impl Parser {
    /// A parser of learned weights, and of steps that are certain by the tags around, for which asking the
    /// model would be a waste.
    pub fn new(weights: Keyed, steps: Certain) -> Self {
        Self { weights, steps }
    }

    /// What to do next in a state.
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

    /// Appends the heads of one sentence, as places within it.
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
