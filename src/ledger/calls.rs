//! Whom to call, as posted.

use rusqlite::params_from_iter;

use super::lists::{ClaimFilter, Query, count};
use super::rows::column;
use super::{Reader, Result};
use crate::domain::docket::{ClaimKey, PartyKey};

impl Reader<'_> {
    /// The principals to call, each with the number of claims that hang on it: those with the
    /// earliest due date first, then those on whom most claims hang. Of the filter its topic and
    /// limit count.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn principals_to_call(&self, filter: &ClaimFilter) -> Result<Vec<(PartyKey, usize)>> {
        let mut query = Query::new("SELECT k.party, count(*) FROM call k WHERE 1");
        self.calls_in(&mut query, filter);
        let order =
            " GROUP BY k.party ORDER BY min(k.due) IS NULL, min(k.due), count(*) DESC, k.party";
        let query = query.finish(order, filter.limit);
        let parameters = params_from_iter(query.parameters.iter());
        self.rows(&query.sql, parameters, |row| {
            Ok((PartyKey(column(row, 0)?), count(row, 1)?))
        })
    }

    /// The claims about which a principal is to be called, at most `most`: due ones first, earliest
    /// first, then those that most parties affirm.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn claims_hanging_on(
        &self,
        party: PartyKey,
        filter: &ClaimFilter,
        most: u32,
    ) -> Result<Vec<ClaimKey>> {
        let mut keys: Vec<i64> = Vec::new();
        // One question each for claims with a day and without: both orders are the index's.
        for (with_day, order) in [
            ("NOT NULL", " ORDER BY k.due, k.behind DESC, k.claim"),
            ("NULL", " ORDER BY k.behind DESC, k.claim"),
        ] {
            let left = most.saturating_sub(u32::try_from(keys.len()).unwrap_or(u32::MAX));
            let mut query = Query::new("SELECT k.claim FROM call k WHERE 1");
            query.and("k.party = ?", party.0);
            query.sql.push_str(&format!(" AND k.due IS {with_day}"));
            self.calls_in(&mut query, filter);
            keys.extend(self.keys(&query.finish(order, Some(left)))?);
        }
        Ok(keys.into_iter().map(ClaimKey).collect())
    }

    fn calls_in(&self, query: &mut Query, filter: &ClaimFilter) {
        self.held(query, "k");
        if let Some(topic) = &filter.topic {
            query
                .sql
                .push_str(" AND EXISTS (SELECT 1 FROM claim c WHERE c.key = k.claim");
            self.held(query, "c");
            query.and("c.topic = ?)", topic.clone());
        }
    }
}
