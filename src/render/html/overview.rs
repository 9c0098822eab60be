//! The whole ledger at a glance.

use maud::{Markup, html};

use super::blocks::blocks;
use super::links::{Links, query};
use super::marks;
use crate::answer::StatusAnswer;
use crate::render::Show;
use crate::render::diverging;
use crate::render::entries::Entries;
use crate::render::page::counted;

/// How claims stand, which accounts diverge, what is due, whom to call, and what was recorded last.
pub(in crate::render) fn status(status: &StatusAnswer, links: &Links<'_>) -> Markup {
    html! {
        @if let Some(problem) = &status.problem {
            p.warning { "The journal is not as it was written: " (problem) ". `onrecord verify` checks it." }
        }
        p.tally { @for (status, count) in &status.claims {
            a href=(links.to(&format!("/claims?{}", query([("status", status.as_str())])))) {
                strong { (count) } " " (marks::status(*status))
            }
        } }
        p.tally.small { @for (kind, count) in &status.discrepancies {
            @if count.strong + count.weak > 0 {
                a href=(links.to(&format!("/discrepancies?{}", query([("kind", kind.as_str())])))) {
                    strong { (count.strong) } " " span.kind { (diverging::kind(*kind)) }
                    @if count.weak > 0 { " " small { "and " (count.weak) " weak" } }
                }
            }
        } }
        (waiting(status))
        (claims(status, links))
        details.last {
            summary { "Recorded last (" (counted(usize::try_from(status.entries).unwrap_or_default(), "entry", "entries")) ")" }
            (blocks(&Entries(status.last.clone()).page(links.labels()), links))
        }
    }
}

/// What waits for somebody: candidates, and what nobody has looked at.
fn waiting(status: &StatusAnswer) -> Markup {
    let open = status.candidates.filter(|count| *count > 0);
    let unreviewed = status.unreviewed.in_words();
    html! { @if open.is_some() || unreviewed.is_some() {
        h2 { "Waiting for a review" }
        ul.plain {
            @if let Some(open) = open { li {
                a href="/review" { (counted(open, "candidate", "candidates")) }
                " · " a href="/candidates" { "list them" } " · " a href="/draft" { "the story they would make" }
            } }
            @if let Some(unreviewed) = unreviewed { li { a href="/review" { (unreviewed) } ", recorded but not looked at" } }
        }
    } }
}

/// The claims that ask for attention: overdue ones, and contested ones.
fn claims(status: &StatusAnswer, links: &Links<'_>) -> Markup {
    html! {
        @if !status.overdue.is_empty() {
            h2 { "Overdue" }
            ul.plain { @for claim in &status.overdue { li { (links.claim(claim)) } } }
        }
        @if !status.contested.is_empty() {
            h2 { "Contested" }
            ul.plain { @for one in &status.contested { li {
                (links.claim_as(&one.claim, &one.text)) " " (marks::contested(one.status, &one.contested_by))
                (marks::unreviewed(one.unreviewed))
            } } }
        }
    }
}
