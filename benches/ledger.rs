//! Whole processes against their floors, measured in one run: a table of ratios beside the goals.
//!
//!     cargo bench --bench ledger                     10,000 and 100,000 statements
//!     cargo bench --bench ledger -- 1000000          one size
//!     cargo bench --bench ledger -- generate 1000 F  only writes such a file of records
//!
//! Both sides of a ratio are taken in turns within one run, so that a busy machine slows both.
//! The small ledger that lists are compared with has 1,000 statements.

#![allow(
    clippy::expect_used,
    reason = "a measurement that cannot be taken ends in a panic"
)]

mod ledgers;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ledgers::program::{self, Ledger};
use ledgers::words::Words;
use ledgers::{Size, floors, generator};

/// The seed of every ledger here.
const SEED: u64 = 1;
/// Statements in the small ledger used for comparison.
const SMALL: usize = 1_000;
/// Runs of commands that take seconds.
const ROUNDS: usize = 3;
/// Imports of at least this many statements are run only once.
const LARGE: usize = 500_000;
/// Runs of quick commands.
const QUICK: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "--bench")
        .collect();
    if let ["generate", statements, path] = words.as_slice() {
        let size = Size::of(statements.parse().expect("a number of statements"));
        return generate(size, Path::new(path));
    }
    let mut sizes: Vec<usize> = words
        .iter()
        .map(|word| word.parse().expect("a number of statements"))
        .collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000];
    }
    let folder = tempfile::tempdir().expect("a folder");
    let small = Bench::prepare(folder.path(), SMALL);
    small.ledger.run(&["import", &small.records()]);
    for statements in sizes {
        let bench = Bench::prepare(folder.path(), statements);
        println!(
            "\n{statements} statements, {} MB of records",
            bench.megabytes()
        );
        println!(
            "{:<46}{:>10}{:>10}{:>8}{:>8}",
            "", "takes", "floor", "ratio", "goal"
        );
        bench.import();
        bench.answers(&small);
        bench.says(&small);
        bench.whole_ledger();
    }
}

fn generate(size: Size, path: &Path) {
    let file = File::create(path).expect("a file");
    let mut out = BufWriter::new(file);
    generator::write(size, SEED, &mut out).expect("records");
    out.flush().expect("records");
}

/// A ledger of one size, with the records file it is made from.
struct Bench {
    size: Size,
    records: PathBuf,
    ledger: Ledger,
    floor: PathBuf,
}

impl Bench {
    fn prepare(folder: &Path, statements: usize) -> Self {
        let size = Size::of(statements);
        let records = folder.join(format!("{statements}.jsonl"));
        generate(size, &records);
        Self {
            size,
            records,
            ledger: Ledger::new(folder.join(format!("{statements}.db"))),
            floor: folder.join(format!("{statements}.floor.db")),
        }
    }

    fn records(&self) -> String {
        self.records.display().to_string()
    }

    fn bytes(&self) -> u64 {
        fs::metadata(&self.records).map_or(0, |file| file.len())
    }

    fn megabytes(&self) -> u64 {
        self.bytes() / 1_000_000
    }

    fn rounds(&self) -> usize {
        if self.size.statements < LARGE {
            ROUNDS
        } else {
            1
        }
    }

    /// Measures the import, its memory, the size of the result, and the rebuild.
    fn import(&self) {
        let (mut takes, mut most) = (Vec::new(), 0);
        let (mut logged, mut rolled) = (Vec::new(), Vec::new());
        for _ in 0..self.rounds() {
            for (journal, least) in [("wal", &mut logged), ("delete", &mut rolled)] {
                program::flush();
                least.push(floors::import(&self.records, &self.floor, journal));
            }
            program::flush();
            let ledger = Ledger::new(self.ledger.path.clone());
            let (time, memory) = ledger.run_watched(&["import", &self.records()]);
            takes.push(time);
            most = most.max(memory);
        }
        let import = median(takes);
        row("import, of a floor with a log", import, median(logged), 2.5);
        row(
            "import, of one with a rollback journal",
            import,
            median(rolled),
            2.5,
        );
        amount("  memory at most, of 256 MiB", most, 256 << 20, 1.0);
        amount(
            "  file, of the records",
            self.ledger.size(),
            self.bytes(),
            2.8,
        );
        row(
            "rebuild, of the import",
            self.ledger.run(&["rebuild"]),
            import,
            1.2,
        );
    }

