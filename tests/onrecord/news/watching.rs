//! Watching: what is new in feeds becomes finds, what failed is tried again, what was edited is reported.

use serde_json::{Value, json};

use super::{FERRY, desk, ferry, page, rss};
use crate::common::site::{Answer, Site};
use crate::common::{Run, TestDesk};

/// Looks once at what is due.
pub(super) fn watch(desk: &TestDesk) -> Run {
    desk.run("watch --once --allow-local --pause 0 --format jsonl")
}

/// What a run reported.
pub(super) fn finds(run: &Run) -> Vec<Value> {
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The finds of a run in which nothing goes wrong.
fn found(desk: &TestDesk) -> Vec<Value> {
    let run = watch(desk);
    assert!(run.code == 0 && run.stderr.is_empty(), "{run}");
    finds(&run)
}

pub(super) fn follow(desk: &TestDesk, site: &Site, path: &str) {
    desk.ok(format!("feed add {} --allow-local", site.url(path)));
}

/// A desk that follows a feed with the article about the ferry, and a site that has both.
pub(super) fn following() -> (Site, TestDesk) {
    let (site, desk) = (Site::new(), desk());
    site.put("/feed", rss("The Courier", &["/ferry"]));
    site.put("/ferry", Answer::html(&ferry()));
    follow(&desk, &site, "/feed");
    site.paths();
    (site, desk)
}

#[test]
fn without_a_feed_it_says_how_to_follow_one() {
    let run = watch(&desk());
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("onrecord feed add URL"), "{run}");
}

#[test]
fn a_copy_in_another_feed_is_told_with_its_origin_and_an_edit_is_no_copy() {
    let (site, mut desk) = following();
    found(&desk);
    site.put("/gazette", rss("The Gazette", &["/copy"]));
    let copy = page("No ferry?", &FERRY[1..]).replace("The Courier", "The Gazette");
    site.put("/copy", Answer::html(&copy));
    follow(&desk, &site, "/gazette");
    let run = desk.run("watch --once --allow-local --pause 0");
    let line = "; gazette-2025-08-20 carries the same text as courier-2025-08-20 (";
    let words: Vec<&str> = run.stdout.split_whitespace().collect();
    assert!(words.join(" ").contains(line), "{run}");
    // An edited page is another version of one source.
    let crew = ["The ferry's crew was told on Thursday."];
    let more: Vec<&str> = FERRY.into_iter().chain(crew).collect();
    site.put("/ferry", Answer::html(&page("Ferry doubts grow", &more)));
    desk.set_now("2025-08-22T17:00:00Z");
    let finds = found(&desk);
    assert!(
        finds.iter().all(|find| find["ingested"].is_null()),
        "{finds:#?}"
    );
    let proposed = desk.json("draft")["origins"].clone();
    assert_eq!(proposed.as_array().map(Vec::len), Some(1), "{proposed:#}");
}

#[test]
fn what_is_new_is_found_once() {
    let (site, mut desk) = following();
    let finds = found(&desk);
    assert_eq!(finds.len(), 1);
    assert_eq!(
        (&finds[0]["feed"], &finds[0]["url"], &finds[0]["source"]),
        (
            &json!(1),
            &json!(site.url("/ferry")),
            &json!("courier-2025-08-20")
        )
    );
    assert!(finds[0]["ingested"]["open"].as_u64() > Some(0));
    assert_eq!(site.paths(), ["/feed", "/robots.txt", "/ferry"]);
    // Nothing is due yet.
    assert!(found(&desk).is_empty() && site.paths().is_empty());
    desk.set_now("2025-08-20T16:30:00Z");
    assert!(found(&desk).is_empty());
    assert_eq!(site.paths(), ["/feed"]);
    site.put("/feed", rss("The Courier", &["/pier", "/ferry"]));
    let pier = page("The pier is closed", &FERRY[1..]);
    site.put("/pier", Answer::html(&pier));
    desk.set_now("2025-08-20T17:00:00Z");
    let finds = found(&desk);
    assert_eq!(
        (finds.len(), &finds[0]["url"]),
        (1, &json!(site.url("/pier")))
    );
    let feeds = desk.list("feed list");
    assert_eq!(
        (&feeds[0]["finds"], &feeds[0]["checked"], &feeds[0]["due"]),
        (
            &json!(2),
            &json!("2025-08-20T17:00:00Z"),
            &json!("2025-08-20T17:30:00Z")
        )
    );
    desk.ok("rebuild --check");
    desk.ok("check");
}

