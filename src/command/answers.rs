//! Answers that a server gives again.
//!
//! A page that stays open asks every second whether it is out of date, several people look at the same overview, and
//! somebody who goes back asks once more for the page before. While nothing is written to the ledger, all of them get
//! the answer that was made the first time. An answer is kept for a minute at most, because some depend on the clock:
//! what they print of it is never finer than a minute.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use crate::ledger::{Ledger, LedgerError};
use crate::web::{Line, Outcome};

/// The most that are kept.
const MOST: usize = 128;
/// Bytes that those that are kept have at most, all together.
const BYTES: usize = 4 * 1024 * 1024;
/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;

/// What an answer depends on besides the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    /// How often the ledger was found changed.
    changes: u64,
    /// The minute, counted from 1970.
    minute: i64,
}

/// Tells whether a ledger was written to, by whatever program.
#[derive(Default)]
struct Watch {
    ledger: Option<Ledger>,
    /// The version of the file's data, as that connection last saw it.
    version: i64,
    changes: u64,
}

impl Watch {
    /// How often the ledger was found changed, which also includes that it was replaced or could not be read.
    fn changes(
        &mut self,
        open: impl FnOnce() -> Result<Ledger, LedgerError>,
    ) -> Result<u64, LedgerError> {
        let (ledger, is_new) = match self.ledger.take().filter(Ledger::is_current) {
            Some(ledger) => (ledger, false),
            None => (open()?, true),
        };
        let version = ledger.data_version()?;
        if is_new || version != self.version {
            self.changes += 1;
            self.version = version;
        }
        self.ledger = Some(ledger);
        Ok(self.changes)
    }
}

/// The answers of one state of the ledger, the newest last.
#[derive(Default)]
struct Shelf {
    state: Option<State>,
    answers: VecDeque<(Line, Outcome)>,
    bytes: usize,
}

impl Shelf {
    fn find(&self, line: &Line, state: State) -> Option<&Outcome> {
        let answers = self.answers.iter().filter(|_| self.state == Some(state));
        answers
            .rev()
            .find_map(|(kept, outcome)| (kept == line).then_some(outcome))
    }

    fn put(&mut self, line: Line, state: State, outcome: Outcome) {
        if self.state != Some(state) {
            *self = Self {
                state: Some(state),
                ..Self::default()
            };
        }
        self.bytes += bytes(&outcome);
        self.answers.push_back((line, outcome));
        while self.answers.len() > MOST || self.bytes > BYTES {
            let Some((_, oldest)) = self.answers.pop_front() else {
                return;
            };
            self.bytes -= bytes(&oldest);
        }
    }
}

fn bytes(outcome: &Outcome) -> usize {
    outcome.answer.as_ref().map_or(0, String::len)
}

/// The answers of a ledger.
#[derive(Default)]
pub(super) struct Answers {
    watch: Mutex<Watch>,
    shelf: Mutex<Shelf>,
}

impl Answers {
    /// The answer to a question at this time: one that was kept, or one that is made.
    pub(super) fn answer(
        &self,
        line: &Line,
        now: DateTime<Utc>,
        open: impl FnOnce() -> Result<Ledger, LedgerError>,
        make: impl FnOnce() -> Outcome,
    ) -> Outcome {
        // Looked at first: what is written while the answer is being made makes the next question ask again.
        let Ok(changes) = lock(&self.watch).changes(open) else {
            return make();
        };
        let minute = now.timestamp_millis().div_euclid(MINUTE);
        let state = State { changes, minute };
        if let Some(kept) = lock(&self.shelf).find(line, state) {
            return kept.clone();
        }
        let outcome = make();
        if outcome.answer.is_ok() {
            lock(&self.shelf).put(line.clone(), state, outcome.clone());
        }
        outcome
    }
}

/// Both are whole after every change.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
