//! Ctrl-C: long work ends with exit code 130 and a message, and leaves nothing half-written.

#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::common::desk::small_desk;
use crate::common::{TestDesk, lines, setting};

/// Enough statements, ten a claim, to keep the program busy for a while.
const STATEMENTS: usize = 1_000;

fn busy() -> TestDesk {
    let desk = small_desk();
    let mut records = Vec::new();
    for number in 0..STATEMENTS {
        let claim = format!("claim-{}", number / 10);
        if number % 10 == 0 {
            records
                .push(json!({"record": "claim", "id": claim, "text": format!("Claim {number}.")}));
        }
        records.push(
            json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": claim,
            "source": "minutes", "said": format!("2025-08-{:02}", 1 + number % 10)}),
        );
    }
    desk.write("many.jsonl", lines(&records));
    desk
}

/// Sends SIGINT after a while. Returns exit code, standard output and standard error.
fn interrupted(desk: &TestDesk, line: &str, after: Duration) -> (Option<i32>, String, String) {
    let mut child = desk.command(&[], line).spawn().expect("the program runs");
    thread::sleep(after);
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    sent.expect("a signal");
    let status = child.wait().expect("it ends");
    let mut output = [String::new(), String::new()];
    child
        .stdout
        .take()
        .expect("stdout")
        .read_to_string(&mut output[0])
        .expect("text");
    child
        .stderr
        .take()
        .expect("stderr")
        .read_to_string(&mut output[1])
        .expect("text");
    let [stdout, stderr] = output;
    (status.code(), stdout, stderr)
}

/// Stopped in the middle of its work, each command says so and changes nothing.
#[test]
fn interrupted_work_changes_nothing() {
    let desk = busy();
    let empty = desk.state();
    stopped(&desk, "import many.jsonl", || {
        assert_eq!(desk.state(), empty)
    });
    desk.run("import many.jsonl");
    let full = desk.state();
    for deed in ["rebuild", "rebuild --check", "verify"] {
        stopped(&desk, deed, || assert_eq!(desk.state(), full));
    }
    desk.ok("backup copy.db");
    stopped(&desk, "restore copy.db --ledger new.db", || {
        let files = fs::read_dir(desk.path("")).expect("a folder");
        let left: Vec<_> = files
            .map(|file| {
                file.expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name.contains(".part") || name.contains("new.db"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    });
}

/// Interrupts a command `ONRECORD_STOPS` times, at different moments, and checks what is left.
fn stopped(desk: &TestDesk, deed: &str, check: impl Fn()) {
    let wanted = setting("ONRECORD_STOPS", 1);
    let begun = Instant::now();
    let mut after = Duration::from_millis(15);
    let mut times = 0;
    // If the command was done before the signal, an earlier moment is tried.
    while times < wanted && begun.elapsed() < Duration::from_secs(180) {
        let (code, stdout, stderr) = interrupted(desk, deed, after);
        match code {
            Some(130) if stderr.contains("already done") => after = after * 3 / 4,
            Some(130) => {
                assert!(
                    stderr.contains("stopped") && stdout.is_empty(),
                    "{deed:?}: {stdout}{stderr}"
                );
                check();
                times += 1;
                after += after / 2;
            }
            // Before the handler is installed, the signal ends the program.
            None => after = after * 5 / 4 + Duration::from_millis(1),
            Some(0) if deed.starts_with("restore") || deed.starts_with("import") => return,
            Some(0) => after = after * 3 / 4,
            other => panic!("{deed:?}: {other:?} {stdout}{stderr}"),
        }
    }
    assert!(times > 0, "{deed:?} was never stopped");
    println!("{deed:?}: stopped {times} times");
}
