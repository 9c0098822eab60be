//! Writes taken back: each kind of them, told before it is done, and with everything that it had changed.

use serde_json::{Value, json};

use super::{answers, moved, said, statement, status, undo};
use crate::common::desk::{MINUTES, NOW, small_desk};
use crate::common::refusals::Refusals;
use crate::common::{Trial, lines};

/// The small desk with a statement to work on, by another writer.
fn desk() -> (Trial, String) {
    let trial = small_desk();
    trial.write("wire.txt", "One.\n\nTwo.\n");
    let words = "say trump asserts bridge-hit --source minutes --by other";
    let id = statement(&trial, &words);
    (trial, id)
}

/// Each kind of write changes the answers; undone, they are as before; written again, as after.
#[test]
fn every_write_is_undone() {
    let (trial, id) = desk();
    let id = id.as_str();
    trial.write("more.jsonl", lines(&[
        json!({"record": "party", "id": "un", "name": "United Nations", "kind": "organisation"}),
        json!({"record": "party", "id": "chief", "name": "The chief", "kind": "person", "speaks_for": [{"party": "un"}]}),
        json!({"record": "claim", "id": "talks-on", "text": "Talks go on.", "principals": ["un"]}),
        said("chief", "confirms", "talks-on", "minutes"),
        said("zelenskyy", "asserts", "bridge-hit", "daily-08-19"),
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "bridge-hit",
               "source": "minutes", "evidence": [{"source": "wire", "quote": "It is so."}]}),
        json!({"record": "ruling", "claim": "talks-on", "verdict": "true", "reason": "Seen."}),
    ]));
    trial.write("anew.jsonl", lines(&[
        json!({"record": "party", "id": "trump", "name": "D. Trump", "kind": "person"}),
        json!({"record": "claim", "id": "bridge-hit", "text": "The bridge was struck.", "principals": ["trump"]}),
        json!({"record": "source", "id": "wire", "title": "A wire", "published": "2025-08-17"}),
        json!({"record": "question", "id": "venue", "text": "Where?"}),
    ]));
    let writes = [
        "say zelenskyy denies bridge-hit --source daily-08-19 --quote 'not the bridge'",
        "say trump retracts agreed-to-meet --source daily-08-19",
        "say trump asserts bridge-hit --source minutes --passage 'The envoy said that talks \
            go on.'",
        "say officials asserts bridge-hit --source wire --said 2025-08-17 --via daily",
        "say zelenskyy denies bridge-hit --source minutes --attribution off-record",
        &format!("correct {id} --stance denies"),
        &format!("correct {id} --claim in-geneva"),
        &format!("void {id} --reason misread"),
        "rule bridge-hit false --reason 'It stands.'",
        "party add un --name 'United Nations' --kind organisation --member-of daily",
        "party edit trump --name 'D. Trump' --speaks-for kremlin --no-alias 'the president'",
        "party edit ushakov --no-speaks-for kremlin --clear role",
        "party alias trump 47",
        "party merge trump zelenskyy",
        "source add copy --title 'The bridge' --origin minutes",
        "source edit minutes --published 2025-08-16",
        "source attach wire wire.txt",
        "question add when --text 'When will they meet?'",
        "question edit venue --text 'Where?'",
        "claim add bridge-open --text 'The bridge is open.' --principal trump",
        "claim edit bridge-hit --text 'The bridge fell.' --standard corroboration:1",
        "claim merge bridge-hit agreed-to-meet --opposite --sure",
        "claim merge in-geneva in-budapest --sure",
        "import more.jsonl",
        "import anew.jsonl --update",
    ];
    let before = answers(&trial);
    let log = |trial: &Trial| trial.journal()["entries"].as_u64().expect("a count");
    for write in writes {
        let entries = log(&trial);
        trial.ok(write);
        let (written, after) = (log(&trial) - entries, answers(&trial));
        assert_ne!(after, before, "{write:?}");
        let told = undo(&trial, "desk");
        assert_eq!(answers(&trial), before, "{write:?} undone");
        let count = if written == 1 {
            "1 entry".to_owned()
        } else {
            format!("{written} entries")
        };
        assert_eq!(told["done"], format!("{count} undone."), "{write:?}");
        // An undoing adds an entry; nothing is taken away.
        assert_eq!(log(&trial), entries + written + 1, "{write:?}");
        if !write.starts_with("say ") {
            trial.ok(write);
            let again = answers(&trial);
            assert_eq!(again.contains("bridge"), after.contains("bridge"));
            undo(&trial, "desk");
            assert_eq!(answers(&trial), before, "{write:?} undone again");
        }
    }
}

