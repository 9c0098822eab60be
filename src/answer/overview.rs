//! The whole ledger on one screen: what `status` shows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::calls::{findings, points};
use super::contest::{Contest, contest};
use super::entries::{EntryAnswer, log, note_entries};
use super::view::View;
use crate::domain::discrepancy::Kind;
use crate::domain::docket::ClaimKey;
use crate::domain::passage::PassageError;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::journal::Journal;
use crate::ledger::{DiscrepancyFilter, LedgerError, Result, UnreviewedCount};

/// The whole ledger on one screen. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusAnswer {
    /// The number of claims of every status, zeros included.
    #[serde(rename = "claims_by_status")]
    pub claims: BTreeMap<Status, usize>,
    /// The number of open discrepancies of every kind, zeros included.
    #[serde(rename = "discrepancies_by_kind")]
    pub discrepancies: BTreeMap<Kind, StrongAndWeak>,
    /// The latest 20 overdue claims. `discrepancies` has the number of all.
    pub overdue: Vec<Slug>,
    /// The latest 20 claims that are contested although they are not disputed, such as confirmed ones
    /// that somebody denies.
    pub contested: Vec<ContestedClaim>,
    /// The number of principals to call.
    pub to_call_count: usize,
    /// The first 20 of them, earliest due date first.
    pub to_call: Vec<ToCall>,
    /// The number of candidates that wait for a decision. Null for another state of the ledger, as candidates have no
    /// history.
    pub candidates: Option<usize>,
    /// How much of the ledger no person has looked at yet.
    pub unreviewed: UnreviewedAnswer,
    /// The newest entries, newest first.
    pub last: Vec<EntryAnswer>,
    /// The number of entries in the journal.
    pub entries: i64,
    /// The hash of the newest entry.
    pub head: String,
    /// What is wrong with the newest entries, if anything.
    pub problem: Option<String>,
}

/// How much no person has looked at yet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnreviewedAnswer {
    /// Statements.
    pub statements: usize,
    /// Further passages of reviewed statements.
    pub passages: usize,
    /// Claims.
    pub claims: usize,
    /// Parties.
    pub parties: usize,
    /// Questions.
    pub questions: usize,
}

impl From<UnreviewedCount> for UnreviewedAnswer {
    fn from(count: UnreviewedCount) -> Self {
        Self {
            statements: count.statements,
            passages: count.passages,
            claims: count.claims,
            parties: count.parties,
            questions: count.questions,
        }
    }
}

/// A claim whose status somebody contests.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContestedClaim {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its status.
    pub status: Status,
    /// The parties that contest it.
    pub contested_by: Contest,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
}

/// A principal to call.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ToCall {
    /// The principal.
    pub party: Slug,
    /// The number of claims that wait for it.
    pub claim_count: usize,
}

/// The numbers of strong and of weak discrepancies.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrongAndWeak {
    /// Strong ones.
    pub strong: usize,
    /// Weak ones.
    pub weak: usize,
}

/// Entries listed.
const LAST: usize = 5;

/// Claims and principals listed.
const NAMED: u32 = 20;

/// The whole ledger on one screen.
pub fn status(view: &View<'_>) -> Result<StatusAnswer> {
    let (claims, discrepancies) = counts(view)?;
    let late = overdue(view)?.into_iter();
    let late = late.map(|claim| Ok(view.claim(claim)?.claim.id));
    let (points, to_call_count) = points(view, NAMED)?;
    let journal = view.whole.journal();
    let head = journal.head().map_err(LedgerError::from)?;
    let problem = crate::journal::verify::verify_tail(&journal).map_err(LedgerError::from)?;
    let last = log(&journal, view.whole.newest()?, LAST).map_err(LedgerError::from)?;
    note_entries(view, &last);
    Ok(StatusAnswer {
        claims,
        discrepancies,
        contested: contested(view)?,
        overdue: late.collect::<Result<_>>()?,
        to_call_count,
        to_call: points
            .into_iter()
            .map(|(party, claim_count)| ToCall { party, claim_count })
            .collect(),
        last,
        entries: view.whole.newest()?,
        candidates: Some(view.whole.open_candidates()?),
        unreviewed: view.whole.count_unreviewed()?.into(),
        head: head.hash.to_string(),
        problem: problem.map(|problem| format!("entry {} {}", problem.seq, problem.what)),
    })
}

