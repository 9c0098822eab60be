//! Statements, corrections, voids and rulings, and what they change.

use serde_json::{Value, json};

use super::{Day, statement};
use crate::common::TestDesk;
use crate::common::desk::{MINUTES, small_desk};

const DENIES: &str = "say kremlin denies agreed-to-meet --source minutes";

fn status(desk: &TestDesk, claim: &str) -> Value {
    desk.json(format!("claim show {claim}"))["claim"]["status"].clone()
}

/// News arrives, and each command reports what it changed.
#[test]
fn a_day_of_news() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run("unconfirmed");
    day.run("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    day.run("say ushakov hedges agreed-to-meet --source minutes --quote 'talks go on'");
    day.run("say Zelenskiy denies agreed-to-meet --source daily-08-19 --via daily");
    day.run("say zelenskyy retracts agreed-to-meet --source daily-08-19 --said 2025-08-20");
    day.run("say Moscow confirms agreed-to-meet --source daily-08-19 --said 2025-08-20T08:30Z");
    day.run("say kremlin denies agreed-to-meet --source daily-08-19 --said 2025-08-20T08:45Z");
    day.run("discrepancies");
    day.run("discrepancies --state resolved --weak");
    day.run("why agreed-to-meet");
    day.run("claim show agreed-to-meet");
    day.run("log");
    day.assert_snapshot("recording-news");
}

/// The desk's own mistakes: a correction supersedes, a void withdraws, and neither statement returns by itself.
#[test]
fn a_day_of_corrections() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run(DENIES);
    let denied = desk.json("claim show agreed-to-meet");
    let said = denied["statements"].as_array().expect("statements");
    let denied = said
        .iter()
        .find(|said| said["stance"] == "denies")
        .expect("the denial");
    let denied = denied["id"].as_str().expect("an id").to_owned();
    day.run(format!(
        "correct {denied} --stance declines --note misheard"
    ));
    day.run(format!("correct {denied} --stance hedges"));
    day.run(DENIES);
    day.run("say trump denies bridge-hit --source minutes");
    let mistaken = desk.json("claim show bridge-hit")["statements"][0]["id"].clone();
    let mistaken = mistaken.as_str().expect("an id").to_owned();
    day.run(format!("void {mistaken} --reason 'meant another bridge'"));
    day.run("say trump denies bridge-hit --source minutes");
    day.run("say trump denies bridge-hit --source minutes --again");
    day.run("claim show bridge-hit");
    day.run("log");
    day.assert_snapshot("recording-corrections");
}

/// A ruling is not a status; it takes the claim off the list and settles rivals ruled false.
#[test]
fn a_day_of_rulings() {
    let desk = small_desk();
    let mut day = Day::on(&desk);
    day.run("say trump asserts in-geneva --source daily-08-19");
    day.run("say zelenskyy asserts in-budapest --source daily-08-19");
    day.run("rule in-budapest false --reason 'The hall was never booked.' --source minutes");
    day.run("rule in-budapest false --reason 'The hall was never booked.' --source minutes");
    day.run("rule in-budapest unproven --reason 'A second hall turned up.' --ruled 2025-08-20");
    day.run("unconfirmed");
    day.run("question show venue");
    day.run("claim show in-budapest");
    day.assert_snapshot("recording-rulings");
}

/// The same statement again is recognised, whatever its other fields, and nothing is written.
#[test]
fn the_same_statement_is_recognised() {
    let desk = small_desk();
    let first = statement(&desk, DENIES);
    let before = desk.state();
    for again in ["", "--said 2025-08-18", "--note 'heard again'"] {
        let answer = desk.json(format!("{DENIES} {again}"));
        assert_eq!(answer["statement"], first.as_str());
        assert!(
            answer["done"]
                .as_str()
                .is_some_and(|done| done.contains("already recorded")),
            "{answer}"
        );
        assert_eq!(desk.state(), before, "{again:?}");
    }
    // Another time, source, chain or stance makes another statement.
    let others = [
        "say kremlin denies agreed-to-meet --source minutes --said 2025-08-19",
        "say kremlin denies agreed-to-meet --source daily-08-19 --said 2025-08-18",
        "say kremlin denies agreed-to-meet --source minutes --via daily",
        "say kremlin rejects agreed-to-meet --source minutes",
    ];
    let mut ids = vec![first];
    for other in others {
        let id = statement(&desk, other);
        assert!(!ids.contains(&id), "{other:?}");
        ids.push(id);
    }
}

