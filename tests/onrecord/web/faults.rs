//! What may happen while a form is open: the server is restarted, the ledger goes away, the disk is full.

use std::process::Command;

use super::{Server, WRITES};
use crate::common::desk::small_desk;

const NEWS: [(&str, &str); 5] = [
    ("party", "kremlin"),
    ("stance", "confirms"),
    ("claim", "agreed-to-meet"),
    ("source", "daily-08-19"),
    ("note", "A long note that took a while"),
];

/// Asserts that a form came back with what was typed.
fn assert_kept(page: &str) {
    assert!(
        page.contains("data-record") && page.contains("A long note that took a while</textarea>"),
        "{page}"
    );
    assert!(
        page.contains("<option value=\"confirms\" selected>"),
        "{page}"
    );
}

#[test]
fn an_expired_token_loses_nothing_and_tells_nothing() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let before = desk.journal();
    let stale = format!("onrecord-{}={}", server.address.port(), "0".repeat(64));
    let refused = server.send_with("/record/say", &NEWS, &stale);
    assert_eq!(refused.status, 401, "{refused:?}");
    assert_kept(&refused.body);
    assert!(
        !refused.body.contains("Recording as") && !refused.body.contains("Russia agreed"),
        "{}",
        refused.body
    );
    assert_eq!(desk.journal(), before);
}

#[test]
fn a_ledger_that_is_gone_or_replaced_loses_nothing() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let send = |status: u16, says: &str| {
        let refused = server.send("/record/say", &NEWS);
        assert_eq!(refused.status, status, "{refused:?}");
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
        assert_kept(&refused.body);
    };
    std::fs::rename(desk.path("onrecord.db"), desk.path("away.db")).expect("renamed");
    for log in ["onrecord.db-wal", "onrecord.db-shm"] {
        let _ = std::fs::remove_file(desk.path(log));
    }
    send(500, "There is no ledger at onrecord.db");
    desk.write("onrecord.db", "something else entirely, and of some length");
    send(500, "is not an onrecord ledger");
    std::fs::remove_file(desk.path("onrecord.db")).expect("removed");
    desk.ok("init");
    send(404, "Unknown claim");
    for file in ["onrecord.db", "onrecord.db-wal", "onrecord.db-shm"] {
        let _ = std::fs::remove_file(desk.path(file));
    }
    std::fs::rename(desk.path("away.db"), desk.path("onrecord.db")).expect("renamed");
    assert_eq!(server.send("/record/say", &NEWS).status, 200);
}

#[test]
fn a_full_disk_loses_nothing() {
    if Command::new("strace").arg("-V").output().is_err() {
        return;
    }
    let desk = small_desk();
    let before = desk.journal();
    // -D: the server is the child, so that it ends with the test.
    let log = desk.path("onrecord.db-wal").display().to_string();
    let strace = [
        "strace",
        "-D",
        "-f",
        "-qq",
        "-o",
        "trace.txt",
        "-P",
        &log,
        "-e",
        "trace=pwrite64",
        "-e",
        "inject=pwrite64:error=ENOSPC",
    ];
    let server = Server::under(&desk, &strace, "serve --port 0 --no-open --by ann");
    let refused = server.send("/record/say", &NEWS);
    assert_eq!(refused.status, 507, "{refused:?}");
    assert!(
        refused.body.contains("Free some space and try again"),
        "{}",
        refused.body
    );
    assert_kept(&refused.body);
    assert_eq!(server.json("/claims/agreed-to-meet").status, 200);
    drop(server);
    assert_eq!(desk.journal(), before);
    assert_eq!(Server::of_ann(&desk).send("/record/say", &NEWS).status, 200);
}

#[test]
fn no_write_comes_from_another_site_or_without_the_token() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let before = desk.journal();
    let cookie = format!("Cookie: {}", server.cookie());
    let bearer = server.bearer();
    let long = |megabytes: usize| format!("note={}", "a".repeat(megabytes * 1024 * 1024));
    for path in WRITES.iter().chain(&["/by"]) {
        for from in [
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: none",
            "Origin: http://evil.example",
            "Origin: null",
            "X-Nothing: 1",
        ] {
            let refused = server.request("POST", path, &[&cookie, from], "name=x");
            assert_eq!(refused.status, 403, "{path}, {from}: {refused:?}");
        }
        for from in ["Sec-Fetch-Site: cross-site", "Origin: http://evil.example"] {
            let refused = server.request("POST", path, &[&bearer, from], "name=x");
            assert_eq!(refused.status, 403, "{path}, {from}: {refused:?}");
        }
        let own = "Sec-Fetch-Site: same-origin";
        let refused = server.request("POST", path, &[own], "name=x");
        assert_eq!(refused.status, 401, "{path}: {refused:?}");
        // A form with files may be longer.
        let longest = if *path == "/record/articles" { 16 } else { 2 };
        let refused = server.request("POST", path, &[&cookie, own], &long(longest));
        assert_eq!(refused.status, 413, "{path}: {refused:?}");
        for method in ["PUT", "DELETE", "PATCH"] {
            let refused = server.request(method, path, &[&bearer], "");
            assert_eq!(refused.status, 405, "{path}: {refused:?}");
        }
        let looked = server.page(&format!("{path}?party=trump&stance=denies&claim=in-geneva&source=wire&id=new&name=N&kind=person&by=bob"));
        assert!(
            [200, 303, 400].contains(&looked.status),
            "{path}: {looked:?}"
        );
    }
    for path in [
        "/record",
        "/record/",
        "/record/nothing",
        "/record/aside",
        "/claims",
        "/undo",
        "/import",
    ] {
        let refused = server.request("POST", path, &[&bearer], "party=trump");
        assert!([404, 405].contains(&refused.status), "{path}: {refused:?}");
    }
    assert_eq!(desk.journal(), before);
}

#[test]
fn no_field_takes_what_no_text_can_hold() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let before = desk.journal();
    for path in ["/record/claim/add", "/record/say", "/record/party/add"] {
        let refused = server.send(path, &[("text", "a\0b c d"), ("party", "kremlin")]);
        assert_eq!(refused.status, 400, "{path}: {refused:?}");
        assert!(
            refused.body.contains("NUL character"),
            "{path}: {refused:?}"
        );
    }
    assert_eq!(desk.journal(), before);
}
