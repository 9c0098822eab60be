//! The report: the whole ledger, or one topic, as one document for readers outside the desk.
//!
//! It combines the answers of other commands and derives nothing itself. What it adds is protection
//! of sources: off-record statements are left out unless asked for, and a speaker who did not speak
//! for attribution appears under the negotiated wording everywhere. [`cast`] is the only way from a
//! statement to a name. The answers are those of the ledger's public edition, in which each unnamed
//! speaker is a party of its own: a status that rests on who spoke would name the speaker.

mod calls;
mod cast;
mod changes;
mod claims;
mod colophon;
mod discrepancies;
mod embed;
mod matrix;
pub(super) mod passages;
mod questions;
mod records;
mod statement;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::view::View;
use crate::domain::discrepancy::Kind;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::ledger::{ClaimFilter, DiscrepancyFilter, PublicEdition, Result};

pub use calls::{ReportCall, ReportPendingClaim};
pub use cast::ReportSpeaker;
pub use changes::{LatestChange, ReportChanges, ReportStatusChange};
pub use claims::{ReportClaim, ReportHolder, ReportMove, ReportStatement};
pub use colophon::Colophon;
pub use discrepancies::{ReportDiscrepancy, ReportSide};
pub use embed::{Embed, embed};
pub use matrix::{ReportCell, ReportMatrix, ReportParties, ReportRow};
pub use questions::{ReportAnswer, ReportQuestion};
pub use records::{ReportParty, ReportSource};
pub use statement::ShownStatement;

use super::differences::{Difference, differences};
use super::overview::{StrongAndWeak, no_discrepancies};
use cast::Cast;
use passages::Passages;

/// What to put into a report.
#[derive(Debug, Clone, Default)]
pub struct ReportOptions {
    /// Its title. If there is none, the topic gives one.
    pub title: Option<String>,
    /// Who made it, as it stands under the title.
    pub byline: Option<String>,
    /// Only claims of this topic.
    pub topic: Option<String>,
    /// The largest number of claims.
    pub limit: Option<u32>,
    /// Whether to include off-record statements.
    pub off_record: bool,
    /// The clocks, as the user gave them.
    pub clocks: Clocks,
}

/// The clocks of an answer, as precise as the user gave them.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clocks {
    /// What was said later is ignored. Null if no such time was given.
    pub as_of: Option<String>,
    /// What was recorded later is ignored. Null if no such time was given.
    pub known_at: Option<String>,
    /// When the answer was made.
    pub now: String,
    /// Whether it leaves out what no person has reviewed.
    pub reviewed: bool,
}

/// A report. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Its title.
    pub title: String,
    /// Who made it, or null if that is not said.
    pub byline: Option<String>,
    /// The topic that it is limited to.
    pub topic: Option<String>,
    /// Whether it includes off-record statements.
    pub off_record: bool,
    /// What it covers.
    pub overview: ReportOverview,
    /// What it leaves out.
    pub left_out: LeftOut,
    /// The latest changes of status in the story, newest first.
    pub latest: Vec<LatestChange>,
    /// What changed in the ledger since a time, if one was given.
    pub changes: Option<ReportChanges>,
    /// The open discrepancies: strong before weak, then by kind, then newest first.
    pub discrepancies: Vec<ReportDiscrepancy>,
    /// The matrix of claims and parties.
    pub matrix: ReportMatrix,
    /// The questions with their rival answers.
    pub questions: Vec<ReportQuestion>,
    /// Whom to call, earliest due date first.
    pub calls: Vec<ReportCall>,
    /// The claims, by topic.
    pub claims: Vec<ReportClaim>,
    /// The parties that the report names.
    pub parties: Vec<ReportParty>,
    /// The sources of its statements.
    pub sources: Vec<ReportSource>,
    /// The state of the ledger that it was made from.
    pub colophon: Colophon,
    /// Where it differs from the desk's own answers. This is for the desk and not part of the report.
    #[serde(skip)]
    pub differences: Vec<Difference>,
}

