//! One write: entries appended, posted, and settled at the end.

use rusqlite::Connection;

use super::appending::Appending;
use super::deferred::Deferred;
use super::memo::Memo;
use super::posting::Posting;
use super::search::Indexed;
use super::settle::{self, Changes, Telling};
use super::touched::Touched;
use super::{LedgerError, Reader, Result, Work, rebuild};
use crate::journal::{Body, Seq, Stamp};

/// A write in progress. Nothing of it is kept unless all of it is.
pub struct Writer<'c> {
    connection: &'c Connection,
    memo: &'c Memo,
    appending: Appending<'c>,
    indexed: Indexed,
    deferred: Deferred,
    touched: Touched,
    redacted: bool,
    telling: Telling,
    work: &'c Work,
}

impl<'c> Writer<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        memo: &'c Memo,
        stamp: Stamp,
        work: &'c Work,
    ) -> Result<Self> {
        Ok(Self {
            connection,
            memo,
            appending: Appending::new(connection, stamp)?,
            indexed: Indexed::up_to_now(connection)?,
            deferred: Deferred::default(),
            touched: Touched::default(),
            redacted: false,
            telling: Telling::Changes,
            work,
        })
    }

    /// Answers for the ledger with all that this write has recorded so far; statuses and
    /// discrepancies are those before it.
    pub fn reader(&self) -> Reader<'c> {
        Reader::remembering(self.connection, self.memo)
    }

    pub(super) fn connection(&self) -> &'c Connection {
        self.connection
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
        self.deferred = Deferred::begin(self.connection, self.memo, self.newest() + 1)?;
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
        self.deferred.before(self.reader(), &body)?;
        match post(self.connection, self.memo, seq, &body, &mut self.touched) {
            Err(taken @ LedgerError::IdTaken { .. }) => return Ok(Err((taken, body))),
            posted => posted?,
        }
        self.deferred.after(self.connection, self.memo)?;
        if let Body::Redaction { of, .. } = &body {
            self.redacted = true;
            self.forget_candidates(of)?;
        }
        self.appending.append(body)?;
        Ok(Ok(seq))
    }

    pub(super) fn has_redacted(&self) -> bool {
        self.redacted
    }

    /// Folds what was touched, posts the outcome and says what changed.
    pub(super) fn settle(&mut self) -> Result<Changes> {
        self.appending.finish()?;
        if self.redacted {
            self.deferred.make(self.connection)?;
            // What was derived from the redacted words, and is kept for questions about earlier
            // days, has to go too: the ledger is posted anew from what the journal still holds.
            rebuild::repost(self.connection, self.work)?;
            return Ok(Changes::default());
        }
        self.work.begin("indexing", None);
        self.deferred.make_for_folding(self.connection)?;
        self.memo.forget_said();
        self.indexed.catch_up(self.connection)?;
        self.work.begin("folding", None);
        let last = self.newest();
        let write = self.first().unwrap_or(last)..=last;
        let changes = settle::settle(self.reader(), write, &self.touched, self.telling)?;
        self.work.begin("indexing", None);
        self.deferred.make(self.connection)?;
        Ok(changes)
    }
}

/// Posts an entry's rows, and notes what it touches: as the ledger stood before, and as it stands
/// after.
pub(super) fn post(
    connection: &Connection,
    memo: &Memo,
    seq: Seq,
    body: &Body,
    touched: &mut Touched,
) -> Result<()> {
    let reader = Reader::remembering(connection, memo);
    touched.add(reader, seq, body)?;
    if let Body::Statement(_) = body {
        // What it touches is the same before and after.
        return Posting::new(reader, seq).post(body);
    }
    match body {
        Body::Merger(_) | Body::Undo { .. } | Body::Redaction { .. } => {
            // These change what ids stand for, so they are posted without memory and all that
            // was remembered is forgotten.
            Posting::new(Reader::new(connection, Seq::MAX), seq).post(body)?;
            memo.forget();
        }
        Body::Party(_) | Body::Source(_) | Body::Text { .. } => {
            Posting::new(reader, seq).post(body)?;
            memo.forget_relations();
        }
        _ => Posting::new(reader, seq).post(body)?,
    }
    touched.add(reader, seq, body)
}
