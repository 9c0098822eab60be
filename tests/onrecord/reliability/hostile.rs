//! Hostile names and texts: no SQL, no path, no terminal and no spreadsheet obeys what stands in a field.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use onrecord::domain::text::is_hostile;
use serde_json::{Value, json};

use crate::common::desk::small_desk;
use crate::common::{Trial, quoted};

/// Texts that mean something to SQL, to a path, to a shell, to a terminal, to a spreadsheet or to Markdown.
const HOSTILE: [&str; 22] = [
    "'; DROP TABLE entry; --",
    "\" OR 1=1 --",
    "x' UNION SELECT bytes FROM body --",
    "%_?:1@x$1",
    "../../../../tmp/onrecord-was-here",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "file:onrecord.db?mode=memory",
    "$(touch onrecord-was-here)",
    "`touch onrecord-was-here`",
    "=1+1",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,1)",
    "\t=1+1",
    "\r\n=1+1",
    "\u{ff1d}1+1",
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}",
    "a NEAR(b c) OR * \"",
    "<script>alert(1)</script> | **bold** [x](javascript:x)",
    "{\"record\": \"party\"}",
];

/// A ledger in which every field that takes text holds a hostile one: a set of records a text, each writing under it.
fn trial() -> Trial {
    let mut trial = small_desk();
    for (number, text) in HOSTILE.iter().enumerate() {
        let [p, d, a, c] = ["p", "d", "a", "c"].map(|kind| format!("{kind}{number}"));
        trial.set("ONRECORD_BY", text);
        trial.import(&[
            json!({"record": "party", "id": p, "name": text, "kind": "person", "role": text, "aliases": [format!("{text}!")]}),
            json!({"record": "source", "id": d, "title": text, "publisher": text, "authors": [text], "url": text,
                   "language": text, "published": "2025-08-19"}),
            json!({"record": "question", "id": a, "text": text}),
            json!({"record": "claim", "id": c, "text": text, "topic": text, "question": a, "principals": [p],
                   "value": {"kind": "place", "name": text.trim()}}),
            json!({"record": "statement", "party": p, "stance": "asserts", "claim": c, "source": d, "shown_as": text,
                   "quote": text, "note": text, "evidence": [{"source": d, "quote": text}]}),
            json!({"record": "ruling", "claim": c, "verdict": "mixed", "reason": text, "source": d}),
        ]);
    }
    trial
}

/// Commands that show all of it, and one of each that shows a single thing (`#` stands for its number).
const SHOWING: [&str; 15] = [
    "unconfirmed",
    "discrepancies --weak --state all",
    "claim list",
    "party list",
    "source list",
    "question list",
    "matrix",
    "status",
    "log --limit 500",
    "claim show c#",
    "why c#",
    "party show p#",
    "source show d#",
    "timeline c#",
    "rivals a#",
];

/// Hostile text is kept as it came, is found, harms nothing, and comes back from every format.
#[test]
fn a_text_is_a_text() {
    let trial = trial();
    let state = trial.state();
    let export: Vec<Value> = state
        .records
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    for (number, text) in HOSTILE.iter().enumerate() {
        let id = format!("c{number}");
        let claim = export.iter().find(|record| record["id"] == id.as_str());
        assert_eq!(claim.expect("the claim")["text"], *text);
        let word = quoted(text);
        // As an argument: to search for, to name a thing by, to filter by.
        assert!(trial.run(format!("search -- {word}")).code <= 1, "{text:?}");
        assert_eq!(
            trial.list(format!("claim list --topic={word}")).len(),
            1,
            "{text:?}"
        );
        assert_eq!(
            trial.run(format!("claim show -- {word}")).code,
            1,
            "{text:?} names no claim"
        );
    }
    trial.ok("export --format csv --to sheets --include-off-record");
    trial.ok("init --ledger again.db");
    trial.ok("import sheets --ledger again.db");
    let again = trial.ok("export --include-off-record --ledger again.db");
    assert_eq!(as_set(&again), as_set(&state.records), "through sheets");
    assert_eq!(trial.state(), state);
    assert!(!Path::new("/tmp/onrecord-was-here").exists());
    assert!(!trial.path("onrecord-was-here").exists());
}

fn as_set(export: &str) -> BTreeSet<&str> {
    export.lines().collect()
}

/// No cell of any answer or sheet is one that a spreadsheet would compute, and nothing reaches a terminal raw.
#[test]
fn no_cell_is_a_formula_and_no_answer_steers_a_terminal() {
    let trial = trial();
    for (at, command) in SHOWING.iter().enumerate() {
        let numbers = if command.contains('#') {
            HOSTILE.len()
        } else {
            1
        };
        // Of what shows a single thing, each format is seen with every few texts, and all texts in CSV.
        for number in 0..numbers {
            for (of, format) in ["csv", "table", "markdown", "json"].iter().enumerate() {
                if format == &"csv" || numbers == 1 || (number + at) % 3 + 1 == of {
                    shown_safely(&trial, &command.replace('#', &number.to_string()), format);
                }
            }
        }
    }
    trial.ok("export --format csv --to sheets");
    for sheet in fs::read_dir(trial.path("sheets")).expect("a folder") {
        let sheet = fs::read(sheet.expect("a file").path()).expect("a sheet");
        no_formula(&sheet, "export");
    }
}

fn shown_safely(trial: &Trial, command: &str, format: &str) {
    let told = trial.ok(format!("{command} --format {format}"));
    let raw: Vec<char> = told
        .chars()
        .filter(|&sent| sent != '\n' && is_hostile(sent))
        .collect();
    assert!(raw.is_empty(), "{command} {format} sends {raw:?}");
    if format == "csv" {
        no_formula(told.as_bytes(), command);
    }
}

fn no_formula(sheet: &[u8], command: &str) {
    for record in csv::Reader::from_reader(sheet).records() {
        for cell in &record.expect("a row") {
            let number = cell.parse::<f64>().is_ok();
            let begins = cell.starts_with([
                '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}',
                '\u{ff20}',
            ]);
            assert!(number || !begins, "{command}: {cell:?}");
        }
    }
}

/// A file's name is a file's name, whatever it looks like to the engine or a shell.
#[test]
fn a_file_name_is_a_file_name() {
    for name in [
        "file:x.db?mode=memory",
        "'; DROP TABLE entry; --.db",
        ":memory:",
        "$(touch y).db",
        "a%00b.db",
        "über.db",
    ] {
        let trial = small_desk();
        let word = quoted(name);
        trial.ok(format!("init --ledger {word}"));
        trial.ok(format!("import import.jsonl --ledger {word}"));
        trial.ok(format!("backup copy.db --ledger {word}"));
        let copy = quoted(&format!("{name}.copy"));
        trial.ok(format!("backup {copy}"));
        trial.ok(format!("restore {copy} --ledger {word} --force"));
        assert!(
            trial.path(name).is_file() && trial.path(&format!("{name}.copy")).is_file(),
            "{name}"
        );
        assert!(
            trial.path(&format!("{name}.before-restore")).is_file(),
            "{name}"
        );
        trial.ok(format!("verify --ledger {word}"));
        let unexpected = ["x.db", "y", "a"]
            .iter()
            .filter(|file| trial.path(file).exists())
            .count();
        assert_eq!(unexpected, 0, "{name}");
    }
}
