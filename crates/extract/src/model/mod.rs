//! The machine-learning parts: features as hashes, tables of weights, a conditional random field, and the format
//! in which weights are stored.

pub mod crf;
pub mod pack;
pub mod table;
