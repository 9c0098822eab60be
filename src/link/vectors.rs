//! Word vectors: how near two words are in meaning.
//!
//! `docs/vectors-card.md` says where they come from.

use std::sync::LazyLock;

/// 32-bit hashes of the words in order, then the place of the vector of each, then the vectors.
static BYTES: &[u8] = include_bytes!("vectors.bin");

/// Bytes before the hashes: the number of words, of vectors, and of directions of a vector.
const HEAD: usize = 12;

/// The word vectors that ship.
pub struct Vectors {
    hashes: Vec<u32>,
    places: Vec<u16>,
    rows: &'static [u8],
    directions: usize,
}

/// The vectors that ship. Without any words if the file does not have the form that it should have.
pub static SHIPPED: LazyLock<Vectors> =
    LazyLock::new(|| Vectors::read(BYTES).unwrap_or_else(Vectors::none));

/// The direction of a word's meaning, of length one.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction(Vec<f32>);

impl Direction {
    /// How near two meanings are: 1 for the same, 0 for unrelated.
    pub fn nearness(&self, other: &Self) -> f32 {
        // Eight sums instead of one let the compiler use wide registers. Zipped iterators are not inlined across the units of
        // a release build, and would take half as long again.
        let (a, rest_a) = self.0.as_chunks::<8>();
        let (b, rest_b) = other.0.as_chunks::<8>();
        let mut sums = [0.0_f32; 8];
        for at in 0..a.len().min(b.len()) {
            let (a, b) = (&a[at], &b[at]);
            for lane in 0..8 {
                sums[lane] += a[lane] * b[lane];
            }
        }
        let mut rest = 0.0;
        for at in 0..rest_a.len().min(rest_b.len()) {
            rest += rest_a[at] * rest_b[at];
        }
        sums.iter().sum::<f32>() + rest
    }
}

impl Vectors {
    fn none() -> Self {
        Self {
            hashes: Vec::new(),
            places: Vec::new(),
            rows: &[],
            directions: 0,
        }
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let number = |at: usize| {
            let four = bytes.get(at..at + 4)?;
            Some(u32::from_le_bytes(four.try_into().ok()?))
        };
        let size = |at: usize| usize::try_from(number(at)?).ok();
        let (words, vectors, directions) = (size(0)?, size(4)?, size(8)?);
        let places_at = HEAD + 4 * words;
        let rows_at = places_at + 2 * words;
        let rows = bytes.get(rows_at..)?;
        if rows.len() != vectors * directions {
            return None;
        }
        let places = bytes[places_at..rows_at].chunks_exact(2);
        Some(Self {
            hashes: (0..words)
                .map(|at| number(HEAD + 4 * at))
                .collect::<Option<_>>()?,
            places: places
                .map(|two| u16::from_le_bytes([two[0], two[1]]))
                .collect(),
            rows,
            directions,
        })
    }

    /// How rare a word is, from 0 for the most frequent one to 1 for one without a vector. The vectors are in the order
    /// of how frequent their words are.
    pub fn rarity(&self, word: &str) -> f32 {
        let vectors = self.rows.len() / self.directions.max(1);
        match self.hashes.binary_search(&hash(word)) {
            Ok(at) => (1.0 + f32::from(self.places[at])).ln() / (1.0 + vectors as f32).ln(),
            Err(_) => 1.0,
        }
    }

    /// The place of a word's vector, which rare words share with a frequent one. `None` if the word, in lower-case
    /// letters, is not known.
    pub fn place(&self, word: &str) -> Option<u16> {
        let at = self.hashes.binary_search(&hash(word)).ok()?;
        Some(self.places[at])
    }

    /// The direction of a word in lower-case letters. `None` if the word is not known.
    pub fn direction(&self, word: &str) -> Option<Direction> {
        self.at(self.place(word)?)
    }

    /// The direction at a place.
    pub fn at(&self, place: u16) -> Option<Direction> {
        let start = usize::from(place) * self.directions;
        let row = &self.rows[start..start + self.directions];
        let numbers: Vec<f32> = row
            .iter()
            .map(|byte| f32::from(byte.cast_signed()))
            .collect();
        let length = numbers
            .iter()
            .map(|number| number * number)
            .sum::<f32>()
            .sqrt();
        (length > 0.0).then(|| Direction(numbers.iter().map(|number| number / length).collect()))
    }
}

/// 32-bit FNV-1a, as in the file.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |state, byte| {
        (state ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &str, b: &str) -> f32 {
        match (SHIPPED.direction(a), SHIPPED.direction(b)) {
            (Some(a), Some(b)) => a.nearness(&b),
            _ => 0.0,
        }
    }

    #[test]
    fn words_of_like_meaning_are_near() {
        for (one, like, other) in [
            ("ships", "vessels", "dogs"),
            ("deal", "agreement", "harbour"),
            ("deaths", "killed", "agreement"),
            ("wages", "pay", "lion"),
        ] {
            assert!(
                near(one, like) > 0.4 && near(one, like) > near(one, other) + 0.2,
                "{one} {like} {} {other} {}",
                near(one, like),
                near(one, other)
            );
        }
        assert_eq!(SHIPPED.direction("qzxv"), None);
    }
}
