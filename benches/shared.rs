//! What sharing a journal takes beside recording alone, measured in one run: a table of ratios beside the goals.
//!
//!     cargo bench --bench shared                     100,000 statements
//!     cargo bench --bench shared -- 1000000          another size
//!
//! How far it is goes to standard error.
//!
//! The shared journal is in memory, so what is measured is what a desk does with what comes. One ledger records alone, and
//! another one with the same beginning takes the same entries from the journal: both are done in turns, so that a busy machine
//! slows both.

#![allow(
    clippy::expect_used,
    dead_code,
    reason = "a measurement that cannot be taken ends in a panic; the ledgers serve other benches too"
)]

mod ledgers;

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ledgers::{Size, generator};
use onrecord::desk::{self, Desk, DeskError, IfExists};
use onrecord::domain::sharing::Sharing;
use onrecord::exchange::{ahead, jsonl};
use onrecord::journal::{Journal, SharedJournal, SharedMemory, Stamp};
use onrecord::ledger::{Ledger, Progress, join};

/// The seed of every ledger here.
const SEED: u64 = 1;
/// Runs of what takes seconds.
const ROUNDS: usize = 3;
/// Ledgers of at least this many statements are made only once.
const LARGE: usize = 500_000;
/// Runs of what is quick.
const QUICK: usize = 15;
/// The statements of a further import.
const FURTHER: usize = 10_000;
/// How long to wait for a lock.
const WAIT: Duration = Duration::from_secs(1);

fn main() {
    let words = std::env::args().skip(1).filter(|word| word != "--bench");
    let mut sizes: Vec<usize> = words
        .map(|word| word.parse().expect("a number of statements"))
        .collect();
    if sizes.is_empty() {
        sizes = vec![100_000];
    }
    for statements in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        println!("\n{statements} statements");
        println!(
            "{:<46}{:>10}{:>10}{:>8}{:>8}",
            "", "takes", "floor", "ratio", "goal"
        );
        let mut bench = Bench::prepare(folder.path(), statements);
        bench.one_entry();
        bench.further_import();
    }
}

/// A ledger that records alone, a copy, and the journal between them.
struct Bench {
    size: Size,
    records: PathBuf,
    alone: Ledger,
    copy: Ledger,
    remote: SharedMemory,
    clock: i64,
}

impl Bench {
    /// Imports a ledger and joins it, and measures both.
    fn prepare(folder: &Path, statements: usize) -> Self {
        let size = Size::of(statements);
        let records = folder.join("records.jsonl");
        let mut out = BufWriter::new(File::create(&records).expect("a file"));
        generator::write(size, SEED, &mut out).expect("records");
        out.flush().expect("records");
        drop(out);
        let sharing = Sharing {
            journal: "bench".to_owned(),
            address: "memory".to_owned(),
            desk: "bench".to_owned(),
            since: 0,
        };
        let (mut imports, mut joins, mut made) = (Vec::new(), Vec::new(), None);
        let rounds = if statements < LARGE { ROUNDS } else { 1 };
        for round in 0..rounds {
            drop(made.take());
            let path = |name| folder.join(format!("{name}-{round}.db"));
            let mut alone = Ledger::create(&path("alone"), WAIT).expect("a ledger");
            let what = format!("import {} of {rounds}", round + 1);
            imports.push(told(&what, || import(&mut alone, &records, 0)));
            let mut remote =
                SharedMemory::of(alone.journal().read(1, usize::MAX).expect("entries"));
            let mut copy = None;
            let what = format!("join {} of {rounds}", round + 1);
            joins.push(told(&what, || {
                let work = Arc::new(Progress::default());
                let joined = join(&path("copy"), &mut remote, &sharing, WAIT, &work);
                copy = Some(joined.expect("a copy").0);
            }));
            made = copy.map(|copy| (alone, copy, remote));
        }
        let (alone, copy, remote) = made.expect("a ledger and a copy");
        row("join, of the import", median(joins), median(imports), 1.3);
        Self {
            size,
            records,
            alone,
            copy,
            remote,
            clock: 1,
        }
    }

    /// Hands what the one ledger recorded to the journal, and times the other one taking it.
    fn passed_on(&mut self) -> (usize, Duration) {
        let head = self.remote.head().expect("a head");
        let new = self.alone.journal().read(head.seq + 1, usize::MAX);
        let new = new.expect("entries");
        self.remote
            .append(&head, &new, &[])
            .expect("entries in the journal");
        let mut came = 0;
        let takes = timed(|| {
            came = self.copy.follow(&mut self.remote).expect("entries").entries;
        });
        assert_eq!(came, new.len());
        (came, takes)
    }

