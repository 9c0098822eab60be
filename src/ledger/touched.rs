//! Which claims an entry touches, so that they are folded again.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::rows::column;
use super::{Reader, Result};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey};
use crate::journal::{Body, Seq};

/// The claims and questions to be folded again at the end of a write.
#[derive(Debug, Default)]
pub struct Touched {
    /// Claims that answer no question, or whose question is to be looked up.
    pub claims: BTreeSet<ClaimKey>,
    /// Questions that a claim was taken away from.
    pub questions: BTreeSet<QuestionKey>,
}

impl Touched {
    /// Adds what `body`, about to be posted, touches as the ledger stands before.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn before(&mut self, connection: &Connection, body: &Body) -> Result<()> {
        let reader = Reader::new(connection, Seq::MAX);
        match body {
            Body::Claim(claim) => {
                if let Some(key) = reader.claim_key(claim.id.as_str())? {
                    self.questions.extend(reader.question_of(key)?);
                }
            }
            Body::Party(party) => {
                if let Some(key) = reader.party_key(party.id.as_str())? {
                    self.claims.extend(reader.claims_of_side(key)?);
                }
            }
            Body::Source(source) => {
                if let Some(key) = reader.source_key(source.id.as_str())? {
                    self.claims.extend(reader.claims_of_story(key)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds what `body` touches, now that it has been posted by the entry `seq`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn after(&mut self, connection: &Connection, seq: Seq, body: &Body) -> Result<()> {
        let reader = Reader::new(connection, Seq::MAX);
        match body {
            Body::Claim(claim) => self.claims.extend(reader.claim_key(claim.id.as_str())?),
            Body::Ruling(ruling) => self.claims.extend(reader.claim_key(ruling.claim.as_str())?),
            Body::Statement(_) => self.claims.extend(reader.claim_said_on(seq)?),
            Body::Correction { of, .. } => {
                self.claims.extend(reader.claim_said_on(seq)?);
                self.claims.extend(reader.claim_said_on(*of)?);
            }
            Body::Void { of, .. } => self.claims.extend(reader.claim_said_on(*of)?),
            Body::Party(_)
            | Body::Source(_)
            | Body::Question(_)
            | Body::Evidence { .. }
            | Body::Text { .. }
            | Body::Redaction { .. } => {}
        }
        Ok(())
    }
}

impl Reader<'_> {
    fn claim_said_on(&self, statement: Seq) -> Result<Option<ClaimKey>> {
        self.row(
            "SELECT claim FROM statement WHERE key = ?1",
            [statement],
            |row| Ok(ClaimKey(column(row, 0)?)),
        )
    }

    /// The claims on which a party, or one that ever spoke for it, speaks or relays.
    fn claims_of_side(&self, party: PartyKey) -> Result<Vec<ClaimKey>> {
        self.rows(
            "WITH RECURSIVE voice (key) AS (
                 SELECT ?1
                 UNION SELECT e.party FROM edge e JOIN voice ON e.other = voice.key
             )
             SELECT s.claim FROM statement s JOIN voice ON s.party = voice.key
             UNION
             SELECT s.claim FROM relay r JOIN voice ON r.party = voice.key
             JOIN statement s ON s.key = r.statement",
            params![party.0],
            |row| Ok(ClaimKey(column(row, 0)?)),
        )
    }

    /// The claims on which a source, or one that re-reports it, holds a statement.
    fn claims_of_story(&self, source: SourceKey) -> Result<Vec<ClaimKey>> {
        self.rows(
            "WITH RECURSIVE told (key) AS (
                 SELECT ?1
                 UNION SELECT d.key FROM source d JOIN told ON d.origin = told.key
             )
             SELECT DISTINCT s.claim FROM statement s JOIN told ON s.source = told.key",
            params![source.0],
            |row| Ok(ClaimKey(column(row, 0)?)),
        )
    }
}
