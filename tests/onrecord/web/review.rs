//! The review in a browser: each step is a request with JSON, as the page's script sends it.

use serde_json::{Value, json};

use super::{Response, Server};
use crate::common::TestDesk;
use crate::common::desk::NOW;

/// An article of three statements; the second denies what the first says.
pub(crate) const ARTICLE: &str = "Pier closed

By Ann Lee
19 August 2025

Nora Quist, the harbour master, said that the pier was unsafe. Tom Reyes, the mayor, denied that the pier was unsafe.

Reyes said that the ferry would sail on Friday.
";

/// A desk with the article read, and its server.
pub(super) fn reading() -> (TestDesk, Server) {
    with_article(ARTICLE)
}

fn with_article(article: &str) -> (TestDesk, Server) {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("pier.txt", article);
    desk.noted("ingest pier.txt --source pier");
    let server = Server::with(&desk, "serve --port 0 --no-open --by ida");
    (desk, server)
}

pub(crate) fn sent(server: &Server, step: &Value) -> Response {
    let headers = [&*server.bearer(), "Content-Type: application/json"];
    server.request("POST", "/review/step", &headers, &step.to_string())
}

/// What a step is answered with.
pub(crate) fn step(server: &Server, step: Value) -> Value {
    let answer = sent(server, &step);
    assert_eq!(answer.status, 200, "{step}: {answer:?}");
    serde_json::from_str(&answer.body).expect("JSON")
}

/// The id of a new review, and those of its items.
pub(crate) fn start(server: &Server) -> (String, Vec<String>) {
    let mut started = step(server, json!({ "do": "start" }));
    while started["making"] == true {
        started = step(server, json!({ "do": "wait", "review": started["review"] }));
    }
    let items = started["items"].as_array().expect("items");
    let ids = items.iter().map(|item| text(&item["id"]).to_owned());
    (text(&started["review"]).to_owned(), ids.collect())
}

pub(crate) fn look(server: &Server, review: &str, item: &str, choice: &Value) -> Value {
    step(
        server,
        json!({ "do": "look", "review": review, "item": item, "choice": choice }),
    )
}

/// Looks at an item, and accepts what that shows.
pub(super) fn accept(server: &Server, review: &str, item: &str, choice: &Value) -> Value {
    let shown = look(server, review, item, choice);
    step(
        server,
        json!({ "do": "accept", "review": review, "item": item, "choice": choice, "seen": shown["seen"] }),
    )
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn a_card_names_the_outside_reader_that_read_it() {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("pier.txt", ARTICLE);
    let heard = json!({"items": [{"speaker": "Tom Reyes", "content": "the ferry would sail on Friday"}], "model": "small-1"});
    desk.write("heard.json", heard.to_string());
    desk.noted("ingest pier.txt --source pier --with 'head -n 1 > asked.jsonl; cat heard.json'");
    let server = Server::with(&desk, "serve --port 0 --no-open --by ida");
    let (review, items) = start(&server);
    let shown = look(&server, &review, &items[0], &json!({}));
    let card = text(&shown["card"]);
    assert!(
        card.contains("read by head -n 1 &gt; asked.jsonl; cat heard.json, which asked small-1"),
        "{card}"
    );
}

#[test]
fn each_decision_is_a_write_of_the_reviewer_and_brings_what_comes_next() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    assert_eq!(items.len(), 3);
    let first = look(&server, &review, &items[0], &json!({}));
    let card = text(&first["card"]);
    assert!(
        card.contains("Nora Quist") && card.contains("The pier was unsafe"),
        "{card}"
    );
    let accepted = step(
        &server,
        json!({ "do": "accept", "review": review, "item": items[0], "seen": first["seen"], "next": items[1] }),
    );
    assert_eq!(accepted["item"], json!(items[1]));
    let next = text(&accepted["card"]);
    assert!(
        next.contains("Tom Reyes") && next.contains("data-opposite=\"asserts\""),
        "{next}"
    );
    assert!(
        next.contains("opens contradiction"),
        "what accepting it would do: {next}"
    );
    accept(&server, &review, &items[1], &json!({}));
    let rejected = step(
        &server,
        json!({ "do": "reject", "review": review, "item": items[2] }),
    );
    assert_eq!(rejected["note"], json!("Rejected."));
    let claims = desk.json("claim list");
    assert_eq!(claims.as_array().map(Vec::len), Some(1));
    assert_eq!(claims[0]["status"], json!("disputed"));
    let log = desk.json("log");
    assert_eq!(log[0]["recorded_by"], json!("ida"));
    let states = step(&server, json!({ "do": "states", "review": review }));
    assert_eq!(
        states["states"],
        json!({ &items[0]: "accepted", &items[1]: "accepted", &items[2]: "rejected" })
    );
}

