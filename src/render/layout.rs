//! How wide the columns of a table are, and where its cells break.
//!
//! An id in the first column is what a reader copies, so it is never broken. Elsewhere ids break
//! behind a hyphen where they have to. Column widths follow from the content: what is short gets
//! what it needs, and the rest is shared by how much each column has to say.

use unicode_width::UnicodeWidthStr;

use super::page::{Cell, Sheet};
use crate::domain::text::is_plain;

/// What a table puts beside the content of each column: a space on either side, and one between
/// columns.
const PADDING: usize = 3;
/// Widths are chosen by so many rows at most: the first page is what is read.
const SAMPLE: usize = 200;

/// The parts of a table that fit side by side: the first column with as many others as do.
pub fn parts(sheet: &Sheet, width: usize) -> Vec<Sheet> {
    let mut parts = Vec::new();
    let mut start = 1;
    while start < sheet.columns.len() {
        let mut end = start + 1;
        while end < sheet.columns.len() && fits(&sheet.part(start..end + 1), width) {
            end += 1;
        }
        parts.push(sheet.part(start..end));
        start = end;
    }
    parts
}

fn fits(sheet: &Sheet, width: usize) -> bool {
    let columns = sheet.columns.len();
    let least: usize = (0..columns)
        .map(|index| needs(sheet, index, true).least)
        .sum();
    least + PADDING * columns <= width + 1
}

/// How a table is laid out.
pub struct Layout {
    /// The width of each column.
    pub widths: Vec<usize>,
    /// Whether the ids of the first column stay whole.
    pub whole_ids: bool,
}

/// The layout with which the table is at most `width` wide where that is possible.
///
/// Every column gets the widest piece that it cannot break. What is left goes, one by one, to
/// the column that most often makes a row as tall as it is.
pub fn layout(sheet: &Sheet, width: usize) -> Layout {
    let columns = sheet.columns.len();
    let room = (width + 1).saturating_sub(PADDING * columns);
    let all = |whole_ids| {
        (0..columns)
            .map(|index| needs(sheet, index, whole_ids))
            .collect()
    };
    let mut needs: Vec<Needs> = all(true);
    // Where the screen is too narrow for whole ids, they break like everything else.
    let whole_ids = needs.iter().map(|needs| needs.least).sum::<usize>() <= room;
    if !whole_ids {
        needs = all(false);
    }
    let heads = sheet
        .columns
        .iter()
        .map(|column| vec![width_of(&column.name)]);
    let mut rows: Vec<Vec<Vec<usize>>> = vec![heads.collect()];
    rows.extend(sheet.rows.iter().take(SAMPLE).map(|row| measure(row)));
    let mut widths: Vec<usize> = needs.iter().map(|needs| needs.least).collect();
    let mut spare = room.saturating_sub(widths.iter().sum());
    // How tall each cell is at these widths, by row and column.
    let tall = |row: &Vec<Vec<usize>>| -> Vec<usize> {
        let cells = row.iter().zip(&widths);
        cells.map(|(lines, width)| height(lines, *width)).collect()
    };
    let mut heights: Vec<Vec<usize>> = rows.iter().map(tall).collect();
    while spare > 0 {
        let mut tallest = vec![0_usize; columns];
        for (row, heights) in rows.iter().zip(&heights) {
            let growing = (0..columns).filter(|index| heights[*index] > row[*index].len());
            if let Some(index) = growing.max_by_key(|index| heights[*index]) {
                tallest[index] += 1;
            }
        }
        let hungry = (0..columns)
            .filter(|index| widths[*index] < needs[*index].most)
            .max_by_key(|index| tallest[*index]);
        let Some(index) = hungry else {
            break;
        };
        widths[index] += 1;
        spare -= 1;
        for (row, heights) in rows.iter().zip(&mut heights) {
            heights[index] = height(&row[index], widths[index]);
        }
    }
    Layout { widths, whole_ids }
}

/// The widths of the lines of each cell.
fn measure(row: &[Cell]) -> Vec<Vec<usize>> {
    let cell = |cell: &Cell| cell.text.split('\n').map(width_of).collect();
    row.iter().map(cell).collect()
}

/// How wide a text is on a terminal.
fn width_of(text: &str) -> usize {
    ruler(text)(text)
}

/// What tells how wide a text and its parts are on a terminal.
fn ruler(text: &str) -> fn(&str) -> usize {
    // Most texts are plain, and of those it is known without looking each character up.
    match is_plain(text) {
        true => str::len,
        false => UnicodeWidthStr::width,
    }
}

