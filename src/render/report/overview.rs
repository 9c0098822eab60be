//! What a reader sees first: what the report covers, how the claims stand, what changed last.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::links::Links;
use super::{glance, labels};
use crate::answer::{LatestChange, LeftOut, Report};
use crate::domain::status::Status;
use crate::render::claims::CONFIRMED;
use crate::render::page::counted;

/// Claims at issue that are shown at a glance.
const AT_A_GLANCE: usize = 10;

/// Statements named for a change of status.
const NAMED: usize = 3;

/// The page's header: its title, what it covers, and the clocks.
pub(super) fn header(report: &Report) -> Markup {
    let clocks = &report.colophon.clocks;
    html! {
        header.masthead {
            h1 { (report.title) }
            p.byline {
                @if let Some(byline) = &report.byline { (byline) " · " }
                "Edition of " (labels::time(&clocks.now)) " · entry " (report.colophon.entries) " of the journal"
            }
            p.dateline {
                (covered(report)) ". "
                @match &clocks.as_of {
                    Some(as_of) => { "What had been said by " (labels::time(as_of)) },
                    None => { "What was recorded" },
                }
                @match &clocks.known_at {
                    Some(known) => { ", as the ledger knew it at " (labels::time(known)) "." },
                    None => { " by " (labels::time(&clocks.now)) "." },
                }
            }
            @for line in left_out(report) { p.dateline { (line) } }
            @if let Some(words) = unreviewed(report) { p.warning role="note" { (words) } }
            @if report.off_record {
                p.warning role="note" {
                    strong { "Not for publication." }
                    " This report includes off-record statements, because they were asked for."
                }
            }
        }
    }
}

fn covered(report: &Report) -> String {
    let topic = report.topic.as_ref();
    let on = topic.map_or_else(String::new, |topic| format!(" on {topic}"));
    format!(
        "{}{on}, {} by {} in {}",
        counted(report.claims.len(), "claim", "claims"),
        counted(report.overview.statements, "statement", "statements"),
        counted(report.parties.len(), "party", "parties"),
        counted(report.sources.len(), "source", "sources"),
    )
}

/// How much of the report no person has looked at; `None` if that is nothing.
pub(super) fn unreviewed(report: &Report) -> Option<String> {
    let overview = &report.overview;
    let (claims, statements) = (overview.unreviewed_claims, overview.unreviewed_statements);
    (claims + statements > 0).then(|| {
        format!(
            "{claims} of {} and {statements} of {} are unreviewed: a program drafted them from the \
             sources, and no person has checked them. They are marked.",
            counted(report.claims.len(), "claim", "claims"),
            counted(overview.statements, "statement", "statements"),
        )
    })
}

/// What the report leaves out, in sentences.
pub fn left_out(report: &Report) -> Vec<String> {
    let LeftOut {
        beyond_limit,
        unheard,
        discrepancies,
    } = report.left_out;
    let mut lines = Vec::new();
    if report.colophon.clocks.reviewed {
        lines.push("Only what a person has reviewed.".to_owned());
    }
    if beyond_limit > 0 {
        let claims = counted(beyond_limit, "claim is", "claims are");
        lines.push(format!(
            "{claims} left out by the limit: those in no sharp discrepancy, and those settled longest."
        ));
    }
    if discrepancies > 0 {
        let found = counted(discrepancies, "discrepancy", "discrepancies");
        lines.push(format!("{found} between claims left out: not shown."));
    }
    if unheard > 0 {
        let claims = counted(unheard, "claim", "claims");
        lines.push(format!(
            "{claims} on which nobody had spoken by then: left out."
        ));
    }
    lines
}

/// The number of claims by status, the claims at issue, and the latest changes.
pub(super) fn standing(report: &Report, links: &Links<'_>) -> Markup {
    html! {
        p.note { (CONFIRMED) " " a href="#rules" { "The rules" } "." }
        (tally(report))
        (glance::table(report, AT_A_GLANCE, links))
        @if !report.latest.is_empty() {
            h3 { "Latest changes" }
            ol.latest { @for change in &report.latest { (latest(change, links)) } }
        }
    }
}

/// The number of claims by status, as a bar and in figures.
pub(super) fn tally(report: &Report) -> Markup {
    let claims = &report.overview.claims;
    html! {
        (bar(claims))
        ul.tally {
            @for (status, count) in claims {
                li { strong { (count) } " " (labels::status(*status)) }
            }
        }
    }
}

/// A bar that shows the share of each status.
fn bar(claims: &BTreeMap<Status, usize>) -> Markup {
    let all: usize = claims.values().sum();
    let mut before = 0;
    let parts = claims.iter().map(|(status, count)| {
        before += count;
        (status, before - count, count)
    });
    html! {
        svg.bar width="100%" height="8" viewBox={ "0 0 " (all) " 1" } preserveAspectRatio="none" aria-hidden="true" {
            @for (status, x, count) in parts { rect class={ "share " (status) } x=(x) width=(count) height="1" {} }
        }
    }
}

fn latest(change: &LatestChange, links: &Links<'_>) -> Markup {
    html! {
        li {
            span.when { (labels::time(&change.said)) }
            div {
                p { (links.claim_text(&change.claim, &change.text)) }
                p.note {
                    @if let Some(before) = change.before { (labels::status(before)) " → " }
                    (labels::contested(change.after, &change.contested_by))
                    @if change.words.is_empty() { " when a party moved to or from a rival answer" } @else { " when " }
                    @for (at, words) in change.words.iter().take(NAMED).enumerate() {
                        @if at > 0 { ", " }
                        (links.speaker(&words.speaker)) " " (labels::stance(words.stance))
                    }
                    @if change.words.len() > NAMED { " and " (change.words.len() - NAMED) " more" }
                }
            }
        }
    }
}
