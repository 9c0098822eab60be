//! Starting, stopping, and what may happen to the ledger in between.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Server;
use crate::common::TestDesk;
use crate::common::desk::{NOW, small_desk};

#[test]
fn one_line_says_where_the_desk_is() {
    let desk = small_desk();
    let server = Server::of(&desk);
    assert!(server.line.ends_with('\n') && server.line.matches('\n').count() == 1);
    assert_eq!(server.token.len(), 64);
    assert_ne!(Server::of(&desk).token, server.token);
}

#[test]
fn it_stops_within_a_second() {
    let desk = small_desk();
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::of(&desk);
        // An open connection does not keep it.
        let _idle = server.connect();
        assert_eq!(server.json("/status").status, 200);
        let started = Instant::now();
        let id = server.child().id().to_string();
        let sent = Command::new("kill")
            .args([signal, &id])
            .status()
            .expect("kill");
        assert!(sent.success());
        let ended = server.child().wait().expect("an end");
        assert!(
            started.elapsed() < Duration::from_secs(1),
            "{:?}",
            started.elapsed()
        );
        assert_eq!(ended.code(), Some(0), "{signal}");
    }
}

#[test]
fn a_port_in_use_is_named() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let port = server.address.port();
    let refused = desk.run(format!("serve --no-open --port {port}"));
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert_eq!(
        refused.stderr,
        format!(
            "error: port {port} of 127.0.0.1 is in use\nhint: another `onrecord serve` may be running there; \
             --port 0 takes any free port, --port N another one\n"
        )
    );
}

#[test]
fn without_a_ledger_nothing_is_served() {
    let desk = TestDesk::new(NOW);
    let refused = desk.run("serve --no-open --port 0");
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(
        refused.stderr.contains("there is no ledger at onrecord.db"),
        "{refused}"
    );
    desk.write(
        "onrecord.db",
        "no ledger at all, but a text that is long enough to be looked at",
    );
    let refused = desk.run("serve --no-open --port 0");
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(
        refused.stderr.contains("is not an onrecord ledger"),
        "{refused}"
    );
    let refused = desk.run("serve --no-open --port 0 --as-of 2025-08-19");
    assert!(
        refused.code == 1 && refused.stderr.contains("--as-of"),
        "{refused}"
    );
}

#[test]
fn the_head_has_a_tag_that_changes_with_the_journal() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let tag = |response: &super::Response| response.header("etag").expect("a tag").to_owned();
    let first = server.json("/head");
    assert_eq!(first.body, desk.ok("head --format json"));
    let known = format!("If-None-Match: {}", tag(&first));
    let again = server.request("GET", "/head", &[&server.bearer(), &known], "");
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    desk.ok("say kremlin confirms agreed-to-meet --source daily-08-19");
    let after = server.request("GET", "/head", &[&server.bearer(), &known], "");
    assert_eq!(
        (after.status, after.body.as_str()),
        (200, desk.ok("head --format json").as_str())
    );
    assert_ne!(tag(&after), tag(&first));
    // The page knows the tag that it was drawn with.
    let page = server.page("/claims");
    let drawn = format!("data-head=\"{}\"", tag(&after).replace('"', "&quot;"));
    assert!(page.body.contains(&drawn), "{}", page.body);
}

#[test]
fn a_colleagues_write_is_seen_at_once() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let status = || {
        let claim: Value =
            serde_json::from_str(&server.json("/claims/agreed-to-meet").body).expect("JSON");
        claim["claim"]["status"]
            .as_str()
            .expect("a status")
            .to_owned()
    };
    assert_eq!(status(), "unconfirmed");
    desk.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --by colleague");
    assert_eq!(status(), "confirmed");
}

#[test]
fn what_is_no_part_of_the_journal_is_seen_at_once_too() {
    let (desk, server) = super::review::reading();
    let open = || {
        let page = server.json("/candidates");
        assert_eq!(page.body, server.json("/candidates").body);
        let all: Value = serde_json::from_str(&page.body).expect("JSON");
        let all = all.as_array().expect("candidates");
        let ids = all.iter().map(|one| one["id"].as_str().expect("an id"));
        ids.map(str::to_owned).collect::<Vec<_>>()
    };
    let before = open();
    desk.ok(format!("reject {} --by colleague", before[0]));
    assert_eq!(open(), &before[1..]);
}

#[test]
fn a_ledger_that_is_gone_or_replaced_is_a_clear_page() {
    let desk = small_desk();
    let server = Server::of(&desk);
    std::fs::rename(desk.path("onrecord.db"), desk.path("away.db")).expect("renamed");
    for log in ["onrecord.db-wal", "onrecord.db-shm"] {
        let _ = std::fs::remove_file(desk.path(log));
    }
    let gone = server.page("/claims");
    assert_eq!(gone.status, 500);
    assert!(
        gone.body.contains("There is no ledger at onrecord.db"),
        "{}",
        gone.body
    );
    let json = server.json("/claims");
    assert_eq!(
        (json.status, json.body.as_str()),
        (500, desk.run("claim list --format json").stderr.as_str())
    );
    std::fs::write(
        desk.path("onrecord.db"),
        "something else entirely, and of some length",
    )
    .expect("written");
    assert!(
        server
            .page("/claims")
            .body
            .contains("is not an onrecord ledger")
    );
    std::fs::rename(desk.path("away.db"), desk.path("onrecord.db")).expect("renamed");
    assert_eq!(
        server.json("/claims").body,
        desk.ok("claim list --format json")
    );
}
