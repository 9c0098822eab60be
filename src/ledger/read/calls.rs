//! Whom to call, as posted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey};
use crate::ledger::read::columns::{column, json};
use crate::ledger::read::lists::{Query, count};
use crate::ledger::{Reader, Result};

/// Whom to list of those who are to be called.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    /// Only about claims of this topic.
    pub topic: Option<String>,
    /// Only these; none of them named: all.
    pub principals: Vec<PartyKey>,
    /// At most so many principals.
    pub limit: Option<u32>,
}

impl CallFilter {
    /// Whether a principal is among those who are to be listed.
    pub fn wants(&self, principal: PartyKey) -> bool {
        self.principals.is_empty() || self.principals.contains(&principal)
    }
}

impl Reader<'_> {
    /// The principals to call, each with the number of claims that hang on it: those with the
    /// earliest due date first, then those on whom most claims hang.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn principals_to_call(&self, filter: &CallFilter) -> Result<Vec<(PartyKey, usize)>> {
        let is_tallied = self.is_newest() && filter.topic.is_none();
        let (rows, order) = if is_tallied {
            (
                "SELECT k.party, k.claims FROM call_count k WHERE 1",
                " ORDER BY k.due IS NULL, k.due, k.claims DESC, k.party",
            )
        } else {
            (
                "SELECT k.party, count(*) FROM call k WHERE 1",
                " GROUP BY k.party ORDER BY min(k.due) IS NULL, min(k.due), count(*) DESC, k.party",
            )
        };
        let mut query = Query::new(rows);
        if !filter.principals.is_empty() {
            let principals: Vec<i64> = filter.principals.iter().map(|party| party.0).collect();
            query.and(
                "k.party IN (SELECT value FROM json_each(?))",
                json(&principals)?,
            );
        }
        if !is_tallied {
            self.calls_in(&mut query, filter);
        }
        self.asked(&query.finish(order, filter.limit), |row| {
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
        filter: &CallFilter,
        most: u32,
    ) -> Result<Vec<ClaimKey>> {
        let mut keys: Vec<i64> = Vec::new();
        // One question each for claims with a day and without: both orders are the index's.
        for (with_day, order) in [
            ("NOT NULL", " ORDER BY k.due, k.affirming DESC, k.claim"),
            ("NULL", " ORDER BY k.affirming DESC, k.claim"),
        ] {
            let left = most.saturating_sub(u32::try_from(keys.len()).unwrap_or(u32::MAX));
            if left == 0 {
                break;
            }
            let mut query = Query::new("SELECT k.claim FROM call k WHERE 1");
            query.and("k.party = ?", party.0);
            query.sql.push_str(&format!(" AND k.due IS {with_day}"));
            self.calls_in(&mut query, filter);
            keys.extend(self.keys(&query.finish(order, Some(left)))?);
        }
        Ok(keys.into_iter().map(ClaimKey).collect())
    }

    /// Those who speak for each of some parties on a day, through others too.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn voices(&self, parties: &[PartyKey], day: NaiveDate) -> Result<Vec<BTreeSet<PartyKey>>> {
        // Who speaks for a party itself, for all parties that are met on the way.
        let mut speakers: BTreeMap<PartyKey, Vec<PartyKey>> = BTreeMap::new();
        let mut next: BTreeSet<PartyKey> = parties.iter().copied().collect();
        while !next.is_empty() {
            for (party, voice) in self.speakers_for(&next, day)? {
                speakers.entry(party).or_default().push(voice);
            }
            for party in next {
                speakers.entry(party).or_default();
            }
            let met = speakers.values().flatten().copied();
            next = met.filter(|voice| !speakers.contains_key(voice)).collect();
        }
        let voices = parties.iter().map(|party| {
            let mut voices: BTreeSet<PartyKey> = BTreeSet::new();
            let mut open = vec![*party];
            while let Some(party) = open.pop() {
                let new = speakers.get(&party).into_iter().flatten();
                open.extend(new.filter(|voice| voices.insert(**voice)));
            }
            voices
        });
        Ok(voices.collect())
    }

    /// The parties that speak for some others, each behind the one that it speaks for.
    fn speakers_for(
        &self,
        parties: &BTreeSet<PartyKey>,
        day: NaiveDate,
    ) -> Result<Vec<(PartyKey, PartyKey)>> {
        let mut present: BTreeMap<i64, PartyKey> = BTreeMap::new();
        for party in parties {
            let family = self.family(party.0)?.into_iter();
            present.extend(family.map(|(member, _)| (member, *party)));
        }
        let members: Vec<i64> = present.keys().copied().collect();
        self.rows(
            "SELECT e.other, e.party FROM json_each(?1) k CROSS JOIN edge e ON e.other = k.value
             JOIN party p ON p.key = e.party AND p.posted = e.posted
             WHERE e.relation = 'speaks-for'
             AND p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)
             AND (e.since IS NULL OR e.since <= ?3) AND (e.until IS NULL OR e.until >= ?3)",
            params![json(&members)?, self.at, day.to_string()],
            |row| {
                let voice = self.present_party(PartyKey(column(row, 1)?))?;
                Ok((present[&column::<i64>(row, 0)?], voice))
            },
        )
    }

    /// Restricts a query of calls `k` to those that hold, on claims of the wanted topic.
    fn calls_in(&self, query: &mut Query, filter: &CallFilter) {
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
