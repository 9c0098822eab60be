//! Whom to call next: principals that have not spoken firmly.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claims::holders;
use super::view::View;
use crate::domain::docket::PartyKey;
use crate::domain::slug::Slug;
use crate::domain::statement::Family;
use crate::domain::status::{Answer, Status, awaiting};
use crate::ledger::{ClaimFilter, Result, Standing};

/// A principal to be called, with the claims that hang on it.
#[derive(Debug, Clone, Serialize)]
pub struct CallAnswer {
    /// The principal.
    pub party: Slug,
    /// Its name.
    pub name: String,
    /// Those who speak for it now.
    pub voices: Vec<Slug>,
    /// The claims that hang on it, due dates first.
    pub claims: Vec<HangingClaim>,
}

/// A claim that hangs on a principal.
#[derive(Debug, Clone, Serialize)]
pub struct HangingClaim {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The day by which it says something will have happened.
    pub due: Option<String>,
    /// Whether the principal withholds or is silent.
    pub answer: Answer,
    /// Who affirms it.
    pub said_by: Vec<Slug>,
    /// Who negates it.
    pub negated_by: Vec<Slug>,
}

/// The principals that have not spoken firmly on claims that others have spoken on, those with
/// the earliest due date first, then those on whom most claims hang.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn calls(view: &View<'_>, filter: &ClaimFilter) -> Result<Vec<CallAnswer>> {
    let mut waiting: BTreeMap<PartyKey, Vec<HangingClaim>> = BTreeMap::new();
    for status in [Status::Unconfirmed, Status::Disputed] {
        let filter = ClaimFilter {
            status: Some(status),
            not_ruled: true,
            limit: None,
            ..filter.clone()
        };
        for standing in view.claims(&filter)? {
            for party in awaiting(&standing.finding.principals) {
                if let Some(hanging) = hanging(view, &standing, party)? {
                    waiting.entry(party).or_default().push(hanging);
                }
            }
        }
    }
    let mut calls = Vec::new();
    for (party, mut claims) in waiting {
        claims.sort_by_key(|claim| {
            let due = claim.due.clone();
            (due.is_none(), due, std::cmp::Reverse(claim.said_by.len()))
        });
        let (id, name) = view.party(party)?;
        let day = view.as_of.unwrap_or(view.now).day();
        calls.push(CallAnswer {
            party: id,
            name,
            voices: view.party_ids(view.reader.voices(party, day)?.into_iter())?,
            claims,
        });
    }
    calls.sort_by_key(|call| {
        let due = call.claims.first().and_then(|claim| claim.due.clone());
        (due.is_none(), due, std::cmp::Reverse(call.claims.len()))
    });
    calls.truncate(filter.limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(calls)
}

/// The claim as it hangs on a principal; none where nobody else has taken a stance.
fn hanging(view: &View<'_>, standing: &Standing, party: PartyKey) -> Result<Option<HangingClaim>> {
    let finding = &standing.finding;
    let held = |family| view.party_ids(holders(finding, family).into_iter());
    let (said_by, negated_by) = (held(Family::Affirming)?, held(Family::Negating)?);
    if said_by.is_empty() && negated_by.is_empty() && held(Family::Uncertain)?.is_empty() {
        return Ok(None);
    }
    let mut principals = finding.principals.iter();
    let answer = principals.find(|principal| principal.party == party);
    let info = view.claim(finding.claim)?.claim;
    Ok(Some(HangingClaim {
        claim: info.id,
        text: info.text,
        due: info.due.map(|day| day.to_string()),
        answer: answer.map_or(Answer::Silent, |principal| principal.answer),
        said_by,
        negated_by,
    }))
}
