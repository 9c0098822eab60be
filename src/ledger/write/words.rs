//! The full-text index: one row per statement and per document, added as rows are posted.

use rusqlite::params;

use crate::journal::Seq;
use crate::ledger::Result;
use crate::ledger::read::columns::column;
use crate::ledger::write::post::Posting;
use crate::ledger::write::tables::Tables;

/// How far the index has got.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Indexed {
    /// The newest indexed statement.
    statement: Seq,
    /// The lowest indexed document number; documents are numbered downwards.
    document: i64,
}

impl Indexed {
    /// The position when everything in the ledger is indexed.
    pub(crate) fn up_to_now(tables: Tables<'_>) -> Result<Self> {
        let newest = "SELECT coalesce((SELECT max(key) FROM statement), 0),
                             coalesce((SELECT min(number) FROM document), 0)";
        let indexed = tables.snapshot().row(newest, &[], |row| {
            Ok(Self {
                statement: column(row, 0)?,
                document: column(row, 1)?,
            })
        })?;
        Ok(indexed.unwrap_or_default())
    }

    /// Indexes everything posted since, in one go and in ascending order. SQLite's FTS flushes what
    /// it has gathered whenever a rowid is lower than the one before.
    pub(crate) fn catch_up(self, tables: Tables<'_>) -> Result<()> {
        for (view, range, bound) in [
            ("searchable_document", "number < ?1", self.document),
            ("searchable_statement", "number > ?1", self.statement),
        ] {
            let sql = format!(
                "INSERT INTO search (rowid, title, body)
                 SELECT number, title, body FROM {view} WHERE {range} ORDER BY number"
            );
            tables.change(&sql, [bound])?;
        }
        Ok(())
    }
}

impl Posting<'_> {
    /// Makes the version that this entry posts searchable.
    pub(crate) fn document(&self, kind: &str, key: Seq) -> Result<()> {
        self.run(
            "INSERT INTO document (number, posted, kind, key)
             VALUES ((SELECT coalesce(min(number), 0) - 1 FROM document), ?1, ?2, ?3)",
            params![self.seq, kind, key],
        )
    }

    /// Removes the current version from search. It stays indexed, because snapshots of earlier
    /// entries still find it.
    pub(crate) fn forget_document(&self, kind: &str, key: Seq) -> Result<()> {
        self.run(
            "UPDATE document SET ended = ?3 WHERE kind = ?1 AND key = ?2 AND ended IS NULL",
            params![kind, key, self.seq],
        )
    }
}
