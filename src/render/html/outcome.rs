//! What a write changed: who and what in words, ids beside them.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::links::Links;
use super::{discrepancies, marks};
use crate::answer::{BeforeAfter, ClaimChange, Contest, DiscrepancyAnswer, DiscrepancyChanges};
use crate::answer::{DoneAnswer, NewsAnswer};
use crate::domain::slug::Slug;

/// Changes of each kind that are listed.
const LISTED: usize = 8;

/// What a write on a statement or a ruling changed.
pub(in crate::render) fn news(answer: &NewsAnswer, links: &Links<'_>) -> Markup {
    let said = answer.statement.as_deref();
    let said = said.map(|statement| (statement, &answer.claim));
    html! {
        p { (done(&answer.done, said, links)) }
        p { (moved(&answer.claim, answer.status, &answer.contested_by, links)) }
        @for other in &answer.others { p { (changed(other, links)) } }
        (diverging(&answer.discrepancies, links))
    }
}

/// What another write changed.
pub(in crate::render) fn other(answer: &DoneAnswer, links: &Links<'_>) -> Markup {
    html! {
        p { (done(&answer.done, None, links)) }
        @for one in answer.statuses.iter().take(LISTED) { p { (changed(one, links)) } }
        (more(answer.statuses.len(), "status changed", "statuses changed", links))
        (diverging(&answer.discrepancies, links))
    }
}

fn changed(one: &ClaimChange, links: &Links<'_>) -> Markup {
    moved(&one.claim, one.status, &one.contested_by, links)
}

/// How a claim stands after a write.
fn moved(claim: &Slug, status: BeforeAfter, contest: &Contest, links: &Links<'_>) -> Markup {
    html! {
        "“" (links.claim(claim)) "” "
        @match status.before {
            Some(before) if before != status.after => { (marks::status(before)) " → " },
            _ => "is still ",
        }
        (marks::contested(status.after, contest))
    }
}

fn diverging(changes: &DiscrepancyChanges, links: &Links<'_>) -> Markup {
    let list = |found: &[DiscrepancyAnswer], what: &str| {
        html! { @if !found.is_empty() {
            p { (what) }
            ul.moves { @for one in found.iter().take(LISTED) { (discrepancies::line(one, links)) } }
            (more(found.len(), "discrepancy", "discrepancies", links))
        } }
    };
    html! {
        (list(&changes.opened, "Accounts that now diverge:"))
        (list(&changes.resolved, "Accounts that no longer diverge:"))
    }
}

/// How many more there are than are listed.
fn more(all: usize, one: &str, many: &str, links: &Links<'_>) -> Markup {
    let more = all.saturating_sub(LISTED);
    let what = if more == 1 { one } else { many };
    html! { @if more > 0 {
        p.note { a href=(links.to("/changes?since=today")) { "and " (more) " more " (what) } }
    } }
}

/// What was done. Its sentence has ids: each is shown in words, as a link, and for the first time as itself.
fn done(sentence: &str, said: Option<(&str, &Slug)>, links: &Links<'_>) -> Markup {
    let sentence = links.local(sentence);
    let mut met = BTreeSet::new();
    let pieces = pieces(&sentence).into_iter().map(|piece| {
        let is_first = met.insert(piece);
        named(piece, is_first, said, links)
    });
    let pieces: Vec<Markup> = pieces.collect();
    html! { @for piece in &pieces { (piece) } }
}

/// A sentence cut where ids may begin or end.
fn pieces(sentence: &str) -> Vec<&str> {
    let is_in_id = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while !rest.is_empty() {
        let is_id = rest.starts_with(is_in_id);
        let end = rest.find(|letter| is_in_id(letter) != is_id);
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// A piece of a sentence: what it is the id of in words, or itself.
fn named(piece: &str, is_first: bool, said: Option<(&str, &Slug)>, links: &Links<'_>) -> Markup {
    let labels = links.labels();
    if let Some((statement, claim)) = said.filter(|(statement, _)| *statement == piece) {
        let path = links.to(&format!("/claims/{claim}#s-{statement}"));
        return html! { a.id href=(path) { (statement) } };
    }
    let Ok(id) = piece.parse::<Slug>() else {
        return html! { (piece) };
    };
    let words = match piece {
        one if labels.is_claim(one) => html! { "“" (links.claim(&id)) "”" },
        one if labels.is_party(one) => links.party(&id),
        one if labels.is_source(one) => links.source(&id, None),
        _ => return html! { (piece) },
    };
    html! { (words) @if is_first { " " span.id { (piece) } } }
}
