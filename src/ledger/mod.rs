//! The ledger: one SQLite file that holds the journal and the tables posted from it.
//!
//! All SQL of the project is in this folder. [`Ledger`] opens the file; a [`Reader`] answers for
//! what the ledger held at one entry; a [`Writer`] appends to the journal, posts, and settles what
//! the entries touched, all in one transaction.

mod appending;
mod backup;
mod beside;
mod calls;
mod candidates;
mod casts;
mod deferred;
mod dockets;
mod dossiers;
mod error;
mod files;
mod findings;
mod journal;
mod learnt;
mod lists;
mod memo;
mod mergers;
mod pipeline;
mod posting;
mod proposals;
mod reader;
mod rebuild;
mod records;
mod restore;
mod resuming;
mod rows;
mod schema;
mod search;
mod settle;
mod stories;
mod tallies;
mod touched;
mod turn;
mod undo;
mod work;
mod writer;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

pub use calls::CallFilter;
pub use candidates::{CandidateFilter, Fate, Waiting};
pub use error::{LedgerError, Result};
pub use findings::Standing;
pub use journal::SqliteJournal;
pub use lists::{About, ClaimFilter, DiscrepancyFilter, Due, Listed, State};
pub use proposals::shares_passage;
pub use reader::{Kind, Reader};
pub use rebuild::Rebuilt;
pub use records::{ClaimInShort, ClaimInfo, Recorded, SaidInShort, Text, Withdrawn};
pub use restore::{Restored, restore};
pub use schema::{Migrated, NEWEST_SCHEMA};
pub use search::{Found, MARK};
pub use settle::{Change, Changes};
pub use work::{Counted, Place, Stage, Work};
pub use writer::Writer;

use crate::journal::{Seq, Stamp};
use beside::Beside;
use memo::Memo;

/// So many steps of the engine go by between two looks at whether work is to stop.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// How much of the file an answer keeps in memory at most, in KiB: what leads from one row to
/// another is to stay. A row's own page is seldom asked for again, and to copy it into memory
/// that the process had already takes half as long as into memory that it has to ask for.
const READ_CACHE: i64 = 384;

/// So many readers beside a first one there are at most: each keeps some of the file in memory.
const MOST_BESIDE: usize = 8;

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
    wait: Duration,
    work: Arc<Work>,
    migrated: Option<Migrated>,
}

impl Ledger {
    /// Makes a new, empty ledger, readable by its owner alone. Until it is whole, there is none.
    ///
    /// # Errors
    /// Where there is a file already, or none can be made.
    pub fn create(path: &Path, wait: Duration) -> Result<Self> {
        if path.exists() {
            return Err(LedgerError::Exists {
                path: path.to_owned(),
            });
        }
        let part = files::part(path)?;
        let mut connection = connect(part.path(), Access::Write, wait)?;
        schema::make(&mut connection)?;
        keep_log(&connection)?;
        connection.close().map_err(|(_, error)| error)?;
        files::put(part, path)?;
        Self::open(path, Access::Write, wait)
    }

