//! Redaction: the bytes go, the chain stays, and nothing derived from the words is left.

use std::fs;

use super::statement;
use crate::common::Trial;
use crate::common::desk::small_desk;

/// Words that stand nowhere else, so that they can be looked for in the raw file.
const SECRETS: [&str; 4] = ["zquotezebra", "znotezebra", "zshownzebra", "zfirstzebra"];

/// The files of a ledger, write-ahead log and all, that hold a word.
fn files_with(trial: &Trial, word: &str) -> Vec<String> {
    let folder = trial.path("");
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

/// A statement with a past: said, given evidence, corrected. Gives the id of what stands.
fn with_a_past(trial: &Trial) -> String {
    let say = "say ushakov denies agreed-to-meet --source minutes --quote zfirstzebra --passage 'The \
        aide said that talks go on.'";
    let first = statement(trial, &say);
    let further = "say ushakov denies agreed-to-meet --source minutes --passage 'he added' --quote \
        zquotezebra";
    assert_eq!(statement(trial, &further), first);
    statement(
        trial,
        format!(
            "correct {first} --note znotezebra --shown-as zshownzebra --attribution background"
        ),
    )
}

/// The words are gone from the file and its log, with all versions and evidence; the journal still verifies.
#[test]
fn the_bytes_are_gone() {
    let trial = small_desk();
    let id = with_a_past(&trial);
    trial.ok("say trump asserts bridge-hit --source minutes --note zkeptzebra");
    for secret in SECRETS {
        assert!(
            !files_with(&trial, secret).is_empty(),
            "{secret} was never there"
        );
    }
    let before = trial.journal();
    let told = trial.ok(format!("redact {id} --reason 'the safety of a source'"));
    assert!(told.contains("entries redacted"), "{told}");
    for secret in SECRETS {
        assert!(
            files_with(&trial, secret).is_empty(),
            "{secret} is in {:?}",
            files_with(&trial, secret)
        );
    }
    assert!(
        !files_with(&trial, "zkeptzebra").is_empty(),
        "what was not redacted stays"
    );
    let after = trial.state().journal;
    assert_eq!(
        after["entries"].as_i64(),
        before["entries"].as_i64().map(|count| count + 1)
    );
}

/// Nothing shows or exports the words any more, and what they had brought about is gone.
#[test]
fn nothing_knows_the_words_any_more() {
    let trial = small_desk();
    let unsaid = trial.json("claim list");
    let quiet = trial.json("discrepancies --state all");
    let id = with_a_past(&trial);
    assert_ne!(trial.json("claim list"), unsaid);
    trial.ok(format!("redact {id} --reason 'the safety of a source'"));
    assert_eq!(trial.json("claim list"), unsaid);
    assert_eq!(trial.json("discrepancies --state all"), quiet);
    for command in [
        "export --include-off-record",
        "claim show agreed-to-meet",
        "why agreed-to-meet",
        "party show ushakov",
        "source show minutes",
        "log",
        "claim show agreed-to-meet --known-at 2025-08-20",
    ] {
        let shown = trial.ok(command);
        for secret in SECRETS.into_iter().chain([id.as_str()]) {
            assert!(!shown.contains(secret), "{secret} is in\n{shown}");
        }
    }
    assert!(
        trial
            .ok("log --format json")
            .contains("the safety of a source"),
        "the journal says why"
    );
    for command in [
        format!("redact {id} --reason again"),
        format!("void {id} --reason 'a mistake'"),
    ] {
        assert_eq!(trial.run(&command).code, 1, "{command:?}");
    }
    trial.ok("rebuild");
    trial.state();
}

/// A voided statement can be redacted too: its words are in the journal still.
#[test]
fn a_voided_statement_can_be_redacted() {
    let trial = small_desk();
    let id = statement(
        &trial,
        "say trump asserts bridge-hit --source minutes --quote zquotezebra",
    );
    trial.ok(format!("void {id} --reason 'a mistake'"));
    trial.ok(format!("redact {id} --reason 'the law'"));
    assert!(files_with(&trial, "zquotezebra").is_empty());
    trial.state();
}

/// Redacting what was corrected takes out what replaced it as well, or leaves it standing: never half of it.
#[test]
fn a_superseded_version_can_be_redacted() {
    let trial = small_desk();
    let first = statement(
        &trial,
        "say trump asserts bridge-hit --source minutes --quote zfirstzebra",
    );
    let second = statement(
        &trial,
        format!("correct {first} --quote zkeptzebra --stance hedges"),
    );
    trial.ok(format!("redact {first} --reason 'the law'"));
    assert!(files_with(&trial, "zfirstzebra").is_empty());
    let said = trial.json("claim show bridge-hit")["statements"].clone();
    let stands = said
        .as_array()
        .is_some_and(|said| said.iter().any(|said| said["statement"] == second.as_str()));
    assert_eq!(
        stands,
        !files_with(&trial, "zkeptzebra").is_empty(),
        "{said}"
    );
    trial.state();
}

/// A backup after the redaction is free of the words; one made before keeps them, as the help says.
#[test]
fn a_later_backup_is_free_of_the_words() {
    let trial = small_desk();
    let id = with_a_past(&trial);
    trial.ok(format!("redact {id} --reason 'the safety of a source'"));
    trial.ok("backup copy.db");
    let copy = fs::read(trial.path("copy.db")).expect("the copy");
    for secret in SECRETS {
        assert!(
            !copy
                .windows(secret.len())
                .any(|window| window == secret.as_bytes()),
            "{secret}"
        );
    }
    assert_eq!(trial.ok("export --ledger copy.db"), trial.ok("export"));
}
