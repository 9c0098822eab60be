//! Questions are answered from the copy, and a write asks the server as little as it can.

use std::process::Command;

use super::{joined, sharing};
use crate::common::TestDesk;
use crate::common::postgres::{Servers, TestJournal};

/// Commands that are answered from what the desk has.
const FROM_THE_COPY: [&str; 21] = [
    "candidates",
    "unconfirmed",
    "discrepancies",
    "why bridge-hit",
    "status",
    "changes --since 2025-08-19",
    "awaiting",
    "matrix",
    "timeline trump",
    "rivals venue",
    "search bridge",
    "party list",
    "claim list",
    "source list",
    "log",
    "head",
    "rebuild --check",
    "export",
    "report report.html",
    "backup copy.db",
    "outbox",
];

/// The calls of some kinds that a command makes.
fn calls(desk: &TestDesk, kinds: &str, line: &str) -> Vec<String> {
    let trace = format!("trace={kinds}");
    let under = [
        "strace",
        "-f",
        "-qq",
        "-s",
        "300",
        "-e",
        &trace,
        "-o",
        "calls.txt",
    ];
    let run = desk.command(&under, line).output().expect("strace runs");
    assert!(
        [0, 4].contains(&run.status.code().unwrap_or(-1)),
        "{line}: {run:?}"
    );
    let calls = std::fs::read_to_string(desk.path("calls.txt")).expect("the calls");
    calls.lines().map(str::to_owned).collect()
}

fn sockets(desk: &TestDesk, line: &str) -> Vec<String> {
    let mut opened = calls(desk, "socket", line);
    opened.retain(|call| call.contains("AF_INET"));
    opened
}

fn has_strace() -> bool {
    let has = Command::new("strace").arg("-V").output().is_ok();
    if !has {
        eprintln!("skipped: there is no strace");
    }
    has
}

#[test]
fn questions_open_no_socket() {
    let Some(servers) = Servers::common() else {
        return;
    };
    if !has_strace() {
        return;
    }
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    for line in FROM_THE_COPY {
        assert_eq!(sockets(&kyiv, line), Vec::<String>::new(), "{line}");
    }
    let offline = [
        "verify --offline",
        "check --offline",
        "--offline claim add late --text 'It was late.'",
    ];
    for line in offline {
        assert_eq!(sockets(&kyiv, line), Vec::<String>::new(), "{line}");
    }
    for line in ["verify", "check", "follow --once", "desks"] {
        assert!(!sockets(&kyiv, line).is_empty(), "{line}");
    }
}

#[test]
fn a_write_waits_for_at_most_three_answers() {
    let Some(servers) = Servers::common() else {
        return;
    };
    if !has_strace() {
        return;
    }
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let say = "say trump denies bridge-hit --source minutes --wait 60";
    let alone = waits(&calls(&kyiv, "sendto,recvfrom,writev", say));
    // Something has come meanwhile.
    let behind = waits(&calls(
        &lviv,
        "sendto,recvfrom,writev",
        "say trump doubts in-geneva --source minutes",
    ));
    println!(
        "a write waits for {alone} answers beyond connecting, and for {behind} if something came"
    );
    assert!((1..=3).contains(&alone), "{alone} answers");
    assert!((1..=4).contains(&behind), "{behind} answers");
}

/// For how many answers a program waits after it has connected: how often something came after something was sent.
fn waits(calls: &[String]) -> usize {
    let last = calls
        .iter()
        .rposition(|call| call.contains("FROM onrecord.journal"));
    let after = &calls[last.expect("it asks which journal that is")..];
    let mut count = 0;
    let mut is_asked = false;
    for call in after {
        let is_sent = call.contains("sendto(") || call.contains("writev(");
        let came = call.contains("recvfrom(") && !call.contains("= -1") && !call.contains("= 0");
        count += usize::from(came && is_asked);
        is_asked = (is_asked || is_sent) && !came;
    }
    // The first is that to the question.
    count - 1
}
