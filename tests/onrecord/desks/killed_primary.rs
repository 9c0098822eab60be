//! The primary of three servers is killed while five desks write, each in its own way: what was acknowledged is there, and
//! nothing is there twice.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{add, assert_same, sharing, times};
use crate::common::desk::NOW;
use crate::common::postgres::{Servers, TestJournal};
use crate::common::{Run, TestDesk, lines, setting};

/// What a desk does over and over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Say,
    Import,
    Undo,
    Redact,
    Accept,
}

const DEEDS: [(&str, Deed); 5] = [
    ("say", Deed::Say),
    ("import", Deed::Import),
    ("undo", Deed::Undo),
    ("redact", Deed::Redact),
    ("accept", Deed::Accept),
];

/// How many statements a file has that is imported.
const IMPORTED: usize = 20;

#[test]
fn a_primary_dies_under_five_desks() {
    for round in 0..setting("ONRECORD_KILLS_PRIMARY", 1) {
        let Some(servers) = Servers::three() else {
            return;
        };
        let journal = TestJournal::unmade(&servers);
        let kyiv = sharing(&journal);
        let desks = DEEDS.map(|(name, deed)| (desk(&journal, name), deed));
        let (done, over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let gap = AtomicUsize::new(0);
        let counts = thread::scope(|scope| {
            let writers = desks.each_ref().map(|(desk, deed)| {
                let (done, over, gap) = (&done, &over, &gap);
                scope.spawn(move || write(desk, *deed, done, over, gap))
            });
            // Each round at another moment.
            while done.load(Ordering::Relaxed) < 5 + round % 7 {
                thread::sleep(Duration::from_millis(3));
            }
            thread::sleep(Duration::from_millis(37 * (round as u64 % 9)));
            servers.nodes[0].kill();
            servers.fail_over();
            let before = done.load(Ordering::Relaxed);
            let begun = Instant::now();
            while done.load(Ordering::Relaxed) < before + 8 {
                thread::sleep(Duration::from_millis(5));
                assert!(
                    begun.elapsed() < Duration::from_secs(120),
                    "nobody can write any more"
                );
            }
            over.store(true, Ordering::Relaxed);
            writers.map(|writer| writer.join().expect("a writer"))
        });
        let all: Vec<&TestDesk> = desks.iter().map(|(desk, _)| desk).chain([&kyiv]).collect();
        for _ in 0..2 {
            // What waits is recorded.
            for desk in &all {
                let run = desk.run("follow --once --wait 60");
                assert_eq!(run.code, 0, "{run}");
            }
        }
        assert_same(&all);
        for desk in &all {
            // It is not known later what an undo was of.
            let kept = desk.list("outbox");
            let is_undo = |one: &Value| one["words"] == json!([]);
            assert!(kept.iter().all(is_undo), "{}", desk.ok("outbox"));
            assert_eq!(desk.json("verify")["ok"], true);
        }
        let primary = primary(&servers);
        for ((_, deed), count) in desks.iter().zip(&counts) {
            for number in 0..*count {
                check(&journal, primary, *deed, number);
            }
        }
        println!(
            "round {round}: say {}, import {} × {IMPORTED}, undo {}, redact {}, accept {}; the longest write {:.1} s",
            counts[0],
            counts[1],
            counts[2],
            counts[3],
            counts[4],
            gap.load(Ordering::Relaxed) as f64 / 1e3
        );
    }
}

fn primary(servers: &Servers) -> usize {
    let is = |node: usize| {
        servers.nodes[node].sql("postgres", "postgres", "SELECT pg_is_in_recovery()")
            == Ok("f".to_owned())
    };
    (1..3).find(|node| is(*node)).expect("a primary")
}

/// A desk with what its deed needs, which may redact.
fn desk(journal: &TestJournal<'_>, name: &str) -> TestDesk {
    add(journal, name, "redact");
    let mut desk = TestDesk::new(NOW);
    desk.set("ONRECORD_BY", "ivan");
    desk.ok(format!("join {} --desk {name}", journal.url(name)));
    desk
}

/// Does one deed after the other, each until it is done or waits. Returns how many.
fn write(
    desk: &TestDesk,
    deed: Deed,
    done: &AtomicUsize,
    over: &AtomicBool,
    gap: &AtomicUsize,
) -> usize {
    let mut number = 0;
    while !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        once(desk, deed, number);
        gap.fetch_max(begun.elapsed().as_millis() as usize, Ordering::Relaxed);
        number += 1;
        done.fetch_add(1, Ordering::Relaxed);
    }
    number
}

