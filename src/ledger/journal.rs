//! The journal's first backend: two tables of the ledger's own file.

use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

use crate::journal::chain::{Hash, Header};
use crate::journal::{Entry, Head, Journal, JournalError, SaltedBody, Seq};

/// So many entries are inserted by one statement, where there are so many.
pub(super) const AT_ONCE: usize = 32;

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

fn storage(error: rusqlite::Error) -> JournalError {
    JournalError::Storage(Box::new(error))
}

fn hash(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Hash> {
    // A hash of another length can only be the work of tampering; zeros match no entry.
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

    fn store(&mut self, expected: &Head, entries: &[Entry]) -> Result<(), JournalError> {
        let found = self.head()?;
        if found != *expected {
            return Err(JournalError::Moved {
                expected: expected.seq,
                found: found.seq,
            });
        }
        for together in entries.chunks(AT_ONCE) {
            if together.len() == AT_ONCE {
                self.insert(together)?;
            } else {
                // So few that a statement for just so many would not be used again.
                together.chunks(1).try_for_each(|one| self.insert(one))?;
            }
        }
        Ok(())
    }
}

impl SqliteJournal<'_> {
    /// Inserts entries, and the bodies of those that have one, with one statement each.
    fn insert(&self, entries: &[Entry]) -> Result<(), JournalError> {
        let headers: Vec<[&dyn ToSql; 7]> = entries
            .iter()
            .map(|Entry { header, .. }| -> [&dyn ToSql; 7] {
                [
                    &header.seq,
                    &header.written,
                    &header.recorded_at,
                    &header.recorded_by,
                    &header.digest.0,
                    &header.previous.0,
                    &header.hash.0,
                ]
            })
            .collect();
        self.insert_into("entry", &headers)?;
        let bodies: Vec<[&dyn ToSql; 3]> = entries
            .iter()
            .filter_map(|entry| Some((entry, entry.body.as_ref()?)))
            .map(|(entry, body)| -> [&dyn ToSql; 3] {
                [&entry.header.seq, &body.salt, &body.bytes]
            })
            .collect();
        self.insert_into("body", &bodies)
    }

    fn insert_into<const COLUMNS: usize>(
        &self,
        table: &str,
        rows: &[[&dyn ToSql; COLUMNS]],
    ) -> Result<(), JournalError> {
        if rows.is_empty() {
            return Ok(());
        }
        let row = format!("({})", ["?"; COLUMNS].join(", "));
        let sql = format!(
            "INSERT INTO {table} VALUES {}",
            vec![row; rows.len()].join(", ")
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut insert| insert.execute(params_from_iter(rows.iter().flatten())))
            .map_err(storage)?;
        Ok(())
    }
}
