//! An open ledger.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use crate::journal::{Seq, Stamp};
use crate::ledger::bulk::rebuild;
use crate::ledger::file::connection::{
    Access, JournalMode, close, connect, explain, is_read_only, set_journal_mode,
    use_write_ahead_log, watch,
};
use crate::ledger::file::schema::{self, Migrated, NEWEST_SCHEMA};
use crate::ledger::file::whole;
use crate::ledger::file::write_lock::WriteLock;
use crate::ledger::read::lookup::Memo;
use crate::ledger::read::snapshot::Snapshot;
use crate::ledger::write::tables::Tables;
use crate::ledger::{Changes, LedgerError, Reader, Rebuilt, Result, SqliteJournal, Work, Writer};

/// An open ledger.
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
    wait: Duration,
    work: Arc<Work>,
    migrated: Option<Migrated>,
}

impl Ledger {
    /// Creates an empty ledger, readable by its owner alone. The file appears at `path` only once
    /// it is complete.
    ///
    /// # Errors
    /// If something exists at `path`, or no file can be created there.
    pub fn create(path: &Path, wait: Duration) -> Result<Self> {
        if path.exists() {
            return Err(LedgerError::Exists {
                path: path.to_owned(),
            });
        }
        let part = whole::part(path)?;
        let mut connection = connect(part.path(), Access::Write, wait)?;
        schema::create(&mut connection)?;
        use_write_ahead_log(&connection)?;
        close(connection)?;
        whole::put(part, path)?;
        Self::open(path, Access::Write, wait)
    }

