//! The desk in a browser for benchmarks: its ledger, its server, its pages, and people who work with them.

pub(crate) mod ledger;
pub(crate) mod pages;
pub(crate) mod server;
pub(crate) mod work;
