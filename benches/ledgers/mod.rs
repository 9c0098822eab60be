//! Ledgers for benchmarks.

pub(crate) mod floors;
pub(crate) mod generator;
pub(crate) mod program;
pub(crate) mod words;

pub(crate) use generator::Size;
