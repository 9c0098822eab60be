//! What no person has looked at yet.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::domain::docket::{ClaimKey, SourceKey, StatementKey};
use crate::domain::statement::Evidence;
use crate::journal::Seq;
use crate::ledger::read::columns::{column, passage};
use crate::ledger::{Kind, Reader, Result};

/// How much no person has looked at yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnreviewedCount {
    /// Statements that stand.
    pub statements: usize,
    /// Further passages of reviewed statements that stand.
    pub passages: usize,
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

    /// Whether no person has looked yet at the party, question, claim or statement `key`, or at the further
    /// passage that the entry `key` recorded.
    pub fn is_unreviewed(&self, key: Seq) -> Result<bool> {
        let marked = self.row(
            "SELECT 1 FROM unreviewed
             WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![key, self.at],
            |row| column::<i64>(row, 0),
        )?;
        Ok(marked.is_some())
    }

    /// The further passages of a statement that no person has looked at, each with the entry that recorded
    /// it, in order.
    pub fn unreviewed_passages(&self, statement: StatementKey) -> Result<Vec<(Seq, Evidence)>> {
        self.rows(
            "SELECT u.key, e.source, e.quote, e.starts, e.ends, e.paragraph, e.digest FROM unreviewed u
             JOIN evidence e ON e.statement = u.statement AND e.posted = u.key
             WHERE u.statement = ?1 AND u.posted <= ?2 AND (u.ended IS NULL OR u.ended > ?2)
             AND (e.ended IS NULL OR e.ended > ?2) ORDER BY u.key",
            params![statement.0, self.at],
            |row| {
                let evidence = Evidence {
                    source: self.source_id(SourceKey(column(row, 1)?))?,
                    quote: column(row, 2)?,
                    passage: passage(row, 3)?,
                    unreviewed: true,
                };
                Ok((column(row, 0)?, evidence))
            },
        )
    }

    /// The statement that the entry `seq` gave a passage which no person had looked at, if it did.
    pub fn statement_with_passage(&self, seq: Seq) -> Result<Option<StatementKey>> {
        self.row(
            "SELECT e.statement FROM unreviewed u
             JOIN evidence e ON e.statement = u.statement AND e.posted = u.key
             WHERE u.key = ?1 AND (e.ended IS NULL OR e.ended > ?2) LIMIT 1",
            params![seq, self.at],
            |row| Ok(StatementKey(column(row, 0)?)),
        )
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
        let passages = self.row(
            "SELECT count(*) FROM unreviewed u
             JOIN evidence e ON e.statement = u.statement AND e.posted = u.key
             WHERE u.statement IS NOT NULL AND u.posted <= ?1 AND (u.ended IS NULL OR u.ended > ?1)
             AND (e.ended IS NULL OR e.ended > ?1)
             AND NOT EXISTS (SELECT 1 FROM unreviewed s WHERE s.key = u.statement
                 AND s.posted <= ?1 AND (s.ended IS NULL OR s.ended > ?1))
             AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = u.statement
                 AND w.posted <= ?1 AND (w.ended IS NULL OR w.ended > ?1))",
            params![self.at],
            |row| column::<i64>(row, 0),
        )?;
        Ok(UnreviewedCount {
            statements: usize::try_from(statements.unwrap_or(0)).unwrap_or(0),
            passages: usize::try_from(passages.unwrap_or(0)).unwrap_or(0),
            claims: count("claim")?,
            parties: count("party")?,
            questions: count("question")?,
        })
    }
}
