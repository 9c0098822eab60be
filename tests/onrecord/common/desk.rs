//! The small desk: the ledger that most tests start from. All of it is invented.

use serde_json::{Value, json};

use super::TestDesk;

/// Makes a new ledger one of the schema before this one.
pub(crate) const OLDER: &str = "PRAGMA user_version = 17; DROP TABLE sharing; DROP TABLE outbox";

/// The time at which the desk works unless a test sets another.
pub(crate) const NOW: &str = "2025-08-20T09:00Z";

/// The text of the source `minutes`.
pub(crate) const MINUTES: &str = "Minutes of a meeting.\n\nThe aide said that talks go on.\nThe envoy said that talks go on.\n\nNothing was signed — “not yet”, he added.\n";

/// The records of the small desk: two sides, an outlet and an unnamed source; a source with a date, one without, and
/// one with its text attached; a claim with a principal, two rival answers to a question, and an event.
pub(crate) fn records() -> Vec<Value> {
    vec![
        json!({"record": "party", "id": "russia", "name": "Russia", "kind": "government"}),
        json!({"record": "party", "id": "kremlin", "name": "The Kremlin", "kind": "government", "aliases": ["Moscow"],
               "speaks_for": [{"party": "russia"}]}),
        json!({"record": "party", "id": "ushakov", "name": "Yuri Ushakov", "kind": "person", "role": "aide",
               "speaks_for": [{"party": "kremlin", "since": "2012-01-01"}]}),
        json!({"record": "party", "id": "trump", "name": "Donald Trump", "kind": "person",
               "aliases": ["the president"]}),
        json!({"record": "party", "id": "zelenskyy", "name": "Volodymyr Zelenskyy", "kind": "person",
               "aliases": ["Zelenskiy", "the president"]}),
        json!({"record": "party", "id": "daily", "name": "The Daily", "kind": "media"}),
        json!({"record": "party", "id": "officials", "name": "officials", "kind": "anonymous"}),
        json!({"record": "source", "id": "daily-08-19", "title": "Leaders meet", "publisher": "The Daily",
               "published": "2025-08-19"}),
        json!({"record": "source", "id": "wire", "title": "A wire without a date"}),
        json!({"record": "source", "id": "minutes", "title": "Minutes", "published": "2025-08-18"}),
        json!({"record": "question", "id": "venue", "text": "Where will they meet?"}),
        json!({"record": "claim", "id": "agreed-to-meet", "text": "Russia agreed to a meeting.", "topic": "summit",
               "principals": ["kremlin"]}),
        json!({"record": "claim", "id": "in-geneva", "text": "They will meet in Geneva.", "topic": "summit",
               "question": "venue", "value": {"kind": "place", "name": "Geneva"}}),
        json!({"record": "claim", "id": "in-budapest", "text": "They will meet in Budapest.", "topic": "summit",
               "question": "venue", "value": {"kind": "place", "name": "Budapest"}}),
        json!({"record": "claim", "id": "bridge-hit", "text": "The bridge was hit."}),
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "agreed-to-meet",
               "source": "daily-08-19", "said": "2025-08-18"}),
    ]
}

/// A desk with these records, and the text of `minutes` attached.
pub(crate) fn small_desk() -> TestDesk {
    let desk = TestDesk::holding(NOW, &records());
    desk.write("minutes.txt", MINUTES);
    desk.ok("source attach minutes minutes.txt");
    desk
}

/// The small desk before anything was said.
pub(crate) fn silent_desk() -> TestDesk {
    let mut records = records();
    records.retain(|record| record["record"] != "statement");
    TestDesk::holding(NOW, &records)
}
