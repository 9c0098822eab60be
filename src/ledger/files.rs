//! Files beside a ledger: new ones that are whole or not there, and copies that are kept.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::{Builder, NamedTempFile};

use super::{LedgerError, Result};

/// A new file in the folder of `path`, readable by its owner alone, that goes again unless it is
/// [`put`] into its place.
pub(super) fn beside(path: &Path) -> Result<NamedTempFile> {
    let folder = folder(path);
    fs::metadata(folder)
        .and_then(|_| {
            Builder::new()
                .prefix(".onrecord-")
                .suffix(".part")
                .tempfile_in(folder)
        })
        .map_err(|error| failed(path, error))
}

/// Puts a finished file at `path`, where there must be none.
pub(super) fn put(file: NamedTempFile, path: &Path) -> Result<()> {
    file.as_file()
        .sync_all()
        .map_err(|error| failed(path, error))?;
    file.persist_noclobber(path)
        .map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => LedgerError::Exists {
                path: path.to_owned(),
            },
            _ => failed(path, refused.error),
        })?;
    sync_folder(path)
}

/// Makes the names in the folder of `path` last.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    // Windows keeps names in its journal and knows no folders as files.
    if cfg!(unix) {
        File::open(folder(path))
            .and_then(|folder| folder.sync_all())
            .map_err(|error| failed(path, error))?;
    }
    Ok(())
}

/// Copies all that a connection reads to a new file in the folder of `path`.
pub(super) fn copy(from: &Connection, path: &Path) -> Result<NamedTempFile> {
    let file = beside(path)?;
    // A ledger that is read answers only; writing a copy of it is no change.
    from.pragma_update(None, "query_only", "off")?;
    let name = file.path().as_os_str().as_encoded_bytes();
    from.prepare("VACUUM INTO ?1")?
        .execute([rusqlite::types::ToSqlOutput::Borrowed(ValueRef::Text(name))])?;
    Ok(file)
}

/// Copies a ledger to a new file beside it, named for what is about to happen, and says where.
pub(super) fn keep_copy(from: &Connection, path: &Path, before: &str) -> Result<PathBuf> {
    let kept = free_name(path, before);
    put(copy(from, path)?, &kept)?;
    Ok(kept)
}

/// A name beside `path` that nothing has yet: `onrecord.db.before-restore`, then with `-2`.
pub(super) fn free_name(path: &Path, before: &str) -> PathBuf {
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

pub(super) fn failed(path: &Path, error: io::Error) -> LedgerError {
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
