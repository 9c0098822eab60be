//! Turns that are lost, journals that are out of reach, and outcomes that are not known.

use onrecord::desk::DeskError;
use onrecord::domain::sharing::HeldState;
use onrecord::journal::shared_memory::Fault;
use onrecord::journal::{JournalError, SharedJournal};
use onrecord::ledger::{LedgerError, Settled};

use super::{CAST, SharedDesk, desks, said, typed};

/// Two desks with the cast, of which the second has everything.
fn two() -> [SharedDesk; 2] {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    quay.follow().expect("the cast");
    [harbour, quay]
}

fn is_unknown<T>(outcome: &Result<T, DeskError>) -> bool {
    matches!(
        outcome,
        Err(DeskError::Ledger(LedgerError::OutcomeUnknown(_)))
    )
}

/// Checks that the command of [`SharedDesk::write`] is on record as the sixth entry.
#[track_caller]
fn assert_recorded(settled: Option<&Settled>) {
    let words = typed(&["import", "lines.jsonl"]);
    let recorded = Settled::Recorded {
        first: 6,
        last: 6,
        typed: Box::new(words),
    };
    assert_eq!(settled, Some(&recorded));
}

/// The write arrived: the next contact finds it on record, once, whoever else wrote meanwhile.
#[test]
fn an_unknown_outcome_may_be_a_record() {
    for is_moved in [false, true] {
        let [mut harbour, mut quay] = two();
        harbour.remote.fail([Fault::UnknownStored]);
        // The fault is that of the append: taking the turn goes well.
        let outcome = harbour.record(&said("warden", "asserts", "lock-closed"));
        assert!(is_unknown(&outcome), "{outcome:?}");
        assert_eq!(harbour.entries().len(), 5, "the ledger is as it was");
        assert!(harbour.sending().exists());
        if is_moved {
            quay.record(&said("pilot", "denies", "lock-closed"))
                .expect("a statement");
        }
        let caught = harbour.follow().expect("what became of it");
        assert_recorded(caught.settled.as_ref());
        assert!(!harbour.sending().exists());
        assert_eq!(harbour.entries().len(), 6 + usize::from(is_moved));
        harbour.assert_is_whole();
        assert_eq!(harbour.follow().expect("nothing").settled, None);
    }
}

/// The write did not arrive, but still can: it is sent again, and nobody has to type it again.
#[test]
fn an_unknown_outcome_is_sent_again() {
    let [mut harbour, mut quay] = two();
    harbour.remote.fail([Fault::UnknownLost]);
    let outcome = harbour.record(&said("warden", "asserts", "lock-closed"));
    assert!(is_unknown(&outcome), "{outcome:?}");
    let caught = harbour.follow().expect("what became of it");
    assert_recorded(caught.settled.as_ref());
    quay.follow().expect("the statement");
    harbour.assert_is_whole();
    quay.assert_is_whole();
}

/// The write did not arrive, and somebody else's is in its place: its command waits in the outbox.
#[test]
fn an_unknown_outcome_may_be_no_record() {
    let [mut harbour, mut quay] = two();
    harbour.remote.fail([Fault::UnknownLost]);
    let outcome = harbour.record(&said("warden", "asserts", "lock-closed"));
    assert!(is_unknown(&outcome), "{outcome:?}");
    quay.record(&said("pilot", "denies", "lock-closed"))
        .expect("a statement");
    // The next write finds it out first.
    let written = harbour
        .record(&said("pilot", "asserts", "toll-raised"))
        .expect("another statement");
    let Some(Settled::NeverRecorded { outbox }) = written.came.settled else {
        panic!("{:?}", written.came);
    };
    assert_eq!(written.came.entries, 1);
    let held = harbour.ledger.now().held_back(outbox);
    let held = held.expect("the outbox").expect("a command");
    assert_eq!(held.state, HeldState::Waiting);
    assert_eq!(held.typed.words, ["import", "lines.jsonl"]);
    assert!(!harbour.sending().exists());
    harbour.assert_is_whole();
}

/// Until it is known what became of it, nothing else is recorded.
#[test]
fn an_unknown_outcome_stays_unknown_without_contact() {
    let [mut harbour, _quay] = two();
    harbour
        .remote
        .fail([Fault::UnknownLost, Fault::Unreachable, Fault::UnknownStored]);
    let line = said("warden", "asserts", "lock-closed");
    assert!(is_unknown(&harbour.record(&line)));
    let unreachable = harbour.record(&said("pilot", "asserts", "toll-raised"));
    assert!(
        matches!(
            unreachable,
            Err(DeskError::Ledger(LedgerError::Journal(
                JournalError::Unreachable(_)
            )))
        ),
        "{unreachable:?}"
    );
    let again = harbour.follow();
    assert!(matches!(again, Err(LedgerError::OutcomeUnknown(_))));
    assert!(harbour.sending().exists());
    // The outcome that is not known is that of the first write: another one was never sent, and must be typed again or wait.
    harbour.remote.fail([Fault::UnknownStored]);
    let other = harbour.record(&said("pilot", "asserts", "toll-raised"));
    assert!(
        matches!(
            other,
            Err(DeskError::Ledger(LedgerError::Journal(
                JournalError::Unreachable(_)
            )))
        ),
        "{other:?}"
    );
    let written = harbour.record(&line).expect("the same statement");
    assert_recorded(written.came.settled.as_ref());
    assert_eq!(harbour.remote.entries().len(), 6, "it is recognised");
    harbour.assert_is_whole();
}

