//! Statements, corrections, voids and rulings, and what they change.

use serde_json::{Value, json};

use super::{Day, statement};
use crate::common::Trial;
use crate::common::desk::{MINUTES, small_desk};

const DENIES: &str = "say kremlin denies agreed-to-meet --source minutes";

fn status(trial: &Trial, claim: &str) -> Value {
    trial.json(format!("claim show {claim}"))["claim"]["status"].clone()
}

/// News arrives, and each line says what it changed.
#[test]
fn a_day_of_news() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed("unconfirmed");
    day.typed("say kremlin not-confirmed agreed-to-meet --source daily-08-19");
    day.typed("say ushakov hedges agreed-to-meet --source minutes --quote 'talks go on'");
    day.typed("say Zelenskiy denies agreed-to-meet --source daily-08-19 --via daily");
    day.typed("say zelenskyy retracts agreed-to-meet --source daily-08-19 --said 2025-08-20");
    day.typed("say Moscow confirms agreed-to-meet --source daily-08-19 --said 2025-08-20T08:30Z");
    day.typed("say kremlin denies agreed-to-meet --source daily-08-19 --said 2025-08-20T08:45Z");
    day.typed("discrepancies");
    day.typed("discrepancies --state resolved --weak");
    day.typed("why agreed-to-meet");
    day.typed("claim show agreed-to-meet");
    day.typed("log");
    day.hold("recording-news");
}

/// The desk's own mistakes: a correction supersedes, a void withdraws, and neither comes back unasked.
#[test]
fn a_day_of_corrections() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed(&DENIES);
    let denied = trial.json("claim show agreed-to-meet");
    let said = denied["statements"].as_array().expect("statements");
    let denied = said
        .iter()
        .find(|said| said["stance"] == "denies")
        .expect("the denial");
    let denied = denied["statement"].as_str().expect("an id").to_owned();
    day.typed(format!(
        "correct {denied} --stance declines --note misheard"
    ));
    day.typed(format!("correct {denied} --stance hedges"));
    day.typed(&DENIES);
    day.typed("say trump denies bridge-hit --source minutes");
    let mistaken = trial.json("claim show bridge-hit")["statements"][0]["statement"].clone();
    let mistaken = mistaken.as_str().expect("an id").to_owned();
    day.typed(format!("void {mistaken} --reason 'meant another bridge'"));
    day.typed("say trump denies bridge-hit --source minutes");
    day.typed("say trump denies bridge-hit --source minutes --again");
    day.typed("claim show bridge-hit");
    day.typed("log");
    day.hold("recording-corrections");
}

/// The desk rules; a ruling is no status, takes the claim off the list, and drops a false rival.
#[test]
fn a_day_of_rulings() {
    let trial = small_desk();
    let mut day = Day::on(&trial);
    day.typed("say trump asserts in-geneva --source daily-08-19");
    day.typed("say zelenskyy asserts in-budapest --source daily-08-19");
    day.typed("rule in-budapest false --reason 'The hall was never booked.' --source minutes");
    day.typed("rule in-budapest false --reason 'The hall was never booked.' --source minutes");
    day.typed("rule in-budapest unproven --reason 'A second hall turned up.' --ruled 2025-08-20");
    day.typed("unconfirmed");
    day.typed("question show venue");
    day.typed("claim show in-budapest");
    day.hold("recording-rulings");
}

/// The same statement again is recognised, whatever else is said with it; nothing is written.
#[test]
fn the_same_statement_is_recognised() {
    let trial = small_desk();
    let first = statement(&trial, &DENIES);
    let before = trial.state();
    for again in ["", "--said 2025-08-18", "--note 'heard again'"] {
        let told = trial.json(format!("{DENIES} {again}"));
        assert_eq!(told["statement"], first.as_str());
        assert!(
            told["done"]
                .as_str()
                .is_some_and(|done| done.contains("already recorded")),
            "{told}"
        );
        assert_eq!(trial.state(), before, "{again:?}");
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
        let id = statement(&trial, other);
        assert!(!ids.contains(&id), "{other:?}");
        ids.push(id);
    }
}

