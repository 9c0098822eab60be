//! What is on its way to the shared journal.
//!
//! Before entries are sent they are put, salts included, into a file beside the ledger, because the ledger's own file is
//! inside a transaction then. If the connection is lost before the answer comes, the same bytes are sent again at the next
//! contact: only an append can tell whether they are on record.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::domain::sharing::Typed;
use crate::files::{self, Existing, SENDING};
use crate::journal::verify::{body_fault, header_fault};
use crate::journal::{Entry, Hash, Head, Header, SaltedBody, Seq};
use crate::ledger::file::whole;
use crate::ledger::{LedgerError, Result};

/// The format of the file.
const FORMAT: u32 = 1;

/// A write on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sending {
    /// The head to which it was linked.
    pub(super) expected: Head,
    /// Its entries; at least one.
    pub(super) entries: Vec<Entry>,
    /// The entries whose bodies it removes.
    pub(super) redacted: Vec<Seq>,
    /// The command that made it.
    pub(super) typed: Typed,
}

impl Sending {
    /// Whether something is on its way from the ledger at `path`.
    pub(super) fn is_under_way(path: &Path) -> bool {
        file_of(path).symlink_metadata().is_ok()
    }

    /// The head that the shared journal has once it is stored.
    pub(super) fn last(&self) -> Head {
        self.entries.last().map_or(self.expected, Entry::head)
    }

    /// Puts it beside the ledger at `path`. It is on the disk then.
    ///
    /// # Errors
    /// [`LedgerError::File`] if it cannot be written.
    pub(super) fn keep(&self, path: &Path) -> Result<()> {
        let file = file_of(path);
        let bytes = serde_json::to_vec(&Kept::of(self)).map_err(io::Error::other);
        let written =
            bytes.and_then(|bytes| files::write_durably(&file, &bytes, Existing::Replace));
        written.map_err(|error| whole::failed(&file, error))
    }

    /// What is on its way from the ledger at `path`, if anything is.
    ///
    /// # Errors
    /// [`LedgerError::Sending`] if the file does not hold what was put there.
    pub(super) fn kept(path: &Path) -> Result<Option<Self>> {
        let file = file_of(path);
        let bytes = match fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(whole::failed(&file, error)),
        };
        let kept = serde_json::from_slice::<Kept>(&bytes).map_err(|error| error.to_string());
        let sending = kept.and_then(Kept::sending);
        let sending = sending.map_err(|reason| LedgerError::Sending { path: file, reason })?;
        Ok(Some(sending))
    }

    /// Removes the file: what became of it is known.
    ///
    /// # Errors
    /// [`LedgerError::File`] if it cannot be removed. It is sent again then, which does no harm.
    pub(super) fn forget(path: &Path) -> Result<()> {
        let file = file_of(path);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(whole::failed(&file, error))
            }
            _ => Ok(()),
        }
    }
}

fn file_of(path: &Path) -> PathBuf {
    files::with_suffix(path, SENDING)
}

/// What the file holds. Bytes are in Base64.
#[derive(Serialize, Deserialize)]
struct Kept {
    format: u32,
    expected: KeptHead,
    entries: Vec<KeptEntry>,
    redacted: Vec<Seq>,
    typed: KeptCommand,
}

#[derive(Serialize, Deserialize)]
struct KeptHead {
    seq: Seq,
    hash: String,
    recorded_at: i64,
}

#[derive(Serialize, Deserialize)]
struct KeptEntry {
    seq: Seq,
    written: Seq,
    recorded_at: i64,
    recorded_by: String,
    digest: String,
    previous: String,
    hash: String,
    /// Salt and bytes; none if the same write redacts it.
    body: Option<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct KeptCommand {
    at: i64,
    by: String,
    words: Vec<String>,
    files: BTreeMap<String, String>,
}

impl Kept {
    fn of(sending: &Sending) -> Self {
        let Sending {
            expected,
            entries,
            redacted,
            typed,
        } = sending;
        let files = typed.files.iter();
        Self {
            format: FORMAT,
            expected: KeptHead {
                seq: expected.seq,
                hash: text(&expected.hash.0),
                recorded_at: expected.recorded_at,
            },
            entries: entries.iter().map(KeptEntry::of).collect(),
            redacted: redacted.clone(),
            typed: KeptCommand {
                at: typed.at,
                by: typed.by.clone(),
                words: typed.words.clone(),
                files: files
                    .map(|(name, bytes)| (name.clone(), text(bytes)))
                    .collect(),
            },
        }
    }

