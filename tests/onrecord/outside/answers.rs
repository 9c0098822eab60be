//! What is made of an answer: words are found in the text, places are checked, and what is wrong is told.

use super::{FERRY, NOW, content, desk, printing, read, said, words};
use crate::common::refusals::add;
use crate::common::{TestDesk, assert_snapshot, quoted};
use serde_json::{Value, json};

#[test]
fn quoted_words_are_found_in_the_text() {
    let desk = desk();
    let answer = json!([
        {"speaker": "Ann Lee", "source": "she", "cue": "told reporters", "content": "\"The pier has moved,\" ... \"Nobody will be put at risk.\""},
        {"speaker": "Ann Lee", "source": "Ann Lee", "cue": "said", "content": ["that the ferry would not\nsail before Friday"]},
        {"speaker": "Tom Reyes", "source": "The island’s mayor, Tom Reyes,", "cue": "denied", "stance": "denies",
            "content": "that the school would close"},
    ]);
    let (found, noted) = read(&desk, &answer.to_string());
    assert_eq!((found.len(), noted.as_str()), (3, ""), "{found:#?}");
    assert_eq!(
        content(&found[0]),
        ["that the ferry would not sail before Friday"]
    );
    assert_eq!(
        content(&found[1]),
        ["“The pier has moved,”", "“Nobody will be put at risk.”"]
    );
    assert_eq!(words(&found[1]["source"]), "she");
    assert_eq!(found[1]["mode"], "direct");
    assert_eq!(words(&found[2]["cue"]), "denied");
    assert_eq!(found[2]["stance"], "denies");
    assert!(found.iter().all(|one| one.get("approximate").is_none()));
}

/// "the school" is there twice, and so is what follows.
#[test]
fn the_occurrence_nearest_to_the_speaker_is_taken() {
    let text = "Ann Lee said it was over. Tom Reyes said it was over. It was over, said the clerk.";
    let desk = TestDesk::new(NOW);
    desk.write("over.txt", text);
    for (speaker, from) in [("Ann Lee", 13), ("Tom Reyes", 41), ("the clerk", 54)] {
        desk.write(
            "answer.txt",
            json!([said(speaker, "it was over")]).to_string(),
        );
        let line = format!(
            "extract over.txt --format jsonl --with {}",
            printing("answer.txt")
        );
        let found: Value = serde_json::from_str(&desk.noted(line)).expect("JSON");
        let place = &found["statements"][0]["content"][0];
        // "It" at the beginning of a sentence is not written as it was quoted.
        let expected = if speaker == "the clerk" { 41 } else { from };
        assert_eq!(place, &json!([expected, expected + 11]), "{speaker}");
    }
    let twice = json!([
        said("Ann Lee", "it was over"),
        said("Ann Lee", "it was over")
    ]);
    desk.write("answer.txt", twice.to_string());
    let line = format!(
        "extract over.txt --format jsonl --with {}",
        printing("answer.txt")
    );
    let found: Value = serde_json::from_str(&desk.noted(line)).expect("JSON");
    assert_eq!(found["statements"][0]["content"], json!([[13, 24]]));
    assert_eq!(found["statements"][1]["content"], json!([[41, 52]]));
}

