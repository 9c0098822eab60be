//! The matrix of claims and parties: who takes which stance.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::contest::{Contest, contest};
use super::view::View;
use crate::domain::docket::{PartyKey, StatementKey};
use crate::domain::fold::Finding;
use crate::domain::slug::Slug;
use crate::domain::statement::{Family, Stance};
use crate::domain::status::Status;
use crate::ledger::{ClaimFilter, Result};

/// The matrix of claims and parties. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MatrixAnswer {
    /// The parties that take a stance, grouped by side.
    pub sides: Vec<MatrixSide>,
    /// The claims, each with the stances taken on it.
    pub claims: Vec<MatrixRow>,
}

/// A party with those that speak for it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MatrixSide {
    /// The party that the others speak for.
    #[serde(rename = "party")]
    pub head: Slug,
    /// The parties of the side that take a stance.
    pub parties: Vec<Slug>,
}

/// A claim with the stances taken on it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MatrixRow {
    /// The claim.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its status.
    pub status: Status,
    /// The parties that contest it.
    pub contested_by: Contest,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
    /// The stances taken on it.
    pub stances: Vec<MatrixCell>,
}

/// The stance of a party on a claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MatrixCell {
    /// The party.
    pub party: Slug,
    /// Its firm stance or, if it has none, its latest hedge or withholding.
    pub stance: Stance,
    /// Whether the party only relayed it.
    pub relayed: bool,
    /// The id of the statement behind it.
    pub statement: String,
    /// Whether no person has looked at that statement.
    pub unreviewed: bool,
}

/// The stance of each party on a claim, whether it was only relayed, and the statement behind it.
type Stances = BTreeMap<PartyKey, (Stance, bool, StatementKey)>;

/// The matrix of the claims that match a filter and the parties that take a stance on them. If `only`
/// is not empty, other parties are left out.
pub fn matrix(
    view: &View<'_>,
    filter: &ClaimFilter,
    only: &BTreeSet<PartyKey>,
) -> Result<MatrixAnswer> {
    let mut rows: Vec<(Finding, Stances)> = Vec::new();
    let mut counts: BTreeMap<PartyKey, usize> = BTreeMap::new();
    let standings = view.claims(filter)?;
    view.load_claims(&standings)?;
    for standing in standings {
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
            rows.push((finding, cells));
        }
    }
    let behind = rows.iter().flat_map(|(_, cells)| cells.values());
    view.load_statement_ids(behind.map(|(_, _, statement)| *statement))?;
    let mut claims = Vec::new();
    for (finding, cells) in rows {
        let info = view.claim(finding.claim)?.claim;
        let stances = cells.into_iter().map(|(party, (stance, relayed, by))| {
            Ok(MatrixCell {
                party: view.party_id(party)?,
                stance,
                relayed,
                statement: view.statement_id(by)?,
                unreviewed: view.is_unreviewed(by.0)?,
            })
        });
        claims.push(MatrixRow {
            claim: info.id,
            text: info.text,
            status: finding.status,
            contested_by: contest(view, finding.contesting())?,
            unreviewed: view.is_finding_unreviewed(&finding)?,
            stances: stances.collect::<Result<_>>()?,
        });
    }
    Ok(MatrixAnswer {
        sides: sides(view, &counts)?,
        claims,
    })
}

/// The parties by side: the side with most stances first, and within a side its head, then the
/// party with most stances.
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

/// The symbol for a family of stances.
pub fn symbol(family: Family) -> &'static str {
    match family {
        Family::Affirming => "+",
        Family::Negating => "−",
        Family::Uncertain => "?",
        Family::Withholding => "○",
        Family::Meta => "×",
    }
}
