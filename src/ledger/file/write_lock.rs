//! The write lock: one program writes at a time, and all that wait have the same chance to be next.

use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::ledger::{LedgerError, Result, Work};

/// How long a writer waits between two attempts. SQLite's own busy handler backs off the longer it
/// waits, up to a tenth of a second, so that among many writers the newest go first and some wait
/// for minutes.
const PAUSE: Duration = Duration::from_millis(3);

/// The write lock of a ledger, and the transaction that holds it. Dropping it rolls back.
pub(crate) struct WriteLock<'c>(Transaction<'c>);

impl<'c> WriteLock<'c> {
    /// Begins a write, waiting for other writers for at most `wait`.
    ///
    /// # Errors
    /// [`LedgerError::Locked`] if they did not finish in time, [`LedgerError::Stopped`] if `work`
    /// was stopped meanwhile.
    pub(crate) fn take(connection: &'c Connection, wait: Duration, work: &Work) -> Result<Self> {
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
        Ok(Self(begun))
    }

    /// The connection inside the transaction.
    pub(crate) fn connection(&self) -> &Connection {
        &self.0
    }

    /// Makes the rest of the write impossible to interrupt.
    pub(crate) fn ignore_stop(&self) -> Result<()> {
        Ok(self.0.progress_handler(0, None::<fn() -> bool>)?)
    }

    pub(crate) fn commit(self) -> Result<()> {
        Ok(self.0.commit()?)
    }

    pub(crate) fn roll_back(self) -> Result<()> {
        Ok(self.0.rollback()?)
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}
