//! The matrix of claims and parties, with sparse rows folded away.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::{Report, ReportCell, ReportRow, ReportSpeaker};
use crate::render::page::counted;

/// Claims drawn. Those with the fewest stances are left out first.
const MOST_ROWS: usize = 80;
/// Parties drawn. Those with the fewest stances are left out first.
const MOST_COLUMNS: usize = 80;

/// The part of the matrix to draw.
struct Drawn<'r> {
    rows: Vec<&'r ReportRow>,
    /// The sides, each with its name and its parties.
    sides: Vec<(String, Vec<&'r ReportSpeaker>)>,
    /// Claims on which only one party took a stance.
    lone: Vec<&'r ReportRow>,
    /// The number of parties that took a stance on no other claims.
    lone_parties: usize,
    /// The numbers of claims and parties left out.
    more_rows: usize,
    more_columns: usize,
}

/// The section, or `None` if nobody takes a stance.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Option<Markup> {
    let drawn = drawn(report);
    if drawn.rows.is_empty() && drawn.lone.is_empty() {
        return None;
    }
    Some(html! {
        @if !drawn.rows.is_empty() {
            p.note {
                "+ affirms, − negates, ? hedges or doubts, ○ withholds; in brackets: relayed. A symbol leads to the statement."
            }
            div.matrix role="region" aria-label="Claims against parties" tabindex="0" {
                table { (heads(&drawn)) tbody {
                    @for row in &drawn.rows { (table_row(row, &drawn, links)) }
                } }
            }
            (beyond(&drawn))
        }
        (lone(&drawn, links))
    })
}

fn drawn(report: &Report) -> Drawn<'_> {
    let rows = report.matrix.rows.iter();
    let (lone, mut rows): (Vec<_>, Vec<_>) = rows.partition(|row| row.stances.len() == 1);
    let places: BTreeMap<&str, usize> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| (row.claim.as_str(), place))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.stances.len()));
    let more_rows = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    rows.sort_by_key(|row| places.get(row.claim.as_str()).copied());
    let mut counts: BTreeMap<&ReportSpeaker, usize> = BTreeMap::new();
    for cell in rows.iter().flat_map(|row| &row.stances) {
        *counts.entry(&cell.speaker).or_default() += 1;
    }
    let mut busiest: Vec<(&ReportSpeaker, usize)> = counts.into_iter().collect();
    busiest.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more_columns = busiest.len().saturating_sub(MOST_COLUMNS);
    let kept: BTreeSet<&ReportSpeaker> = busiest
        .into_iter()
        .take(MOST_COLUMNS)
        .map(|(speaker, _)| speaker)
        .collect();
    let all = report.matrix.sides.iter().flat_map(|side| &side.parties);
    let lone_parties = all.count().saturating_sub(kept.len() + more_columns);
    let mut sides = Vec::new();
    for side in &report.matrix.sides {
        let parties = side.parties.iter().filter(|party| kept.contains(party));
        let parties: Vec<&ReportSpeaker> = parties.collect();
        let head = side.head.as_ref();
        let name = head.map_or_else(|| "Not named".to_owned(), |head| head.name.clone());
        if !parties.is_empty() {
            sides.push((name, parties));
        }
    }
    Drawn {
        rows,
        sides,
        lone,
        lone_parties,
        more_rows,
        more_columns,
    }
}

/// Two header rows: the sides that have several parties, and the parties.
fn heads(drawn: &Drawn<'_>) -> Markup {
    html! { thead {
        tr.sides-row {
            td {}
            @for (name, parties) in &drawn.sides {
                @if parties.len() > 1 {
                    th scope="colgroup" colspan=(parties.len()) { span { (name) } }
                } @else { td.one {} }
            }
        }
        tr {
            th scope="col" { "Claim" }
            @for (_, parties) in &drawn.sides { @for (at, party) in parties.iter().enumerate() {
                th.party.inner[at > 0] scope="col" { span { (party.name) } }
            } }
        }
    } }
}

fn table_row(row: &ReportRow, drawn: &Drawn<'_>, links: &Links<'_>) -> Markup {
    let mut cells: BTreeMap<&ReportSpeaker, Vec<&ReportCell>> = BTreeMap::new();
    for cell in &row.stances {
        cells.entry(&cell.speaker).or_default().push(cell);
    }
    html! { tr {
        th scope="row" { div.claim-head { (links.claim(&row.claim)) " " (labels::status(row.status)) (labels::mark(row.unreviewed)) } }
        @for (_, parties) in &drawn.sides { @for (at, party) in parties.iter().enumerate() {
            td.inner[at > 0] {
                @for cell in cells.get(party).into_iter().flatten() { (stance(cell, links)) }
            }
        } }
    } }
}

fn stance(cell: &ReportCell, links: &Links<'_>) -> Markup {
    let family = cell.stance.family();
    let anchor = cell
        .statement
        .as_deref()
        .and_then(|id| links.statement_anchor(id));
    html! {
        a class={ (labels::class(family)) @if cell.relayed { " relayed" } } href=[anchor] {
            span.unseen { (cell.stance) @if cell.relayed { " (relayed)" } }
        }
    }
}

fn beyond(drawn: &Drawn<'_>) -> Markup {
    html! {
        @if drawn.more_rows > 0 {
            p.note { (counted(drawn.more_rows, "claim", "claims")) " with fewer stances are not drawn: each has its section below." }
        }
        @if drawn.more_columns > 0 {
            p.note { (counted(drawn.more_columns, "party", "parties")) " with fewer stances are not drawn." }
        }
    }
}

/// The claims on which only one party took a stance, as a list: in the matrix their rows would be
/// empty but for one cell.
fn lone(drawn: &Drawn<'_>, links: &Links<'_>) -> Markup {
    html! { @if !drawn.lone.is_empty() {
        details.lone {
            summary {
                (counted(drawn.lone.len(), "claim", "claims")) " on which only one party took a stance"
                @if drawn.lone_parties > 0 {
                    ", with " (counted(drawn.lone_parties, "party", "parties")) " that took none elsewhere"
                }
            }
            ul { @for row in &drawn.lone { @for cell in &row.stances {
                li {
                    (links.claim(&row.claim)) ": " (links.speaker(&cell.speaker)) " "
                    (labels::stance(cell.stance)) @if cell.relayed { " (relayed)" }
                }
            } } }
        }
    } }
}
