//! `onrecord restore`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer::RestoreAnswer;
use crate::ledger;

/// Put a backup in the place of the ledger, after checking it.
///
/// The backup must be a ledger whose chain holds and whose tables are those that its journal
/// gives. What was there before is kept beside it, under a name that ends in `.before-restore`. A
/// ledger that has entries which the backup has not is left alone, unless --force is given.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The backup, as `onrecord backup` made it
    pub file: PathBuf,
    /// Replace the ledger even where it has entries that the backup has not, or cannot be read
    #[arg(long)]
    pub force: bool,
}

impl Restore {
    /// Checks the backup and puts it in place.
    ///
    /// # Errors
    /// Where it is not sound, or entries would be lost.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let watch = context.watch()?;
        let restored = ledger::restore(
            &self.file,
            &context.path,
            self.force,
            context.patience,
            &context.work,
        );
        drop(watch);
        context.print(&RestoreAnswer::of(&context.path, &self.file, &restored?))
    }
}
