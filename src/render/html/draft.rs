//! The story that the open candidates would make. What the ledger has already is linked to its page.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::claims::standing;
use super::links::Links;
use super::marks;
use crate::answer::{ClaimPage, DiscrepancyAnswer, DraftAnswer, OriginAnswer, StatementAnswer};
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::render::diverging;
use crate::render::page::counted;

/// A draft: claims with those who speak on them, discrepancies, new parties.
pub(in crate::render) fn draft(draft: &DraftAnswer, links: &Links<'_>) -> Markup {
    if draft.statement_count == 0 && draft.unsettled.is_empty() {
        return html! { p { "No candidates are open. " a href="/record/articles" { "Add an article" } " to have some." } };
    }
    let new = draft.parties.iter().map(|party| &party.id);
    let absent: BTreeSet<Slug> = new.chain(&draft.new_claims).cloned().collect();
    let links = &links.without(&absent);
    html! {
        h2 {
            (counted(draft.statement_count, "statement", "statements")) " on " (counted(draft.claims.len(), "claim", "claims"))
            ", " (counted(draft.parties.len(), "new party", "new parties")) ", " (counted(draft.questions.len(), "question", "questions"))
        }
        p.note {
            "Nothing of this is recorded yet: the " a href="/review" { "review" } " records it."
            @if !draft.unsettled.is_empty() {
                " " (counted(draft.unsettled.len(), "candidate is", "candidates are")) " not certain and left out here."
            }
        }
        table.list.claims {
            thead { tr { th scope="col" { "Claim" } th scope="col" { "Status" } th scope="col" { "Who" } } }
            tbody { @for page in &draft.claims { (claim(draft, page, links)) } }
        }
        @if !draft.discrepancies.is_empty() {
            h2 { (counted(draft.discrepancies.len(), "discrepancy", "discrepancies")) " would be open" }
            ul.moves { @for one in &draft.discrepancies { (diverging(one)) } }
        }
        @if !draft.parties.is_empty() {
            h2 { (counted(draft.parties.len(), "new party", "new parties")) }
            (parties(draft, links))
        }
        @if !draft.origins.is_empty() {
            h2 { (counted(draft.origins.len(), "article re-reports", "articles re-report")) " another one" }
            ul.origins { @for one in &draft.origins { (origin(one, links)) } }
        }
    }
}

fn claim(draft: &DraftAnswer, page: &ClaimPage, links: &Links<'_>) -> Markup {
    let claim = &page.claim;
    let is_new = draft.new_claims.contains(&claim.id);
    html! { tr {
        td.what { (links.claim_as(&claim.id, &claim.text)) @if is_new { " " span.new { "new" } } }
        td data-head="Status" { (standing(claim, links)) }
        td data-head="Who" { @for said in &page.statements { div { (took(said, links)) } } }
    } }
}

fn took(said: &StatementAnswer, links: &Links<'_>) -> Markup {
    html! {
        (links.party(&said.party)) " " (marks::stance(said.stance))
        @for (at, relay) in said.via.iter().enumerate() {
            " " small { @if at == 0 { "via " } (links.party(relay)) }
        }
    }
}

fn origin(one: &OriginAnswer, links: &Links<'_>) -> Markup {
    html! { li {
        (links.source(&one.source, None)) " carries the same text as " (links.source(&one.origin, None)) " (" (one.percent()) ")"
    } }
}

fn diverging(one: &DiscrepancyAnswer) -> Markup {
    html! { li { span.kind { (diverging::kind(one.kind)) } " " (one.summary) } }
}

fn parties(draft: &DraftAnswer, links: &Links<'_>) -> Markup {
    let for_whom = |one: &Party| {
        let edges = one.speaks_for.iter().enumerate();
        html! {
            @if one.speaks_for.is_empty() { "–" }
            @for (at, edge) in edges { @if at > 0 { ", " } (links.party(&edge.party)) }
        }
    };
    html! { table.list {
        thead { tr {
            th scope="col" { "Party" } th scope="col" { "Kind" } th scope="col" { "Speaks for" } th scope="col" { "Also called" }
        } }
        tbody { @for one in &draft.parties { tr {
            td.what { (one.name) @if let Some(role) = &one.role { div.note { (role) } } }
            td data-head="Kind" { (one.kind) }
            td data-head="Speaks for" { (for_whom(one)) }
            td data-head="Also called" { @if one.aliases.is_empty() { "–" } @else { (one.aliases.join("; ")) } }
        } } }
    } }
}
