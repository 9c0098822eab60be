//! What a report was made of.

use serde::Serialize;

use super::super::entries::{EntryAnswer, log};
use super::super::view::View;
use super::Clocks;
use crate::ledger::{LedgerError, Result};

/// What a report was made of, and how that is checked.
#[derive(Debug, Clone, Serialize)]
pub struct Colophon {
    /// How many entries of the journal it knows.
    pub entries: i64,
    /// The hash of the newest of them; null where there is none.
    pub head: Option<String>,
    /// When that entry was recorded.
    pub recorded_at: Option<String>,
    /// The clocks by which it was made.
    #[serde(flatten)]
    pub clocks: Clocks,
    /// The program that made it, with its version.
    pub made_by: String,
}

/// The colophon of a report on a view.
pub fn colophon(view: &View<'_>, clocks: &Clocks) -> Result<Colophon> {
    let entries = view.reader.newest()?;
    let newest = log(&view.reader.journal(), entries, 1).map_err(LedgerError::from)?;
    let newest: Option<EntryAnswer> = newest.into_iter().next();
    Ok(Colophon {
        entries,
        recorded_at: newest.as_ref().map(|entry| entry.recorded_at.clone()),
        head: newest.map(|entry| entry.hash),
        clocks: clocks.clone(),
        made_by: concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_owned(),
    })
}
