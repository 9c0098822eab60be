//! Cuts a text into tokens as the Penn Treebank does: clitics ("'s", "n't") and punctuation are tokens, hyphenated
//! words and abbreviations are not split.

use super::word::{self, Shape};
use crate::thresholds;

/// One token. Its offsets are kept in bytes, for slicing, and in code points, for the output: counting code points
/// for every attribution would take quadratic time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// First code point.
    pub char_start: usize,
    /// The code point after the last.
    pub char_end: usize,
    /// Hash of the word's normal form.
    pub word: u32,
    /// Hash of the stem.
    pub stem: u32,
    /// Hash of the last three letters, which say something about unknown words.
    pub suffix: u32,
    /// What the word looks like.
    pub shape: Shape,
    /// Line breaks between the previous token and this one, at most two.
    pub breaks: u8,
    /// Whether there is white space between the previous token and this one.
    pub spaced: bool,
}

impl Token {
    /// An empty token that stands for a full stop after `last`.
    pub(crate) fn full_stop(last: &Self) -> Self {
        let hash = word::hash(".");
        Self {
            start: last.end,
            end: last.end,
            char_start: last.char_end,
            char_end: last.char_end,
            word: hash,
            stem: hash,
            suffix: hash,
            ..Self::default()
        }
    }

    /// Gives a quotation mark the hashes of a double one. Its place in the text stays.
    pub(crate) fn become_double_mark(&mut self) {
        let hash = word::hash("\"");
        (self.word, self.stem, self.suffix) = (hash, hash, hash);
    }
}

/// Abbreviations that keep their full stop and never end a sentence, because a name follows.
pub(crate) const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "lt", "col",
    "maj", "sgt", "capt", "cpl", "pvt", "adm", "prof", "rev", "hon", "st", "vs", "v", "messrs",
    "supt", "insp", "pres", "amb", "cmdr",
];

/// Abbreviations that keep their full stop and may end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "jr", "sr", "inc", "corp", "co", "ltd", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sept", "sep", "oct", "nov", "dec", "calif", "conn", "fla", "mass", "mich", "minn", "miss",
    "ariz", "ark", "colo", "ill", "ind", "kan", "ky", "la", "md", "mo", "mont", "neb", "nev",
    "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "ala", "del", "ga",
    "etc", "no", "bros", "assn", "dept", "est", "univ", "ave", "blvd", "rd",
];

/// Cuts a text into tokens, in one pass.
pub(crate) fn tokenize(text: &str) -> Vec<Token> {
    scan(text, true)
}

/// The same as the models were trained with: "D-N.C." is in pieces.
pub(crate) fn tokenize_for_training(text: &str) -> Vec<Token> {
    scan(text, false)
}

fn scan(text: &str, whole_states: bool) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        whole_states,
        bytes: text.as_bytes(),
        tokens: Vec::with_capacity(text.len() / 5 + 1),
    };
    scanner.run();
    let mut tokens = scanner.tokens;
    finish(text, &mut tokens);
    tokens
}

/// Makes tokens from byte ranges in text order. The trainer uses it for texts that are tokenised already.
pub fn from_spans(text: &str, spans: impl Iterator<Item = (usize, usize)>) -> Vec<Token> {
    let mut tokens: Vec<Token> = spans
        .map(|(start, end)| Token {
            start,
            end,
            ..Token::default()
        })
        .collect();
    finish(text, &mut tokens);
    tokens
}

