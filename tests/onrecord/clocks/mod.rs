//! The two clocks, at random: what the ledger *held* at a time is what a ledger that stopped then answers, and what
//! had been *said* by a time is what a ledger answers that holds nothing said later.

mod times;

use std::fs;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use serde_json::{Value, json};

use crate::common::desk::records;
use crate::common::{Trial, lines};
use onrecord::domain::time::When;

/// When the last question is asked.
const END: &str = "2025-08-23T09:00Z";

/// What is asked of both ledgers.
const QUESTIONS: [&str; 9] = [
    "claim list",
    "unconfirmed",
    "discrepancies --state all",
    "claim show agreed-to-meet",
    "claim show in-budapest",
    "party show trump",
    "party show kremlin",
    "timeline summit",
    "awaiting",
];

/// One thing that a desk does.
#[derive(Debug, Clone)]
struct Deed {
    /// The typed line; `STATEMENT` stands for one that was recorded before.
    line: String,
    which: Index,
}

fn deed() -> impl Strategy<Value = Deed> {
    let party = || {
        select(vec![
            "kremlin",
            "ushakov",
            "peskov",
            "trump",
            "zelenskyy",
            "daily",
            "officials",
        ])
    };
    let claim = || {
        select(vec![
            "agreed-to-meet",
            "no-deal",
            "in-geneva",
            "in-budapest",
            "bridge-hit",
        ])
    };
    let stance = || {
        select(vec![
            "asserts",
            "confirms",
            "denies",
            "rejects",
            "hedges",
            "doubts",
            "declines",
            "not-confirmed",
            "retracts",
        ])
    };
    let source = || select(vec!["minutes", "daily-08-19", "copy"]);
    let said = select(vec![
        "",
        "",
        "2025-08",
        "2025-08-17",
        "2025-08-18T10:00Z",
        "2025-08-18",
        "2025-08-19T06:30Z",
        "2025-08-19",
        "2025-08-19T20:00Z",
    ]);
    let more = select(vec![
        "",
        "",
        "",
        "--via trump",
        "--via daily,zelenskyy",
        "--attribution background",
        "--attribution anonymous",
        "--attribution off-record",
    ]);
    let say = (party(), stance(), claim(), source(), said, more).prop_map(
        |(party, stance, claim, source, said, more)| {
            let said = if said.is_empty() {
                String::new()
            } else {
                format!("--said {said}")
            };
            format!("say {party} {stance} {claim} --source {source} {said} {more}")
        },
    );
    let rule = (
        claim(),
        select(vec!["true", "false", "mixed"]),
        select(vec!["2025-08-18", "2025-08-19", "2025-08-20"]),
    )
        .prop_map(|(claim, verdict, day)| {
            format!("rule {claim} {verdict} --reason seen --ruled {day}")
        });
    let correct = (stance(), claim())
        .prop_map(|(stance, claim)| format!("correct STATEMENT --stance {stance} --claim {claim}"));
    let other = select(vec![
        "void STATEMENT --reason misread",
        "void STATEMENT --reason misread",
        "undo --yes",
        "undo --yes",
        "party edit peskov --speaks-for kremlin:2025-08-18..",
        "party edit peskov --speaks-for kremlin:..2025-08-18",
        "party edit ushakov --no-speaks-for kremlin",
        "party alias trump Don",
        "party edit kremlin --name Kreml",
        "party merge peskov ushakov",
        "party merge officials zelenskyy",
        "claim merge no-deal agreed-to-meet --opposite --sure",
        "claim merge in-geneva in-budapest --sure",
        "claim edit bridge-hit --standard corroboration:1",
        "claim edit bridge-hit --text Struck. --principal trump",
        "claim edit in-geneva --value place:Budapest",
        "source edit copy --origin minutes",
        "source edit minutes --published 2025-08-17",
        "question edit venue --text Where?",
    ]);
    let line = prop_oneof![
        10 => say,
        1 => rule,
        2 => correct,
        4 => other.prop_map(str::to_owned),
    ];
    (line, any::<Index>()).prop_map(|(line, which)| Deed { line, which })
}

/// The desk at which the deeds are done.
fn desk() -> Trial {
    let mut records = records();
    records.extend([
        json!({"record": "party", "id": "peskov", "name": "Dmitry Peskov", "kind": "person"}),
        json!({"record": "source", "id": "copy", "title": "A copy", "published": "2025-08-19"}),
        json!({"record": "claim", "id": "no-deal", "text": "Russia did not agree.", "topic": "summit",
               "principals": ["kremlin"], "due": "2025-08-19"}),
    ]);
    Trial::holding("2025-08-20T00:30Z", &records)
}

/// Does the deeds, an hour apart, and copies the ledger after each. That the desk refuses one is fine.
fn done(trial: &mut Trial, deeds: &[Deed]) -> usize {
    let mut statements: Vec<String> = Vec::new();
    let mut kept = 0;
    for (number, deed) in deeds.iter().enumerate() {
        trial.set_now(&hour(number));
        let mut line = format!("{} --format json", deed.line);
        if line.contains("STATEMENT") {
            if statements.is_empty() {
                continue;
            }
            let statement = &statements[deed.which.index(statements.len())];
            line = line.replace("STATEMENT", statement);
        }
        let told = trial.run(line);
        assert!(matches!(told.code, 0 | 1), "{told}");
        for broken in ["could not be used", "does not understand"] {
            assert!(!told.stderr.contains(broken), "{told}");
        }
        if told.code == 0 {
            kept += 1;
            let answer: Value = serde_json::from_str(&told.stdout).expect("JSON");
            statements.extend(answer["statement"].as_str().map(str::to_owned));
        }
        fs::copy(
            trial.path("onrecord.db"),
            trial.path(&format!("{number}.db")),
        )
        .expect("a copy");
    }
    trial.set_now(END);
    kept
}