/// Another passage for the same statement becomes evidence, once.
#[test]
fn another_passage_becomes_evidence() {
    let desk = small_desk();
    let at = |passage| format!("{DENIES} --passage '{passage}'");
    let id = statement(&desk, at("The aide said that talks go on."));
    assert_eq!(statement(&desk, at("Nothing was signed")), id);
    let before = desk.state();
    assert_eq!(statement(&desk, at("Nothing was signed")), id);
    assert_eq!(statement(&desk, at("The aide said that talks go on.")), id);
    assert_eq!(desk.state(), before);
    let page = desk.json("claim show agreed-to-meet");
    let said = page["statements"].as_array().expect("statements");
    let said = said
        .iter()
        .find(|said| said["id"] == id.as_str())
        .expect("the statement");
    assert_eq!(said["evidence"].as_array().map(Vec::len), Some(1), "{said}");
    assert_eq!(words(&said["passage"]), "The aide said that talks go on.");
    assert_eq!(words(&said["evidence"][0]["passage"]), "Nothing was signed");
    assert_eq!(said["evidence"][0]["passage"]["paragraph"], 4);
}

/// The words of a passage, cut from the text independently of the program.
fn words(passage: &Value) -> String {
    let number = |field: &str| {
        usize::try_from(passage[field].as_u64().expect("a number")).expect("a small number")
    };
    MINUTES
        .chars()
        .skip(number("start"))
        .take(number("end") - number("start"))
        .collect()
}

/// A passage is found across line ends and repeated spaces, and counted in characters, not bytes.
#[test]
fn a_passage_is_found_by_its_words() {
    let desk = small_desk();
    desk.ok(format!("{DENIES} --passage 'go on.   Nothing was'"));
    let page = desk.json("claim show agreed-to-meet");
    let said = page["statements"].as_array().expect("statements");
    let said = said
        .iter()
        .find(|said| said["party"] == "kremlin")
        .expect("the statement");
    assert_eq!(words(&said["passage"]), "go on.\n\nNothing was");
    let after = "say zelenskyy denies agreed-to-meet --source minutes --passage 'he added'";
    desk.ok(after);
    let page = desk.json("claim show agreed-to-meet");
    let said = page["statements"].as_array().expect("statements");
    let said = said
        .iter()
        .find(|said| said["party"] == "zelenskyy")
        .expect("the statement");
    assert_eq!(words(&said["passage"]), "he added");
}

/// Importing a voided or superseded statement again does not restore it.
#[test]
fn import_does_not_restore_voided_statements() {
    let desk = small_desk();
    let corrected = statement(&desk, DENIES);
    let voided = statement(&desk, "say trump asserts bridge-hit --source minutes");
    let exported = desk.export();
    desk.ok(format!("correct {corrected} --stance declines"));
    desk.ok(format!("void {voided} --reason 'a mistake'"));
    let before = desk.state();
    desk.write("again.jsonl", &exported);
    let text = desk.ok("import again.jsonl");
    assert!(
        text.contains("2 statements were voided or corrected before"),
        "{text}"
    );
    assert_eq!(desk.state(), before);
    assert_eq!(status(&desk, "bridge-hit"), "unconfirmed");
    assert!(
        desk.json("claim show bridge-hit")["statements"]
            .as_array()
            .is_some_and(Vec::is_empty)
    );
}

/// `--again` records a voided statement as a new one, which can be voided in turn.
#[test]
fn again_records_a_voided_statement() {
    let desk = small_desk();
    let say = "say trump asserts bridge-hit --source minutes";
    let first = statement(&desk, say);
    desk.ok(format!("void {first} --reason 'a mistake'"));
    let second = statement(&desk, format!("{say} --again"));
    assert_ne!(first, second);
    let said = desk.json("claim show bridge-hit")["statements"].clone();
    assert_eq!(said.as_array().map(Vec::len), Some(1));
    assert_eq!(said[0]["id"], second.as_str());
    assert_eq!(
        desk.json(say)["statement"],
        second.as_str(),
        "the one that stands is recognised"
    );
    desk.ok(format!("void {second} --reason 'a mistake after all'"));
    desk.state();
}

