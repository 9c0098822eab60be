//! `extract` through the built program: what it prints and what it refuses.

use crate::common::refusals::add;
use crate::common::{Run, TestDesk, assert_snapshot};
use serde_json::{Value, json};

const NOW: &str = "2025-08-20T09:00:00Z";

const STORM: &str = "Ferry stays in port after storm\n\n\
    Harbour master Ann Lee said on Tuesday that the ferry would not sail before Friday. \
        “The pier has moved,” she told reporters. “Nobody will be put at risk.”\n\n\
    The island's mayor, Tom Reyes, did not confirm that the pier had moved. \
        According to the coast guard, two boats were lost.\n\n\
    The shipping company declined to say whether it would pay for the repairs.\n";

const GERMAN: &str = "Die Bürgermeisterin der kleinen Stadt sagte am Montag, dass sie nicht an der \
    Sitzung des Rates teilnehmen werde, weil sie gebeten worden sei, die ganze Woche bei ihrer Familie \
    zu bleiben. Der Stadtrat äußerte sich dazu zunächst nicht.";

/// A page whose text is long enough to be recognised among its navigation.
fn page() -> String {
    let paragraphs: String = [
        "Harbour master Ann Lee said on Tuesday that the ferry would not sail before Friday, because \
            the pier had moved in the storm and had to be looked at by divers, by engineers and by the \
            insurance company before anybody could be let on board.",
        "“Nobody will be put at risk,” she told reporters at the ticket office, where some forty \
            passengers had waited since the early morning, with their bags, their children and, in one \
            case, a crate of hens that were to be sold on the island.",
        "Tom Reyes, the island's mayor, said that there was food for a week, that the school would stay \
            open, and that the coast guard had promised to bring medicine by helicopter if the weather let \
            it, which he hoped it would on Thursday.",
    ]
    .iter()
    .map(|text| format!("<p>{text}</p>\n"))
    .collect();
    format!(
        "<!DOCTYPE html>\n<html><head><title>Ferry stays in port</title></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/sport\">Sport</a></nav>\
         <article><h1>Ferry stays in port</h1>\n{paragraphs}</article>\
         <script>var said = \"nothing\";</script></body></html>"
    )
}

fn desk() -> TestDesk {
    let desk = TestDesk::new(NOW);
    desk.write("storm.txt", STORM);
    desk
}

