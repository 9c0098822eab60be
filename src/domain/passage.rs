//! Passages: ranges in a source's text.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Invalid;
use super::source::check_digest;
use super::text::SOFT_HYPHEN;

/// A selector into a source's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// First character, counted from 0 in Unicode code points.
    pub start: u64,
    /// One past the last character.
    pub end: u64,
    /// SHA-256 of the passage's text in UTF-8, in lower-case hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// The paragraph it begins in, counting the text's non-blank lines from 1.
    #[serde(default)]
    pub paragraph: Option<u32>,
}

/// Why a passage does not match a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PassageError {
    /// It extends past the end of the text.
    #[error("passage {start}..{end} is outside the text, which has {length} characters")]
    Outside {
        /// Where it starts.
        start: u64,
        /// Where it ends.
        end: u64,
        /// Length of the text, in code points.
        length: u64,
    },
    /// The text at that place is different.
    #[error(
        "passage {start}..{end} holds other words than when it was recorded (its digest differs)"
    )]
    Changed {
        /// Where it starts.
        start: u64,
        /// Where it ends.
        end: u64,
    },
    /// The words are not in the text.
    #[error("the words {words:?} are not in the text of the source")]
    NotFound {
        /// The words searched for.
        words: String,
    },
    /// The words are in the text more than once.
    #[error(
        "the words {words:?} occur {count} times in the text (at {places}); give more of them, or START..END"
    )]
    FoundTwice {
        /// The words searched for.
        words: String,
        /// How often they occur.
        count: usize,
        /// Where the first few occurrences start.
        places: String,
    },
}

impl Passage {
    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// If the passage is empty or its digest is malformed.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.end <= self.start {
            return Err(Invalid::new(
                "passage.end",
                format!("{} is not behind the start {}", self.end, self.start),
            ));
        }
        if i64::try_from(self.end).is_err() {
            let reason = format!("{} is behind the end of any text", self.end);
            return Err(Invalid::new("passage.end", reason));
        }
        check_digest("passage.sha256", self.sha256.as_deref())
    }

    /// The passage of `text` that matches `words`. Any run of white space in the words matches any
    /// run in the text. If the words do not occur as they are, straight and curly quotation marks,
    /// soft hyphens and the full stops of abbreviations make no difference.
    ///
    /// # Errors
    /// If the words do not occur in the text, or occur more than once.
    pub fn of_words(text: &str, words: &str) -> Result<Self, PassageError> {
        let mut found = occurrences(text, words);
        if found.is_empty() {
            let text = Plain::of(text);
            let plain = occurrences(&text.text, &Plain::of(words).text);
            found.extend(plain.into_iter().map(|range| text.place(range)));
        }
        match found.as_slice() {
            [] => Err(PassageError::NotFound {
                words: words.to_owned(),
            }),
            [(start, end)] => Ok(Self::of_bytes(text, *start, *end)),
            several => Err(PassageError::FoundTwice {
                words: words.to_owned(),
                count: several.len(),
                places: places(text, several),
            }),
        }
    }

    /// The byte ranges at which `words` occur in `text`, as [`Passage::of_words`] looks for them, but in letters of any case.
    pub fn ranges_of(text: &str, words: &str) -> Vec<(usize, usize)> {
        let plain = Plain::of(text);
        let (whole, part) = (
            plain.text.to_ascii_lowercase(),
            Plain::of(words).text.to_ascii_lowercase(),
        );
        let found = occurrences(&whole, &part);
        found.into_iter().map(|range| plain.place(range)).collect()
    }

    /// The passage of these bytes of a text, with digest and paragraph.
    ///
    /// # Errors
    /// If they are not a part of the text.
    pub fn of_byte_range(text: &str, (from, to): (usize, usize)) -> Result<Self, PassageError> {
        match text.get(from..to) {
            Some(words) if !words.is_empty() => Ok(Self::of_bytes(text, from, to)),
            _ => Err(PassageError::Outside {
                start: from as u64,
                end: to as u64,
                length: text.len() as u64,
            }),
        }
    }

    /// The passage from code point `start` up to, but not including, `end`, with digest and
    /// paragraph.
    ///
    /// # Errors
    /// If it is outside the text.
    pub fn of_range(text: &str, start: u64, end: u64) -> Result<Self, PassageError> {
        let (from, to) = byte_range(text, start, end)?;
        Ok(Self::of_bytes(text, from, to))
    }

    fn of_bytes(text: &str, from: usize, to: usize) -> Self {
        let start = text[..from].chars().count() as u64;
        let words = &text[from..to];
        Self {
            start,
            end: start + words.chars().count() as u64,
            sha256: Some(digest(words)),
            paragraph: Some(paragraph(text, from)),
        }
    }

    /// The words of the passage in `text`.
    ///
    /// # Errors
    /// If it is outside the text, or the digest there differs.
    pub fn words_in<'a>(&self, text: &'a str) -> Result<&'a str, PassageError> {
        let (from, to) = byte_range(text, self.start, self.end)?;
        let words = &text[from..to];
        match &self.sha256 {
            Some(expected) if *expected != digest(words) => Err(PassageError::Changed {
                start: self.start,
                end: self.end,
            }),
            _ => Ok(words),
        }
    }
}

