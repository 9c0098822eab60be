//! Archived copies, and where sources were found.

use rusqlite::{Row, params};

use crate::domain::archived::ArchivedCopy;
use crate::domain::docket::SourceKey;
use crate::ledger::read::columns::{column, garbled};
use crate::ledger::{Reader, Result};

impl Reader<'_> {
    /// The archived copies of a source, in the order in which they were fetched.
    pub fn copies(&self, source: SourceKey) -> Result<Vec<ArchivedCopy>> {
        self.rows(
            "SELECT source, url, fetched, title, file, sha256 FROM archived_copy
             WHERE source = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2) ORDER BY posted",
            params![source.0, self.at],
            |row| self.copy(row),
        )
    }

    /// All archived copies, in the order in which they were fetched.
    pub fn all_copies(&self) -> Result<Vec<ArchivedCopy>> {
        self.rows(
            "SELECT source, url, fetched, title, file, sha256 FROM archived_copy
             WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1) ORDER BY posted",
            params![self.at],
            |row| self.copy(row),
        )
    }

    /// The source that was found at an address or fetched from it; the first one if there are several.
    pub fn source_at(&self, url: &str) -> Result<Option<SourceKey>> {
        self.row(
            "SELECT key FROM source WHERE url = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)
             UNION SELECT source FROM archived_copy
             WHERE url = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)
             ORDER BY 1 LIMIT 1",
            params![url, self.at],
            |row| Ok(SourceKey(column(row, 0)?)),
        )
    }

    fn copy(&self, row: &Row<'_>) -> Result<ArchivedCopy> {
        let fetched: String = column(row, 2)?;
        let fetched = fetched.parse();
        Ok(ArchivedCopy {
            source: self.source_id(SourceKey(column(row, 0)?))?,
            url: column(row, 1)?,
            fetched: fetched.map_err(|error| garbled(format!("the time of a copy: {error}")))?,
            title: column(row, 3)?,
            file: column(row, 4)?,
            sha256: column(row, 5)?,
        })
    }
}
