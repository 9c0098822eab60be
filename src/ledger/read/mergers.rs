//! Mergers: parties and claims that turned out to be the same as another.
//!
//! Records about the former party or claim are not changed. Reading follows the merger to the
//! present one, so a merger can be undone and does not affect snapshots from before it.

use std::collections::HashSet;

use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey};
use crate::domain::slug::Slug;
use crate::journal::Seq;
use crate::journal::body::Merged;
use crate::ledger::read::columns::column;
use crate::ledger::{Reader, Result};

/// Maximum length of a chain of mergers; a longer one is a cycle.
const LONGEST_CHAIN: usize = 1_000;

impl Reader<'_> {
    /// The party or claim that `key` stands for now, and whether `key` states the opposite of it.
    pub(crate) fn current(&self, key: i64) -> Result<(i64, bool)> {
        let (mut present, mut opposite) = (key, false);
        if self.without_merges || !self.is_anything_merged()? {
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

    /// Whether there may be a merger. Most ledgers have none, so this check saves many queries.
    pub(crate) fn is_anything_merged(&self) -> Result<bool> {
        let Some(lookup) = self.lookup else {
            return Ok(true);
        };
        if let Some(merged) = lookup.merged() {
            return Ok(merged);
        }
        let any = self.row("SELECT 1 FROM merger LIMIT 1", &[], |row| {
            column::<i64>(row, 0)
        })?;
        lookup.note_merged(any.is_some());
        Ok(any.is_some())
    }

    /// The party that `key` stands for now.
    pub(crate) fn current_party(&self, key: PartyKey) -> Result<PartyKey> {
        Ok(PartyKey(self.current(key.0)?.0))
    }

    /// The id of the party that this id stands for now; the same id if there is no such party.
    pub fn current_party_id(&self, id: &Slug) -> Result<Slug> {
        let Some(recorded) = self.recorded_party_key(id.as_str())? else {
            return Ok(id.clone());
        };
        self.party_id(self.current_party(recorded)?)
    }

    /// The parties that some parties stand for now, without duplicates.
    pub(crate) fn current_parties(&self, keys: Vec<PartyKey>) -> Result<Vec<PartyKey>> {
        let mut met = HashSet::with_capacity(keys.len());
        let mut present = Vec::with_capacity(keys.len());
        for key in keys {
            let party = self.current_party(key)?;
            if met.insert(party) {
                present.push(party);
            }
        }
        Ok(present)
    }

    /// The claim that `key` stands for now, and whether `key` states the opposite of it.
    pub fn current_claim(&self, key: ClaimKey) -> Result<(ClaimKey, bool)> {
        let (present, opposite) = self.current(key.0)?;
        Ok((ClaimKey(present), opposite))
    }

    /// Whether the claim recorded with this id states the opposite of the claim it was merged into.
    pub fn is_opposite(&self, claim: &str) -> Result<bool> {
        match self.recorded_claim_key(claim)? {
            Some(key) => Ok(self.current(key.0)?.1),
            None => Ok(false),
        }
    }

    /// The key that a party or claim was merged into, or `None` if it was not merged.
    pub fn merged_away(&self, kind: Merged, id: &str) -> Result<Option<i64>> {
        let key = match kind {
            Merged::Party => self.recorded_party_key(id)?.map(|key| key.0),
            Merged::Claim => self.recorded_claim_key(id)?.map(|key| key.0),
        };
        let Some(key) = key else {
            return Ok(None);
        };
        let present = self.current(key)?.0;
        Ok((present != key).then_some(present))
    }

    /// The entry that merged a party or claim away, or `None` if it was not merged.
    pub fn merger_entry(&self, kind: Merged, id: &str) -> Result<Option<Seq>> {
        let key = match kind {
            Merged::Party => self.recorded_party_key(id)?.map(|key| key.0),
            Merged::Claim => self.recorded_claim_key(id)?.map(|key| key.0),
        };
        let Some(key) = key else {
            return Ok(None);
        };
        self.row(
            "SELECT posted FROM merger
             WHERE former = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key, self.at],
            |row| column::<Seq>(row, 0),
        )
    }

    /// A party or claim and everything merged into it, itself first, each with whether it states
    /// the opposite.
    pub(crate) fn family(&self, key: i64) -> Result<Vec<(i64, bool)>> {
        let mut family = vec![(key, false)];
        if self.without_merges || !self.is_anything_merged()? {
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
