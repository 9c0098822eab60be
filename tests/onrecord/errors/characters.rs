//! Control and bidi characters are escaped in every format and never printed raw.

use serde_json::{Value, json};

use crate::common::refusals::Refusals;
use crate::common::{TestDesk, lines};
use onrecord::domain::text::is_hostile;

const NOW: &str = "2025-08-20T09:00Z";

/// Characters that clear a screen, change direction, hide, ring, go back or break a line.
const HOSTILE: [char; 10] = [
    '\u{1b}',
    '\u{7}',
    '\u{8}',
    '\r',
    '\u{9b}',
    '\u{202e}',
    '\u{2066}',
    '\u{200b}',
    '\u{feff}',
    '\u{e0041}',
];

/// A word with every hostile character in it, prefixed with the name of its field.
fn hostile(field: &str) -> String {
    let marks: String = HOSTILE.iter().collect();
    format!("{field}{marks}[2J|end")
}

/// A ledger in which every text field of every record is hostile.
fn desk() -> TestDesk {
    TestDesk::holding(
        NOW,
        &[
            json!({"record": "party", "id": "p", "name": hostile("name"), "kind": "person", "role": hostile("role"),
                   "aliases": [hostile("alias")]}),
            json!({"record": "party", "id": "q", "name": "Q", "kind": "person"}),
            json!({"record": "source", "id": "d", "title": hostile("title"), "publisher": hostile("publisher"),
                   "authors": [hostile("author")], "url": hostile("url"), "published": "2025-08-19",
                   "language": hostile("language")}),
            json!({"record": "question", "id": "a", "text": hostile("question")}),
            json!({"record": "claim", "id": "c", "text": hostile("text"), "topic": hostile("topic"), "principals": ["p"],
                   "question": "a", "value": {"kind": "place", "name": hostile("place")}}),
            json!({"record": "claim", "id": "e", "text": hostile("other"), "topic": hostile("topic"), "question": "a",
                   "value": {"kind": "count", "amount": 3, "unit": hostile("unit")}}),
            json!({"record": "statement", "party": "q", "stance": "asserts", "claim": "c", "source": "d",
                   "shown_as": hostile("shown"), "quote": hostile("quote"), "note": hostile("note"),
                   "evidence": [{"source": "d", "quote": hostile("evidence")}]}),
            json!({"record": "statement", "party": "p", "stance": "denies", "claim": "c", "source": "d"}),
            json!({"record": "statement", "party": "q", "stance": "asserts", "claim": "e", "source": "d",
                   "via": ["p"]}),
            json!({"record": "ruling", "claim": "e", "verdict": "mixed", "reason": hostile("reason"), "source": "d"}),
        ],
    )
}

/// The commands that show what is in the ledger.
const SHOWING: [&str; 16] = [
    "unconfirmed",
    "discrepancies --weak --state all",
    "claim list",
    "claim show c",
    "claim show e",
    "why c",
    "why e",
    "party list",
    "party show p",
    "party show q",
    "source list",
    "source show d",
    "question list",
    "question show a",
    "log",
    "verify",
];

/// No format prints a hostile character raw, whichever field it is in. Only the formats' own line feeds are raw.
#[test]
fn no_format_prints_hostile_characters_raw() {
    let mut desk = desk();
    desk.set("ONRECORD_BY", &hostile("by"));
    let note = hostile("note");
    desk.ok(format!("say q hedges e --source d --note '{note}'"));
    let mut shown = String::new();
    for command in SHOWING {
        for format in ["table", "markdown", "json", "jsonl", "csv"] {
            let run = desk.run(format!("{command} --format {format}"));
            assert!(run.code == 0 && run.stderr.is_empty(), "{format}: {run}");
            let raw: Vec<char> = run
                .stdout
                .chars()
                .filter(|&sent| sent != '\n' && is_hostile(sent))
                .collect();
            assert!(raw.is_empty(), "{format} of {} sends {raw:?}", run.typed);
            shown.push_str(&run.stdout);
        }
    }
    for field in [
        "name",
        "role",
        "alias",
        "title",
        "publisher",
        "author",
        "url",
        "language",
        "question",
        "text",
        "topic",
        "place",
        "unit",
        "shown",
        "quote",
        "note",
        "evidence",
        "reason",
        "by",
    ] {
        let escaped = [
            format!("{field}\\u{{1b}}"),
            format!("{field}\\u001b"),
            format!("{field}\\\\u{{1b}}"),
        ];
        assert!(
            escaped.iter().any(|mark| shown.contains(mark)),
            "{field} is shown nowhere"
        );
    }
}

