//! The shapes of the JSON answers, field by field.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// The small desk with two conflicting places, one of them from an unnamed source.
fn desk() -> TestDesk {
    let desk = small_desk();
    desk.ok("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    desk.ok("say trump asserts in-geneva --source daily-08-19");
    desk.ok("say officials asserts in-budapest --source daily-08-19");
    desk
}

/// The type of a field, as far as a program has to know it.
fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(items) => {
            let mut inner: Vec<String> = items.iter().map(shape).collect();
            inner.sort();
            inner.dedup();
            format!("[{}]", inner.join("|"))
        }
        Value::Object(fields) => {
            let mut inner: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", shape(value)))
                .collect();
            inner.sort();
            format!("{{{}}}", inner.join(", "))
        }
    }
}

/// Checks that an answer has its documented fields. It may have more, which programs ignore, but none may be missing
/// or of another type.
fn has(answer: &Value, fields: &[(&str, &[&str])]) {
    for (name, kinds) in fields {
        let field = answer
            .get(name)
            .unwrap_or_else(|| panic!("no field {name} in {answer}"));
        let found = shape(field);
        assert!(
            kinds.contains(&found.as_str()),
            "{name} is {found} instead of {kinds:?} in {answer}"
        );
    }
}

const TEXT: &[&str] = &["string"];
const MAYBE: &[&str] = &["string", "null"];
const LIST: &[&str] = &["[string]", "[]"];

/// The fields of a claim in `unconfirmed` and `claim list`.
const CLAIM: &[(&str, &[&str])] = &[
    ("id", TEXT),
    ("text", TEXT),
    ("topic", MAYBE),
    ("status", TEXT),
    ("contested_by", LIST),
    ("standard", TEXT),
    ("acknowledgement", MAYBE),
    ("origins", &["number"]),
    ("origins_needed", &["number", "null"]),
    ("principals", LIST),
    ("awaiting", LIST),
    ("affirmed_by", LIST),
    ("negated_by", LIST),
    ("uncertain", LIST),
    ("withheld_by", LIST),
    ("question", MAYBE),
    ("value", &["{kind: string, name: string}", "null"]),
    ("due", MAYBE),
    ("since", MAYBE),
    ("ruling", MAYBE),
    ("unreviewed", &["bool"]),
];

/// The fields of a discrepancy.
const DISCREPANCY: &[(&str, &[&str])] = &[
    ("kind", TEXT),
    ("claims", LIST),
    ("summary", TEXT),
    ("weak", &["bool"]),
    ("opened", TEXT),
    ("resolved", MAYBE),
    ("unreviewed", &["bool"]),
];

/// The fields of a side of a discrepancy.
const SIDE: &[(&str, &[&str])] = &[
    ("side", &["number"]),
    ("party", TEXT),
    ("stance", MAYBE),
    ("claim", TEXT),
    ("statement", MAYBE),
    ("said", MAYBE),
    ("source", MAYBE),
    ("unreviewed", &["bool"]),
];

fn has_discrepancy(found: &Value) {
    has(found, DISCREPANCY);
    let sides = found["sides"].as_array().expect("sides");
    assert!(!sides.is_empty(), "a discrepancy without sides: {found}");
    sides.iter().for_each(|side| has(side, SIDE));
}

/// `claim list` and `unconfirmed` have the same fields; the latter has only unconfirmed claims without a ruling.
#[test]
fn claims() {
    let desk = desk();
    let all = desk.list("claim list");
    all.iter().for_each(|claim| has(claim, CLAIM));
    assert_eq!(all.len(), 4);
    let unconfirmed = desk.list("unconfirmed");
    assert_eq!(unconfirmed, all, "none is confirmed or ruled on yet");
    desk.ok("rule in-geneva mostly-true --reason 'It was booked.'");
    desk.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --said 2025-08-20");
    let ids = |claims: &[Value]| -> Vec<Value> {
        claims.iter().map(|claim| claim["id"].clone()).collect()
    };
    assert_eq!(
        ids(&desk.list("unconfirmed")),
        ["in-budapest", "bridge-hit"]
    );
    let all = desk.list("claim list");
    all.iter().for_each(|claim| has(claim, CLAIM));
    assert_eq!(ids(&all).len(), 4);
}

/// The values of a claim's fields.
#[test]
fn a_claim() {
    let desk = desk();
    let mut claims = desk.list("claim list");
    // The rules' own cases say whether a change of the acknowledgement alone starts a new status.
    let since = claims[0]["since"].take();
    assert!(since.is_string(), "{since}");
    assert_eq!(
        claims[0],
        json!({"id": "agreed-to-meet", "text": "Russia agreed to a meeting.", "topic": "summit",
               "status": "unconfirmed", "contested_by": [], "standard": "acknowledgement", "acknowledgement": "withheld",
               "origins": 1, "origins_needed": null,
               "principals": ["kremlin"], "awaiting": ["kremlin"], "affirmed_by": ["trump"], "negated_by": [],
               "uncertain": [], "withheld_by": ["kremlin"], "question": null, "value": null, "due": null,
               "since": null, "ruling": null, "unreviewed": false})
    );
    assert_eq!(
        claims[1],
        json!({"id": "in-geneva", "text": "They will meet in Geneva.", "topic": "summit", "status": "unconfirmed",
               "contested_by": [], "standard": "corroboration:2", "acknowledgement": null, "origins": 1, "origins_needed": 2, "principals": [], "awaiting": [],
               "affirmed_by": ["trump"], "negated_by": [], "uncertain": [], "withheld_by": [], "question": "venue",
               "value": {"kind": "place", "name": "Geneva"}, "due": null, "since": "2025-08-19", "ruling": null, "unreviewed": false})
    );
}

