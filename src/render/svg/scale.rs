//! The geometry of values on one scale: a number is a point, a range a bar, an open end an arrow.

use crate::domain::decimal::Decimal;
use crate::domain::value::{Extent, Measure};

/// How wide a scale is, in pixels.
pub const WIDTH: u32 = 320;
/// What is left blank at either side, so that marks and arrows are not cut.
const MARGIN: u32 = 26;

/// Where a value lies on a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its left end.
    pub from: u32,
    /// Its right end; that of a point is its left one.
    pub to: u32,
    /// Whether it has no lower end.
    pub open_below: bool,
    /// Whether it has no upper end.
    pub open_above: bool,
}

/// Where values of one measure lie on one scale. Money and counts are measured from nought, so that
/// what is twice as much lies twice as far; days from the first of them.
pub fn place(extents: &[Extent]) -> Vec<Placed> {
    let ends = || {
        let ends = extents.iter().flat_map(|extent| [extent.low, extent.high]);
        ends.flatten()
    };
    let nought = Decimal::whole(0);
    let from_nought = extents
        .iter()
        .any(|extent| extent.measure != Measure::Days)
        .then_some(nought);
    let least = ends().chain(from_nought).min().unwrap_or(nought);
    let most = ends().chain(from_nought).max().unwrap_or(nought);
    let scale = Scale {
        least,
        length: least.up_to(most),
    };
    extents.iter().map(|extent| scale.place(extent)).collect()
}

struct Scale {
    least: Decimal,
    length: Decimal,
}

impl Scale {
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
        // Where all values are one, it lies in the middle.
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
    fn money_is_drawn_from_nought() {
        let places = placed(&["USD 50bn", "USD 100bn"]);
        let room = WIDTH - 2 * MARGIN;
        assert_eq!(places[0].from, MARGIN + room / 2);
        assert_eq!(places[0].from, places[0].to);
        assert_eq!(places[1].to, MARGIN + room);
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
    fn one_value_alone_and_values_below_nought_have_their_place() {
        assert_eq!(placed(&["2025-08-20"])[0].from, WIDTH / 2);
        assert_eq!(placed(&["USD 0"])[0].from, WIDTH / 2);
        let places = placed(&["USD -10", "USD 10"]);
        assert_eq!((places[0].from, places[1].to), (MARGIN, WIDTH - MARGIN));
    }
}
