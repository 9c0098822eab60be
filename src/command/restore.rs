//! `onrecord restore`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::exit::{Done, Exit};
use crate::answer::RestoreAnswer;
use crate::ledger;

/// Replace the ledger with a backup, after checking the backup.
///
/// The backup must be a ledger whose journal verifies and whose tables match it. The replaced
/// ledger is kept beside it, under a name that ends in `.before-restore`. A ledger with entries
/// that the backup lacks is only replaced with --force.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The backup, made with `onrecord backup`
    pub file: PathBuf,
    /// Replace the ledger even if it has entries that the backup lacks, or cannot be read
    #[arg(long)]
    pub force: bool,
}

impl Restore {
    /// Checks the backup and restores it.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let (backup, path) = (&self.file, &context.path);
        let restored = context.with_progress(|| {
            ledger::restore(backup, path, self.force, context.patience, &context.work)
        })??;
        context.note_done(Done::Made);
        context.print(&RestoreAnswer::of(path, backup, &restored))
    }
}
