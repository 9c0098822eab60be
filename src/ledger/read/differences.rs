//! What differs between two entries of the ledger.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Row, params};

use crate::domain::discrepancy::Identity;
use crate::domain::docket::ClaimKey;
use crate::domain::time::Moment;
use crate::ledger::read::columns::{column, json};
use crate::ledger::read::findings::identity;
use crate::ledger::read::lists::{Due, Query, due};
use crate::ledger::{Reader, Result};

/// An open discrepancy, without its sides.
#[derive(Debug, Clone, Copy)]
pub struct OpenRow {
    /// Its row.
    pub key: i64,
    /// Which it is.
    pub identity: Identity,
    /// Whether it is weak.
    pub weak: bool,
}

const OPEN_ROWS: &str = "SELECT d.key, d.weak, d.kind, d.claim, d.question, d.party FROM discrepancy d WHERE d.resolved_at IS NULL";

fn open_row(row: &Row<'_>) -> Result<OpenRow> {
    Ok(OpenRow {
        key: column(row, 0)?,
        weak: column(row, 1)?,
        identity: identity(row, 2)?,
    })
}

impl Reader<'_> {
    /// The claims whose present status is another one than at the entry at which `earlier` reads, or has another
    /// beginning, and those that were not listed then.
    pub fn claims_turned_since(&self, earlier: Self) -> Result<Vec<ClaimKey>> {
        let mut query = Query::new(
            "SELECT DISTINCT x.claim FROM status_change x CROSS JOIN claim c ON c.key = x.claim
             WHERE x.until IS NULL",
        );
        query.and("x.posted > ?", earlier.at);
        self.held(&mut query, "x");
        self.held(&mut query, "c");
        self.unmerged(&mut query, "c")?;
        let query = query.finish(" ORDER BY x.claim", None);
        Ok(self.keys(&query)?.into_iter().map(ClaimKey).collect())
    }

    /// The claims that stand in another way than at the entry at which `earlier` reads, or no longer.
    pub fn claims_restated_since(&self, earlier: Self) -> Result<Vec<ClaimKey>> {
        self.rows(
            "SELECT claim FROM standing WHERE posted > ?1 AND posted <= ?2
             UNION SELECT claim FROM standing WHERE ended > ?1 AND ended <= ?2",
            params![earlier.at, self.at],
            |row| Ok(ClaimKey(row.get(0)?)),
        )
    }

    /// The claims whose history up to `cut` is not what it was at the entry at which `earlier` reads: their statuses, or
    /// the discrepancies about them or their questions.
    pub fn claims_retold_since(&self, earlier: Self, cut: Moment) -> Result<Vec<ClaimKey>> {
        self.rows(
            "SELECT claim FROM status_change
             WHERE began <= ?3 AND (posted > ?1 AND posted <= ?2 OR ended > ?1 AND ended <= ?2)
             UNION SELECT subject FROM discrepancy_span
             WHERE about = 0 AND began <= ?3 AND (posted > ?1 AND posted <= ?2 OR ended > ?1 AND ended <= ?2)
             UNION SELECT c.key FROM discrepancy_span x JOIN claim c ON c.question = x.subject
             WHERE x.about = 1 AND x.began <= ?3
             AND (x.posted > ?1 AND x.posted <= ?2 OR x.ended > ?1 AND x.ended <= ?2)",
            params![earlier.at, self.at, cut.minutes()],
            |row| Ok(ClaimKey(row.get(0)?)),
        )
    }

    /// The open discrepancies that were not there, or not the same, at the entry at which `earlier` reads.
    pub fn discrepancies_opened_since(&self, earlier: Self) -> Result<Vec<OpenRow>> {
        let mut query = Query::new(OPEN_ROWS);
        query.and("d.posted > ?", earlier.at);
        self.held(&mut query, "d");
        self.asked(&query.finish(" ORDER BY d.key", None), open_row)
    }

    /// The discrepancies that were open at the entry at which `earlier` reads, and are no longer what they were.
    pub fn discrepancies_ended_since(&self, earlier: Self) -> Result<Vec<OpenRow>> {
        let mut query = Query::new(OPEN_ROWS);
        query.and("d.posted <= ?", earlier.at);
        query.and("d.ended > ?", earlier.at);
        query.and("d.ended <= ?", self.at);
        self.asked(&query.finish(" ORDER BY d.key", None), open_row)
    }

    /// The claims that become overdue, unless somebody speaks, from one day on but not yet before it.
    pub fn claims_due_between(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<ClaimKey>> {
        let mut query = Query::new("SELECT s.claim FROM standing s WHERE 1");
        self.held(&mut query, "s");
        query.and("s.due >= ?", from.to_string());
        query.and("s.due < ?", until.to_string());
        let query = query.finish(" ORDER BY s.claim", None);
        Ok(self.keys(&query)?.into_iter().map(ClaimKey).collect())
    }

    /// Those of some claims that are overdue on a day.
    pub fn overdue_among(&self, claims: &BTreeSet<ClaimKey>, day: NaiveDate) -> Result<Vec<Due>> {
        let claims: Vec<i64> = claims.iter().map(|claim| claim.0).collect();
        let mut query = Query::new(
            "SELECT s.claim, s.due FROM json_each(?) k CROSS JOIN standing s ON s.claim = k.value WHERE 1",
        );
        query.parameters.push(json(&claims)?.into());
        self.held(&mut query, "s");
        query.and("s.due < ?", day.to_string());
        self.asked(&query, due)
    }
}
