//! Joining: a ledger becomes a copy of a shared journal, from nothing or from a backup.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::sharing::Sharing;
use crate::journal::SharedJournal;
use crate::journal::verify::verify;
use crate::ledger::file::connection::{Access, close, connect, use_write_ahead_log, watch};
use crate::ledger::file::schema;
use crate::ledger::file::whole::{self, Part};
use crate::ledger::file::write_lock::WriteLock;
use crate::ledger::shared::catch_up::CaughtUp;
use crate::ledger::shared::follow::caught_up;
use crate::ledger::write::sharing::set_sharing;
use crate::ledger::{Ledger, LedgerError, Progress, Result};

/// Makes a new ledger at `path`, filled with all that is in the shared journal, and opens it. The file appears when it is
/// complete.
///
/// # Errors
/// As [`Ledger::create`] and [`Ledger::follow`], and [`LedgerError::Unshareable`] if `sharing` is invalid.
pub fn join(
    path: &Path,
    remote: &mut dyn SharedJournal,
    sharing: &Sharing,
    wait: Duration,
    work: &Arc<Progress>,
) -> Result<(Ledger, CaughtUp)> {
    let _within = work.within();
    if path.symlink_metadata().is_ok() {
        return Err(LedgerError::Exists {
            path: path.to_owned(),
        });
    }
    whole::refuse_leftovers(path)?;
    let (part, caught) = filled(path, remote, sharing, wait, work)?;
    whole::put(part, path)?;
    let mut ledger = Ledger::open(path, Access::Write, wait)?;
    ledger.watch(work)?;
    Ok((ledger, caught))
}

/// A file destined for `path`, filled with all that is in the shared journal.
pub(super) fn filled(
    path: &Path,
    remote: &mut dyn SharedJournal,
    sharing: &Sharing,
    wait: Duration,
    work: &Arc<Progress>,
) -> Result<(Part, CaughtUp)> {
    let part = whole::part(path)?;
    // Without a write-ahead log, which would have every page twice.
    let mut connection = connect(part.path(), Access::Write, wait)?;
    watch(&connection, work)?;
    schema::create(&mut connection)?;
    let head = remote.confirm(wait)?;
    let lock = || WriteLock::take(&connection, wait, work);
    let caught = caught_up(lock, remote, head, wait, work, |tables| {
        set_sharing(tables, sharing)
    })?;
    use_write_ahead_log(&connection, wait)?;
    close(connection)?;
    Ok((part, caught))
}

impl Ledger {
    /// Makes this ledger a copy of a shared journal of which its own journal is a beginning, as that of a backup is, and takes
    /// what it lacks.
    ///
    /// # Errors
    /// [`LedgerError::JournalDamaged`] if its own journal does not verify, [`LedgerError::Unshareable`] if `sharing` is
    /// invalid, and as [`Ledger::follow`].
    pub fn become_copy_of(
        &mut self,
        remote: &mut dyn SharedJournal,
        sharing: &Sharing,
    ) -> Result<CaughtUp> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        if let Some(problem) = verify(&self.journal())?.problem {
            return Err(LedgerError::JournalDamaged {
                seq: problem.seq,
                what: problem.what,
            });
        }
        let settled = self.settle(remote)?;
        let head = remote.confirm(self.wait)?;
        let caught = self.take_up_to(remote, head, |tables| set_sharing(tables, sharing))?;
        Ok(CaughtUp { settled, ..caught })
    }
}
