//! The schema: recorded tables, posted tables and the schema number of a file.
//!
//! The recorded tables (the journal and the list of candidates) are migrated by steps that are only
//! ever added to. The posted tables have one definition, `migrations/tables.sql`: if a ledger has
//! another schema number, they are dropped, created again and filled from the journal.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::ledger::file::connection::explain;
use crate::ledger::{LedgerError, Result};

/// "onrc" in ASCII: marks a SQLite file as a ledger of this program.
pub(super) const APPLICATION_ID: i32 = 0x6f6e_7263;

/// A migration step of the recorded tables.
struct Step {
    /// The schema number that introduced it; ledgers below it lack the step.
    since: i64,
    sql: &'static str,
}

/// The steps of the recorded tables, oldest first. Append only, and raise the number in
/// `tables.sql`.
const STEPS: [Step; 3] = [
    Step {
        since: 1,
        sql: include_str!("../../../migrations/0001_journal.sql"),
    },
    Step {
        since: 4,
        sql: include_str!("../../../migrations/0002_candidates.sql"),
    },
    Step {
        since: 5,
        sql: include_str!("../../../migrations/0003_journal_guards.sql"),
    },
];

/// The tables created by those steps. Everything else in the file is posted and can be rebuilt.
const RECORDED: [&str; 4] = ["entry", "body", "redaction", "candidate"];

/// The posted tables. The script also sets the schema number.
const TABLES: &str = include_str!("../../../migrations/tables.sql");

/// Indexes on recorded rows, needed for folding.
pub(crate) const INDEXES: &str = include_str!("../../../migrations/indexes.sql");

/// Indexes on derived rows, and their counts.
pub(crate) const DERIVED_INDEXES: &str = include_str!("../../../migrations/derived_indexes.sql");

/// The schema number that this program writes.
pub const NEWEST_SCHEMA: i64 = number_in(TABLES);

/// The number that a script sets as `PRAGMA user_version`.
const fn number_in(sql: &str) -> i64 {
    let (sql, pragma) = (sql.as_bytes(), b"PRAGMA user_version = ");
    let mut start = 0;
    while start + pragma.len() < sql.len() {
        let mut same = 0;
        while same < pragma.len() && sql[start + same] == pragma[same] {
            same += 1;
        }
        if same == pragma.len() {
            let (mut at, mut number) = (start + same, 0);
            while at < sql.len() && sql[at].is_ascii_digit() {
                number = number * 10 + (sql[at] - b'0') as i64;
                at += 1;
            }
            return number;
        }
        start += 1;
    }
    panic!("tables.sql sets no schema number")
}

/// An older ledger that was upgraded when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The schema it had.
    pub from: i64,
    /// The schema it has now.
    pub to: i64,
    /// A copy of the ledger from before the upgrade.
    pub kept: PathBuf,
}

/// Creates the tables of a new ledger.
pub(crate) fn create(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    upgrade_recorded(&transaction, 0)?;
    for script in [TABLES, INDEXES, DERIVED_INDEXES] {
        transaction.execute_batch(script)?;
    }
    Ok(transaction.commit()?)
}

/// The schema number of the ledger behind a connection.
///
/// # Errors
/// [`LedgerError::NotALedger`], or [`LedgerError::Newer`] if a newer program wrote it.
pub(crate) fn check(connection: &Connection, path: &Path) -> Result<i64> {
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|error| explain(path, error.into()))
    };
    let (application, schema) = (pragma("application_id")?, pragma("user_version")?);
    if application != i64::from(APPLICATION_ID) || schema < 1 {
        return Err(LedgerError::NotALedger {
            path: path.to_owned(),
        });
    }
    if schema > NEWEST_SCHEMA {
        return Err(LedgerError::Newer {
            path: path.to_owned(),
            found: schema,
            known: NEWEST_SCHEMA,
        });
    }
    Ok(schema)
}

/// Runs the steps that a ledger of schema `from` lacks.
pub(crate) fn upgrade_recorded(connection: &Connection, from: i64) -> Result<()> {
    for step in STEPS.iter().filter(|step| step.since > from) {
        connection
            .execute_batch(step.sql)
            .map_err(LedgerError::Migration)?;
    }
    Ok(())
}

/// Drops every posted table, whichever version created it, and creates the current ones, empty and
/// without the indexes that are built after filling them.
pub(crate) fn recreate_posted(connection: &Connection) -> Result<()> {
    // Virtual tables before ordinary ones: dropping one also drops its shadow tables.
    for kind in ["view", "virtual", "table"] {
        while let Some(name) = next_posted(connection, kind)? {
            let what = if kind == "view" { "VIEW" } else { "TABLE" };
            let name = name.replace('"', "\"\"");
            connection
                .execute_batch(&format!("DROP {what} \"{name}\""))
                .map_err(LedgerError::Migration)?;
        }
    }
    connection
        .execute_batch(TABLES)
        .map_err(LedgerError::Migration)
}

/// The name of a remaining posted view, virtual table or ordinary table.
fn next_posted(connection: &Connection, kind: &str) -> Result<Option<String>> {
    let recorded = RECORDED.map(|name| format!("'{name}'")).join(", ");
    let found = connection
        .query_row(
            &format!(
                "SELECT name FROM sqlite_schema
                 WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ({recorded})
                 AND CASE ?1 WHEN 'virtual' THEN sql LIKE 'CREATE VIRTUAL %' ELSE type = ?1 END
                 LIMIT 1"
            ),
            [kind],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found)
}

/// The existing posted tables, by name.
pub(crate) fn posted_tables(connection: &Connection) -> Result<Vec<String>> {
    let mut query = connection.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY name",
    )?;
    let names = query.query_map([], |row| row.get::<_, String>(0))?;
    let mut names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
    names.retain(|name| !RECORDED.contains(&name.as_str()));
    Ok(names)
}
