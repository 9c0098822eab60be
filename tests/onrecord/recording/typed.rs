//! Dates and times as people type them.

use crate::common::TestDesk;
use crate::common::desk::small_desk;
use crate::common::quoted;

/// When something was said on a Wednesday, 20 August 2025, at 09:00 UTC.
fn said(typed: &str) -> String {
    let desk = small_desk();
    let say = "say kremlin confirms agreed-to-meet --source minutes --said";
    let answer = desk.json(format!("{say} {}", quoted(typed)));
    let id = answer["statement"].as_str().expect("an id").to_owned();
    let line = desk
        .export()
        .lines()
        .find(|line| line.contains(&id))
        .map(str::to_owned);
    let record: serde_json::Value = serde_json::from_str(&line.expect("a record")).expect("JSON");
    record["said"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn dates_are_read_as_people_type_them() {
    for (typed, meant) in [
        ("yesterday", "2025-08-19"),
        ("19 August 2025", "2025-08-19"),
        ("Aug 19, 2025", "2025-08-19"),
        ("19.08.2025", "2025-08-19"),
        ("2025/08/19", "2025-08-19"),
        ("Aug 19", "2025-08-19"),
        ("Monday", "2025-08-18"),
        ("2 days ago", "2025-08-18"),
        ("August 2025", "2025-08"),
        ("yesterday 14:05", "2025-08-19T14:05Z"),
    ] {
        assert_eq!(said(typed), meant, "{typed}");
    }
}

#[test]
fn days_are_read_as_people_type_them() {
    let desk = small_desk();
    desk.ok("claim edit agreed-to-meet --due '1 September 2025'");
    assert!(desk.export().contains(r#""due":"2025-09-01""#));
    desk.ok("claim edit agreed-to-meet --due tomorrow");
    assert!(desk.export().contains(r#""due":"2025-08-21""#));
    desk.ok("rule agreed-to-meet true --reason seen --ruled yesterday");
    assert!(desk.export().contains(r#""ruled":"2025-08-19""#));
    desk.ok("source add note --title Note --published '19/8/2025'");
    assert_eq!(desk.json("source show note")["published"], "2025-08-19");
}

/// An argument or a file name may be any bytes.
#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf8_are_refused_or_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    let name = OsStr::from_bytes(b"caf\xe9.txt");
    std::fs::write(
        desk.path("").join(name),
        "Talks\n\nAnn Lee said that it rained.\n",
    )
    .expect("a file");
    for (line, code) in [
        ("search", 2),
        ("help", 2),
        ("ingest --publisher C --published 2025-08-19", 0),
    ] {
        let run = desk
            .command(&[], line)
            .arg(name)
            .output()
            .expect("the program runs");
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{line}: {stderr}");
        assert_eq!(stderr.is_empty(), code == 0, "{line}: {stderr}");
    }
}
