//! Whom to call next: the principals that have not spoken firmly on claims that others have.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::listing::outside;
use super::view::View;
use crate::domain::discrepancy::Subject;
use crate::domain::docket::{ClaimKey, PartyKey};
use crate::domain::fold::Finding;
use crate::domain::slug::Slug;
use crate::domain::statement::Family;
use crate::domain::status::Answer;
use crate::domain::time::When;
use crate::ledger::{CallFilter, ClaimInShort, Result};

/// A principal to call. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallAnswer {
    /// The principal.
    pub party: Slug,
    /// Its name.
    pub name: String,
    /// The parties that speak for it now.
    pub voices: Vec<Slug>,
    /// The claims that wait for it, up to the number asked for: those with a due date first, then
    /// those that most parties affirm.
    pub claims: Vec<PendingClaim>,
    /// The number of further claims that wait for it.
    pub more: usize,
}

/// A claim that waits for a principal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PendingClaim {
    /// The claim.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The day by which it says something will have happened.
    pub due: Option<String>,
    /// Whether the principal withholds or is silent.
    pub answer: Answer,
    /// Parties that affirm it, at most four.
    #[serde(rename = "affirmed_by")]
    pub said_by: Vec<Slug>,
    /// The number of parties that affirm it.
    #[serde(rename = "affirmed_by_count")]
    pub affirming: usize,
    /// Parties that negate it, at most four.
    pub negated_by: Vec<Slug>,
    /// The number of parties that negate it.
    #[serde(rename = "negated_by_count")]
    pub negating: usize,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
}

/// Parties named per claim and side. Hundreds may have spoken on one.
const NAMED: usize = 4;

/// A principal to call, the first claims that wait for it, and the number of the others.
type Pending = (PartyKey, Vec<ClaimKey>, usize);

/// Where a claim stands, with its principals' answers by principal: the same claim may wait for
/// thousands.
struct Waiting {
    finding: Finding,
    answers: BTreeMap<PartyKey, Answer>,
}

impl Waiting {
    fn of(finding: Finding) -> (ClaimKey, Self) {
        let principals = finding.principals.iter();
        let answers = principals.map(|principal| (principal.party, principal.answer));
        let answers = answers.collect();
        (finding.claim, Self { finding, answers })
    }
}

/// The principals to call, those with the earliest due date first, then those for whom most claims
/// wait. Each comes with at most `each` of its claims.
pub fn calls(view: &View<'_>, filter: &CallFilter, each: u32) -> Result<Vec<CallAnswer>> {
    let pending = pending(view, filter, each)?;
    let claims: BTreeSet<ClaimKey> = pending
        .iter()
        .flat_map(|(_, claims, _)| claims.iter().copied())
        .collect();
    let claims: Vec<ClaimKey> = claims.into_iter().collect();
    let waiting = findings(view, &claims)?;
    let waiting: BTreeMap<ClaimKey, Waiting> = waiting.into_iter().map(Waiting::of).collect();
    view.load_party_names(waiting.values().flat_map(|waiting| {
        let sides = [Family::Affirming, Family::Negating].into_iter();
        sides.flat_map(|family| named(&waiting.finding, family))
    }))?;
    let claims = view.reader.claims_in_short(&claims)?;
    let principals: Vec<PartyKey> = pending.iter().map(|(party, ..)| *party).collect();
    let day = view.as_of.unwrap_or(view.now).day();
    let voices = view.reader.voices(&principals, day)?;
    view.load_party_names(
        principals
            .into_iter()
            .chain(voices.iter().flatten().copied()),
    )?;
    let calls = pending.into_iter().zip(voices);
    let calls = calls.map(|((party, pending, more), voices)| {
        let (id, name) = view.party(party)?;
        let pending = pending.iter().map(|claim| {
            let waiting = waiting.get(claim).ok_or_else(|| outside(*claim))?;
            pending_claim(view, &claims[claim], waiting, party)
        });
        Ok(CallAnswer {
            party: id,
            name,
            voices: view.party_ids(voices.into_iter())?,
            claims: pending.collect::<Result<_>>()?,
            more,
        })
    });
    calls.collect()
}

