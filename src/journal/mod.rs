//! The journal: the append-only, hash-chained book of original entry.
//!
//! The rest of the program uses it only through [`Journal`], so it could move to another storage
//! engine. [`body`] defines what an entry can say, [`chain`] how entries are chained, byte for
//! byte, and [`verify`](verify::verify) checks a whole journal.

pub mod body;
pub mod chain;
pub mod memory;
pub mod parting;
pub mod pinned_head;
pub mod shared;
pub mod shared_memory;
pub mod verify;

use chrono::{DateTime, Utc};
use thiserror::Error;

pub use body::{Body, Merged, Merger, Salts};
pub use chain::{Hash, Header};
pub use pinned_head::{Holding, PinnedHead};
pub use shared::{Appended, SharedJournal};
pub use shared_memory::SharedMemory;

/// The sequence number of an entry: 1, 2, 3 … without gaps.
pub type Seq = i64;

/// Who writes, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub recorded_at: i64,
    /// The desk or person writing.
    pub recorded_by: String,
}

impl Stamp {
    /// A write at `time` by a desk or person.
    pub fn new(time: DateTime<Utc>, by: &str) -> Self {
        Self {
            recorded_at: time.timestamp_millis(),
            recorded_by: by.to_owned(),
        }
    }
}

/// The newest entry of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its sequence number; 0 in an empty journal.
    pub seq: Seq,
    /// Its hash; zeros in an empty journal.
    pub hash: Hash,
    /// When it was recorded, in milliseconds.
    pub recorded_at: i64,
}

impl Head {
    /// The head of an empty journal.
    pub const EMPTY: Self = Self {
        seq: 0,
        hash: Hash::ZERO,
        recorded_at: i64::MIN,
    };
}

/// An entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The chained part.
    pub header: Header,
    /// The body; `None` if it was redacted.
    pub body: Option<SaltedBody>,
}

impl Entry {
    /// The head of a journal that ends with this entry.
    pub fn head(&self) -> Head {
        Head {
            seq: self.header.seq,
            hash: self.header.hash,
            recorded_at: self.header.recorded_at,
        }
    }
}

/// A body's bytes as hashed, with their salt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaltedBody {
    /// Random bytes, so that a redacted body cannot be recovered by guessing.
    pub salt: Vec<u8>,
    /// JSON, exactly as stored.
    pub bytes: Vec<u8>,
}

/// An entry to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The first entry of the write it belongs to; `None` if this is the first.
    pub written: Option<Seq>,
    /// Who writes it, and when.
    pub stamp: Stamp,
    /// What it says.
    pub body: Sealed,
}

/// A body with the digest its entry's header will record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    body: SaltedBody,
    digest: Hash,
}

impl Sealed {
    /// The body itself.
    pub fn body(&self) -> &SaltedBody {
        &self.body
    }
}

impl SaltedBody {
    /// The body with its digest.
    #[must_use]
    pub fn sealed(self) -> Sealed {
        Sealed {
            digest: self.digest(),
            body: self,
        }
    }
}

/// Why a journal could not be read or written.
#[derive(Debug, Error)]
pub enum JournalError {
    /// Another writer appended entries in the meantime.
    #[error("the journal has moved on: its head is entry {found}, not {expected}")]
    Moved {
        /// The head the writer expected.
        expected: Seq,
        /// The head found.
        found: Seq,
    },
    /// An entry's body is not in a known format.
    #[error("entry {seq} cannot be read: {reason}")]
    Unreadable {
        /// The entry.
        seq: Seq,
        /// Why.
        reason: String,
    },
    /// The system provided no random bytes for a salt.
    #[error("the system gave no random bytes: {0}")]
    NoRandomness(String),
    /// Other desks had the turn all the time.
    #[error("other desks are writing to the shared journal; try again")]
    Busy,
    /// A shared journal cannot be reached.
    #[error("the shared journal cannot be reached: {0}")]
    Unreachable(String),
    /// The connection to a shared journal was lost when entries were on their way.
    #[error("it is not known whether the shared journal recorded it: {0}")]
    Unknown(String),
    /// A shared journal does not take what is appended, or does not let this desk in.
    #[error("the shared journal refuses: {0}")]
    Refused(String),
    /// The storage engine failed.
    #[error(transparent)]
    Storage(Box<dyn std::error::Error + Send + Sync>),
}

/// A journal that can be read, wherever it is stored.
pub trait Journal {
    /// The newest entry.
    fn head(&self) -> Result<Head, JournalError>;

    /// Up to `limit` entries, in order, starting at `from`.
    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError>;
}

/// A journal that can be appended to.
///
/// Contract: entries are read back exactly as stored. `store` refuses if the head is not the
/// expected one, and either stores all entries or leaves none that can be read back.
pub trait JournalWriter: Journal {
    /// Checks that nothing was appended since `expected` was the head.
    ///
    /// # Errors
    /// [`JournalError::Moved`] otherwise.
    fn require_head(&self, expected: &Head) -> Result<(), JournalError> {
        let found = self.head()?;
        match found == *expected {
            true => Ok(()),
            false => Err(JournalError::Moved {
                expected: expected.seq,
                found: found.seq,
            }),
        }
    }

    /// Stores entries that [`chain::link`] linked to `expected`, if that is still the head.
    ///
    /// # Errors
    /// [`JournalError::Moved`] if `expected` is no longer the head.
    fn store(&mut self, expected: &Head, entries: &[Entry]) -> Result<(), JournalError>;

    /// Links one entry to `expected`, stores it, and returns the new head.
    ///
    /// # Errors
    /// Like [`JournalWriter::store`].
    fn append(&mut self, expected: &Head, new: NewEntry) -> Result<Head, JournalError> {
        let entry = chain::link(expected, new);
        self.store(expected, std::slice::from_ref(&entry))?;
        Ok(entry.head())
    }
}

/// Entries per read.
pub const PAGE: usize = 512;

/// Calls `visit` with every entry in order. Stops at the first error, including one from `visit`.
pub fn for_each<E: From<JournalError>>(
    journal: &dyn Journal,
    mut visit: impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    // Starts below 1, so that an entry moved there is seen too.
    let mut next = Some(Seq::MIN);
    while let Some(from) = next {
        let page = journal.read(from, PAGE)?;
        next = page.last().and_then(|last| last.header.seq.checked_add(1));
        for entry in page {
            visit(entry)?;
        }
    }
    Ok(())
}
