//! Undo: each kind of write is announced first, and then undone with everything that it changed.

use serde_json::{Value, json};

use super::{answers, moved, said, statement, status, undo};
use crate::common::desk::{MINUTES, NOW, small_desk};
use crate::common::refusals::Refusals;
use crate::common::{TestDesk, lines};

/// The small desk and the id of a statement by another writer.
fn desk() -> (TestDesk, String) {
    let desk = small_desk();
    desk.write("wire.txt", "One.\n\nTwo.\n");
    let words = "say trump asserts bridge-hit --source minutes --by other";
    let id = statement(&desk, words);
    (desk, id)
}

/// Each kind of write changes the ledger; undoing it restores all answers, also the second time.
#[test]
fn every_write_can_be_undone() {
    let (desk, id) = desk();
    let id = id.as_str();
    desk.write("more.jsonl", lines(&[
        json!({"record": "party", "id": "un", "name": "United Nations", "kind": "organisation"}),
        json!({"record": "party", "id": "chief", "name": "The chief", "kind": "person", "speaks_for": [{"party": "un"}]}),
        json!({"record": "claim", "id": "talks-on", "text": "Talks go on.", "principals": ["un"]}),
        said("chief", "confirms", "talks-on", "minutes"),
        said("zelenskyy", "asserts", "bridge-hit", "daily-08-19"),
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "bridge-hit",
               "source": "minutes", "evidence": [{"source": "wire", "quote": "It is so."}]}),
        json!({"record": "ruling", "claim": "talks-on", "verdict": "true", "reason": "Seen."}),
    ]));
    desk.write("anew.jsonl", lines(&[
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
    let (before, records) = (answers(&desk), desk.export());
    let log = |desk: &TestDesk| desk.journal()["entries"].as_u64().expect("a count");
    for write in writes {
        let entries = log(&desk);
        desk.ok(write);
        let written = log(&desk) - entries;
        assert_ne!(desk.export(), records, "{write:?}");
        let undone = undo(&desk, "desk");
        assert_eq!(answers(&desk), before, "{write:?} undone");
        let count = if written == 1 {
            "1 entry".to_owned()
        } else {
            format!("{written} entries")
        };
        assert_eq!(undone["done"], format!("{count} undone."), "{write:?}");
        // Undoing adds an entry and removes none.
        assert_eq!(log(&desk), entries + written + 1, "{write:?}");
        if !write.starts_with("say ") {
            desk.ok(write);
            undo(&desk, "desk");
            assert_eq!(answers(&desk), before, "{write:?} undone again");
        }
    }
}

/// The answers without the id of the small desk's statement.
fn answers_but_ids(desk: &TestDesk) -> String {
    let page = desk.json("claim show agreed-to-meet");
    let id = page["statements"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    answers(desk).replace(&id, "s0000000")
}

/// An import that was undone can be imported again, with its statements.
#[test]
fn an_undone_import_can_be_repeated() {
    let desk = TestDesk::with_ledger(NOW);
    let empty = desk.state().records;
    let records = crate::common::desk::records();
    desk.import(&records);
    let (full, exported) = (answers_but_ids(&desk), desk.export());
    undo(&desk, "desk");
    assert_eq!(desk.state().records, empty);
    assert_eq!(desk.json("party list"), json!([]));
    assert_eq!(desk.json("search 'meet*'"), json!([]));
    assert_eq!(desk.run("party show 'the president'").code, 1);
    desk.write("import.jsonl", lines(&records));
    let answer = desk.json("import import.jsonl");
    assert_eq!(answer["taken_back"], 0, "{answer}");
    assert_eq!(answer["new"]["statement"], 1, "{answer}");
    assert_eq!(answers_but_ids(&desk), full);
    // By hand, too: --again is not needed for what was undone.
    undo(&desk, "desk");
    desk.import(records.get(..15).expect("parties, sources, claims"));
    let words = "say trump asserts agreed-to-meet --source daily-08-19 --said 2025-08-18";
    desk.ok(words);
    assert_eq!(answers_but_ids(&desk), full);
    // So does a file that gives the statement an id, which the undone one keeps.
    undo(&desk, "desk");
    undo(&desk, "desk");
    desk.write("exported.jsonl", &exported);
    for _ in 0..2 {
        desk.ok("import exported.jsonl");
        assert_eq!(answers_but_ids(&desk), full);
        let state = desk.state();
        desk.ok("import exported.jsonl");
        assert_eq!(desk.state(), state);
        undo(&desk, "desk");
    }
}

/// Repeated undo steps back through the writer's own writes only.
#[test]
fn undo_steps_back() {
    let (desk, _) = desk();
    let mut steps = vec![answers(&desk)];
    for write in [
        "party alias trump 47",
        "party edit trump --name 'D. Trump'",
        "claim edit bridge-hit --principal trump",
        "rule bridge-hit true --reason Seen.",
        "party edit trump --name Trump",
    ] {
        desk.ok(write);
        steps.push(answers(&desk));
    }
    steps.pop();
    while let Some(before) = steps.pop() {
        undo(&desk, "desk");
        assert_eq!(answers(&desk), before, "{} steps left", steps.len());
    }
    // A write after an undo is the next one to be undone.
    desk.ok("party alias daily 'The D'");
    undo(&desk, "desk");
    assert_eq!(desk.run("party show 'The D'").code, 1);
}

/// Writers undo only their own writes.
#[test]
fn undo_affects_only_ones_own_writes() {
    let (desk, id) = desk();
    desk.ok("rule in-geneva false --reason Seen. --by ann");
    undo(&desk, "other");
    let page = desk.json("claim show bridge-hit");
    assert_eq!(page["statements"], json!([]), "{id}");
    assert_eq!(
        desk.json("claim show in-geneva")["claim"]["ruling"],
        "false"
    );
    let mut refusals = Refusals::on(&desk);
    refusals.refused("another's is not undone", "undo --yes --by other");
    refusals.refused("one who has written nothing", "undo --yes --by nobody");
    refusals.assert_snapshot("day-undo-nothing");
    undo(&desk, "ann");
    assert_eq!(
        desk.json("claim show in-geneva")["claim"]["ruling"],
        Value::Null
    );
}

/// A write that later entries depend on cannot be undone.
#[test]
fn what_others_depend_on_cannot_be_undone() {
    let desk = small_desk();
    let by = |writer: &'static str, write: &str| {
        desk.ok(format!("{write} --by {writer}"));
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
    let mut refusals = Refusals::on(&desk);
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
    refusals.assert_snapshot("day-undo-rests");
    // In reverse order it can.
    undo(&desk, "x");
    undo(&desk, "a-merged");
    undo(&desk, "x");
    undo(&desk, "a-ruled");
}

/// A field that somebody else has set since cannot be reset by an undo.
#[test]
fn later_changes_by_others_are_not_lost() {
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
        let desk = small_desk();
        let before = answers(&desk);
        desk.ok(format!("{first} --by ann"));
        let between = answers(&desk);
        desk.ok(format!("{then} --by bob"));
        let after = answers(&desk);
        let run = desk.run("undo --yes --by ann");
        assert_eq!(run.code, 1, "{first:?}, {then:?}: {run}");
        assert_eq!(answers(&desk), after, "{then:?} was lost");
        undo(&desk, "bob");
        assert_eq!(answers(&desk), between, "{then:?} undone");
        undo(&desk, "ann");
        assert_eq!(answers(&desk), before, "{first:?} undone");
    }
}

/// Undo asks before it acts.
#[test]
fn undo_asks_first() {
    let (desk, _) = desk();
    desk.ok("rule bridge-hit true --reason Seen.");
    let mut refusals = Refusals::on(&desk);
    refusals.refused("nobody agreed", "undo");
    refusals.refused_input("a yes that is piped is none", "undo", b"y\n");
    refusals.refused("at a time gone by", "undo --yes --known-at yesterday");
    refusals.assert_snapshot("day-undo-unasked");
}

/// A redaction cannot be undone.
#[test]
fn a_redaction_cannot_be_undone() {
    let (desk, id) = desk();
    desk.ok(format!("redact {id} --reason safety"));
    let mut refusals = Refusals::on(&desk);
    refusals.refused("a redaction", "undo --yes");
    refusals.assert_snapshot("day-undo-redaction");
}

/// Undo reports the statuses and discrepancies that it changes.
#[test]
fn undo_reports_what_it_changes() {
    let (desk, _) = desk();
    desk.ok("say zelenskyy denies bridge-hit --source daily-08-19");
    assert_eq!(status(&desk, "bridge-hit"), "disputed");
    let undone = undo(&desk, "desk");
    assert_eq!(
        undone["statuses"],
        json!([{"claim": "bridge-hit", "status": {"before": "disputed", "after": "unconfirmed"}, "contested_by": []}])
    );
    assert_eq!(
        moved(&undone["discrepancies"]["resolved"]),
        json!([["contradiction", ["bridge-hit"], null]])
    );
    assert_eq!(undone["discrepancies"]["opened"], json!([]));
}

/// `--known-at` a time between a write and its undo still shows the write.
#[test]
fn a_write_is_known_until_it_was_undone() {
    let (mut desk, id) = desk();
    let at =
        |desk: &TestDesk, time: &str| desk.json(format!("claim show bridge-hit --known-at {time}"));
    desk.set_now("2025-08-20T10:00Z");
    desk.ok(format!("void {id} --reason misread"));
    desk.set_now("2025-08-20T11:00Z");
    undo(&desk, "desk");
    desk.set_now("2025-08-20T12:00Z");
    let stood = |page: &Value| page["statements"].as_array().map(Vec::len);
    for (time, count) in [
        ("2025-08-20T09:30Z", 1),
        ("2025-08-20T10:30Z", 0),
        ("2025-08-20T11:30Z", 1),
    ] {
        assert_eq!(stood(&at(&desk, time)), Some(count), "{time}");
    }
}

/// Undoing an attachment detaches the text, so passages are no longer found in it.
#[test]
fn an_undone_attachment_is_detached() {
    let desk = small_desk();
    undo(&desk, "desk");
    assert_eq!(desk.json("source show minutes")["text_attached"], false);
    let say = "say trump asserts bridge-hit --source minutes --passage 'The aide'";
    assert_eq!(desk.run(say).code, 1);
    desk.write("minutes.txt", MINUTES);
    desk.ok("source attach minutes minutes.txt");
    desk.ok(say);
    // A text stays attached while a passage needs it.
    desk.state();
}
