//! What the Web Annotation Data Model says that a document MUST be, checked by hand: <https://www.w3.org/TR/annotation-model/>.
//! The working group's own schemas are checked by `schemas.rs`, where they are at hand.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::{COURIER, GAZETTE, NOTEBOOK, collection, desk};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Whether a value is an absolute IRI that is a URI, as the schemas want it.
fn is_uri(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let (scheme, rest) = text.split_once(':').unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    !scheme.is_empty() && !rest.is_empty() && text.bytes().all(plain)
}

fn has_context(thing: &Value) -> bool {
    let context = &thing["@context"];
    let listed = context
        .as_array()
        .is_some_and(|all| all.iter().any(|one| one == CONTEXT));
    listed || context == CONTEXT
}

/// Whether a time is an `xsd:dateTime` in UTC with the Z (section 3.3.1).
fn is_time(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

/// Sections 3.1 to 3.3 and 4.2.
fn check_annotation(one: &Value) {
    assert!(has_context(one), "3.1: {one}");
    assert!(is_uri(&one["id"]), "3.1: one id: {one}");
    assert_eq!(one["type"], "Annotation", "3.1");
    assert!(
        one.get("body").is_none() || one.get("bodyValue").is_none(),
        "3.2.5"
    );
    let body = &one["body"];
    assert!(
        body["value"].is_string() && body["type"] == "TextualBody",
        "3.2.4: {body}"
    );
    let created = one.get("created");
    assert!(created.is_none_or(is_time), "3.3.1: {one}");
    assert!(
        one["motivation"].is_string() && body["purpose"].is_string(),
        "3.3.5"
    );
    let rights = one.get("rights");
    assert!(rights.is_none_or(is_uri), "3.3.6");
    let target = &one["target"];
    if target.is_string() {
        assert!(is_uri(target), "3.2.1: {target}");
        return;
    }
    assert!(is_uri(&target["source"]), "4: exactly one source: {target}");
    assert_eq!(target["type"], "SpecificResource", "4");
    let [position, quote] = target["selector"].as_array().map_or(&[][..], Vec::as_slice) else {
        panic!("4.2: both selectors: {target}")
    };
    assert_eq!(position["type"], "TextPositionSelector", "4.2.5");
    let (start, end) = (position["start"].as_u64(), position["end"].as_u64());
    assert!(
        start.zip(end).is_some_and(|(start, end)| start < end),
        "4.2.5: {position}"
    );
    assert_eq!(quote["type"], "TextQuoteSelector", "4.2.4");
    for part in ["exact", "prefix", "suffix"] {
        assert!(quote[part].is_string(), "4.2.4: {quote}");
    }
}

/// Section 5.
fn check_collection(collection: &Value) {
    assert!(
        has_context(collection) && is_uri(&collection["id"]),
        "5.1: {collection}"
    );
    assert_eq!(collection["type"], "AnnotationCollection", "5.1");
    let page = &collection["first"];
    assert!(
        is_uri(&page["id"]) && page["partOf"] == collection["id"],
        "5.2: {page}"
    );
    assert_eq!(page["type"], "AnnotationPage", "5.2");
    assert_eq!(page["startIndex"], 0, "5.2");
    assert_eq!(
        collection["last"], page["id"],
        "5.1: the only page is the last"
    );
    let items = page["items"].as_array().expect("5.2: items");
    assert_eq!(collection["total"], items.len(), "5.1");
    let ids: BTreeSet<String> = items.iter().map(|one| one["id"].to_string()).collect();
    assert_eq!(ids.len(), items.len(), "3.1: each has an id of its own");
    items.iter().for_each(check_annotation);
}

/// The words are those of the text at the place, and those around them are beside it, all counted in code points.
fn check_words(one: &Value) {
    let target = &one["target"];
    if target.is_string() {
        return;
    }
    let text = match target["source"].as_str().expect("a document") {
        "https://courier.example/2" => COURIER,
        "urn:onrecord:source:notebook" => NOTEBOOK,
        _ => GAZETTE,
    };
    let text: Vec<char> = text.chars().collect();
    let place = |name: &str| {
        let at = target["selector"][0][name].as_u64().expect("a number");
        usize::try_from(at).expect("a place")
    };
    let (start, end) = (place("start"), place("end"));
    let words = |from: usize, to: usize| text[from..to].iter().collect::<String>();
    let part = |name: &str| target["selector"][1][name].as_str().expect("words");
    assert_eq!(part("exact"), words(start, end));
    let (prefix, suffix) = (part("prefix"), part("suffix"));
    assert!(
        prefix.chars().count() <= 32 && suffix.chars().count() <= 32,
        "{target}"
    );
    assert!(words(0, start).ends_with(prefix) && words(end, text.len()).starts_with(suffix));
}

#[test]
fn an_export_is_what_the_model_says() {
    let desk = desk();
    for options in [
        "",
        "--include-off-record",
        "--publisher D --license https://d.example/l --url https://d.example/a",
    ] {
        let collection = collection(&desk, options);
        check_collection(&collection);
        let items = collection["first"]["items"].as_array().expect("items");
        assert!(!items.is_empty());
        items.iter().for_each(check_words);
    }
}

proptest! {
    #![proptest_config(super::readback::config())]

    /// So is that of any ledger, its texts and names whatever they are.
    #[test]
    fn any_export_is_what_the_model_says(desk in super::readback::any_desk()) {
        for options in ["", "--include-off-record"] {
            check_collection(&collection(&desk.made(), options));
        }
    }
}
