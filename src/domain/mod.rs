//! The rules: pure functions over plain values.
//!
//! Nothing in here reads a file, a clock or a terminal, and nothing knows of SQL. The records
//! ([`party`], [`source`], [`claim`], [`statement`], [`ruling`]) are what a desk enters; a
//! [`docket`] is the part of a ledger that one verdict depends on; [`fold`] turns a docket into
//! positions, statuses and discrepancies; [`history`] replays a docket in the order in which its
//! words were said.

pub mod candidate;
pub mod claim;
pub mod corroboration;
pub mod decimal;
pub mod discrepancy;
pub mod docket;
pub mod fold;
pub mod hearing;
pub mod history;
pub mod moving;
pub mod party;
pub mod passage;
pub mod rivals;
pub mod ruling;
pub mod slug;
pub mod source;
pub mod statement;
pub mod status;
pub mod text;
pub mod time;
pub mod value;
pub mod value_text;
mod words;

use thiserror::Error;

/// Why a record cannot be what it says it is.
///
/// The message names the field and the reason; the hint, if any, says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {reason}")]
pub struct Invalid {
    /// The field as the formats name it, such as `passage.end`.
    pub field: String,
    /// What is wrong with it, with the value that was given.
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
