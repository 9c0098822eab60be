//! The statuses that claims have had in the story.

use rusqlite::params;

use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::history::{Event, History};
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ledger::read::columns::{column, from_word, text};
use crate::ledger::{Reader, Result};

/// When a status that nothing brought began: before anything was said.
const BEFORE_ALL: i64 = i64::MIN;

/// A status that a claim had from one moment of the story to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusChange {
    /// Minutes since 1970-01-01T00:00Z, or the least integer.
    pub(crate) began: i64,
    /// When the next status began; none: it still stands.
    pub(crate) until: Option<i64>,
    pub(crate) status: Status,
    /// What brought it; none: a ruling, or nothing.
    pub(crate) statement: Option<StatementKey>,
}

/// The statuses that a claim has had: those `known` from an earlier replay, then those that
/// `history` adds.
pub(crate) fn of(claim: ClaimKey, history: &History, known: &[StatusChange]) -> Vec<StatusChange> {
    let mut changes = known.to_vec();
    let began_after = changes.last().map(|last| last.began);
    if changes.is_empty() {
        changes.push(StatusChange {
            began: BEFORE_ALL,
            until: None,
            status: Status::Unconfirmed,
            statement: None,
        });
    }
    let turns = history.turns.iter().filter(|turn| turn.claim == claim);
    for turn in turns {
        let began = turn.event.at.minutes();
        let is_same = |last: &StatusChange| last.status == turn.status && last.began != BEFORE_ALL;
        if began_after.is_some_and(|known| began <= known) || changes.last().is_some_and(is_same) {
            continue;
        }
        changes.push(StatusChange {
            began,
            until: None,
            status: turn.status,
            statement: turn.event.statement,
        });
    }
    let mut next = None;
    for change in changes.iter_mut().rev() {
        change.until = next;
        next = Some(change.began);
    }
    changes
}

/// What brought a status that began at `began`, as its row tells it.
pub(crate) fn event(began: i64, statement: Option<StatementKey>) -> Option<Event> {
    (began != BEFORE_ALL).then(|| Event {
        at: Moment::from_minutes(began),
        statement,
    })
}

impl Reader<'_> {
    /// The statuses that a claim has had, in the order of the story.
    pub(crate) fn status_changes(&self, claim: ClaimKey) -> Result<Vec<StatusChange>> {
        self.rows(
            "SELECT began, until, status, statement FROM status_change
             WHERE claim = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2) ORDER BY began",
            params![claim.0, self.at],
            |row| {
                Ok(StatusChange {
                    began: column(row, 0)?,
                    until: column(row, 1)?,
                    status: from_word(text(row, 2)?.unwrap_or_default())?,
                    statement: column::<Option<i64>>(row, 3)?.map(StatementKey),
                })
            },
        )
    }
}
