//! What a write changed.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::claims::StatementAnswer;
use super::contest::{Contest, contest};
use super::discrepancies::{self, DiscrepancyAnswer};
use super::view::View;
use crate::domain::discrepancy::{Discrepancy, Identity, Subject};
use crate::domain::docket::ClaimKey;
use crate::domain::history::{Episode, Event};
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::exchange::annotations::AnnotationReport;
use crate::exchange::claimreview::ReviewReport;
use crate::journal::PinnedHead;
use crate::ledger::{Changes, ClaimFilter, DiscrepancyFilter, Restored, Result, State};

/// What a statement, correction, void or ruling changed. The fields `statement`, `claim`, `status`,
/// `others` and `discrepancies` are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewsAnswer {
    /// What was done, in a sentence for people.
    pub done: String,
    /// The statement and what became of it, for pages, which name what it refers to.
    #[serde(skip)]
    pub said: Option<Box<SaidAnswer>>,
    /// The statement's id.
    pub statement: Option<String>,
    /// The claim.
    pub claim: Slug,
    /// Its status before and after.
    pub status: BeforeAfter,
    /// The parties that contest the status after it.
    pub contested_by: Contest,
    /// Other answers to the same question whose status changed.
    pub others: Vec<ClaimChange>,
    /// The discrepancies that it opened or resolved.
    pub discrepancies: DiscrepancyChanges,
}

/// A statement and what a write did with it.
#[derive(Debug, Clone)]
pub struct SaidAnswer {
    /// The statement.
    pub statement: StatementAnswer,
    /// What became of it, in words: "recorded".
    pub outcome: String,
    /// Whether a note was given that it did not get.
    pub is_note_kept: bool,
}

/// A claim's status before and after a change.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BeforeAfter {
    /// The status before, or null if the claim is new.
    pub before: Option<Status>,
    /// The status after.
    pub after: Status,
}

/// The discrepancies that a write opened or resolved.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiscrepancyChanges {
    /// Opened by the write.
    pub opened: Vec<DiscrepancyAnswer>,
    /// Resolved by the write.
    pub resolved: Vec<DiscrepancyAnswer>,
}

/// What any other write changed. It may touch many claims.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoneAnswer {
    /// What was done, in a sentence for people: "party kremlin recorded".
    pub done: String,
    /// The claims whose status it changed.
    pub statuses: Vec<ClaimChange>,
    /// The discrepancies that it opened or resolved.
    pub discrepancies: DiscrepancyChanges,
}

/// A claim whose status a write changed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimChange {
    /// The claim.
    pub claim: Slug,
    /// Its status before and after.
    pub status: BeforeAfter,
    /// The parties that contest the status after it.
    pub contested_by: Contest,
}

/// What an import recorded. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportAnswer {
    /// The number of new records, by kind.
    pub new: BTreeMap<&'static str, usize>,
    /// The number of updated records, by kind.
    pub changed: BTreeMap<&'static str, usize>,
    /// The number of further passages for recorded statements.
    pub evidence: usize,
    /// The number of records that the ledger had already.
    pub same: usize,
    /// The number of statements that were voided or corrected earlier, and stay so.
    pub taken_back: usize,
    /// Records whose content in the ledger is different. They were left alone.
    pub differing: Vec<String>,
}

/// What an import recorded and changed. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedAnswer {
    /// What was recorded.
    #[serde(flatten)]
    pub recorded: ImportAnswer,
    /// The first 100 claims whose status it changed, disputed ones first.
    pub statuses: Vec<ClaimChange>,
    /// The first 100 discrepancies that it opened, and of those that it resolved, strong ones first.
    pub discrepancies: DiscrepancyChanges,
    /// The numbers of others.
    pub more: MoreChanges,
    /// What became of the reviews of the file; null if it has records.
    pub reviews: Option<ReviewReport>,
    /// What became of the annotations of the file; null if it has others.
    pub annotations: Option<AnnotationReport>,
}

/// What became of what a file has instead of records.
#[derive(Debug, Clone, Default)]
pub struct ImportReports {
    /// Of reviews.
    pub reviews: Option<ReviewReport>,
    /// Of annotations.
    pub annotations: Option<AnnotationReport>,
}

/// The numbers of changes that a list leaves out.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoreChanges {
    /// Claims whose status changed.
    pub statuses: usize,
    /// Discrepancies opened.
    pub opened: usize,
    /// Discrepancies resolved.
    pub resolved: usize,
}

/// The outcome of attaching a text. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttachAnswer {
    /// The source.
    pub source: Slug,
    /// The length of the text in code points.
    pub characters: usize,
    /// The number of passages checked against it. All were found.
    pub passages: usize,
    /// Whether the text was attached already.
    pub known: bool,
}

