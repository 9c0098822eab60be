//! What every text field must hold, and how names are compared.

use std::borrow::Cow;

use super::Invalid;

/// Longest text of one field, in bytes. A note of this size is a document, and wants to be a
/// source.
pub const MAX_BYTES: usize = 20_000;

/// A field that has to say something.
///
/// # Errors
/// Where it is blank or longer than [`MAX_BYTES`].
pub fn required(field: &str, text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid::new(field, "is empty"));
    }
    bounded(field, text)
}

/// A field that may be left out, but is not blank where it is given.
///
/// # Errors
/// As [`required`].
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

/// A name as it is compared: without diacritics, case, and doubled or outer spaces.
///
/// "Erdoğan" and "erdogan" are one name, and so are "the  Kremlin" and "The Kremlin".
pub fn folded(name: &str) -> String {
    deunicode::deunicode(name)
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a character would move the cursor, hide text or turn its direction.
///
/// Control characters, the bidirectional overrides and isolates (Unicode TR9), and the invisible
/// characters with which two different texts can be made to look the same.
pub fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Whether a spreadsheet would compute a cell that begins so: the marks of a formula, their wide
/// forms, and what is passed over in front of them.
pub fn begins_like_a_formula(cell: &str) -> bool {
    cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}

/// Whether a text is printable ASCII alone, of which most is made: then nothing in it is hostile,
/// and it is as wide as it is long.
pub fn is_plain(text: &str) -> bool {
    // Gone through to its end whatever comes, so that many bytes are looked at together.
    let others = text.bytes().map(|byte| !(b' '..=b'~').contains(&byte));
    !others.fold(false, |any, other| any | other)
}

/// The text with every hostile character written as `\u{…}`, fit for a terminal.
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

/// As [`escaped`], with the text's own line feeds kept.
pub fn escaped_lines(text: &str) -> Cow<'_, str> {
    let is_harmless = |line: &str| is_plain(line) || !line.contains(is_hostile);
    if text.split('\n').all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(escaped).collect();
    Cow::Owned(lines.join("\n"))
}

/// The same JSON document, or a part of one, with every character that a terminal would obey written
/// as an escape. JSON has line feeds between its parts only, so they stay.
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
