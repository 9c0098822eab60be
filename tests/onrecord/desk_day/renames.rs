//! Renaming parties and claims: the old id goes on finding them, everywhere, and answers use the new one.

use serde_json::{Value, json};

use super::{said, status, undo};
use crate::common::desk::{NOW, small_desk};
use crate::common::refusals::Refusals;
use crate::common::{TestDesk, lines};

/// The small desk with a party and a claim renamed.
fn renamed() -> TestDesk {
    let desk = small_desk();
    desk.ok("party rename kremlin moscow-kremlin");
    desk.ok("claim rename agreed-to-meet meeting-agreed");
    desk
}

/// Every line of an export that still has an old id other than among the other ids.
fn old_ids(export: &str) -> Vec<String> {
    let records = export.lines().map(|line| {
        let mut record: Value = serde_json::from_str(line).expect("a record");
        record
            .as_object_mut()
            .expect("an object")
            .remove("other_ids");
        record.to_string()
    });
    let old = ["\"kremlin\"", "\"agreed-to-meet\""];
    records
        .filter(|record| old.iter().any(|id| record.contains(id)))
        .collect()
}

#[test]
fn an_old_id_finds_what_was_renamed() {
    let desk = renamed();
    let show = |line: &str| desk.json(line);
    let party = show("party show kremlin");
    assert_eq!(party, show("party show moscow-kremlin"));
    assert_eq!(
        (&party["id"], &party["other_ids"]),
        (&json!("moscow-kremlin"), &json!(["kremlin"]))
    );
    let claim = show("claim show agreed-to-meet");
    assert_eq!(claim, show("claim show meeting-agreed"));
    assert_eq!(claim["claim"]["id"], "meeting-agreed");
    assert_eq!(claim["other_ids"], json!(["agreed-to-meet"]));
    assert_eq!(claim["claim"]["principals"], json!(["moscow-kremlin"]));
    for text in [
        desk.ok("party show kremlin"),
        desk.ok("claim show agreed-to-meet"),
    ] {
        assert!(text.contains("other ids:"), "{text}");
    }
    let text = desk.ok("say kremlin declines agreed-to-meet --source daily-08-19");
    assert!(
        text.contains("moscow-kremlin declines meeting-agreed"),
        "{text}"
    );
    for line in [
        "why agreed-to-meet",
        "timeline agreed-to-meet",
        "timeline kremlin",
        "awaiting --party kremlin",
        "matrix --party kremlin",
        "discrepancies --claim agreed-to-meet",
        "search kremlin",
    ] {
        let answer = desk.ok(format!("{line} --format json"));
        let answer = answer
            .replace("[\"kremlin\"]", "")
            .replace("[\"agreed-to-meet\"]", "");
        assert!(
            !answer.contains("\"kremlin\"") && !answer.contains("\"agreed-to-meet\""),
            "{line}: {answer}"
        );
        assert!(
            answer.contains("moscow-kremlin") || answer.contains("meeting-agreed"),
            "{line}: {answer}"
        );
    }
    let ushakov = desk.json("party show ushakov");
    assert_eq!(ushakov["speaks_for"][0]["party"], "moscow-kremlin");
    assert_eq!(desk.list("party list").len(), 7);
    assert_eq!(old_ids(&desk.export()), Vec::<String>::new());
    desk.state();
}

