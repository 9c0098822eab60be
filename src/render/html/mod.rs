//! Answers as parts of pages of the desk in a browser.
//!
//! Every answer can be drawn from its [`Page`](super::Page), as on a terminal, with links added. Answers that a
//! browser can show better have a file here. maud escapes all text that it puts into markup. Characters that change
//! the direction of writing or are invisible are escaped in the finished text, so that no field can be forgotten.

mod blocks;
pub(super) mod calls;
pub(super) mod candidates;
pub(super) mod changes;
pub(super) mod claims;
pub(super) mod discrepancies;
pub(super) mod draft;
pub(super) mod ingest;
mod links;
pub(super) mod marks;
pub(super) mod matrix;
pub(super) mod outcome;
pub(super) mod overview;
pub(super) mod records;
#[cfg(feature = "web")]
pub mod review;
pub(super) mod search;
pub(super) mod source;
pub(super) mod timeline;
pub(super) mod trace;

use maud::Markup;

use crate::domain::text::escaped_lines;

pub use blocks::blocks;
pub use links::{Links, query};

/// Markup as text for a browser.
pub fn text(markup: &Markup) -> String {
    escaped_lines(&markup.0).into_owned()
}
