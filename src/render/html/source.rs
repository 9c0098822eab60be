//! A source: its text with every recorded passage marked, and the statements in it.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::claims::when;
use super::links::Links;
use super::marks;
use super::records::newest;
use crate::answer::{SourceAnswer, StatementAnswer};
use crate::domain::passage::Passage;
use crate::render::grades;
use crate::render::page::counted;

/// A source.
pub(in crate::render) fn page(answer: &SourceAnswer, links: &Links<'_>) -> Markup {
    let source = &answer.source;
    let said = answer.statements.as_deref().unwrap_or_default();
    html! {
        p.kicker { "Source " span.id { (source.id) } }
        h1 { (source.title) }
        (facts(answer, links))
        div.beside[answer.text.is_some()] {
            @if let Some(text) = &answer.text {
                section.text aria-label="Text" { (marked(text, said, links)) }
            }
            div.in-it {
                @if !answer.text_attached {
                    p.note { "Its text is not attached: `onrecord source attach " (source.id) " FILE` does that." }
                }
                @if said.is_empty() { p { "No statement is recorded from it." } }
                @else {
                    h2 { (counted(answer.statement_count, "statement", "statements")) }
                    (newest(said.len(), answer.statement_count))
                    ol.in-source { @for one in said { (statement(one, answer.text.is_some(), links)) } }
                    (marks::legend(said.iter().map(StatementAnswer::grade_in_source)))
                }
            }
        }
    }
}

fn facts(answer: &SourceAnswer, links: &Links<'_>) -> Markup {
    let source = &answer.source;
    html! { dl.facts {
        @if let Some(publisher) = &source.publisher { div { dt { "Publisher" } dd { (publisher) } } }
        @if !source.authors.is_empty() { div { dt { "By" } dd { (source.authors.join(", ")) } } }
        @if let Some(when) = source.published { div { dt { "Published" } dd { (links.time(&when.to_string())) } } }
        @if let Some(when) = source.retrieved { div { dt { "Retrieved" } dd { (links.time(&when.to_string())) } } }
        @if let Some(url) = &source.url { div { dt { "Address" } dd { (address(url)) } } }
        @if let Some(language) = &source.language { div { dt { "Language" } dd { (language) } } }
        @if let Some(grade) = source.reliability { div { dt { "Reliability" } dd { (grades::in_words(grade)) } } }
        @if let Some(origin) = &source.origin { div { dt { "Re-reports" } dd { (links.source(origin, None)) } } }
    } }
}

/// A link to where a source was found, if it is an address of the web; anything else is only text.
fn address(url: &str) -> Markup {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    html! {
        @if is_web { a href=(url) rel="noopener noreferrer external" { (url) } } @else { (url) }
    }
}

fn statement(said: &StatementAnswer, has_text: bool, links: &Links<'_>) -> Markup {
    let start = said.passage.as_ref().map(|passage| passage.start);
    let paragraph = said.passage.as_ref().and_then(|passage| passage.paragraph);
    html! { li id={ "s-" (said.statement) } {
        p {
            (links.party(&said.party)) " " (marks::stance(said.stance)) (links.via(&said.via))
            (marks::terms(said.attribution, said.shown_as.as_deref())) (marks::grade(said.grade_in_source())) (marks::unreviewed(said.unreviewed))
        }
        p { (links.claim(&said.claim)) }
        p.note {
            (when(said, links))
            @if let Some(paragraph) = paragraph {
                ", "
                @match start.filter(|_| has_text) {
                    Some(start) => a href={ "#p-" (start) } { "¶\u{a0}" (paragraph) },
                    None => { "¶\u{a0}" (paragraph) },
                }
            }
            (marks::mend(&said.statement, links))
        }
        @if !has_text { (marks::words(said.quote.as_deref(), said.words.as_deref())) }
    } }
}

/// The text with the passages of some statements marked. Each leads to its statement.
fn marked(text: &str, said: &[StatementAnswer], links: &Links<'_>) -> Markup {
    let marks: Vec<(&StatementAnswer, &Passage)> = said
        .iter()
        .flat_map(|one| passages(one).map(move |passage| (one, passage)))
        .filter(|(_, passage)| passage.words_in(text).is_ok())
        .collect();
    let bounds = marks
        .iter()
        .flat_map(|(_, passage)| [passage.start, passage.end]);
    let bounds: BTreeSet<u64> = bounds.chain([0]).collect();
    let mut pieces: Vec<(u64, &str)> = Vec::with_capacity(bounds.len());
    let (mut rest, mut at) = (text, 0_u64);
    for bound in bounds.into_iter().skip(1) {
        let (piece, after) = rest.split_at(bytes(rest, bound - at));
        pieces.push((at, piece));
        (rest, at) = (after, bound);
    }
    pieces.push((at, rest));
    html! { @for (at, piece) in pieces {
        @let over: Vec<_> = marks.iter().filter(|(_, passage)| (passage.start..passage.end).contains(&at)).collect();
        @match over.first() {
            None => (piece),
            Some((first, _)) => {
                @let begins = over.iter().any(|(_, passage)| passage.start == at);
                a.passage id=[begins.then(|| format!("p-{at}"))] href={ "#s-" (first.statement) } title=(who(&over, links)) {
                    mark class=(marks::class(first.stance.family())) { (piece) }
                }
            },
        }
    } }
}

/// The passages of a statement in its source.
fn passages(said: &StatementAnswer) -> impl Iterator<Item = &Passage> {
    let further = said
        .evidence
        .iter()
        .filter(|more| more.source == said.source);
    said.passage
        .iter()
        .chain(further.filter_map(|more| more.passage.as_ref()))
}

/// Who takes which stance in a passage.
fn who(over: &[&(&StatementAnswer, &Passage)], links: &Links<'_>) -> String {
    let labels = links.labels();
    let lines = over.iter().map(|(said, _)| {
        let took = labels.took(&said.party, said.stance, &said.via);
        format!("{took}: {}", labels.claim_text(&said.claim))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The bytes that the first characters of a text take.
fn bytes(text: &str, characters: u64) -> usize {
    let characters = usize::try_from(characters).unwrap_or(usize::MAX);
    text.char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at)
}
