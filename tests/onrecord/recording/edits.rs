//! Parties, sources, questions and claims: adding, editing, listing, showing.

use serde_json::{Value, json};

use super::Day;
use crate::common::desk::small_desk;

/// Parties are added with all their fields and edited field by field.
#[test]
fn a_day_of_parties() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run(
        "party add peskov --name 'Dmitry Peskov' --kind person --role spokesman --alias 'the \
            spokesman' --speaks-for Moscow:2012-05-22..",
    );
    day.run("party show 'The Spokesman'");
    day.run("party edit peskov --alias Peskoff --no-alias 'the spokesman' --clear role");
    day.run("party show peskov --format json");
    day.run("party list");
    day.assert_snapshot("recording-parties");
}

/// Sources are added, and undated statements move with the date of their source.
#[test]
fn a_day_of_sources() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run(
        "source add copy --title 'Leaders met' --publisher 'The Copy' --author 'A. Writer' \
            --author 'B. Writer' --url https://copy.example/1 --published '2025-08-19T08:00+02:00' \
            --retrieved 2025-08-20 --language en --reliability C --origin daily-08-19",
    );
    day.run("say zelenskyy asserts bridge-hit --source copy");
    day.run("source show copy");
    day.run("source edit copy --published 2025-08-18 --clear url,author");
    day.run("claim show bridge-hit");
    day.run("source list");
    day.run("source show copy --format json");
    day.assert_snapshot("recording-sources");
}

/// Questions and claims are added and edited, and the effects are reported.
#[test]
fn a_day_of_claims() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run("question add sum --text 'How much?'");
    day.run("question edit sum --text 'How much will it cost?'");
    day.run(
        "claim add cost-90bn --text 'It costs $90bn.' --topic money --question sum --value 'USD \
            90bn'",
    );
    day.run(
        "claim add cost-100bn --text 'It costs about $100bn.' --topic money --question sum \
            --value 'about USD 100bn' --standard corroboration:1 --due 2025-08-19",
    );
    day.run("say trump asserts cost-90bn --source minutes");
    day.run("say zelenskyy asserts cost-100bn --source minutes");
    day.run("claim edit cost-90bn --standard corroboration:1");
    day.run("claim edit cost-100bn --value 'about USD 93bn'");
    day.run("claim edit cost-90bn --principal trump --clear standard,topic");
    day.run("question show sum");
    day.run("question list");
    day.run("claim list");
    day.run("claim list --topic summit --status unconfirmed --limit 2");
    day.run("claim list --question sum --format json");
    day.assert_snapshot("recording-claims");
}

/// Adding or removing an edge derives the claims of that side again.
#[test]
fn edges_change_the_claims_of_their_side() {
    let desk = small_desk();
    desk.ok("party add peskov --name 'Dmitry Peskov' --kind person");
    desk.ok("say peskov confirms agreed-to-meet --source minutes");
    let status = || desk.json("claim show agreed-to-meet")["claim"]["status"].clone();
    assert_eq!(status(), "unconfirmed");
    let mut day = Day::on(&desk);
    day.run("party edit peskov --speaks-for kremlin");
    assert_eq!(status(), "confirmed");
    // The statement is of 18 August, after this edge ended.
    day.run("party edit peskov --speaks-for kremlin:..2025-08-17");
    assert_eq!(status(), "unconfirmed");
    day.run("party edit peskov --speaks-for kremlin:..2025-08-18");
    assert_eq!(status(), "confirmed");
    day.run("party edit peskov --no-speaks-for kremlin");
    assert_eq!(status(), "unconfirmed");
    // Indirectly: Peskov for the press office, the press office for the Kremlin.
    day.run("party add press-office --name 'Press office' --kind government --speaks-for kremlin");
    day.run("party edit peskov --speaks-for press-office");
    assert_eq!(status(), "confirmed");
    day.run("party edit press-office --no-speaks-for kremlin");
    assert_eq!(status(), "unconfirmed");
    day.assert_snapshot("recording-voices");
}

