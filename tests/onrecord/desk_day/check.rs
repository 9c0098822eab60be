//! `check`, made for scripts: silent if all is well, and failing if it is not.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{assert_transcript, fields, said};
use crate::common::desk::small_desk;
use crate::common::{Run, TestDesk};

/// A desk on which all is well, with passages checked against their text.
fn well() -> TestDesk {
    let desk = small_desk();
    desk.ok(
        "say trump asserts bridge-hit --source minutes --passage 'The envoy said that talks go \
            on.'",
    );
    desk
}

/// Changes the file in ways that no command would.
fn tamper(desk: &TestDesk, statements: &str) {
    let file = Connection::open(desk.path("onrecord.db")).expect("the ledger's file");
    file.execute_batch(statements).expect("SQL");
}

/// The findings of `check`, each with whether it makes it fail, and the exit code.
fn found(desk: &TestDesk, options: &str) -> (Value, i32) {
    let run = desk.run(format!("check --format json {options}"));
    assert!(run.stderr.is_empty(), "{run}");
    let answer: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run}"));
    assert_eq!(answer["ok"], run.code == 0, "{run}");
    (fields(&answer["findings"], &["check", "fails"]), run.code)
}

/// If all is well, nothing is printed and the exit code is 0.
#[test]
fn check_is_silent_if_all_is_well() {
    let desk = well();
    let before = desk.state();
    let Run {
        stdout,
        stderr,
        code,
        ..
    } = desk.run("check");
    assert_eq!((stdout.as_str(), stderr.as_str(), code), ("", "", 0));
    assert_eq!(found(&desk, ""), (json!([]), 0));
    assert_eq!(desk.state(), before);
    let empty = TestDesk::with_ledger("2025-08-20T09:00Z");
    assert_eq!(empty.ok("check"), "");
}

/// A row that differs from the journal is found, in any table.
#[test]
fn rows_that_differ_from_the_journal_are_found() {
    for edit in [
        "UPDATE claim SET text = 'The tunnel was hit.' WHERE id = 'bridge-hit'",
        "UPDATE party SET name = 'Donald Duck' WHERE id = 'trump'",
        "UPDATE statement SET stance = 'denies'",
        "DELETE FROM relay; DELETE FROM edge",
        "UPDATE standing SET status = 'confirmed'",
        "UPDATE source SET published = '2025-08-01' WHERE id = 'minutes'",
        "DELETE FROM discrepancy",
        "DELETE FROM document WHERE kind = 'claim'",
        "UPDATE standing_count SET claims = claims + 1",
        "INSERT INTO discrepancy_count VALUES (0, 0, 7) ON CONFLICT DO UPDATE SET open = 7",
        "DELETE FROM call_count",
        "UPDATE standing SET due = '2025-08-18'",
        "UPDATE alias_word SET word = 'duck' WHERE word = 'trump'",
        "INSERT INTO merger (former, posted, present, opposite) SELECT max(key), 1, min(key), 0 FROM party",
    ] {
        let desk = well();
        tamper(&desk, edit);
        let (findings, code) = found(&desk, "");
        let findings = findings.as_array().expect("a list");
        assert!(
            findings.contains(&json!(["tables", true])),
            "{edit}: {findings:?}"
        );
        assert_eq!(code, 1, "{edit}");
        desk.ok("rebuild");
        assert_eq!(desk.ok("check"), "", "{edit}, rebuilt");
    }
}

/// A changed entry of the journal is found.
#[test]
fn a_changed_entry_is_found() {
    for edit in [
        "DROP TRIGGER body_is_final; UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), 'asserts', 'denies') AS BLOB) WHERE seq = (SELECT max(seq) FROM entry)",
        "DROP TRIGGER entry_is_final; UPDATE entry SET recorded_by = 'another' WHERE seq = 3",
        "DROP TRIGGER entry_stays; DROP TRIGGER body_stays; PRAGMA foreign_keys = OFF;
         DELETE FROM body WHERE seq = 5; DELETE FROM entry WHERE seq = 5",
        "DROP TRIGGER body_stays; DELETE FROM body WHERE seq = 5",
    ] {
        let desk = well();
        tamper(&desk, edit);
        let (findings, code) = found(&desk, "");
        assert_eq!(
            (&findings[0], code),
            (&json!(["journal", true]), 1),
            "{edit}: {findings}"
        );
        assert_eq!(found(&desk, "--fail-on journal").1, 1, "{edit}");
    }
}

