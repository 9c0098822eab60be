//! Articles in other languages: direct speech is read by rules and marked, anything else is refused.

use serde_json::{Value, json};

use super::{NOW, party};
use crate::common::TestDesk;

const BOIKO: &str = "Міст не закриють\n\n«Міст не закриють, бо він потрібен місту», — заявив у середу Тарас Бойко. \
    Про це він сказав журналістам.\n";
const PETIT: &str = "Le port et la ville\n\n« Le port ne sera pas vendu », a déclaré le porte-parole de Jean Petit. \
    Il est dans la ville, et il y reste.\n";

fn desk() -> TestDesk {
    let desk = TestDesk::with_ledger(NOW);
    desk.import(&[
        party("boiko", "Taras Boyko", "person", &[]),
        party("petit", "Jean Petit", "person", &["Petit"]),
        json!({"record": "claim", "id": "bridge", "text": "The bridge will be closed."}),
    ]);
    desk.write("bridge.txt", BOIKO);
    desk.write("port.txt", PETIT);
    desk
}

#[test]
fn what_rules_read_is_marked_and_linked_across_alphabets() {
    let desk = desk();
    desk.ok("ingest bridge.txt --published 2025-08-19 --publisher Vechir");
    let all = desk.list("candidates");
    assert_eq!(all.len(), 1, "{all:?}");
    let found = &all[0];
    assert_eq!(found["party"], "boiko", "{found}");
    assert_eq!(found["matched"], "spelling");
    assert_eq!(found["by_rules"], "uk");
    assert_eq!(found["likelihood"], json!(0.3));
    assert_eq!(found["claims"], json!([]));
    assert_eq!(
        found["new_claim"]["text"],
        "Міст не закриють, бо він потрібен місту."
    );
    let table = desk.ok("candidates");
    assert!(table.contains("by rules"), "{table}");
    let sources = desk.list("source list");
    let source = sources[0]["id"].as_str().expect("an id");
    assert_eq!(desk.json(format!("source show {source}"))["language"], "uk");
    desk.ok(format!(
        "accept {} --new-claim closed",
        found["id"].as_str().expect("an id")
    ));
}

#[test]
fn a_voice_in_another_language_is_nobody_that_it_names() {
    let desk = desk();
    desk.ok("ingest port.txt --published 2025-08-19 --publisher Courrier");
    let all = desk.list("candidates");
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0]["party"], Value::Null, "{all:?}");
    assert_eq!(all[0]["party_choices"], json!([]), "{all:?}");
    assert_eq!(all[0]["speaker"], Value::Null, "{all:?}");
}

#[test]
fn what_cannot_be_read_is_refused_as_before() {
    let desk = desk();
    for (text, words) in [
        (
            "Мэр заявил, что порт не продадут, и добавил, что это решено.",
            "not seem to be in English but in Russian, of which only direct speech is read",
        ),
        (
            "Der Betreiber sagte, die Fähre werde am Freitag wieder fahren, und das ist nicht neu.",
            "not seem to be in English but in German",
        ),
        (
            "„Die Fähre“ ist ein Film, der nicht von der Reederei ist und auch nicht für sie.",
            "not seem to be in English but in German",
        ),
        (
            "«Мостът е затворен», заяви кметът Иван Петров и добави, че това е за кратко.",
            "nor in Russian, Ukrainian, German, French",
        ),
        (
            "«El puente está cerrado», dijo el alcalde Juan Prado, que no quiso decir más de lo que es.",
            "nor in Russian, Ukrainian, German, French",
        ),
    ] {
        desk.write("other.txt", text);
        for command in [
            "extract other.txt",
            "ingest other.txt --published 2025-08-19",
        ] {
            let run = desk.run(command);
            assert_eq!(run.code, 1, "{run}");
            assert!(run.stderr.contains(words), "{run}");
            assert!(run.stdout.is_empty(), "{run}");
        }
    }
    assert_eq!(desk.list("candidates --all"), Vec::<Value>::new());
}

#[test]
fn documents_of_several_languages_are_read_together() {
    let desk = desk();
    let english = "Ann Lee said on Monday that the ferry would not sail, and that the pier had moved in the storm.";
    let lines = [
        json!({"id": "en", "text": english}),
        json!({"id": "uk", "text": BOIKO}),
        json!({"id": "de", "text": "Die Fähre sei alt, sagte der Betreiber, und das ist auch nicht neu."}),
        json!({"id": "en2", "text": english}),
    ];
    let lines = lines.map(|line| line.to_string()).join("\n");
    desk.write("all.jsonl", lines);
    let run = desk.run("extract all.jsonl --input jsonl --format jsonl");
    assert_eq!(run.code, 1, "{run}");
    let read: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(read[0]["statements"][0]["speaker"], "Ann Lee", "{run}");
    assert_eq!(read[0]["statements"][0].get("by_rules"), None);
    assert_eq!(read[1]["statements"][0]["speaker"], "Тарас Бойко", "{run}");
    assert_eq!(read[1]["statements"][0]["by_rules"], "uk");
    assert!(
        read[2]["error"]
            .as_str()
            .is_some_and(|why| why.contains("German")),
        "{run}"
    );
    assert_eq!(read[3]["statements"], read[0]["statements"]);
    let likely = desk.run("extract bridge.txt --at-least 0.5 --format json");
    assert!(!likely.stdout.contains("by_rules"), "{likely}");
    let table = desk.run("extract bridge.txt");
    assert!(table.stdout.contains("by rules (uk)"), "{table}");
}

/// Whether two of them say the same or the opposite is not read, so no draft puts them together.
#[test]
fn no_draft_takes_what_rules_read() {
    let desk = TestDesk::with_ledger(NOW);
    desk.write(
        "hafen.txt",
        "Der Hafen und die Stadt\n\n„Die Stadt hat den Hafen verkauft“, sagte Jan Holm. Das ist nicht neu.\n\n\
         „Die Stadt hat den Hafen nicht verkauft“, sagte Anna Krause. Sie war nicht in der Stadt.\n",
    );
    desk.ok("ingest hafen.txt --published 2025-08-19 --publisher Bote");
    assert_eq!(desk.list("candidates").len(), 2);
    let draft = desk.json("draft");
    assert_eq!(draft["statement_count"], 0, "{draft}");
    assert_eq!(
        draft["unsettled"].as_array().map(Vec::len),
        Some(2),
        "{draft}"
    );
    desk.ok("accept --all");
    assert_eq!(desk.list("claim list"), Vec::<Value>::new());
    assert_eq!(desk.list("candidates").len(), 2);
}
