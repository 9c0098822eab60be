//! The seeds against the two documents that they were taken from, where those are at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::domain::passage::{digest, hex};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{NEXT_DAY, seeded, seeds};
use crate::common::{Told, Trial, quoted};

/// With the documents at hand every passage is where it is said to be, and every quote stands in its passage.
///
/// They are under copyright and not part of the project; ONRECORD_DOCUMENTS names the folder they are in.
#[test]
fn every_passage_stands_in_its_document() {
    let Some(folder) = std::env::var_os("ONRECORD_DOCUMENTS") else {
        println!("skipped: ONRECORD_DOCUMENTS names no folder with the two documents");
        return;
    };
    let documents = documents(Path::new(&folder));
    let trial = seeded(NEXT_DAY);
    for source in seeds("sources.jsonl") {
        let id = source["id"].as_str().expect("an id");
        let wanted = source["sha256"].as_str().expect("a digest");
        let (path, text) = documents
            .get(wanted)
            .unwrap_or_else(|| panic!("no file has the digest of {id}"));
        let told = attach(&trial, id, path);
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
        let refused = attach(&trial, id, &other.0);
        assert!(
            refused.code == 1 && refused.stderr.contains("not the text"),
            "{refused}"
        );
    }
    trial.state();
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

fn attach(trial: &Trial, source: &str, file: &Path) -> Told {
    let file = quoted(&file.to_string_lossy());
    trial.run(format!("source attach {source} {file}"))
}

/// The passages of the seeds in one source, each with its quote.
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

/// Holds a passage against the text without the program's help, so that the program cannot agree with itself.
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

/// Without the documents a text that is another is refused all the same: the digest stands with the source.
#[test]
fn a_wrong_text_is_refused() {
    let trial = seeded(NEXT_DAY);
    let before = trial.state();
    trial.write("wrong.txt", "Another article altogether.\n");
    for source in seeds("sources.jsonl") {
        let told = attach(
            &trial,
            source["id"].as_str().expect("an id"),
            Path::new("wrong.txt"),
        );
        assert!(
            told.code == 1 && told.stderr.contains("not the text"),
            "{told}"
        );
    }
    assert_eq!(trial.state(), before);
}