/// `discrepancies` lists weak ones too, with their sides.
#[test]
fn discrepancies() {
    let desk = desk();
    let found = desk.list("discrepancies");
    found.iter().for_each(has_discrepancy);
    let kinds: Vec<(&str, bool)> = found
        .iter()
        .map(|found| {
            (
                found["kind"].as_str().expect("a kind"),
                found["weak"] == true,
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("unacknowledged", false),
            ("value-conflict", false),
            ("anonymous-only", false)
        ]
    );
    let conflict = &found[1];
    assert_eq!(conflict["claims"], json!(["in-geneva", "in-budapest"]));
    assert_eq!(
        (&conflict["opened"], &conflict["resolved"]),
        (&json!("2025-08-19"), &Value::Null)
    );
    let sides: Vec<Value> = conflict["sides"].as_array().expect("sides").clone();
    let side = |party: &str| {
        sides
            .iter()
            .find(|side| side["party"] == party)
            .expect("a side")
    };
    let geneva = side("trump");
    assert_eq!(
        geneva,
        &json!({"side": 0, "party": "trump", "stance": "asserts", "claim": "in-geneva", "statement": geneva["statement"],
                "said": "2025-08-19", "source": "daily-08-19", "quote": null, "words": null, "unreviewed": false})
    );
    assert_eq!(side("officials")["claim"], "in-budapest");
}

/// A resolved discrepancy says when it ended.
#[test]
fn discrepancies_by_state() {
    let desk = desk();
    desk.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --said 2025-08-20");
    let resolved = desk.list("discrepancies --state resolved --kind unacknowledged");
    resolved.iter().for_each(has_discrepancy);
    assert!(
        resolved
            .iter()
            .any(|found| found["resolved"] == "2025-08-20" && found["weak"] == false),
        "{resolved:?}"
    );
    assert!(desk.list("discrepancies --kind unacknowledged").is_empty());
    let all = desk.list("discrepancies --state all").len();
    let open = desk.list("discrepancies --state open").len();
    let ended = desk.list("discrepancies --state resolved").len();
    assert_eq!(all, open + ended);
}

/// `say` answers what it changed.
#[test]
fn say() {
    let desk = desk();
    let news =
        desk.json("say kremlin confirms agreed-to-meet --source daily-08-19 --said 2025-08-20");
    has(
        &news,
        &[
            ("statement", TEXT),
            ("claim", TEXT),
            ("status", &["{after: string, before: string}"]),
        ],
    );
    assert_eq!(news["claim"], "agreed-to-meet");
    assert_eq!(
        news["status"],
        json!({"before": "unconfirmed", "after": "confirmed"})
    );
    let moved = &news["discrepancies"];
    for list in ["opened", "resolved"] {
        moved[list]
            .as_array()
            .expect("an array")
            .iter()
            .for_each(has_discrepancy);
    }
    let kinds = |list: &str| -> Vec<Value> {
        moved[list]
            .as_array()
            .expect("an array")
            .iter()
            .map(|found| found["kind"].clone())
            .collect()
    };
    assert_eq!(
        (kinds("opened"), kinds("resolved")),
        (vec![], vec![json!("unacknowledged")])
    );
    let shown = desk.json("claim show agreed-to-meet");
    let ids: Vec<&Value> = shown["statements"]
        .as_array()
        .expect("statements")
        .iter()
        .map(|said| &said["id"])
        .collect();
    assert!(ids.contains(&&news["statement"]));
}

/// `correct`, `void` and `rule` answer like `say`; a ruling has no statement.
#[test]
fn other_writes() {
    let desk = desk();
    let said = desk.json("say zelenskyy denies agreed-to-meet --source daily-08-19");
    let id = said["statement"].as_str().expect("an id").to_owned();
    let corrected = desk.json(format!("correct {id} --stance doubts"));
    let id = corrected["statement"].as_str().expect("an id").to_owned();
    let voided = desk.json(format!("void {id} --reason 'another meeting was meant'"));
    let ruled = desk.json("rule agreed-to-meet unproven --reason 'Nobody can tell.'");
    for news in [&said, &corrected, &voided, &ruled] {
        has(
            news,
            &[
                ("statement", MAYBE),
                ("claim", TEXT),
                ("status", &["{after: string, before: string}"]),
            ],
        );
        assert!(
            news["discrepancies"]["opened"].is_array()
                && news["discrepancies"]["resolved"].is_array()
        );
    }
    assert_eq!(voided["statement"], id.as_str());
    assert_eq!(ruled["statement"], Value::Null);
}

/// `verify` answers whether the journal is intact, its length and its head.
#[test]
fn verify() {
    let desk = desk();
    let answer = desk.json("verify");
    has(
        &answer,
        &[
            ("ok", &["bool"]),
            ("entries", &["number"]),
            ("head", TEXT),
            ("problem", &["null"]),
        ],
    );
    assert_eq!(answer["ok"], true);
    let head = answer["head"].as_str().expect("a head");
    assert!(
        head.len() == 64 && head.bytes().all(|digit| digit.is_ascii_hexdigit()),
        "{head}"
    );
    let before = answer["entries"].as_i64().expect("a number");
    desk.ok("say trump asserts bridge-hit --source minutes");
    let later = desk.json("verify");
    assert_eq!(later["entries"], before + 1);
    assert_ne!(later["head"], answer["head"]);
}

/// `verify` names the first entry that was tampered with and exits with code 1.
#[test]
fn verify_names_the_first_bad_entry() {
    let desk = desk();
    let tampered = rusqlite::Connection::open(desk.path("onrecord.db")).expect("the ledger");
    tampered
        .execute_batch("DROP TRIGGER body_is_final; UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), 'trump', 'trumq') AS BLOB) WHERE seq = 16")
        .expect("a forged entry");
    drop(tampered);
    let run = desk.run("verify --format json");
    let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((run.code, &answer["ok"]), (1, &json!(false)), "{run}");
    assert!(answer["problem"].to_string().contains("16"), "{answer}");
}

/// JSON Lines has the same elements, one a line; CSV has the same fields, one a column.
#[test]
fn the_other_formats_have_the_same_fields() {
    let desk = desk();
    for command in [
        "claim list",
        "unconfirmed",
        "discrepancies",
        "party list",
        "source list",
        "question list",
        "log",
    ] {
        let elements = desk.list(command);
        let lines = desk.ok(format!("{command} --format jsonl"));
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(lines, elements, "{command:?}");
        let sheet = desk.ok(format!("{command} --format csv"));
        let header = sheet.lines().next().expect("a header");
        let fields: Vec<&str> = elements[0]
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(header.split(',').collect::<Vec<_>>(), fields, "{command:?}");
    }
}

/// An answer without elements is an empty list in every format for programs, not an error.
#[test]
fn no_elements_are_an_empty_list() {
    let desk = TestDesk::with_ledger("2025-08-20");
    for command in [
        "claim list",
        "unconfirmed",
        "discrepancies",
        "party list",
        "log",
    ] {
        assert_eq!(
            desk.ok(format!("{command} --format json")).trim(),
            "[]",
            "{command:?}"
        );
        assert_eq!(
            desk.ok(format!("{command} --format jsonl")),
            "",
            "{command:?}"
        );
    }
}

/// A cell of CSV has one value: no JSON, whatever the answer.
#[test]
fn a_cell_has_one_value() {
    let desk = desk();
    desk.ok("party edit kremlin --member-of russia");
    let sheet = |line: &str| -> Vec<Vec<String>> {
        let text = desk.ok(format!("{line} --format csv"));
        assert!(!text.contains('{') && !text.contains('['), "{line}: {text}");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let rows = reader.records().map(|row| row.expect("a row"));
        rows.map(|row| row.iter().map(str::to_owned).collect())
            .collect()
    };
    let cell = |rows: &[Vec<String>], row: usize, column: &str| {
        let at = rows[0].iter().position(|name| name == column);
        rows[row][at.unwrap_or_else(|| panic!("no {column} in {:?}", rows[0]))].clone()
    };
    let claims = sheet("claim list");
    assert_eq!(cell(&claims, 2, "value"), "Geneva");
    assert_eq!(cell(&claims, 1, "affirmed_by"), "trump");
    assert_eq!(cell(&sheet("party list"), 2, "speaks_for"), "russia");
    assert_eq!(cell(&sheet("discrepancies"), 1, "sides"), "trump; kremlin");
    assert_eq!(
        cell(&sheet("question list"), 1, "answers"),
        "in-geneva; in-budapest"
    );
    let timeline = sheet("timeline agreed-to-meet");
    assert_eq!(timeline.len(), 3);
    assert_eq!(cell(&timeline, 1, "party"), "trump");
    assert_eq!(cell(&sheet("rivals venue"), 1, "id"), "in-geneva");
    assert_eq!(sheet("claim show agreed-to-meet").len(), 3);
    let said = sheet("say kremlin confirms agreed-to-meet --source daily-08-19 --said 2025-08-20");
    assert_eq!(cell(&said, 1, "status.before"), "unconfirmed");
    assert_eq!(cell(&said, 1, "status.after"), "confirmed");
    for other in [
        "status",
        "why agreed-to-meet",
        "matrix",
        "awaiting",
        "changes --since 2025-08-01",
        "log",
        "head",
    ] {
        sheet(other);
    }
}
