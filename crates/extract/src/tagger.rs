//! Parts of speech: a greedy averaged perceptron that reads from left to right.

use crate::kernel::{Certain, Sparse, feature, join};
use crate::token::Token;

/// The Penn Treebank's tags. A tag is its place in this list.
pub const TAGS: [&str; 45] = [
    "NN", "IN", "NNP", "DT", "JJ", "NNS", ",", ".", "VBD", "RB", "PRP", "VB", "CC", "VBZ", "TO",
    "VBG", "VBN", "VBP", "''", "CD", "PRP$", "``", "MD", "POS", ":", "WP", "WDT", "NNPS", "WRB",
    "RP", "JJR", "JJS", "RBR", "-RRB-", "-LRB-", "EX", "$", "RBS", "PDT", "UH", "WP$", "FW", "LS",
    "SYM", "#",
];

/// Tags that rules ask for by name.
#[allow(missing_docs)]
pub mod tag {
    pub const NN: u8 = 0;
    pub const IN: u8 = 1;
    pub const NNP: u8 = 2;
    pub const DT: u8 = 3;
    pub const JJ: u8 = 4;
    pub const NNS: u8 = 5;
    pub const COMMA: u8 = 6;
    pub const STOP: u8 = 7;
    pub const VBD: u8 = 8;
    pub const RB: u8 = 9;
    pub const PRP: u8 = 10;
    pub const VB: u8 = 11;
    pub const CC: u8 = 12;
    pub const VBZ: u8 = 13;
    pub const TO: u8 = 14;
    pub const VBG: u8 = 15;
    pub const VBN: u8 = 16;
    pub const VBP: u8 = 17;
    pub const CD: u8 = 19;
    pub const PRPS: u8 = 20;
    pub const MD: u8 = 22;
    pub const POS: u8 = 23;
    pub const WP: u8 = 25;
    pub const WDT: u8 = 26;
    pub const NNPS: u8 = 27;
    pub const RP: u8 = 29;
}

/// The number of a tag, by name.
pub fn tag_number(name: &str) -> Option<u8> {
    TAGS.iter().position(|tag| *tag == name).map(|at| at as u8)
}

/// A tag that stands before the first token.
pub const START: u32 = 99;

/// How many features a token has.
pub const FEATURES: usize = 18;

/// The features of the token at `at` of a sentence, given the two tags before.
pub fn features(tokens: &[Token], at: usize, before: u32, before2: u32) -> [u32; FEATURES] {
    let token = &tokens[at];
    let word = |offset: isize| -> u32 {
        let place = at as isize + offset;
        if place < 0 || place >= tokens.len() as isize {
            7
        } else {
            tokens[place as usize].word
        }
    };
    let shape = |offset: isize| -> u32 {
        let place = at as isize + offset;
        if place < 0 || place >= tokens.len() as isize {
            9
        } else {
            tokens[place as usize].shape as u32
        }
    };
    let tail = |offset: isize| -> u32 {
        let place = at as isize + offset;
        if place < 0 || place >= tokens.len() as isize {
            7
        } else {
            tokens[place as usize].suffix
        }
    };
    let first = u32::from(at == 0);
    let look = token.shape as u32 * 2 + first;
    [
        feature(1, token.word),
        feature(2, join(token.word, look)),
        feature(3, join(token.suffix, look)),
        feature(4, join(look, shape(-1) * 16 + shape(1))),
        feature(5, before),
        feature(6, join(before, before2)),
        feature(7, join(before, token.word)),
        feature(8, join(token.suffix, before)),
        feature(9, word(-1)),
        feature(10, word(-2)),
        feature(11, word(1)),
        feature(12, word(2)),
        feature(13, join(tail(1), look)),
        feature(14, join(tail(-1), look)),
        feature(15, join(token.word, word(1))),
        feature(16, join(token.suffix, tail(1))),
        feature(17, join(join(before, before2), token.suffix)),
        feature(18, 0),
    ]
}

/// The tagger with its weights.
pub struct Tagger {
    weights: Sparse,
    certain: [Certain; 2],
}

/// The sums of the weights of each tag: 18 features of at most 128 each fit well.
type Sums = [i16; TAGS.len()];

/// What a word is known by: the same letters in another case may be another word.
pub fn word_key(token: &Token) -> u32 {
    join(token.word, token.shape as u32)
}

/// What a word is known by after a word with some tag.
pub fn pair_key(token: &Token, before: u32) -> u32 {
    join(word_key(token), before + 1)
}

impl Tagger {
    /// A tagger of learned weights, of words that have one tag only, whatever stands around them, and of
    /// words that have one tag only after a word of some tag. Asking the model for these would be a waste.
    pub fn new(weights: Sparse, words: Certain, pairs: Certain) -> Self {
        Self {
            weights,
            certain: [words, pairs],
        }
    }

    /// Whether a word has one tag only, whatever stands around it.
    pub fn knows(&self, token: &Token) -> bool {
        self.certain[0].get(word_key(token)).is_some()
    }

    /// Tags one sentence.
    pub fn tag(&self, tokens: &[Token], tags: &mut Vec<u8>) {
        let (mut before, mut before2) = (START, START);
        for at in 0..tokens.len() {
            let [words, pairs] = &self.certain;
            let certain = words
                .get(word_key(&tokens[at]))
                .or_else(|| pairs.get(pair_key(&tokens[at], before)));
            let tag = certain.unwrap_or_else(|| {
                let mut sums = [0; TAGS.len()];
                let features = features(tokens, at, before, before2);
                self.weights.add(&features, &mut sums);
                best(&sums)
            });
            tags.push(tag);
            before2 = before;
            before = u32::from(tag);
        }
    }
}

/// The tag with the highest sum, the first of those that are as good. Sought for in two steps, because the compiler
/// compares many numbers at once where only their value is asked for.
fn best(sums: &Sums) -> u8 {
    let most = sums.iter().fold(i16::MIN, |most, sum| most.max(*sum));
    let first = sums.iter().position(|sum| *sum == most);
    first.map_or(0, |at| at as u8)
}
