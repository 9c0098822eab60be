//! How the rules arrive at a claim's status.

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::TraceAnswer;

/// What the rules make of each statement, and the line of the status rule that applies.
pub(in crate::render) fn trace(trace: &TraceAnswer, links: &Links<'_>) -> Markup {
    html! {
        (links.heading("Why", &trace.text, &format!("/claims/{}", trace.claim), trace.claim.as_str()))
        @if trace.words.is_empty() { p { "Nobody has spoken on it." } }
        @else { table.list {
            thead { tr {
                th scope="col" { "Said" } th scope="col" { "Party" } th scope="col" { "Stance" }
                th scope="col" { "What the rules make of it" }
            } }
            tbody { @for word in &trace.words { tr.faint[word.counts_for.is_none()] {
                td data-head="Said" { (links.statement(&trace.claim, &word.statement, &links.time(&word.said))) }
                td data-head="Party" { (links.party(&word.party)) (links.via(&word.via)) (marks::unreviewed(word.unreviewed)) }
                td data-head="Stance" { (marks::stance(word.stance)) }
                td data-head="Rule" { (word.rule) }
            } } }
        } }
        ul.plain { @for finding in &trace.findings { li { (links.local(finding)) } } }
        ol.rules { @for line in &trace.lines { li.fits[line.fits] {
            (line.rule) "? "
            @if line.fits { "Yes: " (marks::status(line.status)) } @else { "No." }
        } } }
    }
}
