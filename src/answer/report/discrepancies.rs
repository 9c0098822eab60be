//! Where accounts diverge, with the words of either side.

use serde::Serialize;

use super::super::discrepancies::{DiscrepancyAnswer, SideAnswer};
use super::super::view::View;
use super::cast::{Cast, ReportSpeaker};
use super::words::ShownStatement;
use crate::domain::discrepancy::Kind;
use crate::domain::slug::Slug;
use crate::ledger::{DiscrepancyFilter, Result};

/// A discrepancy in a report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportDiscrepancy {
    /// How accounts diverge.
    pub kind: Kind,
    /// Whether it is a weak one.
    pub weak: bool,
    /// One sentence saying what diverges.
    pub summary: String,
    /// The claims it names.
    pub claims: Vec<Slug>,
    /// The question, where it is about rival answers.
    pub question: Option<Slug>,
    /// The party that is meant, where one is.
    pub party: Option<Slug>,
    /// Those on either side, side by side.
    pub sides: Vec<ReportSide>,
    /// When the words that opened it were said.
    pub opened: String,
    /// When the words that ended it were said; null: it is open.
    pub resolved: Option<String>,
}

/// Who stands on a side of a discrepancy, and by which words.
#[derive(Debug, Clone, Serialize)]
pub struct ReportSide {
    /// Which side, counted from 0.
    pub side: u32,
    /// Who.
    pub speaker: ReportSpeaker,
    /// The claim on which.
    pub claim: Slug,
    /// By which words; null where it is silent.
    pub words: Option<ShownStatement>,
}

/// The open discrepancies, on claims of a topic where one is given.
pub fn found(view: &View<'_>, topic: Option<&str>) -> Result<Vec<DiscrepancyAnswer>> {
    view.discrepancy_answers(&DiscrepancyFilter {
        topic: topic.map(str::to_owned),
        ..DiscrepancyFilter::default()
    })
}

/// The discrepancies that may be shown.
pub fn divergences(cast: &Cast, found: Vec<DiscrepancyAnswer>) -> Vec<ReportDiscrepancy> {
    let shown = found.into_iter();
    shown.filter_map(|found| divergence(cast, found)).collect()
}

/// A discrepancy as the report shows it. None where to show it would tell who spoke without being
/// named: those that are about one party name it, whatever it said on which terms.
fn divergence(cast: &Cast, found: DiscrepancyAnswer) -> Option<ReportDiscrepancy> {
    let protected = |side: &SideAnswer| {
        let statement = side.statement.as_deref();
        statement.is_some_and(|id| cast.is_protected(&side.party, id))
    };
    if found.party.is_some() && found.sides.iter().any(protected) {
        return None;
    }
    let sides = found.sides.into_iter().map(|side| on_side(cast, side));
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
    })
}

fn on_side(cast: &Cast, side: SideAnswer) -> ReportSide {
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
