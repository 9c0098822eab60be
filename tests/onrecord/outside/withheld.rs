//! What is not sent to an outside reader: what was said off the record, and who never spoke under their name.

use super::{FERRY, NOW, printing};
use crate::common::TestDesk;
use serde_json::json;

/// A desk with notes in which something was said off the record.
fn desk() -> TestDesk {
    let records = [
        json!({"record": "party", "id": "lee", "name": "Ann Lee", "kind": "person"}),
        json!({"record": "party", "id": "okoro", "name": "Ben Okoro", "kind": "person"}),
        json!({"record": "party", "id": "quinn", "name": "Rosa Quinn", "kind": "person"}),
        json!({"record": "source", "id": "notes", "title": "Notes of a call", "published": "2025-08-18"}),
        json!({"record": "claim", "id": "pier-moved", "text": "The pier has moved."}),
        json!({"record": "claim", "id": "crane-sold", "text": "The crane is sold."}),
    ];
    let desk = TestDesk::holding(NOW, &records);
    desk.write("ferry.txt", FERRY);
    desk.write(
        "notes.txt",
        "Okoro called.\n\nHe says the crane was\nsold in secret, but not from him.\n",
    );
    desk.ok("source attach notes notes.txt");
    desk.ok("say lee asserts pier-moved --source notes");
    desk.ok("say okoro asserts crane-sold --source notes --attribution off-record --passage 'the crane was sold in secret'");
    desk.ok("say quinn confirms pier-moved --source notes --attribution background --shown-as 'an engineer'");
    desk.write("answer.txt", "[]");
    desk
}

#[test]
fn notes_off_the_record_are_sent_only_if_they_are_named() {
    let desk = desk();
    // A copy with other lines, and a text with the words in it.
    desk.write(
        "copy.txt",
        "Okoro called. He says the crane was sold\n in secret, but not from him.",
    );
    desk.write(
        "more.txt",
        "Today's notes.\n\nHe says the crane was sold in secret. Lee agrees.",
    );
    let with = printing("answer.txt");
    for file in ["notes.txt", "copy.txt", "more.txt"] {
        for line in [
            format!("extract {file}"),
            format!("ingest {file} --publisher Courier"),
        ] {
            let run = desk.run(format!("{line} --with {with}"));
            let said = format!(
                "error: {file:?} has words of notes that were said off the record, so it was not sent; --send notes sends it"
            );
            assert!(run.code == 1 && run.stderr.contains(&said), "{run}");
            assert!(!desk.path("asked.jsonl").exists(), "{run}");
        }
    }
    let run = desk.run(format!(
        "extract ferry.txt notes.txt --format jsonl --with {with}"
    ));
    assert_eq!(run.code, 1, "{run}");
    let asked = std::fs::read_to_string(desk.path("asked.jsonl")).expect("what it was asked");
    assert!(
        asked.contains("Ferry stays") && !asked.contains("secret"),
        "{asked}"
    );
    desk.noted(format!("extract notes.txt --send notes --with {with}"));
    let asked = std::fs::read_to_string(desk.path("asked.jsonl")).expect("what it was asked");
    assert!(asked.contains("sold in secret"), "{asked}");
    let run = desk.run(format!("extract notes.txt --send nots --with {with}"));
    assert!(run.code == 1 && run.stderr.contains("nots"), "{run}");
}

/// A reader is not told who spoke on background, nor what is known off the record only.
#[test]
fn instructions_name_nobody_who_was_promised_not_to_be() {
    let prompt = desk().ok("extract --prompt");
    assert!(
        prompt.contains("- Ann Lee\n") && prompt.contains("- The pier has moved.\n"),
        "{prompt}"
    );
    assert!(
        !prompt.contains("Okoro") && !prompt.contains("Quinn") && !prompt.contains("crane"),
        "{prompt}"
    );
}
