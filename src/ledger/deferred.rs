//! What is left out of the schema during a large write, and made again at its end.
//!
//! Rows come in the order of the journal, and each index wants them in another: keeping it in order
//! row by row costs more than sorting all of them once. So while a ledger without statements gets
//! its first ones, the indexes that nobody asks meanwhile are left out. So are the triggers that
//! keep other hands from appending to the journal what does not follow: the write holds the only
//! right to append, and checks the same before it stores anything.

use rusqlite::{Connection, OptionalExtension};

use super::{Reader, Result};
use crate::journal::Body;

/// What may be deferred: indexes that lead from a party or a source to what was said, and what
/// guards the journal.
const DEFERRED: [(&str, &str); 5] = [
    ("INDEX", "statement_by_party"),
    ("INDEX", "statement_by_source"),
    ("INDEX", "stand_by_party"),
    ("TRIGGER", "entry_follows"),
    ("TRIGGER", "body_stays_out"),
];

/// What is left out for now, each as the SQL that makes it.
#[derive(Debug, Default)]
pub(super) struct Deferred {
    left_out: Vec<String>,
}

impl Deferred {
    /// Leaves out what may be deferred, where the ledger has no statement yet.
    pub(super) fn begin(connection: &Connection) -> Result<Self> {
        let mut deferred = Self::default();
        if has_statements(connection)? {
            return Ok(deferred);
        }
        for (kind, name) in DEFERRED {
            let made: Option<String> = connection
                .query_row(
                    "SELECT sql FROM sqlite_schema WHERE type = lower(?1) AND name = ?2",
                    [kind, name],
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(sql) = made {
                connection.execute_batch(&format!("DROP {kind} {name}"))?;
                deferred.left_out.push(sql);
            }
        }
        Ok(deferred)
    }

    /// To be called before an entry is posted: one that sets anew what statements may rest on asks
    /// which those are, so the indexes are made by then.
    pub(super) fn before(&mut self, reader: Reader<'_>, body: &Body) -> Result<()> {
        if self.left_out.is_empty() {
            return Ok(());
        }
        let asks = match body {
            Body::Party(party) => reader.recorded_party_key(party.id.as_str())?.is_some(),
            Body::Source(source) => reader.source_key(source.id.as_str())?.is_some(),
            Body::Merger(_) | Body::Undo { .. } => true,
            _ => false,
        };
        if asks && has_statements(reader.connection)? {
            self.make(reader.connection)?;
        }
        Ok(())
    }

    /// Makes what was left out.
    pub(super) fn make(&mut self, connection: &Connection) -> Result<()> {
        for sql in self.left_out.drain(..) {
            connection.execute_batch(&sql)?;
        }
        Ok(())
    }
}

fn has_statements(connection: &Connection) -> Result<bool> {
    let any = connection.query_row("SELECT EXISTS (SELECT 1 FROM statement)", [], |row| {
        row.get(0)
    })?;
    Ok(any)
}
