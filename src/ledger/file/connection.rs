//! Connections to the ledger's file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::files;
use crate::ledger::file::unshared::{self, FileState};
use crate::ledger::file::whole;
use crate::ledger::{LedgerError, Progress, Result};

/// Pause between attempts to change the journal mode.
const PAUSE: Duration = Duration::from_millis(3);

/// SQLite VM steps between cancellation checks.
const STEPS_BETWEEN_CHECKS: i32 = 10_000;

/// Page cache of a reading connection, in KiB. It holds the inner pages of trees; leaf pages are
/// seldom read twice, and copying a page into memory the process already has takes half as long as
/// into newly allocated memory.
const READ_CACHE: i64 = 384;

/// Page cache of a reading connection that stays open, in KiB.
const KEPT_CACHE: i64 = 8 * 1024;

/// Page cache of a writing connection, in KiB. Allocated as needed: a write of one statement uses a
/// hundredth of it.
const WRITE_CACHE: i64 = 96 * 1024;

/// What a ledger is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading only.
    Read,
    /// Reading and writing.
    Write,
}

/// How SQLite makes a write atomic.
#[derive(Clone, Copy)]
pub(crate) enum JournalMode {
    /// A write-ahead log: readers and a writer do not wait for each other.
    WriteAhead,
    /// A rollback journal of the old pages, which is small if the file was nearly empty.
    Rollback,
}

impl JournalMode {
    fn pragma(self) -> &'static str {
        match self {
            Self::WriteAhead => "wal",
            Self::Rollback => "delete",
        }
    }
}

/// Connects to the file at `path`, which must exist.
pub(crate) fn connect(path: &Path, access: Access, wait: Duration) -> Result<Connection> {
    match access {
        Access::Read => Ok(connect_to_read(path, wait)?.0),
        Access::Write => connect_with(OpenFlags::SQLITE_OPEN_READ_WRITE, path, access, wait),
    }
}

/// Connects to the file at `path` for reading, if need be without sharing it with other programs.
/// Returns the file's state if they could change it unnoticed.
pub(crate) fn connect_to_read(
    path: &Path,
    wait: Duration,
) -> Result<(Connection, Option<FileState>)> {
    let mode = match is_read_only(path) {
        true => OpenFlags::SQLITE_OPEN_READ_ONLY,
        // Reading a write-ahead log needs a shared-memory file beside the ledger, which a read-only
        // connection could not create; `query_only` still prevents changes.
        false => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let shared = connect_with(mode, path, Access::Read, wait)
        .and_then(|connection| Ok(unshared::probe(&connection).map(|()| connection)?));
    match shared {
        Ok(connection) => Ok((connection, None)),
        Err(error) if unshared::is_about_sharing(&error) => {
            match unshared::connect(&absolute(path)?, wait) {
                // The file cannot be read in any way, so the first error says more.
                Err(LedgerError::Engine(_) | LedgerError::Disk(_)) => Err(error),
                read => read,
            }
        }
        Err(error) => Err(error),
    }
}

fn connect_with(
    mode: OpenFlags,
    path: &Path,
    access: Access,
    wait: Duration,
) -> Result<Connection> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(absolute(path)?, flags)?;
    connection.busy_timeout(wait)?;
    configure(&connection, access)?;
    Ok(connection)
}

/// The absolute path, because SQLite gives names such as `file:x` or `:memory:` a meaning of their own.
fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| whole::failed(path, error))
}

/// Connects to an empty database in memory, which is gone when the connection is closed.
pub(crate) fn connect_in_memory() -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    configure(&connection, Access::Write)?;
    Ok(connection)
}

/// Sets what every connection relies on.
pub(super) fn configure(connection: &Connection, access: Access) -> Result<()> {
    connection.set_prepared_statement_cache_capacity(96);
    for (pragma, value) in [
        ("foreign_keys", "on"),
        ("recursive_triggers", "on"),
        ("trusted_schema", "off"),
        ("secure_delete", "on"),
        ("synchronous", "full"),
    ] {
        connection.pragma_update(None, pragma, value)?;
    }
    // Keep one plan per statement; otherwise binding a different LIMIT would plan it again.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // No SQL, not even that of a file's own triggers, writes to the schema or the full-text index's
    // tables.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Negative values are in KiB, positive ones in pages.
    match access {
        Access::Read => {
            connection.pragma_update(None, "query_only", "on")?;
            connection.pragma_update(None, "cache_size", -READ_CACHE)?;
        }
        Access::Write => connection.pragma_update(None, "cache_size", -WRITE_CACHE)?,
    }
    Ok(())
}

