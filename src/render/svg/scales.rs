//! Drawings of values on a common scale.

use maud::{Markup, html};

use super::scale::{self, Placed, WIDTH};
use crate::domain::decimal::Decimal;
use crate::domain::value::Extent;

/// The height of a drawing, in pixels.
const HEIGHT: u32 = 34;
/// The height at which its line runs, in pixels from the top.
const MIDDLE: u32 = 10;

/// A drawing for each value, all on the same scale.
pub(crate) fn drawn(extents: &[Extent]) -> Vec<Markup> {
    let ticks = scale::ticks(extents);
    let places = scale::place(extents);
    let drawn = places.iter().zip(extents);
    drawn
        .map(|(placed, extent)| draw(placed, extent, &ticks))
        .collect()
}

fn draw(placed: &Placed, extent: &Extent, ticks: &[(u32, Decimal)]) -> Markup {
    let Placed { from, to, .. } = *placed;
    html! {
        svg.scale width=(WIDTH) height=(HEIGHT) viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } aria-hidden="true" {
            @if let Some(first) = extent.first_day() { (label(from, &first.to_string())) }
            @if let Some(last) = extent.last_day() { @if to > from { (label(to, &last.to_string())) } }
            @if !ticks.is_empty() {
                path.tick d={ @for (x, _) in ticks { "M" (x) " " (MIDDLE - 5) "v13" } } {}
                g.day text-anchor="middle" transform={ "translate(0 " (HEIGHT - 2) ")" } {
                    @for (x, number) in ticks { text x=(x) { (short(*number)) } }
                }
            }
            line.track x1="0" x2=(WIDTH) y1=(MIDDLE) y2=(MIDDLE) {}
            @if to > from { rect.range x=(from) width=(to - from) y=(MIDDLE - 4) height="8" {} }
            @if !placed.open_below { (end(from)) }
            @if !placed.open_above { (end(to)) }
            @if placed.open_below { path.end d={ "M10 " (MIDDLE - 7) "l-9 7 9 7z" } {} }
            @if placed.open_above { path.end d={ "M" (WIDTH - 10) " " (MIDDLE - 7) "l9 7-9 7z" } {} }
        }
    }
}

/// What a place is, written below it and inside the drawing.
fn label(x: u32, words: &str) -> Markup {
    let anchor = match x {
        x if x < WIDTH / 4 => "start",
        x if x > WIDTH / 4 * 3 => "end",
        _ => "middle",
    };
    let x = match anchor {
        "start" => x.saturating_sub(6),
        "end" => x + 6,
        _ => x,
    };
    html! { text.day x=(x) y=(HEIGHT - 2) text-anchor=(anchor) { (words) } }
}

/// A number of a tick: 20m for 20000000.
fn short(number: Decimal) -> String {
    let parts = [(1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k")];
    let large = |part: i64| number.abs() >= Decimal::whole(part);
    let short = parts.into_iter().find_map(|(part, name)| {
        let quotient = large(part).then(|| number.short_quotient(part))??;
        Some(format!("{quotient}{name}"))
    });
    short.unwrap_or_else(|| number.to_string())
}

fn end(x: u32) -> Markup {
    html! { circle.end cx=(x) cy=(MIDDLE) r="6" {} }
}
