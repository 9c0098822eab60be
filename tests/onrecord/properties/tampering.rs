//! Tampering: `verify` names the first entry that is not what it was.

use onrecord::journal::memory::MemoryJournal;
use onrecord::journal::verify::{Problem, verify};
use onrecord::journal::{Body, Entry, Head, Journal, JournalWriter, Seq};
use onrecord::ledger::{Ledger, SqliteJournalWriter};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;
use rusqlite::Connection;

use super::{body, draft};

/// A journal of so many entries, every third of them a write of two.
fn journal(entries: usize) -> MemoryJournal {
    let mut journal = MemoryJournal::default();
    let mut head = Head::EMPTY;
    for number in 0..entries {
        let written = (number % 3 == 1).then_some(head.seq);
        let clock = 1_000 + i64::try_from(number / 2).expect("small");
        head = journal
            .append(&head, draft(&body(number), written, clock))
            .expect("an entry");
    }
    journal
}

/// One way to tamper with a journal.
#[derive(Debug, Clone)]
enum Tampering {
    /// One bit of a number or a hash in the header, of the writer's name, of the body or of its salt.
    Flip { field: u8, bit: Index },
    /// An entry goes.
    Remove,
    /// Two entries change places.
    Swap { other: Index },
    /// An entry stands again, somewhere else.
    Insert { other: Index },
    /// A body goes without a word.
    DropBody,
}

fn tampering() -> impl Strategy<Value = Tampering> {
    prop_oneof![
        6 => (0..9_u8, any::<Index>()).prop_map(|(field, bit)| Tampering::Flip { field, bit }),
        1 => Just(Tampering::Remove),
        1 => any::<Index>().prop_map(|other| Tampering::Swap { other }),
        1 => any::<Index>().prop_map(|other| Tampering::Insert { other }),
        1 => Just(Tampering::DropBody),
    ]
}

impl Tampering {
    fn apply(&self, entries: &mut Vec<Entry>, at: usize) {
        match self {
            Self::Flip { field, bit } => flip(&mut entries[at], *field, bit),
            Self::Remove => {
                entries.remove(at);
            }
            Self::Swap { other } => {
                let other = other.index(entries.len());
                entries.swap(at, other);
            }
            Self::Insert { other } => {
                let entry = entries[at].clone();
                entries.insert(other.index(entries.len() + 1), entry);
            }
            Self::DropBody => entries[at].body = None,
        }
    }
}

/// Flips one bit of one field. A name stays UTF-8, as the database keeps it.
fn flip(entry: &mut Entry, field: u8, bit: &Index) {
    let number = |value: &mut i64| *value ^= 1 << bit.index(63);
    let bytes = |value: &mut [u8]| {
        let bit = bit.index(value.len() * 8);
        value[bit / 8] ^= 1 << (bit % 8);
    };
    let header = &mut entry.header;
    let body = entry.body.as_mut().expect("a body");
    match field {
        0 => number(&mut header.seq),
        1 => number(&mut header.written),
        2 => number(&mut header.recorded_at),
        3 => {
            let at = bit.index(header.recorded_by.len() + 1);
            header.recorded_by.insert(at, 'x');
        }
        4 => bytes(&mut header.digest.0),
        5 => bytes(&mut header.previous.0),
        6 => bytes(&mut header.hash.0),
        7 => bytes(&mut body.salt),
        _ => bytes(&mut body.bytes),
    }
}

/// The first place at which a journal is not what it was; none where it was only cut at its end.
fn first_difference(before: &[Entry], after: &[Entry]) -> Option<Seq> {
    let same = before
        .iter()
        .zip(after)
        .take_while(|(one, two)| one == two)
        .count();
    (same < after.len()).then(|| Seq::try_from(same + 1).expect("small"))
}

