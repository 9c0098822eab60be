//! `onrecord join`

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::contact::{address, require_desk};
use super::follow::came;
use crate::command::context::Context;
use crate::command::exit::{Done, Exit};
use crate::domain::sharing::Sharing;
use crate::journal::Journal;
use crate::ledger::{self, Access, CaughtUp, Ledger, LedgerError};
use crate::render::outcome::Message;
use crate::shared::PostgresJournal;

/// Make a new ledger that is a copy of a shared journal.
///
/// Whoever operates the journal adds the desk first. With --from, a backup of a copy is the beginning, and only what it lacks
/// is fetched.
#[derive(Debug, clap::Args)]
pub struct Join {
    /// The database, as PostgreSQL's own programs take it: postgresql://ROLE@HOST/DATABASE, or key=value words
    #[arg(value_name = "URL")]
    pub url: String,
    /// What this desk is called; it ends the names of those who write here: maria@kyiv
    #[arg(long, value_name = "NAME")]
    pub desk: String,
    /// A backup to begin with, whose journal is a beginning of the shared one
    #[arg(long, value_name = "BACKUP")]
    pub from: Option<PathBuf>,
}

impl Join {
    /// Makes the copy.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let path = &context.path;
        if path.symlink_metadata().is_ok() {
            return Err(LedgerError::Exists { path: path.clone() }.into());
        }
        let address = address(&self.url)?;
        let mut journal = PostgresJournal::open(&address, None)?;
        require_desk(&journal, &self.desk)?;
        let sharing = Sharing {
            journal: journal.id().to_owned(),
            address: address.address_without_password().to_owned(),
            desk: self.desk,
            since: context.clock().timestamp_millis(),
        };
        let (ledger, caught) = context.with_progress(|| match &self.from {
            None => {
                let (wait, work) = (context.patience, &context.work);
                Ok(ledger::join(path, &mut journal, &sharing, wait, work)?)
            }
            Some(backup) => from_backup(backup, context, &mut journal, &sharing),
        })??;
        context.note_done(Done::Made);
        let head = ledger.journal().head().map_err(LedgerError::from)?;
        let _ = journal.note_desk(&head, env!("CARGO_PKG_VERSION"));
        context.print(&Message {
            done: format!(
                "{} is a copy of the journal at {}, with {} entries; this is desk {}. {}",
                path.display(),
                sharing.address,
                head.seq,
                sharing.desk,
                came(&caught)
            ),
        })
    }
}

/// A copy that begins with a backup. Nothing is left of it if that is no beginning of the journal.
fn from_backup(
    backup: &Path,
    context: &Context,
    journal: &mut PostgresJournal,
    sharing: &Sharing,
) -> Result<(Ledger, CaughtUp)> {
    let path = &context.path;
    ledger::restore(backup, path, false, context.patience, &context.work)?;
    let joined = context.open(Access::Write).and_then(|mut ledger| {
        let caught = ledger.become_copy_of(journal, sharing)?;
        Ok((ledger, caught))
    });
    Ok(joined.inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })?)
}
