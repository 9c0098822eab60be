//! Queries for undoing: which write was last, and what depends on its records.

use rusqlite::params;

use crate::journal::{Body, Entry, Journal, Seq};
use crate::ledger::read::columns::column;
use crate::ledger::{Reader, Result};

impl Reader<'_> {
    /// The body of an entry, or `None` if it was redacted.
    pub fn body(&self, seq: Seq) -> Result<Option<Body>> {
        let page = self.journal().read(seq, 1)?;
        let entry: Option<&Entry> = page.first().filter(|entry| entry.header.seq == seq);
        let body = entry.and_then(|entry| entry.body.as_ref());
        Ok(body.map(|body| Body::read(seq, body)).transpose()?)
    }

    /// The entries of the newest write by `writer` that neither is undone nor is an undo itself.
    pub fn last_write_by(&self, writer: &str) -> Result<Vec<Seq>> {
        let newest = self.row(
            "SELECT e.written FROM entry e
             WHERE e.recorded_by = ?1 AND e.seq <= ?2
             AND e.seq NOT IN (SELECT seq FROM undone) AND e.seq NOT IN (SELECT by FROM undone)
             ORDER BY e.seq DESC LIMIT 1",
            params![writer, self.at],
            |row| column::<Seq>(row, 0),
        )?;
        let Some(written) = newest else {
            return Ok(Vec::new());
        };
        self.rows(
            "SELECT seq FROM entry WHERE seq >= ?1 AND written = ?1 ORDER BY seq",
            params![written],
            |row| column(row, 0),
        )
    }

    /// The entries from `first` to `last`, as far as they are of one write by `writer` that neither is undone nor is an
    /// undo itself.
    pub fn written_between(&self, writer: &str, first: Seq, last: Seq) -> Result<Vec<Seq>> {
        self.rows(
            "SELECT e.seq FROM entry e
             WHERE e.seq BETWEEN ?1 AND ?2 AND e.seq <= ?3 AND e.recorded_by = ?4
             AND e.written = (SELECT written FROM entry WHERE seq = ?1)
             AND e.seq NOT IN (SELECT seq FROM undone) AND e.seq NOT IN (SELECT by FROM undone)
             ORDER BY e.seq",
            params![first, last, self.at, writer],
            |row| column(row, 0),
        )
    }

    /// The number of current records that depend on `key`: statements, relays, evidence, relations,
    /// principals, claims, sources, rulings and mergers that refer to it.
    pub fn count_resting_on(&self, key: Seq) -> Result<i64> {
        let count = self.row(
            "SELECT
                (SELECT count(*) FROM statement s WHERE (s.claim = ?1 OR s.party = ?1 OR s.source = ?1)
                    AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = s.key AND w.ended IS NULL))
              + (SELECT count(*) FROM relay r WHERE r.party = ?1
                    AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = r.statement AND w.ended IS NULL))
              + (SELECT count(*) FROM evidence e WHERE e.source = ?1 AND e.ended IS NULL
                    AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = e.statement AND w.ended IS NULL))
              + (SELECT count(*) FROM edge e JOIN party p ON p.key = e.party AND p.posted = e.posted
                    WHERE e.other = ?1 AND p.ended IS NULL)
              + (SELECT count(*) FROM principal n JOIN claim c ON c.key = n.claim AND c.posted = n.posted
                    WHERE n.party = ?1 AND c.ended IS NULL)
              + (SELECT count(*) FROM claim WHERE question = ?1 AND ended IS NULL)
              + (SELECT count(*) FROM source WHERE origin = ?1 AND ended IS NULL)
              + (SELECT count(*) FROM archived_copy WHERE source = ?1 AND ended IS NULL)
              + (SELECT count(*) FROM ruling WHERE (claim = ?1 OR source = ?1) AND ended IS NULL)
              + (SELECT count(*) FROM merger WHERE (former = ?1 OR present = ?1) AND ended IS NULL)",
            params![key],
            |row| column(row, 0),
        )?;
        Ok(count.unwrap_or(0))
    }

    /// An entry undone by `by` even though later entries, which are not undone, have replaced what
    /// it recorded; with the number of those entries.
    pub fn set_anew_since(&self, by: Seq) -> Result<Option<(Seq, i64)>> {
        self.row(
            "WITH version (key, posted) AS (
                 SELECT key, posted FROM party UNION ALL SELECT key, posted FROM source
                 UNION ALL SELECT key, posted FROM question UNION ALL SELECT key, posted FROM claim)
             SELECT mine.posted, count(*)
             FROM version mine JOIN version later ON later.key = mine.key AND later.posted > mine.posted
             WHERE mine.posted IN (SELECT seq FROM undone WHERE by = ?1)
             AND later.posted NOT IN (SELECT seq FROM undone UNION SELECT by FROM undone)
             GROUP BY mine.posted LIMIT 1",
            params![by],
            |row| Ok((column(row, 0)?, column(row, 1)?)),
        )
    }

    /// Whether the record first made by the entry `key` currently exists.
    pub fn holds(&self, key: Seq) -> Result<bool> {
        let held = self.row(
            "SELECT 1 FROM party WHERE key = ?1 AND ended IS NULL
             UNION SELECT 1 FROM source WHERE key = ?1 AND ended IS NULL
             UNION SELECT 1 FROM question WHERE key = ?1 AND ended IS NULL
             UNION SELECT 1 FROM claim WHERE key = ?1 AND ended IS NULL",
            params![key],
            |row| column::<i64>(row, 0),
        )?;
        Ok(held.is_some())
    }
}
