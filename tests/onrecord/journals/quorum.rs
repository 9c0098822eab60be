//! Three nodes: what is acknowledged is on two of them, and what is not acknowledged may be gone.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use onrecord::journal::verify::verify;
use onrecord::journal::{Appended, Head, Journal, JournalError, SharedJournal};
use onrecord::shared::{PostgresJournal, Rights};

use super::sharing::AGES;
use super::{body, entries, one};
use crate::common::postgres::{Servers, TestJournal};
use crate::common::setting;

/// How long a test waits before it takes an append to be waiting.
const WHILE: Duration = Duration::from_secs(1);

/// Waits until the server says yes.
fn until(journal: &TestJournal<'_>, sql: &str) {
    for _ in 0..400 {
        if journal.admin(sql) == "t" {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("never: {sql}");
}

/// A session that waits for a standby.
const WAITS: &str = "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

fn appended(journal: &mut PostgresJournal, head: &Head, number: usize) -> Appended {
    journal
        .append(head, &one(head, number), &[])
        .expect("an answer")
}

/// With no standby there is no quorum: nothing is acknowledged, and the same bytes again are, once one is back.
#[test]
fn without_standbys_nothing_is_acknowledged() {
    let Some(servers) = Servers::three() else {
        return;
    };
    let journal = TestJournal::new(&servers);
    let mut kyiv = journal.desk("kyiv", Rights::Append);
    // Whatever a role has set, its commits wait.
    journal.admin(&format!(
        "ALTER ROLE {} SET synchronous_commit = off",
        journal.role("kyiv")
    ));
    journal.admin(&format!(
        "ALTER ROLE {} SET client_min_messages = error",
        journal.role("kyiv")
    ));
    let mut kyiv = {
        drop(kyiv.end_turn());
        journal.open("kyiv")
    };
    kyiv.set_quorum_wait(WHILE);
    assert_eq!(appended(&mut kyiv, &Head::EMPTY, 1), Appended::Stored);
    let head = kyiv.confirm(AGES).expect("a head");

    for standby in &servers.nodes[1..] {
        standby.stop("fast");
    }
    // Nobody waits for a standby to note how far a desk is, and what comes after does.
    kyiv.note_desk(&head, "9.9").expect("noted");
    let next = one(&head, 2);
    // The wait for the turn has its own time, so the turn is taken first.
    kyiv.take_turn(AGES).expect("the turn");
    let unknown = kyiv.append(&head, &next, &[]);
    assert!(
        matches!(unknown, Err(JournalError::Unknown(_))),
        "{unknown:?}"
    );
    until(&journal, WAITS);
    // Nobody goes on before that is decided.
    assert!(matches!(kyiv.take_turn(WHILE), Err(JournalError::Busy)));
    assert!(matches!(kyiv.confirm(WHILE), Err(JournalError::Busy)));
    assert_eq!(kyiv.head().expect("a head"), head);

    servers.nodes[1].start();
    until(&journal, &WAITS.replace("= 1", "= 0"));
    assert_eq!(
        kyiv.append(&head, &next, &[]).expect("known"),
        Appended::Already
    );
    assert_eq!(kyiv.confirm(AGES).expect("a head"), next[0].head());
}

/// The false acknowledgement: a wait for the standbys that is cancelled leaves entries that everybody sees, and that are gone after
/// the standby takes over.
#[test]
fn what_only_the_primary_has_is_not_acknowledged() {
    let Some(servers) = Servers::three() else {
        return;
    };
    let journal = TestJournal::new(&servers);
    let mut kyiv = journal.desk("kyiv", Rights::Append);
    assert_eq!(appended(&mut kyiv, &Head::EMPTY, 1), Appended::Stored);
    let head = kyiv.confirm(AGES).expect("a head");
    for standby in &servers.nodes[1..] {
        standby.stop("fast");
    }

    let next = one(&head, 2);
    let cancel = |journal: &TestJournal<'_>| {
        until(journal, WAITS);
        journal.admin(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
        );
    };
    let unknown = thread::scope(|scope| {
        scope.spawn(|| cancel(&journal));
        kyiv.append(&head, &next, &[])
    });
    assert!(
        matches!(unknown, Err(JournalError::Unknown(_))),
        "{unknown:?}"
    );
    // It can be seen, which says nothing.
    assert_eq!(journal.open("kyiv").read(2, 1).expect("a page"), next);
    // Nor does the same question again, as long as its own wait is cancelled.
    for _ in 0..2 {
        let unknown = thread::scope(|scope| {
            scope.spawn(|| cancel(&journal));
            kyiv.append(&head, &next, &[])
        });
        assert!(
            matches!(unknown, Err(JournalError::Unknown(_))),
            "{unknown:?}"
        );
    }
    let unconfirmed = thread::scope(|scope| {
        scope.spawn(|| cancel(&journal));
        kyiv.confirm(AGES)
    });
    assert!(
        matches!(unconfirmed, Err(JournalError::Unreachable(_))),
        "{unconfirmed:?}"
    );

    servers.nodes[0].stop("immediate");
    servers.nodes[1].configure("postgresql.conf", "synchronous_standby_names = ''");
    servers.nodes[1].start();
    servers.nodes[1].promote();
    assert_eq!(
        kyiv.confirm(AGES).expect("a head"),
        head,
        "the entry is gone"
    );
    assert_eq!(
        kyiv.append(&head, &next, &[]).expect("stored"),
        Appended::Stored
    );
}

/// The primary dies under eight writers, again and again: nothing that was acknowledged is lost, and nothing is there twice.
#[test]
fn a_primary_dies_under_writers() {
    for _ in 0..setting("ONRECORD_KILLS", 1) {
        let Some(servers) = Servers::three() else {
            return;
        };
        let journal = TestJournal::new(&servers);
        let desks: Vec<String> = (0..8).map(|number| format!("desk{number}")).collect();
        let connections: Vec<PostgresJournal> = desks
            .iter()
            .map(|desk| journal.desk(desk, Rights::Append))
            .collect();
        let acknowledged = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for (desk, connection) in desks.iter().zip(connections) {
                let acknowledged = &acknowledged;
                scope.spawn(move || write(connection, desk, acknowledged));
            }
            let count = || acknowledged.lock().expect("a lock").len();
            while count() < 40 {
                thread::sleep(Duration::from_millis(5));
            }
            servers.nodes[0].kill();
            servers.fail_over();
        });
        let found = journal.open("desk0");
        let all = found.read(1, usize::MAX).expect("a page");
        assert_eq!(verify(&found).expect("a verdict").problem, None);
        let mut said: Vec<Vec<u8>> = all
            .into_iter()
            .map(|entry| entry.body.expect("a body").bytes)
            .collect();
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count, "something is there twice");
        assert_eq!(
            count,
            8 * EACH,
            "each write was repeated until it was acknowledged"
        );
        assert_eq!(acknowledged.into_inner().expect("a lock").len(), count);
    }
}