/// Records and sheets made before the renaming mean the renamed things.
#[test]
fn records_with_old_ids_are_about_the_renamed() {
    let before = small_desk();
    let exported = before.export();
    before.ok("export --format csv --to sheets");
    let desk = renamed();
    let state = desk.state();
    desk.write("old.jsonl", &exported);
    let done = desk.json("import old.jsonl");
    assert_eq!(done["differing"], json!([]), "{done}");
    assert_eq!(desk.state(), state);
    for sheet in ["parties", "claims", "statements"] {
        let name = format!("sheets/{sheet}.csv");
        let sheet = std::fs::read(before.path(&name)).expect("a sheet");
        std::fs::create_dir_all(desk.path("sheets")).expect("a folder");
        desk.write(&name, sheet);
    }
    desk.ok("import sheets");
    assert_eq!(desk.state(), state);
    desk.import(&[
        said("kremlin", "denies", "agreed-to-meet", "minutes"),
        json!({"record": "claim", "id": "of-theirs", "text": "They will go.", "principals": ["kremlin"]}),
        json!({"record": "party", "id": "peskov", "name": "Dmitry Peskov", "kind": "person",
               "speaks_for": [{"party": "kremlin"}]}),
        json!({"record": "ruling", "claim": "agreed-to-meet", "verdict": "true", "reason": "Minutes."}),
    ]);
    assert_eq!(old_ids(&desk.export()), Vec::<String>::new());
    assert_eq!(status(&desk, "meeting-agreed"), "disputed");
    // An edit by way of a file made before the renaming does not rename it back.
    desk.write(
        "edited.jsonl",
        lines(&[
            json!({"record": "party", "id": "kremlin", "name": "Kremlin", "kind": "government",
                      "aliases": ["Moscow"], "speaks_for": [{"party": "russia"}]}),
        ]),
    );
    desk.ok("import --update edited.jsonl");
    let party = desk.json("party show kremlin");
    assert_eq!(
        (&party["id"], &party["name"], &party["other_ids"]),
        (
            &json!("moscow-kremlin"),
            &json!("Kremlin"),
            &json!(["kremlin"])
        )
    );
}

/// What was known before the renaming has the old id; undoing it brings the old id back.
#[test]
fn a_renaming_has_a_time_and_can_be_undone() {
    let mut desk = small_desk();
    let original = desk.export();
    desk.set_now("2025-08-20T10:00Z");
    desk.ok("party rename kremlin moscow-kremlin --by ann");
    desk.ok("claim rename agreed-to-meet meeting-agreed --by ben");
    let then = desk.ok(format!("export --known-at {NOW}"));
    assert_eq!(then, original);
    let run = desk.run(format!("party show moscow-kremlin --known-at {NOW}"));
    assert_eq!(run.code, 1, "{run}");
    let page = desk.json(format!("claim show agreed-to-meet --known-at {NOW}"));
    assert_eq!(page["claim"]["id"], "agreed-to-meet");
    let page = desk.json("claim show agreed-to-meet --as-of 2025-08-19");
    assert_eq!(page["claim"]["id"], "meeting-agreed");
    // What was said under the new id stays said by the same party.
    desk.ok("say moscow-kremlin denies meeting-agreed --source minutes --by cas");
    undo(&desk, "ann");
    undo(&desk, "ben");
    desk.state();
    for line in ["party show moscow-kremlin", "claim show meeting-agreed"] {
        assert_eq!(desk.run(line).code, 1, "{line}");
    }
    let page = desk.json("claim show agreed-to-meet");
    assert_eq!(page["claim"]["negated_by"], json!(["kremlin"]));
    desk.noted("report report.html");
    undo(&desk, "cas");
    assert_eq!(desk.export(), original);
    // The ids are free again.
    desk.ok("party rename trump moscow-kremlin");
    desk.state();
}

/// A renamed thing may take one of its own earlier ids back, and keeps all of them.
#[test]
fn a_thing_can_be_renamed_again_and_back() {
    let desk = renamed();
    desk.ok("party rename kremlin the-kremlin");
    assert_eq!(
        desk.json("party show kremlin")["other_ids"],
        json!(["kremlin", "moscow-kremlin"])
    );
    desk.ok("party rename the-kremlin kremlin");
    let party = desk.json("party show the-kremlin");
    assert_eq!(
        (&party["id"], &party["other_ids"]),
        (&json!("kremlin"), &json!(["moscow-kremlin", "the-kremlin"]))
    );
    let state = desk.state();
    for line in [
        "party rename kremlin kremlin",
        "party rename the-kremlin kremlin",
        "claim rename meeting-agreed meeting-agreed",
    ] {
        let done = desk.ok(line);
        assert!(done.contains("nothing changed"), "{done}");
    }
    assert_eq!(desk.state(), state);
    // A merged id goes on finding what it was merged into.
    desk.ok("party merge officials kremlin");
    desk.ok("party rename kremlin moscow");
    for id in ["officials", "kremlin", "the-kremlin"] {
        assert_eq!(desk.json(format!("party show {id}"))["id"], "moscow");
    }
    desk.ok("party unmerge officials");
    assert_eq!(desk.json("party show officials")["id"], "officials");
    desk.state();
}

