//! Why a ledger could not be opened, read or written.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::domain::Invalid;
use crate::journal::{JournalError, Seq};

/// Why a ledger could not be opened, read or written.
///
/// Any function that reads the ledger may fail because of the disk, a lock or a damaged file; the
/// documentation of single functions names only further errors.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// There is no file.
    #[error("there is no ledger at {path}")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file exists.
    #[error("{path} already exists")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file belongs to the ledger.
    #[error("{path} belongs to the ledger")]
    OfLedger {
        /// The file.
        path: PathBuf,
    },
    /// A log lies where a new ledger is to be.
    #[error(
        "{leftover} is left from a ledger that is no longer there, and would ruin a new {path}"
    )]
    Leftover {
        /// The new file.
        path: PathBuf,
        /// The log.
        leftover: PathBuf,
    },
    /// The file is not a ledger.
    #[error("{path} is not an onrecord ledger")]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// The file's schema is not the program's own, so using it could run code from elsewhere.
    #[error("{path} is not as onrecord made it: {what}")]
    Altered {
        /// The file.
        path: PathBuf,
        /// How its schema differs.
        what: String,
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
    /// The file was written by an earlier version of the program and is read-only.
    #[error(
        "{path} was written by an older onrecord (schema {found}) and cannot be upgraded, because it or its folder is read-only"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
    },
    /// A backup is damaged.
    #[error("{path} was not restored: {what}")]
    Unsound {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A ledger has entries that the backup lacks.
    #[error("the ledger has entries that {path} lacks: {first} to {last}")]
    WouldLose {
        /// The backup.
        path: PathBuf,
        /// The first such entry.
        first: Seq,
        /// The ledger's newest entry.
        last: Seq,
    },
    /// A ledger that is a copy of a shared journal was to be replaced by a backup that is none.
    #[error("the ledger is desk {desk}'s copy of a shared journal, and {path} is not")]
    WouldEndSharing {
        /// The backup.
        path: PathBuf,
        /// The desk.
        desk: String,
    },
    /// The file to be replaced by a backup cannot be read.
    #[error("{path} cannot be read as a ledger, so replacing it may lose entries")]
    Unreadable {
        /// The file.
        path: PathBuf,
    },
    /// The work was interrupted.
    #[error("stopped; the ledger is unchanged")]
    Stopped,
    /// The disk failed.
    #[error("the disk could not be read or written ({0}); the ledger is unchanged")]
    Disk(rusqlite::Error),
    /// SQLite finds the file malformed.
    #[error("the ledger's file is damaged, or its disk is failing ({0})")]
    Damaged(rusqlite::Error),
    /// The file cannot be written, or SQLite's log not beside it.
    #[error("{path} or its folder is read-only")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The log beside a ledger cannot be read where it is.
    #[error("the ledger's last writes are in {log}, which cannot be read here ({error})")]
    UnreadLog {
        /// The log.
        log: PathBuf,
        /// Why.
        error: rusqlite::Error,
    },
    /// Another program wrote to a ledger that had to be read without locks.
    #[error(
        "{path} changed while it was read, and its folder is read-only or its disk full, so it cannot be locked"
    )]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// Another program has locked the file.
    #[error("the ledger is locked by another program")]
    Locked,
    /// A reader prevents redacted bytes from being overwritten.
    #[error(
        "the redaction is recorded, but another program is reading the ledger; until it stops, the bytes remain in the write-ahead log beside the ledger"
    )]
    StillRead,
    /// Redacted bytes could not be overwritten.
    #[error("the redaction is recorded, but the bytes could not be overwritten ({0})")]
    Unscrubbed(rusqlite::Error),
    /// The disk is full.
    #[error("no space left on the disk of the ledger")]
    Full,
    /// A file could not be created or written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: std::io::Error,
    },
    /// An entry refers to something that the ledger does not have.
    #[error("entry {seq} refers to {what}, which the ledger does not have")]
    Dangling {
        /// The entry.
        seq: Seq,
        /// What it refers to.
        what: String,
    },
    /// A statement has the id of another.
    #[error("entry {seq} records a statement as {id}, but another statement has that id")]
    IdTaken {
        /// The entry.
        seq: Seq,
        /// The id.
        id: String,
    },
    /// A row contains something that the program did not write.
    #[error("the ledger contains {what}, which this program does not understand")]
    Corrupt {
        /// What it contains.
        what: String,
    },
    /// The journal could not be read or written.
    #[error(transparent)]
    Journal(JournalError),
    /// The journal does not verify, or an entry says something no entry can, so nothing is posted
    /// from it.
    #[error("the journal is damaged: entry {seq} {what}")]
    JournalDamaged {
        /// The first wrong entry.
        seq: Seq,
        /// What is wrong with it.
        what: String,
    },
    /// A posted table is missing, or is not the one this program made.
    #[error("the ledger's tables are damaged ({0})")]
    TablesDamaged(rusqlite::Error),
    /// Posting everything again cannot restore the schema; the file is unchanged.
    #[error("the ledger's file cannot be restored from its journal: {what}; it is unchanged")]
    Beyond {
        /// What is in the way.
        what: String,
    },
    /// The schema could not be created or upgraded.
    #[error("the ledger's tables could not be created: {0}")]
    Migration(rusqlite::Error),
    /// The ledger is not a beginning of the shared journal.
    #[error(
        "this ledger and the shared journal have parted: they differ from entry {first} on (this ledger has {ours}, the shared journal {theirs})"
    )]
    Parted {
        /// The first entry that differs, or that only one of them has.
        first: Seq,
        /// The newest entry of the ledger.
        ours: Seq,
        /// The newest entry of the shared journal.
        theirs: Seq,
    },
    /// A ledger that has not parted from the shared journal was to be replaced.
    #[error("this ledger and the shared journal have not parted, so there is nothing to replace")]
    NotParted,
    /// An entry of the shared journal is not what was recorded.
    #[error("the shared journal is damaged: entry {seq} {what}")]
    SharedDamaged {
        /// The entry.
        seq: Seq,
        /// What is wrong with it.
        what: String,
    },
    /// An entry of the shared journal says something that this program does not know.
    #[error(
        "entry {seq} of the shared journal was written by a newer onrecord, and this one cannot read it ({reason}); until it is upgraded it answers from what came before and records nothing"
    )]
    NewerEntry {
        /// The entry.
        seq: Seq,
        /// The first entry of its write.
        written: Seq,
        /// Why it cannot be read.
        reason: String,
    },
    /// The connection was lost while a write was on its way to the shared journal.
    #[error("it is not known whether the shared journal recorded it: {0}")]
    OutcomeUnknown(String),
    /// The shared journal recorded a write that the ledger could not keep.
    #[error("the shared journal recorded it, but this copy could not be brought up to date ({0})")]
    RecordedElsewhere(Box<LedgerError>),
    /// What was on its way to the shared journal cannot be read from the file in which it is kept.
    #[error("{path} cannot be read: {reason}")]
    Sending {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A ledger that shares nothing was to write to a shared journal, or to leave it.
    #[error("this ledger is not a copy of a shared journal")]
    SharesNothing,
    /// A ledger is not shared because its tables are not what its journal gives.
    #[error("the ledger is not shared: {what}")]
    NotShared {
        /// What is wrong with it.
        what: String,
    },
    /// A ledger that shares its journal was to record something by itself.
    #[error("this ledger is a copy of a shared journal, and nothing is recorded in it alone")]
    IsShared,
    /// What is to be noted about a shared journal is invalid.
    #[error("{0}")]
    Unshareable(Invalid),
    /// SQLite failed in another way.
    #[error("the ledger's file could not be used: {0}")]
    Engine(rusqlite::Error),
}

impl LedgerError {
    /// An entry with an intact hash that says something no entry can.
    pub(crate) fn unpostable(seq: Seq, why: &str) -> Self {
        Self::JournalDamaged {
            seq,
            what: format!("cannot be posted: {why}"),
        }
    }

    /// Whether what failed may be on record nevertheless, so that nothing must be undone that an entry may rest on.
    pub fn may_be_on_record(&self) -> bool {
        matches!(
            self,
            Self::OutcomeUnknown(_)
                | Self::RecordedElsewhere(_)
                | Self::StillRead
                | Self::Unscrubbed(_)
        )
    }

    /// Whether an entry of the journal is at fault.
    pub fn is_of_journal(&self) -> bool {
        matches!(
            self,
            Self::JournalDamaged { .. }
                | Self::Dangling { .. }
                | Self::IdTaken { .. }
                | Self::Journal(JournalError::Unreadable { .. })
        )
    }
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
            JournalError::Unknown(why) => Self::OutcomeUnknown(why),
            other => Self::Journal(other),
        }
    }
}

/// What ledger functions return.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;
