//! Findings read back from settled rows.

use chrono::NaiveDate;
use rusqlite::{Row, params};

use crate::domain::discrepancy::{Discrepancy, Identity, Stand, Subject};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, StatementKey};
use crate::domain::fold::{Finding, Position, Principal};
use crate::domain::history::{Episode, Event};
use crate::domain::time::Moment;
use crate::ledger::read::columns::{
    column, from_day, from_json, from_optional_word, from_word, garbled, json, text,
};
use crate::ledger::read::lists::count;
use crate::ledger::{Reader, Result};

/// A claim's finding and what led to its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The finding.
    pub finding: Finding,
    /// The event that led to the status, or `None` if nothing was said.
    pub since: Option<Event>,
}

/// When a claim's standing changed, and when it will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turns {
    /// The event that led to the status, or `None` if nothing was said.
    pub(crate) since: Option<Event>,
    /// The day after which the claim is overdue unless somebody speaks, or `None` if it will never
    /// be.
    pub(crate) overdue_after: Option<NaiveDate>,
    /// The minute from which everything said and ruled on its docket counts.
    pub(crate) newest: Option<Moment>,
    /// When the desk first ruled on the claim.
    pub(crate) ruled_at: Option<Moment>,
}

impl Reader<'_> {
    /// The standing of a claim, or `None` if it is not settled yet.
    pub fn standing(&self, claim: ClaimKey) -> Result<Option<Standing>> {
        self.row(
            "SELECT status, acknowledgement, origins, last_firm, verdict, since, since_statement,
                    positions
             FROM standing WHERE claim = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![claim.0, self.at],
            |row| standing(row, claim),
        )
    }

    /// The standings of some claims, in the given order, in one query.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if one of the claims is not
    /// settled.
    pub fn standings(&self, claims: &[ClaimKey]) -> Result<Vec<Standing>> {
        let keys: Vec<i64> = claims.iter().map(|claim| claim.0).collect();
        let mut standings = self.rows(
            "SELECT s.status, s.acknowledgement, s.origins, s.last_firm, s.verdict, s.since,
                    s.since_statement, s.positions, s.claim, k.key
             FROM json_each(?1) k CROSS JOIN standing s ON s.claim = k.value
             WHERE s.posted <= ?2 AND (s.ended IS NULL OR s.ended > ?2)",
            params![json(&keys)?, self.at],
            |row| {
                let place: i64 = column(row, 9)?;
                Ok((place, standing(row, ClaimKey(column(row, 8)?))?))
            },
        )?;
        if standings.len() != claims.len() {
            return Err(garbled("a claim that stands nowhere".to_owned()));
        }
        // Sorted here because SQLite would copy each wide row to sort it.
        standings.sort_by_key(|(place, _)| *place);
        Ok(standings.into_iter().map(|(_, one)| one).collect())
    }

    /// When a claim's standing changed or will change, or `None` if the claim is not settled.
    pub(crate) fn turns(&self, claim: ClaimKey) -> Result<Option<Turns>> {
        self.row(
            "SELECT since, since_statement, due, newest, ruled_at FROM standing
             WHERE claim = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![claim.0, self.at],
            |row| {
                Ok(Turns {
                    since: event(column(row, 0)?, column(row, 1)?),
                    overdue_after: from_day(text(row, 2)?)?,
                    newest: column::<Option<i64>>(row, 3)?.map(Moment::from_minutes),
                    ruled_at: column::<Option<i64>>(row, 4)?.map(Moment::from_minutes),
                })
            },
        )
    }

    /// The discrepancies of some rows, in the given order, in one go.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if one of the rows does not
    /// exist.
    pub fn episodes(&self, keys: &[i64]) -> Result<Vec<Episode>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows = json(&keys)?;
        let mut episodes = self.rows(
            "SELECT d.kind, d.claim, d.question, d.party, d.weak, d.opened_at, d.opened_by,
                    d.resolved_at, d.resolved_by
             FROM json_each(?1) k CROSS JOIN discrepancy d ON d.key = k.value ORDER BY k.key",
            params![&rows],
            episode,
        )?;
        if episodes.len() != keys.len() {
            return Err(garbled("a reference to no discrepancy".to_owned()));
        }
        self.rows(
            "SELECT s.side, s.claim, s.party, s.statement, k.key
             FROM json_each(?1) k CROSS JOIN discrepancy_side s ON s.discrepancy = k.value
             ORDER BY k.key, s.position",
            params![&rows],
            |row| {
                let stand = Stand {
                    side: column(row, 0)?,
                    claim: ClaimKey(column(row, 1)?),
                    party: PartyKey(column(row, 2)?),
                    statement: column::<Option<i64>>(row, 3)?.map(StatementKey),
                };
                if let Some(episode) = episodes.get_mut(count(row, 4)?) {
                    episode.discrepancy.stands.push(stand);
                }
                Ok(())
            },
        )?;
        for Episode { discrepancy, .. } in &mut episodes {
            let claims = discrepancy.stands.iter().map(|stand| stand.claim);
            discrepancy.claims = claims.collect();
            discrepancy.claims.sort_unstable();
            discrepancy.claims.dedup();
        }
        Ok(episodes)
    }
}

