//! Discrepancies: where accounts diverge.

use serde::Serialize;

use super::view::View;
use super::wording;
use crate::domain::discrepancy::{Kind, Stand};
use crate::domain::history::{Episode, Event};
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::ledger::{DiscrepancyFilter, Result};

/// A discrepancy. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiscrepancyAnswer {
    /// How accounts diverge.
    pub kind: Kind,
    /// The claims it names.
    pub claims: Vec<Slug>,
    /// The question, if it is about rival answers.
    pub question: Option<Slug>,
    /// The party, for kinds that are about one party.
    pub party: Option<Slug>,
    /// The parties on either side.
    pub sides: Vec<SideAnswer>,
    /// One sentence saying what diverges.
    pub summary: String,
    /// Whether it is weak.
    pub weak: bool,
    /// When the statement that opened it was made.
    pub opened: String,
    /// The statement that opened it.
    pub opened_by: Option<String>,
    /// When the statement that resolved it was made, or null if it is open.
    pub resolved: Option<String>,
    /// The statement that resolved it, or null if it is open or a ruling resolved it.
    pub resolved_by: Option<String>,
}

/// A party on one side of a discrepancy, and its statement.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SideAnswer {
    /// The side, counted from 0.
    pub side: u32,
    /// The party.
    pub party: Slug,
    /// Its stance, or null if it is silent.
    pub stance: Option<Stance>,
    /// The claim that the stance is on.
    pub claim: Slug,
    /// The statement's id.
    pub statement: Option<String>,
    /// When it was made.
    pub said: Option<String>,
    /// The source.
    pub source: Option<Slug>,
}

impl View<'_> {
    /// The discrepancies that match a filter.
    pub fn discrepancy_answers(
        &self,
        filter: &DiscrepancyFilter,
    ) -> Result<Vec<DiscrepancyAnswer>> {
        let episodes = self.discrepancies(filter)?;
        episodes
            .iter()
            .map(|episode| answer(self, episode))
            .collect()
    }
}

/// A discrepancy as an answer.
pub(super) fn answer(view: &View<'_>, episode: &Episode) -> Result<DiscrepancyAnswer> {
    let found = &episode.discrepancy;
    let claims = found
        .claims
        .iter()
        .map(|key| Ok(view.claim(*key)?.claim.id));
    let party = found
        .identity
        .party
        .map(|key| view.party(key))
        .transpose()?;
    let question = wording::question_of(view, found)?;
    Ok(DiscrepancyAnswer {
        kind: found.identity.kind,
        claims: claims.collect::<Result<_>>()?,
        question: question.map(|question| question.id),
        party: party.map(|(id, _)| id),
        sides: found
            .stands
            .iter()
            .map(|stand| side(view, stand))
            .collect::<Result<_>>()?,
        summary: wording::summary(view, episode)?,
        weak: found.weak,
        opened: view.time_of(episode.opened)?,
        opened_by: statement_id(view, Some(episode.opened))?,
        resolved: episode
            .resolved
            .map(|event| view.time_of(event))
            .transpose()?,
        resolved_by: statement_id(view, episode.resolved)?,
    })
}

fn statement_id(view: &View<'_>, event: Option<Event>) -> Result<Option<String>> {
    let key = event.and_then(|event| event.statement);
    key.map(|key| Ok(view.statement(key)?.id.to_string()))
        .transpose()
}

fn side(view: &View<'_>, stand: &Stand) -> Result<SideAnswer> {
    let recorded = stand.statement.map(|key| view.statement(key)).transpose()?;
    Ok(SideAnswer {
        side: stand.side,
        party: view.party_id(stand.party)?,
        stance: recorded.as_ref().map(|said| said.statement.stance),
        claim: view.claim(stand.claim)?.claim.id,
        statement: recorded.as_ref().map(|said| said.id.to_string()),
        said: recorded.as_ref().map(|said| said.when.to_string()),
        source: recorded.map(|said| said.statement.source),
    })
}