/// A program that parses the JSON gets the characters that were recorded.
#[test]
fn json_preserves_hostile_characters() {
    let desk = desk();
    for format in ["json", "jsonl"] {
        let answer = desk.ok(format!("party show p --format {format}"));
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["name"], hostile("name"));
    }
    let exported = desk.export();
    let raw: Vec<char> = exported
        .chars()
        .filter(|&sent| sent != '\n' && is_hostile(sent))
        .collect();
    assert!(raw.is_empty(), "export sends {raw:?}");
    let party: Value =
        serde_json::from_str(exported.lines().next().expect("a line")).expect("JSON");
    assert_eq!(party["name"], hostile("name"));
}

/// The escapes of each format.
#[test]
fn hostile_characters_are_shown_escaped() {
    let desk = TestDesk::holding(
        NOW,
        &[json!({"record": "question", "id": "q", "text": "a\u{1b}[2J\u{202e}z"})],
    );
    let mut transcript = String::new();
    for format in ["table", "markdown", "json", "jsonl", "csv"] {
        let run = desk.run(format!("question list --format {format}"));
        transcript.push_str(&run.to_string());
    }
    crate::common::assert_snapshot("errors-characters-escaped", &transcript);
}

/// A line feed in a field does not break tables, lists, CSV or JSON Lines.
#[test]
fn a_line_feed_in_a_field_breaks_no_row() {
    let text = "first\nsecond\ttabbed";
    let desk = TestDesk::holding(
        NOW,
        &[json!({"record": "question", "id": "q", "text": text})],
    );
    let mut transcript = String::new();
    for format in ["table", "markdown", "json", "jsonl", "csv"] {
        let run = desk.run(format!("question list --format {format}"));
        transcript.push_str(&run.to_string());
    }
    crate::common::assert_snapshot("errors-characters-line-feed", &transcript);
}

/// A formula stays text in a spreadsheet.
#[test]
fn no_field_becomes_a_formula() {
    for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1"] {
        let desk = TestDesk::holding(
            NOW,
            &[json!({"record": "question", "id": "q", "text": formula})],
        );
        let sheet = desk.ok("question list --format csv");
        let cell = sheet
            .lines()
            .nth(1)
            .and_then(|row| row.split(',').nth(1))
            .expect("a cell");
        let cell = cell.trim_matches('"').trim_start();
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{sheet}");
    }
}

/// Messages escape what they quote.
#[test]
fn messages_escape_what_they_quote() {
    let desk = desk();
    let mut refusals = Refusals::on(&desk);
    let say = "say 'k\u{1b}[2J\u{202e}p' asserts c --source d";
    refusals.refused("a name", say);
    refusals.refused("a name near to a hostile one", "party show 'name[2J|end'");
    refusals.refused("a date", "say p asserts c --source d --said '2025\u{1b}'");
    refusals.refused("a file", "import 'no\u{1b}where'");
    refusals.refused("a ledger", "claim list --ledger 'no\u{1b}where.db'");
    let line = lines(&[json!({"record": "question", "id": "q\u{1b}", "text": "T"})]);
    refusals.refused_input("an id in a line", "import -", line.as_bytes());
    let line = b"{\"record\":\"question\",\"id\":\"q\",\"te\x1bxt\":\"T\"}";
    refusals.refused_input("a raw control character in a line", "import -", line);
    let line = "{\"record\":\"question\",\"id\":\"q\",\"te\u{202e}xt\":\"T\"}";
    refusals.refused_input("a field's name in a line", "import -", line.as_bytes());
    for stance in ["\u{1b}[2Jclaims", "\u{202e}claims"] {
        refusals.misused("a stance", format!("say p '{stance}' c --source d"));
    }
    refusals.misused("an option", "claim list '--\u{202e}colour'");
    refusals.assert_snapshot("errors-characters-messages");
}
