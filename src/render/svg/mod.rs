//! Charts, in whole pixels.
//!
//! Their geometry is computed from plain data by functions that know nothing of markup, so that it can be tested:
//! nothing overlaps, nothing is out of order, nothing lies outside. `chart` draws what `lanes` computes.

pub(super) mod chart;
pub(super) mod lanes;
pub(super) mod scale;
pub(super) mod scales;
