//! Desks that freeze when it is their turn, whose clocks are wrong, or that are locked out.

use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use onrecord::journal::SharedJournal as _;
use serde_json::json;

use super::{assert_refused, assert_same, done, joined, parties, sharing};
use crate::common::lines;
use crate::common::postgres::{Servers, TestJournal};

/// A desk that is frozen when it has the turn loses it; when it goes on, it records what it was about to.
#[test]
fn a_frozen_desk_loses_its_turn() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let statements = (0..300).map(|number| {
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "in-geneva", "source": "minutes",
               "said": format!("2024-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28), "note": format!("f{number}")})
    });
    lviv.write("many.jsonl", lines(&statements.collect::<Vec<_>>()));
    let child = lviv
        .command(&[], "import many.jsonl --wait 60")
        .spawn()
        .expect("the program runs");
    let signal = |name: &str| {
        let sent = Command::new("kill")
            .args([name, &child.id().to_string()])
            .status();
        assert!(sent.expect("kill runs").success());
    };
    let turn = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = '{}' AND state = 'idle in transaction'",
        journal.role("lviv")
    );
    let begun = Instant::now();
    while journal.admin(&turn) == "0" {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "it never has the turn"
        );
    }
    signal("-STOP");
    let has_turn = journal.admin(&turn) == "1";
    let begun = Instant::now();
    kyiv.ok("party add quay --name 'Quay Union' --kind organisation --wait 60");
    println!(
        "frozen {}: another desk had recorded after {:.1} s",
        if has_turn {
            "with the turn"
        } else {
            "after its turn"
        },
        begun.elapsed().as_secs_f64()
    );
    signal("-CONT");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{output:?}");
    assert!(parties(&lviv).contains(&"quay".to_owned()));
    kyiv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
    assert!(has_turn, "it was frozen too late to see anything");
}

#[test]
fn clocks_that_are_a_day_off() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let mut lviv = joined(&journal, "lviv");
    let ahead = Utc::now() + TimeDelta::days(1);
    lviv.set_now(&ahead.format("%Y-%m-%dT%H:%MZ").to_string());
    let before = lviv.state();
    let run = lviv.run("party add quay --name 'Quay Union' --kind organisation");
    assert_refused(&run, 1, &["ahead", "clock"]);
    assert_eq!(lviv.state(), before);
    assert!(lviv.list("outbox").is_empty(), "it would never be recorded");

    lviv.set_now("2025-08-19T09:00Z");
    let said = done(
        &lviv,
        "party add quay --name 'Quay Union' --kind organisation",
    );
    assert!(said.contains("ahead of this machine's clock"), "{said}");
    kyiv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
    let log = kyiv.list("log");
    let times: Vec<DateTime<Utc>> = log
        .iter()
        .map(|entry| {
            let time = entry["recorded_at"].as_str().expect("a time");
            time.parse().expect("a time")
        })
        .collect();
    assert!(
        times.is_sorted() || times.iter().rev().is_sorted(),
        "{times:?}"
    );
}

#[test]
fn a_desk_that_is_locked_out_keeps_its_copy() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let role = journal.role("lviv");
    let write = "party add quay --name 'Quay Union' --kind organisation";

    let removed = journal.sql("owner", "SELECT onrecord.remove_desk('lviv')");
    removed.expect("removed");
    let before = (lviv.export(), lviv.ok("head"));
    assert_refused(&lviv.run(write), 1, &[&role]);
    journal.admin(&format!("ALTER ROLE {role} NOLOGIN"));
    for line in [write, "follow --once", "desks", "leave"] {
        assert_refused(&lviv.run(line), 1, &[&role, "not permitted to log in"]);
    }
    // What it has, it keeps, and answers from.
    assert_eq!((lviv.export(), lviv.ok("head")), before);
    assert_same(&[&kyiv, &lviv]);
    kyiv.ok(write);
    assert!(!parties(&lviv).contains(&"quay".to_owned()));
}

/// While another desk has the turn, whoever writes waits, as long as it was told to, and records nothing.
#[test]
fn another_desk_has_the_turn() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let claim = r#"{"record": "claim", "id": "shed-empty", "text": "The shed was empty."}"#;
    kyiv.write("one.jsonl", claim);
    let before = kyiv.state();
    let mut holder = journal.open("lviv");
    holder.take_turn(Duration::from_secs(5)).expect("the turn");
    for line in [
        "import one.jsonl --wait 1",
        "claim add late --text 'It was late.' --wait 1",
    ] {
        let run = kyiv.run(line);
        assert_refused(&run, 1, &["other desks are writing", "try again"]);
    }
    holder.end_turn().expect("an end");
    assert_eq!(kyiv.state(), before);
    assert!(kyiv.list("outbox").is_empty());
    kyiv.ok("import one.jsonl");
    lviv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
}