#[test]
fn what_is_chosen_is_shown_and_then_recorded() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    let choice =
        json!({ "new-claim": "The pier may collapse", "stance": "hedges", "said": "2025-08-18" });
    let shown = look(&server, &review, &items[0], &choice);
    let card = text(&shown["card"]);
    for words in ["The pier may collapse", "2025-08-18"] {
        assert!(card.contains(words), "{words}: {card}");
    }
    accept(&server, &review, &items[0], &choice);
    // A new claim is split off, and the rest of the draft's stays where it was.
    let next = look(&server, &review, &items[1], &json!({}));
    assert!(
        text(&next["card"]).contains("The pier was unsafe"),
        "{next}"
    );
    let new = json!({ "new-party": { "name": "The town council", "kind": "government" } });
    accept(&server, &review, &items[1], &new);
    let export = desk.export();
    let said: Vec<Value> = export
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|one: &Value| one["record"] == "statement")
        .collect();
    assert_eq!(said.len(), 2);
    assert_eq!(
        (&said[0]["stance"], &said[0]["said"]),
        (&json!("hedges"), &json!("2025-08-18"))
    );
    assert_eq!(said[1]["party"], json!("the-town-council"));
}

#[test]
fn a_decision_is_taken_back_with_all_that_it_recorded_even_after_a_colleague_has_written() {
    let (desk, server) = reading();
    let before = desk.export();
    let (review, items) = start(&server);
    accept(&server, &review, &items[0], &json!({}));
    step(
        &server,
        json!({ "do": "reject", "review": review, "item": items[1] }),
    );
    desk.noted("party add colleague-party --name Colleague --kind person --by colleague");
    for item in [&items[1], &items[0]] {
        let undone = step(
            &server,
            json!({ "do": "undo", "review": review, "item": item }),
        );
        assert_eq!(undone["note"], json!("Undone."));
        assert_eq!(undone["item"], json!(item));
    }
    assert_eq!(desk.run("undo --yes --by colleague").code, 0);
    assert_eq!(desk.export(), before);
    let open = desk.json("candidates");
    assert_eq!(open.as_array().map(Vec::len), Some(3));
}

#[test]
fn only_a_decision_of_this_review_is_taken_back_and_only_once() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    accept(&server, &review, &items[0], &json!({}));
    desk.noted("party add own-party --name Own --kind person --by ida");
    let undo = |item: &str| {
        sent(
            &server,
            &json!({ "do": "undo", "review": review, "item": item }),
        )
    };
    let before = desk.export();
    assert_eq!(undo(&items[1]).status, 400);
    assert_eq!(desk.export(), before);
    assert_eq!(undo(&items[0]).status, 200);
    assert!(desk.export().contains("own-party"));
    assert_eq!(undo(&items[0]).status, 400);
    // A ledger that was put in the place of this one does not hold the decision.
    accept(&server, &review, &items[0], &json!({}));
    let count = desk.list("log --limit 100").len();
    std::fs::remove_file(desk.path("onrecord.db")).expect("the ledger");
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(desk.path(&format!("onrecord.db{end}")));
    }
    desk.ok("init");
    desk.write("pier.txt", ARTICLE);
    desk.noted("ingest pier.txt --source pier");
    for at in 0..count {
        desk.noted(format!(
            "party add party-{at} --name Party{at} --kind person --by ida"
        ));
    }
    let before = desk.export();
    let refused = undo(&items[0]);
    assert!(refused.body.contains("replaced"), "{refused:?}");
    assert_eq!(desk.export(), before);
}

#[test]
fn what_belongs_to_a_claim_of_the_draft_follows_it_to_another_one() {
    let (desk, server) = reading();
    desk.noted("claim add closed --text 'The pier is closed'");
    let (review, items) = start(&server);
    accept(
        &server,
        &review,
        &items[0],
        &json!({ "claim": "closed", "stance": "asserts" }),
    );
    let next = look(&server, &review, &items[1], &json!({}));
    assert!(text(&next["card"]).contains("The pier is closed"), "{next}");
    step(
        &server,
        json!({ "do": "undo", "review": review, "item": items[0] }),
    );
    let next = look(&server, &review, &items[1], &json!({}));
    assert!(
        text(&next["card"]).contains("The pier was unsafe"),
        "{next}"
    );
}

