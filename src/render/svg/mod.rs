//! The geometry of charts, in whole pixels.
//!
//! It is computed from plain data by functions that know nothing of markup, so that it can be tested:
//! nothing overlaps, nothing is out of order, nothing lies outside.

pub(super) mod lanes;
pub(super) mod scale;
