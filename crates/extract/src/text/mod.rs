//! A text cut into words, sentences and quotations.

pub(crate) mod language;
pub(crate) mod quotation;
pub(crate) mod sentence;
pub mod token;
pub(crate) mod word;
