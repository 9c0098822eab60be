//! Pages as Markdown.

use super::page::{Block, Page, Table};
use crate::domain::text::escaped;

/// The page as Markdown.
pub fn page(page: &Page) -> String {
    let blocks: Vec<String> = page.blocks.iter().map(block).collect();
    blocks.join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => format!("## {}\n", literal(heading)),
        Block::Text(text) => format!("{}\n", literal(text)),
        Block::Table(table) => sheet(table),
        Block::List(lines) => lines
            .iter()
            .map(|line| format!("- {}\n", literal(line)))
            .collect(),
    }
}

fn sheet(sheet: &Table) -> String {
    let heads: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| literal(&column.name))
        .collect();
    let rules = vec!["---"; heads.len()];
    let mut text = format!("| {} |\n| {} |\n", heads.join(" | "), rules.join(" | "));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|cell| literal(&cell.text)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// Text that Markdown takes for nothing but text: its marks are escaped, and a line feed inside a
/// cell becomes a break.
fn literal(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let mut shown = String::new();
            for character in escaped(line).chars() {
                if matches!(
                    character,
                    '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#'
                ) {
                    shown.push('\\');
                }
                shown.push(character);
            }
            shown
        })
        .collect();
    lines.join("<br>")
}