#[test]
fn other_words_do_not_overwrite_what_a_colleague_wrote_meanwhile() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    accept(&server, &review, &items[0], &json!({}));
    let choice = json!({ "reword": "The pier may be unsafe" });
    let shown = look(&server, &review, &items[1], &choice);
    assert!(
        text(&shown["card"]).contains("Instead of “The pier was unsafe.”"),
        "{shown}"
    );
    desk.noted("claim edit pier-unsafe --text 'The pier is shut' --by colleague");
    let refused = step(
        &server,
        json!({ "do": "accept", "review": review, "item": items[1], "choice": choice, "seen": shown["seen"] }),
    );
    assert!(
        text(&refused["card"]).contains("Instead of “The pier is shut”"),
        "{refused}"
    );
    assert_eq!(
        desk.json("claim show pier-unsafe")["claim"]["text"],
        json!("The pier is shut")
    );
}

#[test]
fn what_a_colleague_changed_meanwhile_is_shown_before_it_is_decided() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    accept(&server, &review, &items[0], &json!({}));
    let shown = look(&server, &review, &items[1], &json!({}));
    desk.noted("claim edit pier-unsafe --text=The_pier_was_closed --by colleague");
    let refused = step(
        &server,
        json!({ "do": "accept", "review": review, "item": items[1], "seen": shown["seen"] }),
    );
    assert!(
        text(&refused["note"]).contains("changed meanwhile"),
        "{refused}"
    );
    assert!(
        text(&refused["card"]).contains("The_pier_was_closed"),
        "{refused}"
    );
    assert!(refused.get("done").is_none(), "{refused}");
    // Another statement on the claim is no change of the claim.
    let shown = look(&server, &review, &items[1], &json!({}));
    desk.noted("say nora-quist asserts pier-unsafe --source pier --said 2025-08-17 --by colleague");
    let accepted = step(
        &server,
        json!({ "do": "accept", "review": review, "item": items[1], "seen": shown["seen"] }),
    );
    assert!(accepted.get("done").is_some(), "{accepted}");
}

#[test]
fn two_reviewers_do_not_decide_the_same_twice() {
    let (desk, server) = reading();
    let (review, items) = start(&server);
    let shown = look(&server, &review, &items[0], &json!({}));
    desk.noted("accept --all --by colleague");
    let refused = step(
        &server,
        json!({ "do": "accept", "review": review, "item": items[0], "seen": shown["seen"] }),
    );
    assert!(
        text(&refused["note"]).starts_with("colleague has accepted it"),
        "{refused}"
    );
    let refused = step(
        &server,
        json!({ "do": "reject", "review": review, "item": items[0] }),
    );
    assert!(refused.get("done").is_none(), "{refused}");
}

#[test]
fn what_was_accepted_unseen_is_reviewed_statement_by_statement() {
    let (desk, server) = reading();
    desk.noted("accept --all");
    let (review, items) = start(&server);
    assert_eq!(items.len(), 3);
    accept(&server, &review, &items[0], &json!({}));
    accept(&server, &review, &items[1], &json!({ "stance": "doubts" }));
    step(
        &server,
        json!({ "do": "reject", "review": review, "item": items[2] }),
    );
    let unreviewed = &desk.json("status")["unreviewed"];
    let none = json!({ "statements": 0, "passages": 0, "claims": 0, "parties": 0, "questions": 0 });
    assert_eq!(*unreviewed, none);
    let said = &desk.json("claim show pier-unsafe --reviewed")["statements"];
    let stances: Vec<&Value> = said
        .as_array()
        .expect("statements")
        .iter()
        .map(|one| &one["stance"])
        .collect();
    assert_eq!(stances, [&json!("asserts"), &json!("doubts")]);
    step(
        &server,
        json!({ "do": "undo", "review": review, "item": items[2] }),
    );
    let states = step(&server, json!({ "do": "states", "review": review }));
    assert_eq!(
        states["states"],
        json!({ &items[0]: "accepted", &items[1]: "accepted" })
    );
}

#[test]
fn the_text_has_every_passage_marked_and_hostile_text_is_text() {
    let hostile = ARTICLE.replace(
        "the pier was unsafe",
        "the <img src=x onerror=alert(1)> pier \u{202e}was unsafe",
    );
    let (_desk, server) = with_article(&hostile);
    let (review, items) = start(&server);
    let marked = step(
        &server,
        json!({ "do": "text", "review": review, "source": "pier" }),
    );
    let html = text(&marked["text"]);
    for item in &items {
        assert!(
            html.contains(&format!("data-point=\"{item}")) || html.contains(item.as_str()),
            "{item}: {html}"
        );
    }
    assert!(
        html.contains("&lt;img") && !html.contains("<img") && !html.contains('\u{202e}'),
        "{html}"
    );
    for item in &items {
        let card = look(&server, &review, item, &json!({}));
        let card = text(&card["card"]);
        assert!(
            !card.contains("<img") && !card.contains('\u{202e}'),
            "{card}"
        );
    }
}

