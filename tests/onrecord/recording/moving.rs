//! A party that moves on to a rival answer: what the write says, what `why` says, and what takes it back.

use serde_json::json;

use super::{Day, statement};
use crate::common::desk::small_desk;

const GENEVA: &str = "say trump asserts in-geneva --source minutes --said 2025-08-18";
const BUDAPEST: &str = "say trump asserts in-budapest --source minutes --said 2025-08-20";

/// The former answer is let go of, and held again once the later one is voided.
#[test]
fn a_day_of_moving_on() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run(GENEVA);
    day.run("say zelenskyy denies in-geneva --source daily-08-19");
    day.run(BUDAPEST);
    day.run("why in-geneva");
    day.run("timeline venue");
    day.run("timeline in-geneva");
    day.run("matrix");
    day.run("rivals venue --as-of 2025-08-19");
    let later = statement(&desk, BUDAPEST);
    day.run(format!("void {later} --reason misheard"));
    day.run("claim show in-geneva");
    day.assert_snapshot("recording-moving");
}

/// Programs read which other claims a statement moved.
#[test]
fn the_other_answers_are_named() {
    let desk = small_desk();
    desk.ok(GENEVA);
    let answer = desk.json(BUDAPEST);
    let unchanged = json!({"before": "unconfirmed", "after": "unconfirmed"});
    assert_eq!(answer["status"], unchanged);
    let moved = json!({"claim": "in-geneva", "status": {"before": "unconfirmed", "after": "withdrawn"}, "contested_by": []});
    assert_eq!(answer["others"], json!([moved]));
}
