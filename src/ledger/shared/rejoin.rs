//! Rejoining: a ledger that has parted from the shared journal is put aside, and a new copy takes its place.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use serde::Serialize;
use serde_json::Value;

use crate::domain::sharing::Sharing;
use crate::files::{self, Existing, FileError, NewFile, Plan, Readers};
use crate::journal::parting::first_difference;
use crate::journal::{Entry, Head, Journal, PAGE, Seq, SharedJournal};
use crate::ledger::file::connection::{Access, close, connect};
use crate::ledger::file::schema;
use crate::ledger::file::whole;
use crate::ledger::restore::{Replacing, present, replace};
use crate::ledger::shared::catch_up::CaughtUp;
use crate::ledger::shared::join::filled;
use crate::ledger::{Ledger, LedgerError, Progress, Result, SqliteJournal};

/// The outcome of rejoining.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejoined {
    /// The first entry that differed.
    pub first: Seq,
    /// Where the parted ledger is kept.
    pub kept: PathBuf,
    /// The file with what this desk had recorded and the shared journal does not have, or `None` if there is none. Each line is
    /// JSON: `entry`, `recorded_at` in milliseconds, `recorded_by` and `body`, as the journal had it.
    pub lost: Option<PathBuf>,
    /// How many entries are in it.
    pub lost_entries: usize,
    /// What the new copy has.
    pub came: CaughtUp,
}

/// An entry that the shared journal does not have.
#[derive(Serialize)]
struct Lost<'e> {
    entry: Seq,
    recorded_at: i64,
    recorded_by: &'e str,
    body: Value,
}

/// Replaces a ledger that has parted from its shared journal with a new copy of it. The parted ledger is kept beside it; what
/// this desk had recorded and the shared journal lacks is written to a file beside it; commands that wait, feeds, and
/// candidates from articles that both have go into the new copy. Programs that use the ledger meanwhile see either the old or
/// the new one.
///
/// # Errors
/// [`LedgerError::SharesNothing`], [`LedgerError::NotParted`], [`LedgerError::Locked`] if somebody writes to the ledger
/// meanwhile, [`LedgerError::File`] if a file cannot be written, and as [`Ledger::follow`]. The ledger is unchanged then.
pub fn rejoin(
    path: &Path,
    remote: &mut dyn SharedJournal,
    wait: Duration,
    work: &Arc<Progress>,
) -> Result<Rejoined> {
    let _within = work.within();
    let mut ledger = Ledger::open(path, Access::Write, wait)?;
    ledger.watch(work)?;
    let sharing = ledger.now().shared_journal()?;
    let sharing = sharing.ok_or(LedgerError::SharesNothing)?;
    ledger.settle(remote)?;
    let own = ledger.journal().head()?;
    let first = parted_at(&ledger, own, remote, wait)?;
    let (part, came) = filled(path, remote, &sharing, wait, work)?;
    let copy = connect(part.path(), Access::Write, wait)?;
    carry_over(&copy, path, first)?;
    close(copy)?;
    let (lost, lost_entries) = write_lost(&ledger, first, &sharing)?;
    ledger.close()?;
    let source = connect(part.path(), Access::Read, wait)?;
    let unchanged = |ledger: &Connection| match SqliteJournal::new(ledger).head()? == own {
        true => Ok(()),
        false => Err(LedgerError::Locked),
    };
    let replacing = Replacing {
        before: "rejoin",
        allowed: &unchanged,
    };
    let replaced = replace(&source, present(path, wait)?, path, &replacing, wait, work);
    let kept = replaced.inspect_err(|_| {
        if let Some(lost) = &lost {
            let _ = std::fs::remove_file(lost);
        }
    })?;
    Ok(Rejoined {
        first,
        kept,
        lost,
        lost_entries,
        came,
    })
}

/// The first entry of the ledger that the shared journal does not have.
fn parted_at(
    ledger: &Ledger,
    own: Head,
    remote: &mut dyn SharedJournal,
    wait: Duration,
) -> Result<Seq> {
    let common = own.seq.min(remote.confirm(wait)?.seq);
    let first = first_difference(&ledger.journal(), &*remote, common)?;
    let first = first.unwrap_or(common + 1);
    match first <= own.seq {
        true => Ok(first),
        false => Err(LedgerError::NotParted),
    }
}

