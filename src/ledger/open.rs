//! An open ledger.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use crate::files;
use crate::journal::{Seq, Stamp};
use crate::ledger::bulk::rebuild;
use crate::ledger::file::connection::{
    Access, JournalMode, close, connect, connect_in_memory, connect_to_read, enlarge_cache,
    explain, is_read_only, set_journal_mode, use_write_ahead_log, watch,
};
use crate::ledger::file::objects::{self, Fault};
use crate::ledger::file::schema::{self, Migrated, NEWEST_SCHEMA};
use crate::ledger::file::unshared::{self, FileState};
use crate::ledger::file::whole;
use crate::ledger::file::write_lock::WriteLock;
use crate::ledger::read::lookup::Lookup;
use crate::ledger::read::snapshot::Snapshot;
use crate::ledger::write::tables::Tables;
use crate::ledger::{
    Changes, LedgerError, Progress, Reader, Rebuilt, Result, SqliteJournal, Writer,
};

/// An open ledger.
pub struct Ledger {
    pub(super) connection: Connection,
    access: Access,
    pub(super) path: PathBuf,
    pub(super) wait: Duration,
    pub(super) work: Arc<Progress>,
    migrated: Option<Migrated>,
    /// SQLite's version number of the schema that was last found to be the program's own.
    own: Cell<Option<i64>>,
    /// The state of the file, if it had to be opened without locks.
    unlocked: Option<FileState>,
    /// Whether the transaction that is open is never committed.
    rehearses: bool,
    /// Which file it is, if the system says that.
    identity: Option<files::Identity>,
}

impl Ledger {
    /// Creates an empty ledger, readable only by its owner. The file appears at `path` only when it
    /// is complete.
    ///
    /// # Errors
    /// [`LedgerError::Exists`] if something exists at `path`, [`LedgerError::File`] if no file can
    /// be created there.
    pub fn create(path: &Path, wait: Duration) -> Result<Self> {
        if path.exists() {
            return Err(LedgerError::Exists {
                path: path.to_owned(),
            });
        }
        whole::refuse_leftovers(path)?;
        let part = whole::part(path)?;
        let mut connection = connect(part.path(), Access::Write, wait)?;
        schema::create(&mut connection)?;
        use_write_ahead_log(&connection, wait)?;
        close(connection)?;
        whole::put(part, path)?;
        let ledger = Self::open(path, Access::Write, wait)?;
        whole::check(&ledger.connection, path)?;
        Ok(ledger)
    }

    /// Opens the ledger at `path`, waiting at most `wait` while another program has it locked. A
    /// ledger written by an older program is upgraded, and a copy from before is kept beside it.
    ///
    /// # Errors
    /// [`LedgerError::Missing`], [`LedgerError::NotALedger`], [`LedgerError::Newer`] if a newer
    /// program wrote it, [`LedgerError::ReadOnly`] if `access` is [`Access::Write`] and the file is
    /// read-only, [`LedgerError::Older`] if it needs an upgrade and is read-only, or
    /// [`LedgerError::Altered`] if its schema is not the program's own.
    pub fn open(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        let ledger = Self::open_as_is(path, access, wait)?;
        let transaction = ledger.connection.unchecked_transaction();
        let transaction = transaction.map_err(|error| explain(path, error.into()))?;
        let checked = ledger.require_own_schema();
        drop(transaction);
        checked.map_err(|error| explain(path, error))?;
        Ok(ledger)
    }

