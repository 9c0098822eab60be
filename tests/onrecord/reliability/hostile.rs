//! Hostile names and texts: no SQL, path, terminal or spreadsheet obeys what is in a field.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use onrecord::domain::text::is_hostile;
use serde_json::{Value, json};

use crate::common::desk::small_desk;
use crate::common::{TestDesk, quoted};

/// Texts that mean something to SQL, a path, a shell, a terminal, a spreadsheet or Markdown.
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

/// A ledger in which every text field is hostile: one set of records for each text, with the text's number in its ids.
fn desk() -> TestDesk {
    let mut desk = small_desk();
    for (number, text) in HOSTILE.iter().enumerate() {
        let [p, d, a, c] = ["p", "d", "a", "c"].map(|kind| format!("{kind}{number}"));
        desk.set("ONRECORD_BY", text);
        desk.import(&[
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
    desk
}

/// Commands that show everything, and one for each kind of thing (`#` stands for its number).
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

/// Hostile text is preserved, is found, does no harm, and comes back from every format.
#[test]
fn hostile_text_is_preserved() {
    let desk = desk();
    let state = desk.state();
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
        // As an argument: to search for, to name something, to filter by.
        assert!(desk.run(format!("search -- {word}")).code <= 1, "{text:?}");
        assert_eq!(
            desk.list(format!("claim list --topic={word}")).len(),
            1,
            "{text:?}"
        );
        assert_eq!(
            desk.run(format!("claim show -- {word}")).code,
            1,
            "{text:?} names no claim"
        );
    }
    desk.ok("export --format csv --to sheets --include-off-record");
    desk.ok("init --ledger again.db");
    desk.ok("import sheets --ledger again.db");
    let again = desk.ok("export --include-off-record --ledger again.db");
    assert_eq!(as_set(&again), as_set(&state.records), "through sheets");
    assert_eq!(desk.state(), state);
    assert!(!Path::new("/tmp/onrecord-was-here").exists());
    assert!(!desk.path("onrecord-was-here").exists());
}

fn as_set(export: &str) -> BTreeSet<&str> {
    export.lines().collect()
}

/// No cell of an answer or sheet is a formula, and nothing reaches a terminal raw.
#[test]
fn no_cell_is_a_formula_and_no_answer_steers_a_terminal() {
    let desk = desk();
    for (at, command) in SHOWING.iter().enumerate() {
        let numbers = if command.contains('#') {
            HOSTILE.len()
        } else {
            1
        };
        // For a single thing, each format is tried with every third text, and CSV with all.
        for number in 0..numbers {
            for (of, format) in ["csv", "table", "markdown", "json"].iter().enumerate() {
                if format == &"csv" || numbers == 1 || (number + at) % 3 + 1 == of {
                    shown_safely(&desk, &command.replace('#', &number.to_string()), format);
                }
            }
        }
    }
    desk.ok("export --format csv --to sheets");
    for sheet in fs::read_dir(desk.path("sheets")).expect("a folder") {
        let sheet = fs::read(sheet.expect("a file").path()).expect("a sheet");
        no_formula(&sheet, "export");
    }
}

fn shown_safely(desk: &TestDesk, command: &str, format: &str) {
    let text = desk.ok(format!("{command} --format {format}"));
    let raw: Vec<char> = text
        .chars()
        .filter(|&sent| sent != '\n' && is_hostile(sent))
        .collect();
    assert!(raw.is_empty(), "{command} {format} sends {raw:?}");
    if format == "csv" {
        no_formula(text.as_bytes(), command);
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

/// A file name is only a file name, whatever it looks like to SQLite or a shell.
#[test]
fn a_file_name_is_only_a_file_name() {
    for name in [
        "file:x.db?mode=memory",
        "'; DROP TABLE entry; --.db",
        ":memory:",
        "$(touch y).db",
        "a%00b.db",
        "über.db",
    ] {
        let desk = small_desk();
        let word = quoted(name);
        desk.ok(format!("init --ledger {word}"));
        desk.ok(format!("import import.jsonl --ledger {word}"));
        desk.ok(format!("backup copy.db --ledger {word}"));
        let copy = quoted(&format!("{name}.copy"));
        desk.ok(format!("backup {copy}"));
        desk.ok(format!("restore {copy} --ledger {word} --force"));
        assert!(
            desk.path(name).is_file() && desk.path(&format!("{name}.copy")).is_file(),
            "{name}"
        );
        assert!(
            desk.path(&format!("{name}.before-restore")).is_file(),
            "{name}"
        );
        desk.ok(format!("verify --ledger {word}"));
        let unexpected = ["x.db", "y", "a"]
            .iter()
            .filter(|file| desk.path(file).exists())
            .count();
        assert_eq!(unexpected, 0, "{name}");
    }
}