/// Gives a reading connection that stays open for further questions a larger cache.
pub(crate) fn enlarge_cache(connection: &Connection) -> Result<()> {
    Ok(connection.pragma_update(None, "cache_size", -KEPT_CACHE)?)
}

/// Whether the file cannot be written: its permissions or its file system forbid it, or those of its
/// folder, in which SQLite keeps the log of a write.
pub(crate) fn is_read_only(path: &Path) -> bool {
    // The permissions too, which bind everyone but the superuser.
    let forbidden = fs::metadata(path).is_ok_and(|found| found.permissions().readonly());
    forbidden || is_unwritable(path) || is_unwritable(files::folder_of(path))
}

#[cfg(unix)]
fn is_unwritable(path: &Path) -> bool {
    use rustix::io::Errno;
    let access = rustix::fs::access(path, rustix::fs::Access::WRITE_OK);
    matches!(access, Err(Errno::ACCESS | Errno::ROFS | Errno::PERM))
}

#[cfg(not(unix))]
fn is_unwritable(_: &Path) -> bool {
    false
}

/// Whether the disk on which the file lies has no space left.
#[cfg(unix)]
fn is_on_full_disk(path: &Path) -> bool {
    rustix::fs::statvfs(path).is_ok_and(|disk| disk.f_bavail == 0)
}

#[cfg(not(unix))]
fn is_on_full_disk(_: &Path) -> bool {
    false
}

/// Interrupts statements on this connection when `work` is asked to stop.
pub(crate) fn watch(connection: &Connection, work: &Arc<Progress>) -> Result<()> {
    let work = Arc::clone(work);
    Ok(connection.progress_handler(STEPS_BETWEEN_CHECKS, Some(move || work.is_to_stop()))?)
}

/// Switches the file to a write-ahead log if it has none, as in a copy made by `backup` and during a
/// first import. Waits at most `wait` for other programs: SQLite's busy handler is not asked when the
/// journal mode changes.
pub(crate) fn use_write_ahead_log(connection: &Connection, wait: Duration) -> Result<()> {
    let mut waited = Duration::ZERO;
    connection.busy_timeout(Duration::ZERO)?;
    let outcome = loop {
        match try_write_ahead_log(connection) {
            Err(LedgerError::Locked) if waited < wait => {
                thread::sleep(PAUSE);
                waited += PAUSE;
            }
            other => break other,
        }
    };
    connection.busy_timeout(wait)?;
    outcome
}

fn try_write_ahead_log(connection: &Connection) -> Result<()> {
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if mode != JournalMode::WriteAhead.pragma() {
        set_journal_mode(connection, JournalMode::WriteAhead)?;
    }
    Ok(())
}

/// Changes the journal mode. Fails as locked if another program has the ledger open.
pub(crate) fn set_journal_mode(connection: &Connection, mode: JournalMode) -> Result<()> {
    Ok(connection.pragma_update(None, "journal_mode", mode.pragma())?)
}

/// Closes a connection, reporting any error.
pub(crate) fn close(connection: Connection) -> Result<()> {
    connection
        .close()
        .map_err(|(_, error)| LedgerError::from(error))
}

/// Translates an SQLite error into what it means for the file at `path`.
pub(crate) fn explain(path: &Path, error: LedgerError) -> LedgerError {
    let path = path.to_owned();
    match &error {
        LedgerError::Disk(_) if is_on_full_disk(&path) => LedgerError::Full,
        LedgerError::Engine(engine) => match engine.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) if path.is_dir() => LedgerError::NotALedger { path },
            Some(ErrorCode::NotADatabase) => LedgerError::NotALedger { path },
            Some(ErrorCode::ReadOnly) => LedgerError::ReadOnly { path },
            _ => error,
        },
        _ => error,
    }
}
