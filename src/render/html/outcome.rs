//! What a write changed: the lines that the command prints, in which ids are links.

use maud::{Markup, html};

use super::links::Links;
use crate::answer::NewsAnswer;
use crate::domain::slug::Slug;
use crate::render::{Block, Show};

/// What a write on a statement or a ruling changed.
pub(in crate::render) fn news(answer: &NewsAnswer, links: &Links<'_>) -> Markup {
    let statement = answer.statement.as_deref();
    let said = statement.map(|statement| (statement, &answer.claim));
    lines(answer, said, links)
}

/// The lines of an answer. A statement is linked to its place on the page of its claim.
pub(in crate::render) fn lines<T: Show>(
    answer: &T,
    said: Option<(&str, &Slug)>,
    links: &Links<'_>,
) -> Markup {
    let page = answer.page(links.labels());
    let texts = page.blocks.iter().filter_map(|block| match block {
        Block::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let lines = texts.flat_map(str::lines);
    html! { @for line in lines.filter(|line| !line.is_empty()) { p { (linked(&links.local(line), said, links)) } } }
}

/// A line with its ids as links.
fn linked(line: &str, said: Option<(&str, &Slug)>, links: &Links<'_>) -> Markup {
    let is_in_id = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let mut pieces = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let is_id = rest.starts_with(is_in_id);
        let end = rest
            .find(|letter| is_in_id(letter) != is_id)
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    html! { @for piece in pieces {
        @match address(piece, said, links) {
            Some(path) => a.id href=(path) { (piece) },
            None => (piece),
        }
    } }
}

/// The page of what a word is the id of.
fn address(word: &str, said: Option<(&str, &Slug)>, links: &Links<'_>) -> Option<String> {
    match said {
        Some((statement, claim)) if statement == word => {
            Some(links.to(&format!("/claims/{claim}#s-{statement}")))
        }
        _ => super::blocks::address(word, links).map(|path| links.to(&path)),
    }
}
