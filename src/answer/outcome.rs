//! What a write did.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::discrepancies::{self, DiscrepancyAnswer};
use super::view::View;
use crate::domain::discrepancy::{Discrepancy, Identity, Subject};
use crate::domain::docket::ClaimKey;
use crate::domain::history::{Episode, Event};
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::journal::NotedHead;
use crate::ledger::{Changes, ClaimFilter, DiscrepancyFilter, Restored, Result, State};

/// What one statement, correction, void or ruling changed. The fields `statement`, `claim`,
/// `status`, `others` and `discrepancies` are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
pub struct NewsAnswer {
    /// What was done, for people: "recorded", "recognised".
    pub done: String,
    /// The statement's short id.
    pub statement: Option<String>,
    /// The claim.
    pub claim: Slug,
    /// Its status before and after.
    pub status: BeforeAfter,
    /// The other answers to its question whose status changed.
    pub others: Vec<ClaimMove>,
    /// What opened and what was resolved.
    pub discrepancies: DiscrepancyMoves,
}

/// A status before and after.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct BeforeAfter {
    /// Before; null: the claim is new.
    pub before: Option<Status>,
    /// After.
    pub after: Status,
}

/// The discrepancies that a write moved.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DiscrepancyMoves {
    /// Those that it opened.
    pub opened: Vec<DiscrepancyAnswer>,
    /// Those that it resolved.
    pub resolved: Vec<DiscrepancyAnswer>,
}

/// What a write to anything else did.
#[derive(Debug, Clone, Serialize)]
pub struct DoneAnswer {
    /// What was done: "party kremlin recorded".
    pub done: String,
    /// The claims whose status it changed.
    pub statuses: Vec<ClaimMove>,
    /// What opened and what was resolved.
    pub discrepancies: DiscrepancyMoves,
}

/// A claim's status before and after.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimMove {
    /// The claim.
    pub claim: Slug,
    /// Its status before and after.
    pub status: BeforeAfter,
}

/// What an import did.
#[derive(Debug, Clone, Serialize)]
pub struct ImportAnswer {
    /// New records, by kind.
    pub new: BTreeMap<&'static str, usize>,
    /// Records set anew, by kind.
    pub changed: BTreeMap<&'static str, usize>,
    /// Further passages for statements that were there.
    pub evidence: usize,
    /// Records that were there just so.
    pub same: usize,
    /// Statements that were taken back before, and stay so.
    pub taken_back: usize,
    /// Records that the ledger has otherwise and that were left alone.
    pub differing: Vec<String>,
}

/// What attaching a text did.
#[derive(Debug, Clone, Serialize)]
pub struct AttachAnswer {
    /// The source.
    pub source: Slug,
    /// How long the text is, in code points.
    pub characters: usize,
    /// How many passages were held against it, all of them found.
    pub passages: usize,
    /// Whether the text was there before.
    pub known: bool,
}

/// The discrepancies as they stood before a write, to tell of those it resolved what had opened
/// them and who stood in them.
pub struct Before {
    open: BTreeMap<Identity, Episode>,
}

impl Before {
    /// Notes the open discrepancies of a claim, of its question and of the other answers to it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn of(view: &View<'_>, claim: ClaimKey) -> Result<Self> {
        let (claim, _) = view.reader.present_claim(claim)?;
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

    /// Notes nothing: for writes after which resolved discrepancies are worded anew.
    pub fn nothing() -> Self {
        Self {
            open: BTreeMap::new(),
        }
    }
}

/// What a write on one claim changed.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn news(
    view: &View<'_>,
    claim: ClaimKey,
    done: String,
    statement: Option<String>,
    changes: &Changes,
    before: &Before,
) -> Result<NewsAnswer> {
    let change = changes.claims.iter().find(|change| change.claim == claim);
    let now = view.standing(claim)?.finding.status;
    let status = BeforeAfter {
        before: change.map_or(Some(now), |change| change.before),
        after: change.map_or(now, |change| change.after),
    };
    Ok(NewsAnswer {
        done,
        statement,
        claim: view.claim(claim)?.claim.id,
        status,
        others: claim_moves(view, changes, |other| other != claim)?,
        discrepancies: discrepancy_moves(view, changes, before)?,
    })
}

/// What a write to anything else changed.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn moves(view: &View<'_>, done: String, changes: &Changes) -> Result<DoneAnswer> {
    Ok(DoneAnswer {
        done,
        statuses: claim_moves(view, changes, |_| true)?,
        discrepancies: discrepancy_moves(view, changes, &Before::nothing())?,
    })
}

/// The claims whose status a write changed, of those that are `wanted`.
fn claim_moves(
    view: &View<'_>,
    changes: &Changes,
    wanted: impl Fn(ClaimKey) -> bool,
) -> Result<Vec<ClaimMove>> {
    let changed = changes.claims.iter().filter(|change| {
        wanted(change.claim) && change.before.is_some_and(|before| before != change.after)
    });
    let moves = changed.map(|change| {
        Ok(ClaimMove {
            claim: view.claim(change.claim)?.claim.id,
            status: BeforeAfter {
                before: change.before,
                after: change.after,
            },
        })
    });
    moves.collect()
}

fn discrepancy_moves(
    view: &View<'_>,
    changes: &Changes,
    before: &Before,
) -> Result<DiscrepancyMoves> {
    let opened = changes.opened.iter().map(|found| opened(view, found));
    let mut resolved = Vec::new();
    for found in &changes.resolved {
        // What rested on something that was undone is gone with it.
        let claims = found.claims.iter().map(|claim| claim.0);
        let parties = found.stands.iter().map(|stand| stand.party.0);
        let there: Result<Vec<bool>> = claims
            .chain(parties)
            .map(|key| view.reader.holds(key))
            .collect();
        if there?.into_iter().all(|held| held) {
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
    Ok(DiscrepancyMoves {
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

/// A resolved discrepancy says when it ended, where its story is still told: one that a void or a
/// correction took away never was, and has no end in the story.
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

/// A discrepancy of which only the finding is left.
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

/// What restoring did. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreAnswer {
    /// What was done, in a sentence.
    pub done: String,
    /// The newest entry of the ledger now.
    pub entries: i64,
    /// Its place and hash, as `verify --head` takes them.
    pub head: String,
    /// Where what was there before is kept.
    pub kept: Option<String>,
}

impl RestoreAnswer {
    /// The answer for an outcome.
    pub fn of(ledger: &Path, backup: &Path, restored: &Restored) -> Self {
        let (ledger, backup) = (ledger.display(), backup.display());
        let kept = restored
            .kept
            .as_ref()
            .map(|kept| kept.display().to_string());
        let was = kept.as_ref().map_or_else(String::new, |kept| {
            format!(" What was there before is in {kept}.")
        });
        Self {
            done: format!("{ledger} is the ledger of {backup} now.{was}"),
            entries: restored.head.seq,
            head: NotedHead::from(restored.head).to_string(),
            kept,
        }
    }
}
