//! No other command than those that are told to goes online.

use std::process::Command;

use super::{desk, ferry, rss};
use crate::common::TestDesk;
use crate::common::site::{Answer, Site};

/// Commands of every kind.
const OFFLINE: [&str; 28] = [
    "party add reyes --name 'Tom Reyes' --kind person",
    "ingest ferry.html",
    "draft",
    "candidates",
    "accept --all",
    "read ferry.html",
    "extract ferry.html",
    "unconfirmed",
    "discrepancies",
    "status",
    "changes --since 2025-08-19",
    "awaiting",
    "matrix",
    "timeline reyes",
    "search ferry",
    "party list",
    "source list",
    "source show courier-2025-08-20 --versions",
    "log",
    "verify",
    "check",
    "rebuild --check",
    "export",
    "report report.html",
    "backup copy.db",
    "feed list",
    "feed edit 1 --every 1h",
    "feed remove 1",
];

/// The calls by which a command opened sockets of the internet.
fn opened(desk: &TestDesk, line: &str) -> Vec<String> {
    let under = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=socket",
        "-o",
        "calls.txt",
    ];
    let run = desk.command(&under, line).output();
    let run = run.expect("strace runs");
    assert!(run.status.success(), "{line}: {run:?}");
    let calls = std::fs::read_to_string(desk.path("calls.txt")).expect("the calls");
    calls
        .lines()
        .filter(|call| call.contains("AF_INET"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn only_those_that_fetch_open_a_socket() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("skipped: there is no strace");
        return;
    }
    let site = Site::new();
    site.put("/ferry", Answer::html(&ferry()));
    let desk = desk();
    desk.write("ferry.html", ferry());
    site.put("/feed", rss("The Courier", &["/ferry"]));
    let watch = "watch --once --allow-local --pause 0";
    let online = [
        format!("feed add {} --allow-local", site.url("/feed")),
        format!("fetch {} --allow-local", site.url("/ferry")),
    ];
    assert_eq!(
        opened(&desk, watch),
        Vec::<String>::new(),
        "nothing is followed"
    );
    assert!(!opened(&desk, &online[0]).is_empty());
    assert!(!opened(&desk, watch).is_empty());
    for line in OFFLINE {
        assert_eq!(opened(&desk, line), Vec::<String>::new(), "{line}");
    }
    assert!(!opened(&desk, &online[1]).is_empty());
}
