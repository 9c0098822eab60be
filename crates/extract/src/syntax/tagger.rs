//! The part-of-speech tagger: a greedy averaged perceptron that works from left to right.

use super::tag::TAGS;
use crate::model::pack::{
    Reader, SparseRow, pack_certain, pack_sparse, unpack_certain, unpack_sparse,
};
use crate::model::table::{CertainTable, SparseTable, feature, join};
use crate::text::token::Token;

/// The tag before the first token.
pub const START: u32 = 99;

/// The number of features of a token.
pub const FEATURES: usize = 18;

/// The features of the token at `at` of a sentence, given the two tags before.
pub fn features(tokens: &[Token], at: usize, before: u32, before2: u32) -> [u32; FEATURES] {
    let token = &tokens[at];
    let near = |offset: isize| at.checked_add_signed(offset).and_then(|at| tokens.get(at));
    let word = |offset| near(offset).map_or(7, |token| token.word);
    let shape = |offset| near(offset).map_or(9, |token| token.shape as u32);
    let suffix = |offset| near(offset).map_or(7, |token| token.suffix);
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
        feature(13, join(suffix(1), look)),
        feature(14, join(suffix(-1), look)),
        feature(15, join(token.word, word(1))),
        feature(16, join(token.suffix, suffix(1))),
        feature(17, join(join(before, before2), token.suffix)),
        feature(18, 0),
    ]
}

/// The tagger.
pub struct Tagger {
    weights: SparseTable,
    words: CertainTable,
    pairs: CertainTable,
}

/// The sum of the weights of each tag. 18 weights of at most 128 fit easily.
type Sums = [i16; TAGS.len()];

/// The key of a word with a certain tag. It includes the shape, as another case may be another word.
pub fn word_key(token: &Token) -> u32 {
    join(token.word, token.shape as u32)
}

/// The key of a word with a certain tag after a word tagged `before`.
pub fn pair_key(token: &Token, before: u32) -> u32 {
    join(word_key(token), before + 1)
}

impl Tagger {
    /// Packs a tagger: words with a certain tag, words with a certain tag after some tag, and the weights for all
    /// others, each in order of their keys.
    pub fn pack(words: &[(u32, u8)], pairs: &[(u32, u8)], rows: &[SparseRow]) -> Vec<u8> {
        [pack_certain(words), pack_certain(pairs), pack_sparse(rows)].concat()
    }

    /// Unpacks a tagger. `None` if the bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        Some(Self {
            words: unpack_certain(&mut reader, TAGS.len())?,
            pairs: unpack_certain(&mut reader, TAGS.len())?,
            weights: unpack_sparse(reader.0)?,
        })
    }

    /// Whether a word has a certain tag wherever it stands.
    pub fn knows(&self, token: &Token) -> bool {
        self.words.get(word_key(token)).is_some()
    }

    /// Appends the tags of one sentence to `tags`.
    pub fn tag(&self, tokens: &[Token], tags: &mut Vec<u8>) {
        let (mut before, mut before2) = (START, START);
        for at in 0..tokens.len() {
            let certain = self
                .words
                .get(word_key(&tokens[at]))
                .or_else(|| self.pairs.get(pair_key(&tokens[at], before)));
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

/// The tag with the highest sum, the first of equal ones. Finding the maximum first lets the compiler vectorise it.
fn best(sums: &Sums) -> u8 {
    let most = sums.iter().fold(i16::MIN, |most, sum| most.max(*sum));
    let first = sums.iter().position(|sum| *sum == most);
    first.map_or(0, |at| at as u8)
}
