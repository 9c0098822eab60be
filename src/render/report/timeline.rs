//! The timeline: a lane for each claim of the report.

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::{Report, ReportClaim, ReportStatement};
use crate::render::svg::chart::{MOST_LANES, Mark, Row, chart};
use crate::render::svg::lanes::DataPoint;

/// The section, or `None` if nobody said anything.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Option<Markup> {
    let (claims, beyond) = drawn(report);
    let rows: Vec<Row> = claims.iter().map(|claim| row(claim, links)).collect();
    chart(&rows, beyond)
}

/// The claims that get a lane, in the order of the report, and the number of the others. Those with
/// the most statements get one.
fn drawn(report: &Report) -> (Vec<&ReportClaim>, usize) {
    let mut claims: Vec<(usize, &ReportClaim)> = report.claims.iter().enumerate().collect();
    claims.sort_by_key(|(_, claim)| std::cmp::Reverse(claim.statements.len()));
    let beyond = claims.len().saturating_sub(MOST_LANES);
    claims.truncate(MOST_LANES);
    claims.sort_by_key(|(place, _)| *place);
    (claims.into_iter().map(|(_, claim)| claim).collect(), beyond)
}

fn row(claim: &ReportClaim, links: &Links<'_>) -> Row {
    Row {
        head: html! {
            (links.claim_text(&claim.claim, &claim.text)) " "
            (labels::contested(claim.status, &claim.contested_by))
        },
        name: claim.claim.to_string(),
        href: format!("#c-{}", claim.claim),
        points: points(claim, links),
        marks: claim
            .statements
            .iter()
            .map(|one| mark(one, links))
            .collect(),
    }
}

fn points(claim: &ReportClaim, links: &Links<'_>) -> Vec<DataPoint> {
    let statements = claim.statements.iter().map(|statement| DataPoint {
        said: links.local(&statement.words.said).into_owned(),
        turned: statement.turned,
        marked: true,
    });
    let moved = claim.moved.iter().map(|moved| DataPoint {
        said: links.local(&moved.said).into_owned(),
        turned: Some(moved.status),
        marked: false,
    });
    statements.chain(moved).collect()
}

fn mark(heard: &ReportStatement, links: &Links<'_>) -> Mark {
    let words = &heard.words;
    let mut summary = links.line(words);
    if let Some(turned) = heard.turned {
        summary.push_str(&format!(" · → {turned}"));
    }
    Mark {
        family: words.stance.family(),
        speaker: words.speaker.name.clone(),
        minute: links.local(&words.said).get(11..16).map(str::to_owned),
        summary,
        href: format!("#s-{}", words.statement),
    }
}
