//! Lists of claims and discrepancies as of an earlier moment of the story.
//!
//! Indexes tell which claims had which status and which discrepancies were open at the moment. Those whose docket was complete by
//! then stood where they stand now, which is posted; the others are judged from what had been said.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::view::View;
use crate::domain::discrepancy::{Discrepancy, Identity, Subject};
use crate::domain::docket::{ClaimKey, Docket};
use crate::domain::fold::{Finding, findings, fold};
use crate::domain::history::{Episode, replay};
use crate::domain::time::Moment;
use crate::ledger::{
    ClaimFilter, DiscrepancyFilter, LedgerError, Listed, ListedDiscrepancy, Result, Standing,
};

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
            // A view of its own, so that what is cached, names of parties aside, does not grow with the list.
            let view = View::new(self.reader, Some(cut), self.now);
            let standings = view.standings_at(batch, cut)?;
            list.extend(answers(&view, standings)?);
            self.take_party_names(view);
        }
        Ok(list)
    }

    /// The discrepancies that match a filter as of `cut`, overdue ones aside.
    pub(super) fn discrepancies_at(
        &self,
        filter: &DiscrepancyFilter,
        cut: Moment,
    ) -> Result<Vec<Episode>> {
        if let Some(claim) = filter.claim {
            return self.discrepancies_on(claim, filter, cut);
        }
        // Who takes part, and on which topic, is known only of what the discrepancy was then.
        let is_open_ended = filter.party.is_some() || filter.topic.is_some();
        let most = filter.limit.filter(|_| !is_open_ended);
        let listed = self
            .reader
            .discrepancies_at(filter.kind, filter.state, cut, most)?;
        let limit = filter.limit.map_or(usize::MAX, |limit| limit as usize);
        let mut fitting = Vec::new();
        for batch in listed.chunks(BATCH) {
            for episode in self.episodes_at(batch, cut)? {
                if fitting.len() < limit && self.fits(&episode, filter)? {
                    fitting.push(episode);
                }
            }
            if fitting.len() >= limit {
                break;
            }
        }
        Ok(fitting)
    }

    /// The discrepancies of one claim as of `cut`, all of which are found in its own docket.
    fn discrepancies_on(
        &self,
        claim: ClaimKey,
        filter: &DiscrepancyFilter,
        cut: Moment,
    ) -> Result<Vec<Episode>> {
        let (claim, _) = self.reader.current_claim(claim)?;
        let docket = self.reader.docket_of(claim)?;
        let mut fitting = Vec::new();
        for episode in replay(&docket, Some(cut)).episodes {
            if self.fits(&episode, filter)? {
                fitting.push(episode);
            }
        }
        Ok(fitting)
    }

    /// What some discrepancies of a list were at `cut`.
    fn episodes_at(&self, listed: &[ListedDiscrepancy], cut: Moment) -> Result<Vec<Episode>> {
        let keys: Vec<i64> = listed.iter().map(|one| one.key).collect();
        let mut episodes = self.reader.episodes(&keys)?;
        let open = || {
            listed
                .iter()
                .enumerate()
                .filter(|(_, one)| one.open && !one.settled)
        };
        let subjects = open().map(|(at, _)| episodes[at].discrepancy.identity.subject);
        let subjects: BTreeSet<Subject> = subjects.collect();
        let subjects: Vec<Subject> = subjects.into_iter().collect();
        let subjects = self.reader.judged_as(&subjects)?;
        let dockets = self.reader.dockets(&subjects, Some(cut.day()))?;
        let found = each(&dockets, |docket| fold(docket, Some(cut)).discrepancies);
        let mut found: BTreeMap<Identity, Discrepancy> = found
            .into_iter()
            .flatten()
            .map(|found| (found.identity, found))
            .collect();
        for (at, _) in open() {
            let identity = episodes[at].discrepancy.identity;
            episodes[at].discrepancy =
                found
                    .remove(&identity)
                    .ok_or_else(|| LedgerError::Corrupt {
                        what: format!("a discrepancy ({identity:?}) that was not open then"),
                    })?;
        }
        for (episode, one) in episodes.iter_mut().zip(listed) {
            if one.open {
                episode.resolved = None;
            }
        }
        Ok(episodes)
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
        let mut found = self.findings_at(subjects.collect(), cut)?;
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

    /// What judging some subjects at `cut` finds of their claims.
    pub(super) fn findings_at(
        &self,
        subjects: BTreeSet<Subject>,
        cut: Moment,
    ) -> Result<BTreeMap<ClaimKey, Finding>> {
        let subjects: Vec<Subject> = subjects.into_iter().collect();
        let dockets = self.reader.dockets(&subjects, Some(cut.day()))?;
        let found = each(&dockets, |docket| findings(docket, Some(cut)));
        let found = found.into_iter().flatten();
        Ok(found.map(|finding| (finding.claim, finding)).collect())
    }
}

/// What `judge` finds in each docket, on several threads if there are many.
fn each<T: Send>(dockets: &[Docket], judge: impl Fn(&Docket) -> T + Sync + Send) -> Vec<T> {
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
