//! Outside readers, through the built program: what they are sent, what is made of their answers, and the shipped
//! examples.

mod answers;
mod examples;
mod ingest;
mod withheld;

use crate::common::{TestDesk, quoted};
use serde_json::{Value, json};

const NOW: &str = "2025-08-20T09:00:00Z";

/// An invented article.
const FERRY: &str = "Ferry stays in port after storm\n\n20 August 2025\n\n\
    Harbour master Ann Lee said on Tuesday that the ferry would not sail before Friday. \
        “The pier has moved,” she told reporters. “Nobody will be put at risk.”\n\n\
    The island's mayor, Tom Reyes, denied that the school would close. He told the council that the school \
        would stay open for all 240 children until the end of term.\n";

fn desk() -> TestDesk {
    let desk = TestDesk::new(NOW);
    desk.write("ferry.txt", FERRY);
    desk
}

/// A statement in words.
fn said(speaker: &str, content: &str) -> Value {
    json!({"speaker": speaker, "content": content})
}

/// A command that reads a line and prints a file.
fn printing(file: &str) -> String {
    quoted(&format!("head -n 1 > asked.jsonl; cat {file}"))
}

/// The statements that the program makes of an answer to the article, and what it says on standard error after the first
/// line, which tells what is sent.
fn read(desk: &TestDesk, answer: &str) -> (Vec<Value>, String) {
    desk.write("answer.txt", answer);
    let run = desk.run(format!(
        "extract ferry.txt --format json --with {}",
        printing("answer.txt")
    ));
    assert_eq!(run.code, 0, "{run}");
    let (first, rest) = run.stderr.split_once('\n').expect("a line");
    assert!(first.contains("sending ferry.txt"), "{run}");
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let mut statements = found[0]["statements"].as_array().expect("a list").clone();
    for dropped in found[0]["dropped"].as_array().into_iter().flatten() {
        statements.push(dropped.clone());
    }
    (statements, rest.to_owned())
}

/// The words of the article at a span.
fn words(span: &Value) -> String {
    let place = |at: usize| usize::try_from(span[at].as_u64().expect("a place")).expect("small");
    let letters = FERRY.chars().skip(place(0));
    letters.take(place(1) - place(0)).collect()
}

/// The words of the article that a statement has as its content.
fn content(statement: &Value) -> Vec<String> {
    let parts = statement["content"].as_array();
    parts.into_iter().flatten().map(words).collect()
}
