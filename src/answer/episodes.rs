//! Discrepancies as lists have them: from when to when, those that depend on the clock included.

use super::view::View;
use crate::domain::discrepancy::{Discrepancy, Kind};
use crate::domain::docket::ClaimKey;
use crate::domain::history::Episode;
use crate::ledger::{DiscrepancyFilter, Result, State};

impl View<'_> {
    /// The discrepancies that match a filter: strong before weak, then by kind, then newest first.
    pub fn discrepancies(&self, filter: &DiscrepancyFilter) -> Result<Vec<Episode>> {
        let mut episodes = match self.as_of {
            None => self.reader.episodes(&self.reader.discrepancies(filter)?)?,
            Some(cut) => self.discrepancies_at(filter, cut)?,
        };
        let wants_overdue = filter.kind.is_none_or(|kind| kind == Kind::Overdue);
        // Overdue ones come after all other strong ones, so a full list needs none of them.
        let strong = episodes.iter().filter(|episode| !episode.discrepancy.weak);
        let is_full = filter
            .limit
            .is_some_and(|limit| strong.count() >= limit as usize);
        if wants_overdue && filter.state != State::Resolved && !is_full {
            for episode in self.overdue(filter)? {
                if self.fits(&episode, filter)? {
                    episodes.push(episode);
                }
            }
        }
        sort(&mut episodes);
        if let Some(limit) = filter.limit {
            episodes.truncate(limit as usize);
        }
        Ok(episodes)
    }

    /// The open discrepancies that name any of some claims: strong before weak, then by kind, then newest first.
    pub(super) fn discrepancies_on_any(&self, claims: &[ClaimKey]) -> Result<Vec<Episode>> {
        let mut episodes: Vec<Episode> = Vec::new();
        for claim in claims {
            let filter = DiscrepancyFilter {
                claim: Some(*claim),
                ..DiscrepancyFilter::default()
            };
            episodes.extend(self.discrepancies(&filter)?);
        }
        sort(&mut episodes);
        episodes.dedup();
        Ok(episodes)
    }

    /// Whether a discrepancy matches a filter.
    pub(super) fn fits(&self, episode: &Episode, filter: &DiscrepancyFilter) -> Result<bool> {
        let Discrepancy {
            identity,
            claims,
            stands,
            ..
        } = &episode.discrepancy;
        let in_state = match filter.state {
            State::Open => episode.resolved.is_none(),
            State::Resolved => episode.resolved.is_some(),
            State::All => true,
        };
        let has_party = |party| stands.iter().any(|stand| stand.party == party);
        if !in_state
            || filter.kind.is_some_and(|kind| kind != identity.kind)
            || filter.party.is_some_and(|party| !has_party(party))
            || filter.claim.is_some_and(|claim| !claims.contains(&claim))
        {
            return Ok(false);
        }
        let Some(topic) = &filter.topic else {
            return Ok(true);
        };
        for claim in claims {
            if self.claim(*claim)?.claim.topic.as_ref() == Some(topic) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Sorts discrepancies as lists have them.
fn sort(episodes: &mut [Episode]) {
    episodes.sort_by_key(|episode| {
        let Discrepancy { identity, weak, .. } = &episode.discrepancy;
        let opened = std::cmp::Reverse(episode.opened.at);
        (
            *weak,
            identity.kind,
            opened,
            identity.subject,
            identity.party,
        )
    });
}
