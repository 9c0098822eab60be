//! Pages for a terminal.

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{Attribute, Color, ContentArrangement, LineStyle};

use super::Style;
use super::layout::{Layout, parts};
use super::page::{Block, Page, Table, Tone};
use super::wrap::{Breaks, wrap};
use crate::domain::text::{escaped, escaped_lines};

/// The page as a terminal shows it.
pub(super) fn page(page: &Page, style: Style) -> String {
    let width = usize::from(style.width);
    let mut text = String::new();
    for (index, block) in page.blocks.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        match block {
            Block::Heading(heading) => text.push_str(&bold(&escaped(heading), style)),
            Block::Text(paragraph) => {
                text.push_str(&wrap(&escaped_lines(paragraph), width, Breaks::Spaces));
            }
            Block::Table(table) if table.splits => {
                for (index, part) in parts(table, width).iter().enumerate() {
                    if index > 0 {
                        text.push('\n');
                    }
                    draw(part, style, &mut text);
                }
            }
            Block::Table(table) => draw(table, style, &mut text),
            Block::List(items) => {
                for item in items {
                    let item = wrap(&escaped(item), width.saturating_sub(2), Breaks::Spaces);
                    text.push_str(&format!("- {}\n", item.replace('\n', "\n  ")));
                }
            }
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}

fn bold(text: &str, style: Style) -> String {
    if style.colour {
        format!("\u{1b}[1m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// Appends a table to the text, each line with its line feed.
fn draw(table: &Table, style: Style, text: &mut String) {
    let layout = Layout::of(table, usize::from(style.width));
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(if table.dense {
            UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none())
        } else {
            UTF8_HORIZONTAL_ONLY
        })
        .set_content_arrangement(ContentArrangement::Disabled);
    if style.colour {
        drawn.enforce_styling();
    } else {
        drawn.force_no_tty();
    }
    let names = table.columns.iter().zip(&layout.widths);
    let names = names.map(|(column, width)| {
        let name = wrap(&column.name, *width, Breaks::Hyphens).to_uppercase();
        let cell = comfy_table::Cell::new(name);
        if style.colour {
            cell.add_attribute(Attribute::Bold)
        } else {
            cell
        }
    });
    drawn.set_header(names.collect::<Vec<_>>());
    for row in &table.rows {
        let cells = row.iter().zip(&layout.widths).enumerate();
        let cells = cells.map(|(index, (cell, width))| {
            let text = wrap(&escaped_lines(&cell.text), *width, layout.breaks(index));
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
