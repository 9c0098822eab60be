//! Eight processes write at once, beside readers: everything is there, in one chain, and nobody waits in vain.
//!
//! `ONRECORD_SAYS` is how many statements each of them records.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use super::times;
use crate::common::Trial;
use crate::common::desk::small_desk;

const WRITERS: usize = 8;
const READERS: usize = 2;

#[test]
fn eight_writers_and_their_readers() {
    let each = times("ONRECORD_SAYS", 8);
    let trial = small_desk();
    let before = trial.journal()["entries"].as_u64().expect("a number");
    let done = AtomicBool::new(false);
    let answers = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    read(&trial);
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let trial = &trial;
                scope.spawn(move || (0..each).for_each(|number| say(trial, writer, number)))
            })
            .collect();
        let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::Relaxed);
        assert!(ended.iter().all(Result::is_ok), "a writer failed");
    });
    let notes: BTreeSet<String> = trial
        .export()
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|record| record["note"].as_str().map(ToOwned::to_owned))
        .collect();
    assert_eq!(notes.len(), WRITERS * each, "every statement is there");
    let after = trial.state().journal;
    assert_eq!(after["entries"], before + (WRITERS * each) as u64);
    println!(
        "{WRITERS} writers × {each}: all there, one chain; {} answers to readers meanwhile",
        answers.load(Ordering::Relaxed)
    );
}

/// One statement that no other is like.
fn say(trial: &Trial, writer: usize, number: usize) {
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
    let told = trial.run(&[
        "say",
        party,
        "asserts",
        "bridge-hit",
        "--source",
        "minutes",
        "--said",
        &said,
        "--note",
        &note,
        "--wait",
        "60",
    ]);
    assert!(told.code == 0 && told.stderr.is_empty(), "{told}");
}

/// A reader sees whole entries only: what the tables say is what the journal says, up to its head.
fn read(trial: &Trial) {
    let status = trial.json(&["status"]);
    assert_eq!(status["problem"], Value::Null, "{status}");
    let verified = trial.run(&["verify"]);
    assert!(
        verified.code == 0 && verified.stderr.is_empty(),
        "{verified}"
    );
    let export = trial.run(&["export"]);
    assert!(export.code == 0 && export.stderr.is_empty(), "{export}");
}
