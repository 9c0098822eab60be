//! What a reader sees first: what this is, how the claims stand, what moved last.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::{LatestChange, LeftOut, Report};
use crate::domain::status::Status;
use crate::render::page::counted;

/// Of those whose words moved a status, so many are named.
const NAMED: usize = 3;

/// The page's head: its name, what it covers, and by which clocks.
pub fn header(report: &Report) -> Markup {
    let clocks = &report.colophon.clocks;
    html! {
        header.masthead {
            h1 { (report.title) }
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
            @if report.off_record {
                p.warning role="note" {
                    strong { "Not for publication." }
                    " Off-record statements are in this report, because it was asked for with them."
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

/// What of the ledger is not in the report, in sentences.
pub fn left_out(report: &Report) -> Vec<String> {
    let LeftOut {
        beyond_limit,
        unheard,
        discrepancies,
    } = report.left_out;
    let mut lines = Vec::new();
    if beyond_limit > 0 {
        let claims = counted(beyond_limit, "claim is", "claims are");
        lines.push(format!(
            "{claims} left out by the limit that was set: those in no sharp discrepancy, and the longest settled."
        ));
    }
    if discrepancies > 0 {
        let found = counted(discrepancies, "discrepancy", "discrepancies");
        lines.push(format!(
            "{found} between claims that are left out are not shown."
        ));
    }
    if unheard > 0 {
        let claims = counted(unheard, "claim", "claims");
        lines.push(format!(
            "{claims} on which nobody was heard by then: left out."
        ));
    }
    lines
}

/// How many claims stand how, and what moved last.
pub fn standing(report: &Report, links: &Links<'_>) -> Markup {
    let claims = &report.overview.claims;
    html! {
        (bar(claims))
        ul.tally {
            @for (status, count) in claims {
                li { strong { (count) } " " (labels::status(*status)) }
            }
        }
        @if !report.latest.is_empty() {
            h3 { "What moved last" }
            ol.latest { @for turn in &report.latest { (moved(turn, links)) } }
        }
    }
}

/// How the claims are shared out among the statuses: a bar as wide as there are claims.
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

fn moved(turn: &LatestChange, links: &Links<'_>) -> Markup {
    html! {
        li {
            span.when { (labels::time(&turn.said)) }
            div {
                p { (links.claim_text(&turn.claim, &turn.text)) }
                p.note {
                    @if let Some(before) = turn.before { (labels::status(before)) " → " }
                    (labels::status(turn.after)) " when "
                    @for (at, words) in turn.words.iter().take(NAMED).enumerate() {
                        @if at > 0 { ", " }
                        (links.speaker(&words.speaker)) " " (labels::stance(words.stance))
                    }
                    @if turn.words.len() > NAMED { " and " (turn.words.len() - NAMED) " more" }
                }
            }
        }
    }
}
