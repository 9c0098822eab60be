//! Pages as Markdown that can be pasted: into a chat, where much of Markdown is shown as it stands, as well as into documents
//! that read all of it.
//!
//! So there are no tables, no line breaks within a block, no backslashes and, in ordinary text, no entities: Slack would show
//! them all. A word that any of the readers could take for something else than words (markup, a tag, a mention, an address,
//! an emoji) stands in a code span, which each of them leaves alone.

use super::page::{Block, Page, Table};
use crate::domain::text::{escaped, is_web_address};

/// A line of Markdown under construction: a paragraph, a heading or an item of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Line(String);

impl Line {
    /// An empty line.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds words.
    #[must_use]
    pub(super) fn text(self, words: &str) -> Self {
        let place = match self.0.is_empty() {
            true => Place::Beginning,
            false => Place::Within,
        };
        Self(self.0 + &literal(words, place))
    }

    /// Adds words in bold type. What follows must begin with a space or a mark of punctuation.
    #[must_use]
    pub(super) fn strong(self, words: &str) -> Self {
        match words.trim() {
            "" => self,
            words => Self(format!("{}**{}**", self.0, literal(words, Place::Within))),
        }
    }

    /// Adds words that lead to an address, if it is one of the web.
    #[must_use]
    pub(super) fn link(self, words: &str, url: Option<&str>) -> Self {
        match url.filter(|url| is_web_address(url)) {
            Some(url) => Self(format!(
                "{}[{}]({})",
                self.0,
                literal(words, Place::Link),
                destination(url)
            )),
            None => self.text(words),
        }
    }

    /// The line as a paragraph.
    pub(super) fn paragraph(self) -> String {
        format!("{}\n", self.0.trim_end())
    }

    /// The line as an item of a list.
    pub(super) fn item(self) -> String {
        format!("- {}\n", self.0.trim_end())
    }
}

/// Blocks with a blank line between them.
pub(super) fn blocks(blocks: &[String]) -> String {
    let filled = blocks.iter().filter(|block| !block.is_empty());
    let filled: Vec<&str> = filled.map(String::as_str).collect();
    filled.join("\n")
}

/// The page as Markdown.
pub(super) fn page(page: &Page) -> String {
    let shown: Vec<String> = page.blocks.iter().map(block).collect();
    blocks(&shown)
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => {
            let words = literal(&in_one_line(heading), Place::Within);
            format!("## {}\n", words.trim_end())
        }
        Block::Text(text) => {
            let lines = text.split('\n').filter(|line| !line.trim().is_empty());
            let lines: Vec<String> = lines
                .map(|line| Line::new().text(line).paragraph())
                .collect();
            blocks(&lines)
        }
        Block::Table(rows) => table(rows),
        Block::List(lines) => lines
            .iter()
            .map(|line| Line::new().text(&in_one_line(line)).item())
            .collect(),
    }
}

/// A table as a list: what its first column names in bold type, then each cell after the name of its column.
fn table(table: &Table) -> String {
    let rows = table.rows.iter().map(|row| {
        let (first, others) = match row.split_first() {
            Some((first, others)) => (first.text.as_str(), others),
            None => ("", row.as_slice()),
        };
        let (name, more) = first.split_once('\n').unwrap_or((first, ""));
        let mut line = Line::new().strong(name);
        if !more.is_empty() {
            line = line.text(&format!(": {}", in_one_line(more)));
        }
        for (cell, column) in others.iter().zip(table.columns.iter().skip(1)) {
            if matches!(cell.text.as_str(), "" | "–" | Table::EMPTY) {
                continue;
            }
            let before = if line.0.is_empty() { "" } else { " · " };
            let text = in_one_line(&cell.text);
            line = line.text(&format!("{before}{}: {text}", column.name));
        }
        line.item()
    });
    rows.collect()
}

/// Lines after each other.
fn in_one_line(text: &str) -> String {
    let mut line = String::new();
    for part in text.split('\n').filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            let is_sentence = line.ends_with(['.', '!', '?', '…']);
            line.push_str(if is_sentence { " " } else { "; " });
        }
        line.push_str(part);
    }
    line
}

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning of a block.
    Beginning,
    /// Within a block.
    Within,
    /// Within the brackets of a link.
    Link,
}

/// Words such that every reader shows them and nothing else.
fn literal(words: &str, place: Place) -> String {
    let words = words.replace('\n', " ");
    let words = escaped(&words);
    let words = match place {
        Place::Beginning => words.trim_start(),
        Place::Within | Place::Link => &words,
    };
    let mut shown = String::with_capacity(words.len());
    for (at, piece) in words.split_inclusive(char::is_whitespace).enumerate() {
        let word = piece.trim_end_matches(char::is_whitespace);
        let is_markup = match place {
            Place::Beginning => at == 0 && may_begin_a_block(word, words),
            Place::Within => false,
            Place::Link => word.contains(['[', ']']),
        };
        match is_markup || may_be_markup(word) {
            true => code(word, &mut shown),
            false => shown.push_str(word),
        }
        shown.push_str(&piece[word.len()..]);
    }
    shown
}

