//! What changed since a time.

use maud::{Markup, html};

use super::links::Links;
use super::{discrepancies, marks};
use crate::answer::{DiscrepancyAnswer, NewClaim, StatementAnswer, StatusChange};
use crate::domain::discrepancy::Kind;
use crate::render::changes::{HandOver, LISTED};
use crate::render::page::counted;

/// A hand-over: statuses that changed, discrepancies that opened or ended, new claims and statements. A brief one leaves
/// out the sides of discrepancies, and new claims and statements.
pub(in crate::render) fn hand_over(over: &HandOver, links: &Links<'_>) -> Markup {
    let answer = &over.answer;
    html! {
        p.note {
            "Since " (links.time(&answer.since)) ", until " (links.time(&answer.until)) ": "
            (counted(answer.statement_count, "statement", "statements")) " recorded, "
            (counted(answer.new.len(), "new claim", "new claims")) "."
        }
        @if answer.count() == 0 { p { "Nothing changed." } }
        @if !answer.statuses.is_empty() {
            h2 { (counted(answer.statuses.len(), "status changed", "statuses changed")) }
            ul.moves { @for moved in answer.statuses.iter().take(LISTED) { (self::moved(moved, links)) } }
            (rest(answer.statuses.len(), links, "/claims"))
        }
        (found(&answer.opened, "opened", over.brief, links))
        (found(&answer.resolved, "ended", over.brief, links))
        @if !over.brief {
            (new(&answer.new, links))
            (recorded(&answer.statements, answer.statement_count, links))
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

fn found(found: &[DiscrepancyAnswer], done: &str, brief: bool, links: &Links<'_>) -> Markup {
    let mut strong: Vec<&DiscrepancyAnswer> = found.iter().filter(|found| !found.weak).collect();
    let weak = found.len() - strong.len();
    // Beside the overview, which lists by itself what is past its day.
    if brief && links.labels().here().is_none() {
        strong.retain(|found| found.kind != Kind::Overdue);
    }
    // The sharpest first: one side said it and the other denied it.
    strong.sort_by_key(|found| found.kind);
    let most = if brief { BRIEF } else { LISTED };
    html! {
        @if !strong.is_empty() {
            h2 { (counted(strong.len(), "discrepancy", "discrepancies")) " " (done) }
            @if brief { ul.moves { @for one in strong.iter().take(most) { (discrepancies::line(one, links)) } } }
            @else { @for one in strong.iter().take(most) { (discrepancies::one(one, links)) } }
            @if strong.len() > most { (rest_of(strong.len() - most, links, "/discrepancies")) }
        }
        @if weak > 0 { p.note { (counted(weak, "weak discrepancy", "weak discrepancies")) " " (done) "." } }
    }
}

/// Discrepancies that a brief hand-over lists.
const BRIEF: usize = 6;

fn new(claims: &[NewClaim], links: &Links<'_>) -> Markup {
    html! { @if !claims.is_empty() {
        h2 { (counted(claims.len(), "new claim", "new claims")) }
        ul.moves { @for claim in claims.iter().take(LISTED) { li {
            (links.claim_as(&claim.claim, &claim.text)) " " (marks::contested(claim.status, &claim.contested_by))
            (marks::unreviewed(claim.unreviewed))
        } } }
        (rest(claims.len(), links, "/claims"))
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
