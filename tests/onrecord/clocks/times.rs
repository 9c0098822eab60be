//! How times are written, and which are refused.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::records;
use crate::common::refusals::Refusals;

/// A ledger with a claim whose status changes with each of three statements.
///
/// | said | recorded | |
/// | --- | --- | --- |
/// | 18th | 19th 06:00 | trump asserts: unconfirmed |
/// | 19th 10:00 | 19th 12:00 | ushakov, for the Kremlin, denies: disputed |
/// | 20th 07:00 | 20th 08:00 | the Kremlin confirms: confirmed |
fn three() -> TestDesk {
    let mut desk = TestDesk::holding("2025-08-19T06:00Z", &records());
    let say = |desk: &TestDesk, party, stance, time| {
        desk.ok(format!(
            "say {party} {stance} agreed-to-meet --source minutes --said {time}"
        ));
    };
    desk.set_now("2025-08-19T12:00Z");
    say(&desk, "ushakov", "denies", "2025-08-19T10:00Z");
    desk.set_now("2025-08-20T08:00Z");
    say(&desk, "kremlin", "confirms", "2025-08-20T07:00Z");
    desk.set_now("2025-08-20T09:00Z");
    desk
}

fn status(desk: &TestDesk, clocks: &str) -> Value {
    desk.json(format!("claim show agreed-to-meet {clocks}"))["claim"]["status"].clone()
}

/// Days, months, minutes, offsets and relative times: each stands for its last moment.
#[test]
fn a_time_stands_for_its_last_moment() {
    let desk = three();
    for (clock, time, expected) in [
        ("--as-of", "2025-08-18", "unconfirmed"),
        ("--as-of", "2025-08-19", "disputed"),
        ("--as-of", "2025-08-20", "confirmed"),
        ("--as-of", "2025-08", "confirmed"),
        ("--as-of", "2025-08-19T09:59Z", "unconfirmed"),
        ("--as-of", "2025-08-19T10:00Z", "disputed"),
        ("--as-of", "2025-08-19T09:59", "unconfirmed"),
        ("--as-of", "19 Aug at 10 am", "disputed"),
        ("--known-at", "Aug 19", "disputed"),
        ("--as-of", "2025-08-19T12:00+02:00", "disputed"),
        ("--as-of", "2025-08-19T11:59+02:00", "unconfirmed"),
        ("--as-of", "2025-08-20 02:00:30-05:00", "confirmed"),
        ("--as-of", "2025-08-20 01:59:30-05:00", "disputed"),
        ("--as-of", "yesterday", "disputed"),
        ("--as-of", "today", "confirmed"),
        ("--as-of", "now", "confirmed"),
        ("--as-of", "3 hours ago", "disputed"),
        ("--as-of", "120 minutes ago", "confirmed"),
        ("--as-of", "1 day ago", "unconfirmed"),
        ("--known-at", "2025-08-19", "disputed"),
        ("--known-at", "2025-08-19T11:59Z", "unconfirmed"),
        ("--known-at", "2025-08-19T12:00Z", "disputed"),
        ("--known-at", "2025-08-19T14:00+02:00", "disputed"),
        ("--known-at", "2025-08-20T07:59Z", "disputed"),
        ("--known-at", "1 hour ago", "confirmed"),
        ("--known-at", "2 hours ago", "disputed"),
        ("--known-at", "yesterday", "disputed"),
        ("--known-at", "2025-08", "confirmed"),
    ] {
        assert_eq!(
            status(&desk, &format!("{clock} '{time}'")),
            expected,
            "{clock} {time}"
        );
    }
    // Both clocks together: what had been said by one time, as known at the other.
    for (said, known, expected) in [
        ("2025-08-19", "2025-08-19T11:00Z", "unconfirmed"),
        ("2025-08-19", "2025-08-19T13:00Z", "disputed"),
        ("2025-08-18", "now", "unconfirmed"),
        ("now", "2025-08-20T07:30Z", "disputed"),
    ] {
        let clocks = format!("--as-of {said} --known-at {known}");
        assert_eq!(status(&desk, &clocks), expected, "{clocks:?}");
    }
}

/// Before the first entry there is nothing to show.
#[test]
fn nothing_is_known_before_the_first_entry() {
    let desk = three();
    let then = "--known-at 2025-08-18";
    for list in [
        "claim list",
        "party list",
        "discrepancies",
        "unconfirmed",
        "awaiting",
    ] {
        assert_eq!(desk.json(format!("{list} {then}")), json!([]), "{list:?}");
    }
    assert_eq!(desk.ok("export --known-at 2025-08-18"), "");
    assert_eq!(
        desk.run("claim show agreed-to-meet --known-at 2025-08-18")
            .code,
        1
    );
    assert_eq!(status(&desk, "--as-of 2025-07"), "unconfirmed");
    let page = desk.json("claim show agreed-to-meet --as-of 2025-07");
    assert_eq!(page["statements"], json!([]));
}

/// Times in the future are refused, and so are clocks on commands that write.
#[test]
fn invalid_times_are_refused() {
    let desk = three();
    let mut refusals = Refusals::on(&desk);
    for (what, arguments) in [
        ("a day to come", "claim list --as-of 2025-08-21"),
        (
            "a minute to come",
            "claim list --known-at 2025-08-20T09:01Z",
        ),
        ("a month to come", "unconfirmed --as-of 2025-09"),
        (
            "both to come",
            "discrepancies --as-of 2026-01 --known-at 2026-01",
        ),
        (
            "an offset that leads past now",
            "claim list --as-of 2025-08-20T09:00-01:00",
        ),
        ("no time", "claim list --as-of tomorrow"),
        ("two readings", "claim list --as-of 8/9/2025"),
        ("no such day", "claim list --known-at 2025-02-30"),
        (
            "a time before time",
            "claim list --known-at '99999999999999 weeks ago'",
        ),
        ("nothing", "claim list --known-at ''"),
        (
            "a write in the past",
            "say trump denies bridge-hit --source minutes --known-at yesterday",
        ),
        ("an import in the past", "import - --as-of yesterday"),
    ] {
        refusals.refused(what, arguments);
    }
    refusals.assert_snapshot("clocks-refused");
}