    /// Like [`Ledger::open`], but opens a ledger with any schema, for checking its file, reading its
    /// journal, copying it and rebuilding it. [`Ledger::read`] and [`Ledger::now`] may answer wrongly
    /// then; [`Ledger::write`] refuses.
    ///
    /// # Errors
    /// As [`Ledger::open`], except [`LedgerError::Altered`].
    pub fn open_as_is(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => LedgerError::Missing {
                path: path.to_owned(),
            },
            _ => whole::failed(path, error),
        })?;
        let identity = files::identity(path);
        let read_only = is_read_only(path);
        if access == Access::Write && read_only {
            return Err(LedgerError::ReadOnly {
                path: path.to_owned(),
            });
        }
        let open = || match access {
            Access::Read => connect_to_read(path, wait),
            Access::Write => connect(path, access, wait).map(|connection| (connection, None)),
        };
        let open = || open().map_err(|error| explain(path, error));
        let (mut connection, mut unlocked) = open()?;
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
            (connection, unlocked) = open()?;
        }
        if access == Access::Write {
            use_write_ahead_log(&connection, wait).map_err(|error| explain(path, error))?;
        }
        Ok(Self {
            connection,
            access,
            path: path.to_owned(),
            wait,
            work: Arc::default(),
            migrated,
            own: Cell::new(None),
            unlocked,
            rehearses: false,
            identity,
        })
    }

    /// Opens a ledger with any schema to [compare](Self::compare) its tables with its journal: for
    /// writing if that is possible, which takes less memory.
    ///
    /// # Errors
    /// As [`Ledger::open_as_is`] for reading.
    pub fn open_to_compare(path: &Path, wait: Duration) -> Result<Self> {
        match Self::open_as_is(path, Access::Write, wait) {
            Err(error) if is_about_writing(&error) => Self::open_as_is(path, Access::Read, wait),
            opened => opened,
        }
    }

    /// What is wrong with the file apart from its rows: objects that are not the program's own, and
    /// what SQLite's integrity check finds. Reads the whole file.
    pub fn faults(&self) -> Result<Vec<Fault>> {
        let mut faults = objects::differences(&self.connection)?;
        faults.extend(objects::integrity(&self.connection)?);
        Ok(faults)
    }

    /// Refuses a ledger whose schema is not the program's own. Call it in a transaction; it costs
    /// next to nothing if the schema has not changed since.
    pub(super) fn require_own_schema(&self) -> Result<()> {
        let version = self
            .connection
            .pragma_query_value(None, "schema_version", |row| row.get(0))?;
        if self.own.get() == Some(version) {
            return Ok(());
        }
        let differences = objects::differences(&self.connection)?;
        if let Some(first) = differences.first() {
            let more = match differences.len() {
                1 => String::new(),
                count => format!(", and {} more", count - 1),
            };
            return Err(LedgerError::Altered {
                path: self.path.clone(),
                what: format!("{}{more}", first.what),
            });
        }
        self.own.set(Some(version));
        Ok(())
    }

    /// Creates an empty ledger in memory, for a copy that nobody keeps.
    pub(crate) fn in_memory() -> Result<Self> {
        let mut connection = connect_in_memory()?;
        schema::create(&mut connection)?;
        Ok(Self {
            connection,
            access: Access::Write,
            own: Cell::new(None),
            unlocked: None,
            rehearses: false,
            identity: None,
            path: PathBuf::from("memory"),
            wait: Duration::ZERO,
            work: Arc::default(),
            migrated: None,
        })
    }

    /// Reports progress to `work`, and stops when `work` is asked to.
    ///
    /// # Errors
    /// If SQLite does not accept the handler.
    pub fn watch(&mut self, work: &Arc<Progress>) -> Result<()> {
        self.work = Arc::clone(work);
        watch(&self.connection, work)
    }

    /// The upgrade made when this ledger was opened, if any.
    pub fn migrated(&self) -> Option<&Migrated> {
        self.migrated.as_ref()
    }

    /// Other ledgers in the same folder, such as copies of this one. What is redacted here stays in
    /// them.
    pub fn copies_beside(&self) -> Vec<PathBuf> {
        whole::copies_beside(&self.path)
    }

    /// The path of the ledger.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Prepares a ledger that is open for reading for staying so.
    ///
    /// # Errors
    /// If SQLite does not accept it.
    pub fn stay_open(&self) -> Result<()> {
        enlarge_cache(&self.connection)
    }

    /// Whether this is still the file at its path, with the schema that was found to be the program's own.
    pub fn is_current(&self) -> bool {
        let version = self
            .connection
            .pragma_query_value(None, "schema_version", |row| row.get(0));
        self.unlocked.is_none()
            && self.identity.is_some()
            && self.identity == files::identity(&self.path)
            && version.is_ok_and(|version: i64| self.own.get() == Some(version))
    }

    /// A number that differs from what it was if another connection, of this program or any other, wrote since.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0));
        Ok(version?)
    }

    /// A reader of the current state.
    pub fn now(&self) -> Reader<'_> {
        Reader::new(Snapshot::of(&self.connection), Seq::MAX)
    }

    /// Runs `work` on one unchanging snapshot of the ledger, whatever other programs write
    /// meanwhile.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub fn read<T, E: From<LedgerError>>(
        &mut self,
        work: impl FnOnce(Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let transaction = self
            .connection
            .unchecked_transaction()
            .map_err(LedgerError::from)?;
        if self.own.get().is_some() {
            // Another program may have changed it since.
            self.require_own_schema()?;
        }
        let lookup = Lookup::default();
        let done = work(Reader::remembering(Snapshot::of(&transaction), &lookup));
        if let Some(state) = &self.unlocked {
            state.require_unchanged()?;
        }
        done
    }

    /// The ledger's journal.
    pub fn journal(&self) -> SqliteJournal<'_> {
        SqliteJournal::new(&self.connection)
    }

    /// Runs `work` in one write: it reads, decides, appends and posts in one transaction. If it
    /// fails, the ledger is unchanged.
    ///
    /// # Errors
    /// [`LedgerError::Locked`] if other writers did not finish in time, [`LedgerError::IsShared`] if something was recorded
    /// and the ledger is a copy of a shared journal ([`Ledger::write_shared`] writes to that), [`LedgerError::StillRead`] or
    /// [`LedgerError::Unscrubbed`] if a redaction is recorded but its bytes remain, and whatever `work` returns.
    pub fn write<T, E: From<LedgerError>>(
        &mut self,
        stamp: Stamp,
        mut work: impl FnMut(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let lock = self.lock()?;
        self.require_own_schema()?;
        let lookup = Lookup::default();
        let mut writer = Writer::new(Tables::of(&lock), &lookup, stamp, &watched)?;
        let done = work(&mut writer)?;
        if writer.recorded() > 0 && !self.rehearses && writer.reader().shared_journal()?.is_some() {
            return Err(LedgerError::IsShared.into());
        }
        let changes = writer.settle()?;
        let redacted = !writer.redacted().is_empty();
        self.commit(lock, redacted, &watched)?;
        Ok((done, changes))
    }

    /// Commits a write, and removes what it `redacted` from the file.
    fn commit(&self, lock: WriteLock<'_>, redacted: bool, watched: &Progress) -> Result<()> {
        if !redacted || self.rehearses {
            return lock.commit();
        }
        // Rows derived from the redacted words, kept for snapshots of earlier entries, have to go as
        // well.
        rebuild::repost(Tables::of(&lock), watched)?;
        // A redaction must not be interrupted once it is recorded: the remaining bytes have to go.
        lock.ignore_stop()?;
        lock.commit()?;
        self.scrub()
    }

    /// Like [`Ledger::write`], for large imports. If the ledger has no statements yet and no other
    /// program has it open, pages go straight into its file instead of through the write-ahead log,
    /// which would write each page twice. A program that opens the ledger meanwhile waits.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub fn write_in_bulk<T, E: From<LedgerError>>(
        &mut self,
        stamp: Stamp,
        work: impl FnMut(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        let is_direct = !self.rehearses
            && !self.now().has_statements()?
            && self.try_journal_mode(JournalMode::Rollback)?;
        let written = self.write(stamp, work);
        if is_direct {
            // The removal of the rollback journal, which commits the write, has to be on the disk:
            // otherwise a power failure brings the journal back, and the next program rolls back.
            // Switching the mode syncs the folder. If a reader prevents that, the next write
            // switches it.
            if !self
                .try_journal_mode(JournalMode::WriteAhead)
                .unwrap_or(true)
            {
                files::sync_folder(&self.path).map_err(|error| whole::failed(&self.path, error))?;
            }
        }
        written
    }

    /// Compares the posted tables with what the journal gives. The ledger is unchanged. Posting
    /// again takes space beside the ledger; where none can be had, a copy in memory is used.
    ///
    /// # Errors
    /// [`LedgerError::JournalDamaged`] if the journal does not verify.
    pub fn compare(&mut self) -> Result<Rebuilt> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        if self.access == Access::Write {
            match self.compare_in_place() {
                Err(error) if is_about_writing(&error) => {}
                compared => return compared,
            }
        }
        let mut copy = connect_in_memory()?;
        whole::copy_into(&self.connection, &mut copy)?;
        if let Some(state) = &self.unlocked {
            state.require_unchanged()?;
        }
        watch(&copy, &watched)?;
        let lock = WriteLock::take(&copy, self.wait, &watched)?;
        rebuild::compare(Tables::of(&lock), &watched)
    }

    /// Opens the ledger at `path` for one write that is never committed, to see what it would lead to: until the
    /// returned ledger is dropped, [`Ledger::now`] reads that. Other writers wait meanwhile. A file that cannot be
    /// written, or is being written, is copied into memory instead.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn rehearsal(path: &Path, wait: Duration) -> Result<Self> {
        let opened = Self::open(path, Access::Write, wait).and_then(|ledger| {
            ledger.lock()?.stay_open();
            Ok(ledger)
        });
        match opened {
            Ok(ledger) => Ok(Self {
                rehearses: true,
                ..ledger
            }),
            Err(error) if is_about_writing(&error) || matches!(error, LedgerError::Locked) => {
                let mut copy = Self::in_memory()?;
                let original = Self::open(path, Access::Read, wait)?;
                whole::copy_into(&original.connection, &mut copy.connection)?;
                if let Some(state) = &original.unlocked {
                    state.require_unchanged()?;
                }
                // What is written into a copy that nobody keeps is not recorded.
                copy.connection.execute("DELETE FROM sharing", [])?;
                Ok(copy)
            }
            Err(error) => Err(error),
        }
    }

    fn compare_in_place(&self) -> Result<Rebuilt> {
        let lock = self.lock()?;
        let compared = rebuild::compare(Tables::of(&lock), &self.work)?;
        lock.roll_back()?;
        Ok(compared)
    }

    /// Posts everything again from the journal.
    ///
    /// # Errors
    /// [`LedgerError::JournalDamaged`] if the journal does not verify; the ledger is unchanged
    /// then.
    pub fn rebuild(&mut self) -> Result<Rebuilt> {
        let watched = Arc::clone(&self.work);
        let _within = watched.within();
        let lock = self.lock()?;
        let rebuilt = rebuild::compare(Tables::of(&lock), &watched)?;
        let redacted = Tables::of(&lock).has_redactions()?;
        lock.ignore_stop()?;
        lock.commit()?;
        if redacted {
            // Finishes a redaction that was interrupted before its bytes were gone.
            self.scrub()?;
        }
        Ok(rebuilt)
    }

    /// Copies the whole ledger, including its history, to a new file.
    ///
    /// # Errors
    /// [`LedgerError::Exists`] if something exists at `to`, [`LedgerError::OfLedger`] if that belongs to the ledger,
    /// [`LedgerError::Leftover`] if a log does, and
    /// [`LedgerError::Unsound`] if the copy is not whole. A failed copy leaves no file behind.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if files::is_of_ledger(to, &self.path) {
            return Err(LedgerError::OfLedger {
                path: to.to_owned(),
            });
        }
        if to.exists() {
            return Err(LedgerError::Exists {
                path: to.to_owned(),
            });
        }
        whole::refuse_leftovers(to)?;
        let _within = self.work.within();
        let copy = whole::copy(&self.connection, to)?;
        let copied = connect(copy.path(), Access::Read, self.wait)?;
        watch(&copied, &self.work)?;
        self.work.begin("checking", None);
        whole::check(&copied, to)?;
        close(copied)?;
        whole::put(copy, to)
    }

    /// Closes the ledger, reporting any error.
    pub(crate) fn close(self) -> Result<()> {
        close(self.connection)
    }

    pub(super) fn lock(&self) -> Result<WriteLock<'_>> {
        if self.rehearses {
            return Ok(WriteLock::held(&self.connection));
        }
        WriteLock::take(&self.connection, self.wait, &self.work)
            .map_err(|error| explain(&self.path, error))
    }

    /// Changes the journal mode unless another program has the ledger open, and returns whether it
    /// did.
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
    pub(super) fn scrub(&self) -> Result<()> {
        files::clear(&self.path);
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

/// Whether something failed that reading would not need.
fn is_about_writing(error: &LedgerError) -> bool {
    matches!(error, LedgerError::ReadOnly { .. }) || unshared::is_about_sharing(error)
}

/// Upgrades an older ledger in one transaction, after making a copy beside it. Returns `None` if
/// another program has upgraded it meanwhile.
fn upgrade(path: &Path, wait: Duration) -> Result<Option<Migrated>> {
    let connection = connect(path, Access::Write, wait)?;
    let lock = WriteLock::take(&connection, wait, &Progress::default())
        .map_err(|error| explain(path, error))?;
    let from = schema::check(lock.connection(), path)?;
    if from == NEWEST_SCHEMA {
        return Ok(None);
    }
    // No other program can write while the lock is held, so the copy is complete.
    let reading = connect(path, Access::Read, wait)?;
    let kept = whole::keep_copy(&reading, path, &format!("schema-{from}"))?;
    upgrade_tables(&lock, from, &Progress::default())?;
    lock.commit()?;
    Ok(Some(Migrated {
        from,
        to: NEWEST_SCHEMA,
        kept,
    }))
}

/// Brings the tables of a ledger of schema `from` up to date.
pub(crate) fn upgrade_tables(lock: &WriteLock<'_>, from: i64, work: &Progress) -> Result<()> {
    schema::upgrade_recorded(lock.connection(), from)?;
    rebuild::repost(Tables::of(lock), work)
}
