//! Parties, sources and questions.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::claims::{in_words, when};
use super::links::Links;
use super::marks;
use crate::answer::{PartyAnswer, QuestionAnswer, SourceAnswer, StatementAnswer};
use crate::domain::party::Edge;
use crate::domain::slug::Slug;
use crate::render::page::counted;

/// The parties.
pub(in crate::render) fn parties(parties: &[PartyAnswer], links: &Links<'_>) -> Markup {
    let names = parties.iter().map(|one| (&one.party.id, &one.party.name));
    let names: BTreeMap<&Slug, &String> = names.collect();
    let name = |id: &Slug| {
        names
            .get(id)
            .map_or_else(|| id.to_string(), |name| (*name).clone())
    };
    html! {
        @if parties.is_empty() { p { "No party is recorded." } }
        @else { (links.more(parties.len())) table.list {
            thead { tr {
                th scope="col" { "Party" } th scope="col" { "Kind" } th scope="col" { "Speaks for" } th.number scope="col" { "Statements" }
            } }
            tbody { @for one in parties { tr {
                td.what {
                    a href=(links.to(&format!("/parties/{}", one.party.id))) { (one.party.name) }
                    @if let Some(role) = &one.party.role { div.note { (role) } }
                    (marks::unreviewed(one.unreviewed))
                }
                td data-head="Kind" { (one.party.kind) }
                td data-head="Speaks for" { (edges(&one.party.speaks_for, &name, links)) }
                td.number data-head="Statements" { (one.statement_count) }
            } } }
        } }
    }
}

fn edges(edges: &[Edge], name: &dyn Fn(&Slug) -> String, links: &Links<'_>) -> Markup {
    html! {
        @if edges.is_empty() { "–" }
        @for (at, edge) in edges.iter().enumerate() {
            @if at > 0 { ", " }
            a href=(links.to(&format!("/parties/{}", edge.party))) { (name(&edge.party)) }
            @match (edge.since, edge.until) {
                (None, None) => {},
                (Some(since), None) => small { " since " (since) },
                (None, Some(until)) => small { " until " (until) },
                (Some(since), Some(until)) => small { " " (since) " to " (until) },
            }
        }
    }
}

/// A party with what it said.
pub(in crate::render) fn party(answer: &PartyAnswer, links: &Links<'_>) -> Markup {
    let party = &answer.party;
    let said = answer.statements.as_deref().unwrap_or_default();
    let name = |id: &Slug| links.labels().party(id);
    let other_ids: Vec<&str> = party.other_ids.iter().map(Slug::as_str).collect();
    html! {
        p.kicker { (party.kind) " " span.id { (party.id) } (marks::unreviewed(answer.unreviewed)) }
        h1 { (party.name) }
        dl.facts {
            @if let Some(role) = &party.role { div { dt { "Role" } dd { (role) } } }
            @if !party.aliases.is_empty() { div { dt { "Also called" } dd { (party.aliases.join("; ")) } } }
            @if !party.speaks_for.is_empty() { div { dt { "Speaks for" } dd { (edges(&party.speaks_for, &name, links)) } } }
            @if !party.member_of.is_empty() { div { dt { "Member of" } dd { (edges(&party.member_of, &name, links)) } } }
            @if !other_ids.is_empty() { div { dt { "Also found as" } dd { (other_ids.join(", ")) } } }
        }
        @if said.is_empty() { p { "No statement of this party is recorded." } }
        @else {
            h2 { (counted(answer.statement_count, "statement", "statements")) ", newest first" }
            (newest(said.len(), answer.statement_count))
            (heard(said, links))
            (marks::legend(said.iter().map(|one| one.grade)))
        }
    }
}

/// Says that not all statements are shown, if that is so.
pub(super) fn newest(shown: usize, all: usize) -> Markup {
    html! { @if shown < all { p.note.cut {
        "The newest " (shown) " are shown: “At most” above takes a larger number."
    } } }
}

/// What a party said, newest first.
fn heard(said: &[StatementAnswer], links: &Links<'_>) -> Markup {
    let mut said: Vec<&StatementAnswer> = said.iter().rev().collect();
    said.sort_by(|one, other| other.said.cmp(&one.said));
    html! { table.list.said {
        thead { tr {
            th scope="col" { "Said" } th scope="col" { "Stance" } th scope="col" { "Claim" } th scope="col" { "In whose words, where" }
        } }
        tbody { @for one in said { tr {
            td data-head="Said" { (when(one, links)) }
            td data-head="Stance" { (marks::stance(one.stance)) (links.via(&one.via)) (marks::terms(one.attribution, one.shown_as.as_deref())) }
            td data-head="Claim" { (links.claim(&one.claim)) (marks::unreviewed(one.unreviewed)) }
            td data-head="Where" { (in_words(one, links)) }
        } } }
    } }
}

/// The sources.
pub(in crate::render) fn sources(sources: &[SourceAnswer], links: &Links<'_>) -> Markup {
    html! {
        @if sources.is_empty() { p { "No source is recorded." } }
        @else { (links.more(sources.len())) table.list {
            thead { tr {
                th scope="col" { "Source" } th scope="col" { "Published" } th.number scope="col" { "Statements" } th scope="col" { "Text" }
            } }
            tbody { @for one in sources { tr {
                td.what {
                    a href=(links.to(&format!("/sources/{}", one.source.id))) { (one.source.title) }
                    @if let Some(publisher) = &one.source.publisher { div.note { (publisher) } }
                }
                td data-head="Published" { @match one.source.published { Some(when) => (links.time(&when.to_string())), None => "–" } }
                td.number data-head="Statements" { (one.statement_count) }
                td data-head="Text" { @if one.text_attached { "attached" } @else { "–" } }
            } } }
        } }
    }
}

/// The questions.
pub(in crate::render) fn questions(questions: &[QuestionAnswer], links: &Links<'_>) -> Markup {
    html! {
        @if questions.is_empty() { p { "No question is recorded." } }
        @else { (links.more(questions.len())) ul.questions { @for one in questions { li {
            h2 { (links.question(&one.question.id, &one.question.text)) (marks::unreviewed(one.unreviewed)) }
            ul.plain { @for claim in &one.answers { li {
                (links.claim_as(&claim.id, &claim.text)) " " (marks::contested(claim.status, &claim.contested_by))
            } } }
        } } } }
    }
}

/// A question. Who holds which answer is beside it on its page.
pub(in crate::render) fn question(answer: &QuestionAnswer) -> Markup {
    html! {
        p.kicker { "Question " span.id { (answer.question.id) } (marks::unreviewed(answer.unreviewed)) }
        h1 { (answer.question.text) }
    }
}
