//! Claims against parties: who takes which stance.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::view::View;
use crate::domain::docket::{ClaimKey, PartyKey, StatementKey};
use crate::domain::slug::Slug;
use crate::domain::statement::{Family, Stance};
use crate::domain::status::Status;
use crate::ledger::{ClaimFilter, Result};

/// Claims against parties.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixAnswer {
    /// The parties, side by side with those of their side.
    pub sides: Vec<MatrixSide>,
    /// The claims, with the stances taken on each.
    pub claims: Vec<MatrixRow>,
}

/// A side: a party with those who speak for it.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixSide {
    /// The party that speaks for no other of the matrix.
    pub head: Slug,
    /// It and its voices, as far as they take a stance.
    pub parties: Vec<Slug>,
}

/// A claim's row.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixRow {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its status.
    pub status: Status,
    /// The stances taken on it.
    pub stances: Vec<MatrixCell>,
}

/// What a party holds on a claim.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixCell {
    /// The party.
    pub party: Slug,
    /// The stance: its firm one, or where it has none its latest hedge or withholding.
    pub stance: Stance,
    /// Whether it only relayed it.
    pub relayed: bool,
    /// The short id of the statement that puts it there.
    pub statement: String,
}

/// The stances on a claim by party, each with whether it was only relayed and by which words.
type Stances = BTreeMap<PartyKey, (Stance, bool, StatementKey)>;

/// The claims that fit, against the parties that take a stance on them (or those of `only`).
///
/// # Errors
/// Where the ledger cannot be read.
pub fn matrix(
    view: &View<'_>,
    filter: &ClaimFilter,
    only: &BTreeSet<PartyKey>,
) -> Result<MatrixAnswer> {
    let mut rows: Vec<(ClaimKey, Status, Stances)> = Vec::new();
    let mut counts: BTreeMap<PartyKey, usize> = BTreeMap::new();
    for standing in view.claims(filter)? {
        let finding = standing.finding;
        let mut cells = Stances::new();
        let beside_first = finding.beside.iter().chain(&finding.positions);
        for position in beside_first.filter(|one| only.is_empty() || only.contains(&one.party)) {
            let held = (position.stance, position.hearsay, position.statement);
            cells.insert(position.party, held);
        }
        for party in cells.keys() {
            *counts.entry(*party).or_default() += 1;
        }
        if !cells.is_empty() {
            rows.push((finding.claim, finding.status, cells));
        }
    }
    let mut claims = Vec::new();
    for (key, status, cells) in rows {
        let info = view.claim(key)?.claim;
        let stances = cells.into_iter().map(|(party, (stance, relayed, by))| {
            Ok(MatrixCell {
                party: view.party_id(party)?,
                stance,
                relayed,
                statement: view.statement(by)?.id.to_string(),
            })
        });
        claims.push(MatrixRow {
            claim: info.id,
            text: info.text,
            status,
            stances: stances.collect::<Result<_>>()?,
        });
    }
    Ok(MatrixAnswer {
        sides: sides(view, &counts)?,
        claims,
    })
}

/// The parties by side, the busiest side first; within a side its head, then the busiest.
fn sides(view: &View<'_>, counts: &BTreeMap<PartyKey, usize>) -> Result<Vec<MatrixSide>> {
    let day = view.as_of.unwrap_or(view.now).day();
    let mut sides: BTreeMap<PartyKey, Vec<PartyKey>> = BTreeMap::new();
    for party in counts.keys() {
        let head = view.reader.head_of_side(*party, day)?;
        sides.entry(head).or_default().push(*party);
    }
    let count = |party: &PartyKey| counts.get(party).copied().unwrap_or(0);
    let mut ordered: Vec<(PartyKey, Vec<PartyKey>)> = sides.into_iter().collect();
    ordered.sort_by_key(|(_, parties)| std::cmp::Reverse(parties.iter().map(count).sum::<usize>()));
    let mut answers = Vec::new();
    for (head, mut parties) in ordered {
        parties.sort_by_key(|party| (*party != head, std::cmp::Reverse(count(party))));
        answers.push(MatrixSide {
            head: view.party_id(head)?,
            parties: view.party_ids(parties.into_iter())?,
        });
    }
    Ok(answers)
}

/// The symbol of a stance's family.
pub fn symbol(family: Family) -> &'static str {
    match family {
        Family::Affirming => "+",
        Family::Negating => "−",
        Family::Uncertain => "?",
        Family::Withholding => "○",
        Family::Meta => "×",
    }
}