/// SHA-256 of a text in UTF-8, in lower-case hexadecimal.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Decodes hexadecimal in upper or lower case; `None` if the text is not hexadecimal.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

/// Encodes bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn byte_range(text: &str, start: u64, end: u64) -> Result<(usize, usize), PassageError> {
    let outside = || PassageError::Outside {
        start,
        end,
        length: text.chars().count() as u64,
    };
    let byte_at = |wanted: u64| {
        let wanted = usize::try_from(wanted).ok()?;
        text.char_indices()
            .map(|(at, _)| at)
            .chain(std::iter::once(text.len()))
            .nth(wanted)
    };
    match (byte_at(start), byte_at(end)) {
        (Some(from), Some(to)) if from < to => Ok((from, to)),
        _ => Err(outside()),
    }
}

/// The byte ranges at which `words` occur in `text`.
fn occurrences(text: &str, words: &str) -> Vec<(usize, usize)> {
    let wanted: Vec<&str> = words.split_whitespace().collect();
    let Some(first) = wanted.first() else {
        return Vec::new();
    };
    text.match_indices(first)
        .filter_map(|(start, _)| Some((start, end_of_match(text, start, &wanted)?)))
        .collect()
}

fn end_of_match(text: &str, start: usize, wanted: &[&str]) -> Option<usize> {
    let mut at = start;
    for (index, word) in wanted.iter().enumerate() {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        if index > 0 && trimmed.len() == rest.len() {
            return None;
        }
        at += rest.len() - trimmed.len();
        at += trimmed.strip_prefix(word).map(|_| word.len())?;
    }
    Some(at)
}

/// A text with straight quotation marks, and without soft hyphens and the full stops of abbreviations.
struct Plain {
    text: String,
    /// For each byte of it, the byte of the original at which its character begins, and at which it ends.
    places: Vec<(usize, usize)>,
}

impl Plain {
    fn of(original: &str) -> Self {
        let characters: Vec<(usize, char)> = original.char_indices().collect();
        let mut plain = Self {
            text: String::with_capacity(original.len()),
            places: Vec::with_capacity(original.len()),
        };
        for (index, &(start, character)) in characters.iter().enumerate() {
            let character = match character {
                SOFT_HYPHEN => continue,
                '.' if is_in_abbreviation(&characters, index) => continue,
                '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' => '\'',
                '“' | '”' | '„' | '‟' | '″' => '"',
                other => other,
            };
            let end = characters
                .get(index + 1)
                .map_or(original.len(), |(end, _)| *end);
            plain.text.push(character);
            plain.places.resize(plain.text.len(), (start, end));
        }
        plain
    }

    /// The bytes of the original that these bytes stand for.
    fn place(&self, (from, to): (usize, usize)) -> (usize, usize) {
        (self.places[from].0, self.places[to - 1].1)
    }
}

/// Whether a full stop is one of an abbreviation such as "U.S.": after a single capital letter, and
/// next to another letter with a full stop.
fn is_in_abbreviation(characters: &[(usize, char)], stop: usize) -> bool {
    let at = |index: Option<usize>| {
        index
            .and_then(|index| characters.get(index))
            .map(|(_, one)| *one)
    };
    let (before, further) = (at(stop.checked_sub(1)), at(stop.checked_sub(2)));
    let is_single =
        before.is_some_and(char::is_uppercase) && !further.is_some_and(char::is_alphanumeric);
    let begins = at(Some(stop + 1)).is_some_and(char::is_uppercase)
        && at(Some(stop + 2)).is_none_or(|next| !next.is_lowercase());
    let ends = further == Some('.') && at(stop.checked_sub(3)).is_some_and(char::is_uppercase);
    is_single && (begins || ends)
}

