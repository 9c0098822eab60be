//! Posts the whole ledger again from its journal.

pub(crate) mod rebuild;
