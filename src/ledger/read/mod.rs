//! Reading: queries on what the ledger contained at one entry.

pub(crate) mod calls;
pub(crate) mod candidates;
pub(crate) mod columns;
pub(crate) mod copies;
pub(crate) mod counts;
pub(crate) mod credit;
pub(crate) mod differences;
pub(crate) mod discrepancy_spans;
pub(crate) mod feeds;
pub(crate) mod findings;
pub(crate) mod ids;
pub(crate) mod limits;
pub(crate) mod lists;
pub(crate) mod lookup;
pub(crate) mod mergers;
pub(crate) mod proposals;
pub(crate) mod reader;
pub(crate) mod records;
pub(crate) mod rulings;
pub(crate) mod search;
pub(crate) mod shared_texts;
pub(crate) mod snapshot;
pub(crate) mod statements;
pub(crate) mod status_changes;
pub(crate) mod undo;
pub(crate) mod unreviewed;
