//! Counts of current derived rows, kept in tables of their own so that reading them is cheap.
//!
//! Triggers update them whenever settling posts or ends a row; a bulk load counts once at its end.

use chrono::NaiveDate;

use crate::domain::discrepancy::Kind;
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::ledger::read::columns::{column, from_word, garbled};
use crate::ledger::read::lists::{Query, count};
use crate::ledger::{Reader, Result};

impl Reader<'_> {
    /// The number of claims by status.
    pub fn count_claims(&self) -> Result<Vec<(Status, usize)>> {
        let query = if self.is_newest() {
            Query::new("SELECT status, claims FROM standing_count")
        } else {
            // A merged or undone claim has no current standing.
            let mut query = Query::new("SELECT s.status, count(*) FROM standing s WHERE 1");
            self.held(&mut query, "s");
            query.finish(" GROUP BY s.status", None)
        };
        self.asked(&query, |row| {
            Ok((from_word(&column::<String>(row, 0)?)?, count(row, 1)?))
        })
    }

    /// The number of open discrepancies by kind and weakness.
    pub fn count_open_discrepancies(&self) -> Result<Vec<(Kind, bool, usize)>> {
        let query = if self.is_newest() {
            Query::new("SELECT rank, weak, open FROM discrepancy_count")
        } else {
            let mut query = Query::new(
                "SELECT d.rank, d.weak, count(*) FROM discrepancy d WHERE d.resolved_at IS NULL",
            );
            self.held(&mut query, "d");
            query.finish(" GROUP BY d.weak, d.rank", None)
        };
        self.discrepancy_counts(&query)
    }

    /// The number of discrepancies that were open at `cut`, by kind and weakness, overdue ones among them.
    pub fn count_discrepancies_at(&self, cut: Moment) -> Result<Vec<(Kind, bool, usize)>> {
        let mut query =
            Query::new("SELECT x.rank, x.weak, count(*) FROM discrepancy_span x WHERE 1");
        self.held(&mut query, "x");
        query.and("x.began <= ?", cut.minutes());
        query.and("(x.until IS NULL OR x.until > ?)", cut.minutes());
        self.discrepancy_counts(&query.finish(" GROUP BY x.weak, x.rank", None))
    }

    fn discrepancy_counts(&self, query: &Query) -> Result<Vec<(Kind, bool, usize)>> {
        self.asked(query, |row| {
            let kind = Kind::ALL.get(count(row, 0)?).copied();
            let kind = kind.ok_or_else(|| garbled("a kind that is none".to_owned()))?;
            Ok((kind, column(row, 1)?, count(row, 2)?))
        })
    }

    /// The number of claims overdue on a day.
    pub fn count_overdue(&self, day: NaiveDate) -> Result<usize> {
        let mut query = Query::new("SELECT count(*) FROM standing s WHERE 1");
        self.held(&mut query, "s");
        query.and("s.due < ?", day.to_string());
        let counted = self.asked(&query, |row| count(row, 0))?;
        Ok(counted.first().copied().unwrap_or(0))
    }
}
