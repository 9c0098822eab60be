//! The geometry of values on a common scale. A number is a point, a range is a bar, and an open end is
//! an arrow.

use crate::domain::decimal::Decimal;
use crate::domain::value::{Extent, Measure};

/// The width of a scale, in pixels.
pub(crate) const WIDTH: u32 = 320;
/// The margin at either side, in pixels, with room for ends and arrows.
const MARGIN: u32 = 26;

/// The place of a value on a scale, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Its left end.
    pub from: u32,
    /// Its right end. The two ends of a point are the same.
    pub to: u32,
    /// Whether it has no lower end.
    pub open_below: bool,
    /// Whether it has no upper end.
    pub open_above: bool,
}

/// The places of values that have the same measure. Money and counts start at zero, so that twice as
/// much is twice as far to the right. Days start with the first of them.
pub(crate) fn place(extents: &[Extent]) -> Vec<Placed> {
    let scale = Scale::of(extents);
    extents.iter().map(|extent| scale.place(extent)).collect()
}

/// Round numbers on the scale of some values, each with its place: four steps at most. A scale of days has none, as the
/// ends of its values are labelled.
pub(crate) fn ticks(extents: &[Extent]) -> Vec<(u32, Decimal)> {
    let scale = Scale::of(extents);
    let one = Decimal::whole(1);
    let (Some(least), Some(length)) = (scale.least.parts_of(one, 1), scale.length.parts_of(one, 1))
    else {
        return Vec::new();
    };
    let is_days = extents.iter().any(|extent| extent.measure == Measure::Days);
    if is_days || length < 1 {
        return Vec::new();
    }
    let decades = std::iter::successors(Some(1_i64), |decade| decade.checked_mul(10));
    let mut steps = decades.flat_map(|decade| [1, 2, 5].map(|part| decade.saturating_mul(part)));
    let step = steps.find(|step| length / step <= 4).unwrap_or(length);
    let first = least.div_euclid(step).saturating_mul(step);
    let numbers = (0..=6).map(|at| first.saturating_add(step.saturating_mul(at)));
    let within = numbers.filter(|number| (least..=least.saturating_add(length)).contains(number));
    within
        .map(|number| (scale.at(Decimal::whole(number)), Decimal::whole(number)))
        .collect()
}

struct Scale {
    least: Decimal,
    length: Decimal,
}

impl Scale {
    /// The scale on which all of some values have a place.
    fn of(extents: &[Extent]) -> Self {
        let ends = || {
            let ends = extents.iter().flat_map(|extent| [extent.low, extent.high]);
            ends.flatten()
        };
        let zero = Decimal::whole(0);
        let from_zero = extents
            .iter()
            .any(|extent| extent.measure != Measure::Days)
            .then_some(zero);
        let least = ends().chain(from_zero).min().unwrap_or(zero);
        let most = ends().chain(from_zero).max().unwrap_or(zero);
        Self {
            least,
            length: least.up_to(most),
        }
    }

    fn place(&self, extent: &Extent) -> Placed {
        let from = extent.low.map_or(0, |low| self.at(low));
        let to = extent.high.map_or(WIDTH, |high| self.at(high));
        Placed {
            from,
            to,
            open_below: extent.low.is_none(),
            open_above: extent.high.is_none(),
        }
    }

    fn at(&self, value: Decimal) -> u32 {
        let room = WIDTH - 2 * MARGIN;
        let above = self.least.up_to(value);
        // A single value lies in the middle.
        let share = above.parts_of(self.length, room);
        let share = share.unwrap_or(i64::from(room / 2));
        MARGIN + u32::try_from(share).unwrap_or(0).min(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::Value;

    fn placed(values: &[&str]) -> Vec<Placed> {
        let extents: Vec<Extent> = values
            .iter()
            .map(|value| {
                let value: Value = value.parse().expect("a value");
                value.extent().expect("a number or a date")
            })
            .collect();
        place(&extents)
    }

    #[test]
    fn money_is_drawn_from_zero() {
        let places = placed(&["USD 50bn", "USD 100bn"]);
        let room = WIDTH - 2 * MARGIN;
        assert_eq!(places[0].from, MARGIN + room / 2);
        assert_eq!(places[0].from, places[0].to);
        assert_eq!(places[1].to, MARGIN + room);
    }

    #[test]
    fn ticks_are_round_numbers_within_the_scale() {
        let ticks = |values: &[&str]| {
            let values = values
                .iter()
                .map(|value| value.parse::<Value>().expect("a value"));
            let extents: Vec<Extent> = values
                .map(|value| value.extent().expect("a number"))
                .collect();
            let ticks = super::ticks(&extents).into_iter();
            ticks
                .map(|(x, number)| (x, number.to_string()))
                .collect::<Vec<_>>()
        };
        let (first, room) = (MARGIN, WIDTH - 2 * MARGIN);
        let numbers = |ticks: Vec<(u32, String)>| {
            ticks
                .into_iter()
                .map(|(_, number)| number)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ticks(&["50 ships", "100 ships"]),
            [
                (first, "0"),
                (first + room / 2, "50"),
                (first + room, "100")
            ]
            .map(|(x, number)| (x, number.to_owned()))
        );
        assert_eq!(
            numbers(ticks(&["44 ships", "40 ships"])),
            ["0", "10", "20", "30", "40"]
        );
        assert_eq!(
            numbers(ticks(&["USD -10", "USD 10"])),
            ["-10", "-5", "0", "5", "10"]
        );
        assert!(ticks(&["2025-08-20", "2025-08-25"]).is_empty());
        assert!(ticks(&["0.5%"]).is_empty());
    }

    #[test]
    fn ranges_are_bars_and_bounds_are_open() {
        let places = placed(&[
            "100..999 customers",
            "about 1619 customers",
            "at least 3 customers",
        ]);
        assert!(places[0].from < places[0].to);
        assert!(places[0].to < places[1].from);
        assert!(places[2].open_above && !places[2].open_below);
        assert_eq!(places[2].to, WIDTH);
        assert!(places.iter().all(|placed| placed.to <= WIDTH));
    }

    #[test]
    fn days_are_drawn_from_the_first() {
        let places = placed(&["2025-08-20", "14 days after 2025-08-18", "2025-09-30"]);
        assert_eq!(places[1].from, MARGIN);
        assert!(places[0].from > places[1].from && places[0].to < places[1].to);
        assert_eq!(places[2].from, WIDTH - MARGIN);
    }

    #[test]
    fn one_value_alone_and_values_below_zero_have_their_place() {
        assert_eq!(placed(&["2025-08-20"])[0].from, WIDTH / 2);
        assert_eq!(placed(&["USD 0"])[0].from, WIDTH / 2);
        let places = placed(&["USD -10", "USD 10"]);
        assert_eq!((places[0].from, places[1].to), (MARGIN, WIDTH - MARGIN));
    }
}
