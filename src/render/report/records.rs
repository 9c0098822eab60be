//! The parties and the sources that the report names, each with its claims.

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::{Report, ReportParty, ReportSource};
use crate::domain::grade::in_a_list;
use crate::domain::slug::Slug;
use crate::domain::text::is_web_address;
use crate::render::page::counted;

/// Claims listed for each party and each source in a long report.
const LISTED: usize = 3;

/// The parties, by name.
pub(super) fn parties(report: &Report, links: &Links<'_>) -> Markup {
    let listed = labels::listed(report, LISTED);
    html! { ul.records { @for party in &report.parties { (one_party(party, listed, links)) } } }
}

fn one_party(party: &ReportParty, listed: usize, links: &Links<'_>) -> Markup {
    html! {
        li id={ "p-" (party.party) } {
            strong { (party.name) } " " span.id { (party.party) } (labels::mark(party.unreviewed))
            @if let Some(role) = &party.role { ", " (role) }
            @if !party.speaks_for.is_empty() { "; speaks for " (links.speakers(&party.speaks_for)) }
            (claims(&party.claims, listed, links))
        }
    }
}

fn claims(claims: &[Slug], listed: usize, links: &Links<'_>) -> Markup {
    let shown = &claims[..claims.len().min(listed)];
    html! { @if !claims.is_empty() {
        p.note {
            (links.claims(shown))
            @if claims.len() > listed { " and " (claims.len() - listed) " more" }
        }
    } }
}

/// The sources, those with the most statements first.
pub(super) fn sources(report: &Report, links: &Links<'_>) -> Markup {
    let listed = labels::listed(report, LISTED);
    html! { ul.records { @for source in &report.sources { (one_source(source, listed, links)) } } }
}

/// A source in a line, for a page that has no list of its claims.
pub(super) fn cited(source: &ReportSource) -> Markup {
    html! {
        li id={ "d-" (source.source) } {
            strong { (source.title) }
            @if let Some(publisher) = &source.publisher { ", " (publisher) }
            @if let Some(published) = &source.published { ", " (labels::time(published)) }
            @if let Some(url) = &source.url { ", " (address(url)) }
        }
    }
}

fn one_source(source: &ReportSource, listed: usize, links: &Links<'_>) -> Markup {
    html! {
        li id={ "d-" (source.source) } {
            strong { (source.title) } " " span.id { (source.source) }
            p {
                @if let Some(publisher) = &source.publisher { (publisher) ", " }
                @if !source.authors.is_empty() { "by " (source.authors.join(", ")) ", " }
                @if let Some(published) = &source.published { "published " (labels::time(published)) ", " }
                @if let Some(retrieved) = &source.retrieved { "retrieved " (labels::time(retrieved)) ", " }
                @if let Some(grade) = source.reliability { "reliability " (grade) " (" (in_a_list(grade)) "), " }
                @if let Some(origin) = &source.origin { "re-reports " (links.source(origin, None)) ", " }
                (counted(source.statements, "statement", "statements")) " on "
                (counted(source.claims.len(), "claim", "claims"))
            }
            @if let Some(url) = &source.url { p { (address(url)) } }
            @if let Some(digest) = &source.sha256 { p.note { "SHA-256 of its text: " code { (digest) } } }
            (claims(&source.claims, listed, links))
        }
    }
}

/// An address, as a link if it leads to the web.
fn address(url: &str) -> Markup {
    html! { @if is_web_address(url) {
        a href=(url) rel="noreferrer noopener nofollow" { (url) }
    } @else { (url) } }
}
