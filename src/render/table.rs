//! Pages for a terminal.

use std::borrow::Cow;

use super::page::{Block, Page, Sheet, Tone};
use super::{Style, layout};
use crate::domain::text::{escaped, is_plain};

/// The page as a terminal shows it.
pub fn page(page: &Page, style: Style) -> String {
    let mut text = String::new();
    for (at, block) in page.blocks.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        match block {
            Block::Heading(heading) => text.push_str(&emphasised(&escaped(heading), style)),
            Block::Text(paragraph) => text.push_str(&wrapped(&safe(paragraph), style.width, "")),
            Block::Sheet(sheet) if sheet.splits => {
                let parts = layout::parts(sheet, usize::from(style.width));
                let drawn: Vec<String> = parts.iter().map(|part| draw(part, style)).collect();
                text.push_str(&drawn.join("\n\n"));
            }
            Block::Sheet(sheet) => text.push_str(&draw(sheet, style)),
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
        let [before, behind] = BOLD;
        format!("{before}{text}{behind}")
    } else {
        text.to_owned()
    }
}

/// Text with its own line feeds kept and everything else that is hostile escaped.
fn safe(text: &str) -> Cow<'_, str> {
    if text.split('\n').all(is_plain) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> = text.split('\n').map(escaped).collect();
    Cow::Owned(lines.join("\n"))
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

/// A sheet with a rule above, below and, unless it is dense, between its rows. What its columns take
/// was laid out, so that all there is to do is to put the lines of their cells side by side.
fn draw(sheet: &Sheet, style: Style) -> String {
    let layout = layout::layout(sheet, usize::from(style.width));
    let heads = sheet.columns.iter().zip(&layout.widths);
    let heads = heads.map(|(column, width)| Drawn {
        text: layout::wrap(&column.name, *width, false).to_uppercase(),
        ink: BOLD,
    });
    let heads: Vec<Drawn> = heads.collect();
    let rows = sheet.rows.iter().map(|row| {
        let cells = row.iter().zip(&layout.widths).enumerate();
        let cells = cells.map(|(index, (cell, width))| Drawn {
            text: layout::wrap(&safe(&cell.text), *width, layout.whole_ids && index == 0),
            ink: ink(cell.tone),
        });
        cells.collect()
    });
    let rows: Vec<Vec<Drawn>> = rows.collect();
    // A column is as wide as its widest line, which may be less than what it was given.
    let mut widths = vec![1; sheet.columns.len()];
    for row in rows.iter().chain([&heads]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            let lines = cell.text.split('\n').map(layout::width_of);
            *width = lines.max().unwrap_or(0).max(*width);
        }
    }
    let long = widths.iter().sum::<usize>() + (layout::PADDING * widths.len()).saturating_sub(1);
    let thin = "─".repeat(long);
    let mut table = thin.clone();
    add_row(&mut table, &heads, &widths, style.colour);
    add_line(&mut table, &"═".repeat(long));
    for (index, row) in rows.iter().enumerate() {
        if index > 0 && !sheet.dense {
            add_line(&mut table, &thin);
        }
        add_row(&mut table, row, &widths, style.colour);
    }
    add_line(&mut table, &thin);
    table
}

/// A cell in lines as they are to stand, with what puts each into its tone and out of it.
struct Drawn {
    text: String,
    ink: Ink,
}

/// What a terminal is sent before a text and behind it.
type Ink = [&'static str; 2];

const BOLD: Ink = ["\u{1b}[1m", "\u{1b}[0m"];

fn ink(tone: Tone) -> Ink {
    match tone {
        Tone::Plain => ["", ""],
        Tone::Good => ["\u{1b}[38;5;10m", "\u{1b}[39m"],
        Tone::Open => ["\u{1b}[38;5;11m", "\u{1b}[39m"],
        Tone::Bad => ["\u{1b}[38;5;9m", "\u{1b}[39m"],
        Tone::Faint => ["\u{1b}[2m", "\u{1b}[0m"],
    }
}

fn add_line(table: &mut String, line: &str) {
    table.push('\n');
    table.push_str(line);
}

/// Adds the cells of a row side by side, with a space around each and one between them.
fn add_row(table: &mut String, row: &[Drawn], widths: &[usize], colour: bool) {
    let mut cells: Vec<_> = row.iter().map(|cell| cell.text.split('\n')).collect();
    let tall = row.iter().map(|cell| 1 + cell.text.matches('\n').count());
    for _ in 0..tall.max().unwrap_or(0) {
        add_line(table, "");
        let start = table.len();
        for (index, (cell, width)) in cells.iter_mut().zip(widths).enumerate() {
            if index > 0 {
                table.push(' ');
            }
            let (line, [before, behind]) = match cell.next() {
                Some(line) if colour => (line, row[index].ink),
                line => (line.unwrap_or_default(), ["", ""]),
            };
            let left = width.saturating_sub(layout::width_of(line));
            table.push_str(before);
            table.push(' ');
            table.push_str(line);
            table.extend(std::iter::repeat_n(' ', left + 1));
            table.push_str(behind);
        }
        table.truncate(start + table[start..].trim_end().len());
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::Cell;
    use super::*;

    fn drawn(colour: bool) -> Vec<String> {
        let mut sheet = Sheet::with(&["claim", "stance"]);
        sheet.row(vec![
            Cell::from("one\nof two lines"),
            Cell::toned("denies", Tone::Bad),
        ]);
        sheet.row(vec![Cell::from("größer"), Cell::from("")]);
        let style = Style { width: 40, colour };
        draw(&sheet, style).lines().map(str::to_owned).collect()
    }

    #[test]
    fn cells_stand_side_by_side_between_rules() {
        let wanted = [
            "───────────────────────",
            " CLAIM          STANCE",
            "═══════════════════════",
            " one            denies",
            " of two lines",
            "───────────────────────",
            " größer",
            "───────────────────────",
        ];
        assert_eq!(drawn(false), wanted);
    }

    #[test]
    fn a_tone_colours_the_lines_of_its_cell_alone() {
        let lines = drawn(true);
        assert_eq!(
            lines[1],
            "\u{1b}[1m CLAIM        \u{1b}[0m \u{1b}[1m STANCE \u{1b}[0m"
        );
        assert_eq!(lines[3], " one           \u{1b}[38;5;9m denies \u{1b}[39m");
        assert_eq!(lines[4], " of two lines");
    }
}
