//! Judging many dockets anew: read batch by batch, folded and replayed side by side.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use rayon::prelude::*;
use rusqlite::params;

use super::memo::Memo;
use super::rows::{column, json};
use super::{Reader, Result};
use crate::domain::discrepancy::Subject;
use crate::domain::docket::{ClaimKey, Docket, QuestionKey};

/// The dockets of so many claims are in memory at a time, twice: those that are judged, and the
/// next.
const BATCH: usize = 256;

impl Reader<'_> {
    /// Judges the dockets of some claims, each once, by `judge`, and gives what comes of it to
    /// `take` in the order of their first claims, until that breaks off. What may have been said
    /// only after the end of a day (none: whenever) is not read, so `judge` may judge by no later
    /// moment.
    ///
    /// # Errors
    /// Where there is no such claim, the ledger cannot be read, or `take` fails.
    pub fn judged<T: Send>(
        &self,
        claims: &[ClaimKey],
        said_until: Option<NaiveDate>,
        judge: impl Fn(&Docket) -> T + Sync,
        mut take: impl FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let memo = Memo::default();
        let reader = Reader {
            memo: self.memo.or(Some(&memo)),
            ..*self
        };
        let mut questions = BTreeSet::new();
        let mut batches = claims.chunks(BATCH);
        let mut load = || {
            let load = |claims| {
                let subjects = reader.subjects_of(claims, &mut questions)?;
                reader.dockets(&subjects, said_until)
            };
            batches.next().map(load).transpose()
        };
        let mut loaded = load()?;
        while let Some(dockets) = loaded {
            let mut outcomes = Vec::new();
            loaded = rayon::in_place_scope(|scope| {
                let judged = dockets.into_par_iter().map(|docket| judge(&docket));
                let outcomes = &mut outcomes;
                scope.spawn(move |_| judged.collect_into_vec(outcomes));
                load()
            })?;
            for outcome in outcomes {
                if take(outcome)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// What some claims are judged as: those that answer no question, and the questions that the
    /// others answer, without those that were given before.
    fn subjects_of(
        &self,
        claims: &[ClaimKey],
        given: &mut BTreeSet<QuestionKey>,
    ) -> Result<Vec<Subject>> {
        let keys: Vec<i64> = claims.iter().map(|claim| claim.0).collect();
        let subjects = self.rows(
            "SELECT c.key, c.question FROM json_each(?1) k CROSS JOIN claim c ON c.key = k.value
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2) ORDER BY k.key",
            params![json(&keys)?, self.at],
            |row| {
                let claim = Subject::Claim(ClaimKey(column(row, 0)?));
                let question = column::<Option<i64>>(row, 1)?.map(QuestionKey);
                Ok(question.map_or(claim, Subject::Question))
            },
        )?;
        let is_new = |subject: &Subject| match subject {
            Subject::Claim(_) => true,
            Subject::Question(question) => given.insert(*question),
        };
        Ok(subjects.into_iter().filter(is_new).collect())
    }
}
