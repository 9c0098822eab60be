//! The write lock: one program writes at a time, and all waiting programs have an equal chance.

use std::thread;
use std::time::Duration;

use rusqlite::{Connection, DropBehavior, ErrorCode, Transaction, TransactionBehavior};

use crate::ledger::{LedgerError, Progress, Result};

/// Pause between attempts to take the lock. SQLite's own busy handler backs off up to a tenth of a
/// second, so with many writers the newest go first and some wait for minutes.
const PAUSE: Duration = Duration::from_millis(3);

/// The write lock of a ledger, and the transaction that holds it. Dropping it rolls back.
pub(crate) struct WriteLock<'c> {
    connection: &'c Connection,
    /// `None` if the transaction belongs to somebody else, who ends it.
    transaction: Option<Transaction<'c>>,
}

impl<'c> WriteLock<'c> {
    /// Starts a write, waiting at most `wait` for other writers.
    ///
    /// # Errors
    /// [`LedgerError::Locked`] if they did not finish in time, [`LedgerError::Stopped`] if `work`
    /// was stopped while waiting.
    pub(crate) fn take(
        connection: &'c Connection,
        wait: Duration,
        work: &Progress,
    ) -> Result<Self> {
        connection.busy_timeout(Duration::ZERO)?;
        let mut waited = Duration::ZERO;
        let begun = loop {
            match Transaction::new_unchecked(connection, TransactionBehavior::Immediate) {
                Err(error) if is_busy(&error) && waited < wait => {
                    if work.is_to_stop() {
                        return Err(LedgerError::Stopped);
                    }
                    thread::sleep(PAUSE);
                    waited += PAUSE;
                }
                other => break other?,
            }
        };
        connection.busy_timeout(wait)?;
        Ok(Self {
            connection,
            transaction: Some(begun),
        })
    }

    /// The lock within a transaction that was made to [stay open](Self::stay_open).
    pub(crate) fn held(connection: &'c Connection) -> Self {
        Self {
            connection,
            transaction: None,
        }
    }

    /// Leaves the transaction open until its connection is closed, which rolls back.
    pub(crate) fn stay_open(mut self) {
        if let Some(transaction) = &mut self.transaction {
            transaction.set_drop_behavior(DropBehavior::Ignore);
        }
    }

    /// The connection inside the transaction.
    pub(crate) fn connection(&self) -> &Connection {
        self.connection
    }

    /// Makes the rest of the write uninterruptible.
    pub(crate) fn ignore_stop(&self) -> Result<()> {
        Ok(self.connection.progress_handler(0, None::<fn() -> bool>)?)
    }

    pub(crate) fn commit(self) -> Result<()> {
        self.transaction
            .map_or(Ok(()), |transaction| Ok(transaction.commit()?))
    }

    pub(crate) fn roll_back(self) -> Result<()> {
        self.transaction
            .map_or(Ok(()), |transaction| Ok(transaction.rollback()?))
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}
