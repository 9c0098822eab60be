//! The ledger: one SQLite file that holds the journal and the tables posted from it.
//!
//! All SQL of the project is in this folder. [`Ledger`] opens the file; a [`Reader`] answers for
//! what the ledger held at one entry; a [`Writer`] appends to the journal, posts, and settles what
//! the entries touched, all in one transaction.

mod backup;
mod calls;
mod dockets;
mod error;
mod findings;
mod journal;
mod lists;
mod memo;
mod mergers;
mod posting;
mod reader;
mod rebuild;
mod records;
mod rows;
mod search;
mod settle;
mod touched;
mod undo;
mod writer;

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

pub use error::{LedgerError, Result};
pub use findings::Standing;
pub use journal::SqliteJournal;
pub use lists::{About, ClaimFilter, DiscrepancyFilter, Due, State};
pub use reader::{Kind, Reader};
pub use rebuild::Rebuilt;
pub use records::{ClaimInfo, Recorded, Text, Withdrawn};
pub use search::{Found, MARK};
pub use settle::{Change, Changes};
pub use writer::Writer;

use crate::journal::{Seq, Stamp};
use memo::Memo;

/// "onrc" in ASCII: marks a SQLite file as a ledger of this program.
const APPLICATION_ID: i64 = 0x6f6e_7263;

/// The steps that make the schema, oldest first. Add to their end only.
static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/0001_journal.sql")),
        M::up(include_str!("../../migrations/0002_ledger.sql")),
    ])
});

/// The newest schema that this program knows: the number of migrations.
const NEWEST_SCHEMA: i64 = 2;

/// How much of the file a write keeps in memory, in KiB. It is taken as it is needed: a write of
/// one statement needs a hundredth of it.
const WRITE_CACHE: i64 = 96 * 1024;

/// What a ledger is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Answers only.
    Read,
    /// Answers and entries.
    Write,
}

/// An open ledger.
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
}

impl Ledger {
    /// Makes a new, empty ledger, readable by its owner alone.
    ///
    /// # Errors
    /// Where there is a file already, or none can be made.
    pub fn create(path: &Path, wait: Duration) -> Result<Self> {
        if path.exists() {
            return Err(LedgerError::Exists {
                path: path.to_owned(),
            });
        }
        create_private_file(path)?;
        let made = Self::create_in(path, wait);
        if made.is_err() {
            // A file without tables would be in the way of the next try.
            let _ = fs::remove_file(path);
        }
        made
    }

    fn create_in(path: &Path, wait: Duration) -> Result<Self> {
        let mut connection = connect(path, Access::Write, wait)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        MIGRATIONS.to_latest(&mut connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// Opens the ledger at `path`. Where another program holds it, waits as long as `wait`.
    ///
    /// # Errors
    /// Where there is none, the file is something else or was written by a newer program, or it
    /// is to be written and may not be.
    pub fn open(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        let metadata = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => LedgerError::Missing {
                path: path.to_owned(),
            },
            _ => LedgerError::File {
                path: path.to_owned(),
                error,
            },
        })?;
        if access == Access::Write && metadata.permissions().readonly() {
            return Err(LedgerError::ReadOnly {
                path: path.to_owned(),
            });
        }
        let connection = connect(path, access, wait).map_err(|error| explain(path, error))?;
        let ledger = Self {
            connection,
            path: path.to_owned(),
        };
        ledger.check_schema()?;
        Ok(ledger)
    }

    fn check_schema(&self) -> Result<()> {
        let pragma = |name| {
            self.connection
                .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
                .map_err(|error| explain(&self.path, error.into()))
        };
        let (application, schema) = (pragma("application_id")?, pragma("user_version")?);
        if application != APPLICATION_ID || schema < 1 {
            return Err(LedgerError::NotALedger {
                path: self.path.clone(),
            });
        }
        if schema > NEWEST_SCHEMA {
            return Err(LedgerError::Newer {
                path: self.path.clone(),
                found: schema,
                known: NEWEST_SCHEMA,
            });
        }
        Ok(())
    }

    /// Where the ledger is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Answers for what the ledger holds now.
    pub fn now(&self) -> Reader<'_> {
        Reader::new(&self.connection, Seq::MAX)
    }

    /// Runs `work` on one unchanging view of the ledger, whoever writes meanwhile.
    ///
    /// # Errors
    /// Where the view cannot be taken, and what `work` returns.
    pub fn read<T, E: From<LedgerError>>(
        &mut self,
        work: impl FnOnce(Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction().map_err(LedgerError::from)?;
        let memo = Memo::default();
        work(Reader::remembering(&transaction, &memo))
    }

    /// The journal inside the ledger.
    pub fn journal(&self) -> SqliteJournal<'_> {
        SqliteJournal::new(&self.connection)
    }

    /// Runs `work` in one write: reading, deciding, appending and posting in one transaction.
    /// Where it fails, the ledger is as before.
    ///
    /// # Errors
    /// Where the ledger cannot be written, and what `work` returns.
    pub fn write<T, E: From<LedgerError>>(
        &mut self,
        stamp: Stamp,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        let path = self.path.clone();
        let begin = |error: rusqlite::Error| explain(&path, error.into());
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(begin)?;
        let memo = Memo::default();
        let mut writer = Writer::new(&transaction, &memo, stamp)?;
        let done = work(&mut writer)?;
        let changes = writer.settle()?;
        let redacted = writer.has_redacted();
        transaction.commit().map_err(LedgerError::from)?;
        if redacted {
            self.scrub()?;
        }
        Ok((done, changes))
    }

    /// Overwrites what was deleted, in the file and in its write-ahead log.
    fn scrub(&self) -> Result<()> {
        self.connection.execute_batch("VACUUM")?;
        let busy: bool =
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            return Err(LedgerError::StillRead);
        }
        Ok(())
    }
}

fn create_private_file(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
        .open(path)
        .map(drop)
        .map_err(|error| LedgerError::File {
            path: path.to_owned(),
            error,
        })
}

fn connect(path: &Path, access: Access, wait: Duration) -> Result<Connection> {
    let mode = match access {
        Access::Read if is_frozen(path) => OpenFlags::SQLITE_OPEN_READ_ONLY,
        // Reading a write-ahead log takes a shared-memory file beside the ledger, which a
        // read-only connection could not make; `query_only` keeps the answer a mere answer.
        Access::Read | Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(wait)?;
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
    match access {
        Access::Read => connection.pragma_update(None, "query_only", "on")?,
        // Negative: in KiB. Pages that are written again and again are to stay in memory.
        Access::Write => connection.pragma_update(None, "cache_size", -WRITE_CACHE)?,
    }
    Ok(connection)
}

fn is_frozen(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Says of an engine's error what it means for a ledger's file.
fn explain(path: &Path, error: LedgerError) -> LedgerError {
    let path = path.to_owned();
    match &error {
        LedgerError::Engine(engine) => match engine.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) if path.is_dir() => LedgerError::NotALedger { path },
            Some(ErrorCode::NotADatabase) => LedgerError::NotALedger { path },
            Some(ErrorCode::ReadOnly) => LedgerError::ReadOnly { path },
            _ => error,
        },
        _ => error,
    }
}
