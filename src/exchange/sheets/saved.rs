//! How spreadsheet programs save a sheet: in UTF-8 or UTF-16, with commas, semicolons or tabs, and
//! sometimes with a first line that names the separator.

use std::borrow::Cow;

use super::columns;

/// A sheet as text, and the character that separates its cells.
pub(super) struct Saved<'b> {
    /// The text without marks that are not part of the table.
    pub text: Cow<'b, str>,
    /// The separator.
    pub separator: u8,
}

/// What can separate cells. The first is what `export` writes.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The text and the separator of a sheet.
///
/// # Errors
/// Names the row and says what is wrong.
pub(super) fn open<'b>(sheet: &str, bytes: &'b [u8]) -> Result<Saved<'b>, (usize, String)> {
    let text = decoded(bytes)?;
    let declared = text.lines().next().and_then(|first| {
        let line = first.trim().trim_matches('"');
        let separator = line
            .get(..4)
            .filter(|head| head.eq_ignore_ascii_case("sep="));
        separator.and_then(|_| line.as_bytes().get(4).copied().or(Some(b'\t')))
    });
    if let Some(separator) = declared {
        let end = text.find('\n').map_or(text.len(), |at| at + 1);
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(end..).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(end..).unwrap_or_default().to_owned()),
        };
        return Ok(Saved { text, separator });
    }
    let separator = separator(sheet, &text);
    Ok(Saved { text, separator })
}

/// The separator with which the first line has most of the sheet's columns.
fn separator(sheet: &str, text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let found = |separator: &u8| {
        let cells = header.split(char::from(*separator));
        cells
            .filter(|cell| {
                columns::of(sheet).contains(&columns::named(cell.trim_matches('"')).as_str())
            })
            .count()
    };
    // Of several with equally many, the first.
    let best = SEPARATORS.iter().rev().max_by_key(|one| found(one));
    best.copied().unwrap_or(b',')
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, (usize, String)> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Headers are ASCII, so half of the bytes of UTF-16 without a mark are zero.
        [first, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes),
        [0, second, ..] if *second != 0 => utf16(bytes, u16::from_be_bytes),
        bytes => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, (usize, String)> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let row = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            Err((
                row,
                "is not UTF-8; save the sheet as \"CSV UTF-8\"".to_owned(),
            ))
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, (usize, String)> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    match String::from_utf16(&units) {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err((
            1,
            "is damaged UTF-16; save the sheet as \"CSV UTF-8\"".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_encodings_are_recognised() {
        let utf16: Vec<u8> = "\u{feff}id\ttext\r\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        for (bytes, separator, text) in [
            (&b"id,text\n"[..], b',', "id,text\n"),
            (b"\xef\xbb\xbfid;text\n", b';', "id;text\n"),
            (b"\"id\"|\"text\"\n", b'|', "\"id\"|\"text\"\n"),
            (b"sep=;\r\nid;text\n", b';', "id;text\n"),
            (b"SEP=\t\nid\ttext\n", b'\t', "id\ttext\n"),
            (&utf16, b'\t', "id\ttext\r\n"),
            (&utf16[2..], b'\t', "id\ttext\r\n"),
        ] {
            let saved =
                open("questions.csv", bytes).unwrap_or_else(|(_, reason)| panic!("{reason}"));
            assert_eq!((saved.separator, &*saved.text), (separator, text));
        }
        assert_eq!(
            open("questions.csv", b"id,text\n\nx,Gen\xe8ve\n")
                .err()
                .map(|(row, _)| row),
            Some(3)
        );
    }
}