/// Takes the work lists of the ledger at `path` over into a new copy. What refers to entries from `first` on does not: their
/// numbers mean others there.
fn carry_over(copy: &Connection, path: &Path, first: Seq) -> Result<()> {
    let full = std::path::absolute(path).map_err(|error| whole::failed(path, error))?;
    let name = full.as_os_str().as_encoded_bytes();
    copy.prepare("ATTACH DATABASE ?1 AS parted")?
        .execute([ToSqlOutput::Borrowed(ValueRef::Text(name))])?;
    for (table, which) in [
        ("outbox", "TRUE"),
        ("feed", "TRUE"),
        ("find", "TRUE"),
        ("candidate", "source < ?1"),
    ] {
        let columns = schema::columns_of(table);
        copy.execute(
            &format!(
                "INSERT INTO main.{table} ({columns}) SELECT {columns} FROM parted.{table}
                 WHERE {which} AND ?1 = ?1"
            ),
            [first],
        )?;
    }
    copy.execute_batch(&format!(
        "UPDATE main.find SET source = NULL, reported = 0 WHERE source >= {first};
         UPDATE main.candidate SET accepted = NULL, statement = NULL
         WHERE statement >= {first} OR accepted >= {first};
         DELETE FROM main.candidate WHERE statement IN (SELECT seq FROM main.redaction)
         OR accepted IN (SELECT seq FROM main.redaction);
         DETACH DATABASE parted"
    ))?;
    Ok(())
}

/// Writes what this desk recorded from the entry `first` on to a file beside the ledger. Returns the file, if there is anything
/// in it, and the number of entries.
fn write_lost(ledger: &Ledger, first: Seq, sharing: &Sharing) -> Result<(Option<PathBuf>, usize)> {
    let journal = ledger.journal();
    let path = lost_name(ledger.path());
    let failed = |error| match error {
        FileError::Io(path, error) => whole::failed(&path, error),
        other => whole::failed(&path, io::Error::other(other.to_string())),
    };
    let plan = Plan {
        ledger: ledger.path(),
        existing: Existing::Keep,
        readers: Readers::Owner,
    };
    let mut file = NewFile::create(&path, plan).map_err(failed)?;
    let (mut next, mut count) = (first, 0);
    loop {
        let page = journal.read(next, PAGE)?;
        let Some(last) = page.last() else { break };
        next = last.header.seq + 1;
        let own = page
            .iter()
            .filter(|entry| sharing.is_own(&entry.header.recorded_by));
        for line in own.filter_map(|entry| line(entry).transpose()) {
            let written = line.and_then(|line| file.write_all(&line));
            written.map_err(|error| whole::failed(&path, error))?;
            count += 1;
        }
    }
    if count == 0 {
        return Ok((None, 0));
    }
    file.finish().map_err(failed)?;
    Ok((Some(path), count))
}

/// An entry as a line; `None` if it was redacted.
fn line(entry: &Entry) -> io::Result<Option<Vec<u8>>> {
    let Some(body) = &entry.body else {
        return Ok(None);
    };
    let mut line = serde_json::to_vec(&Lost {
        entry: entry.header.seq,
        recorded_at: entry.header.recorded_at,
        recorded_by: &entry.header.recorded_by,
        body: serde_json::from_slice(&body.bytes)?,
    })?;
    line.push(b'\n');
    Ok(Some(line))
}

/// An unused name beside a ledger: `onrecord.db.lost.jsonl`, then with `-2`, `-3` and so on.
fn lost_name(ledger: &Path) -> PathBuf {
    let named = |number: String| files::with_suffix(ledger, &format!(".lost{number}.jsonl"));
    let mut name = named(String::new());
    let mut number = 2_u32;
    while name.symlink_metadata().is_ok() {
        name = named(format!("-{number}"));
        number += 1;
    }
    name
}
