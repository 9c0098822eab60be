//! One write: append entries, post rows, settle the affected claims.

pub(crate) mod affected;
pub(crate) mod append;
pub(crate) mod candidates;
pub(crate) mod changes;
pub(crate) mod feeds;
pub(crate) mod indexes;
pub(super) mod journal;
pub(crate) mod pipeline;
pub(crate) mod post;
pub(crate) mod review;
pub(crate) mod settle;
pub(crate) mod sharing;
pub(crate) mod tables;
pub(crate) mod undo;
pub(crate) mod words;
pub(crate) mod writer;
