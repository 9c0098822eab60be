//! docs/formats.md documents every field of every answer.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Commands whose answers together have every kind of field.
const ASKED: &[&str] = &[
    "seed",
    "unconfirmed",
    "claim list",
    "claim show arms-package-90bn",
    "discrepancies --state all",
    "why putin-agreed-to-meet",
    "party list",
    "party show kremlin",
    "source list",
    "source show guardian-2025-08-19",
    "question list",
    "question show summit-location",
    "source add briefing --title Briefing --published 2025-08-20",
    "say kremlin confirms putin-agreed-to-meet --source briefing",
    "say kremlin denies location-moscow-suggested --source briefing",
    "rule location-budapest unproven --reason Unnamed",
    "party add crowd --name Crowd --kind group",
    "log",
    "awaiting",
    "changes --since yesterday",
    "matrix --topic arms",
    "timeline summit-location",
    "rivals summit-location",
    "search budapest",
    "status",
    "read article.txt",
    "ingest article.txt --publisher Courier",
    "candidates",
    "draft",
    "accept --all",
    "report - --since yesterday",
    "check --fail-on journal",
    "head",
    "verify",
    "rebuild --check",
    "export",
];

#[test]
fn every_field_of_an_answer_is_documented() {
    let page = super::text("docs/formats.md");
    let folder = tempfile::tempdir().expect("a folder");
    let article = "20 August 2025\n\nThe Kremlin did not confirm on Monday that Putin would meet Zelenskyy in Budapest. An unnamed clerk denied that the venue was fixed.\n";
    std::fs::write(folder.path().join("article.txt"), article).expect("an article");
    let mut missing = BTreeSet::new();
    for asked in ASKED {
        for answer in answers(folder.path(), asked) {
            for field in fields(&answer) {
                let named = [format!("`{field}`"), format!("\"{field}\":")];
                if !named.iter().any(|name| page.contains(name)) {
                    missing.insert(format!("{asked}: {field}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "not in docs/formats.md: {missing:#?}");
}

fn answers(folder: &Path, asked: &str) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(asked.split(' '))
        .args(["--format", "jsonl"])
        .current_dir(folder)
        .env_clear()
        .env("ONRECORD_NOW", "2025-09-02T09:00:00Z")
        .output()
        .expect("onrecord runs");
    assert!(output.status.success(), "{asked}: {output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The names of an answer's fields, at any depth.
fn fields(answer: &Value) -> BTreeSet<&str> {
    match answer {
        Value::Object(members) => members
            .iter()
            // Below these, names are kinds of records or ids of parties.
            .filter(|(name, _)| !["new", "changed", "stances"].contains(&name.as_str()))
            .flat_map(|(name, value)| {
                let mut names = fields(value);
                names.insert(name);
                names
            })
            .collect(),
        Value::Array(elements) => elements.iter().flat_map(fields).collect(),
        _ => BTreeSet::new(),
    }
}
