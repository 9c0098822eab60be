//! Charts: where things go, in whole pixels, and the SVG that puts them there.
//!
//! A chart's geometry is worked out from plain data first, by functions that know nothing of
//! markup, and can be tested for what matters: nothing overlaps, nothing is out of order, nothing
//! is outside.

pub mod lanes;
pub mod scale;