/// What a report covers.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportOverview {
    /// The number of claims for every status, zeros included.
    #[serde(rename = "claims_by_status")]
    pub claims: BTreeMap<Status, usize>,
    /// The number of open discrepancies by kind.
    #[serde(rename = "discrepancies_by_kind")]
    pub discrepancies: BTreeMap<Kind, StrongAndWeak>,
    /// The number of statements.
    #[serde(rename = "statement_count")]
    pub statements: usize,
    /// The number of claims that no person has looked at, or whose status rests on a statement that no
    /// person has looked at.
    #[serde(rename = "unreviewed_claim_count")]
    pub unreviewed_claims: usize,
    /// The number of statements that no person has looked at.
    #[serde(rename = "unreviewed_statement_count")]
    pub unreviewed_statements: usize,
}

/// What a report leaves out.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// The number of claims beyond the limit.
    pub beyond_limit: usize,
    /// The number of claims without a statement that the report may show.
    pub unheard: usize,
    /// The number of discrepancies that involve none of the report's claims.
    pub discrepancies: usize,
}

/// Builds a report. `before` asks for changes too: it has a view of the earlier ledger, and the times
/// from and until which changes count.
///
/// Unless it includes off-record statements, it is made from the public edition of the ledger, so
/// nothing in it depends on who the unnamed speakers are.
pub fn report(
    view: &View<'_>,
    before: Option<(&View<'_>, String, String)>,
    options: &ReportOptions,
) -> Result<Report> {
    if options.off_record || !view.reader.has_unnamed()? {
        return assemble(view, view, before, options, &BTreeSet::new());
    }
    let mut edition = PublicEdition::of(view.reader)?;
    let unnamed = edition.unnamed().clone();
    let earlier = before.as_ref().map(|(before, ..)| before.reader.newest());
    let earlier = earlier.transpose()?.map(|entry| edition.entry(entry));
    edition.read(|reader| {
        let page = View::new(reader, view.as_of, view.now);
        let held = before.as_ref().zip(earlier);
        let held =
            held.map(|((before, ..), entry)| View::new(reader.at(entry), before.as_of, before.now));
        let before = before.zip(held.as_ref());
        let before = before.map(|((_, since, until), held)| (held, since, until));
        let mut report = assemble(&page, view, before, options, &unnamed)?;
        report.colophon = colophon::colophon(view, &options.clocks)?;
        let claims = report.claims.iter().map(|one| &one.claim);
        report.differences = differences(view, &page, claims)?;
        Ok(report)
    })
}

/// Builds a report from a view of which everything may be shown, or of the desk's own ledger. The words
/// of passages come from the texts that the `desk` has.
fn assemble(
    view: &View<'_>,
    desk: &View<'_>,
    before: Option<(&View<'_>, String, String)>,
    options: &ReportOptions,
    unnamed: &BTreeSet<Slug>,
) -> Result<Report> {
    let filter = ClaimFilter {
        topic: options.topic.clone(),
        ..ClaimFilter::default()
    };
    let found = view.discrepancy_answers(&DiscrepancyFilter {
        topic: options.topic.clone(),
        ..DiscrepancyFilter::default()
    })?;
    let (chosen, mut left_out) = claims::chosen(view, &filter, &found, options)?;
    let passages = Passages::of(desk, options.off_record)?;
    let cast = Cast::of(view, &chosen, options.off_record, unnamed, passages)?;
    let discrepancies = discrepancies::shown(&cast, found);
    let kept = |one: &ReportDiscrepancy| one.claims.iter().any(|claim| cast.has_claim(claim));
    let (discrepancies, others): (Vec<_>, Vec<_>) = discrepancies.into_iter().partition(kept);
    left_out.discrepancies = others.len();
    let claims = claims::claims(view, &cast, &chosen)?;
    let questions = questions::questions(view, &cast)?;
    let calls = calls::calls(view, &cast, &filter, &claims)?;
    let changes = before
        .map(|(before, since, until)| changes::changes(view, before, &cast, &claims, since, until))
        .transpose()?;
    let parties = records::parties(view, &cast, &claims, &calls)?;
    Ok(Report {
        title: title(options),
        byline: options.byline.clone(),
        topic: options.topic.clone(),
        off_record: options.off_record,
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
        colophon: colophon::colophon(view, &options.clocks)?,
        differences: Vec::new(),
    })
}

fn title(options: &ReportOptions) -> String {
    match (&options.title, &options.topic) {
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
    let mut by_kind = no_discrepancies();
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
        unreviewed_claims: claims.iter().filter(|claim| claim.unreviewed).count(),
        unreviewed_statements: claims
            .iter()
            .flat_map(|claim| &claim.statements)
            .filter(|one| one.words.unreviewed)
            .count(),
    }
}
