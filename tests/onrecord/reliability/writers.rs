//! Eight processes write at once, beside readers: everything is there, in one chain, and no write times out.
//!
//! `ONRECORD_SAYS` is the number of statements that each records.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::common::desk::{NOW, records, silent_desk, small_desk};
use crate::common::{TestDesk, lines, setting};

const WRITERS: usize = 8;
const READERS: usize = 2;

#[test]
fn eight_writers_and_their_readers() {
    let each = setting("ONRECORD_SAYS", 8);
    let desk = small_desk();
    for claim in 0..WRITERS {
        desk.ok(format!("claim add claim-{claim} --text 'Claim {claim}.'"));
    }
    let before = desk.journal()["entries"].as_u64().expect("a number");
    let done = AtomicBool::new(false);
    let answers = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    read(&desk);
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let desk = &desk;
                scope.spawn(move || (0..each).for_each(|number| say(desk, writer, number)))
            })
            .collect();
        let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::Relaxed);
        assert!(ended.iter().all(Result::is_ok), "a writer failed");
    });
    let notes: BTreeSet<String> = desk
        .export()
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|record| record["note"].as_str().map(ToOwned::to_owned))
        .collect();
    assert_eq!(notes.len(), WRITERS * each, "every statement is there");
    let after = desk.state().journal;
    assert_eq!(after["entries"], before + (WRITERS * each) as u64);
    println!(
        "{WRITERS} writers × {each}: all there, one chain; {} answers to readers meanwhile",
        answers.load(Ordering::Relaxed)
    );
}

/// A statement unlike all others.
fn say(desk: &TestDesk, writer: usize, number: usize) {
    let said = format!(
        "2025-{:02}-{:02}T{:02}:00Z",
        1 + writer % 7,
        1 + number % 28,
        number / 28
    );
    let (party, note) = (
        ["trump", "zelenskyy"][writer / 7],
        format!("{writer}-{number}"),
    );
    // Everybody writes on every claim.
    let claim = format!("claim-{}", (writer + number) % WRITERS);
    let run = desk.run(format!(
        "say {party} asserts {claim} --source minutes --said {said} --note {note} --wait 60"
    ));
    assert!(run.code == 0 && run.stderr.is_empty(), "{run}");
}

/// A reader sees complete entries only: the tables match the journal up to its head.
fn read(desk: &TestDesk) {
    let status = desk.json("status");
    assert_eq!(status["problem"], Value::Null, "{status}");
    let verified = desk.run("verify");
    assert!(
        verified.code == 0 && verified.stderr.is_empty(),
        "{verified}"
    );
    let export = desk.run("export");
    assert!(export.code == 0 && export.stderr.is_empty(), "{export}");
}

/// The first statements are written straight into the file if nobody else has it open, and through the log otherwise.
/// Either way the ledger is the same, has a log afterwards, and no reader sees half of it.
#[test]
fn a_first_import_beside_an_open_reader() {
    let logs = |desk: &TestDesk| -> String {
        let ledger = Connection::open(desk.path("onrecord.db")).expect("a ledger");
        let log = ledger.pragma_query_value(None, "journal_mode", |row| row.get(0));
        log.expect("a log")
    };
    let statements = |ledger: &Connection| -> i64 {
        let counted = ledger.query_row("SELECT count(*) FROM statement", [], |row| row.get(0));
        counted.expect("a number")
    };
    let alone = silent_desk();
    alone.import(&records());
    let read = silent_desk();
    let ledger = Connection::open(read.path("onrecord.db")).expect("a ledger");
    let view = ledger.unchecked_transaction().expect("a view");
    assert_eq!(statements(&view), 0);
    read.import(&records());
    assert_eq!(statements(&view), 0, "a view does not change");
    drop(view);
    assert_eq!(statements(&ledger), 1);
    assert_eq!(alone.export(), read.export());
    for desk in [&alone, &read] {
        assert_eq!(logs(desk), "wal");
        desk.state();
    }
}

/// Readers during a first import wait or are asked to try again; none sees half of it.
#[test]
fn readers_during_a_first_import() {
    let desk = TestDesk::with_ledger(NOW);
    let mut many = records();
    many.extend((0..300).map(|number| {
        json!({"record": "statement", "party": "daily", "stance": "asserts", "claim": "bridge-hit",
               "source": "minutes", "note": "much", "said": format!("2025-{:02}-{:02}T{:02}:00Z",
               1 + number / 240, 1 + number / 24 % 10, number % 24)})
    }));
    desk.write("many.jsonl", lines(&many));
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let export = desk.export();
                let found = export.matches("\"record\":\"statement\"").count();
                assert!([0, 301].contains(&found), "{found} statements");
            }
        });
        desk.ok("import many.jsonl");
        done.store(true, Ordering::Relaxed);
    });
    desk.state();
}

/// The first import of a ledger writes straight into its file. Others wait for it, as long as
/// `--wait` says.
#[test]
fn others_wait_for_the_first_import() {
    let desk = silent_desk();
    let records: Vec<Value> = (0..600)
        .flat_map(|number| {
            let claim = format!("claim-{number}");
            [
                json!({"record": "claim", "id": claim, "text": format!("Claim {number}.")}),
                json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": claim,
                    "source": "minutes", "said": "2025-08-18"}),
            ]
        })
        .collect();
    desk.write("many.jsonl", lines(&records));
    let others = [
        "say kremlin denies bridge-hit --source minutes --wait 60",
        "party add nato --name NATO --kind organisation --wait 60",
        "import one.jsonl --wait 60",
        "check --fail-on journal --wait 60",
        "status --wait 60",
    ];
    desk.write(
        "one.jsonl",
        json!({"record": "question", "id": "when", "text": "When?"}).to_string(),
    );
    thread::scope(|scope| {
        let first = scope.spawn(|| desk.run("import many.jsonl"));
        while !desk.path("onrecord.db-journal").exists() {
            assert!(!first.is_finished(), "the first import is direct");
            thread::yield_now();
        }
        let refused = desk.run("say ushakov denies bridge-hit --source minutes --wait 0");
        let runs: Vec<_> = others
            .map(|line| {
                let desk = &desk;
                scope.spawn(move || desk.run(line))
            })
            .into_iter()
            .collect();
        for run in runs {
            let run = run.join().expect("it ends");
            assert_eq!(run.code, 0, "{run}");
        }
        let first = first.join().expect("it ends");
        assert_eq!(first.code, 0, "{first}");
        assert_eq!(refused.code, 1, "{refused}");
        assert!(refused.stderr.contains("--wait SECONDS"), "{refused}");
    });
    desk.state();
    assert!(desk.export().contains("\"when\""));
}
