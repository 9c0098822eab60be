//! Killed at any moment: what was acknowledged is there, and the next command just works.
//!
//! Each round starts the program on a copy of a prepared ledger, kills it (SIGKILL) after a random time within a
//! little more than it takes, and looks at what is left. `ONRECORD_KILLS` says how many rounds.

use std::fs;
use std::io::Read;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::schemas::of_schema;
use super::{Chance, times};
use crate::common::desk::{NOW, silent_desk, small_desk};
use crate::common::{Trial, lines};

/// So many statements are in the file that is imported.
const IMPORTED: usize = 120;

/// Stands in a line for the id of the first candidate.
const CANDIDATE: &str = "CANDIDATE";

/// What is begun and killed.
struct Deed {
    name: &'static str,
    line: &'static str,
    prepare: fn() -> Trial,
    /// Holds what is left, given whether the program had answered.
    left: fn(&Trial, bool),
}

const DEEDS: [Deed; 10] = [
    Deed {
        name: "say",
        line: "say kremlin confirms agreed-to-meet --source minutes",
        prepare: small_desk,
        left: |trial, answered| either(trial, answered, &["kremlin", "confirms"], 1),
    },
    Deed {
        name: "import",
        line: "import many.jsonl",
        prepare: with_a_file_to_import,
        left: |trial, answered| either(trial, answered, &["bridge-hit"], IMPORTED),
    },
    Deed {
        name: "first import",
        line: "import many.jsonl",
        prepare: || with_a_file(silent_desk()),
        left: |trial, answered| either(trial, answered, &["bridge-hit"], IMPORTED),
    },
    Deed {
        name: "rebuild",
        line: "rebuild",
        prepare: with_many,
        left: |trial, _| assert_eq!(statements(trial, &["bridge-hit"]), IMPORTED),
    },
    Deed {
        name: "undo",
        line: "undo --yes",
        prepare: with_many,
        left: |trial, answered| either(trial, answered, &["bridge-hit"], 0),
    },
    Deed {
        name: "accept",
        line: "accept CANDIDATE",
        prepare: with_a_candidate,
        left: |trial, answered| either(trial, answered, &["zelenskyy", "denies"], 1),
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
        left: |trial, answered| either(trial, answered, &["bridge-hit"], 0),
    },
    Deed {
        name: "migration",
        line: "claim list",
        prepare: || of_schema(1),
        left: |_, _| {},
    },
];

