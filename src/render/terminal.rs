//! Pages for a terminal.

use std::borrow::Cow;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{Attribute, Color, ContentArrangement, LineStyle};

use super::Style;
use super::layout::{Layout, parts};
use super::page::{Block, Page, Table, Tone, counted};
use super::wrap::{Breaks, wrap};
use crate::domain::text::{escaped, escaped_lines};

/// The page as a terminal shows it. If it is higher than the screen, tables are cut short and say by
/// how much.
pub(super) fn page(page: &Page, style: Style) -> String {
    let parts: Vec<Part<'_>> = page
        .blocks
        .iter()
        .map(|block| Part::of(block, style))
        .collect();
    let mut tables: Vec<&Laid<'_>> = Vec::new();
    for part in &parts {
        if let Part::Tables(all) = part {
            tables.extend(all);
        }
    }
    let shown = match style.height {
        None => vec![usize::MAX; tables.len()],
        Some(height) => {
            let texts = parts.iter().map(Part::text_lines).sum::<usize>();
            let between = parts.len().saturating_sub(1);
            let room = usize::from(height).saturating_sub(texts + between);
            rows_that_fit(&tables, room)
        }
    };
    let mut shown = shown.into_iter();
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        match part {
            Part::Text(paragraph) => text.push_str(paragraph),
            Part::Tables(tables) => {
                for (index, (table, rows)) in tables.iter().zip(&mut shown).enumerate() {
                    if index > 0 {
                        text.push('\n');
                    }
                    table.draw(rows, style, &mut text);
                }
            }
        }
    }
    text
}

/// A block of a page, wrapped to the screen's width.
enum Part<'p> {
    Text(String),
    Tables(Vec<Laid<'p>>),
}

impl<'p> Part<'p> {
    fn of(block: &'p Block, style: Style) -> Self {
        let width = usize::from(style.width);
        let mut text = match block {
            Block::Heading(heading) => bold(&escaped(heading), style),
            Block::Text(paragraph) => wrap(&escaped_lines(paragraph), width, Breaks::Spaces),
            Block::List(items) => {
                let item = |item: &String| {
                    let item = wrap(&escaped(item), width.saturating_sub(2), Breaks::Spaces);
                    format!("- {}\n", item.replace('\n', "\n  "))
                };
                items.iter().map(item).collect()
            }
            Block::Table(table) if table.splits => {
                let parts = parts(table, width).into_iter();
                let parts = parts.map(|part| Laid::of(Cow::Owned(part), style));
                return Self::Tables(that_fit(parts.collect(), style));
            }
            Block::Table(table) => {
                return Self::Tables(vec![Laid::of(Cow::Borrowed(table), style)]);
            }
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Self::Text(text)
    }

    fn text_lines(&self) -> usize {
        match self {
            Self::Text(text) => text.lines().count(),
            // An empty line between its parts.
            Self::Tables(tables) => tables.len().saturating_sub(1),
        }
    }
}

/// The parts of a split table: all, or the first if they are higher than the screen.
fn that_fit<'p>(mut parts: Vec<Laid<'p>>, style: Style) -> Vec<Laid<'p>> {
    let lines: usize = parts.iter().map(|part| part.lines(usize::MAX)).sum();
    if style
        .height
        .is_some_and(|height| lines > usize::from(height))
    {
        let others = parts.split_off(parts.len().min(1)).into_iter();
        // The first column is in every part.
        let columns = others.map(|part| part.table.columns.len() - 1).sum();
        if let Some(first) = parts.first_mut() {
            first.columns_left_out = columns;
        }
    }
    parts
}

/// Rows that are shown of every table, however low the screen is.
const LEAST_ROWS: usize = 3;

/// Rows that a table leaves out at least: fewer are shown, however low the screen is.
const WORTH_HIDING: usize = 4;

/// Lines up to which a table is never cut.
const SMALL: usize = 14;

/// How many rows of each table to show so that all of them take at most `room` lines. Tables that need
/// less than their share leave the rest to the others.
fn rows_that_fit(tables: &[&Laid<'_>], room: usize) -> Vec<usize> {
    let needs: Vec<usize> = tables.iter().map(|table| table.lines(usize::MAX)).collect();
    let mut smallest_first: Vec<usize> = (0..tables.len()).collect();
    smallest_first.sort_by_key(|index| needs[*index]);
    let mut shown = vec![usize::MAX; tables.len()];
    let mut room = room;
    for (done, index) in smallest_first.into_iter().enumerate() {
        let share = room / (tables.len() - done);
        let used = match needs[index] <= share.max(SMALL) {
            true => needs[index],
            false => {
                let rows = tables[index].rows_within(share).max(LEAST_ROWS);
                if rows + WORTH_HIDING <= tables[index].table.rows.len() {
                    shown[index] = rows;
                }
                share
            }
        };
        room = room.saturating_sub(used);
    }
    shown
}

/// A table with the widths of its columns.
struct Laid<'p> {
    table: Cow<'p, Table>,
    layout: Layout,
    /// The lines that the first rows take, each with the rule above it; of as many rows as the screen
    /// has lines.
    heights: Vec<usize>,
    /// Whether there are rules between the rows: if one takes more than a line.
    is_ruled: bool,
    columns_left_out: usize,
}

