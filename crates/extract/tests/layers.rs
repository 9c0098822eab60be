//! The order of the folders in `src`: each uses those before it only.

use std::fs;
use std::path::Path;

/// The folders and the files beside them, from the bottom up.
const ORDER: [&str; 15] = [
    "thresholds",
    "types",
    "attribution",
    "text",
    "model",
    "syntax",
    "meaning",
    "who",
    "tongues",
    "find",
    "forms",
    "extractor",
    "outline",
    "pipeline",
    "lib",
];

/// The extractor calls the pipeline, which gets the models from it.
const EXCEPTION: (&str, &str) = ("extractor", "pipeline");

fn height(module: &str) -> usize {
    let at = ORDER.iter().position(|known| *known == module);
    at.unwrap_or_else(|| panic!("{module} has no place in the order"))
}

/// The modules of the crate that a source names with `crate::`.
fn named(source: &str) -> impl Iterator<Item = &str> {
    let paths = source.split("crate::").skip(1);
    paths.map(|path| {
        let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
        &path[..end.unwrap_or(path.len())]
    })
}

fn check(path: &Path, module: &str) {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{error}"));
        for entry in entries.flatten() {
            check(&entry.path(), module);
        }
        return;
    }
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}"));
    for other in named(&source).filter(|other| (module, *other) != EXCEPTION) {
        assert!(
            height(other) <= height(module),
            "{} uses crate::{other}",
            path.display()
        );
    }
}

#[test]
fn no_folder_uses_one_above_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = fs::read_dir(source).unwrap_or_else(|error| panic!("{error}"));
    let mut count = 0;
    for path in entries.flatten().map(|entry| entry.path()) {
        let module = path.file_stem().unwrap_or_default().to_string_lossy();
        height(&module);
        if module != "lib" {
            check(&path, &module);
            count += 1;
        }
    }
    assert_eq!(count, ORDER.len() - 1);
}
