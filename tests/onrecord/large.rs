//! Inputs that are large in one place: one party, one claim, one name, one question. None of these tests is timed,
//! but each would take minutes or longer if the work grew with the square or the cube of the input.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::NOW;

/// A party with a source and a claim.
fn records() -> Vec<Value> {
    vec![
        json!({"record": "party", "id": "envoy", "name": "The envoy", "kind": "person"}),
        json!({"record": "source", "id": "wire", "title": "Wire", "published": "2025-08-19"}),
        json!({"record": "claim", "id": "signed", "text": "It was signed.", "topic": "treaty"}),
    ]
}

/// One party says yes and no in turn, each minute of one day.
#[test]
fn a_party_reverses_itself_every_minute() {
    let mut records = records();
    records.extend((0..720).map(|minute| {
        let stance = ["asserts", "denies"][minute % 2];
        let said = format!("2025-08-18T{:02}:{:02}Z", minute / 60, minute % 60);
        json!({"record": "statement", "party": "envoy", "stance": stance, "claim": "signed",
               "source": "wire", "said": said})
    }));
    let desk = TestDesk::holding(NOW, &records);
    let found = desk.json("discrepancies");
    let found = found.as_array().expect("a list");
    let kinds: Vec<&Value> = found.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["reversal", "mixed-signals"]);
    desk.ok("say envoy asserts signed --source wire --said 2025-08-18T23:59Z");
    desk.ok("rebuild --check");
}