/// The first overdue claims, latest first.
fn overdue(view: &View<'_>) -> Result<Vec<ClaimKey>> {
    let latest = DiscrepancyFilter {
        limit: Some(NAMED),
        ..DiscrepancyFilter::default()
    };
    let late = match view.as_of {
        None => view.reader.overdue(view.now.day(), &latest)?,
        Some(cut) => view.reader.overdue_at(cut, &latest)?,
    };
    Ok(late.into_iter().map(|due| due.claim).collect())
}

/// Discrepancies among which contested claims are looked for, so that the size of the ledger does not
/// matter.
const MOST_LOOKED_AT: u32 = 200;

/// Claims that are looked at together.
const LOOKED_AT_TOGETHER: usize = 50;

/// The latest claims that are contested without being disputed. Somebody affirms such a claim and
/// somebody negates it, so there is a discrepancy.
fn contested(view: &View<'_>) -> Result<Vec<ContestedClaim>> {
    let mut claims: Vec<ClaimKey> = Vec::new();
    for kind in [Kind::Contradiction, Kind::MixedSignals] {
        let found = view
            .reader
            .claims_diverging(kind, view.as_of, MOST_LOOKED_AT)?;
        let mut met: BTreeSet<ClaimKey> = claims.iter().copied().collect();
        claims.extend(found.into_iter().filter(|claim| met.insert(*claim)));
    }
    // Most of them are disputed, and need not be judged.
    let moment = view.as_of.unwrap_or(Moment::LAST);
    let statuses = view.reader.statuses_at(&claims, moment)?;
    claims.retain(|claim| statuses.get(claim) != Some(&Status::Disputed));
    let mut contested = Vec::new();
    for claims in claims.chunks(LOOKED_AT_TOGETHER) {
        for finding in findings(view, claims)? {
            if contested.len() >= NAMED as usize {
                return Ok(contested);
            }
            if finding.contesting().next().is_none() {
                continue;
            }
            let info = view.claim(finding.claim)?.claim;
            contested.push(ContestedClaim {
                claim: info.id,
                text: info.text,
                status: finding.status,
                contested_by: contest(view, finding.contesting())?,
                unreviewed: view.is_finding_unreviewed(&finding)?,
            });
        }
    }
    Ok(contested)
}

/// The number of claims by status, and of open discrepancies by kind.
type Counts = (BTreeMap<Status, usize>, BTreeMap<Kind, StrongAndWeak>);

/// The counts, from rows that are stored.
fn counts(view: &View<'_>) -> Result<Counts> {
    let none = Status::ALL.iter().map(|status| (*status, 0));
    let mut claims: BTreeMap<Status, usize> = none.collect();
    let (statuses, posted) = match view.as_of {
        None => {
            let mut open = view.reader.count_open_discrepancies()?;
            // These depend on the clock.
            open.push((
                Kind::Overdue,
                false,
                view.reader.count_overdue(view.now.day())?,
            ));
            (view.reader.count_claims()?, open)
        }
        Some(cut) => (
            view.reader.count_claims_at(cut)?,
            view.reader.count_discrepancies_at(cut)?,
        ),
    };
    claims.extend(statuses);
    let mut discrepancies = no_discrepancies();
    for (kind, weak, count) in posted.into_iter().filter(|(_, _, count)| *count > 0) {
        let counts = discrepancies.entry(kind).or_default();
        if weak {
            counts.weak += count;
        } else {
            counts.strong += count;
        }
    }
    Ok((claims, discrepancies))
}

/// No discrepancies of any kind.
pub(super) fn no_discrepancies() -> BTreeMap<Kind, StrongAndWeak> {
    let kinds = Kind::ALL.iter();
    kinds
        .map(|kind| (*kind, StrongAndWeak::default()))
        .collect()
}

/// The passages that do not match the texts attached to their sources, each with its statement's id.
pub fn wrong_passages(view: &View<'_>) -> Result<Vec<(String, PassageError)>> {
    let mut wrong = Vec::new();
    for source in view.reader.sources()? {
        let Some(text) = view.reader.source_text(source)? else {
            continue;
        };
        for (statement, passage) in view.reader.passages_in(source)? {
            if let Err(error) = passage.words_in(&text.text) {
                wrong.push((statement, error));
            }
        }
    }
    Ok(wrong)
}
