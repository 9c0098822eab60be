//! Files beside a ledger: new files that appear only when complete, and copies kept as backups.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tempfile::{Builder, NamedTempFile, TempDir};

use crate::files::{self, Existing};
use crate::ledger::file::{objects, schema};
use crate::ledger::{LedgerError, Result};

/// Pages copied between two looks at whether another program changed the file.
const PAGES_AT_ONCE: i32 = 4096;

/// A ledger's file under construction, readable only by its owner. It is deleted, with everything
/// SQLite puts beside it, unless [`put`] or [`put_over`] moves it into place.
pub(crate) struct Part {
    file: NamedTempFile,
    folder: TempDir,
    /// Marks the folder as used as long as this program runs.
    _in_use: File,
}

impl Part {
    /// Its temporary path.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }
}

/// Starts a file destined for `path`, in a temporary folder on the same disk. What killed programs
/// left there is cleared.
pub(crate) fn part(path: &Path) -> Result<Part> {
    let folder = files::folder_of(path);
    let (prefix, suffix) = files::UNDER_CONSTRUCTION;
    let made = fs::metadata(folder).and_then(|_| {
        files::clear(path);
        let folder = std::path::absolute(folder)?;
        let folder = Builder::new()
            .prefix(prefix)
            .suffix(suffix)
            .tempdir_in(folder)?;
        let in_use = files::hold_folder(folder.path())?;
        let file = NamedTempFile::new_in(folder.path())?;
        Ok(Part {
            file,
            folder,
            _in_use: in_use,
        })
    });
    made.map_err(|error| failed(path, error))
}

/// Moves a finished file to `path`, which must not exist. Removes it again if the folder cannot be
/// synced.
///
/// # Errors
/// [`LedgerError::Exists`], or [`LedgerError::Leftover`] if a file beside `path` would be taken for
/// a part of it.
pub(crate) fn put(part: Part, path: &Path) -> Result<()> {
    refuse_leftovers(path)?;
    let Part { file, folder, .. } = part;
    files::place(file, path, Existing::Keep).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => LedgerError::Exists {
            path: path.to_owned(),
        },
        _ => failed(path, error),
    })?;
    drop(folder);
    let synced = files::sync_folder(path).inspect_err(|_| drop(fs::remove_file(path)));
    synced.map_err(|error| failed(path, error))
}

/// Moves a finished file to `path`, replacing what is there.
pub(crate) fn put_over(part: Part, path: &Path) -> Result<()> {
    let Part { file, folder, .. } = part;
    files::place(file, path, Existing::Replace).map_err(|error| failed(path, error))?;
    drop(folder);
    files::sync_folder(path).map_err(|error| failed(path, error))
}

/// Fails if a log is left beside a path at which there is no ledger: the engine would replay it into
/// the new file.
pub(crate) fn refuse_leftovers(path: &Path) -> Result<()> {
    match side_files(path).into_iter().next() {
        Some(leftover) => Err(LedgerError::Leftover {
            path: path.to_owned(),
            leftover,
        }),
        None => Ok(()),
    }
}

/// The files that belong to a ledger at `path`, as far as they exist.
pub(crate) fn side_files(path: &Path) -> Vec<PathBuf> {
    let all = files::SIDE_FILES.map(|suffix| files::with_suffix(path, suffix));
    let exists = |file: &PathBuf| file.symlink_metadata().is_ok();
    all.into_iter().filter(exists).collect()
}

/// Checks every page and index of a database.
///
/// # Errors
/// [`LedgerError::Unsound`], naming `path`, if something does not fit.
pub(crate) fn check(connection: &Connection, path: &Path) -> Result<()> {
    match objects::integrity(connection)?.into_iter().next() {
        None => Ok(()),
        Some(fault) => Err(LedgerError::Unsound {
            path: path.to_owned(),
            what: fault.what,
        }),
    }
}

/// Other ledgers in the folder of `path`, and what a killed program left there: copies that keep what
/// is removed from the ledger itself. Sorted by name.
pub(crate) fn copies_beside(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(files::folder_of(path))
        .into_iter()
        .flatten()
        .flatten();
    let own = fs::canonicalize(path).ok();
    let mut copies: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|other| is_ledger(other) && fs::canonicalize(other).ok() != own)
        .chain(files::of_killed_programs(path))
        .map(|copy| copy.strip_prefix(".").map(Path::to_owned).unwrap_or(copy))
        .collect();
    copies.sort();
    copies
}

/// Whether a file begins as every ledger does.
fn is_ledger(path: &Path) -> bool {
    let mut header = [0; 72];
    let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    is_file
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut header))
            .is_ok_and(|()| header.ends_with(&schema::APPLICATION_ID.to_be_bytes()))
}

/// Copies everything a connection can read to a new file in the folder of `path`.
pub(crate) fn copy(from: &Connection, path: &Path) -> Result<Part> {
    let part = part(path)?;
    // SQLite refuses `VACUUM INTO` on a `query_only` connection, although it changes nothing.
    from.pragma_update(None, "query_only", "off")?;
    let name = part.path().as_os_str().as_encoded_bytes();
    from.prepare("VACUUM INTO ?1")?
        .execute([ToSqlOutput::Borrowed(ValueRef::Text(name))])?;
    Ok(part)
}

/// Copies every page a connection can read to `to`, an empty database.
pub(crate) fn copy_into(from: &Connection, to: &mut Connection) -> Result<()> {
    let copy = Backup::new(from, to)?;
    copy.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
    Ok(())
}

/// Copies a ledger to a new file beside it, named after what is about to happen (`before`), and
/// returns its path.
pub(crate) fn keep_copy(from: &Connection, path: &Path, before: &str) -> Result<PathBuf> {
    let kept = free_name(path, before);
    put(copy(from, path)?, &kept)?;
    Ok(kept)
}

/// An unused name beside `path`: `onrecord.db.before-restore`, then with `-2`, `-3` and so on.
pub(crate) fn free_name(path: &Path, before: &str) -> PathBuf {
    let named = |suffix: String| files::with_suffix(path, &suffix);
    let is_taken = |name: &Path| name.symlink_metadata().is_ok() || !side_files(name).is_empty();
    let mut name = named(format!(".before-{before}"));
    let mut number = 2_u32;
    while is_taken(&name) {
        name = named(format!(".before-{before}-{number}"));
        number += 1;
    }
    name
}

pub(crate) fn failed(path: &Path, error: io::Error) -> LedgerError {
    LedgerError::File {
        path: path.to_owned(),
        error,
    }
}
