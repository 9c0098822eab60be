//! Where what is published differs from what the desk sees, because it does not know the unnamed speakers.

use std::collections::{BTreeMap, BTreeSet};

use super::view::View;
use crate::domain::fold::Finding;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::ledger::{About, ClaimFilter, DiscrepancyFilter, Result, Standing};

/// A claim on which what is published says something else than the desk's own answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The claim.
    pub claim: Slug,
    /// What differs: "withdrawn at the desk, unconfirmed in public".
    pub what: Vec<String>,
}

/// Those of all claims on which somebody is heard on the `page` that stand otherwise at the `desk`.
pub(super) fn all_differences(desk: &View<'_>, page: &View<'_>) -> Result<Vec<Difference>> {
    let mut heard = Vec::new();
    for key in page.reader.claims(&ClaimFilter::default())? {
        if !page.reader.statements(About::Claim(key))?.is_empty() {
            heard.push(page.reader.claim_id(key)?);
        }
    }
    differences(desk, page, &heard)
}

/// Those of some claims that stand otherwise at the `desk` than on the `page`.
pub(super) fn differences<'c>(
    desk: &View<'_>,
    page: &View<'_>,
    claims: impl IntoIterator<Item = &'c Slug>,
) -> Result<Vec<Difference>> {
    let (at_desk, on_page) = (open(desk)?, open(page)?);
    let none = BTreeSet::new();
    let mut found = Vec::new();
    for id in claims {
        let (Some(ours), Some(theirs)) = (standing(desk, id)?, standing(page, id)?) else {
            continue;
        };
        let mut what = between(&ours, &theirs);
        let ours = at_desk.get(id).unwrap_or(&none);
        let theirs = on_page.get(id).unwrap_or(&none);
        let only = |one: &BTreeSet<String>, other: &BTreeSet<String>, place: &str| {
            let only = one.difference(other);
            only.map(|kind| format!("{kind} {place} only"))
                .collect::<Vec<_>>()
        };
        what.extend(only(ours, theirs, "at the desk"));
        what.extend(only(theirs, ours, "in public"));
        if !what.is_empty() {
            found.push(Difference {
                claim: id.clone(),
                what,
            });
        }
    }
    Ok(found)
}

fn standing(view: &View<'_>, claim: &Slug) -> Result<Option<Standing>> {
    let key = view.reader.claim_key(claim.as_str())?;
    key.map(|key| view.standing(key)).transpose()
}

fn between(desk: &Standing, page: &Standing) -> Vec<String> {
    let (desk, page) = (&desk.finding, &page.finding);
    let mut what = Vec::new();
    if desk.status != page.status {
        what.push(format!(
            "{} at the desk, {} in public",
            desk.status, page.status
        ));
    }
    if desk.origins != page.origins {
        what.push(format!(
            "independent origins: {} at the desk, {} in public",
            desk.origins, page.origins
        ));
    }
    let stances = |finding: &Finding| {
        let positions = finding.positions.iter().chain(&finding.beside);
        let mut stances: Vec<Stance> = positions.map(|one| one.stance).collect();
        stances.sort_unstable_by_key(|stance| stance.as_str());
        stances
    };
    let (ours, theirs) = (stances(desk), stances(page));
    if ours.len() != theirs.len() {
        what.push(format!(
            "positions: {} at the desk, {} in public",
            ours.len(),
            theirs.len()
        ));
    } else if ours != theirs {
        what.push("other positions at the desk than in public".to_owned());
    }
    what
}

/// The open discrepancies of each claim, by kind.
fn open(view: &View<'_>) -> Result<BTreeMap<Slug, BTreeSet<String>>> {
    let mut by_claim: BTreeMap<Slug, BTreeSet<String>> = BTreeMap::new();
    for episode in view.discrepancies(&DiscrepancyFilter::default())? {
        let found = &episode.discrepancy;
        let weak = if found.weak { "weak " } else { "" };
        for claim in &found.claims {
            let kinds = by_claim.entry(view.claim(*claim)?.claim.id).or_default();
            kinds.insert(format!("{weak}{}", found.identity.kind));
        }
    }
    Ok(by_claim)
}
