//! What changed between two states of the ledger: the hand-over from one shift to the next.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::claims::{StatementAnswer, statement_answer};
use super::contest::{Contest, contest};
use super::credit;
use super::discrepancies::{self, DiscrepancyAnswer};
use super::entries::{EntryAnswer, entries, time};
use super::outcome::BeforeAfter;
use super::view::View;
use crate::domain::discrepancy::Identity;
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::history::Episode;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::ledger::{About, ClaimFilter, DiscrepancyFilter, Result};

/// What changed. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangesAnswer {
    /// The earlier time.
    pub since: String,
    /// The later time.
    pub until: String,
    /// Claims whose status changed, latest change first.
    pub statuses: Vec<StatusChange>,
    /// Discrepancies open only at the later time, opened last first.
    pub opened: Vec<DiscrepancyAnswer>,
    /// Discrepancies open only at the earlier time.
    pub resolved: Vec<DiscrepancyAnswer>,
    /// Claims added in between.
    pub new: Vec<NewClaim>,
    /// The statements recorded in between, in the order of recording.
    pub statements: Vec<StatementAnswer>,
    /// The number of all of these, if only the first were asked for.
    #[serde(skip)]
    pub statement_count: usize,
}

impl ChangesAnswer {
    /// The number of things that changed, statements recorded included.
    pub fn count(&self) -> usize {
        let lists = [
            self.statuses.len(),
            self.opened.len(),
            self.resolved.len(),
            self.new.len(),
            self.statement_count,
        ];
        lists.iter().sum()
    }
}

/// A claim whose status changed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusChange {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its status before and after.
    pub status: BeforeAfter,
    /// The parties that contest the status after it.
    pub contested_by: Contest,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
    /// When the change was recorded, in RFC 3339 and UTC.
    pub recorded_at: String,
    /// The statements that made the change. Serialised as their ids.
    #[serde(serialize_with = "ids")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub by: Vec<StatementAnswer>,
    /// Other entries that made it: a statement voided, a write undone, a party or claim changed or
    /// merged.
    #[serde(rename = "by_entries")]
    pub entries: Vec<EntryAnswer>,
}

/// A claim that was added.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewClaim {
    /// The claim.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its status at the later time.
    pub status: Status,
    /// The parties that contest it.
    pub contested_by: Contest,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
}

fn ids<S: Serializer>(
    statements: &[StatementAnswer],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(statements.iter().map(|said| &said.statement))
}

/// The statements that were recorded between two views and stand, in the order of recording.
fn recorded_between(before: &View<'_>, after: &View<'_>) -> Result<Vec<StatementKey>> {
    let since = About::Since(before.reader.newest()?);
    let mut recorded = after.reader.statements(since)?;
    if let Some(cut) = after.as_of {
        let mut said = Vec::new();
        for key in recorded {
            if after.statement(key)?.when.earliest() <= cut {
                said.push(key);
            }
        }
        recorded = said;
    }
    Ok(recorded)
}

/// What changed between two views of one ledger, with at most `most` of the statements recorded in
/// between.
pub fn changes(
    before: &View<'_>,
    after: &View<'_>,
    since: String,
    until: String,
    most: Option<usize>,
) -> Result<ChangesAnswer> {
    let recorded = recorded_between(before, after)?;
    let statements = recorded.iter().take(most.unwrap_or(usize::MAX));
    let mut answer = ChangesAnswer {
        since,
        until,
        statuses: Vec::new(),
        opened: Vec::new(),
        resolved: Vec::new(),
        new: Vec::new(),
        statements: statements
            .map(|key| statement_answer(after, *key))
            .collect::<Result<_>>()?,
        statement_count: recorded.len(),
    };
    let held: BTreeSet<ClaimKey> = keys(before)?;
    for key in candidates(before, after)? {
        let standing = after.standing(key)?;
        let status = standing.finding.status;
        let contested_by = contest(after, standing.finding.contesting())?;
        let unreviewed = after.is_finding_unreviewed(&standing.finding)?;
        let info = after.claim(key)?.claim;
        if !held.contains(&key) {
            answer.new.push(NewClaim {
                claim: info.id,
                text: info.text,
                status,
                contested_by,
                unreviewed,
            });
            continue;
        }
        let earlier = before.standing(key)?.finding.status;
        if earlier != status {
            let credit = credit::between(before, after, key)?;
            let by = credit.statements.into_iter();
            answer.statuses.push(StatusChange {
                claim: info.id,
                text: info.text,
                status: BeforeAfter {
                    before: Some(earlier),
                    after: status,
                },
                contested_by,
                unreviewed,
                recorded_at: time(after.reader.settled_at(key)?),
                by: by
                    .map(|key| statement_answer(after, key))
                    .collect::<Result<_>>()?,
                entries: entries(&after.reader.journal(), &credit.entries)?,
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

/// The claims that may have changed: those settled in between. At an earlier moment of the story,
/// for which nothing is stored, that may be any.
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
                // One that was weak and is strong now counts as opened.
                let weak = |episode: &Episode| episode.discrepancy.weak;
                let counterpart = other.get(identity);
                counterpart.is_none_or(|other| weak(other) && !weak(episode))
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
