//! Made-up words that look like a language: a few frequent, most of them rare.

use fastrand::Rng;

/// Number of distinct words.
const COUNT: usize = 20_000;

/// A vocabulary.
pub(crate) struct Words {
    all: Vec<String>,
}

impl Words {
    /// The vocabulary, always the same.
    pub(crate) fn new() -> Self {
        let mut random = Rng::with_seed(7);
        let word = |_| {
            let syllables = random.usize(1..=4);
            (0..syllables).map(|_| syllable(&mut random)).collect()
        };
        Self {
            all: (0..COUNT).map(word).collect(),
        }
    }

    /// A random word, with a probability that falls with its rank, as in natural language.
    fn word(&self, random: &mut Rng) -> &str {
        let at = random.f64().powi(3) * self.all.len() as f64;
        &self.all[at as usize]
    }

    /// A sentence of `length` words, capitalized.
    pub(crate) fn sentence(&self, random: &mut Rng, length: usize) -> String {
        let words: Vec<&str> = (0..length).map(|_| self.word(random)).collect();
        capital(&words.join(" "))
    }

    /// A name of `length` words, each capitalized.
    pub(crate) fn name(&self, random: &mut Rng, length: usize) -> String {
        let words: Vec<String> = (0..length).map(|_| capital(self.word(random))).collect();
        words.join(" ")
    }

    /// Two words that occur in many texts, but not in most.
    pub(crate) fn asked_for(&self) -> [&str; 2] {
        [&self.all[40], &self.all[300]]
    }
}

fn syllable(random: &mut Rng) -> String {
    const ONSETS: [&str; 14] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st",
    ];
    const RIMES: [&str; 10] = ["a", "e", "i", "o", "u", "an", "er", "in", "on", "al"];
    format!(
        "{}{}",
        ONSETS[random.usize(0..ONSETS.len())],
        RIMES[random.usize(0..RIMES.len())]
    )
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
