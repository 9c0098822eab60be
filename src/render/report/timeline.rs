//! The timeline: a lane for each claim, a mark for each statement, and bands for the claim's status.

use maud::{Markup, html};

use super::labels;
use super::links::Links;
use crate::answer::{Report, ReportClaim, ReportStatement, symbol};
use crate::domain::statement::Family;
use crate::domain::status::Status;
use crate::render::page::counted;
use crate::render::svg::lanes::{self, Axis, Band, DataPoint, HEIGHT, Lane, Overflow, PITCH};

/// Claims that get a lane.
const MOST_LANES: usize = 100;
/// The middle of a lane, in pixels.
const MIDDLE: u32 = HEIGHT / 2;

/// The section, or `None` if nobody said anything.
pub(super) fn section(report: &Report, links: &Links<'_>) -> Option<Markup> {
    let (claims, others) = drawn(report);
    let points: Vec<Vec<DataPoint>> = claims.iter().map(|claim| points(claim)).collect();
    let axis = lanes::axis(&points);
    (!axis.columns.is_empty()).then(|| {
        html! {
            (patterns(&axis))
            (legend(others))
            div.lanes role="region" aria-label="Statements on each claim, by day" tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Claim" } td { (days(&axis)) } } }
                    tbody { @for (claim, points) in claims.iter().zip(&points) {
                        tr {
                            th scope="row" {
                                (links.claim_text(&claim.claim, &claim.text)) " "
                                (labels::contested(claim.status, &claim.contested_by))
                            }
                            td { (lane(claim, &axis, &axis.lane(points), links)) }
                        }
                    } }
                }
            }
        }
    })
}

/// The claims that get a lane, in the order of the report, and the number of the others. Those with
/// the most statements get one.
fn drawn(report: &Report) -> (Vec<&ReportClaim>, usize) {
    let mut claims: Vec<(usize, &ReportClaim)> = report.claims.iter().enumerate().collect();
    claims.sort_by_key(|(_, claim)| std::cmp::Reverse(claim.statements.len()));
    let others = claims.len().saturating_sub(MOST_LANES);
    claims.truncate(MOST_LANES);
    claims.sort_by_key(|(place, _)| *place);
    (claims.into_iter().map(|(_, claim)| claim).collect(), others)
}

fn points(claim: &ReportClaim) -> Vec<DataPoint> {
    let statements = claim.statements.iter().map(|statement| DataPoint {
        said: statement.words.said.clone(),
        turned: statement.turned,
        marked: true,
    });
    let moved = claim.moved.iter().map(|moved| DataPoint {
        said: moved.said.clone(),
        turned: Some(moved.status),
        marked: false,
    });
    statements.chain(moved).collect()
}

/// The patterns that fill the bands. Every status has its own, so that nobody has to tell colours
/// apart.
fn patterns(axis: &Axis) -> Markup {
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" { defs {
            path.tick id="days" d=(ticks(axis)) {}
            rect id="mark" x=(1 - i64::from(PITCH / 2)) y="5" width=(PITCH - 2) height=(HEIGHT - 10) rx="4" {}
            pattern id="band-unconfirmed" width="6" height="6" patternUnits="userSpaceOnUse" {
                rect.ground width="6" height="6" {} circle.figure cx="3" cy="3" r="1.2" {}
            }
            pattern id="band-disputed" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect.ground width="7" height="7" {} rect.figure width="2.5" height="7" {}
            }
            pattern id="band-denied" width="7" height="7" patternUnits="userSpaceOnUse" {
                rect.ground width="7" height="7" {} path.line d="M0 0l7 7M7 0l-7 7" {}
            }
        } }
    }
}

/// The lines where days begin, across a lane.
fn ticks(axis: &Axis) -> String {
    let columns = axis.columns.iter();
    columns
        .map(|column| format!("M{} 0v{HEIGHT}", column.x))
        .collect()
}

