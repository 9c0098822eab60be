//! What happened to records since an entry.

use rusqlite::params;

use crate::domain::docket::StatementKey;
use crate::journal::Seq;
use crate::ledger::read::columns::{column, json};
use crate::ledger::{Reader, Result};

/// A statement was withdrawn, or its withdrawal was undone.
#[derive(Debug, Clone, Copy)]
pub struct WithdrawalChange {
    /// The statement.
    pub statement: StatementKey,
    /// The entry that did it.
    pub entry: Seq,
    /// The correction, if one superseded the statement.
    pub successor: Option<StatementKey>,
}

impl Reader<'_> {
    /// What became of some statements after the entry `from`, in order of entry.
    pub fn withdrawals_since(
        &self,
        from: Seq,
        statements: &[StatementKey],
    ) -> Result<Vec<WithdrawalChange>> {
        let keys: Vec<i64> = statements.iter().map(|key| key.0).collect();
        self.rows(
            "SELECT w.statement, w.posted AS entry, w.successor
             FROM json_each(?1) k CROSS JOIN withdrawal w ON w.statement = k.value
             WHERE w.posted > ?2 AND w.posted <= ?3
             UNION ALL
             SELECT w.statement, w.ended, NULL
             FROM json_each(?1) k CROSS JOIN withdrawal w ON w.statement = k.value
             WHERE w.ended > ?2 AND w.ended <= ?3 ORDER BY entry",
            params![json(&keys)?, from, self.at],
            |row| {
                Ok(WithdrawalChange {
                    statement: StatementKey(column(row, 0)?),
                    entry: column(row, 1)?,
                    successor: column::<Option<i64>>(row, 2)?.map(StatementKey),
                })
            },
        )
    }

    /// The entries after `from` by which any of these parties, sources and claims, recorded before,
    /// changed, and those that merged anything or undid a merger.
    pub fn records_changed_since(&self, from: Seq, keys: &[i64]) -> Result<Vec<Seq>> {
        let changed = |table: &str| {
            format!(
                "SELECT r.posted AS entry FROM json_each(?1) k CROSS JOIN {table} r ON r.key = k.value
                 WHERE r.posted > ?2 AND r.posted <= ?3 AND r.posted <> r.key"
            )
        };
        let sql = format!(
            "{} UNION {} UNION {}
             UNION SELECT posted FROM merger WHERE posted > ?2 AND posted <= ?3
             UNION SELECT ended FROM merger WHERE ended > ?2 AND ended <= ?3 ORDER BY entry",
            changed("party"),
            changed("source"),
            changed("claim")
        );
        self.rows(&sql, params![json(&keys)?, from, self.at], |row| {
            column(row, 0)
        })
    }
}
