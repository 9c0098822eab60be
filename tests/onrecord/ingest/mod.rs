//! From an article to the ledger: what is proposed, what a person decides, and what is recorded.

mod again;
mod deciding;
mod meaning;
mod refusals;
mod review;
mod shared;
mod speakers;
mod tongues;

use crate::common::TestDesk;
use serde_json::{Value, json};

/// The time at which these tests work.
const NOW: &str = "2025-08-20T16:00:00Z";

/// An invented article. The first line is its title, and its head names its day.
const ARTICLE: &str = "Doubts over Friday's ferry\n\n20 August 2025\n\n\
    The ferry will sail on Friday, the mayor said. The harbour authority did not confirm that the ferry would sail.\n\n\
    \"Engineers found that the pier is not safe,\" said Ann Lee, the harbour master.\n\n\
    A dock worker said on Tuesday evening that the crane had been sold.\n";

/// A party of the harbour town.
fn party(id: &str, name: &str, kind: &str, aliases: &[&str]) -> Value {
    json!({"record": "party", "id": id, "name": name, "kind": kind, "aliases": aliases})
}

/// A desk that follows a ferry.
fn harbour() -> TestDesk {
    let lee = json!({"record": "party", "id": "lee", "name": "Ann Lee", "kind": "person",
        "aliases": ["Lee", "the harbour master"], "speaks_for": [{"party": "harbour"}]});
    let desk = TestDesk::holding(
        NOW,
        &[
            party("harbour", "The harbour authority", "government", &[]),
            lee,
            party("reyes", "Tom Reyes", "person", &["the mayor"]),
            json!({"record": "claim", "id": "ferry-sails-friday", "text": "The ferry will sail on Friday.",
                "principals": ["harbour"]}),
            json!({"record": "claim", "id": "pier-unsafe", "text": "The pier is not safe.", "topic": "pier"}),
        ],
    );
    desk.write("pier.txt", ARTICLE);
    desk
}

/// The same desk after ingesting the article.
fn ingested() -> TestDesk {
    let desk = harbour();
    desk.ok("ingest pier.txt --publisher 'The Courier'");
    desk
}

/// The id of the open candidate of this party (null: an unknown one) on this claim.
fn candidate(desk: &TestDesk, party: Value, claim: &str) -> String {
    let all = desk.list("candidates");
    let found = all.iter().find(|one| {
        one["party"] == party && (claim.is_empty() || one["claims"][0]["claim"] == claim)
    });
    let found = found.unwrap_or_else(|| panic!("no candidate of {party} on {claim:?} in {all:#?}"));
    found["id"].as_str().expect("an id").to_owned()
}
