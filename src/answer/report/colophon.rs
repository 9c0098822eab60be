//! What a report was made of.

use serde::Serialize;

use super::super::entries::{HeadAnswer, head};
use super::super::view::View;
use super::Clocks;
use crate::ledger::{LedgerError, Result};

/// What a report was made of, and how that is checked.
#[derive(Debug, Clone, Serialize)]
pub struct Colophon {
    /// How many entries of the journal it knows.
    pub entries: i64,
    /// The hash of the newest of them.
    pub head: String,
    /// Place and hash of that entry in one word, as `verify --head` takes it.
    pub noted: String,
    /// When that entry was recorded; null in an empty journal.
    pub recorded_at: Option<String>,
    /// The clocks by which it was made.
    #[serde(flatten)]
    pub clocks: Clocks,
    /// The program that made it, with its version.
    pub made_by: String,
}

/// The colophon of a report on a view.
pub fn colophon(view: &View<'_>, clocks: &Clocks) -> Result<Colophon> {
    let newest = view.reader.newest()?;
    let HeadAnswer {
        seq,
        recorded_at,
        hash,
        head: noted,
    } = head(&view.reader.journal(), newest).map_err(LedgerError::from)?;
    Ok(Colophon {
        entries: seq,
        head: hash,
        noted,
        recorded_at,
        clocks: clocks.clone(),
        made_by: concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_owned(),
    })
}
