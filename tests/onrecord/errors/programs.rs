//! Errors for programs: with --format json, standard error is one line of JSON.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// The error that a line ends in, which must be all that it prints.
fn error(desk: &TestDesk, line: &str) -> Value {
    let run = desk.run(line);
    assert!(run.code != 0 && run.stdout.is_empty(), "{run}");
    let error: Value = serde_json::from_str(&run.stderr).unwrap_or_else(|_| panic!("{run}"));
    assert_eq!(error["code"], run.code, "{run}");
    assert!(!error["error"].to_string().contains("error:"), "{run}");
    error
}

#[test]
fn a_refusal_is_json_if_json_was_asked_for() {
    let desk = small_desk();
    for format in ["json", "jsonl"] {
        let refused = error(
            &desk,
            &format!("claim show agred-to-meet --format {format}"),
        );
        assert_eq!(refused["code"], 1);
        assert!(refused["error"].to_string().contains("agred-to-meet"));
        assert!(refused["hint"].to_string().contains("agreed-to-meet"));
        assert_eq!(refused["details"], json!([]));
    }
    let future = error(&desk, "--as-of 2031-01-01 --format=json claim list");
    assert!(future["error"].to_string().contains("--as-of"), "{future}");
    let plain = desk.run("claim show agred-to-meet --format csv");
    assert!(plain.stderr.starts_with("error: "), "{plain}");
}

/// Every bad line of an import is named.
#[test]
fn several_problems_are_a_list() {
    let desk = small_desk();
    desk.write(
        "bad.jsonl",
        "{\"record\": \"party\"}\n{\"record\": \"nothing\"}\n",
    );
    let refused = error(&desk, "import bad.jsonl --format json");
    assert_eq!(
        refused["details"].as_array().map(Vec::len),
        Some(2),
        "{refused}"
    );
}

#[test]
fn a_usage_error_is_json_too() {
    let desk = small_desk();
    for line in [
        "--format json clam list",
        "claim list --format=jsonl --statsu confirmed",
        "say kremlin --format json",
        "claim list --status settled --format json",
    ] {
        let usage = error(&desk, line);
        assert_eq!(usage["code"], 2, "{line}");
        assert!(usage["hint"].is_string(), "{line}");
    }
    let typo = error(&desk, "clam list --format json");
    assert!(typo["hint"].to_string().contains("claim"), "{typo}");
    assert!(desk.run("clam list").stderr.starts_with("error: "));
}

/// Notes and warnings are a line of JSON each, too.
#[test]
fn notes_are_json_for_programs() {
    let mut desk = crate::common::desk::small_desk();
    let read = |run: &crate::common::Run| -> Vec<serde_json::Value> {
        assert_eq!(run.code, 0, "{run}");
        let lines = run.stderr.lines();
        let read = lines.map(|line| serde_json::from_str(line).expect("JSON"));
        read.collect()
    };
    let alike = "party add putin-2 --name 'Donald Trump' --kind person --format json";
    let notes = read(&desk.run(alike));
    let note = notes[0]["note"].as_str().expect("a note");
    assert!(
        note.starts_with("putin-2 may be the same as trump"),
        "{note}"
    );
    let undone = read(&desk.run("undo --yes --format jsonl"));
    assert_eq!(undone[0]["note"], "to be undone");
    let entries = undone[0]["details"].as_array().expect("a list");
    assert_eq!(entries.len(), 1, "{undone:?}");
    let topic = read(&desk.run("unconfirmed --topic sumit --format json"));
    let note = topic[0]["note"].as_str().expect("a note");
    assert!(note.contains("sumit") && note.contains("summit"), "{note}");
    desk.ok("say trump confirms bridge-hit --source minutes --attribution background");
    let export = read(&desk.run("export --format jsonl"));
    assert!(
        export[0]["note"]
            .as_str()
            .expect("a note")
            .contains("on background")
    );
    // An earlier clock than the last entry's.
    desk.set_now("2025-08-20T08:00Z");
    let late = "say trump denies bridge-hit --source minutes";
    let warned = read(&desk.run(format!("{late} --format json")));
    let warning = warned[0]["warning"].as_str().expect("a warning");
    assert!(
        warning.starts_with("the newest entry is dated"),
        "{warning}"
    );
    // For people they stay as they were.
    let run = desk.run(format!("{late} --said 2025-08-18"));
    assert!(run.stderr.starts_with("warning: the newest entry"), "{run}");
}
