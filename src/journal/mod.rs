//! The journal: the append-only, hash-chained book of original entry.
//!
//! It is reached through one narrow interface, [`Journal`], so that it can later live in another
//! engine. What an entry's body may say is in [`body`]; how entries are chained is in [`chain`],
//! to the byte; [`verify`](verify::verify) checks a whole journal.

pub mod body;
pub mod chain;
pub mod memory;
pub mod noted;
pub mod verify;

use chrono::{DateTime, Utc};
use thiserror::Error;

pub use body::{Body, Merged, Merger, Salts};
pub use chain::{Hash, Header};
pub use noted::{Holding, NotedHead};

/// The place of an entry: 1, 2, 3 … without gaps.
pub type Seq = i64;

/// Who writes, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub recorded_at: i64,
    /// The desk or person that writes.
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
    /// Its place; 0 in an empty journal.
    pub seq: Seq,
    /// Its hash; zeros in an empty journal.
    pub hash: Hash,
    /// When it was recorded, in milliseconds.
    pub recorded_at: i64,
}

impl Head {
    /// The head of a journal without entries.
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
    /// The body; none where it was redacted.
    pub body: Option<SaltedBody>,
}

impl Entry {
    /// The head of a journal whose newest entry this is.
    pub fn head(&self) -> Head {
        Head {
            seq: self.header.seq,
            hash: self.header.hash,
            recorded_at: self.header.recorded_at,
        }
    }
}

/// A body's bytes as they were hashed, with their salt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaltedBody {
    /// Random bytes, so that a redacted body cannot be found by guessing.
    pub salt: Vec<u8>,
    /// JSON, exactly as stored.
    pub bytes: Vec<u8>,
}

/// An entry to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The first entry of the write it belongs to; none: it is the first itself.
    pub written: Option<Seq>,
    /// Who writes it, and when.
    pub stamp: Stamp,
    /// What it says.
    pub body: Sealed,
}

/// A body with the digest that its entry's header will carry of it.
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
    /// Someone else appended in between.
    #[error("the journal has moved on: its head is entry {found}, not {expected}")]
    Moved {
        /// The head that the writer had seen.
        expected: Seq,
        /// The head that is there.
        found: Seq,
    },
    /// An entry's body is not what this program writes.
    #[error("entry {seq} cannot be read: {reason}")]
    Unreadable {
        /// The entry.
        seq: Seq,
        /// Why.
        reason: String,
    },
    /// No random bytes were to be had for a salt.
    #[error("the system gave no random bytes: {0}")]
    NoRandomness(String),
    /// The engine below failed.
    #[error(transparent)]
    Storage(Box<dyn std::error::Error + Send + Sync>),
}

/// A journal, wherever it lives.
///
/// Contract: entries are read back exactly as stored; `store` refuses where the head is not the
/// expected one, and stores all entries or none that is read back.
pub trait Journal {
    /// The newest entry.
    ///
    /// # Errors
    /// Where the engine below fails.
    fn head(&self) -> Result<Head, JournalError>;

    /// Up to `limit` entries from `from` on, in order.
    ///
    /// # Errors
    /// Where the engine below fails.
    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError>;

    /// Stores entries that [`chain::link`] linked behind `expected`, if that is still the head.
    ///
    /// # Errors
    /// [`JournalError::Moved`] where it is not; otherwise where the engine below fails.
    fn store(&mut self, expected: &Head, entries: &[Entry]) -> Result<(), JournalError>;

    /// Links one entry behind `expected`, stores it, and returns the new head.
    ///
    /// # Errors
    /// As [`Journal::store`].
    fn append(&mut self, expected: &Head, draft: Draft) -> Result<Head, JournalError> {
        let entry = chain::link(expected, draft);
        self.store(expected, std::slice::from_ref(&entry))?;
        Ok(entry.head())
    }
}

/// How many entries are read at a time.
pub const PAGE: usize = 512;

/// Calls `visit` with every entry from the first on.
///
/// # Errors
/// Where the journal cannot be read, and what `visit` returns.
pub fn for_each<E: From<JournalError>>(
    journal: &dyn Journal,
    mut visit: impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    // From before the first place on: an entry that was moved there is to be seen as well.
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
