//! What an attribution says of its content: the stance and the mode.

pub(crate) mod factual;
pub(crate) mod mode;
pub(crate) mod stance;
mod words;
