//! A party that moves on to a rival answer: what the write says, what `why` says, and what takes it back.

use serde_json::json;

use super::{Day, statement};
use crate::common::desk::small_desk;

const GENEVA: &str = "say trump asserts in-geneva --source minutes --said 2025-08-18";
const BUDAPEST: &str = "say trump asserts in-budapest --source minutes --said 2025-08-20";

/// The former answer is let go of, and held again once the later one is voided.
#[test]
fn a_day_of_moving_on() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed(GENEVA);
    day.typed("say zelenskyy denies in-geneva --source daily-08-19");
    day.typed(BUDAPEST);
    day.typed("why in-geneva");
    day.typed("timeline venue");
    day.typed("timeline in-geneva");
    day.typed("matrix");
    day.typed("rivals venue --as-of 2025-08-19");
    let later = statement(&trial, BUDAPEST);
    day.typed(format!("void {later} --reason misheard"));
    day.typed("claim show in-geneva");
    day.hold("recording-moving");
}

/// Programs read which other claims a statement moved.
#[test]
fn the_other_answers_are_named() {
    let trial = small_desk();
    trial.ok(GENEVA);
    let told = trial.json(BUDAPEST);
    let unchanged = json!({"before": "unconfirmed", "after": "unconfirmed"});
    assert_eq!(told["status"], unchanged);
    let moved =
        json!({"claim": "in-geneva", "status": {"before": "unconfirmed", "after": "withdrawn"}});
    assert_eq!(told["others"], json!([moved]));
}
