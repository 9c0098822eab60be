//! An in-memory journal for tests and experiments: a further implementation of [`JournalWriter`].

use super::{Entry, Head, Journal, JournalError, JournalWriter, Seq};

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
