//! A desk's own program is killed at its system calls: the next contact finds out what was recorded.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use super::{add, assert_same, copy, sharing, times};
use crate::common::desk::NOW;
use crate::common::postgres::{Servers, TestJournal};
use crate::common::{TestDesk, setting};

/// The calls by which something outside the program changes: the ledger's files, and what the server is told.
const CALLS: &str =
    "sendto,sendmsg,write,writev,pwrite64,fsync,fdatasync,ftruncate,rename,unlink,openat";

/// Whether strace can kill here.
fn can_kill() -> bool {
    let tried = Command::new("strace")
        .args([
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "inject=openat:signal=SIGKILL:when=1",
            "true",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.signal() == Some(9) || status.code() == Some(137))
}

/// Lines that are killed: NUMBER stands for that of the attempt.
const DEEDS: [&str; 6] = [
    "say trump denies bridge-hit --source minutes --quote zmarkNUMBERz --said SAID",
    "import - --wait 30",
    "undo --yes",
    "redact ID --reason safety",
    "follow --once",
    "--offline say trump denies bridge-hit --source minutes --quote zmarkNUMBERz --said SAID",
];

#[test]
fn a_desk_is_killed_at_every_step() {
    if !can_kill() {
        eprintln!("passed over: strace cannot inject signals here");
        return;
    }
    let Some(servers) = Servers::common() else {
        return;
    };
    let most = setting("ONRECORD_KILLS_DESK", 1);
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    add(&journal, "lviv", "redact");
    let mut lviv = TestDesk::new(NOW);
    lviv.set("ONRECORD_BY", "ivan");
    lviv.ok(format!("join {} --desk lviv", journal.url("lviv")));
    let mut number = 0;
    for deed in DEEDS {
        number += 1;
        let steps = steps(&journal, &kyiv, &lviv, deed, number);
        let tried = most.min(steps.len());
        let (mut cut, mut there) = (0, 0);
        for one in 0..tried {
            number += 1;
            // Spread over all of them.
            let step = &steps[(2 * one + 1) * steps.len() / (2 * tried)];
            let (was_cut, was_there) = killed(&journal, &kyiv, &lviv, deed, number, step);
            cut += usize::from(was_cut);
            there += usize::from(was_there);
        }
        println!(
            "{deed}: {} steps, killed at {cut} of them; {there} times it was recorded",
            steps.len()
        );
        assert!(cut > 0, "{deed}: nothing was killed");
    }
}

/// How a line is prepared, and what it is then.
fn prepared(kyiv: &TestDesk, lviv: &TestDesk, deed: &str, number: usize) -> (String, Vec<u8>) {
    let said = format!(
        "2024-{:02}-{:02}T{:02}:00Z",
        1 + number / 28 % 12,
        1 + number % 28,
        number / 336
    );
    let say = format!(
        "say trump denies bridge-hit --source minutes --quote zmark{number}z --said {said}"
    );
    let mut id = String::new();
    if deed.starts_with("undo") || deed.starts_with("redact") {
        lviv.ok(&say);
        id = lviv.list(format!("search zmark{number}z"))[0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
    } else if deed.starts_with("follow") {
        kyiv.ok(&say);
    }
    let statement = format!(
        r#"{{"record": "statement", "party": "trump", "stance": "denies", "claim": "bridge-hit", "source": "minutes", "said": "{said}", "quote": "zmark{number}z"}}"#
    );
    let line = deed
        .replace("NUMBER", &number.to_string())
        .replace("SAID", &said)
        .replace("ID", &id);
    (line, statement.into_bytes())
}

/// A call by its name, and the how many of that name it is.
type Step = (String, usize);

/// The calls that a line makes.
fn steps(
    journal: &TestJournal<'_>,
    kyiv: &TestDesk,
    lviv: &TestDesk,
    deed: &str,
    number: usize,
) -> Vec<Step> {
    let (line, input) = prepared(kyiv, lviv, deed, number);
    let trace = format!("trace={CALLS}");
    run(
        lviv,
        &["strace", "-f", "-qq", "-o", "calls.txt", "-e", &trace],
        &line,
        &input,
    );
    let calls = fs::read_to_string(lviv.path("calls.txt")).expect("the calls");
    after(journal, kyiv, lviv, deed, number, None);
    // Calls are counted by process; all but a few are of the first.
    let first = calls.split(' ').next().unwrap_or_default();
    let mut counts = BTreeMap::new();
    let names = calls.lines().filter_map(|line| {
        let (process, call) = line.split_once(' ')?;
        let (name, _) = call.trim_start().split_once('(')?;
        (process == first).then_some(name)
    });
    let numbered = names.map(|name| {
        let count = counts.entry(name).or_insert(0);
        *count += 1;
        (name.to_owned(), *count)
    });
    numbered.collect()
}

/// Kills a line at one call. Returns whether it was killed, and whether it is recorded.
fn killed(
    journal: &TestJournal<'_>,
    kyiv: &TestDesk,
    lviv: &TestDesk,
    deed: &str,
    number: usize,
    (call, at): &Step,
) -> (bool, bool) {
    let (line, input) = prepared(kyiv, lviv, deed, number);
    let inject = format!("inject={call}:signal=SIGKILL:when={at}");
    let (was_killed, answered) = run(
        lviv,
        &["strace", "-f", "-qq", "-o", "calls.txt", "-e", &inject],
        &line,
        &input,
    );
    let is_under_way = lviv.path("onrecord.db-sending").exists();
    let is_done = after(journal, kyiv, lviv, deed, number, Some(answered));
    // What was on its way is recorded, or waits and is recorded then, as it was when it was typed. An undo is not.
    let is_undo = deed.starts_with("undo");
    assert!(
        is_done || !is_under_way || is_undo,
        "{deed} {number} is lost"
    );
    (was_killed, is_done)
}

/// Runs a line under another program. Returns whether it was killed, and whether it had answered.
fn run(desk: &TestDesk, under: &[&str], line: &str, input: &[u8]) -> (bool, bool) {
    use std::io::Write as _;
    let mut child = desk.command(under, line).spawn().expect("strace runs");
    let mut stdin = child.stdin.take().expect("a standard input");
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    let was_killed = output.status.signal() == Some(9) || output.status.code() == Some(137);
    (
        was_killed,
        !output.stdout.is_empty() || output.status.code() == Some(4),
    )
}

/// What is left works, and both desks have it: all or nothing, and all if it had answered. Returns whether it is recorded.
fn after(
    journal: &TestJournal<'_>,
    kyiv: &TestDesk,
    lviv: &TestDesk,
    deed: &str,
    number: usize,
    answered: Option<bool>,
) -> bool {
    copy(lviv);
    for _ in 0..2 {
        for desk in [lviv, kyiv] {
            let run = desk.run("follow --once");
            assert_eq!(run.code, 0, "{deed} {number}\n{run}");
        }
    }
    assert!(!lviv.path("onrecord.db-sending").exists());
    let kept = lviv.list("outbox");
    // An undo is of what was newest; later it would be of something else.
    for one in &kept {
        assert!(deed.starts_with("undo"), "{deed} {number}: {one}");
        lviv.ok(format!("outbox drop {}", one["number"]));
    }
    assert_same(&[kyiv, lviv]);
    let mark = format!("zmark{number}z");
    let there = kyiv.list(format!("search {mark}")).len();
    let bodies = times(journal, 0, &mark);
    let is_done = match deed {
        _ if deed.starts_with("undo") => there == 0,
        _ if deed.starts_with("redact") => {
            assert_eq!(bodies, there, "{deed} {number}");
            there == 0
        }
        _ => {
            assert_eq!(bodies, there, "{deed} {number}");
            there == 1
        }
    };
    assert!(there <= 1, "{deed} {number} is there twice");
    assert!(
        is_done || answered == Some(false),
        "{deed} {number} had answered"
    );
    is_done
}
