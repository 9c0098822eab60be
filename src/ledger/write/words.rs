//! The full-text index: one row for each thing, added as rows are posted.

use rusqlite::params;

use crate::journal::Seq;
use crate::ledger::Result;
use crate::ledger::read::columns::column;
use crate::ledger::write::post::Posting;
use crate::ledger::write::tables::Tables;

/// How far the index has come.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Indexed {
    /// Every statement up to this one is indexed,
    statement: Seq,
    /// and every document down to this number.
    document: i64,
}

impl Indexed {
    /// All that the ledger holds is indexed.
    pub(crate) fn up_to_now(tables: Tables<'_>) -> Result<Self> {
        let newest = "SELECT coalesce((SELECT max(key) FROM statement), 0),
                             coalesce((SELECT min(number) FROM document), 0)";
        let indexed = tables.snapshot().row(newest, [], |row| {
            Ok(Self {
                statement: column(row, 0)?,
                document: column(row, 1)?,
            })
        })?;
        Ok(indexed.unwrap_or_default())
    }

    /// Indexes what was posted since, in one go. The engine takes words fastest in the order of
    /// their numbers: it has to put away what it has gathered whenever one goes back.
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
    /// Notes that the version of a thing which this entry posts is to be found.
    pub(crate) fn document(&self, kind: &str, key: Seq) -> Result<()> {
        self.run(
            "INSERT INTO document (number, posted, kind, key)
             VALUES ((SELECT coalesce(min(number), 0) - 1 FROM document), ?1, ?2, ?3)",
            params![self.seq, kind, key],
        )
    }

    /// The version of a thing that was found until now is found no more. It stays indexed: it is
    /// what an earlier ledger knew.
    pub(crate) fn forget_document(&self, kind: &str, key: Seq) -> Result<()> {
        self.run(
            "UPDATE document SET ended = ?3 WHERE kind = ?1 AND key = ?2 AND ended IS NULL",
            params![kind, key, self.seq],
        )
    }
}
