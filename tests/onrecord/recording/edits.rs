//! Parties, sources, questions and claims: added, edited, listed, shown.

use serde_json::{Value, json};

use super::Day;
use crate::common::desk::small_desk;

/// Parties are added with all that they can have, and edited field by field.
#[test]
fn a_day_of_parties() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed(
        "party add peskov --name 'Dmitry Peskov' --kind person --role spokesman --alias 'the \
            spokesman' --speaks-for Moscow:2012-05-22..",
    );
    day.typed("party show 'The Spokesman'");
    day.typed("party edit peskov --alias Peskoff --no-alias 'the spokesman' --clear role");
    day.typed("party show peskov --format json");
    day.typed("party list");
    day.hold("recording-parties");
}

/// Sources are added, and undated statements follow a source that is dated anew.
#[test]
fn a_day_of_sources() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed(
        "source add copy --title 'Leaders met' --publisher 'The Copy' --author 'A. Writer' \
            --author 'B. Writer' --url https://copy.example/1 --published '2025-08-19T08:00+02:00' \
            --retrieved 2025-08-20 --language en --reliability C --origin daily-08-19",
    );
    day.typed("say zelenskyy asserts bridge-hit --source copy");
    day.typed("source show copy");
    day.typed("source edit copy --published 2025-08-18 --clear url,author");
    day.typed("claim show bridge-hit");
    day.typed("source list");
    day.typed("source show copy --format json");
    day.hold("recording-sources");
}

/// Questions and claims are added and edited; what that changes is said.
#[test]
fn a_day_of_claims() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed("question add sum --text 'How much?'");
    day.typed("question edit sum --text 'How much will it cost?'");
    day.typed(
        "claim add cost-90bn --text 'It costs $90bn.' --topic money --question sum --value 'USD \
            90bn'",
    );
    day.typed(
        "claim add cost-100bn --text 'It costs about $100bn.' --topic money --question sum \
            --value 'about USD 100bn' --standard corroboration:1 --due 2025-08-19",
    );
    day.typed("say trump asserts cost-90bn --source minutes");
    day.typed("say zelenskyy asserts cost-100bn --source minutes");
    day.typed("claim edit cost-90bn --standard corroboration:1");
    day.typed("claim edit cost-100bn --value 'about USD 93bn'");
    day.typed("claim edit cost-90bn --principal trump --clear standard,topic");
    day.typed("question show sum");
    day.typed("question list");
    day.typed("claim list");
    day.typed("claim list --topic summit --status unconfirmed --limit 2");
    day.typed("claim list --question sum --format json");
    day.hold("recording-claims");
}

/// Who speaks for whom decides what is acknowledged: an edge that comes or goes refolds the claims of that side.
#[test]
fn a_voice_that_comes_or_goes_refolds_the_claims() {
    let trial = small_desk();
    trial.ok("party add peskov --name 'Dmitry Peskov' --kind person");
    trial.ok("say peskov confirms agreed-to-meet --source minutes");
    let status = || trial.json("claim show agreed-to-meet")["claim"]["status"].clone();
    assert_eq!(status(), "unconfirmed");
    let mut day = Day::on(&trial);
    day.typed("party edit peskov --speaks-for kremlin");
    assert_eq!(status(), "confirmed");
    // The words were said on 18 August; an edge that ends before does not carry them.
    day.typed("party edit peskov --speaks-for kremlin:..2025-08-17");
    assert_eq!(status(), "unconfirmed");
    day.typed("party edit peskov --speaks-for kremlin:..2025-08-18");
    assert_eq!(status(), "confirmed");
    day.typed("party edit peskov --no-speaks-for kremlin");
    assert_eq!(status(), "unconfirmed");
    // Through a third: Peskov for the press office, the press office for the Kremlin.
    day.typed(
        "party add press-office --name 'Press office' --kind government --speaks-for kremlin",
    );
    day.typed("party edit peskov --speaks-for press-office");
    assert_eq!(status(), "confirmed");
    day.typed("party edit press-office --no-speaks-for kremlin");
    assert_eq!(status(), "unconfirmed");
    day.hold("recording-voices");
}

/// An edit that changes nothing writes no entry.
#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let trial = small_desk();
    let before = trial.state();
    for edit in [
        "party edit kremlin --name 'The Kremlin' --alias Moscow --speaks-for russia",
        "source edit daily-08-19 --published 2025-08-19",
        "question edit venue --text 'Where will they meet?'",
        "claim edit in-geneva --value place:Geneva --question venue",
    ] {
        trial.ok(edit);
        assert_eq!(trial.state(), before, "{edit:?}");
    }
}

/// The same text attached again is recognised.
#[test]
fn a_text_is_attached_once() {
    let trial = small_desk();
    let before = trial.state();
    let told = trial.ok("source attach minutes minutes.txt");
    assert!(told.contains("already attached"), "{told}");
    assert_eq!(trial.state(), before);
    assert_eq!(trial.json("source show minutes")["text_attached"], true);
}

/// Every list in every format.
#[test]
fn lists_in_every_format() {
    let trial = small_desk();
    trial.ok("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    for format in ["json", "jsonl", "csv", "markdown"] {
        let mut day = Day::on(&trial);
        for command in [
            "unconfirmed",
            "discrepancies",
            "claim list",
            "party list",
            "source list",
            "question list",
        ] {
            day.typed(format!("{command} --format {format}"));
        }
        day.hold(&format!("recording-lists-{format}"));
    }
}

/// The filters of `discrepancies` and `claim list` pick what they say, and scripts can fail on what they find.
#[test]
fn filters_and_exit_codes() {
    let trial = small_desk();
    trial.ok("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    trial.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    trial.ok("say trump asserts bridge-hit --source daily-08-19");
    let kinds = |filter: &str| -> Vec<Value> {
        let found = trial.list(format!("discrepancies {filter}"));
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
        ("unconfirmed --fail-on any", 1),
        ("verify", 0),
    ] {
        let told = trial.run(arguments);
        assert!(told.code == code && told.stderr.is_empty(), "{told}");
    }
    let ruled = json!({"status": {"before": "disputed", "after": "disputed"}});
    let told = trial.json("rule bridge-hit true --reason 'It was seen.'");
    assert_eq!(told["status"], ruled["status"]);
}
