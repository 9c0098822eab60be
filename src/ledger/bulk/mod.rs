//! The whole ledger posted again from its journal.

pub(crate) mod rebuild;
