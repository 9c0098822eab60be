//! Ledgers to measure with.

pub mod floors;
pub mod generator;
mod words;

pub use generator::Size;
pub use words::Words;
