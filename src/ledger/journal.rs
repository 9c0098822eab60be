//! The journal, stored in two tables of the ledger's file.

use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

use crate::journal::chain::{Hash, Header};
use crate::journal::{Entry, Head, Journal, JournalError, SaltedBody, Seq};

/// Rows per multi-row `INSERT`.
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

    fn store(&mut self, expected: &Head, entries: &[Entry]) -> Result<(), JournalError> {
        let found = self.head()?;
        if found != *expected {
            return Err(JournalError::Moved {
                expected: expected.seq,
                found: found.seq,
            });
        }
        let mut parts = entries.chunks(AT_ONCE);
        parts.try_for_each(|together| self.insert(together))
    }
}

impl SqliteJournal<'_> {
    /// Inserts entries and the bodies they have.
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
        self.insert_into(&INTO_ENTRY, &headers)?;
        let bodies: Vec<[&dyn ToSql; 3]> = entries
            .iter()
            .filter_map(|entry| Some((entry, entry.body.as_ref()?)))
            .map(|(entry, body)| -> [&dyn ToSql; 3] {
                [&entry.header.seq, &body.salt, &body.bytes]
            })
            .collect();
        self.insert_into(&INTO_BODY, &bodies)
    }

    fn insert_into<const COLUMNS: usize>(
        &self,
        table: &Insertion,
        rows: &[[&dyn ToSql; COLUMNS]],
    ) -> Result<(), JournalError> {
        let (sql, together) = match rows.len() {
            AT_ONCE => (&table.many, AT_ONCE),
            // A shorter batch: a statement for exactly this length would rarely be reused.
            _ => (&table.one, 1),
        };
        let mut insert = self.connection.prepare_cached(sql).map_err(storage)?;
        for rows in rows.chunks(together) {
            let values = params_from_iter(rows.iter().flatten());
            insert.execute(values).map_err(storage)?;
        }
        Ok(())
    }
}

/// SQL that inserts one row, or [`AT_ONCE`] rows, into a table.
struct Insertion {
    one: String,
    many: String,
}

static INTO_ENTRY: LazyLock<Insertion> = LazyLock::new(|| Insertion::of("entry", 7));
static INTO_BODY: LazyLock<Insertion> = LazyLock::new(|| Insertion::of("body", 3));

impl Insertion {
    fn of(table: &str, columns: usize) -> Self {
        let row = format!("({})", vec!["?"; columns].join(", "));
        let into = |rows| {
            format!(
                "INSERT INTO {table} VALUES {}",
                vec![row.as_str(); rows].join(", ")
            )
        };
        Self {
            one: into(1),
            many: into(AT_ONCE),
        }
    }
}
