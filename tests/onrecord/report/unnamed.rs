//! What is made for publication does not depend on who the unnamed speakers are.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use crate::common::desk::NOW;
use crate::common::{TestDesk, cases, lines};
use crate::interchange::generated::ledger;

fn party(id: &str, name: &str) -> Value {
    json!({"record": "party", "id": id, "name": name, "kind": "person"})
}

fn said(party: &str, stance: &str, claim: &str, day: &str, more: Value) -> Value {
    let mut statement = json!({"record": "statement", "party": party, "stance": stance, "claim": claim,
                               "source": "paper", "said": day});
    for (field, value) in more.as_object().expect("fields") {
        statement[field] = value.clone();
    }
    statement
}

fn background() -> Value {
    json!({"attribution": "background", "shown_as": "a senior official"})
}

/// A minister who speaks on background and later on the record, for a ministry that speaks too.
fn records() -> Vec<Value> {
    vec![
        json!({"record": "party", "id": "ministry", "name": "The Ministry", "kind": "government"}),
        json!({"record": "party", "id": "open", "name": "Minister Open", "kind": "person",
               "speaks_for": [{"party": "ministry"}]}),
        party("fresh", "Fresh Person"),
        party("other", "Deputy Other"),
        json!({"record": "party", "id": "whisper", "name": "A whisper", "kind": "anonymous"}),
        json!({"record": "source", "id": "paper", "title": "Paper", "published": "2025-08-18"}),
        json!({"record": "claim", "id": "tax", "text": "The tax will rise."}),
        json!({"record": "claim", "id": "bridge", "text": "The bridge will close."}),
        json!({"record": "claim", "id": "road", "text": "The road is shut.", "standard": "corroboration:1"}),
        said("open", "asserts", "tax", "2025-08-17", background()),
        said("open", "denies", "tax", "2025-08-18", json!({})),
        said("open", "asserts", "bridge", "2025-08-17", background()),
        said("open", "retracts", "bridge", "2025-08-18", json!({})),
        said("open", "asserts", "road", "2025-08-17", background()),
        said("ministry", "denies", "road", "2025-08-18", json!({})),
        said(
            "other",
            "asserts",
            "road",
            "2025-08-18",
            json!({"attribution": "anonymous", "via": ["whisper"]}),
        ),
    ]
}

/// Everything that is made for publication. The head of the journal differs from ledger to ledger.
fn published(desk: &TestDesk) -> Vec<String> {
    let head = desk.journal()["head"].as_str().expect("a hash").to_owned();
    let commands = [
        "report -",
        "report - --since 2025-08-18",
        "report - --format markdown",
        "report - --format json --since 2025-08-18",
        "report - --format json --as-of 2025-08-18",
        "export --public",
        "export --format claimreview --include-unresolved",
        "report --embed tax",
        "report --embed bridge --include-unresolved",
        "report --embed road --as-of 2025-08-18",
    ];
    let outputs = commands.iter().map(|command| {
        let run = desk.run(command);
        // A ledger on which nobody spoke has no report.
        let text = if run.code == 0 {
            run.stdout
        } else {
            String::new()
        };
        text.replace(&head, "HEAD").replace(&head[..12], "HEAD")
    });
    outputs.collect()
}

fn with_speaker(records: &[Value], at: usize, speaker: &str) -> Vec<Value> {
    let mut records = records.to_vec();
    records[at]["party"] = json!(speaker);
    records
}

#[test]
fn a_page_is_the_same_whoever_spoke_on_background() {
    let records = records();
    let page = published(&TestDesk::holding(NOW, &records));
    for (at, record) in records.iter().enumerate() {
        if record["attribution"] != "background" {
            continue;
        }
        let other = TestDesk::holding(NOW, &with_speaker(&records, at, "fresh"));
        assert_eq!(published(&other), page, "{record}");
    }
}

/// A retraction withdraws nothing that was said without a name, and a denial makes nothing lapse.
#[test]
fn a_statement_on_the_record_does_not_move_an_unnamed_one() {
    let desk = TestDesk::holding(NOW, &records());
    let run = desk.run("report - --format json");
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    for claim in report["claims"].as_array().expect("claims") {
        assert_eq!(claim["statements"][0]["speaker"]["party"], Value::Null);
        assert_eq!(
            claim["statements"][0]["rule"],
            "stands, not on the record: acknowledges nothing"
        );
    }
    assert_eq!(
        desk.json("claim show bridge")["claim"]["status"],
        "withdrawn"
    );
    assert_eq!(report["claims"][1]["status"], "unconfirmed");
    // The desk is told, and the page is not.
    assert!(
        run.stderr
            .contains("bridge: withdrawn at the desk, unconfirmed in public"),
        "{}",
        run.stderr
    );
    assert!(!run.stdout.contains("at the desk"));
    assert!(
        !desk
            .run("report - --include-off-record")
            .stderr
            .contains("note")
    );
}

/// What an anonymous party passes on names nobody either.
#[test]
fn an_anonymous_speaker_relayed_by_an_anonymous_party_is_not_named() {
    let desk = TestDesk::holding(NOW, &records());
    for output in published(&desk) {
        assert!(!output.contains("Deputy Other"), "{output}");
    }
}

