//! The review, driven by keys through a pseudo-terminal of 80 columns and 24 lines.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use super::{NOW, candidate, ingested};
use crate::common::TestDesk;

/// Runs `onrecord review --candidates` on a terminal of this size with these keys, and returns the screen. `None` if there is no
/// `script` to create a terminal.
fn reviewed(desk: &TestDesk, size: (u16, u16), keys: &[&str]) -> Option<String> {
    if Command::new("script").arg("--version").output().is_err() {
        eprintln!("passed over: `script` is not installed, and makes the terminal");
        return None;
    }
    let program = env!("CARGO_BIN_EXE_onrecord");
    let command = format!(
        "stty rows {} cols {}; {program} review --candidates",
        size.0, size.1
    );
    let mut child = Command::new("script")
        .args([
            "--quiet",
            "--return",
            "--flush",
            "--command",
            &command,
            "/dev/null",
        ])
        .current_dir(desk.path(""))
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
        // A person types when the screen is there; earlier keys are read all the same.
        std::thread::sleep(Duration::from_millis(150));
        // After the review has ended, a key goes nowhere.
        let _ = stdin.write_all(key.as_bytes()).and_then(|()| stdin.flush());
    }
    let output = child.wait_with_output().expect("the review ends");
    drop(stdin);
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_screen_names_the_outside_reader_that_read_it() {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("boat.txt", "The boat is late, Ida Moss, the pilot, said.\n");
    let heard = json!({"items": [{"speaker": "Ida Moss", "content": "The boat is late"}], "model": "small-1"});
    desk.write("heard.json", heard.to_string());
    desk.noted("ingest boat.txt --source boat --published 2025-08-19 --with 'head -n 1 > asked.jsonl; cat heard.json'");
    let Some(screen) = reviewed(&desk, (24, 80), &["q"]) else {
        return;
    };
    assert!(
        screen.contains("read by head -n 1 > asked.jsonl; cat heard.json, which asked small-1"),
        "{screen}"
    );
}

#[test]
fn one_key_decides_and_nothing_is_lost() {
    let desk = ingested();
    let first = desk.list("candidates")[0].clone();
    let waiting = desk.list("candidates").len();
    let Some(screen) = reviewed(&desk, (24, 80), &["a", "r", "q"]) else {
        return;
    };
    assert!(screen.contains("1 accepted, 1 rejected"), "{screen}");
    let all = desk.list("candidates --all");
    let state = |state: &str| all.iter().filter(|one| one["state"] == state).count();
    assert_eq!(
        (state("accepted"), state("rejected"), state("open")),
        (1, 1, waiting - 2)
    );
    let accepted = all
        .iter()
        .find(|one| one["id"] == first["id"])
        .expect("the first");
    assert_eq!(accepted["state"], "accepted");
    desk.state();
    // The next review continues where this one stopped.
    let Some(screen) = reviewed(&desk, (24, 80), &["q"]) else {
        return;
    };
    assert!(
        screen.contains(&format!("1 of {}", waiting - 2)),
        "{screen}"
    );
}

#[test]
fn undo_reverts_decisions_of_this_review() {
    let desk = ingested();
    let before = desk.list("candidates");
    let Some(screen) = reviewed(&desk, (24, 80), &["a", "u", "r", "u", "u", "q"]) else {
        return;
    };
    assert!(
        screen.contains("Nothing was decided in this review yet."),
        "{screen}"
    );
    assert_eq!(desk.list("candidates"), before);
    desk.state();
}

#[test]
fn a_new_party_and_a_new_claim_can_be_created() {
    let desk = ingested();
    let waiting = desk.list("candidates");
    let worker = waiting
        .iter()
        .position(|one| one["speaker"] == "dock worker")
        .expect("the worker");
    let mut keys = vec!["s"; worker];
    // The party as proposed; then the claim as proposed, without a principal.
    keys.extend([
        "P", "\r", "\r", "\r", "\r", "n", "\r", "\r", "\r", "\r", "a", "q",
    ]);
    let Some(screen) = reviewed(&desk, (24, 80), &keys) else {
        return;
    };
    assert!(screen.contains("1 accepted"), "{screen}");
    let parties = desk.list("party list");
    assert!(
        parties
            .iter()
            .any(|party| party["id"] == "courier-dock-worker"),
        "{screen}"
    );
    let claims = desk.list("claim list");
    assert!(
        claims
            .iter()
            .any(|claim| claim["text"] == "The crane had been sold."),
        "{claims:#?}"
    );
}

