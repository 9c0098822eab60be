//! Discrepancies, with what either side says.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::{DiscrepancyAnswer, SideAnswer};
use crate::ledger::State;
use crate::render::discrepancies::Discrepancies;
use crate::render::page::counted;

/// Parties of a side that are shown with their words.
const SPOKEN: usize = 4;

/// A list of discrepancies. Weak ones are folded away unless they were asked for.
pub(in crate::render) fn list(found: &Discrepancies, links: &Links<'_>) -> Markup {
    let (shown, folded): (Vec<_>, Vec<_>) =
        found.all.iter().partition(|one| found.weak || !one.weak);
    html! {
        @if found.all.is_empty() { p { (nothing(found.state)) } }
        (links.more(found.all.len()))
        @for found in shown { (one(found, links)) }
        @if !folded.is_empty() { details.weak {
            summary { (counted(folded.len(), "weak one", "weak ones")) }
            @for found in folded { (one(found, links)) }
        } }
    }
}

fn nothing(state: State) -> &'static str {
    match state {
        State::Open => "No accounts diverge.",
        State::Resolved => "No matching discrepancy has been resolved.",
        State::All => "No matching accounts diverge or ever did.",
    }
}

/// A discrepancy.
pub(super) fn one(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    html! {
        article.divergence {
            p.kicker {
                span.kind { (found.kind) @if found.weak { " (weak)" } }
                " since " (links.day(&found.opened))
                @if let Some(resolved) = &found.resolved { " until " (links.day(resolved)) }
                (marks::unreviewed(found.unreviewed))
            }
            p.summary { (about(found, links)) }
            (sides(found, links))
        }
    }
}

/// A discrepancy as a line of a list.
pub(super) fn line(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    html! { li { span.kind { (found.kind) } " " (about(found, links)) (marks::unreviewed(found.unreviewed)) } }
}

/// What diverges, as a link to the question or the claim that it is about.
fn about(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    match (&found.question, found.claims.first()) {
        (Some(question), _) => links.question(question, &found.summary),
        (None, Some(claim)) => links.claim_as(claim, &found.summary),
        (None, None) => html! { (found.summary) },
    }
}

fn sides(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    let mut sides: BTreeMap<u32, Vec<&SideAnswer>> = BTreeMap::new();
    for side in &found.sides {
        sides.entry(side.side).or_default().push(side);
    }
    html! { @if !sides.is_empty() {
        div.sides { @for stands in sides.values() {
            div.side {
                @for stand in stands.iter().take(SPOKEN) { div.stand { (self::stand(stand, links)) } }
                @if stands.len() > SPOKEN { p.note { "and " (counted(stands.len() - SPOKEN, "other", "others")) } }
            }
        } }
    } }
}

fn stand(stand: &SideAnswer, links: &Links<'_>) -> Markup {
    html! {
        p {
            (links.party(&stand.party)) (links.via(&stand.via)) " "
            @match stand.stance { Some(stance) => (marks::stance(stance)), None => "is silent" }
            @if let (Some(said), Some(statement)) = (&stand.said, &stand.statement) {
                ", " (links.statement(&stand.claim, statement, &links.time(said)))
            }
        }
        (marks::words(stand.quote.as_deref(), stand.words.as_deref()))
        @if let Some(source) = &stand.source { p.note { (links.source(source, None)) } }
    }
}