/// About how many lines a cell takes at this width.
fn height(lines: &[usize], width: usize) -> usize {
    let height = |line: &usize| match *line <= width {
        // Most lines fit, and dividing is slow.
        true => 1,
        false => line.div_ceil(width.max(1)),
    };
    lines.iter().map(height).sum()
}

/// What a column needs.
struct Needs {
    /// The widest piece that is not broken.
    least: usize,
    /// The widest line.
    most: usize,
}

fn needs(sheet: &Sheet, index: usize, whole_ids: bool) -> Needs {
    let column = &sheet.columns[index];
    let widest = |line: &str, whole_words: bool| {
        let width_of = ruler(line);
        let pieces = pieces(line, whole_words);
        pieces.map(|piece| width_of(piece.trim_end())).max()
    };
    let mut least = widest(&column.name, false).unwrap_or(0);
    let mut most = width_of(&column.name);
    let cells = sheet.rows.iter().filter_map(|row| row.get(index));
    for line in cells.flat_map(|cell| cell.text.split('\n')) {
        let width = width_of(line);
        most = most.max(width);
        // No piece is wider than its line.
        if width > least {
            least = least.max(widest(line, whole_ids && index == 0).unwrap_or(0));
        }
    }
    Needs {
        least: if column.firm { most } else { least },
        most,
    }
}

/// The text broken into lines of at most `width`, its own line ends kept.
pub fn wrap(text: &str, width: usize, whole_words: bool) -> String {
    let mut shown = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            shown.push('\n');
        }
        let line = line.trim_end();
        match width_of(line) <= width {
            true => shown.push_str(line),
            false => wrap_line(line, width, whole_words, &mut shown),
        }
    }
    shown
}

/// Adds a line to what is shown, broken where it has to be.
fn wrap_line(line: &str, width: usize, whole_words: bool, shown: &mut String) {
    let start = shown.len();
    let width_of = ruler(line);
    let mut used = 0;
    for piece in pieces(line, whole_words) {
        if used > 0 && used + width_of(piece.trim_end()) > width {
            shown.truncate(start + shown[start..].trim_end().len());
            shown.push('\n');
            used = 0;
        }
        shown.push_str(piece);
        used += width_of(piece);
    }
}

/// The pieces between which a line may break: words with the space behind them and, unless words
/// stay whole, the parts of a word up to each hyphen. Dates stay whole.
fn pieces(line: &str, whole_words: bool) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let (piece, behind) = rest.split_at(piece_end(rest, whole_words));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Where the first piece of a line ends.
fn piece_end(line: &str, whole_words: bool) -> usize {
    let bytes = line.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for (at, byte) in bytes.iter().enumerate() {
        let in_a_number = || at > 0 && is_digit(at - 1) && is_digit(at + 1);
        match byte {
            b' ' | b'/' => return at + 1,
            b'-' if !whole_words && !in_a_number() => return at + 1,
            0xE2 if line[at..].starts_with('–') => return at + '–'.len_utf8(),
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_break_behind_hyphens_unless_they_are_to_stay_whole() {
        assert_eq!(
            wrap("politico-senior-official", 12, false),
            "politico-\nsenior-\nofficial"
        );
        assert_eq!(
            wrap("politico-senior-official said", 12, true),
            "politico-senior-official\nsaid"
        );
    }

    #[test]
    fn dashes_and_slashes_break_and_dates_do_not() {
        assert_eq!(
            wrap("Trump–Putin–Selenskyj", 12, false),
            "Trump–Putin–\nSelenskyj"
        );
        assert_eq!(wrap("é–è and/or", 8, true), "é–è and/\nor");
        assert_eq!(wrap("due on 2025-09-01", 12, false), "due on\n2025-09-01");
    }

    #[test]
    fn a_table_fits_its_width_where_its_pieces_allow() {
        let mut sheet = Sheet::with(&["claim", "said by", "since!"]);
        sheet.row(vec![
            Cell::from(
                "a-rather-long-identifier\nand a text of many words that has to break somewhere",
            ),
            Cell::from("one, two, three-and-more, four"),
            Cell::from("2025-08-19"),
        ]);
        let Layout { widths, whole_ids } = layout(&sheet, 60);
        assert!(whole_ids);
        assert_eq!(widths.iter().sum::<usize>() + PADDING * 3 - 1, 60);
        assert_eq!(widths[2], 10);
        assert!(widths[0] >= "a-rather-long-identifier".len());
    }
}