struct Scanner<'a> {
    text: &'a str,
    /// Whether the state of a politician is one token: "D-N.C.".
    whole_states: bool,
    bytes: &'a [u8],
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.bytes.len() {
            let c = self.char_at(at);
            let width = c.len_utf8();
            if c.is_whitespace() || c.is_control() || is_invisible(c) {
                at += width;
            } else if c.is_alphanumeric() || self.starts_handle(at, c) {
                at = self.word(at);
            } else {
                at = self.sign(at, c);
            }
        }
    }

    /// The character at a byte offset, or NUL past the end.
    fn char_at(&self, at: usize) -> char {
        match self.bytes.get(at) {
            None => '\0',
            Some(b) if b.is_ascii() => *b as char,
            Some(_) => self.text[at..].chars().next().unwrap_or('\0'),
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        self.tokens.push(Token {
            start,
            end,
            ..Token::default()
        });
    }

    /// Whether a handle or hash tag such as "@desk" or "#budget" begins here; each is one token.
    fn starts_handle(&self, at: usize, c: char) -> bool {
        matches!(c, '@' | '#') && self.char_at(at + 1).is_alphanumeric()
    }

    /// Pushes the word at `start` and its clitic, if it has one, and returns the end of the last token pushed.
    fn word(&mut self, start: usize) -> usize {
        let mut at = start + self.char_at(start).len_utf8();
        loop {
            let c = self.char_at(at);
            if c.is_alphanumeric() || c == '_' || is_combining(c) {
                at += c.len_utf8();
                continue;
            }
            let after = at + c.len_utf8();
            let next = self.char_at(after);
            match c {
                '-' | '\u{2011}' | '&' | '@' if next.is_alphanumeric() => at = after,
                '/' | ':' | ',' if self.bytes[at - 1].is_ascii_digit() && next.is_ascii_digit() => {
                    at = after
                }
                '\'' | '’' if next.is_alphabetic() => match self.clitic(start, at, after) {
                    Some(end) => return end,
                    None => at = after,
                },
                '.' if self.keeps_stop(start, at, next) => at = after,
                _ => break,
            }
        }
        self.push(start, at);
        at
    }

    /// If the apostrophe at `at` begins a clitic, pushes the word and the clitic and returns the end.
    fn clitic(&mut self, start: usize, at: usize, after: usize) -> Option<usize> {
        let mut end = after;
        while self.bytes.get(end).is_some_and(|b| b.is_ascii_alphabetic()) {
            end += 1;
        }
        if self.char_at(end).is_alphanumeric() {
            return None;
        }
        let tail = &self.text[after..end];
        if matches!(
            tail,
            "s" | "S" | "m" | "d" | "re" | "ve" | "ll" | "M" | "D" | "RE" | "VE" | "LL"
        ) {
            self.push(start, at);
            self.push(at, end);
            return Some(end);
        }
        let before = self.bytes[at - 1];
        if matches!(tail, "t" | "T") && matches!(before, b'n' | b'N') && at - 1 > start {
            self.push(start, at - 1);
            self.push(at - 1, end);
            return Some(end);
        }
        None
    }

    /// Whether the full stop at `at` is part of the word that begins at `start`.
    fn keeps_stop(&self, start: usize, at: usize, next: char) -> bool {
        let mut word = &self.text[start..at];
        if self.whole_states {
            word = without_party(word);
        }
        if next.is_ascii_digit() && self.bytes[at - 1].is_ascii_digit() {
            return true;
        }
        let single = word.chars().next_back().is_some_and(char::is_alphabetic)
            && (word.chars().count() == 1 || word.as_bytes()[..word.len() - 1].ends_with(b"."));
        if single
            && (word.contains('.') || next.is_alphabetic() || word.chars().all(char::is_uppercase))
        {
            return word != "I" || next.is_alphabetic();
        }
        // The stop of "example.org" is part of the name; before a capital it ends a sentence.
        if next.is_lowercase() && word.len() > 1 && !word.ends_with('.') {
            return true;
        }
        word.len() <= 6 && is_abbreviation(word)
    }

    /// Pushes one punctuation sign, or several equal ones that count as one, and returns the end.
    fn sign(&mut self, start: usize, c: char) -> usize {
        let mut end = start + c.len_utf8();
        match c {
            '.' | '-' | '*' | '=' | '_' | '!' | '?' => {
                while self.char_at(end) == c {
                    end += 1;
                }
            }
            '\'' | '`' if self.char_at(end) == c => end += 1,
            '\'' | '’' if self.spaced_before(start) => end = self.leading_clitic(end),
            _ => {}
        }
        self.push(start, end);
        end
    }

    fn spaced_before(&self, at: usize) -> bool {
        self.text[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace)
    }

    /// The end of a word that begins with an apostrophe, such as "'em" or "'90s"; `start` if there is none.
    fn leading_clitic(&self, start: usize) -> usize {
        let mut end = start;
        while self.bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        let word = &self.text[start..end];
        let decade = word.len() == 3 && word.ends_with('s') && word.as_bytes()[0].is_ascii_digit();
        if matches!(word, "em" | "cause" | "til") || decade {
            end
        } else {
            start
        }
    }
}

/// A word without the party before a state's abbreviation: "D-N.C.", "R-Ore.".
fn without_party(word: &str) -> &str {
    match word.split_once('-') {
        Some(("D" | "R" | "I", state)) if !state.is_empty() => state,
        _ => word,
    }
}

fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    capital && (TITLES.contains(&lower.as_str()) || ABBREVIATIONS.contains(&lower.as_str()))
        || lower == "vs"
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Fills in what follows from the byte ranges: code points, hashes, shapes, white space.
fn finish(text: &str, tokens: &mut [Token]) {
    let (mut byte, mut chars) = (0, 0);
    let mut normal = String::new();
    let width = wrapped_at(text);
    for token in tokens.iter_mut() {
        let gap = &text[byte..token.start];
        token.spaced = !gap.is_empty() || byte == 0;
        if gap == " " {
            chars += 1;
        } else {
            token.breaks = gap.bytes().filter(|b| *b == b'\n').count().min(2) as u8;
            chars += count_chars(gap);
        }
        if token.breaks == 1 && width.is_some_and(|width| is_full(text, byte, token.start, width)) {
            token.breaks = 0;
        }
        token.char_start = chars;
        let word = &text[token.start..token.end];
        chars += if word.is_ascii() {
            word.len()
        } else {
            count_chars(word)
        };
        token.char_end = chars;
        byte = token.end;
        token.shape = word::shape(word);
        let lower = if word::is_normal(word) {
            word
        } else {
            word::normalise(word, &mut normal);
            &normal
        };
        token.word = word::hash(lower);
        token.stem = word::hash(word::stem(lower));
        token.suffix = word::hash(word::suffix(lower));
    }
}

/// The width at which a text is hard-wrapped, as mail and press releases are: its longest line, unless that is a
/// whole paragraph.
fn wrapped_at(text: &str) -> Option<usize> {
    let longest = text.lines().map(count_chars).max()?;
    let lines = thresholds::NARROWEST_WRAPPED_LINE..=thresholds::WIDEST_WRAPPED_LINE;
    lines.contains(&longest).then_some(longest)
}

/// Whether the line break before the word at `next` is there only because the word did not fit on the line.
fn is_full(text: &str, before: usize, next: usize, width: usize) -> bool {
    let start = text[..before].rfind('\n').map_or(0, |at| at + 1);
    let line = count_chars(text[start..before].trim_end());
    let word = text[next..]
        .split_whitespace()
        .next()
        .map_or(0, count_chars);
    line >= thresholds::NARROWEST_WRAPPED_LINE && line + 1 + word > width
}

fn count_chars(text: &str) -> usize {
    text.bytes().filter(|b| (*b as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_only_wrapped_are_one() {
        let breaks = |text: &str, word: &str| {
            let token = tokenize(text)
                .into_iter()
                .find(|token| text[token.start..token.end] == *word);
            token.map(|token| token.breaks)
        };
        let wrapped = "The harbour authority did not confirm that the ferry would sail on\nFriday or on any other day \
            of the week that lies ahead of\nus.\nNew paragraph.";
        assert_eq!(breaks(wrapped, "Friday"), Some(0));
        assert_eq!(breaks(wrapped, "New"), Some(1));
        let lines = format!(
            "A heading without a full stop that is long enough to be a line\nFriday {}",
            "word ".repeat(40)
        );
        assert_eq!(breaks(&lines, "Friday"), Some(1));
    }

    fn words(text: &str) -> Vec<&str> {
        tokenize(text)
            .iter()
            .map(|t| &text[t.start..t.end])
            .collect()
    }

    #[test]
    fn clitics_are_tokens() {
        assert_eq!(
            words("She didn’t say it's Anna's."),
            ["She", "did", "n’t", "say", "it", "'s", "Anna", "'s", "."]
        );
        assert_eq!(words("O'Neill can't"), ["O'Neill", "ca", "n't"]);
    }

    #[test]
    fn abbreviations_and_numbers_stay_whole() {
        assert_eq!(
            words("Mr. Low, U.S. envoy"),
            ["Mr.", "Low", ",", "U.S.", "envoy"]
        );
        assert_eq!(
            words("Low (D-N.C.) and Ode (R-Ore.) met."),
            [
                "Low", "(", "D-N.C.", ")", "and", "Ode", "(", "R-Ore.", ")", "met", "."
            ]
        );
        assert_eq!(
            words("It cost $1,250.50 (3.5%)."),
            ["It", "cost", "$", "1,250.50", "(", "3.5", "%", ")", "."]
        );
        assert_eq!(
            words("''Yes,'' he said -- twice..."),
            ["''", "Yes", ",", "''", "he", "said", "--", "twice", "..."]
        );
    }

    #[test]
    fn offsets_count_code_points() {
        let tokens = tokenize("“Où?” she asked");
        assert_eq!((tokens[3].char_start, tokens[3].char_end), (4, 5));
        assert_eq!((tokens[4].char_start, tokens[4].char_end), (6, 9));
    }
}
