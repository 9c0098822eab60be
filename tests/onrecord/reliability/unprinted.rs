//! A command that has done its work and cannot print its answer says so, with an exit code of its own.

#![cfg(target_os = "linux")]

use std::fs::OpenOptions;
use std::process::{Output, Stdio};

use crate::common::TestDesk;
use crate::common::desk::small_desk;

const ARTICLE: &str = "Bridge damaged\n\n20 August 2025\n\nThe bridge was hit, Donald Trump said.\n\n\
    The bridge was not hit, Yuri Ushakov said.\n";

/// Runs the program with a standard output on a full device.
fn on_full_device(desk: &TestDesk, line: &str) -> Output {
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let mut command = desk.command(&[], line);
    command.stdin(Stdio::null()).stdout(full);
    command.output().expect("the program runs")
}

/// What the program says of a command that ends with this exit code.
fn said(desk: &TestDesk, line: &str, code: i32) -> String {
    let output = on_full_device(desk, line);
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{line}: {stderr}");
    stderr
}

fn entries(desk: &TestDesk) -> i64 {
    desk.journal()["entries"].as_i64().expect("a number")
}

/// Every command that writes to the ledger has exit code 3 when the write is recorded, and 1 when it
/// is refused.
#[test]
fn a_write_that_cannot_be_printed_is_reported_as_recorded() {
    let desk = small_desk();
    desk.write("more.txt", "A text.");
    desk.write("article.txt", ARTICLE);
    desk.write(
        "more.jsonl",
        r#"{"record": "question", "id": "when", "text": "When?"}"#,
    );
    let say = "say trump asserts bridge-hit --source minutes";
    let news = desk.json(say);
    let id = news["statement"].as_str().expect("an id");
    let voided = desk.json("say zelenskyy asserts bridge-hit --source minutes");
    let voided = voided["statement"].as_str().expect("an id");
    let writes = [
        "say kremlin denies bridge-hit --source minutes".to_owned(),
        format!("correct {id} --stance denies"),
        format!("void {voided} --reason mistake"),
        format!("redact {id} --reason court"),
        "say kremlin hedges agreed-to-meet --source minutes".to_owned(),
        "undo --yes".to_owned(),
        "rule bridge-hit true --reason seen".to_owned(),
        "party add nato --name NATO --kind organisation".to_owned(),
        "party edit nato --name Nato".to_owned(),
        "party alias nato Alliance".to_owned(),
        "party add the-alliance --name TheAlliance --kind organisation".to_owned(),
        "party merge the-alliance nato".to_owned(),
        "source add third --title Third --published 2025-08-19".to_owned(),
        "source edit third --title Fourth".to_owned(),
        "source attach third more.txt".to_owned(),
        "question add who --text Who?".to_owned(),
        "question edit who --text Whom?".to_owned(),
        "claim add bridge-gone --text Gone".to_owned(),
        "claim edit bridge-gone --text Away".to_owned(),
        "claim merge bridge-gone bridge-hit".to_owned(),
        "import more.jsonl".to_owned(),
        "ingest article.txt --source article".to_owned(),
    ];
    let mut before = entries(&desk);
    let mut recorded = |line: &str| {
        let stderr = said(&desk, line, 3);
        assert!(
            stderr.contains("error: recorded, but the answer could not be printed: ")
                && stderr.trim_end().ends_with("do not repeat it"),
            "{line}: {stderr}"
        );
        let after = entries(&desk);
        assert!(after > before || line.starts_with("re"), "{line}");
        before = after;
    };
    writes.iter().for_each(|line| recorded(line));
    let candidates = desk.list("candidates");
    let candidate = |at: usize| candidates[at]["id"].as_str().expect("an id");
    recorded(&format!(
        "accept {} --claim bridge-hit --party trump --stance asserts",
        candidate(0)
    ));
    recorded(&format!("reject {}", candidate(1)));

    let refused = said(&desk, say.replace("trump", "nobody").as_str(), 1);
    assert!(!refused.contains("recorded, but"), "{refused}");
    assert_eq!(entries(&desk), before);
    said(&desk, "status", 1);
}

/// Commands that make a file or a ledger have done it.
#[test]
fn a_file_that_is_made_but_cannot_be_named_is_reported_as_done() {
    let desk = small_desk();
    for (line, made) in [
        ("backup copy.db", "copy.db"),
        ("export --to all.jsonl", "all.jsonl"),
        ("export --format csv --to sheets", "sheets/claims.csv"),
        ("report page.html", "page.html"),
        ("init --ledger new.db", "new.db"),
        ("restore copy.db --ledger again.db", "again.db"),
        ("rebuild", "onrecord.db"),
    ] {
        let stderr = said(&desk, line, 3);
        assert!(
            stderr.contains("error: done, but the answer could not be printed: "),
            "{line}: {stderr}"
        );
        assert!(desk.path(made).exists(), "{line}");
    }
    let stderr = said(&desk, "seed --ledger seeded.db", 3);
    assert!(stderr.contains("error: recorded, but"), "{stderr}");
    for line in ["export", "rebuild --check", "verify", "head", "report -"] {
        said(&desk, line, 1);
    }
}

/// Whoever closes a pipe has read enough.
#[test]
fn a_closed_pipe_is_success() {
    let desk = small_desk();
    for line in ["say kremlin denies bridge-hit --source minutes", "status"] {
        let mut child = desk.command(&[], line).spawn().expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
        assert!(output.stderr.is_empty(), "{line}: {output:?}");
    }
}
