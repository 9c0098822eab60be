//! Progress at the desk between the first statement and the story: corrected names, undone writes, the hand-over, whom to
//! call, who said what about what, spreadsheets and checks by scripts.
//!
//! The transcripts in `tests/snapshots/day-*.snap` show what an editor sees at 80 columns.

mod attribution;
mod check;
mod config;
mod contested;
mod credit;
mod handover;
mod matrix;
mod mergers;
mod relayed;
mod renames;
mod saved_sheets;
mod screen;
mod search;
mod sheets;
mod shell;
mod stories;
mod undo;
mod words;

use std::fmt::Write;

use serde_json::{Value, json};

use crate::common::{State, TestDesk};

/// Runs a write and returns the id of its statement.
fn statement(desk: &TestDesk, line: impl AsRef<str>) -> String {
    let news = desk.json(line.as_ref());
    news["statement"]
        .as_str()
        .expect("a statement's id")
        .to_owned()
}

/// The status of a claim.
fn status(desk: &TestDesk, claim: &str) -> String {
    let page = desk.json(format!("claim show {claim}"));
    page["claim"]["status"]
        .as_str()
        .expect("a status")
        .to_owned()
}

/// Some fields of each element of a list, in order.
fn fields(list: &Value, names: &[&str]) -> Value {
    let elements = list.as_array().expect("a list");
    let picked = elements.iter().map(|element| {
        let values = names.iter().map(|name| element[*name].clone());
        Value::Array(values.collect())
    });
    Value::Array(picked.collect())
}

/// The discrepancies that a write opened or resolved: kind, claims, party.
fn moved(list: &Value) -> Value {
    fields(list, &["kind", "claims", "party"])
}

/// Undoes the last write of `writer`, which is announced first.
fn undo(desk: &TestDesk, writer: &str) -> Value {
    let run = desk.run(format!("undo --yes --by {writer} --format json"));
    assert_eq!(run.code, 0, "{run}");
    let announced: Value = serde_json::from_str(&run.stderr).expect("JSON");
    assert_eq!(announced["note"], "to be undone", "{run}");
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// The records, and the answers to what a desk asks of them.
fn answers(desk: &TestDesk) -> String {
    let State { mut records, .. } = desk.state();
    for question in [
        "claim list",
        "discrepancies",
        "awaiting",
        "matrix",
        "rivals venue",
        "timeline trump",
        "search 'the bridge'",
        "search 'meet*' --limit 100",
    ] {
        let answer = desk.json(question);
        writeln!(records, "{question:?} {answer}").expect("a string takes it");
    }
    records
}

/// Runs commands one after the other and compares what they print with a snapshot.
fn assert_transcript(desk: &TestDesk, name: &str, lines: &[&str]) {
    let run = lines.iter().map(|line| desk.run(line).to_string());
    crate::common::assert_snapshot(name, &run.collect::<Vec<_>>().join("\n"));
    desk.state();
}

/// A statement as a record.
fn said(party: &str, stance: &str, claim: &str, source: &str) -> Value {
    json!({"record": "statement", "party": party, "stance": stance, "claim": claim, "source": source})
}