#[test]
fn nothing_acknowledged_is_lost() {
    let rounds = times("ONRECORD_KILLS", 27);
    let mut chance = Chance::of("killed");
    for (at, deed) in DEEDS.iter().enumerate() {
        let share = rounds / DEEDS.len() + usize::from(at < rounds % DEEDS.len());
        let prepared = (deed.prepare)();
        let whole = duration(deed, &copy_of(&prepared));
        let (mut cut_short, mut answered) = (0, 0);
        for _ in 0..share {
            let trial = copy_of(&prepared);
            let spared = whole.mul_f64(chance.below(1_200) as f64 / 1_000.0);
            let (ended, told) = killed(deed, &trial, spared);
            cut_short += usize::from(!ended);
            answered += usize::from(told);
            // The next command just works, whatever it is.
            if deed.name == "migration" {
                migrated(&trial);
            }
            trial.state();
            (deed.left)(&trial, told);
            trial.ok("say trump doubts bridge-hit --source minutes");
            trial.state();
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

/// How long a deed takes that nobody ends.
fn duration(deed: &Deed, trial: &Trial) -> Duration {
    let line = line(deed, trial);
    let begun = Instant::now();
    let told = trial.run(line);
    assert_eq!(told.code, 0, "{told}");
    begun.elapsed()
}

/// The line of a deed, with the candidate's id in it.
fn line(deed: &Deed, trial: &Trial) -> String {
    if !deed.line.contains(CANDIDATE) {
        return deed.line.to_owned();
    }
    let candidates = trial.list("candidates");
    let first = candidates[0]["candidate"].as_str().expect("an id");
    deed.line.replace(CANDIDATE, first)
}

/// Starts a deed and kills it; whether it had ended by itself, and whether it had answered.
fn killed(deed: &Deed, trial: &Trial, spared: Duration) -> (bool, bool) {
    let mut child = trial
        .command(&[], line(deed, trial))
        .spawn()
        .expect("the program runs");
    thread::sleep(spared);
    let ended = child.try_wait().expect("a state").is_some();
    child.kill().expect("killed");
    child.wait().expect("gone");
    let mut told = Vec::new();
    let mut stdout = child.stdout.take().expect("a standard output");
    stdout.read_to_end(&mut told).expect("what it told");
    (ended, !told.is_empty())
}

/// The same files in a folder of their own.
fn copy_of(prepared: &Trial) -> Trial {
    let trial = Trial::new(NOW);
    for file in fs::read_dir(prepared.path("")).expect("a folder") {
        let file = file.expect("a file");
        fs::copy(file.path(), trial.path(&file.file_name().to_string_lossy())).expect("copied");
    }
    trial
}

fn statements(trial: &Trial, words: &[&str]) -> usize {
    let export = trial.export();
    let of_interest = export.lines().filter(|line| {
        line.contains("\"record\":\"statement\"") && words.iter().all(|word| line.contains(word))
    });
    of_interest.count()
}

/// All of it is there or nothing, and all where the program had answered. `after` is how many statements there are
/// when it is done; before there were none, or [`IMPORTED`] where it takes them away.
fn either(trial: &Trial, answered: bool, words: &[&str], after: usize) {
    let before = if after == 0 { IMPORTED } else { 0 };
    let found = statements(trial, words);
    assert!(
        found == after || (found == before && !answered),
        "{found} of {after}, answered: {answered}"
    );
}

fn with_a_file_to_import() -> Trial {
    with_a_file(small_desk())
}

fn with_a_file(trial: Trial) -> Trial {
    let records: Vec<_> = (0..IMPORTED)
        .map(|number| {
            json!({"record": "statement", "party": "daily", "stance": "asserts", "claim": "bridge-hit",
                   "source": "minutes", "said": format!("2025-{:02}-{:02}T00:{:02}Z",
                   1 + number / 280, 1 + number / 10 % 28, number % 10)})
        })
        .collect();
    trial.write("many.jsonl", lines(&records));
    trial
}

/// Puts an article in; what it proposes is a candidate.
fn with_a_candidate() -> Trial {
    let trial = small_desk();
    trial.write(
        "news.txt",
        "The bridge\n\n19 August 2025\n\nVolodymyr Zelenskyy denied on Tuesday that the bridge was hit.\n",
    );
    trial.ok("ingest news.txt --publisher 'The Courier'");
    trial
}

fn with_many() -> Trial {
    let trial = with_a_file_to_import();
    trial.ok("import many.jsonl");
    trial
}

fn with_a_backup() -> Trial {
    let trial = with_a_file_to_import();
    trial.ok("backup earlier.db");
    trial.ok("import many.jsonl");
    trial
}

const SECRET: &str = "zsecretzebra";

fn with_a_secret() -> Trial {
    let trial = with_many();
    trial.import(&[
        json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRET}),
    ]);
    trial
}

/// Where the journal says that a secret was taken out, its bytes are nowhere once the next command has ended.
fn a_secret_is_kept_or_gone(trial: &Trial, answered: bool) {
    let log = trial.ok("log --format json");
    let redacted = log.contains("redaction");
    assert!(redacted || !answered);
    let held: Vec<String> = fs::read_dir(trial.path(""))
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

fn a_copy_is_whole_or_not_there(trial: &Trial, answered: bool) {
    assert!(trial.path("copy.db").exists() || !answered);
    if trial.path("copy.db").exists() {
        let export = trial.ok("export --include-off-record --ledger copy.db");
        assert_eq!(export, trial.export());
        trial.ok("verify --ledger copy.db");
    }
}

/// A ledger whose migration was cut short is brought up to date by the next command.
fn migrated(trial: &Trial) {
    let told = trial.run("verify");
    assert!(
        told.code == 0 && trial.path("onrecord.db.before-schema-1").exists(),
        "{told}"
    );
}
