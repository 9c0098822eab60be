//! Search results.

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::SearchHit;

/// The records that match, best first.
pub(in crate::render) fn hits(hits: &[SearchHit], links: &Links<'_>) -> Markup {
    html! {
        @if hits.is_empty() { p { "Nothing matches. A star matches the beginning of a word: zelen*" } }
        @else { ul.hits { @for hit in hits { li {
            span.kind { (hit.kind) } " "
            a href=(links.to(&address(hit))) { (title(hit, links)) }
            (marks::unreviewed(hit.unreviewed))
            @if hit.said.is_some() || !is_whole(hit) { p.note { (excerpt(shown(hit))) } }
        } } } }
    }
}

/// The name of a match: its matching words marked, if they are all of it.
fn title(hit: &SearchHit, links: &Links<'_>) -> Markup {
    let labels = links.labels();
    html! { @match &hit.said {
        Some(said) => { (labels.took(&said.party, said.stance, &said.via)) ": " (labels.claim_text(&said.claim)) },
        None if is_whole(hit) => (excerpt(shown(hit))),
        None => (hit.text),
    } }
}

/// Whether the excerpt is all of the text.
fn is_whole(hit: &SearchHit) -> bool {
    shown(hit).replace(['[', ']'], "") == hit.text.replace(['[', ']'], "")
}

/// The excerpt without the id that the searchable text of a party begins with.
fn shown(hit: &SearchHit) -> &str {
    match hit.excerpt.split_once(' ') {
        Some((first, rest)) if first.replace(['[', ']'], "") == hit.id => rest,
        _ => &hit.excerpt,
    }
}

/// The page of a match.
fn address(hit: &SearchHit) -> String {
    match (hit.kind.as_str(), &hit.said) {
        ("party", _) => format!("/parties/{}", hit.id),
        (_, Some(said)) => format!("/claims/{}#s-{}", said.claim, hit.id),
        (kind, None) => format!("/{kind}s/{}", hit.id),
    }
}

/// An excerpt, in which matches are in brackets.
fn excerpt(text: &str) -> Markup {
    html! { @for (at, part) in text.split('[').enumerate() {
        @match part.split_once(']').filter(|_| at > 0) {
            Some((matched, rest)) => { mark { (matched) } (rest) },
            None => { @if at > 0 { "[" } (part) },
        }
    } }
}
