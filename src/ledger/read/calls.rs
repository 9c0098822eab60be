//! Whom to call, from posted rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey};
use crate::ledger::read::columns::{column, json};
use crate::ledger::read::lists::{Query, count};
use crate::ledger::{Reader, Result};

/// Which principals to list as needing a call.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    /// Only claims on this topic.
    pub topic: Option<String>,
    /// Only these principals; empty for all.
    pub principals: Vec<PartyKey>,
    /// Maximum number of principals.
    pub limit: Option<u32>,
}

impl CallFilter {
    /// Whether the filter includes a principal.
    pub fn wants(&self, principal: PartyKey) -> bool {
        self.principals.is_empty() || self.principals.contains(&principal)
    }
}

impl Reader<'_> {
    /// The principals to call, each with the number of claims that wait for it. Earliest due date
    /// first, then most claims.
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

    /// The claims about which to call a principal, at most `most`. Claims with a due date first,
    /// earliest first, then those affirmed by most parties.
    pub fn claims_hanging_on(
        &self,
        party: PartyKey,
        filter: &CallFilter,
        most: u32,
    ) -> Result<Vec<ClaimKey>> {
        let mut keys: Vec<i64> = Vec::new();
        // Claims with and without a due date are queried separately, so that each query follows the
        // index's order.
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

    /// For each of some parties, those that speak for it on a day, directly or through others.
    pub fn voices(&self, parties: &[PartyKey], day: NaiveDate) -> Result<Vec<BTreeSet<PartyKey>>> {
        // The direct speakers of every party reached.
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

    /// The direct speakers of some parties, as pairs of party and speaker.
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
                let voice = self.current_party(PartyKey(column(row, 1)?))?;
                Ok((present[&column::<i64>(row, 0)?], voice))
            },
        )
    }

    /// Restricts a query of calls `k` to current rows, on claims of the filter's topic.
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