/// An edit that changes nothing writes no entry.
#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let desk = small_desk();
    let before = desk.state();
    for edit in [
        "party edit kremlin --name 'The Kremlin' --alias Moscow --speaks-for russia",
        "source edit daily-08-19 --published 2025-08-19",
        "question edit venue --text 'Where will they meet?'",
        "claim edit in-geneva --value place:Geneva --question venue",
    ] {
        desk.ok(edit);
        assert_eq!(desk.state(), before, "{edit:?}");
    }
}

/// Attaching the same text again is recognised.
#[test]
fn a_text_is_attached_once() {
    let desk = small_desk();
    let before = desk.state();
    let text = desk.ok("source attach minutes minutes.txt");
    assert!(text.contains("already attached"), "{text}");
    assert_eq!(desk.state(), before);
    assert_eq!(desk.json("source show minutes")["text_attached"], true);
}

/// Every list in every format.
#[test]
fn lists_in_every_format() {
    let desk = small_desk();
    desk.ok("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    for format in ["json", "jsonl", "csv", "markdown"] {
        let mut day = Day::on(&desk);
        for command in [
            "unconfirmed",
            "discrepancies",
            "claim list",
            "party list",
            "source list",
            "question list",
        ] {
            day.run(format!("{command} --format {format}"));
        }
        day.assert_snapshot(&format!("recording-lists-{format}"));
    }
}

/// The filters of `discrepancies` and `claim list`, and exit codes for scripts.
#[test]
fn filters_and_exit_codes() {
    let desk = small_desk();
    desk.ok("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    desk.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    desk.ok("say trump asserts bridge-hit --source daily-08-19");
    let kinds = |filter: &str| -> Vec<Value> {
        let found = desk.list(format!("discrepancies {filter}"));
        found.iter().map(|found| found["kind"].clone()).collect()
    };
    assert_eq!(kinds(""), ["contradiction", "unacknowledged"]);
    assert_eq!(kinds("--kind contradiction"), ["contradiction"]);
    assert_eq!(kinds("--party kremlin"), ["unacknowledged"]);
    assert_eq!(kinds("--party trump"), ["contradiction", "unacknowledged"]);
    assert_eq!(kinds("--claim bridge-hit"), ["contradiction"]);
    assert_eq!(kinds("--topic summit"), ["unacknowledged"]);
    assert_eq!(kinds("--limit 1"), ["contradiction"]);
    for (arguments, code) in [
        ("discrepancies --fail-on any", 1),
        ("discrepancies --fail-on strong", 1),
        ("discrepancies --fail-on reversal", 0),
        ("discrepancies --claim in-geneva --fail-on any", 0),
        ("discrepancies --claim in-geneva --fail-on none", 1),
        ("unconfirmed --fail-on any", 1),
        ("unconfirmed --fail-on none", 0),
        ("claim list --fail-on any", 1),
        ("claim list --status withdrawn --fail-on any", 0),
        ("claim list --status withdrawn --fail-on none", 1),
        ("party list --fail-on any", 1),
        ("source list --fail-on any", 1),
        ("question list --fail-on none", 0),
        ("awaiting --fail-on any", 1),
        ("candidates --fail-on any", 0),
        ("candidates --fail-on none", 1),
        ("changes --since yesterday --fail-on any", 1),
        ("matrix --topic summit --fail-on any", 1),
        ("timeline in-geneva --fail-on none", 1),
        ("rivals venue --fail-on any", 1),
        ("search zebra --fail-on none", 1),
        ("search geneva --fail-on any", 1),
        ("log --fail-on any", 1),
        ("verify", 0),
    ] {
        let run = desk.run(arguments);
        assert!(run.code == code && run.stderr.is_empty(), "{run}");
    }
    let ruled = json!({"status": {"before": "disputed", "after": "disputed"}});
    let answer = desk.json("rule bridge-hit true --reason 'It was seen.'");
    assert_eq!(answer["status"], ruled["status"]);
}
