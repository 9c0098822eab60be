//! The story that the open candidates would make, as the ledger would hold it.

use serde::Serialize;

use super::claims::{ClaimPage, claim_page};
use super::discrepancies::DiscrepancyAnswer;
use super::origins::OriginAnswer;
use super::view::View;
use crate::domain::claim::Question;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::ledger::Result;
use crate::link::draft::{Draft, Unsettled};

/// A draft. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DraftAnswer {
    /// The parties that it adds.
    pub parties: Vec<Party>,
    /// The questions that it adds.
    pub questions: Vec<Question>,
    /// The claims that its statements are on, new and recorded ones, with all their statements.
    pub claims: Vec<ClaimPage>,
    /// The ids of those claims that it adds.
    pub new_claims: Vec<Slug>,
    /// The discrepancies on these claims that would be open.
    pub discrepancies: Vec<DiscrepancyAnswer>,
    /// The number of statements that it records.
    pub statement_count: usize,
    /// The candidates that it leaves open.
    pub unsettled: Vec<UnsettledAnswer>,
    /// The origins that it records for articles that share their text with another one.
    pub origins: Vec<OriginAnswer>,
}

/// A candidate that a draft leaves open.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnsettledAnswer {
    /// The candidate.
    pub candidate: String,
    /// What is not certain: `speaker` or `claim`.
    pub what: &'static str,
    /// The names of those who may have spoken, if that is known.
    pub speakers: Vec<String>,
}

/// A draft and what it leads to. `view` is of a ledger in which it was recorded.
///
/// # Errors
/// If the ledger cannot be read.
pub fn draft(view: &View<'_>, draft: Draft) -> Result<DraftAnswer> {
    let mut ids: Vec<&Slug> = draft.takes.iter().map(|take| &take.claim).collect();
    ids.sort_unstable();
    ids.dedup();
    let (mut keys, mut claims) = (Vec::new(), Vec::new());
    for id in &ids {
        if let Some(key) = view.reader.claim_key(id.as_str())? {
            keys.push(key);
            claims.push(claim_page(view, key, None)?);
        }
    }
    claims.sort_by_key(|page| std::cmp::Reverse(page.statements.len()));
    let open = view.discrepancies_on_any(&keys)?;
    Ok(DraftAnswer {
        discrepancies: view.answers_about(open)?,
        statement_count: draft
            .takes
            .iter()
            .filter(|take| take.repeats.is_none())
            .count(),
        new_claims: draft.claims.iter().map(|claim| claim.id.clone()).collect(),
        unsettled: draft
            .unsettled
            .into_iter()
            .map(|(id, why)| unsettled(id.to_string(), why))
            .collect(),
        origins: draft.origins.into_iter().map(Into::into).collect(),
        parties: draft.parties,
        questions: draft.questions,
        claims,
    })
}

fn unsettled(candidate: String, why: Unsettled) -> UnsettledAnswer {
    match why {
        Unsettled::Speaker(speakers) => UnsettledAnswer {
            candidate,
            what: "speaker",
            speakers,
        },
        Unsettled::Claim => UnsettledAnswer {
            candidate,
            what: "claim",
            speakers: Vec::new(),
        },
    }
}
