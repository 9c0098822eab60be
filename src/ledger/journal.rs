//! Reading the journal from two tables of the ledger's file.

use rusqlite::{Connection, OptionalExtension, params};

use crate::journal::chain::{Hash, Header};
use crate::journal::{Entry, Head, Journal, JournalError, SaltedBody, Seq};

/// A journal in the tables `entry` and `body`.
pub struct SqliteJournal<'c> {
    connection: &'c Connection,
}

impl<'c> SqliteJournal<'c> {
    /// The journal behind a connection.
    pub fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }
}

pub(super) fn storage(error: rusqlite::Error) -> JournalError {
    JournalError::Storage(Box::new(error))
}

fn hash(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Hash> {
    // A hash of another length is the result of tampering; zeros match no entry.
    let bytes = row.get_ref(at)?.as_blob()?;
    Ok(Hash::from_bytes(bytes).unwrap_or(Hash::ZERO))
}

fn entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    let header = Header {
        seq: row.get(0)?,
        written: row.get(1)?,
        recorded_at: row.get(2)?,
        recorded_by: row.get(3)?,
        digest: hash(row, 4)?,
        previous: hash(row, 5)?,
        hash: hash(row, 6)?,
    };
    let salt: Option<Vec<u8>> = row.get(7)?;
    let bytes: Option<Vec<u8>> = row.get(8)?;
    let body = salt
        .zip(bytes)
        .map(|(salt, bytes)| SaltedBody { salt, bytes });
    Ok(Entry { header, body })
}

impl Journal for SqliteJournal<'_> {
    fn head(&self) -> Result<Head, JournalError> {
        let mut newest = self
            .connection
            .prepare_cached("SELECT seq, hash, recorded_at FROM entry ORDER BY seq DESC LIMIT 1")
            .map_err(storage)?;
        let head = newest
            .query_row([], |row| {
                Ok(Head {
                    seq: row.get(0)?,
                    hash: hash(row, 1)?,
                    recorded_at: row.get(2)?,
                })
            })
            .optional()
            .map_err(storage)?;
        Ok(head.unwrap_or(Head::EMPTY))
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let mut page = self
            .connection
            .prepare_cached(
                "SELECT e.seq, e.written, e.recorded_at, e.recorded_by, e.digest, e.previous, e.hash,
                        b.salt, b.bytes
                 FROM entry e LEFT JOIN body b ON b.seq = e.seq
                 WHERE e.seq >= ?1 ORDER BY e.seq LIMIT ?2",
            )
            .map_err(storage)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        page.query_map(params![from, limit], entry)
            .and_then(Iterator::collect)
            .map_err(storage)
    }
}
