//! Writing to the shared journal.
//!
//! A write takes the turn, catches up, does its work on what is on record then, and appends what it recorded. The shared
//! journal commits first and the ledger after it; what is lost in between comes by catching up, as anybody's entries do.

use std::sync::Arc;

use crate::domain::sharing::Typed;
use crate::journal::parting::hash_at;
use crate::journal::{Appended, Head, Journal, JournalError, Seq, SharedJournal, Stamp};
use crate::ledger::bulk::rebuild;
use crate::ledger::file::connection::watch;
use crate::ledger::file::write_lock::WriteLock;
use crate::ledger::read::lookup::Lookup;
use crate::ledger::shared::catch_up::{CaughtUp, catch_up};
use crate::ledger::shared::sending::Sending;
use crate::ledger::write::tables::Tables;
use crate::ledger::{Changes, Ledger, LedgerError, Reader, Result, Writer};

/// How often a write begins again because its turn was lost.
const ATTEMPTS: usize = 4;

/// The most entries that are caught up with while others wait for the turn.
const MOST_IN_TURN: Seq = 128;

/// A write that is on record.
#[derive(Debug)]
pub struct SharedWrite<T> {
    /// What the work returned.
    pub done: T,
    /// What it changed.
    pub changes: Changes,
    /// What others wrote before it, which the ledger did not have yet.
    pub came: CaughtUp,
}

/// What became of an attempt: it is on record, or there was nothing to record, or it has to be made again.
type Attempt<T> = Result<SharedWrite<T>, Again>;

/// Why an attempt has to be made again.
enum Again {
    /// The turn was lost.
    TurnLost,
    /// There is so much to catch up with that others should not have to wait for it.
    FarBehind,
    /// It is not known what became of an earlier write of this desk.
    Unsettled,
}

/// The turn of this desk. It ends when this is dropped, unless an append has ended it.
struct Turn<'r> {
    remote: &'r mut dyn SharedJournal,
    is_held: bool,
}

impl<'r> Turn<'r> {
    fn append(&mut self, sending: &Sending) -> Result<Appended, JournalError> {
        self.is_held = false;
        let Sending {
            expected,
            entries,
            redacted,
            ..
        } = sending;
        self.remote.append(expected, entries, redacted)
    }

    fn end(&mut self) -> Result<(), JournalError> {
        self.is_held = false;
        self.remote.end_turn()
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.is_held {
            // The turn has ended even if nobody could be told.
            let _ = self.remote.end_turn();
        }
    }
}

