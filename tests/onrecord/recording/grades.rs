//! Grades on the Admiralty scale: typed, shown, changed and cleared, and no more.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{Day, statement};
use crate::common::TestDesk;
use crate::common::desk::small_desk;
use crate::common::refusals::Refusals;

const DENIES: &str = "say kremlin denies agreed-to-meet --source minutes";

/// The grade of each statement on a claim that has one.
fn grades(desk: &TestDesk, claim: &str) -> Vec<(Value, Value)> {
    let page = desk.json(format!("claim show {claim}"));
    let said = page["statements"].as_array().expect("statements").clone();
    let said = said.into_iter();
    let said = said.filter(|one| one.get("credibility").is_some());
    said.map(|one| (one["id"].clone(), one["credibility"].clone()))
        .collect()
}

/// A day on which a source and statements are graded, and a grade is changed and taken back.
#[test]
fn a_day_of_grades() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run("claim show agreed-to-meet");
    day.run("source edit minutes --reliability B");
    day.run(format!("{DENIES} --credibility 2 --quote 'not yet'"));
    day.run("say ushakov doubts agreed-to-meet --source wire --said 2025-08-19 --credibility 6");
    day.run("claim show agreed-to-meet");
    day.run("claim show agreed-to-meet --format markdown");
    day.run("claim show agreed-to-meet --format csv");
    day.run("source show minutes");
    day.run("party show ushakov");
    let first = grades(&desk, "agreed-to-meet")[0].0.clone();
    let first = first.as_str().expect("an id");
    day.run(format!("correct {first} --credibility 4"));
    let second = grades(&desk, "agreed-to-meet")[0].0.clone();
    let second = second.as_str().expect("an id");
    day.run(format!("correct {second} --clear credibility"));
    day.run("log --limit 4");
    day.assert_snapshot("recording-grades");
}

