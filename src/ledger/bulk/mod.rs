//! Posts a whole journal: again into its own ledger, or as an edition of it: the one that may be
//! published, or the one that a person has reviewed.

pub(crate) mod edition;
mod entries;
pub(crate) mod rebuild;
pub(crate) mod replay;
pub(crate) mod reviewed;
