//! Breaking text into lines that fit a terminal.

use unicode_width::UnicodeWidthStr;

use crate::domain::text::is_plain;

/// Where a line may break. A break always comes after the character named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// At spaces.
    Spaces,
    /// At spaces, slashes and en dashes.
    Words,
    /// At the same, and at hyphens outside numbers: `politico-senior-official` has two breaks,
    /// `2025-09-01` has none.
    Hyphens,
}

/// Breaks text into lines of at most `width` columns, keeping the line feeds it has.
///
/// A piece without a break that is wider than `width` stands on a line of its own.
pub(super) fn wrap(text: &str, width: usize, breaks: Breaks) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            wrapped.push('\n');
        }
        let line = line.trim_end();
        if width_of(line) <= width {
            wrapped.push_str(line);
        } else {
            wrap_line(line, width, breaks, &mut wrapped);
        }
    }
    wrapped
}

fn wrap_line(line: &str, width: usize, breaks: Breaks, wrapped: &mut String) {
    let start = wrapped.len();
    let width_of = measure_for(line);
    let mut used = 0;
    for piece in pieces(line, breaks) {
        if used > 0 && used + width_of(piece.trim_end()) > width {
            wrapped.truncate(start + wrapped[start..].trim_end().len());
            wrapped.push('\n');
            used = 0;
        }
        wrapped.push_str(piece);
        used += width_of(piece);
    }
}

/// The width of the widest piece that has no break in it.
pub(super) fn widest_piece(line: &str, breaks: Breaks) -> usize {
    let width_of = measure_for(line);
    let widths = pieces(line, breaks).map(|piece| width_of(piece.trim_end()));
    widths.max().unwrap_or(0)
}

/// The width of a text in terminal columns.
pub(super) fn width_of(text: &str) -> usize {
    measure_for(text)(text)
}

/// The function that measures a text and its parts.
///
/// Most texts are printable ASCII, whose width is their length; looking up every character would
/// take most of the time spent on a long table.
fn measure_for(text: &str) -> fn(&str) -> usize {
    if is_plain(text) {
        str::len
    } else {
        UnicodeWidthStr::width
    }
}

/// A line cut at its breaks. A piece keeps the spaces that follow it.
fn pieces(line: &str, breaks: Breaks) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(first_break(rest, breaks));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The byte offset of the first break of a line, or its length.
fn first_break(line: &str, breaks: Breaks) -> usize {
    let bytes = line.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for (at, byte) in bytes.iter().enumerate() {
        let in_number = || at > 0 && is_digit(at - 1) && is_digit(at + 1);
        match byte {
            b' ' => return at + 1,
            b'/' if breaks != Breaks::Spaces => return at + 1,
            b'-' if breaks == Breaks::Hyphens && !in_number() => return at + 1,
            // The first byte of an en dash.
            0xE2 if breaks != Breaks::Spaces && line[at..].starts_with('–') => {
                return at + '–'.len_utf8();
            }
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_break_at_hyphens_only_if_asked_to() {
        assert_eq!(
            wrap("politico-senior-official", 12, Breaks::Hyphens),
            "politico-\nsenior-\nofficial"
        );
        assert_eq!(
            wrap("politico-senior-official said", 12, Breaks::Words),
            "politico-senior-official\nsaid"
        );
    }

    #[test]
    fn dashes_and_slashes_break_and_dates_do_not() {
        assert_eq!(
            wrap("Trump–Putin–Selenskyj", 12, Breaks::Hyphens),
            "Trump–Putin–\nSelenskyj"
        );
        assert_eq!(wrap("é–è and/or", 8, Breaks::Words), "é–è and/\nor");
        assert_eq!(
            wrap("due on 2025-09-01", 12, Breaks::Hyphens),
            "due on\n2025-09-01"
        );
    }

    #[test]
    fn prose_breaks_at_spaces_alone() {
        assert_eq!(
            wrap("a copy is in /home/desk/old.db", 12, Breaks::Spaces),
            "a copy is in\n/home/desk/old.db"
        );
        assert_eq!(
            wrap("one\n\ntwo three", 5, Breaks::Spaces),
            "one\n\ntwo\nthree"
        );
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrap("東京 大阪", 5, Breaks::Spaces), "東京\n大阪");
    }
}
