//! The JSON Schemas that the W3C's working group tested implementations with, against what `export` writes.
//!
//! They are not in the project. `ONRECORD_ANNOTATION_SCHEMAS` names a folder with those of the repository
//! w3c/web-annotation-tests: `definitions/`, and the assertions in `annotations/`, `bodiesTargets/`, `specificResource/`,
//! `collections/` and `collections/pages/`. Without it, the test is skipped.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Registry;
use serde_json::Value;

use super::{collection, desk};

/// What the schemas name each other relative to.
const BASE: &str = "https://schemas.example/";

/// A schema that a document has to fit.
struct Assertion {
    name: String,
    schema: Value,
}

/// The schemas in a folder, without those in folders within it.
fn schemas(folder: &Path) -> Vec<(String, Value)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a schema");
        let mut schema: Value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        schema["id"] = Value::String(format!("{BASE}{name}"));
        (name, schema)
    };
    paths.into_iter().map(read).collect()
}

/// The assertions in a folder that the model makes with MUST.
fn assertions(folder: &Path) -> Vec<Assertion> {
    let all = schemas(folder).into_iter();
    let musts = all.filter(|(_, schema)| {
        schema["assertionType"] == "must" && schema["expectedResult"] == "valid"
    });
    musts
        .map(|(name, schema)| Assertion { name, schema })
        .collect()
}

#[test]
fn an_export_fits_the_working_group_s_schemas() {
    let Some(folder) = std::env::var_os("ONRECORD_ANNOTATION_SCHEMAS").map(PathBuf::from) else {
        eprintln!("skipped: ONRECORD_ANNOTATION_SCHEMAS names no folder with the schemas");
        return;
    };
    let mut registry = Registry::new();
    let definitions = schemas(&folder.join("definitions"));
    for (name, schema) in &definitions {
        registry = registry
            .add(format!("{BASE}{name}"), schema)
            .expect("a schema");
    }
    let registry = registry.prepare().expect("schemas that name each other");
    let check = |assertions: &[Assertion], document: &Value| {
        for one in assertions {
            let validator = jsonschema::draft4::options()
                .with_registry(&registry)
                .with_base_uri(BASE)
                .should_validate_formats(true)
                .build(&one.schema)
                .unwrap_or_else(|error| panic!("{}: {error}", one.name));
            let errors: Vec<String> = validator
                .iter_errors(document)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{}: {errors:?}\n{document:#}", one.name);
        }
    };
    let of_annotations: Vec<Assertion> = ["annotations", "bodiesTargets", "specificResource"]
        .into_iter()
        .flat_map(|name| assertions(&folder.join(name)))
        .collect();
    let of_collections: Vec<Assertion> = ["collections", "collections/pages"]
        .into_iter()
        .flat_map(|name| assertions(&folder.join(name)))
        .collect();
    assert!(
        !of_annotations.is_empty() && !of_collections.is_empty(),
        "{} has assertions",
        folder.display()
    );
    let mut checked = 0;
    for options in [
        "",
        "--include-off-record",
        "--publisher D --license https://d.example/l --url https://d.example/a",
    ] {
        let collection = collection(&desk(), options);
        check(&of_collections, &collection);
        for one in collection["first"]["items"].as_array().expect("items") {
            check(&of_annotations, one);
            checked += 1;
        }
    }
    eprintln!(
        "{checked} annotations fit {} assertions, 3 collections {}",
        of_annotations.len(),
        of_collections.len()
    );
}
