//! Reading a journal write by write, to post another edition of it.

use std::collections::VecDeque;

use crate::journal::{Entry, Journal, PAGE, Seq, Stamp};
use crate::ledger::{Reader, Result};

/// Entries of one write from which on it is posted in bulk.
pub(super) const BULK: usize = 64;

/// The entries of a journal up to one of them, write by write.
pub(super) struct Entries<'c> {
    desk: Reader<'c>,
    last: Seq,
    next: Seq,
    waiting: VecDeque<Entry>,
}

impl<'c> Entries<'c> {
    /// Those that `desk` knows of.
    pub(super) fn of(desk: Reader<'c>) -> Result<Self> {
        Ok(Self {
            last: desk.newest()?,
            desk,
            next: 1,
            waiting: VecDeque::new(),
        })
    }

    /// Reads on until `count` entries are waiting, or all that are left.
    fn fill(&mut self, count: usize) -> Result<()> {
        while self.waiting.len() < count && self.next <= self.last {
            let page = self.desk.journal().read(self.next, PAGE)?;
            let Some(newest) = page.last() else {
                return Ok(());
            };
            self.next = newest.header.seq + 1;
            let held = page.into_iter();
            let held = held.filter(|entry| entry.header.seq <= self.last);
            self.waiting.extend(held);
        }
        Ok(())
    }

    /// The number and the stamp of the write that comes next.
    pub(super) fn next_write(&mut self) -> Result<Option<(Seq, Stamp)>> {
        self.fill(1)?;
        let first = self.waiting.front().map(|entry| &entry.header);
        Ok(first.map(|header| {
            let stamp = Stamp {
                recorded_at: header.recorded_at,
                recorded_by: header.recorded_by.clone(),
            };
            (header.written, stamp)
        }))
    }

    /// Whether at least `count` entries of a write are still to come.
    pub(super) fn has_of(&mut self, write: Seq, count: usize) -> Result<bool> {
        self.fill(count)?;
        let last = self.waiting.get(count - 1);
        Ok(last.is_some_and(|entry| entry.header.written == write))
    }

    /// The next entry, if it belongs to a write.
    pub(super) fn next_of(&mut self, write: Seq) -> Result<Option<Entry>> {
        self.fill(1)?;
        let next = self.waiting.front();
        if next.is_none_or(|entry| entry.header.written != write) {
            return Ok(None);
        }
        Ok(self.waiting.pop_front())
    }
}