fn once(desk: &TestDesk, deed: Deed, number: usize) {
    match deed {
        Deed::Say => settled(desk, &says("trump", &format!("zsay{number}z"), number), b""),
        Deed::Import => {
            let statements = (0..IMPORTED).map(|at| {
                json!({"record": "statement", "party": "zelenskyy", "stance": "asserts", "claim": "agreed-to-meet",
                       "source": "minutes", "said": said(number * IMPORTED + at), "note": format!("zimport{number}z{at}z")})
            });
            let file = lines(&statements.collect::<Vec<_>>());
            settled(desk, "import - --wait 60", file.as_bytes());
        }
        Deed::Undo => {
            let id = format!("zundo{number}z");
            settled(
                desk,
                &format!("claim add {id} --text '{id}.' --wait 60"),
                b"",
            );
            let is_there = || {
                desk.list("claim list")
                    .iter()
                    .any(|claim| claim["id"] == *id)
            };
            until(desk, is_there);
            // It cannot be known whether an attempt was done, so an undo is only repeated if it was not.
            while is_there() {
                let run = desk.run("undo --yes --wait 60");
                assert!([0, 1, 5].contains(&run.code), "{run}");
                let _ = desk.run("follow --once --wait 60");
            }
        }
        Deed::Redact => {
            let quote = format!("zredact{number}z");
            settled(desk, &says("kremlin", &quote, number), b"");
            let found = || desk.list(format!("search {quote}"));
            until(desk, || !found().is_empty());
            let id = found()[0]["id"].as_str().expect("an id").to_owned();
            settled(desk, &format!("redact {id} --reason safety --wait 60"), b"");
            until(desk, || found().is_empty());
        }
        Deed::Accept => {
            let mark = format!("zaccept{number}z");
            let day = 1 + number % 28;
            desk.write(
                "news.txt",
                format!("The bridge, {mark}\n\n{day} August 2024\n\nVolodymyr Zelenskyy denied on Tuesday that the bridge was hit.\n"),
            );
            // What is recorded without an answer is not in this desk's list of candidates; again, it is recognised.
            let candidates = || desk.list("candidates");
            let ingest = format!("ingest news.txt --publisher 'Courier {number}' --wait 60");
            for (line, has_some) in [(&*ingest, true), ("accept --all --wait 60", false)] {
                let begun = Instant::now();
                while candidates().is_empty() == has_some {
                    settled(desk, line, b"");
                    reach(desk);
                    assert!(begun.elapsed() < Duration::from_secs(60), "never: {line}");
                }
            }
        }
    }
}

fn said(number: usize) -> String {
    format!(
        "2024-{:02}-{:02}T{:02}:00Z",
        1 + number / 28 % 12,
        1 + number % 28,
        number / 336
    )
}

fn says(party: &str, quote: &str, number: usize) -> String {
    format!(
        "say {party} asserts bridge-hit --source minutes --said {} --quote {quote} --wait 60",
        said(number)
    )
}

/// Runs a write until it is recorded, waits, or is under way.
fn settled(desk: &TestDesk, line: &str, input: &[u8]) {
    let begun = Instant::now();
    loop {
        let run = desk.feed(line, input);
        match run.code {
            0 | 4 | 5 => return,
            _ => assert!(passes(&run), "{run}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{run}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Whether a write was refused because the journal could not be reached.
fn passes(run: &Run) -> bool {
    run.code == 1
        && (run.stderr.contains("cannot be reached")
            || run.stderr.contains("other desks are writing"))
}

/// Follows until the journal was reached.
fn reach(desk: &TestDesk) {
    let reached = Cell::new(0);
    until(desk, || reached.replace(reached.get() + 1) > 1);
}

/// Follows until something is so.
fn until(desk: &TestDesk, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        let mut run = desk.run("follow --once --wait 60");
        while run.code != 0 {
            assert!(run.code == 5 || passes(&run), "{run}");
            run = desk.run("follow --once --wait 60");
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "never\n{run}");
    }
}

/// Checks that a deed is in the journal once.
fn check(journal: &TestJournal<'_>, primary: usize, deed: Deed, number: usize) {
    let count = |what: &str| times(journal, primary, what);
    match deed {
        Deed::Say => assert_eq!(count(&format!("zsay{number}z")), 1, "say {number}"),
        Deed::Import => {
            for at in 0..IMPORTED {
                assert_eq!(
                    count(&format!("zimport{number}z{at}z")),
                    1,
                    "import {number}, {at}"
                );
            }
        }
        // The claim has its mark as id and as text.
        Deed::Undo => assert_eq!(count(&format!("\"zundo{number}z\"")), 1, "undo {number}"),
        Deed::Redact => assert_eq!(count(&format!("zredact{number}z")), 0, "redact {number}"),
        Deed::Accept => assert_eq!(count(&format!("Courier {number}\"")), 1, "accept {number}"),
    }
}