/// Another passage for the same statement becomes evidence, once.
#[test]
fn another_passage_becomes_evidence() {
    let trial = small_desk();
    let at = |passage| format!("{DENIES} --passage '{passage}'");
    let id = statement(&trial, &at("The aide said that talks go on."));
    assert_eq!(statement(&trial, &at("Nothing was signed")), id);
    let before = trial.state();
    assert_eq!(statement(&trial, &at("Nothing was signed")), id);
    assert_eq!(
        statement(&trial, &at("The aide said that talks go on.")),
        id
    );
    assert_eq!(trial.state(), before);
    let page = trial.json("claim show agreed-to-meet");
    let said = page["statements"].as_array().expect("statements");
    let said = said
        .iter()
        .find(|said| said["statement"] == id.as_str())
        .expect("the statement");
    assert_eq!(said["evidence"].as_array().map(Vec::len), Some(1), "{said}");
    assert_eq!(words(&said["passage"]), "The aide said that talks go on.");
    assert_eq!(words(&said["evidence"][0]["passage"]), "Nothing was signed");
    assert_eq!(said["evidence"][0]["passage"]["paragraph"], 4);
}

/// The words of a passage, taken from the text without the program's help.
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

/// A passage is found by its words across line ends and doubled spaces, and counted in characters, not bytes.
#[test]
fn a_passage_is_found_by_its_words() {
    let trial = small_desk();
    trial.ok(format!("{DENIES} --passage 'go on.   Nothing was'"));
    let page = trial.json("claim show agreed-to-meet");
    let said = page["statements"].as_array().expect("statements");
    let said = said
        .iter()
        .find(|said| said["party"] == "kremlin")
        .expect("the statement");
    assert_eq!(words(&said["passage"]), "go on.\n\nNothing was");
    let after = "say zelenskyy denies agreed-to-meet --source minutes --passage 'he added'";
    trial.ok(&after);
    let page = trial.json("claim show agreed-to-meet");
    let said = page["statements"].as_array().expect("statements");
    let said = said
        .iter()
        .find(|said| said["party"] == "zelenskyy")
        .expect("the statement");
    assert_eq!(words(&said["passage"]), "he added");
}

/// What was corrected or voided does not come back by importing it again.
#[test]
fn what_was_taken_back_does_not_come_back_by_import() {
    let trial = small_desk();
    let corrected = statement(&trial, &DENIES);
    let voided = statement(&trial, "say trump asserts bridge-hit --source minutes");
    let exported = trial.export();
    trial.ok(format!("correct {corrected} --stance declines"));
    trial.ok(format!("void {voided} --reason 'a mistake'"));
    let before = trial.state();
    trial.write("again.jsonl", &exported);
    let told = trial.ok("import again.jsonl");
    assert!(
        told.contains("2 statements were voided or corrected before"),
        "{told}"
    );
    assert_eq!(trial.state(), before);
    assert_eq!(status(&trial, "bridge-hit"), "unconfirmed");
    assert!(
        trial.json("claim show bridge-hit")["statements"]
            .as_array()
            .is_some_and(Vec::is_empty)
    );
}

/// `--again` records what was voided anew, as a statement of its own that can be voided in turn.
#[test]
fn again_records_it_anew() {
    let trial = small_desk();
    let say = "say trump asserts bridge-hit --source minutes";
    let first = statement(&trial, &say);
    trial.ok(format!("void {first} --reason 'a mistake'"));
    let second = statement(&trial, format!("{say} --again"));
    assert_ne!(first, second);
    let said = trial.json("claim show bridge-hit")["statements"].clone();
    assert_eq!(said.as_array().map(Vec::len), Some(1));
    assert_eq!(said[0]["statement"], second.as_str());
    assert_eq!(
        trial.json(&say)["statement"],
        second.as_str(),
        "the one that stands is recognised"
    );
    trial.ok(format!("void {second} --reason 'a mistake after all'"));
    trial.state();
}

