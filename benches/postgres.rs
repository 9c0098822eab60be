//! How fast several desks append to a shared journal, on one node and on three with quorum commit, how long whole commands take, and
//! how fast a whole journal is loaded and read: `cargo bench --bench postgres`.
//!
//! The servers are started here, with their disks waited for. `ONRECORD_ENTRIES` says how many entries are loaded and read, at
//! first 20,000. What counts are the ratios within one run: what is compared is done in turns, so that a busy machine slows both.

#![allow(
    clippy::expect_used,
    reason = "a bench that cannot be set up may panic"
)]
#![allow(dead_code, reason = "the tests need more of it")]

mod ledgers;
#[path = "../tests/onrecord/common/postgres.rs"]
mod postgres;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use onrecord::journal::chain::link;
use onrecord::journal::memory::MemoryJournal;
use onrecord::journal::verify::verify;
use onrecord::journal::{
    Appended, Body, Head, Journal, NewEntry, SaltedBody, Seq, SharedJournal, Stamp,
};
use onrecord::shared::{PostgresJournal, Rights};

use ledgers::program::{Ledger, flush};
use ledgers::{Size, generator};
use postgres::{Servers, TestJournal};

/// Entries that all writers append together, in each round.
const APPENDS: usize = 800;

/// Rounds of one writer, and of eight.
const ROUNDS: usize = 5;

/// Statements in the ledgers of whole commands, and the seed that they come from.
const STATEMENTS: usize = 1_000;
const SEED: u64 = 1;

/// How often a command is run on each side of a ratio.
const SAYS: usize = 40;

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

/// What several writers did at once.
#[derive(Default)]
struct Together {
    /// Entries in a second, in each round.
    rates: Vec<f64>,
    /// The time of each entry, from asking for the turn to the acknowledgement.
    times: Vec<Duration>,
    /// The mean of the slowest writer as a multiple of that of the fastest, in each round.
    spreads: Vec<f64>,
}

impl Together {
    /// Has so many writers append to a journal of their own.
    fn round(&mut self, servers: &Servers, writers: usize) {
        let journal = TestJournal::new(servers);
        let desks: Vec<String> = (0..writers).map(|number| format!("desk{number}")).collect();
        let connect = |desk: &String| journal.desk(desk, Rights::Append);
        let connected: Vec<PostgresJournal> = desks.iter().map(connect).collect();
        let each = APPENDS / writers;
        let begun = Instant::now();
        let times: Vec<Vec<Duration>> = thread::scope(|scope| {
            let desks = desks.iter().zip(connected);
            let running: Vec<_> = desks
                .map(|(desk, mut journal)| {
                    scope.spawn(move || write(&mut journal, &format!("ann@{desk}"), each))
                })
                .collect();
            let ended = running.into_iter().map(|one| one.join());
            ended.map(|times| times.expect("a writer")).collect()
        });
        let entries = (each * writers) as f64;
        self.rates.push(entries / begun.elapsed().as_secs_f64());
        let mean = |times: &Vec<Duration>| times.iter().sum::<Duration>().as_secs_f64();
        let means = || times.iter().map(mean);
        self.spreads
            .push(means().fold(0.0, f64::max) / means().fold(f64::MAX, f64::min));
        self.times.extend(times.concat());
    }

