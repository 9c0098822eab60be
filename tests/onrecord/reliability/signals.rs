//! Ctrl-C: long work ends with exit code 130 and a word about it, and leaves nothing half-written.

#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::common::desk::small_desk;
use crate::common::{Trial, lines};

/// So many statements on so many claims keep the program busy for a while.
const STATEMENTS: usize = 3_000;

fn busy() -> Trial {
    let trial = small_desk();
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
    trial.write("many.jsonl", lines(&records));
    trial
}

/// Sends the program a SIGINT after a while; gives exit code, standard error, and whether it came in time.
fn interrupted(trial: &Trial, line: &str, after: Duration) -> (Option<i32>, String, String) {
    let mut child = trial.command(&[], line).spawn().expect("the program runs");
    thread::sleep(after);
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    sent.expect("a signal");
    let status = child.wait().expect("it ends");
    let mut told = [String::new(), String::new()];
    child
        .stdout
        .take()
        .expect("stdout")
        .read_to_string(&mut told[0])
        .expect("text");
    child
        .stderr
        .take()
        .expect("stderr")
        .read_to_string(&mut told[1])
        .expect("text");
    let [stdout, stderr] = told;
    (status.code(), stdout, stderr)
}

/// Stopped at five moments spread over its work, each deed says so and leaves everything as it was.
#[test]
fn long_work_stops_cleanly() {
    let trial = busy();
    let empty = trial.state();
    stopped(&trial, "import many.jsonl", || {
        assert_eq!(trial.state(), empty)
    });
    trial.run("import many.jsonl");
    let full = trial.state();
    for deed in ["rebuild", "rebuild --check", "verify"] {
        stopped(&trial, deed, || assert_eq!(trial.state(), full));
    }
    trial.ok("backup copy.db");
    stopped(&trial, "restore copy.db --ledger new.db", || {
        let files = fs::read_dir(trial.path("")).expect("a folder");
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

/// Stops a deed at moments spread over the time that it takes, and holds what is left each time it was stopped.
fn stopped(trial: &Trial, deed: &str, holds: impl Fn()) {
    let begun = Instant::now();
    let mut after = Duration::from_millis(15);
    let mut times = 0;
    // A deed that was done before the signal came has nothing to stop; sooner is tried then.
    while times < 3 && begun.elapsed() < Duration::from_secs(60) {
        let (code, stdout, stderr) = interrupted(trial, deed, after);
        match code {
            Some(130) => {
                assert!(
                    stderr.contains("stopped") && stdout.is_empty(),
                    "{deed:?}: {stdout}{stderr}"
                );
                holds();
                times += 1;
                after += after / 2;
            }
            // Before the program has its handler, the system ends it; and it may have been done already.
            None => after += Duration::from_millis(3),
            Some(0) if deed.starts_with("restore") || deed.starts_with("import") => return,
            Some(0) => after /= 2,
            other => panic!("{deed:?}: {other:?} {stdout}{stderr}"),
        }
    }
    assert!(times > 0, "{deed:?} was never stopped");
    println!("{deed:?}: stopped {times} times");
}
