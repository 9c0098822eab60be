//! The seeds, checked against the two documents that they record.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::domain::passage::{digest, hex};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{NEXT_DAY, seeded, seeds};
use crate::common::{Run, TestDesk, quoted};

/// Every passage is where the seeds say it is, and every quote is in its passage.
///
/// The documents are under copyright and not part of the project; ONRECORD_DOCUMENTS names the folder that has them.
#[test]
fn every_passage_is_in_its_document() {
    let Some(folder) = std::env::var_os("ONRECORD_DOCUMENTS").filter(|folder| !folder.is_empty())
    else {
        println!("skipped: ONRECORD_DOCUMENTS names no folder with the two documents");
        return;
    };
    let documents = documents(Path::new(&folder));
    let desk = seeded(NEXT_DAY);
    for source in seeds("sources.jsonl") {
        let id = source["id"].as_str().expect("an id");
        let wanted = source["sha256"].as_str().expect("a digest");
        let (path, text) = documents
            .get(wanted)
            .unwrap_or_else(|| panic!("no file has the digest of {id}"));
        let told = attach(&desk, id, path);
        assert_eq!(told.code, 0, "{told}");
        assert!(told.stdout.contains("all found"), "{told}");
        let places = places_in(id);
        assert!(
            told.stdout.contains(&format!("{} passages", places.len())),
            "{told}"
        );
        places.iter().for_each(|place| stands(text, place));
        let other = documents
            .values()
            .find(|(other, _)| other != path)
            .expect("the other document");
        let refused = attach(&desk, id, &other.0);
        assert!(
            refused.code == 1 && refused.stderr.contains("not the text"),
            "{refused}"
        );
    }
    desk.state();
}

/// The text files of a folder, by the digest of their bytes.
fn documents(folder: &Path) -> BTreeMap<String, (PathBuf, String)> {
    let files = fs::read_dir(folder).expect("the folder of the documents");
    let texts = files.filter_map(|entry| {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).ok()?;
        Some((hex(&Sha256::digest(text.as_bytes())), (path, text)))
    });
    texts.collect()
}

fn attach(desk: &TestDesk, source: &str, file: &Path) -> Run {
    let file = quoted(&file.to_string_lossy());
    desk.run(format!("source attach {source} {file}"))
}

/// The passages of one source in the seeds, each with its quote.
fn places_in(source: &str) -> Vec<Value> {
    let mut places = Vec::new();
    for statement in seeds("statements.jsonl") {
        let further = statement["evidence"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        places.extend(
            std::iter::once(statement)
                .chain(further)
                .filter(|place| place["source"] == source),
        );
    }
    places
}

/// Checks a passage against the text independently of the program, which could otherwise agree with itself.
fn stands(text: &str, place: &Value) {
    let number = |field: &str| {
        let number = place["passage"][field].as_u64().expect("a number");
        usize::try_from(number).expect("a small number")
    };
    let words: String = text
        .chars()
        .skip(number("start"))
        .take(number("end") - number("start"))
        .collect();
    assert_eq!(place["passage"]["sha256"], digest(&words), "{place}");
    if let Some(quote) = place["quote"].as_str() {
        assert!(
            words.contains(quote),
            "the quote is not in its passage: {place}"
        );
    }
    let before: String = text.chars().take(number("start") + 1).collect();
    let paragraph = before
        .lines()
        .filter(|line| !line.trim().is_empty())
        .count();
    assert_eq!(number("paragraph"), paragraph, "{place}");
}

/// Without the documents, another text is refused all the same, by the source's digest.
#[test]
fn another_text_is_refused() {
    let desk = seeded(NEXT_DAY);
    let before = desk.state();
    desk.write("wrong.txt", "Another article altogether.\n");
    for source in seeds("sources.jsonl") {
        let told = attach(
            &desk,
            source["id"].as_str().expect("an id"),
            Path::new("wrong.txt"),
        );
        assert!(
            told.code == 1 && told.stderr.contains("not the text"),
            "{told}"
        );
    }
    assert_eq!(desk.state(), before);
}