    /// Measures queries on this ledger against the same queries on a small one.
    fn answers(&self, small: &Self) {
        for command in ["unconfirmed", "discrepancies", "awaiting"] {
            let arguments = [command, "--limit", "50"];
            self.beside(small, &arguments, &arguments, 2.0);
        }
        for command in ["unconfirmed", "discrepancies", "awaiting"] {
            let arguments = [command, "--as-of", "2023-07-01", "--limit", "50"];
            self.beside(small, &arguments, &arguments, 2.0);
        }
        let claims = |bench: &Self| generator::ordinary_claim(bench.size);
        let (here, there) = (claims(self), claims(small));
        self.beside(
            small,
            &["claim", "show", &here],
            &["claim", "show", &there],
            2.0,
        );
        self.beside(small, &["why", &here], &["why", &there], 2.0);
        self.beside(small, &["status"], &["status"], 2.0);
        self.first_answer(small);
    }

    fn first_answer(&self, small: &Self) {
        small.beside_shell(
            "first answer, of the sqlite3 shell's",
            &["unconfirmed", "--limit", "1"],
            "SELECT id FROM claim LIMIT 1",
            2.0,
        );
    }

    /// Measures a command against the `sqlite3` shell answering a query on the same ledger, each as
    /// a whole process.
    fn beside_shell(&self, what: &str, command: &[&str], query: &str, goal: f64) {
        let (mut takes, mut least) = (Vec::new(), Vec::new());
        for _ in 0..QUICK {
            let Some(shell) = program::sqlite_shell(&self.ledger.path, query) else {
                println!("{what}: there is no sqlite3 shell to compare with");
                return;
            };
            least.push(shell);
            takes.push(self.ledger.run(command));
        }
        row(what, median(takes), median(least), goal);
    }

    fn beside(&self, small: &Self, here: &[&str], there: &[&str], goal: f64) {
        let (takes, least) = (0..QUICK)
            .map(|_| (self.ledger.run(here), small.ledger.run(there)))
            .unzip();
        let name = format!("{}, of {SMALL} statements'", here.join(" "));
        row(&name, median(takes), median(least), goal);
    }

    /// Measures adding a statement to an ordinary claim and to a crowded one.
    fn says(&self, small: &Self) {
        program::flush();
        let say = |bench: &Self, claim: &str, round: usize| {
            let (party, source) = generator::party_and_source(bench.size);
            let note = format!("2024-{:02}-{:02}", 1 + round / 28, 1 + round % 28);
            let arguments = [
                "say", &party, "asserts", claim, "--source", &source, "--said", &note,
            ];
            bench.ledger.run(&arguments)
        };
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        for round in 0..QUICK {
            times[0].push(say(small, &generator::ordinary_claim(small.size), round));
            times[1].push(say(self, &generator::ordinary_claim(self.size), round));
            times[2].push(say(self, &generator::crowded_claim(), round));
        }
        let [least, ordinary, crowded] = times.map(median);
        row("say, of 1000 statements'", ordinary, least, 1.5);
        row("say on a crowded claim, likewise", crowded, least, 3.0);
    }

    /// Measures commands that read the whole ledger.
    fn whole_ledger(&self) {
        let words = Words::new();
        let words = words.asked_for();
        self.beside_shell(
            "search two words, of the sqlite3 shell's",
            &["search", &words.join(" "), "--limit", "20"],
            &floors::search(words),
            1.5,
        );
        let (takes, least) = (0..ROUNDS)
            .map(|_| {
                let verified = self.ledger.run(&["verify"]);
                (verified, floors::hash_journal(&self.ledger.path))
            })
            .unzip();
        row(
            "verify, of hashing the same",
            median(takes),
            median(least),
            2.0,
        );
        let (takes, least) = (0..ROUNDS)
            .map(|_| {
                let past = ["unconfirmed", "--as-of", "2023-07-01", "--format", "jsonl"];
                let asked = self.ledger.run(&past);
                (asked, floors::read_statements(&self.ledger.path))
            })
            .unzip();
        row(
            "unconfirmed --as-of, of a bare SELECT",
            median(takes),
            median(least),
            3.0,
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn row(what: &str, takes: Duration, floor: Duration, goal: f64) {
    let show = |time: Duration| {
        let milliseconds = time.as_secs_f64() * 1_000.0;
        if milliseconds < 1_000.0 {
            format!("{milliseconds:.1} ms")
        } else {
            format!("{:.2} s", milliseconds / 1_000.0)
        }
    };
    let ratio = takes.as_secs_f64() / floor.as_secs_f64();
    line(what, &show(takes), &show(floor), ratio, goal);
}

fn amount(what: &str, bytes: u64, of: u64, goal: f64) {
    let show = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    line(
        what,
        &show(bytes),
        &show(of),
        bytes as f64 / of as f64,
        goal,
    );
}

fn line(what: &str, takes: &str, floor: &str, ratio: f64, goal: f64) {
    let met = if ratio <= goal { "" } else { "  missed" };
    println!("{what:<46}{takes:>10}{floor:>10}{ratio:>8.2}{goal:>8.1}{met}");
}
