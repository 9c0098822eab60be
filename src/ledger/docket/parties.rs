//! Casts: what kind of party each one is, whom it speaks for and what it belongs to.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Row, params};

use crate::domain::docket::{Parties, PartyFacts, PartyKey};
use crate::domain::party::Span;
use crate::ledger::read::columns::{column, from_day, from_word, garbled, json, text};
use crate::ledger::{Reader, Result};

/// Parties as recorded, ignoring mergers.
type Recorded = BTreeMap<PartyKey, PartyFacts>;

impl Reader<'_> {
    /// Some parties and everyone they speak for or belong to, directly or indirectly. Two queries
    /// per step.
    pub(crate) fn parties_and_groups(&self, mut parties: Vec<PartyKey>) -> Result<Parties> {
        let mut found = Parties::default();
        while !parties.is_empty() {
            parties.sort_unstable();
            parties.dedup();
            let mut others = Vec::new();
            for (party, facts) in self.facts_of(&parties)? {
                let edges = facts.speaks_for.iter().chain(&facts.member_of);
                others.extend(edges.map(|(other, _)| *other));
                found.facts.insert(party, facts);
            }
            others.retain(|other| !found.facts.contains_key(other));
            parties = others;
        }
        Ok(found)
    }

    fn facts_of(&self, parties: &[PartyKey]) -> Result<Vec<(PartyKey, Arc<PartyFacts>)>> {
        let mut all = Vec::with_capacity(parties.len());
        let mut families = Vec::new();
        for party in parties.iter().copied() {
            match self.lookup.and_then(|lookup| lookup.facts(party)) {
                Some(facts) => all.push((party, facts)),
                None => families.push((party, self.family(party.0)?)),
            }
        }
        if families.is_empty() {
            return Ok(all);
        }
        let members = families.iter().flat_map(|(_, family)| family);
        let recorded = self.recorded_facts(members.map(|(key, _)| *key).collect())?;
        for (party, family) in families {
            let facts = Arc::new(united(&family, &recorded)?);
            if let Some(lookup) = self.lookup {
                lookup.note_party(party, Arc::clone(&facts));
            }
            all.push((party, facts));
        }
        Ok(all)
    }

    fn recorded_facts(&self, keys: Vec<i64>) -> Result<Recorded> {
        let keys = json(&keys)?;
        let mut all: Recorded = self
            .rows(
                "SELECT p.key, p.kind FROM json_each(?1) k CROSS JOIN party p ON p.key = k.value
                 WHERE p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)",
                params![keys, self.at],
                |row| {
                    let facts = PartyFacts {
                        kind: from_word(text(row, 1)?.unwrap_or_default())?,
                        speaks_for: Vec::new(),
                        member_of: Vec::new(),
                    };
                    Ok((PartyKey(column(row, 0)?), facts))
                },
            )?
            .into_iter()
            .collect();
        self.rows(
            "SELECT p.key, e.relation, e.other, e.since, e.until
             FROM json_each(?1) k CROSS JOIN party p ON p.key = k.value
             CROSS JOIN edge e ON e.party = p.key AND e.posted = p.posted
             WHERE p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)
             ORDER BY p.key, e.position",
            params![keys, self.at],
            |row| {
                if let Some(facts) = all.get_mut(&PartyKey(column(row, 0)?)) {
                    let edge = (
                        self.current_party(PartyKey(column(row, 2)?))?,
                        span(row, 3)?,
                    );
                    match text(row, 1)? {
                        Some("speaks-for") => facts.speaks_for.push(edge),
                        _ => facts.member_of.push(edge),
                    }
                }
                Ok(())
            },
        )?;
        Ok(all)
    }
}

/// A party together with the relations of those merged into it.
fn united(family: &[(i64, bool)], recorded: &Recorded) -> Result<PartyFacts> {
    let mut members = family.iter().map(|(key, _)| {
        let facts = recorded.get(&PartyKey(*key)).cloned();
        facts.ok_or_else(|| garbled(format!("a reference to party {key}")))
    });
    let first = members.next();
    let mut facts = first.unwrap_or_else(|| Err(garbled("a family of no party".to_owned())))?;
    for former in members {
        let former = former?;
        facts.speaks_for.extend(former.speaks_for);
        facts.member_of.extend(former.member_of);
    }
    Ok(facts)
}

/// The period of a relation, from two columns starting at `at`.
fn span(row: &Row<'_>, at: usize) -> Result<Span> {
    Ok(Span {
        since: from_day(text(row, at)?)?,
        until: from_day(text(row, at + 1)?)?,
    })
}
