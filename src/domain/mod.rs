//! The rules: pure functions over plain values.
//!
//! Nothing here reads a file, a clock or a terminal, or knows about SQL. A desk enters the records
//! ([`party`], [`source`], [`claim`], [`statement`], [`ruling`]). A [`docket`] is the part of a
//! ledger that one verdict depends on. [`fold`] turns a docket into positions, statuses and
//! discrepancies, and [`history`] replays it in the order in which its statements were made.

pub mod archived;
pub mod calendar;
pub mod candidate;
pub mod claim;
pub mod corroboration;
mod currency;
pub mod decimal;
pub mod discrepancy;
pub mod docket;
pub mod edits;
pub mod feed;
pub mod fold;
pub mod grade;
pub mod hearing;
pub mod history;
pub mod moving;
pub(crate) mod numerals;
pub mod party;
pub mod passage;
pub mod rivals;
pub mod ruling;
#[cfg(feature = "schema")]
mod schema;
pub mod shared_text;
pub mod sharing;
mod sides;
pub mod slug;
pub mod source;
pub mod statement;
pub mod status;
pub mod text;
pub mod time;
pub mod transliteration;
pub mod urn;
pub mod value;
mod value_numbers;
pub mod value_text;
pub mod words;
pub mod written;

use thiserror::Error;

/// Why a record is invalid.
///
/// The message names the field and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {reason}")]
pub struct Invalid {
    /// The field as named in the formats, such as `passage.end`.
    pub field: String,
    /// What is wrong with it, including the value given.
    pub reason: String,
}

impl Invalid {
    /// An error on `field` for `reason`.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            reason: reason.into(),
        }
    }
}