/// The answers, whatever id the one statement of the small desk has.
fn answers_but_ids(trial: &Trial) -> String {
    let page = trial.json("claim show agreed-to-meet");
    let id = page["statements"][0]["statement"]
        .as_str()
        .expect("an id")
        .to_owned();
    answers(trial).replace(&id, "s0000000")
}

/// The same import goes in again after it was undone, statements and all.
#[test]
fn an_import_undone_goes_in_again() {
    let trial = Trial::with_ledger(NOW);
    let empty = trial.state().records;
    let records = crate::common::desk::records();
    trial.import(&records);
    let (full, exported) = (answers_but_ids(&trial), trial.export());
    undo(&trial, "desk");
    assert_eq!(trial.state().records, empty);
    assert_eq!(trial.json("party list"), json!([]));
    assert_eq!(trial.json("search 'meet*'"), json!([]));
    assert_eq!(trial.run("party show 'the president'").code, 1);
    trial.write("import.jsonl", lines(&records));
    let told = trial.json("import import.jsonl");
    assert_eq!(told["taken_back"], 0, "{told}");
    assert_eq!(told["new"]["statement"], 1, "{told}");
    assert_eq!(answers_but_ids(&trial), full);
    // By hand, too: nobody has to say --again for what was undone.
    undo(&trial, "desk");
    trial.import(records.get(..15).expect("parties, sources, claims"));
    let words = "say trump asserts agreed-to-meet --source daily-08-19 --said 2025-08-18";
    trial.ok(&words);
    assert_eq!(answers_but_ids(&trial), full);
    // So does a file that gives the statement an id, which the undone one keeps.
    undo(&trial, "desk");
    undo(&trial, "desk");
    trial.write("exported.jsonl", &exported);
    for _ in 0..2 {
        trial.ok("import exported.jsonl");
        assert_eq!(answers_but_ids(&trial), full);
        let state = trial.state();
        trial.ok("import exported.jsonl");
        assert_eq!(trial.state(), state);
        undo(&trial, "desk");
    }
}

/// Undo after undo steps back through the desk's own writes, and past nobody else's.
#[test]
fn undo_steps_back() {
    let (trial, _) = desk();
    let mut steps = vec![answers(&trial)];
    for write in [
        "party alias trump 47",
        "party edit trump --name 'D. Trump'",
        "claim edit bridge-hit --principal trump",
        "rule bridge-hit true --reason Seen.",
        "party edit trump --name Trump",
    ] {
        trial.ok(write);
        steps.push(answers(&trial));
    }
    steps.pop();
    while let Some(before) = steps.pop() {
        undo(&trial, "desk");
        assert_eq!(answers(&trial), before, "{} steps left", steps.len());
    }
    // A write between two undoings is the next to go.
    trial.ok("party alias daily 'The D'");
    undo(&trial, "desk");
    assert_eq!(trial.run("party show 'The D'").code, 1);
}

/// Each writer takes back its own.
#[test]
fn undo_is_of_ones_own() {
    let (trial, id) = desk();
    trial.ok("rule in-geneva false --reason Seen. --by ann");
    undo(&trial, "other");
    let page = trial.json("claim show bridge-hit");
    assert_eq!(page["statements"], json!([]), "{id}");
    assert_eq!(
        trial.json("claim show in-geneva")["claim"]["ruling"],
        "false"
    );
    let mut refusals = Refusals::on(&trial);
    refusals.refused("another's is not undone", "undo --yes --by other");
    refusals.refused("one who has written nothing", "undo --yes --by nobody");
    refusals.hold("day-undo-nothing");
    undo(&trial, "ann");
    assert_eq!(
        trial.json("claim show in-geneva")["claim"]["ruling"],
        Value::Null
    );
}

/// What others built on meanwhile is not pulled away from under them.
#[test]
fn what_something_rests_on_is_not_undone() {
    let trial = small_desk();
    let by = |writer: &'static str, write: &str| {
        trial.ok(format!("{write} --by {writer}"));
    };
    by("a-claim", "claim add new --text New.");
    by("x", "say trump asserts new --source minutes");
    by("a-party", "party add un --name UN --kind organisation");
    by("x", "party edit daily --member-of un");
    by("a-relayer", "party add agency --name Agency --kind media");
    by(
        "x",
        "say trump denies new --source daily-08-19 --via agency",
    );
    by("a-principal", "party add eu --name EU --kind organisation");
    by("x", "claim edit bridge-hit --principal eu");
    by("a-question", "question add when --text 'When?'");
    by("x", "claim edit agreed-to-meet --question when");
    by("a-source", "source add first --title First");
    by("x", "source edit daily-08-19 --origin first");
    by("a-ruled", "claim add ruled --text Ruled.");
    by("x", "rule ruled true --reason Seen.");
    by("a-merged", "claim add merged --text Merged.");
    by("x", "claim merge merged in-geneva");
    let mut refusals = Refusals::on(&trial);
    for writer in [
        "a-claim",
        "a-party",
        "a-relayer",
        "a-principal",
        "a-question",
        "a-source",
        "a-ruled",
        "a-merged",
    ] {
        refusals.refused(writer, format!("undo --yes --by {writer}"));
    }
    refusals.hold("day-undo-rests");
    // The other way round it goes.
    undo(&trial, "x");
    undo(&trial, "a-merged");
    undo(&trial, "x");
    undo(&trial, "a-ruled");
}

