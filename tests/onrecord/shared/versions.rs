//! Entries of a kind that this program does not know: it stops before them, and answers.

use onrecord::desk::DeskError;
use onrecord::journal::chain::link;
use onrecord::journal::{Entry, Journal, NewEntry, SaltedBody, SharedMemory, Stamp};
use onrecord::ledger::LedgerError;

use super::{CAST, desks, said};
use crate::properties::posting::now;

/// Appends entries of a newer program, in one write.
fn append(remote: &SharedMemory, bodies: &[&str]) {
    let mut head = remote.head().expect("a head");
    let first = head.seq + 1;
    for body in bodies {
        let body = SaltedBody {
            salt: vec![7; 16],
            bytes: body.as_bytes().to_vec(),
        };
        let entry: Entry = link(
            &head,
            NewEntry {
                written: Some(first),
                stamp: Stamp::new(now(), "mara@quay"),
                body: body.sealed(),
            },
        );
        head = entry.head();
        remote.tamper(|entries| entries.push(entry));
    }
}

const QUESTION: &str = r#"{"entry": "question", "id": "when", "text": "When?"}"#;
const UNKNOWN: &str = r#"{"entry": "forecast", "of": 3, "odds": "2:1"}"#;

#[test]
fn what_is_not_known_is_left_with_all_that_follows() {
    let [mut harbour, mut quay, mut mole] = desks(["harbour", "quay", "mole"]);
    harbour.record(CAST).expect("the cast");
    quay.follow().expect("the cast");
    append(&harbour.remote, &[QUESTION]);
    // A write is taken as a whole or not at all.
    append(&harbour.remote, &[QUESTION, UNKNOWN]);
    append(&harbour.remote, &[QUESTION]);
    for desk in [&mut quay, &mut mole] {
        for _ in 0..2 {
            let caught = desk.follow().expect("what is known");
            assert_eq!(caught.stopped, Some(8));
        }
        assert_eq!(desk.entries().len(), 6);
        desk.assert_is_posted();
        assert!(
            desk.ledger
                .now()
                .question_key("when")
                .is_ok_and(|key| key.is_some())
        );
        let written = desk.record(&said("warden", "asserts", "lock-closed"));
        assert!(
            matches!(
                written,
                Err(DeskError::Ledger(LedgerError::NewerEntry { seq: 8, .. }))
            ),
            "{written:?}"
        );
    }
    assert_eq!(harbour.remote.entries().len(), 9);
}

/// A statement with a field of a newer program may mean something else than without it, so it is not taken either.
#[test]
fn a_field_that_is_not_known_is_left_too() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    let statement = r#"{"entry": "statement", "id": "s0123456", "party": "warden", "stance": "asserts", "claim": "lock-closed",
        "source": "bulletin", "credibility": "2""#;
    append(&harbour.remote, &[&format!("{statement}}}")]);
    append(
        &harbour.remote,
        &[&format!(r#"{statement}, "mood": "calm"}}"#)],
    );
    append(
        &harbour.remote,
        &[&format!(r#"{}7"}}"#, &statement[..statement.len() - 2])],
    );
    let caught = quay.follow().expect("what is known");
    assert_eq!((caught.stopped, caught.entries), (Some(7), 6));
    quay.assert_is_posted();
}

/// A body that a later entry redacts may be missing only if that entry is known: otherwise the ledger's own journal would not
/// verify.
#[test]
fn what_a_left_entry_redacts_is_left_too() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    append(&harbour.remote, &[QUESTION]);
    append(&harbour.remote, &[QUESTION]);
    append(&harbour.remote, &[UNKNOWN]);
    append(
        &harbour.remote,
        &[r#"{"entry": "redaction", "of": [7], "reason": "safety"}"#],
    );
    quay.remote.tamper(|entries| entries[6].body = None);
    let caught = quay.follow().expect("what is known and whole");
    assert_eq!((caught.stopped, caught.entries), (Some(8), 6));
    quay.assert_is_posted();
}

/// A redaction that comes between confirming the head and reading is not taken for damage.
#[test]
fn a_redaction_meanwhile_is_no_damage() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    append(&harbour.remote, &[QUESTION]);
    quay.remote.tamper(|entries| entries[5].body = None);
    let refused = quay.follow();
    assert!(
        matches!(refused, Err(LedgerError::SharedDamaged { seq: 6, .. })),
        "{refused:?}"
    );
    append(
        &harbour.remote,
        &[r#"{"entry": "redaction", "of": [6], "reason": "safety"}"#],
    );
    quay.follow().expect("everything");
    quay.assert_is_whole();
}
