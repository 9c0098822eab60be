//! What changed last, in the story and in the ledger.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::changes::{Most, StatusChange, changes as answer};
use super::super::contest::Contest;
use super::super::view::View;
use super::cast::{Cast, ReportSpeaker};
use super::claims::ReportClaim;
use super::discrepancies::{ReportDiscrepancy, shown};
use super::statement::ShownStatement;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::ledger::Result;

/// Changes of status listed.
const LATEST: usize = 4;

/// A change of a claim's status in the story.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LatestChange {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The status before, or null if nothing had been said on the claim.
    pub before: Option<Status>,
    /// The status after.
    pub after: Status,
    /// The parties that contested the status after it.
    pub contested_by: Contest<ReportSpeaker>,
    /// When the statements that changed it were made.
    pub said: String,
    /// The statements on the claim that changed it; none if those on a rival answer did.
    pub words: Vec<ShownStatement>,
}

/// What changed in the ledger between two times.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportChanges {
    /// The earlier time.
    pub since: String,
    /// The later time.
    pub until: String,
    /// Claims whose status changed, latest change first.
    pub statuses: Vec<ReportStatusChange>,
    /// Discrepancies open only at the later time, opened last first.
    pub opened: Vec<ReportDiscrepancy>,
    /// Discrepancies open only at the earlier time.
    pub resolved: Vec<ReportDiscrepancy>,
    /// Claims added in between.
    pub new: Vec<Slug>,
}

/// A claim whose status changed in the ledger.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportStatusChange {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The status before.
    pub before: Option<Status>,
    /// The status after.
    pub after: Status,
    /// The parties that contest the status after it.
    pub contested_by: Contest<ReportSpeaker>,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
    /// The statements that made the change.
    pub words: Vec<ShownStatement>,
}

/// The latest changes of status in the story, newest first. If no status ever changed, the first
/// statements on the claims count as changes.
pub(super) fn latest(claims: &[ReportClaim]) -> Vec<LatestChange> {
    let mut changes: Vec<LatestChange> = Vec::new();
    for claim in claims {
        let mut before = None;
        let statements = claim.statements.iter();
        let turned =
            statements.filter_map(|one| Some((&one.words.said, one.turned?, &one.contested_by)));
        let moved = claim.moved.iter();
        let moved = moved.map(|one| (&one.said, one.status, &one.contested_by));
        let mut turns: Vec<(&String, Status, &Contest<ReportSpeaker>)> =
            turned.chain(moved).collect();
        turns.sort_by_key(|(said, ..)| *said);
        // Several statements may have made one change.
        turns.dedup();
        for (said, after, contested_by) in turns {
            let made = claim.statements.iter();
            let made = made.filter(|one| one.turned == Some(after) && one.words.said == *said);
            changes.push(LatestChange {
                claim: claim.claim.clone(),
                text: claim.text.clone(),
                before,
                after,
                contested_by: contested_by.clone(),
                said: said.clone(),
                words: made.map(|one| one.words.clone()).collect(),
            });
            before = Some(after);
        }
    }
    if changes.iter().any(|change| change.before.is_some()) {
        changes.retain(|change| change.before.is_some());
    }
    changes.sort_by(|one, two| two.said.cmp(&one.said));
    changes.truncate(LATEST);
    changes
}

/// What changed on the report's claims since the ledger was as `before` has it.
pub(super) fn changes(
    view: &View<'_>,
    before: &View<'_>,
    cast: &Cast,
    claims: &[ReportClaim],
    since: String,
    until: String,
) -> Result<ReportChanges> {
    let most = Most {
        statements: Some(0),
        ..Most::default()
    };
    let moved = answer(before, view, since, until, most)?;
    let concerns =
        |found: &ReportDiscrepancy| found.claims.iter().any(|claim| cast.has_claim(claim));
    let shown = |found| {
        let mut shown = shown(cast, found);
        shown.retain(concerns);
        shown
    };
    let statuses = moved.statuses.into_iter();
    let contested: BTreeMap<&Slug, &Contest<ReportSpeaker>> = claims
        .iter()
        .map(|claim| (&claim.claim, &claim.contested_by))
        .collect();
    let new = moved.new.into_iter().map(|claim| claim.claim);
    Ok(ReportChanges {
        since: moved.since,
        until: moved.until,
        statuses: statuses
            .filter(|one| cast.has_claim(&one.claim))
            .map(|one| status_change(cast, &contested, one))
            .collect(),
        opened: shown(moved.opened),
        resolved: shown(moved.resolved),
        new: new.filter(|claim| cast.has_claim(claim)).collect(),
    })
}

fn status_change(
    cast: &Cast,
    contested: &BTreeMap<&Slug, &Contest<ReportSpeaker>>,
    moved: StatusChange,
) -> ReportStatusChange {
    let contested_by = contested.get(&moved.claim).copied();
    ReportStatusChange {
        contested_by: contested_by.cloned().unwrap_or_default(),
        words: moved
            .by
            .iter()
            .filter_map(|said| cast.words(&said.statement))
            .collect(),
        claim: moved.claim,
        text: moved.text,
        before: moved.status.before,
        after: moved.status.after,
        unreviewed: moved.unreviewed,
    }
}
