//! Which claims an entry touches, so that they are folded again.

use std::collections::BTreeSet;

use foldhash::HashMap;
use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey};
use crate::journal::{Body, Merged, Seq};
use crate::ledger::read::columns::column;
use crate::ledger::{Reader, Result};

/// Why a claim is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A new statement was recorded on it: nothing that was there before is other than it was.
    Said,
    /// Whatever else: something was taken away or set anew, or a ruling came.
    Otherwise,
}

/// The claims and questions to be folded again at the end of a write.
#[derive(Debug, Default)]
pub struct Touched {
    /// Claims, merged ones and those that are no more among them, each with why: of several
    /// reasons the greatest.
    pub claims: HashMap<ClaimKey, Why>,
    /// Questions that a claim was taken away from.
    pub questions: BTreeSet<QuestionKey>,
}

impl Touched {
    /// The same where nothing is to be taken as it was, whatever the reason.
    pub fn anew(mut self) -> Self {
        self.claims
            .values_mut()
            .for_each(|why| *why = Why::Otherwise);
        self
    }

    /// Adds what the entry `seq` touches. To be called before it is posted and after: what it
    /// takes away shows before, what it adds after.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn add(&mut self, reader: Reader<'_>, seq: Seq, body: &Body) -> Result<()> {
        match body {
            Body::Claim(claim) => self.claim(reader, claim.id.as_str())?,
            Body::Ruling(ruling) => self.claim(reader, ruling.claim.as_str())?,
            Body::Party(party) => self.party(reader, seq, party.id.as_str())?,
            Body::Source(source) => {
                // Nothing rests yet on what this very entry records for the first time.
                if let Some(key) = reader.source_key(source.id.as_str())?
                    && key.0 != seq
                {
                    self.otherwise(reader.claims_of_story(key)?);
                }
            }
            Body::Statement(statement) => {
                if let Some(claim) = reader.recorded_claim_key(statement.claim.as_str())? {
                    self.claims.entry(claim).or_insert(Why::Said);
                }
            }
            Body::Correction { of, .. } => {
                self.otherwise(reader.claim_said_on(seq)?);
                self.otherwise(reader.claim_said_on(*of)?);
            }
            Body::Void { of, .. } => self.otherwise(reader.claim_said_on(*of)?),
            Body::Merger(merger) => {
                for id in [merger.former.as_str(), merger.present.as_str()] {
                    match merger.kind {
                        Merged::Party => self.party(reader, seq, id)?,
                        Merged::Claim => self.claim(reader, id)?,
                    }
                }
            }
            Body::Undo { of } => {
                for seq in of {
                    if let Some(body) = reader.body(*seq)? {
                        self.add(reader, *seq, &body)?;
                        self.otherwise(reader.claim_said_on(*seq)?);
                    }
                }
            }
            Body::Question(_)
            | Body::Evidence { .. }
            | Body::Text { .. }
            | Body::Redaction { .. } => {}
        }
        Ok(())
    }

    fn otherwise(&mut self, claims: impl IntoIterator<Item = ClaimKey>) {
        let claims = claims.into_iter();
        self.claims
            .extend(claims.map(|claim| (claim, Why::Otherwise)));
    }

    fn claim(&mut self, reader: Reader<'_>, id: &str) -> Result<()> {
        if let Some(recorded) = reader.recorded_claim_key(id)? {
            let (present, _) = reader.present_claim(recorded)?;
            for key in BTreeSet::from([recorded, present]) {
                self.otherwise([key]);
                self.questions.extend(reader.question_of(key)?);
            }
        }
        Ok(())
    }

    fn party(&mut self, reader: Reader<'_>, seq: Seq, id: &str) -> Result<()> {
        // Nobody speaks yet as the party that this very entry records for the first time.
        if let Some(key) = reader.recorded_party_key(id)?
            && key.0 != seq
        {
            self.otherwise(reader.claims_of_side(key)?);
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

    /// The claims on which a party, or one that ever spoke for it or was merged with it, speaks
    /// or relays, and those whose principal it is.
    fn claims_of_side(&self, party: PartyKey) -> Result<Vec<ClaimKey>> {
        self.rows(
            "WITH RECURSIVE voice (key) AS (
                 SELECT ?1
                 UNION SELECT e.party FROM edge e JOIN voice ON e.other = voice.key
                 UNION SELECT m.former FROM merger m JOIN voice ON m.present = voice.key
                 UNION SELECT m.present FROM merger m JOIN voice ON m.former = voice.key
             )
             SELECT s.claim FROM statement s JOIN voice ON s.party = voice.key
             UNION
             SELECT r.claim FROM relay r JOIN voice ON r.party = voice.key
             UNION
             SELECT c.key FROM principal n JOIN voice ON n.party = voice.key
             JOIN claim c ON c.key = n.claim AND c.posted = n.posted AND c.ended IS NULL",
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
