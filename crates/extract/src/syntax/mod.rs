//! The syntax of a text: parts of speech, dependency heads, and the links that follow from them.

pub(crate) mod dateline;
pub mod document;
pub mod links;
pub mod parser;
pub mod tag;
pub mod tagger;
