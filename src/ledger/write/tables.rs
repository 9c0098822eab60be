//! The tables during a write.

use std::collections::BTreeMap;

use rusqlite::{Connection, Params};

use crate::ledger::Result;
use crate::ledger::file::objects::{self, Fault};
use crate::ledger::file::schema;
use crate::ledger::file::write_lock::WriteLock;
use crate::ledger::read::snapshot::Snapshot;
use crate::ledger::write::journal::SqliteJournalWriter;

/// The only way to change the tables of an open ledger; requires holding the write lock.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'c>(&'c Connection);

impl<'c> Tables<'c> {
    pub(crate) fn of(lock: &'c WriteLock<'_>) -> Self {
        Self(lock.connection())
    }

    /// A snapshot for querying what has been written so far.
    pub(crate) fn snapshot(self) -> Snapshot<'c> {
        Snapshot::of(self.0)
    }

    pub(crate) fn journal(self) -> SqliteJournalWriter<'c> {
        SqliteJournalWriter::new(self.0)
    }

    /// Runs a statement that changes rows and returns how many it changed. A constraint violation
    /// is an SQLite error.
    pub(crate) fn change(self, sql: &str, params: impl Params) -> rusqlite::Result<usize> {
        self.0.prepare_cached(sql)?.execute(params)
    }

    /// Inserts each of `rows` with one prepared statement.
    pub(crate) fn insert_all<P: Params>(
        self,
        sql: &str,
        rows: impl IntoIterator<Item = P>,
    ) -> Result<()> {
        let mut insert = self.0.prepare_cached(sql)?;
        for row in rows {
            insert.execute(row)?;
        }
        Ok(())
    }

    /// Inserts a row and returns its rowid.
    pub(crate) fn insert(self, sql: &str, params: impl Params) -> Result<i64> {
        self.change(sql, params)?;
        Ok(self.0.last_insert_rowid())
    }

    /// Runs several statements that take no parameters.
    pub(crate) fn script(self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    /// Sets a pragma of this connection.
    pub(crate) fn set(self, pragma: &str, value: i64) -> Result<()> {
        Ok(self.0.pragma_update(None, pragma, value)?)
    }

    /// The posted tables, by name, each with whether the file has it as this program creates it.
    pub(crate) fn posted(self) -> Result<BTreeMap<String, bool>> {
        schema::posted_tables(self.0)
    }

    /// How the file's schema differs from a new ledger's.
    pub(crate) fn differences(self) -> Result<Vec<Fault>> {
        objects::differences(self.0)
    }

    /// What SQLite's own check of the file finds.
    pub(crate) fn integrity(self) -> Result<Vec<Fault>> {
        objects::integrity(self.0)
    }

    /// Whether anything was ever redacted.
    pub(crate) fn has_redactions(self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM redaction)";
        Ok(self.0.query_row(sql, [], |row| row.get(0))?)
    }

    /// Drops everything but the recorded tables and creates the posted ones again, empty and
    /// without the indexes that a bulk load builds at its end.
    pub(crate) fn recreate(self) -> Result<()> {
        schema::recreate(self.0)
    }
}
