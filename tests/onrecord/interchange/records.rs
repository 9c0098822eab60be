//! What import accepts and export writes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::desk::{NOW, records, silent_desk, small_desk};
use crate::common::{TestDesk, lines};

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
fn exported(desk: &TestDesk) -> Vec<Value> {
    let text = desk.export();
    let record =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(record).collect()
}

/// Every field is exported as it was imported, in the documented order, and none is added.
#[test]
fn every_field_is_exported_as_it_was_imported() {
    let desk = TestDesk::holding(NOW, &full());
    assert_eq!(sorted(&desk.export()), sorted(&lines(&full())));
}

/// Fields left out get defaults: empty lists, null, and on record.
#[test]
fn fields_left_out_get_defaults() {
    let desk = TestDesk::holding(
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
    let records = exported(&desk);
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

/// Every shape of a value is written as it was read, without fields that were not given.
#[test]
fn every_shape_of_value_is_preserved() {
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
    let desk = TestDesk::holding(NOW, &claims);
    let found: Vec<Value> = exported(&desk)
        .iter()
        .map(|claim| claim["value"].clone())
        .collect();
    assert_eq!(found, values);
    let listed: Vec<Value> = desk
        .list("claim list")
        .iter()
        .map(|claim| claim["value"].clone())
        .collect();
    assert_eq!(listed, values);
}

/// Numbers keep their digits and are never rounded through a float: a fraction is a string.
#[test]
fn decimals_keep_their_digits() {
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
        let desk = TestDesk::with_ledger(NOW);
        desk.write("one.jsonl", &line);
        desk.ok("import one.jsonl");
        let text = desk.export();
        assert!(
            text.contains(&format!(r#""amount":{amount},"#)),
            "{amount}: {text}"
        );
    }
}

/// Records may be in any order.
#[test]
fn any_order_gives_the_same_ledger() {
    let forward = TestDesk::holding(NOW, &full());
    let mut backward = full();
    backward.reverse();
    let other = TestDesk::holding(NOW, &backward);
    assert_eq!(sorted(&other.export()), sorted(&forward.export()));
    assert_eq!(
        other.json("claim show in-geneva"),
        forward.json("claim show in-geneva")
    );
    other.state();
}

/// Parties may refer to each other in cycles.
#[test]
fn parties_may_refer_in_cycles() {
    let party = |id: &str, other: &str| {
        json!({"record": "party", "id": id, "name": id, "kind": "group", "role": null, "aliases": [],
               "speaks_for": [{"party": other, "since": null, "until": null}], "member_of": []})
    };
    let circle = [party("a", "b"), party("b", "c"), party("c", "a")];
    let desk = TestDesk::holding(NOW, &circle);
    assert_eq!(sorted(&desk.export()), sorted(&lines(&circle)));
    let before = desk.state();
    let again = desk.import(&circle);
    assert!(again.starts_with("Nothing new"), "{again}");
    assert_eq!(desk.state(), before);
}

/// A second import recognises everything and writes no entry.
#[test]
fn a_second_import_adds_nothing() {
    let desk = TestDesk::holding(NOW, &full());
    let before = desk.state();
    let again = desk.import(&full());
    assert!(again.starts_with("Nothing new"), "{again}");
    let counted = format!("{} records were already recorded", full().len());
    assert!(again.contains(&counted), "{again}");
    assert_eq!(desk.state(), before);
}

/// Duplicates within a file are recognised, and two statements never share an id, whether the ledger has statements or
/// these are its first, which are remembered rather than looked up.
#[test]
fn duplicates_within_a_file_are_recognised() {
    let said = |day: u32, id: Option<&str>, quote: &str| {
        let mut record = json!({"record": "statement", "party": "trump", "stance": "asserts",
            "claim": "bridge-hit", "source": "minutes", "said": format!("2025-08-{day:02}"), "quote": quote});
        if let Some(id) = id {
            record["id"] = json!(id);
        }
        record
    };
    let desk = silent_desk();
    desk.import(&[said(3, None, "three")]);
    let third = exported(&desk)
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
    let took = |desk: &TestDesk| {
        let text = desk.import(&file);
        desk.state();
        let export = desk.export();
        let lines = export
            .lines()
            .filter(|line| line.contains("bridge-hit\",\"said"));
        (text, lines.map(str::to_owned).collect::<Vec<_>>())
    };
    let (first, spoken) = (silent_desk(), small_desk());
    let (one, other) = (took(&first), took(&spoken));
    assert_eq!(one, other);
    let (text, statements) = one;
    assert!(
        text.contains("4 statements") && text.contains("1 further passage"),
        "{text}"
    );
    assert_eq!(statements.len(), 4, "{statements:#?}");
    let longer = format!("\"id\":\"{third}");
    let alike = statements.iter().filter(|line| line.contains(&longer));
    assert_eq!(
        alike.count(),
        2,
        "the one that came with the id, and a longer one: {statements:#?}"
    );
    // An id given to one statement cannot be given to another.
    let clash = [said(7, Some("sone"), "x"), said(8, Some("sone"), "y")];
    for desk in [silent_desk(), small_desk()] {
        desk.write("clash.jsonl", lines(&clash));
        let run = desk.run("import clash.jsonl");
        assert!(run.code == 1 && run.stderr.contains("line 2"), "{run}");
        assert!(run.stderr.contains("sone"), "{run}");
    }
}

/// Records that differ from the ledger are named and skipped; --update takes the file's version.
#[test]
fn differing_records_are_named_and_skipped() {
    let desk = small_desk();
    let before = desk.state();
    let changed = json!({"record": "question", "id": "venue", "text": "In which town?"});
    desk.write("changed.jsonl", lines(std::slice::from_ref(&changed)));
    let run = desk.run("import changed.jsonl");
    assert_eq!(run.code, 1, "{run}");
    let text = run.stdout;
    assert!(
        text.contains("question venue") && text.contains("--update"),
        "{text}"
    );
    assert_eq!(desk.state(), before);
    desk.ok("import changed.jsonl --update");
    assert_eq!(desk.json("question show venue")["text"], "In which town?");
}

/// `-` is standard input; blank lines, a byte order mark and carriage returns are ignored.
#[test]
fn standard_input_and_other_line_ends_are_read() {
    let desk = TestDesk::with_ledger(NOW);
    let text = lines(&records()).replace('\n', "\r\n\r\n");
    let input = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let run = desk.feed("import -", &input);
    assert!(run.code == 0 && run.stderr.is_empty(), "{run}");
    assert_eq!(
        sorted(&desk.export()),
        sorted(&TestDesk::holding(NOW, &records()).export())
    );
}

/// Off-record statements are exported only on request.
#[test]
fn off_record_statements_are_exported_on_request() {
    let desk = small_desk();
    let say = "say ushakov confirms agreed-to-meet --source minutes";
    let note = "--attribution off-record --note 'not to be used'";
    desk.ok(format!("{say} {note}"));
    let count = |text: &str| {
        text.lines()
            .filter(|line| line.contains("off-record"))
            .count()
    };
    assert_eq!(count(&desk.ok("export")), 0);
    assert_eq!(count(&desk.ok("export --format jsonl")), 0);
    assert_eq!(count(&desk.ok("export --include-off-record")), 1);
    desk.ok("export --to all.jsonl");
    let written = std::fs::read_to_string(desk.path("all.jsonl")).expect("the export");
    assert_eq!(written, desk.ok("export"));
}

/// Voided and superseded statements are not exported; `backup` keeps the history.
#[test]
fn voided_and_superseded_statements_are_not_exported() {
    let desk = small_desk();
    let say = "say ushakov confirms agreed-to-meet --source minutes";
    let first = desk.json(say)["statement"]
        .as_str()
        .expect("an id")
        .to_owned();
    let second = desk.json(format!("correct {first} --stance declines"));
    let ids: BTreeSet<String> = exported(&desk)
        .iter()
        .map(|record| record["id"].to_string())
        .collect();
    assert!(!ids.contains(&format!("{first:?}")) && ids.contains(&second["statement"].to_string()));
    let second = second["statement"].as_str().expect("an id");
    desk.ok(format!("void {second} --reason 'a mistake'"));
    assert!(!desk.export().contains("declines"));
    desk.ok("backup copy.db");
    let log = desk.ok("log --ledger copy.db");
    assert!(log.contains("declines") || log.contains("void"), "{log}");
}
