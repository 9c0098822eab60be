//! Records that were exported, edited and imported again: nothing edited is dropped silently.

use std::fs;

use serde_json::{Value, json};

use crate::common::desk::{records, small_desk};
use crate::common::{TestDesk, lines};

/// A desk with one statement, exported as sheets into the folder `sheets` and as `all.jsonl`.
fn exported() -> TestDesk {
    let desk = small_desk();
    desk.ok("say trump denies bridge-hit --source minutes --said 2025-08-18 --note 'By phone.' --quote 'No.'");
    desk.ok("export --format csv --to sheets");
    desk.write("all.jsonl", desk.export());
    desk
}

fn statement(desk: &TestDesk) -> Value {
    let said = desk.json("party show trump")["statements"].clone();
    let all = said.as_array().expect("a list").clone();
    all.into_iter()
        .find(|one| one["claim"] == "bridge-hit")
        .unwrap_or_default()
}

/// The sum of numbers by kind.
fn total(by_kind: &Value) -> u64 {
    let numbers = by_kind
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::values);
    numbers.filter_map(Value::as_u64).sum()
}

/// Edits a sheet and a line of JSON in the same way, each for a desk of its own.
fn edited(from: &str, to: &str, json_from: &str, json_to: &str) -> Vec<(TestDesk, &'static str)> {
    let sheet = exported();
    let path = sheet.path("sheets").join("statements.csv");
    let text = fs::read_to_string(&path).expect("a sheet");
    let row = text
        .lines()
        .find(|row| row.contains("By phone."))
        .expect("the row")
        .to_owned();
    let changed = text.replace(&row, &row.replacen(from, to, 1));
    assert_ne!(text, changed);
    fs::write(path, changed).expect("a sheet");
    let line = exported();
    let text = fs::read_to_string(line.path("all.jsonl")).expect("lines");
    let record = text
        .lines()
        .find(|line| line.contains("By phone."))
        .expect("the line")
        .to_owned();
    let changed = text.replace(&record, &record.replacen(json_from, json_to, 1));
    assert_ne!(text, changed);
    line.write("all.jsonl", changed);
    vec![(sheet, "sheets"), (line, "all.jsonl")]
}

#[test]
fn an_edited_statement_is_named_and_with_update_corrected() {
    for (from, to, json_from, json_to, field, now) in [
        (
            "By phone.",
            "In person.",
            "By phone.",
            "In person.",
            "note",
            json!("In person."),
        ),
        (
            ",trump,",
            ",zelenskyy,",
            "\"party\":\"trump\",\"stance\":\"denies\"",
            "\"party\":\"zelenskyy\",\"stance\":\"denies\"",
            "party",
            Value::Null,
        ),
        (
            ",2025-08-18,",
            ",2025-08-17,",
            "\"said\":\"2025-08-18\"",
            "\"said\":\"2025-08-17\"",
            "said",
            json!("2025-08-17"),
        ),
        (
            "By phone.",
            "",
            "\"By phone.\"",
            "null",
            "note",
            Value::Null,
        ),
        (
            "No.",
            "Never.",
            "\"No.\"",
            "\"Never.\"",
            "quote",
            json!("Never."),
        ),
    ] {
        for (desk, file) in edited(from, to, json_from, json_to) {
            let before = desk.state();
            let run = desk.run(format!("import {file}"));
            assert_eq!(run.code, 1, "{field}: {run}");
            assert!(
                run.stdout.contains(&format!(": {field})")),
                "{field}: {run}"
            );
            assert_eq!(desk.state(), before, "{field}");
            let answer = desk.json(format!("import {file} --update"));
            assert_eq!(answer["changed"]["statement"], 1, "{field}: {answer}");
            assert_eq!(answer["differing"], json!([]), "{field}");
            assert_eq!(
                statement(&desk)[if field == "party" { "note" } else { field }],
                now,
                "{field}"
            );
            // Once more, nothing is left to do.
            let again = desk.json(format!("import {file} --update"));
            assert_eq!(
                (total(&again["changed"]), total(&again["new"])),
                (0, 0),
                "{field}: {again}"
            );
            desk.ok("rebuild --check");
        }
    }
}

#[test]
fn a_statement_whose_new_version_is_recorded_already_is_refused_by_row() {
    for (desk, file) in edited(
        ",trump,",
        ",kremlin,",
        "\"party\":\"trump\",\"stance\":\"denies\"",
        "\"party\":\"kremlin\",\"stance\":\"denies\"",
    ) {
        desk.ok("say kremlin denies bridge-hit --source minutes --said 2025-08-18");
        let before = desk.state();
        let run = desk.run(format!("import {file} --update"));
        assert!(
            run.code == 1 && run.stderr.contains("already recorded"),
            "{run}"
        );
        assert_eq!(desk.state(), before);
    }
}

#[test]
fn evidence_that_was_taken_out_is_refused() {
    let desk = exported();
    desk.ok("say trump denies bridge-hit --source minutes --said 2025-08-18 --quote 'Not at all.'");
    let text = desk.export();
    let line = text
        .lines()
        .find(|line| line.contains("Not at all."))
        .expect("the line");
    let mut record: Value = serde_json::from_str(line).expect("JSON");
    record["evidence"] = json!([]);
    desk.write("less.jsonl", lines(&[record]));
    let run = desk.run("import less.jsonl");
    assert!(run.code == 1 && run.stdout.contains("evidence"), "{run}");
    let run = desk.run("import less.jsonl --update");
    assert!(
        run.code == 1 && run.stderr.contains("line 1: evidence"),
        "{run}"
    );
}

