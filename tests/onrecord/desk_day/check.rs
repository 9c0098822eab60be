//! What a script asks: silent where all is well, and loud where it is not.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{fields, hold, said};
use crate::common::desk::small_desk;
use crate::common::{Told, Trial};

/// A desk on which all is well, with passages held against their text.
fn well() -> Trial {
    let trial = small_desk();
    trial.ok(
        "say trump asserts bridge-hit --source minutes --passage 'The envoy said that talks go \
            on.'",
    );
    trial
}

/// Does to the file what no command does.
fn tamper(trial: &Trial, statements: &str) {
    let file = Connection::open(trial.path("onrecord.db")).expect("the ledger's file");
    file.execute_batch(statements).expect("SQL");
}

/// What `check` finds, each with whether it fails; and its exit code.
fn found(trial: &Trial, options: &str) -> (Value, i32) {
    let told = trial.run(format!("check --format json {options}"));
    assert!(told.stderr.is_empty(), "{told}");
    let answer: Value = serde_json::from_str(&told.stdout).unwrap_or_else(|_| panic!("{told}"));
    assert_eq!(answer["ok"], told.code == 0, "{told}");
    (fields(&answer["findings"], &["check", "fails"]), told.code)
}

/// Nothing to say: nothing on either output, and exit code 0.
#[test]
fn silent_when_all_is_well() {
    let trial = well();
    let before = trial.state();
    let Told {
        stdout,
        stderr,
        code,
        ..
    } = trial.run("check");
    assert_eq!((stdout.as_str(), stderr.as_str(), code), ("", "", 0));
    assert_eq!(found(&trial, ""), (json!([]), 0));
    assert_eq!(trial.state(), before);
    let empty = Trial::with_ledger("2025-08-20T09:00Z");
    assert_eq!(empty.ok("check"), "");
}

/// A row that the journal does not give is found in whichever table it stands.
#[test]
fn rows_that_the_journal_does_not_give_are_found() {
    for edit in [
        "UPDATE claim SET text = 'The tunnel was hit.' WHERE id = 'bridge-hit'",
        "UPDATE party SET name = 'Donald Duck' WHERE id = 'trump'",
        "UPDATE statement SET stance = 'denies'",
        "DELETE FROM relay; DELETE FROM edge",
        "UPDATE standing SET status = 'confirmed'",
        "UPDATE source SET published = '2025-08-01' WHERE id = 'minutes'",
        "DELETE FROM discrepancy",
        "DELETE FROM document WHERE kind = 'claim'",
        "UPDATE standing_tally SET claims = claims + 1",
        "INSERT INTO discrepancy_tally VALUES (0, 0, 7) ON CONFLICT DO UPDATE SET open = 7",
        "DELETE FROM call_tally",
        "UPDATE standing SET due = '2025-08-18'",
        "UPDATE alias_word SET word = 'duck' WHERE word = 'trump'",
        "INSERT INTO merger (former, posted, present, opposite) SELECT max(key), 1, min(key), 0 FROM party",
    ] {
        let trial = well();
        tamper(&trial, edit);
        let (findings, code) = found(&trial, "");
        let findings = findings.as_array().expect("a list");
        assert!(
            findings.contains(&json!(["tables", true])),
            "{edit}: {findings:?}"
        );
        assert_eq!(code, 1, "{edit}");
        trial.ok("rebuild");
        assert_eq!(trial.ok("check"), "", "{edit}, rebuilt");
    }
}

/// An entry that does not hold what it was written with is found.
#[test]
fn a_changed_entry_is_found() {
    for edit in [
        "DROP TRIGGER body_is_final; UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), 'asserts', 'denies') AS BLOB) WHERE seq = (SELECT max(seq) FROM entry)",
        "DROP TRIGGER entry_is_final; UPDATE entry SET recorded_by = 'another' WHERE seq = 3",
        "DROP TRIGGER entry_stays; DROP TRIGGER body_stays; PRAGMA foreign_keys = OFF;
         DELETE FROM body WHERE seq = 5; DELETE FROM entry WHERE seq = 5",
        "DROP TRIGGER body_stays; DELETE FROM body WHERE seq = 5",
    ] {
        let trial = well();
        tamper(&trial, edit);
        let (findings, code) = found(&trial, "");
        assert_eq!(
            (&findings[0], code),
            (&json!(["journal", true]), 1),
            "{edit}: {findings}"
        );
        assert_eq!(found(&trial, "--fail-on journal").1, 1, "{edit}");
    }
}

