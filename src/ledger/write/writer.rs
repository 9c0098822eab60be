//! One write: entries are appended and posted, then settled at the end.

use crate::journal::{Body, Seq, Stamp};
use crate::ledger::read::lookup::Lookup;
use crate::ledger::write::affected::Affected;
use crate::ledger::write::append::Appender;
use crate::ledger::write::candidates::forget_candidates;
use crate::ledger::write::changes::{Changes, Telling};
use crate::ledger::write::indexes::OmittedIndexes;
use crate::ledger::write::post::Posting;
use crate::ledger::write::settle;
use crate::ledger::write::tables::Tables;
use crate::ledger::write::words::Indexed;
use crate::ledger::{LedgerError, Progress, Reader, Result};

/// A write in progress. It is kept as a whole or not at all.
pub struct Writer<'c> {
    tables: Tables<'c>,
    lookup: &'c Lookup,
    appender: Appender<'c>,
    indexed: Indexed,
    omitted: OmittedIndexes,
    affected: Affected,
    /// The entries whose bodies were removed.
    redacted: Vec<Seq>,
    telling: Telling,
    work: &'c Progress,
}

impl<'c> Writer<'c> {
    pub(crate) fn new(
        tables: Tables<'c>,
        lookup: &'c Lookup,
        stamp: Stamp,
        work: &'c Progress,
    ) -> Result<Self> {
        Ok(Self {
            tables,
            lookup,
            appender: Appender::new(tables, stamp)?,
            indexed: Indexed::up_to_now(tables)?,
            omitted: OmittedIndexes::default(),
            affected: Affected::default(),
            redacted: Vec::new(),
            telling: Telling::Changes,
            work,
        })
    }

    /// Reads the ledger including everything this write has recorded so far. Statuses and
    /// discrepancies are still those before the write.
    pub fn reader(&self) -> Reader<'c> {
        Reader::remembering(self.tables.snapshot(), self.lookup)
    }

    pub(crate) fn tables(&self) -> Tables<'c> {
        self.tables
    }

    /// Who is writing, and when.
    pub fn stamp(&self) -> &Stamp {
        self.appender.stamp()
    }

    /// The newest entry, whether of this write or an earlier one.
    pub fn newest(&self) -> Seq {
        self.appender.newest()
    }

    /// How many entries this write has recorded so far.
    pub fn recorded(&self) -> i64 {
        self.first().map_or(0, |first| self.newest() - first + 1)
    }

    /// The first entry of this write, or `None` if it has recorded nothing yet.
    pub fn first(&self) -> Option<Seq> {
        self.appender.first()
    }

    /// Declares that the caller will not read the entries of this write before its end, or ask which
    /// claims it left as they were. Entries are stored in batches, and indexes that are not needed
    /// are built at the end.
    pub fn in_bulk(&mut self) -> Result<()> {
        self.telling = Telling::Moves;
        self.appender.in_bulk();
        self.omitted = OmittedIndexes::begin(self.tables, self.lookup, self.newest() + 1)?;
        Ok(())
    }

    /// Posts an entry, appends it to the journal and returns its number.
    ///
    /// # Errors
    /// [`LedgerError::Dangling`] if it refers to something the ledger does not have.
    /// [`LedgerError::IdTaken`] if it is a statement whose id is already taken; nothing is changed
    /// then.
    pub fn record(&mut self, body: Body) -> Result<Seq> {
        self.offer(body)?.map_err(|(taken, _)| taken)
    }

    /// Like [`Writer::record`], but returns the body with the error if its id is already taken, so
    /// that the caller can record it under another id.
    ///
    /// # Errors
    /// As [`Writer::record`].
    pub fn offer(&mut self, body: Body) -> Result<Result<Seq, (LedgerError, Body)>> {
        let seq = self.newest() + 1;
        self.omitted.before(self.tables, self.lookup, &body)?;
        match post(self.tables, self.lookup, seq, &body, &mut self.affected) {
            Err(taken @ LedgerError::IdTaken { .. }) => return Ok(Err((taken, body))),
            posted => posted?,
        }
        self.omitted.after(self.tables, self.lookup)?;
        if let Body::Redaction { of, .. } = &body {
            self.redacted.extend(of);
            forget_candidates(self.tables, of)?;
        }
        self.appender.append(body)?;
        Ok(Ok(seq))
    }

    /// The entries whose bodies this write removed.
    pub(crate) fn redacted(&self) -> &[Seq] {
        &self.redacted
    }

    /// Folds the affected claims, posts the outcome and returns what changed.
    pub(crate) fn settle(&mut self) -> Result<Changes> {
        self.appender.finish()?;
        if !self.redacted.is_empty() {
            // The caller rebuilds the whole ledger.
            return Ok(Changes::default());
        }
        self.work.begin("indexing", None);
        self.omitted.make_for_folding(self.tables)?;
        self.lookup.forget_said();
        self.indexed.catch_up(self.tables)?;
        self.work.begin("folding", None);
        let last = self.newest();
        let write = self.first().unwrap_or(last)..=last;
        let changes = settle::settle(
            self.tables,
            self.reader(),
            write,
            &self.affected,
            self.telling,
        )?;
        self.work.begin("indexing", None);
        self.omitted.make(self.tables)?;
        Ok(changes)
    }
}

/// Posts an entry's rows and notes what it affects, both before and after posting.
pub(crate) fn post(
    tables: Tables<'_>,
    lookup: &Lookup,
    seq: Seq,
    body: &Body,
    affected: &mut Affected,
) -> Result<()> {
    refuse_later(seq, body)?;
    let reader = Reader::remembering(tables.snapshot(), lookup);
    affected.add(reader, seq, body)?;
    if let Body::Statement(_) = body {
        // A statement affects the same claims before and after.
        return Posting::new(tables, reader, seq).post(body);
    }
    match body {
        Body::Merger(_) | Body::Undo { .. } | Body::Redaction { .. } => {
            // These change what ids refer to, so they are posted without the lookup, and the lookup is
            // cleared.
            Posting::new(tables, Reader::new(tables.snapshot(), Seq::MAX), seq).post(body)?;
            lookup.forget();
        }
        Body::Party(_) | Body::Source(_) | Body::Text { .. } => {
            Posting::new(tables, reader, seq).post(body)?;
            lookup.forget_relations();
        }
        _ => Posting::new(tables, reader, seq).post(body)?,
    }
    affected.add(reader, seq, body)
}

/// Takes out what a redaction takes out, and nothing more: for tables that are posted again.
pub(crate) fn post_redaction(tables: Tables<'_>, seq: Seq, redaction: &Body) -> Result<()> {
    refuse_later(seq, redaction)?;
    Posting::new(tables, Reader::new(tables.snapshot(), Seq::MAX), seq).post(redaction)
}

/// Refuses an entry that refers by number to itself or to a later entry. The desk writes none, but
/// a journal may come from elsewhere.
fn refuse_later(seq: Seq, body: &Body) -> Result<()> {
    let of = match body {
        Body::Correction { of, .. } | Body::Void { of, .. } | Body::Evidence { of, .. } => {
            std::slice::from_ref(of)
        }
        Body::Redaction { of, .. } | Body::Undo { of } | Body::Review { of } => of,
        _ => return Ok(()),
    };
    match of.iter().find(|of| !(1..seq).contains(*of)) {
        Some(of) => Err(LedgerError::unpostable(
            seq,
            &format!("it refers to entry {of}, which is not an earlier one"),
        )),
        None => Ok(()),
    }
}
