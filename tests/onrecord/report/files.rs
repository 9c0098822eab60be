//! Where the report goes: a whole file or none, and nothing that was there is lost.

use std::fs;

use crate::common::Trial;
use crate::common::desk::{NOW, small_desk};
use crate::common::refusals::Refusals;

/// What is in the folder besides the ledger and its own files.
fn files(trial: &Trial) -> Vec<String> {
    let entries = fs::read_dir(trial.path(".")).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !name.starts_with("onrecord.db"))
        .collect();
    names.sort();
    names
}

#[test]
fn what_cannot_be_written_is_refused_and_leaves_nothing() {
    let trial = small_desk();
    trial.write("there.html", "mine");
    fs::create_dir(trial.path("folder")).expect("a folder");
    let before = files(&trial);
    let mut refusals = Refusals::on(&trial);
    refusals.refused("a file that is there", "report there.html");
    refusals.refused("a folder", "report folder");
    refusals.refused("a folder, with --force", "report folder --force");
    refusals.refused("a file in no folder", "report nowhere/report.html");
    refusals.refused("the ledger", "report onrecord.db --force");
    refusals.refused(
        "the ledger by another way",
        "report folder/../onrecord.db --force",
    );
    refusals.refused("a topic that is none", "report r.html --topic sumit");
    refusals.refused("a time that is none", "report r.html --since soon");
    refusals.refused("a time to come", "report r.html --since 2031-01-01");
    refusals.refused(
        "after what was known",
        "report r.html --since 2025-08-20 --known-at 2025-08-18",
    );
    refusals.refused("rows", "report r.html --format csv");
    refusals.refused(
        "before anything was said",
        "report r.html --as-of 2025-08-01",
    );
    refusals.refused(
        "before anything was known",
        "report r.html --known-at 2025-08-01",
    );
    refusals.misused("no file", "report");
    refusals.misused("no claims", "report r.html --limit 0");
    refusals.hold("report-refused");
    assert_eq!(files(&trial), before);
    assert_eq!(
        fs::read_to_string(trial.path("there.html")).expect("the file"),
        "mine"
    );
}

#[test]
fn an_empty_ledger_has_nothing_to_report() {
    let trial = Trial::with_ledger(NOW);
    let told = trial.run("report report.html");
    assert_eq!(told.code, 1, "{told}");
    assert!(told.stderr.contains("nothing to report"), "{told}");
    assert!(told.stderr.contains("onrecord import"), "{told}");
    assert!(files(&trial).is_empty());
}

/// A folder that may not be written to: for root, which may write everywhere, another way to fail is
/// a file where a folder is needed.
#[test]
fn a_path_that_cannot_be_is_refused() {
    let trial = small_desk();
    trial.write("file", "");
    let told = trial.run("report file/report.html");
    assert!(told.code == 1 && told.stdout.is_empty(), "{told}");
    assert!(told.stderr.contains("file/report.html"), "{told}");
}

#[test]
fn a_report_is_written_over_when_asked_for() {
    let trial = small_desk();
    trial.write("report.html", "old");
    let told = trial.ok("report report.html --force");
    assert!(
        told.starts_with("report.html: 1 claim, 1 statement, "),
        "{told}"
    );
    let page = fs::read_to_string(trial.path("report.html")).expect("the report");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    assert_eq!(
        files(&trial),
        ["import.jsonl", "minutes.txt", "report.html"]
    );
}

#[test]
fn standard_output_takes_it_too() {
    let trial = small_desk();
    let page = trial.ok("report -");
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert_eq!(files(&trial), ["import.jsonl", "minutes.txt"]);
}
