//! How fast several desks append to a shared journal, on one node and on three with quorum commit, and how fast a whole journal
//! is loaded and read: `cargo bench --bench postgres`.
//!
//! The servers are started here, with their disks waited for. `ONRECORD_ENTRIES` says how many entries are loaded and read, at
//! first 20,000. What counts are the ratios within one run.

#![allow(
    clippy::expect_used,
    reason = "a bench that cannot be set up may panic"
)]
#![allow(dead_code, reason = "the tests need more of it")]

#[path = "../tests/onrecord/common/postgres.rs"]
mod postgres;

use std::thread;
use std::time::{Duration, Instant};

use onrecord::journal::chain::link;
use onrecord::journal::memory::MemoryJournal;
use onrecord::journal::verify::verify;
use onrecord::journal::{
    Appended, Body, Head, Journal, NewEntry, SaltedBody, Seq, SharedJournal, Stamp,
};
use onrecord::shared::{PostgresJournal, Rights};

use postgres::{Servers, TestJournal};

/// Entries that all writers append together.
const APPENDS: usize = 1_600;

/// How long the turn may be waited for.
const WAIT: Duration = Duration::from_secs(60);

/// An entry of about 600 bytes.
fn new(by: &str, number: usize) -> NewEntry {
    let text = format!("{number:>0600}");
    let bytes = serde_json::to_vec(&Body::Void {
        of: 1,
        reason: text,
    })
    .expect("JSON");
    let salt = vec![7; 16];
    NewEntry {
        written: None,
        stamp: Stamp {
            recorded_at: 5,
            recorded_by: by.to_owned(),
        },
        body: SaltedBody { salt, bytes }.sealed(),
    }
}

/// Appends entries, each in a turn of its own; returns how long each took.
fn write(journal: &mut PostgresJournal, by: &str, count: usize) -> Vec<Duration> {
    let one = |number| {
        let begun = Instant::now();
        let head = journal.take_turn(WAIT).expect("the turn");
        let entry = link(&head, new(by, number));
        let outcome = journal.append(&head, &[entry], &[]).expect("an answer");
        assert_eq!(outcome, Appended::Stored);
        begun.elapsed()
    };
    (0..count).map(one).collect()
}

/// Prints how fast so many writers append.
fn appends(servers: &Servers, writers: usize) -> f64 {
    let journal = TestJournal::new(servers);
    let desks: Vec<String> = (0..writers).map(|number| format!("desk{number}")).collect();
    let connected: Vec<PostgresJournal> = desks
        .iter()
        .map(|desk| journal.desk(desk, Rights::Append))
        .collect();
    let each = APPENDS / writers / if writers == 1 { 4 } else { 1 };
    let begun = Instant::now();
    let times: Vec<Vec<Duration>> = thread::scope(|scope| {
        let running: Vec<_> = desks
            .iter()
            .zip(connected)
            .map(|(desk, mut journal)| {
                scope.spawn(move || write(&mut journal, &format!("ann@{desk}"), each))
            })
            .collect();
        running
            .into_iter()
            .map(|one| one.join().expect("a writer"))
            .collect()
    });
    let rate = (each * writers) as f64 / begun.elapsed().as_secs_f64();
    let means: Vec<f64> = times
        .iter()
        .map(|times| times.iter().map(Duration::as_secs_f64).sum::<f64>() / each as f64)
        .collect();
    let slowest = means.iter().copied().fold(0.0, f64::max);
    let fastest = means.iter().copied().fold(f64::MAX, f64::min);
    let mut all = times.concat();
    all.sort();
    let at = |share: usize| all[(all.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
    println!(
        "{} node(s), {writers} writer(s): {rate:>6.0} appends/s, p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms, slowest mean {:.2} of fastest",
        servers.nodes.len(),
        at(50),
        at(99),
        at(100),
        slowest / fastest,
    );
    rate
}

/// Prints how fast a whole journal is loaded and read.
fn whole(servers: &Servers, count: usize) {
    let mut local = MemoryJournal::default();
    let mut head = Head::EMPTY;
    for number in 0..count {
        let entry = link(&head, new("ann", number));
        head = entry.head();
        local.entries.push(entry);
    }
    let rate = |what: &str, work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        println!(
            "{} node(s), {what}: {:.0} entries/s",
            servers.nodes.len(),
            count as f64 / begun.elapsed().as_secs_f64()
        );
    };
    let journal = TestJournal::new(servers);
    let mut owner = journal.open("owner");
    rate("loaded in one transaction", &mut || {
        owner.load(&local, &mut |_| ()).expect("loaded")
    });
    let reader = journal.desk("kyiv", Rights::Read);
    rate("read in pages of 512, verified", &mut || {
        assert_eq!(verify(&reader).expect("a verdict").head, head);
    });
    rate("read in pages of 8192", &mut || {
        let mut next: Seq = 1;
        while let Some(last) = reader.read(next, 8_192).expect("a page").last() {
            next = last.header.seq + 1;
        }
    });
    let mut writer = journal.desk("paris", Rights::Append);
    let mut batch = Vec::with_capacity(count);
    let mut last = head;
    for number in 0..count {
        let entry = link(&last, new("ann@paris", number));
        last = entry.head();
        batch.push(entry);
    }
    rate("appended at once", &mut || {
        let outcome = writer.append(&head, &batch, &[]).expect("an answer");
        assert_eq!(outcome, Appended::Stored);
    });
    rate("verified in memory", &mut || {
        assert_eq!(verify(&local).expect("a verdict").problem, None)
    });
}

fn main() {
    let count = std::env::var("ONRECORD_ENTRIES").ok();
    let count = count.map_or(20_000, |count| count.parse().expect("a number"));
    for servers in [Servers::durable(1), Servers::durable(3)]
        .into_iter()
        .flatten()
    {
        let alone = appends(&servers, 1);
        let together = appends(&servers, 8);
        println!(
            "{} node(s): eight writers {:.2} of one",
            servers.nodes.len(),
            together / alone
        );
        whole(&servers, count);
    }
}
