//! Findings read back from the rows that were settled.

use chrono::NaiveDate;
use rusqlite::{Row, params};

use super::rows::{column, from_day, from_json, from_word, garbled, json, text};
use super::settle::{optional, status};
use super::{Reader, Result};
use crate::domain::discrepancy::{Discrepancy, Identity, Stand, Subject};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, StatementKey};
use crate::domain::fold::{Finding, Position, Principal};
use crate::domain::history::{Episode, Event};
use crate::domain::time::Moment;

/// Where a claim stands, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The finding.
    pub finding: Finding,
    /// What brought the status; none where nothing was said.
    pub since: Option<Event>,
}

/// When a claim's standing turned, and when it will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turns {
    /// What brought the status; none where nothing was said.
    pub(super) since: Option<Event>,
    /// The day after which it is overdue unless somebody speaks; none: no day will make it so.
    pub(super) overdue_after: Option<NaiveDate>,
    /// The minute from which on all that was said and ruled on its docket counts.
    pub(super) newest: Option<Moment>,
}

impl Reader<'_> {
    /// Where a claim stands; none where the claim is not settled yet.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn standing(&self, claim: ClaimKey) -> Result<Option<Standing>> {
        self.row(
            "SELECT status, acknowledgement, origins, last_firm, verdict, since, since_statement,
                    positions
             FROM standing WHERE claim = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![claim.0, self.at],
            |row| standing(row, claim),
        )
    }

    /// Where some claims stand, in their order, read in one go.
    ///
    /// # Errors
    /// Where one of them is not settled, or cannot be read.
    pub fn standings(&self, claims: &[ClaimKey]) -> Result<Vec<Standing>> {
        let keys: Vec<i64> = claims.iter().map(|claim| claim.0).collect();
        let standings = self.rows(
            "SELECT s.status, s.acknowledgement, s.origins, s.last_firm, s.verdict, s.since,
                    s.since_statement, s.positions, s.claim
             FROM json_each(?1) k CROSS JOIN standing s ON s.claim = k.value
             WHERE s.posted <= ?2 AND (s.ended IS NULL OR s.ended > ?2) ORDER BY k.key",
            params![json(&keys)?, self.at],
            |row| standing(row, ClaimKey(column(row, 8)?)),
        )?;
        if standings.len() != claims.len() {
            return Err(garbled("a claim that stands nowhere".to_owned()));
        }
        Ok(standings)
    }

    /// When what is settled of a claim turned, or will; none where it is not settled.
    pub(super) fn turns(&self, claim: ClaimKey) -> Result<Option<Turns>> {
        self.row(
            "SELECT since, since_statement, due, newest FROM standing
             WHERE claim = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![claim.0, self.at],
            |row| {
                Ok(Turns {
                    since: event(column(row, 0)?, column(row, 1)?),
                    overdue_after: from_day(text(row, 2)?)?,
                    newest: column::<Option<i64>>(row, 3)?.map(Moment::from_minutes),
                })
            },
        )
    }

    /// The discrepancy of a row.
    ///
    /// # Errors
    /// Where there is no such row, or it cannot be read.
    pub fn episode(&self, key: i64) -> Result<Episode> {
        let mut episode = self
            .row(
                "SELECT kind, claim, question, party, weak, opened_at, opened_by, resolved_at,
                        resolved_by
                 FROM discrepancy WHERE key = ?1",
                [key],
                episode,
            )?
            .ok_or_else(|| garbled(format!("a reference to discrepancy {key}")))?;
        let stands = self.rows(
            "SELECT side, claim, party, statement FROM stand WHERE discrepancy = ?1
             ORDER BY position",
            [key],
            |row| {
                Ok(Stand {
                    side: column(row, 0)?,
                    claim: ClaimKey(column(row, 1)?),
                    party: PartyKey(column(row, 2)?),
                    statement: column::<Option<i64>>(row, 3)?.map(StatementKey),
                })
            },
        )?;
        let mut claims: Vec<ClaimKey> = stands.iter().map(|stand| stand.claim).collect();
        claims.sort_unstable();
        claims.dedup();
        episode.discrepancy.claims = claims;
        episode.discrepancy.stands = stands;
        Ok(episode)
    }
}

fn event(at: Option<i64>, statement: Option<i64>) -> Option<Event> {
    at.map(|at| Event {
        at: Moment::from_minutes(at),
        statement: statement.map(StatementKey),
    })
}

/// A party in the list of a standing's positions: the place (firm, beside or principal), the party,
/// the statement, the stance or answer, whether it is hearsay, whether nobody's name stands for it.
type Place<W> = (u8, i64, Option<i64>, W, bool, bool);

const FIRM: u8 = 0;
const BESIDE: u8 = 1;
const PRINCIPAL: u8 = 2;

/// Who holds what on a claim, as the row of its standing keeps it.
pub(super) fn positions(finding: &Finding) -> Result<String> {
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

/// Puts the positions that a standing's row keeps into its finding.
fn take_positions(finding: &mut Finding, text: &str) -> Result<()> {
    let places: Vec<Place<&str>> = from_json(text)?;
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
        status: status(&column::<String>(row, 0)?)?,
        acknowledgement: optional(column(row, 1)?)?,
        origins: column(row, 2)?,
        positions: Vec::new(),
        beside: Vec::new(),
        principals: Vec::new(),
        last_firm: column::<Option<i64>>(row, 3)?.map(Moment::from_minutes),
        ruling: optional(column(row, 4)?)?,
    };
    let since = event(column(row, 5)?, column(row, 6)?);
    take_positions(&mut finding, &column::<String>(row, 7)?)?;
    Ok(Standing { finding, since })
}

fn episode(row: &Row<'_>) -> Result<Episode> {
    let claim: Option<i64> = column(row, 1)?;
    let question: Option<i64> = column(row, 2)?;
    let subject = match (claim, question) {
        (Some(key), _) => Subject::Claim(ClaimKey(key)),
        (None, Some(key)) => Subject::Question(QuestionKey(key)),
        (None, None) => return Err(garbled("a discrepancy about nothing".to_owned())),
    };
    let opened = event(column(row, 5)?, column(row, 6)?);
    Ok(Episode {
        discrepancy: Discrepancy {
            identity: Identity {
                kind: from_word(&column::<String>(row, 0)?)?,
                subject,
                party: column::<Option<i64>>(row, 3)?.map(PartyKey),
            },
            weak: column(row, 4)?,
            claims: Vec::new(),
            stands: Vec::new(),
        },
        opened: opened.ok_or_else(|| garbled("a discrepancy never opened".to_owned()))?,
        resolved: event(column(row, 7)?, column(row, 8)?),
    })
}
