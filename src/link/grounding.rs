//! Where in a text the words are that a reader quotes.
//!
//! A reader that gives words instead of places may have changed them. Words are compared one by one, without case, white
//! space and punctuation. If they occur like this, they are the text's. If they do not, a few small differences are let
//! pass, none of which can change what is said: another spelling of a long word, and an article or the like more or less.
//! Figures, names, negations and everything else have to be the same.

use std::collections::BTreeMap;

use strsim::osa_distance;

/// A range of a text in code points, end exclusive.
pub type Span = (usize, usize);

/// Fewest words that may differ from those of the text at all.
const FEWEST_WORDS: usize = 5;
/// One difference is let pass for as many words.
const WORDS_PER_DIFFERENCE: usize = 8;
/// Fewest letters of a word that may be spelt differently by one letter, and by two.
const FEWEST_LETTERS: (usize, usize) = (5, 9);

/// Words that may be added or left out.
#[rustfmt::skip]
const FILLERS: &[&str] = &["a", "an", "the", "that", "of", "to", "in", "on", "at", "and", "also", "then", "very", "really", "now"];

/// Words that may not be spelt differently: they negate, count or qualify. Those of less than five letters never may.
#[rustfmt::skip]
const FIXED: &[&str] = &[
    "never", "nobody", "nothing", "nowhere", "neither", "without", "three", "seven", "eight", "eleven", "twelve", "twenty",
    "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion",
    "trillion", "dozen", "could", "would", "should", "might", "shall",
];

/// Words of a text that a reader quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where they are.
    pub span: Span,
    /// Whether they differ from what was quoted in more than white space, quotation marks and dashes.
    pub approximate: bool,
}

/// A word of a text or a quotation.
#[derive(Debug)]
struct Word {
    folded: String,
    span: Span,
    capital: bool,
}

/// A text in which words are looked for.
pub struct QuotedText {
    letters: Vec<char>,
    words: Vec<Word>,
    /// The numbers of the words that are spelt like this.
    places: BTreeMap<String, Vec<usize>>,
}

