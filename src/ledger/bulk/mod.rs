//! Posts a whole journal: again into its own ledger, or as the edition that may be published.

pub(crate) mod edition;
pub(crate) mod rebuild;