fn places(text: &str, found: &[(usize, usize)]) -> String {
    found
        .iter()
        .take(3)
        .map(|(start, _)| text[..*start].chars().count().to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A text with the places of its characters and paragraphs, so that many passages of it are found in one pass.
#[derive(Debug, Default)]
pub struct IndexedText {
    text: String,
    /// The byte at which each character begins, and the text's length.
    bytes: Vec<usize>,
    /// The byte at which the words of each non-blank line begin.
    paragraphs: Vec<usize>,
}

impl IndexedText {
    /// Indexes a text.
    pub fn new(text: String) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let blank = line.len() - line.trim_start().len();
            if blank < line.len() {
                paragraphs.push(start + blank);
            }
            start += line.len() + 1;
        }
        Self {
            text,
            bytes,
            paragraphs,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of the character that begins at a byte, or else of the next one.
    pub fn character(&self, byte: usize) -> u64 {
        self.bytes.partition_point(|begins| *begins < byte) as u64
    }

    /// The length of the text in code points.
    pub fn length(&self) -> u64 {
        self.bytes.len().saturating_sub(1) as u64
    }

    /// The words from code point `start` up to, but not including, `end`. `None` if they are outside the text.
    pub fn words(&self, start: u64, end: u64) -> Option<&str> {
        let byte = |at: u64| self.bytes.get(usize::try_from(at).ok()?).copied();
        self.text.get(byte(start)?..byte(end)?)
    }

    /// The passage of these code points, as [`Passage::of_range`] makes it.
    pub fn passage(&self, start: u64, end: u64) -> Option<Passage> {
        let words = self.words(start, end)?;
        let from = self.bytes[usize::try_from(start).ok()?];
        let begun = self.paragraphs.partition_point(|first| *first < from);
        // Before the first word of a line, the line is still ahead.
        let line = self.text[..from]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let inside = begun > 0 && self.paragraphs[begun - 1] >= line;
        Some(Passage {
            start,
            end,
            sha256: Some(digest(words)),
            paragraph: u32::try_from(begun + usize::from(!inside)).ok(),
        })
    }
}

fn paragraph(text: &str, at: usize) -> u32 {
    let before = text[..at]
        .split('\n')
        .filter(|line| !line.trim().is_empty())
        .count();
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let inside = !text[line_start..at].trim().is_empty();
    u32::try_from(before + usize::from(!inside)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Één.\n\nThe mayor said\nnothing. The mayor left.\n";

    #[test]
    fn an_indexed_text_gives_the_same_passages() {
        let text = format!("  {TEXT}\n \n\tMore.");
        let indexed = IndexedText::new(text.clone());
        let count = text.chars().count() as u64;
        for start in 0..count {
            for end in start + 1..=count + 1 {
                let passage = Passage::of_range(&text, start, end).ok();
                assert_eq!(indexed.passage(start, end), passage, "{start}..{end}");
            }
        }
    }

    #[test]
    fn words_are_found_across_line_ends() {
        let passage = Passage::of_words(TEXT, "mayor said nothing").expect("found");
        assert_eq!((passage.start, passage.end), (10, 28));
        assert_eq!(passage.paragraph, Some(2));
        assert_eq!(passage.words_in(TEXT), Ok("mayor said\nnothing"));
    }

    #[test]
    fn words_found_twice_or_never_are_refused() {
        let twice = Passage::of_words(TEXT, "The mayor");
        assert!(matches!(
            twice,
            Err(PassageError::FoundTwice { count: 2, .. })
        ));
        let never = Passage::of_words(TEXT, "the minister");
        assert!(matches!(never, Err(PassageError::NotFound { .. })));
        assert!(Passage::of_words(TEXT, " ").is_err());
    }

    #[test]
    fn other_spellings_of_the_same_words_are_found() {
        let text = "“It’s the U.S. agree\u{ad}ment,” he said. U.S.-led. J. Smith agrees.";
        for (words, found) in [
            ("it's", None),
            (
                "\"It's the US agreement,\" he",
                Some("“It’s the U.S. agree\u{ad}ment,” he"),
            ),
            ("US-led", Some("U.S.-led")),
            ("J Smith", None),
            ("agreement", Some("agree\u{ad}ment")),
        ] {
            let passage = Passage::of_words(text, words).ok();
            let words = passage
                .as_ref()
                .and_then(|passage| passage.words_in(text).ok());
            assert_eq!(words, found);
        }
        let dotted = Passage::of_words("The US and the EU.", "the U.S. and");
        assert!(dotted.is_err());
        assert!(Passage::of_words("The US and the EU.", "The U.S. and").is_ok());
    }

    #[test]
    fn offsets_are_code_points() {
        let passage = Passage::of_range(TEXT, 0, 3).expect("inside");
        assert_eq!(passage.words_in(TEXT), Ok("Één"));
        assert_eq!(passage.paragraph, Some(1));
        assert!(Passage::of_range(TEXT, 40, 90).is_err());
        assert!(Passage::of_range(TEXT, 3, 3).is_err());
    }

    #[test]
    fn another_text_is_noticed() {
        let passage = Passage::of_range(TEXT, 0, 3).expect("inside");
        assert!(matches!(
            passage.words_in("Twee."),
            Err(PassageError::Changed { .. })
        ));
    }
}
