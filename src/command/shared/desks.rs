//! `onrecord desks`

use anyhow::Result;

use super::contact::require_contact;
use crate::answer::{desk, recorded_time};
use crate::command::context::Context;
use crate::command::exit::Exit;
use crate::journal::{Journal, SharedJournal};
use crate::ledger::{Access, Ledger, LedgerError};
use crate::render::shared::DeskList;
use crate::shared::DeskRow;

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

/// Which of the other desks have not taken what the ledger has by now, in a sentence; `None` if the ledger shares nothing.
///
/// # Errors
/// If the ledger cannot be read.
pub(in crate::command) fn unconfirmed(
    context: &Context,
    ledger: &Ledger,
) -> Result<Option<String>> {
    let Some(sharing) = ledger.now().shared_journal()? else {
        return Ok(None);
    };
    let newest = ledger.now().newest()?;
    let rows = require_contact(context, &sharing).and_then(|mut journal| {
        let head = ledger.journal().head().map_err(LedgerError::from)?;
        let _ = journal.note_desk(&head, env!("CARGO_PKG_VERSION"));
        Ok(journal.desks().map_err(LedgerError::from)?)
    });
    let Ok(rows) = rows else {
        return Ok(Some(
            "Which desks have taken it cannot be told now; `onrecord desks` tells later."
                .to_owned(),
        ));
    };
    let present: Vec<DeskRow> = rows
        .into_iter()
        .filter(|row| row.left_at.is_none())
        .collect();
    let missing = present.iter().filter(|row| row.head < newest);
    let missing: Vec<String> = missing
        .map(|row| match row.seen_at {
            Some(at) => format!("{} (last seen {})", row.name, recorded_time(at)),
            None => format!("{} (never seen)", row.name),
        })
        .collect();
    let confirmed = format!(
        "{} of {} desks have taken it",
        present.len() - missing.len(),
        present.len()
    );
    Ok(Some(match missing.is_empty() {
        true => format!("{confirmed}."),
        false => format!("{confirmed}; still to come: {}.", missing.join(", ")),
    }))
}