fn problem(journal: &dyn Journal) -> Option<Problem> {
    verify(journal).expect("a verdict").problem
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1024,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    /// Whatever is done to one entry, `verify` names the first that is not what it was.
    #[test]
    fn verify_names_the_first_wrong_entry(entries in 2..14_usize, at in any::<Index>(), tampering in tampering()) {
        let untouched = journal(entries);
        prop_assert_eq!(problem(&untouched), None);
        let mut tampered = untouched.clone();
        tampering.apply(&mut tampered.entries, at.index(entries));
        let wanted = first_difference(&untouched.entries, &tampered.entries);
        let found = problem(&tampered);
        prop_assert_eq!(found.as_ref().map(|problem| problem.seq), wanted, "{:?}", found);
    }
}

/// A way to tamper with a journal that needs nothing but it.
type Tamper = fn(&mut Vec<Entry>);

/// What is said of each kind of damage.
#[test]
fn verify_says_what_is_wrong() {
    let cases: [(&str, Tamper); 7] = [
        ("is out of place", |entries| entries[3].header.seq = 0),
        ("is missing", |entries| drop(entries.remove(3))),
        ("does not follow from the entry before", |entries| {
            entries[3].header.previous.0[0] ^= 1
        }),
        ("does not have the hash", |entries| {
            entries[3].header.recorded_by.push('x')
        }),
        ("does not have the body", |entries| {
            entries[3].body.as_mut().expect("a body").bytes.push(b' ');
        }),
        ("lost its body", |entries| entries[3].body = None),
        ("belongs to a write that it does not follow", |entries| {
            entries[3].header.written = 2;
            entries[3].header.hash = entries[3].header.computed_hash();
        }),
    ];
    for (what, tamper) in cases {
        let mut journal = journal(7);
        tamper(&mut journal.entries);
        let found = problem(&journal).expect("a problem");
        assert_eq!(found.seq, 4, "{what}: {found:?}");
        assert!(found.what.contains(what), "{what}: {found:?}");
    }
}

/// A journal cut at its end is consistent in itself: only a head noted elsewhere shows it. The docs say so.
#[test]
fn a_cut_journal_shows_in_its_head_only() {
    let mut journal = journal(6);
    let noted = journal.head().expect("a head");
    journal.entries.pop();
    assert_eq!(problem(&journal), None);
    assert_ne!(journal.head().expect("a head"), noted);
}

/// A body may be missing where a later entry says so; where that entry is tampered with, it says nothing.
#[test]
fn only_a_sound_redaction_speaks_for_a_missing_body() {
    let mut journal = journal(3);
    let head = journal.head().expect("a head");
    let redaction = Body::Redaction {
        of: vec![2],
        reason: "safety".to_owned(),
    };
    journal
        .append(&head, draft(&redaction, None, 9_000))
        .expect("an entry");
    journal.entries[1].body = None;
    assert_eq!(problem(&journal), None);

    let mut forged = journal.clone();
    forged.entries[0].body = None;
    assert_eq!(
        problem(&forged).map(|problem| problem.seq),
        Some(1),
        "it speaks for entry 2 only"
    );

    let mut tampered = journal.clone();
    let body = tampered.entries[3].body.as_mut().expect("a body");
    body.bytes = String::from_utf8_lossy(&body.bytes)
        .replace("[2]", "[1,2]")
        .into_bytes();
    tampered.entries[0].body = None;
    assert_eq!(problem(&tampered).map(|problem| problem.seq), Some(1));

    let mut backdated = self::journal(1);
    let head = backdated.head().expect("a head");
    let of_a_later_one = Body::Redaction {
        of: vec![3],
        reason: "ahead of time".to_owned(),
    };
    let head = backdated
        .append(&head, draft(&of_a_later_one, None, 9_000))
        .expect("an entry");
    backdated
        .append(&head, draft(&super::body(3), None, 9_000))
        .expect("an entry");
    backdated.entries[2].body = None;
    assert_eq!(
        problem(&backdated).map(|problem| problem.seq),
        Some(3),
        "it was said before it was there"
    );
}

