//! The candidates that wait for a decision.

use maud::{Markup, html};

use super::links::{Links, query};
use super::marks;
use crate::answer::{CandidateAnswer, LinkAnswer};
use crate::domain::slug::Slug;
use crate::render::candidates::{Candidates, change, is_exact, shortened};
use crate::render::page::{Cell, counted};

/// The candidates: who, what it may mean, in which words, and what accepting it would change.
pub(in crate::render) fn list(list: &Candidates, links: &Links<'_>) -> Markup {
    if list.found.is_empty() {
        return html! { p { (list.asked.nothing()) } };
    }
    html! {
        h2 { (counted(list.found.len(), "candidate", "candidates")) @if list.more > 0 { " of " (list.found.len() + list.more) } }
        table.list {
            thead { tr {
                th scope="col" { "Who" } th scope="col" { "What it may mean" } th scope="col" { "Words" } th scope="col" { "Would change" }
            } }
            tbody { @for one in &list.found { tr {
                td data-head="Who" { (who(one, links)) }
                td data-head="What it may mean" { (meaning(one, links)) }
                td data-head="Words" { (words(one, links)) }
                td data-head="Would change" { (changes(&change(one))) }
            } } }
        }
        @if list.more > 0 { @let all = list.found.len() + list.more; p.note {
            @match links.up_to(all) { Some(path) => a href=(path) { "and " (list.more) " more" }, None => { "and " (list.more) " more" } }
        } }
    }
}

fn who(one: &CandidateAnswer, links: &Links<'_>) -> Markup {
    let called = one.speaker.as_deref().unwrap_or("not named");
    let why = one.matched.map(|reason| reason.phrase());
    html! {
        @match (&one.party, &one.new_party) {
            (Some(party), _) => {
                (links.party(party))
                @if !is_exact(one.matched) { div.note { "“" (called) "”" @if let Some(why) = why { ", " (why) } } }
            },
            (None, new) if !one.party_choices.is_empty() => {
                "“" (called) "”: "
                @for (at, party) in one.party_choices.iter().enumerate() { @if at > 0 { ", " } (links.party(party)) }
                @if let Some(new) = new { " or somebody new, " (new.name) } "?"
                @if let Some(why) = why { div.note { (why) } }
            },
            (None, Some(new)) => { (new.name) " " span.new { "new" } },
            (None, None) => { "“" (called) "”, not settled" },
        }
        @if !one.relays.is_empty() { div.note { "via " @for (at, (party, name)) in one.via.iter().zip(&one.relays).enumerate() {
            @if at > 0 { ", " }
            (relay(party.as_ref(), name, links))
        } } }
    }
}

fn relay(party: Option<&Slug>, name: &str, links: &Links<'_>) -> Markup {
    html! { @match party {
        Some(party) => (links.party(party)),
        None => { (name) " " span.new { "new" } },
    } }
}

fn meaning(one: &CandidateAnswer, links: &Links<'_>) -> Markup {
    html! {
        @for (at, link) in one.claims.iter().enumerate() { div { @if at > 0 { "or " } (linked(link, links)) } }
        @if one.claims.is_empty() { (marks::stance(one.stance)) " " (one.new_claim.text) " " span.new { "new" } }
    }
}

fn linked(link: &LinkAnswer, links: &Links<'_>) -> Markup {
    html! { (marks::stance(link.stance)) " " (links.claim_as(&link.claim, &link.text)) " " small { (link.score) } }
}

fn words(one: &CandidateAnswer, links: &Links<'_>) -> Markup {
    let review = format!("/review?{}", query([("source", one.source.as_str())]));
    html! {
        (shortened(one.words.as_deref().unwrap_or("–")))
        div.note {
            (links.source(&one.source, Some(&one.passage)))
            @if let Some(likelihood) = one.likelihood { " · likelihood " (likelihood) }
            " · " a href=(review) { "review" } " " span.id { (one.candidate) }
        }
    }
}

fn changes(cell: &Cell) -> Markup {
    html! { @for (at, line) in cell.text.lines().enumerate() { @if at > 0 { br; } (line) } }
}
