//! A change names what made it: what the change would not have happened without.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::common::{TestDesk, cases};

const DAY: &str = "2025-08-20";

/// Three parties, two of them principals of `x`, and `y`, an event.
fn desk() -> TestDesk {
    let mut records: Vec<Value> = ["a", "b", "c"]
        .iter()
        .map(|id| json!({"record": "party", "id": id, "name": format!("Party {id}"), "kind": "person"}))
        .collect();
    for source in ["one", "two", "three"] {
        records.push(
            json!({"record": "source", "id": source, "title": source, "published": "2025-08-19"}),
        );
    }
    records.push(
        json!({"record": "claim", "id": "x", "text": "A deal was made.", "principals": ["b"]}),
    );
    records.push(json!({"record": "claim", "id": "y", "text": "The bridge was hit."}));
    let mut desk = TestDesk::holding("2025-08-19T12:00Z", &records);
    desk.set_now("2025-08-20T12:00Z");
    desk
}

fn say(desk: &TestDesk, what: &str, source: &str) -> String {
    let said = desk.json(format!("say {what} --source {source} --said {DAY}"));
    said["statement"].as_str().expect("an id").to_owned()
}

/// The change of a claim since the day began: what it is now, by which statements and entries.
fn change(desk: &TestDesk, claim: &str) -> Option<(String, Vec<String>, Vec<String>)> {
    let changes = desk.json("changes --since 2025-08-19T18:00Z");
    let moved = changes["statuses"].as_array().expect("a list").iter();
    let moved = moved.clone().find(|moved| moved["claim"] == claim)?;
    let texts = |list: &str, text: fn(&Value) -> &Value| {
        let all = moved[list].as_array().expect("a list").iter();
        all.map(|one| text(one).as_str().expect("a text").to_owned())
            .collect()
    };
    let after = moved["status"]["after"].as_str().expect("a status");
    Some((
        after.to_owned(),
        texts("by", |id| id),
        texts("by_entries", |entry| &entry["kind"]),
    ))
}

#[test]
fn what_was_merely_said_last_is_not_credited() {
    let desk = desk();
    let made = say(&desk, "b asserts x", "one");
    say(&desk, "c no-reply x", "one");
    let confirmed = Some(("confirmed".to_owned(), vec![made.clone()], vec![]));
    assert_eq!(change(&desk, "x"), confirmed);
    let brief = desk.ok("changes --since 2025-08-19T18:00Z --brief");
    assert!(
        brief.contains("x went from unconfirmed to confirmed: Party b said so"),
        "{brief}"
    );
    let timeline = desk.json("timeline x");
    let turned: Vec<(&Value, &Value)> = timeline["statements"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|said| (&said["turned"], &said["by"]))
        .collect();
    assert_eq!(
        turned,
        [
            (&json!("confirmed"), &json!([made])),
            (&Value::Null, &json!([]))
        ]
    );
    assert_eq!(desk.json("claim show x")["by"], json!([made]));
}

#[test]
fn several_that_together_or_each_alone_were_enough_are_all_credited() {
    let desk = desk();
    let first = say(&desk, "a asserts y", "one");
    let second = say(&desk, "c asserts y", "two");
    assert_eq!(
        change(&desk, "y"),
        Some(("confirmed".to_owned(), vec![first, second], vec![]))
    );
    let one = say(&desk, "b asserts x", "one");
    let other = say(&desk, "b confirms x", "two");
    assert_eq!(
        change(&desk, "x"),
        Some(("confirmed".to_owned(), vec![one, other], vec![]))
    );
}

#[test]
fn an_entry_that_is_no_statement_is_credited() {
    let mut desk = desk();
    let made = say(&desk, "b asserts x", "one");
    desk.set_now("2025-08-21T12:00Z");
    let since = |desk: &TestDesk| {
        let changes = desk.json("changes --since 2025-08-21");
        let moved = &changes["statuses"][0];
        (moved["by"].clone(), moved["by_entries"][0]["kind"].clone())
    };
    desk.ok(format!("void {made} --reason mistaken"));
    assert_eq!(since(&desk), (json!([]), json!("void")));
    assert_eq!(desk.run("undo --yes").code, 0);
    desk.ok("claim edit x --principal a");
    assert_eq!(since(&desk), (json!([]), json!("claim")));
}

