//! Finds attributions with the learned models: the scan, the cues, the role model and the judge.

mod apposition;
pub mod cues;
pub mod judge;
pub(crate) mod likelihood;
pub(crate) mod nested;
pub mod read;
pub(crate) mod repair;
pub mod roles;
pub mod scan;
pub mod window;
