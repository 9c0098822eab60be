//! The desk in a browser on a large ledger: how soon each page begins to arrive, the memory of the server, and a
//! minute of twenty readers and a writer.
//!
//!     cargo bench --bench desk                       1,000,000 statements
//!     cargo bench --bench desk -- 100000             another size
//!     cargo bench --bench desk -- 1000000 FOLDER     keeps the ledger in FOLDER, and uses one that is there
//!
//! The ledger is that of the bench `ledger`, recorded a month ago, with articles that were ingested and accepted
//! since, others whose candidates wait, and a day of single statements. Times are of one connection that stays open,
//! from the end of the request to the first byte of the reply, the first time after something was recorded; "work" is
//! the processor time of the server for that, and "again" the time of the next request for the same page.

#![allow(
    clippy::expect_used,
    dead_code,
    reason = "a measurement that cannot be taken ends in a panic; the ledgers serve other benches too"
)]

mod desks;
#[path = "ledgers/generator.rs"]
mod generator;
#[path = "ledgers/news.rs"]
mod news;
#[path = "ledgers/program.rs"]
mod program;
#[path = "ledgers/words.rs"]
mod words;

use std::path::PathBuf;
use std::time::Duration;

use desks::ledger::prepare;
use desks::pages::{self, Form, Page};
use desks::server::{Client, Reply, Server};
use desks::work::{self, Writer};
use generator::Size;
use program::Ledger;

/// Statements in the ledger.
const STATEMENTS: usize = 1_000_000;
/// Times that each page is asked for after something was recorded, and then again.
const ROUNDS: usize = 7;
/// The longest median time to a page's first byte.
const FIRST_BYTE: Duration = Duration::from_millis(50);
/// The most memory of the server, in bytes.
const MEMORY: u64 = 200_000_000;
/// The longest time that any page may take beside other readers and a writer.
const SLOWEST: Duration = Duration::from_secs(1);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&String> = arguments.iter().filter(|word| *word != "--bench").collect();
    let statements = words.first().map_or(STATEMENTS, |word| {
        word.parse().expect("a number of statements")
    });
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = words
        .get(1)
        .map_or(temporary.path().to_owned(), PathBuf::from);
    let (ledger, size) = prepare(&folder, statements);
    let pages = pages::all(&ledger, size);
    println!("{statements} statements, {} MB", ledger.size() / 1_000_000);
    one_by_one(&ledger, size, &pages);
    let server = Server::of(&ledger.path);
    let done = work::run(&server, &ledger, size, &pages);
    done.print(SLOWEST);
    memory("after that", &server);
}

/// Asks for each page several times with nobody else asking: first after something was recorded, so that its answer is
/// made, and then again.
fn one_by_one(ledger: &Ledger, size: Size, pages: &[Page]) {
    let server = Server::of(&ledger.path);
    let mut client = Client::of(&server);
    let mut writer = Writer::of(ledger, size);
    println!(
        "\n{:<52}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "first byte, in milliseconds", "median", "worst", "work", "again", "kB"
    );
    for page in pages {
        for form in [Form::Html, Form::Json] {
            let path = page.path(form);
            let (mut made, mut again) = (Vec::new(), Vec::new());
            let (mut work, mut bytes) = (Duration::ZERO, 0);
            for _ in 0..ROUNDS {
                writer.write();
                let before = server.processor_time();
                made.push(ask(&mut client, &path, form).first_byte);
                work += server.processor_time().saturating_sub(before);
                let reply = ask(&mut client, &path, form);
                again.push(reply.first_byte);
                bytes = reply.body.len();
            }
            made.sort_unstable();
            again.sort_unstable();
            let median = made[ROUNDS / 2];
            let missed = if median <= FIRST_BYTE { "" } else { "  missed" };
            println!(
                "{:<52}{:>10.1}{:>10.1}{:>10.1}{:>10.1}{:>10}{missed}",
                format!("{} {path}", form.word()),
                milliseconds(median),
                milliseconds(made[ROUNDS - 1]),
                milliseconds(work / ROUNDS as u32),
                milliseconds(again[ROUNDS / 2]),
                bytes.div_ceil(1000)
            );
        }
    }
    memory("memory at most, one after the other", &server);
}

fn ask(client: &mut Client, path: &str, form: Form) -> Reply {
    let reply = client.get(path, form);
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    reply
}

fn memory(when: &str, server: &Server) {
    let most = server.memory();
    let missed = if most <= MEMORY { "" } else { "  missed" };
    println!("{when}: {} MB{missed}", most / 1_000_000);
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
