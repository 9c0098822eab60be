//! What changed since a time.

use maud::{Markup, html};

use super::links::Links;
use super::{discrepancies, marks};
use crate::answer::{DiscrepancyAnswer, FoundCounts, NewClaim, StatementAnswer, StatusChange};
use crate::domain::discrepancy::Kind;
use crate::render::changes::{BRIEF, HandOver, LISTED};
use crate::render::page::counted;

/// A hand-over: statuses that changed, discrepancies that opened or ended, new claims and statements. A brief one leaves
/// out the sides of discrepancies, and new claims and statements.
pub(in crate::render) fn hand_over(over: &HandOver, links: &Links<'_>) -> Markup {
    let answer = &over.answer;
    let counts = &answer.counts;
    html! {
        p.note {
            "Since " (links.time(&answer.since)) ", until " (links.time(&answer.until)) ": "
            (counted(counts.statements, "statement", "statements")) " recorded, "
            (counted(counts.claims(), "new claim", "new claims")) "."
        }
        @if counts.all() == 0 { p { "Nothing changed." } }
        @if !answer.statuses.is_empty() {
            h2 { (counted(counts.statuses, "status changed", "statuses changed")) }
            ul.moves { @for moved in answer.statuses.iter().take(LISTED) { (self::moved(moved, links)) } }
            (rest(counts.statuses, links, "/claims"))
        }
        (found(&answer.opened, &counts.opened, "opened", over.brief, links))
        (found(&answer.resolved, &counts.resolved, "ended", over.brief, links))
        @if !over.brief {
            (new(&answer.new, counts.claims(), links))
            (recorded(&answer.statements, counts.statements, links))
        }
    }
}

fn moved(moved: &StatusChange, links: &Links<'_>) -> Markup {
    html! { li {
        (links.claim_as(&moved.claim, &moved.text)) " "
        @if let Some(before) = moved.status.before { (marks::status(before)) " → " }
        (marks::contested(moved.status.after, &moved.contested_by)) (marks::unreviewed(moved.unreviewed))
        @for said in &moved.by { p.note { (took(said, links)) } }
        @for entry in &moved.entries { p.note { "entry " (entry.seq) ": " (entry.says) } }
    } }
}

/// Who took which stance, when and where.
fn took(said: &StatementAnswer, links: &Links<'_>) -> Markup {
    html! {
        (links.party(&said.party)) " " (marks::stance(said.stance)) (links.via(&said.via)) ", "
        (links.statement(&said.claim, &said.statement, &links.time(&said.said)))
        (marks::terms(said.attribution, None)) ", " (links.source(&said.source, None))
        (marks::unreviewed(said.unreviewed))
    }
}

fn found(
    found: &[DiscrepancyAnswer],
    counts: &FoundCounts,
    done: &str,
    brief: bool,
    links: &Links<'_>,
) -> Markup {
    let mut strong: Vec<&DiscrepancyAnswer> = found.iter().filter(|found| !found.weak).collect();
    let mut count = counts.strong();
    // Beside the overview, which lists by itself what is past its day.
    if brief && links.labels().here().is_none() {
        strong.retain(|found| found.kind != Kind::Overdue);
        count -= counts.strong.get(&Kind::Overdue).copied().unwrap_or(0);
    }
    // The sharpest first: one side said it and the other denied it.
    strong.sort_by_key(|found| found.kind);
    strong.truncate(if brief { BRIEF } else { LISTED });
    let weak = counts.weak;
    html! {
        @if count > 0 {
            h2 { (counted(count, "discrepancy", "discrepancies")) " " (done) }
            @if brief { ul.moves { @for one in &strong { (discrepancies::line(one, links)) } } }
            @else { @for one in &strong { (discrepancies::one(one, links)) } }
            @if count > strong.len() { (rest_of(count - strong.len(), links, "/discrepancies")) }
        }
        @if weak > 0 { p.note { (counted(weak, "weak discrepancy", "weak discrepancies")) " " (done) "." } }
    }
}

fn new(claims: &[NewClaim], all: usize, links: &Links<'_>) -> Markup {
    html! { @if all > 0 {
        h2 { (counted(all, "new claim", "new claims")) }
        ul.moves { @for claim in claims.iter().take(LISTED) { li {
            (links.claim_as(&claim.claim, &claim.text)) " " (marks::contested(claim.status, &claim.contested_by))
            (marks::unreviewed(claim.unreviewed))
        } } }
        (rest(all, links, "/claims"))
    } }
}

fn recorded(said: &[StatementAnswer], all: usize, links: &Links<'_>) -> Markup {
    html! { @if all > 0 {
        h2 { (counted(all, "new statement", "new statements")) }
        ul.moves { @for one in said.iter().take(LISTED) { li {
            (links.claim(&one.claim)) p.note { (took(one, links)) }
        } } }
        (rest(all, links, "/log"))
    } }
}

/// How many more there are than a hand-over lists, as a link to all.
fn rest(all: usize, links: &Links<'_>, path: &str) -> Markup {
    html! { @if all > LISTED { (rest_of(all - LISTED, links, path)) } }
}

fn rest_of(more: usize, links: &Links<'_>, path: &str) -> Markup {
    html! { p.note { a href=(links.to(path)) { "and " (more) " more" } } }
}
