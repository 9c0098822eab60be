//! `onrecord rejoin`

use anyhow::Result;

use super::contact::require_contact;
use super::follow::came;
use crate::command::context::Context;
use crate::command::exit::{Done, Exit};
use crate::ledger::{self, Access};
use crate::render::outcome::Message;
use crate::render::page::counted;

/// Replace a ledger that has parted from the shared journal with a new copy of it.
///
/// That is needed after the server was restored from an old backup, or after somebody changed the ledger's file. The parted
/// ledger is kept beside the new one, and what this desk had recorded and the shared journal does not have is written to a
/// file.
#[derive(Debug, clap::Args)]
pub struct Rejoin {}

impl Rejoin {
    /// Makes the new copy.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let path = &context.path;
        let ledger = context.open(Access::Read)?;
        let sharing = context.require_sharing(&ledger)?;
        drop(ledger);
        let mut journal = require_contact(context, &sharing)?;
        let rejoined = context.with_progress(|| {
            ledger::rejoin(path, &mut journal, context.patience, &context.work)
        })??;
        context.note_done(Done::Made);
        let lost = rejoined.lost.map_or_else(String::new, |lost| {
            let entries = counted(rejoined.lost_entries, "entry", "entries");
            format!(
                " What only this desk had, {entries}, is in {}: record again what is still to be said.",
                lost.display()
            )
        });
        context.print(&Message {
            done: format!(
                "{} is a copy of the journal at {} again; they had parted at entry {}. The ledger as it was is kept as {}.{lost} {}",
                path.display(),
                sharing.address,
                rejoined.first,
                rejoined.kept.display(),
                came(&rejoined.came)
            ),
        })
    }
}
