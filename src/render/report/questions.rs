//! Questions with their rival answers: numbers and dates on a common scale, other answers in columns.

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::wording::value_in_words;
use crate::answer::{Report, ReportAnswer, ReportHolder, ReportQuestion};
use crate::domain::value::{Extent, Measure};
use crate::render::svg::scales;

/// Parties named for an answer in a long report.
const NAMED: usize = 4;

/// The section, or `None` if the report has no questions.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Option<Markup> {
    (!report.questions.is_empty()).then(|| {
        let named = labels::listed(report, NAMED);
        html! { @for question in &report.questions { (asked(question, named, links)) } }
    })
}

fn asked(question: &ReportQuestion, named: usize, links: &Links<'_>) -> Markup {
    let measured: Vec<(&ReportAnswer, Extent)> = question
        .answers
        .iter()
        .filter_map(|answer| Some((answer, answer.value.as_ref()?.extent()?)))
        .collect();
    let mut measures: Vec<&Measure> = measured.iter().map(|(_, extent)| &extent.measure).collect();
    measures.sort_unstable();
    measures.dedup();
    let others = question.answers.iter().filter(|answer| {
        let value = answer.value.as_ref();
        value
            .and_then(crate::domain::value::Value::extent)
            .is_none()
    });
    let others: Vec<&ReportAnswer> = others.collect();
    html! {
        article.question id={ "q-" (question.question) } {
            h3 { (question.text) (labels::mark(question.unreviewed)) }
            @for measure in measures { (on_one_scale(measure, &measured, named, links)) }
            @if !others.is_empty() {
                div.answers { @for answer in others { (column(answer, named, links)) } }
            }
        }
    }
}

/// The answers of one measure, drawn on a common scale.
fn on_one_scale(
    measure: &Measure,
    measured: &[(&ReportAnswer, Extent)],
    named: usize,
    links: &Links<'_>,
) -> Markup {
    let of_measure = measured
        .iter()
        .filter(|(_, extent)| extent.measure == *measure);
    let (answers, extents): (Vec<&ReportAnswer>, Vec<Extent>) = of_measure.cloned().unzip();
    let caption = match measure {
        Measure::Money(currency) => format!("in {currency}, from 0"),
        Measure::Count(unit) => format!("in {unit}, from 0"),
        Measure::Days => "by day".to_owned(),
    };
    html! {
        table.scale {
            caption { (caption) }
            thead { tr {
                th scope="col" { "Answer" } th scope="col" { "On one scale" } th scope="col" { "Held by" }
            } }
            tbody { @for (answer, place) in answers.iter().zip(scales::drawn(&extents)) {
                tr {
                    th scope="row" { (value(answer)) p.note { (links.claim(&answer.claim)) } }
                    td.drawn { (place) }
                    td { p { (standing(answer)) } (held(answer, named, links)) }
                }
            } }
        }
    }
}

fn column(answer: &ReportAnswer, named: usize, links: &Links<'_>) -> Markup {
    html! {
        div.answer {
            h4 { (value(answer)) }
            p.note { (standing(answer)) br; (links.claim(&answer.claim)) }
            (held(answer, named, links))
        }
    }
}

/// An answer's status, and since when it has it.
fn standing(answer: &ReportAnswer) -> Markup {
    html! {
        (labels::contested(answer.status, &answer.contested_by))
        @if let Some(since) = &answer.since { " " span.note { "since " (labels::time(since)) } }
        (labels::mark(answer.unreviewed))
    }
}

/// The answer's value or, if it has none, the claim's text.
fn value(answer: &ReportAnswer) -> String {
    let value = answer.value.as_ref();
    value.map_or_else(|| answer.text.clone(), value_in_words)
}

/// The parties that affirm it, then those that deny it, then those that hedge or withhold.
fn held(answer: &ReportAnswer, named: usize, links: &Links<'_>) -> Markup {
    let stands = &answer.stands;
    html! {
        @if stands.held.is_empty() { p.note { "Nobody holds it." } }
        (holders(&stands.held, named, links))
        @if !stands.denied.is_empty() { p.note { "Denied by" } (holders(&stands.denied, named, links)) }
        @if !stands.unsure.is_empty() { p.note { "Unsure, or silent" } (holders(&stands.unsure, named, links)) }
    }
}

fn holders(holders: &[ReportHolder], named: usize, links: &Links<'_>) -> Markup {
    html! { @if !holders.is_empty() {
        ul.held {
            @for held in holders.iter().take(named) {
                li {
                    (links.speaker(&held.speaker)) " " (labels::stance(held.stance))
                    @if held.relayed { " (relayed)" }
                    " " (said(held, links))
                }
            }
            @if holders.len() > named { li.note { "and " (holders.len() - named) " more" } }
        }
    } }
}

fn said(held: &ReportHolder, links: &Links<'_>) -> Markup {
    let anchor = held
        .statement
        .as_deref()
        .and_then(|id| links.statement_anchor(id));
    html! { span.note { @match anchor {
        Some(anchor) => a href=(anchor) { (labels::time(labels::day(&held.said))) },
        None => (labels::time(labels::day(&held.said))),
    } } }
}