impl QuotedText {
    /// Prepares a text.
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let words = words(&letters);
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            places.entry(word.folded.clone()).or_default().push(at);
        }
        Self {
            letters,
            words,
            places,
        }
    }

    /// The number of code points of the text.
    pub fn length(&self) -> usize {
        self.letters.len()
    }

    /// Whether a span begins with a quotation mark.
    pub fn is_quoted(&self, (start, _): Span) -> bool {
        self.letters
            .get(start)
            .is_some_and(|one| QUOTES.contains(one))
    }

    /// Whether a span has a double quotation mark.
    pub fn has_quotation(&self, (start, end): Span) -> bool {
        let letters = self.letters.get(start..end).unwrap_or_default();
        letters.iter().any(|one| QUOTES[..DOUBLE].contains(one))
    }

    /// Whether a sentence or a line ends within a span.
    pub fn has_sentence_end(&self, (start, end): Span) -> bool {
        let letters = self.letters.get(start..end).unwrap_or_default();
        letters
            .iter()
            .any(|one| ['.', '!', '?', '\n'].contains(one))
    }

    /// Every place at which a reader's words are. If they are there with the same letters, signs and case, only those
    /// places count.
    pub fn occurrences(&self, quoted: &str) -> Vec<Place> {
        let letters: Vec<char> = quoted.chars().collect();
        let wanted = words(&letters);
        let Some(first) = wanted.first() else {
            return Vec::new();
        };
        let same = |at: &&usize| {
            let found = self.words.get(**at..**at + wanted.len());
            found.is_some_and(|found| {
                let mut pairs = found.iter().zip(&wanted);
                pairs.all(|(one, other)| one.folded == other.folded)
            })
        };
        let starts = self.places.get(&first.folded).into_iter().flatten();
        let found: Vec<Place> = starts
            .filter(same)
            .map(|at| self.place(*at, at + wanted.len(), &letters))
            .collect();
        let exact: Vec<Place> = found
            .iter()
            .copied()
            .filter(|place| !place.approximate)
            .collect();
        if exact.is_empty() { found } else { exact }
    }

    /// The places at which the words are most like those that a reader quotes, if they differ in nothing that matters.
    pub fn near_occurrences(&self, quoted: &str) -> Vec<Place> {
        let wanted = words(&quoted.chars().collect::<Vec<_>>());
        if wanted.len() < FEWEST_WORDS {
            return Vec::new();
        }
        let most = (wanted.len() / WORDS_PER_DIFFERENCE).max(1);
        let mut best = most + 1;
        let mut found: Vec<Span> = Vec::new();
        // One column of the alignment: the differences so far, and the word of the text with which it begins.
        let mut before: Vec<Option<(usize, usize)>> = vec![None; wanted.len() + 1];
        for (at, word) in self.words.iter().enumerate() {
            let mut column: Vec<Option<(usize, usize)>> = vec![None; wanted.len() + 1];
            column[0] = Some((0, at + 1));
            let start = Some((0, at));
            for (row, own) in wanted.iter().enumerate() {
                let diagonal = if row == 0 { start } else { before[row] };
                let replaced = diagonal
                    .zip(cost(own, word, row == 0))
                    .map(|((cost, from), more)| (cost + more, from));
                let left_out = column[row]
                    .filter(|_| row > 0 && is_filler(own))
                    .map(|(cost, from)| (cost + 1, from));
                let added = before[row + 1]
                    .filter(|_| row + 1 < wanted.len() && is_filler(word))
                    .map(|(cost, from)| (cost + 1, from));
                let options = [replaced, left_out, added].into_iter().flatten();
                column[row + 1] = options
                    .min_by_key(|(cost, _)| *cost)
                    .filter(|(cost, _)| *cost <= most);
            }
            if let Some((cost, from)) = column[wanted.len()]
                && cost <= best
            {
                if cost < best {
                    found.clear();
                }
                best = cost;
                found.push((from, at + 1));
            }
            before = column;
        }
        let places = found.into_iter().map(|(from, to)| Place {
            span: self.widened((self.words[from].span.0, self.words[to - 1].span.1)),
            approximate: true,
        });
        places.collect()
    }

    /// Whether the text names somebody: it has every capitalised word of the name or, if there is none, one of its words of
    /// four letters or more.
    pub fn names(&self, name: &str) -> bool {
        let words = words(&name.chars().collect::<Vec<_>>());
        let has = |word: &&Word| self.places.contains_key(&word.folded);
        let capital: Vec<&Word> = words.iter().filter(|word| word.capital).collect();
        if !capital.is_empty() {
            return capital.iter().all(has);
        }
        let long = |word: &&Word| word.folded.chars().count() >= 4;
        words.iter().filter(long).any(|word| has(&word))
    }

    fn place(&self, from: usize, to: usize, quoted: &[char]) -> Place {
        let bare = (self.words[from].span.0, self.words[to - 1].span.1);
        let whole = plain(&self.letters[bare.0..bare.1]);
        Place {
            span: self.widened(bare),
            approximate: whole != plain(quoted),
        }
    }

    /// A span with the quotation marks around it, and what stands before the closing one.
    fn widened(&self, (start, end): Span) -> Span {
        let opens = start
            .checked_sub(1)
            .is_some_and(|at| QUOTES.contains(&self.letters[at]));
        let behind = self.letters[end..]
            .iter()
            .take_while(|one| [',', '.', ';', ':', '!', '?', '…'].contains(*one))
            .count();
        let closing = self.letters.get(end + behind);
        match opens && closing.is_some_and(|one| QUOTES.contains(one)) {
            true => (start - 1, end + behind + 1),
            false => (start, end),
        }
    }
}

/// What it costs to take a word of the text for one that was quoted. `None` if that would change what is said.
fn cost(quoted: &Word, held: &Word, first: bool) -> Option<usize> {
    if quoted.folded == held.folded {
        return Some(0);
    }
    if is_filler(quoted) && is_filler(held) && !first {
        return Some(1);
    }
    let is_fixed = |word: &Word| {
        word.capital
            || FIXED.contains(&word.folded.as_str())
            || word.folded.contains(|one: char| !one.is_alphabetic())
            || ["teen", "teenth", "ieth"]
                .iter()
                .any(|end| word.folded.ends_with(end))
    };
    let letters = quoted
        .folded
        .chars()
        .count()
        .min(held.folded.chars().count());
    let most = usize::from(letters >= FEWEST_LETTERS.0) + usize::from(letters >= FEWEST_LETTERS.1);
    let same_beginning = quoted
        .folded
        .chars()
        .take(2)
        .eq(held.folded.chars().take(2));
    let similar = !is_fixed(quoted)
        && !is_fixed(held)
        && same_beginning
        && osa_distance(&quoted.folded, &held.folded) <= most;
    similar.then_some(1)
}

fn is_filler(word: &Word) -> bool {
    FILLERS.contains(&word.folded.as_str())
}

