//! The shapes of the JSON answers, field by field.

use serde_json::{Value, json};

use crate::common::Trial;
use crate::common::desk::small_desk;

/// The small desk with a conflict of two places, one of them from an unnamed source.
fn desk() -> Trial {
    let trial = small_desk();
    trial.ok("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    trial.ok("say trump asserts in-geneva --source daily-08-19");
    trial.ok("say officials asserts in-budapest --source daily-08-19");
    trial
}

/// What a field holds, as far as a program has to know: `string?` may be null.
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

/// Holds an answer to its documented fields. It may have more, which programs pass over; it may not have fewer, or
/// others in their place.
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
    ("standard", TEXT),
    ("acknowledgement", MAYBE),
    ("origins", &["number"]),
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
];

/// The fields of a discrepancy.
const DISCREPANCY: &[(&str, &[&str])] = &[
    ("kind", TEXT),
    ("claims", LIST),
    ("summary", TEXT),
    ("weak", &["bool"]),
    ("opened", TEXT),
    ("resolved", MAYBE),
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
];

fn has_discrepancy(found: &Value) {
    has(found, DISCREPANCY);
    let sides = found["sides"].as_array().expect("sides");
    assert!(!sides.is_empty(), "a discrepancy without sides: {found}");
    sides.iter().for_each(|side| has(side, SIDE));
}

/// `claim list` and `unconfirmed` answer the same fields; the second leaves out what is ruled on or not unconfirmed.
#[test]
fn claims() {
    let trial = desk();
    let all = trial.list("claim list");
    all.iter().for_each(|claim| has(claim, CLAIM));
    assert_eq!(all.len(), 4);
    let unconfirmed = trial.list("unconfirmed");
    assert_eq!(unconfirmed, all, "none is confirmed or ruled on yet");
    trial.ok("rule in-geneva mostly-true --reason 'It was booked.'");
    trial.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --said 2025-08-20");
    let ids = |claims: &[Value]| -> Vec<Value> {
        claims.iter().map(|claim| claim["id"].clone()).collect()
    };
    assert_eq!(
        ids(&trial.list("unconfirmed")),
        ["in-budapest", "bridge-hit"]
    );
    let all = trial.list("claim list");
    all.iter().for_each(|claim| has(claim, CLAIM));
    assert_eq!(ids(&all).len(), 4);
}

/// The values of a claim's fields, on one that has them.
#[test]
fn a_claim() {
    let trial = desk();
    let mut claims = trial.list("claim list");
    // Whether a turn of the acknowledgement alone begins a status anew is for the rules' own cases to say.
    let since = claims[0]["since"].take();
    assert!(since.is_string(), "{since}");
    assert_eq!(
        claims[0],
        json!({"id": "agreed-to-meet", "text": "Russia agreed to a meeting.", "topic": "summit",
               "status": "unconfirmed", "standard": "acknowledgement", "acknowledgement": "withheld", "origins": 1,
               "principals": ["kremlin"], "awaiting": ["kremlin"], "affirmed_by": ["trump"], "negated_by": [],
               "uncertain": [], "withheld_by": ["kremlin"], "question": null, "value": null, "due": null,
               "since": null, "ruling": null})
    );
    assert_eq!(
        claims[1],
        json!({"id": "in-geneva", "text": "They will meet in Geneva.", "topic": "summit", "status": "unconfirmed",
               "standard": "corroboration:2", "acknowledgement": null, "origins": 1, "principals": [], "awaiting": [],
               "affirmed_by": ["trump"], "negated_by": [], "uncertain": [], "withheld_by": [], "question": "venue",
               "value": {"kind": "place", "name": "Geneva"}, "due": null, "since": "2025-08-19", "ruling": null})
    );
}

/// `discrepancies` answers weak ones too, with their sides.
#[test]
fn discrepancies() {
    let trial = desk();
    let found = trial.list("discrepancies");
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
                "said": "2025-08-19", "source": "daily-08-19"})
    );
    assert_eq!(side("officials")["claim"], "in-budapest");
}

