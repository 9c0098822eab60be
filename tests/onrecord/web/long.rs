//! Long lists and long work: pages show a part of a list and say so, and a draft is not made again for each page.

use std::time::{Duration, Instant};

use super::Server;
use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// The small desk with three statements of the Kremlin, on three days.
fn talkative() -> TestDesk {
    let desk = small_desk();
    for (claim, day) in [
        ("agreed-to-meet", 17),
        ("bridge-hit", 18),
        ("in-geneva", 19),
    ] {
        desk.ok(format!(
            "say kremlin asserts {claim} --source daily-08-19 --said 2025-08-{day}"
        ));
    }
    desk
}

#[test]
fn lists_of_things_end_after_a_limit() {
    let desk = talkative();
    let server = Server::of(&desk);
    for (path, command) in [
        ("/parties?limit=2", "party list --limit 2"),
        ("/sources?limit=2", "source list --limit 2"),
        ("/questions?limit=1", "question list --limit 1"),
    ] {
        let json = server.json(path).body;
        assert_eq!(json, desk.ok(format!("{command} --format json")), "{path}");
        let listed: Vec<serde_json::Value> = serde_json::from_str(&json).expect("a list");
        let page = server.page(path).body;
        let says = format!("The first {} are listed", listed.len());
        assert!(page.contains(&says), "{path}: {page}");
    }
    let all = desk.list("party list");
    assert_eq!(desk.list("party list --limit 2"), all[..2]);
}

#[test]
fn a_thing_with_many_statements_shows_the_newest() {
    let desk = talkative();
    let server = Server::of(&desk);
    let all = desk.json("party show kremlin");
    let newest = desk.json("party show kremlin --limit 2");
    assert_eq!(newest["statement_count"], 3);
    let of = |answer: &serde_json::Value| answer["statements"].as_array().cloned().expect("a list");
    assert_eq!(of(&newest), of(&all)[1..]);
    assert!(
        desk.ok("party show kremlin --limit 2")
            .contains("The newest 2 of 3 statements")
    );
    let page = server.page("/parties/kremlin?limit=2").body;
    assert!(page.contains("The newest 2 are shown"), "{page}");
    assert!(!server.page("/parties/kremlin").body.contains("are shown"));
    let source = desk.json("source show daily-08-19 --limit 1");
    assert_eq!(source["statement_count"], 4);
    assert_eq!(of(&source).len(), 1);
    let page = server.page("/sources/daily-08-19?limit=1").body;
    assert!(page.contains("The newest 1 are shown"), "{page}");
    for day in 10..15 {
        desk.ok(format!(
            "say daily asserts bridge-hit --source daily-08-19 --said 2025-08-{day}"
        ));
    }
    let all = desk.json("claim show bridge-hit");
    let newest = desk.json("claim show bridge-hit --limit 1");
    assert_eq!(newest["statement_count"], all["statement_count"]);
    assert_eq!(of(&newest).last(), of(&all).last());
    assert!(of(&newest).len() < of(&all).len(), "{newest}");
    let page = server.page("/claims/bridge-hit?limit=1").body;
    assert!(
        page.contains(&format!("The newest {} are shown", of(&newest).len())),
        "{page}"
    );
}

#[test]
fn what_had_not_been_said_yet_does_not_count() {
    let desk = talkative();
    let then = desk.json("party show kremlin --as-of 2025-08-18 --limit 1");
    assert_eq!(then["statement_count"], 2);
    assert_eq!(then["statements"][0]["claim"], "bridge-hit");
    let listed = desk.list("party list --as-of 2025-08-18");
    let kremlin = listed.iter().find(|party| party["id"] == "kremlin");
    assert_eq!(kremlin.expect("the party")["statement_count"], 2);
}

#[test]
fn a_timeline_may_have_the_last_statements_only() {
    let desk = talkative();
    let all = desk.json("timeline kremlin");
    let last = desk.json("timeline kremlin --limit 2");
    let of = |answer: &serde_json::Value| answer["statements"].as_array().cloned().expect("a list");
    assert_eq!(of(&all).len(), 3);
    assert_eq!(of(&last), of(&all)[1..]);
    assert!(
        desk.ok("timeline kremlin --limit 2")
            .contains("the last 2 statements")
    );
    assert!(!desk.ok("timeline kremlin --limit 3").contains("the last"));
    let page = Server::of(&desk).page("/timeline/kremlin?limit=2").body;
    assert!(page.contains("the last 2 statements"), "{page}");
}

const NEWS: &str = "Library closed

19 August 2025

The harbour master, Captain Ann Lee, said on Tuesday that the town library would close in winter.

The mayor, Tom Reyes, said on Tuesday that the market had lost forty stalls.
";

#[test]
fn a_draft_follows_what_is_decided_on_candidates() {
    let desk = small_desk();
    desk.write("news.txt", NEWS);
    desk.ok("ingest news.txt --publisher 'The Courier'");
    let server = Server::of(&desk);
    let both = server.json("/draft").body;
    assert_eq!(both, desk.ok("draft --format json"));
    // The same again, from what was kept.
    assert_eq!(server.json("/draft").body, both);
    let shows = |words: &str, shown: bool| {
        let began = Instant::now();
        while server.page("/draft").body.contains(words) != shown {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "the page goes on as before"
            );
        }
    };
    shows("forty stalls", true);
    let candidates = desk.list("candidates");
    let rejected = candidates
        .iter()
        .find(|one| one["words"].to_string().contains("forty stalls"))
        .expect("the candidate");
    desk.ok(format!(
        "reject {}",
        rejected["id"].as_str().expect("an id")
    ));
    assert_eq!(server.json("/draft").body, desk.ok("draft --format json"));
    shows("forty stalls", false);
    shows("town library", true);
    desk.ok("accept --all");
    assert_eq!(server.json("/draft").body, desk.ok("draft --format json"));
    shows("No candidates are open.", true);
}

#[test]
fn a_draft_leaves_the_ledger_to_others() {
    let desk = small_desk();
    desk.write("news.txt", NEWS);
    desk.ok("ingest news.txt --publisher 'The Courier'");
    let server = Server::of(&desk);
    let state = desk.state();
    server.json("/draft");
    assert_eq!(desk.state(), state);
    desk.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --wait 0");
    assert_eq!(server.json("/draft").body, desk.ok("draft --format json"));
}

#[test]
fn a_topic_that_a_claim_no_longer_has_does_not_find_its_discrepancies() {
    let desk = small_desk();
    desk.ok("say kremlin denies agreed-to-meet --source daily-08-19");
    let on = |topic: &str| desk.list(format!("discrepancies --topic {topic}")).len();
    let found = on("summit");
    assert!(found > 0);
    desk.ok("claim edit agreed-to-meet --topic talks");
    assert_eq!((on("summit"), on("talks")), (0, found));
}