#[test]
fn small_differences_are_marked_and_others_refused() {
    let desk = desk();
    let answer = json!([
        said(
            "Tom Reyes",
            "the school would stay open for all 240 children until the end of the term"
        ),
        said(
            "Tom Reyes",
            "the school would stay open for all 250 children until the end of term"
        ),
        said(
            "Tom Reyes",
            "the school would not stay open for all 240 children until the end of term"
        ),
        said("Tom Reyes", "the school needs a new roof"),
        said("Rosa Quinn", "that the school would close"),
        said(
            "Ann Lee",
            "“Nobody will be put at risk.” ... “The pier has moved,”"
        ),
        json!({"speaker": "Ann Lee"}),
        json!("the pier has moved"),
        json!({"speaker": "Ann Lee", "content": "The pier has moved", "stance": "shrugs"}),
        json!({"speaker": "Ann Lee", "content": "The pier has moved", "likelihood": 85}),
        json!({"content": [[4, 100_000]]}),
        json!({"content": [[4, 9]], "cue": [9, 4]}),
    ]);
    desk.write("answer.txt", answer.to_string());
    let with = printing("answer.txt");
    let run = desk.run(format!("extract ferry.txt --with {with}"));
    assert_eq!(run.code, 0, "{run}");
    let mut transcript = String::new();
    add(&mut transcript, "what is left of an answer", &run);
    let run = desk.run(format!("extract ferry.txt --format jsonl --with {with}"));
    assert_eq!(run.code, 0, "{run}");
    add(&mut transcript, "the same for programs", &run);
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(found["statements"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["statements"][0]["approximate"], true);
    assert_eq!(
        content(&found["statements"][0]),
        ["the school would stay open for all 240 children until the end of term"]
    );
    assert_eq!(found["dropped"].as_array().map(Vec::len), Some(11));
    assert_snapshot("outside-statements", &transcript);
}

/// A list, objects around it, blocks of code, and what a model wrote as one string.
#[test]
fn answers_are_read_in_several_forms() {
    let desk = desk();
    let list = json!([said("Ann Lee", "The pier has moved")]);
    let forms = [
        list.to_string(),
        json!({"statements": list}).to_string(),
        json!({"items": list, "id": "ferry.txt"}).to_string(),
        format!("```json\n{list}\n```"),
        format!(
            "```\n{}\n```",
            serde_json::to_string_pretty(&json!({"items": list})).expect("JSON")
        ),
        serde_json::to_string_pretty(&json!({"statements": list})).expect("JSON"),
        json!({"answer": list.to_string()}).to_string(),
        json!({"answer": format!("Here you are:\n```json\n{list}\n```\nAnything else?")})
            .to_string(),
    ];
    for form in forms {
        let (found, noted) = read(&desk, &form);
        assert_eq!(noted, "", "{form}");
        assert_eq!(found.len(), 1, "{form}");
        assert_eq!(content(&found[0]), ["“The pier has moved,”"], "{form}");
    }
}

/// What the program prints itself is an answer, too.
#[test]
fn the_program_can_be_an_outside_reader() {
    let desk = desk();
    let own = desk.ok("extract ferry.txt --format json");
    let own: Value = serde_json::from_str(&own).expect("JSON");
    let (found, noted) = read(&desk, &own[0].to_string());
    assert_eq!(noted, "");
    assert_eq!(Value::Array(found), own[0]["statements"]);
}

#[test]
fn a_reader_is_sent_what_it_needs() {
    let desk = desk();
    desk.write("answer.txt", "[]");
    let line = format!("extract ferry.txt --with {}", printing("answer.txt"));
    let run = desk.run(&line);
    assert_eq!(
        run.stderr,
        "note: sending ferry.txt to the command \"head -n 1 > asked.jsonl; cat answer.txt\"\n"
    );
    let asked = std::fs::read_to_string(desk.path("asked.jsonl")).expect("what it was asked");
    let asked: Value = serde_json::from_str(&asked).expect("one line of JSON");
    assert_eq!(asked["id"], "ferry.txt");
    assert_eq!(asked["text"], FERRY);
    let numbered = asked["numbered"].as_str().expect("text");
    assert!(numbered.starts_with("[1] Ferry stays in port after storm\n\n[2] 20 August"));
    assert!(numbered.contains("[4] The island's mayor"));
    assert_eq!(asked["prompt"], desk.ok("extract --prompt"));
    let schema: Value = serde_json::from_str(&desk.ok("extract --schema")).expect("JSON");
    assert_eq!(asked["schema"], schema);
    assert!(!schema.to_string().contains("$ref") && !schema.to_string().contains("$defs"));
    let valid = json!({"last_paragraph": 4, "statements": [{"content": "x", "source": "", "speaker": "Ann Lee",
        "cue": "said", "stance": "asserts", "via": [], "claim": ""}]});
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&valid));
    assert!(
        !validator.is_valid(&json!({"statements": [said("Ann Lee", "x")], "last_paragraph": 1}))
    );
}

#[test]
fn a_text_that_was_not_read_to_its_end_is_told() {
    let desk = desk();
    let answer = |last| json!({"statements": [], "last_paragraph": last}).to_string();
    assert_eq!(read(&desk, &answer(4)).1, "");
    desk.write("answer.txt", answer(2));
    let with = printing("answer.txt");
    let run = desk.run(format!("extract ferry.txt --with {with}"));
    let said = "warning: ferry.txt: the command says that the last paragraph it saw was 2 of 4; the rest may not have been read\n";
    assert!(run.code == 0 && run.stderr.ends_with(said), "{run}");
    let run = desk.run(format!("extract ferry.txt --format jsonl --with {with}"));
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        found["stopped"],
        json!({"last_paragraph": 2, "paragraphs": 4})
    );
}

/// A reader that answers by the name of the document: well, not at all, or in some wrong way.
const MOODY: &str = r#"while read -r line; do case "$line" in
*'"id":"good'*) echo '[{"speaker": "Ann Lee", "content": "it was over"}]' ;;
*'"id":"cut'*) echo '{"statements": [{"speaker": "Ann Lee", "content": "it was ov' ;;
*'"id":"prose'*) echo 'I found one statement.' ;;
*'"id":"invented'*) echo '[{"speaker": "Ann Lee", "content": "it had only begun"}]' ;;
*'"id":"failed'*) echo '{"error": "the model is not loaded"}' ;;
*'"id":"other'*) echo '{"id": "good", "statements": []}' ;;
*'"id":"open'*) echo '{'; sleep 60 ;;
*'"id":"hang'*) sleep 60 ;;
*'"id":"exit'*) exit 3 ;;
esac; done"#;

