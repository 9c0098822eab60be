//! Discrepancies by subject, with what either side says.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::{DiscrepancyAnswer, SideAnswer};
use crate::domain::discrepancy::Kind;
use crate::domain::statement::Stance;
use crate::ledger::State;
use crate::render::discrepancies::Discrepancies;
use crate::render::diverging::{self, OPEN, by_subject};
use crate::render::page::counted;

/// Parties of a side that are shown with their words.
const SPOKEN: usize = 4;

/// A list of discrepancies, by subject. Those on the first subjects are open, others folded to a line. Weak ones are
/// folded away unless they were asked for.
pub(in crate::render) fn list(found: &Discrepancies, links: &Links<'_>) -> Markup {
    let (shown, weak): (Vec<_>, Vec<_>) = found.all.iter().partition(|one| found.weak || !one.weak);
    let subjects = by_subject(shown);
    let (open, others) = subjects.split_at(subjects.len().min(OPEN));
    html! {
        @if found.all.is_empty() { p { (nothing(found.state)) } }
        (links.more(found.all.len()))
        @for subject in open { (facing(subject, links)) }
        @if !others.is_empty() {
            h2 { "On " (counted(others.len(), "other subject", "other subjects")) }
            @for one in others.iter().flatten() { (folded(one, links)) }
        }
        @if !weak.is_empty() { details.weak {
            summary { (counted(weak.len(), "weak one", "weak ones")) }
            @for found in weak { (one(found, links)) }
        } }
    }
}

/// The discrepancies on a subject: the sharpest in full, the others folded.
fn facing(subject: &[&DiscrepancyAnswer], links: &Links<'_>) -> Markup {
    html! { @if let Some((sharpest, others)) = subject.split_first() {
        article.divergence {
            (in_full(sharpest, links))
            @for one in others { (folded(one, links)) }
        }
    } }
}

/// A discrepancy folded to a line.
fn folded(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    html! {
        details.divergence {
            summary { (kind(found)) " " (found.summary) }
            (since(found, links))
            (sides(found, links))
        }
    }
}

fn nothing(state: State) -> &'static str {
    match state {
        State::Open => "No accounts diverge.",
        State::Resolved => "No matching discrepancy has been resolved.",
        State::All => "No matching accounts diverge or ever did.",
    }
}

/// A discrepancy.
pub(super) fn one(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    html! { article.divergence { (in_full(found, links)) } }
}

fn in_full(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    html! {
        p.kicker { (kind(found)) }
        p.summary { (about(found, links)) }
        (since(found, links))
        (sides(found, links))
    }
}

fn kind(found: &DiscrepancyAnswer) -> Markup {
    html! {
        span.kind { (diverging::kind(found.kind)) @if found.weak { " (weak)" } }
        (marks::unreviewed(found.unreviewed))
    }
}

/// Since when accounts diverge, and on what.
fn since(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    html! { p.note {
        "Since " (links.time(&found.opened))
        @if let Some(resolved) = &found.resolved { ", ended " (links.time(resolved)) }
        " · "
        @match &found.question {
            Some(question) => (links.question(question, "the rival answers")),
            None => @for (at, claim) in found.claims.iter().enumerate() {
                @if at > 0 { " · " }
                (links.claim(claim))
            },
        }
    } }
}

/// A discrepancy as a line of a list.
pub(super) fn line(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    html! { li { span.kind { (diverging::kind(found.kind)) } " " (about(found, links)) (marks::unreviewed(found.unreviewed)) } }
}

/// What diverges, as a link to the question or the claim that it is about.
fn about(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    match (&found.question, found.claims.first()) {
        (Some(question), _) => links.question(question, &found.summary),
        (None, Some(claim)) => links.claim_as(claim, &found.summary),
        (None, None) => html! { (found.summary) },
    }
}

fn sides(found: &DiscrepancyAnswer, links: &Links<'_>) -> Markup {
    let mut sides: BTreeMap<u32, Vec<&SideAnswer>> = BTreeMap::new();
    for side in &found.sides {
        sides.entry(side.side).or_default().push(side);
    }
    html! { @if !sides.is_empty() {
        div.sides { @for (side, stands) in &sides {
            @let stances = diverging::stances(stands.iter().map(|stand| stand.stance));
            @let head = head(found.kind, *side, stands, links);
            @let with_stance = head.is_some() || stances.len() > 1;
            div.side {
                p.head { @match head { Some(head) => (head), None => (heads(&stances)) } }
                @for stand in stands.iter().take(SPOKEN) { div.stand { (self::stand(stand, with_stance, links)) } }
                @if stands.len() > SPOKEN { p.note { "and " (counted(stands.len() - SPOKEN, "other", "others")) } }
            }
        } }
    } }
}

/// The heading of a side if it is not what its stances say: the answer that it gives, or when it was said.
fn head(kind: Kind, side: u32, stands: &[&SideAnswer], links: &Links<'_>) -> Option<Markup> {
    match (kind, side) {
        (Kind::ValueConflict, _) => stands.first().map(|stand| links.claim(&stand.claim)),
        (Kind::Reversal, 0) => Some(html! { "Before" }),
        (Kind::Reversal, _) => Some(html! { "And then" }),
        _ => None,
    }
}

fn heads(stances: &[Option<Stance>]) -> Markup {
    html! { @for (at, stance) in stances.iter().enumerate() {
        @if at > 0 { ", " }
        @match stance { Some(stance) => (marks::stance(*stance)), None => "has not been heard" }
    } }
}

fn stand(stand: &SideAnswer, with_stance: bool, links: &Links<'_>) -> Markup {
    html! {
        p {
            strong { (links.party(&stand.party)) } (links.via(&stand.via))
            @if with_stance { " " @match stand.stance { Some(stance) => (marks::stance(stance)), None => "has not been heard" } }
            @if let (Some(said), Some(statement)) = (&stand.said, &stand.statement) {
                ", " (links.statement(&stand.claim, statement, &links.time(said)))
            }
        }
        (marks::words(stand.quote.as_deref(), stand.words.as_deref()))
        @if let Some(source) = &stand.source { p.note { (links.source(source, None)) } }
    }
}
