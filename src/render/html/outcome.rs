//! What a write changed: who and what in words, ids beside them.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::links::Links;
use super::{discrepancies, marks};
use crate::answer::{BeforeAfter, ClaimChange, Contest, DiscrepancyAnswer, DiscrepancyChanges};
use crate::answer::{DoneAnswer, NewsAnswer, SaidAnswer};
use crate::domain::slug::Slug;

/// Changes of each kind that are listed.
const LISTED: usize = 8;

/// What a write on a statement or a ruling changed.
pub(in crate::render) fn news(answer: &NewsAnswer, links: &Links<'_>) -> Markup {
    html! {
        @match &answer.said {
            Some(said) => {
                p { (self::said(said, links)) }
                p { "The claim " (turned(answer.status, &answer.contested_by)) "." }
            },
            None => {
                p { (done(&answer.done, links)) }
                p { (moved(&answer.claim, answer.status, &answer.contested_by, links)) }
            },
        }
        @for other in &answer.others { p { (changed(other, links)) } }
        (diverging(&answer.discrepancies, links))
    }
}

/// What became of a statement: "Recorded: Ann Lee confirms “The ferry sails.”, in The Harbour, 2025-08-19."
fn said(said: &SaidAnswer, links: &Links<'_>) -> Markup {
    let statement = &said.statement;
    let outcome = said.outcome.strip_prefix("was ").unwrap_or(&said.outcome);
    let (first, rest) = outcome.split_at(outcome.chars().next().map_or(0, char::len_utf8));
    let is_of_its_day = links
        .labels()
        .source(&statement.source)
        .ends_with(&statement.said);
    let id = html! { span.id { (statement.statement) } };
    html! {
        (first.to_uppercase()) (rest) ": "
        (links.party(&statement.party)) " " (marks::stance(statement.stance)) (links.via(&statement.via))
        " “" (links.claim(&statement.claim)) "”"
        @if !is_of_its_day { ", said " (links.time(&statement.said)) }
        ", in " (links.source(&statement.source, None)) ". "
        (links.statement(&statement.claim, &statement.statement, &id))
        @if said.is_note_kept {
            " Its note was not changed: " a href={ "/record/correct?statement=" (statement.statement) } { "correct it" } " to change that."
        }
    }
}

/// What another write changed.
pub(in crate::render) fn other(answer: &DoneAnswer, links: &Links<'_>) -> Markup {
    html! {
        p { (done(&answer.done, links)) }
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
    html! { "“" (links.claim(claim)) "” " (turned(status, contest)) }
}

fn turned(status: BeforeAfter, contest: &Contest) -> Markup {
    html! {
        @match status.before {
            Some(before) if before != status.after => { "was " (marks::status(before)) " and is now " },
            Some(_) => "is still ",
            None => "is ",
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
fn done(sentence: &str, links: &Links<'_>) -> Markup {
    let sentence = links.local(sentence);
    let mut met = BTreeSet::new();
    let pieces = pieces(&sentence).into_iter().map(|piece| {
        let is_first = met.insert(piece);
        named(piece, is_first, links)
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
fn named(piece: &str, is_first: bool, links: &Links<'_>) -> Markup {
    let labels = links.labels();
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