impl Ledger {
    /// Runs `work` in one write to the shared journal, on all that is on record at its turn, and returns when it is on record.
    /// If the turn is lost, `work` is run again. If it fails, nothing is recorded. `typed` is the command that it does; it is put
    /// into the outbox if it turns out later that an attempt was not recorded. `stamp` is called when it is this desk's turn.
    ///
    /// What `work` writes to the work lists of candidates and feeds stays in this ledger.
    ///
    /// # Errors
    /// [`LedgerError::SharesNothing`]; whatever [`Ledger::follow`] fails with; [`LedgerError::NewerEntry`] if this program
    /// does not know what others wrote; [`LedgerError::OutcomeUnknown`] if the connection was lost while the write was on its
    /// way: the ledger is unchanged, and the next contact finds it out; [`LedgerError::RecordedElsewhere`] if it is on
    /// record, but the ledger could not keep it: the next contact brings it; and whatever `work` returns.
    pub fn write_shared<T, E: From<LedgerError>>(
        &mut self,
        remote: &mut dyn SharedJournal,
        typed: &Typed,
        mut stamp: impl FnMut() -> Stamp,
        mut work: impl FnMut(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<SharedWrite<T>, E> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let mut came = CaughtUp::default();
        let mut left = ATTEMPTS;
        while left > 0 {
            match self.attempt(remote, typed, &mut stamp, &mut work)? {
                Ok(written) => {
                    came.then(written.came, self.now())?;
                    return Ok(SharedWrite { came, ..written });
                }
                Err(Again::TurnLost) => left -= 1,
                Err(Again::FarBehind | Again::Unsettled) => {
                    let caught = self.follow_to_write(remote)?;
                    came.then(caught, self.now())?;
                }
            }
        }
        Err(LedgerError::from(JournalError::Busy).into())
    }

    /// Follows the shared journal to its end, before a write.
    ///
    /// # Errors
    /// As [`Ledger::follow`], but not with [`LedgerError::OutcomeUnknown`]: it would be that of an earlier write, and this one has
    /// not been sent. The shared journal counts as unreachable then.
    pub fn follow_to_write(&mut self, remote: &mut dyn SharedJournal) -> Result<CaughtUp> {
        let caught = self.follow(remote).map_err(|error| match error {
            LedgerError::OutcomeUnknown(why) => JournalError::Unreachable(why).into(),
            other => other,
        })?;
        match caught.stopped {
            None => Ok(caught),
            Some(seq) => Err(LedgerError::NewerEntry {
                seq,
                written: seq,
                reason: "its kind is not known".to_owned(),
            }),
        }
    }

    fn attempt<T, E: From<LedgerError>>(
        &self,
        remote: &mut dyn SharedJournal,
        typed: &Typed,
        stamp: &mut impl FnMut() -> Stamp,
        work: &mut impl FnMut(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<Attempt<T>, E> {
        let lock = self.lock()?;
        self.require_own_schema()?;
        // Another program may have left it while this one waited for the lock.
        if Sending::is_under_way(&self.path) {
            return Ok(Err(Again::Unsettled));
        }
        let tables = Tables::of(&lock);
        if Reader::new(tables.snapshot(), Seq::MAX)
            .shared_journal()?
            .is_none()
        {
            return Err(LedgerError::SharesNothing.into());
        }
        let head = remote.take_turn(self.wait).map_err(LedgerError::from)?;
        let mut turn = Turn {
            remote,
            is_held: true,
        };
        let own = tables.journal().head().map_err(LedgerError::from)?;
        if head.seq - own.seq > MOST_IN_TURN {
            return Ok(Err(Again::FarBehind));
        }
        let came = catch_up(tables, &*turn.remote, head.into(), &self.work)?;
        let came = came.map_err(|uncovered| uncovered.error())?;
        let lookup = Lookup::default();
        let mut writer = Writer::new(tables, &lookup, stamp(), &self.work)?;
        let done = work(&mut writer)?;
        let changes = writer.settle()?;
        let sending = sent(tables, &writer, head, typed)?;
        let written = SharedWrite {
            done,
            changes,
            came,
        };
        match sending {
            None => {
                self.keep(lock, &mut turn, &written.came)?;
                Ok(Ok(written))
            }
            Some(sending) => Ok(match self.send(lock, &mut turn, &sending, &written.came)? {
                true => Ok(written),
                false => Err(Again::TurnLost),
            }),
        }
    }

    /// Keeps what others wrote and the work lists, of a write that recorded nothing.
    fn keep(&self, lock: WriteLock<'_>, turn: &mut Turn<'_>, came: &CaughtUp) -> Result<()> {
        turn.end()?;
        if came.entries > 0 {
            // An append would have confirmed what came before it.
            let head = Tables::of(&lock).journal().head()?;
            let confirmed = turn.remote.confirm(self.wait)?;
            let is_there =
                head == confirmed || hash_at(&*turn.remote, head.seq)? == Some(head.hash);
            if head.seq > confirmed.seq || !is_there {
                return Err(JournalError::Busy.into());
            }
        }
        self.commit_shared(lock, came.redacted)
    }

    /// Sends a write, and keeps it. Returns whether it is on record; if not, the turn was lost.
    fn send(
        &self,
        lock: WriteLock<'_>,
        turn: &mut Turn<'_>,
        sending: &Sending,
        came: &CaughtUp,
    ) -> Result<bool> {
        // What is recorded from here on is kept, whoever asks to stop.
        lock.ignore_stop()?;
        sending.keep(&self.path)?;
        match turn.append(sending) {
            Ok(Appended::Stored | Appended::Already) => {}
            Ok(Appended::Moved(_)) => {
                Sending::forget(&self.path)?;
                lock.roll_back()?;
                watch(&self.connection, &self.work)?;
                return Ok(false);
            }
            Err(error @ JournalError::Unknown(_)) => return Err(error.into()),
            Err(error) => {
                Sending::forget(&self.path)?;
                return Err(error.into());
            }
        }
        let has_redacted = !sending.redacted.is_empty();
        let reposted = match has_redacted {
            true => rebuild::repost(Tables::of(&lock), &self.work),
            false => Ok(()),
        };
        let kept = reposted.and_then(|()| self.commit_shared(lock, has_redacted || came.redacted));
        match kept {
            // The bytes remain for now, but the write is kept.
            Err(error @ (LedgerError::StillRead | LedgerError::Unscrubbed(_))) => {
                Sending::forget(&self.path)?;
                Err(error)
            }
            Err(error) => Err(LedgerError::RecordedElsewhere(Box::new(error))),
            Ok(()) => {
                Sending::forget(&self.path)?;
                Ok(true)
            }
        }
    }

    /// Commits, and overwrites what was redacted.
    fn commit_shared(&self, lock: WriteLock<'_>, redacted: bool) -> Result<()> {
        if redacted {
            lock.ignore_stop()?;
        }
        lock.commit()?;
        if redacted {
            self.scrub()?;
        }
        watch(&self.connection, &self.work)
    }
}

/// What a settled write has to send; `None` if it recorded nothing.
fn sent(
    tables: Tables<'_>,
    writer: &Writer<'_>,
    expected: Head,
    typed: &Typed,
) -> Result<Option<Sending>> {
    let Some(first) = writer.first() else {
        return Ok(None);
    };
    let count = usize::try_from(writer.recorded()).unwrap_or(usize::MAX);
    Ok(Some(Sending {
        expected,
        entries: tables.journal().read(first, count)?,
        redacted: writer.redacted().to_vec(),
        typed: typed.clone(),
    }))
}
