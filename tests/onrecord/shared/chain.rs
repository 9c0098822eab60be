//! Desks that write by turns have one chain, and the same rows.

use onrecord::desk::{Desk, DeskError, IfExists, import_jsonl};
use onrecord::domain::status::Status;
use onrecord::journal::verify::verify;
use onrecord::journal::{Journal, SharedJournal, Stamp};
use onrecord::ledger::{CaughtUp, Ledger, LedgerError};

use super::{CAST, SharedDesk, WAIT, desks, said, sharing, typed};
use crate::properties::posting::now;

#[test]
fn three_desks_write_one_chain() {
    let mut all = desks(["harbour", "quay", "mole"]);
    all[0].record(CAST).expect("the cast");
    for round in 0..4 {
        for (at, stance) in ["asserts", "denies", "confirms"].iter().enumerate() {
            let party = ["warden", "pilot"][(round + at) % 2];
            let claim = ["lock-closed", "toll-raised"][round % 2];
            all[at]
                .record(&said(party, stance, claim))
                .expect("a statement");
        }
    }
    for desk in &mut all {
        desk.follow().expect("the rest");
        desk.assert_is_whole();
        let verified = verify(&desk.ledger.journal()).expect("a journal");
        assert_eq!(verified.problem, None);
    }
    let by: Vec<String> = all[0]
        .entries()
        .into_iter()
        .map(|entry| entry.header.recorded_by)
        .collect();
    for name in ["rosa@harbour", "rosa@quay", "rosa@mole"] {
        assert!(by.iter().any(|one| one == name), "{name} wrote nothing");
    }
}

/// A write works on what others recorded before its turn, and says what that was.
#[test]
fn a_write_sees_what_came_before_it() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    let line = said("warden", "asserts", "lock-closed");
    let written = quay.record(&line).expect("a statement");
    assert_eq!((written.came.entries, written.came.writes), (5, 1));
    assert_eq!(written.came.by.get("rosa@harbour"), Some(&5));
    assert_eq!(written.came.changes.claims.len(), 2);
    // The same statement is recognised, and nothing is recorded twice.
    let again = harbour.record(&line).expect("the same statement");
    assert_eq!(again.came.entries, 1);
    assert_eq!(harbour.entries().len(), 6);
    harbour.assert_is_whole();
    quay.assert_is_whole();
}

/// What came is told as the changes that it made, several writes as one.
#[test]
fn following_tells_what_changed() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    quay.follow().expect("the cast");
    for (party, stance) in [("warden", "asserts"), ("pilot", "denies")] {
        harbour
            .record(&said(party, stance, "lock-closed"))
            .expect("a statement");
    }
    let caught = quay.follow().expect("both");
    assert_eq!(
        (caught.first, caught.entries, caught.writes),
        (Some(6), 2, 2)
    );
    let [change] = &caught.changes.claims[..] else {
        panic!("{caught:?}");
    };
    assert_eq!(change.after, Status::Disputed);
    assert_eq!(caught.changes.opened.len(), 1);
    assert_eq!(quay.follow().expect("nothing"), CaughtUp::default());
    quay.assert_is_whole();
}

/// A large write is taken in bulk, into an empty ledger and into one that has statements.
#[test]
fn large_writes_come_whole() {
    let [mut harbour, mut quay, mut mole] = desks(["harbour", "quay", "mole"]);
    harbour.record(CAST).expect("the cast");
    for share in 0..2 {
        let mut lines = String::new();
        for at in 0..700 {
            let id = share * 700 + at;
            lines += &format!(
                r#"{{"record": "claim", "id": "berth-{id}", "text": "Berth {id} is free."}}"#
            );
            lines += "\n";
            lines += &said("pilot", "asserts", &format!("berth-{id}"));
            lines += "\n";
        }
        harbour.record(&lines).expect("many statements");
        quay.follow().expect("many statements");
        quay.assert_is_whole();
    }
    let caught = mole.follow().expect("everything at once");
    assert_eq!((caught.entries, caught.writes), (2805, 3));
    mole.assert_is_whole();
}

/// The stamp is taken when it is the desk's turn, and a clock that is behind is lifted to the newest entry's time.
#[test]
fn the_journal_sets_the_time() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    quay.clock -= 86_400_000;
    quay.record(&said("warden", "asserts", "lock-closed"))
        .expect("a statement");
    let times: Vec<i64> = quay
        .entries()
        .iter()
        .map(|entry| entry.header.recorded_at)
        .collect();
    assert_eq!(times, [now().timestamp_millis(); 6]);
    let mut turns = Vec::new();
    let mut other = quay.remote.again();
    let stamp = || {
        // Whoever else asks for the turn now does not get it.
        turns.push(other.take_turn(WAIT).is_err());
        Stamp::new(now(), "rosa@quay")
    };
    quay.ledger
        .write_shared(&mut quay.remote, &typed(&["status"]), stamp, |_| {
            Ok::<_, LedgerError>(())
        })
        .expect("an empty write");
    assert_eq!(turns, [true]);
}

