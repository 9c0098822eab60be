//! Files beside a ledger: new files that appear only when complete, and copies kept as backups.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tempfile::{Builder, NamedTempFile, TempDir};

use crate::ledger::{LedgerError, Result};

/// A file under construction, readable only by its owner. It is deleted, with everything SQLite
/// puts beside it, unless [`put`] or [`put_over`] moves it into place.
pub(crate) struct Part {
    file: NamedTempFile,
    folder: TempDir,
}

impl Part {
    /// Its temporary path.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }
}

/// Starts a file destined for `path`, in a temporary folder on the same disk.
pub(crate) fn part(path: &Path) -> Result<Part> {
    let folder = folder(path);
    let made = fs::metadata(folder).and_then(|_| {
        let folder = std::path::absolute(folder)?;
        let folder = Builder::new()
            .prefix(".onrecord-")
            .suffix(".part")
            .tempdir_in(folder)?;
        let file = NamedTempFile::new_in(folder.path())?;
        Ok(Part { file, folder })
    });
    made.map_err(|error| failed(path, error))
}

/// Moves a finished file to `path`, which must not exist. Removes it again if the folder cannot be
/// synced.
pub(crate) fn put(part: Part, path: &Path) -> Result<()> {
    sync(&part, path)?;
    let Part { file, folder } = part;
    file.persist_noclobber(path)
        .map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => LedgerError::Exists {
                path: path.to_owned(),
            },
            _ => failed(path, refused.error),
        })?;
    drop(folder);
    sync_folder(path).inspect_err(|_| drop(fs::remove_file(path)))
}

/// Moves a finished file to `path`, replacing what is there.
pub(crate) fn put_over(part: Part, path: &Path) -> Result<()> {
    sync(&part, path)?;
    let Part { file, folder } = part;
    file.persist(path)
        .map_err(|refused| failed(path, refused.error))?;
    drop(folder);
    sync_folder(path)
}

fn sync(part: &Part, path: &Path) -> Result<()> {
    let file = part.file.as_file();
    file.sync_all().map_err(|error| failed(path, error))
}

/// Syncs the folder of `path`, so that a new name survives a crash.
fn sync_folder(path: &Path) -> Result<()> {
    // Windows journals names itself and cannot open folders as files.
    if cfg!(unix) {
        File::open(folder(path))
            .and_then(|folder| folder.sync_all())
            .map_err(|error| failed(path, error))?;
    }
    Ok(())
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

/// Copies a ledger to a new file beside it, named after what is about to happen (`before`), and
/// returns its path.
pub(crate) fn keep_copy(from: &Connection, path: &Path, before: &str) -> Result<PathBuf> {
    let kept = free_name(path, before);
    put(copy(from, path)?, &kept)?;
    Ok(kept)
}

/// An unused name beside `path`: `onrecord.db.before-restore`, then with `-2`, `-3` and so on.
pub(crate) fn free_name(path: &Path, before: &str) -> PathBuf {
    let named = |suffix: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let mut name = named(format!(".before-{before}"));
    let mut number = 2_u32;
    while name.symlink_metadata().is_ok() {
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

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
