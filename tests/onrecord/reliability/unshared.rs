//! Questions where SQLite cannot create its files beside the ledger: in a read-only folder, on a full disk.
//!
//! strace makes those system calls fail, since a test that runs as root may write to any folder. Without strace the
//! tests are skipped.

use std::fs;

use super::faults::{can_inject, run_under};
use crate::common::desk::small_desk;
use crate::common::{Run, TestDesk};

/// Questions, and what may not change.
const QUESTIONS: [&str; 7] = [
    "claim list --format json",
    "discrepancies --format json",
    "search bridge --format json",
    "verify",
    "check --fail-on journal,tables --since 2025-08-01 --format json",
    "rebuild --check",
    "export",
];

/// Whether faults cannot be injected here, which it then says.
fn is_skipped() -> bool {
    let skipped = !can_inject();
    if skipped {
        eprintln!("skipped: strace cannot inject faults here");
    }
    skipped
}

/// Runs `question` while `fault` hits every use of the ledger's files that `suffixes` name.
fn under(desk: &TestDesk, question: &str, fault: &str, suffixes: &[&str]) -> Run {
    let paths: Vec<String> = suffixes
        .iter()
        .map(|suffix| desk.path(&format!("onrecord.db{suffix}")))
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let mut tracer = vec!["strace", "-f", "-o", "/dev/null", "-e", fault];
    tracer.extend(paths.iter().flat_map(|path| ["-P", path.as_str()]));
    run_under(desk, &tracer, question)
}

/// A read-only folder, a read-only file system and a full disk.
const OBSTACLES: [(&str, &[&str]); 4] = [
    ("inject=openat:error=EACCES", &["-wal", "-shm"]),
    ("inject=openat:error=EROFS", &["-wal", "-shm"]),
    (
        "inject=pwrite64,ftruncate,fallocate:error=ENOSPC",
        &["-shm"],
    ),
    ("inject=openat:error=ENOSPC", &["-shm"]),
];

#[test]
fn questions_are_answered_where_nothing_can_be_written() {
    if is_skipped() {
        return;
    }
    let desk = small_desk();
    let expected = QUESTIONS.map(|question| desk.ok(question));
    for (fault, suffixes) in OBSTACLES {
        for (question, expected) in QUESTIONS.iter().zip(&expected) {
            let run = under(&desk, question, fault, suffixes);
            assert_eq!(run.code, 0, "{fault}\n{run}");
            assert_eq!(&run.stdout, expected, "{fault}\n{run}");
        }
    }
}

#[test]
fn a_log_is_read_on_a_full_disk() {
    if is_skipped() {
        return;
    }
    let desk = small_desk();
    // A reader keeps the log from being moved into the file; the copy is as after a power cut.
    let reader = rusqlite::Connection::open(desk.path("onrecord.db")).expect("a ledger");
    let held = reader.unchecked_transaction().expect("a transaction");
    let _: i64 = held
        .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
        .expect("a count");
    desk.ok("say kremlin confirms agreed-to-meet --source minutes");
    let expected = QUESTIONS.map(|question| desk.ok(question));
    let cut = TestDesk::new(crate::common::desk::NOW);
    for file in ["onrecord.db", "onrecord.db-wal"] {
        fs::copy(desk.path(file), cut.path(file)).expect("copied");
    }
    assert!(
        fs::metadata(cut.path("onrecord.db-wal"))
            .expect("a log")
            .len()
            > 0
    );
    let fault = "inject=pwrite64,ftruncate,fallocate:error=ENOSPC";
    for (question, expected) in QUESTIONS.iter().zip(&expected) {
        let run = under(&cut, question, fault, &["-shm"]);
        assert_eq!((run.code, &run.stdout), (0, expected), "{run}");
    }
}

#[test]
fn a_log_that_cannot_be_read_is_named() {
    if is_skipped() {
        return;
    }
    let desk = small_desk();
    fs::write(desk.path("onrecord.db-wal"), [7; 4096]).expect("written");
    let run = under(
        &desk,
        "claim list",
        "inject=openat:error=EACCES",
        &["-wal", "-shm"],
    );
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("onrecord.db-wal"), "{run}");
    assert!(run.stderr.contains("copy the ledger and its log"), "{run}");
}