/// The grade is no part of what makes two statements the same: neither the id nor the bytes of one without it change.
#[test]
fn a_grade_is_no_part_of_the_id() {
    let (plain, graded) = (small_desk(), small_desk());
    let id = statement(&plain, DENIES);
    assert_eq!(statement(&graded, format!("{DENIES} --credibility 3")), id);
    let body = |desk: &TestDesk| -> String {
        let ledger = Connection::open(desk.path("onrecord.db")).expect("a ledger");
        let newest = "SELECT CAST(bytes AS TEXT) FROM body ORDER BY seq DESC LIMIT 1";
        ledger
            .query_row(newest, [], |row| row.get(0))
            .expect("a body")
    };
    assert!(!body(&plain).contains("credibility"), "{}", body(&plain));
    assert_eq!(
        body(&graded).replace(r#","credibility":"3""#, ""),
        body(&plain)
    );
}

/// What a person is to see is the grade as it was: corrections keep the history, and what is known at an entry has its grade.
#[test]
fn a_grade_has_a_history() {
    let mut desk = small_desk();
    let first = statement(&desk, format!("{DENIES} --credibility 5 --note 'by phone'"));
    desk.set_now("2025-08-20T12:00Z");
    let second = statement(&desk, format!("correct {first} --credibility 1"));
    assert_eq!(
        grades(&desk, "agreed-to-meet"),
        [(json!(second), json!("1"))]
    );
    let then = desk.json("claim show agreed-to-meet --known-at 2025-08-20T10:00Z");
    let said = then["statements"].as_array().expect("statements");
    assert!(
        said.iter()
            .any(|one| one["id"] == first.as_str() && one["credibility"] == "5"),
        "{then}"
    );
    // Other corrections keep it.
    let third = statement(&desk, format!("correct {second} --note 'in person'"));
    assert_eq!(
        grades(&desk, "agreed-to-meet"),
        [(json!(third), json!("1"))]
    );
    statement(&desk, format!("correct {third} --clear credibility"));
    assert_eq!(grades(&desk, "agreed-to-meet"), []);
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(
        grades(&desk, "agreed-to-meet"),
        [(json!(third), json!("1"))]
    );
    desk.state();
}

/// Mergers keep a grade, and redacting its statement removes it.
#[test]
fn mergers_keep_a_grade_and_redaction_removes_it() {
    let desk = small_desk();
    desk.ok("claim add talks-agreed --text 'Talks were agreed on.'");
    let id = statement(
        &desk,
        "say trump confirms talks-agreed --source minutes --credibility 2",
    );
    desk.ok("claim merge talks-agreed agreed-to-meet");
    assert_eq!(grades(&desk, "agreed-to-meet"), [(json!(id), json!("2"))]);
    desk.ok("party merge trump zelenskyy");
    assert_eq!(grades(&desk, "agreed-to-meet"), [(json!(id), json!("2"))]);
    desk.ok(format!("redact {id} --reason safety"));
    assert!(!desk.export().contains("credibility"), "{}", desk.export());
    desk.state();
}

/// A grade that contradicts what is recorded is refused, whichever command gives it, and the ledger stays as it is.
#[test]
fn a_grade_that_differs_is_refused() {
    let desk = small_desk();
    let id = statement(&desk, format!("{DENIES} --credibility 2"));
    assert!(
        desk.ok(format!("{DENIES} --credibility 2"))
            .contains("nothing changed")
    );
    assert!(desk.ok(DENIES).contains("nothing changed"));
    let mut refusals = Refusals::on(&desk);
    refusals.refused("another grade", format!("{DENIES} --credibility 3"));
    refusals.refused("the same grade", format!("correct {id} --credibility 2"));
    refusals.refused(
        "a grade that is to go",
        format!("correct {id} --credibility 4 --clear credibility"),
    );
    refusals.misused("no grade", format!("{DENIES} --credibility 7"));
    refusals.misused("a letter", format!("correct {id} --credibility B"));
    let line = |grade: &str| {
        format!(
            r#"{{"record":"statement","party":"trump","stance":"denies","claim":"bridge-hit","source":"minutes","credibility":{grade}}}"#
        )
    };
    for grade in [r#""7""#, "2", r#""B""#, "[]", r#""\u001b[2J""#] {
        refusals.refused_input("a bad grade", "import -", line(grade).as_bytes());
    }
    refusals.assert_snapshot("recording-grades-refused");
}

/// What is accepted of a draft has no grade unless a person gives one.
#[test]
fn accepting_gives_no_grade_by_itself() {
    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    desk.ok("party add harbour --name 'Mara Quill' --kind person");
    desk.ok("claim add quay-shut --text 'The quay is closed.'");
    desk.write(
        "article.txt",
        "Quay closed\n\n\u{201c}The quay is closed,\u{201d} Mara Quill said on Tuesday.\n",
    );
    desk.ok("ingest article.txt --source echo --published 2025-08-19");
    let id = desk.list("candidates")[0]["id"].clone();
    let id = id.as_str().expect("an id");
    desk.ok(format!(
        "accept {id} --party harbour --claim quay-shut --stance asserts"
    ));
    assert_eq!(grades(&desk, "quay-shut"), []);
    assert_eq!(desk.run("undo --yes").code, 0);
    desk.ok(format!(
        "accept {id} --party harbour --claim quay-shut --stance asserts --credibility 2"
    ));
    assert_eq!(grades(&desk, "quay-shut")[0].1, "2");
    let run = desk.run("accept --all --credibility 2");
    assert_ne!(run.code, 0, "{run}");
}

/// Accepting does not drop a grade silently if the statement is recorded already.
#[test]
fn accepting_what_is_recorded_keeps_its_grade() {
    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    desk.ok("party add harbour --name 'Mara Quill' --kind person");
    desk.ok("claim add quay-shut --text 'The quay is closed.'");
    desk.write(
        "article.txt",
        "Quay closed\n\n\u{201c}The quay is closed,\u{201d} Mara Quill said.\n",
    );
    desk.ok("ingest article.txt --source echo --published 2025-08-19");
    let candidate = desk.list("candidates")[0].clone();
    let id = candidate["id"].as_str().expect("an id");
    desk.ok("say harbour asserts quay-shut --source echo --passage 'The quay is closed' --credibility 3");
    let accept = format!("accept {id} --party harbour --claim quay-shut --stance asserts");
    let before = desk.state();
    let run = desk.run(format!("{accept} --credibility 2"));
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("with a different credibility"), "{run}");
    assert_eq!(desk.state(), before);
    desk.ok(accept);
    assert_eq!(grades(&desk, "quay-shut")[0].1, "3");
}

/// A ledger whose tables have no column for grades yet gets one when it is opened, filled from the journal.
#[test]
fn an_older_ledger_gets_the_column() {
    let desk = small_desk();
    let id = statement(&desk, format!("{DENIES} --credibility 2"));
    let before = desk.state();
    let ledger = Connection::open(desk.path("onrecord.db")).expect("a ledger");
    ledger
        .execute_batch("ALTER TABLE statement DROP COLUMN credibility; PRAGMA user_version = 18;")
        .expect("an older schema");
    drop(ledger);
    desk.noted("status");
    assert_eq!(grades(&desk, "agreed-to-meet"), [(json!(id), json!("2"))]);
    assert_eq!(desk.state(), before);
}
