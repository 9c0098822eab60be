//! What programs left behind that were killed while they wrote a file.
//!
//! A file under construction is locked as long as its program runs. The system lifts the lock when the
//! program ends, however it ends, so a file that can be locked is nobody's any more.

#[cfg(any(feature = "news", feature = "shared"))]
use std::fs::TryLockError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{UNDER_CONSTRUCTION, folder_of};
#[cfg(feature = "shared")]
use super::{target::OUTBOX, with_suffix};

/// The file in a folder under construction that its program locks.
const IN_USE: &str = "in-use";

/// What is still empty is left alone for this long: its program may be about to lock it.
const GRACE: Duration = Duration::from_secs(600);

/// Marks a file as being written, until it is closed. File systems without locks are no reason to fail:
/// nothing is cleared there either.
pub(super) fn hold(file: &File) -> io::Result<()> {
    match file.lock() {
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(()),
    }
}

/// Locks a file, which is made if it is not there, until it is closed or the program ends. Returns `None` if another
/// program has it locked. On a file system without locks nobody is refused.
#[cfg(any(feature = "news", feature = "shared"))]
pub(super) fn try_hold(path: &Path) -> io::Result<Option<File>> {
    let file = File::options().create(true).append(true).open(path)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(Some(file)),
    }
}

/// Locks what one program alone may do with the outbox of a ledger, by a file beside that. Returns `None` if another one
/// does it.
///
/// # Errors
/// If the file cannot be made.
#[cfg(feature = "shared")]
pub(crate) fn hold_outbox(ledger: &Path) -> io::Result<Option<File>> {
    try_hold(&with_suffix(ledger, OUTBOX))
}

/// Marks a folder under construction as used, until the file is closed.
pub(crate) fn hold_folder(folder: &Path) -> io::Result<File> {
    let mut file = File::create_new(folder.join(IN_USE))?;
    hold(&file)?;
    // Written after locking, so that a file with content was locked once.
    file.write_all(b"in use\n")?;
    Ok(file)
}

/// The files and folders in the folder of `path` that killed programs left behind.
pub(crate) fn of_killed_programs(path: &Path) -> Vec<PathBuf> {
    let (prefix, suffix) = UNDER_CONSTRUCTION;
    let entries = fs::read_dir(folder_of(path))
        .into_iter()
        .flatten()
        .flatten();
    let parts = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        name.starts_with(prefix.as_bytes()) && name.ends_with(suffix.as_bytes())
    });
    parts
        .map(|entry| entry.path())
        .filter(|path| is_left_behind(path))
        .collect()
}

/// Removes what killed programs left behind in the folder of `path`. What cannot be removed stays.
pub(crate) fn clear(path: &Path) {
    for left in of_killed_programs(path) {
        let is_folder = fs::symlink_metadata(&left).is_ok_and(|found| found.is_dir());
        let _ = match is_folder {
            true => fs::remove_dir_all(&left),
            false => fs::remove_file(&left),
        };
    }
}

fn is_left_behind(path: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return false;
    };
    let locked = match (metadata.is_file(), metadata.is_dir()) {
        (true, _) => path.to_owned(),
        (_, true) => path.join(IN_USE),
        _ => return false,
    };
    match fs::symlink_metadata(&locked) {
        Ok(found) if found.is_file() && found.len() > 0 => {
            File::open(locked).is_ok_and(|file| file.try_lock().is_ok())
        }
        _ => {
            let age = metadata
                .modified()
                .ok()
                .and_then(|time| time.elapsed().ok());
            age.is_some_and(|age| age > GRACE)
        }
    }
}
