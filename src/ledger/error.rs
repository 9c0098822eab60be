//! What can go wrong between the program and the ledger's file.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::journal::{JournalError, Seq};

/// Why a ledger could not be opened, read or written.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// There is no file.
    #[error("there is no ledger at {path}")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a file already.
    #[error("{path} is there already")]
    Exists {
        /// Where the ledger was to be.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{path} is not an onrecord ledger")]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later version of the program.
    #[error(
        "{path} was written by a newer onrecord (schema {found}; this one knows up to {known})"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The file was written by an earlier version of the program, and may not be written.
    #[error(
        "{path} was written by an older onrecord (schema {found}), and its tables cannot be brought up to date: it is read-only"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
    },
    /// What is to be restored is not sound.
    #[error("{path} is not restored: {what}")]
    Unsound {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A ledger has entries that what would take its place has not.
    #[error("the ledger has entries that {path} has not: {first} to {last}")]
    WouldLose {
        /// The file that would take its place.
        path: PathBuf,
        /// The first such entry.
        first: Seq,
        /// The ledger's newest entry.
        last: Seq,
    },
    /// What stands where a ledger is to be restored cannot be read.
    #[error("what is at {path} cannot be read as a ledger, so nobody can tell what would be lost")]
    Unreadable {
        /// The file.
        path: PathBuf,
    },
    /// The work was asked to stop.
    #[error("stopped; the ledger is as it was before")]
    Stopped,
    /// The disk failed.
    #[error("the ledger's disk could not be read or written ({0}); the ledger is as it was before")]
    Disk(rusqlite::Error),
    /// The file does not hold together.
    #[error("the ledger's file is damaged, or its disk does not give it back ({0})")]
    Damaged(rusqlite::Error),
    /// The file may not be written.
    #[error("{path} is read-only")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another program holds the file.
    #[error("the ledger is locked by another program")]
    Locked,
    /// Something was redacted, and a reader keeps the bytes from being overwritten.
    #[error(
        "the redaction is recorded, but another program still reads the ledger, and until it ends the bytes stay in the write-ahead log beside it"
    )]
    StillRead,
    /// Something was redacted, and the bytes could not be overwritten.
    #[error("the redaction is recorded, but the bytes could not be overwritten ({0})")]
    Unscrubbed(rusqlite::Error),
    /// The disk is full.
    #[error("there is no space left for the ledger on its disk")]
    Full,
    /// A file could not be made.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// An entry speaks of something that the ledger does not have.
    #[error("entry {seq} speaks of {what}, which the ledger does not have")]
    Dangling {
        /// The entry.
        seq: Seq,
        /// What it speaks of.
        what: String,
    },
    /// A statement has the id of another.
    #[error("entry {seq} records a statement as {id}, and another has that id")]
    IdTaken {
        /// The entry.
        seq: Seq,
        /// The id.
        id: String,
    },
    /// A row does not hold what the program wrote.
    #[error("the ledger holds {what}, which this program does not understand")]
    Garbled {
        /// What it holds.
        what: String,
    },
    /// The journal could not be read or written.
    #[error(transparent)]
    Journal(JournalError),
    /// The journal's chain does not hold, so nothing is posted from it.
    #[error("the journal is damaged: entry {seq} {what}")]
    JournalDamaged {
        /// The first entry that is wrong.
        seq: Seq,
        /// What is wrong with it.
        what: String,
    },
    /// A posted table is missing, or is not the one this program made.
    #[error("the ledger's tables are damaged ({0})")]
    TablesDamaged(rusqlite::Error),
    /// The schema could not be brought up to date.
    #[error("the ledger's tables could not be made: {0}")]
    Migration(rusqlite::Error),
    /// The engine failed in another way.
    #[error("the ledger's file could not be used: {0}")]
    Engine(rusqlite::Error),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::OperationInterrupted) => Self::Stopped,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error),
            _ if is_about_a_table(&error) => Self::TablesDamaged(error),
            _ => Self::Engine(error),
        }
    }
}

/// Whether SQLite misses a table, view or column that this program's SQL names. It has no code for
/// that, only words.
fn is_about_a_table(error: &rusqlite::Error) -> bool {
    let (rusqlite::Error::SqliteFailure(_, Some(message))
    | rusqlite::Error::SqlInputError { msg: message, .. }) = error
    else {
        return false;
    };
    [
        "no such table",
        "no such column",
        "no such index",
        "has no column",
        "values were supplied",
    ]
    .iter()
    .any(|words| message.contains(words))
}

impl From<JournalError> for LedgerError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Storage(inner) => match inner.downcast::<rusqlite::Error>() {
                Ok(engine) => Self::from(*engine),
                Err(other) => Self::Journal(JournalError::Storage(other)),
            },
            other => Self::Journal(other),
        }
    }
}

/// What ledger functions return.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;