/// When the deed of this number is done.
fn hour(number: usize) -> String {
    format!("2025-08-20T{:02}:00Z", number + 1)
}

/// The answers to all questions, asked of a ledger with these clocks.
fn answers(trial: &Trial, ledger: &str, clocks: &str) -> Vec<(String, Value)> {
    let asked = QUESTIONS.iter().map(|question| {
        let told = trial.run(format!(
            "{question} --format json --ledger {ledger} {clocks}"
        ));
        let answer = if told.code == 0 {
            told.stdout.clone()
        } else {
            json!(told.stderr).to_string()
        };
        (
            (*question).to_owned(),
            serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{told}")),
        )
    });
    asked.collect()
}

/// Holds answers against each other, and shows the lines in which they differ.
fn alike(asked: &[(String, Value)], stopped: &[(String, Value)]) {
    for ((question, one), (_, other)) in asked.iter().zip(stopped) {
        let pretty = |answer| serde_json::to_string_pretty(answer).expect("JSON");
        let (one, other) = (pretty(one), pretty(other));
        let differing = one
            .lines()
            .zip(other.lines())
            .filter(|(one, other)| one != other);
        assert!(
            one == other,
            "{question}: {:#?}",
            differing.take(4).collect::<Vec<_>>()
        );
    }
}

/// The records of a ledger that were said by a time: everything but later statements and rulings.
fn said_by(records: &str, time: &str) -> String {
    let records: Vec<Value> = records
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let cut = time.parse::<When>().expect("a time").latest();
    let published = |source: &Value| {
        let of = records
            .iter()
            .find(|record| record["record"] == "source" && record["id"] == *source);
        of.map_or(Value::Null, |source| source["published"].clone())
    };
    let earliest = |text: &Value| {
        text.as_str()
            .map(|text| text.parse::<When>().expect("a time").earliest())
    };
    let by_then = |record: &&Value| match record["record"].as_str() {
        Some("statement") => {
            let said = if record["said"].is_null() {
                published(&record["source"])
            } else {
                record["said"].clone()
            };
            earliest(&said).is_none_or(|said| said <= cut)
        }
        Some("ruling") => earliest(&record["ruled"]).is_none_or(|ruled| ruled <= cut),
        _ => true,
    };
    let kept: Vec<Value> = records.iter().filter(by_then).cloned().collect();
    lines(&kept)
}

/// The last minute of a time, as a clock shows it.
fn last_minute(time: &str) -> String {
    match time.len() {
        10 => format!("{time}T23:59Z"),
        _ => time.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// `--known-at T` answers what a ledger that stopped at T answers, export included; with `--as-of`, too.
    #[test]
    fn known_at_is_a_ledger_that_stopped(deeds in prop::collection::vec(deed(), 4..14), stop in any::<Index>()) {
        let mut trial = desk();
        done(&mut trial, &deeds);
        let stop = stop.index(deeds.len());
        let stopped = format!("{stop}.db");
        if !trial.path(&stopped).exists() {
            return Ok(());
        }
        let then = hour(stop);
        let known = format!("--known-at {then}");
        alike(&answers(&trial, "onrecord.db", &known), &answers(&trial, &stopped, ""));
        let export = |ledger: &str, clocks: &str| {
            trial.ok(format!("export --include-off-record --ledger {ledger} {clocks}"))
        };
        prop_assert_eq!(export("onrecord.db", &known), export(&stopped, ""));
        let said = "--as-of 2025-08-18";
        let both = format!("{known} {said}");
        alike(&answers(&trial, "onrecord.db", &both), &answers(&trial, &stopped, said));
    }

    /// `--as-of T` answers what a ledger answers that holds only what was said and ruled by T.
    #[test]
    fn as_of_is_a_ledger_of_what_was_said_by_then(
        deeds in prop::collection::vec(deed(), 4..14),
        time in select(vec!["2025-08-17", "2025-08-18", "2025-08-18T10:00Z", "2025-08-18T09:59Z", "2025-08-19", "2025-08-19T06:30Z"]),
    ) {
        let mut trial = desk();
        done(&mut trial, &deeds);
        trial.write("said.jsonl", said_by(&trial.export(), time));
        trial.ok("init --ledger said.db");
        trial.ok("import said.jsonl --ledger said.db");
        let asked = answers(&trial, "onrecord.db", &format!("--as-of {time}"));
        trial.set_now(&last_minute(time));
        alike(&asked, &answers(&trial, "said.db", ""));
    }
}

/// Deeds that the desk always refused would show nothing.
#[test]
fn the_deeds_bring_something_about() {
    let mut trial = desk();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let deeds = prop::collection::vec(deed(), 14)
        .new_tree(&mut runner)
        .expect("deeds")
        .current();
    let kept = done(&mut trial, &deeds);
    assert!(kept >= 7, "{kept} of {deeds:?}");
    let before = trial.json("claim list --known-at 2025-08-20T00:30Z");
    assert_ne!(trial.json("claim list"), before);
}
