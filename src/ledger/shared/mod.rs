//! Sharing the journal with other desks.
//!
//! What is on record is in the shared journal. The ledger is a copy of its beginning, and holds only entries whose place
//! and hash are final: it takes what others wrote by [catching up](catch_up), and what it writes itself when the shared journal
//! has [stored](write) it.

pub(crate) mod catch_up;
pub(crate) mod follow;
mod incoming;
pub(crate) mod join;
pub(crate) mod rejoin;
mod sending;
pub(crate) mod share;
pub(crate) mod write;
