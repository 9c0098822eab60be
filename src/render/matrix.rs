//! Claims against parties, as people see them.

use super::Show;
use super::page::{Cell, Page, Sheet, Tone};
use crate::answer::{MatrixAnswer, MatrixCell, MatrixRow, symbol};
use crate::domain::slug::Slug;
use crate::domain::statement::Family;

/// Parties that stand side by side in one table: so many columns of names fit beside the claims
/// on a screen of 80.
const COLUMNS: usize = 5;

/// What the symbols mean.
const LEGEND: &str =
    "+ affirms   − negates   ? hedges or doubts   ○ withholds   (in brackets: relayed)";

impl Show for MatrixAnswer {
    fn page(&self) -> Page {
        if self.claims.is_empty() {
            return Page::new().text("Nobody takes a stance on a claim that fits.");
        }
        let mut page = Page::new().text(LEGEND);
        for parties in self.groups() {
            let rows = self.claims.iter();
            let rows: Vec<&MatrixRow> = rows
                .filter(|row| parties.iter().any(|party| held(row, party).is_some()))
                .collect();
            page = page.sheet(table(&parties, &rows));
        }
        page
    }
}

impl MatrixAnswer {
    /// The parties, table by table: sides stay together as far as a table holds them.
    fn groups(&self) -> Vec<Vec<&Slug>> {
        let mut groups: Vec<Vec<&Slug>> = Vec::new();
        for side in &self.sides {
            for part in side.parties.chunks(COLUMNS) {
                match groups.last_mut() {
                    Some(group) if group.len() + part.len() <= COLUMNS => group.extend(part),
                    _ => groups.push(part.iter().collect()),
                }
            }
        }
        groups
    }
}

fn table(parties: &[&Slug], rows: &[&MatrixRow]) -> Sheet {
    let mut sheet = Sheet::with(&["claim"]);
    for party in parties {
        sheet.column(party.as_str());
    }
    for row in rows {
        let mut cells = vec![Cell::from(row.claim.to_string())];
        for party in parties {
            cells.push(held(row, party).map_or_else(|| Cell::from("·"), cell));
        }
        sheet.row(cells);
    }
    sheet.dense()
}

/// The stance of a party in a row.
fn held<'a>(row: &'a MatrixRow, party: &Slug) -> Option<&'a MatrixCell> {
    row.stances.iter().find(|cell| cell.party == *party)
}

fn cell(held: &MatrixCell) -> Cell {
    let family = held.stance.family();
    let tone = match family {
        Family::Affirming => Tone::Good,
        Family::Negating => Tone::Bad,
        Family::Uncertain | Family::Withholding => Tone::Open,
        Family::Meta => Tone::Faint,
    };
    let symbol = symbol(family);
    let shown = if held.relayed {
        format!("({symbol})")
    } else {
        symbol.to_owned()
    };
    Cell::toned(shown, tone)
}
