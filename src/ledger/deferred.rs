//! What is left out of the schema during a large write, and made again when it is asked for.
//!
//! Rows come in the order of the journal, and each index wants them in another: keeping it in order
//! row by row costs more than sorting all of them once. So while a ledger without statements gets
//! its first ones, the indexes that nobody asks meanwhile are left out. What two of them would
//! be asked is remembered instead: which ids are taken, and who said something where. So are the
//! triggers that keep other hands from appending to the journal what does not follow: the write
//! holds the only right to append, and checks the same before it stores anything.

use rusqlite::{Connection, OptionalExtension};

use super::memo::Memo;
use super::{Reader, Result};
use crate::journal::{Body, Seq};

/// Indexes that folding asks, and that tell what was said already.
const FOR_FOLDING: [(&str, &str); 2] = [
    ("INDEX", "statement_by_id"),
    ("INDEX", "statement_by_claim"),
];

/// Indexes that lead from a party or a source to what was said, those that lists go by, and what
/// guards the journal.
const AT_THE_END: [(&str, &str); 9] = [
    ("INDEX", "statement_by_party"),
    ("INDEX", "statement_by_source"),
    ("INDEX", "relay_by_party"),
    ("INDEX", "stand_by_party"),
    ("INDEX", "standing_by_status"),
    ("INDEX", "standing_by_due"),
    ("INDEX", "discrepancy_open"),
    ("TRIGGER", "entry_follows"),
    ("TRIGGER", "body_stays_out"),
];

/// How much of the file is kept in memory while indexes are left out, in KiB. Rows go to the ends
/// of their tables then, so that little is asked for again; and in indexes of a file that is much
/// larger, hardly a leaf would be found in memory anyway. Sorting takes as much for each thread.
const CACHE: i64 = 16 * 1024;

/// So many threads sort what an index is made from, beside the one that reads it.
const SORTERS: i64 = 2;

/// What is left out for now, each as the SQL that makes it.
#[derive(Debug, Default)]
pub(super) struct Deferred {
    for_folding: Vec<String>,
    at_the_end: Vec<String>,
}

impl Deferred {
    /// Leaves out what may be deferred, where the ledger has no statement yet, and has `memo`
    /// remember what is said from the entry `since` on.
    pub(super) fn begin(connection: &Connection, memo: &Memo, since: Seq) -> Result<Self> {
        let is_first = !Reader::new(connection, Seq::MAX).has_statements()?;
        memo.remember_said(since, is_first);
        if !is_first {
            return Ok(Self::default());
        }
        connection.pragma_update(None, "cache_size", -CACHE)?;
        connection.pragma_update(None, "threads", SORTERS)?;
        Ok(Self {
            for_folding: leave_out(connection, &FOR_FOLDING)?,
            at_the_end: leave_out(connection, &AT_THE_END)?,
        })
    }

    /// To be called before an entry is posted: one that sets anew what statements may rest on asks
    /// which those are, so the indexes are made by then.
    pub(super) fn before(&mut self, reader: Reader<'_>, body: &Body) -> Result<()> {
        if self.at_the_end.is_empty() {
            return Ok(());
        }
        let asks = match body {
            Body::Party(party) => reader.recorded_party_key(party.id.as_str())?.is_some(),
            Body::Source(source) => reader.source_key(source.id.as_str())?.is_some(),
            Body::Merger(_) | Body::Undo { .. } => true,
            _ => false,
        };
        if asks && reader.has_statements()? {
            self.make(reader.connection)?;
        }
        Ok(())
    }

    /// To be called after an entry is posted: where what was said is remembered no longer, as there
    /// is too much of it, the indexes have to tell.
    pub(super) fn after(&mut self, connection: &Connection, memo: &Memo) -> Result<()> {
        if !self.for_folding.is_empty() && !memo.remembers_all() {
            self.make_for_folding(connection)?;
        }
        Ok(())
    }

    /// Makes what folding asks.
    pub(super) fn make_for_folding(&mut self, connection: &Connection) -> Result<()> {
        make(connection, &mut self.for_folding)
    }

    /// Makes all that was left out.
    pub(super) fn make(&mut self, connection: &Connection) -> Result<()> {
        self.make_for_folding(connection)?;
        make(connection, &mut self.at_the_end)
    }
}

fn leave_out(connection: &Connection, all: &[(&str, &str)]) -> Result<Vec<String>> {
    let mut left_out = Vec::with_capacity(all.len());
    for (kind, name) in all {
        let made: Option<String> = connection
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE type = lower(?1) AND name = ?2",
                [kind, name],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(sql) = made {
            connection.execute_batch(&format!("DROP {kind} {name}"))?;
            left_out.push(sql);
        }
    }
    Ok(left_out)
}

fn make(connection: &Connection, left_out: &mut Vec<String>) -> Result<()> {
    for sql in left_out.drain(..) {
        connection.execute_batch(&sql)?;
    }
    Ok(())
}
