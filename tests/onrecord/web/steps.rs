//! Steps of a review that go wrong half-way: each says so, and records all of a decision or nothing.

use serde_json::{Value, json};

use super::Server;
use super::review::{accept, look, reading, sent, start, step, text};
use crate::common::TestDesk;
use crate::common::desk::NOW;

fn find(server: &Server, review: &str, item: &str, what: &str, words: &str) -> Vec<Value> {
    let asked =
        json!({ "do": "find", "review": review, "item": item, "what": what, "words": words });
    let found = step(server, asked);
    found["found"].as_array().expect("a list").clone()
}

#[test]
fn only_the_beginning_of_what_is_looked_for_counts() {
    let (_desk, server) = reading();
    let (review, items) = start(&server);
    for what in ["party", "claim"] {
        let word = if what == "party" { "nora" } else { "pier" };
        let within = format!("{word} {}", "x".repeat(20));
        let beyond = format!("{word}{}{}", " ".repeat(200), "x".repeat(1_000_000));
        assert_eq!(
            find(&server, &review, &items[0], what, word).len(),
            1,
            "{what}"
        );
        assert!(
            find(&server, &review, &items[0], what, &within).is_empty(),
            "{what}"
        );
        assert_eq!(
            find(&server, &review, &items[0], what, &beyond).len(),
            1,
            "{what}"
        );
    }
    // A character that no text can hold finds nothing and breaks nothing.
    assert_eq!(
        find(&server, &review, &items[0], "party", "no\0ra").len(),
        1
    );
}

#[test]
fn what_was_renamed_or_merged_is_found_once() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    accept(&server, &review, &items[0], &json!({}));
    let party = text(&desk.json("party list")[0]["id"]).to_owned();
    let claim = text(&desk.json("claim list")[0]["id"]).to_owned();
    desk.noted(format!("party rename {party} harbour-quist --by ann"));
    desk.noted(format!("claim rename {claim} pier-state --by ann"));
    assert_eq!(find(&server, &review, &items[1], "party", "quist").len(), 1);
    assert_eq!(
        find(&server, &review, &items[1], "claim", "unsafe").len(),
        1
    );
    desk.noted("party add quist-again --name 'N. Quist' --kind person --by ann");
    desk.noted("party merge harbour-quist quist-again --by ann");
    let found = find(&server, &review, &items[1], "party", "quist");
    assert_eq!(found.len(), 1, "{found:?}");
    let near = find(&server, &review, &items[1], "party", "");
    let merged = near.iter().filter(|one| text(&one[1]).contains("Quist"));
    assert_eq!(merged.count(), 1, "{near:?}");
}

#[test]
fn a_page_that_shows_one_name_while_another_one_is_kept_records_nothing() {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("pier.txt", super::review::ARTICLE);
    desk.noted("ingest pier.txt --source pier");
    let server = Server::of(&desk);
    let named = server.send("/by", &[("by", "ben")]);
    let kept = named.header("set-cookie").expect("a cookie");
    let cookies = format!(
        "Cookie: {}; {}",
        server.cookie(),
        kept.split(';').next().expect("a value")
    );
    let (review, items) = start_as(&server, &cookies, "ben");
    let looked = json!({ "do": "look", "review": review, "item": items, "by": "ben" });
    let shown: Value =
        serde_json::from_str(&stepped(&server, &cookies, &looked).body).expect("JSON");
    let before = desk.journal();
    for by in ["ida", "Ben"] {
        let asked = json!({ "do": "accept", "review": review, "item": items, "seen": shown["seen"], "by": by });
        let refused = stepped(&server, &cookies, &asked);
        assert_eq!(refused.status, 409, "{refused:?}");
        assert!(
            refused
                .body
                .contains(&format!("recorded by ben, and not by {by}")),
            "{refused:?}"
        );
        let form = [
            ("by", by),
            ("name", "A party"),
            ("kind", "person"),
            ("id", "a-party"),
        ];
        let sent = server.send_with("/record/party/add", &form, &cookies["Cookie: ".len()..]);
        assert_eq!(sent.status, 409, "{sent:?}");
        assert!(
            sent.body.contains("value=\"A party\""),
            "what was typed is kept: {sent:?}"
        );
    }
    assert_eq!(desk.journal(), before);
}

/// What a browser with these cookies is answered to a step.
fn stepped(server: &Server, cookies: &str, asked: &Value) -> super::Response {
    let headers = [
        cookies,
        "Sec-Fetch-Site: same-origin",
        "Content-Type: application/json",
    ];
    server.request("POST", "/review/step", &headers, &asked.to_string())
}

/// A new review of a browser: its id, and that of its first item.
fn start_as(server: &Server, cookies: &str, by: &str) -> (String, String) {
    let asked = |asked: Value| -> Value {
        let answer = stepped(server, cookies, &asked);
        serde_json::from_str(&answer.body).expect("JSON")
    };
    let mut started = asked(json!({ "do": "start", "by": by }));
    while started["making"] == true {
        started = asked(json!({ "do": "wait", "by": by, "review": started["review"] }));
    }
    let id = |value: &Value| text(value).to_owned();
    (id(&started["review"]), id(&started["items"][0]["id"]))
}

#[test]
fn a_decision_is_recorded_although_the_next_one_cannot_be_shown() {
    let (desk, server) = reading();
    desk.write(
        "crane.txt",
        "Crane stands\n\n19 August 2025\n\nMara Voss, the crane driver, said that the crane had passed its test.\n",
    );
    desk.noted("ingest crane.txt --source crane --by ben");
    let (review, items) = start(&server);
    let shown = look(&server, &review, &items[0], &json!({}));
    assert_eq!(desk.run("undo --yes --by ben").code, 0);
    let last = items.last().expect("an item");
    let accepted = step(
        &server,
        json!({ "do": "accept", "review": review, "item": items[0], "seen": shown["seen"], "next": last }),
    );
    assert_eq!(accepted["done"], json!(true));
    assert!(
        text(&accepted["note"]).starts_with("Accepted. But the next one: "),
        "{accepted}"
    );
    assert_eq!(
        (&accepted["item"], accepted.get("card")),
        (&json!(last), None)
    );
    assert_eq!(desk.list("claim list").len(), 1);
    let states = step(&server, json!({ "do": "states", "review": review }));
    assert_eq!(
        states["states"][last],
        json!("rejected"),
        "nobody is asked about it any more"
    );
}

#[test]
fn a_decision_on_which_something_rests_stays_and_can_be_undone_once_nothing_does() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    accept(&server, &review, &items[0], &json!({}));
    let claim = text(&desk.json("claim list")[0]["id"]).to_owned();
    desk.noted("party add colleague --name Colleague --kind person --by ben");
    desk.noted(format!(
        "say colleague doubts {claim} --source pier --by ben"
    ));
    let before = desk.export();
    let undo = json!({ "do": "undo", "review": review, "item": items[0] });
    let refused = sent(&server, &undo);
    assert_eq!(refused.status, 400, "{refused:?}");
    assert!(
        refused
            .body
            .contains("later record depends on what it recorded"),
        "{refused:?}"
    );
    assert_eq!(desk.export(), before);
    // It is not forgotten: when the colleague's word is gone, so is what stands in the way.
    assert_eq!(desk.run("undo --yes --by ben").code, 0);
    assert_eq!(step(&server, undo)["note"], json!("Undone."));
}
