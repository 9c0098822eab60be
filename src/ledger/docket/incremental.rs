//! Resuming: how far back a docket that is already settled must be replayed, and which of its rows
//! may change.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::domain::discrepancy::Subject;
use crate::domain::docket::Docket;
use crate::domain::history::{Checkpoint, Episode};
use crate::domain::time::Moment;
use crate::journal::Seq;
use crate::ledger::read::columns::{column, json};
use crate::ledger::{Reader, Result};

/// A current discrepancy row.
pub(crate) struct Row {
    pub(crate) key: i64,
    pub(crate) episode: Episode,
}

/// Where a replay resumes.
pub(crate) struct ResumePoint {
    /// The posted state of the docket's history at that moment.
    pub(crate) checkpoint: Checkpoint,
    /// Rows of the discrepancies not resolved by then.
    pub(crate) rows: Vec<Row>,
}

impl Reader<'_> {
    /// Where to resume the replay of a docket to which the write starting at entry `first` only
    /// added statements. `None` if it must be replayed in full.
    ///
    /// A write may add a statement made long before those already known. Nothing it changes is
    /// earlier than the first minute of its earliest statement.
    pub(crate) fn resume_point(&self, docket: &Docket, first: Seq) -> Result<Option<ResumePoint>> {
        let new = docket.said.iter().filter(|said| said.key.0 >= first);
        let Some(earliest) = new.map(|said| said.when.earliest()).min() else {
            return Ok(None);
        };
        let until = Moment::from_minutes(earliest.minutes() - 1);
        let mut since = BTreeMap::new();
        for terms in &docket.claims {
            let Some(turns) = self.turns(terms.key)? else {
                return Ok(None);
            };
            since.extend(turns.since.map(|event| (terms.key, event)));
        }
        let rows = self.rows_on(&subjects_of(docket), Some(until))?;
        let was_open = |episode: &&Episode| episode.opened.at <= until;
        let open = rows.iter().map(|row| &row.episode).filter(was_open);
        let opened = open.map(|episode| (episode.discrepancy.identity, episode.opened));
        let checkpoint = Checkpoint {
            until,
            since,
            opened: opened.collect(),
        };
        Ok(Some(ResumePoint { checkpoint, rows }))
    }

    /// The current discrepancy rows about some claims and questions. If `unresolved_by` is given,
    /// those resolved by then are left out.
    pub(crate) fn rows_on(
        &self,
        subjects: &[Subject],
        unresolved_by: Option<Moment>,
    ) -> Result<Vec<Row>> {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let (mut claims, mut questions) = (Vec::new(), Vec::new());
        for subject in subjects {
            match subject {
                Subject::Claim(claim) => claims.push(claim.0),
                Subject::Question(question) => questions.push(question.0),
            }
        }
        let keys: Vec<i64> = self.rows(
            "SELECT d.key FROM json_each(?1) k CROSS JOIN discrepancy d ON d.claim = k.value
             WHERE d.ended IS NULL AND (?3 IS NULL OR d.resolved_at IS NULL OR d.resolved_at > ?3)
             UNION ALL
             SELECT d.key FROM json_each(?2) k CROSS JOIN discrepancy d ON d.question = k.value
             WHERE d.ended IS NULL AND (?3 IS NULL OR d.resolved_at IS NULL OR d.resolved_at > ?3)",
            params![
                json(&claims)?,
                json(&questions)?,
                unresolved_by.map(Moment::minutes)
            ],
            |row| column(row, 0),
        )?;
        let episodes = self.episodes(&keys)?.into_iter();
        let rows = keys.into_iter().zip(episodes);
        Ok(rows.map(|(key, episode)| Row { key, episode }).collect())
    }
}

/// The subjects a docket's discrepancies can be about: its claims and its question.
pub(crate) fn subjects_of(docket: &Docket) -> Vec<Subject> {
    let claims = docket.claims.iter().map(|terms| Subject::Claim(terms.key));
    let question = docket.question.map(Subject::Question);
    claims.chain(question).collect()
}
