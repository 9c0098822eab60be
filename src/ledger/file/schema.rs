//! The schema: recorded tables, posted tables and the schema number of a file.
//!
//! The recorded tables (the journal, the list of candidates, what is followed, and what sharing needs) are migrated by
//! steps that are only ever added to. The posted tables have one definition, `migrations/tables.sql`: if a ledger has
//! another schema number, they are dropped, created again and filled from the journal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use crate::ledger::file::connection::explain;
use crate::ledger::file::objects::{Object, objects, own_objects};
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
const STEPS: [Step; 5] = [
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
    Step {
        since: 15,
        sql: include_str!("../../../migrations/0004_feeds.sql"),
    },
    Step {
        since: 18,
        sql: include_str!("../../../migrations/0005_shared.sql"),
    },
];

/// The tables created by those steps, with their columns. Everything else in the file is posted and
/// can be rebuilt.
const RECORDED: [(&str, &str); 8] = [
    (
        "entry",
        "seq, written, recorded_at, recorded_by, digest, previous, hash",
    ),
    ("body", "seq, salt, bytes"),
    ("redaction", "seq, by"),
    (
        "candidate",
        "number, id, source, body, accepted, statement, rejected_at, rejected_by, reason",
    ),
    (
        "feed",
        "number, url, title, topic, page, every, ttl, etag, modified, checked, due, closed, failures, error",
    ),
    (
        "find",
        "number, feed, item, url, title, published, source, reported, etag, modified, checked, due, closed, failures, error",
    ),
    ("sharing", "only, journal, address, desk, since"),
    (
        "outbox",
        "number, typed_at, typed_by, words, files, held, state, reason",
    ),
];

/// The full-text index.
pub(crate) const SEARCH: &str = "search";

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

/// Whether this is the name of a recorded table.
pub(crate) fn is_recorded(table: &str) -> bool {
    RECORDED
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(table))
}

/// The columns of a recorded table, as a list; none if it is no recorded table.
pub(crate) fn columns_of(table: &str) -> &'static str {
    let found = RECORDED.iter().find(|(name, _)| *name == table);
    found.map_or("", |(_, columns)| columns)
}

/// Drops everything but the recorded tables, whoever created it, and creates the current posted
/// tables, empty and without the indexes that are built after filling them. Recorded tables keep
/// their rows; if their definitions differ from the program's own, they are created again too.
pub(crate) fn recreate(connection: &Connection) -> Result<()> {
    let own: Vec<Object> = own_objects()?
        .into_iter()
        .filter(Object::is_recorded)
        .collect();
    let found = objects(connection)?;
    let tables = own.iter().filter(|object| object.kind == "table");
    let is_intact = tables.clone().all(|table| found.contains(table));
    if !is_intact {
        set_aside(connection)?;
    }
    // Foreign tables may refer to one another; what is left in the end refers to nothing.
    connection.pragma_update(None, "defer_foreign_keys", "on")?;
    for object in in_drop_order(&found) {
        if !(own.contains(object) && (is_intact || object.kind != "table")) {
            drop_object(connection, object)?;
        }
    }
    let found = objects(connection)?;
    let missing = |kind: &str| -> Result<()> {
        let of_kind = own.iter().filter(|object| object.kind == kind);
        for object in of_kind.filter(|object| !found.contains(object) && !object.is_implicit()) {
            connection
                .execute_batch(&object.sql)
                .map_err(LedgerError::Migration)?;
        }
        Ok(())
    };
    missing("table")?;
    if !is_intact {
        put_back(connection)?;
    }
    missing("index")?;
    missing("trigger")?;
    connection
        .execute_batch("REINDEX main.candidate; REINDEX main.feed; REINDEX main.find")
        .and_then(|()| connection.execute_batch(TABLES))
        .map_err(LedgerError::Migration)
}

/// Copies the rows of the recorded tables to temporary tables.
fn set_aside(connection: &Connection) -> Result<()> {
    for (name, columns) in RECORDED {
        connection.execute_batch(&format!(
            "CREATE TEMP TABLE kept_{name} AS SELECT {columns} FROM main.{name}"
        ))?;
    }
    Ok(())
}

/// Moves the rows back that [`set_aside`] copied.
fn put_back(connection: &Connection) -> Result<()> {
    for (name, columns) in RECORDED {
        connection.execute_batch(&format!(
            "INSERT INTO main.{name} ({columns}) SELECT {columns} FROM temp.kept_{name} ORDER BY 1;
             DROP TABLE temp.kept_{name}"
        ))?;
    }
    Ok(())
}

/// The objects to drop, so that none is needed by one dropped later: triggers before views, views
/// before tables, virtual tables before ordinary ones, which include their own, recorded tables
/// last. Implicit indexes go with their tables.
fn in_drop_order(objects: &[Object]) -> Vec<&Object> {
    let rank = |object: &Object| match object.kind.as_str() {
        "trigger" => 0,
        "view" => 1,
        "index" => 2,
        _ if object.sql.starts_with("CREATE VIRTUAL ") => 3,
        _ if !object.is_recorded() => 4,
        _ => 5,
    };
    let mut order: Vec<&Object> = objects
        .iter()
        .filter(|object| !object.is_implicit())
        .collect();
    order.sort_by_key(|object| rank(object));
    order
}

fn drop_object(connection: &Connection, object: &Object) -> Result<()> {
    let kind = object.kind.to_ascii_uppercase();
    let name = object.name.replace('"', "\"\"");
    let dropped = connection.execute_batch(&format!("DROP {kind} IF EXISTS main.\"{name}\""));
    match dropped {
        Err(_) if object.kind == "table" && strike(connection, &object.name)? => Ok(()),
        dropped => dropped.map_err(|error| LedgerError::Beyond {
            what: format!(
                "{} {} cannot be removed ({error})",
                object.kind, object.name
            ),
        }),
    }
}

/// Removes a virtual table that SQLite cannot drop because it lacks the module. It has no pages of
/// its own. Returns whether there was one.
fn strike(connection: &Connection, table: &str) -> Result<bool> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let strike = || {
        connection.pragma_update(None, "writable_schema", "on")?;
        let struck = connection.execute(
            "DELETE FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 AND rootpage = 0",
            [table],
        );
        connection.pragma_update(None, "writable_schema", "reset")?;
        struck
    };
    let struck = strike();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(struck? > 0)
}

/// The posted tables, by name, each with whether the file has it as this program creates it. The
/// full-text index counts as one table.
pub(crate) fn posted_tables(connection: &Connection) -> Result<BTreeMap<String, bool>> {
    let found = objects(connection)?;
    let is_listed = |object: &Object| object.kind == "table" && !object.is_recorded();
    let mut posted = BTreeMap::new();
    for own in own_objects()?.into_iter().filter(is_listed) {
        let is_there = found.iter().any(|object| object.is_same(&own));
        let is_of_search =
            own.name.starts_with(SEARCH) && own.name[SEARCH.len()..].starts_with('_');
        let name = if is_of_search {
            SEARCH.to_owned()
        } else {
            own.name
        };
        *posted.entry(name).or_insert(true) &= is_there;
    }
    Ok(posted)
}
