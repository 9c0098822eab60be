//! Concepts: the words that carry a meaning, without their endings.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::domain::numerals::below_21;
use crate::domain::text::folded;

/// Words that say nothing about the subject of a sentence.
const COMMON: &str = "a an the and or but of to in on at by for with from as that this these those it its he \
    she they them his her their him we us our i my me you your is are was were be been being has have had do \
    does did will would shall should can could may might must not no nor so if than then there here also just \
    only very more most much many some any all each both other others another such own same who whom whose \
    which what when where why how into over after before during about between through up down out off under \
    again further once said say says saying told tell tells s t re ve ll d m mr mrs ms sir dr one get got \
    make makes made making take takes taken put still yet even ever already now part way among within while \
    because until since against without toward towards upon per whether added adding according asked per \
    bring brings brought bringing real really come comes came coming go goes went gone going give gives gave given \
    lot thing things something anything everything much back set \
    don didn doesn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn";

static COMMON_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = COMMON.split_whitespace().collect();
    words.sort_unstable();
    words
});

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// A folded word without its ending: "arrangements" and "arranging" have the same stem.
pub fn stem(word: &str) -> String {
    STEMMER.stem(word).into_owned()
}

/// The concept of a folded word. `None` if the word is common.
pub fn concept(word: &str) -> Option<String> {
    let letter = word.chars().count() < 2 && !word.starts_with(|c: char| c.is_ascii_digit());
    if letter || COMMON_WORDS.binary_search(&word).is_ok() {
        return None;
    }
    // Texts write numbers in letters or in figures. "One" is seldom a number.
    let number = below_21(word).filter(|number| *number > 1);
    Some(number.map_or_else(|| stem(word), |number| number.to_string()))
}

/// The first few words that carry a meaning, for the id of a claim.
pub fn first_words(text: &str) -> String {
    let words = words(text);
    let meaningful = words.iter().filter(|word| concept(&word.folded).is_some());
    meaningful
        .take(6)
        .map(|word| word.folded.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Pairs of words that are read as one.
const PHRASES: [(&str, &str, &str); 20] = [
    ("no", "longer", "no-longer"),
    ("ruled", "out", "ruled-out"),
    ("rule", "out", "ruled-out"),
    ("ruling", "out", "ruled-out"),
    ("rules", "out", "ruled-out"),
    ("turned", "down", "turned-down"),
    ("given", "up", "given-up"),
    ("gave", "up", "given-up"),
    ("called", "off", "called-off"),
    ("set", "up", "arranged"),
    ("setting", "up", "arranging"),
    ("be", "determined", "undecided"),
    ("be", "decided", "undecided"),
    ("be", "seen", "open"),
    ("would", "like", "would-like"),
    ("know", "whether", "unsure"),
    ("know", "if", "unsure"),
    ("shot", "down", "downed"),
    ("took", "part", "participated"),
    ("take", "part", "participate"),
];

/// A word of a text, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedWord {
    /// The word in lower case, without diacritics and possessive ending.
    pub folded: String,
    /// Whether it starts with a capital.
    pub capital: bool,
    /// Whether all its letters are capitals.
    pub all_capitals: bool,
}

/// The words of a text. Amounts are normalised: "$90 billion" is `$90bn`.
pub fn words(text: &str) -> Vec<FoldedWord> {
    let mut words: Vec<FoldedWord> = Vec::new();
    let inner = |c: char| matches!(c, '\'' | '’' | '-' | '.' | ',');
    for run in text
        .split(|c: char| !(c.is_alphanumeric() || inner(c) || matches!(c, '$' | '€' | '£' | '%')))
    {
        let word = run.trim_matches(inner).replace('’', "'");
        let word = word
            .strip_suffix("'s")
            .or(word.strip_suffix("s'"))
            .unwrap_or(&word);
        let folded = folded_amount(word);
        if folded.is_empty() {
            continue;
        }
        match (words.last_mut(), scale(&folded)) {
            (Some(last), Some(short)) if last.folded.ends_with(|c: char| c.is_ascii_digit()) => {
                last.folded.push_str(short);
            }
            (Some(last), None) if joined(&last.folded, &folded).is_some() => {
                last.folded = joined(&last.folded, &folded).unwrap_or_default().to_owned();
            }
            _ => words.push(FoldedWord {
                capital: word.starts_with(char::is_uppercase),
                all_capitals: word.chars().all(|c| !c.is_lowercase()),
                folded,
            }),
        }
    }
    words
}

fn joined(first: &str, second: &str) -> Option<&'static str> {
    let phrase = PHRASES
        .iter()
        .find(|phrase| phrase.0 == first && phrase.1 == second);
    phrase.map(|phrase| phrase.2)
}

/// Folds a word but keeps its currency sign, which folding would turn into letters.
fn folded_amount(word: &str) -> String {
    match word.strip_prefix(['€', '£']) {
        Some(amount) if word.starts_with('€') => format!("€{}", folded(amount)),
        Some(amount) => format!("£{}", folded(amount)),
        None => folded(word),
    }
}

fn scale(word: &str) -> Option<&'static str> {
    Some(match word {
        "billion" | "bn" => "bn",
        "million" | "m" => "m",
        "trillion" | "tn" => "tn",
        _ => return None,
    })
}

/// The concepts of a word, one for each part of a hyphenated one.
pub fn concepts(word: &FoldedWord) -> Vec<String> {
    word.folded.split('-').filter_map(concept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_concept() {
        for (a, b) in [
            ("arranging", "arrangements"),
            ("planned", "plan"),
            ("territories", "territorial"),
            ("two", "2"),
        ] {
            assert_eq!(concept(a), concept(b), "{a} {b}");
        }
        assert_ne!(concept("venue"), concept("troops"));
        assert_eq!(concept("the"), None);
    }

    #[test]
    fn amounts_are_normalised() {
        let folded = |text| {
            words(text)
                .into_iter()
                .map(|word| word.folded)
                .collect::<Vec<_>>()
        };
        assert_eq!(folded("worth $90 billion,"), ["worth", "$90bn"]);
        assert_eq!(folded("a €100bn-worth"), ["a", "€100bn-worth"]);
        assert_eq!(
            folded("Europe’s “co-ordination”"),
            ["europe", "co-ordination"]
        );
    }
}