/// The open discrepancies before a write. A discrepancy that the write resolves is described as it
/// stood then.
pub struct Before {
    open: BTreeMap<Identity, Episode>,
}

impl Before {
    /// The open discrepancies of a claim, its question and the other answers to it.
    pub fn of(view: &View<'_>, claim: ClaimKey) -> Result<Self> {
        let (claim, _) = view.reader.current_claim(claim)?;
        let claims = match view.reader.subject_of(claim)? {
            Subject::Claim(claim) => vec![claim],
            Subject::Question(question) => view.reader.claims(&ClaimFilter {
                question: Some(question),
                ..ClaimFilter::default()
            })?,
        };
        let mut open = BTreeMap::new();
        for claim in claims {
            let filter = DiscrepancyFilter {
                claim: Some(claim),
                state: State::Open,
                ..DiscrepancyFilter::default()
            };
            let found = view.discrepancies(&filter)?.into_iter();
            open.extend(found.map(|episode| (episode.discrepancy.identity, episode)));
        }
        Ok(Self { open })
    }

    /// No discrepancies, for writes that describe resolved ones from their findings alone.
    pub fn nothing() -> Self {
        Self {
            open: BTreeMap::new(),
        }
    }
}

/// What a write to one claim changed.
pub fn news(
    view: &View<'_>,
    claim: ClaimKey,
    done: String,
    statement: Option<String>,
    changes: &Changes,
    before: &Before,
) -> Result<NewsAnswer> {
    let change = changes.claims.iter().find(|change| change.claim == claim);
    let finding = view.standing(claim)?.finding;
    let now = finding.status;
    let status = BeforeAfter {
        before: change.map_or(Some(now), |change| change.before),
        after: change.map_or(now, |change| change.after),
    };
    Ok(NewsAnswer {
        done,
        said: None,
        statement,
        claim: view.claim(claim)?.claim.id,
        status,
        contested_by: contest(view, finding.contesting())?,
        others: claim_moves(view, changes, |other| other != claim)?,
        discrepancies: discrepancy_moves(view, changes, before)?,
    })
}

/// What any other write changed.
pub fn moves(view: &View<'_>, done: String, changes: &Changes) -> Result<DoneAnswer> {
    Ok(DoneAnswer {
        done,
        statuses: claim_moves(view, changes, |_| true)?,
        discrepancies: discrepancy_moves(view, changes, &Before::nothing())?,
    })
}

/// Changes of each kind that an import describes: it may make as many as it has lines.
const DESCRIBED: usize = 100;

/// What an import changed, the most important first.
pub fn imported(
    view: &View<'_>,
    recorded: ImportAnswer,
    mut changes: Changes,
    reports: ImportReports,
) -> Result<ImportedAnswer> {
    changes.claims.sort_by_key(|change| {
        let statuses = [Some(change.after), change.before];
        let firm = [Status::Disputed, Status::Confirmed];
        firm.map(|firm| !statuses.contains(&Some(firm)))
    });
    let importance = |found: &Discrepancy| (found.weak, found.identity.kind);
    changes.opened.sort_by_key(importance);
    changes.resolved.sort_by_key(importance);
    let more = MoreChanges {
        statuses: cut(&mut changes.claims),
        opened: cut(&mut changes.opened),
        resolved: cut(&mut changes.resolved),
    };
    Ok(ImportedAnswer {
        recorded,
        statuses: claim_moves(view, &changes, |_| true)?,
        discrepancies: discrepancy_moves(view, &changes, &Before::nothing())?,
        more,
        reviews: reports.reviews,
        annotations: reports.annotations,
    })
}

/// Keeps the changes that are described. Returns the number of the others.
fn cut<T>(changes: &mut Vec<T>) -> usize {
    let others = changes.len().saturating_sub(DESCRIBED);
    changes.truncate(DESCRIBED);
    others
}

/// The claims whose status a write changed, of those that are `wanted`.
fn claim_moves(
    view: &View<'_>,
    changes: &Changes,
    wanted: impl Fn(ClaimKey) -> bool,
) -> Result<Vec<ClaimChange>> {
    let changed = changes.claims.iter().filter(|change| {
        wanted(change.claim) && change.before.is_some_and(|before| before != change.after)
    });
    let moves = changed.map(|change| {
        Ok(ClaimChange {
            claim: view.claim(change.claim)?.claim.id,
            status: BeforeAfter {
                before: change.before,
                after: change.after,
            },
            contested_by: contest(view, view.standing(change.claim)?.finding.contesting())?,
        })
    });
    moves.collect()
}