/// A correction keeps what it does not name, evidence included, and can move the words to another claim.
#[test]
fn a_correction_keeps_the_rest() {
    let trial = small_desk();
    let say = "--quote 'not yet' --passage 'Nothing was signed' --shown-as 'an aide' --attribution \
        background --via daily --note 'by phone'";
    let first = statement(&trial, format!("{DENIES} {say}"));
    trial.ok(format!("{DENIES} --via daily --passage 'he added'"));
    let second = statement(&trial, format!("correct {first} --claim bridge-hit"));
    assert_eq!(status(&trial, "agreed-to-meet"), "unconfirmed");
    let said = trial.json("claim show bridge-hit")["statements"][0].clone();
    assert_eq!(said["statement"], second.as_str());
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
        &trial,
        format!("correct {second} --clear quote,shown-as,note,via,passage"),
    );
    let said = trial.json("claim show bridge-hit")["statements"][0].clone();
    assert_eq!(said["statement"], third.as_str());
    for field in ["quote", "shown_as", "note", "passage"] {
        assert_eq!(said[field], Value::Null, "{field}");
    }
}

/// Off-record words are notes: they touch no status and no discrepancy.
#[test]
fn off_record_words_touch_nothing() {
    let trial = small_desk();
    let derived = || (trial.json("claim list"), trial.json("discrepancies"));
    let before = derived();
    let told = trial.json(format!("{DENIES} --attribution off-record"));
    assert_eq!(told["discrepancies"], json!({"opened": [], "resolved": []}));
    assert_eq!(derived(), before);
}

/// `--by` and ONRECORD_BY say who writes; the clock says when.
#[test]
fn the_journal_says_who_wrote_when() {
    let mut trial = small_desk();
    trial.ok(format!("{DENIES} --by ana"));
    trial.set("ONRECORD_BY", "ben");
    trial.set_now("2025-08-21T10:00Z");
    trial.ok("say trump asserts bridge-hit --source minutes");
    let log = trial.ok("log --format jsonl");
    for (who, when) in [("ana", "2025-08-20T09:00"), ("ben", "2025-08-21T10:00")] {
        assert!(
            log.lines()
                .any(|line| line.contains(who) && line.contains(when)),
            "{who} at {when} is not in\n{log}"
        );
    }
}

/// Of two statements whose content gives one short id, the later gets a longer one, said at the desk or imported.
#[test]
fn a_short_id_that_is_taken_grows() {
    let said = |trial: &Trial| {
        let arguments = "say zelenskyy asserts bridge-hit --source minutes";
        trial.json(&arguments)["statement"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let short = said(&small_desk());
    let taken = json!({"record": "statement", "id": short, "party": "trump", "stance": "denies",
                       "claim": "bridge-hit", "source": "minutes"});
    let longer = |id: &str| id.len() == short.len() + 1 && id.starts_with(&short);

    let trial = small_desk();
    trial.import(std::slice::from_ref(&taken));
    assert!(longer(&said(&trial)));

    let trial = small_desk();
    let same = json!({"record": "statement", "party": "zelenskyy", "stance": "asserts", "claim": "bridge-hit",
                      "source": "minutes"});
    trial.import(&[taken, same]);
    let told = trial.json("timeline bridge-hit");
    let statements = told["statements"].as_array().expect("statements");
    let ids: Vec<String> = statements
        .iter()
        .map(|said| said["statement"].as_str().expect("an id").to_owned())
        .collect();
    assert!(
        ids.contains(&short) && ids.iter().any(|id| longer(id)),
        "{ids:?}"
    );
    trial.ok("verify");
    trial.ok("rebuild --check");
}
