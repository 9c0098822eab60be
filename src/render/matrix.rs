//! The matrix of claims and parties.

use super::Show;
use super::html::{self, Links};
use super::marks::UNREVIEWED;
use super::page::{Cell, Page, Table, Tone};
use crate::answer::{Labels, MatrixAnswer, MatrixCell, MatrixRow, symbol};
use crate::domain::slug::Slug;
use crate::domain::statement::Family;
use maud::Markup;

/// The meaning of the symbols.
const LEGEND: &str =
    "+ affirms   − negates   ? hedges or doubts   ○ withholds   (in brackets: relayed)";

/// The mark of a stance that no person has looked at.
const MARK: &str = "*";

impl Show for MatrixAnswer {
    fn page(&self, labels: &Labels) -> Page {
        if self.claims.is_empty() {
            return Page::new().text("Nobody takes a stance on a matching claim.");
        }
        let parties: Vec<&Slug> = self.sides.iter().flat_map(|side| &side.parties).collect();
        let stances = self.claims.iter().flat_map(|row| &row.stances);
        let is_any_marked = stances.into_iter().any(|cell| cell.unreviewed)
            || self.claims.iter().any(|row| row.unreviewed);
        let legend = match is_any_marked {
            true => format!("{LEGEND}   {MARK} {UNREVIEWED}"),
            false => LEGEND.to_owned(),
        };
        Page::new()
            .text(legend)
            .table(table(&parties, &self.claims, labels))
            .explaining_marks(is_any_marked)
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::matrix::matrix(self, links)
    }
}

/// The table, with the parties in the order of their sides.
fn table(parties: &[&Slug], rows: &[MatrixRow], labels: &Labels) -> Table {
    let mut table = Table::with(&["claim"]);
    for party in parties {
        table.column(&labels.party(party));
    }
    for row in rows {
        let mut cells = vec![Cell::from(row.claim.to_string()).marked(row.unreviewed)];
        for party in parties {
            cells.push(held(row, party).map_or_else(|| Cell::from(Table::EMPTY), cell));
        }
        table.row(cells);
    }
    table.dense().split()
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
    let mut shown = if held.relayed {
        format!("({symbol})")
    } else {
        symbol.to_owned()
    };
    if held.unreviewed {
        shown.push_str(MARK);
    }
    Cell::toned(shown, tone)
}
