//! People at work: many who read, one who writes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;

use super::pages::{Form, Page};
use super::server::{Client, Server};
use crate::generator::{self, Size};
use crate::program::Ledger;

/// Readers, each of whom looks at a page for a while before asking for the next one.
const READERS: usize = 20;
const LOOK: Duration = Duration::from_secs(1);
/// How long they work.
const LENGTH: Duration = Duration::from_secs(60);

/// What came of it.
#[derive(Default)]
pub(crate) struct Done {
    /// The time of each page, with its address.
    pages: Vec<(Duration, String)>,
    /// Pages that were refused.
    refused: Vec<String>,
    /// The time of each write.
    writes: Vec<Duration>,
}

/// Twenty readers and a writer.
pub(crate) fn run(server: &Server, ledger: &Ledger, size: Size, pages: &[Page]) -> Done {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let over = &over;
                scope.spawn(move || read(Client::of(server), pages, reader as u64, over))
            })
            .collect();
        let writes = write(ledger, size);
        over.store(true, Ordering::Relaxed);
        let mut done = Done {
            writes,
            ..Done::default()
        };
        for reader in readers {
            let read = reader.join().expect("a reader");
            done.pages.extend(read.pages);
            done.refused.extend(read.refused);
        }
        done
    })
}

fn read(mut client: Client, pages: &[Page], seed: u64, over: &AtomicBool) -> Done {
    let mut random = Rng::with_seed(seed);
    let mut done = Done::default();
    while !over.load(Ordering::Relaxed) {
        let path = pages[random.usize(0..pages.len())].path(Form::Html);
        let reply = client.get(&path, Form::Html);
        if reply.status != 200 {
            done.refused.push(format!("{} {path}", reply.status));
        }
        done.pages.push((reply.whole, path));
        thread::sleep(LOOK);
    }
    done
}

/// One statement after the other, each by a command line of its own.
fn write(ledger: &Ledger, size: Size) -> Vec<Duration> {
    let started = Instant::now();
    let mut writer = Writer::of(ledger, size);
    let mut writes = Vec::new();
    while started.elapsed() < LENGTH {
        writes.push(writer.write());
    }
    writes
}

/// Records statements about random claims.
pub(crate) struct Writer<'l> {
    ledger: &'l Ledger,
    size: Size,
    random: Rng,
}

impl<'l> Writer<'l> {
    /// A writer to a ledger of this size.
    pub(crate) fn of(ledger: &'l Ledger, size: Size) -> Self {
        // What an earlier run recorded in a ledger that is kept would not be recorded again.
        let random = Rng::new();
        Self {
            ledger,
            size,
            random,
        }
    }

    /// Records a statement, and says how long that took.
    pub(crate) fn write(&mut self) -> Duration {
        let claim = generator::claim_id(self.random.usize(0..self.size.claims));
        let (party, source) = generator::party_and_source(self.size);
        let said = format!(
            "2025-05-{:02}T{:02}:{:02}Z",
            self.random.u32(1..31),
            self.random.u32(0..24),
            self.random.u32(0..60)
        );
        let words = [
            "say", &party, "asserts", &claim, "--source", &source, "--said", &said,
        ];
        self.ledger.run(&words)
    }
}

impl Done {
    /// Prints how long pages and writes took.
    pub(crate) fn print(mut self, slowest: Duration) {
        println!(
            "\n{READERS} readers and a writer for {} seconds: {} pages, {} refused, {} writes",
            LENGTH.as_secs(),
            self.pages.len(),
            self.refused.len(),
            self.writes.len()
        );
        self.refused.sort_unstable();
        self.refused.dedup();
        for refused in &self.refused {
            println!("  refused: {refused}");
        }
        self.pages.sort_unstable();
        self.writes.sort_unstable();
        let middle = |all: usize| all / 2;
        let (median, worst) = (&self.pages[middle(self.pages.len())], self.pages.last());
        let (worst, path) = worst.expect("a page");
        println!(
            "  a page: median {:.0} ms, worst {:.0} ms ({path})",
            crate::milliseconds(median.0),
            crate::milliseconds(*worst)
        );
        println!(
            "  a write: median {:.0} ms, worst {:.0} ms",
            crate::milliseconds(self.writes[middle(self.writes.len())]),
            crate::milliseconds(self.writes[self.writes.len() - 1])
        );
        let late: Vec<&(Duration, String)> = self
            .pages
            .iter()
            .filter(|(time, _)| *time > slowest)
            .collect();
        if !late.is_empty() {
            println!(
                "  {} pages slower than {} ms, missed",
                late.len(),
                slowest.as_millis()
            );
            let mut paths: Vec<&str> = late.iter().map(|(_, path)| path.as_str()).collect();
            paths.sort_unstable();
            paths.dedup();
            for path in paths {
                let count = late.iter().filter(|(_, other)| other == path).count();
                println!("    {count:>5} {path}");
            }
        }
    }
}
