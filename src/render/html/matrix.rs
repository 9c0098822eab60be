//! The matrix of claims and parties.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::{MatrixAnswer, MatrixCell, MatrixRow, symbol};
use crate::domain::slug::Slug;

/// Claims against parties. A symbol leads to the statement behind it.
pub(in crate::render) fn matrix(matrix: &MatrixAnswer, links: &Links<'_>) -> Markup {
    if matrix.claims.is_empty() {
        return html! { p { "Nobody takes a stance on a matching claim." } };
    }
    let parties: Vec<(&Slug, bool)> = matrix
        .sides
        .iter()
        .flat_map(|side| {
            side.parties
                .iter()
                .enumerate()
                .map(|(at, party)| (party, at > 0))
        })
        .collect();
    html! {
        p.note { "+ affirms, − negates, ? hedges or doubts, ○ withholds; in brackets: relayed. A symbol leads to the statement." }
        (links.more(matrix.claims.len()))
        div.grid role="region" aria-label="Claims against parties" tabindex="0" {
            table {
                thead { tr {
                    th scope="col" { "Claim" }
                    @for (party, inner) in &parties { th.party.inner[*inner] scope="col" { span { (links.party(party)) } } }
                } }
                tbody { @for row in &matrix.claims { (self::row(row, &parties, links)) } }
            }
        }
    }
}

fn row(row: &MatrixRow, parties: &[(&Slug, bool)], links: &Links<'_>) -> Markup {
    let held: BTreeMap<&Slug, &MatrixCell> =
        row.stances.iter().map(|cell| (&cell.party, cell)).collect();
    html! { tr {
        th scope="row" {
            (links.claim_as(&row.claim, &row.text)) " "
            (marks::contested(row.status, &row.contested_by)) (marks::unreviewed(row.unreviewed))
        }
        @for (party, inner) in parties { td.inner[*inner] {
            @if let Some(cell) = held.get(party) { (stance(cell, &row.claim, links)) }
        } }
    } }
}

fn stance(cell: &MatrixCell, claim: &Slug, links: &Links<'_>) -> Markup {
    let family = cell.stance.family();
    let shown = match cell.relayed {
        true => format!("({})", symbol(family)),
        false => symbol(family).to_owned(),
    };
    let words = html! {
        span class={ "mark " (marks::class(family)) } aria-hidden="true" { (shown) }
        span.unseen { (cell.stance.verb()) @if cell.relayed { ", relayed" } }
    };
    links.statement(claim, &cell.statement, &words)
}