/// A correction keeps the fields that it does not name, evidence included, and can move the statement to another claim.
#[test]
fn a_correction_keeps_other_fields() {
    let desk = small_desk();
    let say = "--quote 'not yet' --passage 'Nothing was signed' --shown-as 'an aide' --attribution \
        background --via daily --note 'by phone'";
    let first = statement(&desk, format!("{DENIES} {say}"));
    desk.ok(format!("{DENIES} --via daily --passage 'he added'"));
    let second = statement(&desk, format!("correct {first} --claim bridge-hit"));
    assert_eq!(status(&desk, "agreed-to-meet"), "unconfirmed");
    let said = desk.json("claim show bridge-hit")["statements"][0].clone();
    assert_eq!(said["id"], second.as_str());
    for (field, value) in [
        ("party", json!("kremlin")),
        ("stance", json!("denies")),
        ("quote", json!("not yet")),
        ("shown_as", json!("an aide")),
        ("attribution", json!("background")),
        ("via", json!(["daily"])),
        ("note", json!("by phone")),
        ("source", json!("minutes")),
    ] {
        assert_eq!(said[field], value, "{field}");
    }
    assert_eq!(words(&said["passage"]), "Nothing was signed");
    assert_eq!(words(&said["evidence"][0]["passage"]), "he added");
    let third = statement(
        &desk,
        format!("correct {second} --clear quote,shown-as,note,via,passage"),
    );
    let said = desk.json("claim show bridge-hit")["statements"][0].clone();
    assert_eq!(said["id"], third.as_str());
    for field in ["quote", "shown_as", "note", "passage"] {
        assert_eq!(said[field], Value::Null, "{field}");
    }
}

/// Off-record statements are notes: they affect no status and no discrepancy.
#[test]
fn off_record_statements_affect_nothing() {
    let desk = small_desk();
    let derived = || (desk.json("claim list"), desk.json("discrepancies"));
    let before = derived();
    let answer = desk.json(format!("{DENIES} --attribution off-record"));
    assert_eq!(
        answer["discrepancies"],
        json!({"opened": [], "resolved": []})
    );
    assert_eq!(derived(), before);
}

/// `--by` and ONRECORD_BY say who writes; the clock says when.
#[test]
fn the_journal_records_writer_and_time() {
    let mut desk = small_desk();
    desk.ok(format!("{DENIES} --by ana"));
    desk.set("ONRECORD_BY", "ben");
    desk.set_now("2025-08-21T10:00Z");
    desk.ok("say trump asserts bridge-hit --source minutes");
    let log = desk.ok("log --format jsonl");
    for (who, when) in [("ana", "2025-08-20T09:00"), ("ben", "2025-08-21T10:00")] {
        assert!(
            log.lines()
                .any(|line| line.contains(who) && line.contains(when)),
            "{who} at {when} is not in\n{log}"
        );
    }
}

/// If the short ids of two statements collide, the later gets a longer one, recorded at the desk or imported.
#[test]
fn a_colliding_short_id_is_longer() {
    let said = |desk: &TestDesk| {
        let arguments = "say zelenskyy asserts bridge-hit --source minutes";
        desk.json(arguments)["statement"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let short = said(&small_desk());
    let taken = json!({"record": "statement", "id": short, "party": "trump", "stance": "denies",
                       "claim": "bridge-hit", "source": "minutes"});
    let longer = |id: &str| id.len() == short.len() + 1 && id.starts_with(&short);

    let desk = small_desk();
    desk.import(std::slice::from_ref(&taken));
    assert!(longer(&said(&desk)));

    let desk = small_desk();
    let same = json!({"record": "statement", "party": "zelenskyy", "stance": "asserts", "claim": "bridge-hit",
                      "source": "minutes"});
    desk.import(&[taken, same]);
    let answer = desk.json("timeline bridge-hit");
    let statements = answer["statements"].as_array().expect("statements");
    let ids: Vec<String> = statements
        .iter()
        .map(|said| said["id"].as_str().expect("an id").to_owned())
        .collect();
    assert!(
        ids.contains(&short) && ids.iter().any(|id| longer(id)),
        "{ids:?}"
    );
    desk.ok("verify");
    desk.ok("rebuild --check");
}
