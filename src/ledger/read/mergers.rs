//! Mergers: parties and claims that turned out to be another one.
//!
//! What was recorded of the former stays recorded of it. Whoever reads is led on to the present
//! one, so a merger can be undone, and is not there for one who asks what was known before it.

use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey};
use crate::domain::slug::Slug;
use crate::journal::body::Merged;
use crate::ledger::read::columns::column;
use crate::ledger::{Reader, Result};

/// A chain of mergers cannot be longer than this; one that is runs in a circle.
const LONGEST_CHAIN: usize = 1_000;

impl Reader<'_> {
    /// What a party or claim is now, and whether it says the contrary of that.
    pub(crate) fn present(&self, key: i64) -> Result<(i64, bool)> {
        let (mut present, mut opposite) = (key, false);
        if self.as_recorded || !self.is_anything_merged()? {
            return Ok((present, opposite));
        }
        for _ in 0..LONGEST_CHAIN {
            let next = self.row(
                "SELECT present, opposite FROM merger
                 WHERE former = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
                params![present, self.at],
                |row| Ok((column::<i64>(row, 0)?, column::<bool>(row, 1)?)),
            )?;
            let Some((key, turns)) = next else {
                break;
            };
            present = key;
            opposite ^= turns;
        }
        Ok((present, opposite))
    }

    /// Whether there may be a merger. Most ledgers have none, and asking once spares much asking.
    pub(crate) fn is_anything_merged(&self) -> Result<bool> {
        let Some(memo) = self.memo else {
            return Ok(true);
        };
        if let Some(merged) = memo.merged() {
            return Ok(merged);
        }
        let any = self.row("SELECT 1 FROM merger LIMIT 1", [], |row| {
            column::<i64>(row, 0)
        })?;
        memo.note_merged(any.is_some());
        Ok(any.is_some())
    }

    /// The party that a party is now.
    pub(crate) fn present_party(&self, key: PartyKey) -> Result<PartyKey> {
        Ok(PartyKey(self.present(key.0)?.0))
    }

    /// The id of the party that the party recorded with this id is now; the same where there is none.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn present_party_id(&self, id: &Slug) -> Result<Slug> {
        let Some(recorded) = self.recorded_party_key(id.as_str())? else {
            return Ok(id.clone());
        };
        match self.present_party(recorded)? {
            present if present == recorded => Ok(id.clone()),
            present => self.party_id(present),
        }
    }

    /// The parties that some parties are now. Two that were merged are one.
    pub(crate) fn present_parties(&self, keys: Vec<PartyKey>) -> Result<Vec<PartyKey>> {
        let mut present = Vec::with_capacity(keys.len());
        for key in keys {
            let party = self.present_party(key)?;
            if !present.contains(&party) {
                present.push(party);
            }
        }
        Ok(present)
    }

    /// The claim that a claim is now, and whether it says the contrary of that.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn present_claim(&self, key: ClaimKey) -> Result<(ClaimKey, bool)> {
        let (present, opposite) = self.present(key.0)?;
        Ok((ClaimKey(present), opposite))
    }

    /// Whether the claim that was recorded with this id says the contrary of what it is now.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn is_opposite(&self, claim: &str) -> Result<bool> {
        match self.recorded_claim_key(claim)? {
            Some(key) => Ok(self.present(key.0)?.1),
            None => Ok(false),
        }
    }

    /// Whether a party or claim with this id was merged into another, and into which.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn merged_away(&self, kind: Merged, id: &str) -> Result<Option<i64>> {
        let key = match kind {
            Merged::Party => self.recorded_party_key(id)?.map(|key| key.0),
            Merged::Claim => self.recorded_claim_key(id)?.map(|key| key.0),
        };
        let Some(key) = key else {
            return Ok(None);
        };
        let present = self.present(key)?.0;
        Ok((present != key).then_some(present))
    }

    /// Everything that was merged into a party or claim, itself first, each with whether it says
    /// the contrary.
    pub(crate) fn family(&self, key: i64) -> Result<Vec<(i64, bool)>> {
        let mut family = vec![(key, false)];
        if self.as_recorded || !self.is_anything_merged()? {
            return Ok(family);
        }
        let mut at = 0;
        while let Some((present, opposite)) = family.get(at).copied() {
            at += 1;
            let formers = self.rows(
                "SELECT former, opposite FROM merger
                 WHERE present = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)
                 ORDER BY former",
                params![present, self.at],
                |row| Ok((column::<i64>(row, 0)?, column::<bool>(row, 1)? ^ opposite)),
            )?;
            let new = formers.into_iter();
            let new: Vec<_> = new
                .filter(|(key, _)| family.iter().all(|(one, _)| one != key))
                .collect();
            family.extend(new);
        }
        Ok(family)
    }
}
