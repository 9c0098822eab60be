//! Redaction: the bytes are removed, the chain stays intact, and nothing derived from them is left.

use std::fs;

use super::statement;
use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// Words that occur nowhere else, so that they can be searched for in the raw file.
const SECRETS: [&str; 4] = ["zquotezebra", "znotezebra", "zshownzebra", "zfirstzebra"];

/// The files of a ledger, including its write-ahead log, that contain a word.
fn files_with(desk: &TestDesk, word: &str) -> Vec<String> {
    let folder = desk.path("");
    let files = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry"));
    let ledgers = files.filter(|entry| {
        entry
            .file_name()
            .to_string_lossy()
            .starts_with("onrecord.db")
    });
    let holding = ledgers.filter(|entry| {
        let bytes = fs::read(entry.path()).expect("a file");
        bytes
            .windows(word.len())
            .any(|window| window == word.as_bytes())
    });
    holding
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// A statement with a history: recorded, given evidence, corrected. Returns the id of the present version.
fn with_a_past(desk: &TestDesk) -> String {
    let say = "say ushakov denies agreed-to-meet --source minutes --quote zfirstzebra --passage 'The \
        aide said that talks go on.'";
    let first = statement(desk, say);
    let further = "say ushakov denies agreed-to-meet --source minutes --passage 'he added' --quote \
        zquotezebra";
    assert_eq!(statement(desk, further), first);
    statement(
        desk,
        format!(
            "correct {first} --note znotezebra --shown-as zshownzebra --attribution background"
        ),
    )
}

/// The words are gone from the file and its log, in all versions and evidence, and the journal still verifies.
#[test]
fn the_bytes_are_gone() {
    let desk = small_desk();
    let id = with_a_past(&desk);
    desk.ok("say trump asserts bridge-hit --source minutes --note zkeptzebra");
    for secret in SECRETS {
        assert!(
            !files_with(&desk, secret).is_empty(),
            "{secret} was never there"
        );
    }
    let before = desk.journal();
    let text = desk.ok(format!("redact {id} --reason 'the safety of a source'"));
    assert!(text.contains("entries redacted"), "{text}");
    for secret in SECRETS {
        assert!(
            files_with(&desk, secret).is_empty(),
            "{secret} is in {:?}",
            files_with(&desk, secret)
        );
    }
    assert!(
        !files_with(&desk, "zkeptzebra").is_empty(),
        "what was not redacted stays"
    );
    let after = desk.state().journal;
    assert_eq!(
        after["entries"].as_i64(),
        before["entries"].as_i64().map(|count| count + 1)
    );
}

/// No answer or export has the words, and what they led to is gone.
#[test]
fn no_answer_has_the_words() {
    let desk = small_desk();
    let unsaid = desk.json("claim list");
    let quiet = desk.json("discrepancies --state all");
    let id = with_a_past(&desk);
    assert_ne!(desk.json("claim list"), unsaid);
    desk.ok(format!("redact {id} --reason 'the safety of a source'"));
    assert_eq!(desk.json("claim list"), unsaid);
    assert_eq!(desk.json("discrepancies --state all"), quiet);
    for command in [
        "export --include-off-record",
        "claim show agreed-to-meet",
        "why agreed-to-meet",
        "party show ushakov",
        "source show minutes",
        "log",
        "claim show agreed-to-meet --known-at 2025-08-20",
    ] {
        let shown = desk.ok(command);
        for secret in SECRETS.into_iter().chain([id.as_str()]) {
            assert!(!shown.contains(secret), "{secret} is in\n{shown}");
        }
    }
    assert!(
        desk.ok("log --format json")
            .contains("the safety of a source"),
        "the journal says why"
    );
    for command in [
        format!("redact {id} --reason again"),
        format!("void {id} --reason 'a mistake'"),
    ] {
        assert_eq!(desk.run(&command).code, 1, "{command:?}");
    }
    desk.ok("rebuild");
    desk.state();
}

/// A voided statement can be redacted, since its words are still in the journal.
#[test]
fn a_voided_statement_can_be_redacted() {
    let desk = small_desk();
    let id = statement(
        &desk,
        "say trump asserts bridge-hit --source minutes --quote zquotezebra",
    );
    desk.ok(format!("void {id} --reason 'a mistake'"));
    desk.ok(format!("redact {id} --reason 'the law'"));
    assert!(files_with(&desk, "zquotezebra").is_empty());
    desk.state();
}

/// Redacting a superseded statement also redacts what replaced it, or leaves all of that: never half of it.
#[test]
fn a_superseded_version_can_be_redacted() {
    let desk = small_desk();
    let first = statement(
        &desk,
        "say trump asserts bridge-hit --source minutes --quote zfirstzebra",
    );
    let second = statement(
        &desk,
        format!("correct {first} --quote zkeptzebra --stance hedges"),
    );
    desk.ok(format!("redact {first} --reason 'the law'"));
    assert!(files_with(&desk, "zfirstzebra").is_empty());
    let said = desk.json("claim show bridge-hit")["statements"].clone();
    let stands = said
        .as_array()
        .is_some_and(|said| said.iter().any(|said| said["id"] == second.as_str()));
    assert_eq!(
        stands,
        !files_with(&desk, "zkeptzebra").is_empty(),
        "{said}"
    );
    desk.state();
}

/// A backup made later is free of the words; an earlier one keeps them, as the help says.
#[test]
fn a_later_backup_is_free_of_the_words() {
    let desk = small_desk();
    let id = with_a_past(&desk);
    desk.ok(format!("redact {id} --reason 'the safety of a source'"));
    desk.ok("backup copy.db");
    let copy = fs::read(desk.path("copy.db")).expect("the copy");
    for secret in SECRETS {
        assert!(
            !copy
                .windows(secret.len())
                .any(|window| window == secret.as_bytes()),
            "{secret}"
        );
    }
    assert_eq!(desk.ok("export --ledger copy.db"), desk.ok("export"));
}
