//! Dates and times as people type them.

use serde_json::json;

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

/// The value of a claim, as JSON without empty fields, or the error.
fn value(typed: &str) -> Result<serde_json::Value, String> {
    let desk = small_desk();
    desk.ok("question add how-much --text 'How much?'");
    let add = "claim add sum --text 'It is so.' --question how-much --value";
    let run = desk.run(format!("{add} {}", quoted(typed)));
    match run.code {
        0 => Ok(desk.json("claim show sum")["claim"]["value"].clone()),
        _ => Err(run.stderr),
    }
}

#[test]
fn values_are_read_as_people_type_them() {
    for (typed, meant) in [
        (
            "90 billion dollars",
            json!({"kind": "money", "amount": 90_000_000_000_i64, "currency": "USD"}),
        ),
        (
            "EUR 1.500,50",
            json!({"kind": "money", "amount": "1500.5", "currency": "EUR"}),
        ),
        (
            "80 to 90 million euros",
            json!({"kind": "money", "amount": 80_000_000, "max": 90_000_000, "currency": "EUR"}),
        ),
        (
            "12 per cent",
            json!({"kind": "count", "amount": 12, "unit": "percent"}),
        ),
        (
            "more than 1 500 households",
            json!({"kind": "count", "amount": 1500, "unit": "households", "bound": "at-least"}),
        ),
        (
            "20–25 August 2025",
            json!({"kind": "date", "from": "2025-08-20", "to": "2025-08-25"}),
        ),
    ] {
        let mut value = value(typed).expect(typed);
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|_, field| !field.is_null() && *field != false);
        }
        assert_eq!(value, meant, "{typed}");
    }
}

#[test]
fn what_is_no_value_says_why() {
    for (typed, why) in [
        (
            "EUR 1.500",
            "EUR 1.500 is ambiguous: write EUR 1,500 or EUR 1.5",
        ),
        ("Rs 500 crore", "write INR 5bn or PKR 5bn"),
        (
            "8/9/2025",
            "8/9/2025 is ambiguous: 2025-09-08 or 2025-08-09",
        ),
        ("20 Aug", "20 Aug has no year"),
        ("6am", "\"6am\" is not a value"),
        ("7 pm", "7 pm is a time of day"),
        ("1 in 5 voters", "1 in 5 voters is a share"),
        ("1500", "1500 does not say of what"),
        ("$5 per barrel", "is not a value"),
    ] {
        let error = value(typed).expect_err(typed);
        assert!(error.contains(why), "{typed}: {error}");
    }
}

/// Two ways of writing one value are no conflict.
#[test]
fn one_value_in_two_ways_of_writing_is_no_conflict() {
    for (one, two) in [
        ("USD 90bn", "90 billion dollars"),
        ("12 percent", "12 per cent"),
    ] {
        let desk = small_desk();
        desk.ok("question add how-much --text 'How much?'");
        for (id, party, value) in [("one", "trump", one), ("two", "zelenskyy", two)] {
            desk.ok(format!(
                "claim add {id} --text 'It is {id}.' --question how-much --value {}",
                quoted(value)
            ));
            desk.ok(format!("say {party} asserts {id} --source minutes"));
        }
        assert_eq!(
            desk.list("discrepancies --kind value-conflict"),
            [json!(null); 0],
            "{one}, {two}"
        );
    }
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
