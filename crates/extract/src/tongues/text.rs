//! Paragraphs, words and quotations of a text in any of the languages.

use super::Tongue;

/// A word or a punctuation mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// The first character in the text, and one past the last.
    pub(super) start: usize,
    pub(super) end: usize,
    /// As in the text.
    pub(super) text: String,
    /// In lower case, with a plain apostrophe.
    pub(super) lower: String,
    pub(super) is_word: bool,
}

impl Token {
    /// Whether it is a word that begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.is_word && self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is an abbreviation in capitals: "МИД", "AFP".
    pub(super) fn is_abbreviation(&self) -> bool {
        let capitals = self.text.chars().filter(|c| c.is_uppercase()).count();
        self.is_word && capitals > 1 && !self.text.chars().any(char::is_lowercase)
    }

    /// Whether it is a word without a capital.
    pub(super) fn is_plain(&self) -> bool {
        self.is_word && !self.is_capital()
    }

    pub(super) fn is(&self, mark: char) -> bool {
        !self.is_word && self.text.starts_with(mark)
    }

    /// Whether it is a dash. A hyphen counts only between blanks, where it is a token of its own.
    pub(super) fn is_dash(&self) -> bool {
        ['—', '–', '-', '―'].iter().any(|dash| self.is(*dash))
    }

    /// Whether a sentence ends with it.
    pub(super) fn ends_sentence(&self) -> bool {
        ['.', '!', '?', '…'].iter().any(|mark| self.is(*mark))
    }
}

/// A quotation among the tokens of a paragraph: its opening mark and its closing mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotation {
    pub(super) open: usize,
    pub(super) close: usize,
}

/// Abbreviations that a full stop belongs to, in lower case.
const ABBREVIATED: &[&str] = &[
    "dr", "prof", "mr", "st", "мр", "г", "им", "гн", "nr", "bzw", "ca", "sog",
];

/// The paragraphs of a text as tokens. Blank lines part them, or line ends if there is no blank line. A line that begins
/// with a dash is a paragraph of its own.
pub(super) fn paragraphs(text: &str) -> Vec<Vec<Token>> {
    let letters: Vec<char> = text.chars().collect();
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, letter) in letters.iter().enumerate() {
        if *letter == '\n' {
            lines.push((start, at));
            start = at + 1;
        }
    }
    lines.push((start, letters.len()));
    let is_blank =
        |(start, end): &(usize, usize)| letters[*start..*end].iter().all(|c| c.is_whitespace());
    let trimmed_end = lines
        .iter()
        .rposition(|line| !is_blank(line))
        .map_or(0, |at| at + 1);
    let spaced = lines[..trimmed_end].iter().any(is_blank);
    let mut all: Vec<Vec<Token>> = Vec::new();
    let mut joins = false;
    for line in &lines[..trimmed_end] {
        let tokens = tokens(&letters, line.0, line.1);
        let dashed = tokens.first().is_some_and(Token::is_dash);
        match all.last_mut() {
            Some(last) if joins && !dashed => last.extend(tokens),
            _ if tokens.is_empty() => {}
            _ => all.push(tokens),
        }
        joins = spaced && !is_blank(line);
    }
    all
}

/// The words and marks between two characters.
fn tokens(letters: &[char], start: usize, end: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = start;
    while at < end {
        let letter = letters[at];
        if letter.is_whitespace() {
            at += 1;
            continue;
        }
        let from = at;
        let is_word = letter.is_alphanumeric();
        at += 1;
        if is_word {
            at = end_of_word(letters, at, end);
        }
        let text: String = letters[from..at].iter().collect();
        tokens.push(Token {
            start: from,
            end: at,
            lower: text.to_lowercase().replace('’', "'"),
            text,
            is_word,
        });
    }
    tokens
}

/// Where a word ends: hyphens and apostrophes between letters belong to it, a French apostrophe ends it, and so do the full
/// stops of initials.
fn end_of_word(letters: &[char], mut at: usize, end: usize) -> usize {
    let start = at - 1;
    let letter = |at: usize| (at < end).then(|| letters[at]);
    let is_letter = |at: usize| letter(at).is_some_and(char::is_alphanumeric);
    while at < end {
        match letters[at] {
            c if c.is_alphanumeric() || c == '\u{301}' => at += 1,
            '-' | '\u{2011}' if is_letter(at + 1) => at += 1,
            '\'' | '’' | 'ʼ' if is_letter(at + 1) => {
                let before: String = letters[start..at].iter().collect();
                at += 1;
                if is_elided(&before) {
                    return at;
                }
            }
            '.' => {
                let word: String = letters[start..at].iter().collect();
                let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
                let short = initial || ABBREVIATED.contains(&word.to_lowercase().as_str());
                return if short { at + 1 } else { at };
            }
            _ => break,
        }
    }
    at
}

/// Whether a French word loses its vowel before another: "l'", "qu'".
fn is_elided(word: &str) -> bool {
    let word = word.to_lowercase();
    matches!(
        word.as_str(),
        "l" | "d" | "s" | "n" | "j" | "m" | "t" | "c" | "qu" | "lorsqu" | "puisqu" | "jusqu"
    )
}

/// The outermost quotations of a paragraph. `None` if one of them is not closed, since it is not clear then what is quoted.
pub(super) fn quotations(tokens: &[Token], tongue: Tongue) -> Option<Vec<Quotation>> {
    let guillemet = tokens.iter().find(|token| token.is('«') || token.is('»'));
    let inward = tongue == Tongue::German && guillemet.is_some_and(|token| token.is('»'));
    let mut found = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, token) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| !token.is_word)
    {
        let Some(mark) = token.text.chars().next() else {
            continue;
        };
        if open.last().is_some_and(|(_, ends)| closes(*ends, mark)) {
            let (start, _) = open.pop()?;
            if open.is_empty() {
                found.push(Quotation {
                    open: start,
                    close: at,
                });
            }
            continue;
        }
        let ends = match mark {
            '«' if !inward => '»',
            '»' if inward => '«',
            '„' => '“',
            '“' => '”',
            '"' => '"',
            '»' | '«' | '”' => return None,
            _ => continue,
        };
        open.push((at, ends));
    }
    open.is_empty().then_some(found)
}

/// Whether a mark closes what ends with another one. Low quotation marks are closed in three ways.
fn closes(ends: char, mark: char) -> bool {
    ends == mark || ends == '“' && matches!(mark, '”' | '"')
}
