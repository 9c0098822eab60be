//! The shared journal of which the ledger is a copy, and the commands that wait for it.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use rusqlite::{Row, ToSql, params};

use crate::domain::sharing::{Held, Sharing, Typed};
use crate::ledger::read::columns::{column, from_json, from_word, garbled};
use crate::ledger::{Reader, Result};

/// The columns of a [`Held`].
const HELD: &str = "number, typed_at, typed_by, words, files, held, state, reason";

/// What can still be done something about.
const OPEN: &str = "state IN ('waiting', 'kept')";

impl Reader<'_> {
    /// The shared journal of which the ledger is a copy; `None` if it shares nothing.
    pub fn shared_journal(&self) -> Result<Option<Sharing>> {
        self.row(
            "SELECT journal, address, desk, since FROM sharing",
            &[],
            |row| {
                Ok(Sharing {
                    journal: column(row, 0)?,
                    address: column(row, 1)?,
                    desk: column(row, 2)?,
                    since: column(row, 3)?,
                })
            },
        )
    }

    /// The commands that wait or were kept, in the order in which they were typed.
    pub fn outbox(&self) -> Result<Vec<Held>> {
        self.held_where(OPEN, &[])
    }

    /// All commands that ever had to wait and were not forgotten, in the order in which they were typed.
    pub fn outbox_with_past(&self) -> Result<Vec<Held>> {
        self.held_where("TRUE", &[])
    }

    /// The command with this number.
    pub fn held_back(&self, number: i64) -> Result<Option<Held>> {
        Ok(self.held_where("number = ?1", params![number])?.pop())
    }

    /// How many commands wait or were kept.
    pub fn count_outbox(&self) -> Result<usize> {
        let count = self.row(
            &format!("SELECT count(*) FROM outbox WHERE {OPEN}"),
            &[],
            |row| column::<i64>(row, 0),
        )?;
        Ok(usize::try_from(count.unwrap_or_default()).unwrap_or_default())
    }

    fn held_where(&self, condition: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Held>> {
        self.rows(
            &format!("SELECT {HELD} FROM outbox WHERE {condition} ORDER BY number"),
            parameters,
            held,
        )
    }
}

fn held(row: &Row<'_>) -> Result<Held> {
    let (words, files, state): (String, String, String) =
        (column(row, 3)?, column(row, 4)?, column(row, 6)?);
    Ok(Held {
        number: column(row, 0)?,
        typed: Typed {
            at: column(row, 1)?,
            by: column(row, 2)?,
            words: from_json(&words)?,
            files: files_of(&files)?,
        },
        held: column(row, 5)?,
        state: from_word(&state)?,
        reason: column(row, 7)?,
    })
}

/// The files of a command, from the JSON that the table has.
fn files_of(json: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let encoded: BTreeMap<String, String> = from_json(json)?;
    let decoded = encoded.into_iter().map(|(name, text)| {
        let bytes = BASE64.decode(text.as_bytes());
        let bytes = bytes.map_err(|error| garbled(error.to_string()))?;
        Ok((name, bytes))
    });
    decoded.collect()
}
