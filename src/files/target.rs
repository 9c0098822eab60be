//! What is at the place where a new file is to be.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Existing, FileError, folder_of, io, with_suffix};

/// What the name of a ledger has added for the files that belong to it: those that SQLite keeps, and what is on its way to
/// a shared journal.
pub(crate) const SIDE_FILES: [&str; 4] = ["-wal", "-shm", "-journal", SENDING];

/// What the name of a ledger has added for the file with what is on its way to a shared journal.
pub(crate) const SENDING: &str = "-sending";

/// How every SQLite database begins.
const DATABASE: &[u8; 16] = b"SQLite format 3\0";

/// Where a new file goes.
pub(super) enum Target {
    /// To `to`, with the permissions of the file that it replaces, if any.
    File {
        to: PathBuf,
        permissions: Option<Permissions>,
    },
    /// Into a pipe or terminal.
    Pipe(File),
}

impl Target {
    /// What `path` stands for. A link is followed only to a file that is to be replaced, so that the
    /// link itself stays.
    pub(super) fn of(path: &Path, ledger: &Path, existing: Existing) -> Result<Self, FileError> {
        if is_of_ledger(path, ledger) {
            return Err(FileError::OfLedger(path.to_owned()));
        }
        let Ok(own) = fs::symlink_metadata(path) else {
            return Ok(Self::File {
                to: path.to_owned(),
                permissions: None,
            });
        };
        let Ok(metadata) = fs::metadata(path) else {
            return Err(FileError::DanglingLink(path.to_owned()));
        };
        if metadata.is_dir() {
            return Err(FileError::IsFolder(path.to_owned()));
        }
        if !metadata.is_file() {
            return Self::pipe(path, &metadata);
        }
        if existing == Existing::Keep {
            return Err(FileError::Exists(path.to_owned()));
        }
        if is_database(path) {
            return Err(FileError::IsDatabase(path.to_owned()));
        }
        let to = match own.is_symlink() {
            true => fs::canonicalize(path).map_err(|error| io(path, error))?,
            false => path.to_owned(),
        };
        Ok(Self::File {
            to,
            permissions: Some(metadata.permissions()),
        })
    }

    fn pipe(path: &Path, metadata: &Metadata) -> Result<Self, FileError> {
        if !can_be_written_through(metadata) {
            return Err(FileError::NotAFile(path.to_owned()));
        }
        let file = OpenOptions::new().write(true).open(path);
        file.map(Self::Pipe).map_err(|error| io(path, error))
    }
}

/// Whether this is a pipe or a device such as a terminal, but not a disk.
#[cfg(unix)]
fn can_be_written_through(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_fifo() || metadata.file_type().is_char_device()
}

#[cfg(not(unix))]
fn can_be_written_through(_: &Metadata) -> bool {
    false
}

/// Whether a path is the ledger or a file that belongs to it, under whatever name or link.
fn is_of_ledger(path: &Path, ledger: &Path) -> bool {
    let own = std::iter::once(ledger.to_owned())
        .chain(SIDE_FILES.map(|suffix| with_suffix(ledger, suffix)));
    own.into_iter().any(|own| {
        is_same_file(path, &own)
            || full_name(path).is_some_and(|name| Some(name) == full_name(&own))
    })
}

/// Which file something is, whatever its name: the device that it is on, and its number there.
pub(crate) type Identity = (u64, u64);

/// Which file is at a path. `None` if there is none, or the system does not say.
#[cfg(unix)]
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub(crate) fn identity(_: &Path) -> Option<Identity> {
    None
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    identity(one).is_some_and(|one| identity(other) == Some(one))
}
/// The path with its links resolved, of a file that may not exist yet.
fn full_name(path: &Path) -> Option<(PathBuf, OsString)> {
    if let Ok(full) = fs::canonicalize(path) {
        return Some((folder_of(&full).to_owned(), full.file_name()?.to_owned()));
    }
    let folder = fs::canonicalize(folder_of(path)).ok()?;
    Some((folder, path.file_name()?.to_owned()))
}

fn is_database(path: &Path) -> bool {
    let mut beginning = [0; DATABASE.len()];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut beginning))
        .is_ok_and(|()| beginning == *DATABASE)
}
