//! The page of a large ledger is small enough to send.

use std::fs;

use serde_json::{Value, json};

use crate::common::{TestDesk, lines, setting};

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

/// Claims in twenty topics, every fifth an answer to a question, with ten statements each. There are fewer parties,
/// documents and questions than claims, in the same proportion at every size.
fn records(claims: usize) -> Vec<Value> {
    let (parties_in_all, sources_in_all) = (claims / 5, claims * 2 / 5);
    let questions_in_all = claims / 20;
    let parties = (0..parties_in_all).map(|at| {
        json!({"record": "party", "id": format!("party-{at}"), "name": format!("Spokesperson Number {at}"),
               "kind": "person"})
    });
    let sources = (0..sources_in_all).map(|at| {
        json!({"record": "source", "id": format!("source-{at}"), "title": format!("What happened on day {at}"),
               "publisher": format!("Daily {}", at % 20), "published": day(at)})
    });
    let questions = (0..questions_in_all).map(|at| {
        json!({"record": "question", "id": format!("question-{at}"), "text": format!("How large is thing {at}?")})
    });
    let statements = (0..claims * 10).map(|at| {
        let (claim, turn) = (at % claims, at / claims);
        json!({"record": "statement", "party": format!("party-{}", (claim * 7 + turn * 31) % parties_in_all),
               "stance": STANCES[(at + turn * 3) % 10], "claim": format!("claim-about-subject-{claim}"),
               "source": format!("source-{}", (at * 3) % sources_in_all), "said": day(at + turn * 5),
               "passage": {"start": at * 10, "end": at * 10 + 80, "paragraph": at % 60 + 1}})
    });
    let claims = (0..claims).map(|at| {
        let mut claim = json!({"record": "claim", "id": format!("claim-about-subject-{at}"),
            "text": format!("The government of somewhere will deliver item number {at} before the season ends."),
            "topic": format!("topic-{}", at % 20)});
        if at % 2 == 1 {
            claim["principals"] = json!([format!("party-{}", at % parties_in_all)]);
        }
        if at % 5 == 0 {
            claim["question"] = json!(format!("question-{}", at / 5 % questions_in_all));
            claim["value"] = json!({"kind": "money", "amount": (at + 1) * 1_000_000, "currency": "USD"});
        }
        claim
    });
    parties
        .chain(sources)
        .chain(questions)
        .chain(claims)
        .chain(statements)
        .collect()
}

/// `ONRECORD_REPORT` is the number of claims, with ten statements each; a tenth of the size in the name by default.
#[test]
fn ten_thousand_statements_stay_under_five_megabytes() {
    let claims = setting("ONRECORD_REPORT", 100);
    let desk = TestDesk::with_ledger(NOW);
    desk.write("large.jsonl", lines(&records(claims)));
    desk.ok("import large.jsonl");
    let text = desk.ok("report large.html");
    let counts = format!("large.html: {claims} claims, {} statements", claims * 10);
    assert!(text.starts_with(&counts), "{text}");
    let page = fs::read_to_string(desk.path("large.html")).expect("the report");
    assert!(page.len() < claims * 5_000, "{} bytes", page.len());
    assert_eq!(page.matches("<article class=\"claim\"").count(), claims);
    assert_eq!(page.matches("<tr id=\"s-").count(), claims * 10);
    // A topic is complete, and small.
    let (in_topic, shown) = (claims / 20, claims / 50);
    let topic = desk.ok(format!("report - --topic topic-3 --limit {shown}"));
    assert!(topic.contains(&format!("{} claims are left out", in_topic - shown)));
    assert!(topic.len() < 500_000, "{} bytes", topic.len());
    println!("{} bytes, {} of them on one topic", page.len(), topic.len());
}
