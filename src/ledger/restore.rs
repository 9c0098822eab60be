//! Restoring: replaces a ledger with a backup after checking it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension as _};

use crate::files;
use crate::journal::parting::first_difference;
use crate::journal::verify::verify;
use crate::journal::{Head, Journal};
use crate::ledger::file::connection::{
    Access, close, connect, explain, is_read_only, use_write_ahead_log, watch,
};
use crate::ledger::file::objects;
use crate::ledger::file::schema::{self, NEWEST_SCHEMA};
use crate::ledger::file::whole::{self, Part};
use crate::ledger::file::write_lock::WriteLock;
use crate::ledger::open::upgrade_tables;
use crate::ledger::{Counted, Ledger, LedgerError, Progress, Result, SqliteJournal};

/// Pages written between cancellation checks.
const PAGES: i32 = 1_024;

/// The outcome of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The newest entry after restoring.
    pub head: Head,
    /// Where the replaced file is kept, or `None` if there was none.
    pub kept: Option<PathBuf>,
}

/// Replaces the ledger at `path` with the one in `backup`, after checking that the backup's chain
/// verifies and its tables match its journal. The replaced file is kept beside it.
///
/// If the ledger has entries the backup lacks, or the file cannot be read as a ledger, it is
/// replaced only with `force`. Programs that use the ledger meanwhile see either the old or the new
/// one.
///
/// # Errors
/// [`LedgerError::Unsound`] if the backup fails a check, [`LedgerError::WouldLose`] or
/// [`LedgerError::Unreadable`] if entries could be lost, [`LedgerError::WouldEndSharing`] if the ledger is a copy of a shared
/// journal and the backup is none, [`LedgerError::File`] if a file cannot be
/// written. The ledger is unchanged then.
pub fn restore(
    backup: &Path,
    path: &Path,
    force: bool,
    wait: Duration,
    work: &Arc<Progress>,
) -> Result<Restored> {
    let _within = work.within();
    if path.symlink_metadata().is_err() {
        whole::refuse_leftovers(path)?;
    }
    let copy = checked_copy(backup, path, wait, work).map_err(|error| match error {
        LedgerError::Damaged(error) | LedgerError::Engine(error) => {
            unsound(backup, error.to_string())
        }
        error if error.is_of_journal() => unsound(backup, error.to_string()),
        other => other,
    })?;
    let source = connect(copy.path(), Access::Read, wait)?;
    let head = SqliteJournal::new(&source).head()?;
    if path.symlink_metadata().is_err() {
        close(source)?;
        whole::put(copy, path)?;
        return Ok(Restored { head, kept: None });
    }
    let kept = match present(path, wait) {
        Ok(ledger) => {
            let allowed = |ledger: &Connection| {
                still_shared(ledger, &source, backup)?;
                match force {
                    true => Ok(()),
                    false => nothing_lost(&SqliteJournal::new(ledger), &source, backup),
                }
            };
            let replacing = Replacing {
                before: "restore",
                allowed: &allowed,
            };
            replace(&source, ledger, path, &replacing, wait, work)?
        }
        Err(LedgerError::NotALedger { .. } | LedgerError::Damaged(_)) => {
            close(source)?;
            if !force {
                return Err(LedgerError::Unreadable {
                    path: path.to_owned(),
                });
            }
            displace(copy, path)?
        }
        Err(other) => return Err(other),
    };
    Ok(Restored {
        head,
        kept: Some(kept),
    })
}

/// A private copy of the backup, upgraded and checked.
fn checked_copy(backup: &Path, path: &Path, wait: Duration, work: &Arc<Progress>) -> Result<Part> {
    if fs::metadata(backup).is_err() {
        return Err(LedgerError::Missing {
            path: backup.to_owned(),
        });
    }
    let original = connect(backup, Access::Read, wait).map_err(|error| explain(backup, error))?;
    let from = schema::check(&original, backup)?;
    watch(&original, work)?;
    work.begin("checking", None);
    let mut faults = objects::integrity(&original)?;
    // An upgrade gives an older ledger the current schema, whatever it had.
    if from == NEWEST_SCHEMA {
        faults.extend(objects::differences(&original)?);
    }
    work.begin("copying", None);
    let copy = whole::copy(&original, path)?;
    close(original)?;
    let connection = connect(copy.path(), Access::Write, wait)?;
    watch(&connection, work)?;
    if from < NEWEST_SCHEMA {
        let lock = WriteLock::take(&connection, wait, work)?;
        upgrade_tables(&lock, from, work)?;
        lock.commit()?;
    }
    let journal = Counted::reading(SqliteJournal::new(&connection), work, "checking")?;
    if let Some(problem) = verify(&journal)?.problem {
        return Err(unsound(
            backup,
            format!("entry {} {}", problem.seq, problem.what),
        ));
    }
    if let Some(fault) = faults.first() {
        return Err(unsound(backup, fault.what.clone()));
    }
    use_write_ahead_log(&connection, wait)?;
    close(connection)?;
    let mut ledger = Ledger::open(copy.path(), Access::Write, wait)?;
    ledger.watch(work)?;
    let rebuilt = ledger.compare()?;
    if let Some(fault) = rebuilt.faults.first() {
        return Err(unsound(backup, fault.what.clone()));
    }
    if !rebuilt.differing.is_empty() {
        let tables = rebuilt.differing.join(", ");
        return Err(unsound(
            backup,
            format!("its tables hold other rows than its journal gives: {tables}"),
        ));
    }
    ledger.close()?;
    Ok(copy)
}

