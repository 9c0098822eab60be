//! A journal in memory: the second backend of the contract, for tests and trials.

use super::{Draft, Entry, Head, Journal, JournalError, Seq, chain};

/// Entries in a vector.
#[derive(Debug, Default, Clone)]
pub struct MemoryJournal {
    /// The entries, in order. Open to tests that tamper.
    pub entries: Vec<Entry>,
}

impl Journal for MemoryJournal {
    fn head(&self) -> Result<Head, JournalError> {
        Ok(self.entries.last().map_or(Head::EMPTY, |entry| Head {
            seq: entry.header.seq,
            hash: entry.header.hash,
            recorded_at: entry.header.recorded_at,
        }))
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let entries = self.entries.iter();
        let behind = entries.filter(|entry| entry.header.seq >= from);
        Ok(behind.take(limit).cloned().collect())
    }

    fn append(&mut self, expected: &Head, draft: Draft) -> Result<Head, JournalError> {
        let found = self.head()?;
        if found != *expected {
            return Err(JournalError::Moved {
                expected: expected.seq,
                found: found.seq,
            });
        }
        self.entries.push(chain::link(expected, draft));
        self.head()
    }
}
