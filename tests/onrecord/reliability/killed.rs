//! Killed at any moment: acknowledged writes are there, and the next command works.
//!
//! Each round runs a command on a copy of a prepared ledger, kills it (SIGKILL) after a random part of its usual time,
//! and checks what is left. `ONRECORD_KILLS` is the number of rounds.

use std::fs;
use std::io::Read;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::Chance;
use super::schemas::of_schema;
use crate::common::desk::{NOW, silent_desk, small_desk};
use crate::common::{TestDesk, lines, setting};

/// The number of statements in the imported file.
const IMPORTED: usize = 120;

/// Stands in a line for the id of the first candidate.
const CANDIDATE: &str = "CANDIDATE";

/// A command that is killed.
struct Deed {
    name: &'static str,
    line: &'static str,
    prepare: fn() -> TestDesk,
    /// Checks what is left, given whether the program had answered.
    left: fn(&TestDesk, bool),
}

const DEEDS: [Deed; 10] = [
    Deed {
        name: "say",
        line: "say kremlin confirms agreed-to-meet --source minutes",
        prepare: small_desk,
        left: |desk, answered| either(desk, answered, &["kremlin", "confirms"], 1),
    },
    Deed {
        name: "import",
        line: "import many.jsonl",
        prepare: with_a_file_to_import,
        left: |desk, answered| either(desk, answered, &["bridge-hit"], IMPORTED),
    },
    Deed {
        name: "first import",
        line: "import many.jsonl",
        prepare: || with_a_file(silent_desk()),
        left: |desk, answered| either(desk, answered, &["bridge-hit"], IMPORTED),
    },
    Deed {
        name: "rebuild",
        line: "rebuild",
        prepare: with_many,
        left: |desk, _| assert_eq!(statements(desk, &["bridge-hit"]), IMPORTED),
    },
    Deed {
        name: "undo",
        line: "undo --yes",
        prepare: with_many,
        left: |desk, answered| either(desk, answered, &["bridge-hit"], 0),
    },
    Deed {
        name: "accept",
        line: "accept CANDIDATE",
        prepare: with_a_candidate,
        left: |desk, answered| either(desk, answered, &["zelenskyy", "denies"], 1),
    },
    Deed {
        name: "redact",
        line: "redact s0000001 --reason safety",
        prepare: with_a_secret,
        left: a_secret_is_kept_or_gone,
    },
    Deed {
        name: "backup",
        line: "backup copy.db",
        prepare: with_many,
        left: a_copy_is_whole_or_not_there,
    },
    Deed {
        name: "restore",
        line: "restore earlier.db --force",
        prepare: with_a_backup,
        left: |desk, answered| either(desk, answered, &["bridge-hit"], 0),
    },
    Deed {
        name: "migration",
        line: "claim list",
        prepare: || of_schema(1),
        left: |_, _| {},
    },
];

#[test]
fn acknowledged_writes_survive_a_kill() {
    let rounds = setting("ONRECORD_KILLS", DEEDS.len());
    let mut chance = Chance::of("killed");
    for (at, deed) in DEEDS.iter().enumerate() {
        let share = rounds / DEEDS.len() + usize::from(at < rounds % DEEDS.len());
        let prepared = (deed.prepare)();
        let whole = duration(deed, &copy_of(&prepared));
        let (mut cut_short, mut answered) = (0, 0);
        for _ in 0..share {
            let desk = copy_of(&prepared);
            let spared = whole.mul_f64(chance.below(1_200) as f64 / 1_000.0);
            let (ended, run) = killed(deed, &desk, spared);
            cut_short += usize::from(!ended);
            answered += usize::from(run);
            // The next command works, whatever it is.
            if deed.name == "migration" {
                migrated(&desk);
            }
            desk.state();
            (deed.left)(&desk, run);
            desk.ok("say trump doubts bridge-hit --source minutes");
            desk.state();
        }
        println!(
            "{}: {share} rounds, {cut_short} killed at work, {answered} had answered",
            deed.name
        );
        assert!(
            share < 20 || cut_short > 0,
            "{}: no round killed anything",
            deed.name
        );
    }
}

/// How long a command takes.
fn duration(deed: &Deed, desk: &TestDesk) -> Duration {
    let line = line(deed.line, desk);
    let begun = Instant::now();
    let run = desk.run(line);
    assert_eq!(run.code, 0, "{run}");
    begun.elapsed()
}

/// The line of a command, with the candidate's id.
pub(super) fn line(line: &str, desk: &TestDesk) -> String {
    if !line.contains(CANDIDATE) {
        return line.to_owned();
    }
    let candidates = desk.list("candidates");
    let first = candidates[0]["id"].as_str().expect("an id");
    line.replace(CANDIDATE, first)
}

