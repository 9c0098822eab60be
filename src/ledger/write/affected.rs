//! Which claims an entry affects and therefore have to be folded again.

use std::collections::BTreeSet;

use foldhash::HashMap;
use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey};
use crate::journal::{Body, Merged, Seq};
use crate::ledger::read::columns::column;
use crate::ledger::{LedgerError, Reader, Result};

/// Why a claim has to be folded again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// A new statement was recorded on it; everything recorded earlier is unchanged.
    NewStatement,
    /// Anything else: something was withdrawn or replaced, or a ruling was recorded.
    Other,
}

/// The claims and questions to fold again at the end of a write.
#[derive(Debug, Default)]
pub(crate) struct Affected {
    /// Claims with the reason, including claims merged into another and claims that no longer
    /// exist. If there are several reasons, the greatest counts.
    pub claims: HashMap<ClaimKey, Reason>,
    /// Questions that lost a claim.
    pub questions: BTreeSet<QuestionKey>,
}

impl Affected {
    /// Marks every claim as `Other`, so that nothing is resumed from existing rows.
    pub(crate) fn in_full(mut self) -> Self {
        self.claims
            .values_mut()
            .for_each(|why| *why = Reason::Other);
        self
    }

    /// Adds what the entry `seq` affects. Call it both before and after the entry is posted: what
    /// the entry removes is visible only before, what it adds only after.
    pub(crate) fn add(&mut self, reader: Reader<'_>, seq: Seq, body: &Body) -> Result<()> {
        match body {
            Body::Claim(claim) => self.claim(reader, reader.claim_of(claim)?)?,
            Body::Ruling(ruling) => {
                self.claim(reader, reader.recorded_claim_key(ruling.claim.as_str())?)?;
            }
            Body::Party(party) => self.party(reader, seq, reader.party_of(party)?)?,
            Body::Source(source) => {
                // No statement can depend on a source that this entry records for the first time.
                if let Some(key) = reader.source_key(source.id.as_str())?
                    && key.0 != seq
                {
                    self.otherwise(reader.claims_of_story(key)?);
                }
            }
            Body::Statement(statement) => {
                if let Some(claim) = reader.recorded_claim_key(statement.claim.as_str())? {
                    self.claims.entry(claim).or_insert(Reason::NewStatement);
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
                        Merged::Party => {
                            self.party(reader, seq, reader.recorded_party_key(id)?)?;
                        }
                        Merged::Claim => self.claim(reader, reader.recorded_claim_key(id)?)?,
                    }
                }
            }
            Body::Undo { of } => {
                for undone in of {
                    let Some(body) = reader.body(*undone)? else {
                        continue;
                    };
                    if let Body::Undo { .. } = body {
                        let why = format!("it undoes entry {undone}, which is an undo itself");
                        return Err(LedgerError::unpostable(seq, &why));
                    }
                    self.add(reader, *undone, &body)?;
                    self.otherwise(reader.claim_said_on(*undone)?);
                }
            }
            Body::Question(_)
            | Body::Evidence { .. }
            | Body::Review { .. }
            | Body::Text { .. }
            | Body::Copy(_)
            | Body::Redaction { .. } => {}
        }
        Ok(())
    }

    fn otherwise(&mut self, claims: impl IntoIterator<Item = ClaimKey>) {
        let claims = claims.into_iter();
        self.claims
            .extend(claims.map(|claim| (claim, Reason::Other)));
    }

    fn claim(&mut self, reader: Reader<'_>, recorded: Option<ClaimKey>) -> Result<()> {
        if let Some(recorded) = recorded {
            let (present, _) = reader.current_claim(recorded)?;
            for key in BTreeSet::from([recorded, present]) {
                self.otherwise([key]);
                self.questions.extend(reader.question_of(key)?);
            }
        }
        Ok(())
    }

    fn party(&mut self, reader: Reader<'_>, seq: Seq, key: Option<PartyKey>) -> Result<()> {
        // No statement can name a party that this entry records for the first time.
        if let Some(key) = key
            && key.0 != seq
        {
            self.otherwise(reader.claims_of_side(key)?);
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// The claim of the statement `statement`, if there is one; it may have been merged.
    pub(crate) fn claim_said_on(&self, statement: Seq) -> Result<Option<ClaimKey>> {
        self.row(
            "SELECT claim FROM statement WHERE key = ?1",
            params![statement],
            |row| Ok(ClaimKey(column(row, 0)?)),
        )
    }

    /// Claims on which a party speaks or relays, or of which it is a principal. Includes the
    /// parties that ever spoke for it or were merged with it.
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

    /// Claims with a statement from this source or from one that re-reports it.
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
