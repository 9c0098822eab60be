//! A file of plain tables for other programs: what `export --format sqlite` writes.
//!
//! The ledger's own tables hold keys and minutes since 1970 and change with its version. These hold ids and text, and no
//! history.

use std::path::Path;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::ledger::{LedgerError, Result};

/// The tables.
const TABLES: &str = include_str!("../../migrations/plain_tables.sql");
/// What is created when they are filled.
const INDEXES: &str = include_str!("../../migrations/plain_indexes.sql");

/// A value in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Integer(i64),
    /// None.
    Null,
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Integer(flag.into())
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Null => ValueRef::Null,
        }))
    }
}

/// A file of plain tables that is being written.
pub struct PlainTables {
    connection: Connection,
}

impl PlainTables {
    /// Starts the tables in an empty file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn begin(file: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        // The file appears under its name only when it is whole, so nothing has to be taken back.
        connection.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;",
        )?;
        connection.execute_batch(TABLES)?;
        Ok(Self { connection })
    }

    /// Adds a row to a table.
    ///
    /// # Errors
    /// If it cannot be written, or is no row of the table, which is a bug.
    pub fn insert(&self, table: &'static str, row: &[Cell]) -> Result<()> {
        let places = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT INTO {table} VALUES ({places})");
        let mut insert = self.connection.prepare_cached(&sql)?;
        insert.execute(params_from_iter(row))?;
        Ok(())
    }

    /// Completes the file: indexes, and the check that every reference leads to a row.
    ///
    /// # Errors
    /// If it cannot be written, or a reference leads nowhere, which is a bug.
    pub fn finish(self, path: &Path) -> Result<()> {
        self.connection.execute_batch(INDEXES)?;
        self.connection.execute_batch("COMMIT; ANALYZE;")?;
        let mut check = self.connection.prepare("PRAGMA foreign_key_check")?;
        let mut wrong = check.query_map([], |row| row.get::<_, String>(0))?;
        if let Some(table) = wrong.next().transpose()? {
            return Err(LedgerError::Unsound {
                path: path.to_owned(),
                what: format!("a row of {table} refers to one that is not there"),
            });
        }
        drop(wrong);
        drop(check);
        self.connection.close().map_err(|(_, error)| error.into())
    }
}