fn unsound(backup: &Path, what: String) -> LedgerError {
    LedgerError::Unsound {
        path: backup.to_owned(),
        what,
    }
}

/// A connection to the existing ledger, which is not upgraded first.
pub(crate) fn present(path: &Path, wait: Duration) -> Result<Connection> {
    if is_read_only(path) {
        return Err(LedgerError::ReadOnly {
            path: path.to_owned(),
        });
    }
    let connection = connect(path, Access::Write, wait).map_err(|error| explain(path, error))?;
    schema::check(&connection, path)?;
    use_write_ahead_log(&connection, wait)?;
    SqliteJournal::new(&connection).head()?;
    Ok(connection)
}

/// Why and when a ledger is replaced.
pub(crate) struct Replacing<'r> {
    /// What is about to happen, for the name of the copy that is kept.
    pub(crate) before: &'static str,
    /// Refuses, once nobody else can write, to replace this ledger.
    pub(crate) allowed: &'r dyn Fn(&Connection) -> Result<()>,
}

/// Overwrites a ledger page by page in one SQLite transaction, so that other programs may keep it
/// open. The old ledger is copied once nobody else can write.
pub(crate) fn replace(
    source: &Connection,
    mut ledger: Connection,
    path: &Path,
    replacing: &Replacing<'_>,
    wait: Duration,
    work: &Progress,
) -> Result<PathBuf> {
    let reading = connect(path, Access::Read, wait)?;
    let pages = Backup::new(source, &mut ledger)?;
    work.begin("replacing", None);
    let mut left = step(&pages, 1)?;
    (replacing.allowed)(&reading)?;
    let kept = whole::keep_copy(&reading, path, replacing.before)?;
    while left {
        if work.is_to_stop() {
            return Err(LedgerError::Stopped);
        }
        left = step(&pages, PAGES)?;
        let count = pages.progress();
        let total = u64::try_from(count.pagecount).ok();
        work.begin("replacing", total);
        work.advance(u64::try_from(count.pagecount - count.remaining).unwrap_or_default());
    }
    Ok(kept)
}

/// Copies `count` pages and returns whether more remain.
fn step(pages: &Backup<'_, '_>, count: i32) -> Result<bool> {
    match pages.step(count)? {
        StepResult::Done => Ok(false),
        StepResult::More => Ok(true),
        _ => Err(LedgerError::Locked),
    }
}

/// Checks that a ledger that is a desk's copy of a shared journal is still that afterwards: it would go on alone without
/// anybody noticing.
fn still_shared(ledger: &Connection, source: &Connection, backup: &Path) -> Result<()> {
    match shared(ledger)? {
        Some(desk) if shared(source)?.as_ref() != Some(&desk) => {
            Err(LedgerError::WouldEndSharing {
                path: backup.to_owned(),
                desk: desk.1,
            })
        }
        _ => Ok(()),
    }
}

/// The id of the journal that a ledger of any schema shares, and the name of its desk.
fn shared(ledger: &Connection) -> Result<Option<(String, String)>> {
    if !ledger.table_exists(None, "sharing")? {
        return Ok(None);
    }
    let row = ledger.query_row("SELECT journal, desk FROM sharing", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    Ok(row.optional()?)
}

/// Checks that the backup has every entry of the ledger.
fn nothing_lost(ledger: &dyn Journal, source: &Connection, backup: &Path) -> Result<()> {
    let last = ledger.head()?.seq;
    match first_difference(ledger, &SqliteJournal::new(source), last)? {
        None => Ok(()),
        Some(first) => Err(LedgerError::WouldLose {
            path: backup.to_owned(),
            first,
            last,
        }),
    }
}

/// Moves the copy over a file that no program can have open as a ledger. The old file is kept
/// beside it, together with its log if it has one.
fn displace(copy: Part, path: &Path) -> Result<PathBuf> {
    let kept = whole::free_name(path, "restore");
    fs::hard_link(path, &kept).map_err(|error| whole::failed(&kept, error))?;
    for suffix in files::SIDE_FILES {
        let log = files::with_suffix(path, suffix);
        if log.symlink_metadata().is_ok() {
            let moved = fs::rename(&log, files::with_suffix(&kept, suffix));
            moved.map_err(|error| whole::failed(&log, error))?;
        }
    }
    // After a power failure the new file must not be beside the old log.
    files::sync_folder(path).map_err(|error| whole::failed(path, error))?;
    whole::put_over(copy, path)?;
    Ok(kept)
}
