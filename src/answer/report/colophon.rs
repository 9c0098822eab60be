//! The state of the ledger that a report was made from.

use serde::Serialize;

use super::super::entries::{HeadAnswer, head};
use super::super::view::View;
use super::Clocks;
use crate::ledger::{LedgerError, Result};

/// The state of the ledger that a report was made from, for checking it later.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colophon {
    /// The newest journal entry.
    pub entries: i64,
    /// Its hash.
    pub head: String,
    /// `SEQ:HASH` of that entry, as `verify --head` takes it.
    pub pin: String,
    /// When that entry was recorded, or null if the journal is empty.
    pub recorded_at: Option<String>,
    /// The clocks of the report.
    #[serde(flatten)]
    pub clocks: Clocks,
    /// The program that made it, and its version.
    pub made_by: String,
}

/// The colophon for a view.
pub(super) fn colophon(view: &View<'_>, clocks: &Clocks) -> Result<Colophon> {
    let newest = view.whole.newest()?;
    let HeadAnswer {
        seq,
        recorded_at,
        head: hash,
        pin,
    } = head(&view.whole.journal(), newest).map_err(LedgerError::from)?;
    Ok(Colophon {
        entries: seq,
        head: hash,
        pin,
        recorded_at,
        clocks: clocks.clone(),
        made_by: concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_owned(),
    })
}
