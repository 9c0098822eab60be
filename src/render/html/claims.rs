//! Lists of claims, and the page of one.

use maud::{Markup, html};

use super::discrepancies;
use super::links::Links;
use super::marks;
use super::records::newest;
use crate::answer::wording::value_in_words;
use crate::answer::{ClaimAnswer, ClaimPage, StatementAnswer};
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::render::claims::{CONFIRMED, origins};
use crate::render::page::counted;

/// The unconfirmed claims, those that most parties affirm first.
pub(in crate::render) fn unconfirmed(claims: &[&ClaimAnswer], links: &Links<'_>) -> Markup {
    if claims.is_empty() {
        return html! { p { "No claim is unconfirmed." } };
    }
    html! {
        (table(claims, links))
        p.note { (CONFIRMED) }
    }
}

/// A list of claims of any status.
pub(in crate::render) fn list(claims: &[ClaimAnswer], links: &Links<'_>) -> Markup {
    if claims.is_empty() {
        return html! { p { "No claim matches." } };
    }
    table(&claims.iter().collect::<Vec<_>>(), links)
}

fn table(claims: &[&ClaimAnswer], links: &Links<'_>) -> Markup {
    html! {
        (links.more(claims.len()))
        table.list.claims {
            thead { tr {
                th scope="col" { "Claim" } th scope="col" { "Status" } th scope="col" { "Said by" } th scope="col" { "Not so" }
            } }
            tbody { @for claim in claims { tr {
                td.what {
                    (links.claim_as(&claim.id, &claim.text))
                    @if let Some(value) = &claim.value { " " span.value { "= " (value_in_words(value)) } }
                    @if let Some(topic) = &claim.topic { div.note { (links.topic(topic)) (due(claim, links)) } }
                    @else if claim.due.is_some() { div.note { (due(claim, links)) } }
                }
                td data-head="Status" { (standing(claim, links)) }
                td data-head="Said by" { (links.parties(&claim.affirmed_by)) }
                td data-head="Not so" { (links.parties(&claim.negated_by)) }
            } } }
        }
    }
}

fn due(claim: &ClaimAnswer, links: &Links<'_>) -> Markup {
    html! { @if let Some(due) = &claim.due { " " span.due { "due " (links.day(due)) } } }
}

/// A status, who contests it, since when it holds, and how far the claim is from its standard.
pub(super) fn standing(claim: &ClaimAnswer, links: &Links<'_>) -> Markup {
    html! {
        (marks::contested(claim.status, &claim.contested_by))
        @if let Some(since) = &claim.since { " " small { "since " (links.day(since)) } }
        @if let Some(needed) = claim.origins_needed { div.note { (origins(claim.origins, needed)) } }
        @if !claim.awaiting.is_empty() { div.note { "awaiting " (links.parties(&claim.awaiting)) } }
        @if let Some(verdict) = claim.ruling { div.note { "ruled " (verdict) } }
        (marks::unreviewed(claim.unreviewed))
    }
}

/// A claim with its statements, open discrepancies and rulings.
pub(in crate::render) fn page(page: &ClaimPage, links: &Links<'_>) -> Markup {
    let claim = &page.claim;
    html! {
        p.kicker { "Claim " span.id { (claim.id) } @if let Some(topic) = &claim.topic { " · " (links.topic(topic)) } }
        h1 { (claim.text) }
        p.stands {
            (marks::contested(claim.status, &claim.contested_by))
            (since(page, links))
            (marks::unreviewed(claim.unreviewed))
        }
        p.sentence { (page.sentence) }
        (facts(page, links))
        @for ruling in &page.rulings { (ruled(ruling, links)) }
        @if page.statements.is_empty() { p { "Nobody has spoken on it." } }
        @else {
            h2 { (counted(page.statement_count, "statement", "statements")) ", oldest first" }
            (newest(page.statements.len(), page.statement_count))
            (statements(&page.statements, links))
            (marks::legend(page.statements.iter().map(|said| said.grade)))
        }
        @if !page.discrepancies.is_empty() {
            h2 { "Where accounts diverge" }
            @for found in &page.discrepancies { (discrepancies::one(found, links)) }
        }
    }
}