/// A write that records nothing ends its turn, keeps what came and its work lists, and appends nothing.
#[test]
fn nothing_to_record_is_no_write() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    let written = quay.write(|_| Ok(())).expect("nothing");
    assert_eq!(written.came.entries, 5);
    assert_eq!(harbour.remote.entries().len(), 5);
    quay.assert_is_whole();
    harbour
        .remote
        .take_turn(WAIT)
        .expect("a turn that nobody has");
}

/// A write that is refused leaves the journal as it is, and the turn to others.
#[test]
fn a_refused_write_records_nothing() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    let refused = quay.record(&said("nobody", "asserts", "lock-closed"));
    assert!(
        matches!(refused, Err(DeskError::BadRecords { .. })),
        "{refused:?}"
    );
    assert_eq!(harbour.remote.entries().len(), 5);
    assert!(quay.entries().is_empty());
    harbour
        .record(&said("warden", "asserts", "lock-closed"))
        .expect("a statement");
}

/// A ledger that shares its journal takes nothing for itself, but shows what a write would lead to.
#[test]
fn a_copy_is_not_written_alone() {
    let [mut harbour] = desks(["harbour"]);
    harbour.record(CAST).expect("the cast");
    let line = said("warden", "asserts", "lock-closed");
    let alone = |ledger: &mut Ledger| {
        ledger.write(Stamp::new(now(), "rosa"), |writer| {
            import_jsonl(&mut Desk::new(writer, now()), &line, IfExists::Keep)
        })
    };
    let refused = alone(&mut harbour.ledger);
    assert!(
        matches!(&refused, Err(DeskError::Ledger(LedgerError::IsShared))),
        "{refused:?}"
    );
    harbour.assert_is_whole();
    let mut rehearsed = Ledger::rehearsal(&harbour.path(), WAIT).expect("a rehearsal");
    alone(&mut rehearsed).expect("a statement that is not kept");
    assert_eq!(rehearsed.journal().head().expect("a head").seq, 6);
    // While that has the lock, another one is made in memory.
    let mut copied = Ledger::rehearsal(&harbour.path(), WAIT).expect("a rehearsal in memory");
    alone(&mut copied).expect("a statement that is not kept");
    drop((rehearsed, copied));
    harbour.assert_is_whole();
    // A ledger that shares nothing is no copy.
    let path = harbour.folder.path().join("alone.db");
    let mut own = Ledger::create(&path, WAIT).expect("a ledger");
    let refused = own.write_shared(
        &mut harbour.remote,
        &typed(&["say"]),
        || Stamp::new(now(), "rosa"),
        |_| Ok::<_, LedgerError>(()),
    );
    assert!(matches!(refused, Err(LedgerError::SharesNothing)));
    let refused = own.follow(&mut harbour.remote);
    assert!(matches!(refused, Err(LedgerError::SharesNothing)));
    assert_eq!(own.journal().head().expect("a head").seq, 0);
}

/// What is noted about the shared journal, and what waits for it, survives a rebuild and is not in the journal.
#[test]
fn what_sharing_needs_is_not_of_record() {
    let [mut harbour]: [SharedDesk; 1] = desks(["harbour"]);
    let (number, head) = {
        let mut held = typed(&["say", "warden", "asserts", "lock-closed"]);
        held.files.insert("-".to_owned(), vec![0, 159, 146, 150]);
        let stamp = Stamp::new(now(), "rosa");
        let held = harbour.ledger.write(stamp, |writer| {
            writer.hold_back(&held, "the shared journal could not be reached")
        });
        (held.expect("a command that waits").0, harbour.remote.head())
    };
    harbour.ledger.rebuild().expect("the same rows");
    let reader = harbour.ledger.now();
    assert_eq!(
        reader.shared_journal().expect("a row"),
        Some(sharing("harbour"))
    );
    let waiting = reader.outbox().expect("the outbox");
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].number, number);
    assert_eq!(waiting[0].typed.files["-"], [0, 159, 146, 150]);
    assert_eq!(head.expect("a head").seq, 0);
    assert!(harbour.entries().is_empty());
}
