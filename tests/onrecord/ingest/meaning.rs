//! Claims are found by meaning, by every name of a party and by their numbers.

use serde_json::json;

use super::{NOW, party};
use crate::common::TestDesk;

const ARTICLE: &str = "What they said\n\n20 August 2025\n\n\
    Tom Reyes said the ships would depart on Monday.\n\n\
    Ann Lee said a ceasefire had been agreed.\n\n\
    Tom Reyes said fourteen people were killed in the blaze.\n\n\
    Ann Lee said OPA would be sold.\n";

#[test]
fn claims_are_found_in_other_words() {
    let claims = [
        ("vessels-leave", "The vessels will leave on Monday."),
        ("truce-agreed", "Both sides have agreed a truce."),
        ("wages-rise", "Wages will rise by a tenth."),
        ("dead-14", "14 people died in the fire."),
        ("dead-30", "30 people died in the fire."),
        ("port-sold", "The Orley Port Authority will be sold."),
        ("school-closed", "The school is closed."),
    ];
    let mut records = vec![
        party("lee", "Ann Lee", "person", &[]),
        party("reyes", "Tom Reyes", "person", &[]),
        party("port", "Orley Port Authority", "organisation", &["OPA"]),
    ];
    let claims = claims.map(|(id, text)| json!({"record": "claim", "id": id, "text": text}));
    records.extend(claims);
    let desk = TestDesk::holding(NOW, &records);
    desk.write("said.txt", ARTICLE);
    desk.ok("ingest said.txt --publisher 'The Courier'");
    let candidates = desk.list("candidates");
    for (words, claim) in [
        ("ships", "vessels-leave"),
        ("ceasefire", "truce-agreed"),
        ("fourteen", "dead-14"),
        ("OPA", "port-sold"),
    ] {
        let about = |one: &&serde_json::Value| {
            let first = &one["claims"][0];
            one["words"].as_str().is_some_and(|own| own.contains(words)) && first["claim"] == claim
        };
        assert!(
            candidates.iter().any(|one| about(&one)),
            "{words}: {candidates:#?}"
        );
    }
}
