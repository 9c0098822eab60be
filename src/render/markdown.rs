//! Pages as Markdown.

use super::page::{Block, Page, Table};
use crate::domain::text::escaped;

/// The page as Markdown.
pub(super) fn page(page: &Page) -> String {
    let blocks: Vec<String> = page.blocks.iter().map(block).collect();
    blocks.join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => format!("## {}\n", literal(heading)),
        Block::Text(text) => format!("{}\n", literal(text)),
        Block::Table(rows) => table(rows),
        Block::List(lines) => lines
            .iter()
            .map(|line| format!("- {}\n", literal(line)))
            .collect(),
    }
}

fn table(table: &Table) -> String {
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|column| literal(&column.name))
        .collect();
    let rules = vec!["---"; names.len()];
    let mut text = format!("| {} |\n| {} |\n", names.join(" | "), rules.join(" | "));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| literal(&cell.text)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// Escapes what Markdown would take for markup. A line feed becomes a line break.
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
