//! A disk that is full or fails: a clear error, exit code 1, and the ledger as before.
//!
//! The faults are injected into the program's calls to the system by strace. Where there is none, or it may not trace,
//! the trials are passed over, and say so. `ONRECORD_FAULTS` is how many calls in a row are tried of each kind.

use std::fs;
use std::process::{Command, Stdio};

use super::{Chance, times};
use crate::common::desk::{silent_desk, small_desk};
use crate::common::{Told, Trial, lines};

/// Words that stand nowhere else.
const SECRET: &str = "zsecretzebra";

/// What fails, and how.
const FAULTS: [(&str, &str); 6] = [
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fsync,fdatasync", "EIO"),
    ("ftruncate", "EIO"),
    ("pread64", "EIO"),
    ("openat", "EMFILE"),
];

/// What is done while it fails.
const DEEDS: [&str; 6] = [
    "say kremlin confirms agreed-to-meet --source minutes",
    "import more.jsonl",
    "rebuild",
    "backup copy.db",
    "restore earlier.db --force",
    "redact s0000001 --reason safety",
];

/// What is done where nothing was said yet: it goes into the file without a log.
const FIRST: &str = "import more.jsonl";

/// Whether strace can inject a fault here.
fn can_inject() -> bool {
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
fn a_failing_disk_leaves_the_ledger_as_it_was() {
    if !can_inject() {
        eprintln!("passed over: strace cannot inject faults here");
        return;
    }
    let (prepared, silent) = (with_a_secret(), with_files(silent_desk()));
    let most = times("ONRECORD_FAULTS", 4);
    let mut chance = Chance::of("faults");
    let (mut tried, mut hit) = (0, 0);
    let deeds = DEEDS.map(|deed| (&prepared, deed));
    for (prepared, deed) in deeds.into_iter().chain([(&silent, FIRST)]) {
        for (call, error) in FAULTS {
            let mut at = 1;
            for _ in 0..most {
                // One call fails, or that one and all behind it.
                for more in ["", "+"] {
                    let fault = format!("inject={call}:error={error}:when={at}{more}");
                    tried += 1;
                    hit += usize::from(one(prepared, deed, &fault));
                }
                at += 1 + if most > 10 { 0 } else { chance.below(6) };
            }
        }
    }
    println!("{tried} faults tried, {hit} made a command fail");
    assert!(hit > tried / 10, "hardly a fault was met: {hit} of {tried}");
}

/// The small desk with a secret.
fn with_a_secret() -> Trial {
    let trial = with_files(small_desk());
    trial.import(&[serde_json::json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRET})]);
    trial
}

/// A desk with a backup, and more to import.
fn with_files(trial: Trial) -> Trial {
    trial.ok("backup earlier.db");
    let more = (1..20).map(|day| {
        serde_json::json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "in-geneva",
            "source": "minutes", "said": format!("2025-07-{day:02}")})
    });
    trial.write("more.jsonl", lines(&more.collect::<Vec<_>>()));
    trial
}

/// Does one thing under one fault, and says whether it failed.
fn one(prepared: &Trial, deed: &str, fault: &str) -> bool {
    let trial = Trial::new(crate::common::desk::NOW);
    for file in ["onrecord.db", "earlier.db", "more.jsonl"] {
        fs::copy(prepared.path(file), trial.path(file)).expect("copied");
    }
    let before = trial.export();
    let told = under_fault(&trial, deed, fault);
    let context = format!("{fault}\n{told}");
    if told.code == 0 {
        // The program did without that call, or the fault came after the answer was safe.
        trial.state();
        return false;
    }
    assert_eq!(told.code, 1, "{context}");
    assert!(
        told.stdout.is_empty() && told.stderr.starts_with("error: "),
        "{context}"
    );
    assert!(!told.stderr.contains("panicked"), "{context}");
    if told.stderr.contains("the redaction is recorded") {
        assert_ne!(trial.export(), before, "{context}");
        trial.ok("rebuild");
        assert!(
            !holds_secret(&trial),
            "{context}\nthe bytes are there still"
        );
        return true;
    }
    let state = trial.state();
    assert!(state.records == before, "{context}\nthe ledger has changed");
    assert!(
        !trial.path("copy.db").exists(),
        "{context}\na part of a copy is left"
    );
    let left: Vec<String> = fs::read_dir(trial.path(""))
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

/// Whether the ledger's file or its log holds what was to be redacted.
fn holds_secret(trial: &Trial) -> bool {
    ["onrecord.db", "onrecord.db-wal"].iter().any(|file| {
        let bytes = fs::read(trial.path(file)).unwrap_or_default();
        bytes
            .windows(SECRET.len())
            .any(|window| window == SECRET.as_bytes())
    })
}

fn under_fault(trial: &Trial, deed: &str, fault: &str) -> Told {
    let files = ["onrecord.db", "onrecord.db-wal", "earlier.db", "copy.db"];
    let paths = files.map(|file| trial.path(file).to_string_lossy().into_owned());
    let mut under = vec!["strace", "-f", "-o", "/dev/null", "-e", fault];
    if !fault.contains("fsync") {
        // The system's own loader reads files too; only the ledger's are to fail.
        under.extend(paths.iter().flat_map(|path| ["-P", path.as_str()]));
    }
    let output = trial.command(&under, deed).output().expect("strace runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Told {
        typed: deed.to_owned(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        code: output.status.code().expect("an exit code"),
    }
}
