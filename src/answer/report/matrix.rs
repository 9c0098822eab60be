//! The matrix of claims and parties, under the names that may be shown.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::contest::Contest;
use super::super::matrix::{MatrixAnswer, MatrixRow, matrix as answer};
use super::super::view::View;
use super::cast::{Cast, ReportSpeaker};
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::domain::status::Status;
use crate::ledger::{ClaimFilter, Result};

/// The matrix of claims and parties.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportMatrix {
    /// The parties that take a stance, grouped by side. Speakers who are not named come last.
    pub sides: Vec<ReportParties>,
    /// The claims, each with the stances taken on it.
    pub rows: Vec<ReportRow>,
}

/// The parties of a side.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportParties {
    /// The party that the others speak for, or null for speakers who are not named.
    #[serde(rename = "party")]
    pub head: Option<ReportSpeaker>,
    /// The parties of the side that take a stance.
    pub parties: Vec<ReportSpeaker>,
}

/// A claim with the stances taken on it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportRow {
    /// The claim.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// Its status.
    pub status: Status,
    /// The parties that contest it.
    pub contested_by: Contest<ReportSpeaker>,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
    /// The stances taken on it.
    pub stances: Vec<ReportCell>,
}

/// The stance of a party on a claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportCell {
    /// The party, as the report shows it.
    pub speaker: ReportSpeaker,
    /// The stance.
    pub stance: Stance,
    /// Whether the party only relayed it.
    pub relayed: bool,
    /// The report's id of the statement behind it.
    pub statement: Option<String>,
    /// Whether no person has looked at that statement.
    pub unreviewed: bool,
}

/// The matrix of the report's claims and the parties that take a stance on them.
pub(super) fn matrix(view: &View<'_>, cast: &Cast, filter: &ClaimFilter) -> Result<ReportMatrix> {
    let MatrixAnswer { sides, claims } = answer(view, filter, &BTreeSet::new())?;
    let rows: Vec<ReportRow> = claims
        .into_iter()
        .filter(|row| cast.has_claim(&row.claim))
        .map(|row| shown(cast, row))
        .collect();
    let cells = || rows.iter().flat_map(|row| &row.stances);
    let named: BTreeSet<&Slug> = cells()
        .filter_map(|cell| cell.speaker.party.as_ref())
        .collect();
    let mut shown: Vec<ReportParties> = Vec::new();
    for side in sides {
        let parties = side.parties.iter().filter(|party| named.contains(party));
        let parties: Vec<ReportSpeaker> = parties.map(|party| cast.named(party)).collect();
        if !parties.is_empty() {
            let head = Some(cast.named(&side.head));
            shown.push(ReportParties { head, parties });
        }
    }
    let unnamed: BTreeMap<&str, ReportSpeaker> = cells()
        .filter(|cell| cell.speaker.party.is_none())
        .map(|cell| (cell.speaker.name.as_str(), cell.speaker.clone()))
        .collect();
    if !unnamed.is_empty() {
        let parties = unnamed.into_values().collect();
        shown.push(ReportParties {
            head: None,
            parties,
        });
    }
    Ok(ReportMatrix { sides: shown, rows })
}

fn shown(cast: &Cast, row: MatrixRow) -> ReportRow {
    let cells = row.stances.into_iter().map(|cell| {
        let speaker = cast.holder(&cell.party, &cell.statement);
        // A column stands for a party, so it has the party's own name if that may be shown.
        let speaker = speaker
            .party
            .as_ref()
            .map_or(speaker.clone(), |party| cast.named(party));
        ReportCell {
            speaker,
            statement: cast.shown_id(&cell.statement),
            stance: cell.stance,
            relayed: cell.relayed,
            unreviewed: cell.unreviewed,
        }
    });
    let stances: Vec<ReportCell> = cells.collect();
    let contesting = stances
        .iter()
        .filter(|cell| cell.stance.family() == row.status.contesting());
    let contesting = contesting.map(|cell| {
        let name = cell.speaker.name.clone();
        (cell.speaker.clone(), name, cell.stance)
    });
    ReportRow {
        contested_by: Contest::by(contesting),
        stances,
        claim: row.claim,
        status: row.status,
        unreviewed: row.unreviewed,
    }
}