    /// Opens the ledger at `path`. Where another program holds it, waits as long as `wait`. A
    /// ledger of an older program is brought up to date, and kept beside as it was.
    ///
    /// # Errors
    /// Where there is none, the file is something else or was written by a newer program, or it
    /// is to be written and may not be.
    pub fn open(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        let metadata = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => LedgerError::Missing {
                path: path.to_owned(),
            },
            _ => files::failed(path, error),
        })?;
        let frozen = metadata.permissions().readonly();
        if access == Access::Write && frozen {
            return Err(LedgerError::ReadOnly {
                path: path.to_owned(),
            });
        }
        let open = || connect(path, access, wait).map_err(|error| explain(path, error));
        let mut connection = open()?;
        let mut migrated = None;
        let found = schema::check(&connection, path)?;
        if found < NEWEST_SCHEMA {
            if frozen {
                return Err(LedgerError::Older {
                    path: path.to_owned(),
                    found,
                });
            }
            migrated = schema::migrate(path, wait)?;
            connection = open()?;
        }
        if access == Access::Write {
            keep_log(&connection).map_err(|error| explain(path, error))?;
        }
        Ok(Self {
            connection,
            path: path.to_owned(),
            wait,
            work: Arc::default(),
            migrated,
        })
    }

    /// Lets work on this ledger be watched, and stopped, through `work`.
    ///
    /// # Errors
    /// Where the engine does not take it.
    pub fn watch(&mut self, work: &Arc<Work>) -> Result<()> {
        self.work = Arc::clone(work);
        watch(&self.connection, work)
    }

    /// What became of a ledger of an older program when it was opened.
    pub fn migrated(&self) -> Option<&Migrated> {
        self.migrated.as_ref()
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
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let transaction = self.connection.transaction().map_err(LedgerError::from)?;
        let memo = Memo::default();
        work(Reader::remembering(&transaction, &memo))
    }

    /// As [`Ledger::read`], for work that may go through the whole ledger: with as many readers
    /// beside the first as there are processors, which see the same ([`Reader::side_by_side`]).
    ///
    /// # Errors
    /// Where the views cannot be taken, and what `work` returns.
    pub fn read_side_by_side<T, E: From<LedgerError>>(
        &mut self,
        work: impl FnOnce(Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let open = |_| {
            let connection = connect(&self.path, Access::Read, self.wait)?;
            watch(&connection, &watched)?;
            Ok(connection)
        };
        let others = 0..rayon::current_num_threads().min(MOST_BESIDE);
        let others = others.map(open).collect::<Result<Vec<Connection>>>();
        let others = others.map_err(|error| explain(&self.path, error))?;
        let beside = Beside::of(&self.connection, others)?;
        let memo = Memo::default();
        let done = work(Reader {
            beside: Some(&beside),
            ..Reader::remembering(&self.connection, &memo)
        });
        let ended = self.connection.execute_batch("ROLLBACK");
        let done = done?;
        ended.map_err(LedgerError::from)?;
        Ok(done)
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
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let transaction = turn::begin(&self.connection, self.wait, &watched)
            .map_err(|error| explain(&self.path, error))?;
        let memo = Memo::default();
        let mut writer = Writer::new(&transaction, &memo, stamp, &watched)?;
        let done = work(&mut writer)?;
        let changes = writer.settle()?;
        let redacted = writer.has_redacted();
        if redacted {
            // Once recorded, a redaction is seen through: what is left of the bytes has to go.
            transaction
                .progress_handler(0, None::<fn() -> bool>)
                .map_err(LedgerError::from)?;
        }
        transaction.commit().map_err(LedgerError::from)?;
        if redacted {
            self.scrub()?;
        }
        Ok((done, changes))
    }

    /// As [`Ledger::write`], for what may be the bulk of a ledger. The first statements of a ledger
    /// that nobody else has open go straight into its file, and not into the log first, which would
    /// write each of them twice; who opens it meanwhile waits.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub fn write_in_bulk<T, E: From<LedgerError>>(
        &mut self,
        stamp: Stamp,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        let is_direct = !self.now().has_statements()? && self.set_log(Log::Undoing)?;
        let written = self.write(stamp, work);
        if is_direct {
            // This also syncs the folder, from which the log of what was there went when the write was
            // kept. Where it cannot be, as somebody reads already, the next write sees to it.
            drop(self.set_log(Log::Ahead));
        }
        written
    }

    /// Changes which log is kept, and says whether it was to be had: another program that has the
    /// ledger open keeps it as it is.
    fn set_log(&self, log: Log) -> Result<bool> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let set = self
            .connection
            .pragma_update(None, "journal_mode", log.mode());
        self.connection.busy_timeout(self.wait)?;
        match set.map_err(LedgerError::from) {
            Ok(()) => Ok(true),
            Err(LedgerError::Locked) => Ok(false),
            Err(error) => Err(explain(&self.path, error)),
        }
    }

    /// Overwrites what was deleted, in the file and in its write-ahead log.
    fn scrub(&self) -> Result<()> {
        let vacuumed = self.connection.execute_batch("VACUUM").and_then(|()| {
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        });
        let busy: bool = vacuumed.map_err(LedgerError::Unscrubbed)?;
        if busy {
            return Err(LedgerError::StillRead);
        }
        Ok(())
    }
}

/// Stops what the engine does on a connection when work is to stop.
fn watch(connection: &Connection, work: &Arc<Work>) -> Result<()> {
    let work = Arc::clone(work);
    Ok(connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || work.is_to_stop()))?)
}

/// Keeps what is written in a log first, so that readers and a writer do not wait for each other.
/// A copy that was made by `backup` has none yet.
fn keep_log(connection: &Connection) -> Result<()> {
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if mode != Log::Ahead.mode() {
        connection.pragma_update(None, "journal_mode", Log::Ahead.mode())?;
    }
    Ok(())
}

/// Which log is kept of a write, so that it is there wholly or not at all.
#[derive(Clone, Copy)]
enum Log {
    /// What is written: readers and a writer do not wait for each other.
    Ahead,
    /// What was there before: next to nothing where there was next to nothing.
    Undoing,
}

impl Log {
    fn mode(self) -> &'static str {
        match self {
            Self::Ahead => "wal",
            Self::Undoing => "delete",
        }
    }
}

fn connect(path: &Path, access: Access, wait: Duration) -> Result<Connection> {
    let mode = match access {
        Access::Read if is_frozen(path) => OpenFlags::SQLITE_OPEN_READ_ONLY,
        // Reading a write-ahead log takes a shared-memory file beside the ledger, which a
        // read-only connection could not make; `query_only` keeps the answer a mere answer.
        Access::Read | Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    // From the root on: the engine would take a name such as `file:x` or `:memory:` for something else.
    let whole = std::path::absolute(path).map_err(|error| files::failed(path, error))?;
    let connection = Connection::open_with_flags(whole, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
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
    // One plan a statement, whatever is bound to it: otherwise each binding of a limit plans it anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    match access {
        Access::Read => {
            connection.pragma_update(None, "query_only", "on")?;
            // Negative: in KiB.
            connection.pragma_update(None, "cache_size", -READ_CACHE)?;
        }
        // Pages that are written again and again are to stay in memory.
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
