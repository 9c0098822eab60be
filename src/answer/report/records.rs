//! The parties and the documents that a report names.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::view::View;
use super::calls::ReportCall;
use super::cast::{Cast, ReportSpeaker};
use super::claims::ReportClaim;
use crate::domain::party::PartyKind;
use crate::domain::slug::Slug;
use crate::domain::source::Reliability;
use crate::ledger::Result;

/// A party in a report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportParty {
    /// The id.
    pub party: Slug,
    /// The name.
    pub name: String,
    /// What sort of party it is.
    pub kind: PartyKind,
    /// Office or function.
    pub role: Option<String>,
    /// The parties in whose name it speaks, at one time or another.
    pub speaks_for: Vec<ReportSpeaker>,
    /// The claims on which it spoke under this name.
    pub claims: Vec<Slug>,
}

/// A document in a report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportSource {
    /// The id.
    pub source: Slug,
    /// Its headline or name.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// When it appeared.
    pub published: Option<String>,
    /// When the desk fetched it.
    pub retrieved: Option<String>,
    /// How far the desk trusts it.
    pub reliability: Option<Reliability>,
    /// The source that it re-reports.
    pub origin: Option<Slug>,
    /// SHA-256 of its text.
    pub sha256: Option<String>,
    /// The claims that rest on it.
    pub claims: Vec<Slug>,
    /// How many of the report's statements stand in it.
    pub statements: usize,
}

/// The parties that the report names, by name.
pub fn parties(
    view: &View<'_>,
    cast: &Cast,
    claims: &[ReportClaim],
    calls: &[ReportCall],
) -> Result<Vec<ReportParty>> {
    let mut spoke: BTreeMap<Slug, Vec<Slug>> = BTreeMap::new();
    let mut named: BTreeSet<Slug> = BTreeSet::new();
    for claim in claims {
        for told in &claim.statements {
            let words = &told.words;
            named.extend(words.via.iter().filter_map(|relayer| relayer.party.clone()));
            named.extend(told.counts_for.iter().filter_map(|one| one.party.clone()));
            if let Some(party) = &words.speaker.party {
                let on = spoke.entry(party.clone()).or_default();
                if on.last() != Some(&claim.claim) {
                    on.push(claim.claim.clone());
                }
            }
        }
        named.extend(claim.principals.iter().filter_map(|one| one.party.clone()));
    }
    named.extend(calls.iter().filter_map(|call| call.principal.party.clone()));
    named.extend(spoke.keys().cloned());
    let mut shown = Vec::new();
    for id in named {
        let Some(key) = view.reader.party_key(id.as_str())? else {
            continue;
        };
        let party = view.reader.party(key)?;
        shown.push(ReportParty {
            claims: spoke.remove(&id).unwrap_or_default(),
            speaks_for: party
                .speaks_for
                .iter()
                .map(|edge| cast.named(&edge.party))
                .collect(),
            party: id,
            name: party.name,
            kind: party.kind,
            role: party.role,
        });
    }
    shown.sort_by_key(|party| party.name.to_lowercase());
    Ok(shown)
}

/// The documents that the report's statements stand in, those on which most rests first.
pub fn sources(view: &View<'_>, claims: &[ReportClaim]) -> Result<Vec<ReportSource>> {
    let mut resting: BTreeMap<Slug, (usize, Vec<Slug>)> = BTreeMap::new();
    for claim in claims {
        for told in &claim.statements {
            let words = &told.words;
            let further = words.evidence.iter().map(|evidence| &evidence.source);
            let places: BTreeSet<&Slug> = further.chain([&words.source]).collect();
            for source in places {
                let (statements, on) = resting.entry(source.clone()).or_default();
                *statements += 1;
                if on.last() != Some(&claim.claim) {
                    on.push(claim.claim.clone());
                }
            }
        }
    }
    let mut shown = Vec::new();
    for (id, (statements, claims)) in resting {
        let Some(key) = view.reader.source_key(id.as_str())? else {
            continue;
        };
        let source = view.reader.source(key)?;
        shown.push(ReportSource {
            source: id,
            title: source.title,
            publisher: source.publisher,
            authors: source.authors,
            url: source.url,
            published: source.published.map(|when| when.to_string()),
            retrieved: source.retrieved.map(|when| when.to_string()),
            reliability: source.reliability,
            origin: source.origin,
            sha256: source.sha256,
            claims,
            statements,
        });
    }
    shown.sort_by_key(|source| std::cmp::Reverse(source.statements));
    Ok(shown)
}