/// What another set anew meanwhile is not set back silently.
#[test]
fn what_another_set_anew_is_not_lost() {
    for (first, then) in [
        ("party alias trump 47", "party edit trump --role president"),
        ("claim add new --text New.", "claim edit new --text Newer."),
        (
            "source edit wire --title 'The wire'",
            "source edit wire --publisher Agency",
        ),
        (
            "question edit venue --text 'Where?'",
            "question edit venue --text 'Where then?'",
        ),
    ] {
        let trial = small_desk();
        let before = answers(&trial);
        trial.ok(format!("{first} --by ann"));
        let between = answers(&trial);
        trial.ok(format!("{then} --by bob"));
        let after = answers(&trial);
        let told = trial.run("undo --yes --by ann");
        assert_eq!(told.code, 1, "{first:?}, {then:?}: {told}");
        assert_eq!(answers(&trial), after, "{then:?} was lost");
        undo(&trial, "bob");
        assert_eq!(answers(&trial), between, "{then:?} undone");
        undo(&trial, "ann");
        assert_eq!(answers(&trial), before, "{first:?} undone");
    }
}

/// Nothing is done that was not agreed to.
#[test]
fn undo_tells_and_asks_first() {
    let (trial, _) = desk();
    trial.ok("rule bridge-hit true --reason Seen.");
    let mut refusals = Refusals::on(&trial);
    refusals.refused("nobody agreed", "undo");
    refusals.refused_input("a yes that is piped is none", "undo", b"y\n");
    refusals.refused("at a time gone by", "undo --yes --known-at yesterday");
    refusals.hold("day-undo-unasked");
}

/// What a redaction took out is gone, and is not said to be undone.
#[test]
fn a_redaction_is_not_undone() {
    let (trial, id) = desk();
    trial.ok(format!("redact {id} --reason safety"));
    let mut refusals = Refusals::on(&trial);
    refusals.refused("a redaction", "undo --yes");
    refusals.hold("day-undo-redaction");
}

/// The status and the discrepancies that an undoing moves are said.
#[test]
fn undo_says_what_it_moved() {
    let (trial, _) = desk();
    trial.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    assert_eq!(status(&trial, "bridge-hit"), "disputed");
    let told = undo(&trial, "desk");
    assert_eq!(
        told["statuses"],
        json!([{"claim": "bridge-hit", "status": {"before": "disputed", "after": "unconfirmed"}}])
    );
    assert_eq!(
        moved(&told["discrepancies"]["resolved"]),
        json!([["contradiction", ["bridge-hit"], null]])
    );
    assert_eq!(told["discrepancies"]["opened"], json!([]));
}

/// What was known between a write and its undoing stays known.
#[test]
fn between_a_write_and_its_undoing_it_was_so() {
    let (mut trial, id) = desk();
    let at =
        |trial: &Trial, time: &str| trial.json(format!("claim show bridge-hit --known-at {time}"));
    trial.set_now("2025-08-20T10:00Z");
    trial.ok(&format!("void {id} --reason misread"));
    trial.set_now("2025-08-20T11:00Z");
    undo(&trial, "desk");
    trial.set_now("2025-08-20T12:00Z");
    let stood = |page: &Value| page["statements"].as_array().map(Vec::len);
    for (time, count) in [
        ("2025-08-20T09:30Z", 1),
        ("2025-08-20T10:30Z", 0),
        ("2025-08-20T11:30Z", 1),
    ] {
        assert_eq!(stood(&at(&trial, time)), Some(count), "{time}");
    }
}

/// A text that was attached over none is gone when that is undone; passages are then found in it no longer.
#[test]
fn a_text_undone_is_not_attached() {
    let trial = small_desk();
    undo(&trial, "desk");
    assert_eq!(trial.json("source show minutes")["text_attached"], false);
    let say = "say trump asserts bridge-hit --source minutes --passage 'The aide'";
    assert_eq!(trial.run(&say).code, 1);
    trial.write("minutes.txt", MINUTES);
    trial.ok("source attach minutes minutes.txt");
    trial.ok(&say);
    // A text on which a passage rests stays, or the passage could not be checked.
    trial.state();
}