/// A file from before a correction changes nothing, unless it was edited: then it is out of date.
#[test]
fn a_file_from_before_a_correction_is_out_of_date() {
    for (desk, file) in edited("By phone.", "By letter.", "By phone.", "By letter.") {
        let id = statement(&desk)["id"].as_str().expect("an id").to_owned();
        desk.ok(format!("correct {id} --stance doubts"));
        let before = desk.state();
        let run = desk.run(format!("import {file} --update"));
        assert!(run.code == 1 && run.stderr.contains(&id), "{run}");
        assert_eq!(desk.state(), before);
    }
    let desk = exported();
    let id = statement(&desk)["id"].as_str().expect("an id").to_owned();
    desk.ok(format!("correct {id} --stance doubts"));
    assert_eq!(desk.json("import sheets")["taken_back"], 1);
}

/// Every kind of record is named with its place and the fields that differ.
#[test]
fn what_differs_is_named_by_place_and_field() {
    let desk = exported();
    let text: Vec<Value> = records()
        .into_iter()
        .map(|mut record| {
            if record["id"] == "trump" {
                record["role"] = json!("candidate");
            }
            if record["id"] == "venue" {
                record["text"] = json!("In which town?");
            }
            record
        })
        .collect();
    desk.write("edited.jsonl", lines(&text));
    let run = desk.run("import edited.jsonl --format json");
    let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(run.code, 1);
    let differing = answer["differing"].to_string();
    assert!(
        differing.contains("party trump (line ") && differing.contains(": role)"),
        "{differing}"
    );
    assert!(
        differing.contains("question venue (line ") && differing.contains(": text)"),
        "{differing}"
    );
}

/// An export of a ledger with mergers comes back without a word.
#[test]
fn an_export_after_a_merger_changes_nothing() {
    let desk = exported();
    desk.ok("party merge zelenskyy trump");
    desk.write("merged.jsonl", desk.export());
    let before = desk.state();
    let answer = desk.json("import merged.jsonl");
    assert_eq!(
        (total(&answer["new"]), &answer["differing"]),
        (0, &json!([])),
        "{answer}"
    );
    assert_eq!(desk.state(), before);
}

/// All rows of a statement taken out of evidence.csv are missed like one of several. A folder without the sheet says
/// nothing about evidence.
#[test]
fn evidence_that_was_taken_out_of_the_sheet_is_named() {
    let desk = exported();
    desk.ok("say trump denies bridge-hit --source minutes --said 2025-08-18 --quote 'Not at all.'");
    desk.ok("export --format csv --to with");
    let path = desk.path("with").join("evidence.csv");
    let text = fs::read_to_string(&path).expect("a sheet");
    let kept: Vec<&str> = text
        .lines()
        .filter(|row| !row.contains("Not at all."))
        .collect();
    assert_eq!(kept.len() + 1, text.lines().count());
    fs::write(&path, kept.join("\n") + "\n").expect("a sheet");
    let before = desk.state();
    let run = desk.run("import with");
    assert!(run.code == 1 && run.stdout.contains("evidence"), "{run}");
    let run = desk.run("import with --update");
    assert!(run.code == 1 && run.stderr.contains("evidence"), "{run}");
    assert_eq!(desk.state(), before);
    fs::remove_file(path).expect("a sheet");
    let run = desk.run("import with");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn undoing_an_import_that_added_a_question_says_what_it_took_back() {
    let claim = |id: &str| json!({"record": "claim", "id": id, "text": format!("It costs {id}.")});
    let said = |party: &str, id: &str| {
        json!({"record": "statement", "party": party, "stance": "asserts", "claim": id, "source": "paper",
            "said": "2025-08-18"})
    };
    let person = |id: &str| json!({"record": "party", "id": id, "name": id, "kind": "person"});
    let desk = TestDesk::holding(
        "2025-08-20T09:00Z",
        &[
            json!({"record": "source", "id": "paper", "title": "Paper", "published": "2025-08-18"}),
            person("lee"),
            person("ortiz"),
            claim("ten"),
            claim("twelve"),
            said("lee", "ten"),
            said("ortiz", "twelve"),
        ],
    );
    let before = desk.state();
    let answer = |id: &str, amount: u32| {
        json!({"record": "claim", "id": id, "text": format!("It costs {id}."), "question": "cost",
            "value": {"kind": "money", "amount": amount, "currency": "EUR"}})
    };
    let records = [
        json!({"record": "question", "id": "cost", "text": "What does it cost?"}),
        answer("ten", 10),
        answer("twelve", 12),
    ];
    desk.write("more.jsonl", crate::common::lines(&records));
    desk.ok("import more.jsonl --update");
    assert_eq!(desk.list("discrepancies").len(), 1);
    let undone = desk.run("undo --yes");
    assert_eq!(undone.code, 0, "{undone}");
    assert_eq!(desk.list("discrepancies").len(), 0);
    assert_ne!(desk.state(), before, "the journal keeps both");
}