/// A party and all parties that it speaks for, directly or through others.
pub fn spoken_for(view: &View<'_>, party: PartyKey) -> Result<Vec<PartyKey>> {
    let day = When::day(view.as_of.unwrap_or(view.now).day());
    let mut sides = vec![party];
    let mut met = BTreeSet::from([party]);
    let mut next = 0;
    while let Some(party) = sides.get(next) {
        next += 1;
        for edge in view.reader.party(*party)?.speaks_for {
            let other = view.reader.party_key(edge.party.as_str())?;
            if edge.span().holds_at(day) {
                sides.extend(other.filter(|other| met.insert(*other)));
            }
        }
    }
    Ok(sides)
}

/// The first `most` principals to call, each with the number of claims that wait for it, and the
/// number of all principals to call.
pub(super) fn points(view: &View<'_>, most: u32) -> Result<(Vec<(Slug, usize)>, usize)> {
    let mut points = view
        .reader
        .principals_to_call(&CallFilter::default(), view.as_of)?;
    let all = points.len();
    points.truncate(most as usize);
    view.load_party_names(points.iter().map(|(party, _)| *party))?;
    let named = points.into_iter();
    let named = named.map(|(party, count)| Ok((view.party_id(party)?, count)));
    Ok((named.collect::<Result<_>>()?, all))
}

/// The principals to call with the claims that wait for them.
fn pending(view: &View<'_>, filter: &CallFilter, each: u32) -> Result<Vec<Pending>> {
    let principals = view.reader.principals_to_call(filter, view.as_of)?;
    let listed = principals.into_iter().map(|(party, count)| {
        let claims = view
            .reader
            .claims_hanging_on(party, filter, each, view.as_of)?;
        let more = count.saturating_sub(claims.len());
        Ok((party, claims, more))
    });
    listed.collect()
}

/// Where some claims stand, in their order, at the view's moment of the story.
pub(super) fn findings(view: &View<'_>, claims: &[ClaimKey]) -> Result<Vec<Finding>> {
    let Some(cut) = view.as_of else {
        let standings = view.reader.standings(claims)?.into_iter();
        return Ok(standings.map(|standing| standing.finding).collect());
    };
    let subjects: Vec<Subject> = claims.iter().copied().map(Subject::Claim).collect();
    let subjects = view.reader.judged_as(&subjects)?.into_iter().collect();
    let found = view.findings_at(subjects, cut)?;
    let finding = |claim: &ClaimKey| found.get(claim).cloned().ok_or_else(|| outside(*claim));
    claims.iter().map(finding).collect()
}

fn pending_claim(
    view: &View<'_>,
    claim: &ClaimInShort,
    waiting: &Waiting,
    party: PartyKey,
) -> Result<PendingClaim> {
    let finding = &waiting.finding;
    let held = |family| view.party_ids(named(finding, family));
    let answer = waiting.answers.get(&party);
    Ok(PendingClaim {
        claim: claim.id.clone(),
        text: claim.text.clone(),
        due: claim.due.map(|day| day.to_string()),
        answer: answer.copied().unwrap_or(Answer::Silent),
        said_by: held(Family::Affirming)?,
        affirming: finding.positions_of(Family::Affirming).count(),
        negated_by: held(Family::Negating)?,
        negating: finding.positions_of(Family::Negating).count(),
        unreviewed: view.is_finding_unreviewed(finding)?,
    })
}

/// The parties to name among those that hold a stance of a family.
fn named(finding: &Finding, family: Family) -> impl Iterator<Item = PartyKey> + '_ {
    let held = finding.positions_of(family);
    held.map(|position| position.party).take(NAMED)
}
