//! The review, driven by keys through a pseudo-terminal of 80 columns and 24 lines.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use super::{NOW, candidate, ingested};
use crate::common::Trial;

/// Runs `onrecord review` on a terminal of this size, types the keys, and gives what was on the screen; none where
/// there is no `script` to make a terminal with.
fn reviewed(trial: &Trial, size: (u16, u16), keys: &[&str]) -> Option<String> {
    if Command::new("script").arg("--version").output().is_err() {
        eprintln!("passed over: `script` is not installed, and makes the terminal");
        return None;
    }
    let program = env!("CARGO_BIN_EXE_onrecord");
    let command = format!("stty rows {} cols {}; {program} review", size.0, size.1);
    let mut child = Command::new("script")
        .args([
            "--quiet",
            "--return",
            "--flush",
            "--command",
            &command,
            "/dev/null",
        ])
        .current_dir(trial.path(""))
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm")
        .env("NO_COLOR", "1")
        .env("ONRECORD_NOW", NOW)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("script runs");
    let mut stdin = child.stdin.take().expect("a keyboard");
    for key in keys {
        // A person types once the screen stands; keys typed earlier are read all the same.
        std::thread::sleep(Duration::from_millis(150));
        // Where the review has ended, a key goes nowhere.
        let _ = stdin.write_all(key.as_bytes()).and_then(|()| stdin.flush());
    }
    let output = child.wait_with_output().expect("the review ends");
    drop(stdin);
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn one_key_decides_and_nothing_is_lost() {
    let trial = ingested();
    let first = trial.list("candidates")[0].clone();
    let waiting = trial.list("candidates").len();
    let Some(screen) = reviewed(&trial, (24, 80), &["a", "r", "q"]) else {
        return;
    };
    assert!(screen.contains("1 accepted, 1 rejected"), "{screen}");
    let all = trial.list("candidates --all");
    let state = |state: &str| all.iter().filter(|one| one["state"] == state).count();
    assert_eq!(
        (state("accepted"), state("rejected"), state("open")),
        (1, 1, waiting - 2)
    );
    let accepted = all
        .iter()
        .find(|one| one["candidate"] == first["candidate"])
        .expect("the first");
    assert_eq!(accepted["state"], "accepted");
    trial.state();
    // Taken up again, the review goes on where it was left.
    let Some(screen) = reviewed(&trial, (24, 80), &["q"]) else {
        return;
    };
    assert!(
        screen.contains(&format!("1 of {}", waiting - 2)),
        "{screen}"
    );
}

#[test]
fn undo_takes_back_what_this_review_decided() {
    let trial = ingested();
    let before = trial.list("candidates");
    let Some(screen) = reviewed(&trial, (24, 80), &["a", "u", "r", "u", "u", "q"]) else {
        return;
    };
    assert!(
        screen.contains("Nothing was decided in this review yet."),
        "{screen}"
    );
    assert_eq!(trial.list("candidates"), before);
    trial.state();
}

#[test]
fn a_new_party_and_a_new_claim_are_made_on_the_way() {
    let trial = ingested();
    let waiting = trial.list("candidates");
    let worker = waiting
        .iter()
        .position(|one| one["speaker"] == "dock worker")
        .expect("the worker");
    let mut keys = vec!["s"; worker];
    // The party as proposed; then the claim as proposed, about nobody's own act.
    keys.extend([
        "P", "\r", "\r", "\r", "\r", "n", "\r", "\r", "\r", "\r", "a", "q",
    ]);
    let Some(screen) = reviewed(&trial, (24, 80), &keys) else {
        return;
    };
    assert!(screen.contains("1 accepted"), "{screen}");
    let parties = trial.list("party list");
    assert!(
        parties
            .iter()
            .any(|party| party["id"] == "courier-dock-worker"),
        "{screen}"
    );
    let claims = trial.list("claim list");
    assert!(
        claims
            .iter()
            .any(|claim| claim["text"] == "The crane had been sold."),
        "{claims:#?}"
    );
}

#[test]
fn another_claim_is_looked_for_by_its_words() {
    let trial = ingested();
    let lee = candidate(&trial, json!("lee"), "pier-unsafe");
    let waiting = trial.list("candidates");
    let place = waiting
        .iter()
        .position(|one| one["candidate"] == *lee)
        .expect("Ann Lee");
    let mut keys = vec!["s"; place];
    keys.extend(["o", "ferry\r", "a", "q"]);
    let Some(screen) = reviewed(&trial, (24, 80), &keys) else {
        return;
    };
    let page = trial.json("claim show ferry-sails-friday");
    let by_lee = page["statements"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|said| said["party"] == "lee");
    assert!(by_lee, "{screen}");
}

#[test]
fn a_small_terminal_is_told_so() {
    let trial = ingested();
    let Some(screen) = reviewed(&trial, (10, 40), &[]) else {
        return;
    };
    assert!(screen.contains("review needs at least 60 × 16"), "{screen}");
}