    /// What was put into the file, or why that is not what the file holds.
    fn sending(self) -> Result<Sending, String> {
        if self.format != FORMAT {
            return Err(format!("its format is {}, not {FORMAT}", self.format));
        }
        let entries = self.entries.into_iter().map(KeptEntry::entry);
        let entries: Vec<Entry> = entries.collect::<Result<_, String>>()?;
        if entries.is_empty() {
            return Err("it has no entries".to_owned());
        }
        let files = self.typed.files.into_iter();
        let files = files.map(|(name, encoded)| Ok((name, bytes(&encoded)?)));
        Ok(Sending {
            expected: Head {
                seq: self.expected.seq,
                hash: hash(&self.expected.hash)?,
                recorded_at: self.expected.recorded_at,
            },
            entries,
            redacted: self.redacted,
            typed: Typed {
                at: self.typed.at,
                by: self.typed.by,
                words: self.typed.words,
                files: files.collect::<Result<_, String>>()?,
            },
        })
    }
}

impl KeptEntry {
    fn of(entry: &Entry) -> Self {
        let header = &entry.header;
        let body = entry.body.as_ref();
        let body = body.map(|body| (text(&body.salt), text(&body.bytes)));
        Self {
            seq: header.seq,
            written: header.written,
            recorded_at: header.recorded_at,
            recorded_by: header.recorded_by.clone(),
            digest: text(&header.digest.0),
            previous: text(&header.previous.0),
            hash: text(&header.hash.0),
            body,
        }
    }

    fn entry(self) -> Result<Entry, String> {
        let header = Header {
            seq: self.seq,
            written: self.written,
            recorded_at: self.recorded_at,
            recorded_by: self.recorded_by,
            digest: hash(&self.digest)?,
            previous: hash(&self.previous)?,
            hash: hash(&self.hash)?,
        };
        let body = self.body.map(|(salt, body)| {
            Ok::<_, String>(SaltedBody {
                salt: bytes(&salt)?,
                bytes: bytes(&body)?,
            })
        });
        let entry = Entry {
            header,
            body: body.transpose()?,
        };
        match header_fault(&entry.header).or_else(|| body_fault(&entry)) {
            Some(what) => Err(format!("its entry {} {what}", self.seq)),
            None => Ok(entry),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    BASE64
        .decode(text.as_bytes())
        .map_err(|error| error.to_string())
}

fn hash(text: &str) -> Result<Hash, String> {
    Hash::from_bytes(&bytes(text)?).ok_or_else(|| "a hash in it is too short".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::claim::Question;
    use crate::journal::{Body, NewEntry, Salts, Stamp, chain};

    fn sending() -> Sending {
        let body = Body::Question(Question {
            id: "when".parse().expect("a slug"),
            text: "When does the ferry sail?".to_owned(),
            unreviewed: false,
        });
        let sealed = body.seal(&mut Salts::default()).expect("a salt").sealed();
        let new = NewEntry {
            written: None,
            stamp: Stamp {
                recorded_at: 1_755_000_000_000,
                recorded_by: "rosa@harbour".to_owned(),
            },
            body: sealed,
        };
        Sending {
            expected: Head::EMPTY,
            entries: vec![chain::link(&Head::EMPTY, new)],
            redacted: vec![4],
            typed: Typed {
                at: 1_755_000_000_000,
                by: "rosa@harbour".to_owned(),
                words: vec!["question".to_owned(), "add".to_owned()],
                files: BTreeMap::from([("-".to_owned(), vec![0, 255])]),
            },
        }
    }

    #[test]
    fn what_is_sent_again_is_what_was_sent() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("onrecord.db");
        assert_eq!(Sending::kept(&path).expect("nothing"), None);
        sending().keep(&path).expect("a file");
        let mut first = Sending::kept(&path).expect("a file");
        assert!(Sending::is_under_way(&path) && first.is_some());
        let again = first.take().expect("what was sent");
        again.keep(&path).expect("a file");
        assert_eq!(Sending::kept(&path).expect("a file"), Some(again));
        Sending::forget(&path).expect("no file");
        assert!(!Sending::is_under_way(&path));
        Sending::forget(&path).expect("still none");
    }

    #[test]
    fn what_was_changed_is_not_sent() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("onrecord.db");
        let mut changed = sending();
        for entry in &mut changed.entries {
            entry.header.recorded_by = "mara@quay".to_owned();
        }
        changed.keep(&path).expect("a file");
        let refused = Sending::kept(&path).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|text| text.contains("entry 1 does not have the hash")));
        fs::write(file_of(&path), "{}").expect("another file");
        assert!(matches!(
            Sending::kept(&path),
            Err(LedgerError::Sending { .. })
        ));
    }
}
