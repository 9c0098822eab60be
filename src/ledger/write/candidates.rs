//! Updates the list of candidates: propose, settle, reject, reopen.

use rusqlite::params;

use crate::domain::candidate::{Candidate, CandidateId};
use crate::domain::docket::{SourceKey, StatementKey};
use crate::journal::Seq;
use crate::ledger::read::columns::{column, json};
use crate::ledger::write::tables::Tables;
use crate::ledger::{Result, Writer};

impl Writer<'_> {
    /// Adds a candidate to the list and returns whether it is new. A candidate already on the list
    /// keeps its state; if it is still open, its proposal is replaced.
    pub fn propose(
        &mut self,
        source: SourceKey,
        id: &CandidateId,
        candidate: &Candidate,
    ) -> Result<bool> {
        let known = self.reader().row(
            "SELECT number FROM candidate WHERE id = ?1",
            params![id.as_str()],
            |row| column::<i64>(row, 0),
        )?;
        let body = json(candidate)?;
        match known {
            Some(number) => {
                // A source that was undone and recorded again has a new key.
                self.change(
                    "UPDATE candidate SET source = ?2 WHERE number = ?1",
                    params![number, source.0],
                )?;
                self.change(
                    "UPDATE candidate SET body = ?2 WHERE number = ?1 AND rejected_at IS NULL
                     AND (statement IS NULL OR EXISTS
                          (SELECT 1 FROM undone u WHERE u.seq = coalesce(accepted, statement)))",
                    params![number, body],
                )?;
            }
            None => self.change(
                "INSERT INTO candidate (id, source, body) VALUES (?1, ?2, ?3)",
                params![id.as_str(), source.0, body],
            )?,
        }
        Ok(known.is_none())
    }

    /// Marks a candidate as accepted: it became `statement`, recorded by the entry `accepted` if
    /// one was recorded for it.
    pub fn settle_candidate(
        &mut self,
        id: &CandidateId,
        accepted: Option<Seq>,
        statement: StatementKey,
    ) -> Result<()> {
        self.change(
            "UPDATE candidate SET accepted = ?2, statement = ?3, rejected_at = NULL,
             rejected_by = NULL, reason = NULL WHERE id = ?1",
            params![id.as_str(), accepted, statement.0],
        )
    }

    /// Marks a candidate as rejected, with the time and author of this write.
    pub fn reject_candidate(&mut self, id: &CandidateId, reason: Option<&str>) -> Result<()> {
        let stamp = self.stamp().clone();
        self.change(
            "UPDATE candidate SET rejected_at = ?2, rejected_by = ?3, reason = ?4, accepted = NULL,
             statement = NULL WHERE id = ?1",
            params![id.as_str(), stamp.recorded_at, stamp.recorded_by, reason],
        )
    }

    /// Returns a candidate to the open list.
    pub fn reopen_candidate(&mut self, id: &CandidateId) -> Result<()> {
        self.change(
            "UPDATE candidate SET rejected_at = NULL, rejected_by = NULL, reason = NULL,
             accepted = NULL, statement = NULL WHERE id = ?1",
            [id.as_str()],
        )
    }

    fn change(&mut self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.tables().change(sql, params)?;
        Ok(())
    }
}

/// Deletes the candidates whose statement was redacted, because they contain its words. Returns whether there were any.
pub(crate) fn forget_candidates(tables: Tables<'_>, redacted: &[Seq]) -> Result<bool> {
    let mut forgotten = 0;
    for seq in redacted {
        forgotten += tables.change(
            "DELETE FROM candidate WHERE statement = ?1 OR accepted = ?1",
            [seq],
        )?;
    }
    Ok(forgotten > 0)
}
