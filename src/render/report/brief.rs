//! The brief edition: what an editor reads first, on one page. It has no section for each claim, so nothing in it leads to
//! one.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::links::Links;
use super::{Section, discrepancies, glance, overview, records};
use crate::answer::{Report, ReportDiscrepancy};
use crate::domain::slug::Slug;
use crate::render::diverging::by_subject;
use crate::render::page::counted;

/// Claims at a glance, subjects on which accounts diverge, parties on each side, and principals to call.
const CLAIMS: usize = 6;
const SUBJECTS: usize = 2;
const VOICES: usize = 1;
const CALLS: usize = 5;

/// The sharpest discrepancy on each of the first subjects.
fn sharpest(report: &Report) -> Vec<&ReportDiscrepancy> {
    let subjects = by_subject(&report.discrepancies).into_iter();
    let sharpest = subjects.filter_map(|subject| subject.first().copied());
    sharpest.take(SUBJECTS).collect()
}

/// The sources that it cites.
pub(super) fn cited(report: &Report) -> BTreeSet<&Slug> {
    let sides = sharpest(report).into_iter().flat_map(|found| &found.sides);
    let words = sides.filter_map(|side| side.words.as_ref());
    words.map(|words| &words.source).collect()
}

/// Its sections.
pub(super) fn sections(report: &Report, links: &Links<'_>) -> Vec<Section> {
    let found = sharpest(report);
    let others = report.discrepancies.len() - found.len();
    let cited = cited(report);
    let mut sections = vec![Section {
        id: "standing",
        title: "How it stands",
        content: html! {
            (overview::tally(report))
            (glance::table(report, CLAIMS, links))
        },
    }];
    if !found.is_empty() {
        sections.push(Section {
            id: "discrepancies",
            title: "Where accounts diverge",
            content: html! {
                @for one in found { (discrepancies::facing(&[one], VOICES, links)) }
                @if others > 0 { p.note { "And " (counted(others, "other discrepancy", "other discrepancies")) "." } }
            },
        });
    }
    if !report.calls.is_empty() {
        sections.push(Section {
            id: "calls",
            title: "Whom to call next",
            content: calls(report),
        });
    }
    if !cited.is_empty() {
        sections.push(Section {
            id: "sources",
            title: "Sources",
            content: html! { ul.records {
                @for source in report.sources.iter().filter(|source| cited.contains(&source.source)) { (records::cited(source)) }
            } },
        });
    }
    sections
}

/// The principals to call, each with the number of its points and the first of them.
fn calls(report: &Report) -> Markup {
    html! {
        ul.points { @for call in report.calls.iter().take(CALLS) {
            li {
                strong { (call.principal.name) }
                @if let Some(first) = call.claims.first() { ": " (first.text) }
                @if call.claims.len() > 1 { " " span.note { "and " (counted(call.claims.len() - 1, "other point", "other points")) } }
            }
        } }
        @if report.calls.len() > CALLS { p.note { "And " (counted(report.calls.len() - CALLS, "other", "others")) "." } }
    }
}

/// Its footer.
pub(super) fn footer(report: &Report) -> Markup {
    html! { footer.colophon {
        p.note {
            "The brief edition of a report on " (counted(report.claims.len(), "claim", "claims")) ", made by " (report.colophon.made_by)
            ". " em { "Confirmed" } " means that what was said meets a claim’s standard, not that it is true. To check it: "
            code { "onrecord verify --head " (report.colophon.pin) } "."
        }
    } }
}
