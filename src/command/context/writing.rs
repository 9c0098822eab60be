//! Writing to the ledger.

use anyhow::{Result, bail};

use super::Context;
use crate::command::exit::Done;
use crate::command::names::Names;
use crate::desk::{Desk, DeskError};
use crate::ledger::{Access, Changes, Ledger, LedgerError, Writer};

impl Context {
    /// Runs one write of the desk.
    ///
    /// # Errors
    /// If the ledger cannot be written, and what `work` returns. The ledger is then unchanged.
    pub fn write<T>(
        &self,
        work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        self.write_of(Extent::Few, work)
    }

    /// Runs one write that changes the lists of candidates and feeds alone, which every desk has for itself.
    ///
    /// # Errors
    /// As [`Context::write`], and if it recorded something in a shared journal.
    pub fn write_lists<T>(
        &self,
        work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        let mut ledger = self.open_to_write()?;
        let (done, changes) = self.record(&mut ledger, Extent::Few, work)?;
        Ok(self.written(ledger, done, changes))
    }

    /// Runs one write of the desk that may record most of the ledger.
    ///
    /// # Errors
    /// As [`Context::write`].
    pub fn write_in_bulk<T>(
        &self,
        work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        self.write_of(Extent::Bulk, work)
    }

    /// Runs one write that is not kept, to show what it would lead to: the ledger that comes back forgets it when it is
    /// dropped.
    ///
    /// # Errors
    /// As [`Context::write`].
    pub fn rehearse<T>(
        &self,
        work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        self.refuse_clocks()?;
        let mut ledger = self.opened(Ledger::rehearsal(&self.path, self.patience)?)?;
        let (done, changes) = self.record(&mut ledger, Extent::Bulk, work)?;
        Ok(Written {
            ledger,
            done,
            changes,
        })
    }

    /// Runs one write on an empty ledger in memory, to learn whether it is refused.
    ///
    /// # Errors
    /// As [`Context::write`].
    pub fn rehearse_on_none<T>(
        &self,
        work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<()> {
        self.record(&mut Ledger::in_memory()?, Extent::Few, work)?;
        Ok(())
    }

    fn write_of<T>(
        &self,
        extent: Extent,
        mut work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        let mut ledger = self.open_to_write()?;
        let work = |desk: &mut Desk<'_, '_>, names: Names<'_>| {
            self.seen
                .iter()
                .try_for_each(|seen| desk.require_version(seen))?;
            work(desk, names)
        };
        #[cfg(feature = "shared")]
        let shared = ledger.now().shared_journal()?;
        #[cfg(feature = "shared")]
        let (done, changes) = match shared {
            Some(sharing) if !self.desk_line.is_for_lists => {
                self.record_shared(&mut ledger, &sharing, extent, work)?
            }
            _ => self.record(&mut ledger, extent, work)?,
        };
        #[cfg(not(feature = "shared"))]
        let (done, changes) = self.record(&mut ledger, extent, work)?;
        Ok(self.written(ledger, done, changes))
    }

    /// Opens the ledger for a write, if there may be one.
    fn open_to_write(&self) -> Result<Ledger> {
        self.refuse_clocks()?;
        if !self.may_write {
            bail!("a question records nothing");
        }
        Ok(self.open(Access::Write)?)
    }

    /// A write that is committed.
    fn written<T>(&self, ledger: Ledger, done: T, changes: Changes) -> Written<T> {
        self.note_done(Done::Recorded);
        self.warn_if_ahead(&ledger.journal());
        Written {
            ledger,
            done,
            changes,
        }
    }

    pub(super) fn record<T>(
        &self,
        ledger: &mut Ledger,
        extent: Extent,
        mut work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<(T, Changes)> {
        let work = |writer: &mut Writer<'_>| self.at_desk(writer, &mut work);
        Ok(match extent {
            Extent::Few => ledger.write(self.stamp(), work)?,
            Extent::Bulk => ledger.write_in_bulk(self.stamp(), work)?,
        })
    }

    /// Whether the beginning of a name will do. A command that may wait is decided later, when it may fit something else.
    fn takes_prefixes(&self) -> bool {
        #[cfg(feature = "shared")]
        if self.desk_line.is_being_held() {
            return false;
        }
        self.interactive
    }

    /// Runs the work of a write at the desk.
    pub(super) fn at_desk<T>(
        &self,
        writer: &mut Writer<'_>,
        work: &mut impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<T>,
    ) -> Result<T, Refused> {
        let names = Names::for_writing(writer.reader(), self.takes_prefixes(), self.calendar());
        let mut desk = Desk::new(writer, self.now).on(self.calendar().today());
        work(&mut desk, names).map_err(Refused)
    }
}

/// How much a write records.
#[derive(Clone, Copy)]
pub(super) enum Extent {
    /// A few entries.
    Few,
    /// As many as a file holds.
    Bulk,
}

/// A committed write.
pub struct Written<T> {
    /// The ledger, to answer from.
    pub ledger: Ledger,
    /// What the work returned.
    pub done: T,
    /// What changed.
    pub changes: Changes,
}

/// An error of the work inside a write, carried through the ledger.
pub(super) struct Refused(anyhow::Error);

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        Self(DeskError::from(error).into())
    }
}

impl From<Refused> for anyhow::Error {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}
