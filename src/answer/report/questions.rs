//! Questions with their rival answers.

use serde::Serialize;

use super::super::contest::Contest;
use super::super::timeline::{Rival, Stands, rivals};
use super::super::view::View;
use super::cast::{Cast, ReportSpeaker};
use super::claims::{ReportHolder, contested};
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::domain::value::Value;
use crate::ledger::Result;

/// A question in a report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportQuestion {
    /// The question's id.
    #[serde(rename = "id")]
    pub question: Slug,
    /// The question.
    pub text: String,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
    /// The claims that answer it, those affirmed by most parties first.
    pub answers: Vec<ReportAnswer>,
}

/// A claim that answers a question, and who takes a stance on it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportAnswer {
    /// The claim.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The answer as a typed value.
    pub value: Option<Value>,
    /// Its status.
    pub status: Status,
    /// When the statement that brought about the status was made.
    pub since: Option<String>,
    /// The parties that contest it.
    pub contested_by: Contest<ReportSpeaker>,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
    /// The parties that take a stance on it.
    #[serde(flatten)]
    pub stands: Stands<ReportHolder>,
}

/// The questions that the report's claims answer. They come with every answer on which somebody
/// spoke, whether or not the report has a section for it.
pub(super) fn questions(view: &View<'_>, cast: &Cast) -> Result<Vec<ReportQuestion>> {
    let mut shown = Vec::new();
    for key in view.reader.questions()? {
        let asked = rivals(view, key)?;
        if !asked
            .answers
            .iter()
            .any(|answer| cast.has_claim(&answer.claim))
        {
            continue;
        }
        let heard = |rival: &Rival| !rival.stands.is_empty() || cast.has_claim(&rival.claim);
        let answers = asked.answers.into_iter().filter(heard);
        shown.push(ReportQuestion {
            answers: answers.map(|rival| answer(cast, rival)).collect(),
            question: asked.question,
            text: asked.text,
            unreviewed: asked.unreviewed,
        });
    }
    Ok(shown)
}

fn answer(cast: &Cast, rival: Rival) -> ReportAnswer {
    let stands = rival.stands.all().cloned();
    let stands = stands
        .map(|holder| ReportHolder::of(cast, holder))
        .collect();
    let stands = Stands::of(stands, |holder| holder.stance);
    ReportAnswer {
        contested_by: contested(rival.status, &stands),
        stands,
        claim: rival.claim,
        text: rival.text,
        value: rival.value,
        status: rival.status,
        since: rival.since,
        unreviewed: rival.unreviewed,
    }
}
