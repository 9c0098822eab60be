//! The claims that a review goes through, and what it records: one write per decision.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::change::Change;
use crate::answer;
use crate::command::context::Context;
use crate::command::fields::optional;
use crate::desk::{
    self, Desk, IfExists, Look, StatementOutcome, claims_to_review, shown_with_claim, undoable,
};
use crate::domain::claim::Claim;
use crate::domain::docket::StatementKey;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::journal::{Merged, Merger, Seq};
use crate::ledger::{CandidateFilter, Reader};
use crate::link::concept::first_words;
use crate::link::draft::{Draft, Take};
use crate::link::proposal::free_id;

/// Why a statement is void that a reviewer drops.
const DROPPED: &str = "dropped in review";

/// A claim to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// One of the draft, with the candidates on it.
    Drafted {
        /// Its id in the draft or in the ledger.
        claim: Slug,
        /// The statements to record on it.
        takes: Vec<Take>,
    },
    /// A recorded one on which something is unreviewed.
    Recorded(Slug),
}

impl Item {
    pub(super) fn claim(&self) -> &Slug {
        match self {
            Self::Drafted { claim, .. } | Self::Recorded(claim) => claim,
        }
    }
}

/// A decision of this review, with what the review was before it.
struct Step {
    items: Vec<Item>,
    at: usize,
    draft: Draft,
    what: &'static str,
    done: Done,
}

/// What a decision left in the ledger.
enum Done {
    /// Nothing.
    Nothing,
    /// The entries from the first to the last of one write.
    Wrote(Seq, Seq),
    /// These candidates were rejected.
    Rejected(Vec<String>),
}

/// The claims of a review.
pub(super) struct Story<'c> {
    pub(super) context: &'c Context,
    pub(super) draft: Draft,
    pub(super) items: Vec<Item>,
    pub(super) at: usize,
    steps: Vec<Step>,
}

