//! The claims that a review goes through, and what it records: one write per decision.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::sketch::Sketch;
use crate::answer;
use crate::command::context::Context;
use crate::command::fields::optional;
use crate::desk::{
    Desk, IfExists, Look, StatementOutcome, claims_to_review, shown_with_claim, undoable,
};
use crate::domain::docket::StatementKey;
use crate::domain::slug::Slug;
use crate::journal::Seq;
use crate::ledger::{CandidateFilter, Fate};
use crate::link::draft::{Draft, Take};

/// Why a statement is void that a reviewer drops.
pub(super) const DROPPED: &str = "dropped in review";

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

    /// The candidates on it.
    pub(super) fn into_takes(self) -> Vec<Take> {
        match self {
            Self::Drafted { takes, .. } => takes,
            Self::Recorded(_) => Vec::new(),
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
pub(super) enum Done {
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
    pub(super) sketch: Sketch,
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
        let (sketch, recorded) = context.ask(|view, names| {
            let filter = CandidateFilter {
                source: optional(source.map(str::to_owned).as_ref(), |name| {
                    Ok(names.source(name)?.0)
                })?,
                decided: false,
            };
            let recorded = match source {
                Some(_) => Vec::new(),
                None => claims_to_review(view.reader)?,
            };
            Ok((Sketch::of(view.reader, filter)?, recorded))
        })?;
        let mut items: Vec<Item> = Vec::new();
        for take in &sketch.draft.takes {
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
            sketch,
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
        let unsettled = self.sketch.draft.unsettled.iter();
        unsettled.map(|(id, _)| id.to_string()).collect()
    }

    pub(super) fn item(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    /// Whether the ledger or the draft has a party with this id. One that cannot be looked up counts as taken.
    pub(super) fn has_party(&self, id: &Slug) -> bool {
        let has = self
            .context
            .ask(|view, _| Ok(self.sketch.has_party(view.reader, id)));
        has.unwrap_or(true)
    }

    /// Whether the ledger or the draft has a question with this id. One that cannot be looked up counts as taken.
    pub(super) fn has_question(&self, id: &Slug) -> bool {
        let drafted = self.sketch.draft.questions.iter().any(|one| one.id == *id);
        let held = self
            .context
            .ask(|view, _| Ok(view.reader.question_key(id.as_str())?.is_some()));
        drafted || held.unwrap_or(true)
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
                let part = story.sketch.part(desk.reader(), claim, takes, &[])?;
                desk.take(&part, Look::Person)?;
            }
            let Some(key) = desk.reader().claim_key(item.claim().as_str())? else {
                bail!("claim {} is not recorded any more", item.claim());
            };
            if let Some(text) = &text {
                let mut claim = desk.reader().without_merges().claim(key)?.claim;
                claim.text.clone_from(text);
                claim.unreviewed = false;
                desk.claim(claim, IfExists::Replace)?;
            }
            let keys = shown_with_claim(desk.reader(), key)?;
            desk.review(&keys)?;
            Ok(())
        })?;
        self.done_here();
        Ok(())
    }

    /// Nothing waits at the current position any more.
    pub(super) fn done_here(&mut self) {
        if let Some(Item::Drafted { takes, .. }) = self.items.get_mut(self.at) {
            takes.clear();
        }
        self.at += 1;
    }

    /// Forgets the statements at the current position that somebody else has decided in the meantime. Returns their number.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub(super) fn forget_decided(&mut self) -> Result<usize> {
        let Some(Item::Drafted { takes, .. }) = self.items.get(self.at) else {
            return Ok(0);
        };
        let open = self.context.ask(|view, _| {
            let mut open = Vec::new();
            for take in takes {
                let waiting = view.reader.candidate(take.candidate.as_str())?;
                if waiting.is_some_and(|one| one.fate == Fate::Open) {
                    open.push(take.clone());
                }
            }
            Ok(open)
        })?;
        let decided = takes.len() - open.len();
        if let Some(Item::Drafted { takes, .. }) = self.items.get_mut(self.at) {
            *takes = open;
        }
        Ok(decided)
    }

    /// The keys of the waiting statements of a recorded claim; none for a draft.
    pub(super) fn waiting_keys(&self) -> Result<Vec<StatementKey>> {
        let Some(Item::Recorded(claim)) = self.item() else {
            return Ok(Vec::new());
        };
        self.context.ask(|view, _| {
            let mut waiting = Vec::new();
            let Some(key) = view.reader.claim_key(claim.as_str())? else {
                return Ok(waiting);
            };
            for said in answer::claim_page(view, key, None)?.statements {
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
                self.done_here();
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

    pub(super) fn reject(&mut self, takes: &[Take]) -> Result<()> {
        let ids: Vec<String> = takes
            .iter()
            .map(|take| take.candidate.to_string())
            .collect();
        self.context.write_lists(|desk, _| {
            for id in &ids {
                desk.reject(id, None)?;
            }
            Ok(())
        })?;
        self.note(self.items.clone(), "dropped", Done::Rejected(ids));
        Ok(())
    }

    /// Runs one write of a decision.
    pub(super) fn write(
        &mut self,
        what: &'static str,
        mut work: impl FnMut(&Self, &mut Desk<'_, '_>) -> Result<()>,
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
    pub(super) fn note(&mut self, items: Vec<Item>, what: &'static str, done: Done) {
        self.steps.push(Step {
            items,
            at: self.at,
            draft: self.sketch.draft.clone(),
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
        (self.items, self.at, self.sketch.draft) = (last.items, last.at, last.draft);
        Ok(true)
    }

    fn reopen(&self, ids: &[String]) -> Result<()> {
        self.context.write_lists(|desk, _| {
            for id in ids {
                desk.reopen(id)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn take_back(&self, first: Seq, last: Seq) -> Result<()> {
        self.context.write(|desk, _| {
            let entries = undoable(desk.reader(), &self.context.author(desk.reader())?)?;
            if entries.first() != Some(&first) || entries.last() != Some(&last) {
                bail!("something else was recorded since; `onrecord undo` undoes the last write");
            }
            Ok(desk.undo(entries)?)
        })?;
        Ok(())
    }

    /// What was decided: "3 kept, 1 merged".
    pub(super) fn decided(&self) -> String {
        let words = [
            "kept", "reworded", "merged", "split", "dropped", "changed", "added",
        ];
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
