//! `onrecord share`

use std::time::Duration;

use anyhow::{Result, bail};

use super::contact::address;
use crate::command::context::Context;
use crate::command::exit::{Done, Exit};
use crate::domain::sharing::Sharing;
use crate::journal::{Journal, SharedJournal};
use crate::ledger::{Access, LedgerError};
use crate::render::outcome::Message;
use crate::shared::{self, Address, ConnectError, PostgresJournal, Reason, Rights};

/// Move this ledger's journal to a PostgreSQL server, where other desks can join it.
///
/// The database must be empty, and its owner connects. The ledger stays as a full copy: questions are answered from it, and
/// what is recorded goes to the server first. Heads noted earlier stay valid. A password does not belong into the address,
/// since the ledger keeps that: put it into ~/.pgpass or PGPASSWORD.
#[derive(Debug, clap::Args)]
pub struct Share {
    /// The database, as PostgreSQL's own programs take it: postgresql://ROLE@HOST/DATABASE, or key=value words
    #[arg(value_name = "URL")]
    pub url: String,
    /// What this desk is called; it ends the names of those who write here: maria@kyiv
    #[arg(long, value_name = "NAME")]
    pub desk: String,
}

impl Share {
    /// Shares the ledger.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        let address = address(&self.url)?;
        let mut ledger = context.open(Access::Write)?;
        let mut sharing = Sharing {
            journal: "not known yet".to_owned(),
            address: address.address_without_password().to_owned(),
            desk: self.desk,
            since: context.clock().timestamp_millis(),
        };
        // Said before anything is made on the server.
        sharing.check().map_err(LedgerError::Unshareable)?;
        if let Some(shared) = ledger.now().shared_journal()? {
            bail!(
                "this ledger is a copy of the journal at {} already",
                shared.address
            );
        }
        let mut journal = empty_journal(&address, context.patience)?;
        sharing.journal = journal.id().to_owned();
        let head = context.with_progress(|| {
            let load = |own: &dyn Journal| {
                journal.load(own, &mut |_| ())?;
                match journal.desk() {
                    Some(desk) if desk == sharing.desk => Ok(()),
                    _ => journal.add_desk(&sharing.desk, address.user(), Rights::Operate),
                }
            };
            ledger.share(&sharing, load)
        })??;
        context.note_done(Done::Made);
        let _ = journal.note_desk(&head, env!("CARGO_PKG_VERSION"));
        context.print(&Message {
            done: format!(
                "The journal of {} is shared at {}, with {} entries; this is desk {}. Other desks join it with `onrecord join`.",
                context.path.display(),
                sharing.address,
                head.seq,
                sharing.desk
            ),
        })
    }
}

/// An empty journal: a new one, or one that an earlier attempt left empty.
fn empty_journal(address: &Address, wait: Duration) -> Result<PostgresJournal> {
    let exists = match shared::create(address) {
        Ok(journal) => return Ok(journal),
        Err(error) => error,
    };
    if !matches!(
        exists,
        ConnectError {
            reason: Reason::Exists,
            ..
        }
    ) {
        return Err(exists.into());
    }
    let mut journal = PostgresJournal::open(address, None)?;
    let head = journal.confirm(wait).map_err(LedgerError::from)?;
    match head.seq {
        0 => Ok(journal),
        _ => Err(exists.into()),
    }
}
