//! Rebuilding: every table posted again from the journal.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::deferred::Deferred;
use super::memo::Memo;
use super::search::Indexed;
use super::settle::{self, Telling};
use super::touched::Touched;
use super::{Counted, Ledger, LedgerError, Reader, Result, SqliteJournal, Work, turn, writer};
use crate::domain::passage::hex;
use crate::journal::{Body, Entry, Journal, Seq, for_each};

/// The tables that posting fills, in an order in which they can be read out.
const POSTED: [&str; 24] = [
    "party",
    "alias",
    "alias_word",
    "edge",
    "source",
    "source_text",
    "question",
    "claim",
    "principal",
    "statement",
    "relay",
    "evidence",
    "withdrawal",
    "ruling",
    "merger",
    "undone",
    "document",
    "standing",
    "call",
    "discrepancy",
    "stand",
    "standing_tally",
    "discrepancy_tally",
    "call_tally",
];

/// The outcome of a rebuild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many entries were posted.
    pub entries: i64,
    /// The tables whose rows are others than before.
    pub differing: Vec<String>,
}

impl Ledger {
    /// Posts everything again. With `keep` unset, compares only and leaves the ledger as it is.
    ///
    /// # Errors
    /// Where the journal cannot be read or a row cannot be written; the ledger is as before then.
    pub fn rebuild(&mut self, keep: bool) -> Result<Rebuilt> {
        let _within = self.work.within();
        let transaction = turn::begin(&self.connection, self.wait, &self.work)?;
        self.work.begin("comparing", None);
        let before = digests(&transaction)?;
        repost(&transaction, &self.work)?;
        self.work.begin("comparing", None);
        let after = digests(&transaction)?;
        let entries = SqliteJournal::new(&transaction).head()?.seq;
        if keep {
            let redacted: bool =
                transaction.query_row("SELECT EXISTS (SELECT 1 FROM redaction)", [], |row| {
                    row.get(0)
                })?;
            transaction.progress_handler(0, None::<fn() -> bool>)?;
            transaction.commit()?;
            if redacted {
                // A redaction that was cut short leaves its bytes to whoever rebuilds.
                self.scrub()?;
            }
        } else {
            transaction.rollback()?;
        }
        let differing = before
            .into_iter()
            .zip(after)
            .filter(|(before, after)| before != after)
            .map(|((table, _), _)| table)
            .collect();
        Ok(Rebuilt { entries, differing })
    }
}

/// Empties the posted tables and posts every entry that still has its body, write by write.
pub(super) fn repost(connection: &Connection, work: &Work) -> Result<()> {
    connection.execute_batch("INSERT INTO search (search) VALUES ('delete-all')")?;
    for table in POSTED {
        connection.execute_batch(&format!("DELETE FROM {table}"))?;
    }
    let memo = Memo::default();
    let mut replay = Replay {
        connection,
        deferred: Deferred::begin(connection, &memo, Seq::MIN)?,
        memo: &memo,
        touched: Touched::default(),
        last: None,
    };
    let journal = Counted::reading(SqliteJournal::new(connection), work, "posting")?;
    for_each(&journal, |entry| replay.take(&entry))?;
    work.begin("folding", None);
    replay.settle()?;
    work.begin("indexing", None);
    replay.deferred.make(connection)?;
    Indexed::default().catch_up(connection)
}

struct Replay<'c> {
    connection: &'c Connection,
    deferred: Deferred,
    memo: &'c Memo,
    touched: Touched,
    last: Option<(Seq, Seq)>,
}

impl Replay<'_> {
    fn take(&mut self, entry: &Entry) -> Result<()> {
        let header = &entry.header;
        if self
            .last
            .is_some_and(|(written, _)| written != header.written)
        {
            self.settle()?;
        }
        self.last = Some((header.written, header.seq));
        let Some(body) = &entry.body else {
            return Ok(());
        };
        let body = Body::read(header.seq, body)?;
        let reader = Reader::remembering(self.connection, self.memo);
        self.deferred.before(reader, &body)?;
        writer::post(
            self.connection,
            self.memo,
            header.seq,
            &body,
            &mut self.touched,
        )?;
        self.deferred.after(self.connection, self.memo)
    }

    fn settle(&mut self) -> Result<()> {
        // A rebuild resumes nothing, so that it tells whether what was posted by resuming is right.
        let touched = std::mem::take(&mut self.touched).anew();
        if let Some((first, last)) = self.last {
            self.deferred.make_for_folding(self.connection)?;
            let reader = Reader::remembering(self.connection, self.memo);
            settle::settle(reader, first..=last, &touched, Telling::Nothing)?;
        }
        Ok(())
    }
}

/// A digest of each posted table's rows.
fn digests(connection: &Connection) -> Result<Vec<(String, String)>> {
    let digest = |table: &str| -> Result<(String, String)> {
        let mut hasher = Sha256::new();
        let columns = connection
            .prepare(&format!("SELECT * FROM {table}"))?
            .column_count();
        let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
        let sql = format!("SELECT * FROM {table} ORDER BY {}", order.join(", "));
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                take(&mut hasher, row.get_ref(column).map_err(LedgerError::from)?);
            }
        }
        Ok((table.to_owned(), hex(&hasher.finalize())))
    };
    POSTED.iter().map(|table| digest(table)).collect()
}

/// Hashes a value with its type and, where it has one, its length.
fn take(hasher: &mut Sha256, value: ValueRef<'_>) {
    let mut bytes = |sort: u8, bytes: &[u8]| {
        hasher.update([sort]);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    match value {
        ValueRef::Null => bytes(0, &[]),
        ValueRef::Integer(value) => bytes(1, &value.to_be_bytes()),
        ValueRef::Real(value) => bytes(2, &value.to_be_bytes()),
        ValueRef::Text(text) => bytes(3, text),
        ValueRef::Blob(blob) => bytes(4, blob),
    }
}
