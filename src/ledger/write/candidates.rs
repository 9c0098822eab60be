//! The work list of candidates: proposing, settling, rejecting, reopening.

use rusqlite::params;

use crate::domain::candidate::{Candidate, CandidateId};
use crate::domain::docket::{SourceKey, StatementKey};
use crate::journal::Seq;
use crate::ledger::read::columns::{column, json};
use crate::ledger::{Result, Writer};

impl Writer<'_> {
    /// Puts a candidate on the list. One that is there keeps its fate; while it is open, its proposal is
    /// replaced. Says whether it is new.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn propose(
        &mut self,
        source: SourceKey,
        id: &CandidateId,
        candidate: &Candidate,
    ) -> Result<bool> {
        let known = self.reader().row(
            "SELECT number FROM candidate WHERE id = ?1",
            [id.as_str()],
            |row| column::<i64>(row, 0),
        )?;
        let body = json(candidate)?;
        match known {
            Some(number) => {
                // A source that was undone and recorded again is another one to the tables.
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

    /// Notes that a candidate became a statement, by the entry `accepted` where one was recorded for it.
    ///
    /// # Errors
    /// Where it cannot be written.
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

    /// Notes that a person said no to a candidate, at the time and by the writer of this write.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn reject_candidate(&mut self, id: &CandidateId, reason: Option<&str>) -> Result<()> {
        let stamp = self.stamp().clone();
        self.change(
            "UPDATE candidate SET rejected_at = ?2, rejected_by = ?3, reason = ?4, accepted = NULL,
             statement = NULL WHERE id = ?1",
            params![id.as_str(), stamp.recorded_at, stamp.recorded_by, reason],
        )
    }

    /// Puts a candidate back on the list.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn reopen_candidate(&mut self, id: &CandidateId) -> Result<()> {
        self.change(
            "UPDATE candidate SET rejected_at = NULL, rejected_by = NULL, reason = NULL,
             accepted = NULL, statement = NULL WHERE id = ?1",
            [id.as_str()],
        )
    }

    /// Removes the candidates that became a statement whose entry is redacted: they hold its words.
    pub(crate) fn forget_candidates(&mut self, redacted: &[Seq]) -> Result<()> {
        for seq in redacted {
            self.change(
                "DELETE FROM candidate WHERE statement = ?1 OR accepted = ?1",
                [seq],
            )?;
        }
        Ok(())
    }

    fn change(&mut self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.tables().change(sql, params)?;
        Ok(())
    }
}