#[test]
fn a_bad_answer_leaves_the_other_documents_alone() {
    let desk = TestDesk::new(NOW);
    let names = [
        "good1", "cut", "prose", "good2", "invented", "hang", "failed", "good3", "exit", "other",
        "open", "good4",
    ];
    let lines =
        names.map(|id| json!({"id": id, "text": "Ann Lee said it was over."}).to_string() + "\n");
    desk.write("documents.jsonl", lines.concat());
    desk.write("moody.sh", MOODY);
    let run = desk.run(
        "extract documents.jsonl --input jsonl --format jsonl --patience 1 --with 'sh moody.sh'",
    );
    assert_eq!(run.code, 1, "{run}");
    let found: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let ids: Vec<&str> = found.iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, names);
    for one in &found {
        let good = one["id"].as_str().is_some_and(|id| id.starts_with("good"));
        assert_eq!(
            one["statements"][0]["content"] == json!([[13, 24]]),
            good,
            "{one}"
        );
    }
    assert_snapshot("outside-documents", &run.stdout);
}

/// A command that never answers is not asked for each of a thousand documents.
#[test]
fn a_reader_that_never_answers_is_given_up() {
    let desk = TestDesk::new(NOW);
    let line = |number: usize| {
        json!({"id": format!("d{number}"), "text": "It was over."}).to_string() + "\n"
    };
    let lines: Vec<String> = (0..20).map(line).collect();
    desk.write("documents.jsonl", lines.concat());
    let run = desk.run(
        "extract documents.jsonl --input jsonl --format jsonl --with 'echo started >> starts.txt; exit 4'",
    );
    assert_eq!(run.code, 1, "{run}");
    assert!(
        run.stderr
            .contains("gave no answer for 3 documents in a row, so no more were sent"),
        "{run}"
    );
    let starts = std::fs::read_to_string(desk.path("starts.txt")).expect("it was started");
    assert_eq!(starts.lines().count(), 3);
}

#[test]
fn processes_of_a_reader_end_with_it() {
    let desk = desk();
    // The child keeps stderr open: unless it is killed, the run would wait for it.
    let command = "(sleep 5; echo so > survived.txt) & wait";
    let run = desk.run(format!("extract ferry.txt --with '{command}' --patience 1"));
    assert!(
        run.code == 1 && run.stderr.contains("within 1 second"),
        "{run}"
    );
    assert!(!desk.path("survived.txt").exists());
}

#[test]
fn answers_that_cannot_be_read_are_refused() {
    let desk = desk();
    let mut transcript = String::new();
    let good = json!({"id": "ferry.txt", "statements": []}).to_string();
    for (what, printed) in [
        (
            "another document",
            json!({"id": "calm.txt", "statements": []}).to_string(),
        ),
        ("no JSON", "I found two statements.".to_owned()),
        ("no list", json!({"result": 3}).to_string()),
        (
            "a list that is cut off",
            "[{\"speaker\": \"Ann Lee\", \"cont".to_owned(),
        ),
        (
            "a block of code that is cut off",
            "```json\n[{\"speaker\": \"Ann".to_owned(),
        ),
        (
            "a failure",
            json!({"error": "no model is loaded"}).to_string(),
        ),
        (
            "more answers than documents",
            [good.clone(), good.clone()].join("\n"),
        ),
    ] {
        desk.write("answer.txt", printed + "\n");
        let run = desk.run(format!(
            "extract ferry.txt --with {}",
            printing("answer.txt")
        ));
        assert!(run.code == 1 && run.stdout.is_empty(), "{what}:\n{run}");
        add(&mut transcript, what, &run);
    }
    desk.write("answer.txt", good + "\n");
    for (what, command) in [
        ("fails at once", "head -n 1 > asked.jsonl; exit 3"),
        (
            "fails at the end",
            "head -n 1 > asked.jsonl; cat answer.txt; exit 3",
        ),
        ("does not answer", "exec sleep 600"),
        (
            "answers only at the end of its input",
            "cat > asked.jsonl; cat answer.txt",
        ),
        ("is not UTF-8", "head -n 1 > asked.jsonl; printf '\\377\\n'"),
    ] {
        let run = desk.run(format!(
            "extract ferry.txt --with {} --patience 1",
            quoted(command)
        ));
        assert!(run.code == 1 && run.stdout.is_empty(), "{what}:\n{run}");
        add(&mut transcript, what, &run);
    }
    assert_snapshot("outside-answers", &transcript);
}
