//! Writing the report: all of it or nothing, and no file is overwritten by accident.

use std::fs;

use crate::common::TestDesk;
use crate::common::desk::{NOW, small_desk};
use crate::common::refusals::Refusals;

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let desk = small_desk();
    desk.write("there.html", "mine");
    fs::create_dir(desk.path("folder")).expect("a folder");
    let before = desk.files();
    let mut refusals = Refusals::on(&desk);
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
    refusals.assert_snapshot("report-refused");
    assert_eq!(desk.files(), before);
    assert_eq!(
        fs::read_to_string(desk.path("there.html")).expect("the file"),
        "mine"
    );
}

#[test]
fn an_empty_ledger_has_nothing_to_report() {
    let desk = TestDesk::with_ledger(NOW);
    let run = desk.run("report report.html");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("nothing to report"), "{run}");
    assert!(run.stderr.contains("onrecord import"), "{run}");
    assert!(desk.files().is_empty());
}

/// A folder that cannot be written to. Root can write anywhere, so a file takes the place of a folder.
/// a file where a folder is needed.
#[test]
fn an_impossible_path_is_refused() {
    let desk = small_desk();
    desk.write("file", "");
    let run = desk.run("report file/report.html");
    assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
    assert!(run.stderr.contains("file/report.html"), "{run}");
}

#[test]
fn a_report_is_overwritten_on_request() {
    let desk = small_desk();
    desk.write("report.html", "old");
    let text = desk.ok("report report.html --force");
    assert!(
        text.starts_with("report.html: 1 claim, 1 statement, "),
        "{text}"
    );
    let page = fs::read_to_string(desk.path("report.html")).expect("the report");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    assert_eq!(desk.files(), ["import.jsonl", "minutes.txt", "report.html"]);
}

#[test]
fn a_report_can_go_to_standard_output() {
    let desk = small_desk();
    let page = desk.ok("report -");
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert_eq!(desk.files(), ["import.jsonl", "minutes.txt"]);
}
