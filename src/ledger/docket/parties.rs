//! Casts: what kind of party each one is, whom it speaks for and what it belongs to.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Row, params};

use crate::domain::docket::{Cast, PartyKey, Player};
use crate::domain::party::Span;
use crate::ledger::read::columns::{column, from_day, from_word, garbled, json, text};
use crate::ledger::{Reader, Result};

/// Parties as recorded, ignoring mergers.
type Recorded = BTreeMap<PartyKey, Player>;

impl Reader<'_> {
    /// Some parties and everyone they speak for or belong to, directly or indirectly. Two queries
    /// per step.
    pub(crate) fn cast(&self, mut parties: Vec<PartyKey>) -> Result<Cast> {
        let mut cast = Cast::default();
        while !parties.is_empty() {
            parties.sort_unstable();
            parties.dedup();
            let mut others = Vec::new();
            for (party, player) in self.players(&parties)? {
                let edges = player.speaks_for.iter().chain(&player.member_of);
                others.extend(edges.map(|(other, _)| *other));
                cast.players.insert(party, player);
            }
            others.retain(|other| !cast.players.contains_key(other));
            parties = others;
        }
        Ok(cast)
    }

    fn players(&self, parties: &[PartyKey]) -> Result<Vec<(PartyKey, Arc<Player>)>> {
        let mut players = Vec::with_capacity(parties.len());
        let mut families = Vec::new();
        for party in parties.iter().copied() {
            match self.lookup.and_then(|lookup| lookup.player(party)) {
                Some(player) => players.push((party, player)),
                None => families.push((party, self.family(party.0)?)),
            }
        }
        if families.is_empty() {
            return Ok(players);
        }
        let members = families.iter().flat_map(|(_, family)| family);
        let recorded = self.recorded_players(members.map(|(key, _)| *key).collect())?;
        for (party, family) in families {
            let player = Arc::new(united(&family, &recorded)?);
            if let Some(lookup) = self.lookup {
                lookup.note_player(party, Arc::clone(&player));
            }
            players.push((party, player));
        }
        Ok(players)
    }

    fn recorded_players(&self, keys: Vec<i64>) -> Result<Recorded> {
        let keys = json(&keys)?;
        let mut players: Recorded = self
            .rows(
                "SELECT p.key, p.kind FROM json_each(?1) k CROSS JOIN party p ON p.key = k.value
                 WHERE p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)",
                params![keys, self.at],
                |row| {
                    let player = Player {
                        kind: from_word(text(row, 1)?.unwrap_or_default())?,
                        speaks_for: Vec::new(),
                        member_of: Vec::new(),
                    };
                    Ok((PartyKey(column(row, 0)?), player))
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
                if let Some(player) = players.get_mut(&PartyKey(column(row, 0)?)) {
                    let edge = (
                        self.current_party(PartyKey(column(row, 2)?))?,
                        span(row, 3)?,
                    );
                    match text(row, 1)? {
                        Some("speaks-for") => player.speaks_for.push(edge),
                        _ => player.member_of.push(edge),
                    }
                }
                Ok(())
            },
        )?;
        Ok(players)
    }
}

/// A party together with the relations of those merged into it.
fn united(family: &[(i64, bool)], recorded: &Recorded) -> Result<Player> {
    let mut members = family.iter().map(|(key, _)| {
        let player = recorded.get(&PartyKey(*key)).cloned();
        player.ok_or_else(|| garbled(format!("a reference to party {key}")))
    });
    let first = members.next();
    let mut player = first.unwrap_or_else(|| Err(garbled("a family of no party".to_owned())))?;
    for former in members {
        let former = former?;
        player.speaks_for.extend(former.speaks_for);
        player.member_of.extend(former.member_of);
    }
    Ok(player)
}

/// The period of a relation, from two columns starting at `at`.
fn span(row: &Row<'_>, at: usize) -> Result<Span> {
    Ok(Span {
        since: from_day(text(row, at)?)?,
        until: from_day(text(row, at + 1)?)?,
    })
}