/// Rows that are measured if all are to be shown.
const SAMPLE: usize = 200;

/// Lines of a table besides its rows: the rules above and below, and the header.
const FRAME: usize = 3;

impl<'p> Laid<'p> {
    fn of(table: Cow<'p, Table>, style: Style) -> Self {
        let layout = Layout::of(&table, usize::from(style.width));
        let measured = style.height.map_or(SAMPLE, usize::from);
        let rows = table.rows.iter().take(measured);
        let heights = rows.map(|row| {
            let lines = row.iter().enumerate().map(|(column, cell)| {
                let text = layout.wrapped(column, &escaped_lines(&cell.text));
                text.split('\n').count()
            });
            lines.max().unwrap_or(0)
        });
        let mut heights: Vec<usize> = heights.collect();
        let is_ruled = !table.dense && heights.iter().any(|lines| *lines > 1);
        heights
            .iter_mut()
            .for_each(|lines| *lines += usize::from(is_ruled));
        Self {
            table,
            layout,
            heights,
            is_ruled,
            columns_left_out: 0,
        }
    }

    /// The lines of the table with its first `rows`.
    fn lines(&self, rows: usize) -> usize {
        let unmeasured = self
            .table
            .rows
            .len()
            .min(rows)
            .saturating_sub(self.heights.len());
        FRAME + self.heights.iter().take(rows).sum::<usize>() + unmeasured
    }

    /// How many rows fit in `room` lines, with a line that says how many more there are.
    fn rows_within(&self, room: usize) -> usize {
        let mut left = room.saturating_sub(FRAME + 1);
        let fits = self.heights.iter().take_while(|height| {
            let fits = **height <= left;
            left = left.saturating_sub(**height);
            fits
        });
        fits.count()
    }

    /// Appends the table with its first `rows` to the text, each line with its line feed.
    fn draw(&self, rows: usize, style: Style, text: &mut String) {
        let more = match self.table.rows.len().saturating_sub(rows) {
            // Saying that there is one more takes as much room.
            1 => 0,
            more => more,
        };
        let shown = self.table.rows.len() - more;
        draw(self, shown, style, text);
        let columns = counted(self.columns_left_out, "more column", "more columns");
        let left_out = match (more, self.columns_left_out) {
            (0, 0) => return,
            (more, 0) => format!("{more} more"),
            (0, _) => columns,
            (more, _) => format!("{more} more rows and {columns}"),
        };
        text.push_str(&format!("… and {left_out}: --all\n"));
    }
}

fn bold(text: &str, style: Style) -> String {
    if style.colour {
        format!("\u{1b}[1m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// Appends the first rows of a table to the text, each line with its line feed.
fn draw(laid: &Laid<'_>, rows: usize, style: Style, text: &mut String) {
    let Laid { table, layout, .. } = laid;
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(match laid.is_ruled {
            true => UTF8_HORIZONTAL_ONLY,
            false => UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()),
        })
        .set_content_arrangement(ContentArrangement::Disabled);
    if style.colour {
        drawn.enforce_styling();
    } else {
        drawn.force_no_tty();
    }
    let names = table.columns.iter().zip(&layout.widths);
    let names = names.map(|(column, width)| {
        let name = wrap(&escaped(&column.name), *width, Breaks::Hyphens).to_uppercase();
        let cell = comfy_table::Cell::new(name);
        if style.colour {
            cell.add_attribute(Attribute::Bold)
        } else {
            cell
        }
    });
    drawn.set_header(names.collect::<Vec<_>>());
    for row in table.rows.iter().take(rows) {
        let cells = row.iter().enumerate().take(layout.widths.len());
        let cells = cells.map(|(index, cell)| {
            let text = layout.wrapped(index, &escaped_lines(&cell.text));
            toned(comfy_table::Cell::new(text), cell.tone, style)
        });
        drawn.add_row(cells.collect::<Vec<_>>());
    }
    for line in drawn.lines() {
        text.push_str(line.trim_end_matches(' '));
        text.push('\n');
    }
}

fn toned(cell: comfy_table::Cell, tone: Tone, style: Style) -> comfy_table::Cell {
    if !style.colour {
        return cell;
    }
    match tone {
        Tone::Plain => cell,
        Tone::Good => cell.fg(Color::Green),
        Tone::Open => cell.fg(Color::Yellow),
        Tone::Bad => cell.fg(Color::Red),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
    }
}
