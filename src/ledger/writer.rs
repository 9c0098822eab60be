//! One write: entries appended, posted, and settled at the end.

use rusqlite::Connection;

use super::memo::Memo;
use super::posting::Posting;
use super::search::Indexed;
use super::settle::{self, Changes, Telling};
use super::touched::Touched;
use super::{Reader, Result, SqliteJournal, Work, rebuild};
use crate::journal::{Body, Draft, Head, Journal, Seq, Stamp};

/// A write in progress. Nothing of it is kept unless all of it is.
pub struct Writer<'c> {
    connection: &'c Connection,
    memo: &'c Memo,
    stamp: Stamp,
    head: Head,
    written: Option<Seq>,
    indexed: Indexed,
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
        let head = SqliteJournal::new(connection).head()?;
        Ok(Self {
            connection,
            memo,
            stamp,
            head,
            written: None,
            indexed: Indexed::up_to_now(connection)?,
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

    /// Says that nobody will ask what this write changed, so that nothing of it is kept: the
    /// changes of an import are as many as its lines.
    pub fn tell_nothing(&mut self) {
        self.telling = Telling::Nothing;
    }

    /// Appends an entry to the journal, posts it, and returns its place.
    ///
    /// # Errors
    /// Where it cannot be written, or speaks of what the ledger does not have.
    pub fn record(&mut self, body: &Body) -> Result<Seq> {
        let draft = Draft {
            written: self.written,
            stamp: self.stamp.clone(),
            body: body.seal()?,
        };
        self.head = SqliteJournal::new(self.connection).append(&self.head, draft)?;
        let seq = self.head.seq;
        self.written.get_or_insert(seq);
        post(self.connection, self.memo, seq, body, &mut self.touched)?;
        self.work.advance(1);
        if let Body::Redaction { of, .. } = body {
            self.redacted = true;
            self.forget_candidates(of)?;
        }
        Ok(seq)
    }

    pub(super) fn has_redacted(&self) -> bool {
        self.redacted
    }

    /// Folds what was touched, posts the outcome and says what changed.
    pub(super) fn settle(&mut self) -> Result<Changes> {
        if self.redacted {
            // What was derived from the redacted words, and is kept for questions about earlier
            // days, has to go too: the ledger is posted anew from what the journal still holds.
            rebuild::repost(self.connection, self.work)?;
            return Ok(Changes::default());
        }
        self.work.begin("indexing", None);
        self.indexed.catch_up(self.connection)?;
        self.work.begin("folding", None);
        settle::settle(self.reader(), self.head.seq, &self.touched, self.telling)
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
    match body {
        Body::Merger(_) | Body::Undo { .. } | Body::Redaction { .. } => {
            // These change what ids stand for, so they are posted without memory and all that
            // was remembered is forgotten.
            Posting::new(Reader::new(connection, Seq::MAX), seq).post(body)?;
            memo.forget();
        }
        Body::Party(_) | Body::Source(_) => {
            Posting::new(reader, seq).post(body)?;
            memo.forget_relations();
        }
        _ => Posting::new(reader, seq).post(body)?,
    }
    touched.add(reader, seq, body)
}