/// A renaming of a write with several records is undone as a whole.
#[test]
fn an_import_that_edits_and_renames_is_undone_at_once() {
    let desk = small_desk();
    let before = desk.export();
    desk.write(
        "both.jsonl",
        lines(&[
            json!({"record": "claim", "id": "bridge-hit", "text": "The bridge was hit again."}),
            json!({"record": "claim", "id": "bridge", "other_ids": ["bridge-hit"], "text": "The bridge fell.",
                   "question": "venue"}),
        ]),
    );
    desk.ok("import --update both.jsonl --by eve");
    assert_eq!(desk.json("claim show bridge-hit")["claim"]["id"], "bridge");
    desk.state();
    undo(&desk, "eve");
    assert_eq!(desk.export(), before);
    desk.state();
}

/// Another desk takes over the other ids, with the new id or without it.
#[test]
fn an_export_carries_other_ids_to_another_desk() {
    let desk = renamed();
    let export = desk.export();
    desk.ok("export --format csv --to sheets");
    let empty = TestDesk::with_ledger(NOW);
    empty.write("desk.jsonl", &export);
    empty.ok("import desk.jsonl");
    assert_eq!(empty.export(), export);
    assert_eq!(
        empty.json("claim show agreed-to-meet")["claim"]["id"],
        "meeting-agreed"
    );
    let sheets = TestDesk::with_ledger(NOW);
    let folder = desk.path("sheets");
    sheets.ok(format!("import {}", folder.display()));
    assert_eq!(sheets.export(), export);
    // A desk that knows the old ids: the ids of the file find the same things, and with --update they
    // are what the things are called.
    let other = small_desk();
    other.write("desk.jsonl", &export);
    let done = other.json("import desk.jsonl");
    assert_eq!(done["changed"]["party"], 1, "{done}");
    let party = other.json("party show moscow-kremlin");
    assert_eq!(
        (&party["id"], &party["other_ids"]),
        (&json!("kremlin"), &json!(["moscow-kremlin"]))
    );
    let state = other.state();
    other.ok("import desk.jsonl");
    assert_eq!(other.state(), state);
    other.ok("import --update desk.jsonl");
    assert_eq!(other.export(), export);
    other.state();
    // Nobody outside needs to know what the desk once called something.
    let public = desk.noted("export --public");
    assert!(!public.contains("other_ids"), "{public}");
}

#[test]
fn a_taken_or_malformed_id_is_refused() {
    let desk = renamed();
    desk.ok("party merge officials trump");
    let mut refusals = Refusals::on(&desk);
    for (what, line) in [
        ("another party has the id", "party rename kremlin russia"),
        ("another party was merged", "party rename kremlin officials"),
        ("another party had the id", "party rename russia kremlin"),
        (
            "another claim has the id",
            "claim rename bridge-hit in-geneva",
        ),
        (
            "another claim had the id",
            "claim rename bridge-hit agreed-to-meet",
        ),
        ("a malformed id", "party rename kremlin 'The Kremlin'"),
        ("an empty id", "claim rename bridge-hit ''"),
        ("nothing has the id", "party rename kremli moscow"),
        ("it was merged", "party rename officials aides"),
        (
            "a new party with an old id",
            "party add kremlin --name K --kind government",
        ),
        (
            "a new claim with an old id",
            "claim add agreed-to-meet --text T.",
        ),
    ] {
        refusals.refused(what, line);
    }
    desk.write(
        "two.jsonl",
        lines(&[
            json!({"record": "party", "id": "trump", "other_ids": ["russia"],
                       "name": "Donald Trump", "kind": "person"}),
        ]),
    );
    refusals.refused("two parties in one", "import --update two.jsonl");
    refusals.assert_snapshot("renames-refused");
}
