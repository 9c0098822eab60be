//! The full-text index: one row per statement and per document, added as rows are posted. The words of a
//! statement's passage are a document of their own, because their text may be attached later.

use rusqlite::params;

use crate::domain::docket::SourceKey;
use crate::domain::statement::{Attribution, Statement};
use crate::journal::Seq;
use crate::ledger::Result;
use crate::ledger::read::columns::{column, passage};
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

    /// Makes the words of a statement's passage searchable, if its source's text is attached and has
    /// them there.
    pub(super) fn words_of_statement(&self, source: SourceKey, said: &Statement) -> Result<()> {
        let (Some(passage), false) = (&said.passage, said.attribution == Attribution::OffRecord)
        else {
            return Ok(());
        };
        match self.reader.source_text(source)? {
            Some(text) if passage.words_in(&text.text).is_ok() => {
                self.document("statement", self.seq)
            }
            _ => Ok(()),
        }
    }

    /// Makes the words of all passages in a source searchable, in the text that this entry attaches,
    /// or in none.
    pub(super) fn words_of_source(&self, source: SourceKey, text: Option<&str>) -> Result<()> {
        if self
            .reader
            .lookup
            .and_then(|lookup| lookup.has_said_in(source))
            == Some(false)
        {
            return Ok(());
        }
        self.run(
            "UPDATE document SET ended = ?2 WHERE kind = 'statement' AND ended IS NULL
             AND key IN (SELECT key FROM statement WHERE source = ?1)",
            params![source.0, self.seq],
        )?;
        let Some(text) = text else { return Ok(()) };
        let passages = self.reader.rows(
            "SELECT key, starts, ends, paragraph, digest FROM statement
             WHERE source = ?1 AND starts IS NOT NULL AND attribution IS NOT 'off-record' ORDER BY key",
            params![source.0],
            |row| Ok((column::<Seq>(row, 0)?, passage(row, 1)?)),
        )?;
        for (statement, passage) in passages {
            if passage.is_some_and(|passage| passage.words_in(text).is_ok()) {
                self.document("statement", statement)?;
            }
        }
        Ok(())
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
