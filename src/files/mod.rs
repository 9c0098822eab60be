//! New files that appear under their names only when they are complete.
//!
//! Everything the program writes for somebody else to find goes through here: exports, sheets, reports,
//! and whole ledgers. A new file is written under an unpredictable name in the folder where it is to
//! be, synced, moved into place, and its folder synced, before success is reported. If anything fails,
//! no trace is left.

mod archive;
mod leftover;
mod target;

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};
use thiserror::Error;

pub(crate) use archive::Archive;
#[cfg(feature = "shared")]
pub(crate) use leftover::hold_outbox;
pub(crate) use leftover::{clear, hold_folder, of_killed_programs};
#[cfg(feature = "web")]
pub(crate) use target::FEED_KEY;
use target::Target;
pub(crate) use target::{Identity, SENDING, SIDE_FILES, identity, is_of_ledger};

/// The beginning and end of the names of files and folders under construction.
pub(crate) const UNDER_CONSTRUCTION: (&str, &str) = (".onrecord-", ".part");

/// What to do if the file exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Leave it and fail.
    Keep,
    /// Replace it.
    Replace,
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Whoever the user's umask allows.
    Anyone,
    /// Its owner alone.
    Owner,
}

/// Why a file was not written.
#[derive(Debug, Error)]
pub(crate) enum FileError {
    /// Something of that name exists.
    #[error("{0} already exists; name another file")]
    Exists(PathBuf),
    /// It is a folder.
    #[error("{0} is a folder; name a file in it")]
    IsFolder(PathBuf),
    /// It is a link that leads nowhere.
    #[error("{0} is a link to a file that does not exist; name another file")]
    DanglingLink(PathBuf),
    /// It is the ledger, or a file that belongs to it.
    #[error("{0} belongs to the ledger; name another file")]
    OfLedger(PathBuf),
    /// It is some SQLite database.
    #[error("{0} is a database; name another file, or remove it first")]
    IsDatabase(PathBuf),
    /// It is a pipe without a reader.
    #[error("{0} is a pipe without a reader; start the reader first, or name a file")]
    NoReader(PathBuf),
    /// It is where the program prints its messages.
    #[error("{0} is where messages are printed; name another file")]
    OwnOutput(PathBuf),
    /// It is a disk or a socket.
    #[error("{0} is not a file that can be written; name another")]
    NotAFile(PathBuf),
    /// The system refused.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

/// Where and how to write a new file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'p> {
    /// The ledger in use, which is never overwritten.
    pub(crate) ledger: &'p Path,
    /// What to do if the file exists.
    pub(crate) existing: Existing,
    /// Who may read the file.
    pub(crate) readers: Readers,
}

/// A file under construction. Dropping it removes what was written.
#[derive(Debug)]
pub(crate) struct NewFile {
    /// The path as it was given, for messages.
    path: PathBuf,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// A temporary file that only its owner may read, to be moved to `to`.
    Beside {
        part: NamedTempFile,
        to: PathBuf,
        existing: Existing,
        /// Its permissions in the end, if others may read it.
        open: Option<Permissions>,
    },
    /// A pipe or terminal, which is written to directly and never replaced.
    Through(File),
}

impl NewFile {
    /// Starts a file that is to appear at `path`.
    ///
    /// # Errors
    /// If `path` is taken, belongs to the ledger, or no file can be created in its folder.
    pub(crate) fn create(path: &Path, plan: Plan<'_>) -> Result<Self, FileError> {
        let place = match Target::of(path, plan.ledger, plan.existing)? {
            Target::Pipe(file) => Place::Through(file),
            Target::File { to, permissions } => {
                let (part, open) = temporary(&to).map_err(|error| io(path, error))?;
                Place::Beside {
                    part,
                    to,
                    existing: plan.existing,
                    open: (plan.readers == Readers::Anyone).then(|| permissions.unwrap_or(open)),
                }
            }
        };
        Ok(Self {
            path: path.to_owned(),
            place,
        })
    }

    /// Where the file is written meanwhile, for a library that writes files itself. None for a pipe or terminal.
    pub(crate) fn part(&self) -> Option<&Path> {
        match &self.place {
            Place::Beside { part, .. } => Some(part.path()),
            Place::Through(_) => None,
        }
    }

    /// Lets only its owner read the file, whatever was planned: something in it is for nobody else. A pipe or terminal
    /// is what it is.
    pub(crate) fn restrict(&mut self) {
        if let Place::Beside { open, .. } = &mut self.place {
            *open = None;
        }
    }

