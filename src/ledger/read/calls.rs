//! Whom to call, from posted rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey, Terms};
use crate::domain::history::History;
use crate::domain::time::Moment;
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

/// A span during which a principal was to be called about a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CallSpan {
    pub(crate) party: i64,
    /// Minutes.
    pub(crate) began: i64,
    /// `None` if it still continues.
    pub(crate) until: Option<i64>,
    /// The day by which the claim is due.
    pub(crate) due: Option<String>,
    /// How many parties affirm the claim during this span.
    pub(crate) affirming: i64,
}

/// The spans of whom to call about a claim: those `known` from an earlier replay, which ended at
/// `resumed_at`, then those that `history` adds.
pub(crate) fn spans(
    terms: &Terms,
    history: &History,
    known: &[CallSpan],
    resumed_at: Option<Moment>,
) -> Vec<CallSpan> {
    let due = terms.due.map(|day| day.to_string());
    let (mut spans, mut open) = (Vec::new(), Vec::new());
    for span in known {
        let continues =
            resumed_at.is_some_and(|at| span.until.is_none_or(|end| end > at.minutes()));
        match continues {
            true => open.push(CallSpan {
                until: None,
                ..span.clone()
            }),
            false => spans.push(span.clone()),
        }
    }
    for calls in history.calls.iter().filter(|one| one.claim == terms.key) {
        let (began, affirming) = (
            calls.at.minutes(),
            i64::try_from(calls.affirming).unwrap_or(i64::MAX),
        );
        let called: BTreeSet<PartyKey> = calls.parties.iter().copied().collect();
        let is_called =
            |span: &CallSpan| span.affirming == affirming && called.contains(&PartyKey(span.party));
        let (kept, over) = open.into_iter().partition(is_called);
        open = kept;
        let over: Vec<CallSpan> = over;
        spans.extend(over.into_iter().map(|span| CallSpan {
            until: Some(began),
            ..span
        }));
        let continuing: BTreeSet<i64> = open.iter().map(|span| span.party).collect();
        for party in &calls.parties {
            if !continuing.contains(&party.0) {
                open.push(CallSpan {
                    party: party.0,
                    began,
                    until: None,
                    due: due.clone(),
                    affirming,
                });
            }
        }
    }
    spans.extend(open);
    spans
}

impl Reader<'_> {
    /// The principals to call, now or as of `cut`, each with the number of claims that wait for it.
    /// Earliest due date first, then most claims.
    pub fn principals_to_call(
        &self,
        filter: &CallFilter,
        cut: Option<Moment>,
    ) -> Result<Vec<(PartyKey, usize)>> {
        let is_tallied = self.is_newest() && filter.topic.is_none() && cut.is_none();
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
            self.calls_in(&mut query, filter, cut, false);
        }
        self.asked(&query.finish(order, filter.limit), |row| {
            Ok((PartyKey(column(row, 0)?), count(row, 1)?))
        })
    }

    /// The spans of whom to call about a claim.
    pub(crate) fn call_spans(&self, claim: ClaimKey) -> Result<Vec<CallSpan>> {
        self.rows(
            "SELECT party, began, until, due, affirming FROM call
             WHERE claim = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)
             ORDER BY began, party",
            params![claim.0, self.at],
            |row| {
                Ok(CallSpan {
                    party: column(row, 0)?,
                    began: column(row, 1)?,
                    until: column(row, 2)?,
                    due: column(row, 3)?,
                    affirming: column(row, 4)?,
                })
            },
        )
    }

    /// The claims about which to call a principal, now or as of `cut`, at most `most`. Claims with a due date first,
    /// earliest first, then those affirmed by most parties.
    pub fn claims_hanging_on(
        &self,
        party: PartyKey,
        filter: &CallFilter,
        most: u32,
        cut: Option<Moment>,
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
            self.calls_in(&mut query, filter, cut, true);
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

    /// Restricts a query of calls `k` to current rows that hold now or at `cut`, on claims of the
    /// filter's topic.
    fn calls_in(
        &self,
        query: &mut Query,
        filter: &CallFilter,
        cut: Option<Moment>,
        is_of_party: bool,
    ) {
        self.held(query, "k");
        match cut {
            None => query.sql.push_str(" AND k.until IS NULL"),
            Some(cut) => {
                query.and("k.began <= ?", cut.minutes());
                query.and("(k.until IS NULL OR k.until > ?)", cut.minutes());
            }
        }
        if let Some(topic) = &filter.topic {
            // Of one party, few claims are looked up; of all parties, the claims of the topic are.
            query.sql.push_str(match is_of_party {
                true => " AND EXISTS (SELECT 1 FROM claim c WHERE c.key = k.claim",
                false => " AND k.claim IN (SELECT c.key FROM claim c WHERE 1",
            });
            self.held(query, "c");
            query.and("c.topic = ?)", topic.clone());
        }
    }
}