/// Since when a claim has its status, and by whose statements: each leads to its row. Who contests the status is named
/// beside it already, and a day that is the same is not repeated.
fn since(page: &ClaimPage, links: &Links<'_>) -> Markup {
    let claim = &page.claim;
    let made = page.statements.iter();
    let made: Vec<&StatementAnswer> = made
        .filter(|said| page.by.contains(&said.statement))
        .collect();
    let day = |time: &str| links.local(time).chars().take(10).collect::<String>();
    let since = claim.since.as_deref().map(day);
    let is_named = |said: &StatementAnswer| {
        claim
            .contested_by
            .parties()
            .any(|party| *party == said.party)
    };
    let href = |said: &StatementAnswer| format!("#s-{}", said.statement);
    html! {
        @if let Some(at) = &claim.since { " since "
            @match made.as_slice() {
                [said] if is_named(said) => a href=(href(said)) { (links.day(at)) },
                _ => (links.day(at)),
            }
        }
        @if !matches!(made.as_slice(), [said] if is_named(said)) {
            @for (at, said) in made.iter().enumerate() {
                @if at == 0 { ", by " } @else { ", " }
                a href=(href(said)) {
                    (links.labels().within(std::slice::from_ref(&said.party)))
                    @if Some(day(&said.said)) != since { " " (links.day(&said.said)) }
                }
            }
        }
    }
}

fn facts(page: &ClaimPage, links: &Links<'_>) -> Markup {
    let claim = &page.claim;
    let counted_origins = match claim.origins_needed {
        Some(needed) => origins(claim.origins, needed),
        None => counted(claim.origins as usize, "origin", "origins"),
    };
    html! { dl.facts {
        @if !claim.principals.is_empty() { div { dt { "Whose word counts" } dd { (links.parties(&claim.principals)) } } }
        @if let Some(acknowledgement) = claim.acknowledgement { div { dt { "Acknowledgement" } dd {
            (acknowledgement)
            @if !claim.awaiting.is_empty() { ", awaiting " (links.parties(&claim.awaiting)) }
        } } }
        div { dt { "Standard" } dd { (claim.standard) ", " (counted_origins) } }
        @if let Some(question) = &claim.question { div { dt { "Answers" } dd {
            (links.question(question, question.as_str()))
            @if let Some(value) = &claim.value { ": " (value_in_words(value)) }
        } } }
        @if let Some(due) = &claim.due { div { dt { "Due" } dd { (links.day(due)) } } }
        @if !page.other_ids.is_empty() { div { dt { "Also found as" } dd {
            (page.other_ids.iter().map(Slug::as_str).collect::<Vec<_>>().join(", "))
        } } }
    } }
}

fn ruled(ruling: &Ruling, links: &Links<'_>) -> Markup {
    html! { p.ruling {
        strong { "The desk’s verdict: " (ruling.verdict) }
        @if let Some(day) = ruling.ruled { " (" (day) ")" }
        ". " (ruling.reason)
        @if let Some(source) = &ruling.source { " " (links.source(source, None)) }
    } }
}

/// The statements on a claim.
fn statements(said: &[StatementAnswer], links: &Links<'_>) -> Markup {
    html! {
        table.list.said {
            thead { tr {
                th scope="col" { "Said" } th scope="col" { "By" } th scope="col" { "Stance" } th scope="col" { "In whose words, where" }
            } }
            tbody { @for one in said { tr id={ "s-" (one.statement) } {
                td data-head="Said" { (when(one, links)) }
                td data-head="By" {
                    (links.party(&one.party)) (links.via(&one.via)) (marks::terms(one.attribution, one.shown_as.as_deref()))
                    (marks::unreviewed(one.unreviewed))
                }
                td data-head="Stance" { (marks::stance(one.stance)) }
                td data-head="Where" { (in_words(one, links)) }
            } } }
        }
    }
}

/// When a statement was made.
pub(super) fn when(said: &StatementAnswer, links: &Links<'_>) -> Markup {
    html! { (links.time(&said.said)) @if said.undated { " " small { "(source’s day)" } } }
}

/// The words of a statement, where they are, its further passages, and the desk's note.
pub(super) fn in_words(said: &StatementAnswer, links: &Links<'_>) -> Markup {
    html! {
        (marks::words(said.quote.as_deref(), said.words.as_deref()))
        (links.source(&said.source, said.passage.as_ref())) (marks::grade(said.grade))
        @for (at, more) in said.evidence.iter().enumerate() {
            @let before = at.checked_sub(1).map_or(&said.source, |at| &said.evidence[at].source);
            @match more.passage.as_ref().filter(|_| more.source == *before) {
                // The name of a source is not repeated for its further passages.
                Some(passage) => { ", " (links.place(&more.source, passage)) },
                None => { "; " (links.source(&more.source, more.passage.as_ref())) },
            }
            @if let Some(quote) = &more.quote { " “" (quote) "”" }
            (marks::unreviewed(more.unreviewed))
        }
        " " span.id { (said.statement) } (marks::mend(&said.statement, links))
        @if let Some(note) = &said.note { p.note { "Note: " (note) } }
    }
}
