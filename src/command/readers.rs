//! Ledgers that a server keeps open between two questions.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ledger::Ledger;

/// The most that are kept: one for each question that is answered at a time.
const MOST: usize = 4;

/// Ledgers open for reading, which nobody uses at the moment.
///
/// Opening one costs more than most answers: its schema is parsed and compared with the program's own, and each query
/// is prepared again.
#[derive(Default)]
pub(super) struct Readers(Mutex<Vec<Ledger>>);

impl Readers {
    /// One that is still open on the file at its path, and whose schema nobody changed.
    pub(super) fn take(&self) -> Option<Ledger> {
        loop {
            let ledger = self.lock().pop()?;
            if ledger.is_current() {
                return Some(ledger);
            }
        }
    }

    /// Keeps one for the next question.
    pub(super) fn keep(&self, ledger: Ledger) {
        let mut idle = self.lock();
        if idle.len() < MOST {
            idle.push(ledger);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Ledger>> {
        // The list is whole after every change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
