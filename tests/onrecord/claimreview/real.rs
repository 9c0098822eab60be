//! Reviews as outlets really publish them.
//!
//! They are the outlets' own and not part of the project; `ONRECORD_FORMATS` names a folder that has some.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::undo;
use crate::common::{TestDesk, quoted};

/// The files in a folder and those in it that have reviews.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let has_reviews = |path: &PathBuf| {
            let text = fs::read(path).unwrap_or_default();
            String::from_utf8_lossy(&text).contains("\"ClaimReview\"")
        };
        if path.is_dir() {
            found.extend(files(&path));
        } else if has_reviews(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Each is imported with a report, again without a change, and taken back in one go.
#[test]
fn real_reviews_are_imported() {
    let Some(folder) = std::env::var_os("ONRECORD_FORMATS").filter(|folder| !folder.is_empty())
    else {
        println!("skipped: ONRECORD_FORMATS names no folder with reviews");
        return;
    };
    let files = files(Path::new(&folder));
    assert!(!files.is_empty(), "no reviews in {folder:?}");
    for file in files {
        let desk = TestDesk::with_ledger("2026-01-01T00:00Z");
        let empty = desk.export();
        let line = format!("import {}", quoted(&file.to_string_lossy()));
        let answer = desk.json(&line);
        let report = &answer["reviews"];
        let count = |list: &str| report[list].as_array().map_or(0, Vec::len);
        println!(
            "{}: {} found, {} ruled, {} unmapped, {} left out, {} unused; new {}",
            file.display(),
            report["found"],
            report["ruled"],
            count("unmapped"),
            count("left_out"),
            report["unused"]
                .as_object()
                .map_or(0, |unused| unused.len()),
            answer["new"]
        );
        assert!(report["found"].as_u64() > Some(0), "{answer}");
        // Whatever gave no claim or no ruling is accounted for.
        let (found, ruled) = (report["found"].as_u64(), report["ruled"].as_u64());
        let listed: usize = report["unmapped"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one: &Value| one["places"].as_array().map_or(0, Vec::len))
            .sum();
        let unruled = found.unwrap_or(0).saturating_sub(ruled.unwrap_or(0));
        assert!(
            listed as u64 + count("left_out") as u64 >= unruled,
            "{answer}"
        );
        let imported = desk.export();
        desk.ok(&line);
        assert_eq!(desk.export(), imported, "{}", file.display());
        desk.ok("rebuild --check");
        if imported != empty {
            undo(&desk);
            assert_eq!(desk.export(), empty, "{}", file.display());
        }
    }
}
