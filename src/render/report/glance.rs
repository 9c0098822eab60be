//! The claims at issue at a glance: how each stands, how many independent origins it has, whose word is missing.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use maud::{Markup, html};

use super::claims::origins;
use super::labels;
use super::links::Links;
use crate::answer::{Report, ReportClaim};
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::render::diverging::by_subject;
use crate::render::page::counted;

/// Origins that are drawn. Further ones are in the number beside them.
const DRAWN: u32 = 5;

/// The claims at issue, `most` of them; nothing if none is.
pub(super) fn table(report: &Report, most: usize, links: &Links<'_>) -> Markup {
    let claims = at_issue(report);
    html! { @if !claims.is_empty() {
        table.glance {
            thead { tr {
                th scope="col" { "At issue" } th scope="col" { "Status" } th scope="col" { "Origins" } th scope="col" { "Whose word is missing" }
            } }
            tbody { @for claim in claims.iter().take(most) { tr {
                th scope="row" { (links.claim_text(&claim.claim, &claim.text)) (labels::mark(claim.unreviewed)) }
                td { (labels::contested(claim.status, &claim.contested_by)) }
                td { (strength(claim)) }
                td { @if claim.awaiting.is_empty() { "–" } (links.speakers(&claim.awaiting)) }
            } } }
        }
        @if claims.len() > most {
            p.note { "And " (counted(claims.len() - most, "other claim", "other claims")) " that diverge or are not confirmed." }
        }
    } }
}

/// The claims on which accounts diverge, the sharpest first, then those that are not settled, those with the most statements
/// first.
fn at_issue(report: &Report) -> Vec<&ReportClaim> {
    let strong = report.discrepancies.iter().filter(|found| !found.weak);
    let diverging = by_subject(strong).into_iter().flatten();
    let mut ids: Vec<&Slug> = diverging.flat_map(|found| &found.claims).collect();
    let open = report
        .claims
        .iter()
        .filter(|claim| matches!(claim.status, Status::Unconfirmed | Status::Disputed));
    let mut open: Vec<&ReportClaim> = open.collect();
    open.sort_by_key(|claim| Reverse(claim.statements.len()));
    ids.extend(open.into_iter().map(|claim| &claim.claim));
    let mut met = BTreeSet::new();
    ids.retain(|id| met.insert(*id));
    let of = |id: &Slug| report.claims.iter().find(|claim| claim.claim == *id);
    ids.into_iter().filter_map(of).collect()
}

/// How many independent origins affirm a claim, of those that it needs, as dots and in words.
fn strength(claim: &ReportClaim) -> Markup {
    let had = claim.origins.min(DRAWN);
    let needed = claim.origins_needed.unwrap_or_default().min(DRAWN);
    html! {
        span.dots aria-hidden="true" {
            @for _ in 0..had { "●" } @for _ in had..needed { "○" }
        }
        " " span.note { (origins(claim)) }
    }
}
