//! Whom to call next.

use serde::Serialize;

use super::super::calls::{PendingClaim, calls as answer};
use super::super::view::View;
use super::cast::{Cast, ReportSpeaker};
use super::claims::{ReportClaim, ReportHolder};
use crate::domain::slug::Slug;
use crate::domain::statement::Family;
use crate::domain::status::Answer;
use crate::ledger::{CallFilter, ClaimFilter, Result};

/// A principal to be called.
#[derive(Debug, Clone, Serialize)]
pub struct ReportCall {
    /// The principal.
    pub principal: ReportSpeaker,
    /// Those who speak for it now, as far as the report names them.
    pub voices: Vec<ReportSpeaker>,
    /// What hangs on it, due dates first.
    pub claims: Vec<ReportPendingClaim>,
}

/// A claim that hangs on a principal.
#[derive(Debug, Clone, Serialize)]
pub struct ReportPendingClaim {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The day by which it says something will have happened.
    pub due: Option<String>,
    /// Whether the principal withholds or is silent.
    pub answer: Answer,
    /// Who affirms it.
    pub said_by: Vec<ReportSpeaker>,
    /// Who negates it.
    pub negated_by: Vec<ReportSpeaker>,
}

/// The principals to call on the report's claims.
pub fn calls(
    view: &View<'_>,
    cast: &Cast,
    filter: &ClaimFilter,
    claims: &[ReportClaim],
) -> Result<Vec<ReportCall>> {
    let heard = |party: &Slug| {
        let mut speakers = claims.iter().flat_map(|claim| &claim.statements);
        speakers.any(|told| told.words.speaker.party.as_ref() == Some(party))
    };
    let mut shown = Vec::new();
    let filter = CallFilter {
        topic: filter.topic.clone(),
        ..CallFilter::default()
    };
    for call in answer(view, &filter, u32::MAX)? {
        let hanging = call.claims.into_iter();
        let hanging: Vec<ReportPendingClaim> = hanging
            .filter_map(|claim| hanging_on(claims, claim))
            .collect();
        if hanging.is_empty() {
            continue;
        }
        let voices = call.voices.iter().filter(|voice| heard(voice));
        shown.push(ReportCall {
            principal: cast.named(&call.party),
            voices: voices.map(|voice| cast.named(voice)).collect(),
            claims: hanging,
        });
    }
    Ok(shown)
}

fn hanging_on(claims: &[ReportClaim], hanging: PendingClaim) -> Option<ReportPendingClaim> {
    let claim = claims.iter().find(|claim| claim.claim == hanging.claim)?;
    let by = |family: Family| {
        let held = claim
            .held
            .iter()
            .filter(|held| held.stance.family() == family);
        held.map(|held: &ReportHolder| held.speaker.clone())
            .collect()
    };
    Some(ReportPendingClaim {
        said_by: by(Family::Affirming),
        negated_by: by(Family::Negating),
        claim: hanging.claim,
        text: hanging.text,
        due: hanging.due,
        answer: hanging.answer,
    })
}