#[test]
fn whoever_waits_is_told_what_the_review_begins_with() {
    let (_desk, server) = reading();
    let (review, items) = start(&server);
    let waited = step(&server, json!({ "do": "wait", "review": review }));
    let ids = waited["items"].as_array().expect("items").iter();
    let ids: Vec<&str> = ids.map(|item| text(&item["id"])).collect();
    assert_eq!(ids, items);
    assert_eq!(waited["review"], json!(review));
}

#[test]
fn steps_that_make_no_sense_are_refused_and_say_why() {
    let (_desk, server) = reading();
    let (review, items) = start(&server);
    for (asked, says) in [
        (json!({ "do": "dance" }), "no step of a review"),
        (
            json!({ "do": "start", "source": "nothing" }),
            "unknown source",
        ),
        (
            json!({ "do": "wait", "review": "gone" }),
            "not kept any more",
        ),
        (
            json!({ "do": "look", "review": "gone", "item": items[0] }),
            "not kept any more",
        ),
        (
            json!({ "do": "look", "review": review, "item": "nothing" }),
            "not in this review",
        ),
        (
            json!({ "do": "look", "review": review, "item": items[0], "choice": { "claim": "nothing" } }),
            "neither in the ledger nor in the draft",
        ),
        (
            json!({ "do": "look", "review": review, "item": items[0], "choice": { "said": "soon" } }),
            "the day",
        ),
        (
            json!({ "do": "look", "review": review, "item": items[0], "choice": { "colour": "red" } }),
            "colour",
        ),
    ] {
        let refused = sent(&server, &asked);
        assert_eq!(refused.status, 400, "{asked}: {refused:?}");
        assert!(refused.body.contains(says), "{asked}: {refused:?}");
    }
    let headers = [&*server.bearer(), "Content-Type: application/json"];
    assert_eq!(
        server.request("POST", "/review/step", &headers, "{").status,
        400
    );
}

#[test]
fn a_step_from_elsewhere_is_refused() {
    let (_desk, server) = reading();
    let cookie = format!("Cookie: {}", server.cookie());
    let body = json!({ "do": "start" }).to_string();
    for from in [
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Origin: http://elsewhere.example",
    ] {
        let refused = server.request("POST", "/review/step", &[&cookie, from], &body);
        assert_eq!(refused.status, 403, "{from}: {refused:?}");
    }
    assert_eq!(
        server
            .request(
                "POST",
                "/review/step",
                &["Sec-Fetch-Site: same-origin"],
                &body
            )
            .status,
        401
    );
    assert_eq!(server.page("/review/step").status, 404);
    let own = ["Sec-Fetch-Site: same-origin", &cookie];
    assert_eq!(
        server.request("POST", "/review/step", &own, &body).status,
        200
    );
}

#[test]
fn a_card_shows_the_origin_that_accepting_it_records() {
    let desk = TestDesk::with_ledger(NOW);
    let shared = "The old pier was built of larch in the year of the great flood, and no beam of it was ever replaced.\n\n\
        Nora Quist, the harbour master, said that the pier was unsafe.\n\n\
        Boats moor at the stone jetty until the winter, the fish market moves into the customs house, and the lamp at the \
        end of the pier stays dark.\n";
    for (paper, day) in [("<b>one</b>", 18), ("two", 19)] {
        desk.write(
            "pier.txt",
            format!("Pier closed: {paper}\n\n{day} August 2025\n\n{shared}"),
        );
        desk.noted(format!(
            "ingest pier.txt --source pier-{day} --publisher '{paper}'"
        ));
    }
    let server = Server::with(&desk, "serve --port 0 --no-open --by ida");
    let (review, items) = start(&server);
    let of = |item: &String| look(&server, &review, item, &json!({}));
    let card = of(&items[0])["card"].clone();
    let line = "pier-19 carries the same text as pier-18 (";
    assert!(text(&card).contains(line), "{card}");
    let origin = || desk.json("source show pier-19")["origin"].clone();
    assert_eq!(origin(), Value::Null);
    accept(&server, &review, &items[0], &json!({}));
    assert_eq!(origin(), "pier-18");
    // What is recorded is not proposed any more.
    let card = of(&items[1])["card"].clone();
    assert!(!text(&card).contains(line), "{card}");
    step(
        &server,
        json!({ "do": "undo", "review": review, "item": items[0] }),
    );
    assert_eq!(origin(), Value::Null);
    // A page may show the draft of a moment ago.
    let is_shown = || {
        let page = server.page("/draft").body;
        page.contains("1 article re-reports another one")
            && page.contains("carries the same text as")
    };
    assert!((0..100).any(|_| is_shown()));
}
