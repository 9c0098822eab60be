//! `onrecord desks`

use anyhow::Result;

use super::contact::require_contact;
use crate::answer::desk;
use crate::command::context::Context;
use crate::command::exit::Exit;
use crate::journal::{Journal, SharedJournal};
use crate::ledger::{Access, LedgerError};
use crate::render::shared::DeskList;

/// List the desks that share the journal: how far their copies go, and when they were last seen.
///
/// Asks the server.
#[derive(Debug, clap::Args)]
pub struct Desks {}

impl Desks {
    /// Lists them.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let ledger = context.open(Access::Read)?;
        let sharing = context.require_sharing(&ledger)?;
        let mut journal = require_contact(context, &sharing)?;
        let own = ledger.journal().head().map_err(LedgerError::from)?;
        let _ = journal.note_desk(&own, env!("CARGO_PKG_VERSION"));
        let head = journal
            .confirm(context.patience)
            .map_err(LedgerError::from)?;
        let desks = journal.desks().map_err(LedgerError::from)?;
        let desks = desks.iter().map(|row| desk(row, head.seq, &sharing.desk));
        context.print(&DeskList(desks.collect()))
    }
}
