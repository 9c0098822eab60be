//! Ids that find a party or claim: its own, and others such as those from before it was renamed.

use rusqlite::params;

use crate::domain::claim::Claim;
use crate::domain::docket::{ClaimKey, PartyKey};
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::journal::Seq;
use crate::ledger::read::columns::{column, json};
use crate::ledger::read::lists::count;
use crate::ledger::read::records::slug;
use crate::ledger::{Kind, Reader, Result};

impl Reader<'_> {
    /// The recorded party that a record is about: the one with its id, or else with one of its
    /// other ids.
    pub(crate) fn party_of(&self, party: &Party) -> Result<Option<PartyKey>> {
        for id in std::iter::once(&party.id).chain(&party.other_ids) {
            if let Some(key) = self.recorded_party_key(id.as_str())? {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// The recorded claim that a record is about: the one with its id, or else with one of its
    /// other ids.
    pub(crate) fn claim_of(&self, claim: &Claim) -> Result<Option<ClaimKey>> {
        for id in std::iter::once(&claim.id).chain(&claim.other_ids) {
            if let Some(key) = self.recorded_claim_key(id.as_str())? {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// For each of some ids, the claim with it or the one that it was merged into, in a few queries.
    pub fn claim_keys(&self, ids: &[&Slug]) -> Result<Vec<Option<ClaimKey>>> {
        let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        let mut keys = vec![None; ids.len()];
        self.rows(
            "SELECT k.key, c.key FROM json_each(?1) k CROSS JOIN claim c ON c.id = k.value
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)
             UNION ALL
             SELECT k.key, c.key FROM json_each(?1) k CROSS JOIN other_id o ON o.id = k.value
             CROSS JOIN claim c ON c.key = o.key AND c.posted = o.posted
             WHERE c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)",
            params![json(&ids)?, self.at],
            |row| {
                let (present, _) = self.current_claim(ClaimKey(column(row, 1)?))?;
                // Its own id comes before other ids of another claim.
                if let Some(key) = keys.get_mut(count(row, 0)?) {
                    key.get_or_insert(present);
                }
                Ok(())
            },
        )?;
        Ok(keys)
    }

    /// The id that the party or claim with this id has now, mergers not followed; the same id if
    /// there is none.
    pub fn renamed(&self, kind: Kind, id: &Slug) -> Result<Slug> {
        let key = match kind {
            Kind::Party => self.recorded_party_key(id.as_str())?.map(|key| key.0),
            Kind::Claim => self.recorded_claim_key(id.as_str())?.map(|key| key.0),
            Kind::Source | Kind::Question | Kind::Statement => None,
        };
        match (kind, key) {
            (_, None) => Ok(id.clone()),
            (Kind::Claim, Some(key)) => self.claim_id(ClaimKey(key)),
            (_, Some(key)) => self.party_id(PartyKey(key)),
        }
    }

    /// Whether the ledger has the party, source, question or claim first recorded by the entry `key`.
    pub(crate) fn had(&self, kind: Kind, key: Seq) -> Result<bool> {
        let held = self.row(
            &format!(
                "SELECT 1 FROM {} WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
                kind.word()
            ),
            params![key, self.at],
            |row| column::<i64>(row, 0),
        )?;
        Ok(held.is_some())
    }

    /// The other ids of the version of a party or claim posted by the entry `posted`.
    pub(crate) fn other_ids(&self, key: i64, posted: Seq) -> Result<Vec<Slug>> {
        self.rows(
            "SELECT id FROM other_id WHERE key = ?1 AND posted = ?2 ORDER BY position",
            params![key, posted],
            |row| slug(&column::<String>(row, 0)?),
        )
    }
}
