//! Finding the words of an annotation in a text.
//!
//! A place is tried first and holds if it has the words. It may be wrong: the text was edited, or the tool counts UTF-16 units
//! where the model and this program count code points. Then the words are looked for, and those around them decide.

use crate::domain::passage::{IndexedText, Passage};

/// Words, and those around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) exact: String,
    pub(super) prefix: String,
    pub(super) suffix: String,
}

/// Why words are not found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Lost {
    /// No words are given.
    #[error("gives no words (exact) by which the place can be checked")]
    NoWords,
    /// What is given is no words.
    #[error("selects no words, but white space or marks")]
    NoLetters,
    /// The text does not have them.
    #[error("the text of {0} does not have these words; it may have been edited")]
    Gone(String),
    /// The text has them more than once, and those around them do not decide.
    #[error(
        "the text of {document} has these words {count} times, and those around them do not tell which are meant"
    )]
    Several {
        /// The source.
        document: String,
        /// How often it has them.
        count: usize,
    },
    /// The text has these few words, but among others.
    #[error("the text of {0} has these few words, but among quite other words")]
    Elsewhere(String),
}

/// Letters and figures beside the words that are enough to recognise a place by.
const ENOUGH: usize = 10;

/// Letters and figures of words that are a sentence of their own: it says the same wherever it was moved to.
const SENTENCE: usize = 20;

/// Where in the text of a source the words are, in code points.
///
/// # Errors
/// If they are not there, or it is not certain which they are.
pub(super) fn anchor(
    (source, text): (&str, &IndexedText),
    position: Option<(u64, u64)>,
    quote: Option<&Quote>,
) -> Result<(u64, u64), Lost> {
    let quote = quote.ok_or(Lost::NoWords)?;
    let given = position.filter(|(start, end)| text.words(*start, *end) == Some(&quote.exact));
    if let Some(place) = given
        && quote.fit(text, place) == Fit::Whole
    {
        return Ok(place);
    }
    let places = places(text, &quote.exact);
    let fitting = |wanted: Fit| -> Vec<(u64, u64)> {
        let places = places.iter().copied();
        places
            .filter(|place| quote.fit(text, *place) == wanted)
            .collect()
    };
    let several = || Lost::Several {
        document: source.to_owned(),
        count: places.len(),
    };
    match (fitting(Fit::Whole).as_slice(), given) {
        ([only], _) => return Ok(*only),
        ([], Some(place)) => return Ok(place),
        ([], None) => {}
        _ => return Err(several()),
    }
    match (fitting(Fit::Half).as_slice(), places.len()) {
        ([only], _) => Ok(*only),
        (_, 0) => Err(Lost::Gone(source.to_owned())),
        ([], 1) if letters(&quote.exact).count() >= SENTENCE => Ok(places[0]),
        ([], 1) => Err(Lost::Elsewhere(source.to_owned())),
        _ => Err(several()),
    }
}

/// How what is around a place goes with a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// On both sides, as far as the quotation tells.
    Whole,
    /// On one side: the other was edited.
    Half,
    /// On neither.
    No,
}

/// The places that have the words: as they are or else, as browsers and readers of pages differ in white space and quotation
/// marks, as people would type them.
fn places(text: &IndexedText, words: &str) -> Vec<(u64, u64)> {
    let whole = text.text();
    let mut found: Vec<(usize, usize)> = whole
        .match_indices(words)
        .map(|(at, part)| (at, at + part.len()))
        .collect();
    if found.is_empty() {
        found = Passage::ranges_of(whole, words);
    }
    found
        .into_iter()
        .map(|(from, to)| (text.character(from), text.character(to)))
        .collect()
}

impl Quote {
    fn fit(&self, text: &IndexedText, (start, end): (u64, u64)) -> Fit {
        let all = text.length();
        let before = text.words(start.saturating_sub(reach(&self.prefix)), start);
        let after = text.words(end, (end + reach(&self.suffix)).min(all));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        match (
            agree(letters(&self.prefix).rev(), letters(before).rev()),
            agree(letters(&self.suffix), letters(after)),
        ) {
            (Some(false), None | Some(false)) | (None, Some(false)) => Fit::No,
            (Some(false), Some(true)) | (Some(true), Some(false)) => Fit::Half,
            _ => Fit::Whole,
        }
    }
}

/// How far words may reach in a text that has more white space.
fn reach(words: &str) -> u64 {
    words.chars().count() as u64 * 2 + 8
}

/// Whether there is a letter or a figure.
pub(super) fn has_words(text: &str) -> bool {
    letters(text).next().is_some()
}

/// What is compared: letters and figures. White space and marks differ between tools.
fn letters(words: &str) -> impl DoubleEndedIterator<Item = char> + '_ {
    words.chars().filter(|one| one.is_alphanumeric())
}

/// Whether given letters and those of a text are the same, as far as is enough. `None` if none are given.
fn agree(given: impl Iterator<Item = char>, held: impl Iterator<Item = char>) -> Option<bool> {
    let given: Vec<char> = given.take(ENOUGH).collect();
    let held: Vec<char> = held.take(given.len()).collect();
    (!given.is_empty()).then(|| given == held)
}
