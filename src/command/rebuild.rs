//! `onrecord rebuild`

use anyhow::Result;

use super::context::Context;
use super::exit::{Done, Exit};
use crate::ledger::Access;
use crate::render::outcome::RebuildAnswer;

/// Rebuild every table from the journal.
#[derive(Debug, clap::Args)]
pub struct Rebuild {
    /// Only compare; exit with code 1 if a table differs
    #[arg(long)]
    pub check: bool,
}

impl Rebuild {
    /// Rebuilds or compares.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let mut ledger = match self.check {
            true => context.open_to_compare()?,
            false => context.open_as_is(Access::Write)?,
        };
        let rebuilt = context.with_progress(|| match self.check {
            true => ledger.compare(),
            false => ledger.rebuild(),
        })??;
        if !self.check {
            context.note_done(Done::Made);
            context.warn_if_ahead(&ledger.journal());
        }
        let answer = RebuildAnswer::of(rebuilt, !self.check);
        context.print(&answer)?;
        Ok(Exit::found_if(self.check && !answer.same))
    }
}
