//! What export writes, import reads back.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use super::{NOW, collection, desk, empty_desk, imported};
use crate::common::{TestDesk, cases};
use crate::interchange::generated::ledger;

pub(super) fn config() -> ProptestConfig {
    ProptestConfig {
        cases: cases(8),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 32,
        ..ProptestConfig::default()
    }
}

/// The records of a ledger, and a text for each of its sources.
#[derive(Debug, Clone)]
pub(super) struct AnyDesk {
    records: Vec<Value>,
    texts: Vec<String>,
}

impl AnyDesk {
    /// The ledger without statements, but with the texts.
    fn begun(&self) -> TestDesk {
        let is_thing = |one: &&Value| one["record"] != "statement" && one["record"] != "ruling";
        let things: Vec<Value> = self.records.iter().filter(is_thing).cloned().collect();
        let desk = TestDesk::holding(NOW, &things);
        for source in things.iter().filter(|one| one["record"] == "source") {
            let id = source["id"].as_str().expect("an id");
            let at: usize = id[1..].parse().expect("a number");
            super::attach(&desk, id, &self.texts[at % self.texts.len()]);
        }
        desk
    }

    /// The whole ledger.
    pub(super) fn made(&self) -> TestDesk {
        let desk = self.begun();
        let said: Vec<Value> = self
            .records
            .iter()
            .filter(|one| one["record"] == "statement")
            .cloned()
            .collect();
        desk.write("said.jsonl", crate::common::lines(&said));
        // Of statements that differ only in their terms the first is kept.
        let run = desk.run("import said.jsonl");
        assert!(run.code <= 1 && run.stderr.is_empty(), "{run}");
        desk
    }
}

pub(super) fn any_desk() -> impl Strategy<Value = AnyDesk> {
    let sign = select(vec![
        "a",
        "b",
        "é",
        "e\u{301}",
        "👩\u{200d}🚀",
        " ",
        "\n",
        "\n\n",
        "“",
        "\"",
        "<",
        "\u{202e}",
        "the ",
    ]);
    let text = prop::collection::vec(sign, 60..90).prop_map(|signs| {
        let text = signs.concat();
        // Long enough for every passage, and the same however it is attached.
        format!("{}|{}.", text.trim(), "0123456789".repeat(6))
    });
    (ledger(), prop::collection::vec(text, 1..3))
        .prop_map(|(records, texts)| AnyDesk { records, texts })
}

/// The statements of a ledger that have a passage, as records.
fn with_passages(desk: &TestDesk) -> Vec<Value> {
    let records = desk.export();
    let records = records
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let has_passage = |one: &Value| !one["passage"].is_null() || one["evidence"] != json!([]);
    let mut said: Vec<Value> = records
        .filter(|one| one["record"] == "statement" && has_passage(one))
        .collect();
    said.sort_by_key(Value::to_string);
    said
}

fn is_read_back(first: &TestDesk, second: &TestDesk, expected: &[Value]) {
    let written = collection(first, "--include-off-record");
    let (answer, code) = imported(second, &written);
    assert_eq!(
        (code, &answer["annotations"]["left_out"]),
        (0, &json!([])),
        "{answer}\n{written:#}"
    );
    assert_eq!(with_passages(second), expected);
    second.ok("rebuild --check");
    let state = second.state();
    for other in [first, second] {
        let (again, code) = imported(other, &written);
        assert_eq!(
            (code, &again["new"]["statement"], &again["evidence"]),
            (0, &json!(0), &json!(0)),
            "{again}"
        );
    }
    assert_eq!(second.state(), state);
    assert_eq!(
        collection(second, "--include-off-record")["first"]["items"],
        written["first"]["items"]
    );
}

#[test]
fn what_the_desk_writes_is_read_back() {
    let desk = desk();
    let mut expected = with_passages(&desk);
    expected.retain(|one| one["source"] != "bulletin");
    is_read_back(&desk, &empty_desk(), &expected);
}

/// What is published is read by a desk that has what it names.
#[test]
fn what_is_published_is_read_back() {
    let desk = desk();
    let other = TestDesk::with_ledger(NOW);
    let published = desk.noted("export --public");
    let things: Vec<&str> = published
        .lines()
        .filter(|line| !line.contains("\"record\":\"statement\""))
        .collect();
    other.write("things.jsonl", things.join("\n"));
    other.ok("import things.jsonl");
    super::attach(&other, "gazette", super::GAZETTE);
    let (answer, code) = imported(&other, &collection(&desk, ""));
    // One speaker is not named, so nothing is recorded of that statement.
    assert_eq!(answer["new"]["statement"], 3, "{answer}");
    // The other texts are not there, and are asked for.
    assert_eq!(
        (
            code,
            answer["annotations"]["left_out"].as_array().map(Vec::len)
        ),
        (1, Some(3)),
        "{answer}"
    );
    assert!(
        answer["annotations"]["left_out"][0]["reason"]
            .as_str()
            .is_some_and(|why| why.contains("source attach"))
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_any_desk_writes_is_read_back(desk in any_desk()) {
        let first = desk.made();
        is_read_back(&first, &desk.begun(), &with_passages(&first));
    }
}
