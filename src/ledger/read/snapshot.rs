//! Read-only access to a connection.

use std::ops::ControlFlow;

use rusqlite::{Connection, Row, ToSql};

use crate::ledger::{Result, SqliteJournal};

/// What one transaction sees of the ledger. Cannot change any table.
#[derive(Clone, Copy)]
pub(crate) struct Snapshot<'c>(&'c Connection);

impl<'c> Snapshot<'c> {
    pub(crate) fn of(connection: &'c Connection) -> Self {
        Self(connection)
    }

    /// The journal in this snapshot.
    pub(crate) fn journal(self) -> SqliteJournal<'c> {
        SqliteJournal::new(self.0)
    }

    /// All rows of a query, converted by `read`.
    pub(crate) fn rows<T>(
        self,
        sql: &str,
        params: &[&dyn ToSql],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each_row(sql, params, &mut |row| {
            all.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    /// The number of columns a query returns.
    pub(crate) fn column_count(self, sql: &str) -> Result<usize> {
        Ok(self.0.prepare(sql)?.column_count())
    }

    /// Calls `take` for each row of a query.
    pub(crate) fn each(
        self,
        sql: &str,
        mut take: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.0.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }

    /// The first row of a query, converted by `read`.
    pub(crate) fn row<T>(
        self,
        sql: &str,
        params: &[&dyn ToSql],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut first = None;
        self.each_row(sql, params, &mut |row| {
            first = Some(read(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(first)
    }

    /// Calls `take` for each row of a query until it breaks. Not generic, so that the many queries
    /// share one loop instead of each being compiled with its own.
    fn each_row(
        self,
        sql: &str,
        params: &[&dyn ToSql],
        take: &mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql)?;
        debug_assert!(statement.readonly(), "a snapshot is only queried: {sql}");
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            if take(row)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
