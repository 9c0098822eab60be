//! The time zone governs what people type and which day it is; minutes are stored in UTC.

use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::records;
use crate::common::quoted;

/// A desk whose clock shows `now`.
fn desk(now: &str) -> TestDesk {
    let mut desk = TestDesk::holding("2025-08-19T06:00Z", &records());
    desk.set_now(now);
    desk
}

fn said(desk: &TestDesk, options: &str) -> String {
    let say = "say kremlin confirms agreed-to-meet --source minutes";
    let answer = desk.json(format!("{say} {options}"));
    let id = answer["statement"].as_str().expect("an id").to_owned();
    let export = desk.export();
    let line = export
        .lines()
        .find(|line| line.contains(&id))
        .expect("the record");
    let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
    record["said"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn days_and_minutes_are_typed_in_the_zone() {
    for (now, zone, typed, meant) in [
        ("2025-08-20T03:00Z", "UTC", "yesterday", "2025-08-19"),
        (
            "2025-08-20T03:00Z",
            "America/New_York",
            "yesterday",
            "2025-08-18",
        ),
        (
            "2025-08-20T03:00Z",
            "America/New_York",
            "today",
            "2025-08-19",
        ),
        // In Auckland it is the 21st already.
        (
            "2025-08-20T13:00Z",
            "Pacific/Auckland",
            "today",
            "2025-08-21",
        ),
        (
            "2025-08-20T13:00Z",
            "Pacific/Auckland",
            "2025-08-21",
            "2025-08-21",
        ),
        (
            "2025-08-20T13:00Z",
            "Europe/Berlin",
            "today 14:05",
            "2025-08-20T12:05Z",
        ),
        (
            "2025-08-20T13:00Z",
            "europe/berlin",
            "2025-08-20T12:05Z",
            "2025-08-20T12:05Z",
        ),
    ] {
        let options = format!("--zone {zone} --said {}", quoted(typed));
        assert_eq!(said(&desk(now), &options), meant, "{zone} {typed}");
    }
    let mut of_environment = desk("2025-08-20T03:00Z");
    of_environment.set("ONRECORD_ZONE", "America/New_York");
    assert_eq!(said(&of_environment, "--said today"), "2025-08-19");
    assert_eq!(
        said(&of_environment, "--zone UTC --said today"),
        "2025-08-20"
    );
    let mut of_system = desk("2025-08-20T03:00Z");
    of_system.set("TZ", "America/New_York");
    assert_eq!(said(&of_system, "--said today"), "2025-08-19");
}

#[test]
fn a_day_to_come_in_the_zone_is_in_the_future() {
    let desk = desk("2025-08-20T13:00Z");
    let say = "say kremlin confirms agreed-to-meet --source minutes --said 2025-08-21";
    let run = desk.run(say);
    assert!(
        run.code == 1 && run.stderr.contains("in the future"),
        "{run}"
    );
    desk.ok(format!("{say} --zone Pacific/Auckland"));
    let rule = "rule bridge-hit true --reason seen";
    desk.ok(format!("{rule} --zone Pacific/Auckland"));
    assert!(desk.export().contains(r#""ruled":"2025-08-21""#));
}

/// A claim is overdue from the day after its due day in the zone.
#[test]
fn overdue_goes_by_the_day_in_the_zone() {
    let desk = desk("2025-08-20T13:00Z");
    desk.ok("claim edit bridge-hit --due 2025-08-20");
    let overdue = |zone: &str| {
        let found = desk.list(format!("discrepancies --kind overdue --zone {zone}"));
        found
            .iter()
            .filter(|one| one["claims"] == json!(["bridge-hit"]))
            .count()
    };
    assert_eq!(overdue("UTC"), 0);
    assert_eq!(overdue("Pacific/Auckland"), 1);
}

/// Entries are made at an instant, so a day of the journal is one of the zone.
#[test]
fn what_was_known_on_a_day_goes_by_the_zone() {
    let mut desk = TestDesk::with_ledger("2025-08-19T12:00Z");
    desk.set_now("2025-08-20T02:00Z");
    desk.ok("party add late --name 'Made at 10 pm in New York' --kind person");
    desk.set_now("2025-08-20T13:00Z");
    let known = |zone: &str| {
        desk.list(format!("party list --known-at 2025-08-19 --zone {zone}"))
            .len()
    };
    assert_eq!(known("UTC"), 0);
    assert_eq!(known("America/New_York"), 1);
}

#[test]
fn a_zone_that_does_not_exist_is_named_with_its_place() {
    let mut desk = desk("2025-08-20T13:00Z");
    let run = desk.run("claim list --zone Europe/Berln");
    let error = "--zone: there is no time zone \"Europe/Berln\"; did you mean Europe/Berlin?";
    assert!(run.code == 1 && run.stderr.contains(error), "{run}");
    desk.set("ONRECORD_ZONE", "CET/nowhere-at-all");
    let run = desk.run("claim list");
    assert!(
        run.code == 1 && run.stderr.contains("ONRECORD_ZONE: there is no time zone"),
        "{run}"
    );
}

/// What people read has minutes in their zone, which is named once. What programs read is in UTC.
#[test]
fn people_read_minutes_in_their_zone_and_programs_in_utc() {
    let desk = desk("2025-08-20T13:00Z");
    desk.ok("say kremlin confirms agreed-to-meet --source minutes --said 2025-08-19T22:30Z --quote '2025-08-19T22:30Z it is'");
    let zone = "--zone Europe/Berlin";
    let named = |text: &str| text.matches("Europe/Berlin").count();
    for (line, shown) in [
        ("log", "2025-08-20 15:00"),
        ("head", "2025-08-20 15:00"),
        ("claim show agreed-to-meet", "2025-08-20 00:30"),
        ("party show kremlin", "2025-08-20 00:30"),
        ("timeline agreed-to-meet", "2025-08-20 00:30"),
        ("why agreed-to-meet", "2025-08-20 00:30"),
        ("changes --since 2025-08-20", "2025-08-20 00:30"),
    ] {
        for format in ["table", "markdown"] {
            let text = desk.ok(format!("{line} --all {zone} --format {format}"));
            assert!(text.contains(shown), "{line}: {text}");
            assert_eq!(named(&text), 1, "{line}: {text}");
            let quoted = "“2025-08-19T22:30Z it is”";
            let bare = text.replace(quoted, "");
            assert!(
                !bare.contains("T22:30Z") && !bare.contains("T13:00"),
                "{line}: {text}"
            );
        }
        for format in ["json", "jsonl", "csv"] {
            let utc = desk.ok(format!("{line} --format {format}"));
            let text = desk.ok(format!("{line} {zone} --format {format}"));
            assert_eq!(text, utc, "{line}");
        }
        // In UTC, times say so themselves.
        let text = desk.ok(format!("{line} --all"));
        assert!(
            text.contains("00Z") || text.contains("30Z"),
            "{line}: {text}"
        );
    }
    // Days are dates and stay as they are; nothing needs a zone then.
    let text = desk.ok(format!("claim show bridge-hit {zone}"));
    assert_eq!(named(&text), 0, "{text}");
    let html = desk.ok(format!("report - {zone}"));
    assert!(html.contains("<time>2025-08-20 00:30"), "{html}");
    assert!(html.contains("<time>2025-08-20 15:00"), "{html}");
    assert!(html.contains("those of Europe/Berlin"), "{html}");
    let markdown = desk.ok(format!("report - --format markdown {zone}"));
    assert!(markdown.contains("2025-08-20 15:00"), "{markdown}");
    let undone = desk.run(format!("undo --yes {zone}"));
    assert!(
        undone
            .stderr
            .starts_with("to be undone (times of Europe/Berlin):\n  17 2025-08-20 15:00 "),
        "{undone}"
    );
}
