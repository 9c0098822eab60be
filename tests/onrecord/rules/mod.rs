//! The rules of `docs/rules.md`, one file of cases a rule in `tests/rules/`, readable as a specification.
//!
//! Each case is a small ledger with conclusions worked out by hand. It is given to the built program as a person
//! would give it (init, import, claim list, discrepancies), so that what is tested is what people get, and the
//! domain's own types can change without touching a case.

mod parse;
mod scene;
mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use parse::{Case, What};
use serde_json::Value;

/// Cases of one file that are given to the program at the same time.
const THREADS: usize = 4;

/// Makes one test a file, so that what fails names the rule, and keeps the list of files that have a test.
macro_rules! rules {
    ($($rule:ident: $file:literal),* $(,)?) => {
        const FILES: &[&str] = &[$($file),*];
        $(
            #[test]
            fn $rule() {
                holds($file);
            }
        )*
    };
}

rules! {
    when: "when.rules",
    position: "position.rules",
    moving_on: "moving-on.rules",
    who_speaks: "who-speaks.rules",
    hearsay: "hearsay.rules",
    acknowledgement: "acknowledgement.rules",
    corroboration: "corroboration.rules",
    standard: "standard.rules",
    status: "status.rules",
    contradiction: "contradiction.rules",
    unacknowledged: "unacknowledged.rules",
    value_conflict: "value-conflict.rules",
    reversal: "reversal.rules",
    mixed_signals: "mixed-signals.rules",
    conflicting_reports: "conflicting-reports.rules",
    anonymous_only: "anonymous-only.rules",
    overdue: "overdue.rules",
    as_of: "as-of.rules",
}

/// A file of cases that no test runs would look like a specification and hold nothing.
#[test]
fn every_file_of_cases_has_a_test() {
    let unread = |error| -> ! { panic!("{}: {error}", folder().display()) };
    let found: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap_or_else(|error| unread(error))
        .map(|entry| entry.unwrap_or_else(|error| unread(error)).file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".rs") && name != "cast.rules")
        .collect();
    let known = FILES.iter().map(|&file| file.to_owned()).collect();
    assert_eq!(
        found, known,
        "the files in tests/rules, against those with a test in tests/onrecord/rules/mod.rs"
    );
}

/// Every file can be read and holds cases. (That each case expects something, the reader sees to.)
#[test]
fn every_file_holds_cases() {
    for file in FILES {
        assert!(!cases(file).is_empty(), "tests/rules/{file} holds no case");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn cases(file: &str) -> Vec<Case> {
    parse::file(&folder(), file).unwrap_or_else(|error| panic!("{error}"))
}

/// Gives every case of a file to the program and reports all that went otherwise, not only the first.
fn holds(file: &str) {
    let cases = cases(file);
    let misses: Vec<String> = std::thread::scope(|scope| {
        let share = cases.len().div_ceil(THREADS).max(1);
        let workers: Vec<_> = cases
            .chunks(share)
            .map(|part| scope.spawn(|| part.iter().flat_map(misses).collect::<Vec<_>>()))
            .collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        joined
            .flat_map(|found| found.unwrap_or_else(|_| vec!["a worker panicked".to_owned()]))
            .collect()
    });
    assert!(
        misses.is_empty(),
        "{file}: {} not as worked out\n{}",
        misses.len(),
        misses.join("\n")
    );
}

/// What the program concludes otherwise than the case expects, each with the line that expects it.
fn misses(case: &Case) -> Vec<String> {
    match answers(case) {
        Err(error) => vec![format!("{}: {}: {error}", case.at, case.name)],
        Ok((claims, open)) => {
            let missed = |expected: &parse::Expected| {
                let got = miss(&expected.what, &claims, &open)?;
                Some(format!("{}: {}: {got}", expected.at, case.name))
            };
            case.expected.iter().filter_map(missed).collect()
        }
    }
}

/// What was got instead of one expectation, if it does not hold.
fn miss(what: &What, claims: &[Value], open: &[Value]) -> Option<String> {
    let naming = |kind: &str, names: &[String]| -> Vec<&Value> {
        let names_all = |found: &Value| {
            let named = found["claims"].as_array().map_or(&[][..], Vec::as_slice);
            names
                .iter()
                .all(|name| named.iter().any(|claim| claim == name))
        };
        open.iter()
            .filter(|found| found["kind"] == kind && names_all(found))
            .collect()
    };
    match what {
        What::Claim { claim, field, want } => {
            let got = claims
                .iter()
                .find(|found| found["id"] == *claim)
                .map_or(&Value::Null, |found| &found[*field]);
            (got != want).then(|| format!("{claim} has the {field} {got} instead of {want}"))
        }
        What::Open { kind, claims, weak } => {
            let found = naming(kind, claims);
            let is_weak = |found: &&Value| found["weak"].as_bool() == Some(true);
            match weak {
                _ if found.is_empty() => Some(format!(
                    "no {kind} on {}, but {}",
                    claims.join(", "),
                    listed(open)
                )),
                Some(weak) if !found.iter().any(|found| is_weak(found) == *weak) => Some(format!(
                    "the {kind} on {} is {}",
                    claims.join(", "),
                    if *weak { "strong" } else { "weak" }
                )),
                _ => None,
            }
        }
        What::Absent { kind, claims } => {
            let found = naming(kind, claims)
                .first()
                .map(|found| found["summary"].clone())?;
            Some(format!("a {kind} on {}: {found}", claims.join(", ")))
        }
    }
}

/// The open discrepancies in a few words, for a miss to show what there was instead.
fn listed(open: &[Value]) -> String {
    let each = open
        .iter()
        .map(|found| format!("{} on {}", found["kind"], found["claims"]));
    if open.is_empty() {
        "none at all".to_owned()
    } else {
        each.collect::<Vec<_>>().join("; ")
    }
}

/// The claims and the open discrepancies that the program answers for the case's ledger.
fn answers(case: &Case) -> Result<(Vec<Value>, Vec<Value>), String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let (ledger, lines) = (
        folder.path().join("ledger.db"),
        folder.path().join("lines.jsonl"),
    );
    let text: String = case
        .records
        .iter()
        .map(|record| format!("{record}\n"))
        .collect();
    std::fs::write(&lines, text).map_err(|error| format!("{}: {error}", lines.display()))?;
    let ask = |args: &[&str]| ask(&ledger, &case.now, args);
    ask(&["init"])?;
    ask(&["import", &lines.to_string_lossy()])?;
    let json = |args: &[&str]| -> Result<Vec<Value>, String> {
        let as_of = case.as_of.iter().flat_map(|time| ["--as-of", time]);
        let args: Vec<&str> = args
            .iter()
            .copied()
            .chain(["--format", "json"])
            .chain(as_of)
            .collect();
        let answer = ask(&args)?;
        serde_json::from_str(&answer)
            .map_err(|error| format!("{}: {error} in {answer:?}", args.join(" ")))
    };
    Ok((json(&["claim", "list"])?, json(&["discrepancies"])?))
}

/// Runs the program with nothing in its environment but the clock, and takes what it says on stdout.
fn ask(ledger: &Path, now: &str, args: &[&str]) -> Result<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .env_clear()
        .env("ONRECORD_NOW", now)
        .arg("--ledger")
        .arg(ledger)
        .args(args)
        .output()
        .map_err(|error| format!("onrecord does not run: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "onrecord {} ended with {}: {}",
            args.join(" "),
            output.status,
            said.trim()
        ));
    }
    String::from_utf8(output.stdout)
        .map_err(|error| format!("onrecord {}: {error}", args.join(" ")))
}
