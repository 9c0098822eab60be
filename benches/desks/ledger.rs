//! A large ledger with a month of work on it.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;

use crate::generator::{self, Size};
use crate::news::News;
use crate::program::Ledger;

/// The seed of everything made here.
const SEED: u64 = 1;
/// Claims that articles are about, beside those of the large ledger, and the parties on them.
const NEWS: (usize, usize) = (2_000, 200);
/// Articles whose statements were accepted, and articles that wait, each of so many statements.
const ACCEPTED: usize = 12;
const WAITING: usize = 6;
const ARTICLE: usize = 40;
/// Statements recorded since yesterday.
const TODAY: usize = 60;

/// The ledger of a size in a folder, made if it is not there.
pub(crate) fn prepare(folder: &Path, statements: usize) -> (Ledger, Size) {
    let size = Size::of(statements);
    let path = folder.join(format!("desk-{statements}.db"));
    if path.exists() {
        return (Ledger { path }, size);
    }
    fs::create_dir_all(folder).expect("a folder");
    let made = tempfile::tempdir_in(folder).expect("a folder");
    let ledger = Ledger::new(made.path().join("desk.db"));
    let at = |now: &str, arguments: &[&str]| {
        let mut command = ledger.command(arguments);
        let status = command
            .env("ONRECORD_NOW", now)
            .stderr(Stdio::inherit())
            .status();
        assert!(
            status.expect("the program runs").success(),
            "{arguments:?} failed"
        );
    };
    let file = |name: &str| made.path().join(name).display().to_string();
    let write = |name: &str, write: &dyn Fn(&mut dyn Write)| {
        let mut out = BufWriter::new(File::create(file(name)).expect("a file"));
        write(&mut out);
        out.flush().expect("a file");
    };
    let (claims, parties) = NEWS;
    let mut news = News::new(claims, parties, SEED);
    write("large.jsonl", &|out| {
        generator::write(size, SEED, out).expect("records");
    });
    write("news.jsonl", &|out| news.write(out).expect("records"));
    at(
        "2025-05-01T09:00Z",
        &["import", "--update", &file("large.jsonl")],
    );
    at("2025-05-01T10:00Z", &["import", &file("news.jsonl")]);
    let mut ingest = |now: &str, day: &str, count: usize| {
        let names: Vec<String> = (0..count)
            .map(|at| file(&format!("{day}-{at}.txt")))
            .collect();
        for name in &names {
            // Each has a headline of its own.
            let article = format!("{day} {name}: {}", news.article(ARTICLE));
            fs::write(name, article).expect("an article");
        }
        let mut arguments = vec!["ingest", "--publisher", "The Courier"];
        arguments.extend(names.iter().map(String::as_str));
        at(now, &arguments);
    };
    ingest("2025-05-29T08:00Z", "accepted", ACCEPTED);
    at("2025-05-29T09:00Z", &["accept", "--all"]);
    ingest("2025-06-01T08:00Z", "waiting", WAITING);
    for round in 0..TODAY {
        let claim = generator::claim_id(round * 37 % size.claims);
        let (party, source) = generator::party_and_source(size);
        let said = format!("2025-05-31T{:02}:{:02}Z", 8 + round / 20, round % 60);
        let words = ["say", &party, "asserts", &claim, "--source", &source];
        at(
            "2025-06-01T09:00Z",
            &[&words[..], &["--said", &said]].concat(),
        );
    }
    // What is left of the log goes into the file, so that every run begins alike.
    at(
        "2025-06-01T09:30Z",
        &["backup", &path.display().to_string()],
    );
    (Ledger { path }, size)
}
