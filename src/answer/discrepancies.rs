//! Discrepancies: where accounts diverge.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::listing::BATCH;
use super::view::{SharedDocket, View};
use super::wording;
use crate::domain::discrepancy::{Identity, Kind, Stand, Subject};
use crate::domain::history::{Episode, Event, credit};
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
    /// The statements that opened it: without them, it would not have opened then.
    pub opened_by: Vec<String>,
    /// When the statement that resolved it was made, or null if it is open.
    pub resolved: Option<String>,
    /// The statements that resolved it; none if it is open or a ruling resolved it.
    pub resolved_by: Vec<String>,
    /// Whether no person has looked at a claim that it names, or at a statement on either side.
    pub unreviewed: bool,
}

/// A party on one side of a discrepancy, and its statement.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SideAnswer {
    /// The side, counted from 0.
    pub side: u32,
    /// The party.
    pub party: Slug,
    /// The parties that relayed its own words, for tables.
    #[serde(skip)]
    pub via: Vec<Slug>,
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
    /// A short quote.
    pub quote: Option<String>,
    /// The words of the passage, or null if there is none or the source's text is not attached.
    pub words: Option<String>,
    /// Whether no person has looked at the statement.
    pub unreviewed: bool,
}

impl View<'_> {
    /// The discrepancies that match a filter.
    pub fn discrepancy_answers(
        &self,
        filter: &DiscrepancyFilter,
    ) -> Result<Vec<DiscrepancyAnswer>> {
        self.answers_about(self.discrepancies(filter)?)
    }

    /// Some discrepancies as answers.
    pub(super) fn answers_about(&self, episodes: Vec<Episode>) -> Result<Vec<DiscrepancyAnswer>> {
        let mut answers = Vec::with_capacity(episodes.len());
        for episodes in episodes.chunks(BATCH) {
            let stands = episodes.iter().flat_map(|one| &one.discrepancy.stands);
            self.load_statements(stands.filter_map(|stand| stand.statement))?;
            let subjects: BTreeSet<Subject> = episodes
                .iter()
                .filter(|episode| episode.opened.statement.is_some())
                .map(|episode| episode.discrepancy.identity.subject)
                .collect();
            let subjects: Vec<Subject> = subjects.into_iter().collect();
            let subjects = self.reader.judged_as(&subjects)?;
            let dockets = self.reader.dockets(&subjects, None)?;
            let dockets = dockets.into_iter().map(SharedDocket::of);
            let dockets: BTreeMap<Subject, SharedDocket> =
                subjects.into_iter().zip(dockets).collect();
            for episode in episodes {
                let subject = [episode.discrepancy.identity.subject];
                let judged_as = self.reader.judged_as(&subject)?;
                let docket = judged_as.first().and_then(|subject| dockets.get(subject));
                answers.push(answer_in(self, episode, docket)?);
            }
        }
        Ok(answers)
    }
}

/// A discrepancy as an answer.
pub(super) fn answer(view: &View<'_>, episode: &Episode) -> Result<DiscrepancyAnswer> {
    let claim = episode.discrepancy.claims.first();
    let claim = claim.filter(|_| episode.opened.statement.is_some());
    let docket = claim.map(|claim| view.docket_of(*claim)).transpose()?;
    answer_in(view, episode, docket.as_deref())
}

/// As [`answer`], with the docket that the discrepancy was found on.
fn answer_in(
    view: &View<'_>,
    episode: &Episode,
    docket: Option<&SharedDocket>,
) -> Result<DiscrepancyAnswer> {
    let found = &episode.discrepancy;
    let made = |event: Event| made_by(view, docket, found.identity, event);
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
        opened_by: made(episode.opened)?,
        resolved: episode
            .resolved
            .map(|event| view.time_of(event))
            .transpose()?,
        resolved_by: episode.resolved.map_or_else(|| Ok(Vec::new()), made)?,
        unreviewed: view.is_discrepancy_unreviewed(found)?,
    })
}

/// The ids of the statements that opened or ended a discrepancy.
fn made_by(
    view: &View<'_>,
    docket: Option<&SharedDocket>,
    identity: Identity,
    event: Event,
) -> Result<Vec<String>> {
    let Some(last) = event.statement else {
        return Ok(Vec::new());
    };
    let made = docket.map_or_else(Vec::new, |found| {
        credit::of_discrepancy(&found.docket, found.rivals.as_ref(), identity, event.at)
    });
    match made.is_empty() {
        true => view.statement_ids(&[last]),
        false => view.statement_ids(&made),
    }
}

fn side(view: &View<'_>, stand: &Stand) -> Result<SideAnswer> {
    let recorded = stand.statement.map(|key| view.statement(key)).transpose()?;
    let party = view.party_id(stand.party)?;
    // If the side is the relayer's, the words are given as the relayer's.
    let relayed = recorded
        .as_ref()
        .filter(|said| said.statement.party == party);
    if let Some(said) = relayed {
        view.note_named(&said.statement)?;
    }
    Ok(SideAnswer {
        side: stand.side,
        via: relayed.map_or_else(Vec::new, |said| said.statement.via.clone()),
        party,
        stance: recorded.as_ref().map(|said| said.statement.stance),
        claim: view.claim(stand.claim)?.claim.id,
        statement: recorded.as_ref().map(|said| said.id.to_string()),
        said: recorded.as_ref().map(|said| said.when.to_string()),
        words: match &recorded {
            Some(said) => view.words_of(&said.statement)?,
            None => None,
        },
        unreviewed: recorded
            .as_ref()
            .is_some_and(|said| said.statement.unreviewed),
        quote: recorded
            .as_ref()
            .and_then(|said| said.statement.quote.clone()),
        source: recorded.map(|said| said.statement.source),
    })
}
