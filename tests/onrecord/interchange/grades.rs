//! Grades in every format: written if there are any, read back as they were, and kept out of what had none.

use std::fs;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::small_desk;
use crate::common::refusals::Refusals;

/// A desk with two graded statements, one of them with a note.
fn graded() -> TestDesk {
    let desk = small_desk();
    desk.ok("source edit minutes --reliability B");
    desk.ok("say kremlin denies agreed-to-meet --source minutes --credibility 2 --note 'by phone'");
    desk.ok("say daily asserts bridge-hit --source wire --said 2025-08-18 --credibility 6");
    desk
}

/// The credibility of each record of a statement, those without one included.
fn grades(lines: &str) -> Vec<Option<String>> {
    let records = lines.lines().map(serde_json::from_str);
    let records: Vec<Value> = records.collect::<Result<_, _>>().expect("records");
    let said = records
        .iter()
        .filter(|record| record["record"] == "statement");
    said.map(|one| {
        one.get("credibility")
            .map(|grade| grade.as_str().expect("a text").to_owned())
    })
    .collect()
}

fn header(desk: &TestDesk) -> String {
    let sheet = fs::read_to_string(desk.path("sheets/statements.csv")).expect("a sheet");
    sheet.lines().next().expect("a header").to_owned()
}

#[test]
fn records_and_sheets_come_back_as_they_were() {
    let desk = graded();
    let all = desk.export();
    assert_eq!(
        grades(&all),
        [None, Some("2".to_owned()), Some("6".to_owned())]
    );
    desk.ok("export --format csv --to sheets");
    assert!(
        header(&desk).ends_with(",paragraph,note,credibility"),
        "{}",
        header(&desk)
    );
    desk.write("all.jsonl", &all);
    for from in ["sheets", "all.jsonl"] {
        desk.ok("init --ledger other.db");
        desk.ok(format!("import {from} --ledger other.db"));
        assert_eq!(desk.ok("export --ledger other.db"), all, "{from}");
        fs::remove_file(desk.path("other.db")).expect("a ledger");
        let before = desk.state();
        desk.ok(format!("import {from}"));
        assert_eq!(desk.state(), before, "{from}");
    }
}

/// Nothing that knows no grades sees any: a desk without them writes the sheets and the lines that it wrote before.
#[test]
fn a_desk_without_grades_writes_none() {
    let desk = small_desk();
    desk.ok("say kremlin denies agreed-to-meet --source minutes");
    desk.ok("export --format csv --to sheets");
    assert!(
        header(&desk).ends_with(",paragraph,note"),
        "{}",
        header(&desk)
    );
    assert!(!desk.export().contains("credibility"));
    let page = desk.ok("claim show agreed-to-meet --format json");
    assert!(!page.contains("credibility") && !page.contains("reliability"));
}

/// Both columns that a sheet of statements may leave out are in it when both have something, whichever came first.
#[test]
fn a_sheet_may_have_both_occasional_columns() {
    let desk = graded();
    let unreviewed = json!({"record": "statement", "party": "trump", "stance": "denies", "claim": "bridge-hit",
                            "source": "minutes", "unreviewed": true});
    desk.import(std::slice::from_ref(&unreviewed));
    desk.ok("export --format csv --to sheets");
    let first = header(&desk);
    assert!(first.ends_with(",note,credibility,unreviewed"), "{first}");
    // The other way round.
    let desk = small_desk();
    desk.import(&[unreviewed]);
    desk.ok("say daily asserts bridge-hit --source wire --said 2025-08-18 --credibility 6");
    desk.ok("export --format csv --to sheets");
    assert_eq!(header(&desk), first);
    let sheet = fs::read_to_string(desk.path("sheets/statements.csv")).expect("a sheet");
    let mut rows = csv::Reader::from_reader(sheet.as_bytes());
    let ends = rows.records().map(|row| {
        let row = row.expect("a row");
        (row[15].to_owned(), row[16].to_owned())
    });
    let ends: Vec<(String, String)> = ends.collect();
    let wanted = [("", ""), ("", "yes"), ("6", "")];
    let wanted = wanted.map(|(grade, mark)| (grade.to_owned(), mark.to_owned()));
    assert_eq!(ends, wanted, "{sheet}");
}

