//! Reading a ledger whose log cannot be shared.
//!
//! Programs that use one ledger share an index of its write-ahead log, in a file beside it. In a
//! read-only folder or on a full disk SQLite cannot create that file, and refuses even to read.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::ffi::{SQLITE_IOERR_SHMMAP, SQLITE_IOERR_SHMOPEN, SQLITE_IOERR_SHMSIZE};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::files;
use crate::ledger::file::connection::{Access, configure};
use crate::ledger::{LedgerError, Result};

/// The state of a ledger's file that was opened without locks. Its answers hold only if no other
/// program has written meanwhile.
pub(crate) struct FileState {
    path: PathBuf,
    file: Option<Metadata>,
    /// Length of the log, in bytes.
    log: u64,
}

impl FileState {
    fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            file: fs::metadata(path).ok(),
            log: fs::metadata(log_of(path)).map_or(0, |log| log.len()),
        }
    }

    /// # Errors
    /// [`LedgerError::ChangedMeanwhile`] if another program has written to the ledger since.
    pub(crate) fn require_unchanged(&self) -> Result<()> {
        let now = Self::of(&self.path);
        let unchanged = self.log == now.log
            && match (&self.file, &now.file) {
                (Some(before), Some(after)) => {
                    before.len() == after.len() && before.modified().ok() == after.modified().ok()
                }
                _ => false,
            };
        match unchanged {
            true => Ok(()),
            false => Err(LedgerError::ChangedMeanwhile {
                path: self.path.clone(),
            }),
        }
    }
}

fn log_of(path: &Path) -> PathBuf {
    files::with_suffix(path, "-wal")
}

/// Whether reading failed because the shared index could not be created.
pub(crate) fn is_about_sharing(error: &LedgerError) -> bool {
    match error {
        LedgerError::Full => true,
        LedgerError::Disk(error) => matches!(
            error.sqlite_extended_error_code(),
            Some(SQLITE_IOERR_SHMOPEN | SQLITE_IOERR_SHMSIZE | SQLITE_IOERR_SHMMAP)
        ),
        LedgerError::Engine(error) => matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
        ),
        _ => false,
    }
}

/// Connects for reading to the file at `path`, an absolute path. If its log is empty or missing, the
/// file is read without locks, and its state is returned. Otherwise the log's index is kept in memory,
/// under a lock that keeps every other program out.
///
/// # Errors
/// [`LedgerError::UnreadLog`] if there is a log and it cannot be read like that.
pub(crate) fn connect(path: &Path, wait: Duration) -> Result<(Connection, Option<FileState>)> {
    let state = FileState::of(path);
    if state.log == 0 {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(immutable(path), flags)?;
        configure(&connection, Access::Read)?;
        probe(&connection)?;
        return Ok((connection, Some(state)));
    }
    let alone = || -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(wait)?;
        connection.pragma_update(None, "locking_mode", "exclusive")?;
        // Moving the log into the file would need space.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        probe(&connection)?;
        Ok(connection)
    };
    let connection = alone().map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy) => LedgerError::Locked,
        _ => LedgerError::UnreadLog {
            log: log_of(path),
            error,
        },
    })?;
    configure(&connection, Access::Read)?;
    Ok((connection, None))
}

/// Reads the file's first page, and with it the log.
pub(crate) fn probe(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_query_value(None, "schema_version", |_| Ok(()))
}

/// The URI that makes SQLite read a file as if nothing could change it.
fn immutable(path: &Path) -> OsString {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri.into()
}
