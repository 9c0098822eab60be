//! What changed in the ledger since a time.

use maud::{Markup, html};

use super::links::Links;
use super::{discrepancies, labels};
use crate::answer::{Report, ReportDiscrepancy, ReportStatusChange};
use crate::render::page::counted;

/// The longest list of discrepancies or new claims. Longer ones are only counted.
const LISTED: usize = 20;

/// The section, or `None` if changes were not asked for.
pub(super) fn changes(report: &Report, links: &Links<'_>) -> Option<Markup> {
    let changes = report.changes.as_ref()?;
    let nothing = changes.statuses.is_empty()
        && changes.opened.is_empty()
        && changes.resolved.is_empty()
        && changes.new.is_empty();
    Some(html! {
        p.lead { "Since " (labels::time(&changes.since)) ", until " (labels::time(&changes.until)) "." }
        @if nothing { p { "Nothing changed." } }
        @if !changes.statuses.is_empty() {
            h3 { (counted(changes.statuses.len(), "status changed", "statuses changed")) }
            ul.moves { @for moved in &changes.statuses { (status(moved, links)) } }
        }
        (discrepancies(&changes.opened, "discrepancy opened", "discrepancies opened", links))
        (discrepancies(&changes.resolved, "discrepancy ended", "discrepancies ended", links))
        @if !changes.new.is_empty() {
            h3 { (counted(changes.new.len(), "new claim", "new claims")) }
            @if changes.new.len() <= LISTED { p { (links.claims(&changes.new)) } }
        }
    })
}

fn status(moved: &ReportStatusChange, links: &Links<'_>) -> Markup {
    html! {
        li {
            (links.claim_text(&moved.claim, &moved.text)) " "
            @if let Some(before) = moved.before { (labels::status(before)) " → " }
            (labels::contested(moved.after, &moved.contested_by))
            @for (at, words) in moved.words.iter().enumerate() {
                span.note {
                    @if at == 0 { " with " } @else { "; " }
                    (links.speaker(&words.speaker)) ": " (labels::stance(words.stance))
                    ", " (labels::time(&words.said))
                }
            }
        }
    }
}

fn discrepancies(found: &[ReportDiscrepancy], one: &str, many: &str, links: &Links<'_>) -> Markup {
    let strong = || found.iter().filter(|found| !found.weak);
    html! { @if !found.is_empty() {
        h3 { (counted(found.len(), one, many)) }
        @if found.len() <= LISTED {
            @for found in strong() { (discrepancies::folded(found, links)) }
        } @else { p.note { "Too many to list twice: see below." } }
    } }
}
