//! What cannot be taken in or accepted: a clear message, exit code 1, and the ledger as before.

use super::{ARTICLE, NOW, candidate, harbour, ingested};
use crate::common::Trial;
use serde_json::json;

/// Types a command that has to be refused, with these words, and leaves everything as it was.
fn refused(trial: &Trial, line: impl AsRef<str>, words: &str) {
    let before = (trial.state(), trial.list("candidates --all"));
    let told = trial.run(line.as_ref());
    assert_eq!(told.code, 1, "{told}");
    assert!(told.stderr.contains(words), "{told}");
    assert!(told.stdout.is_empty(), "{told}");
    assert_eq!((trial.state(), trial.list("candidates --all")), before);
}

#[test]
fn what_is_no_article_is_refused() {
    let trial = harbour();
    trial.write("empty.txt", " \n");
    refused(&trial, "ingest empty.txt", "empty.txt: is empty");
    trial.write("binary.txt", b"a\0b");
    refused(&trial, "ingest binary.txt", "is binary, not text");
    trial.write("latin.txt", b"caf\xe9 said");
    refused(&trial, "ingest latin.txt", "is not UTF-8 at byte 4");
    refused(&trial, "ingest nowhere.txt", "nowhere.txt");
    let german = "Der Hafenmeister sagte am Dienstag, die Fähre werde erst am Freitag wieder fahren, weil der Sturm \
        den Anleger verschoben habe und niemand gefährdet werden solle. Die Reederei wollte das nicht bestätigen.";
    trial.write("german.txt", german);
    refused(
        &trial,
        "ingest german.txt --published 2025-08-20",
        "does not seem to be in English",
    );
}

#[test]
fn an_article_needs_a_day_that_can_be() {
    let trial = harbour();
    trial.write(
        "undated.txt",
        "The mayor said that the ferry will sail on Friday and that the pier is safe.",
    );
    refused(&trial, "ingest undated.txt", "--published");
    refused(
        &trial,
        "ingest undated.txt --published 2025-02-30",
        "2025-02-30",
    );
    refused(
        &trial,
        "ingest undated.txt --published 2026-01-01",
        "is in the future",
    );
}

#[test]
fn all_files_are_taken_in_or_none() {
    let trial = harbour();
    trial.write(
        "undated.txt",
        "The mayor said that the ferry will sail on Friday and that the pier is safe.",
    );
    refused(&trial, "ingest pier.txt undated.txt", "undated.txt");
    refused(
        &trial,
        "ingest pier.txt undated.txt --title Both",
        "one by one",
    );
}

#[test]
fn another_version_of_an_article_is_told_with_what_moved() {
    let trial = ingested();
    let lee = candidate(&trial, json!("lee"), "pier-unsafe");
    let mayor = candidate(&trial, json!("reyes"), "ferry-sails-friday");
    trial.ok(format!("accept {lee}"));
    trial.ok(format!("accept {mayor}"));
    let moved = ARTICLE.replace(
        "20 August 2025\n",
        "20 August 2025\n\nUpdated with a word of the mayor.\n",
    );
    let changed = moved.replace(
        "The ferry will sail on Friday, the mayor said.",
        "The ferry stays, the mayor said.",
    );
    trial.write("pier.txt", changed);
    let arguments = "ingest pier.txt --source courier-2025-08-20";
    refused(
        &trial,
        &arguments,
        "recorded passages: 1 moved, 1 gone",
    );
    refused(&trial, &arguments, "is gone from the text");
    // As a source of its own it is welcome.
    trial.ok(
        "ingest pier.txt --source courier-later --publisher 'The Courier' --origin \
            courier-2025-08-20",
    );
}

#[test]
fn an_article_in_which_nobody_speaks_is_taken_in_and_says_so() {
    let trial = harbour();
    trial.write("quiet.txt", "20 August 2025\n\nThe sea was calm. The ferry lay in the harbour, and gulls sat on the pier.\n");
    let told = trial.ok("ingest quiet.txt");
    assert!(told.contains("No statements found in it."), "{told}");
}

#[test]
fn what_cannot_be_accepted_says_why() {
    let trial = ingested();
    refused(
        &trial,
        "accept c000000",
        "unknown candidate \"c000000\"",
    );
    let lee = candidate(&trial, json!("lee"), "pier-unsafe");
    let worker = candidate(&trial, serde_json::Value::Null, "");
    refused(
        &trial,
        format!("accept {worker}"),
        "the ledger has no party \"a dock worker (The Courier)\"",
    );
    refused(
        &trial,
        format!("accept {lee} {worker} --stance denies"),
        "one candidate at a time",
    );
    refused(
        &trial,
        format!("accept {lee} --party nobody"),
        "unknown party \"nobody\"",
    );
    refused(
        &trial,
        format!("accept {lee} --said 2026-01-01"),
        "is in the future",
    );
    // Of several, all or none.
    refused(&trial, format!("accept {lee} {worker}"), "a dock worker");
    trial.ok(format!("accept {lee}"));
    refused(&trial, format!("accept {lee}"), "was already accepted");
    refused(&trial, format!("reject {lee}"), "was already accepted");
    refused(&trial, format!("reject --not {lee}"), "was already accepted");
}

#[test]
fn candidates_are_of_today() {
    let trial = ingested();
    refused(
        &trial,
        "candidates --as-of 2025-08-19",
        "candidates have no history",
    );
    refused(
        &trial,
        "candidates --known-at 2025-08-19",
        "candidates have no history",
    );
}

#[test]
fn without_a_terminal_there_is_no_review() {
    let trial = ingested();
    refused(&trial, "review", "review needs a terminal");
    let empty = Trial::with_ledger(NOW);
    refused(&empty, "review", "review needs a terminal");
}

#[test]
fn a_score_is_a_number_from_0_to_1() {
    let trial = ingested();
    for score in ["1.5", "-1", "much"] {
        let told = trial.run(format!("accept --all --above={score}"));
        assert_eq!(told.code, 2, "{told}");
    }
}
