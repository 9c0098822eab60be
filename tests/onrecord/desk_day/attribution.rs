//! Speakers who are not to be named: marked at the desk, and left out of files that leave it.

use serde_json::{Value, json};

use crate::common::TestDesk;

const NOW: &str = "2025-08-20T09:00Z";

fn said(party: &str, stance: &str, claim: &str, source: &str, more: Value) -> Value {
    let mut statement = json!({"record": "statement", "party": party, "stance": stance, "claim": claim,
                               "source": source});
    for (field, value) in more.as_object().expect("fields") {
        statement[field] = value.clone();
    }
    statement
}

fn off_record() -> Value {
    json!({"attribution": "off-record"})
}

/// A ledger that knows a party, a source, a claim and a question off the record only, and refers to them elsewhere.
fn noted() -> Vec<Value> {
    vec![
        json!({"record": "party", "id": "gov", "name": "The Government", "kind": "government"}),
        json!({"record": "party", "id": "offy", "name": "Offy", "kind": "person",
               "speaks_for": [{"party": "gov"}]}),
        json!({"record": "party", "id": "relay", "name": "Offy's friend", "kind": "person"}),
        json!({"record": "party", "id": "aide", "name": "An Aide", "kind": "person",
               "speaks_for": [{"party": "offy"}], "member_of": [{"party": "offy"}]}),
        json!({"record": "party", "id": "silent", "name": "The Silent", "kind": "person"}),
        json!({"record": "source", "id": "paper", "title": "Paper", "published": "2025-08-18"}),
        json!({"record": "source", "id": "cafe", "title": "Offy in the café", "published": "2025-08-18"}),
        json!({"record": "source", "id": "copy", "title": "Copy", "published": "2025-08-19", "origin": "cafe"}),
        json!({"record": "source", "id": "unread", "title": "Unread", "published": "2025-08-19"}),
        json!({"record": "question", "id": "offside", "text": "Whom did Offy meet?"}),
        json!({"record": "question", "id": "unasked", "text": "What else?"}),
        json!({"record": "claim", "id": "tax", "text": "The tax will rise.", "principals": ["offy"],
               "standard": "acknowledgement"}),
        json!({"record": "claim", "id": "affair", "text": "Offy met a spy.", "question": "offside"}),
        json!({"record": "claim", "id": "bare", "text": "Nobody spoke on this."}),
        said("gov", "asserts", "tax", "paper", json!({})),
        said("aide", "asserts", "tax", "copy", json!({})),
        said("offy", "asserts", "tax", "cafe", off_record()),
        said(
            "offy",
            "asserts",
            "affair",
            "cafe",
            json!({"attribution": "off-record", "via": ["relay"]}),
        ),
        json!({"record": "ruling", "claim": "affair", "verdict": "true", "reason": "Offy said so."}),
        json!({"record": "ruling", "claim": "tax", "verdict": "true", "reason": "Seen.", "source": "cafe"}),
    ]
}

#[test]
fn an_export_leaves_out_what_is_known_off_the_record_only() {
    let desk = TestDesk::holding(NOW, &noted());
    let exported = desk.ok("export");
    assert!(!exported.to_lowercase().contains("off"), "{exported}");
    for kept in [
        "gov", "aide", "silent", "paper", "copy", "unread", "unasked", "tax", "bare",
    ] {
        assert!(
            exported.contains(&format!("\"id\":\"{kept}\"")),
            "{kept}: {exported}"
        );
    }
    desk.ok("--format csv export --to sheets");
    for name in std::fs::read_dir(desk.path("sheets")).expect("the sheets") {
        let sheet = std::fs::read_to_string(name.expect("a sheet").path()).expect("a sheet");
        assert!(
            !sheet.contains("Offy") && !sheet.contains("offy"),
            "{sheet}"
        );
    }
    // Nothing that is left refers to what is not there.
    let other = TestDesk::with_ledger(NOW);
    other.write("records.jsonl", &exported);
    other.ok("import records.jsonl");
    assert_eq!(other.ok("export"), exported);
    let all = desk.ok("export --include-off-record");
    assert!(all.contains("Offy met a spy") && all.contains("Offy in the café"));
}

/// An export for another desk keeps those who spoke on background, and the desk is told.
#[test]
fn an_export_with_speakers_on_background_says_so() {
    let mut records = noted();
    let quiet = TestDesk::holding(NOW, &records).run("export");
    assert!(quiet.code == 0 && quiet.stderr.is_empty(), "{quiet}");
    records.push(said(
        "silent",
        "denies",
        "tax",
        "paper",
        json!({"attribution": "background"}),
    ));
    let desk = TestDesk::holding(NOW, &records);
    for command in [
        "export",
        "export --to all.jsonl",
        "--format csv export --to sheets",
    ] {
        let run = desk.run(command);
        assert_eq!(run.code, 0, "{run}");
        assert_eq!(
            run.stderr,
            "note: this is for another desk: it names the speakers of 1 statement on background; \
             to publish, use `onrecord export --public`\n"
        );
    }
    assert_eq!(desk.run("export --public").stderr, "");
}

/// At the desk a speaker on background is named, and the terms stand beside the name.
#[test]
fn terms_stand_beside_the_name_of_a_speaker_on_background() {
    let mut desk = TestDesk::holding(NOW, &noted());
    let background = "--attribution background --shown-as 'a senior official'";
    desk.ok("say gov asserts bare --source paper");
    desk.ok("source add late --title Late --published 2025-08-19");
    desk.ok(format!(
        "say silent asserts bare --source paper --said 2025-08-18 {background}"
    ));
    desk.set_now("2025-08-20T10:00Z");
    desk.ok(format!(
        "say silent denies bare --source late --said 2025-08-19 {background}"
    ));
    let found = desk.ok("discrepancies --claim bare");
    let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(found.contains("(2025-08-18, on background)"), "{found}");
    assert!(found.contains("(2025-08-19, on background)"), "{found}");
    let brief = desk.ok("changes --since 2025-08-20T09:30Z --brief");
    let brief = brief.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        brief.contains("The Silent denied it (2025-08-19, on background)"),
        "{brief}"
    );
}