#[test]
fn a_server_may_say_that_nothing_changed() {
    let (site, mut desk) = following();
    site.put(
        "/feed",
        rss("The Courier", &["/ferry"]).with("etag", "\"One\""),
    );
    site.put("/ferry", Answer::html(&ferry()).with("etag", "W/\"two\""));
    assert_eq!(found(&desk).len(), 1);
    site.asked();
    desk.set_now("2025-08-20T18:00:00Z");
    assert!(found(&desk).is_empty());
    let asked = site.asked();
    let conditional = |path: &str, tag: &str| {
        asked
            .iter()
            .any(|one| one.path == path && one.head.contains(&format!("if-none-match: {tag}")))
    };
    assert!(
        conditional("/feed", "\"one\"") && conditional("/ferry", "w/\"two\""),
        "{asked:?}"
    );
    // On the first look of a day nothing is believed.
    desk.set_now("2025-08-21T00:10:00Z");
    assert!(found(&desk).is_empty());
    assert!(
        site.asked()
            .iter()
            .all(|one| !one.head.contains("if-none-match"))
    );
}

#[test]
fn a_feed_that_moved_is_followed_to_its_new_address() {
    let (site, desk) = following();
    let moved = Answer::new("301 Moved", "text/plain", "").with("location", "/new");
    site.put("/feed", moved);
    site.put("/new", rss("The Courier", &["/ferry"]));
    let run = watch(&desk);
    assert!(run.code == 0 && run.stderr.contains("moved from"), "{run}");
    assert_eq!(finds(&run).len(), 1);
    assert_eq!(desk.list("feed list")[0]["url"], site.url("/new"));
}

#[test]
fn a_feed_that_moved_to_another_one_is_pointed_out() {
    let (site, desk) = following();
    site.put("/old", rss("The Courier", &["/ferry"]));
    follow(&desk, &site, "/old");
    let moved = Answer::new("308 Moved", "text/plain", "").with("location", "/feed");
    site.put("/old", moved);
    let run = watch(&desk);
    assert_eq!(finds(&run).len(), 1, "{run}");
    assert!(
        run.code == 0
            && run.stderr.contains("is now the same as feed 1")
            && run.stderr.contains("onrecord feed remove 2"),
        "{run}"
    );
    assert_eq!(desk.list("feed list").len(), 2);
}

#[test]
fn what_fails_is_said_and_tried_again_ever_later_while_the_others_go_on() {
    let (site, mut desk) = following();
    let feeds = ["/page", "/busy", "/broken", "/bomb", "/endless", "/moves"];
    for path in feeds {
        site.put(path, rss(path, &[]));
        follow(&desk, &site, path);
    }
    site.put("/page", Answer::html(&ferry()));
    site.put("/broken", Answer::new("503 Busy", "text/plain", "later"));
    site.put("/bomb", Answer::bomb());
    site.put("/endless", Answer::html("<p>").endless());
    site.put(
        "/moves",
        Answer::new("302 Found", "text/plain", "").with("location", "file:///etc/passwd"),
    );
    site.put(
        "/busy",
        Answer::new("429 Too Many", "text/plain", "").with("retry-after", "7200"),
    );
    let run = watch(&desk);
    assert_eq!(run.code, 1, "{run}");
    let reasons = [
        "a page now",
        "status 429",
        "status 503",
        "larger than 16 MB",
        "larger than 16 MB",
        "only http and https",
    ];
    for (path, reason) in feeds.iter().zip(reasons) {
        let said = run
            .stderr
            .lines()
            .find(|line| line.contains(&site.url(path)));
        // What the host did not want to be asked after the 429 is left for later, in silence.
        let is_later = said.is_none() && *path != "/busy";
        assert!(
            is_later || said.is_some_and(|line| line.contains(reason)),
            "{path}: {run}"
        );
    }
    let listed = desk.list("feed list");
    let busy = listed
        .iter()
        .find(|one| one["title"] == "/busy")
        .expect("the feed");
    assert_eq!(
        (&busy["due"], &busy["failures"]),
        (&json!("2025-08-20T18:00:00Z"), &json!(1))
    );
    assert!(
        busy["error"]
            .as_str()
            .is_some_and(|error| error.contains("429"))
    );
    // The host as a whole is left alone, also by the next run.
    site.paths();
    desk.set_now("2025-08-20T17:59:00Z");
    watch(&desk);
    assert_eq!(site.paths(), Vec::<String>::new());
    site.put("/busy", rss("/busy", &[]));
    desk.set_now("2025-08-20T18:00:00Z");
    let run = watch(&desk);
    assert_eq!(finds(&run).len(), 1, "{run}");
    let listed = desk.list("feed list");
    let failing = listed
        .iter()
        .filter(|one| one["failures"].as_u64() > Some(0));
    assert_eq!(failing.count(), 5, "{listed:?}");
}

