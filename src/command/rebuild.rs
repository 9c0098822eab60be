//! `onrecord rebuild`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::ledger::Access;
use crate::render::outcome::RebuildAnswer;

/// Post every table again from the journal.
#[derive(Debug, clap::Args)]
pub struct Rebuild {
    /// Compare only; exit code 1 where a table differs
    #[arg(long)]
    pub check: bool,
}

impl Rebuild {
    /// Posts everything again.
    ///
    /// # Errors
    /// Where the journal cannot be read or the ledger cannot be written.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let mut ledger = context.open(Access::Write)?;
        let watch = context.watch()?;
        let rebuilt = ledger.rebuild(!self.check);
        drop(watch);
        let answer = RebuildAnswer::of(rebuilt?, !self.check);
        context.print(&answer)?;
        Ok(if self.check && !answer.same {
            Exit::Found
        } else {
            Exit::Success
        })
    }
}
