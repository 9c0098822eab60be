//! Ledgers for benchmarks.

pub mod floors;
pub mod generator;
pub mod program;
pub mod words;

pub use generator::Size;
