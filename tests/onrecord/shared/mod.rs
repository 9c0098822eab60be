//! Several ledgers that share a journal, which is in memory and can be made to fail.

mod chain;
mod joining;
mod outcomes;
mod parted;
mod partitions;
mod redaction;
mod versions;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use onrecord::desk::{Desk, DeskError, IfExists, import_jsonl};
use onrecord::domain::sharing::{Sharing, Typed};
use onrecord::journal::{Entry, Journal, SharedMemory, Stamp};
use onrecord::ledger::{Ledger, LedgerError, SharedWrite, Writer};
use tempfile::TempDir;

use crate::properties::posting::now;

/// How long to wait for a turn.
const WAIT: Duration = Duration::from_millis(20);

/// A desk: its ledger, and its connection to the journal.
struct SharedDesk {
    folder: TempDir,
    name: String,
    ledger: Ledger,
    remote: SharedMemory,
    /// The clock, in milliseconds.
    clock: i64,
}

/// Parties, a source and claims that statements can be about.
const CAST: &str = r#"
{"record": "party", "id": "warden", "name": "The harbour warden", "kind": "person"}
{"record": "party", "id": "pilot", "name": "The pilot", "kind": "person"}
{"record": "source", "id": "bulletin", "title": "Tides and tolls", "published": "2025-08-19"}
{"record": "claim", "id": "lock-closed", "text": "The lock was closed at noon."}
{"record": "claim", "id": "toll-raised", "text": "The toll was raised."}
"#;

/// A statement of a party on a claim, as a record.
fn said(party: &str, stance: &str, claim: &str) -> String {
    format!(
        r#"{{"record": "statement", "party": "{party}", "stance": "{stance}", "claim": "{claim}", "source": "bulletin"}}"#
    )
}

/// Desks with these names and empty ledgers, which share an empty journal.
fn desks<const COUNT: usize>(names: [&str; COUNT]) -> [SharedDesk; COUNT] {
    let remote = SharedMemory::default();
    names.map(|name| SharedDesk::new(name, remote.again()))
}

/// A command, as it was typed.
fn typed(words: &[&str]) -> Typed {
    Typed {
        at: 1_755_690_000_000,
        by: "somebody".to_owned(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        files: BTreeMap::new(),
    }
}

fn sharing(name: &str) -> Sharing {
    Sharing {
        journal: "5d1f".to_owned(),
        address: "memory".to_owned(),
        desk: name.to_owned(),
        since: 1_755_000_000_000,
    }
}

impl SharedDesk {
    fn new(name: &str, remote: SharedMemory) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("onrecord.db");
        let mut ledger = Ledger::create(&path, WAIT).expect("a ledger");
        let noted = ledger.write(Stamp::new(now(), name), |writer| {
            writer.set_sharing(&sharing(name))
        });
        noted.expect("a ledger that shares");
        Self {
            folder,
            name: name.to_owned(),
            ledger,
            remote,
            clock: now().timestamp_millis(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("onrecord.db")
    }

    /// Records what these lines say.
    fn record(&mut self, lines: &str) -> Result<SharedWrite<()>, DeskError> {
        self.write(|writer| {
            import_jsonl(&mut Desk::new(writer, now()), lines, IfExists::Keep).map(drop)
        })
    }

    fn write<T>(
        &mut self,
        work: impl FnMut(&mut Writer<'_>) -> Result<T, DeskError>,
    ) -> Result<SharedWrite<T>, DeskError> {
        let stamp = || Stamp {
            recorded_at: self.clock,
            recorded_by: format!("rosa@{}", self.name),
        };
        let words = typed(&["import", "lines.jsonl"]);
        self.ledger
            .write_shared(&mut self.remote, &words, stamp, work)
    }

    fn follow(&mut self) -> Result<onrecord::ledger::CaughtUp, LedgerError> {
        self.ledger.follow(&mut self.remote)
    }

    /// All entries of the ledger's own journal.
    fn entries(&self) -> Vec<Entry> {
        self.ledger
            .journal()
            .read(1, 100_000)
            .expect("the ledger's journal")
    }

    /// Checks that the ledger is the shared journal, and that its rows are those that rebuilding gives.
    #[track_caller]
    fn assert_is_whole(&mut self) {
        let (own, shared) = (self.entries(), self.remote.entries());
        assert_eq!(own, shared, "{} has another journal", self.name);
        self.assert_is_posted();
    }

    /// Checks that the rows are those that rebuilding gives.
    #[track_caller]
    fn assert_is_posted(&mut self) {
        let rebuilt = self.ledger.compare().expect("a journal that verifies");
        assert!(rebuilt.is_same(), "{}: {rebuilt:?}", self.name);
    }

    /// The file with what is on its way to the journal.
    fn sending(&self) -> PathBuf {
        self.folder.path().join("onrecord.db-sending")
    }
}

/// Whether any file under a folder contains these bytes.
fn contains(folder: &Path, bytes: &[u8]) -> bool {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("a file").path())
        .any(|path| match path.is_dir() {
            true => contains(&path, bytes),
            false => {
                let held = std::fs::read(&path).expect("a file");
                held.windows(bytes.len()).any(|part| part == bytes)
            }
        })
}
