//! A `watch` that stays: it looks when something is due, ends when it is told to, and may be killed.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::watching::{finds, follow, following, watch};
use super::{FERRY, NOW, page, rss};
use crate::common::site::Answer;
use crate::common::{TestDesk, setting};

/// Starts `watch`, which stays.
fn start(desk: &TestDesk) -> Child {
    desk.command(&[], "watch --allow-local --pause 0 --format jsonl")
        .spawn()
        .expect("the program runs")
}

/// The next line that it reports.
fn next_find(child: &mut Child) -> Value {
    let stdout = child.stdout.as_mut().expect("a standard output");
    let mut line = String::new();
    // Byte by byte, so that nothing of the next line is lost.
    let mut reader = BufReader::with_capacity(1, stdout);
    reader.read_line(&mut line).expect("a line");
    serde_json::from_str(&line).expect("JSON")
}

/// Sends a signal and waits. Returns the exit code, how long it took, and what was on standard error.
fn end(mut child: Child, signal: &str) -> (Option<i32>, Duration, String) {
    let begun = Instant::now();
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    sent.expect("a signal");
    let status = child.wait().expect("it ends");
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("a standard error");
    stderr.read_to_string(&mut said).expect("text");
    (status.code(), begun.elapsed(), said)
}

#[test]
fn it_sees_a_new_feed_and_ends_when_it_is_told_to() {
    for signal in ["-INT", "-TERM"] {
        let (site, desk) = following();
        let mut child = start(&desk);
        assert_eq!(next_find(&mut child)["url"], site.url("/ferry"));
        let second = watch(&desk);
        assert!(
            second.code == 1 && second.stderr.contains("another `onrecord watch`"),
            "{second}"
        );
        let pier = page("The pier is closed", &FERRY[1..]);
        site.put("/pier", Answer::html(&pier));
        site.put("/second", rss("Second", &["/pier"]));
        follow(&desk, &site, "/second");
        assert_eq!(next_find(&mut child)["url"], site.url("/pier"));
        let (code, took, said) = end(child, signal);
        assert_eq!((code, said.as_str()), (Some(0), ""), "{signal}");
        assert!(took < Duration::from_secs(10), "{took:?}");
        assert_eq!(watch(&desk).code, 0, "the lock went with the program");
    }
}

/// Even while a server takes its time.
#[test]
fn it_does_not_wait_for_a_server() {
    let (site, desk) = following();
    site.put("/ferry", Answer::html("<p>").endless().slow());
    let child = start(&desk);
    while !site.paths().contains(&"/ferry".to_owned()) {
        thread::sleep(Duration::from_millis(20));
    }
    let (code, took, said) = end(child, "-INT");
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(took < Duration::from_secs(10), "{took:?}");
    desk.ok("rebuild --check");
}

/// A terminal shows how far a round is while a server takes its time.
#[test]
fn a_terminal_shows_how_far_it_is() {
    if Command::new("script").arg("--version").output().is_err() {
        eprintln!("passed over: `script` is not installed, and makes the terminal");
        return;
    }
    let (site, desk) = following();
    site.put("/ferry", Answer::html("<p>").endless().slow());
    let program = env!("CARGO_BIN_EXE_onrecord");
    let watch = format!("timeout 3 {program} watch --allow-local --pause 0");
    let run = Command::new("script")
        .args(["--quiet", "--flush", "--command", &watch, "/dev/null"])
        .current_dir(desk.path(""))
        .env_clear()
        .envs([
            ("PATH", "/usr/bin:/bin"),
            ("TERM", "xterm"),
            ("ONRECORD_NOW", NOW),
        ])
        .stdin(Stdio::null())
        .output()
        .expect("script runs");
    let screen = String::from_utf8_lossy(&run.stdout);
    assert!(
        screen.contains("articles") && screen.contains("0 of 1"),
        "{screen:?}"
    );
}

/// Killed at any moment: what was reported is there, and everything is reported in the end. `ONRECORD_KILLS` is the number
/// of rounds.
#[test]
fn nothing_is_lost_or_half_written_by_a_kill() {
    let rounds = setting("ONRECORD_KILLS", 4);
    let paths: Vec<String> = (0..6).map(|number| format!("/article-{number}")).collect();
    let mut cut_short = 0;
    for round in 0..rounds {
        let (site, mut desk) = following();
        let offered: Vec<&str> = paths.iter().map(String::as_str).collect();
        site.put("/feed", rss("The Courier", &offered));
        for (number, path) in paths.iter().enumerate() {
            let title = format!("Report {number} from the harbour");
            let own = format!(
                "This is report {number}, Ann Lee said, and nobody should think that it is another one."
            );
            let text = page(&title, &[&own, FERRY[number % 4], FERRY[(number + 1) % 4]]);
            site.put(path, Answer::html(&text));
        }
        let mut child = start(&desk);
        // A different moment in each round, over the time that all of it takes.
        let spared = u64::try_from(round).expect("a number") * 900
            / u64::try_from(rounds).expect("a number");
        thread::sleep(Duration::from_millis(100 + spared));
        child.kill().expect("killed");
        let output = child.wait_with_output().expect("gone");
        let text = String::from_utf8(output.stdout).expect("text");
        let whole = text.lines().filter(|line| line.ends_with('}'));
        let mut reported: Vec<String> = Vec::new();
        for line in whole {
            let find: Value = serde_json::from_str(line).expect("JSON");
            let source = find["source"].as_str().expect("a source").to_owned();
            desk.ok(format!("source text {source} --version 1"));
            reported.push(find["url"].as_str().expect("an address").to_owned());
        }
        cut_short += usize::from(reported.len() < paths.len());
        desk.state();
        desk.ok("check");
        desk.set_now("2025-08-20T17:00:00Z");
        let run = watch(&desk);
        assert_eq!(run.code, 0, "{run}");
        let later = finds(&run);
        reported.extend(
            later
                .iter()
                .map(|find| find["url"].as_str().expect("an address").to_owned()),
        );
        reported.sort();
        // The one that was printed when it was killed may be reported again.
        let all = reported.len();
        reported.dedup();
        assert!(all - reported.len() <= 1, "{reported:?}");
        let expected: Vec<String> = paths.iter().map(|path| site.url(path)).collect();
        assert_eq!(reported, expected);
        assert_eq!(desk.list("source list").len(), paths.len());
        for source in desk.list("source list") {
            let source = source["id"].as_str().expect("an id").to_owned();
            let versions = &desk.json(format!("source show {source} --versions"))["versions"];
            assert_eq!(versions.as_array().map(Vec::len), Some(1), "{versions}");
        }
        desk.state();
        assert_eq!(desk.json("check")["findings"], json!([]));
    }
    println!("{rounds} rounds, {cut_short} killed at work");
}
