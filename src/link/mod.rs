//! From what a text says to what a ledger holds: who is meant, which claim, which stance toward it, when.
//!
//! Pure: the ledger's parties and claims come as plain data, and candidates go out.

pub mod catalogue;
pub mod concept;
pub mod day;
pub mod polarity;
pub mod proposal;
pub mod proposition;
pub mod reading;
pub mod roster;
