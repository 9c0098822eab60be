//! Taking turns: one program writes at a time, and all that wait have the same chance to be next.

use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::{LedgerError, Result, Work};

/// How long a writer waits between two tries. The engine's own waiting tries the more seldom the
/// longer it lasts, up to a tenth of a second, so that among many writers those that came last go
/// first, and some wait for minutes.
const PAUSE: Duration = Duration::from_millis(3);

/// Begins a write, after waiting as long as `wait` for others to end theirs.
///
/// # Errors
/// [`LedgerError::Locked`] where they did not, [`LedgerError::Stopped`] where waiting was to end.
pub(super) fn begin<'c>(
    connection: &'c Connection,
    wait: Duration,
    work: &Work,
) -> Result<Transaction<'c>> {
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
    Ok(begun)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}
