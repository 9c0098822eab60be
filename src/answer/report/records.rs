//! The parties and the sources that a report names.

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportParty {
    /// Its id.
    #[serde(rename = "id")]
    pub party: Slug,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: PartyKind,
    /// Its office or function.
    pub role: Option<String>,
    /// The parties that it speaks for, or spoke for at some time.
    pub speaks_for: Vec<ReportSpeaker>,
    /// The claims on which it spoke under its name.
    pub claims: Vec<Slug>,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
}

/// A source in a report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportSource {
    /// Its id.
    #[serde(rename = "id")]
    pub source: Slug,
    /// Its headline or name.
    pub title: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// When the desk retrieved it.
    pub retrieved: Option<String>,
    /// How reliable the desk considers it.
    pub reliability: Option<Reliability>,
    /// The source that it re-reports.
    pub origin: Option<Slug>,
    /// The SHA-256 of its text, in hexadecimal.
    pub sha256: Option<String>,
    /// The claims that its statements are on.
    pub claims: Vec<Slug>,
    /// The number of the report's statements in it.
    #[serde(rename = "statement_count")]
    pub statements: usize,
}

/// The parties that the report names, in order of their names.
pub(super) fn parties(
    view: &View<'_>,
    cast: &Cast,
    claims: &[ReportClaim],
    calls: &[ReportCall],
) -> Result<Vec<ReportParty>> {
    let mut spoke: BTreeMap<Slug, Vec<Slug>> = BTreeMap::new();
    let mut named: BTreeSet<Slug> = BTreeSet::new();
    for claim in claims {
        for statement in &claim.statements {
            let words = &statement.words;
            named.extend(words.via.iter().filter_map(|relayer| relayer.party.clone()));
            named.extend(
                statement
                    .counts_for
                    .iter()
                    .filter_map(|one| one.party.clone()),
            );
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
            unreviewed: party.unreviewed,
            role: party.role,
        });
    }
    shown.sort_by_key(|party| party.name.to_lowercase());
    Ok(shown)
}

/// The sources of the report's statements, those with most statements first.
pub(super) fn sources(view: &View<'_>, claims: &[ReportClaim]) -> Result<Vec<ReportSource>> {
    let mut by_source: BTreeMap<Slug, (usize, Vec<Slug>)> = BTreeMap::new();
    for claim in claims {
        for statement in &claim.statements {
            let words = &statement.words;
            let further = words.evidence.iter().map(|evidence| &evidence.source);
            let sources: BTreeSet<&Slug> = further.chain([&words.source]).collect();
            for source in sources {
                let (statements, on) = by_source.entry(source.clone()).or_default();
                *statements += 1;
                if on.last() != Some(&claim.claim) {
                    on.push(claim.claim.clone());
                }
            }
        }
    }
    let mut shown = Vec::new();
    for (id, (statements, claims)) in by_source {
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
