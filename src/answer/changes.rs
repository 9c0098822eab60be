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
use crate::domain::discrepancy::{Identity, Kind};
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::history::Episode;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ledger::{About, OpenRow, Result};

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
    /// The numbers of all of these, if only the first were asked for.
    #[serde(skip)]
    pub counts: ChangeCounts,
}

/// How much changed.
#[derive(Debug, Clone, Default)]
pub struct ChangeCounts {
    /// Claims whose status changed.
    pub statuses: usize,
    /// Discrepancies open only at the later time.
    pub opened: FoundCounts,
    /// Discrepancies open only at the earlier time.
    pub resolved: FoundCounts,
    /// Claims added, by their status at the later time.
    pub claims: BTreeMap<Status, usize>,
    /// Statements recorded.
    pub statements: usize,
}

/// How many discrepancies were found.
#[derive(Debug, Clone, Default)]
pub struct FoundCounts {
    /// Strong ones, by kind.
    pub strong: BTreeMap<Kind, usize>,
    /// Weak ones.
    pub weak: usize,
}

impl FoundCounts {
    fn of(found: &[&Episode]) -> Self {
        let mut counts = Self::default();
        for one in found {
            match one.discrepancy.weak {
                true => counts.weak += 1,
                false => {
                    *counts
                        .strong
                        .entry(one.discrepancy.identity.kind)
                        .or_default() += 1
                }
            }
        }
        counts
    }

    /// The number of strong ones.
    pub fn strong(&self) -> usize {
        self.strong.values().sum()
    }
}

impl ChangeCounts {
    /// The number of claims added.
    pub fn claims(&self) -> usize {
        self.claims.values().sum()
    }

    /// The number of things that changed, statements recorded included.
    pub fn all(&self) -> usize {
        let found = [&self.opened, &self.resolved];
        let found: usize = found.iter().map(|found| found.strong() + found.weak).sum();
        self.statuses + found + self.claims() + self.statements
    }
}

/// How many of what changed to describe. The rest is only counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Most {
    /// Claims whose status changed: the latest ones.
    pub statuses: Option<usize>,
    /// Of discrepancies the sharpest ones, of new claims the first.
    pub others: Option<usize>,
    /// Statements: the first.
    pub statements: Option<usize>,
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

/// What changed between two views of one ledger, with `most` of it described.
pub fn changes(
    before: &View<'_>,
    after: &View<'_>,
    since: String,
    until: String,
    most: Most,
) -> Result<ChangesAnswer> {
    let recorded = recorded_between(before, after)?;
    let first = &recorded[..recorded.len().min(most.statements.unwrap_or(usize::MAX))];
    let moved = moved(before, after)?;
    let (opened, resolved) = apart(before, after)?;
    Ok(ChangesAnswer {
        since,
        until,
        statuses: status_changes(before, after, &moved.statuses, most.statuses)?,
        new: new_claims(after, &moved.new, most.others)?,
        statements: after.statement_answers(first)?,
        counts: ChangeCounts {
            statuses: moved.statuses.len(),
            opened: FoundCounts::of(&opened.iter().collect::<Vec<_>>()),
            resolved: FoundCounts::of(&resolved.iter().collect::<Vec<_>>()),
            claims: moved.by_status(),
            statements: recorded.len(),
        },
        opened: described(after, opened, most.others)?,
        resolved: described(before, resolved, most.others)?,
    })
}

/// Claims that are not what they were, in the order of recording.
#[derive(Default)]
struct Moved {
    /// Those of another status: the one before and the one after.
    statuses: Vec<(ClaimKey, Status, Status)>,
    /// Those that were added, and their status.
    new: Vec<(ClaimKey, Status)>,
}

impl Moved {
    fn by_status(&self) -> BTreeMap<Status, usize> {
        let mut counts = BTreeMap::new();
        for (_, status) in &self.new {
            *counts.entry(*status).or_default() += 1;
        }
        counts
    }
}

fn moved(before: &View<'_>, after: &View<'_>) -> Result<Moved> {
    let claims = touched(before, after)?;
    let statuses = |view: &View<'_>| {
        let moment = view.as_of.unwrap_or(Moment::LAST);
        view.reader.statuses_at(&claims, moment)
    };
    let (were, are) = (statuses(before)?, statuses(after)?);
    let mut moved = Moved::default();
    for (claim, status) in are {
        // A claim without a status was not recorded yet, or was merged into another one.
        match were.get(&claim) {
            None => moved.new.push((claim, status)),
            Some(earlier) if *earlier == status => {}
            Some(earlier) => moved.statuses.push((claim, *earlier, status)),
        }
    }
    Ok(moved)
}

