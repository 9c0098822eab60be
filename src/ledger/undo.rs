//! Undoing: what an earlier write posted is taken back, as an entry of its own.
//!
//! A row that the write ended holds again, as a new row from the undoing entry on; one that it
//! posted is ended. So the past stays as it was known.

use std::collections::BTreeSet;

use rusqlite::params;

use super::posting::Posting;
use super::rows::column;
use super::{Kind, Reader, Result};
use crate::domain::slug::Slug;
use crate::journal::{Body, Entry, Journal, Seq};

impl Posting<'_> {
    /// Takes back the entries of a write, newest first.
    pub(super) fn undo(&self, entries: &[Seq]) -> Result<()> {
        let first = entries.iter().copied().min().unwrap_or(0);
        let mut restored: BTreeSet<(Kind, Slug)> = BTreeSet::new();
        for seq in entries.iter().rev() {
            self.run(
                "INSERT OR IGNORE INTO undone (seq, by) VALUES (?1, ?2)",
                params![seq, self.seq],
            )?;
            let body = self.reader.body(*seq)?;
            // What the write set twice is as before it once the first of them is taken back.
            let is_new = |body: &Body| set(body).is_none_or(|thing| restored.insert(thing));
            if let Some(body) = body.filter(is_new) {
                self.undo_one(*seq, &body, self.reader.at(first - 1).as_recorded())?;
            }
        }
        Ok(())
    }

    fn undo_one(&self, seq: Seq, body: &Body, before: Reader<'_>) -> Result<()> {
        match body {
            Body::Party(party) => match before.recorded_party_key(party.id.as_str())? {
                Some(key) => self.party(&before.own_party(key)?),
                None => self.end("party", &party.id),
            },
            Body::Source(source) => match before.source_key(source.id.as_str())? {
                Some(key) => self.source(&before.source(key)?),
                None => self.end("source", &source.id),
            },
            Body::Question(question) => match before.question_key(question.id.as_str())? {
                Some(key) => self.question(&before.question(key)?),
                None => self.end("question", &question.id),
            },
            Body::Claim(claim) => match before.recorded_claim_key(claim.id.as_str())? {
                Some(key) => self.claim(&before.claim(key)?.claim),
                None => self.end("claim", &claim.id),
            },
            Body::Text { source, .. } => {
                self.run(
                    "UPDATE source_text SET ended = ?2 WHERE posted = ?1 AND ended IS NULL",
                    params![seq, self.seq],
                )?;
                let key = before.source_key(source.as_str())?;
                match key
                    .map(|key| before.source_text(key))
                    .transpose()?
                    .flatten()
                {
                    Some(text) => self.text(source, &text.text),
                    None => Ok(()),
                }
            }
            Body::Statement(_) => self.unsay(seq),
            Body::Correction { of, .. } => {
                self.unsay(seq)?;
                self.restore(*of, seq)
            }
            Body::Void { of, .. } => self.restore(*of, seq),
            Body::Evidence { .. } => self.run(
                "UPDATE evidence SET ended = ?2 WHERE posted = ?1",
                params![seq, self.seq],
            ),
            Body::Ruling(_) => self.run(
                "UPDATE ruling SET ended = ?2 WHERE key = ?1",
                params![seq, self.seq],
            ),
            Body::Merger(_) => self.run(
                "UPDATE merger SET ended = ?2 WHERE posted = ?1",
                params![seq, self.seq],
            ),
            // The desk offers neither for undoing.
            Body::Undo { .. } | Body::Redaction { .. } => Ok(()),
        }
    }

    fn end(&self, table: &str, id: &Slug) -> Result<()> {
        let keys = self.reader.rows(
            &format!("SELECT key FROM {table} WHERE id = ?1 AND ended IS NULL"),
            [id.as_str()],
            |row| column::<Seq>(row, 0),
        )?;
        keys.into_iter()
            .try_for_each(|key| self.end_version(table, key))
    }

    fn unsay(&self, statement: Seq) -> Result<()> {
        self.run(
            "INSERT OR IGNORE INTO withdrawal (statement, posted, undone) VALUES (?1, ?2, 1)",
            params![statement, self.seq],
        )
    }

    /// A statement that the entry `by` took back stands again.
    fn restore(&self, statement: Seq, by: Seq) -> Result<()> {
        self.run(
            "UPDATE withdrawal SET ended = ?3 WHERE statement = ?1 AND posted = ?2",
            params![statement, by, self.seq],
        )
    }
}

/// What an entry sets as a whole, if it does.
fn set(body: &Body) -> Option<(Kind, Slug)> {
    match body {
        Body::Party(party) => Some((Kind::Party, party.id.clone())),
        Body::Source(source) => Some((Kind::Source, source.id.clone())),
        Body::Question(question) => Some((Kind::Question, question.id.clone())),
        Body::Claim(claim) => Some((Kind::Claim, claim.id.clone())),
        _ => None,
    }
}

impl Reader<'_> {
    /// What an entry says; none where it was redacted.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn body(&self, seq: Seq) -> Result<Option<Body>> {
        let page = self.journal().read(seq, 1)?;
        let entry: Option<&Entry> = page.first().filter(|entry| entry.header.seq == seq);
        let body = entry.and_then(|entry| entry.body.as_ref());
        Ok(body.map(|body| Body::read(seq, body)).transpose()?)
    }

    /// The entries of the newest write by `writer` that is not undone, and is no undoing itself.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
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
            [written],
            |row| column(row, 0),
        )
    }

    /// How many things that hold now rest on what was recorded as `key`: statements on it, by it
    /// or in it, relations to it, claims about it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
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
              + (SELECT count(*) FROM ruling WHERE (claim = ?1 OR source = ?1) AND ended IS NULL)
              + (SELECT count(*) FROM merger WHERE (former = ?1 OR present = ?1) AND ended IS NULL)",
            [key],
            |row| column(row, 0),
        )?;
        Ok(count.unwrap_or(0))
    }

    /// An entry that the undoing `by` takes back although others, not undone, have set anew what
    /// it recorded; and how many those are.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
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
            [by],
            |row| Ok((column(row, 0)?, column(row, 1)?)),
        )
    }

    /// Whether the thing that the entry `key` first recorded holds now.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn holds(&self, key: Seq) -> Result<bool> {
        let held = self.row(
            "SELECT 1 FROM party WHERE key = ?1 AND ended IS NULL
             UNION SELECT 1 FROM source WHERE key = ?1 AND ended IS NULL
             UNION SELECT 1 FROM question WHERE key = ?1 AND ended IS NULL
             UNION SELECT 1 FROM claim WHERE key = ?1 AND ended IS NULL",
            [key],
            |row| column::<i64>(row, 0),
        )?;
        Ok(held.is_some())
    }
}
