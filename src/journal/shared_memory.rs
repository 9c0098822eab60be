//! A shared journal in memory, for tests and benchmarks, whose connections can be made to fail.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Appended, Body, Entry, Head, Journal, JournalError, Seq, SharedJournal};

/// Pause between two looks at whether the turn is free.
const PAUSE: Duration = Duration::from_millis(1);

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The journal cannot be reached.
    Unreachable,
    /// Others have the turn all the time.
    Busy,
    /// The entries are stored, but the answer does not arrive.
    UnknownStored,
    /// The entries do not arrive, and neither does an answer.
    UnknownLost,
    /// The turn was taken away because it lasted too long.
    Moved,
    /// The journal does not take the entries.
    Refused,
}

/// One desk's connection to a shared journal in memory.
#[derive(Debug)]
pub struct SharedMemory {
    shared: Arc<Shared>,
    /// Tells the connections apart.
    number: u64,
    /// What goes wrong with the next calls that take the turn, confirm or append.
    faults: VecDeque<Fault>,
    /// The newest entry of which [`SharedJournal::await_notice`] has told.
    noticed: Seq,
    /// How often this connection was asked for something.
    pub asked: u64,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    appended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    entries: Vec<Entry>,
    /// The connection that has the turn.
    turn: Option<u64>,
    connections: u64,
}

impl Default for SharedMemory {
    fn default() -> Self {
        Self::connect(&Arc::default())
    }
}

impl SharedMemory {
    /// An empty journal, or one with these entries.
    pub fn of(entries: Vec<Entry>) -> Self {
        let journal = Self::default();
        journal.state().entries = entries;
        journal
    }

    fn connect(shared: &Arc<Shared>) -> Self {
        let mut state = shared.lock();
        state.connections += 1;
        let number = state.connections;
        drop(state);
        Self {
            shared: Arc::clone(shared),
            number,
            faults: VecDeque::new(),
            noticed: 0,
            asked: 0,
        }
    }

    /// Another connection to the same journal.
    #[must_use]
    pub fn again(&self) -> Self {
        Self::connect(&self.shared)
    }

    /// Makes the next calls that take the turn, confirm or append fail, each in one way.
    pub fn fail(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.extend(faults);
    }

    /// Makes nothing fail any more.
    pub fn fail_no_more(&mut self) {
        self.faults.clear();
    }

    /// Ends the turn of whoever has it, as a server does when it lasts too long.
    pub fn end_any_turn(&self) {
        self.state().turn = None;
    }

    /// All its entries.
    pub fn entries(&self) -> Vec<Entry> {
        self.state().entries.clone()
    }

    /// Changes its entries behind the back of every desk.
    pub fn tamper(&self, change: impl FnOnce(&mut Vec<Entry>)) {
        change(&mut self.state().entries);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.lock()
    }

    /// Fails if this call is to fail before anything reaches the journal.
    fn reach(&mut self) -> Result<(), JournalError> {
        self.asked += 1;
        let lost = || "the connection was cut".to_owned();
        match self.faults.front() {
            Some(Fault::Unreachable) => {
                self.faults.pop_front();
                Err(JournalError::Unreachable(lost()))
            }
            Some(Fault::Busy) => {
                self.faults.pop_front();
                Err(JournalError::Busy)
            }
            _ => Ok(()),
        }
    }