fn lines(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

/// The words of a span of a text.
fn words(text: &str, span: &Value) -> String {
    let place = |at: usize| usize::try_from(span[at].as_u64().expect("a place")).expect("small");
    text.chars()
        .skip(place(0))
        .take(place(1) - place(0))
        .collect()
}

#[test]
fn a_document_gives_a_line_of_who_said_what() {
    let desk = desk();
    let found = lines(&desk.ok("extract storm.txt --format jsonl"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], "storm.txt");
    let statements = found[0]["statements"].as_array().expect("statements");
    let names: Vec<&String> = statements[0].as_object().expect("fields").keys().collect();
    assert_eq!(
        names,
        [
            "source",
            "cue",
            "content",
            "speaker",
            "stance",
            "mode",
            "via",
            "choices",
            "likelihood"
        ]
    );
    let second = &statements[1];
    assert_eq!(second["speaker"], "Ann Lee");
    assert_eq!(second["mode"], "direct");
    assert_eq!(words(STORM, &second["source"]), "she");
    assert_eq!(words(STORM, &second["cue"]), "told");
    let parts: Vec<String> = second["content"]
        .as_array()
        .expect("parts")
        .iter()
        .map(|span| words(STORM, span))
        .collect();
    assert_eq!(
        parts,
        ["“The pier has moved,”", "“Nobody will be put at risk.”"]
    );
    let stances: Vec<&Value> = statements.iter().map(|said| &said["stance"]).collect();
    assert_eq!(
        stances,
        ["asserts", "asserts", "not-confirmed", "asserts", "declines"]
    );
}

#[test]
fn people_get_a_table() {
    let desk = desk();
    let mut transcript = String::new();
    add(&mut transcript, "a text", &desk.run("extract storm.txt"));
    let silent = "The river is two hundred miles long and has no bridge.\n";
    add(
        &mut transcript,
        "nobody speaks",
        &desk.feed("extract -", silent.as_bytes()),
    );
    assert_snapshot("extract-tables", &transcript);
}

#[test]
fn html_pages_are_read_by_their_text() {
    let desk = desk();
    desk.write("ferry.html", page());
    let table = desk.ok("extract ferry.html");
    assert!(table.contains("school"), "{table}");
    assert!(
        !table.contains("Sport") && !table.contains("<p>"),
        "{table}"
    );
    let found = lines(&desk.ok("extract ferry.html --format jsonl"));
    let statements = found[0]["statements"].as_array().expect("statements");
    assert!(
        statements
            .iter()
            .any(|said| said["speaker"] == "Ann Lee" && said["mode"] == "direct"),
        "{statements:#?}"
    );
}

#[test]
fn standard_input_is_read_like_a_file() {
    let desk = desk();
    let run = desk.feed("extract - --format jsonl", STORM.as_bytes());
    assert_eq!(run.code, 0, "{run}");
    let mut piped = lines(&run.stdout);
    assert_eq!(piped[0]["id"], "-");
    piped[0]["id"] = json!("storm.txt");
    assert_eq!(piped, lines(&desk.ok("extract storm.txt --format jsonl")));
}

/// Many documents are answered in the order of the input; blank lines and unknown fields are ignored.
#[test]
fn documents_in_lines_are_answered_in_order() {
    let desk = desk();
    let document = |number: usize| {
        let text = format!("The mayor of town {number} said that the ferry would sail.");
        json!({"id": format!("d{number}"), "text": text, "publisher": "The Bugle"}).to_string()
    };
    let input: Vec<String> = (0..300).map(document).collect();
    desk.write("many.jsonl", input.join("\n\n"));
    let arguments = "extract --input jsonl many.jsonl --format jsonl";
    let found = lines(&desk.ok(arguments));
    assert_eq!(found.len(), 300);
    for (number, line) in found.iter().enumerate() {
        assert_eq!(line["id"], format!("d{number}"));
        assert_eq!(line["statements"].as_array().map(Vec::len), Some(1));
    }
    assert_eq!(found, lines(&desk.ok(arguments)));
}

#[test]
fn extract_needs_no_ledger_and_creates_none() {
    let desk = desk();
    desk.ok("extract storm.txt");
    assert!(!desk.path("onrecord.db").exists());
}

/// Adds a refusal to a transcript: exit code 1, the reason on stderr.
fn refused(transcript: &mut String, what: &str, run: &Run) {
    assert!(run.code == 1 && !run.stderr.is_empty(), "{what}:\n{run}");
    add(transcript, what, run);
}

#[test]
fn input_that_is_not_an_article_is_refused() {
    let desk = desk();
    desk.write("empty.txt", "");
    desk.write("blank.txt", " \n\n ");
    desk.write("large.txt", vec![b'a'; (16 << 20) + 1]);
    desk.write("binary.bin", b"\x7fELF\0\0\x01said");
    desk.write(
        "bare.html",
        "<!DOCTYPE html><html><body><img src=\"pier.png\"></body></html>",
    );
    desk.write("german.txt", GERMAN);
    let mut transcript = String::new();
    for (what, file) in [
        ("an empty file", "empty.txt"),
        ("a blank file", "blank.txt"),
        ("more than 16 MB", "large.txt"),
        ("binary data", "binary.bin"),
        ("HTML without text", "bare.html"),
        ("another language", "german.txt"),
        ("no file", "nowhere.txt"),
    ] {
        let run = desk.run(format!("extract {file}"));
        assert!(run.stdout.is_empty(), "{what}:\n{run}");
        refused(&mut transcript, what, &run);
    }
    assert_snapshot("extract-no-articles", &transcript);
}

#[test]
fn a_batch_survives_bad_lines() {
    let desk = desk();
    let good = |id: &str| json!({"id": id, "text": "The mayor said that the ferry would sail."});
    let mut transcript = String::new();
    for (what, bad, id) in [
        (
            "a line that is cut off",
            r#"{"id": "b", "text": "The"#.to_owned(),
            Value::Null,
        ),
        (
            "a line without text",
            r#"{"id": "b"}"#.to_owned(),
            json!("b"),
        ),
        (
            "a text that is a number",
            r#"{"id": "b", "text": 7}"#.to_owned(),
            json!("b"),
        ),
        ("a list", "[1, 2]".to_owned(), Value::Null),
        (
            "another language",
            json!({"id": "b", "text": GERMAN}).to_string(),
            json!("b"),
        ),
    ] {
        desk.write(
            "docs.jsonl",
            format!("{}\n\n{bad}\n{}\n", good("a"), good("c")),
        );
        let run = desk.run("extract --input jsonl docs.jsonl --format jsonl");
        assert!(run.code == 1 && run.stderr.is_empty(), "{what}:\n{run}");
        let found = lines(&run.stdout);
        assert_eq!(found.len(), 3, "{what}:\n{run}");
        assert_eq!(
            (&found[0]["id"], &found[2]["id"]),
            (&json!("a"), &json!("c"))
        );
        assert_eq!(found[0]["statements"].as_array().map(Vec::len), Some(1));
        assert_eq!(found[2]["statements"], found[0]["statements"]);
        assert_eq!(found[1]["id"], id, "{what}");
        transcript.push_str(&format!(
            "# {what}\n{}\n",
            found[1]["error"].as_str().expect("a reason")
        ));
    }
    assert_snapshot("extract-lines", &transcript);
    let run = desk.run("extract --input jsonl docs.jsonl");
    assert!(
        run.code == 1 && run.stdout.contains("Not read: b: the text does not seem"),
        "{run}"
    );
}

#[test]
fn a_batch_survives_bad_articles() {
    let desk = desk();
    desk.write("good.txt", "The mayor said that the ferry would sail.");
    desk.write(
        "note.rtf",
        "{\\rtf1 The mayor said that the ferry would sail.}",
    );
    let run = desk.run("extract note.rtf nowhere.txt good.txt --format jsonl");
    let found = lines(&run.stdout);
    assert!(run.code == 1 && found.len() == 3, "{run}");
    assert_eq!(
        found[0],
        json!({"id": "note.rtf", "error": "note.rtf: this is an RTF file; save it as text"})
    );
    assert_eq!(found[1]["id"], "nowhere.txt");
    assert_eq!(found[2]["statements"].as_array().map(Vec::len), Some(1));
}

#[test]
fn ten_thousand_quotation_marks_are_handled() {
    let desk = desk();
    for mark in ["“", "\"", "'", "”"] {
        desk.write("marks.txt", mark.repeat(10_000));
        let found = lines(&desk.ok("extract marks.txt --format jsonl"));
        assert_eq!(found[0]["statements"], json!([]), "{mark}");
    }
    desk.write("marks.txt", format!("{STORM}{}", "“".repeat(10_000)));
    let found = lines(&desk.ok("extract marks.txt --format jsonl"));
    assert!(
        found[0]["statements"]
            .as_array()
            .is_some_and(|all| all.len() > 3),
        "{found:#?}"
    );
}
