//! Which party a wording stands for: the recorded name settles it, anything else is shown as a choice.

use serde_json::{Value, json};

use super::{NOW, party};
use crate::common::TestDesk;

/// A desk with Ann Lee, the harbour and a claim, and an article of one sentence about each speaker.
fn desk(speakers: &[&str]) -> TestDesk {
    let desk = TestDesk::with_ledger(NOW);
    desk.import(&[
        party("lee", "Ann Lee", "person", &["Lee", "the harbour master"]),
        party("petrov", "Ivan Petrov", "person", &[]),
        party("harbour", "The harbour authority", "government", &[]),
        party("norland", "Norland", "government", &[]),
        json!({"record": "claim", "id": "ferry", "text": "The ferry will sail on Friday."}),
    ]);
    let sentences = speakers
        .iter()
        .map(|who| format!("{who} said that the ferry would sail on Friday.\n\n"));
    desk.write("article.txt", sentences.collect::<String>());
    desk.ok("ingest article.txt --title Ferry --published 2025-08-19 --publisher 'The Courier'");
    desk
}

fn only(speaker: &str) -> Value {
    let desk = desk(&[speaker]);
    let mut all = desk.list("candidates");
    assert_eq!(all.len(), 1, "{speaker}: {all:?}");
    all.remove(0)
}

#[test]
fn a_title_leaves_the_person() {
    for speaker in [
        "Ann Lee",
        "Harbour master Ann Lee",
        "Former mayor Ann Lee",
        "Lee",
    ] {
        assert_eq!(only(speaker)["party"], "lee", "{speaker}");
    }
}

#[test]
fn a_description_that_ends_in_a_name_is_somebody_else() {
    for speaker in [
        "Opponents of Ann Lee",
        "Everyone but Ann Lee",
        "Ann Lee Jr.",
        "Rob Lee",
        "Ivana Petrov",
        "Ann Lee’s party",
        "A ship owned by Ann Lee",
        "The ambassador to Norland",
        "The army of Norland",
    ] {
        let found = only(speaker);
        assert_eq!(found["party"], Value::Null, "{speaker}");
        assert_eq!(found["effect"]["status"], Value::Null, "{speaker}");
    }
}

#[test]
fn another_spelling_of_a_slavic_name_is_the_known_party() {
    for speaker in [
        "Ivan Petroff",
        "Iwan Petrow",
        "Mr Iwan Petrow",
        "Иван Петров",
    ] {
        let found = only(speaker);
        assert_eq!(found["party"], "petrov", "{speaker}: {found}");
    }
    for speaker in [
        "Ivanka Petrova",
        "Ivan Petrovsky",
        "Ian Petrow",
        "Анна Петрова",
    ] {
        assert_eq!(only(speaker)["party"], Value::Null, "{speaker}");
    }
}

#[test]
fn a_voice_is_a_party_of_its_own() {
    let desk = desk(&["A spokesman for Ann Lee"]);
    let found = &desk.list("candidates")[0];
    assert_eq!(found["new_party"]["speaks_for"], json!(["lee"]));
    assert_eq!(found["attribution"], "on-record");
    desk.ok(format!(
        "accept {} --new-party",
        found["id"].as_str().expect("an id")
    ));
    let voice = desk.json("party show spokesman-for-ann-lee");
    assert_eq!(voice["speaks_for"][0]["party"], "lee", "{voice}");
    desk.write(
        "next.txt",
        "A spokeswoman for Ann Lee said that the ferry would sail on Friday.",
    );
    desk.ok("ingest next.txt --title Next --published 2025-08-20 --publisher 'The Courier'");
    let next = &desk.list("candidates")[0];
    assert_eq!(
        (&next["party_choices"], &next["matched"]),
        (&json!(["spokesman-for-ann-lee"]), &json!("voice"))
    );
}

#[test]
fn a_choice_shows_its_reason_and_waits_for_a_person() {
    let desk = desk(&["Rob Lee", "Ann Lee"]);
    let table = desk.ok("candidates");
    assert!(table.contains("family"), "{table}");
    desk.ok("accept --all");
    let open = desk.list("candidates");
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(
        (
            &open[0]["speaker"],
            &open[0]["party_choices"],
            &open[0]["matched"]
        ),
        (&json!("Rob Lee"), &json!(["lee"]), &json!("family-name"))
    );
    let id = open[0]["id"].as_str().expect("an id");
    desk.ok(format!("accept {id} --new-party"));
    // The family name stays Ann Lee's alias and does not become ambiguous.
    assert_eq!(desk.json("party show rob-lee")["aliases"], json!([]));
}

#[test]
fn likelihood_and_match_are_compared_separately() {
    let desk = desk(&["Ann Lee"]);
    assert_eq!(desk.list("candidates --at-least 0.2 --above 0.2").len(), 1);
    assert_eq!(desk.list("candidates --at-least 1").len(), 0);
    assert_eq!(desk.list("candidates --below 0.2").len(), 0);
    assert_eq!(
        desk.json("accept --all --at-least 1")["accepted"],
        json!([])
    );
    desk.ok("accept --all --at-least 0.2 --above 0.2");
    assert_eq!(desk.list("candidates").len(), 0);
}
