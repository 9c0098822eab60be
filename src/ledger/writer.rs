//! One write: entries appended, posted, and settled at the end.

use rusqlite::Connection;

use super::deferred::Deferred;
use super::journal::AT_ONCE;
use super::memo::Memo;
use super::posting::Posting;
use super::search::Indexed;
use super::settle::{self, Changes, Telling};
use super::touched::Touched;
use super::{Reader, Result, SqliteJournal, Work, rebuild};
use crate::journal::{Body, Draft, Entry, Head, Journal, Salts, Seq, Stamp, chain};

/// A write in progress. Nothing of it is kept unless all of it is.
pub struct Writer<'c> {
    connection: &'c Connection,
    memo: &'c Memo,
    stamp: Stamp,
    head: Head,
    /// Entries behind the journal's own head, `stored`, that are not stored yet.
    pending: Vec<Entry>,
    stored: Head,
    /// So many entries are stored together.
    together: usize,
    written: Option<Seq>,
    indexed: Indexed,
    deferred: Deferred,
    touched: Touched,
    redacted: bool,
    salts: Salts,
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
        let head = SqliteJournal::new(connection).head()?;
        Ok(Self {
            connection,
            memo,
            stamp,
            head,
            pending: Vec::new(),
            stored: head,
            together: 1,
            written: None,
            indexed: Indexed::up_to_now(connection)?,
            deferred: Deferred::default(),
            salts: Salts::default(),
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
        &self.stamp
    }

    /// The newest entry, of this write or before it.
    pub fn newest(&self) -> Seq {
        self.head.seq
    }

    /// How many entries this write has recorded so far.
    pub fn recorded(&self) -> i64 {
        self.written.map_or(0, |first| self.head.seq - first + 1)
    }

    /// The first entry of this write; none: it has recorded nothing so far.
    pub fn first(&self) -> Option<Seq> {
        self.written
    }

    /// Says that nobody will ask what this write changed or read its entries before its end: the
    /// changes of an import are as many as its lines, so none is kept, and entries are stored
    /// many at a time; what is not asked for meanwhile is made at the end.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn in_bulk(&mut self) -> Result<()> {
        self.telling = Telling::Nothing;
        self.together = AT_ONCE;
        self.memo.remember_said(self.head.seq + 1);
        self.deferred = Deferred::begin(self.connection)?;
        Ok(())
    }

    /// Posts an entry, appends it to the journal, and returns its place.
    ///
    /// # Errors
    /// Where it cannot be written, or speaks of what the ledger does not have;
    /// [`LedgerError::IdTaken`](super::LedgerError::IdTaken) where it records a statement under the
    /// id of another, which leaves everything as it was.
    pub fn record(&mut self, body: &Body) -> Result<Seq> {
        let seq = self.head.seq + 1;
        self.deferred.before(self.reader(), body)?;
        post(self.connection, self.memo, seq, body, &mut self.touched)?;
        let draft = Draft {
            written: self.written,
            stamp: self.stamp.clone(),
            body: body.seal(&mut self.salts)?,
        };
        let entry = chain::link(&self.head, draft);
        self.head = entry.head();
        self.written.get_or_insert(seq);
        self.pending.push(entry);
        if self.pending.len() >= self.together {
            self.store()?;
        }
        if let Body::Redaction { of, .. } = body {
            self.redacted = true;
            self.forget_candidates(of)?;
        }
        Ok(seq)
    }

    /// Stores the entries that wait for it.
    fn store(&mut self) -> Result<()> {
        let mut journal = SqliteJournal::new(self.connection);
        journal.store(&self.stored, &self.pending)?;
        self.stored = self.head;
        self.pending.clear();
        Ok(())
    }

    pub(super) fn has_redacted(&self) -> bool {
        self.redacted
    }

    /// Folds what was touched, posts the outcome and says what changed.
    pub(super) fn settle(&mut self) -> Result<Changes> {
        self.store()?;
        if self.redacted {
            self.deferred.make(self.connection)?;
            // What was derived from the redacted words, and is kept for questions about earlier
            // days, has to go too: the ledger is posted anew from what the journal still holds.
            rebuild::repost(self.connection, self.work)?;
            return Ok(Changes::default());
        }
        self.work.begin("indexing", None);
        self.indexed.catch_up(self.connection)?;
        self.work.begin("folding", None);
        let last = self.head.seq;
        let write = self.written.unwrap_or(last)..=last;
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
