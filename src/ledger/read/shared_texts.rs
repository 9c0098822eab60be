//! Sources that may share their text, and the origins that they had.

use rusqlite::params;

use crate::domain::docket::SourceKey;
use crate::ledger::read::columns::{column, json};
use crate::ledger::{Reader, Result};

impl Reader<'_> {
    /// The sources whose texts have, or had, most digests of a sketch, two or more: at most `most`, without `source` itself.
    pub fn sharing(&self, sketch: &[i64], source: SourceKey, most: u32) -> Result<Vec<SourceKey>> {
        self.rows(
            "SELECT k.source FROM
                 (SELECT s.source, count(*) AS digests FROM json_each(?1) k
                  CROSS JOIN shingle s ON s.digest = k.value
                  WHERE s.source <> ?2 GROUP BY s.source HAVING digests > 1) k
             WHERE EXISTS
                 (SELECT 1 FROM source d WHERE d.key = k.source AND d.posted <= ?3
                  AND (d.ended IS NULL OR d.ended > ?3))
             ORDER BY k.digests DESC, k.source LIMIT ?4",
            params![json(&sketch)?, source.0, self.at, most],
            |row| Ok(SourceKey(column(row, 0)?)),
        )
    }

    /// Whether a source once had this origin, and it was not undone.
    pub fn once_had_origin(&self, source: SourceKey, origin: SourceKey) -> Result<bool> {
        let had = self.row(
            "SELECT 1 FROM source WHERE key = ?1 AND origin = ?2 AND posted <= ?3
             AND posted NOT IN (SELECT seq FROM undone)",
            params![source.0, origin.0, self.at],
            |_| Ok(()),
        )?;
        Ok(had.is_some())
    }
}
