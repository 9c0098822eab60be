//! The drafts that a server shows.
//!
//! Making one takes seconds in a large ledger, so a page of it shows the one that was made last while a newer one is
//! being made beside it. A draft follows what was decided on candidates at once; other records may wait until ten times
//! as long has passed as it took, so that a busy desk does not make drafts all the time. Programs always get the newest.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use crate::journal::Seq;
use crate::ledger::CandidatesState;
use crate::web::{Line, Outcome};

/// The most that are kept.
const MOST: usize = 4;
/// How long a page waits for a new one. Most ledgers need less.
const PATIENCE: Duration = Duration::from_millis(300);
/// The pause before a new one is made because of what does not concern candidates, in times of what one takes.
const REST: u32 = 10;

/// What a draft depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DraftState {
    /// The newest entry.
    pub(super) entry: Seq,
    pub(super) candidates: CandidatesState,
    pub(super) day: NaiveDate,
}

/// A draft that was made.
struct Made {
    line: Line,
    state: DraftState,
    outcome: Outcome,
    took: Duration,
    done: Instant,
}

#[derive(Default)]
struct Shelf {
    made: Vec<Made>,
    /// The one that is being made.
    making: Option<Line>,
}

impl Shelf {
    fn last(&self, line: &Line) -> Option<&Made> {
        self.made.iter().find(|made| made.line == *line)
    }

    fn put(&mut self, made: Made) {
        self.made.retain(|other| other.line != made.line);
        self.made.insert(0, made);
        self.made.truncate(MOST);
    }

    /// Whether to make a new one for somebody who finds the ledger in this state.
    fn is_due(&self, line: &Line, state: &DraftState) -> bool {
        let rests = |made: &Made| {
            made.state.candidates == state.candidates && made.done.elapsed() < made.took * REST
        };
        self.making.is_none() && !self.last(line).is_some_and(rests)
    }
}

/// The drafts of a ledger.
#[derive(Default)]
pub(super) struct Drafts {
    shelf: Mutex<Shelf>,
    made: Condvar,
    /// Held by whoever makes a draft: one takes much memory in a large ledger, so two are not made at a time.
    making: Mutex<()>,
}

impl Drafts {
    /// The draft of a ledger in this state, for a program.
    pub(super) fn newest(
        &self,
        line: &Line,
        state: DraftState,
        make: impl FnOnce() -> Outcome,
    ) -> Outcome {
        let turn = lock(&self.making);
        if let Some(made) = self.made_of(line, &state) {
            return made;
        }
        let began = Instant::now();
        let outcome = make();
        self.put(line, state, began, outcome.clone());
        drop(turn);
        outcome
    }

    /// The draft of a ledger in this state, for a page, or the last one before it.
    pub(super) fn shown(
        self: &Arc<Self>,
        line: &Line,
        state: DraftState,
        make: impl FnOnce() -> Outcome + Send + 'static,
    ) -> Outcome {
        if let Some(made) = self.made_of(line, &state) {
            return made;
        }
        let mut shelf = self.lock();
        if shelf.is_due(line, &state) {
            shelf.making = Some(line.clone());
            let (drafts, line) = (Arc::clone(self), line.clone());
            thread::spawn(move || {
                // Whatever becomes of it, the next one can be made.
                let done = Done(&drafts);
                let turn = lock(&drafts.making);
                let began = Instant::now();
                let outcome = make();
                drafts.put(&line, state, began, outcome);
                drop(turn);
                drop(done);
            });
        }
        let is_making = |shelf: &mut Shelf| shelf.making.as_ref() == Some(line);
        let waited = self.made.wait_timeout_while(shelf, PATIENCE, is_making);
        let (shelf, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match shelf.last(line) {
            Some(made) => Outcome {
                is_passing: made.state != state,
                ..made.outcome.clone()
            },
            None => Outcome {
                answer: Ok(String::new()),
                remarks: vec!["The draft is being made, and appears here when it is.".to_owned()],
                is_passing: true,
                beside: String::new(),
            },
        }
    }

    /// The draft of this very state, if it was made.
    fn made_of(&self, line: &Line, state: &DraftState) -> Option<Outcome> {
        let shelf = self.lock();
        let made = shelf.last(line).filter(|made| made.state == *state);
        made.map(|made| made.outcome.clone())
    }

    fn put(&self, line: &Line, state: DraftState, began: Instant, outcome: Outcome) {
        self.lock().put(Made {
            line: line.clone(),
            state,
            outcome,
            took: began.elapsed(),
            done: Instant::now(),
        });
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        lock(&self.shelf)
    }
}

/// The shelf is whole after every change.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says when it is dropped that nothing is being made any more.
struct Done<'d>(&'d Drafts);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.lock().making = None;
        self.0.made.notify_all();
    }
}