#[test]
fn bad_grades_in_a_sheet_are_named_by_their_cells() {
    let desk = graded();
    desk.ok("export --format csv --to sheets");
    let path = desk.path("sheets/statements.csv");
    let sheet = fs::read_to_string(&path).expect("a sheet");
    let spoilt = sheet
        .replace(",by phone,2", ",by phone,B2")
        .replace(",6\n", ",0\n");
    assert_ne!(spoilt, sheet);
    fs::write(&path, spoilt).expect("a sheet");
    let mut refusals = Refusals::on(&desk);
    refusals.refused("cells that are no grades", "import sheets");
    refusals.assert_snapshot("interchange-grades-cells");
}

/// A file with another grade says so, and with --update the statement is corrected.
#[test]
fn a_file_with_another_grade_is_reported_and_can_be_taken() {
    for (from, to, wanted) in [
        (r#""credibility":"2""#, r#""credibility":"5""#, json!("5")),
        (r#","credibility":"2""#, "", Value::Null),
        // Without its id it is recognised by what it says.
        (r#""id":"sbmapyga","#, "", json!("2")),
    ] {
        let desk = graded();
        let changed = desk.export().replace(from, to);
        assert_ne!(changed, desk.export(), "{from}");
        desk.write("all.jsonl", changed);
        let run = desk.run("import all.jsonl --format json");
        let differs = wanted != "2";
        assert_eq!(run.code, i32::from(differs), "{run}");
        if differs {
            let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
            assert!(
                answer["differing"].to_string().contains(": credibility)"),
                "{answer}"
            );
        }
        desk.ok("import all.jsonl --update");
        let said = desk.json("claim show agreed-to-meet")["statements"][1].clone();
        assert_eq!(said["credibility"], wanted, "{said}");
    }
}

/// A repeated statement without an id takes no grade away, and one with another grade is a correction only with --update.
#[test]
fn a_repeated_statement_with_another_grade_is_a_difference() {
    let desk = graded();
    let said = json!({"record": "statement", "party": "kremlin", "stance": "denies", "claim": "agreed-to-meet",
                      "source": "minutes", "credibility": "1"});
    desk.write("one.jsonl", format!("{said}\n"));
    let run = desk.run("import one.jsonl --format json");
    assert_eq!(run.code, 1, "{run}");
    let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert!(
        answer["differing"].to_string().contains(": credibility)"),
        "{answer}"
    );
    desk.ok("import one.jsonl --update");
    let said = desk.json("claim show agreed-to-meet")["statements"][1].clone();
    assert_eq!(
        (&said["credibility"], &said["note"]),
        (&json!("1"), &json!("by phone"))
    );
}

/// What may be published has the grades, as it has those of sources, and not the notes.
#[test]
fn the_public_edition_has_grades_and_no_notes() {
    let desk = graded();
    desk.ok("say ushakov denies bridge-hit --source minutes --attribution background --shown-as 'an aide' --credibility 3 --note 'in the car'");
    let public = desk.ok("export --public");
    let wanted = [None, Some("2"), Some("6"), Some("3")].map(|grade| grade.map(str::to_owned));
    assert_eq!(grades(&public), wanted);
    assert!(public.contains(r#""reliability":"B""#), "{public}");
    assert!(
        !public.contains("by phone") && !public.contains("in the car"),
        "{public}"
    );
}

#[test]
fn tables_have_grades() {
    let desk = graded();
    desk.ok("export --format sqlite --to tables.sqlite");
    let tables = Connection::open(desk.path("tables.sqlite")).expect("a database");
    let mut query = tables
        .prepare(
            "SELECT coalesce(d.reliability, '') || coalesce(s.credibility, '') FROM statements s
             JOIN sources d ON d.id = s.source ORDER BY s.number",
        )
        .expect("a query");
    let found = query.query_map([], |row| row.get(0)).expect("rows");
    let found: Vec<String> = found.collect::<Result<_, _>>().expect("rows");
    assert_eq!(found, ["", "B2", "6"]);
}
