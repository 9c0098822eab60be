//! The archive of a ledger: a folder beside it with what was fetched.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::with_suffix;
#[cfg(feature = "news")]
use super::{Existing, FileError, create_folder, io as failed, write_durably};

/// What the name of the folder has behind that of the ledger.
pub(super) const SUFFIX: &str = ".archive";

/// The file in it that is locked while the ledger's feeds are watched.
#[cfg(feature = "news")]
const WATCHED: &str = "watched";

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// The archive of a ledger.
#[derive(Debug, Clone)]
pub(crate) struct Archive {
    ledger: PathBuf,
}

impl Archive {
    /// The archive of the ledger at a path, whether it is there or not.
    pub(crate) fn of(ledger: &Path) -> Self {
        Self {
            ledger: ledger.to_owned(),
        }
    }

    fn folder(&self) -> PathBuf {
        with_suffix(&self.ledger, SUFFIX)
    }

    /// Where a file of the archive is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// Adds a file, which is on the disk then. Does nothing if the archive has it already.
    ///
    /// # Errors
    /// If it cannot be written, or another file has its name.
    #[cfg(feature = "news")]
    pub(crate) fn add(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.path(name);
        let folder = self.folder();
        create_folder(&folder).map_err(|error| failed(&folder, error))?;
        if self.read(name).is_ok_and(|held| held == bytes) {
            return Ok(());
        }
        write_durably(&path, bytes, Existing::Keep).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => FileError::Exists(path),
            _ => failed(&path, error),
        })
    }

    /// Removes a file that was added, if possible.
    #[cfg(feature = "news")]
    pub(crate) fn remove(&self, name: &str) {
        let _ = std::fs::remove_file(self.path(name));
    }

    /// Marks the archive as being added to by a program that keeps running, until the file is closed or the program ends.
    /// Returns `None` if another one does.
    ///
    /// # Errors
    /// If the file that is locked cannot be made.
    #[cfg(feature = "news")]
    pub(crate) fn hold(&self) -> Result<Option<File>, FileError> {
        let (folder, path) = (self.folder(), self.path(WATCHED));
        create_folder(&folder).map_err(|error| failed(&folder, error))?;
        super::leftover::try_hold(&path).map_err(|error| failed(&path, error))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not there, cannot be read, or is too large to be one of the archive.
    pub(crate) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = File::open(self.path(name))?;
        if file.take(LARGEST + 1).read_to_end(&mut bytes)? as u64 > LARGEST {
            return Err(io::Error::other("it is larger than any file of an archive"));
        }
        Ok(bytes)
    }
}