/// The latest changes of status, newest first.
fn status_changes(
    before: &View<'_>,
    after: &View<'_>,
    moved: &[(ClaimKey, Status, Status)],
    most: Option<usize>,
) -> Result<Vec<StatusChange>> {
    let timed = moved
        .iter()
        .map(|one| Ok((after.reader.settled_at(one.0)?, one)));
    let mut timed = timed.collect::<Result<Vec<_>>>()?;
    timed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    timed.truncate(most.unwrap_or(usize::MAX));
    let changes = timed
        .into_iter()
        .map(|(recorded_at, &(key, earlier, status))| {
            let finding = after.standing(key)?.finding;
            let credit = credit::between(before, after, key)?;
            let info = after.claim(key)?.claim;
            Ok(StatusChange {
                claim: info.id,
                text: info.text,
                status: BeforeAfter {
                    before: Some(earlier),
                    after: status,
                },
                contested_by: contest(after, finding.contesting())?,
                unreviewed: after.is_finding_unreviewed(&finding)?,
                recorded_at: time(recorded_at),
                by: after.statement_answers(&credit.statements)?,
                entries: entries(&after.reader.journal(), &credit.entries)?,
            })
        });
    changes.collect()
}

/// The first of the new claims.
fn new_claims(
    after: &View<'_>,
    new: &[(ClaimKey, Status)],
    most: Option<usize>,
) -> Result<Vec<NewClaim>> {
    let first = new.iter().take(most.unwrap_or(usize::MAX));
    let claims = first.map(|&(key, status)| {
        let finding = after.standing(key)?.finding;
        let info = after.claim(key)?.claim;
        Ok(NewClaim {
            claim: info.id,
            text: info.text,
            status,
            contested_by: contest(after, finding.contesting())?,
            unreviewed: after.is_finding_unreviewed(&finding)?,
        })
    });
    claims.collect()
}

/// The claims that may have changed: those whose status now is another one or, at an earlier moment of the story, those
/// whose history up to then has changed.
fn touched(before: &View<'_>, after: &View<'_>) -> Result<Vec<ClaimKey>> {
    match after.as_of {
        None => after.reader.claims_turned_since(before.reader),
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

/// The discrepancies that are open only after, and those that are open only before, in order of identity.
pub(super) fn apart(before: &View<'_>, after: &View<'_>) -> Result<(Vec<Episode>, Vec<Episode>)> {
    let (mut opened, mut resolved) = match after.as_of {
        None => posted_apart(before, after)?,
        Some(cut) => {
            let claims = after.reader.claims_retold_since(before.reader, cut)?;
            let of = |view: &View<'_>| -> Result<Open<Episode>> {
                let open = view.discrepancies_on_any(&listed(view, &claims)?)?;
                let open = open.into_iter();
                Ok(open
                    .map(|one| (one.discrepancy.identity, (one.discrepancy.weak, one)))
                    .collect())
            };
            let (were, are) = (of(before)?, of(after)?);
            (only_in(&are, &were), only_in(&were, &are))
        }
    };
    for found in [&mut opened, &mut resolved] {
        found.sort_by_key(|episode| episode.discrepancy.identity);
    }
    Ok((opened, resolved))
}

/// As [`apart`], from the rows that were posted in between. Most of those replace a row of the same identity, and only
/// the others are read as a whole.
fn posted_apart(before: &View<'_>, after: &View<'_>) -> Result<(Vec<Episode>, Vec<Episode>)> {
    let (from, to) = (before.reader, after.reader);
    let open = |rows: Vec<OpenRow>| -> Open<i64> {
        let rows = rows.into_iter();
        rows.map(|row| (row.identity, (row.weak, row.key)))
            .collect()
    };
    let were = open(to.discrepancies_ended_since(from)?);
    let are = open(to.discrepancies_opened_since(from)?);
    let mut opened = to.episodes(&only_in(&are, &were))?;
    let mut resolved = from.episodes(&only_in(&were, &are))?;
    let restated = to.claims_restated_since(from)?;
    let due = to.claims_due_between(before.now.day(), after.now.day())?;
    let claims: BTreeSet<ClaimKey> = restated.into_iter().chain(due).collect();
    let (were_due, are_due) = before.overdue_apart(after, &claims)?;
    resolved.extend(were_due);
    opened.extend(are_due);
    Ok((opened, resolved))
}

/// Open discrepancies, each with whether it is weak.
type Open<T> = BTreeMap<Identity, (bool, T)>;

/// Those of one state that the other does not have. One that is weak in the other and strong in this one counts.
fn only_in<T: Clone>(one: &Open<T>, other: &Open<T>) -> Vec<T> {
    let apart = one.iter().filter(|(identity, (weak, _))| {
        let counterpart = other.get(identity);
        counterpart.is_none_or(|(other_weak, _)| *other_weak && !weak)
    });
    apart.map(|(_, (_, found))| found.clone()).collect()
}

/// All of some discrepancies, opened last first, or `most` of the strong ones: the sharpest, which are those in which
/// one side said it and the other denied it.
fn described(
    view: &View<'_>,
    mut found: Vec<Episode>,
    most: Option<usize>,
) -> Result<Vec<DiscrepancyAnswer>> {
    found.sort_by_key(|episode| {
        (
            episode.discrepancy.weak,
            std::cmp::Reverse(episode.opened.at),
        )
    });
    if let Some(most) = most {
        found.retain(|episode| !episode.discrepancy.weak);
        if found.len() > most {
            found.sort_by_key(|episode| episode.discrepancy.identity.kind);
            found.truncate(most);
        }
    }
    let answers = found
        .iter()
        .map(|episode| discrepancies::answer(view, episode));
    answers.collect()
}
