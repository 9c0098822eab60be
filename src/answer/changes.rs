//! What changed between two states of the ledger: the hand-over from one shift to the next.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::claims::StatementAnswer;
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
use crate::ledger::{About, Result};

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
    after.said_by_then(after.reader.statements(since)?)
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
    let first = &recorded[..recorded.len().min(most.unwrap_or(usize::MAX))];
    let mut answer = ChangesAnswer {
        since,
        until,
        statuses: Vec::new(),
        opened: Vec::new(),
        resolved: Vec::new(),
        new: Vec::new(),
        statements: after.statement_answers(first)?,
        statement_count: recorded.len(),
    };
    for key in candidates(before, after)? {
        let standing = after.standing(key)?;
        let status = standing.finding.status;
        let contested_by = contest(after, standing.finding.contesting())?;
        let unreviewed = after.is_finding_unreviewed(&standing.finding)?;
        let info = after.claim(key)?.claim;
        if !before.reader.is_listed(key)? {
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
                by: after.statement_answers(&credit.statements)?,
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

/// The claims that may have changed: those settled in between or, at an earlier moment of the story, those whose history
/// up to then has changed.
fn candidates(before: &View<'_>, after: &View<'_>) -> Result<Vec<ClaimKey>> {
    match after.as_of {
        None => after.reader.claims_settled_since(before.reader),
        Some(cut) => listed(
            after,
            &after.reader.claims_retold_since(before.reader, cut)?,
        ),
    }
}

/// Those of some claims that a view lists.
fn listed(view: &View<'_>, claims: &[ClaimKey]) -> Result<Vec<ClaimKey>> {
    let mut listed = Vec::new();
    for claim in claims {
        if view.reader.is_listed(*claim)? {
            listed.push(*claim);
        }
    }
    Ok(listed)
}

/// Open discrepancies.
type Open = BTreeMap<Identity, Episode>;

/// Those open before and those open after, without some of those that are the same.
fn open_discrepancies(before: &View<'_>, after: &View<'_>) -> Result<(Open, Open)> {
    let open = |episodes: Vec<Episode>| -> Open {
        let named = episodes.into_iter();
        named.map(|one| (one.discrepancy.identity, one)).collect()
    };
    if let Some(cut) = after.as_of {
        let claims = after.reader.claims_retold_since(before.reader, cut)?;
        let of = |view: &View<'_>| view.discrepancies_on_any(&listed(view, &claims)?);
        return Ok((open(of(before)?), open(of(after)?)));
    }
    let (from, to) = (before.reader, after.reader);
    let mut were = from.episodes(&to.discrepancies_ended_since(from)?)?;
    let mut are = to.episodes(&to.discrepancies_opened_since(from)?)?;
    let restated = to.claims_restated_since(from)?;
    let due = to.claims_due_between(before.now.day(), after.now.day())?;
    let claims: BTreeSet<ClaimKey> = restated.into_iter().chain(due).collect();
    were.extend(before.overdue_among(&claims)?);
    are.extend(after.overdue_among(&claims)?);
    Ok((open(were), open(are)))
}

fn discrepancies_between(
    before: &View<'_>,
    after: &View<'_>,
) -> Result<(Vec<DiscrepancyAnswer>, Vec<DiscrepancyAnswer>)> {
    let (were, are) = open_discrepancies(before, after)?;
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
