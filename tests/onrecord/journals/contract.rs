//! The contract of the journal, held by every backend.

use onrecord::domain::slug::Slug;
use onrecord::journal::chain::link;
use onrecord::journal::memory::MemoryJournal;
use onrecord::journal::verify::verify;
use onrecord::journal::{Body, Head, JournalError, JournalWriter, PAGE, Salts, SharedMemory};
use onrecord::ledger::{Ledger, SqliteJournalWriter};
#[cfg(feature = "shared")]
use onrecord::shared::Rights;
use rusqlite::Connection;

use super::{Alone, body, draft, entries};

/// Runs a part of the contract on every backend.
fn on_every_backend(part: impl Fn(&mut dyn JournalWriter)) {
    part(&mut MemoryJournal::default());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ledger.db");
    drop(Ledger::create(&path, std::time::Duration::ZERO).expect("a ledger"));
    let connection = Connection::open(&path).expect("a connection");
    part(&mut SqliteJournalWriter::new(&connection));
    part(&mut Alone(SharedMemory::default()));
    #[cfg(feature = "shared")]
    super::on_server(Rights::Append, |_, kyiv| part(&mut Alone(kyiv)));
}

#[test]
fn an_empty_journal_has_the_empty_head_and_verifies() {
    on_every_backend(|journal| {
        assert_eq!(journal.head().expect("a head"), Head::EMPTY);
        assert!(journal.read(1, PAGE).expect("a page").is_empty());
        let verified = verify(journal).expect("a verdict");
        assert_eq!((verified.entries, verified.problem), (0, None));
    });
}

/// Entries come back byte for byte as they were appended, in order, from any place on, in pages of any size.
#[test]
fn entries_are_read_back_as_appended() {
    on_every_backend(|journal| {
        let mut head = Head::EMPTY;
        let mut drafts = Vec::new();
        for number in 1..=9 {
            let entry = draft(
                &body(number),
                None,
                1_000 * i64::try_from(number).expect("small"),
            );
            drafts.push(entry.clone());
            head = journal.append(&head, entry).expect("an entry");
            assert_eq!(journal.head().expect("a head"), head);
        }
        for from in 0..=10 {
            for limit in 0..=10 {
                let page = journal.read(from, limit).expect("a page");
                let first = usize::try_from(from.max(1)).expect("small");
                let last = (first + limit).min(10);
                let wanted: Vec<i64> = (first..last)
                    .map(|seq| i64::try_from(seq).expect("small"))
                    .collect();
                let found: Vec<i64> = page.iter().map(|entry| entry.header.seq).collect();
                assert_eq!(found, wanted, "from {from}, at most {limit}");
            }
        }
        let all = journal.read(1, PAGE).expect("a page");
        for (entry, draft) in all.iter().zip(&drafts) {
            assert_eq!(entry.body.as_ref(), Some(draft.body.body()));
            assert_eq!(entry.header.recorded_by, draft.stamp.recorded_by);
            assert_eq!(entry.header.recorded_at, draft.stamp.recorded_at);
        }
        assert!(verify(journal).expect("a verdict").problem.is_none());
    });
}

/// Each entry carries the hash of the one before; a write of several entries carries the place of its first.
#[test]
fn entries_are_chained() {
    on_every_backend(|journal| {
        let first = journal
            .append(&Head::EMPTY, draft(&body(1), None, 5))
            .expect("an entry");
        let second = journal
            .append(&first, draft(&body(2), Some(1), 5))
            .expect("an entry");
        journal
            .append(&second, draft(&body(3), None, 5))
            .expect("an entry");
        let all = journal.read(1, PAGE).expect("a page");
        let written: Vec<i64> = all.iter().map(|entry| entry.header.written).collect();
        assert_eq!(written, [1, 1, 3]);
        assert_eq!(all[0].header.previous, Head::EMPTY.hash);
        for pair in all.windows(2) {
            assert_eq!(pair[1].header.previous, pair[0].header.hash);
            assert_eq!(pair[0].header.hash, pair[0].header.computed_hash());
        }
    });
}

