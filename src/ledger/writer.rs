//! One write: entries appended, posted, and settled at the end.

use rusqlite::Connection;

use super::posting::Posting;
use super::settle::{self, Changes};
use super::touched::Touched;
use super::{Reader, Result, SqliteJournal, rebuild};
use crate::journal::{Body, Draft, Head, Journal, Seq, Stamp};

/// A write in progress. Nothing of it is kept unless all of it is.
pub struct Writer<'c> {
    connection: &'c Connection,
    stamp: Stamp,
    head: Head,
    written: Option<Seq>,
    touched: Touched,
    redacted: bool,
}

impl<'c> Writer<'c> {
    pub(super) fn new(connection: &'c Connection, stamp: Stamp) -> Result<Self> {
        let head = SqliteJournal::new(connection).head()?;
        Ok(Self {
            connection,
            stamp,
            head,
            written: None,
            touched: Touched::default(),
            redacted: false,
        })
    }

    /// Answers for the ledger with all that this write has recorded so far; statuses and
    /// discrepancies are those before it.
    pub fn reader(&self) -> Reader<'c> {
        Reader::new(self.connection, Seq::MAX)
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

    /// Appends an entry to the journal, posts it, and returns its place.
    ///
    /// # Errors
    /// Where it cannot be written, or speaks of what the ledger does not have.
    pub fn record(&mut self, body: &Body) -> Result<Seq> {
        // The entry's own place is not in the tables yet: what it names by id is looked up.
        self.touched.add(self.connection, self.head.seq + 1, body)?;
        let draft = Draft {
            written: self.written,
            stamp: self.stamp.clone(),
            body: body.seal()?,
        };
        self.head = SqliteJournal::new(self.connection).append(&self.head, draft)?;
        let seq = self.head.seq;
        self.written.get_or_insert(seq);
        Posting::new(self.connection, seq).post(body)?;
        self.touched.add(self.connection, seq, body)?;
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
            rebuild::repost(self.connection)?;
            return Ok(Changes::default());
        }
        settle::settle(self.connection, self.head.seq, &self.touched)
    }
}