impl<'c> Story<'c> {
    /// The draft of the open candidates, and what is recorded and unreviewed.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub(super) fn of(context: &'c Context, source: Option<&str>) -> Result<Self> {
        let (draft, recorded) = context.ask(|view, names| {
            let filter = CandidateFilter {
                source: optional(source.map(str::to_owned).as_ref(), |name| {
                    Ok(names.source(name)?.0)
                })?,
                decided: false,
            };
            let draft = desk::draft(view.reader, filter, |_| true)?;
            let recorded = match source {
                Some(_) => Vec::new(),
                None => claims_to_review(view.reader)?,
            };
            Ok((draft, recorded))
        })?;
        let mut items: Vec<Item> = Vec::new();
        for take in &draft.takes {
            let same = items.iter_mut().find(|item| *item.claim() == take.claim);
            match same {
                Some(Item::Drafted { takes, .. }) => takes.push(take.clone()),
                _ => items.push(Item::Drafted {
                    claim: take.claim.clone(),
                    takes: vec![take.clone()],
                }),
            }
        }
        let drafted: BTreeSet<Slug> = items.iter().map(|item| item.claim().clone()).collect();
        let recorded = recorded
            .into_iter()
            .filter(|claim| !drafted.contains(claim));
        items.extend(recorded.map(Item::Recorded));
        Ok(Self {
            context,
            draft,
            items,
            at: 0,
            steps: Vec::new(),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The candidates that the draft leaves open.
    pub(super) fn unsettled(&self) -> Vec<String> {
        let unsettled = self.draft.unsettled.iter();
        unsettled.map(|(id, _)| id.to_string()).collect()
    }

    pub(super) fn item(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    /// The parties that the draft adds.
    pub(super) fn new_parties(&self) -> &[Party] {
        &self.draft.parties
    }

    /// The part of the draft that one claim with some statements needs and the ledger does not have.
    pub(super) fn part(&self, reader: Reader<'_>, claim: &Slug, takes: &[Take]) -> Result<Draft> {
        let new = self.draft.claims.iter().find(|one| one.id == *claim);
        let claims: Vec<Claim> = match reader.claim_key(claim.as_str())? {
            None => new.cloned().into_iter().collect(),
            Some(_) => Vec::new(),
        };
        let asked = claims.iter().filter_map(|one| one.question.as_ref());
        let asked: BTreeSet<&Slug> = asked.collect();
        let mut questions = Vec::new();
        for one in self
            .draft
            .questions
            .iter()
            .filter(|one| asked.contains(&one.id))
        {
            if reader.question_key(one.id.as_str())?.is_none() {
                questions.push(one.clone());
            }
        }
        let mut needed: BTreeSet<Slug> = takes
            .iter()
            .flat_map(|take| take.via.iter().chain([&take.party]))
            .chain(claims.iter().flat_map(|one| &one.principals))
            .cloned()
            .collect();
        loop {
            let before = needed.len();
            let parties = self
                .draft
                .parties
                .iter()
                .filter(|one| needed.contains(&one.id));
            let edges = parties.flat_map(|one| one.speaks_for.iter().chain(&one.member_of));
            let more: Vec<Slug> = edges.map(|edge| edge.party.clone()).collect();
            needed.extend(more);
            if needed.len() == before {
                break;
            }
        }
        let mut parties = Vec::new();
        for one in self
            .draft
            .parties
            .iter()
            .filter(|one| needed.contains(&one.id))
        {
            if reader.party_key(one.id.as_str())?.is_none() {
                parties.push(one.clone());
            }
        }
        let rivals = self.draft.asked.iter();
        let rivals =
            rivals.filter(|one| one.question.as_ref().is_some_and(|id| asked.contains(&id)));
        Ok(Draft {
            asked: rivals.cloned().collect(),
            parties,
            extended: Vec::new(),
            questions,
            claims,
            takes: takes.to_vec(),
            unsettled: Vec::new(),
        })
    }

    /// Keeps the claim as it is shown, or with another wording.
    pub(super) fn keep(&mut self, text: Option<String>) -> Result<()> {
        let Some(item) = self.item().cloned() else {
            return Ok(());
        };
        let what = match text {
            Some(_) => "reworded",
            None => "kept",
        };
        self.write(what, |story, desk| {
            if let Item::Drafted { claim, takes } = &item {
                let part = story.part(desk.reader(), claim, takes)?;
                desk.take(&part, Look::Person)?;
            }
            let Some(key) = desk.reader().claim_key(item.claim().as_str())? else {
                bail!("claim {} is not recorded any more", item.claim());
            };
            if let Some(text) = text {
                let mut claim = desk.reader().without_merges().claim(key)?.claim;
                claim.text = text;
                claim.unreviewed = false;
                desk.claim(claim, IfExists::Replace)?;
            }
            let keys = shown_with_claim(desk.reader(), key)?;
            desk.review(&keys)?;
            Ok(())
        })?;
        self.at += 1;
        Ok(())
    }

    /// Makes the claim part of another one.
    pub(super) fn merge(&mut self, into: &Slug) -> Result<()> {
        match self.item().cloned() {
            Some(Item::Drafted { takes, .. }) => self.move_to(into, takes),
            Some(Item::Recorded(claim)) => {
                self.write("merged", |_, desk| {
                    let merger = Merger {
                        kind: Merged::Claim,
                        former: claim,
                        present: into.clone(),
                        opposite: false,
                    };
                    Ok(desk.merge(merger, true)?)
                })?;
                self.items[self.at] = Item::Recorded(into.clone());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Puts the statements of the draft's claim on another one, of the ledger or of the draft.
    fn move_to(&mut self, into: &Slug, mut takes: Vec<Take>) -> Result<()> {
        takes.iter_mut().for_each(|take| take.claim = into.clone());
        let target = self.items.iter().position(|item| item.claim() == into);
        let at = self.at;
        let before = self.items.clone();
        match target.map(|target| &mut self.items[target]) {
            Some(Item::Drafted { takes: there, .. }) => there.append(&mut takes),
            Some(item @ Item::Recorded(_)) => {
                *item = Item::Drafted {
                    claim: into.clone(),
                    takes,
                };
            }
            None => {
                self.items[at] = Item::Drafted {
                    claim: into.clone(),
                    takes,
                };
                self.note(before, "merged", Done::Nothing);
                return Ok(());
            }
        }
        if let Some(Item::Drafted { takes, .. }) = self.items.get_mut(at) {
            takes.clear();
        }
        self.note(before, "merged", Done::Nothing);
        // The statements are decided with the claim that they are on now.
        self.at = target.map_or(at + 1, |target| if target < at { target } else { at + 1 });
        Ok(())
    }

    /// Puts some of the waiting statements, by their places, on a new claim, which is kept.
    pub(super) fn split(&mut self, chosen: &[usize], text: &str) -> Result<()> {
        let Some(item) = self.item().cloned() else {
            return Ok(());
        };
        let ids = self.waiting_keys()?;
        let drafted = &self.draft.claims;
        let id = self.context.ask(|view, _| {
            let taken = |id: &Slug| {
                let is_recorded = view.reader.claim_key(id.as_str());
                is_recorded.map_or(true, |key| key.is_some())
                    || drafted.iter().any(|claim| claim.id == *id)
            };
            Ok(free_id(&first_words(text), taken))
        })?;
        let Some(id) = id else {
            bail!("no id can be made from the words of the claim; use other words");
        };
        let new = Claim::new(id.clone(), text.to_owned());
        let (moved, left) = match &item {
            Item::Drafted { takes, .. } => parted(takes, chosen),
            Item::Recorded(_) => (Vec::new(), Vec::new()),
        };
        self.write("split", |story, desk| {
            desk.claim(new, IfExists::Refuse)?;
            let takes: Vec<Take> = moved
                .into_iter()
                .map(|take| Take {
                    claim: id.clone(),
                    ..take
                })
                .collect();
            let part = story.part(desk.reader(), &id, &takes)?;
            desk.take(&part, Look::Person)?;
            for key in chosen.iter().filter_map(|at| ids.get(*at)) {
                let mut statement = desk.reader().statement(*key)?.statement;
                statement.claim = id.clone();
                statement.unreviewed = false;
                desk.correct(*key, statement)?;
            }
            Ok(())
        })?;
        if let Item::Drafted { claim, .. } = item {
            self.items[self.at] = Item::Drafted { claim, takes: left };
        }
        Ok(())
    }

    /// The keys of the waiting statements of a recorded claim; none for a draft.
    fn waiting_keys(&self) -> Result<Vec<StatementKey>> {
        let Some(Item::Recorded(claim)) = self.item() else {
            return Ok(Vec::new());
        };
        self.context.ask(|view, _| {
            let mut waiting = Vec::new();
            let Some(key) = view.reader.claim_key(claim.as_str())? else {
                return Ok(waiting);
            };
            for said in answer::claim_page(view, key)?.statements {
                if said.unreviewed {
                    waiting.extend(view.reader.statement_key(&said.statement)?);
                }
            }
            Ok(waiting)
        })
    }

    /// Rejects the draft's candidates, or voids the unreviewed statements.
    pub(super) fn drop_all(&mut self) -> Result<()> {
        match self.item().cloned() {
            Some(Item::Drafted { takes, .. }) => {
                self.reject(&takes)?;
                self.at += 1;
            }
            Some(Item::Recorded(claim)) => {
                let keys = self.waiting_keys()?;
                self.write("dropped", |_, desk| {
                    for key in &keys {
                        desk.void(*key, DROPPED)?;
                    }
                    let claim = desk.reader().claim_key(claim.as_str())?;
                    let claim: Vec<Seq> = claim.iter().map(|key| key.0).collect();
                    desk.review(&claim)?;
                    Ok(())
                })?;
                self.at += 1;
            }
            None => {}
        }
        Ok(())
    }

    fn reject(&mut self, takes: &[Take]) -> Result<()> {
        let ids: Vec<String> = takes
            .iter()
            .map(|take| take.candidate.to_string())
            .collect();
        self.context.write(|desk, _| {
            for id in &ids {
                desk.reject(id, None)?;
            }
            Ok(())
        })?;
        self.note(self.items.clone(), "dropped", Done::Rejected(ids));
        Ok(())
    }

    /// Changes one of the waiting statements, and records it so.
    pub(super) fn change(&mut self, place: usize, change: &Change) -> Result<()> {
        match self.item().cloned() {
            Some(Item::Drafted { claim, mut takes }) if place < takes.len() => {
                let mut take = takes.remove(place);
                match change {
                    Change::Drop => self.reject(std::slice::from_ref(&take))?,
                    change => {
                        change.apply_to_take(&mut take);
                        self.write("changed", |story, desk| {
                            let takes = std::slice::from_ref(&take);
                            let part = story.part(desk.reader(), &claim, takes)?;
                            for (_, outcome) in desk.take(&part, Look::Person)? {
                                change.correct(desk, key(outcome))?;
                            }
                            Ok(())
                        })?;
                    }
                }
                self.items[self.at] = Item::Drafted { claim, takes };
            }
            Some(Item::Recorded(_)) => {
                let keys = self.waiting_keys()?;
                let Some(key) = keys.get(place).copied() else {
                    return Ok(());
                };
                self.write("changed", |_, desk| match change {
                    Change::Drop => Ok(desk.void(key, DROPPED)?),
                    change => change.correct(desk, key),
                })?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Runs one write of a decision.
    fn write(
        &mut self,
        what: &'static str,
        work: impl FnOnce(&Self, &mut Desk<'_, '_>) -> Result<()>,
    ) -> Result<()> {
        let written = self.context.write(|desk, _| {
            let before = desk.newest();
            work(self, desk)?;
            Ok((before, desk.newest()))
        })?;
        let (before, after) = written.done;
        let done = match after > before {
            true => Done::Wrote(before + 1, after),
            false => Done::Nothing,
        };
        self.note(self.items.clone(), what, done);
        Ok(())
    }

    /// Notes a decision, with the claims as they were before it.
    fn note(&mut self, items: Vec<Item>, what: &'static str, done: Done) {
        self.steps.push(Step {
            items,
            at: self.at,
            draft: self.draft.clone(),
            what,
            done,
        });
    }

    /// Undoes the last decision. Returns whether there was one.
    ///
    /// # Errors
    /// If something else was recorded since.
    pub(super) fn undo(&mut self) -> Result<bool> {
        let Some(last) = self.steps.pop() else {
            return Ok(false);
        };
        let undone = match &last.done {
            Done::Nothing => Ok(()),
            Done::Rejected(ids) => self.reopen(ids),
            Done::Wrote(first, end) => self.take_back(*first, *end),
        };
        if let Err(error) = undone {
            self.steps.push(last);
            return Err(error);
        }
        (self.items, self.at, self.draft) = (last.items, last.at, last.draft);
        Ok(true)
    }

    fn reopen(&self, ids: &[String]) -> Result<()> {
        self.context.write(|desk, _| {
            for id in ids {
                desk.reopen(id)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn take_back(&self, first: Seq, last: Seq) -> Result<()> {
        self.context.write(|desk, _| {
            let entries = undoable(desk.reader(), self.context.writer())?;
            if entries.first() != Some(&first) || entries.last() != Some(&last) {
                bail!("something else was recorded since; `onrecord undo` undoes the last write");
            }
            Ok(desk.undo(entries)?)
        })?;
        Ok(())
    }

    /// What was decided: "3 kept, 1 merged".
    pub(super) fn decided(&self) -> String {
        let words = ["kept", "reworded", "merged", "split", "dropped", "changed"];
        let counts = words.iter().map(|word| {
            let count = self.steps.iter().filter(|step| step.what == *word).count();
            (count, word)
        });
        let counts: Vec<String> = counts
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        match counts.is_empty() {
            true => "Nothing was decided".to_owned(),
            false => counts.join(", "),
        }
    }
}

/// The statement that a candidate became.
pub(super) fn key(outcome: StatementOutcome) -> StatementKey {
    match outcome {
        StatementOutcome::New(key)
        | StatementOutcome::Evidence(key, _)
        | StatementOutcome::Unchanged(key)
        | StatementOutcome::TakenBack(key) => key,
    }
}

/// Those at the chosen places, and the others.
fn parted(takes: &[Take], chosen: &[usize]) -> (Vec<Take>, Vec<Take>) {
    let all = takes.iter().cloned().enumerate();
    let (moved, left): (Vec<_>, Vec<_>) = all.partition(|(at, _)| chosen.contains(at));
    let takes = |part: Vec<(usize, Take)>| part.into_iter().map(|(_, take)| take).collect();
    (takes(moved), takes(left))
}
