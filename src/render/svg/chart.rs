//! A timeline as a picture: a lane for each claim, a mark for each statement, and bands for the claim's status.
//!
//! A mark has the symbol of the stance, the speaker's name and, where it is known, the time of day, so that it can be read
//! without being pointed at.

use maud::{Markup, html};

use super::lanes::{self, Axis, Band, DataPoint, HEIGHT, Lane, PITCH};
use crate::answer::symbol;
use crate::domain::statement::Family;
use crate::domain::status::Status;
use crate::render::html::marks::class;
use crate::render::page::counted;

/// Claims that get a lane: those with the most statements.
pub(crate) const MOST_LANES: usize = 60;
/// The middle of a lane, in pixels.
const MIDDLE: u32 = HEIGHT / 2;

/// What is said on a claim.
pub(crate) struct Row {
    /// The claim, as the chart shows it.
    pub head: Markup,
    /// What the lane is called by those who do not see it.
    pub name: String,
    /// Where the statements without a mark are found.
    pub href: String,
    /// The statements in order of time, then changes of status by statements on other claims.
    pub points: Vec<DataPoint>,
    /// The mark of each statement.
    pub marks: Vec<Mark>,
}

/// A statement.
pub(crate) struct Mark {
    /// The family of its stance.
    pub family: Family,
    /// The speaker's name.
    pub speaker: String,
    /// The time of day in the reader's zone, if it is known.
    pub minute: Option<String>,
    /// The whole statement in a line.
    pub summary: String,
    /// Where it is found.
    pub href: String,
}

/// The chart; `None` if nothing was said. `beyond` is the number of claims that were left out.
pub(crate) fn chart(rows: &[Row], beyond: usize) -> Option<Markup> {
    let points: Vec<Vec<DataPoint>> = rows.iter().map(|row| row.points.clone()).collect();
    let axis = lanes::axis(&points);
    let has_bands = points.iter().flatten().any(|point| point.turned.is_some());
    (!axis.columns.is_empty()).then(|| html! {
        (patterns(&axis))
        (legend(has_bands))
        @if beyond > 0 {
            p.note { "Of " (counted(beyond + rows.len(), "claim", "claims")) ", the " (rows.len()) " with the most statements have a lane." }
        }
        div.lanes role="region" aria-label="Statements on each claim, by day" tabindex="0" {
            table {
                thead { tr { th scope="col" { "Claim" } td { (days(&axis)) } } }
                tbody { @for row in rows { tr {
                    th scope="row" { (row.head) }
                    td { (lane(row, &axis)) }
                } } }
            }
        }
    })
}

/// The patterns that fill the bands. Every status has its own, so that nobody has to tell colours apart.
fn patterns(axis: &Axis) -> Markup {
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" { defs {
            path.tick id="lane-days" d=(ticks(axis)) {}
            rect id="lane-mark" x=(1 - i64::from(PITCH / 2)) y="4" width=(PITCH - 2) height=(HEIGHT - 8) rx="4" {}
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

fn legend(has_bands: bool) -> Markup {
    let stances = [
        ("affirms", Family::Affirming),
        ("negates", Family::Negating),
        ("hedges or doubts", Family::Uncertain),
        ("withholds", Family::Withholding),
        ("retracts", Family::Meta),
    ];
    html! {
        p.legend {
            @if has_bands { @for status in Status::ALL {
                span.key {
                    svg.swatch width="22" height="12" aria-hidden="true" {
                        rect class={ "band " (status) } x="1" y="1" width="20" height="10" {}
                    }
                    " " (status)
                }
            } }
            @for (meaning, family) in stances {
                span.key { span class=(class(family)) { (meaning) } }
            }
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

fn lane(row: &Row, axis: &Axis) -> Markup {
    let Lane { marks, more, bands } = axis.lane(&row.points);
    html! {
        svg width=(axis.width) height=(HEIGHT) viewBox={ "0 0 " (axis.width) " " (HEIGHT) } role="group"
            aria-label={ "Statements on " (row.name) } {
            use href="#lane-days" {}
            @for one in &bands { (band(one)) }
            @for place in &marks {
                @if let Some(said) = row.marks.get(place.point) { (mark(said, place.x)) }
            }
            @for more in &more {
                a.mark.more href=(row.href) transform={ "translate(" (more.x) ")" } {
                    title { (counted(more.count, "more statement", "more statements")) }
                    text {} text y=(MIDDLE + 4) { "+" (more.count) }
                }
            }
        }
    }
}

fn band(band: &Band) -> Markup {
    html! {
        rect class={ "band " (band.status) } x=(band.x) y="2" width=(band.width) height=(HEIGHT - 4) {
            title { (band.status) }
        }
    }
}

fn mark(said: &Mark, x: u32) -> Markup {
    html! {
        a class={ "mark " (class(said.family)) } href=(said.href) transform={ "translate(" (x) ")" } {
            title { (said.summary) }
            use href="#lane-mark" {}
            text y=(MIDDLE - 1) { (symbol(said.family)) @if let Some(minute) = &said.minute { " " tspan { (minute) } } }
            text y=(MIDDLE + 10) { (short_name(&said.speaker)) }
        }
    }
}

/// Letters of a name that a mark has room for.
const LETTERS: usize = 11;

/// A name as short as a mark: a surname, or the first words.
fn short_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let words = match words.as_slice() {
        [article, rest @ ..]
            if !rest.is_empty()
                && ["the", "a", "an"].contains(&article.to_lowercase().as_str()) =>
        {
            rest
        }
        all => all,
    };
    let whole = words.join(" ");
    if whole.chars().count() <= LETTERS {
        return whole;
    }
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    let particles = ["von", "van", "der", "den", "de", "da", "di", "al", "bin"];
    let is_person = words
        .iter()
        .all(|word| is_capital(word) || particles.contains(word));
    let shown = match words {
        [_, .., surname] if is_person && words.len() <= 4 => (*surname).to_owned(),
        _ => whole,
    };
    match shown.chars().count() > LETTERS {
        true => {
            let kept: String = shown.chars().take(LETTERS - 2).collect();
            format!("{}…", kept.trim_end())
        }
        false => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn names_are_cut_to_what_a_mark_has_room_for() {
        for (name, short) in [
            ("Ann Lee", "Ann Lee"),
            ("Bartholomew Featherstone", "Featherst…"),
            ("Marguerite von der Heide", "Heide"),
            ("The Harbour", "Harbour"),
            ("a senior member of the council", "senior me…"),
            ("The", "The"),
            ("—", "—"),
            ("", ""),
        ] {
            assert_eq!(short_name(name), short);
        }
    }
}
