//! Heads noted elsewhere, and whether a journal still contains them.
//!
//! A chain that was truncated or rewritten is consistent in itself. Only a head that somebody kept,
//! on paper, in an e-mail or under a signature, reveals the change.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{Hash, Head, Journal, JournalError, Seq, for_each};
use crate::domain::passage::from_hex;

/// A head as people note it: `335:f003…`, or the hash alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinnedHead {
    /// The sequence number of the head; `None` if only its hash was noted.
    pub seq: Option<Seq>,
    /// Its hash.
    pub hash: Hash,
}

/// How a journal compares with a noted head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// This entry is the noted one, and everything up to it is unchanged.
    Holds(Seq),
    /// The journal ends here, before the noted entry.
    Cut(Seq),
    /// This entry differs from the noted one.
    Rewritten(Seq),
    /// No entry has the noted hash.
    Unknown,
}

/// The text is not a noted head.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a head is ENTRY:HASH as `onrecord head` prints it, or the 64 hexadecimal digits alone")]
pub struct ParseHeadError;

impl From<Head> for PinnedHead {
    fn from(head: Head) -> Self {
        Self {
            seq: Some(head.seq),
            hash: head.hash,
        }
    }
}

impl fmt::Display for PinnedHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seq {
            Some(seq) => write!(f, "{seq}:{}", self.hash),
            None => write!(f, "{}", self.hash),
        }
    }
}

impl FromStr for PinnedHead {
    type Err = ParseHeadError;

    fn from_str(text: &str) -> Result<Self, ParseHeadError> {
        let (seq, digits) = match text.trim().split_once(':') {
            Some((seq, digits)) => (Some(seq.parse().map_err(|_| ParseHeadError)?), digits),
            None => (None, text.trim()),
        };
        let bytes = from_hex(digits).ok_or(ParseHeadError)?;
        let hash = Hash::from_bytes(&bytes).ok_or(ParseHeadError)?;
        if seq.is_some_and(|seq: Seq| seq < 0) {
            return Err(ParseHeadError);
        }
        Ok(Self { seq, hash })
    }
}

/// Looks for a noted head in a journal. The result is only meaningful for a chain that was
/// verified.
pub fn look_for(journal: &dyn Journal, noted: PinnedHead) -> Result<Holding, JournalError> {
    let head = journal.head()?;
    match noted.seq {
        // Every journal extends the empty one.
        Some(0) if noted.hash == Hash::ZERO => Ok(Holding::Holds(0)),
        Some(seq) if seq > head.seq => Ok(Holding::Cut(head.seq)),
        Some(seq) => {
            let page = journal.read(seq, 1)?;
            let same = page
                .first()
                .is_some_and(|entry| entry.header.seq == seq && entry.header.hash == noted.hash);
            Ok(if same {
                Holding::Holds(seq)
            } else {
                Holding::Rewritten(seq)
            })
        }
        None => {
            let mut found = None;
            for_each(journal, |entry| {
                if entry.header.hash == noted.hash {
                    found.get_or_insert(entry.header.seq);
                }
                Ok::<(), JournalError>(())
            })?;
            Ok(found.map_or(Holding::Unknown, Holding::Holds))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_is_printed() {
        let hash = Hash([0xab; 32]);
        for noted in [
            PinnedHead { seq: Some(7), hash },
            PinnedHead { seq: None, hash },
        ] {
            assert_eq!(noted.to_string().parse(), Ok(noted));
        }
        for text in [
            "",
            "7",
            "7:",
            "x:ab",
            "-1:ab",
            &"ab".repeat(31),
            &"zz".repeat(32),
        ] {
            assert_eq!(text.parse::<PinnedHead>(), Err(ParseHeadError), "{text}");
        }
    }
}