    fn print(&mut self, servers: &Servers, writers: usize) {
        self.times.sort_unstable();
        let at =
            |share: usize| self.times[(self.times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
        println!(
            "{} node(s), {writers} writer(s): {:>6.0} appends/s, p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms, slowest mean {:.2} of fastest",
            servers.nodes.len(),
            median(&self.rates),
            at(50),
            at(99),
            at(100),
            median(&self.spreads),
        );
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_owned();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Prints how fast one writer appends and how fast eight do together, in turns, so that a busy machine slows both.
fn appends(servers: &Servers) {
    let (mut alone, mut eight) = (Together::default(), Together::default());
    for _ in 0..ROUNDS {
        alone.round(servers, 1);
        eight.round(servers, 8);
    }
    alone.print(servers, 1);
    eight.print(servers, 8);
    let rounds = alone.rates.iter().zip(&eight.rates);
    let ratios: Vec<f64> = rounds.map(|(alone, eight)| eight / alone).collect();
    println!(
        "{} node(s): eight writers {:.2} of one ({ratios:.2?})",
        servers.nodes.len(),
        median(&ratios),
    );
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

/// A desk of the built program: its ledger, and its number, by which its statements differ from those of the others.
struct Desk {
    ledger: Ledger,
    number: usize,
    said: usize,
}

impl Desk {
    fn new(ledger: Ledger, number: usize) -> Self {
        Self {
            ledger,
            number,
            said: 0,
        }
    }

    /// Records one more statement, and returns how long the command took.
    fn say(&mut self) -> Duration {
        let size = Size::of(STATEMENTS);
        let (party, source) = generator::party_and_source(size);
        // Desks rarely write about the same claim at the same time, and none of these answers a question.
        let at = self.number * 10 + self.said;
        let claim = generator::claim_id((at / 16 * 20 + 4 + at % 16) % size.claims);
        let (month, day) = (1 + self.said / 28 % 12, 1 + self.said % 28);
        let said = format!("{}-{month:02}-{day:02}", 2000 + self.number);
        self.said += 1;
        let words = ["say", &party, "asserts", &claim, "--source", &source];
        self.ledger.run(&[&words[..], &["--said", &said]].concat())
    }
}

/// Desks with the same ledger that share a journal; the first shared it.
fn sharing(journal: &TestJournal<'_>, folder: &Path, desks: usize) -> Vec<Desk> {
    let path = |number| folder.join(format!("{}-{number}.db", journal.database));
    let first = imported(folder, path(0));
    first.run(&["share", &journal.url("owner"), "--desk", "desk0"]);
    let mut all = vec![Desk::new(first, 0)];
    for number in 1..desks {
        let name = format!("desk{number}");
        drop(journal.desk(&name, Rights::Append));
        let ledger = Ledger { path: path(number) };
        ledger.run(&["join", &journal.url(&name), "--desk", &name]);
        all.push(Desk::new(ledger, number));
    }
    all
}

/// A ledger that was imported and shares nothing.
fn imported(folder: &Path, path: PathBuf) -> Ledger {
    let records = folder.join("records.jsonl");
    let mut file = File::create(&records).expect("a file");
    generator::write(Size::of(STATEMENTS), SEED, &mut file).expect("records");
    let ledger = Ledger::new(path);
    ledger.run(&["import", &records.display().to_string()]);
    ledger
}

/// Prints how long `say` takes as a whole command at a desk that shares its journal, beside one that does not, and how many of
/// them eight desks get done together, beside one.
fn commands(servers: &Servers) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut local = Desk::new(imported(folder.path(), folder.path().join("local.db")), 0);
    let journal = TestJournal::new(servers);
    let mut desks = sharing(&journal, folder.path(), 8);
    let (mut alone, mut shared) = (Vec::new(), Vec::new());
    flush();
    for _ in 0..SAYS {
        alone.push(local.say().as_secs_f64());
        shared.push(desks[0].say().as_secs_f64());
    }
    println!(
        "{} node(s), say: shared {:.1} ms, local {:.1} ms, ratio {:.2}, goal 4.0",
        servers.nodes.len(),
        median(&shared) * 1_000.0,
        median(&alone) * 1_000.0,
        median(&shared) / median(&alone),
    );
    let (mut one, mut eight) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        one.push(said(&mut desks[..1], SAYS));
        eight.push(said(&mut desks, SAYS / 8));
    }
    let ratios: Vec<f64> = one
        .iter()
        .zip(&eight)
        .map(|(one, eight)| eight / one)
        .collect();
    println!(
        "{} node(s), say: one desk {:.1} a second, eight {:.1}, ratio {:.2} ({ratios:.2?})",
        servers.nodes.len(),
        median(&one),
        median(&eight),
        median(&ratios),
    );
}

/// How many commands a second desks get done that each say so many things, one after the other.
fn said(desks: &mut [Desk], each: usize) -> f64 {
    let commands = (desks.len() * each) as f64;
    let begun = Instant::now();
    thread::scope(|scope| {
        for desk in desks {
            scope.spawn(move || {
                for _ in 0..each {
                    desk.say();
                }
            });
        }
    });
    commands / begun.elapsed().as_secs_f64()
}

fn main() {
    let count = std::env::var("ONRECORD_ENTRIES").ok();
    let count = count.map_or(20_000, |count| count.parse().expect("a number"));
    for servers in [Servers::durable(1), Servers::durable(3)]
        .into_iter()
        .flatten()
    {
        appends(&servers);
        commands(&servers);
        whole(&servers, count);
    }
}
