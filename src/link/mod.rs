//! Linking: from the attributions in a text to the parties and claims of a ledger, and to the story that they make.
//!
//! It is pure: parties and claims come in as plain data, and candidates go out.

pub mod catalogue;
pub mod concept;
pub mod deciding;
pub mod draft;
pub mod governing;
pub mod grounding;
pub mod heard;
pub mod lexicon;
pub mod likelihood;
mod marks;
pub mod matching;
pub mod naming;
mod new_claim;
mod pieces;
pub mod polarity;
pub mod post;
pub mod proposal;
pub mod proposition;
pub mod reading;
mod respelt;
pub mod roster;
pub mod said;
mod speaker;
pub mod vectors;