    /// Measures catching up by one statement.
    fn one_entry(&mut self) {
        let (mut takes, mut least) = (Vec::new(), Vec::new());
        let (party, source) = generator::party_and_source(self.size);
        let claim = generator::ordinary_claim(self.size);
        for round in 0..QUICK {
            let said = format!("2024-{:02}-{:02}", 1 + round / 28, 1 + round % 28);
            let line = format!(
                r#"{{"party": "{party}", "stance": "asserts", "claim": "{claim}", "source": "{source}", "said": "{said}"}}"#
            );
            let statement: onrecord::domain::statement::Statement =
                serde_json::from_str(&line).expect("a statement");
            self.clock += 1;
            let stamp = stamp(self.clock);
            least.push(timed(|| {
                let written = self.alone.write(stamp.clone(), |writer| {
                    Desk::new(writer, now()).statement(statement.clone())
                });
                written.unwrap_or_else(|error: DeskError| panic!("{error}"));
            }));
            takes.push(self.passed_on().1);
        }
        let what = "follow one entry, of recording it";
        row(what, median(takes), median(least), 1.5);
    }

    /// Measures catching up by an import.
    fn further_import(&mut self) {
        let (mut takes, mut least, mut entries) = (Vec::new(), Vec::new(), 0);
        for round in 0..ROUNDS {
            let further = self.further_records(round);
            self.clock += 1;
            let what = format!("further import {} of {ROUNDS}", round + 1);
            let imported = || import(&mut self.alone, &further, self.clock);
            least.push(told(&what, imported));
            let (came, time) = self.passed_on();
            entries = came;
            takes.push(time);
        }
        let what = format!("follow {entries} entries, of importing them");
        row(&what, median(takes), median(least), 1.2);
    }

    /// A file with statements of the ledger, made on another day.
    fn further_records(&self, round: usize) -> PathBuf {
        let path = self.records.with_extension(format!("{round}.jsonl"));
        let mut out = BufWriter::new(File::create(&path).expect("a file"));
        let lines = BufReader::new(File::open(&self.records).expect("records")).lines();
        let statements = lines.map(|line| {
            let line = line.expect("a line");
            serde_json::from_str::<serde_json::Value>(&line).expect("a record")
        });
        let statements = statements.filter(|record| record["record"] == "statement");
        for mut record in statements.take(FURTHER) {
            record["said"] = format!("2024-11-{:02}", 1 + round).into();
            record["id"].take();
            writeln!(out, "{record}").expect("a line");
        }
        out.flush().expect("records");
        path
    }
}

fn now() -> chrono::DateTime<chrono::Utc> {
    "2025-06-01T12:00:00Z".parse().expect("a time")
}

fn stamp(clock: i64) -> Stamp {
    Stamp {
        recorded_at: clock,
        recorded_by: "bench".to_owned(),
    }
}

fn import(ledger: &mut Ledger, records: &Path, clock: i64) {
    let lines = BufReader::with_capacity(1 << 16, File::open(records).expect("records"));
    let records = jsonl::Records::new(None, lines).map(desk::fingerprinted);
    let imported = ahead::read_ahead(records, |records| {
        ledger.write_in_bulk(stamp(clock), |writer| {
            desk::import(&mut Desk::new(writer, now()), &mut *records, IfExists::Keep)
        })
    });
    imported.unwrap_or_else(|error: DeskError| panic!("{error}"));
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

/// Times something that takes long, and says so, since a table's row is printed only after its last run.
fn told(what: &str, work: impl FnOnce()) -> Duration {
    let takes = timed(work);
    eprintln!("  {what}: {:.1} s", takes.as_secs_f64());
    takes
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn row(what: &str, takes: Duration, floor: Duration, goal: f64) {
    let show = |time: Duration| {
        let milliseconds = time.as_secs_f64() * 1_000.0;
        match milliseconds < 1_000.0 {
            true => format!("{milliseconds:.1} ms"),
            false => format!("{:.2} s", milliseconds / 1_000.0),
        }
    };
    let ratio = takes.as_secs_f64() / floor.as_secs_f64();
    let met = if ratio <= goal { "" } else { "  missed" };
    let (takes, floor) = (show(takes), show(floor));
    println!("{what:<46}{takes:>10}{floor:>10}{ratio:>8.2}{goal:>8.1}{met}");
}
