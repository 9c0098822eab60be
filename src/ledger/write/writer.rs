//! One write: entries appended, posted, and settled at the end.

use crate::journal::{Body, Seq, Stamp};
use crate::ledger::read::lookup::Memo;
use crate::ledger::write::affected::Touched;
use crate::ledger::write::append::Appending;
use crate::ledger::write::indexes::OmittedIndexes;
use crate::ledger::write::post::Posting;
use crate::ledger::write::settle::{self, Changes, Telling};
use crate::ledger::write::tables::Tables;
use crate::ledger::write::words::Indexed;
use crate::ledger::{LedgerError, Reader, Result, Work};

/// A write in progress. Nothing of it is kept unless all of it is.
pub struct Writer<'c> {
    tables: Tables<'c>,
    memo: &'c Memo,
    appending: Appending<'c>,
    indexed: Indexed,
    omitted: OmittedIndexes,
    touched: Touched,
    redacted: bool,
    telling: Telling,
    work: &'c Work,
}

impl<'c> Writer<'c> {
    pub(crate) fn new(
        tables: Tables<'c>,
        memo: &'c Memo,
        stamp: Stamp,
        work: &'c Work,
    ) -> Result<Self> {
        Ok(Self {
            tables,
            memo,
            appending: Appending::new(tables, stamp)?,
            indexed: Indexed::up_to_now(tables)?,
            omitted: OmittedIndexes::default(),
            touched: Touched::default(),
            redacted: false,
            telling: Telling::Changes,
            work,
        })
    }

    /// Answers for the ledger with all that this write has recorded so far; statuses and
    /// discrepancies are those before it.
    pub fn reader(&self) -> Reader<'c> {
        Reader::remembering(self.tables.snapshot(), self.memo)
    }

    pub(crate) fn tables(&self) -> Tables<'c> {
        self.tables
    }

    /// Who writes, and when.
    pub fn stamp(&self) -> &Stamp {
        self.appending.stamp()
    }

    /// The newest entry, of this write or before it.
    pub fn newest(&self) -> Seq {
        self.appending.newest()
    }

    /// How many entries this write has recorded so far.
    pub fn recorded(&self) -> i64 {
        self.first().map_or(0, |first| self.newest() - first + 1)
    }

    /// The first entry of this write; none: it has recorded nothing so far.
    pub fn first(&self) -> Option<Seq> {
        self.appending.first()
    }

    /// Says that nobody will ask what this write changed or read its entries before its end: the
    /// changes of an import are as many as its lines, so none is kept, and entries are stored
    /// many at a time; what is not asked for meanwhile is made at the end.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn in_bulk(&mut self) -> Result<()> {
        self.telling = Telling::Nothing;
        self.appending.in_bulk();
        self.omitted = OmittedIndexes::begin(self.tables, self.memo, self.newest() + 1)?;
        Ok(())
    }

    /// Posts an entry, appends it to the journal, and returns its place.
    ///
    /// # Errors
    /// Where it cannot be written, or speaks of what the ledger does not have;
    /// [`LedgerError::IdTaken`] where it records a statement under the id of another, which leaves
    /// everything as it was.
    pub fn record(&mut self, body: Body) -> Result<Seq> {
        self.offer(body)?.map_err(|(taken, _)| taken)
    }

    /// As [`Writer::record`]; where it records a statement under the id of another, it is given back
    /// beside the error, to be recorded under another id.
    ///
    /// # Errors
    /// As [`Writer::record`].
    pub fn offer(&mut self, body: Body) -> Result<Result<Seq, (LedgerError, Body)>> {
        let seq = self.newest() + 1;
        self.omitted.before(self.tables, self.memo, &body)?;
        match post(self.tables, self.memo, seq, &body, &mut self.touched) {
            Err(taken @ LedgerError::IdTaken { .. }) => return Ok(Err((taken, body))),
            posted => posted?,
        }
        self.omitted.after(self.tables, self.memo)?;
        if let Body::Redaction { of, .. } = &body {
            self.redacted = true;
            self.forget_candidates(of)?;
        }
        self.appending.append(body)?;
        Ok(Ok(seq))
    }

    pub(crate) fn has_redacted(&self) -> bool {
        self.redacted
    }

    /// Folds what was touched, posts the outcome and says what changed.
    pub(crate) fn settle(&mut self) -> Result<Changes> {
        self.appending.finish()?;
        if self.redacted {
            // The caller posts the whole ledger again.
            return Ok(Changes::default());
        }
        self.work.begin("indexing", None);
        self.omitted.make_for_folding(self.tables)?;
        self.memo.forget_said();
        self.indexed.catch_up(self.tables)?;
        self.work.begin("folding", None);
        let last = self.newest();
        let write = self.first().unwrap_or(last)..=last;
        let changes = settle::settle(
            self.tables,
            self.reader(),
            write,
            &self.touched,
            self.telling,
        )?;
        self.work.begin("indexing", None);
        self.omitted.make(self.tables)?;
        Ok(changes)
    }
}

/// Posts an entry's rows, and notes what it touches: as the ledger stood before, and as it stands
/// after.
pub(crate) fn post(
    tables: Tables<'_>,
    memo: &Memo,
    seq: Seq,
    body: &Body,
    touched: &mut Touched,
) -> Result<()> {
    let reader = Reader::remembering(tables.snapshot(), memo);
    touched.add(reader, seq, body)?;
    if let Body::Statement(_) = body {
        // What it touches is the same before and after.
        return Posting::new(tables, reader, seq).post(body);
    }
    match body {
        Body::Merger(_) | Body::Undo { .. } | Body::Redaction { .. } => {
            // These change what ids stand for, so they are posted without memory and all that
            // was remembered is forgotten.
            Posting::new(tables, Reader::new(tables.snapshot(), Seq::MAX), seq).post(body)?;
            memo.forget();
        }
        Body::Party(_) | Body::Source(_) | Body::Text { .. } => {
            Posting::new(tables, reader, seq).post(body)?;
            memo.forget_relations();
        }
        _ => Posting::new(tables, reader, seq).post(body)?,
    }
    touched.add(reader, seq, body)
}
