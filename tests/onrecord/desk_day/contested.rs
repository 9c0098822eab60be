//! A status is never given without those who contest it.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::NOW;

/// A claim that its principal confirmed and the transport department denies.
fn desk() -> TestDesk {
    let desk = TestDesk::holding(
        NOW,
        &[
            json!({"record": "party", "id": "union", "name": "The Union", "kind": "organisation"}),
            json!({"record": "party", "id": "transport", "name": "The Transport Department", "kind": "government"}),
            json!({"record": "party", "id": "operator", "name": "The Operator", "kind": "organisation"}),
            json!({"record": "source", "id": "daily", "title": "News", "published": "2025-08-19"}),
            json!({"record": "source", "id": "wire", "title": "Wire", "published": "2025-08-18"}),
            json!({"record": "question", "id": "offer", "text": "What is on offer?"}),
            json!({"record": "claim", "id": "deal", "text": "The union accepted the offer.", "topic": "strike",
                   "principals": ["union"], "question": "offer", "value": {"kind": "text", "text": "a rise"}}),
            json!({"record": "claim", "id": "talks-off", "text": "The talks ended.", "topic": "strike"}),
        ],
    );
    desk.ok("say union confirms deal --source wire");
    desk.ok("say transport denies deal --source daily");
    desk
}

/// The words for the claim in this ledger.
const WORDS: &str = "denied by the Transport Department";

/// Checks that the object that gives a status of the claim names those who contest it.
fn named(answer: &Value) {
    assert_eq!(answer["contested_by"], json!(["transport"]), "{answer}");
}

#[test]
fn every_answer_with_a_status_names_those_who_contest_it() {
    let desk = desk();
    let list = desk.list("claim list --status confirmed");
    named(&list[0]);
    named(&desk.json("claim show deal")["claim"]);
    named(&desk.json("why deal"));
    named(&desk.json("question show offer")["answers"][0]);
    named(&desk.json("rivals offer")["answers"][0]);
    named(&desk.json("matrix")["claims"][0]);
    named(&desk.json("matrix --party union")["claims"][0]);
    named(&desk.json("changes --since 2025-08-01")["new"][0]);
    named(&desk.json("say transport denies deal --source wire"));
    let report = desk.report("");
    let speaker = json!([{"name": "The Transport Department", "party": "transport"}]);
    for answer in [
        &report["claims"][0],
        &report["matrix"]["rows"][0],
        &report["questions"][0]["answers"][0],
    ] {
        assert_eq!(answer["contested_by"], speaker, "{answer}");
    }
    assert_eq!(
        desk.json("claim show talks-off")["claim"]["contested_by"],
        json!([])
    );
}

/// Before the department spoke, nobody contested the status.
#[test]
fn an_earlier_status_has_those_who_contested_it_then() {
    let desk = desk();
    let before = desk.list("claim list --status confirmed --as-of 2025-08-18");
    assert_eq!(before[0]["contested_by"], json!([]));
    desk.ok("say operator asserts talks-off --source wire");
    desk.ok("say transport rejects talks-off --source daily");
    desk.ok("say union asserts talks-off --source daily --said 2025-08-20");
    let items = desk.json("timeline talks-off")["statements"].clone();
    let turned: Vec<Value> = items
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| json!([item["turned"], item["contested_by"]]))
        .collect();
    assert_eq!(
        turned,
        [
            json!(["unconfirmed", []]),
            json!(["disputed", ["transport"]]),
            json!([null, []])
        ]
    );
    assert!(desk.ok("timeline talks-off").contains("rejected by"));
}

#[test]
fn people_read_who_contests_a_status() {
    let desk = desk();
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "claim show deal --format markdown",
        "claim list --format markdown",
        "why deal --format markdown",
        "rivals offer --format markdown",
        "report - --format markdown",
    ] {
        let shown = flat(desk.noted(line));
        assert!(shown.contains(WORDS), "{line}: {shown}");
    }
    let page = desk.noted("report -");
    assert!(page.contains(WORDS), "the page");
    let said = flat(desk.ok("say transport denies deal --source wire"));
    assert!(
        said.contains(&format!("still confirmed, {WORDS}")),
        "{said}"
    );
    let csv = desk.ok("claim list --format csv");
    assert!(csv.contains("confirmed,transport,"), "{csv}");
}

/// A speaker on background is contested by under the wording agreed on, on a page.
#[test]
fn a_page_names_nobody_who_contests_without_attribution() {
    let desk = desk();
    desk.ok("say operator denies deal --source daily --attribution background --shown-as 'a person at the operator'");
    let report = desk.report("");
    let contested = report["claims"][0]["contested_by"].to_string();
    assert!(
        contested.contains("a person at the operator"),
        "{contested}"
    );
    let page = desk.noted("report -") + &desk.noted("report - --format markdown");
    assert!(!page.contains("The Operator") && !report.to_string().contains("The Operator"));
    assert!(page.contains("denied by the Transport Department and a person at the operator"));
}

/// Strength at a glance: how many origins of those needed, and who is missing.
#[test]
fn unconfirmed_claims_show_what_is_missing() {
    let desk = desk();
    desk.ok("say operator asserts talks-off --source wire");
    desk.ok("claim add pay-rise --text 'Pay will rise.' --principal operator");
    let claims = desk.list("unconfirmed");
    assert_eq!(
        (&claims[0]["origins"], &claims[0]["origins_needed"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(claims[1]["origins_needed"], Value::Null);
    let table = desk.ok("unconfirmed");
    assert!(
        table.contains("1 of 2 origins") && table.contains("awaiting the Operator"),
        "{table}"
    );
    assert!(table.contains("A claim is confirmed once"), "{table}");
    assert!(desk.noted("report -").contains("A claim is confirmed once"));
}
