//! Progress of a long operation, and a way to stop it.
//!
//! The code doing the work reports here and the code watching it reads here, so neither depends on
//! the other.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use crate::journal::{Entry, Head, Journal, JournalError, Seq};

/// A long operation, shared between the code doing it and the code watching it.
#[derive(Debug, Default)]
pub struct Progress {
    stop: AtomicBool,
    begun: AtomicBool,
    within: AtomicUsize,
    done: AtomicU64,
    stage: Mutex<Stage>,
}

/// A part of the work with its own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stage {
    /// What it does, in a word: `recording`.
    pub what: &'static str,
    /// The amount to do, or `None` if unknown.
    pub total: Option<u64>,
    /// Whether it is counted in bytes rather than entries or pages.
    pub bytes: bool,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It has not touched the ledger's file yet.
    Before,
    /// It is using the file, and stops if asked to.
    Within,
    /// It has finished with the file.
    After,
}

/// The work is [`Place::Within`] while at least one of these exists. They may be nested.
pub(super) struct Within<'w>(&'w Progress);

impl Progress {
    /// Asks the work to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it has been asked to stop.
    pub fn is_to_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How far the work is.
    pub fn place(&self) -> Place {
        if self.within.load(Ordering::SeqCst) > 0 {
            Place::Within
        } else if self.begun.load(Ordering::SeqCst) {
            Place::After
        } else {
            Place::Before
        }
    }

    pub(super) fn within(&self) -> Within<'_> {
        self.within.fetch_add(1, Ordering::SeqCst);
        self.begun.store(true, Ordering::SeqCst);
        Within(self)
    }

    /// Starts a new stage, counting from zero.
    pub fn begin(&self, what: &'static str, total: Option<u64>) {
        let mut stage = self
            .stage
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        self.done.store(0, Ordering::Relaxed);
        *stage = Stage {
            what,
            total,
            bytes: false,
        };
    }

    /// Starts a new stage counted in bytes.
    pub fn begin_bytes(&self, what: &'static str, total: Option<u64>) {
        self.begin(what, total);
        let mut stage = self
            .stage
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        stage.bytes = true;
    }

    /// Adds to the amount done.
    pub fn advance(&self, by: u64) {
        self.done.fetch_add(by, Ordering::Relaxed);
    }

    /// The current stage and the amount done in it.
    pub fn progress(&self) -> (Stage, u64) {
        let stage = self
            .stage
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        (*stage, self.done.load(Ordering::Relaxed))
    }
}

impl Drop for Within<'_> {
    fn drop(&mut self) {
        self.0.within.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A journal that counts the entries read from it as work.
pub struct Counted<'w, J> {
    journal: J,
    work: &'w Progress,
}

impl<'w, J: Journal> Counted<'w, J> {
    /// Starts a stage that reads the whole journal.
    pub fn reading(
        journal: J,
        work: &'w Progress,
        what: &'static str,
    ) -> Result<Self, JournalError> {
        work.begin(what, u64::try_from(journal.head()?.seq).ok());
        Ok(Self { journal, work })
    }
}

impl<J: Journal> Journal for Counted<'_, J> {
    fn head(&self) -> Result<Head, JournalError> {
        self.journal.head()
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let page = self.journal.read(from, limit)?;
        self.work.advance(page.len() as u64);
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_within_until_its_last_part_is_done() {
        let work = Progress::default();
        assert_eq!(work.place(), Place::Before);
        let whole = work.within();
        drop(work.within());
        assert_eq!(work.place(), Place::Within);
        drop(whole);
        assert_eq!(work.place(), Place::After);
    }
}