/// A program that was killed between both commits finds its own entries by catching up.
#[test]
fn a_kill_between_both_commits_loses_nothing() {
    let [mut harbour, mut quay] = two();
    harbour.remote.fail([Fault::UnknownStored]);
    let outcome = harbour.record(&said("warden", "asserts", "lock-closed"));
    assert!(is_unknown(&outcome));
    let kept = std::fs::read(harbour.sending()).expect("what was sent");
    harbour.follow().expect("its own entry");
    // It was killed after the ledger's commit: only the file is left.
    std::fs::write(harbour.sending(), kept).expect("the file");
    let caught = harbour.follow().expect("nothing new");
    assert_eq!((caught.settled, caught.entries), (None, 0));
    assert!(!harbour.sending().exists());
    quay.follow().expect("the statement");
    harbour.assert_is_whole();
    quay.assert_is_whole();
}

/// A write whose turn is lost begins again, on what others recorded meanwhile.
#[test]
fn a_lost_turn_begins_again() {
    let [mut harbour, mut quay] = two();
    let mut runs = 0;
    let line = said("warden", "asserts", "lock-closed");
    let taker = harbour.remote.again();
    let written = harbour.write(|writer| {
        runs += 1;
        let mut desk = onrecord::desk::Desk::new(writer, crate::properties::posting::now());
        onrecord::desk::import_jsonl(&mut desk, &line, onrecord::desk::IfExists::Keep)?;
        if runs == 1 {
            // It takes so long that the turn is taken away, and somebody else records the same.
            taker.end_any_turn();
            quay.record(&line).expect("the same statement");
        }
        Ok(())
    });
    written.expect("a statement that is recognised");
    assert_eq!(runs, 2);
    assert_eq!(harbour.remote.entries().len(), 6, "recorded once");
    assert!(!harbour.sending().exists());
    harbour.assert_is_whole();
    quay.assert_is_whole();
}

/// It does not begin again for ever.
#[test]
fn a_turn_that_is_always_lost_is_given_up() {
    let [mut harbour, _quay] = two();
    harbour.remote.fail([Fault::Moved; 4]);
    let outcome = harbour.record(&said("warden", "asserts", "lock-closed"));
    assert!(
        matches!(
            outcome,
            Err(DeskError::Ledger(LedgerError::Journal(JournalError::Busy)))
        ),
        "{outcome:?}"
    );
    assert!(!harbour.sending().exists());
    assert_eq!(harbour.remote.entries().len(), 5);
    harbour.assert_is_whole();
    harbour
        .record(&said("warden", "asserts", "lock-closed"))
        .expect("a statement");
}

/// Whatever the journal refuses or is too busy for is not recorded, and not sent again.
#[test]
fn what_is_not_taken_is_not_kept_for_later() {
    let [mut harbour, mut quay] = two();
    for fault in [Fault::Unreachable, Fault::Busy, Fault::Refused] {
        harbour.remote.fail([fault]);
        let outcome = harbour.record(&said("warden", "asserts", "lock-closed"));
        assert!(
            matches!(outcome, Err(DeskError::Ledger(LedgerError::Journal(_)))),
            "{outcome:?}"
        );
        assert!(!harbour.sending().exists(), "{fault:?}");
        assert_eq!(harbour.entries().len(), 5);
    }
    // While somebody else has the turn, it waits and gives up.
    quay.remote.take_turn(super::WAIT).expect("a turn");
    let outcome = harbour.record(&said("warden", "asserts", "lock-closed"));
    assert!(
        matches!(
            outcome,
            Err(DeskError::Ledger(LedgerError::Journal(JournalError::Busy)))
        ),
        "{outcome:?}"
    );
    quay.remote.end_turn().expect("the end of the turn");
    harbour
        .record(&said("warden", "asserts", "lock-closed"))
        .expect("a statement");
    harbour.assert_is_whole();
}

/// The file with what is on its way belongs to its owner, and no output goes over it.
#[cfg(unix)]
#[test]
fn what_is_on_its_way_is_read_by_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let [mut harbour, _quay] = two();
    harbour.remote.fail([Fault::UnknownLost]);
    assert!(is_unknown(&harbour.record(&said(
        "warden",
        "asserts",
        "lock-closed"
    ))));
    let mode = std::fs::metadata(harbour.sending())
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
