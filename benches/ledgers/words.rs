//! Words that sound like a language and are none, some of them frequent, most of them rare.

use fastrand::Rng;

/// How many different words there are.
const COUNT: usize = 20_000;

/// A vocabulary.
pub struct Words {
    all: Vec<String>,
}

impl Words {
    /// The vocabulary, always the same.
    pub fn new() -> Self {
        let mut random = Rng::with_seed(7);
        let word = |_| {
            let syllables = random.usize(1..=4);
            (0..syllables).map(|_| syllable(&mut random)).collect()
        };
        Self {
            all: (0..COUNT).map(word).collect(),
        }
    }

    /// A word: the chance of each falls with its rank, as in any language.
    fn word(&self, random: &mut Rng) -> &str {
        let at = random.f64().powi(3) * self.all.len() as f64;
        &self.all[at as usize]
    }

    /// So many words with a capital at the beginning.
    pub fn sentence(&self, random: &mut Rng, length: usize) -> String {
        let words: Vec<&str> = (0..length).map(|_| self.word(random)).collect();
        capital(&words.join(" "))
    }

    /// So many words, each with a capital.
    pub fn name(&self, random: &mut Rng, length: usize) -> String {
        let words: Vec<String> = (0..length).map(|_| capital(self.word(random))).collect();
        words.join(" ")
    }

    /// Two words that stand in many texts, though not in most.
    pub fn asked_for(&self) -> [&str; 2] {
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
