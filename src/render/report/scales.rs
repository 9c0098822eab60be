//! Values on one scale, drawn.

use maud::{Markup, html};

use crate::domain::value::Extent;
use crate::render::svg::scale::{self, Placed, WIDTH};

/// How high a value's row is, and where its line runs, in pixels.
const HEIGHT: u32 = 24;
const MIDDLE: u32 = HEIGHT / 2;

/// Each value on the scale that they share.
pub fn drawn(extents: &[Extent]) -> Vec<Markup> {
    let places = scale::place(extents);
    places.iter().map(draw).collect()
}

fn draw(placed: &Placed) -> Markup {
    let Placed { from, to, .. } = *placed;
    html! {
        svg.scale width=(WIDTH) height=(HEIGHT) viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } aria-hidden="true" {
            line.track x1="0" x2=(WIDTH) y1=(MIDDLE) y2=(MIDDLE) {}
            @if to > from { rect.range x=(from) width=(to - from) y=(MIDDLE - 4) height="8" {} }
            @if !placed.open_below { (end(from)) }
            @if !placed.open_above { (end(to)) }
            @if placed.open_below { path.end d={ "M10 " (MIDDLE - 7) "l-9 7 9 7z" } {} }
            @if placed.open_above { path.end d={ "M" (WIDTH - 10) " " (MIDDLE - 7) "l9 7-9 7z" } {} }
        }
    }
}

fn end(x: u32) -> Markup {
    html! { circle.end cx=(x) cy=(MIDDLE) r="6" {} }
}
