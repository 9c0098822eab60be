//! Timelines, and rival answers side by side.

use serde_json::{Value, json};

use super::{assert_transcript, fields, statement};
use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// The small desk with a story that was recorded last to first.
fn story() -> TestDesk {
    let desk = small_desk();
    let say = |party, stance, claim, time| {
        statement(
            &desk,
            format!("say {party} {stance} {claim} --source minutes --said {time}"),
        )
    };
    say("kremlin", "confirms", "agreed-to-meet", "2025-08-20T08:00Z");
    say("ushakov", "denies", "agreed-to-meet", "2025-08-19");
    say("zelenskyy", "hedges", "agreed-to-meet", "2025-08");
    say("trump", "asserts", "in-geneva", "2025-08-19");
    say("zelenskyy", "asserts", "in-budapest", "2025-08-19T10:00Z");
    say("zelenskyy", "denies", "in-geneva", "2025-08-19T11:00Z");
    desk
}

fn timeline(desk: &TestDesk, options: &str) -> Value {
    let timeline = desk.json(format!("timeline {options}"));
    fields(
        &timeline["statements"],
        &["said", "party", "stance", "claim", "turned"],
    )
}

/// Statements are listed in the order they were said, with the status that each led to.
#[test]
fn a_timeline_is_in_the_order_things_were_said() {
    let desk = story();
    assert_eq!(
        timeline(&desk, "agreed-to-meet"),
        json!([
            [
                "2025-08",
                "zelenskyy",
                "hedges",
                "agreed-to-meet",
                "unconfirmed"
            ],
            ["2025-08-18", "trump", "asserts", "agreed-to-meet", null],
            [
                "2025-08-19",
                "ushakov",
                "denies",
                "agreed-to-meet",
                "disputed"
            ],
            [
                "2025-08-20T08:00Z",
                "kremlin",
                "confirms",
                "agreed-to-meet",
                "confirmed"
            ],
        ])
    );
    // What had been said by then.
    assert_eq!(
        timeline(&desk, "agreed-to-meet --as-of 2025-08-18")
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

/// A question, a topic and a party each have a timeline.
#[test]
fn timelines_of_a_question_a_topic_and_a_party() {
    let desk = story();
    let mut venue = timeline(&desk, "venue");
    for row in venue.as_array_mut().expect("a list") {
        row.as_array_mut().expect("a row").pop();
    }
    assert_eq!(
        venue,
        json!([
            ["2025-08-19", "trump", "asserts", "in-geneva"],
            ["2025-08-19T10:00Z", "zelenskyy", "asserts", "in-budapest"],
            ["2025-08-19T11:00Z", "zelenskyy", "denies", "in-geneva"],
        ])
    );
    assert_eq!(timeline(&desk, "summit").as_array().map(Vec::len), Some(7));
    let parties = |of: &str| {
        let rows = timeline(&desk, of);
        let rows = rows.as_array().expect("a list").iter();
        rows.map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        parties("Zelenskiy"),
        ["zelenskyy", "zelenskyy", "zelenskyy"]
    );
    assert_eq!(parties("daily"), Vec::<Value>::new());
    let page = desk.run("timeline xyzzy");
    assert!(page.code == 1 && page.stdout.is_empty(), "{page}");
}

/// Voided statements are left out.
#[test]
fn a_timeline_leaves_out_voided_statements() {
    let desk = small_desk();
    let words = "say kremlin denies agreed-to-meet --source minutes";
    let id = statement(&desk, words);
    assert_eq!(
        timeline(&desk, "agreed-to-meet").as_array().map(Vec::len),
        Some(2)
    );
    desk.ok(format!("void {id} --reason misread"));
    assert_eq!(
        timeline(&desk, "agreed-to-meet"),
        json!([[
            "2025-08-18",
            "trump",
            "asserts",
            "agreed-to-meet",
            "unconfirmed"
        ]])
    );
}

/// Each answer is listed with those who hold it, the most affirmed first.
#[test]
fn rivals_are_listed_side_by_side() {
    let desk = story();
    desk.ok(
        "say kremlin asserts in-budapest --source minutes --via trump --said 2025-08-19T12:00Z",
    );
    let rivals = desk.json("rivals venue");
    let answers: Vec<Value> = rivals["answers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|answer| {
            let stands =
                |list: &str| fields(&answer[list], &["party", "stance", "said", "relayed"]);
            json!([
                answer["id"],
                answer["value"]["name"],
                answer["status"],
                stands("held"),
                stands("denied")
            ])
        })
        .collect();
    let budapest = json!([
        "in-budapest",
        "Budapest",
        "confirmed",
        [["zelenskyy", "asserts", "2025-08-19T10:00Z", false]],
        []
    ]);
    let geneva = json!([
        "in-geneva",
        "Geneva",
        "disputed",
        [["trump", "asserts", "2025-08-19", false]],
        [["zelenskyy", "denies", "2025-08-19T11:00Z", false]]
    ]);
    // Trump holds another answer, but has said nothing on Budapest: there, what he relayed counts as his.
    let mut with_relay = budapest.clone();
    with_relay[3] = json!([
        ["trump", "asserts", "2025-08-19T12:00Z", true],
        ["zelenskyy", "asserts", "2025-08-19T10:00Z", false]
    ]);
    assert_eq!(answers.len(), 2);
    assert!(answers.contains(&geneva), "{answers:?}");
    let mut held = answers[0].clone();
    if let Some(holders) = held[3].as_array_mut() {
        holders.sort_by_key(Value::to_string);
    }
    assert_eq!(held, with_relay, "Budapest, which two affirm, comes first");
    let rivals = desk.json("rivals venue --as-of 2025-08-19T10:30Z");
    let geneva = rivals["answers"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["id"] == "in-geneva");
    assert_eq!(
        geneva.map(|one| one["status"].clone()),
        Some(json!("unconfirmed"))
    );
    assert_eq!(desk.run("rivals in-geneva").code, 1);
}

/// Stories as an editor reads them.
#[test]
fn stories_as_an_editor_reads_them() {
    let desk = story();
    assert_transcript(
        &desk,
        "day-stories",
        &[
            "timeline agreed-to-meet",
            "timeline venue",
            "timeline daily",
            "rivals venue",
        ],
    );
}
