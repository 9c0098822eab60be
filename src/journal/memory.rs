//! In-memory journals for tests and experiments: further implementations of [`JournalWriter`] and [`SharedJournal`].

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{
    Appended, Body, Entry, Head, Journal, JournalError, JournalWriter, Seq, SharedJournal,
};

/// Entries in a vector.
#[derive(Debug, Default, Clone)]
pub struct MemoryJournal {
    /// The entries, in order. Public so that tests can tamper with them.
    pub entries: Vec<Entry>,
}

impl Journal for MemoryJournal {
    fn head(&self) -> Result<Head, JournalError> {
        Ok(self.entries.last().map_or(Head::EMPTY, Entry::head))
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let entries = self.entries.iter();
        let behind = entries.filter(|entry| entry.header.seq >= from);
        Ok(behind.take(limit).cloned().collect())
    }
}

impl JournalWriter for MemoryJournal {
    fn store(&mut self, expected: &Head, entries: &[Entry]) -> Result<(), JournalError> {
        self.require_head(expected)?;
        self.entries.extend_from_slice(entries);
        Ok(())
    }
}

/// A journal in memory that several desks share. Each clone is the connection of one more desk.
#[derive(Debug, Default)]
pub struct SharedMemory {
    common: Arc<Common>,
    in_turn: bool,
    /// How many appends this desk has noticed.
    noticed: u64,
}

#[derive(Debug, Default)]
struct Common {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    journal: MemoryJournal,
    /// Whether a desk has the turn.
    is_taken: bool,
    appends: u64,
}

/// How long an append waits for a turn that was not taken before.
const TURN: Duration = Duration::from_secs(10);

impl Common {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits, at most for `wait`, while something holds.
    fn wait_while(
        &self,
        wait: Duration,
        holds: impl Fn(&State) -> bool,
    ) -> Option<MutexGuard<'_, State>> {
        let waiting = self
            .changed
            .wait_timeout_while(self.state(), wait, |state| holds(state));
        let (state, _) = waiting.unwrap_or_else(PoisonError::into_inner);
        (!holds(&state)).then_some(state)
    }
}

impl State {
    /// Whether these very entries are in the journal.
    fn holds(&self, entries: &[Entry]) -> bool {
        entries.iter().all(|entry| {
            let stored = self.journal.entries.iter();
            let mut stored = stored.skip_while(|stored| stored.header.seq < entry.header.seq);
            stored
                .next()
                .is_some_and(|stored| stored.header == entry.header)
        })
    }
}

/// Refuses entries that are not chained to `expected`, or whose redactions are not just those of `redacted`.
fn check(expected: &Head, entries: &[Entry], redacted: &[Seq]) -> Result<(), JournalError> {
    let mut head = *expected;
    let mut named = BTreeSet::new();
    for entry in entries {
        let header = &entry.header;
        let follows = header.seq == head.seq + 1
            && header.previous == head.hash
            && header.recorded_at >= head.recorded_at
            && header.hash == header.computed_hash();
        let body = entry
            .body
            .as_ref()
            .filter(|body| body.digest() == header.digest);
        let Some(body) = body.filter(|_| follows) else {
            let what = format!("entry {} does not follow", header.seq);
            return Err(JournalError::Refused(what));
        };
        if let Body::Redaction { of, .. } = Body::read(header.seq, body)? {
            named.extend(of);
        }
        head = entry.head();
    }
    match !entries.is_empty() && named == redacted.iter().copied().collect() {
        true => Ok(()),
        false => Err(JournalError::Refused(
            "the redactions name other entries".to_owned(),
        )),
    }
}

impl SharedMemory {
    /// The entries, for tests.
    pub fn entries(&self) -> Vec<Entry> {
        self.common.state().journal.entries.clone()
    }
}

impl Clone for SharedMemory {
    fn clone(&self) -> Self {
        Self {
            common: Arc::clone(&self.common),
            in_turn: false,
            noticed: self.common.state().appends,
        }
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        // It cannot fail here.
        let _ = self.end_turn();
    }
}

impl Journal for SharedMemory {
    fn head(&self) -> Result<Head, JournalError> {
        self.common.state().journal.head()
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        self.common.state().journal.read(from, limit)
    }
}

impl SharedJournal for SharedMemory {
    fn take_turn(&mut self, wait: Duration) -> Result<Head, JournalError> {
        self.end_turn()?;
        let free = self.common.wait_while(wait, |state| state.is_taken);
        let mut state = free.ok_or(JournalError::Busy)?;
        state.is_taken = true;
        self.in_turn = true;
        state.journal.head()
    }

    fn append(
        &mut self,
        expected: &Head,
        entries: &[Entry],
        redacted: &[Seq],
    ) -> Result<Appended, JournalError> {
        if !self.in_turn {
            self.take_turn(TURN)?;
        }
        let mut state = self.common.state();
        let head = state.journal.head()?;
        let outcome = if head != *expected {
            Ok(match !entries.is_empty() && state.holds(entries) {
                true => Appended::Already,
                false => Appended::Moved(head),
            })
        } else {
            check(expected, entries, redacted).map(|()| {
                state.journal.entries.extend_from_slice(entries);
                for entry in &mut state.journal.entries {
                    entry.body.take_if(|_| redacted.contains(&entry.header.seq));
                }
                state.appends += 1;
                self.noticed += 1;
                Appended::Stored
            })
        };
        drop(state);
        self.end_turn()?;
        outcome
    }

    fn end_turn(&mut self) -> Result<(), JournalError> {
        if std::mem::take(&mut self.in_turn) {
            self.common.state().is_taken = false;
            self.common.changed.notify_all();
        }
        Ok(())
    }

    fn confirm(&mut self, wait: Duration) -> Result<Head, JournalError> {
        let head = self.take_turn(wait)?;
        self.end_turn()?;
        Ok(head)
    }

    fn await_notice(&mut self, wait: Duration) -> Result<bool, JournalError> {
        let noticed = self.noticed;
        let changed = self
            .common
            .wait_while(wait, |state| state.appends == noticed);
        let appends = changed.map(|state| state.appends);
        self.noticed = appends.unwrap_or(noticed);
        Ok(appends.is_some())
    }
}
