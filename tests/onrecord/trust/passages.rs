//! Passages that `accept --all` adds to statements that a person has looked at.

use serde_json::{Value, json};

use super::{ids, said, unreviewed};
use crate::common::TestDesk;

const STORM: &str = "Ferry stays in port

19 August 2025

The harbour master, Captain Ann Lee, said that the ferry would lie in port until Friday.

\"The ferry will lie in port until Friday,\" Lee said.
";

/// A person has accepted the first passage of a statement, and nobody has looked at the second one. With the
/// claim's id.
fn repeated() -> (TestDesk, String) {
    let mut desk = TestDesk::new("2025-08-20T09:00Z");
    desk.ok("init");
    desk.write("storm.txt", STORM);
    desk.ok("ingest storm.txt --publisher 'The Courier'");
    let first = desk.list("candidates")[0]["id"].clone();
    let first = first.as_str().expect("an id");
    desk.ok(format!("accept {first} --new-party --new-claim"));
    desk.ok("party edit ann-lee --role 'harbour master'");
    desk.set_now("2025-08-20T10:00Z");
    // Links the other candidate to the claim.
    desk.ok("ingest storm.txt --publisher 'The Courier'");
    desk.ok("accept --all");
    let claims = ids(&desk, "claim list");
    assert_eq!(claims.len(), 1, "{claims:?}");
    (desk, claims[0].clone())
}

fn passages(desk: &TestDesk, line: &str) -> Vec<Value> {
    let page = desk.json(line);
    let passages = page["statements"][0]["evidence"].as_array();
    passages.cloned().unwrap_or_default()
}

fn counts(passages: usize) -> Value {
    json!({"statements": 0, "passages": passages, "claims": 0, "parties": 0, "questions": 0})
}

#[test]
fn a_passage_that_nobody_has_looked_at_is_marked() {
    let (desk, claim) = repeated();
    assert_eq!(unreviewed(&desk), counts(1));
    let statement = &said(&desk, &claim)[0];
    assert_eq!(statement["unreviewed"], false);
    assert_eq!(statement["evidence"][0]["unreviewed"], true);
    let shown = desk.ok(format!("claim show {claim}"));
    assert!(shown.contains("1 more passage (unreviewed)"), "{shown}");
    let status = desk.ok("status");
    assert!(status.contains("unreviewed: 1 further passage"), "{status}");
    let source = passages(&desk, "source show courier-2025-08-19");
    assert_eq!(source[0]["unreviewed"], true);
    desk.ok("rebuild --check");
}

#[test]
fn the_reviewed_ledger_is_without_it() {
    let (mut desk, claim) = repeated();
    let reviewed = format!("claim show {claim} --reviewed");
    assert_eq!(passages(&desk, &reviewed), Vec::<Value>::new());
    desk.set_now("2025-08-20T11:00Z");
    let statement = said(&desk, &claim)[0]["id"].clone();
    desk.ok(format!(
        "review --keep {}",
        statement.as_str().expect("an id")
    ));
    assert_eq!(unreviewed(&desk), counts(0));
    assert_eq!(passages(&desk, &reviewed).len(), 1);
    assert!(!desk.export().contains("unreviewed"));
    let then = format!("claim show {claim} --known-at 2025-08-20T10:30Z");
    assert_eq!(passages(&desk, &then)[0]["unreviewed"], true);
    // Undoing the review brings the mark back, and undoing the rest leaves what the person accepted.
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(unreviewed(&desk), counts(1));
    assert_eq!(passages(&desk, &reviewed), Vec::<Value>::new());
    desk.ok(format!("review --keep {claim}"));
    assert_eq!(passages(&desk, &reviewed).len(), 1);
    desk.run("undo --yes");
    desk.run("undo --yes");
    assert_eq!(unreviewed(&desk), counts(0));
    assert_eq!(
        passages(&desk, &format!("claim show {claim}")),
        Vec::<Value>::new()
    );
    desk.ok("rebuild --check");
}

#[test]
fn the_mark_of_a_passage_goes_to_another_desk() {
    let (desk, claim) = repeated();
    let export = desk.export();
    assert_eq!(export.matches("\"unreviewed\":true").count(), 1, "{export}");
    for (name, line) in [
        ("all.jsonl", "export --include-off-record --to all.jsonl"),
        ("sheets", "export --format csv --to sheets"),
    ] {
        desk.ok(line);
        let other = TestDesk::with_ledger("2025-08-20T12:00Z");
        let import = format!("import {} --update", desk.path(name).display());
        other.noted(&import);
        assert_eq!(other.export(), export, "{name}");
        assert_eq!(unreviewed(&other), counts(1));
        // Again, which changes nothing, and from a desk that has looked at it.
        other.noted(&import);
        assert_eq!(other.export(), export, "{name}");
        let all = export.replace(",\"unreviewed\":true", "");
        other.write("reviewed.jsonl", &all);
        other.noted("import reviewed.jsonl");
        assert_eq!(other.export(), all);
        other.noted(&import);
        assert_eq!(other.export(), all, "{name}");
        other.ok("rebuild --check");
    }
    // Correcting the statement clears it, as it does for the statement itself.
    let statement = said(&desk, &claim)[0]["id"].clone();
    desk.ok(format!(
        "correct {} --note 'On the quay.'",
        statement.as_str().expect("an id")
    ));
    assert_eq!(unreviewed(&desk), counts(0));
    assert_eq!(passages(&desk, &format!("claim show {claim}")).len(), 1);
}

#[test]
fn a_review_shows_the_claim_with_such_a_passage() {
    let (desk, claim) = repeated();
    let held = desk.list("claim list")[0]["unreviewed"].clone();
    assert_eq!(held, false, "its status does not rest on the passage");
    let screens = super::claim_by_claim::typed(&desk, "a");
    let shown = format!("1 of 1 · recorded, unreviewed · {claim}");
    assert!(screens[1].contains(&shown), "{screens:#?}");
    assert!(
        screens[1].contains("also in courier-2025-08-19 ¶4, unreviewed"),
        "{screens:#?}"
    );
    assert_eq!(unreviewed(&desk), counts(0));
}