    /// Moves the file into place once everything is written and synced.
    ///
    /// # Errors
    /// If the file cannot be synced, or its name was taken meanwhile.
    pub(crate) fn finish(self) -> Result<(), FileError> {
        match self.place {
            Place::Through(_) => Ok(()),
            Place::Beside {
                part,
                to,
                existing,
                open,
            } => open
                .map_or(Ok(()), |open| part.as_file().set_permissions(open))
                .and_then(|()| place(part, &to, existing))
                .and_then(|()| sync_folder(&to))
                .map_err(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => FileError::Exists(self.path),
                    _ => FileError::Io(self.path, error),
                }),
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Beside { part, .. } => part.write(bytes),
            Place::Through(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Beside { part, .. } => part.flush(),
            Place::Through(file) => file.flush(),
        }
    }
}

/// Writes several files into a folder, which is created if it is missing. Either all of them appear or
/// none, unless the program is killed while it moves them into place: then some are missing.
///
/// # Errors
/// If one of the files exists or cannot be written.
pub(crate) fn write_all<'n>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'n str, Vec<u8>)>,
    plan: Plan<'_>,
) -> Result<(), FileError> {
    let is_new = fs::symlink_metadata(folder).is_err();
    let written = create_folder(folder)
        .map_err(|error| io(folder, error))
        .and_then(|()| write_each(folder, files, plan));
    if written.is_err() && is_new {
        // Only an empty folder is removed.
        let _ = fs::remove_dir(folder);
    }
    written
}

/// Creates a folder, with those above it, and syncs the folder in which each of them appears.
fn create_folder(folder: &Path) -> io::Result<()> {
    let above = folder.ancestors();
    let missing: Vec<&Path> = above
        .take_while(|path| !path.as_os_str().is_empty() && fs::metadata(path).is_err())
        .collect();
    fs::create_dir_all(folder)?;
    missing.into_iter().rev().try_for_each(sync_folder)
}

fn write_each<'n>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'n str, Vec<u8>)>,
    plan: Plan<'_>,
) -> Result<(), FileError> {
    let mut parts = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        let mut file = NewFile::create(&path, plan)?;
        file.write_all(&bytes).map_err(|error| io(&path, error))?;
        parts.push(file);
    }
    let mut done = Vec::new();
    for part in parts {
        let path = part.path.clone();
        if let Err(error) = part.finish() {
            for path in done {
                let _ = fs::remove_file(path);
            }
            return Err(error);
        }
        done.push(path);
    }
    Ok(())
}

/// A new file under an unpredictable name in the folder of `path`, which only its owner may read, and the permissions that it
/// has if the user's umask decides.
fn temporary(path: &Path) -> io::Result<(NamedTempFile, Permissions)> {
    let (prefix, suffix) = UNDER_CONSTRUCTION;
    let mut builder = Builder::new();
    builder.prefix(prefix).suffix(suffix);
    #[cfg(unix)]
    builder.permissions(mode(0o666));
    let folder = folder_of(path);
    fs::metadata(folder)?;
    // The library's own message has the temporary name in it.
    let part = builder
        .tempfile_in(folder)
        .map_err(|error| io::Error::from(error.kind()))?;
    let open = part.as_file().metadata()?.permissions();
    #[cfg(unix)]
    part.as_file().set_permissions(mode(0o600))?;
    leftover::hold(part.as_file())?;
    Ok((part, open))
}

#[cfg(unix)]
fn mode(mode: u32) -> Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(mode)
}

/// Writes a file that only its owner may read. It is on the disk then.
///
/// # Errors
/// If it cannot be written; what was there is there still. [`io::ErrorKind::AlreadyExists`] if that is to be kept.
pub(crate) fn write_durably(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    let (mut part, _) = temporary(path)?;
    part.write_all(bytes)?;
    place(part, path, existing)?;
    sync_folder(path)
}

/// Syncs a finished file and moves it to `path`.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] if something is there and is to be kept.
pub(crate) fn place(part: NamedTempFile, path: &Path, existing: Existing) -> io::Result<()> {
    part.as_file().sync_all()?;
    let placed = match existing {
        Existing::Keep => part.persist_noclobber(path),
        Existing::Replace => part.persist(path),
    };
    placed.map(drop).map_err(|refused| refused.error)
}

/// Syncs the folder of `path`, so that a new name survives a crash.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    // Windows journals names itself and cannot open folders as files.
    match cfg!(unix) {
        true => File::open(folder_of(path))?.sync_all(),
        false => Ok(()),
    }
}

/// The folder in which `path` is.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The path with something added to its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn io(path: &Path, error: io::Error) -> FileError {
    FileError::Io(path.to_owned(), error)
}
