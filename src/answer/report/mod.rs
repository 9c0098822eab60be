//! The report: everything that people look at rather than ask for, as one answer.
//!
//! It is put together from the answers that the other commands give; nothing is concluded here.
//! What it adds is what a reader outside the desk may see: off-record words stay out unless they
//! are asked for by name, and who did not speak for attribution is shown by the negotiated wording
//! wherever the name would have stood.

mod calls;
mod cast;
mod changes;
mod claims;
mod colophon;
mod discrepancies;
mod matrix;
mod questions;
mod records;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use super::view::View;
use crate::domain::discrepancy::Kind;
use crate::domain::status::Status;
use crate::ledger::{ClaimFilter, Result};

pub use calls::{ReportCall, ReportPendingClaim};
pub use cast::ReportSpeaker;
pub use changes::{LatestChange, ReportChanges, ReportStatusChange};
pub use claims::{ReportClaim, ReportHolder, ReportStatement};
pub use colophon::Colophon;
pub use discrepancies::{ReportDiscrepancy, ReportSide};
pub use matrix::{ReportCell, ReportMatrix, ReportParties, ReportRow};
pub use questions::{ReportAnswer, ReportQuestion};
pub use records::{ReportParty, ReportSource};
pub use words::ShownStatement;

use super::overview::StrongAndWeak;
use cast::Cast;

/// What a report is asked for.
#[derive(Debug, Clone, Default)]
pub struct ReportOptions {
    /// What it is called; none: by its topic.
    pub title: Option<String>,
    /// Only claims of this topic.
    pub topic: Option<String>,
    /// At most so many claims.
    pub limit: Option<u32>,
    /// Whether off-record statements are to be in it.
    pub off_record: bool,
    /// The clocks, as they were asked for.
    pub clocks: Clocks,
}

/// The two clocks of an answer, as texts that say how precisely they were asked for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Clocks {
    /// What had been said by then counts; none: all that was recorded.
    pub as_of: Option<String>,
    /// What the ledger held then; none: all that it holds.
    pub known_at: Option<String>,
    /// What the clock said.
    pub now: String,
}

/// A report. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What it is called.
    pub title: String,
    /// The topic that it is confined to.
    pub topic: Option<String>,
    /// Whether off-record statements are in it.
    pub off_record: bool,
    /// How much it covers, and how the claims stand.
    pub overview: ReportOverview,
    /// What of the ledger is not in it.
    pub left_out: LeftOut,
    /// The statuses that moved last in the story, the last first.
    pub latest: Vec<LatestChange>,
    /// What the ledger learnt since a time; none where no time was asked for.
    pub changes: Option<ReportChanges>,
    /// Where accounts diverge: strong before weak, then by kind, opened last first.
    pub discrepancies: Vec<ReportDiscrepancy>,
    /// Claims against parties.
    pub matrix: ReportMatrix,
    /// The questions with their rival answers.
    pub questions: Vec<ReportQuestion>,
    /// Whom to call, due dates first.
    pub calls: Vec<ReportCall>,
    /// The claims, by topic.
    pub claims: Vec<ReportClaim>,
    /// The parties that the report names.
    pub parties: Vec<ReportParty>,
    /// The documents that the report rests on.
    pub sources: Vec<ReportSource>,
    /// What it was made of, and how that is checked.
    pub colophon: Colophon,
}

/// How much a report covers.
#[derive(Debug, Clone, Serialize)]
pub struct ReportOverview {
    /// How many of its claims stand how, statuses without a claim included.
    pub claims: BTreeMap<Status, usize>,
    /// How many discrepancies are open between them, by kind.
    pub discrepancies: BTreeMap<Kind, StrongAndWeak>,
    /// How many statements it shows.
    pub statements: usize,
}

/// What of the ledger a report leaves out.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct LeftOut {
    /// Claims beyond the limit.
    pub beyond_limit: usize,
    /// Claims on which nothing had been said, or nothing that the report may show.
    pub unheard: usize,
    /// Discrepancies on none of the report's claims.
    pub discrepancies: usize,
}

/// The report that was asked for. `before` is the ledger as it was at the time since which changes
/// are asked for, with that time and the one until which they go.
pub fn report(
    view: &View<'_>,
    before: Option<(&View<'_>, String, String)>,
    ask: &ReportOptions,
) -> Result<Report> {
    let filter = ClaimFilter {
        topic: ask.topic.clone(),
        ..ClaimFilter::default()
    };
    let found = discrepancies::found(view, ask.topic.as_deref())?;
    let (chosen, mut left_out) = claims::chosen(view, &filter, &found, ask)?;
    let cast = Cast::of(view, &chosen, ask.off_record)?;
    let discrepancies = discrepancies::divergences(&cast, found);
    let kept = |one: &ReportDiscrepancy| one.claims.iter().any(|claim| cast.has_claim(claim));
    let (discrepancies, others): (Vec<_>, Vec<_>) = discrepancies.into_iter().partition(kept);
    left_out.discrepancies = others.len();
    let claims = claims::claims(view, &cast, &chosen)?;
    let questions = questions::questions(view, &cast)?;
    let calls = calls::calls(view, &cast, &filter, &claims)?;
    let changes = before
        .map(|(before, since, until)| changes::changes(view, before, &cast, since, until))
        .transpose()?;
    let parties = records::parties(view, &cast, &claims, &calls)?;
    Ok(Report {
        title: title(ask),
        topic: ask.topic.clone(),
        off_record: ask.off_record,
        overview: overview(&claims, &discrepancies),
        left_out,
        latest: changes::latest(&claims),
        changes,
        discrepancies,
        matrix: matrix::matrix(view, &cast, &filter)?,
        questions,
        calls,
        sources: records::sources(view, &claims)?,
        claims,
        parties,
        colophon: colophon::colophon(view, &ask.clocks)?,
    })
}

fn title(ask: &ReportOptions) -> String {
    match (&ask.title, &ask.topic) {
        (Some(title), _) => title.clone(),
        (None, Some(topic)) => format!("On record: {topic}"),
        (None, None) => "On record".to_owned(),
    }
}

fn overview(claims: &[ReportClaim], discrepancies: &[ReportDiscrepancy]) -> ReportOverview {
    let mut by_status: BTreeMap<Status, usize> =
        Status::ALL.iter().map(|status| (*status, 0)).collect();
    for claim in claims {
        *by_status.entry(claim.status).or_default() += 1;
    }
    let mut by_kind: BTreeMap<Kind, StrongAndWeak> = BTreeMap::new();
    for found in discrepancies {
        let counts = by_kind.entry(found.kind).or_default();
        if found.weak {
            counts.weak += 1;
        } else {
            counts.strong += 1;
        }
    }
    ReportOverview {
        claims: by_status,
        discrepancies: by_kind,
        statements: claims.iter().map(|claim| claim.statements.len()).sum(),
    }
}
