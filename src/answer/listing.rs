//! Lists of claims as of an earlier moment of the story.
//!
//! An index tells which claims had which status at the moment. Those whose docket was complete by
//! then stood where they stand now, which is posted; the others are judged from what had been said.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::view::View;
use crate::domain::discrepancy::Subject;
use crate::domain::docket::{ClaimKey, Docket};
use crate::domain::fold::{Finding, findings};
use crate::domain::time::Moment;
use crate::ledger::{ClaimFilter, LedgerError, Listed, Result, Standing};

/// Claims that are judged and answered together: enough for what many of them refer to to be read
/// once, and few enough for their dockets not to matter in memory.
pub(super) const BATCH: usize = 512;

/// Dockets from which judging them on several threads pays for starting those.
const WORTH_THREADS: usize = 64;

impl View<'_> {
    /// The claims that match a filter as of `cut`, converted by `answers` in batches.
    pub(super) fn list_at<T>(
        &self,
        filter: &ClaimFilter,
        cut: Moment,
        answers: impl Fn(&View<'_>, Vec<Standing>) -> Result<Vec<T>>,
    ) -> Result<Vec<T>> {
        let listed = self.reader.claims_at(filter, cut)?;
        let mut list = Vec::with_capacity(listed.len());
        for batch in listed.chunks(BATCH) {
            // A view of its own, so that what is cached does not grow with the list.
            let view = View::new(self.reader, Some(cut), self.now);
            let standings = view.standings_at(batch, cut)?;
            list.extend(answers(&view, standings)?);
        }
        Ok(list)
    }

    /// Where the claims of a list stood at `cut`.
    fn standings_at(&self, listed: &[Listed], cut: Moment) -> Result<Vec<Standing>> {
        let (settled, open): (Vec<Listed>, Vec<Listed>) =
            listed.iter().partition(|one| one.settled);
        let settled: Vec<ClaimKey> = settled.iter().map(|one| one.claim).collect();
        let posted = self.reader.standings(&settled)?.into_iter();
        let mut standings: BTreeMap<ClaimKey, Standing> = posted
            .map(|standing| (standing.finding.claim, standing))
            .collect();
        let subjects = open.iter().map(|one| match one.question {
            Some(question) => Subject::Question(question),
            None => Subject::Claim(one.claim),
        });
        let subjects: BTreeSet<Subject> = subjects.collect();
        let subjects: Vec<Subject> = subjects.into_iter().collect();
        let dockets = self.reader.dockets(&subjects, Some(cut.day()))?;
        let found = judged(&dockets, cut).into_iter().flatten();
        let mut found: BTreeMap<ClaimKey, Finding> =
            found.map(|finding| (finding.claim, finding)).collect();
        for one in open {
            let finding = found.remove(&one.claim).ok_or_else(|| outside(one.claim))?;
            let since = one.since;
            standings.insert(one.claim, Standing { finding, since });
        }
        let stood = listed.iter().map(|one| {
            let standing = standings.remove(&one.claim);
            standing.ok_or_else(|| outside(one.claim))
        });
        stood.collect()
    }
}

/// The findings of each docket at a moment.
fn judged(dockets: &[Docket], cut: Moment) -> Vec<Vec<Finding>> {
    let judge = |docket: &Docket| findings(docket, Some(cut));
    match dockets.len() < WORTH_THREADS {
        true => dockets.iter().map(judge).collect(),
        false => dockets.par_iter().map(judge).collect(),
    }
}

/// The error that a claim is missing from where it is to be judged.
pub(super) fn outside(claim: ClaimKey) -> LedgerError {
    LedgerError::Corrupt {
        what: format!("claim {} outside its own docket", claim.0),
    }
}
