//! `onrecord backup`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::exit::{Done, Exit};
use crate::ledger::Access;
use crate::render::outcome::Message;

/// Copy the whole ledger, with its history, to a new file.
///
/// The copy is consistent even if other programs write to the ledger meanwhile. Do not copy a
/// ledger that is in use by other means.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The new file
    pub file: PathBuf,
}

impl Backup {
    /// Copies the ledger.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let ledger = context.open_as_is(Access::Read)?;
        context.with_progress(|| ledger.backup(&self.file))??;
        context.note_done(Done::Made);
        let (copy, path) = (self.file.display(), context.path.display());
        context.print(&Message {
            done: format!("{copy}: a copy of {path}."),
        })
    }
}
