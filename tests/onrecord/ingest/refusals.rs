//! Articles and candidates that are refused: a clear message, exit code 1, and an unchanged ledger.

use super::{ARTICLE, NOW, candidate, harbour, ingested};
use crate::common::TestDesk;
use serde_json::json;

/// The command must be refused with these words and change nothing.
fn refused(desk: &TestDesk, line: impl AsRef<str>, words: &str) {
    let before = (desk.state(), desk.list("candidates --all"));
    let run = desk.run(line.as_ref());
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains(words), "{run}");
    assert!(run.stdout.is_empty(), "{run}");
    assert_eq!((desk.state(), desk.list("candidates --all")), before);
}

#[test]
fn files_that_are_not_articles_are_refused() {
    let desk = harbour();
    desk.write("empty.txt", " \n");
    refused(&desk, "ingest empty.txt", "empty.txt: is empty");
    desk.write("binary.txt", b"a\0b");
    refused(&desk, "ingest binary.txt", "is binary, not text");
    for (file, bytes, named) in [
        (
            "note.rtf",
            &b"{\\rtf1\\ansi Talks in Lund\\par}"[..],
            "this is an RTF file; save it as text",
        ),
        ("paper.pdf", b"%PDF-1.7", "this is a PDF file"),
        ("note.docx", b"PK\x03\x04", "office document"),
        (
            "feed.xml",
            b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>",
            "this is a feed",
        ),
        ("answer.json", b"{\"a\": 1}", "this is a JSON file"),
    ] {
        desk.write(file, bytes);
        refused(&desk, format!("ingest {file}"), named);
    }
    refused(&desk, "ingest nowhere.txt", "nowhere.txt");
    let german = "Der Hafenmeister sagte am Dienstag, die Fähre werde erst am Freitag wieder fahren, weil der Sturm \
        den Anleger verschoben habe und niemand gefährdet werden solle. Die Reederei wollte das nicht bestätigen.";
    desk.write("german.txt", german);
    refused(
        &desk,
        "ingest german.txt --published 2025-08-20",
        "does not seem to be in English",
    );
}

#[test]
fn an_article_needs_a_valid_day() {
    let desk = harbour();
    desk.write(
        "undated.txt",
        "The mayor said that the ferry will sail on Friday and that the pier is safe.",
    );
    refused(&desk, "ingest undated.txt", "--published");
    refused(
        &desk,
        "ingest undated.txt --published 2025-02-30",
        "2025-02-30",
    );
    refused(
        &desk,
        "ingest undated.txt --published 2026-01-01",
        "is in the future",
    );
}

#[test]
fn all_files_are_ingested_or_none() {
    let desk = harbour();
    desk.write(
        "undated.txt",
        "The mayor said that the ferry will sail on Friday and that the pier is safe.",
    );
    refused(&desk, "ingest pier.txt undated.txt", "undated.txt");
    refused(
        &desk,
        "ingest pier.txt undated.txt --title Both",
        "one by one",
    );
}

#[test]
fn another_version_of_an_article_is_reported_with_what_moved() {
    let desk = ingested();
    let lee = candidate(&desk, json!("lee"), "pier-unsafe");
    let mayor = candidate(&desk, json!("reyes"), "ferry-sails-friday");
    desk.ok(format!("accept {lee}"));
    desk.ok(format!("accept {mayor}"));
    let moved = ARTICLE.replace(
        "20 August 2025\n",
        "20 August 2025\n\nUpdated with a word of the mayor.\n",
    );
    let changed = moved.replace(
        "The ferry will sail on Friday, the mayor said.",
        "The ferry stays, the mayor said.",
    );
    desk.write("pier.txt", changed);
    let arguments = "ingest pier.txt --source courier-2025-08-20";
    refused(&desk, arguments, "recorded passages: 1 moved, 1 gone");
    refused(&desk, arguments, "is gone from the text");
    // It is accepted as a source of its own.
    desk.ok(
        "ingest pier.txt --source courier-later --publisher 'The Courier' --origin \
            courier-2025-08-20",
    );
}

#[test]
fn an_article_without_statements_is_ingested() {
    let desk = harbour();
    desk.write("quiet.txt", "20 August 2025\n\nThe sea was calm. The ferry lay in the harbour, and gulls sat on the pier.\n");
    let text = desk.ok("ingest quiet.txt");
    assert!(text.contains("No statements found in it."), "{text}");
}

#[test]
fn what_cannot_be_accepted_says_why() {
    let desk = ingested();
    refused(&desk, "accept c000000", "unknown candidate \"c000000\"");
    let lee = candidate(&desk, json!("lee"), "pier-unsafe");
    let worker = candidate(&desk, serde_json::Value::Null, "");
    refused(
        &desk,
        format!("accept {worker}"),
        "the ledger has no party \"a dock worker (The Courier)\"",
    );
    refused(
        &desk,
        format!("accept {lee} {worker} --stance denies"),
        "one candidate at a time",
    );
    refused(
        &desk,
        format!("accept {lee} --party nobody"),
        "unknown party \"nobody\"",
    );
    refused(
        &desk,
        format!("accept {lee} --said 2026-01-01"),
        "is in the future",
    );
    // Several are accepted together or not at all.
    refused(&desk, format!("accept {lee} {worker}"), "a dock worker");
    desk.ok(format!("accept {lee}"));
    refused(&desk, format!("accept {lee}"), "was already accepted");
    refused(&desk, format!("reject {lee}"), "was already accepted");
    refused(&desk, format!("reject --not {lee}"), "was already accepted");
}

#[test]
fn candidates_have_no_clocks() {
    let desk = ingested();
    refused(
        &desk,
        "candidates --as-of 2025-08-19",
        "candidates have no history",
    );
    refused(
        &desk,
        "candidates --known-at 2025-08-19",
        "candidates have no history",
    );
}

#[test]
fn review_needs_a_terminal() {
    let desk = ingested();
    refused(&desk, "review", "review needs a terminal");
    let empty = TestDesk::with_ledger(NOW);
    refused(&empty, "review", "review needs a terminal");
}

#[test]
fn a_score_is_between_0_and_1() {
    let desk = ingested();
    for score in ["1.5", "-1", "much"] {
        let run = desk.run(format!("accept --all --above={score}"));
        assert_eq!(run.code, 2, "{run}");
    }
}
