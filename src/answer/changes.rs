//! What moved between two states of the ledger: the hand-over.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::claims::{StatementAnswer, statement_answer};
use super::discrepancies::{self, DiscrepancyAnswer};
use super::entries::time;
use super::outcome::BeforeAfter;
use super::view::View;
use crate::domain::discrepancy::Identity;
use crate::domain::docket::ClaimKey;
use crate::domain::history::Episode;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::ledger::{ClaimFilter, DiscrepancyFilter, Result};

/// What moved.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesAnswer {
    /// From when.
    pub since: String,
    /// Until when.
    pub until: String,
    /// Claims whose status is another one, moved last first.
    pub statuses: Vec<StatusChange>,
    /// Discrepancies that are open and were not, opened last first.
    pub opened: Vec<DiscrepancyAnswer>,
    /// Discrepancies that were open and are not.
    pub resolved: Vec<DiscrepancyAnswer>,
    /// Claims that were not there.
    pub new: Vec<NewClaim>,
    /// How many statements were recorded.
    pub statements: i64,
}

/// A claim whose status moved.
#[derive(Debug, Clone, Serialize)]
pub struct StatusChange {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its status before and after.
    pub status: BeforeAfter,
    /// When the ledger learnt it, RFC 3339 in UTC.
    pub recorded_at: String,
    /// The words that brought it.
    pub by: Option<StatementAnswer>,
}

/// A claim that was not there.
#[derive(Debug, Clone, Serialize)]
pub struct NewClaim {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Where it stands.
    pub status: Status,
}

/// What moved between two views of one ledger.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn changes(
    before: &View<'_>,
    after: &View<'_>,
    since: String,
    until: String,
) -> Result<ChangesAnswer> {
    let mut answer = ChangesAnswer {
        since,
        until,
        statuses: Vec::new(),
        opened: Vec::new(),
        resolved: Vec::new(),
        new: Vec::new(),
        statements: after.reader.statements_since(before.reader)?,
    };
    let held: BTreeSet<ClaimKey> = keys(before)?;
    for key in candidates(before, after)? {
        let standing = after.standing(key)?;
        let status = standing.finding.status;
        let info = after.claim(key)?.claim;
        if !held.contains(&key) {
            answer.new.push(NewClaim {
                claim: info.id,
                text: info.text,
                status,
            });
            continue;
        }
        let earlier = before.standing(key)?.finding.status;
        if earlier != status {
            let by = standing.since.and_then(|event| event.statement);
            answer.statuses.push(StatusChange {
                claim: info.id,
                text: info.text,
                status: BeforeAfter {
                    before: Some(earlier),
                    after: status,
                },
                recorded_at: time(after.reader.settled_at(key)?),
                by: by.map(|key| statement_answer(after, key)).transpose()?,
            });
        }
    }
    answer
        .statuses
        .sort_by(|one, two| two.recorded_at.cmp(&one.recorded_at));
    (answer.opened, answer.resolved) = discrepancies_between(before, after)?;
    Ok(answer)
}

fn keys(view: &View<'_>) -> Result<BTreeSet<ClaimKey>> {
    Ok(view
        .reader
        .claims(&ClaimFilter::default())?
        .into_iter()
        .collect())
}

/// The claims that may have moved: those settled in between, or with a moment given, which the
/// rows know nothing of, all of them.
fn candidates(before: &View<'_>, after: &View<'_>) -> Result<Vec<ClaimKey>> {
    if after.as_of.is_some() {
        return after.reader.claims(&ClaimFilter::default());
    }
    after.reader.claims_settled_since(before.reader)
}

fn discrepancies_between(
    before: &View<'_>,
    after: &View<'_>,
) -> Result<(Vec<DiscrepancyAnswer>, Vec<DiscrepancyAnswer>)> {
    let open = |view: &View<'_>| -> Result<BTreeMap<Identity, Episode>> {
        let episodes = view.discrepancies(&DiscrepancyFilter::default())?;
        let named = episodes
            .into_iter()
            .map(|one| (one.discrepancy.identity, one));
        Ok(named.collect())
    };
    let (were, are) = (open(before)?, open(after)?);
    let only_in = |one: &BTreeMap<Identity, Episode>,
                   other: &BTreeMap<Identity, Episode>,
                   view: &View<'_>| {
        let mut episodes: Vec<&Episode> = one
            .iter()
            .filter(|(identity, episode)| {
                // One that was weak and is strong now is news too.
                let weak = |episode: &Episode| episode.discrepancy.weak;
                let same = other.get(identity);
                same.is_none_or(|other| weak(other) && !weak(episode))
            })
            .map(|(_, episode)| episode)
            .collect();
        episodes.sort_by_key(|episode| {
            (
                episode.discrepancy.weak,
                std::cmp::Reverse(episode.opened.at),
            )
        });
        let answers = episodes
            .into_iter()
            .map(|episode| discrepancies::answer(view, episode));
        answers.collect::<Result<Vec<_>>>()
    };
    Ok((only_in(&are, &were, after)?, only_in(&were, &are, before)?))
}
