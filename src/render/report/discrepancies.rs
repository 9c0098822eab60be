//! Discrepancies, the sharpest first, with their sides in columns.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::{Report, ReportDiscrepancy, ReportSide};
use crate::domain::discrepancy::Kind;
use crate::render::page::counted;

/// Discrepancies shown in full. Others are folded to a line.
const OPEN: usize = 6;
/// Discrepancies folded to a line in a long report. Others are only counted.
const FOLDED: usize = 30;
/// Parties shown on a side. Others are only counted.
const MOST_ON_A_SIDE: usize = 12;

/// The section.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Markup {
    let (weak, strong): (Vec<_>, Vec<_>) = report.discrepancies.iter().partition(|one| one.weak);
    html! {
        @if report.discrepancies.is_empty() { p { "No accounts diverge." } }
        @else {
            p.lead { (counts(report)) }
            @for found in strong.iter().take(OPEN) { (facing(found, links)) }
            @if strong.len() > OPEN {
                h3 { "And " (counted(strong.len() - OPEN, "other", "others")) }
                (rest(&strong[OPEN..], labels::listed(report, FOLDED), links))
            }
            @if !weak.is_empty() {
                h3 { (counted(weak.len(), "weak one", "weak ones")) }
                p.note { "Those in which a party only doubts or hedges, or has merely been silent." }
                (rest(&weak, labels::listed(report, FOLDED), links))
            }
        }
    }
}

/// Discrepancies folded to a line each, and the number of the others.
fn rest(found: &[&ReportDiscrepancy], listed: usize, links: &Links<'_>) -> Markup {
    html! {
        @for found in found.iter().take(listed) { (folded(found, links)) }
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
            span { (kind) " " (counts.strong) }
        }
    }
}

/// A discrepancy in full.
pub(super) fn facing(found: &ReportDiscrepancy, links: &Links<'_>) -> Markup {
    html! {
        article.divergence {
            header {
                (kind(found))
                h3 { (found.summary) }
                (about(found, links))
            }
            (sides(found, links))
        }
    }
}

/// A discrepancy folded to a line.
pub(super) fn folded(found: &ReportDiscrepancy, links: &Links<'_>) -> Markup {
    html! {
        details.divergence {
            summary { (kind(found)) " " (found.summary) }
            (about(found, links))
            (sides(found, links))
        }
    }
}

fn kind(found: &ReportDiscrepancy) -> Markup {
    html! { span.kind { (found.kind) @if found.weak { " (weak)" } } (labels::mark(found.unreviewed)) }
}

fn about(found: &ReportDiscrepancy, links: &Links<'_>) -> Markup {
    html! {
        p.note {
            "Since " (labels::time(labels::day(&found.opened)))
            @if let Some(resolved) = &found.resolved { ", ended " (labels::time(labels::day(resolved))) }
            " · "
            @if let Some(question) = &found.question { (links.question(question)) " · " }
            (links.claims(&found.claims))
        }
    }
}

fn sides(found: &ReportDiscrepancy, links: &Links<'_>) -> Markup {
    let mut sides: BTreeMap<u32, Vec<&ReportSide>> = BTreeMap::new();
    for one in &found.sides {
        sides.entry(one.side).or_default().push(one);
    }
    html! {
        div.sides { @for (side, stands) in &sides {
            div.side {
                @if let Some(head) = head(found.kind, *side, stands, links) { h4 { (head) } }
                @for stand in stands.iter().take(MOST_ON_A_SIDE) { (party(stand, links)) }
                @if stands.len() > MOST_ON_A_SIDE {
                    p.note { "and " (stands.len() - MOST_ON_A_SIDE) " more" }
                }
            }
        } }
    }
}

/// The heading of a side.
fn head(kind: Kind, side: u32, stands: &[&ReportSide], links: &Links<'_>) -> Option<String> {
    Some(match (kind, side) {
        (Kind::ValueConflict, _) => {
            let claim = links.claim_of(&stands.first()?.claim)?;
            let value = claim.value.as_ref();
            value.map_or_else(|| claim.text.clone(), ToString::to_string)
        }
        (Kind::Reversal, 0) => "Before".to_owned(),
        (Kind::Reversal, _) => "And then".to_owned(),
        (Kind::AnonymousOnly | Kind::Overdue | Kind::ConflictingReports, _) => return None,
        (Kind::Unacknowledged, 1) => "Whose word is missing".to_owned(),
        (_, 0) => "It is so".to_owned(),
        (_, _) => "The other side".to_owned(),
    })
}

/// A party on a side, with its statement.
fn party(stand: &ReportSide, links: &Links<'_>) -> Markup {
    let Some(words) = &stand.words else {
        return html! {
            div.stand { p { strong { (links.speaker(&stand.speaker)) } } p.note { "has not been heard" } }
        };
    };
    let relayed = words.speaker != stand.speaker;
    html! {
        div.stand {
            p { strong { (links.speaker(&stand.speaker)) } " " (labels::stance(words.stance)) }
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
