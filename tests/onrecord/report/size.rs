//! A large ledger gives a page that can be sent.

use std::fs;

use serde_json::{Value, json};

use crate::common::{Trial, lines};

const NOW: &str = "2025-08-20T09:00Z";
const STANCES: [&str; 10] = [
    "asserts",
    "asserts",
    "asserts",
    "confirms",
    "denies",
    "hedges",
    "declines",
    "not-confirmed",
    "doubts",
    "rejects",
];

fn day(number: usize) -> String {
    format!("2025-07-{:02}", number % 28 + 1)
}

/// A thousand claims in twenty topics, every fifth an answer to a question, with ten statements
/// each by two hundred parties in four hundred documents.
fn records() -> Vec<Value> {
    let parties = (0..200).map(|at| {
        json!({"record": "party", "id": format!("party-{at}"), "name": format!("Spokesperson Number {at}"),
               "kind": "person"})
    });
    let sources = (0..400).map(|at| {
        json!({"record": "source", "id": format!("source-{at}"), "title": format!("What happened on day {at}"),
               "publisher": format!("Daily {}", at % 20), "published": day(at)})
    });
    let questions = (0..50).map(|at| {
        json!({"record": "question", "id": format!("question-{at}"), "text": format!("How large is thing {at}?")})
    });
    let claims = (0..1000).map(|at| {
        let mut claim = json!({"record": "claim", "id": format!("claim-about-subject-{at}"),
            "text": format!("The government of somewhere will deliver item number {at} before the season ends."),
            "topic": format!("topic-{}", at % 20)});
        if at % 2 == 1 {
            claim["principals"] = json!([format!("party-{}", at % 200)]);
        }
        if at % 5 == 0 {
            claim["question"] = json!(format!("question-{}", at / 5 % 50));
            claim["value"] = json!({"kind": "money", "amount": (at + 1) * 1_000_000, "currency": "USD"});
        }
        claim
    });
    let statements = (0..10_000).map(|at| {
        let (claim, turn) = (at % 1000, at / 1000);
        json!({"record": "statement", "party": format!("party-{}", (claim * 7 + turn * 31) % 200),
               "stance": STANCES[(at + turn * 3) % 10], "claim": format!("claim-about-subject-{claim}"),
               "source": format!("source-{}", (at * 3) % 400), "said": day(at + turn * 5),
               "passage": {"start": at * 10, "end": at * 10 + 80, "paragraph": at % 60 + 1}})
    });
    parties
        .chain(sources)
        .chain(questions)
        .chain(claims)
        .chain(statements)
        .collect()
}

#[test]
fn ten_thousand_statements_stay_under_five_megabytes() {
    let trial = Trial::with_ledger(NOW);
    trial.write("large.jsonl", lines(&records()));
    trial.ok("import large.jsonl");
    let told = trial.ok("report large.html");
    assert!(
        told.starts_with("large.html: 1000 claims, 10000 statements"),
        "{told}"
    );
    let page = fs::read_to_string(trial.path("large.html")).expect("the report");
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert_eq!(page.matches("<article class=\"claim\"").count(), 1000);
    assert_eq!(page.matches("<tr id=\"s-").count(), 10_000);
    // A topic of it is whole, and small.
    let topic = trial.ok("report - --topic topic-3 --limit 20");
    assert!(topic.contains("30 claims are left out"));
    assert!(topic.len() < 500_000, "{} bytes", topic.len());
}
