//! The two clocks, tried at random. `--known-at T` must answer what a ledger that stopped at T answers, and `--as-of T`
//! what a ledger answers that has only what was said by T.

mod ahead;
mod times;
mod zones;

use std::fs;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use serde_json::{Value, json};

use crate::common::desk::{records, small_desk};
use crate::common::{TestDesk, cases, lines};
use onrecord::domain::time::When;

/// When the questions are asked.
const END: &str = "2025-08-23T09:00Z";

/// The questions asked of both ledgers.
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

/// One command of the desk.
#[derive(Debug, Clone)]
struct Deed {
    /// The typed line; `STATEMENT` is replaced by the id of an earlier statement.
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

/// The desk on which the commands are run.
fn desk() -> TestDesk {
    let mut records = records();
    records.extend([
        json!({"record": "party", "id": "peskov", "name": "Dmitry Peskov", "kind": "person"}),
        json!({"record": "source", "id": "copy", "title": "A copy", "published": "2025-08-19"}),
        json!({"record": "claim", "id": "no-deal", "text": "Russia did not agree.", "topic": "summit",
               "principals": ["kremlin"], "due": "2025-08-19"}),
    ]);
    TestDesk::holding("2025-08-20T00:30Z", &records)
}

/// Runs the commands an hour apart and copies the ledger after each. The desk may refuse some.
fn done(desk: &mut TestDesk, deeds: &[Deed]) -> usize {
    let mut statements: Vec<String> = Vec::new();
    let mut kept = 0;
    for (number, deed) in deeds.iter().enumerate() {
        desk.set_now(&hour(number));
        let mut line = format!("{} --format json", deed.line);
        if line.contains("STATEMENT") {
            if statements.is_empty() {
                continue;
            }
            let statement = &statements[deed.which.index(statements.len())];
            line = line.replace("STATEMENT", statement);
        }
        let run = desk.run(line);
        assert!(matches!(run.code, 0 | 1), "{run}");
        for broken in ["could not be used", "does not understand"] {
            assert!(!run.stderr.contains(broken), "{run}");
        }
        if run.code == 0 {
            kept += 1;
            let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
            statements.extend(answer["statement"].as_str().map(str::to_owned));
        }
        fs::copy(desk.path("onrecord.db"), desk.path(&format!("{number}.db"))).expect("a copy");
    }
    desk.set_now(END);
    kept
}

/// The time of the command with this number.
fn hour(number: usize) -> String {
    format!("2025-08-20T{:02}:00Z", number + 1)
}

/// The answers to all questions, asked of a ledger with these clocks.
fn answers(desk: &TestDesk, ledger: &str, clocks: &str) -> Vec<(String, Value)> {
    let asked = QUESTIONS.iter().map(|question| {
        let run = desk.run(format!(
            "{question} --format json --ledger {ledger} {clocks}"
        ));
        let answer = if run.code == 0 {
            run.stdout.clone()
        } else {
            json!(run.stderr).to_string()
        };
        (
            (*question).to_owned(),
            serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{run}")),
        )
    });
    asked.collect()
}

/// Compares answers and shows the lines that differ.
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

/// The records of a ledger without statements and rulings later than a time.
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
    #![proptest_config(ProptestConfig { cases: cases(6), max_shrink_iters: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// `--known-at T` answers, and exports, what a ledger that stopped at T does; also together with `--as-of`.
    #[test]
    fn known_at_equals_a_ledger_that_stopped(deeds in prop::collection::vec(deed(), 4..14), stop in any::<Index>()) {
        let mut desk = desk();
        done(&mut desk, &deeds);
        let stop = stop.index(deeds.len());
        let stopped = format!("{stop}.db");
        if !desk.path(&stopped).exists() {
            return Ok(());
        }
        let then = hour(stop);
        let known = format!("--known-at {then}");
        alike(&answers(&desk, "onrecord.db", &known), &answers(&desk, &stopped, ""));
        let export = |ledger: &str, clocks: &str| {
            desk.ok(format!("export --include-off-record --ledger {ledger} {clocks}"))
        };
        prop_assert_eq!(export("onrecord.db", &known), export(&stopped, ""));
        let said = "--as-of 2025-08-18";
        let both = format!("{known} {said}");
        alike(&answers(&desk, "onrecord.db", &both), &answers(&desk, &stopped, said));
    }

    /// `--as-of T` answers what a ledger answers that has only what was said and ruled by T.
    #[test]
    fn as_of_equals_a_ledger_of_earlier_statements(
        deeds in prop::collection::vec(deed(), 4..14),
        time in select(vec!["2025-08-17", "2025-08-18", "2025-08-18T10:00Z", "2025-08-18T09:59Z", "2025-08-19", "2025-08-19T06:30Z"]),
    ) {
        let mut desk = desk();
        done(&mut desk, &deeds);
        desk.write("said.jsonl", said_by(&desk.export(), time));
        desk.ok("init --ledger said.db");
        desk.ok("import said.jsonl --ledger said.db");
        let asked = answers(&desk, "onrecord.db", &format!("--as-of {time}"));
        desk.set_now(&last_minute(time));
        alike(&asked, &answers(&desk, "said.db", ""));
    }
}

/// Commands that are always refused would prove nothing.
#[test]
fn most_random_commands_are_accepted() {
    let mut desk = desk();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let deeds = prop::collection::vec(deed(), 14)
        .new_tree(&mut runner)
        .expect("deeds")
        .current();
    let kept = done(&mut desk, &deeds);
    assert!(kept >= 7, "{kept} of {deeds:?}");
    let before = desk.json("claim list --known-at 2025-08-20T00:30Z");
    assert_ne!(desk.json("claim list"), before);
}

/// Tables name parties as they do without a clock.
#[test]
fn lists_as_of_an_earlier_day_name_the_parties() {
    let desk = small_desk();
    for line in ["unconfirmed", "claim list"] {
        let now = desk.ok(line);
        let then = desk.ok(format!("{line} --as-of 2025-08-19"));
        for shown in [now, then] {
            assert!(shown.contains("Donald"), "{line}: {shown}");
            assert!(!shown.contains(" trump "), "{line}: {shown}");
        }
    }
}
