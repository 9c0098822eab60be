//! The status history of claims.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::domain::docket::{ClaimKey, QuestionKey, StatementKey};
use crate::domain::history::{Event, History};
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ledger::read::columns::{column, from_word, json, text};
use crate::ledger::read::lists::{Query, count};
use crate::ledger::{ClaimFilter, Reader, Result};

/// Start of the initial status, before anything was said.
const BEFORE_ALL: i64 = i64::MIN;

/// A status that a claim had for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusChange {
    /// Minutes since 1970-01-01T00:00Z, or [`BEFORE_ALL`].
    pub(crate) began: i64,
    /// When the next status began, or `None` if this is the current one.
    pub(crate) until: Option<i64>,
    pub(crate) status: Status,
    /// The statement that led to it, or `None` for a ruling or the initial status.
    pub(crate) statement: Option<StatementKey>,
}

/// A claim in a list as of an earlier moment.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    /// The claim.
    pub claim: ClaimKey,
    /// The question it answers, if any.
    pub question: Option<QuestionKey>,
    /// The event that had led to its status at that moment, or `None` if nothing had been said.
    pub since: Option<Event>,
    /// Whether everything on its docket had been said and ruled by then, so that its current
    /// standing is also the one at that moment.
    pub settled: bool,
}

/// A change of a claim's status by a statement.
#[derive(Debug, Clone, Copy)]
pub struct Turned {
    /// The claim.
    pub claim: ClaimKey,
    /// When it changed.
    pub at: Moment,
    /// The status from then on.
    pub status: Status,
    /// The statement; if several were new on the claims concerned, the one entered last.
    pub statement: StatementKey,
}

/// A claim's status history: the changes `known` from an earlier replay, then those that `history`
/// adds.
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
    let turns = history
        .transitions
        .iter()
        .filter(|turn| turn.claim == claim);
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

/// The event that led to a status which began at `began`, from its row.
pub(crate) fn event(began: i64, statement: Option<StatementKey>) -> Option<Event> {
    (began != BEFORE_ALL).then(|| Event {
        at: Moment::from_minutes(began),
        statement,
    })
}

impl Reader<'_> {
    /// The claims that match `filter` as of `cut`, in recording order. Answered from an index;
    /// nothing is folded.
    pub fn claims_at(&self, filter: &ClaimFilter, cut: Moment) -> Result<Vec<Listed>> {
        // The status index has claims in list order. A question has few claims, so with one the
        // join order is left to SQLite.
        let (from, order) = match (filter.status, filter.question) {
            (Some(_), None) => (
                "status_change x CROSS JOIN claim c ON c.key = x.claim
                 CROSS JOIN standing s ON s.claim = x.claim",
                " ORDER BY x.claim",
            ),
            _ => (
                "claim c JOIN status_change x ON x.claim = c.key JOIN standing s ON s.claim = c.key",
                " ORDER BY c.key",
            ),
        };
        let mut query = Query::new(&format!(
            "SELECT c.key, c.question, x.began, x.statement, s.newest FROM {from} WHERE 1"
        ));
        self.held(&mut query, "x");
        if let Some(status) = filter.status {
            query.and("x.status = ?", status.as_str().to_owned());
        }
        query.and("x.began <= ?", cut.minutes());
        query.and("(x.until IS NULL OR x.until > ?)", cut.minutes());
        self.held(&mut query, "c");
        self.unmerged(&mut query, "c")?;
        self.held(&mut query, "s");
        if filter.not_ruled {
            query.and("(s.ruled_at IS NULL OR s.ruled_at > ?)", cut.minutes());
        }
        Self::of_kind(&mut query, filter);
        self.asked(&query.finish(order, filter.limit), |row| {
            let statement = column::<Option<i64>>(row, 3)?.map(StatementKey);
            let newest = column::<Option<i64>>(row, 4)?;
            Ok(Listed {
                claim: ClaimKey(column(row, 0)?),
                question: column::<Option<i64>>(row, 1)?.map(QuestionKey),
                since: event(column(row, 2)?, statement),
                settled: newest.is_none_or(|newest| newest <= cut.minutes()),
            })
        })
    }

    /// The number of claims by status as of `cut`.
    pub fn count_claims_at(&self, cut: Moment) -> Result<Vec<(Status, usize)>> {
        let mut query = Query::new("SELECT x.status, count(*) FROM status_change x WHERE 1");
        self.held(&mut query, "x");
        query.and("x.began <= ?", cut.minutes());
        query.and("(x.until IS NULL OR x.until > ?)", cut.minutes());
        self.asked(&query.finish(" GROUP BY x.status", None), |row| {
            Ok((
                from_word(text(row, 0)?.unwrap_or_default())?,
                count(row, 1)?,
            ))
        })
    }

    /// The changes of some claims' statuses by statements until `cut`, in order of time and then of the claims. The first
    /// status after something was said counts as a change.
    pub fn turned(&self, claims: &[ClaimKey], cut: Option<Moment>) -> Result<Vec<Turned>> {
        let claims: Vec<i64> = claims.iter().map(|claim| claim.0).collect();
        let cut = cut.unwrap_or(Moment::LAST).minutes();
        self.rows(
            "SELECT x.claim, x.began, x.status, x.statement
             FROM json_each(?1) k CROSS JOIN status_change x ON x.claim = k.value
             WHERE x.posted <= ?2 AND (x.ended IS NULL OR x.ended > ?2)
             AND x.began <= ?3 AND x.statement IS NOT NULL ORDER BY x.began, x.claim",
            params![json(&claims)?, self.at, cut],
            |row| {
                Ok(Turned {
                    claim: ClaimKey(column(row, 0)?),
                    at: Moment::from_minutes(column(row, 1)?),
                    status: from_word(text(row, 2)?.unwrap_or_default())?,
                    statement: StatementKey(column(row, 3)?),
                })
            },
        )
    }

    /// The statuses that some claims had at `cut`, by claim.
    pub fn statuses_at(
        &self,
        claims: &[ClaimKey],
        cut: Moment,
    ) -> Result<BTreeMap<ClaimKey, Status>> {
        let claims: Vec<i64> = claims.iter().map(|claim| claim.0).collect();
        let statuses = self.rows(
            "SELECT x.claim, x.status FROM json_each(?1) k CROSS JOIN status_change x ON x.claim = k.value
             WHERE x.posted <= ?2 AND (x.ended IS NULL OR x.ended > ?2)
             AND x.began <= ?3 AND (x.until IS NULL OR x.until > ?3)",
            params![json(&claims)?, self.at, cut.minutes()],
            |row| {
                let status = from_word(text(row, 1)?.unwrap_or_default())?;
                Ok((ClaimKey(column(row, 0)?), status))
            },
        )?;
        Ok(statuses.into_iter().collect())
    }

    /// The event that led to the status that a claim had at `cut`, or `None` if nothing had been said.
    pub fn status_since(&self, claim: ClaimKey, cut: Moment) -> Result<Option<Event>> {
        let changes = self.status_changes(claim)?;
        let mut changes = changes.iter().rev();
        let last = changes.find(|change| change.began <= cut.minutes());
        Ok(last.and_then(|last| event(last.began, last.statement)))
    }

    /// A claim's status history, oldest first.
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
