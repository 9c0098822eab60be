//! Linking an article to the claims of a large ledger, measured against a small one in the same run.
//!
//!     cargo bench --bench linking                       100,000 claims beside 1,000
//!     cargo bench --bench linking -- generate 100000 FOLDER   only writes records.jsonl and article.txt

#![allow(
    clippy::expect_used,
    dead_code,
    reason = "a measurement that cannot be taken ends in a panic; the ledgers serve other benches too"
)]

#[path = "ledgers/news.rs"]
mod news;
#[path = "ledgers/program.rs"]
mod program;
#[path = "ledgers/words.rs"]
mod words;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::time::Duration;

use news::News;
use program::Ledger;

const SEED: u64 = 1;
const STATEMENTS: usize = 900;
const PARTIES: usize = 5_000;
/// Claims of the large ledger and of the small one.
const CLAIMS: [usize; 2] = [100_000, 1_000];
/// The most times longer that each command may take with the large ledger, and the most seconds.
const GOALS: [(&[&str], f64, f64); 3] = [
    (
        &["ingest", "article.txt", "--publisher", "The Courier"],
        10.0,
        10.0,
    ),
    (&["candidates", "--limit", "50"], 10.0, 10.0),
    (&["draft"], 10.0, 10.0),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "--bench")
        .collect();
    if let ["generate", claims, folder] = words.as_slice() {
        return generate(
            claims.parse().expect("a number of claims"),
            Path::new(folder),
        );
    }
    let folder = tempfile::tempdir().expect("a folder");
    let ledgers = CLAIMS.map(|claims| {
        let own = folder.path().join(claims.to_string());
        fs::create_dir(&own).expect("a folder");
        generate(claims, &own);
        let ledger = Ledger::new(own.join("ledger.db"));
        ledger.run(&["import", &own.join("records.jsonl").display().to_string()]);
        (own, ledger)
    });
    println!(
        "{STATEMENTS} statements, {PARTIES} parties, {} claims beside {}",
        CLAIMS[0], CLAIMS[1]
    );
    println!(
        "{:<12}{:>10}{:>10}{:>8}{:>8}{:>10}",
        "", "large", "small", "ratio", "goal", "memory"
    );
    for (command, ratio, seconds) in GOALS {
        let measured = ledgers.each_ref().map(|(folder, ledger)| {
            program::flush();
            let article = folder.join("article.txt").display().to_string();
            let arguments: Vec<&str> = command
                .iter()
                .map(|word| {
                    if *word == "article.txt" {
                        article.as_str()
                    } else {
                        *word
                    }
                })
                .collect();
            ledger.run_watched(&arguments)
        });
        let [(large, memory), (small, _)] = measured;
        row(command[0], large, small, (ratio, seconds), memory);
    }
}

fn row(command: &str, large: Duration, small: Duration, goal: (f64, f64), memory: u64) {
    let (large, small) = (large.as_secs_f64(), small.as_secs_f64());
    let times = large / small;
    let is_met = times <= goal.0 && large <= goal.1;
    let missed = if is_met { "" } else { "  missed" };
    println!(
        "{command:<12}{large:>8.2} s{small:>8.2} s{times:>8.1}{:>8.1}{:>7} MB{missed}",
        goal.0,
        memory / 1_000_000
    );
}

fn generate(claims: usize, folder: &Path) {
    let mut news = News::new(claims, PARTIES, SEED);
    let file = File::create(folder.join("records.jsonl")).expect("a file");
    news.write(&mut BufWriter::new(file)).expect("records");
    fs::write(folder.join("article.txt"), news.article(STATEMENTS)).expect("an article");
}