/// A text that the passages were not taken from is found.
#[test]
fn a_passage_missing_from_its_text_is_found() {
    let desk = well();
    tamper(
        &desk,
        "UPDATE source_text SET text = replace(text, 'envoy', 'ENVOY')",
    );
    let (findings, code) = found(&desk, "");
    let findings = findings.as_array().expect("a list");
    assert!(
        findings.contains(&json!(["passages", true])),
        "{findings:?}"
    );
    assert!(findings.contains(&json!(["tables", true])), "{findings:?}");
    assert_eq!(code, 1);
    let run = desk.run("check");
    let id = desk.json("claim show bridge-hit")["statements"][0]["id"].clone();
    assert!(run.stdout.contains(id.as_str().expect("an id")), "{run}");
}

/// Overdue claims and new contradictions are found.
#[test]
fn overdue_claims_and_new_contradictions_are_found() {
    let mut desk = well();
    desk.import(&[
        json!({"record": "claim", "id": "signed", "text": "It is signed.", "due": "2025-08-21"}),
        said("trump", "asserts", "signed", "minutes"),
    ]);
    assert_eq!(found(&desk, ""), (json!([]), 0));
    desk.set_now("2025-08-22T09:00Z");
    assert_eq!(found(&desk, ""), (json!([["overdue", true]]), 1));
    desk.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    assert_eq!(
        found(&desk, ""),
        (json!([["overdue", true], ["contradictions", true]]), 1)
    );
    // Somebody else's doubt makes a weak one.
    desk.ok("say zelenskyy doubts signed --source daily-08-19");
    assert_eq!(
        found(&desk, "--fail-on contradictions")
            .0
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    // Two days later it is no longer new.
    desk.set_now("2025-08-24T09:00Z");
    assert_eq!(found(&desk, "").0, json!([["overdue", true]]));
    assert_eq!(
        found(&desk, "--since 2025-08-22").0,
        json!([["overdue", true], ["contradictions", true]])
    );
    assert_eq!(
        found(&desk, "--since '1 week ago'")
            .0
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

/// Only the kinds named by --fail-on fail; others are still listed.
#[test]
fn fail_on_selects_what_fails() {
    let mut desk = well();
    desk.import(&[
        json!({"record": "claim", "id": "signed", "text": "It is signed.", "due": "2025-08-21"}),
        said("trump", "asserts", "signed", "minutes"),
    ]);
    desk.set_now("2025-08-22T09:00Z");
    assert_eq!(
        found(&desk, "--fail-on journal,tables"),
        (json!([["overdue", false]]), 0)
    );
    assert_eq!(
        found(&desk, "--fail-on overdue"),
        (json!([["overdue", true]]), 1)
    );
    assert_eq!(found(&desk, "--fail-on passages --fail-on overdue").1, 1);
    let run = desk.run("check --fail-on journal");
    assert!(
        run.code == 0 && run.stdout.contains("It is signed."),
        "{run}"
    );
}

/// The output of `check` as a cron job would mail it.
#[test]
fn findings_as_a_cron_job_mails_them() {
    let mut desk = well();
    desk.import(&[
        json!({"record": "claim", "id": "signed", "text": "It is signed.", "due": "2025-08-21"}),
        said("trump", "asserts", "signed", "minutes"),
    ]);
    desk.set_now("2025-08-22T09:00Z");
    desk.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    assert_transcript(
        &desk,
        "day-check",
        &[
            "check",
            "check --fail-on journal,tables,passages",
            "check --since tomorrow",
            "check --fail-on nonsense",
        ],
    );
}
