//! A party that moves on to a rival answer: what the write says, what `why` says, and what takes it back.

use serde_json::json;

use crate::common::desk::small_desk;
use crate::{Day, statement};

/// The words of a write by Trump on an answer.
fn asserts<'a>(claim: &'a str, said: &'a str) -> [&'a str; 8] {
    [
        "say", "trump", "asserts", claim, "--source", "minutes", "--said", said,
    ]
}

/// The former answer is let go of, and held again once the later one is voided.
#[test]
fn a_day_of_moving_on() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed(&asserts("in-geneva", "2025-08-18"));
    day.typed(&[
        "say",
        "zelenskyy",
        "denies",
        "in-geneva",
        "--source",
        "daily-08-19",
    ]);
    day.typed(&asserts("in-budapest", "2025-08-20"));
    day.typed(&["why", "in-geneva"]);
    day.typed(&["timeline", "venue"]);
    day.typed(&["matrix"]);
    day.typed(&["rivals", "venue", "--as-of", "2025-08-19"]);
    let later = statement(&trial, &asserts("in-budapest", "2025-08-20"));
    day.typed(&["void", &later, "--reason", "misheard"]);
    day.typed(&["claim", "show", "in-geneva"]);
    day.hold("recording-moving");
}

/// Programs read which other claims a statement moved.
#[test]
fn the_other_answers_are_named() {
    let trial = small_desk();
    trial.ok(&asserts("in-geneva", "2025-08-18"));
    let told = trial.json(&asserts("in-budapest", "2025-08-20"));
    assert_eq!(
        told["status"],
        json!({"before": "unconfirmed", "after": "unconfirmed"})
    );
    let moved =
        json!({"claim": "in-geneva", "status": {"before": "unconfirmed", "after": "withdrawn"}});
    assert_eq!(told["others"], json!([moved]));
}
