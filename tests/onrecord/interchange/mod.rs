//! The stable interface for programs: what import accepts and export writes, and the shapes of JSON answers.
//!
//! Renaming a field, removing it or changing its type breaks other programs, so a test here changes only together with
//! docs/formats.md and the changelog.

mod answers;
mod change_feed;
mod edited;
mod feed_items;
pub(crate) mod generated;
mod grades;
mod moved;
mod records;
mod tables;