    /// Opens the ledger at `path`, waiting for at most `wait` while another program holds it. A
    /// ledger of an older program is upgraded, and a copy of what it was is kept beside it.
    ///
    /// # Errors
    /// If there is no ledger, a newer program wrote it, or it is to be written and is read-only.
    pub fn open(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => LedgerError::Missing {
                path: path.to_owned(),
            },
            _ => whole::failed(path, error),
        })?;
        let read_only = is_read_only(path);
        if access == Access::Write && read_only {
            return Err(LedgerError::ReadOnly {
                path: path.to_owned(),
            });
        }
        let open = || connect(path, access, wait).map_err(|error| explain(path, error));
        let mut connection = open()?;
        let mut migrated = None;
        let found = schema::check(&connection, path)?;
        if found < NEWEST_SCHEMA {
            if read_only {
                return Err(LedgerError::Older {
                    path: path.to_owned(),
                    found,
                });
            }
            migrated = upgrade(path, wait)?;
            connection = open()?;
        }
        if access == Access::Write {
            use_write_ahead_log(&connection).map_err(|error| explain(path, error))?;
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
    /// If SQLite does not accept the handler.
    pub fn watch(&mut self, work: &Arc<Work>) -> Result<()> {
        self.work = Arc::clone(work);
        watch(&self.connection, work)
    }

    /// The upgrade that opening this ledger made, if any.
    pub fn migrated(&self) -> Option<&Migrated> {
        self.migrated.as_ref()
    }

    /// Where the ledger is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A reader of what the ledger holds now.
    pub fn now(&self) -> Reader<'_> {
        Reader::new(Snapshot::of(&self.connection), Seq::MAX)
    }

    /// Runs `work` on one unchanging view of the ledger, whatever other programs write meanwhile.
    ///
    /// # Errors
    /// If the view cannot be taken, and what `work` returns.
    pub fn read<T, E: From<LedgerError>>(
        &mut self,
        work: impl FnOnce(Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let transaction = self.connection.transaction().map_err(LedgerError::from)?;
        let memo = Memo::default();
        work(Reader::remembering(Snapshot::of(&transaction), &memo))
    }

    /// The journal inside the ledger.
    pub fn journal(&self) -> SqliteJournal<'_> {
        SqliteJournal::new(&self.connection)
    }

    /// Runs `work` in one write: it reads, decides, appends and posts in one transaction. If it
    /// fails, the ledger is unchanged.
    ///
    /// # Errors
    /// If the ledger cannot be written, and what `work` returns.
    pub fn write<T, E: From<LedgerError>>(
        &mut self,
        stamp: Stamp,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let lock = self.lock()?;
        let memo = Memo::default();
        let mut writer = Writer::new(Tables::of(&lock), &memo, stamp, &watched)?;
        let done = work(&mut writer)?;
        let changes = writer.settle()?;
        let redacted = writer.has_redacted();
        if redacted {
            // What was derived from the redacted words, and is kept for questions about earlier
            // days, has to go too.
            rebuild::repost(Tables::of(&lock), &watched)?;
            // Once it is recorded, a redaction is carried through: the remaining bytes have to go.
            lock.ignore_stop()?;
        }
        lock.commit()?;
        if redacted {
            self.scrub()?;
        }
        Ok((done, changes))
    }

    /// As [`Ledger::write`], for what may be the bulk of a ledger. The first statements of a ledger
    /// that no other program has open go straight into its file instead of through the write-ahead
    /// log, which would write each page twice; a program that opens it meanwhile waits.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub fn write_in_bulk<T, E: From<LedgerError>>(
        &mut self,
        stamp: Stamp,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        let is_direct =
            !self.now().has_statements()? && self.try_journal_mode(JournalMode::Rollback)?;
        let written = self.write(stamp, work);
        if is_direct {
            // This also syncs the folder, from which the rollback journal was removed at commit. If
            // a reader is in the way, the next write does it.
            drop(self.try_journal_mode(JournalMode::WriteAhead));
        }
        written
    }

    /// Posts everything again from the journal. Without `keep`, only compares and leaves the
    /// ledger as it is.
    ///
    /// # Errors
    /// If the journal is damaged or a row cannot be written; the ledger is unchanged then.
    pub fn rebuild(&mut self, keep: bool) -> Result<Rebuilt> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let lock = self.lock()?;
        let rebuilt = rebuild::compare(Tables::of(&lock), &watched)?;
        if !keep {
            lock.roll_back()?;
            return Ok(rebuilt);
        }
        let redacted = Tables::of(&lock).has_redactions()?;
        lock.ignore_stop()?;
        lock.commit()?;
        if redacted {
            // If a redaction was interrupted before its bytes were gone, this finishes it.
            self.scrub()?;
        }
        Ok(rebuilt)
    }

    /// Copies the whole ledger, history and all, to a new file.
    ///
    /// # Errors
    /// If something exists there, or the copy cannot be written; nothing is left of it then.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(LedgerError::Exists {
                path: to.to_owned(),
            });
        }
        let _within = self.work.within();
        whole::put(whole::copy(&self.connection, to)?, to)
    }

    /// Closes the ledger, reporting what goes wrong.
    pub(crate) fn close(self) -> Result<()> {
        close(self.connection)
    }

    fn lock(&self) -> Result<WriteLock<'_>> {
        WriteLock::take(&self.connection, self.wait, &self.work)
            .map_err(|error| explain(&self.path, error))
    }

    /// Changes the journal mode if no other program has the ledger open, and says whether it did.
    fn try_journal_mode(&self, mode: JournalMode) -> Result<bool> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let set = set_journal_mode(&self.connection, mode);
        self.connection.busy_timeout(self.wait)?;
        match set {
            Ok(()) => Ok(true),
            Err(LedgerError::Locked) => Ok(false),
            Err(error) => Err(explain(&self.path, error)),
        }
    }

    /// Overwrites deleted bytes in the file and in its write-ahead log.
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

/// Upgrades an older ledger in one transaction, after a copy was put beside it. Returns nothing if
/// another program did so meanwhile.
fn upgrade(path: &Path, wait: Duration) -> Result<Option<Migrated>> {
    let connection = connect(path, Access::Write, wait)?;
    let lock = WriteLock::take(&connection, wait, &Work::default())
        .map_err(|error| explain(path, error))?;
    let from = schema::check(lock.connection(), path)?;
    if from == NEWEST_SCHEMA {
        return Ok(None);
    }
    // With the lock held no other program can write, so the copy is complete.
    let reading = connect(path, Access::Read, wait)?;
    let kept = whole::keep_copy(&reading, path, &format!("schema-{from}"))?;
    upgrade_tables(&lock, from, &Work::default())?;
    lock.commit()?;
    Ok(Some(Migrated {
        from,
        to: NEWEST_SCHEMA,
        kept,
    }))
}

/// Brings the tables of a ledger of schema `from` up to date.
pub(crate) fn upgrade_tables(lock: &WriteLock<'_>, from: i64, work: &Work) -> Result<()> {
    schema::upgrade_recorded(lock.connection(), from)?;
    rebuild::repost(Tables::of(lock), work)
}
