//! Validation of text fields, comparison of names, and escaping for terminals.

use std::borrow::Cow;

use super::Invalid;

/// Longest text of one field, in bytes. A longer note is a document and should be recorded as a
/// source.
pub const MAX_BYTES: usize = 20_000;

/// Checks a mandatory text field.
///
/// # Errors
/// If it is blank or longer than [`MAX_BYTES`].
pub fn required(field: &str, text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid::new(field, "is empty"));
    }
    bounded(field, text)
}

/// Checks an optional text field, which must not be blank if given.
///
/// # Errors
/// Like [`required`].
pub fn optional(field: &str, text: Option<&str>) -> Result<(), Invalid> {
    text.map_or(Ok(()), |text| required(field, text))
}

fn bounded(field: &str, text: &str) -> Result<(), Invalid> {
    if text.len() > MAX_BYTES {
        let reason = format!("is {} bytes long; at most {MAX_BYTES} are kept", text.len());
        return Err(Invalid::new(field, reason));
    }
    Ok(())
}

/// Normalizes a name for comparison: ignores diacritics, case, soft hyphens, the full stops of
/// abbreviations, the form of apostrophes, and repeated or outer spaces.
///
/// "Erdoğan" and "erdogan" are the same name, and so are "the  Kremlin" and "The Kremlin", "U.S." and "US".
pub fn folded(name: &str) -> String {
    deunicode::deunicode(&without_soft_hyphens(name))
        .to_lowercase()
        .split_whitespace()
        .map(|word| {
            let parts: Vec<Cow<'_, str>> = word.split('-').map(without_stops).collect();
            parts.join("-")
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The longest passage that a table or a report shows in full, in characters.
const LONGEST_SHOWN: usize = 200;

/// The words of a passage on one line, cut to what tables and reports show.
pub fn shortened(words: &str) -> String {
    let words = without_soft_hyphens(words);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = words.char_indices().skip(LONGEST_SHOWN);
    match rest.next() {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}

/// An invisible character that says where a word may be broken.
pub const SOFT_HYPHEN: char = '\u{ad}';

/// A text without soft hyphens.
pub fn without_soft_hyphens(text: &str) -> Cow<'_, str> {
    match text.contains(SOFT_HYPHEN) {
        true => Cow::Owned(text.replace(SOFT_HYPHEN, "")),
        false => Cow::Borrowed(text),
    }
}

/// An abbreviation of single letters without its full stops; any other word as it is.
fn without_stops(word: &str) -> Cow<'_, str> {
    let letters: Vec<&str> = word.trim_end_matches('.').split('.').collect();
    let single = |letter: &&str| letter.len() == 1 && letter.starts_with(char::is_alphabetic);
    match letters.len() > 1 && letters.iter().all(single) {
        true => Cow::Owned(letters.concat()),
        false => Cow::Borrowed(word),
    }
}

/// Whether a character could move the cursor, hide text or change its direction.
///
/// These are control characters, the bidirectional overrides and isolates (Unicode TR9), and the
/// invisible characters that make different texts look the same.
pub fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Whether a spreadsheet would evaluate a cell that begins like this: a formula sign or its
/// full-width form, possibly after characters that spreadsheets skip.
pub fn begins_like_a_formula(cell: &str) -> bool {
    cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}

/// Whether a text is entirely printable ASCII, as most is. Such a text has no hostile characters
/// and is as wide as it is long.
pub fn is_plain(text: &str) -> bool {
    // No early exit, so that many bytes are compared at once.
    let others = text.bytes().map(|byte| !(b' '..=b'~').contains(&byte));
    !others.fold(false, |any, other| any | other)
}

/// Whether a text can be shown as a link to the web: nothing else than http and https, and nothing in it that hides where it leads.
pub fn is_web_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && !text.contains(|character| is_hostile(character) || character.is_whitespace())
}

/// Replaces every hostile character with `\u{…}`, for output to a terminal.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_hostile(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Like [`escaped`], but keeps line feeds.
pub fn escaped_lines(text: &str) -> Cow<'_, str> {
    let is_harmless = |line: &str| is_plain(line) || !line.contains(is_hostile);
    if text.split('\n').all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(escaped).collect();
    Cow::Owned(lines.join("\n"))
}

/// Escapes every character in a JSON document, or part of one, that a terminal would interpret.
/// Line feeds stay, since in JSON they only occur between tokens.
pub fn safe_json(document: &str) -> Cow<'_, str> {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    if document.as_bytes().iter().all(plain) {
        return Cow::Borrowed(document);
    }
    let mut shown = String::with_capacity(document.len());
    for character in document.chars() {
        if character != '\n' && is_hostile(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold() {
        assert_eq!(folded(" The  Kremlin"), "the kremlin");
        assert_eq!(folded("Erdoğan"), "erdogan");
        assert_eq!(folded("Zelen\u{ad}skyy"), "zelenskyy");
        assert_eq!(folded("O’Brien"), "o'brien");
        assert_eq!(folded("the U.S.-led force"), "the us-led force");
        assert_eq!(folded("J.K. Rowling, Ltd."), "jk rowling, ltd.");
    }

    #[test]
    fn hostile_characters_show_escaped() {
        assert_eq!(
            escaped("a\u{1b}[2Jb\u{202e}c\n"),
            "a\\u{1b}[2Jb\\u{202e}c\\u{a}"
        );
        assert_eq!(escaped("Élysée 👩‍🚀"), "Élysée 👩‍🚀");
    }
}
