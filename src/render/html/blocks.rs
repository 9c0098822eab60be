//! Any answer: the blocks of its page, with links.

use maud::{Markup, html};

use super::links::Links;
use crate::render::page::{Block, Cell, Page, Table, Tone};

/// The blocks of a page. A line of a cell that is the id of a claim, party or source that the answer refers to is a
/// link to it.
pub fn blocks(page: &Page, links: &Links<'_>) -> Markup {
    html! { @for block in &page.blocks {
        @match block {
            Block::Heading(heading) => h2 { (links.local(heading)) },
            Block::Text(text) => @for line in text.lines().filter(|line| !line.is_empty()) {
                p { (links.local(line)) }
            },
            Block::List(items) => ul.plain { @for item in items { li { (links.local(item)) } } },
            Block::Table(rows) => (table(rows, links)),
        }
    } }
}

fn table(table: &Table, links: &Links<'_>) -> Markup {
    let heads = table.columns.iter().map(|column| column.name.as_str());
    html! { div.wide role="region" aria-label=(heads.clone().collect::<Vec<_>>().join(", ")) tabindex="0" {
        table.list.dense[table.dense] {
            thead { tr { @for name in heads { th scope="col" { (name) } } } }
            tbody { @for row in &table.rows { tr {
                @for (column, cell) in table.columns.iter().zip(row) {
                    td class=[class(cell.tone)] data-head=(column.name) { (lines(cell, links)) }
                }
            } } }
        }
    } }
}

fn class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some("good"),
        Tone::Open => Some("open"),
        Tone::Bad => Some("bad"),
        Tone::Faint => Some("faint"),
    }
}

fn lines(cell: &Cell, links: &Links<'_>) -> Markup {
    html! { @for (at, line) in cell.text.split('\n').enumerate() {
        @if at > 0 { br; }
        @match address(line, links) {
            Some(path) => a.id href=(links.to(&path)) { (line) },
            None => (links.local(line)),
        }
    } }
}

/// The page of what a line of a cell is the id of.
pub(super) fn address(line: &str, links: &Links<'_>) -> Option<String> {
    let labels = links.labels();
    let kind = match line {
        id if labels.is_claim(id) => "claims",
        id if labels.is_party(id) => "parties",
        id if labels.is_source(id) => "sources",
        _ => return None,
    };
    Some(format!("/{kind}/{line}"))
}
