//! `onrecord leave`

use anyhow::{Result, bail};

use super::contact::require_contact;
use crate::command::context::Context;
use crate::command::exit::{Done, Exit};
use crate::ledger::{Access, Ledger, LedgerError};
use crate::render::outcome::Message;
use crate::render::page::counted;

/// Stop sharing: this desk writes to the shared journal no more, and the ledger goes on by itself.
///
/// Refused while something waits in the outbox. The ledger keeps all that it has. What is recorded in it from then on is in no
/// other desk's copy.
#[derive(Debug, clap::Args)]
pub struct Leave {}

impl Leave {
    /// Leaves.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let mut ledger = context.open(Access::Write)?;
        let sharing = context.require_sharing(&ledger)?;
        refuse_waiting(&ledger)?;
        let mut journal = require_contact(context, &sharing)?;
        ledger.follow(&mut journal)?;
        // A write whose outcome was not known may wait now.
        refuse_waiting(&ledger)?;
        journal.leave().map_err(LedgerError::from)?;
        ledger.write(context.stamp(), |writer| writer.end_sharing())?;
        context.note_done(Done::Made);
        context.print(&Message {
            done: format!(
                "Desk {} has left the journal at {}. {} goes on by itself.",
                sharing.desk,
                sharing.address,
                context.path.display()
            ),
        })
    }
}

fn refuse_waiting(ledger: &Ledger) -> Result<()> {
    match ledger.now().count_outbox()? {
        0 => Ok(()),
        count => bail!(
            "{} in the outbox, and would be lost; `onrecord follow --once` records what it can, `onrecord outbox drop` drops the rest",
            counted(count, "command waits", "commands wait")
        ),
    }
}
