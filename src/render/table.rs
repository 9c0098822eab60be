//! Pages for a terminal.

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{Attribute, Cell as TableCell, Color, ContentArrangement, LineStyle, Table};

use super::page::{Block, Page, Sheet, Tone};
use super::{Style, layout};
use crate::domain::text::{escaped, escaped_lines};

/// The page as a terminal shows it.
pub fn page(page: &Page, style: Style) -> String {
    let mut text = String::new();
    for (at, block) in page.blocks.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        match block {
            Block::Heading(heading) => text.push_str(&emphasised(&escaped(heading), style)),
            Block::Text(paragraph) => {
                text.push_str(&wrapped(&escaped_lines(paragraph), style.width, ""))
            }
            Block::Sheet(sheet) if sheet.splits => {
                let parts = layout::parts(sheet, usize::from(style.width));
                for (at, part) in parts.iter().enumerate() {
                    if at > 0 {
                        text.push('\n');
                    }
                    draw(part, style, &mut text);
                }
            }
            Block::Sheet(sheet) => draw(sheet, style, &mut text),
            Block::List(lines) => {
                for line in lines {
                    text.push_str(&wrapped(&format!("- {}", escaped(line)), style.width, "  "));
                }
            }
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}

fn emphasised(text: &str, style: Style) -> String {
    if style.colour {
        format!("\u{1b}[1m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// Text broken between words so that no line is wider than `width`; further lines are indented.
fn wrapped(text: &str, width: u16, indent: &str) -> String {
    let mut shown = String::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let wide = line.chars().count() + 1 + word.chars().count() > usize::from(width);
            if wide && !line.trim().is_empty() {
                shown.push_str(line.trim_end());
                shown.push('\n');
                line = indent.to_owned();
            } else if !line.is_empty() && line != indent {
                line.push(' ');
            }
            line.push_str(word);
        }
        shown.push_str(&line);
        shown.push('\n');
    }
    shown
}

/// Adds a table to the text, a line feed behind each of its lines.
fn draw(sheet: &Sheet, style: Style, text: &mut String) {
    let mut table = Table::new();
    table
        .load_style(if sheet.dense {
            UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none())
        } else {
            UTF8_HORIZONTAL_ONLY
        })
        .set_content_arrangement(ContentArrangement::Disabled);
    if style.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    let layout = layout::layout(sheet, usize::from(style.width));
    let heads = sheet
        .columns
        .iter()
        .zip(&layout.widths)
        .map(|(column, width)| {
            let head = TableCell::new(layout::wrap(&column.name, *width, false).to_uppercase());
            if style.colour {
                head.add_attribute(Attribute::Bold)
            } else {
                head
            }
        });
    table.set_header(heads.collect::<Vec<_>>());
    for row in &sheet.rows {
        let cells = row.iter().zip(&layout.widths).enumerate();
        let cells = cells.map(|(index, (cell, width))| {
            let text = layout::wrap(
                &escaped_lines(&cell.text),
                *width,
                layout.whole_ids && index == 0,
            );
            toned(TableCell::new(text), cell.tone, style)
        });
        table.add_row(cells.collect::<Vec<_>>());
    }
    for line in table.lines() {
        text.push_str(line.trim_end_matches(' '));
        text.push('\n');
    }
}

fn toned(drawn: TableCell, tone: Tone, style: Style) -> TableCell {
    if !style.colour {
        return drawn;
    }
    match tone {
        Tone::Plain => drawn,
        Tone::Good => drawn.fg(Color::Green),
        Tone::Open => drawn.fg(Color::Yellow),
        Tone::Bad => drawn.fg(Color::Red),
        Tone::Faint => drawn.add_attribute(Attribute::Dim),
    }
}
