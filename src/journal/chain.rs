//! How entries are chained, byte for byte; docs/journal.md describes the same format in prose.
//!
//! Every field is hashed after its length in eight big-endian bytes, so no two different sequences
//! of fields feed the hash the same bytes. Integers are eight big-endian bytes, two's complement.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{Entry, Head, NewEntry, SaltedBody, Seq};
use crate::domain::passage::hex;

/// The first hashed field of a header: the format and its version.
const HEADER_TAG: &[u8] = b"onrecord entry 1";
/// The first hashed field of a body.
const BODY_TAG: &[u8] = b"onrecord body 1";

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The previous hash of the first entry.
    pub const ZERO: Self = Self([0; 32]);

    /// Reads a hash from stored bytes; `None` unless there are 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The part of an entry that is chained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its sequence number.
    pub seq: Seq,
    /// The first entry of the write it belongs to.
    pub written: Seq,
    /// When it was recorded, in milliseconds since 1970-01-01T00:00Z.
    pub recorded_at: i64,
    /// Who wrote it.
    pub recorded_by: String,
    /// Digest of the body.
    pub digest: Hash,
    /// Hash of the previous entry.
    pub previous: Hash,
    /// Hash of all the fields above.
    pub hash: Hash,
}

impl Header {
    /// The hash computed from the other fields.
    pub fn computed_hash(&self) -> Hash {
        let mut hasher = Sha256::new();
        field(&mut hasher, HEADER_TAG);
        field(&mut hasher, &self.seq.to_be_bytes());
        field(&mut hasher, &self.written.to_be_bytes());
        field(&mut hasher, &self.recorded_at.to_be_bytes());
        field(&mut hasher, self.recorded_by.as_bytes());
        field(&mut hasher, &self.digest.0);
        field(&mut hasher, &self.previous.0);
        Hash(hasher.finalize().into())
    }
}

impl SaltedBody {
    /// The body's digest, as recorded in the entry's header.
    pub fn digest(&self) -> Hash {
        let mut hasher = Sha256::new();
        field(&mut hasher, BODY_TAG);
        field(&mut hasher, &self.salt);
        field(&mut hasher, &self.bytes);
        Hash(hasher.finalize().into())
    }
}

fn field(hasher: &mut Sha256, bytes: &[u8]) {
    // A slice's length always fits in 64 bits.
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

/// Links `entry` to `head`, making it the next entry. Its time is the entry's, or the previous
/// entry's if the clock was set back: recorded times never decrease.
pub fn link(head: &Head, entry: NewEntry) -> Entry {
    let seq = head.seq + 1;
    let mut header = Header {
        seq,
        written: entry.written.unwrap_or(seq),
        recorded_at: entry.stamp.recorded_at.max(head.recorded_at),
        recorded_by: entry.stamp.recorded_by,
        digest: entry.body.digest,
        previous: head.hash,
        hash: Hash::ZERO,
    };
    header.hash = header.computed_hash();
    Entry {
        header,
        body: Some(entry.body.body),
    }
}
