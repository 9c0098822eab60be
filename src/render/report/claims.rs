//! A section for each claim: what can be said of it, who said what, and why it stands as it does.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::wording::verdict;
use crate::answer::{Divergence, Heard, Report, ReportClaim, Words};
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;

/// The claims, topic by topic.
pub fn section(report: &Report, links: &Links<'_>) -> Markup {
    let mut found: BTreeMap<&Slug, Vec<&Divergence>> = BTreeMap::new();
    for one in &report.discrepancies {
        for claim in &one.claims {
            found.entry(claim).or_default().push(one);
        }
    }
    let topics = report.claims.chunk_by(|one, next| one.topic == next.topic);
    html! {
        div.filter id="filter" hidden {}
        @for claims in topics {
            div.topic {
                h3 { (claims.first().and_then(|claim| claim.topic.as_deref()).unwrap_or("Without a topic")) }
                @for claim in claims {
                    (article(claim, found.get(&claim.claim).map_or(&[], Vec::as_slice), links))
                }
            }
        }
    }
}

fn article(claim: &ReportClaim, found: &[&Divergence], links: &Links<'_>) -> Markup {
    html! {
        article.claim id={ "c-" (claim.claim) } data-status=(claim.status) {
            h4 { (claim.text) }
            p.stands {
                (marks::status(claim.status))
                @if let Some(since) = &claim.since { " since " (marks::time(marks::day(since))) }
                " " span.id { (claim.claim) }
            }
            p.sentence { (claim.sentence) }
            (facts(claim, links))
            @for ruling in &claim.rulings { (ruled(ruling, links)) }
            (statements(claim, links))
            @if !found.is_empty() {
                ul.found { @for one in found {
                    li { span.kind { (one.kind) @if one.weak { " (weak)" } } " " (one.summary) }
                } }
            }
            (why(claim))
        }
    }
}

fn facts(claim: &ReportClaim, links: &Links<'_>) -> Markup {
    html! {
        dl.facts {
            @if !claim.principals.is_empty() {
                div { dt { "Whose word counts" } dd { (links.speakers(&claim.principals)) } }
                @if let Some(acknowledgement) = claim.acknowledgement {
                    div { dt { "Acknowledgement" } dd {
                        (acknowledgement)
                        @if !claim.awaiting.is_empty() { ", awaiting " (links.speakers(&claim.awaiting)) }
                    } }
                }
            }
            div { dt { "Standard" } dd { (claim.standard) } }
            div { dt { "Independent origins" } dd { (claim.origins) } }
            @if let Some(question) = &claim.question {
                div { dt { "Answers" } dd { (links.question(question)) @if let Some(value) = &claim.value { ": " (value) } } }
            }
            @if let Some(due) = &claim.due { div { dt { "Due" } dd { (marks::time(due)) } } }
        }
    }
}

fn ruled(ruling: &Ruling, links: &Links<'_>) -> Markup {
    html! {
        p.ruling {
            strong { "The desk’s verdict: " (verdict(ruling.verdict)) }
            @if let Some(day) = ruling.ruled { " (" (day) ")" }
            ". " (ruling.reason)
            @if let Some(source) = &ruling.source { " " (links.source(source, None)) }
        }
    }
}

fn statements(claim: &ReportClaim, links: &Links<'_>) -> Markup {
    html! {
        table.said {
            caption.unseen { "What was said on " (claim.claim) }
            thead { tr {
                th scope="col" { "Said" } th scope="col" { "By" } th scope="col" { "Stance" }
                th scope="col" { "Where, and in whose words" } th scope="col" { "What the rules make of it" }
            } }
            tbody { @for heard in &claim.statements { (said(heard, links)) } }
        }
    }
}

fn said(heard: &Heard, links: &Links<'_>) -> Markup {
    let words = &heard.words;
    html! {
        tr id={ "s-" (words.statement) } {
            td { (marks::time(&words.said)) @if words.undated { " " small { "(source’s day)" } } }
            td {
                (links.speaker(&words.speaker))
                @if let Some(terms) = marks::terms(words.attribution) { " " small { "(" (terms) ")" } }
                @if !words.via.is_empty() { " " small { "via " (links.speakers(&words.via)) } }
            }
            td { (marks::stance(words.stance)) }
            td { (sources(words, links)) }
            td.rule {
                (heard.rule)
                @if let Some(turned) = heard.turned { " " span.turned { "→ " (marks::status(turned)) } }
                " " span.id { (words.statement) }
            }
        }
    }
}

fn sources(words: &Words, links: &Links<'_>) -> Markup {
    html! {
        (links.source(&words.source, words.passage.as_ref()))
        @if let Some(quote) = &words.quote { " " q { (quote) } }
        @for evidence in &words.evidence {
            "; "
            (links.source(&evidence.source, evidence.passage.as_ref()))
            @if let Some(quote) = &evidence.quote { " " q { (quote) } }
        }
    }
}

fn why(claim: &ReportClaim) -> Markup {
    html! {
        details.why {
            summary { "Why " (claim.status) "?" }
            ol { @for line in &claim.lines {
                li {
                    (line.rule) "? "
                    @if line.fits { strong { "yes" } " → " (marks::status(line.status)) } @else { "no" }
                }
            } }
        }
    }
}
