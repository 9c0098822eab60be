//! What no person has looked at yet.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::domain::docket::ClaimKey;
use crate::journal::Seq;
use crate::ledger::read::columns::column;
use crate::ledger::{Kind, Reader, Result};

/// How much no person has looked at yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnreviewedCount {
    /// Statements that stand.
    pub statements: usize,
    /// Claims.
    pub claims: usize,
    /// Parties.
    pub parties: usize,
    /// Questions.
    pub questions: usize,
}

impl UnreviewedCount {
    /// Whether there is anything.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl Reader<'_> {
    /// Whether the ledger has a claim, whether or not it was merged.
    pub fn has_claim(&self, key: ClaimKey) -> Result<bool> {
        self.had(Kind::Claim, key.0)
    }

    /// Whether no person has looked yet at the party, question, claim or statement `key`.
    pub fn is_unreviewed(&self, key: Seq) -> Result<bool> {
        let marked = self.row(
            "SELECT 1 FROM unreviewed
             WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key, self.at],
            |row| column::<i64>(row, 0),
        )?;
        Ok(marked.is_some())
    }

    /// The keys of everything that no person has looked at, including statements that no longer stand.
    pub fn unreviewed(&self) -> Result<BTreeSet<Seq>> {
        let keys = self.rows(
            "SELECT key FROM unreviewed WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1)",
            params![self.at],
            |row| column(row, 0),
        )?;
        Ok(keys.into_iter().collect())
    }

    /// Whether anything was ever recorded that no person had looked at.
    pub fn ever_unreviewed(&self) -> Result<bool> {
        let any = self.row("SELECT 1 FROM unreviewed LIMIT 1", &[], |row| {
            column::<i64>(row, 0)
        })?;
        Ok(any.is_some())
    }

    /// How much no person has looked at yet, without what was withdrawn, undone or merged away.
    pub fn count_unreviewed(&self) -> Result<UnreviewedCount> {
        let count = |table: &str| -> Result<usize> {
            let count = self.row(
                &format!(
                    "SELECT count(*) FROM unreviewed u CROSS JOIN {table} v ON v.key = u.key
                     AND v.posted <= ?1 AND (v.ended IS NULL OR v.ended > ?1)
                     WHERE u.posted <= ?1 AND (u.ended IS NULL OR u.ended > ?1)
                     AND NOT EXISTS (SELECT 1 FROM merger m WHERE m.former = u.key
                         AND m.posted <= ?1 AND (m.ended IS NULL OR m.ended > ?1))"
                ),
                params![self.at],
                |row| column::<i64>(row, 0),
            )?;
            Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(0))
        };
        let statements = self.row(
            "SELECT count(*) FROM unreviewed u CROSS JOIN statement s ON s.key = u.key
             WHERE u.posted <= ?1 AND (u.ended IS NULL OR u.ended > ?1)
             AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = s.key
                 AND w.posted <= ?1 AND (w.ended IS NULL OR w.ended > ?1))",
            params![self.at],
            |row| column::<i64>(row, 0),
        )?;
        Ok(UnreviewedCount {
            statements: usize::try_from(statements.unwrap_or(0)).unwrap_or(0),
            claims: count("claim")?,
            parties: count("party")?,
            questions: count("question")?,
        })
    }
}