fn legend(others: usize) -> Markup {
    let stances = [
        ("affirms", Family::Affirming),
        ("negates", Family::Negating),
        ("hedges or doubts", Family::Uncertain),
        ("withholds", Family::Withholding),
        ("retracts", Family::Meta),
    ];
    html! {
        p.legend {
            @for status in Status::ALL {
                span.key { (swatch(*status)) " " (status) }
            }
            @for (meaning, family) in stances {
                span.key { span class=(labels::class(family)) { (meaning) } }
            }
        }
        p.note {
            "The letters under a mark are the speaker’s initials. A mark links to its statement, and shows it when you point at it or reach it by keyboard."
            @if others > 0 {
                " Of " (counted(others + MOST_LANES, "claim", "claims")) ", the "
                (MOST_LANES) " with the most statements have a lane."
            }
        }
    }
}

fn swatch(status: Status) -> Markup {
    html! {
        svg.swatch width="22" height="12" aria-hidden="true" {
            rect class={ "band " (status) } x="1" y="1" width="20" height="10" {}
        }
    }
}

/// The header of the chart: its columns, each with its day.
fn days(axis: &Axis) -> Markup {
    html! {
        svg width=(axis.width) height="26" viewBox={ "0 0 " (axis.width) " 26" } role="img"
            aria-label={ "From " (axis.columns.first().map_or("", |column| &column.name))
                " to " (axis.columns.last().map_or("", |column| &column.name)) } {
            @for column in &axis.columns {
                @if column.gap { path.gap d={ "M" (column.x - 10) " 26l4-14M" (column.x - 5) " 26l4-14" } {} }
                @if !column.gap { path.tick d={ "M" (column.x) " 26v-10" } {} }
                text.day x=(column.x + 6) y="18" { (column.name) }
            }
        }
    }
}

fn lane(claim: &ReportClaim, axis: &Axis, lane: &Lane, links: &Links<'_>) -> Markup {
    html! {
        svg width=(axis.width) height=(HEIGHT) viewBox={ "0 0 " (axis.width) " " (HEIGHT) } role="group"
            aria-label={ "Statements on " (claim.claim) } {
            use href="#days" {}
            @for one in &lane.bands { (band(one)) }
            @for mark in &lane.marks {
                @if let Some(heard) = claim.statements.get(mark.point) { (point(heard, mark.x, links)) }
            }
            @for more in &lane.more { (rest(claim, *more)) }
        }
    }
}

fn band(band: &Band) -> Markup {
    html! {
        rect class={ "band " (band.status) } x=(band.x) y="3" width=(band.width) height=(HEIGHT - 6) {
            title { (band.status) }
        }
    }
}

fn point(heard: &ReportStatement, x: u32, links: &Links<'_>) -> Markup {
    let words = &heard.words;
    let family = words.stance.family();
    let mut summary = links.line(words);
    if let Some(turned) = heard.turned {
        summary.push_str(&format!(" · → {turned}"));
    }
    html! {
        a class={ "mark " (labels::class(family)) } href={ "#s-" (words.statement) } transform={ "translate(" (x) ")" } {
            title { (summary) }
            use href="#mark" {}
            text y=(MIDDLE) { (symbol(family)) }
            text y=(MIDDLE + 10) { (initials(&words.speaker.name)) }
        }
    }
}

/// The number of statements of a full column that have no mark.
fn rest(claim: &ReportClaim, more: Overflow) -> Markup {
    html! {
        a.mark.more href={ "#c-" (claim.claim) } transform={ "translate(" (more.x) ")" } {
            title { (counted(more.count, "more statement", "more statements")) }
            text {} text y=(MIDDLE + 4) { "+" (more.count) }
        }
    }
}

/// The initials of a name, at most three, without those of articles. Of a single word, its first three
/// letters.
fn initials(name: &str) -> String {
    let words = name
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !["", "the", "The", "a", "A", "an", "An", "of", "and"].contains(word));
    let words: Vec<&str> = words.take(3).collect();
    match words.as_slice() {
        [one] => one.chars().take(3).collect(),
        several => several
            .iter()
            .filter_map(|word| word.chars().next())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn names_have_initials() {
        for (name, letters) in [
            ("Donald Trump", "DT"),
            ("The Kremlin", "Kre"),
            ("The White House", "WH"),
            ("A senior official", "so"),
            ("Recep Tayyip Erdoğan", "RTE"),
            ("—", ""),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
