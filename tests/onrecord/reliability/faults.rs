//! A full or failing disk: a clear error, exit code 1, and an unchanged ledger.
//!
//! strace injects faults into the program's system calls. Without strace, or where it may not trace, the test is
//! skipped. `ONRECORD_FAULTS` is the number of calls of each kind that are tried.

use std::fs;
use std::process::{Command, Stdio};

use super::Chance;
use crate::common::desk::{silent_desk, small_desk};
use crate::common::{Run, TestDesk, lines, setting};

/// A word that occurs nowhere else.
const SECRET: &str = "zsecretzebra";

/// System calls and how they fail.
const FAULTS: [(&str, &str); 6] = [
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fsync,fdatasync", "EIO"),
    ("ftruncate", "EIO"),
    ("pread64", "EIO"),
    ("openat", "EMFILE"),
];

/// Commands run under faults.
const DEEDS: [&str; 6] = [
    "say kremlin confirms agreed-to-meet --source minutes",
    "import more.jsonl",
    "rebuild",
    "backup copy.db",
    "restore earlier.db --force",
    "redact s0000001 --reason safety",
];

/// The first import of a ledger, which is written without a log.
const FIRST: &str = "import more.jsonl";

/// Whether strace can inject faults here.
pub(crate) fn can_inject() -> bool {
    let tried = Command::new("strace")
        .args([
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "inject=fsync:error=EIO:when=1",
            "true",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success())
}

#[test]
fn a_failing_disk_leaves_the_ledger_unchanged() {
    if !can_inject() {
        eprintln!("passed over: strace cannot inject faults here");
        return;
    }
    let (prepared, silent) = (with_a_secret(), with_files(silent_desk()));
    let most = setting("ONRECORD_FAULTS", 1);
    let mut chance = Chance::of("faults");
    let (mut tried, mut hit) = (0, 0);
    let deeds = DEEDS.map(|deed| (&prepared, deed));
    for (prepared, deed) in deeds.into_iter().chain([(&silent, FIRST)]) {
        for (call, error) in FAULTS {
            // If many calls are tried, all in a row; otherwise some of the first ones.
            let skipped = |chance: &mut Chance| if most > 10 { 0 } else { chance.below(6) };
            let mut at = 1 + skipped(&mut chance);
            for _ in 0..most {
                // That call fails, or that one and all later ones.
                for more in ["", "+"] {
                    let fault = format!("inject={call}:error={error}:when={at}{more}");
                    tried += 1;
                    hit += usize::from(one(prepared, deed, &fault));
                }
                at += 1 + skipped(&mut chance);
            }
        }
    }
    println!("{tried} faults tried, {hit} made a command fail");
    assert!(hit > tried / 10, "hardly a fault was met: {hit} of {tried}");
}

/// The small desk with a secret.
fn with_a_secret() -> TestDesk {
    let desk = with_files(small_desk());
    desk.import(&[serde_json::json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRET})]);
    desk
}

/// A desk with a backup and a file to import.
fn with_files(desk: TestDesk) -> TestDesk {
    desk.ok("backup earlier.db");
    let more = (1..20).map(|day| {
        serde_json::json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "in-geneva",
            "source": "minutes", "said": format!("2025-07-{day:02}")})
    });
    desk.write("more.jsonl", lines(&more.collect::<Vec<_>>()));
    desk
}

/// Runs one command under one fault and returns whether it failed.
fn one(prepared: &TestDesk, deed: &str, fault: &str) -> bool {
    let desk = TestDesk::new(crate::common::desk::NOW);
    for file in ["onrecord.db", "earlier.db", "more.jsonl"] {
        fs::copy(prepared.path(file), desk.path(file)).expect("copied");
    }
    let before = desk.export();
    let run = under_fault(&desk, deed, fault);
    let context = format!("{fault}\n{run}");
    if run.code == 0 {
        // The program did not need that call, or it failed after the answer was safe.
        desk.state();
        return false;
    }
    assert_eq!(run.code, 1, "{context}");
    assert!(
        run.stdout.is_empty() && run.stderr.starts_with("error: "),
        "{context}"
    );
    assert!(!run.stderr.contains("panicked"), "{context}");
    if run.stderr.contains("the redaction is recorded") {
        assert_ne!(desk.export(), before, "{context}");
        desk.ok("rebuild");
        assert!(!holds_secret(&desk), "{context}\nthe bytes are there still");
        return true;
    }
    let state = desk.state();
    assert!(state.records == before, "{context}\nthe ledger has changed");
    assert!(
        !desk.path("copy.db").exists(),
        "{context}\na part of a copy is left"
    );
    let left: Vec<String> = fs::read_dir(desk.path(""))
        .expect("a folder")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.contains(".part"))
        .collect();
    assert!(left.is_empty(), "{context}\n{left:?} is left");
    true
}

/// Whether the ledger's file or its log has the redacted word.
fn holds_secret(desk: &TestDesk) -> bool {
    ["onrecord.db", "onrecord.db-wal"].iter().any(|file| {
        let bytes = fs::read(desk.path(file)).unwrap_or_default();
        bytes
            .windows(SECRET.len())
            .any(|window| window == SECRET.as_bytes())
    })
}

fn under_fault(desk: &TestDesk, deed: &str, fault: &str) -> Run {
    let files = ["onrecord.db", "onrecord.db-wal", "earlier.db", "copy.db"];
    let paths = files.map(|file| desk.path(file).to_string_lossy().into_owned());
    let mut under = vec!["strace", "-f", "-o", "/dev/null", "-e", fault];
    if !fault.contains("fsync") {
        // The system's loader reads files too; only the ledger's reads must fail.
        under.extend(paths.iter().flat_map(|path| ["-P", path.as_str()]));
    }
    run_under(desk, &under, deed)
}

/// Runs a command under strace.
pub(crate) fn run_under(desk: &TestDesk, tracer: &[&str], line: &str) -> Run {
    let output = desk.command(tracer, line).output().expect("strace runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run {
        typed: line.to_owned(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        code: output.status.code().expect("an exit code"),
    }
}
