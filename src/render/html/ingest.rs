//! What came of adding articles.

use maud::{Markup, html};

use super::links::{Links, query};
use crate::answer::IngestAnswer;

/// The articles, each with what was found in it and a link to its review.
pub(in crate::render) fn ingests(articles: &[IngestAnswer], links: &Links<'_>) -> Markup {
    let open: usize = articles.iter().map(|one| one.open).sum();
    html! {
        @for article in articles { (one(article, links)) }
        @if articles.len() > 1 && open > 0 {
            p { a.primary href="/review" { "Review all that waits" } }
        }
    }
}

fn one(article: &IngestAnswer, links: &Links<'_>) -> Markup {
    let source = article.source.as_str();
    html! {
        h2 { a href=(links.to(&format!("/sources/{source}"))) { (article.title) } " " span.id { (source) } }
        p { @if article.known_source { "The source was recorded before" } @else { "Recorded as a source" }
            " (" (article.characters) " characters)." }
        @for line in article.origins() { p { (line) } }
        @for line in article.found() { p { (line) } }
        @if article.open > 0 {
            p { a.primary href={ "/review?" (query([("source", source)])) } { "Review what was found" } }
        }
    }
}