#[test]
fn a_public_export_has_no_notes_and_no_names_of_the_unnamed() {
    let mut records = records();
    records.push(said(
        "other",
        "asserts",
        "tax",
        "2025-08-18",
        json!({"attribution": "off-record", "quote": "between us"}),
    ));
    records[9]["note"] = json!("met at the station");
    records[9]["id"] = json!("sgiven");
    let desk = TestDesk::holding(NOW, &records);
    let public = desk.noted("export --public");
    for word in [
        "Other",
        "other",
        "between us",
        "station",
        "off-record",
        "sgiven",
        "Fresh",
    ] {
        assert!(!public.contains(word), "{word}: {public}");
    }
    assert!(public.contains("a senior official"));
    let own: Vec<Value> = public
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|record: &Value| record["attribution"] == "background")
        .collect();
    let speakers: std::collections::BTreeSet<&str> = own
        .iter()
        .filter_map(|said| said["party"].as_str())
        .collect();
    assert_eq!((own.len(), speakers.len()), (3, 3));
    assert_eq!(
        public.matches("\"kind\":\"anonymous\"").count(),
        5,
        "{public}"
    );
    // It can be imported, and is a ledger that shows the same page.
    let reader = TestDesk::with_ledger(NOW);
    reader.write("public.jsonl", &public);
    reader.ok("import public.jsonl");
    let claims = |desk: &TestDesk| desk.report("")["claims"].clone();
    assert_eq!(claims(&reader), claims(&desk));
    assert!(desk.run("export --public --include-off-record").code == 2);
    desk.noted("--format csv export --public --to sheets");
    let sheet = std::fs::read_to_string(desk.path("sheets/statements.csv")).expect("the sheet");
    assert!(sheet.contains("a senior official") && !sheet.contains("station"));
}

/// A page follows corrections, voided statements, undone writes, mergers and redactions, whoever spoke.
#[test]
fn a_page_follows_what_the_desk_takes_back() {
    let page = |speaker: &str| {
        let desk = TestDesk::holding(NOW, &records());
        let say = |stance: &str, claim: &str, level: &str| {
            let line =
                format!("say {speaker} {stance} {claim} --source paper --attribution {level}");
            desk.ok(format!("{line} --format json"));
            let of = desk.json(format!("claim show {claim}"));
            let statements = of["statements"].as_array().expect("statements").clone();
            let own = statements.iter().rfind(|one| {
                one["party"] == speaker && one["stance"] == stance && one["attribution"] == level
            });
            own.expect("the statement")["id"]
                .as_str()
                .expect("an id")
                .to_owned()
        };
        let mut pages = vec![published(&desk)];
        let id = say("hedges", "tax", "background");
        desk.ok(format!("correct {id} --attribution off-record"));
        pages.push(published(&desk));
        assert_eq!(desk.run("undo --yes").code, 0);
        pages.push(published(&desk));
        desk.ok(format!("void {id} --reason mistaken"));
        pages.push(published(&desk));
        let id = say("doubts", "bridge", "off-record");
        desk.ok(format!("correct {id} --attribution background"));
        pages.push(published(&desk));
        let id = say("declines", "road", "deep-background");
        pages.push(published(&desk));
        desk.ok(format!("redact {id} --reason safety"));
        desk.ok("party merge whisper other");
        pages.push(published(&desk));
        pages
    };
    let (one, other) = (page("open"), page("fresh"));
    assert_eq!(one, other);
    for step in one.windows(2) {
        assert_ne!(step[0], step[1]);
    }
    assert!(!one.concat().concat().contains("Deputy Other"));
}

/// The statements of a ledger, off the record or not: equal ones are recorded once.
fn count(desk: &TestDesk) -> usize {
    desk.state()
        .records
        .matches("\"record\":\"statement\"")
        .count()
}

/// A ledger of these records. Of statements that differ only in their terms the first is kept, with exit code 1.
fn keeping_the_first(records: &[Value]) -> TestDesk {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("import.jsonl", lines(records));
    let run = desk.run("import import.jsonl");
    assert!(run.code <= 1 && run.stderr.is_empty(), "{run}");
    desk
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(12),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    })]

    /// Whatever a ledger holds, a hidden speaker or relayer can be replaced by one who is heard nowhere else.
    #[test]
    fn a_hidden_identity_can_be_replaced(records in ledger(), which in any::<Index>()) {
        let mut records = records;
        let statements = records.iter().position(|one| one["record"] == "statement");
        let statements = statements.unwrap_or(records.len());
        records.insert(0, party("fresh", "Fresh Person"));
        let kinds = records.clone();
        let record_of = |id: &Value| kinds.iter().find(|one| one["record"] == "party" && one["id"] == *id);
        let is_anonymous = |id: &Value| record_of(id).is_some_and(|one| one["kind"] == "anonymous");
        // Where an unnamed one is hidden, with the field that names it.
        let mut hidden: Vec<(usize, Option<usize>)> = Vec::new();
        for (at, record) in records.iter().enumerate().skip(statements) {
            if record["record"] != "statement" {
                continue;
            }
            if record["attribution"] != "on-record" || is_anonymous(&record["party"]) {
                hidden.push((at, None));
            }
            let via = record["via"].as_array().expect("a list");
            hidden.extend(via.iter().enumerate().filter(|(_, id)| is_anonymous(id)).map(|(of, _)| (at, Some(of))));
        }
        prop_assume!(!hidden.is_empty());
        let (at, relayer) = hidden[which.index(hidden.len())];
        let field = match relayer {
            None => &records[at]["party"],
            Some(of) => &records[at]["via"][of],
        };
        if is_anonymous(field) {
            // Its name is the description.
            let mut same = record_of(field).expect("a party").clone();
            records[0]["kind"] = same["kind"].take();
            records[0]["name"] = same["name"].take();
        }
        let mut replaced = records.clone();
        match relayer {
            None => replaced[at]["party"] = json!("fresh"),
            Some(of) => replaced[at]["via"][of] = json!("fresh"),
        }
        let (one, other) = (keeping_the_first(&records), keeping_the_first(&replaced));
        prop_assume!(count(&one) == count(&other));
        prop_assert_eq!(published(&one), published(&other));
    }
}
