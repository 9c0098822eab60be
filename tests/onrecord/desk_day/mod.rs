//! The desk's day between the first statement and the story: names put right, writes taken back, the hand-over,
//! whom to call, what was said of what, the spreadsheet, and what a script asks.
//!
//! The tellings in `tests/snapshots/day-*.snap` are what an editor sees at 80 columns.

mod check;
mod handover;
mod matrix;
mod mergers;
mod search;
mod sheets;
mod shell;
mod stories;
mod undo;

use std::fmt::Write;

use serde_json::{Value, json};

use crate::common::{State, Trial};

/// The id of the statement that a write answers.
fn statement(trial: &Trial, line: impl AsRef<str>) -> String {
    let news = trial.json(line.as_ref());
    news["statement"]
        .as_str()
        .expect("a statement's id")
        .to_owned()
}

/// The status of a claim.
fn status(trial: &Trial, claim: &str) -> String {
    let page = trial.json(format!("claim show {claim}"));
    page["claim"]["status"]
        .as_str()
        .expect("a status")
        .to_owned()
}

/// Some fields of each element of a list, in the order in which the list has them.
fn fields(list: &Value, names: &[&str]) -> Value {
    let elements = list.as_array().expect("a list");
    let picked = elements.iter().map(|element| {
        let values = names.iter().map(|name| element[*name].clone());
        Value::Array(values.collect())
    });
    Value::Array(picked.collect())
}

/// Which discrepancies a write opened or resolved: kind, claims, party.
fn moved(list: &Value) -> Value {
    fields(list, &["kind", "claims", "party"])
}

/// Takes back the last write of `writer`, which is told before it is done.
fn undo(trial: &Trial, writer: &str) -> Value {
    let told = trial.run(format!("undo --yes --by {writer} --format json"));
    assert_eq!(told.code, 0, "{told}");
    assert!(told.stderr.starts_with("to be undone:\n"), "{told}");
    serde_json::from_str(&told.stdout).expect("JSON")
}

/// What the ledger answers: the records, and the questions that a desk asks of them.
fn answers(trial: &Trial) -> String {
    let State { mut records, .. } = trial.state();
    for question in [
        "claim list",
        "party list",
        "source list",
        "question list",
        "discrepancies",
        "unconfirmed",
        "awaiting",
        "matrix",
        "rivals venue",
        "timeline trump",
        "search 'the bridge'",
        "search 'meet*' --limit 100",
    ] {
        let answer = trial.json(question);
        writeln!(records, "{question:?} {answer}").expect("a string takes it");
    }
    records
}

/// Types lines one after the other, whatever comes of them, and holds what they tell.
fn hold(trial: &Trial, name: &str, lines: &[&str]) {
    let told = lines.iter().map(|line| trial.run(line).to_string());
    crate::common::holds(name, &told.collect::<Vec<_>>().join("\n"));
    trial.state();
}

/// A statement as a record.
fn said(party: &str, stance: &str, claim: &str, source: &str) -> Value {
    json!({"record": "statement", "party": party, "stance": stance, "claim": claim, "source": source})
}
