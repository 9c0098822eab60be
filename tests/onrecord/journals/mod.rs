//! What holds for every journal, wherever it is stored, and what holds for one that desks share.

#[cfg(feature = "shared")]
mod addresses;
mod contract;
#[cfg(feature = "shared")]
mod loading;
#[cfg(feature = "shared")]
mod lost;
#[cfg(feature = "shared")]
mod quorum;
#[cfg(feature = "shared")]
mod rights;
mod sharing;
#[cfg(feature = "shared")]
pub(crate) mod tls;

use onrecord::domain::claim::Question;
use onrecord::journal::SharedMemory;
use onrecord::journal::chain::link;
use onrecord::journal::{
    Appended, Body, Entry, Head, Journal, JournalError, JournalWriter, NewEntry, Salts, Seq,
    SharedJournal, Stamp,
};
#[cfg(feature = "shared")]
use onrecord::shared::{PostgresJournal, Rights};

#[cfg(feature = "shared")]
use crate::common::postgres::{Servers, TestJournal};

/// A body that says something of its own.
fn body(number: usize) -> Body {
    Body::Question(Question {
        id: format!("q{number}").parse().expect("a slug"),
        text: format!("Question {number}?"),
        unreviewed: false,
    })
}

/// A draft of an entry by somebody at the desk kyiv, of a write that began at `written` or begins with it.
fn draft(body: &Body, written: Option<Seq>, recorded_at: i64) -> NewEntry {
    NewEntry {
        written,
        stamp: Stamp {
            recorded_at,
            recorded_by: "ann@kyiv".to_owned(),
        },
        body: body
            .seal(&mut Salts::default())
            .expect("random bytes")
            .sealed(),
    }
}

/// Entries that follow `head`, of one write, by somebody.
fn entries(head: &Head, by: &str, bodies: &[Body]) -> Vec<Entry> {
    let mut head = *head;
    let mut written = None;
    let linked = bodies.iter().map(|body| {
        let mut new = draft(body, written, 1_000);
        by.clone_into(&mut new.stamp.recorded_by);
        let entry = link(&head, new);
        head = entry.head();
        written = Some(entry.header.written);
        entry
    });
    linked.collect()
}

/// One entry that follows `head`, by somebody at the desk kyiv.
fn one(head: &Head, number: usize) -> Vec<Entry> {
    entries(head, "ann@kyiv", &[body(number)])
}

/// A shared journal as one that somebody appends to alone.
struct Alone<J>(J);

impl<J: SharedJournal> Journal for Alone<J> {
    fn head(&self) -> Result<Head, JournalError> {
        self.0.head()
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        self.0.read(from, limit)
    }
}

impl<J: SharedJournal> JournalWriter for Alone<J> {
    fn store(&mut self, expected: &Head, entries: &[Entry]) -> Result<(), JournalError> {
        match self.0.append(expected, entries, &[])? {
            Appended::Stored => Ok(()),
            Appended::Already => panic!("the entries were new"),
            Appended::Moved(head) => Err(JournalError::Moved {
                expected: expected.seq,
                found: head.seq,
            }),
        }
    }
}

/// Runs a test with the connections of two desks, kyiv and paris, on every shared journal.
fn with_two_desks(test: impl Fn(&mut dyn SharedJournal, &mut dyn SharedJournal)) {
    let mut kyiv = SharedMemory::default();
    let mut paris = kyiv.again();
    test(&mut kyiv, &mut paris);
    #[cfg(feature = "shared")]
    if let Some(servers) = Servers::common() {
        let journal = TestJournal::new(servers);
        let mut kyiv = journal.desk("kyiv", Rights::Redact);
        let mut paris = journal.desk("paris", Rights::Append);
        test(&mut kyiv, &mut paris);
    }
}

/// Runs a test with a new journal on the common server and the connection of its desk kyiv, where there is PostgreSQL.
#[cfg(feature = "shared")]
fn on_server(rights: Rights, test: impl Fn(&TestJournal<'_>, PostgresJournal)) {
    if let Some(servers) = Servers::common() {
        let journal = TestJournal::new(servers);
        let kyiv = journal.desk("kyiv", rights);
        test(&journal, kyiv);
    }
}