    fn waited_turn(&mut self, wait: Duration) -> Result<Head, JournalError> {
        let mut waited = Duration::ZERO;
        loop {
            let mut state = self.state();
            if state.turn.is_none_or(|turn| turn == self.number) {
                state.turn = Some(self.number);
                return Ok(state.head());
            }
            drop(state);
            if waited >= wait {
                return Err(JournalError::Busy);
            }
            thread::sleep(PAUSE);
            waited += PAUSE;
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole after every change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn head(&self) -> Head {
        self.entries.last().map_or(Head::EMPTY, Entry::head)
    }

    fn at(&self, seq: Seq) -> Option<&Entry> {
        let index = usize::try_from(seq).ok()?.checked_sub(1)?;
        self.entries.get(index)
    }

    /// Compares and appends, all or nothing.
    fn append(
        &mut self,
        expected: &Head,
        entries: &[Entry],
        redacted: &[Seq],
    ) -> Result<Appended, JournalError> {
        let is_there = |entry: &Entry| {
            let held = self.at(entry.header.seq);
            held.is_some_and(|held| held.header.hash == entry.header.hash)
        };
        if !entries.is_empty() && entries.iter().all(is_there) {
            return Ok(Appended::Already);
        }
        if self.head() != *expected {
            return Ok(Appended::Moved(self.head()));
        }
        check(expected, entries, redacted)?;
        self.entries.extend_from_slice(entries);
        for entry in &mut self.entries {
            if redacted.contains(&entry.header.seq) {
                entry.body = None;
            }
        }
        Ok(Appended::Stored)
    }
}

/// Refuses entries that are not chained to `expected`, or whose redactions are not just those of `redacted`.
fn check(expected: &Head, entries: &[Entry], redacted: &[Seq]) -> Result<(), JournalError> {
    let mut head = *expected;
    let mut named = BTreeSet::new();
    for entry in entries {
        let header = &entry.header;
        let is_whole = match &entry.body {
            Some(body) => body.digest() == header.digest,
            // One that the same write redacts.
            None => redacted.contains(&header.seq),
        };
        let follows = header.seq == head.seq + 1
            && header.previous == head.hash
            && header.recorded_at >= head.recorded_at
            && header.hash == header.computed_hash();
        if !is_whole || !follows {
            let what = format!("entry {} does not follow", header.seq);
            return Err(JournalError::Refused(what));
        }
        let body = entry.body.as_ref().map(|body| Body::read(header.seq, body));
        if let Some(Ok(Body::Redaction { of, .. })) = body {
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

impl Journal for SharedMemory {
    fn head(&self) -> Result<Head, JournalError> {
        Ok(self.state().head())
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let state = self.state();
        let start = usize::try_from(from.max(1) - 1).unwrap_or(usize::MAX);
        let rest = state.entries.get(start..).unwrap_or_default();
        Ok(rest.iter().take(limit).cloned().collect())
    }
}

impl SharedJournal for SharedMemory {
    fn take_turn(&mut self, wait: Duration) -> Result<Head, JournalError> {
        self.reach()?;
        self.waited_turn(wait)
    }

    fn append(
        &mut self,
        expected: &Head,
        entries: &[Entry],
        redacted: &[Seq],
    ) -> Result<Appended, JournalError> {
        self.reach()?;
        let fault = self.faults.pop_front();
        let lost = || JournalError::Unknown("the connection was cut".to_owned());
        self.waited_turn(Duration::MAX)?;
        let mut state = self.state();
        state.turn = None;
        match fault {
            Some(Fault::UnknownLost) => return Err(lost()),
            Some(Fault::Moved) => return Ok(Appended::Moved(state.head())),
            Some(Fault::Refused) => {
                return Err(JournalError::Refused("this desk may only read".to_owned()));
            }
            _ => {}
        }
        let appended = state.append(expected, entries, redacted);
        let head = state.head().seq;
        drop(state);
        if matches!(appended, Ok(Appended::Stored)) {
            // A desk knows its own.
            self.noticed = head;
        }
        self.shared.appended.notify_all();
        match fault {
            Some(Fault::UnknownStored) => Err(lost()),
            _ => appended,
        }
    }

    fn end_turn(&mut self) -> Result<(), JournalError> {
        let number = self.number;
        let mut state = self.state();
        state.turn = state.turn.filter(|turn| *turn != number);
        Ok(())
    }

    fn confirm(&mut self, wait: Duration) -> Result<Head, JournalError> {
        self.reach()?;
        let head = self.waited_turn(wait)?;
        self.end_turn()?;
        Ok(head)
    }

    fn await_notice(&mut self, wait: Duration) -> Result<bool, JournalError> {
        let state = self.state();
        let seen = self.noticed;
        let waiting = self
            .shared
            .appended
            .wait_timeout_while(state, wait, |state| state.head().seq <= seen);
        let (state, _) = waiting.unwrap_or_else(PoisonError::into_inner);
        let head = state.head().seq;
        drop(state);
        self.noticed = head;
        Ok(head > seen)
    }
}