/// A text that is not the one in which the passages were found.
#[test]
fn a_passage_that_is_not_in_its_text_is_found() {
    let trial = well();
    tamper(
        &trial,
        "UPDATE source_text SET text = replace(text, 'envoy', 'ENVOY')",
    );
    let (findings, code) = found(&trial, "");
    let findings = findings.as_array().expect("a list");
    assert!(
        findings.contains(&json!(["passages", true])),
        "{findings:?}"
    );
    assert!(findings.contains(&json!(["tables", true])), "{findings:?}");
    assert_eq!(code, 1);
    let told = trial.run("check");
    let id = trial.json("claim show bridge-hit")["statements"][0]["statement"].clone();
    assert!(told.stdout.contains(id.as_str().expect("an id")), "{told}");
}

/// What is overdue, and contradictions that are new.
#[test]
fn news_that_a_script_waits_for() {
    let mut trial = well();
    trial.import(&[
        json!({"record": "claim", "id": "signed", "text": "It is signed.", "due": "2025-08-21"}),
        said("trump", "asserts", "signed", "minutes"),
    ]);
    assert_eq!(found(&trial, ""), (json!([]), 0));
    trial.set_now("2025-08-22T09:00Z");
    assert_eq!(found(&trial, ""), (json!([["overdue", true]]), 1));
    trial.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    assert_eq!(
        found(&trial, ""),
        (json!([["overdue", true], ["contradictions", true]]), 1)
    );
    // The doubt of another is a weak one.
    trial.ok("say zelenskyy doubts signed --source daily-08-19");
    assert_eq!(
        found(&trial, "--fail-on contradictions")
            .0
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    // Two days later it is no news.
    trial.set_now("2025-08-24T09:00Z");
    assert_eq!(found(&trial, "").0, json!([["overdue", true]]));
    assert_eq!(
        found(&trial, "--since 2025-08-22").0,
        json!([["overdue", true], ["contradictions", true]])
    );
    assert_eq!(
        found(&trial, "--since '1 week ago'")
            .0
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

/// Only what --fail-on names makes it fail; the rest is told.
#[test]
fn a_script_says_what_to_fail_on() {
    let mut trial = well();
    trial.import(&[
        json!({"record": "claim", "id": "signed", "text": "It is signed.", "due": "2025-08-21"}),
        said("trump", "asserts", "signed", "minutes"),
    ]);
    trial.set_now("2025-08-22T09:00Z");
    assert_eq!(
        found(&trial, "--fail-on journal,tables"),
        (json!([["overdue", false]]), 0)
    );
    assert_eq!(
        found(&trial, "--fail-on overdue"),
        (json!([["overdue", true]]), 1)
    );
    assert_eq!(found(&trial, "--fail-on passages --fail-on overdue").1, 1);
    let told = trial.run("check --fail-on journal");
    assert!(
        told.code == 0 && told.stdout.contains("It is signed."),
        "{told}"
    );
}

/// What `check` says, as it comes by mail from a cron job.
#[test]
fn a_day_that_is_not_well() {
    let mut trial = well();
    trial.import(&[
        json!({"record": "claim", "id": "signed", "text": "It is signed.", "due": "2025-08-21"}),
        said("trump", "asserts", "signed", "minutes"),
    ]);
    trial.set_now("2025-08-22T09:00Z");
    trial.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    hold(
        &trial,
        "day-check",
        &[
            "check",
            "check --fail-on journal,tables,passages",
            "check --since tomorrow",
            "check --fail-on nonsense",
        ],
    );
}