/// The states: an ended discrepancy says when it ended.
#[test]
fn discrepancies_by_state() {
    let trial = desk();
    trial.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --said 2025-08-20");
    let resolved = trial.list("discrepancies --state resolved --kind unacknowledged");
    resolved.iter().for_each(has_discrepancy);
    assert!(
        resolved
            .iter()
            .any(|found| found["resolved"] == "2025-08-20" && found["weak"] == false),
        "{resolved:?}"
    );
    assert!(trial.list("discrepancies --kind unacknowledged").is_empty());
    let all = trial.list("discrepancies --state all").len();
    let open = trial.list("discrepancies --state open").len();
    let ended = trial.list("discrepancies --state resolved").len();
    assert_eq!(all, open + ended);
}

/// `say` answers what it changed.
#[test]
fn say() {
    let trial = desk();
    let news =
        trial.json("say kremlin confirms agreed-to-meet --source daily-08-19 --said 2025-08-20");
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
    let shown = trial.json("claim show agreed-to-meet");
    let ids: Vec<&Value> = shown["statements"]
        .as_array()
        .expect("statements")
        .iter()
        .map(|said| &said["statement"])
        .collect();
    assert!(ids.contains(&&news["statement"]));
}

/// `correct`, `void` and `rule` answer in the shape of `say`; a ruling has no statement.
#[test]
fn other_news() {
    let trial = desk();
    let said = trial.json("say zelenskyy denies agreed-to-meet --source daily-08-19");
    let id = said["statement"].as_str().expect("an id").to_owned();
    let corrected = trial.json(format!("correct {id} --stance doubts"));
    let id = corrected["statement"].as_str().expect("an id").to_owned();
    let voided = trial.json(format!("void {id} --reason 'another meeting was meant'"));
    let ruled = trial.json("rule agreed-to-meet unproven --reason 'Nobody can tell.'");
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

/// `verify` answers whether the journal holds, how long it is, and its head.
#[test]
fn verify() {
    let trial = desk();
    let answer = trial.json("verify");
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
    trial.ok("say trump asserts bridge-hit --source minutes");
    let later = trial.json("verify");
    assert_eq!(later["entries"], before + 1);
    assert_ne!(later["head"], answer["head"]);
}

/// `verify` names the first entry that was tampered with, and ends with exit code 1.
#[test]
fn verify_names_what_is_wrong() {
    let trial = desk();
    let tampered = rusqlite::Connection::open(trial.path("onrecord.db")).expect("the ledger");
    tampered
        .execute_batch("DROP TRIGGER body_is_final; UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), 'trump', 'trumq') AS BLOB) WHERE seq = 16")
        .expect("a forged entry");
    drop(tampered);
    let told = trial.run("verify --format json");
    let answer: Value = serde_json::from_str(&told.stdout).expect("JSON");
    assert_eq!((told.code, &answer["ok"]), (1, &json!(false)), "{told}");
    assert!(answer["problem"].to_string().contains("16"), "{answer}");
}

/// JSON Lines is the same answer, an element a line; CSV has the same fields, a column each.
#[test]
fn the_other_formats_have_the_same_fields() {
    let trial = desk();
    for command in [
        "claim list",
        "unconfirmed",
        "discrepancies",
        "party list",
        "source list",
        "question list",
        "log",
    ] {
        let elements = trial.list(command);
        let lines = trial.ok(format!("{command} --format jsonl"));
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(lines, elements, "{command:?}");
        let sheet = trial.ok(format!("{command} --format csv"));
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

/// An answer without elements is an empty list in every format for programs, and no error.
#[test]
fn nothing_is_an_empty_list() {
    let trial = Trial::with_ledger("2025-08-20");
    for command in [
        "claim list",
        "unconfirmed",
        "discrepancies",
        "party list",
        "log",
    ] {
        assert_eq!(
            trial.ok(format!("{command} --format json")).trim(),
            "[]",
            "{command:?}"
        );
        assert_eq!(
            trial.ok(format!("{command} --format jsonl")),
            "",
            "{command:?}"
        );
    }
}
