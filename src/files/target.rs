//! What is at the place where a new file is to be.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::Read;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::Duration;

#[cfg(unix)]
use rustix::{fs::OFlags, io::Errno};

use super::{Existing, FileError, archive, folder_of, io, with_suffix};

/// What the name of a ledger has added for the files that belong to it: those that SQLite keeps, and what is on its way to
/// a shared journal.
pub(crate) const SIDE_FILES: [&str; 4] = ["-wal", "-shm", "-journal", SENDING];

/// What the name of a ledger has added for the file with what is on its way to a shared journal.
pub(crate) const SENDING: &str = "-sending";

/// What the name of a ledger has added for whatever else belongs to it: its archive, the key of its feeds, and the lock of its
/// outbox.
const BESIDE: [&str; 3] = [archive::SUFFIX, FEED_KEY, OUTBOX];

/// What the name of a ledger has added for the file with the key of its feeds.
pub(crate) const FEED_KEY: &str = "-feed-key";

/// What the name of a ledger has added for the file that is locked while its outbox is worked on.
pub(super) const OUTBOX: &str = "-outbox";

/// How often a pipe is looked at until it has a reader, and how long the program waits each time.
#[cfg(unix)]
const LOOKS: (u32, Duration) = (100, Duration::from_millis(20));

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
        if is_own_output(path) {
            return Err(FileError::OwnOutput(path.to_owned()));
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
        open_to_write(path, metadata).map(Self::Pipe)
    }
}

/// Opens a pipe or device. Opening a pipe without a reader would block for ever, so it is tried for a moment only.
#[cfg(unix)]
fn open_to_write(path: &Path, metadata: &Metadata) -> Result<File, FileError> {
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
    let mut options = OpenOptions::new();
    options.write(true);
    if !metadata.file_type().is_fifo() {
        return options.open(path).map_err(|error| io(path, error));
    }
    options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    let (looks, wait) = LOOKS;
    for _ in 0..looks {
        match options.open(path) {
            Ok(file) => {
                // What is written waits for the reader. Closing the pipe and opening it again would end what is read.
                let waiting = rustix::fs::fcntl_setfl(&file, OFlags::empty());
                waiting.map_err(|error| io(path, error.into()))?;
                return Ok(file);
            }
            Err(error) if error.raw_os_error() == Some(Errno::NXIO.raw_os_error()) => {
                std::thread::sleep(wait);
            }
            Err(error) => return Err(io(path, error)),
        }
    }
    Err(FileError::NoReader(path.to_owned()))
}

#[cfg(not(unix))]
fn open_to_write(path: &Path, _: &Metadata) -> Result<File, FileError> {
    let file = OpenOptions::new().write(true).open(path);
    file.map_err(|error| io(path, error))
}

/// Whether a path is where this program prints its messages, which would end up in the file. A terminal or
/// `/dev/null` may be.
#[cfg(unix)]
fn is_own_output(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let is_device = |path| fs::metadata(path).is_ok_and(|found| found.file_type().is_char_device());
    let own = Path::new("/dev/stdout");
    is_same_file(path, own) && !is_device(path)
}

#[cfg(not(unix))]
fn is_own_output(_: &Path) -> bool {
    false
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

/// Whether a path is the ledger or belongs to it, under whatever name or link.
pub(crate) fn is_of_ledger(path: &Path, ledger: &Path) -> bool {
    // Opened through a link, a ledger has its files beside what the link leads to.
    let target = fs::canonicalize(ledger).unwrap_or_else(|_| ledger.to_owned());
    let named = |ledger: PathBuf| {
        let side = SIDE_FILES.map(|suffix| with_suffix(&ledger, suffix));
        let beside = BESIDE.map(|suffix| with_suffix(&ledger, suffix));
        std::iter::once(ledger).chain(side).chain(beside)
    };
    let own = named(ledger.to_owned()).chain(named(target));
    let is_own = |path: &Path, own: &Path| {
        is_same_file(path, own) || full_name(path).is_some_and(|name| Some(name) == full_name(own))
    };
    let mut own = own;
    own.any(|own| is_own(path, &own) || is_own(folder_of(path), &own))
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
