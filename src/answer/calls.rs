//! Whom to call next: principals that have not spoken firmly.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claims::holders;
use super::view::View;
use crate::domain::docket::PartyKey;
use crate::domain::slug::Slug;
use crate::domain::statement::Family;
use crate::domain::status::{Answer, Status, to_call};
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
    let mut calls = Vec::new();
    for (party, standings) in waiting(view, filter)? {
        let claims = standings.iter().map(|one| hanging(view, one, party));
        let mut claims: Vec<HangingClaim> = claims.collect::<Result<_>>()?;
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

/// The principals to call in their order, each with the number of points.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn points(view: &View<'_>) -> Result<Vec<(Slug, usize)>> {
    let all = ClaimFilter::default();
    if view.as_of.is_some() {
        let calls = calls(view, &all)?.into_iter();
        return Ok(calls.map(|call| (call.party, call.claims.len())).collect());
    }
    let posted = view.reader.principals_to_call(&all)?;
    let points = posted.into_iter().map(|(party, count)| {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        Ok((view.party(party)?.0, count))
    });
    points.collect()
}

/// The principals to call, each with the claims that hang on it: unconfirmed ones first.
fn waiting(view: &View<'_>, filter: &ClaimFilter) -> Result<Vec<(PartyKey, Vec<Standing>)>> {
    let mut waiting: BTreeMap<PartyKey, Vec<Standing>> = BTreeMap::new();
    if view.as_of.is_none() {
        for (party, _) in view.reader.principals_to_call(filter)? {
            let claims = view.reader.claims_hanging_on(party, filter)?;
            let standings = claims.into_iter().map(|claim| view.standing(claim));
            waiting.insert(party, standings.collect::<Result<_>>()?);
        }
    } else {
        let all = ClaimFilter {
            limit: None,
            ..filter.clone()
        };
        for standing in view.claims(&all)? {
            for party in to_call(&standing.finding) {
                waiting.entry(party).or_default().push(standing.clone());
            }
        }
    }
    for standings in waiting.values_mut() {
        standings.sort_by_key(|one| one.finding.status != Status::Unconfirmed);
    }
    Ok(waiting.into_iter().collect())
}

/// The claim as it hangs on a principal.
fn hanging(view: &View<'_>, standing: &Standing, party: PartyKey) -> Result<HangingClaim> {
    let finding = &standing.finding;
    let held = |family| view.party_ids(holders(finding, family).into_iter());
    let mut principals = finding.principals.iter();
    let answer = principals.find(|principal| principal.party == party);
    let info = view.claim(finding.claim)?.claim;
    Ok(HangingClaim {
        claim: info.id,
        text: info.text,
        due: info.due.map(|day| day.to_string()),
        answer: answer.map_or(Answer::Silent, |principal| principal.answer),
        said_by: held(Family::Affirming)?,
        negated_by: held(Family::Negating)?,
    })
}
