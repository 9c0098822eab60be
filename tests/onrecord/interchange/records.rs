//! What import takes, and what export gives back.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::desk::{NOW, records, silent_desk, small_desk};
use crate::common::{Trial, lines};

/// Every kind of record with all of its fields, as export writes them.
fn full() -> Vec<Value> {
    let digest = "0".repeat(64);
    let passage = json!({"start": 0, "end": 10, "sha256": digest, "paragraph": 1});
    vec![
        json!({"record": "party", "id": "russia", "name": "Russia", "kind": "government", "role": null, "aliases": [],
               "speaks_for": [], "member_of": []}),
        json!({"record": "party", "id": "kremlin", "name": "The Kremlin", "kind": "government", "role": "seat",
               "aliases": ["Moscow"], "speaks_for": [{"party": "russia", "since": "1991-12-26", "until": null}],
               "member_of": [{"party": "russia", "since": null, "until": "2030-01-01"}]}),
        json!({"record": "party", "id": "daily", "name": "The Daily", "kind": "media", "role": null, "aliases": [],
               "speaks_for": [], "member_of": []}),
        json!({"record": "source", "id": "daily-08-19", "title": "Leaders meet", "publisher": "The Daily",
               "authors": ["A. Writer"], "url": "https://daily.example/1", "published": "2025-08-19T06:30Z",
               "retrieved": "2025-08-19", "language": "en", "reliability": "B", "origin": null, "sha256": digest}),
        json!({"record": "source", "id": "copy-08-19", "title": "Leaders met", "publisher": null, "authors": [],
               "url": null, "published": null, "retrieved": "2025-08", "language": null, "reliability": null,
               "origin": "daily-08-19", "sha256": null}),
        json!({"record": "question", "id": "venue", "text": "Where will they meet?"}),
        json!({"record": "claim", "id": "agreed-to-meet", "text": "Russia agreed to a meeting.", "topic": "summit",
               "principals": ["kremlin"], "standard": "acknowledgement", "question": null, "value": null,
               "due": "2025-09-01"}),
        json!({"record": "claim", "id": "in-geneva", "text": "They will meet in Geneva.", "topic": null,
               "principals": [], "standard": "corroboration:3", "question": "venue",
               "value": {"kind": "place", "name": "Geneva"}, "due": null}),
        json!({"record": "statement", "id": "s4k7m2q9", "party": "kremlin", "stance": "confirms",
               "claim": "agreed-to-meet", "said": "2025-08-18T21:05Z", "source": "daily-08-19", "via": ["daily"],
               "attribution": "background", "shown_as": "a senior official", "quote": "we will meet",
               "passage": passage,
               "evidence": [{"source": "copy-08-19", "passage": passage, "quote": null},
                            {"source": "daily-08-19", "passage": null, "quote": "we shall meet"}],
               "note": "by phone"}),
        json!({"record": "ruling", "claim": "in-geneva", "verdict": "mostly-false", "reason": "The venue was booked.",
               "source": "copy-08-19", "ruled": "2025-08-20"}),
    ]
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// The records of an export.
fn exported(trial: &Trial) -> Vec<Value> {
    let text = trial.export();
    let record =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(record).collect()
}

/// Every field comes back as it was given, in the order that the format documents, and none is added.
#[test]
fn every_field_comes_back() {
    let trial = Trial::holding(NOW, &full());
    assert_eq!(sorted(&trial.export()), sorted(&lines(&full())));
}

/// What may be left out is filled in: lists are empty, the rest is null, and the attribution is on record.
#[test]
fn fields_left_out_are_filled_in() {
    let trial = Trial::holding(
        NOW,
        &[
            json!({"record": "party", "id": "p", "name": "P", "kind": "person"}),
            json!({"record": "source", "id": "d", "title": "D", "published": "2025-08-19"}),
            json!({"record": "question", "id": "q", "text": "Q?"}),
            json!({"record": "claim", "id": "c", "text": "C."}),
            json!({"record": "statement", "party": "p", "stance": "asserts", "claim": "c", "source": "d"}),
            json!({"record": "ruling", "claim": "c", "verdict": "true", "reason": "r"}),
        ],
    );
    let records = exported(&trial);
    let id = records[4]["id"].clone();
    assert!(
        id.as_str().is_some_and(|id| id.starts_with('s')),
        "a statement's id is derived: {id}"
    );
    assert_eq!(
        records,
        [
            json!({"record": "party", "id": "p", "name": "P", "kind": "person", "role": null, "aliases": [],
                   "speaks_for": [], "member_of": []}),
            json!({"record": "source", "id": "d", "title": "D", "publisher": null, "authors": [], "url": null,
                   "published": "2025-08-19", "retrieved": null, "language": null, "reliability": null,
                   "origin": null, "sha256": null}),
            json!({"record": "question", "id": "q", "text": "Q?"}),
            json!({"record": "claim", "id": "c", "text": "C.", "topic": null, "principals": [], "standard": null,
                   "question": null, "value": null, "due": null}),
            json!({"record": "statement", "id": id, "party": "p", "stance": "asserts", "claim": "c", "said": null,
                   "source": "d", "via": [], "attribution": "on-record", "shown_as": null, "quote": null,
                   "passage": null, "evidence": [], "note": null}),
            json!({"record": "ruling", "claim": "c", "verdict": "true", "reason": "r", "source": null,
                   "ruled": "2025-08-20"}),
        ]
    );
}

/// Every shape of a value, as it is written; what is not said is not written.
#[test]
fn every_shape_of_value_comes_back() {
    let values = [
        json!({"kind": "money", "amount": 90_000_000_000_i64, "currency": "USD"}),
        json!({"kind": "money", "amount": 80, "currency": "EUR", "max": 90, "about": true}),
        json!({"kind": "money", "amount": 1, "currency": "GBP", "bound": "at-least"}),
        json!({"kind": "count", "amount": 1500, "unit": "households"}),
        json!({"kind": "count", "amount": 3, "unit": "ships", "max": 5}),
        json!({"kind": "count", "amount": 3, "unit": "ships", "about": true, "bound": "at-most"}),
        json!({"kind": "date", "from": "2025-08-20", "to": null}),
        json!({"kind": "date", "from": "2025-08-20", "to": "2025-08-25"}),
        json!({"kind": "duration", "days": 14, "after": "2025-08-18"}),
        json!({"kind": "place", "name": "Geneva"}),
        json!({"kind": "text", "text": "undecided"}),
    ];
    let claims: Vec<Value> = values
        .iter()
        .enumerate()
        .map(|(at, value)| json!({"record": "claim", "id": format!("c{at}"), "text": "C.", "value": value}))
        .collect();
    let trial = Trial::holding(NOW, &claims);
    let found: Vec<Value> = exported(&trial)
        .iter()
        .map(|claim| claim["value"].clone())
        .collect();
    assert_eq!(found, values);
    let listed: Vec<Value> = trial
        .list("claim list")
        .iter()
        .map(|claim| claim["value"].clone())
        .collect();
    assert_eq!(listed, values);
}

/// Numbers are kept digit by digit, never rounded through a float: a fraction is a string.
#[test]
fn decimals_are_kept_to_the_digit() {
    for amount in [
        "\"0.1\"",
        "\"1234567890123.25\"",
        "90000000000",
        "\"-3.5\"",
        "9007199254740993",
    ] {
        let line = format!(
            r#"{{"record":"claim","id":"c","text":"C.","value":{{"kind":"count","amount":{amount},"unit":"units"}}}}"#
        );
        let trial = Trial::with_ledger(NOW);
        trial.write("one.jsonl", &line);
        trial.ok("import one.jsonl");
        let text = trial.export();
        assert!(
            text.contains(&format!(r#""amount":{amount},"#)),
            "{amount}: {text}"
        );
    }
}

/// Records may come in any order: what is pointed at is recorded before what points at it.
#[test]
fn any_order_gives_the_same_ledger() {
    let forward = Trial::holding(NOW, &full());
    let mut backward = full();
    backward.reverse();
    let other = Trial::holding(NOW, &backward);
    assert_eq!(sorted(&other.export()), sorted(&forward.export()));
    assert_eq!(
        other.json("claim show in-geneva"),
        forward.json("claim show in-geneva")
    );
    other.state();
}

/// Parties may point at one another in circles.
#[test]
fn parties_may_point_in_circles() {
    let party = |id: &str, other: &str| {
        json!({"record": "party", "id": id, "name": id, "kind": "group", "role": null, "aliases": [],
               "speaks_for": [{"party": other, "since": null, "until": null}], "member_of": []})
    };
    let circle = [party("a", "b"), party("b", "c"), party("c", "a")];
    let trial = Trial::holding(NOW, &circle);
    assert_eq!(sorted(&trial.export()), sorted(&lines(&circle)));
    let before = trial.state();
    let again = trial.import(&circle);
    assert!(again.starts_with("Nothing new"), "{again}");
    assert_eq!(trial.state(), before);
}

/// A second import recognises everything and writes no entry.
#[test]
fn a_second_import_adds_nothing() {
    let trial = Trial::holding(NOW, &full());
    let before = trial.state();
    let again = trial.import(&full());
    assert!(again.starts_with("Nothing new"), "{again}");
    let counted = format!("{} records were already recorded", full().len());
    assert!(again.contains(&counted), "{again}");
    assert_eq!(trial.state(), before);
}

/// What a file says twice is recognised, and two statements do not get one id, whether the ledger has statements already
/// or these are its first, for which it is remembered and not looked up.
#[test]
fn a_file_that_repeats_itself() {
    let said = |day: u32, id: Option<&str>, quote: &str| {
        let mut record = json!({"record": "statement", "party": "trump", "stance": "asserts",
            "claim": "bridge-hit", "source": "minutes", "said": format!("2025-08-{day:02}"), "quote": quote});
        if let Some(id) = id {
            record["id"] = json!(id);
        }
        record
    };
    let trial = silent_desk();
    trial.import(&[said(3, None, "three")]);
    let third = exported(&trial)
        .iter()
        .find_map(|record| Some(record.get("stance").and(record["id"].as_str())?.to_owned()))
        .expect("a statement");
    let third = third.as_str();
    let file = [
        said(1, None, "one"),
        said(
            2,
            Some("s-too-long-to-be-derived".replace('-', "").as_str()),
            "two",
        ),
        said(1, None, "one"),
        said(4, Some(third), "four"),
        said(3, None, "three"),
        said(2, None, "two, again"),
    ];
    let took = |trial: &Trial| {
        let told = trial.import(&file);
        trial.state();
        let export = trial.export();
        let lines = export
            .lines()
            .filter(|line| line.contains("bridge-hit\",\"said"));
        (told, lines.map(str::to_owned).collect::<Vec<_>>())
    };
    let (first, spoken) = (silent_desk(), small_desk());
    let (one, other) = (took(&first), took(&spoken));
    assert_eq!(one, other);
    let (told, statements) = one;
    assert!(
        told.contains("4 statements") && told.contains("1 further passage"),
        "{told}"
    );
    assert_eq!(statements.len(), 4, "{statements:#?}");
    let longer = format!("\"id\":\"{third}");
    let alike = statements.iter().filter(|line| line.contains(&longer));
    assert_eq!(
        alike.count(),
        2,
        "the one that came with the id, and a longer one: {statements:#?}"
    );
    // An id that came with one statement cannot be that of another.
    let clash = [said(7, Some("sone"), "x"), said(8, Some("sone"), "y")];
    for trial in [silent_desk(), small_desk()] {
        trial.write("clash.jsonl", lines(&clash));
        let told = trial.run("import clash.jsonl");
        assert!(told.code == 1 && told.stderr.contains("line 2"), "{told}");
        assert!(told.stderr.contains("sone"), "{told}");
    }
}

/// What the ledger has otherwise stays, and is named; with --update the file's version is taken.
#[test]
fn what_differs_is_named_and_left() {
    let trial = small_desk();
    let before = trial.state();
    let changed = json!({"record": "question", "id": "venue", "text": "In which town?"});
    let told = trial.import(std::slice::from_ref(&changed));
    assert!(
        told.contains("question venue") && told.contains("--update"),
        "{told}"
    );
    assert_eq!(trial.state(), before);
    trial.write("changed.jsonl", lines(&[changed]));
    trial.ok("import changed.jsonl --update");
    assert_eq!(trial.json("question show venue")["text"], "In which town?");
}

/// `-` is standard input; blank lines, a byte order mark and carriage returns are passed over.
#[test]
fn standard_input_and_other_editors_files_are_read() {
    let trial = Trial::with_ledger(NOW);
    let text = lines(&records()).replace('\n', "\r\n\r\n");
    let input = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let told = trial.feed("import -", &input);
    assert!(told.code == 0 && told.stderr.is_empty(), "{told}");
    assert_eq!(
        sorted(&trial.export()),
        sorted(&Trial::holding(NOW, &records()).export())
    );
}

/// Off-record statements are notes of the desk, and leave it only when it says so.
#[test]
fn off_record_statements_stay_unless_asked_for() {
    let trial = small_desk();
    let say = "say ushakov confirms agreed-to-meet --source minutes";
    let note = "--attribution off-record --note 'not to be used'";
    trial.ok(format!("{say} {note}"));
    let count = |text: &str| {
        text.lines()
            .filter(|line| line.contains("off-record"))
            .count()
    };
    assert_eq!(count(&trial.ok("export")), 0);
    assert_eq!(count(&trial.ok("export --format jsonl")), 0);
    assert_eq!(count(&trial.ok("export --include-off-record")), 1);
    trial.ok("export --to all.jsonl");
    let written = std::fs::read_to_string(trial.path("all.jsonl")).expect("the export");
    assert_eq!(written, trial.ok("export"));
}

/// What was voided, or replaced by a correction, is not exported: history is kept by `backup`.
#[test]
fn what_was_taken_back_is_not_exported() {
    let trial = small_desk();
    let say = "say ushakov confirms agreed-to-meet --source minutes";
    let first = trial.json(&say)["statement"]
        .as_str()
        .expect("an id")
        .to_owned();
    let second = trial.json(format!("correct {first} --stance declines"));
    let ids: BTreeSet<String> = exported(&trial)
        .iter()
        .map(|record| record["id"].to_string())
        .collect();
    assert!(!ids.contains(&format!("{first:?}")) && ids.contains(&second["statement"].to_string()));
    let second = second["statement"].as_str().expect("an id");
    trial.ok(format!("void {second} --reason 'a mistake'"));
    assert!(!trial.export().contains("declines"));
    trial.ok("backup copy.db");
    let log = trial.ok("log --ledger copy.db");
    assert!(log.contains("declines") || log.contains("void"), "{log}");
}
