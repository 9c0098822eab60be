//! Connections that end when entries are on their way, turns that last too long, and how often a desk has to wait for an answer.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use onrecord::journal::{Appended, Head, Journal, JournalError, SharedJournal};
use onrecord::shared::{PostgresJournal, Rights};

use super::sharing::{AGES, SOON};
use super::{entries, on_server, one};
use crate::common::postgres::{TestJournal, address};
use crate::common::setting;

/// What becomes of the next thing that the client sends.
const PASSED: u8 = 0;
/// It never reaches the server.
const LOST: u8 = 1;
/// It reaches the server, whose answer never comes.
const UNANSWERED: u8 = 2;

/// Stands between a desk and the server.
#[derive(Clone, Default)]
struct Between {
    fate: Arc<AtomicU8>,
    /// How often the client sent something after it had heard something.
    trips: Arc<AtomicUsize>,
}

impl Between {
    /// Begins to stand before a server; returns the port at which it does.
    fn stand(&self, server: u16) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let between = self.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", server)).expect("the server");
                between.carry(client, server);
            }
        });
        port
    }

    fn carry(&self, client: TcpStream, server: TcpStream) {
        let heard = Arc::new(Mutex::new(true));
        let twins = || {
            (
                client.try_clone().expect("a socket"),
                server.try_clone().expect("a socket"),
            )
        };
        let end = |(client, server): &(TcpStream, TcpStream)| {
            let _ = client.shutdown(Shutdown::Both);
            let _ = server.shutdown(Shutdown::Both);
        };
        let (between, both, told) = (self.clone(), twins(), Arc::clone(&heard));
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = (&both.0).read(&mut bytes) {
                if std::mem::take(&mut *told.lock().expect("a lock")) {
                    between.trips.fetch_add(1, Ordering::SeqCst);
                }
                if between.fate.load(Ordering::SeqCst) == LOST
                    || (&both.1).write_all(&bytes[..count]).is_err()
                {
                    break;
                }
            }
            end(&both);
        });
        let (between, both) = (self.clone(), twins());
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = (&both.1).read(&mut bytes) {
                *heard.lock().expect("a lock") = true;
                if between.fate.load(Ordering::SeqCst) == UNANSWERED
                    || (&both.0).write_all(&bytes[..count]).is_err()
                {
                    break;
                }
            }
            end(&both);
        });
    }

    fn set(&self, fate: u8) {
        self.fate.store(fate, Ordering::SeqCst);
    }
}

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
