//! The documentation, checked against the program: examples are run, worked numbers are computed and generated pages
//! are generated again.

mod console;
mod fields;
mod journal;
mod reference;
mod schema;

use std::fs;
use std::path::{Path, PathBuf};

/// The path of a file of the project.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn text(name: &str) -> String {
    let path = path(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether generated text is written instead of compared.
fn updating() -> bool {
    std::env::var_os("ONRECORD_UPDATE").is_some_and(|set| set == "1")
}

#[test]
fn readme_shows_what_the_program_prints() {
    console::check("README.md");
}

#[test]
fn the_tutorial_shows_what_the_program_prints() {
    console::check("docs/tutorial.md");
}

#[test]
fn the_page_on_articles_shows_what_the_program_prints() {
    console::check("docs/ingest.md");
}

#[test]
fn the_page_on_extraction_shows_what_the_program_prints() {
    console::check("docs/extraction.md");
}

/// Links between pages must lead to files that exist.
#[test]
fn links_between_pages_are_valid() {
    let mut pages = vec![
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect::<Vec<_>>();
    let docs = fs::read_dir(path("docs")).expect("docs/");
    pages.extend(docs.map(|entry| {
        let name = entry.expect("an entry of docs/").file_name();
        format!("docs/{}", name.to_string_lossy())
    }));
    let mut dead = Vec::new();
    for page in pages.iter().filter(|page| page.ends_with(".md")) {
        let text = text(page);
        let folder = path(page).parent().expect("a folder").to_owned();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap_or("");
            if !target.contains("://") && !file.is_empty() && !folder.join(file).exists() {
                dead.push(format!("{page}: {target}"));
            }
        }
    }
    assert!(dead.is_empty(), "dead links: {dead:#?}");
}
