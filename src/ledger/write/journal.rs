//! Appending to the journal.

use std::sync::LazyLock;

use rusqlite::{Connection, ToSql, params_from_iter};

use crate::journal::{Entry, Head, Journal, JournalError, JournalWriter, Seq};
use crate::ledger::SqliteJournal;
use crate::ledger::journal::storage;

/// Rows per multi-row `INSERT`.
pub(super) const AT_ONCE: usize = 32;

/// A journal in the tables `entry` and `body`, to append to.
pub struct SqliteJournalWriter<'c> {
    connection: &'c Connection,
}

impl<'c> SqliteJournalWriter<'c> {
    /// The journal behind a connection that may write.
    pub fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }
}

impl Journal for SqliteJournalWriter<'_> {
    fn head(&self) -> Result<Head, JournalError> {
        SqliteJournal::new(self.connection).head()
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        SqliteJournal::new(self.connection).read(from, limit)
    }
}

impl JournalWriter for SqliteJournalWriter<'_> {
    fn store(&mut self, expected: &Head, entries: &[Entry]) -> Result<(), JournalError> {
        self.require_head(expected)?;
        let mut parts = entries.chunks(AT_ONCE);
        parts.try_for_each(|together| self.insert(together))
    }
}

impl SqliteJournalWriter<'_> {
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
