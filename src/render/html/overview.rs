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
            p.warning { "The journal is not as it was written: " (problem) ". " a href="/verify" { "Check it" } "." }
        }
        @if is_empty(status) { (beginning()) }
        @else { (tallies(status, links)) }
        (waiting(status))
        (contested(status, links))
        (overdue(status, links))
        details.last {
            summary { "Recorded last (" (counted(usize::try_from(status.entries).unwrap_or_default(), "entry", "entries")) ")" }
            (blocks(&Entries(status.last.clone()).page(links.labels()), links))
        }
    }
}

/// Whether no claim is recorded and no candidate waits. An earlier state has no candidates; it is no beginning.
fn is_empty(status: &StatusAnswer) -> bool {
    status.candidates == Some(0) && status.claims.values().all(|count| *count == 0)
}

/// The numbers of claims of each status, and of discrepancies of each kind.
fn tallies(status: &StatusAnswer, links: &Links<'_>) -> Markup {
    html! {
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

/// The claims that are contested without being disputed.
fn contested(status: &StatusAnswer, links: &Links<'_>) -> Markup {
    html! { @if !status.contested.is_empty() {
        h2 { "Contested" }
        ul.plain { @for one in &status.contested { li {
            (links.claim_as(&one.claim, &one.text)) " " (marks::contested(one.status, &one.contested_by))
            (marks::unreviewed(one.unreviewed))
        } } }
    } }
}

/// The claims that are past their day, folded: accounts that diverge come first.
fn overdue(status: &StatusAnswer, links: &Links<'_>) -> Markup {
    html! { @if !status.overdue.is_empty() {
        details.last {
            summary { "Past its day (" (counted(status.overdue.len(), "claim", "claims")) ")" }
            ul.plain { @for claim in &status.overdue { li { (links.claim(claim)) } } }
        }
    } }
}

/// How to begin, while nothing is recorded.
fn beginning() -> Markup {
    html! {
        p { "Nothing is recorded yet." }
        ol.steps {
            li { a.primary href="/record/articles" { "Add articles" } " Files, pages or pasted text." }
            li { a href="/review" { "Review" } " what was found in them: who said what. What you accept is recorded." }
            li { "The overview then shows how each claim stands, where accounts diverge and whom to call." }
        }
        p.note { "You can also " a href="/record" { "record by hand" } ": a party, a source, a claim, and who said what on it." }
    }
}