/// Voiding all that is credited undoes the change; voiding anything else that is new does not.
#[test]
fn the_credited_statements_made_the_change() {
    let stances = vec![
        "asserts", "confirms", "denies", "no-reply", "retracts", "hedges",
    ];
    let deed = (
        select(vec!["a", "b", "c"]),
        select(stances),
        select(vec!["x", "y"]),
    );
    let deeds = prop::collection::vec((deed, select(vec!["one", "two", "three"])), 1..7);
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases(12))
    };
    let check = |deeds: Vec<((&str, &str, &str), &str)>| {
        let desk = desk();
        let mut said = Vec::new();
        for ((party, stance, claim), source) in deeds {
            let run = desk.run(format!(
                "say {party} {stance} {claim} --source {source} --said {DAY} --format json"
            ));
            if run.code == 0 {
                let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
                said.push((
                    answer["statement"].as_str().expect("an id").to_owned(),
                    claim,
                ));
            }
        }
        for claim in ["x", "y"] {
            let Some((after, by, _)) = change(&desk, claim) else {
                continue;
            };
            let file = desk.path("onrecord.db");
            let kept = std::fs::read(&file).expect("the ledger");
            let others = said
                .iter()
                .filter(|(id, on)| *on == claim && !by.contains(id));
            for (other, _) in others {
                if desk.run(format!("void {other} --reason test")).code == 0 {
                    let now = change(&desk, claim).map(|(after, ..)| after);
                    prop_assert_eq!(now.as_ref(), Some(&after), "without {}", other);
                }
                std::fs::write(&file, &kept).expect("the ledger again");
            }
            for id in &by {
                desk.ok(format!("void {id} --reason test"));
            }
            let now = change(&desk, claim).map(|(after, ..)| after);
            prop_assert_ne!(now.as_ref(), Some(&after), "without {:?}", by);
            std::fs::write(&file, &kept).expect("the ledger again");
        }
        Ok(())
    };
    TestRunner::new(config)
        .run(&deeds, check)
        .expect("the property holds");
}

/// The contradictions on `x`, open or not.
fn contradictions(desk: &TestDesk) -> Vec<Value> {
    desk.list("discrepancies --kind contradiction --state all")
}

/// A discrepancy is credited like a change of status: without what is credited, it would not have opened then, or
/// would not have ended.
#[test]
fn a_discrepancy_names_what_opened_and_what_resolved_it() {
    let mut desk = desk();
    let first = desk.json("say a asserts x --source one --said 2025-08-19");
    let denial = say(&desk, "c denies x", "two");
    // Both entered later, on the same day, and neither matters to it.
    say(&desk, "c denies y", "two");
    say(&desk, "a confirms x", "three");
    let found = contradictions(&desk);
    assert_eq!(found[0]["opened_by"], json!([denial]), "{found:#?}");
    assert_eq!(found[0]["resolved_by"], json!([]));
    assert_ne!(found[0]["opened_by"], json!([first["statement"]]));
    desk.set_now("2025-08-21T12:00Z");
    let end = desk.json("say c retracts x --source three --said 2025-08-21");
    desk.json("say b hedges x --source three --said 2025-08-21");
    let found = contradictions(&desk);
    assert_eq!(found[0]["opened_by"], json!([denial]), "{found:#?}");
    assert_eq!(found[0]["resolved_by"], json!([end["statement"]]));
    let ended = end["statement"].as_str().expect("an id");
    desk.ok(format!("void {ended} --reason mistake"));
    assert_eq!(contradictions(&desk)[0]["resolved"], Value::Null);
    desk.ok(format!("void {denial} --reason mistake"));
    assert!(contradictions(&desk).is_empty());
}

/// Either of two denials would have been enough, so it is the assertion without which there is no contradiction.
#[test]
fn what_a_discrepancy_could_have_done_without_is_not_named() {
    let desk = desk();
    let made = [
        say(&desk, "a asserts x", "one"),
        say(&desk, "b denies x", "two"),
        say(&desk, "c denies x", "two"),
    ];
    let found = contradictions(&desk);
    let by: Vec<&str> = found[0]["opened_by"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(by, [made[0].as_str()], "{found:#?}");
    desk.ok(format!("void {} --reason mistake", made[0]));
    assert!(contradictions(&desk).is_empty());
}
