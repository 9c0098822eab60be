//! Dockets: everything the rules need to judge some claims, loaded in a few queries.

pub(crate) mod incremental;
pub(crate) mod load;
pub(crate) mod parties;
pub(crate) mod sources;
pub(crate) mod statements;
