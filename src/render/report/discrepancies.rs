//! Discrepancies by subject, the sharpest first, with their sides in columns.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::wording::value_in_words;
use crate::answer::{Report, ReportDiscrepancy, ReportSide};
use crate::domain::discrepancy::Kind;
use crate::domain::statement::Stance;
use crate::render::diverging::{self, OPEN, by_subject};
use crate::render::page::counted;

/// Discrepancies folded to a line each in a long report. Others are only counted.
const FOLDED: usize = 30;
/// Parties shown on a side. Others are only counted.
const MOST_ON_A_SIDE: usize = 12;

/// The section.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Markup {
    let subjects = by_subject(&report.discrepancies);
    let is_weak = |subject: &Vec<&ReportDiscrepancy>| subject.iter().all(|one| one.weak);
    let (weak, strong): (Vec<_>, Vec<_>) = subjects.into_iter().partition(is_weak);
    html! {
        @if report.discrepancies.is_empty() { p { "No accounts diverge." } }
        @else {
            p.lead { (counts(report)) }
            @for subject in strong.iter().take(OPEN) { (facing(subject, MOST_ON_A_SIDE, links)) }
            @if strong.len() > OPEN {
                h3 { "On " (counted(strong.len() - OPEN, "other subject", "other subjects")) }
                (rest(&strong[OPEN..], labels::listed(report, FOLDED), links))
            }
            @if !weak.is_empty() {
                h3 { (counted(weak.len(), "subject with only weak ones", "subjects with only weak ones")) }
                p.note { "Those in which a party only doubts or hedges, or has merely been silent." }
                (rest(&weak, labels::listed(report, FOLDED), links))
            }
        }
    }
}

/// The discrepancies on some subjects, folded to a line each, and the number of the others.
fn rest(subjects: &[Vec<&ReportDiscrepancy>], listed: usize, links: &Links<'_>) -> Markup {
    let found: Vec<&&ReportDiscrepancy> = subjects.iter().flatten().collect();
    html! {
        @for one in found.iter().take(listed) { (folded(one, links)) }
        @if found.len() > listed {
            p.note { "And " (found.len() - listed) " more; the section of each claim names its own." }
        }
    }
}

/// The number of strong discrepancies by kind.
fn counts(report: &Report) -> Markup {
    let kinds = report.overview.discrepancies.iter();
    let kinds: Vec<_> = kinds.filter(|(_, counts)| counts.strong > 0).collect();
    html! {
        @if kinds.is_empty() { "Only weak ones." }
        @for (at, (kind, counts)) in kinds.into_iter().enumerate() {
            @if at > 0 { " · " }
            span { (counts.strong) " " (diverging::kind(*kind)) }
        }
    }
}

/// The discrepancies on a subject: the sharpest in full, with `most` parties on a side, the others folded.
pub(super) fn facing(subject: &[&ReportDiscrepancy], most: usize, links: &Links<'_>) -> Markup {
    html! { @if let Some((sharpest, others)) = subject.split_first() {
        article.divergence {
            header {
                (kind(sharpest))
                h3 { (sharpest.summary) }
                (about(sharpest, links))
            }
            (sides(sharpest, most, links))
            @for one in others { (folded(one, links)) }
        }
    } }
}

/// A discrepancy folded to a line.
pub(super) fn folded(found: &ReportDiscrepancy, links: &Links<'_>) -> Markup {
    html! {
        details.divergence {
            summary { (kind(found)) " " (found.summary) }
            (about(found, links))
            (sides(found, MOST_ON_A_SIDE, links))
        }
    }
}

fn kind(found: &ReportDiscrepancy) -> Markup {
    html! { span.kind { (diverging::kind(found.kind)) @if found.weak { " (weak)" } } (labels::mark(found.unreviewed)) }
}

fn about(found: &ReportDiscrepancy, links: &Links<'_>) -> Markup {
    html! {
        p.note {
            "Since " (labels::time(&found.opened))
            @if let Some(resolved) = &found.resolved { ", ended " (labels::time(resolved)) }
            " · "
            @match &found.question {
                Some(question) => (links.question(question)),
                None => (links.claims(&found.claims)),
            }
        }
    }
}

fn sides(found: &ReportDiscrepancy, most: usize, links: &Links<'_>) -> Markup {
    let mut sides: BTreeMap<u32, Vec<&ReportSide>> = BTreeMap::new();
    for one in &found.sides {
        sides.entry(one.side).or_default().push(one);
    }
    html! {
        div.sides { @for (side, stands) in &sides {
            div.side {
                (head(found.kind, *side, stands, links))
                @let with_stance = !is_said_by_head(found.kind, stands);
                @for stand in stands.iter().take(most) { (party(stand, with_stance, links)) }
                @if stands.len() > most {
                    p.note { "and " (stands.len() - most) " more" }
                }
            }
        } }
    }
}

/// The heading of a side: the answer that it gives or, in the words of its stances, what it does. If it does one thing,
/// its parties are listed without it.
fn head(kind: Kind, side: u32, stands: &[&ReportSide], links: &Links<'_>) -> Markup {
    let words = match (kind, side) {
        (Kind::ValueConflict, _) => stands.first().and_then(|stand| {
            let claim = links.claim_of(&stand.claim)?;
            let value = claim.value.as_ref();
            Some(value.map_or_else(|| claim.text.clone(), value_in_words))
        }),
        (Kind::Reversal, 0) => Some("Before".to_owned()),
        (Kind::Reversal, _) => Some("And then".to_owned()),
        _ => None,
    };
    html! { h4 { @match words {
        Some(words) => (words),
        None => @for (at, stance) in stances(stands).into_iter().enumerate() {
            @if at > 0 { ", " }
            @match stance { Some(stance) => (labels::stance(stance)), None => "has not been heard" }
        },
    } } }
}

fn stances(stands: &[&ReportSide]) -> Vec<Option<Stance>> {
    let words = stands.iter().map(|stand| stand.words.as_ref());
    diverging::stances(words.map(|words| Some(words?.stance)))
}

/// Whether the heading of a side says all of what its parties do.
fn is_said_by_head(kind: Kind, stands: &[&ReportSide]) -> bool {
    !matches!(kind, Kind::ValueConflict | Kind::Reversal) && stances(stands).len() == 1
}

/// A party on a side, with its statement.
fn party(stand: &ReportSide, with_stance: bool, links: &Links<'_>) -> Markup {
    let Some(words) = &stand.words else {
        return html! {
            div.stand {
                p { strong { (links.speaker(&stand.speaker)) } }
                @if with_stance { p.note { "has not been heard" } }
            }
        };
    };
    let relayed = words.speaker != stand.speaker;
    html! {
        div.stand {
            p { strong { (links.speaker(&stand.speaker)) } @if with_stance { " " (labels::stance(words.stance)) } }
            @if let Some(quote) = &words.quote { blockquote { p { "“" (quote) "”" } } }
            @if let Some(words) = &words.words { blockquote { p { (words) } } }
            p.note {
                @if relayed { "in the name of " (links.speaker(&words.speaker)) ", " }
                @match links.statement_anchor(&words.statement) {
                    Some(anchor) => a href=(anchor) { (labels::time(&words.said)) },
                    None => (labels::time(&words.said)),
                }
                ", " (links.source(&words.source, words.passage.as_ref()))
                @if !words.via.is_empty() { ", via " (links.speakers(&words.via)) }
            }
        }
    }
}
