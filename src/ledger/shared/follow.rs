//! Following the shared journal.

use std::sync::Arc;
use std::time::Duration;

use crate::journal::parting::hash_at;
use crate::journal::{Appended, Head, Journal, JournalError, Seq, SharedJournal};
use crate::ledger::file::connection::watch;
use crate::ledger::file::write_lock::WriteLock;
use crate::ledger::shared::catch_up::{CaughtUp, Settled, Until, catch_up};
use crate::ledger::shared::sending::Sending;
use crate::ledger::write::sharing::hold_back;
use crate::ledger::write::tables::Tables;
use crate::ledger::{Ledger, LedgerError, Progress, Result};

/// Why a command that was under way goes into the outbox.
const LOST: &str = "the connection was lost, and it was not recorded";

impl Ledger {
    /// Takes what is new in the shared journal, after it was found out what became of an own write of which that was not
    /// known. Entries of a kind that this program does not know are left, with all that come after them.
    ///
    /// The ledger is changed as a whole or not at all. It costs next to nothing if nothing is new.
    ///
    /// # Errors
    /// [`LedgerError::SharesNothing`]; [`LedgerError::Parted`] if the ledger is not a beginning of the shared journal,
    /// [`LedgerError::SharedDamaged`] if what comes is not what was recorded, [`LedgerError::OutcomeUnknown`] if the
    /// connection is lost before it is known what became of the own write, [`LedgerError::StillRead`] or
    /// [`LedgerError::Unscrubbed`] if something was redacted and its bytes remain in the file, and
    /// [`LedgerError::Journal`] if the shared journal cannot be reached.
    pub fn follow(&mut self, remote: &mut dyn SharedJournal) -> Result<CaughtUp> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        if self.now().shared_journal()?.is_none() {
            return Err(LedgerError::SharesNothing);
        }
        let settled = self.settle(remote)?;
        let head = remote.confirm(self.wait)?;
        let caught = match head == self.journal().head()? {
            true => CaughtUp::default(),
            false => self.take_up_to(remote, head, |_| Ok(()))?,
        };
        Ok(CaughtUp { settled, ..caught })
    }

    /// Whether it is not known what became of a write of this desk. The next contact with the shared journal finds out.
    pub fn is_unsettled(&self) -> bool {
        Sending::is_under_way(&self.path)
    }

    /// Takes what is new up to a confirmed head, and does `also` in the same transaction.
    ///
    /// # Errors
    /// As [`Ledger::follow`].
    pub(super) fn take_up_to(
        &self,
        remote: &mut dyn SharedJournal,
        head: Head,
        also: impl Fn(Tables<'_>) -> Result<()>,
    ) -> Result<CaughtUp> {
        let lock = || {
            let lock = self.lock()?;
            self.require_own_schema()?;
            Ok(lock)
        };
        let caught = caught_up(lock, remote, head, self.wait, &self.work, also)?;
        if caught.redacted {
            self.scrub()?;
            watch(&self.connection, &self.work)?;
        }
        Ok(caught)
    }

    /// Finds out what became of an own write of which that is not known, by sending the same bytes again.
    ///
    /// # Errors
    /// As [`Ledger::follow`].
    pub(super) fn settle(&self, remote: &mut dyn SharedJournal) -> Result<Option<Settled>> {
        if !Sending::is_under_way(&self.path) {
            return Ok(None);
        }
        // Whoever is sending has the lock until it is known what became of that.
        let lock = self.lock()?;
        self.require_own_schema()?;
        let Some(sending) = Sending::kept(&self.path)? else {
            return Ok(None);
        };
        let settled = match self.outcome(&sending, remote)? {
            Outcome::Here => None,
            Outcome::Recorded => Some(Settled::Recorded {
                first: sending.expected.seq + 1,
                last: sending.last().seq,
                typed: Box::new(sending.typed),
            }),
            Outcome::Never => {
                let outbox = hold_back(Tables::of(&lock), &sending.typed, LOST)?;
                Some(Settled::NeverRecorded { outbox })
            }
        };
        lock.commit()?;
        Sending::forget(&self.path)?;
        Ok(settled)
    }

    fn outcome(&self, sending: &Sending, remote: &mut dyn SharedJournal) -> Result<Outcome> {
        let last = sending.last();
        if hash_at(&self.journal(), last.seq)? == Some(last.hash) {
            return Ok(Outcome::Here);
        }
        match remote.append(&sending.expected, &sending.entries, &sending.redacted) {
            Ok(Appended::Stored | Appended::Already) => return Ok(Outcome::Recorded),
            // Somebody else's entries are in its place, or never will be: it has to be looked for.
            Ok(Appended::Moved(_)) | Err(JournalError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let head = remote.confirm(self.wait)?;
        let is_there = last.seq <= head.seq && hash_at(&*remote, last.seq)? == Some(last.hash);
        Ok(match is_there {
            true => Outcome::Recorded,
            false => Outcome::Never,
        })
    }
}

/// What became of an own write.
enum Outcome {
    /// The ledger has it: it was on record, and nothing but the file was left to be removed.
    Here,
    /// It is on record.
    Recorded,
    /// It is not, and never will be.
    Never,
}

/// Takes what is new up to a confirmed head, in one transaction, in which `also` is done too. `lock` begins it. If an entry
/// is not known to this program, it stops where the write before it ends.
///
/// # Errors
/// As [`Ledger::follow`].
pub(super) fn caught_up<'c>(
    lock: impl Fn() -> Result<WriteLock<'c>>,
    remote: &mut dyn SharedJournal,
    mut head: Head,
    wait: Duration,
    work: &Progress,
    also: impl Fn(Tables<'_>) -> Result<()>,
) -> Result<CaughtUp> {
    let (mut until, mut stopped) = (Until::from(head), None);
    loop {
        let lock = lock()?;
        let tables = Tables::of(&lock);
        let own = tables.journal().head()?.seq;
        // A write is posted as a whole or not at all.
        let before = |written: Seq| Until {
            seq: own.max(written - 1),
            hash: None,
        };
        match catch_up(tables, &*remote, until, work) {
            Ok(Ok(caught)) => {
                also(tables)?;
                if caught.redacted {
                    lock.ignore_stop()?;
                }
                lock.commit()?;
                return Ok(CaughtUp { stopped, ..caught });
            }
            Ok(Err(uncovered)) if stopped.is_some() => until = before(uncovered.written),
            Ok(Err(uncovered)) => {
                // Whoever redacted it did so after the head was confirmed.
                let later = remote.confirm(wait)?;
                if later.seq <= head.seq {
                    return Err(uncovered.error());
                }
                (head, until) = (later, later.into());
            }
            Err(LedgerError::NewerEntry { seq, written, .. }) => {
                (stopped, until) = (Some(seq), before(written));
            }
            Err(other) => return Err(other),
        }
        lock.roll_back()?;
    }
}
