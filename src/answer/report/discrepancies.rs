//! Discrepancies with the statements of either side, under the names that may be shown.

use serde::Serialize;

use super::super::discrepancies::{DiscrepancyAnswer, SideAnswer};
use super::cast::{Cast, ReportSpeaker};
use super::statement::ShownStatement;
use crate::domain::discrepancy::Kind;
use crate::domain::slug::Slug;

/// A discrepancy in a report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportDiscrepancy {
    /// How accounts diverge.
    pub kind: Kind,
    /// Whether it is weak.
    pub weak: bool,
    /// One sentence saying what diverges.
    pub summary: String,
    /// The claims it names.
    pub claims: Vec<Slug>,
    /// The question, if it is about rival answers.
    pub question: Option<Slug>,
    /// The party, for kinds that are about one party.
    pub party: Option<Slug>,
    /// The parties on either side.
    pub sides: Vec<ReportSide>,
    /// When the statement that opened it was made.
    pub opened: String,
    /// When the statement that resolved it was made, or null if it is open.
    pub resolved: Option<String>,
    /// Whether no person has looked at a claim that it names, or at a statement on either side.
    pub unreviewed: bool,
}

/// A party on one side of a discrepancy, and its statement.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportSide {
    /// The side, counted from 0.
    pub side: u32,
    /// The party, as the report shows it.
    pub speaker: ReportSpeaker,
    /// The claim that its stance is on.
    pub claim: Slug,
    /// Its statement, or null if it is silent.
    pub words: Option<ShownStatement>,
}

/// The discrepancies that may appear.
pub(super) fn shown(cast: &Cast, found: Vec<DiscrepancyAnswer>) -> Vec<ReportDiscrepancy> {
    let shown = found.into_iter();
    shown.filter_map(|found| shown_one(cast, found)).collect()
}

/// A discrepancy as the report shows it, or `None` if it would identify a speaker who must not be
/// named. A discrepancy about one party always names it.
fn shown_one(cast: &Cast, found: DiscrepancyAnswer) -> Option<ReportDiscrepancy> {
    let protected = |side: &SideAnswer| {
        let statement = side.statement.as_deref();
        statement.is_some_and(|id| cast.is_protected(&side.party, id))
    };
    if found.party.is_some() && found.sides.iter().any(protected) {
        return None;
    }
    let sides = found.sides.into_iter().map(|side| report_side(cast, side));
    Some(ReportDiscrepancy {
        sides: sides.collect(),
        kind: found.kind,
        weak: found.weak,
        summary: found.summary,
        claims: found.claims,
        question: found.question,
        party: found.party,
        opened: found.opened,
        resolved: found.resolved,
        unreviewed: found.unreviewed,
    })
}

fn report_side(cast: &Cast, side: SideAnswer) -> ReportSide {
    let statement = side.statement.as_deref();
    ReportSide {
        side: side.side,
        speaker: statement.map_or_else(
            || cast.named(&side.party),
            |id| cast.holder(&side.party, id),
        ),
        words: statement.and_then(|id| cast.words(id)),
        claim: side.claim,
    }
}