/// A ledger's file with a journal of six entries.
fn file() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ledger.db");
    drop(Ledger::create(&path, std::time::Duration::ZERO).expect("a ledger"));
    let connection = Connection::open(&path).expect("the ledger");
    let mut journal = SqliteJournalWriter::new(&connection);
    let mut head = Head::EMPTY;
    for number in 0..6 {
        head = journal
            .append(&head, draft(&body(number), None, 1_000))
            .expect("an entry");
    }
    (folder, path)
}

/// The database itself refuses what changes the journal, replacing included.
#[test]
fn the_database_refuses_to_change_the_journal() {
    let (_folder, path) = file();
    let connection = Connection::open(&path).expect("the ledger");
    connection
        .pragma_update(None, "recursive_triggers", "on")
        .expect("a pragma");
    for sql in [
        "UPDATE entry SET recorded_by = 'x' WHERE seq = 3",
        "UPDATE body SET bytes = x'00' WHERE seq = 3",
        "DELETE FROM entry WHERE seq = 6",
        "DELETE FROM body WHERE seq = 3",
        "INSERT INTO entry SELECT seq + 2, written, recorded_at, recorded_by, digest, previous, hash FROM entry WHERE seq = 6",
        "INSERT OR REPLACE INTO entry SELECT 3, written, recorded_at, recorded_by, digest, previous, hash FROM entry WHERE seq = 6",
        "INSERT OR REPLACE INTO body SELECT 3, salt, bytes FROM body WHERE seq = 6",
        "REPLACE INTO body SELECT 6, salt, bytes FROM body WHERE seq = 5",
        "INSERT INTO entry SELECT 7, written, recorded_at - 1, recorded_by, digest, previous, hash FROM entry WHERE seq = 6",
    ] {
        assert!(connection.execute_batch(sql).is_err(), "{sql}");
    }
    let ledger = Ledger::open(
        &path,
        onrecord::ledger::Access::Read,
        std::time::Duration::ZERO,
    )
    .expect("a ledger");
    assert_eq!(problem(&ledger.journal()), None);
}

/// Whoever drops the triggers can change the file, and `verify` names the first entry that was.
#[test]
fn verify_names_what_was_changed_in_the_file() {
    for sql in [
        "UPDATE entry SET written = 2 WHERE seq = 3",
        "UPDATE entry SET recorded_at = recorded_at + 1 WHERE seq = 3",
        "UPDATE entry SET recorded_by = 'x' WHERE seq = 3",
        "UPDATE entry SET digest = zeroblob(32) WHERE seq = 3",
        "UPDATE entry SET digest = x'00' WHERE seq = 3",
        "UPDATE entry SET previous = zeroblob(32) WHERE seq = 3",
        "UPDATE entry SET hash = zeroblob(32) WHERE seq = 3",
        "UPDATE body SET salt = zeroblob(16) WHERE seq = 3",
        "UPDATE body SET bytes = CAST(bytes || x'20' AS BLOB) WHERE seq = 3",
        "DELETE FROM body WHERE seq = 3",
        "DELETE FROM body WHERE seq = 3; INSERT INTO redaction VALUES (3, 6)",
        "DELETE FROM body WHERE seq = 3; DELETE FROM entry WHERE seq = 3",
        "UPDATE entry SET seq = 30 WHERE seq = 3",
        "UPDATE entry SET seq = 30 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 5; UPDATE entry SET seq = 5 WHERE seq = 30",
    ] {
        let (_folder, path) = file();
        let connection = Connection::open(&path).expect("the ledger");
        connection
            .execute_batch(&format!(
                "PRAGMA foreign_keys = off;
                 DROP TRIGGER entry_is_final; DROP TRIGGER entry_stays; DROP TRIGGER entry_follows;
                 DROP TRIGGER body_is_final; DROP TRIGGER body_stays; {sql}"
            ))
            .expect(sql);
        drop(connection);
        let ledger = Ledger::open_as_is(
            &path,
            onrecord::ledger::Access::Read,
            std::time::Duration::ZERO,
        )
        .expect("a ledger");
        let found = problem(&ledger.journal());
        assert_eq!(
            found.as_ref().map(|problem| problem.seq),
            Some(3),
            "{sql}: {found:?}"
        );
    }
}
