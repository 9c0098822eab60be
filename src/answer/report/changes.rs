//! What changed last: in the story, and in what the ledger knows.

use serde::Serialize;

use super::super::changes::{StatusChange, changes as answer};
use super::super::view::View;
use super::cast::Cast;
use super::claims::ReportClaim;
use super::discrepancies::{ReportDiscrepancy, divergences};
use super::words::ShownStatement;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::ledger::Result;

/// So many of the latest turns are told.
const LATEST: usize = 4;

/// A claim whose status became another one with what was said at one time.
#[derive(Debug, Clone, Serialize)]
pub struct LatestChange {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The status before; null: these were the first words on it.
    pub before: Option<Status>,
    /// The status from then on.
    pub after: Status,
    /// When that was.
    pub said: String,
    /// What was said on it then.
    pub words: Vec<ShownStatement>,
}

/// What the ledger learnt between two times.
#[derive(Debug, Clone, Serialize)]
pub struct ReportChanges {
    /// From when.
    pub since: String,
    /// Until when.
    pub until: String,
    /// Claims whose status is another one, moved last first.
    pub statuses: Vec<ReportStatusChange>,
    /// Discrepancies that are open and were not, opened last first.
    pub opened: Vec<ReportDiscrepancy>,
    /// Discrepancies that were open and are not.
    pub resolved: Vec<ReportDiscrepancy>,
    /// Claims that were not there.
    pub new: Vec<Slug>,
}

/// A claim whose status moved.
#[derive(Debug, Clone, Serialize)]
pub struct ReportStatusChange {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The status before.
    pub before: Option<Status>,
    /// The status after.
    pub after: Status,
    /// The words that brought it, where it was words that did.
    pub words: Option<ShownStatement>,
}

/// The turns that were said last, the last first; where no status ever moved, the first words.
pub fn latest(claims: &[ReportClaim]) -> Vec<LatestChange> {
    let mut turns: Vec<LatestChange> = Vec::new();
    for claim in claims {
        let mut before = None;
        for told in &claim.statements {
            let Some(after) = told.turned else {
                continue;
            };
            let then = claim.statements.iter().map(|heard| &heard.words);
            let then = then.filter(|words| words.said == told.words.said);
            turns.push(LatestChange {
                claim: claim.claim.clone(),
                text: claim.text.clone(),
                before,
                after,
                said: told.words.said.clone(),
                words: then.cloned().collect(),
            });
            before = Some(after);
        }
    }
    if turns.iter().any(|turn| turn.before.is_some()) {
        turns.retain(|turn| turn.before.is_some());
    }
    turns.sort_by(|one, two| two.said.cmp(&one.said));
    turns.truncate(LATEST);
    turns
}

/// What the ledger learnt of the report's claims since it was as `before` holds it.
pub fn changes(
    view: &View<'_>,
    before: &View<'_>,
    cast: &Cast,
    since: String,
    until: String,
) -> Result<ReportChanges> {
    let moved = answer(before, view, since, until)?;
    let concerns =
        |found: &ReportDiscrepancy| found.claims.iter().any(|claim| cast.has_claim(claim));
    let shown = |found| {
        let mut shown = divergences(cast, found);
        shown.retain(concerns);
        shown
    };
    let statuses = moved.statuses.into_iter();
    let new = moved.new.into_iter().map(|claim| claim.claim);
    Ok(ReportChanges {
        since: moved.since,
        until: moved.until,
        statuses: statuses
            .filter(|one| cast.has_claim(&one.claim))
            .map(|one| report_move(cast, one))
            .collect(),
        opened: shown(moved.opened),
        resolved: shown(moved.resolved),
        new: new.filter(|claim| cast.has_claim(claim)).collect(),
    })
}

fn report_move(cast: &Cast, moved: StatusChange) -> ReportStatusChange {
    ReportStatusChange {
        words: moved.by.and_then(|said| cast.words(&said.statement)),
        claim: moved.claim,
        text: moved.text,
        before: moved.status.before,
        after: moved.status.after,
    }
}