#[test]
fn another_claim_can_be_searched_for() {
    let desk = ingested();
    let lee = candidate(&desk, json!("lee"), "pier-unsafe");
    let waiting = desk.list("candidates");
    let place = waiting
        .iter()
        .position(|one| one["id"] == *lee)
        .expect("Ann Lee");
    let mut keys = vec!["s"; place];
    keys.extend(["o", "ferry\r", "a", "q"]);
    let Some(screen) = reviewed(&desk, (24, 80), &keys) else {
        return;
    };
    let page = desk.json("claim show ferry-sails-friday");
    let by_lee = page["statements"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|said| said["party"] == "lee");
    assert!(by_lee, "{screen}");
}

#[test]
fn a_terminal_that_is_too_small_is_reported() {
    let desk = ingested();
    let Some(screen) = reviewed(&desk, (10, 40), &[]) else {
        return;
    };
    assert!(screen.contains("review needs at least 60 × 16"), "{screen}");
}

/// What each screen says accepting would change, in order, without those that repeat the one before.
fn promised(screen: &str) -> Vec<&str> {
    let lines = screen
        .lines()
        .filter_map(|line| line.split("then    ").nth(1));
    let mut promised: Vec<&str> = lines.map(str::trim_end).collect();
    promised.dedup();
    promised
}

/// Keys that go to the first candidate of this speaker.
fn skip_to(desk: &TestDesk, speaker: &str) -> Vec<&'static str> {
    let waiting = desk.list("candidates");
    let at = waiting.iter().position(|one| one["speaker"] == speaker);
    vec!["s"; at.unwrap_or_else(|| panic!("no candidate of {speaker} in {waiting:#?}"))]
}

#[test]
fn the_effect_shown_is_that_of_what_would_be_accepted() {
    let desk = ingested();
    let mut keys = skip_to(&desk, "Ann Lee");
    keys.extend([
        // Another stance, another claim that she is a principal's voice for, a new claim, and back.
        "e",
        "s",
        "denies\r",
        "o",
        "ferry\r",
        "n",
        "\r",
        "\r",
        "\r",
        "\u{15}harbour\r",
        "e",
        "s",
        "denies\r",
        "1",
        "q",
    ]);
    let Some(screen) = reviewed(&desk, (24, 80), &keys) else {
        return;
    };
    let promised = promised(&screen);
    let wanted = [
        "changes no status",
        "unconfirmed → denied",
        "new → confirmed",
        "new → denied",
        "changes no status",
    ];
    assert!(promised.ends_with(&wanted), "{promised:#?}");
    assert!(desk.list("claim list").len() == 2);
}

#[test]
fn undo_leaves_nothing_that_was_recorded_for_the_acceptance() {
    for adding in [
        // A new party and a new claim of which it is the principal.
        &[
            "P",
            "\r",
            "\u{15}worker\r",
            "\r",
            "\r",
            "n",
            "\r",
            "\u{15}sold\r",
            "\r",
            "\u{15}worker\r",
        ][..],
        // An alias of a known party, and a new claim.
        &["l", "reyes\r", "n", "\r", "\r", "\r", "\r"],
    ] {
        let desk = ingested();
        let before = (
            desk.list("candidates"),
            desk.list("party list"),
            desk.list("claim list"),
            desk.ok("export"),
        );
        let mut keys = skip_to(&desk, "dock worker");
        keys.extend(adding);
        keys.extend(["a", "u", "q"]);
        let Some(screen) = reviewed(&desk, (24, 80), &keys) else {
            return;
        };
        assert!(screen.contains("Accepted. new → "), "{screen}");
        assert!(screen.contains("0 accepted, 0 rejected"), "{screen}");
        let after = (
            desk.list("candidates"),
            desk.list("party list"),
            desk.list("claim list"),
            desk.ok("export"),
        );
        assert_eq!(after, before);
        desk.state();
    }
}

#[test]
fn nothing_is_recorded_before_accepting() {
    let desk = ingested();
    let before = desk.ok("export");
    let mut keys = skip_to(&desk, "dock worker");
    keys.extend(["P", "\r", "\u{15}worker\r", "\r", "\r", "q"]);
    let Some(screen) = reviewed(&desk, (24, 80), &keys) else {
        return;
    };
    assert!(screen.contains("(new: worker)"), "{screen}");
    assert_eq!(desk.ok("export"), before);
}
