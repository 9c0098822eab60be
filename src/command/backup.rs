//! `onrecord backup`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::ledger::Access;
use crate::render::outcome::Message;

/// Copy the whole ledger, history and all, to a new file.
///
/// The copy is consistent whoever writes meanwhile. Copying the file by other means while it is
/// in use is not.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The new file
    pub file: PathBuf,
}

impl Backup {
    /// Copies the ledger.
    ///
    /// # Errors
    /// Where there is a file already, or the copy cannot be written.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let ledger = context.open(Access::Read)?;
        let watch = context.watch()?;
        let made = ledger.backup(&self.file);
        drop(watch);
        made?;
        context.print(&Message {
            done: format!(
                "{}: a copy of {}.",
                self.file.display(),
                context.path.display()
            ),
        })
    }
}
