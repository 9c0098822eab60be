//! Invalid dates, and times in the future.

use crate::common::desk::small_desk;
use crate::common::quoted;
use crate::common::refusals::Refusals;

const SAY: &str = "say kremlin confirms agreed-to-meet --source minutes";

/// Every option that takes a date refuses an invalid one and names itself.
#[test]
fn every_option_refuses_invalid_dates() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    for said in [
        "someday",
        "2025-02-30",
        "31 February 2025",
        "2025-13",
        "8/9/2025",
        "last Monday",
        "Monday, 19 August 2025",
        "Aug 25",
        "yesterday 25:00",
        "",
    ] {
        refusals.refused("--said", format!("{SAY} --said {}", quoted(said)));
    }
    let source = "source add new --title New";
    let claim = "claim add new --text New.";
    for (what, arguments, date) in [
        ("--published", source, "--published 'Augustus 2025'"),
        ("--retrieved", source, "--retrieved 2025-8-1-2"),
        ("--due", claim, "--due 'in two weeks'"),
        ("--due takes a day", claim, "--due 2025-09"),
        ("--due may be to come", claim, "--due Monday"),
        ("--due takes a year", claim, "--due '1 September'"),
        ("--value", claim, "--value 2025-02-30"),
        (
            "--speaks-for's since",
            "party edit trump",
            "--speaks-for russia:2025..2026-01-01",
        ),
        (
            "--member-of's until",
            "party edit trump",
            "--member-of russia:..someday",
        ),
        (
            "a span that ends before it begins",
            "party edit trump",
            "--member-of russia:2025-01-02..2025-01-01",
        ),
        (
            "--ruled",
            "rule bridge-hit true --reason seen",
            "--ruled someday",
        ),
        ("--as-of", "claim list", "--as-of evening"),
        ("--known-at", "claim list", "--known-at 2025-08-19T14"),
        ("ONRECORD_NOW", "claim list", "--now someday"),
    ] {
        refusals.refused(what, format!("{arguments} {date}"));
    }
    refusals.assert_snapshot("errors-dates");
}

/// Nothing can have been said, published or ruled in the future. Now and today are fine.
#[test]
fn the_future_is_refused() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    for said in ["2025-08-21", "2025-08-20T09:01Z", "2025-09"] {
        refusals.refused("said", format!("{SAY} --said {}", quoted(said)));
    }
    let source = "source add new --title New";
    for option in ["--published", "--retrieved"] {
        refusals.refused(option, format!("{source} {option} 2025-08-21"));
    }
    let ruling = "rule bridge-hit true --reason seen --ruled 2025-08-21";
    refusals.refused("ruled", ruling);
    refusals.refused("as of", "claim list --as-of 2025-08-21");
    refusals.refused("known at", "claim list --known-at 2025-09");
    let past = format!("{SAY} --as-of 2025-08-19");
    refusals.refused("a write into the past", &past);
    refusals.assert_snapshot("errors-dates-after-now");
    for said in ["2025-08-20", "2025-08-20T09:00Z", "2025-08"] {
        desk.ok(format!("{SAY} --said {said}"));
    }
}

/// A statement needs a date, its own or its source's.
#[test]
fn a_statement_without_a_date_is_refused() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let say = "say kremlin confirms agreed-to-meet --source wire";
    refusals.refused("neither its own nor its source's", say);
    refusals.assert_snapshot("errors-dates-undated");
    desk.ok(format!("{say} --said 2025-08-19"));
    let mut refusals = Refusals::on(&desk);
    let edit = "source edit minutes --clear published";
    refusals.refused(
        "a source that loses the day that undated statements rest on",
        edit,
    );
    refusals.assert_snapshot("errors-dates-source-loses-its-day");
}