fn event(at: Option<i64>, statement: Option<i64>) -> Option<Event> {
    at.map(|at| Event {
        at: Moment::from_minutes(at),
        statement: statement.map(StatementKey),
    })
}

/// An element of a standing's stored positions: place (firm, beside or principal), party,
/// statement, stance or answer, whether it is hearsay, and whether it is unnamed.
type Place<W> = (u8, i64, Option<i64>, W, bool, bool);

const FIRM: u8 = 0;
const BESIDE: u8 = 1;
const PRINCIPAL: u8 = 2;

/// The positions of a finding as stored with its standing.
pub(crate) fn positions(finding: &Finding) -> Result<String> {
    let held = |place: u8, positions: &[Position]| -> Vec<Place<&'static str>> {
        let rows = positions.iter().map(|position| {
            let statement = Some(position.statement.0);
            let (word, party) = (position.stance.as_str(), position.party.0);
            let Position {
                hearsay, unnamed, ..
            } = *position;
            (place, party, statement, word, hearsay, unnamed)
        });
        rows.collect()
    };
    let mut places = held(FIRM, &finding.positions);
    places.extend(held(BESIDE, &finding.beside));
    places.extend(finding.principals.iter().map(|principal| {
        let statement = principal.statement.map(|key| key.0);
        let (word, party) = (principal.answer.as_str(), principal.party.0);
        (PRINCIPAL, party, statement, word, false, false)
    }));
    json(&places)
}

/// Adds the stored positions of a standing to its finding.
fn take_positions(finding: &mut Finding, text: &str) -> Result<()> {
    let places: Vec<Place<&str>> = from_json(text)?;
    finding.positions.reserve_exact(places.len());
    for (place, party, statement, word, hearsay, unnamed) in places {
        let (party, statement) = (PartyKey(party), statement.map(StatementKey));
        if place == PRINCIPAL {
            finding.principals.push(Principal {
                party,
                answer: from_word(word)?,
                statement,
            });
            continue;
        }
        let position = Position {
            party,
            statement: statement.ok_or_else(|| garbled("a position without words".to_owned()))?,
            stance: from_word(word)?,
            hearsay,
            unnamed,
        };
        match place {
            FIRM => finding.positions.push(position),
            _ => finding.beside.push(position),
        }
    }
    Ok(())
}

fn standing(row: &Row<'_>, claim: ClaimKey) -> Result<Standing> {
    let mut finding = Finding {
        claim,
        status: from_word(text(row, 0)?.unwrap_or_default())?,
        acknowledgement: from_optional_word(text(row, 1)?)?,
        origins: column(row, 2)?,
        positions: Vec::new(),
        beside: Vec::new(),
        principals: Vec::new(),
        last_firm: column::<Option<i64>>(row, 3)?.map(Moment::from_minutes),
        ruling: from_optional_word(text(row, 4)?)?,
    };
    let since = event(column(row, 5)?, column(row, 6)?);
    take_positions(&mut finding, text(row, 7)?.unwrap_or_default())?;
    Ok(Standing { finding, since })
}

/// A discrepancy's identity, from four columns that start with `first`: kind, claim, question, party.
pub(crate) fn identity(row: &Row<'_>, first: usize) -> Result<Identity> {
    let claim: Option<i64> = column(row, first + 1)?;
    let question: Option<i64> = column(row, first + 2)?;
    Ok(Identity {
        kind: from_word(text(row, first)?.unwrap_or_default())?,
        subject: match (claim, question) {
            (Some(key), _) => Subject::Claim(ClaimKey(key)),
            (None, Some(key)) => Subject::Question(QuestionKey(key)),
            (None, None) => return Err(garbled("a discrepancy about nothing".to_owned())),
        },
        party: column::<Option<i64>>(row, first + 3)?.map(PartyKey),
    })
}

fn episode(row: &Row<'_>) -> Result<Episode> {
    let opened = event(column(row, 5)?, column(row, 6)?);
    Ok(Episode {
        discrepancy: Discrepancy {
            identity: identity(row, 0)?,
            weak: column(row, 4)?,
            claims: Vec::new(),
            stands: Vec::new(),
        },
        opened: opened.ok_or_else(|| garbled("a discrepancy never opened".to_owned()))?,
        resolved: event(column(row, 7)?, column(row, 8)?),
    })
}