/// Entries that each writer appends.
const EACH: usize = 25;

/// Appends entries one after the other, each until it is acknowledged.
fn write(mut journal: PostgresJournal, desk: &str, acknowledged: &Mutex<Vec<String>>) {
    journal.set_quorum_wait(Duration::from_secs(5));
    let by = format!("ann@{desk}");
    let mut number = 0;
    let mut unknown: Option<(Head, Vec<onrecord::journal::Entry>)> = None;
    while number < EACH {
        let (head, written) = match unknown.take() {
            Some(again) => again,
            None => {
                let Ok(head) = journal.take_turn(AGES) else {
                    thread::sleep(Duration::from_millis(50));
                    continue;
                };
                let place: usize = desk["desk".len()..].parse().expect("a number");
                (head, entries(&head, &by, &[body(place * 1_000 + number)]))
            }
        };
        match journal.append(&head, &written, &[]) {
            Ok(Appended::Stored | Appended::Already) => {
                acknowledged
                    .lock()
                    .expect("a lock")
                    .push(format!("{desk}/{number}"));
                number += 1;
            }
            Ok(Appended::Moved(_)) => {}
            Err(_) => {
                // Whatever it was: the same bytes again tell.
                unknown = Some((head, written));
                thread::sleep(Duration::from_millis(50));
            }
        }
    }
}
