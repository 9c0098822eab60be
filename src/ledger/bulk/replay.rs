//! Posting entries that the journal has already, write by write.

use crate::journal::{Body, Seq};
use crate::ledger::read::lookup::Lookup;
use crate::ledger::write::affected::Affected;
use crate::ledger::write::changes::{ChangesOfAll, Telling};
use crate::ledger::write::indexes::OmittedIndexes;
use crate::ledger::write::settle;
use crate::ledger::write::tables::Tables;
use crate::ledger::write::writer;
use crate::ledger::{Changes, Reader, Result};

/// How a replay settles each write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settling {
    /// From all statements, which also checks what incremental replays posted.
    InFull,
    /// As the write itself was settled, and collecting what it changed.
    AsWritten(Telling),
}

/// Posts entries in order, and settles each write where it ends.
pub(crate) struct Replay<'c> {
    tables: Tables<'c>,
    lookup: &'c Lookup,
    omitted: OmittedIndexes,
    settling: Settling,
    affected: Affected,
    /// The write in progress: its first entry and its newest one so far.
    last: Option<(Seq, Seq)>,
    changes: ChangesOfAll,
}

impl<'c> Replay<'c> {
    /// For tables whose `omitted` indexes are left out.
    pub(crate) fn new(
        tables: Tables<'c>,
        lookup: &'c Lookup,
        omitted: OmittedIndexes,
        settling: Settling,
    ) -> Self {
        Self {
            tables,
            lookup,
            omitted,
            settling,
            affected: Affected::default(),
            last: None,
            changes: ChangesOfAll::default(),
        }
    }

    /// Posts the entry `seq` of the write `written`, which has no body if it was redacted.
    pub(crate) fn take(&mut self, seq: Seq, written: Seq, body: Option<&Body>) -> Result<()> {
        if self.last.is_some_and(|(before, _)| before != written) {
            self.settle()?;
        }
        self.last = Some((written, seq));
        let Some(body) = body else {
            return Ok(());
        };
        self.omitted.before(self.tables, self.lookup, body)?;
        writer::post(self.tables, self.lookup, seq, body, &mut self.affected)?;
        self.omitted.after(self.tables, self.lookup)
    }

    /// Settles the last write.
    pub(crate) fn settle(&mut self) -> Result<()> {
        let affected = std::mem::take(&mut self.affected);
        let Some((first, last)) = self.last.take() else {
            return Ok(());
        };
        let (affected, telling) = match self.settling {
            Settling::InFull => (affected.in_full(), Telling::Nothing),
            Settling::AsWritten(telling) => (affected, telling),
        };
        self.omitted.make_for_folding(self.tables)?;
        let reader = Reader::remembering(self.tables.snapshot(), self.lookup);
        let write = first..=last;
        let changes = settle::settle(self.tables, reader, write, &affected, telling)?;
        self.changes.add(changes);
        Ok(())
    }

    /// Makes the indexes that were left out, and returns what all writes changed.
    pub(crate) fn finish(mut self) -> Result<Changes> {
        self.omitted.make(self.tables)?;
        self.changes
            .whole(Reader::new(self.tables.snapshot(), Seq::MAX))
    }
}