/// A word in a code span. Code spans of a chat end at any backtick, so one that the word has is written as an entity.
fn code(word: &str, shown: &mut String) {
    for (at, part) in word.split('`').enumerate() {
        if at > 0 {
            shown.push_str("&#96;");
        }
        if !part.is_empty() {
            shown.push('`');
            shown.push_str(part);
            shown.push('`');
        }
    }
}

/// Whether a reader could take a word, or what begins or ends with it, for something else than words.
fn may_be_markup(word: &str) -> bool {
    // Most words have letters, digits and marks that mean nothing.
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b',' | b'.' | b'(' | b')' | b'"' | b'\'')
    };
    if word.bytes().all(|byte| is_plain(byte) || !byte.is_ascii()) {
        return is_host(word);
    }
    word.contains(['`', '*', '^'])
        || word.contains("](")
        || word.contains("][")
        || word.contains("[[")
        || word.contains("$$")
        || word.contains("://")
        || is_host(word)
        || is_emphasis(word)
        || is_struck(word)
        || word
            .match_indices('\\')
            .any(|(at, _)| is_escape(&word[at + 1..]))
        || word
            .match_indices('&')
            .any(|(at, _)| is_entity(&word[at + 1..]))
        || word
            .match_indices('@')
            .any(|(at, _)| is_mention(&word[at + 1..]))
        || word
            .match_indices('<')
            .any(|(at, _)| is_tag(&word[at + 1..]))
        || is_emoji(word)
}

/// Whether a word has the name of a machine that answers for pages, which some readers make a link of.
fn is_host(word: &str) -> bool {
    word.contains('.') && word.to_ascii_lowercase().contains("www.")
}

/// Whether an underscore of a word does not stand between letters.
fn is_emphasis(word: &str) -> bool {
    let between = |at: usize| {
        let before = word[..at].chars().next_back();
        let after = word[at + 1..].chars().next();
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    word.match_indices('_').any(|(at, _)| !between(at))
}

/// Whether a word has a tilde that could end what is struck out. One in front of it means "about".
fn is_struck(word: &str) -> bool {
    word.char_indices()
        .skip(1)
        .any(|(_, character)| character == '~')
        || word == "~"
}

/// Whether a backslash before this is one that Markdown takes away.
fn is_escape(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_none_or(|next| next.is_ascii_punctuation())
}

/// Whether `&` and this are a character of HTML.
fn is_entity(rest: &str) -> bool {
    let name = rest.split_once(';').map(|(name, _)| name);
    let is_name = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    };
    name.is_some_and(|name| !name.is_empty() && is_name(name))
}

/// Whether `<` and this begin a tag, an address or a mention. Less than a number is none.
fn is_tag(rest: &str) -> bool {
    let first = rest.chars().next();
    first.is_some_and(|next| !next.is_ascii_digit() && next != '=')
}

/// Whether `@` and this mention somebody, or are the end of an address.
fn is_mention(rest: &str) -> bool {
    rest.chars().next().is_some_and(char::is_alphanumeric)
}

/// Whether a word has the name of an emoji between colons.
fn is_emoji(word: &str) -> bool {
    let is_name = |name: &str| {
        let fits =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-' | b'\'');
        name.bytes().all(fits)
            && name
                .bytes()
                .any(|byte| byte.is_ascii_alphabetic() || byte == b'+' || byte == b'-')
    };
    let mut parts = word.split(':').skip(1).peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_some() && !part.is_empty() && is_name(part) {
            return true;
        }
    }
    false
}

/// Whether the first word of a text would make a block of it: a heading, a quotation, a list, a rule, a task, or the address
/// of something.
fn may_begin_a_block(word: &str, text: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    let is_number = number.len() < word.len() && number.bytes().all(|byte| byte.is_ascii_digit());
    let marks = ['#', '-', '+', '=', '_', '~', '•', ':'];
    word.starts_with('>')
        || is_number
        || (!word.is_empty() && word.chars().all(|character| marks.contains(&character)))
        || word.starts_with("~~~")
        || (word.starts_with('[')
            && (text.contains("]:") || matches!(text.get(..3), Some("[ ]" | "[x]" | "[X]"))))
}

/// An address of the web as the destination of a link, with what would end or change it encoded.
fn destination(url: &str) -> String {
    let mut shown = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            '(' | ')' | '[' | ']' | '<' | '>' | '\\' | '`' | '|' | '*' | '"' | ';' => {
                shown.push_str(&format!("%{:02X}", u32::from(character)));
            }
            other => shown.push(other),
        }
    }
    shown
}
