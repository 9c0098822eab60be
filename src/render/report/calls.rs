//! Whom to call next.

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::{Report, ReportPendingClaim};
use crate::domain::status::Answer;
use crate::render::page::counted;

/// Points shown for a principal. Others are folded away.
const POINTS: usize = 4;

/// Principals listed in a long report, and points listed for each.
const LISTED: usize = 12;

/// The section.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Markup {
    let listed = labels::listed(report, LISTED);
    html! {
        @if report.calls.is_empty() {
            p { "There is nobody to call: of the claims that somebody affirms, none waits for a principal." }
        } @else {
            p.lead { "Principals that have not spoken firmly on the record, those with the earliest due date first." }
            ol.calls { @for call in report.calls.iter().take(listed) {
                li {
                    h3 { (links.speaker(&call.principal)) }
                    @if !call.voices.is_empty() { p.note { "speaks through " (links.speakers(&call.voices)) } }
                    (points(&call.claims[..call.claims.len().min(POINTS)], links))
                    @if call.claims.len() > POINTS {
                        details {
                            summary { (counted(call.claims.len() - POINTS, "more point", "more points")) }
                            (points(&call.claims[POINTS..call.claims.len().min(listed)], links))
                            @if call.claims.len() > listed { p.note { "and " (call.claims.len() - listed) " more" } }
                        }
                    }
                }
            } }
            @if report.calls.len() > listed {
                p.note { "And " (counted(report.calls.len() - listed, "other", "others")) "; the section of each claim names the principals it waits for." }
            }
        }
    }
}

fn points(claims: &[ReportPendingClaim], links: &Links<'_>) -> Markup {
    html! { ul.points { @for claim in claims {
        li {
            (links.claim_text(&claim.claim, &claim.text))
            @if let Some(due) = &claim.due { " " span.due { "due " (due) } }
            (labels::mark(claim.unreviewed))
            p.note {
                @if !claim.said_by.is_empty() { "said by " (links.speakers(&claim.said_by)) "; " }
                @if !claim.negated_by.is_empty() { "negated by " (links.speakers(&claim.negated_by)) "; " }
                @match claim.answer {
                    Answer::Silent => "silent so far",
                    _ => "asked or quoted, and withholds",
                }
            }
        }
    } } }
}
