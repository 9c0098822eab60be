//! What a review goes through, and what has become of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};

use super::proposed::Choice;
use super::{Item, Reply, Review, State, Step, What};
use crate::answer::View;
use crate::command::context::Context;
use crate::command::names::Names;
use crate::command::review::ask::MAX_CHOICES;
use crate::command::review::offers::Spot;
use crate::command::review::sketch::Sketch;
use crate::domain::docket::{SourceKey, StatementKey};
use crate::domain::slug::Slug;
use crate::ledger::{CandidateFilter, Fate, Reader};

/// Characters of what is looked for.
const LONGEST: usize = 200;

impl Review {
    /// Takes a step.
    pub(super) fn step(&self, context: &Context, step: Step) -> Result<Reply> {
        match step {
            Step::Start { .. } | Step::Wait => bail!("a review is started only once"),
            Step::Text { source } => context.ask(|view, _| self.text(view, &source)),
            Step::Look { item, choice } => self.look(context, &item, &choice),
            Step::Accept {
                item,
                choice,
                seen,
                next,
            } => self.accept(context, &item, &choice, &seen, next.as_deref()),
            Step::Reject { item, next } => self.reject(context, &item, next.as_deref()),
            Step::Undo { item } => self.undo(context, &item),
            Step::Find { item, what, words } => {
                context.ask(|view, names| self.find(view, names, &item, what, &words))
            }
            Step::States => context.ask(|view, _| {
                Ok(Reply {
                    states: Some(self.states(view)?),
                    ..Reply::default()
                })
            }),
        }
    }

    pub(super) fn of(view: &View<'_>, source: Option<SourceKey>) -> Result<Self> {
        let reader = view.reader;
        let filter = CandidateFilter {
            source,
            decided: false,
        };
        let sketch = Sketch::of(reader, filter)?;
        let mut placed: Vec<(SourceKey, Item)> = Vec::new();
        for waiting in reader.candidates(filter)? {
            if waiting.fate == Fate::Open {
                let item = Item {
                    id: waiting.id.to_string(),
                    source: reader.source_id(waiting.source)?,
                    start: waiting.candidate.reading.point.0,
                    is_recorded: false,
                };
                placed.push((waiting.source, item));
            }
        }
        for key in reader.unreviewed()? {
            if reader.claim_said_on(key)?.is_none() {
                continue;
            }
            let key = StatementKey(key);
            if reader.withdrawn(key)?.is_some() {
                continue;
            }
            let held = reader.statement(key)?;
            let said = held.statement;
            let Some(own) = reader.source_key(said.source.as_str())? else {
                continue;
            };
            if source.is_some_and(|source| source != own) {
                continue;
            }
            let item = Item {
                id: held.id.to_string(),
                start: said.passage.as_ref().map_or(0, |passage| passage.start),
                source: said.source,
                is_recorded: true,
            };
            placed.push((own, item));
        }
        placed.sort_by_key(|(source, item)| (*source, item.start));
        let takes = sketch.draft.takes.iter();
        let takes = takes.map(|take| (take.candidate.to_string(), take.clone()));
        Ok(Self {
            takes: takes.collect(),
            items: placed.into_iter().map(|(_, item)| item).collect(),
            moved: RefCell::default(),
            done: RefCell::default(),
            sketch,
        })
    }

    pub(super) fn titles(&self, view: &View<'_>) -> Result<BTreeMap<Slug, String>> {
        let mut titles = BTreeMap::new();
        for item in &self.items {
            if !titles.contains_key(&item.source)
                && let Some(key) = view.reader.source_key(item.source.as_str())?
            {
                titles.insert(item.source.clone(), view.reader.source(key)?.title);
            }
        }
        Ok(titles)
    }

    pub(super) fn item(&self, id: &str) -> Result<&Item> {
        let found = self.items.iter().find(|item| item.id == id);
        found.with_context(|| format!("{id:?} is not in this review; reload the page"))
    }

    /// The items that do not wait any more, with what has become of them.
    fn states(&self, view: &View<'_>) -> Result<BTreeMap<String, State>> {
        let mut states = BTreeMap::new();
        for item in &self.items {
            let state = match item.is_recorded {
                true => state_of_statement(view.reader, &item.id)?,
                false => match view.reader.candidate(&item.id)?.map(|one| one.fate) {
                    Some(Fate::Open) => None,
                    Some(Fate::Accepted { .. }) => Some(State::Accepted),
                    Some(Fate::Rejected { .. }) | None => Some(State::Rejected),
                },
            };
            states.extend(state.map(|state| (item.id.clone(), state)));
        }
        Ok(states)
    }

    /// Parties or claims with some words, or without any, those that are near.
    fn find(
        &self,
        view: &View<'_>,
        names: Names<'_>,
        item: &str,
        what: What,
        words: &str,
    ) -> Result<Reply> {
        let item = self.item(item)?;
        let words: String = words
            .chars()
            .filter(|letter| *letter != '\0')
            .take(LONGEST)
            .collect();
        let words = words.trim();
        let found = match (what, words) {
            (What::Party, "") => {
                let spot = Spot {
                    source: item.source.clone(),
                    start: item.start,
                };
                let mut found = self.called(view, names, item)?;
                found.extend(self.sketch.speakers_near(view.reader, &spot, None)?);
                let mut met = BTreeSet::new();
                found.retain(|(id, _)| met.insert(id.clone()));
                found
            }
            (What::Party, words) => {
                self.sketch
                    .parties_called(view.reader, names, words)?
                    .parties
            }
            (What::Claim, "") => {
                let proposed = self.proposed(view, names, item, &Choice::default())?;
                let mut like = self.like(view.reader, &proposed, f32::NEG_INFINITY)?;
                like.truncate(MAX_CHOICES);
                like
            }
            (What::Claim, words) => self
                .sketch
                .claims_with(view.reader, words, self.drafted())?,
        };
        Ok(Reply {
            found: Some(found),
            ..Reply::default()
        })
    }

    /// The parties that the text may mean by the name that it gives the speaker.
    fn called(
        &self,
        view: &View<'_>,
        names: Names<'_>,
        item: &Item,
    ) -> Result<Vec<(Slug, String)>> {
        let waiting = view.reader.candidate(&item.id)?;
        let called = waiting.and_then(|one| one.candidate.reading.speaker);
        match called {
            Some(called) => Ok(self
                .sketch
                .parties_called(view.reader, names, &called)?
                .parties),
            None => Ok(Vec::new()),
        }
    }

    /// The claims of the draft, which all may be chosen.
    pub(super) fn drafted(&self) -> impl Iterator<Item = (&Slug, bool)> {
        self.sketch
            .draft
            .claims
            .iter()
            .map(|claim| (&claim.id, true))
    }
}

/// What has become of a statement that nobody had looked at; `None` if it waits.
fn state_of_statement(reader: Reader<'_>, id: &str) -> Result<Option<State>> {
    let Some(key) = reader.statement_key(id)? else {
        return Ok(Some(State::Rejected));
    };
    Ok(match reader.withdrawn(key)? {
        Some(withdrawn) if withdrawn.successor.is_some() => Some(State::Accepted),
        Some(_) => Some(State::Rejected),
        None if reader.is_unreviewed(key.0)? => None,
        None => Some(State::Accepted),
    })
}
