//! Tallies: how many derived rows hold now, kept beside them so that nobody has to count.
//!
//! Settling notes each row that it posts or ends, and what comes of it is written once, at the end
//! of the write. Nothing but counting is done here: what a row says is folded from its docket.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Params, params};

use super::lists::{Query, count};
use super::rows::{column, from_word, garbled};
use super::settle::rank;
use super::{Reader, Result};
use crate::domain::discrepancy::Kind;
use crate::domain::docket::PartyKey;
use crate::domain::history::Episode;
use crate::domain::status::Status;

/// What becomes of a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row {
    /// It is posted, and holds.
    Posted,
    /// It is ended, and holds no more.
    Ended,
}

impl Row {
    fn count(self) -> i64 {
        match self {
            Self::Posted => 1,
            Self::Ended => -1,
        }
    }
}

/// By how much one write changes the tallies.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    standings: BTreeMap<Status, i64>,
    /// By weakness and the place of the kind.
    discrepancies: BTreeMap<(bool, i64), i64>,
    calls: BTreeMap<PartyKey, i64>,
}

impl Tallies {
    /// Notes what becomes of the standing of a claim with this status.
    pub(super) fn standing(&mut self, row: Row, status: Status) {
        *self.standings.entry(status).or_default() += row.count();
    }

    /// Notes what becomes of a discrepancy. Those that are resolved are not counted.
    pub(super) fn discrepancy(&mut self, row: Row, episode: &Episode) {
        if episode.resolved.is_none() {
            let found = &episode.discrepancy;
            let sort = (found.weak, rank(found.identity.kind));
            *self.discrepancies.entry(sort).or_default() += row.count();
        }
    }

    /// Notes what becomes of a call to a party.
    pub(super) fn call(&mut self, row: Row, party: PartyKey) {
        *self.calls.entry(party).or_default() += row.count();
    }

    /// Writes what was noted. A tally of none goes, so that the tables are those that a rebuild
    /// makes, whatever there was meanwhile.
    ///
    /// # Errors
    /// Where a row cannot be written.
    pub(super) fn post(&self, connection: &Connection) -> Result<()> {
        self.post_standings(connection)?;
        self.post_discrepancies(connection)?;
        self.post_calls(connection)
    }

    fn post_standings(&self, connection: &Connection) -> Result<()> {
        for (status, change) in self.standings.iter().filter(|(_, change)| **change != 0) {
            run(
                connection,
                "INSERT INTO standing_tally VALUES (?1, ?2)
                 ON CONFLICT (status) DO UPDATE SET claims = claims + excluded.claims",
                params![status.as_str(), change],
            )?;
        }
        run(
            connection,
            "DELETE FROM standing_tally WHERE claims = 0",
            [],
        )
    }

    fn post_discrepancies(&self, connection: &Connection) -> Result<()> {
        let changes = self.discrepancies.iter();
        for ((weak, rank), change) in changes.filter(|(_, change)| **change != 0) {
            run(
                connection,
                "INSERT INTO discrepancy_tally VALUES (?1, ?2, ?3)
                 ON CONFLICT (weak, rank) DO UPDATE SET open = open + excluded.open",
                params![weak, rank, change],
            )?;
        }
        run(
            connection,
            "DELETE FROM discrepancy_tally WHERE open = 0",
            [],
        )
    }

    fn post_calls(&self, connection: &Connection) -> Result<()> {
        // As many calls as before may be others, with another day.
        for (party, change) in &self.calls {
            run(
                connection,
                "INSERT INTO call_tally
                 VALUES (?1, ?2, (SELECT min(due) FROM call
                                  WHERE party = ?1 AND ended IS NULL AND due IS NOT NULL))
                 ON CONFLICT (party)
                 DO UPDATE SET claims = claims + excluded.claims, due = excluded.due",
                params![party.0, change],
            )?;
            run(
                connection,
                "DELETE FROM call_tally WHERE party = ?1 AND claims = 0",
                [party.0],
            )?;
        }
        Ok(())
    }
}

fn run(connection: &Connection, sql: &str, params: impl Params) -> Result<()> {
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

impl Reader<'_> {
    /// How many claims stand how.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn count_claims(&self) -> Result<Vec<(Status, usize)>> {
        let query = if self.is_newest() {
            Query::new("SELECT status, claims FROM standing_tally")
        } else {
            // Of a claim that was merged or undone no standing is left.
            let mut query = Query::new("SELECT s.status, count(*) FROM standing s WHERE 1");
            self.held(&mut query, "s");
            query.finish(" GROUP BY s.status", None)
        };
        self.asked(&query, |row| {
            Ok((from_word(&column::<String>(row, 0)?)?, count(row, 1)?))
        })
    }

    /// How many discrepancies are open, by weakness and kind.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn count_open_discrepancies(&self) -> Result<Vec<(Kind, bool, usize)>> {
        let query = if self.is_newest() {
            Query::new("SELECT rank, weak, open FROM discrepancy_tally")
        } else {
            let mut query = Query::new(
                "SELECT d.rank, d.weak, count(*) FROM discrepancy d WHERE d.resolved_at IS NULL",
            );
            self.held(&mut query, "d");
            query.finish(" GROUP BY d.weak, d.rank", None)
        };
        self.asked(&query, |row| {
            let kind = Kind::ALL.get(count(row, 0)?).copied();
            let kind = kind.ok_or_else(|| garbled("a kind that is none".to_owned()))?;
            Ok((kind, column(row, 1)?, count(row, 2)?))
        })
    }

    /// How many principals there are to call.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn count_principals_to_call(&self) -> Result<usize> {
        let query = if self.is_newest() {
            Query::new("SELECT count(*) FROM call_tally")
        } else {
            let mut query = Query::new("SELECT count(DISTINCT k.party) FROM call k WHERE 1");
            self.held(&mut query, "k");
            query
        };
        let counted = self.asked(&query, |row| count(row, 0))?;
        Ok(counted.first().copied().unwrap_or(0))
    }

    /// How many claims are overdue on a day.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn count_overdue(&self, day: NaiveDate) -> Result<usize> {
        let mut query = Query::new("SELECT count(*) FROM standing s WHERE 1");
        self.held(&mut query, "s");
        query.and("s.due < ?", day.to_string());
        let counted = self.asked(&query, |row| count(row, 0))?;
        Ok(counted.first().copied().unwrap_or(0))
    }
}
