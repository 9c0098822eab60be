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
            @match address(hit) {
                Some(path) => a href=(links.to(&path)) { (title(hit)) },
                None => (title(hit)),
            }
            (marks::unreviewed(hit.unreviewed))
            @if hit.kind == "statement" || !is_whole(hit) { p.note { (excerpt(&hit.excerpt)) } }
        } } } }
    }
}

/// The name of a match: its matching words marked, if they are all of it.
fn title(hit: &SearchHit) -> Markup {
    html! { @if is_whole(hit) && hit.kind != "statement" { (excerpt(&hit.excerpt)) } @else { (hit.text) } }
}

/// Whether the excerpt is all of the text.
fn is_whole(hit: &SearchHit) -> bool {
    hit.excerpt.replace(['[', ']'], "") == hit.text.replace(['[', ']'], "")
}

/// The page of a match.
fn address(hit: &SearchHit) -> Option<String> {
    Some(match hit.kind.as_str() {
        "party" => format!("/parties/{}", hit.id),
        "source" => format!("/sources/{}", hit.id),
        "question" => format!("/questions/{}", hit.id),
        "claim" => format!("/claims/{}", hit.id),
        _ => format!("/claims/{}#s-{}", hit.claim.as_ref()?, hit.id),
    })
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
