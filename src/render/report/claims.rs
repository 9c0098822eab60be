//! A section for each claim: a sentence to paste, who said what, and why its status is what it is.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::labels;
use super::links::{Links, place};
use crate::answer::wording::value_in_words;
use crate::answer::{Report, ReportClaim, ReportDiscrepancy, ReportStatement, ShownStatement};
use crate::domain::grade::Grade;
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::render::claims::origins as of_origins;
use crate::render::diverging;
use crate::render::grades;
use crate::render::page::counted;

/// The claims, topic by topic.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Markup {
    let mut found: BTreeMap<&Slug, Vec<&ReportDiscrepancy>> = BTreeMap::new();
    for one in &report.discrepancies {
        for claim in &one.claims {
            found.entry(claim).or_default().push(one);
        }
    }
    let topics = report.claims.chunk_by(|one, next| one.topic == next.topic);
    html! {
        div.filter id="filter" hidden {}
        (labels::legend(graded(report)))
        @for claims in topics {
            div.topic {
                h3 { (claims.first().and_then(|claim| claim.topic.as_deref()).unwrap_or("Without a topic")) }
                @for claim in claims {
                    (article(report, claim, found.get(&claim.claim).map_or(&[], Vec::as_slice), links))
                }
            }
        }
    }
}

/// The grades of all statements.
pub(super) fn graded(report: &Report) -> impl Iterator<Item = Grade> {
    let statements = report.claims.iter().flat_map(|claim| &claim.statements);
    statements.map(|heard| heard.words.grade)
}

fn article(
    report: &Report,
    claim: &ReportClaim,
    found: &[&ReportDiscrepancy],
    links: &Links<'_>,
) -> Markup {
    let in_full = found.len() <= labels::listed(report, 0);
    html! {
        article.claim id={ "c-" (claim.claim) } data-status=(claim.status) {
            h4 { (claim.text) }
            p.stands {
                (labels::status(claim.status))
                @if let Some(since) = &claim.since { " since " (labels::time(labels::day(since))) }
                @if let Some(words) = claim.contested_by.words() { span.contest { ", " (words) } }
                (labels::mark(claim.unreviewed))
                " " span.id { (claim.claim) }
            }
            p.sentence { (claim.sentence) }
            (facts(claim, links))
            @for ruling in &claim.rulings { (ruled(ruling, links)) }
            (statements(claim, links))
            @if !found.is_empty() {
                (diverging(found, in_full, links))
            }
            (why(claim))
        }
    }
}

/// A claim's discrepancies. Those about a question link to the question's section. The others come
/// with their summary if `in_full`; in a long report the claim's sentence and statements have to do.
fn diverging(found: &[&ReportDiscrepancy], in_full: bool, links: &Links<'_>) -> Markup {
    let question = |found: &ReportDiscrepancy| {
        html! { @if let Some(question) = &found.question { " on " (links.question(question)) } }
    };
    html! {
        @if in_full {
            ul.found { @for one in found { li {
                span.kind { (diverging::kind(one.kind)) @if one.weak { " (weak)" } }
                (question(one))
                @if one.question.is_none() { " " (one.summary) }
            } } }
        } @else {
            p.note { "Diverging: " @for (at, one) in found.iter().enumerate() {
                @if at > 0 { ", " }
                (diverging::kind(one.kind)) @if one.weak { " (weak)" }
                (question(one))
            } }
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
            div { dt { "Standard" } dd { (claim.standard) ", " (origins(claim)) } }
            @if let Some(question) = &claim.question {
                div { dt { "Answers" } dd { (links.question(question)) @if let Some(value) = &claim.value { ": " (value_in_words(value)) } } }
            }
            @if let Some(due) = &claim.due { div { dt { "Due" } dd { (labels::time(due)) } } }
        }
    }
}

/// How many origins affirm a claim, of those that its standard asks for.
pub(super) fn origins(claim: &ReportClaim) -> String {
    match claim.origins_needed {
        Some(needed) => of_origins(claim.origins, needed),
        None => counted(claim.origins as usize, "origin", "origins"),
    }
}

fn ruled(ruling: &Ruling, links: &Links<'_>) -> Markup {
    html! {
        p.ruling {
            strong { "The desk’s verdict: " (ruling.verdict) }
            @if let Some(day) = ruling.ruled { " (" (day) ")" }
            ". " (ruling.reason)
            @if let Some(source) = &ruling.source { " " (links.source(source, None)) }
        }
    }
}

fn statements(claim: &ReportClaim, links: &Links<'_>) -> Markup {
    html! {
        table.said {
            thead { tr {
                th { "Said" } th { "By" } th { "Stance" } th { "Where, in whose words" } th { "By the rules" }
            } }
            tbody { @for heard in &claim.statements { (said(heard, links)) } }
        }
    }
}

fn said(heard: &ReportStatement, links: &Links<'_>) -> Markup {
    let words = &heard.words;
    html! {
        tr id={ "s-" (words.statement) } {
            td { (words.said.replace('T', " ")) @if words.undated { " " small { "(source’s day)" } } }
            td {
                (links.speaker(&words.speaker))
                @if let Some(terms) = labels::terms(words.attribution) { " " small { "(" (terms) ")" } }
                @if !words.via.is_empty() { " " small { "via " (links.speakers(&words.via)) } }
            }
            // Without a span of its own: this row comes by the thousand.
            td class=(labels::class(words.stance.family())) { (words.stance) }
            td { (sources(words, links)) }
            td {
                (heard.rule) @if let Some(turned) = heard.turned { " → " (turned) @if let Some(words) = heard.contested_by.short_words() { ", " (words) } }
                " " code { (words.statement) } (labels::mark(words.unreviewed))
            }
        }
    }
}

fn sources(words: &ShownStatement, links: &Links<'_>) -> Markup {
    html! {
        (links.source(&words.source, words.passage.as_ref()))
        // What it means is said once, above: in each row it would make a page whose statements are all graded a fifth larger.
        (grades::in_brackets(words.grade))
        @if let Some(quote) = &words.quote { " " q { (quote) } }
        @if let Some(words) = &words.words { " " em { (words) } }
        @for (at, evidence) in words.evidence.iter().enumerate() {
            // The name of a source is not repeated for its further passages.
            @let before = at.checked_sub(1).map_or(&words.source, |at| &words.evidence[at].source);
            @match &evidence.passage {
                Some(passage) if evidence.source == *before => { ", " (place(passage)) },
                passage => { "; " (links.source(&evidence.source, passage.as_ref())) },
            }
            @if let Some(quote) = &evidence.quote { " " q { (quote) } }
            (labels::mark(evidence.unreviewed))
        }
    }
}

/// The line of the status rule that applies. The footer has all lines.
fn why(claim: &ReportClaim) -> Markup {
    let deciding = claim.lines.iter().position(|line| line.fits);
    html! { @if let Some((place, line)) = deciding.and_then(|at| Some((at + 1, claim.lines.get(at)?))) {
        p.note { "Why " (claim.status) ": " (line.rule) " (" a href="#rules" { "rule " (place) } ")." }
    } }
}
