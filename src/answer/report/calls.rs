//! Whom to call next on the report's claims.

use serde::Serialize;

use super::super::calls::{PendingClaim, calls as answer};
use super::super::view::View;
use super::cast::{Cast, ReportSpeaker};
use super::claims::{ReportClaim, ReportHolder};
use crate::domain::slug::Slug;
use crate::domain::status::Answer;
use crate::ledger::{CallFilter, ClaimFilter, Result};

/// A principal to call.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportCall {
    /// The principal.
    pub principal: ReportSpeaker,
    /// The parties that speak for it now and that the report names.
    pub voices: Vec<ReportSpeaker>,
    /// The claims that wait for it, those with a due date first.
    pub claims: Vec<ReportPendingClaim>,
}

/// A claim that waits for a principal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportPendingClaim {
    /// The claim.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The day by which it says something will have happened.
    pub due: Option<String>,
    /// Whether the principal withholds or is silent.
    pub answer: Answer,
    /// Parties that affirm it.
    #[serde(rename = "affirmed_by")]
    pub said_by: Vec<ReportSpeaker>,
    /// Parties that negate it.
    pub negated_by: Vec<ReportSpeaker>,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
}

/// The principals to call on the report's claims.
pub(super) fn calls(
    view: &View<'_>,
    cast: &Cast,
    filter: &ClaimFilter,
    claims: &[ReportClaim],
) -> Result<Vec<ReportCall>> {
    let is_named = |party: &Slug| {
        let mut statements = claims.iter().flat_map(|claim| &claim.statements);
        statements.any(|statement| statement.words.speaker.party.as_ref() == Some(party))
    };
    let mut shown = Vec::new();
    let filter = CallFilter {
        topic: filter.topic.clone(),
        ..CallFilter::default()
    };
    for call in answer(view, &filter, u32::MAX)? {
        let pending = call.claims.into_iter();
        let pending: Vec<ReportPendingClaim> = pending
            .filter_map(|claim| pending_claim(claims, claim))
            .collect();
        if pending.is_empty() {
            continue;
        }
        let voices = call.voices.iter().filter(|voice| is_named(voice));
        shown.push(ReportCall {
            principal: cast.named(&call.party),
            voices: voices.map(|voice| cast.named(voice)).collect(),
            claims: pending,
        });
    }
    Ok(shown)
}

fn pending_claim(claims: &[ReportClaim], pending: PendingClaim) -> Option<ReportPendingClaim> {
    let claim = claims.iter().find(|claim| claim.claim == pending.claim)?;
    let speakers = |held: &[ReportHolder]| held.iter().map(|one| one.speaker.clone()).collect();
    Some(ReportPendingClaim {
        said_by: speakers(&claim.stands.held),
        negated_by: speakers(&claim.stands.denied),
        claim: pending.claim,
        text: pending.text,
        due: pending.due,
        answer: pending.answer,
        unreviewed: pending.unreviewed,
    })
}
