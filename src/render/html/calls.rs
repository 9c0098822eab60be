//! Whom to call next.

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::wording::in_a_sentence;
use crate::answer::{CallAnswer, PendingClaim};
use crate::domain::slug::Slug;
use crate::domain::status::Answer;
use crate::render::calls::Calls;

/// The principals to call, each with the claims that wait for it.
pub(in crate::render) fn list(calls: &Calls, links: &Links<'_>) -> Markup {
    html! {
        @if calls.calls.is_empty() { p { "There is nobody to call." } }
        @else { (links.more(calls.calls.len())) ul.calls { @for call in &calls.calls { (one(call, links)) } } }
    }
}

fn one(call: &CallAnswer, links: &Links<'_>) -> Markup {
    html! { li {
        h2 { a href=(links.to(&format!("/parties/{}", call.party))) { (call.name) } }
        @if !call.voices.is_empty() { p.note { "via " (links.parties(&call.voices)) } }
        ul.points { @for claim in &call.claims { (point(claim, &call.name, links)) } }
        @if call.more > 0 {
            p.note { a href=(links.to(&format!("/awaiting?party={}", call.party))) { "and " (call.more) " more" } }
        }
    } }
}

fn point(claim: &PendingClaim, name: &str, links: &Links<'_>) -> Markup {
    html! { li {
        p {
            (links.claim_as(&claim.claim, &claim.text))
            @if let Some(due) = &claim.due { " " span.due { "due " (links.day(due)) } }
            (marks::unreviewed(claim.unreviewed))
        }
        p.note {
            @if !claim.said_by.is_empty() {
                (few(&claim.said_by, claim.affirming, links)) @if claim.affirming == 1 { " says so. " } @else { " say so. " }
            }
            @if !claim.negated_by.is_empty() {
                (few(&claim.negated_by, claim.negating, links)) @if claim.negating == 1 { " says not. " } @else { " say not. " }
            }
            @match claim.answer { Answer::Silent => { "No word yet from " }, _ => { "No firm word yet from " } }
            (in_a_sentence(name)) "."
        }
    } }
}

/// Parties, of `all` that there are.
fn few(named: &[Slug], all: usize, links: &Links<'_>) -> Markup {
    html! { (links.parties(named)) @if all > named.len() { " and " (all - named.len()) " more" } }
}