/// Starts a command and kills it. Returns whether it had ended, and whether it had answered.
fn killed(deed: &Deed, desk: &TestDesk, spared: Duration) -> (bool, bool) {
    let mut child = desk
        .command(&[], line(deed.line, desk))
        .spawn()
        .expect("the program runs");
    thread::sleep(spared);
    let ended = child.try_wait().expect("a state").is_some();
    child.kill().expect("killed");
    child.wait().expect("gone");
    let mut answer = Vec::new();
    let mut stdout = child.stdout.take().expect("a standard output");
    stdout.read_to_end(&mut answer).expect("what it wrote");
    (ended, !answer.is_empty())
}

/// A copy of the folder.
pub(super) fn copy_of(prepared: &TestDesk) -> TestDesk {
    let desk = TestDesk::new(NOW);
    for file in fs::read_dir(prepared.path("")).expect("a folder") {
        let file = file.expect("a file");
        fs::copy(file.path(), desk.path(&file.file_name().to_string_lossy())).expect("copied");
    }
    desk
}

fn statements(desk: &TestDesk, words: &[&str]) -> usize {
    let export = desk.export();
    let of_interest = export.lines().filter(|line| {
        line.contains("\"record\":\"statement\"") && words.iter().all(|word| line.contains(word))
    });
    of_interest.count()
}

/// All or nothing must be there, and all if the program had answered. `after` is the number of statements when it is
/// done; before, there are none, or [`IMPORTED`] if the command removes them.
fn either(desk: &TestDesk, answered: bool, words: &[&str], after: usize) {
    let before = if after == 0 { IMPORTED } else { 0 };
    let found = statements(desk, words);
    assert!(
        found == after || (found == before && !answered),
        "{found} of {after}, answered: {answered}"
    );
}

pub(super) fn with_a_file_to_import() -> TestDesk {
    with_a_file(small_desk())
}

fn with_a_file(desk: TestDesk) -> TestDesk {
    let records: Vec<_> = (0..IMPORTED)
        .map(|number| {
            json!({"record": "statement", "party": "daily", "stance": "asserts", "claim": "bridge-hit",
                   "source": "minutes", "said": format!("2025-{:02}-{:02}T00:{:02}Z",
                   1 + number / 280, 1 + number / 10 % 28, number % 10)})
        })
        .collect();
    desk.write("many.jsonl", lines(&records));
    desk
}

/// Ingests an article, which gives a candidate.
pub(super) fn with_a_candidate() -> TestDesk {
    let desk = small_desk();
    desk.write(
        "news.txt",
        "The bridge\n\n19 August 2025\n\nVolodymyr Zelenskyy denied on Tuesday that the bridge was hit.\n",
    );
    desk.ok("ingest news.txt --publisher 'The Courier'");
    desk
}

pub(super) fn with_many() -> TestDesk {
    let desk = with_a_file_to_import();
    desk.ok("import many.jsonl");
    desk
}

pub(super) fn with_a_backup() -> TestDesk {
    let desk = with_a_file_to_import();
    desk.ok("backup earlier.db");
    desk.ok("import many.jsonl");
    desk
}

pub(super) const SECRET: &str = "zsecretzebra";

pub(super) fn with_a_secret() -> TestDesk {
    let desk = with_many();
    desk.import(&[
        json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRET}),
    ]);
    desk
}

/// If the journal says that a secret was redacted, its bytes are gone after the next command.
fn a_secret_is_kept_or_gone(desk: &TestDesk, answered: bool) {
    let log = desk.ok("log --format json");
    let redacted = log.contains("redaction");
    assert!(redacted || !answered);
    let held: Vec<String> = fs::read_dir(desk.path(""))
        .expect("a folder")
        .map(|file| file.expect("a file"))
        .filter(|file| {
            file.file_name()
                .to_string_lossy()
                .starts_with("onrecord.db")
        })
        .map(|file| file.path())
        .filter(|path| {
            let bytes = fs::read(path).expect("a file");
            bytes
                .windows(SECRET.len())
                .any(|window| window == SECRET.as_bytes())
        })
        .map(|path| path.display().to_string())
        .collect();
    assert!(!redacted || held.is_empty(), "{held:?} hold it still");
}

fn a_copy_is_whole_or_not_there(desk: &TestDesk, answered: bool) {
    assert!(desk.path("copy.db").exists() || !answered);
    if desk.path("copy.db").exists() {
        let export = desk.ok("export --include-off-record --ledger copy.db");
        assert_eq!(export, desk.export());
        desk.ok("verify --ledger copy.db");
    }
}

/// A ledger whose migration was interrupted is migrated by the next command.
fn migrated(desk: &TestDesk) {
    let run = desk.run("verify");
    assert!(
        run.code == 0 && desk.path("onrecord.db.before-schema-1").exists(),
        "{run}"
    );
}