#[test]
fn errors_back_off() {
    let (site, mut desk) = following();
    site.put("/feed", Answer::new("500 Error", "text/plain", ""));
    let mut dues = Vec::new();
    for _ in 0..4 {
        watch(&desk);
        let due = desk.list("feed list")[0]["due"]
            .as_str()
            .expect("a time")
            .to_owned();
        desk.set_now(&due);
        dues.push(due);
    }
    assert_eq!(
        dues,
        [
            "2025-08-20T16:30:00Z",
            "2025-08-20T17:30:00Z",
            "2025-08-20T19:30:00Z",
            "2025-08-20T23:30:00Z"
        ]
    );
    site.put("/feed", rss("The Courier", &["/ferry"]));
    assert_eq!(found(&desk).len(), 1);
    assert_eq!(desk.list("feed list")[0]["failures"], 0);
}

#[test]
fn robots_and_local_addresses_are_heeded() {
    let (site, desk) = following();
    site.put(
        "/robots.txt",
        Answer::new("200 OK", "text/plain", "User-agent: *\nDisallow: /ferry\n"),
    );
    let run = watch(&desk);
    assert!(run.code == 1 && run.stderr.contains("robots.txt"), "{run}");
    assert!(!site.paths().contains(&"/ferry".to_owned()));
    assert_eq!(desk.list("feed list")[0]["failed"], 1);
    let again = watch(&desk);
    assert!(
        again.code == 0 && again.stderr.is_empty(),
        "said once: {again}"
    );
    let (site, desk) = following();
    let run = desk.run("watch --once");
    assert!(
        run.code == 1 && run.stderr.contains("--allow-local"),
        "{run}"
    );
    assert_eq!(site.paths(), Vec::<String>::new());
}

#[test]
fn other_encodings_are_read() {
    let (site, desk) = following();
    let text = ferry().replace("Tom Reyes", "Tom\u{e1}s R\u{e9}y\u{e8}s");
    let bytes: Vec<u8> = text
        .chars()
        .map(|one| u8::try_from(u32::from(one)).expect("Latin"))
        .collect();
    site.put(
        "/ferry",
        Answer::new("200 OK", "text/html; charset=windows-1252", bytes),
    );
    assert_eq!(found(&desk).len(), 1);
    assert!(
        desk.ok("source text courier-2025-08-20")
            .contains("Tom\u{e1}s R\u{e9}y\u{e8}s")
    );
}

#[test]
fn an_article_in_several_feeds_is_one_source() {
    let (site, mut desk) = following();
    site.put("/second", rss("Second", &["/ferry", "/short"]));
    site.put(
        "/short",
        Answer::new("302 Found", "text/plain", "").with("location", "/ferry"),
    );
    follow(&desk, &site, "/second");
    assert_eq!(found(&desk).len(), 1);
    assert_eq!(desk.list("source list").len(), 1);
    site.paths();
    desk.set_now("2025-08-20T18:00:00Z");
    assert!(found(&desk).is_empty());
    let asked = site
        .paths()
        .into_iter()
        .filter(|path| path != "/robots.txt" && !path.contains("feed"));
    assert_eq!(
        asked.collect::<Vec<_>>(),
        ["/second", "/ferry"],
        "one of them is looked at again"
    );
    // If that one's feed is removed, another takes its place.
    desk.ok("feed remove 1");
    desk.set_now("2025-08-20T18:20:00Z");
    found(&desk);
    assert!(site.paths().contains(&"/ferry".to_owned()));
}

/// Records words of the article about the ferry.
pub(super) fn quote(desk: &TestDesk) {
    desk.ok("party add reyes --name 'Tom Reyes' --kind person");
    desk.ok("claim add repairs-cost --text 'Repairs of the pier will cost 2 million euros.'");
    desk.ok("say reyes asserts repairs-cost --source courier-2025-08-20 --passage 'cost 2 million euros'");
}