/// Whoever has not seen the newest entry is refused, and nothing is appended.
#[test]
fn a_stale_head_is_refused() {
    on_every_backend(|journal| {
        let first = journal
            .append(&Head::EMPTY, draft(&body(1), None, 5))
            .expect("an entry");
        let second = journal
            .append(&first, draft(&body(2), None, 6))
            .expect("an entry");
        let another = Head {
            hash: first.hash,
            ..second
        };
        for (stale, seen) in [(Head::EMPTY, 0), (first, 1), (another, 2)] {
            let refused = journal.append(&stale, draft(&body(3), None, 7));
            match refused {
                Err(JournalError::Moved { expected, found }) => {
                    assert_eq!((expected, found), (seen, 2))
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(journal.head().expect("a head"), second);
        assert_eq!(journal.read(1, PAGE).expect("a page").len(), 2);
    });
}

/// A clock that was set back does not set the journal back.
#[test]
fn recorded_times_never_decrease() {
    on_every_backend(|journal| {
        let mut head = Head::EMPTY;
        for (number, clock) in [10, 4, 12, 11, -3].into_iter().enumerate() {
            head = journal
                .append(&head, draft(&body(number), None, clock))
                .expect("an entry");
        }
        let all = journal.read(1, PAGE).expect("a page");
        let times: Vec<i64> = all.iter().map(|entry| entry.header.recorded_at).collect();
        assert_eq!(times, [10, 10, 12, 12, 12]);
        assert!(verify(journal).expect("a verdict").problem.is_none());
    });
}

/// Several entries are stored together, and a body may say anything at any length.
#[test]
fn bodies_come_back_byte_for_byte() {
    let texts = [
        "Ґанок \u{202e}«так» 日本語 🜁".to_owned(),
        "a line\r\nand a \u{0} NUL, a \\u0000 and a \\ before it \\\u{0}".to_owned(),
        String::new(),
        "long ".repeat(1 << 20),
    ];
    let source: Slug = "gazette".parse().expect("a slug");
    let bodies = texts.map(|text| Body::Text {
        source: source.clone(),
        text,
    });
    on_every_backend(|journal| {
        let written = entries(&Head::EMPTY, "Ірина@kyiv", &bodies);
        journal.store(&Head::EMPTY, &written).expect("entries");
        assert!(journal.read(1, PAGE).expect("a page") == written);
        assert!(verify(journal).expect("a verdict").problem.is_none());
    });
}

/// Entries of which one is stale leave nothing behind.
#[test]
fn all_entries_are_stored_or_none() {
    on_every_backend(|journal| {
        let first = link(&Head::EMPTY, draft(&body(1), None, 5));
        journal
            .store(&Head::EMPTY, std::slice::from_ref(&first))
            .expect("an entry");
        let stale = entries(&Head::EMPTY, "ann@kyiv", &[body(2), body(3)]);
        journal
            .store(&Head::EMPTY, &stale)
            .expect_err("a stale head");
        assert_eq!(journal.read(1, PAGE).expect("a page"), [first]);
    });
}

/// The same body is sealed with another salt each time, so that a redacted one cannot be guessed from its digest.
#[test]
fn the_same_body_never_has_the_same_digest() {
    // More of them than are asked of the system at a time.
    let mut salts = Salts::default();
    let digests: std::collections::BTreeSet<String> = (0..200)
        .map(|_| body(1).seal(&mut salts).expect("random bytes"))
        .map(|sealed| sealed.digest().to_string())
        .collect();
    assert_eq!(digests.len(), 200);
}

/// The chain runs on over the end of a page.
#[test]
fn a_journal_of_several_pages_verifies() {
    let mut journal = MemoryJournal::default();
    let mut head = Head::EMPTY;
    for number in 0..(2 * PAGE + 3) {
        head = journal
            .append(&head, draft(&body(number), None, 5))
            .expect("an entry");
    }
    let verified = verify(&journal).expect("a verdict");
    assert_eq!(
        (verified.entries, verified.head, verified.problem),
        (head.seq, head, None)
    );
    journal.entries.remove(PAGE);
    let found = verify(&journal).expect("a verdict").problem.expect("a gap");
    assert_eq!(found.seq, i64::try_from(PAGE + 1).expect("small"));
}
