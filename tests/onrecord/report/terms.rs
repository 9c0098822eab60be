//! Terms of attribution: off-record statements are left out, and unnamed speakers stay unnamed.

use std::fs;

use serde_json::{Value, json};

use crate::common::TestDesk;

const NOW: &str = "2025-08-20T09:00Z";

/// A ledger with a minister who speaks on the record on one claim, on background on others, and off the record, and
/// with an informant who never speaks otherwise.
fn desk() -> TestDesk {
    let said = |party: &str, stance: &str, claim: &str, more: Value| {
        let mut statement = json!({"record": "statement", "party": party, "stance": stance, "claim": claim,
                                   "source": "notes", "said": "2025-08-18"});
        for (field, value) in more.as_object().expect("fields") {
            statement[field] = value.clone();
        }
        statement
    };
    let background = json!({"attribution": "background", "shown_as": "a senior official"});
    TestDesk::holding(
        NOW,
        &[
            json!({"record": "party", "id": "ministry", "name": "The Ministry", "kind": "government"}),
            json!({"record": "party", "id": "hush", "name": "Minister Hush", "kind": "person",
                   "speaks_for": [{"party": "ministry"}]}),
            json!({"record": "party", "id": "mole", "name": "Mister Mole", "kind": "person"}),
            json!({"record": "party", "id": "rival", "name": "The Rival", "kind": "organisation"}),
            json!({"record": "source", "id": "notes", "title": "Notes", "published": "2025-08-19"}),
            json!({"record": "question", "id": "cost", "text": "What does it cost?"}),
            json!({"record": "claim", "id": "open", "text": "The gate is open."}),
            json!({"record": "claim", "id": "deal", "text": "There is a deal.", "principals": ["ministry"]}),
            json!({"record": "claim", "id": "dear", "text": "It costs five.", "question": "cost",
                   "value": {"kind": "count", "amount": 5, "unit": "crowns"}}),
            json!({"record": "claim", "id": "cheap", "text": "It costs two.", "question": "cost",
                   "value": {"kind": "count", "amount": 2, "unit": "crowns"}}),
            json!({"record": "claim", "id": "secret", "text": "There is a secret."}),
            said("rival", "asserts", "open", json!({})),
            said(
                "mole",
                "denies",
                "open",
                json!({"attribution": "background", "shown_as": "a person familiar"}),
            ),
            said("rival", "asserts", "deal", json!({})),
            said("hush", "asserts", "deal", background.clone()),
            said(
                "hush",
                "denies",
                "deal",
                json!({"attribution": "background", "shown_as": "a senior official",
                                                 "said": "2025-08-19"}),
            ),
            said("rival", "asserts", "cheap", json!({})),
            said(
                "mole",
                "asserts",
                "dear",
                json!({"attribution": "deep-background"}),
            ),
            said(
                "mole",
                "asserts",
                "cheap",
                json!({"attribution": "deep-background", "said": "2025-08-17"}),
            ),
            said(
                "hush",
                "asserts",
                "secret",
                json!({"attribution": "off-record", "quote": "between us"}),
            ),
        ],
    )
}

fn report(desk: &TestDesk, more: &str) -> String {
    desk.noted(format!("report - {more}"))
}

#[test]
fn off_record_statements_are_left_out() {
    let desk = desk();
    for format in ["table", "markdown", "json"] {
        let shown = report(&desk, &format!("--format {format}"));
        for word in ["secret", "between us", "Hush", "hush"] {
            assert!(!shown.contains(word), "{format}: {word}");
        }
    }
}

#[test]
fn off_record_statements_on_request_are_announced() {
    let desk = desk();
    for format in ["table", "markdown", "json"] {
        let shown = report(&desk, &format!("--include-off-record --format {format}"));
        assert!(
            shown.contains("between us") && shown.contains("Hush"),
            "{format}"
        );
    }
    assert!(report(&desk, "--include-off-record").contains("Not for publication."));
    assert!(!report(&desk, "").contains("Not for publication."));
}

/// The name appears nowhere: not as speaker, holder, side of a discrepancy, column, voice to call, listed party,
/// anchor or in a sentence. The wording does.
#[test]
fn an_unnamed_speaker_is_shown_by_the_wording() {
    let desk = desk();
    for format in ["table", "markdown", "json"] {
        let shown = report(&desk, &format!("--since 2025-08-18 --format {format}"));
        for name in ["Mole", "mole", "Hush", "hush"] {
            let place = shown
                .find(name)
                .map(|at| &shown[at.saturating_sub(200)..at]);
            assert!(place.is_none(), "{format} names {name} after {place:?}");
        }
        for wording in [
            "a person familiar",
            "a senior official",
            "an unattributed account",
        ] {
            assert!(shown.contains(wording), "{format}: {wording}");
        }
    }
}

/// A statement's id is derived from its speaker, so one who knows the other fields could try names.
#[test]
fn the_id_of_a_statement_does_not_reveal_its_speaker() {
    let desk = desk();
    let ids: Vec<String> = ["open", "deal", "dear", "cheap"]
        .iter()
        .flat_map(|claim| {
            let page = desk.json(format!("claim show {claim}"));
            let statements = page["statements"].as_array().expect("statements").clone();
            statements
                .into_iter()
                .filter(|said| said["attribution"] != "on-record")
                .map(|said| said["id"].as_str().expect("an id").to_owned())
        })
        .collect();
    assert_eq!(ids.len(), 5);
    for format in ["table", "markdown", "json"] {
        let shown = report(&desk, &format!("--since 2025-08-18 --format {format}"));
        for id in &ids {
            assert!(!shown.contains(id), "{format}: {id}");
        }
        assert!(shown.contains("unnamed-1"), "{format}");
    }
}

/// The desk's notes on a statement are not part of a report.
#[test]
fn notes_are_left_out() {
    let desk = desk();
    desk.ok("say rival hedges open --source notes --note 'call her at home'");
    for format in ["table", "markdown", "json"] {
        assert!(!report(&desk, &format!("--format {format}")).contains("call her at home"));
    }
}

/// A file with off-record statements is private.
#[cfg(unix)]
#[test]
fn a_report_with_notes_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    desk.ok("report notes.html --include-off-record");
    let mode = fs::metadata(desk.path("notes.html"))
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}
