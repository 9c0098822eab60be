//! Connections that end when entries are on their way, turns that last too long, and how often a desk has to wait for an answer.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use onrecord::journal::{Appended, Head, Journal, JournalError, SharedJournal};
use onrecord::shared::{PostgresJournal, Rights};

use super::sharing::{AGES, SOON};
use super::{entries, on_server, one};
use crate::common::between::{Between, LOST, PASSED, UNANSWERED};
use crate::common::postgres::{TestJournal, address};
use crate::common::setting;

/// A desk that connects through something between.
fn through(between: &Between, journal: &TestJournal<'_>) -> PostgresJournal {
    let port = between.stand(journal.servers.nodes[0].port);
    let text = format!(
        "host=127.0.0.1 port={port} user={} dbname={} sslmode=disable",
        journal.role("kyiv"),
        journal.database
    );
    PostgresJournal::open(&address(&text), None).expect("a connection")
}

/// Both outcomes that a desk cannot tell apart, with and without the turn: the same entries again tell.
#[test]
fn the_same_entries_again_tell_what_came_of_them() {
    on_server(Rights::Append, |journal, _| {
        let between = Between::default();
        let mut kyiv = through(&between, journal);
        let mut head = Head::EMPTY;
        for (fate, has_turn, after) in [
            (LOST, true, Appended::Stored),
            (LOST, false, Appended::Stored),
            (UNANSWERED, true, Appended::Already),
            (UNANSWERED, false, Appended::Already),
        ] {
            let next = one(&head, 1);
            if has_turn {
                kyiv.take_turn(AGES).expect("the turn");
            }
            between.set(fate);
            let unknown = kyiv.append(&head, &next, &[]);
            assert!(
                matches!(unknown, Err(JournalError::Unknown(_))),
                "{fate}: {unknown:?}"
            );
            between.set(PASSED);
            assert_eq!(
                kyiv.append(&head, &next, &[]).expect("an answer"),
                after,
                "{fate}"
            );
            head = next[0].head();
        }
    });
}

/// Recording something takes two answers of the server: the turn, and the entries with their commit.
#[test]
fn a_write_waits_for_two_answers() {
    on_server(Rights::Append, |journal, _| {
        let between = Between::default();
        let mut kyiv = through(&between, journal);
        let before = between.trips.load(Ordering::SeqCst);
        let head = kyiv.take_turn(AGES).expect("the turn");
        kyiv.append(&head, &one(&head, 1), &[]).expect("stored");
        assert_eq!(between.trips.load(Ordering::SeqCst) - before, 2);
        kyiv.confirm(AGES).expect("a head");
        assert_eq!(between.trips.load(Ordering::SeqCst) - before, 3);
    });
}

/// Whoever has the turn and does nothing loses it after fifteen seconds, and is compared like everybody when it comes back. This
/// takes as long, so it is tried only in long runs.
#[test]
fn a_turn_does_not_last() {
    if setting("ONRECORD_STOPS", 1) < 2 {
        return;
    }
    on_server(Rights::Append, |journal, mut kyiv| {
        let mut paris = journal.desk("paris", Rights::Append);
        let head = kyiv.take_turn(AGES).expect("the turn");
        assert!(matches!(paris.take_turn(SOON), Err(JournalError::Busy)));
        // Nobody takes it when it ends; the frozen desk goes on as if nothing had been.
        thread::sleep(Duration::from_secs(16));
        let first = one(&head, 1);
        assert_eq!(
            kyiv.append(&head, &first, &[]).expect("stored"),
            Appended::Stored
        );

        let head = kyiv.take_turn(AGES).expect("the turn");
        // A desk that reads has its turn for longer.
        for _ in 0..4 {
            thread::sleep(Duration::from_secs(5));
            kyiv.head().expect("a head");
        }
        assert!(matches!(paris.take_turn(SOON), Err(JournalError::Busy)));
        assert_eq!(paris.take_turn(AGES).expect("the turn"), head);
        let next = entries(&head, "bo@paris", &[super::body(2)]);
        assert_eq!(
            paris.append(&head, &next, &[]).expect("stored"),
            Appended::Stored
        );
        let moved = kyiv.append(&head, &one(&head, 3), &[]).expect("an answer");
        assert_eq!(moved, Appended::Moved(next[0].head()));
    });
}
