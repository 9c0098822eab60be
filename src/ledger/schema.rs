//! The schema: its steps, what a file says of itself, and how an older ledger is brought up to date.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::files;
use super::{Access, LedgerError, Result, Work, connect, explain, rebuild, turn};

/// "onrc" in ASCII: marks a SQLite file as a ledger of this program.
pub(super) const APPLICATION_ID: i64 = 0x6f6e_7263;

/// The steps that make the schema, oldest first. Add to their end only.
const STEPS: [&str; 9] = [
    include_str!("../../migrations/0001_journal.sql"),
    include_str!("../../migrations/0002_ledger.sql"),
    include_str!("../../migrations/0003_smaller_rows.sql"),
    include_str!("../../migrations/0004_candidates.sql"),
    include_str!("../../migrations/0005_fewer_rows.sql"),
    include_str!("../../migrations/0006_said_in_order.sql"),
    include_str!("../../migrations/0007_tallies.sql"),
    include_str!("../../migrations/0008_ids_by_index.sql"),
    include_str!("../../migrations/0009_rules.sql"),
];

/// The newest schema that this program knows: the number of steps.
pub const NEWEST_SCHEMA: i64 = STEPS.len() as i64;

/// That an older ledger was brought up to date when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The schema that it had.
    pub from: i64,
    /// The schema that it has now.
    pub to: i64,
    /// Where the ledger is kept as it was before.
    pub kept: PathBuf,
}

/// Makes the tables of a new ledger.
pub(super) fn make(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    take_steps(&transaction, 0)?;
    Ok(transaction.commit()?)
}

/// The schema of the ledger behind a connection.
///
/// # Errors
/// Where the file is no ledger, or was written by a newer program.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<i64> {
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|error| explain(path, error.into()))
    };
    let (application, schema) = (pragma("application_id")?, pragma("user_version")?);
    if application != APPLICATION_ID || schema < 1 {
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

/// Brings an older ledger up to date: one transaction, after a copy was put beside it. Gives
/// nothing where another program did so meanwhile.
pub(super) fn migrate(path: &Path, wait: Duration) -> Result<Option<Migrated>> {
    let connection = connect(path, Access::Write, wait)?;
    let transaction =
        turn::begin(&connection, wait, &Work::default()).map_err(|error| explain(path, error))?;
    let from = check(&transaction, path)?;
    if from == NEWEST_SCHEMA {
        return Ok(None);
    }
    // Nobody else can write now, so the copy holds all that the ledger held before.
    let reading = connect(path, Access::Read, wait)?;
    let kept = files::keep_copy(&reading, path, &format!("schema-{from}"))?;
    take_steps(&transaction, from)?;
    rebuild::repost(&transaction, &Work::default())?;
    transaction.commit()?;
    Ok(Some(Migrated {
        from,
        to: NEWEST_SCHEMA,
        kept,
    }))
}

/// The same for a private copy, of which nothing has to be kept.
pub(super) fn migrate_copy(connection: &mut Connection, from: i64) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    take_steps(&transaction, from)?;
    rebuild::repost(&transaction, &Work::default())?;
    Ok(transaction.commit()?)
}

/// Takes the steps that a schema still lacks. The caller posts the tables anew: what a rule or a
/// table was before is nothing to what the journal says.
fn take_steps(connection: &Connection, from: i64) -> Result<()> {
    let taken = usize::try_from(from).unwrap_or_default();
    for step in STEPS.iter().skip(taken) {
        connection
            .execute_batch(step)
            .map_err(LedgerError::Migration)?;
    }
    Ok(connection.pragma_update(None, "user_version", NEWEST_SCHEMA)?)
}