#[test]
fn an_edit_of_quoted_words_is_reported_and_no_other() {
    let (site, mut desk) = following();
    assert_eq!(found(&desk).len(), 1);
    quote(&desk);
    site.paths();
    // A fifth of its age has not passed yet.
    desk.set_now("2025-08-20T17:29:00Z");
    assert!(found(&desk).is_empty());
    assert!(!site.paths().contains(&"/ferry".to_owned()));
    site.put(
        "/ferry",
        Answer::html(&ferry().replace("next week", "next month")),
    );
    desk.set_now("2025-08-20T17:30:00Z");
    assert!(found(&desk).is_empty(), "nobody quoted that");
    assert!(site.paths().contains(&"/ferry".to_owned()));
    site.put(
        "/ferry",
        Answer::html(&ferry().replace("2 million", "3 million")),
    );
    desk.set_now("2025-08-20T20:00:00Z");
    let finds = found(&desk);
    assert_eq!((finds.len(), &finds[0]["version"]), (1, &json!(3)));
    assert_eq!(
        finds[0]["since"], 2,
        "that one was looked at, and told nothing"
    );
    assert_eq!(finds[0]["edits"][0]["claim"], "repairs-cost");
    assert_eq!(finds[0]["ingested"], Value::Null);
    desk.set_now("2025-08-21T16:00:00Z");
    assert!(found(&desk).is_empty());
}

#[test]
fn what_would_change_a_status_comes_first() {
    let (site, mut desk) = following();
    assert_eq!(found(&desk).len(), 1);
    quote(&desk);
    let dull = page(
        "The weather",
        &[
            FERRY[3],
            "Rain is expected in the evening, the weather service said, and wind from the north-west until Sunday.",
        ],
    );
    let denial = page(
        "Lee contradicts the mayor",
        &[
            "Ann Lee denied that repairs of the pier will cost 2 million euros.",
            FERRY[3],
            FERRY[2],
        ],
    );
    site.put("/dull", Answer::html(&dull));
    site.put("/denial", Answer::html(&denial));
    site.put("/feed", rss("The Courier", &["/dull", "/denial", "/ferry"]));
    desk.ok("party add lee --name 'Ann Lee' --kind person");
    desk.set_now("2025-08-20T17:00:00Z");
    let finds = found(&desk);
    let urls: Vec<&Value> = finds.iter().map(|find| &find["url"]).collect();
    assert_eq!(
        urls,
        [&json!(site.url("/denial")), &json!(site.url("/dull"))]
    );
    assert!(finds[0]["ingested"]["news"].as_u64() > Some(0), "{finds:?}");
}

#[test]
fn a_page_without_a_feed_is_fetched_again() {
    let (site, mut desk) = (Site::new(), desk());
    site.put("/ferry", Answer::html(&ferry()));
    desk.ok(format!(
        "feed add {} --page --every 15m --allow-local",
        site.url("/ferry")
    ));
    assert_eq!(found(&desk).len(), 1);
    quote(&desk);
    site.put(
        "/ferry",
        Answer::html(&ferry().replace("2 million", "3 million")),
    );
    desk.set_now("2025-08-20T16:15:00Z");
    assert_eq!(found(&desk).len(), 1);
    let feeds = desk.list("feed list");
    assert_eq!(
        (&feeds[0]["page"], &feeds[0]["due"]),
        (&json!(true), &json!("2025-08-20T16:30:00Z"))
    );
}

#[test]
fn a_clock_that_was_ahead_stalls_nothing() {
    let (site, mut desk) = following();
    desk.set_now("2026-08-20T16:00:00Z");
    assert_eq!(found(&desk).len(), 1);
    site.paths();
    desk.set_now("2025-08-20T17:00:00Z");
    watch(&desk);
    assert!(site.paths().contains(&"/feed".to_owned()));
    assert_eq!(desk.list("feed list")[0]["due"], "2025-08-20T17:30:00Z");
}

#[test]
fn an_undone_find_is_not_fetched_again() {
    let (site, mut desk) = following();
    assert_eq!(found(&desk).len(), 1);
    desk.run("undo --yes");
    desk.set_now("2025-08-21T16:00:00Z");
    site.paths();
    assert!(found(&desk).is_empty());
    assert_eq!(site.paths(), ["/feed"]);
    assert_eq!(desk.list("source list"), Vec::<Value>::new());
}

#[test]
fn claims_of_a_feed_get_its_topic() {
    let (_site, desk) = following();
    desk.ok("feed edit 1 --topic harbour");
    found(&desk);
    let draft = desk.json("draft");
    let topics: Vec<&Value> = draft["claims"]
        .as_array()
        .expect("claims")
        .iter()
        .map(|claim| &claim["claim"]["topic"])
        .collect();
    assert!(
        !topics.is_empty() && topics.iter().all(|topic| **topic == "harbour"),
        "{draft}"
    );
}
