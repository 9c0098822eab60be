//! A story in the order in which it was told, and rival answers side by side.

use serde_json::{Value, json};

use super::{fields, hold, statement};
use crate::common::Trial;
use crate::common::desk::small_desk;

/// The small desk, with a story told out of order: recorded last to first.
fn story() -> Trial {
    let trial = small_desk();
    let say = |party, stance, claim, time| {
        statement(
            &trial,
            format!("say {party} {stance} {claim} --source minutes --said {time}"),
        )
    };
    say("kremlin", "confirms", "agreed-to-meet", "2025-08-20T08:00Z");
    say("ushakov", "denies", "agreed-to-meet", "2025-08-19");
    say("zelenskyy", "hedges", "agreed-to-meet", "2025-08");
    say("trump", "asserts", "in-geneva", "2025-08-19");
    say("zelenskyy", "asserts", "in-budapest", "2025-08-19T10:00Z");
    say("zelenskyy", "denies", "in-geneva", "2025-08-19T11:00Z");
    trial
}

fn told(trial: &Trial, options: &str) -> Value {
    let timeline = trial.json(format!("timeline {options}"));
    fields(
        &timeline["statements"],
        &["said", "party", "stance", "claim", "turned"],
    )
}

/// In the order in which it was said, with the status that each statement brought.
#[test]
fn a_timeline_tells_in_order_what_turned() {
    let trial = story();
    assert_eq!(
        told(&trial, "agreed-to-meet"),
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
        told(&trial, "agreed-to-meet --as-of 2025-08-18")
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

/// A question's, a topic's and a party's timeline pick what is theirs.
#[test]
fn timelines_of_a_question_a_topic_and_a_party() {
    let trial = story();
    let mut venue = told(&trial, "venue");
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
    assert_eq!(told(&trial, "summit").as_array().map(Vec::len), Some(7));
    let parties = |of: &str| {
        let rows = told(&trial, of);
        let rows = rows.as_array().expect("a list").iter();
        rows.map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        parties("Zelenskiy"),
        ["zelenskyy", "zelenskyy", "zelenskyy"]
    );
    assert_eq!(parties("daily"), Vec::<Value>::new());
    let page = trial.run("timeline xyzzy");
    assert!(page.code == 1 && page.stdout.is_empty(), "{page}");
}

/// What was taken back is not told.
#[test]
fn a_timeline_leaves_out_what_was_taken_back() {
    let trial = small_desk();
    let words = "say kremlin denies agreed-to-meet --source minutes";
    let id = statement(&trial, &words);
    assert_eq!(
        told(&trial, "agreed-to-meet").as_array().map(Vec::len),
        Some(2)
    );
    trial.ok(format!("void {id} --reason misread"));
    assert_eq!(
        told(&trial, "agreed-to-meet"),
        json!([[
            "2025-08-18",
            "trump",
            "asserts",
            "agreed-to-meet",
            "unconfirmed"
        ]])
    );
}

/// Each answer with those who hold it, the one that most affirm first.
#[test]
fn rivals_stand_side_by_side() {
    let trial = story();
    trial.ok("say kremlin asserts in-budapest --source minutes --via trump");
    let rivals = trial.json("rivals venue");
    let answers: Vec<Value> = rivals["answers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|answer| {
            let held = fields(&answer["held"], &["party", "stance", "said", "relayed"]);
            json!([
                answer["claim"],
                answer["value"]["name"],
                answer["status"],
                held
            ])
        })
        .collect();
    let budapest = json!([
        "in-budapest",
        "Budapest",
        "confirmed",
        [["zelenskyy", "asserts", "2025-08-19T10:00Z", false]]
    ]);
    let geneva = json!([
        "in-geneva",
        "Geneva",
        "disputed",
        [
            ["trump", "asserts", "2025-08-19", false],
            ["zelenskyy", "denies", "2025-08-19T11:00Z", false]
        ]
    ]);
    // Trump holds an answer of his own, but none on Budapest: what he relayed stands as his there.
    let mut with_relay = budapest.clone();
    with_relay[3] = json!([
        ["trump", "asserts", "2025-08-18", true],
        ["zelenskyy", "asserts", "2025-08-19T10:00Z", false]
    ]);
    assert_eq!(answers.len(), 2);
    assert!(answers.contains(&geneva), "{answers:?}");
    let mut held = answers[0].clone();
    if let Some(holders) = held[3].as_array_mut() {
        holders.sort_by_key(Value::to_string);
    }
    assert_eq!(held, with_relay, "Budapest, which two affirm, comes first");
    let rivals = trial.json("rivals venue --as-of 2025-08-19T10:30Z");
    let geneva = rivals["answers"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["claim"] == "in-geneva");
    assert_eq!(
        geneva.map(|one| one["status"].clone()),
        Some(json!("unconfirmed"))
    );
    assert_eq!(trial.run("rivals in-geneva").code, 1);
}

/// Stories as an editor reads them.
#[test]
fn a_day_of_stories() {
    let trial = story();
    hold(
        &trial,
        "day-stories",
        &[
            "timeline agreed-to-meet",
            "timeline venue",
            "timeline daily",
            "rivals venue",
        ],
    );
}
