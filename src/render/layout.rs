//! How wide the columns of a table are.
//!
//! comfy-table draws the tables, but the widths and the line breaks are chosen here: its own
//! arrangement gives columns equal shares and cuts words that do not fit in the middle. An id in the
//! first column is what a reader copies, so it stays whole; other ids break after a hyphen.

use super::page::{Cell, Table};
use super::wrap::{Breaks, widest_piece, width_of, wrap};

/// Columns that drawing adds to the content of each column: a space on either side, and one between
/// neighbours.
const PADDING: usize = 3;
/// Rows that widths are fitted to: those that fill the first few screens.
const SAMPLE: usize = 200;

/// The widths of a table's columns.
pub(super) struct Layout {
    /// The width of the content of each column.
    pub widths: Vec<usize>,
    /// Whether there is room for the ids of the first column to stay whole.
    pub whole_ids: bool,
}

impl Layout {
    /// The layout for a table that is to be at most `width` columns wide. If the pieces that have
    /// no break do not fit, the table is wider.
    ///
    /// Every column gets the width of its widest piece. The rest is given away column by column,
    /// each time to the one that most often makes a row as tall as it is.
    pub(super) fn of(table: &Table, width: usize) -> Self {
        let columns = table.columns.len();
        let room = (width + 1).saturating_sub(PADDING * columns);
        let mut bounds = Bounds::of_all(table, true);
        let whole_ids = bounds.iter().map(|column| column.least).sum::<usize>() <= room;
        if !whole_ids {
            bounds = Bounds::of_all(table, false);
        }
        let mut rows = Measured::of(table, &bounds);
        let mut spare = room.saturating_sub(rows.widths.iter().sum());
        while spare > 0
            && let Some(column) = rows.tallest(&bounds)
        {
            rows.widen(column);
            spare -= 1;
        }
        Self {
            widths: rows.widths,
            whole_ids,
        }
    }

    /// The text of a cell, broken into lines that fit in its column.
    pub(super) fn wrapped(&self, column: usize, text: &str) -> String {
        let width = self.widths.get(column).copied().unwrap_or(usize::MAX);
        wrap(text, width, breaks(column, self.whole_ids))
    }
}

fn breaks(column: usize, whole_ids: bool) -> Breaks {
    if whole_ids && column == 0 {
        Breaks::Words
    } else {
        Breaks::Hyphens
    }
}

/// Splits a table into tables of at most `width` columns, each with the first column and as many
/// of the others as fit.
pub(super) fn parts(table: &Table, width: usize) -> Vec<Table> {
    let mut parts = Vec::new();
    let mut start = 1;
    while start < table.columns.len() {
        let mut end = start + 1;
        while end < table.columns.len() && fits(&table.part(start..end + 1), width) {
            end += 1;
        }
        parts.push(table.part(start..end));
        start = end;
    }
    parts
}

fn fits(table: &Table, width: usize) -> bool {
    let least = Bounds::of_all(table, true)
        .iter()
        .map(|column| column.least)
        .sum::<usize>();
    least + PADDING * table.columns.len() <= width + 1
}

/// How narrow and how wide a column can usefully be.
struct Bounds {
    /// The width of the widest piece that has no break.
    least: usize,
    /// The width of the widest line.
    most: usize,
}

impl Bounds {
    fn of_all(table: &Table, whole_ids: bool) -> Vec<Self> {
        let columns = 0..table.columns.len();
        columns
            .map(|index| Self::of(table, index, whole_ids))
            .collect()
    }

    fn of(table: &Table, index: usize, whole_ids: bool) -> Self {
        let column = &table.columns[index];
        let mut least = widest_piece(&column.name, Breaks::Hyphens);
        let mut most = width_of(&column.name);
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        for line in cells.flat_map(|cell| cell.text.split('\n')) {
            let width = width_of(line);
            most = most.max(width);
            // A line has no piece wider than itself.
            if width > least {
                least = least.max(widest_piece(line, breaks(index, whole_ids)));
            }
        }
        Self {
            least: if column.no_wrap { most } else { least },
            most,
        }
    }
}

/// The first rows of a table as measured for some widths. The heights are estimates: they count
/// characters and not where the breaks are.
struct Measured {
    widths: Vec<usize>,
    /// The widths of the lines of each cell, by row and column. The header is the first row.
    lines: Vec<Vec<Vec<usize>>>,
    /// The height of each cell in lines, by row and column.
    heights: Vec<Vec<usize>>,
}

impl Measured {
    /// Measures a table whose columns are as narrow as they can be.
    fn of(table: &Table, bounds: &[Bounds]) -> Self {
        let names = table
            .columns
            .iter()
            .map(|column| vec![width_of(&column.name)]);
        let cell = |cell: &Cell| cell.text.split('\n').map(width_of).collect();
        let row = |row: &Vec<Cell>| row.iter().map(cell).collect();
        let mut lines: Vec<Vec<Vec<usize>>> = vec![names.collect()];
        lines.extend(table.rows.iter().take(SAMPLE).map(row));
        let widths: Vec<usize> = bounds.iter().map(|column| column.least).collect();
        let heights = lines.iter().map(|row| {
            let cells = row.iter().zip(&widths);
            cells.map(|(lines, width)| height(lines, *width)).collect()
        });
        Self {
            heights: heights.collect(),
            lines,
            widths,
        }
    }

    /// The column that is the tallest of most rows, among those that gain from more width.
    fn tallest(&self, bounds: &[Bounds]) -> Option<usize> {
        let columns = 0..self.widths.len();
        let mut rows = vec![0_usize; self.widths.len()];
        for (lines, heights) in self.lines.iter().zip(&self.heights) {
            let wrapped = columns
                .clone()
                .filter(|index| heights[*index] > lines[*index].len());
            if let Some(index) = wrapped.max_by_key(|index| heights[*index]) {
                rows[index] += 1;
            }
        }
        columns
            .filter(|index| self.widths[*index] < bounds[*index].most)
            .max_by_key(|index| rows[*index])
    }

    fn widen(&mut self, column: usize) {
        self.widths[column] += 1;
        for (lines, heights) in self.lines.iter().zip(&mut self.heights) {
            heights[column] = height(&lines[column], self.widths[column]);
        }
    }
}

/// About how many lines a cell takes at this width.
fn height(lines: &[usize], width: usize) -> usize {
    let height = |line: &usize| {
        // Most lines fit, and a comparison is faster than a division.
        if *line <= width {
            1
        } else {
            line.div_ceil(width.max(1))
        }
    };
    lines.iter().map(height).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_takes_the_width_it_is_given() {
        let mut table = Table::with(&["claim", "said by", "since!"]);
        table.row(vec![
            Cell::from(
                "a-rather-long-identifier\nand a text of many words that has to break somewhere",
            ),
            Cell::from("one, two, three-and-more, four"),
            Cell::from("2025-08-19"),
        ]);
        let Layout { widths, whole_ids } = Layout::of(&table, 60);
        assert!(whole_ids);
        assert_eq!(widths.iter().sum::<usize>() + PADDING * 3 - 1, 60);
        assert_eq!(widths[2], 10);
        assert!(widths[0] >= "a-rather-long-identifier".len());
    }

    #[test]
    fn ids_break_if_the_screen_is_too_narrow_for_them() {
        let mut table = Table::with(&["claim"]);
        table.row(vec![Cell::from("a-rather-long-identifier")]);
        let layout = Layout::of(&table, 20);
        assert!(!layout.whole_ids);
        assert!(layout.wrapped(0, "a-rather-long-identifier").contains('\n'));
    }
}