fn discrepancy_moves(
    view: &View<'_>,
    changes: &Changes,
    before: &Before,
) -> Result<DiscrepancyChanges> {
    let opened = changes.opened.iter().map(|found| opened(view, found));
    let mut resolved = Vec::new();
    for found in &changes.resolved {
        // If a claim, a party or the question was undone, the discrepancy is gone with it.
        let claims = found.claims.iter().map(|claim| claim.0);
        let parties = found.stands.iter().map(|stand| stand.party.0);
        let question = match found.identity.subject {
            Subject::Question(question) => Some(question.0),
            Subject::Claim(_) => None,
        };
        let exist: Result<Vec<bool>> = claims
            .chain(parties)
            .chain(question)
            .map(|key| view.reader.holds(key))
            .collect();
        if exist?.into_iter().all(|exists| exists) {
            resolved.push(found);
        }
    }
    let resolved = resolved.into_iter().map(|found| {
        let answer = match before.open.get(&found.identity) {
            Some(episode) => discrepancies::answer(view, episode),
            None => plain(view, found),
        }?;
        close(view, found, answer)
    });
    Ok(DiscrepancyChanges {
        opened: opened.collect::<Result<_>>()?,
        resolved: resolved.collect::<Result<_>>()?,
    })
}

fn filter_of(found: &Discrepancy, state: State) -> DiscrepancyFilter {
    DiscrepancyFilter {
        claim: found.claims.first().copied(),
        kind: Some(found.identity.kind),
        state,
        ..DiscrepancyFilter::default()
    }
}

fn episode_of(view: &View<'_>, found: &Discrepancy, state: State) -> Result<Option<Episode>> {
    let episodes = view.discrepancies(&filter_of(found, state))?;
    let same = |episode: &Episode| episode.discrepancy.identity == found.identity;
    Ok(episodes.into_iter().rev().find(same))
}

fn opened(view: &View<'_>, found: &Discrepancy) -> Result<DiscrepancyAnswer> {
    match episode_of(view, found, State::Open)? {
        Some(episode) => discrepancies::answer(view, &episode),
        None => plain(view, found),
    }
}

/// Adds when a discrepancy was resolved. One that a void or a correction removed never existed in the
/// story, and has no end in it.
fn close(
    view: &View<'_>,
    found: &Discrepancy,
    answer: DiscrepancyAnswer,
) -> Result<DiscrepancyAnswer> {
    Ok(match episode_of(view, found, State::Resolved)? {
        Some(episode) => {
            let ended = discrepancies::answer(view, &episode)?;
            DiscrepancyAnswer {
                resolved: ended.resolved,
                resolved_by: ended.resolved_by,
                ..answer
            }
        }
        None => answer,
    })
}

/// Describes a discrepancy from its finding alone.
fn plain(view: &View<'_>, found: &Discrepancy) -> Result<DiscrepancyAnswer> {
    let statements = found.stands.iter().filter_map(|stand| stand.statement);
    let statement = statements.max();
    let at = match (statement, found.identity.subject) {
        (Some(key), _) => view.statement(key)?.when.earliest(),
        (None, Subject::Claim(_) | Subject::Question(_)) => Moment::from_minutes(0),
    };
    let episode = Episode {
        discrepancy: found.clone(),
        opened: Event { at, statement },
        resolved: None,
    };
    discrepancies::answer(view, &episode)
}

/// The outcome of restoring a backup. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RestoreAnswer {
    /// What was done, in a sentence for people.
    pub done: String,
    /// The newest entry of the restored ledger.
    pub entries: i64,
    /// Its hash.
    pub head: String,
    /// `SEQ:HASH` of that entry, as `verify --head` takes it.
    pub pin: String,
    /// The file that keeps what the ledger held before.
    pub kept: Option<String>,
}

impl RestoreAnswer {
    /// The answer for restoring `backup` to `ledger`.
    pub fn of(ledger: &Path, backup: &Path, restored: &Restored) -> Self {
        let (ledger, backup) = (ledger.display(), backup.display());
        let kept = restored
            .kept
            .as_ref()
            .map(|kept| kept.display().to_string());
        let previous = kept.as_ref().map_or_else(String::new, |kept| {
            format!(" What was there before is in {kept}.")
        });
        Self {
            done: format!("{ledger} now holds the ledger of {backup}.{previous}"),
            entries: restored.head.seq,
            head: restored.head.hash.to_string(),
            pin: PinnedHead::from(restored.head).to_string(),
            kept,
        }
    }
}