/// Quotation marks of every kind, double ones first.
const QUOTES: [char; 14] = [
    '"', '“', '”', '„', '‟', '«', '»', '\'', '‘', '’', '‚', '‛', '‹', '›',
];

/// The number of double ones.
const DOUBLE: usize = 7;

/// Characters that are not seen.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// The words of some letters: runs of letters and digits.
fn words(letters: &[char]) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, letter) in letters.iter().copied().enumerate() {
        if letter.is_alphanumeric() {
            if !open {
                found.push(Word {
                    folded: String::new(),
                    span: (at, at + 1),
                    capital: letter.is_uppercase(),
                });
            }
            if let Some(word) = found.last_mut() {
                word.folded.extend(letter.to_lowercase());
                word.span.1 = at + 1;
            }
            open = true;
        } else if !is_invisible(letter) {
            open = false;
        }
    }
    found
}

/// Letters with plain white space, quotation marks and dashes, from the first word to the last.
fn plain(letters: &[char]) -> String {
    let mut plain = String::new();
    for letter in letters
        .iter()
        .copied()
        .filter(|letter| !is_invisible(*letter))
    {
        match letter {
            _ if letter.is_whitespace() => {
                if !plain.ends_with([' ', '-']) {
                    plain.push(' ');
                }
            }
            _ if QUOTES.contains(&letter) => plain.push('\''),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                plain.truncate(plain.trim_end_matches([' ', '-']).len());
                plain.push('-');
            }
            '…' => plain.push_str("..."),
            _ => plain.push(letter),
        }
    }
    plain
        .trim_matches(|letter: char| !letter.is_alphanumeric())
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The mayor said:\n“The bridge isn’t safe\u{a0}– close it.” She said the centre of the town \
        would have 13 buses by the end of the week. The mayor would not resign.";

    fn found(places: &[Place]) -> Vec<(String, bool)> {
        let words = |place: &Place| {
            let (start, end) = place.span;
            TEXT.chars().skip(start).take(end - start).collect()
        };
        let all = places.iter().map(|place| (words(place), place.approximate));
        all.collect()
    }

    fn exactly(words: &str) -> Vec<(String, bool)> {
        found(&QuotedText::of(TEXT).occurrences(words))
    }

    fn nearly(words: &str) -> Vec<(String, bool)> {
        found(&QuotedText::of(TEXT).near_occurrences(words))
    }

    #[test]
    fn space_quotation_marks_and_dashes_make_no_difference() {
        let quotation = vec![("“The bridge isn’t safe\u{a0}– close it.”".to_owned(), false)];
        assert_eq!(exactly("\"The bridge isn't safe - close it.\""), quotation);
        assert_eq!(exactly("The bridge isn't\nsafe—close it"), quotation);
        assert_eq!(exactly("The mayor").len(), 2);
        assert_eq!(exactly("idge isn't saf"), []);
    }

    #[test]
    fn other_signs_and_letters_are_noticed() {
        assert_eq!(
            exactly("the Mayor would not resign"),
            [("The mayor would not resign".to_owned(), true)]
        );
        assert_eq!(exactly("the mayor would resign"), []);
    }

    #[test]
    fn a_few_differences_that_change_nothing_are_let_pass() {
        let whole = "the centre of the town would have 13 buses by the end of the week";
        for quoted in [
            "the center of the town would have 13 buses by the end of the week",
            "the centre of town would have 13 buses by the end of the week",
            "the centre of the town would have 13 buses by the end of that week",
        ] {
            assert_eq!(exactly(quoted), [], "{quoted}");
            assert_eq!(nearly(quoted), [(whole.to_owned(), true)], "{quoted}");
        }
    }

    #[test]
    fn what_changes_the_meaning_is_not_found() {
        for quoted in [
            "the centre of the town would have 14 buses by the end of the week",
            "the centre of the town could have 13 buses by the end of the week",
            "the centre of the town would not have 13 buses by the end of the week",
            "the centre of the town would have 13 buses by the end of the month",
            "the center of a city would have 13 buses by the end of the week",
            "the mayor would resign by the end of the week",
        ] {
            assert_eq!(nearly(quoted), [], "{quoted}");
        }
        assert_eq!(nearly("close thee"), []);
    }

    #[test]
    fn speakers_are_named_in_the_text_or_not() {
        let text = QuotedText::of(TEXT);
        assert!(text.names("the mayor") && text.names("The Mayor"));
        assert!(!text.names("Ann Mayor") && !text.names("the clerk"));
    }
}
