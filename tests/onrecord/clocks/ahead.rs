//! A clock that ran ahead once must not hide what is recorded afterwards.

use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::small_desk;

const NOW: &str = "2025-08-20T09:00Z";

/// A desk on which one statement was recorded with the clock at `ahead`, and one afterwards with the
/// right clock, two hours after the first records.
fn desk_after_jump(ahead: &str) -> TestDesk {
    let mut desk = small_desk();
    desk.set_now(ahead);
    desk.ok("say trump asserts bridge-hit --source minutes --said 2025-08-18");
    desk.set_now("2025-08-20T20:00Z");
    let run =
        desk.run("say kremlin denies bridge-hit --source minutes --said 2025-08-18 --format json");
    assert_eq!(run.code, 0, "{run}");
    assert!(
        run.stderr.contains("the newest entry is dated")
            && run.stderr.contains("ahead of this machine's clock"),
        "{run}"
    );
    desk
}

fn stances(desk: &TestDesk, clocks: &str) -> usize {
    let run = desk.run(format!("export {clocks}"));
    assert_eq!(run.code, 0, "{run}");
    run.stdout
        .lines()
        .filter(|line| line.contains("\"bridge-hit\"") && line.contains("\"stance\""))
        .count()
}

#[test]
fn later_writes_are_not_hidden() {
    for ahead in ["2031-01-01T00:00Z", "2025-08-20T23:30Z"] {
        let desk = desk_after_jump(ahead);
        assert_eq!(stances(&desk, ""), 2);
        for now in ["now", "today", "2025-08-20", "2025-08-20T20:00Z", "2025-08"] {
            let clocks = format!("--known-at '{now}'");
            assert_eq!(stances(&desk, &clocks), 2, "{now}");
        }
        let changes = desk.json("changes --since '1 hour ago'");
        assert_eq!(
            changes["statements"].as_array().map(Vec::len),
            Some(2),
            "{changes}"
        );
        let changes = desk.json("changes --since '1 hour ago' --until 2025-08-20T20:00Z");
        assert_eq!(
            changes["statements"].as_array().map(Vec::len),
            Some(2),
            "{changes}"
        );
    }
}

/// An earlier time leaves them out, because it is not known when they were recorded, and says so.
#[test]
fn an_earlier_time_says_what_it_leaves_out() {
    let desk = desk_after_jump("2031-01-01T00:00Z");
    for line in [
        "claim show bridge-hit --known-at '1 hour ago'",
        "changes --since '2 hours ago' --until '1 hour ago'",
    ] {
        let run = desk.run(line);
        assert!(
            run.code == 0 && run.stderr.contains("ahead of this machine's clock"),
            "{run}"
        );
    }
}

#[test]
fn check_and_every_write_say_so() {
    let desk = desk_after_jump("2031-01-01T00:00Z");
    let run = desk.run("check --format json --fail-on clock");
    assert_eq!(run.code, 1, "{run}");
    let checked: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let found = checked["findings"].as_array().expect("findings");
    let clock: Vec<_> = found.iter().filter(|one| one["check"] == "clock").collect();
    assert_eq!(clock.len(), 1, "{run}");
    let finding = clock[0]["finding"].as_str().expect("text");
    assert!(
        finding.starts_with("2 entries from entry ") && finding.contains("2031-01-01"),
        "{finding}"
    );
    assert_eq!(desk.run("check --fail-on journal").code, 0);
    assert_eq!(desk.run("check").code, 1);
    desk.write(
        "more.jsonl",
        json!({"record": "question", "id": "when", "text": "When?"}).to_string(),
    );
    for line in [
        "say ushakov denies bridge-hit --source minutes --said 2025-08-18",
        "party add nato --name NATO --kind organisation",
        "question add who --text Who?",
        "rule bridge-hit true --reason seen",
        "import more.jsonl",
        "rebuild",
        "undo --yes",
    ] {
        let run = desk.run(line);
        assert!(
            run.code == 0 && run.stderr.contains("ahead of this machine's clock"),
            "{run}"
        );
    }
}

/// Clocks that differ by seconds are no matter.
#[test]
fn a_small_difference_is_no_finding() {
    let mut desk = TestDesk::with_ledger(NOW);
    desk.ok("question add who --text Who?");
    desk.set_now("2025-08-20T08:59:20Z");
    desk.ok("question add whom --text Whom?");
    desk.ok("check");
}
