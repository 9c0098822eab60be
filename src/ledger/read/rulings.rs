//! The desk's rulings.

use rusqlite::params;

use crate::domain::docket::{ClaimKey, SourceKey};
use crate::domain::ruling::{Ruling, Verdict};
use crate::journal::Seq;
use crate::ledger::read::columns::{column, from_day, from_word};
use crate::ledger::{Reader, Result};

impl Reader<'_> {
    /// The rulings on a claim, oldest first.
    pub fn rulings(&self, claim: ClaimKey) -> Result<Vec<Ruling>> {
        let mut rulings = Vec::new();
        for (former, opposite) in self.family(claim.0)? {
            rulings.extend(self.own_rulings(ClaimKey(former), claim, opposite)?);
        }
        rulings.sort_by_key(|(key, _)| *key);
        Ok(rulings.into_iter().map(|(_, ruling)| ruling).collect())
    }

    fn own_rulings(
        &self,
        recorded_on: ClaimKey,
        claim: ClaimKey,
        opposite: bool,
    ) -> Result<Vec<(Seq, Ruling)>> {
        self.rows(
            "SELECT key, verdict, reason, source, ruled FROM ruling
             WHERE claim = ?1 AND key <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![recorded_on.0, self.at],
            |row| {
                let source: Option<i64> = column(row, 3)?;
                let verdict: Verdict = from_word(&column::<String>(row, 1)?)?;
                let ruling = Ruling {
                    claim: self.claim_id(claim)?,
                    verdict: if opposite {
                        verdict.on_opposite()
                    } else {
                        verdict
                    },
                    reason: column(row, 2)?,
                    source: source
                        .map(|key| self.source_id(SourceKey(key)))
                        .transpose()?,
                    ruled: from_day(column::<Option<String>>(row, 4)?.as_deref())?,
                };
                Ok((column(row, 0)?, ruling))
            },
        )
    }
}
