//! Files that are not what the model says are refused as a whole, each fault with its place.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{collection, desk};

/// Files, and what is said of each.
fn faults() -> Vec<(Value, Vec<&'static str>)> {
    let target = |selector: Value| json!({"type": "Annotation", "target": {"source": "https://a.example/", "selector": selector}});
    let place = |start: Value, end: Value| json!([{"type": "TextPositionSelector", "start": start, "end": end}]);
    let page = |items: Value| json!({"type": "AnnotationPage", "items": items});
    vec![
        (json!({"type": "Annotation"}), vec!["target: is missing"]),
        (
            json!([{"type": "Annotation", "target": []}]),
            vec!["[0].target: is empty"],
        ),
        (
            json!([{"type": "Annotation", "target": [null]}]),
            vec!["[0].target[0]: is null"],
        ),
        (
            json!([{"type": "Annotation", "target": {"selector": []}}]),
            vec!["[0].target.source: names no document"],
        ),
        (
            json!([{"type": "Annotation", "target": 7}]),
            vec!["[0].target: is neither an address nor an object"],
        ),
        (page(json!([null])), vec!["items[0]: is null"]),
        (page(json!([7])), vec!["items[0]: is no annotation"]),
        (json!({"type": "AnnotationPage"}), vec!["items: is missing"]),
        (
            json!({"type": "AnnotationPage", "items": {}}),
            vec!["items: is no list"],
        ),
        (
            json!({"type": "AnnotationCollection", "first": "https://a.example/p"}),
            vec!["first: is no page in the file"],
        ),
        (
            page(json!([target(place(json!(5), json!(3)))])),
            vec!["items[0].target.selector[0].end: 3 is not behind the start 5"],
        ),
        (
            page(json!([target(place(json!("4"), json!(9.5)))])),
            vec![
                "items[0].target.selector[0].start: \"4\" is not a number",
                "items[0].target.selector[0].end: 9.5 is not a number",
            ],
        ),
        (
            page(json!([target(place(json!(-1), json!(null)))])),
            vec![
                "items[0].target.selector[0].start: -1 is not a number",
                "items[0].target.selector[0].end: is missing",
            ],
        ),
        (
            page(json!([target(json!([null]))])),
            vec!["items[0].target.selector[0]: is no selector"],
        ),
        (
            page(
                json!([{"type": "Annotation", "target": "x"}, target(json!([{}, {"type": "TextQuoteSelector", "exact": 4}]))]),
            ),
            vec!["items[1].target.selector[1].exact: 4 is no text"],
        ),
        (
            target(
                json!({"type": "X", "refinedBy": {"type": "TextQuoteSelector", "exact": "a", "prefix": []}}),
            ),
            vec!["target.selector.refinedBy.prefix: [] is no text"],
        ),
        (
            json!([{"type": "Annotation", "@context": "https://schema.org", "target": "x"}]),
            vec![
                "[0].@context: is \"https://schema.org\", not \"http://www.w3.org/ns/anno.jsonld\"",
            ],
        ),
        (
            json!({"@context": ["http://www.w3.org/ns/oa.jsonld"], "type": "Annotation", "target": "x"}),
            vec!["@context: is "],
        ),
        (
            json!({"type": "AnnotationPage", "items": [{"type": "Note", "target": "x"}]}),
            vec!["items[0].type: is Note, not Annotation"],
        ),
        (
            json!([{"type": "Annotation", "target": "x", "onrecord": {"record": "claim", "id": "c", "text": "t"}}]),
            vec!["[0].onrecord: is a record, but no statement"],
        ),
        (
            json!([{"type": "Annotation", "target": "x", "onrecord": {"record": "statement"}}]),
            vec!["[0].onrecord: is no statement"],
        ),
        (
            json!({"type": "Annotation", "target": "x", "bodyValue": "x".repeat(20_001)}),
            vec!["body: is 20001 bytes long"],
        ),
        (
            json!({"rows": [{"uri": "x", "target": [{"selector": [{"type": "TextQuoteSelector", "exact": {}}]}]}], "total": 1}),
            vec!["rows[0].target[0].selector[0].exact: {} is no text"],
        ),
    ]
}

#[test]
fn every_fault_has_its_place() {
    let desk = desk();
    let before = desk.state();
    for (file, expected) in faults() {
        let run = desk.feed("import -", file.to_string().as_bytes());
        assert!(run.code == 1 && run.stdout.is_empty(), "{run}\n{file}");
        for line in expected {
            assert!(
                run.stderr.contains(&format!("\n  {line}")),
                "{line}: {run}\n{file}"
            );
        }
    }
    assert_eq!(desk.state(), before);
    assert_eq!(desk.list("candidates --all"), Vec::<Value>::new());
}

/// A fault in one annotation keeps all others out.
#[test]
fn all_is_imported_or_nothing() {
    let written = collection(&desk(), "--include-off-record");
    let desk = super::empty_desk();
    let before = desk.state();
    let mut faulty = written.clone();
    faulty["first"]["items"][4]["target"]["selector"][1]["exact"] = json!(7);
    let run = desk.feed("import -", faulty.to_string().as_bytes());
    assert!(
        run.code == 1
            && run
                .stderr
                .contains("first.items[4].target.selector[1].exact: 7 is no text"),
        "{run}"
    );
    assert_eq!(desk.state(), before);
}

#[test]
fn what_is_no_json_is_refused() {
    let desk = desk();
    for (bytes, reason) in [
        (
            &b"{\"type\": \"Annotation\", \"target\": "[..],
            "is not JSON: EOF",
        ),
        (
            b"[{\"type\": \"Annotation\"}] [",
            "is not JSON: trailing characters",
        ),
        (
            b"[{\"type\": \"Annotation\", \"target\": \"\xff\"}]",
            "is not UTF-8 at byte 36",
        ),
        (
            b"{\"x\": {\"type\": \"Annotation\"}}",
            "contains no annotations",
        ),
    ] {
        let run = desk.feed("import -", bytes);
        assert!(run.code == 1 && run.stderr.contains(reason), "{run}");
    }
    let run = desk.feed(
        "import - --rating-map x.toml",
        b"[{\"type\": \"Annotation\", \"target\": \"x\"}]",
    );
    assert!(
        run.code == 1 && run.stderr.contains("--rating-map is for reviews"),
        "{run}"
    );
}

proptest! {
    #![proptest_config(super::readback::config())]

    /// Whatever a member is replaced by, the file is imported or refused, and a refusal leaves no trace.
    #[test]
    fn a_garbled_file_is_imported_or_refused(at in any::<prop::sample::Index>(), by in prop::sample::select(vec![
        Value::Null, json!([]), json!({}), json!(-1), json!(1e300), json!("\u{202e}"), json!([null]), json!(u64::MAX), json!(true),
    ])) {
        let mut file = collection(&desk(), "--include-off-record");
        let pointers = pointers(&file, "");
        let pointer = at.get(&pointers);
        *file.pointer_mut(pointer).expect("a member") = by;
        let desk = super::empty_desk();
        let before = desk.state();
        let run = desk.feed("import -", file.to_string().as_bytes());
        prop_assert!(run.code == 0 || run.code == 1, "{}\n{}", pointer, run);
        prop_assert!(!run.stderr.contains("panicked"), "{}", run);
        if run.stdout.is_empty() {
            prop_assert_eq!(desk.state(), before);
        }
    }
}

/// The place of every value in a document, as JSON Pointer writes it.
fn pointers(value: &Value, path: &str) -> Vec<String> {
    let mut all = vec![path.to_owned()];
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            all.extend(items.flat_map(|(at, item)| pointers(item, &format!("{path}/{at}"))));
        }
        Value::Object(members) => {
            let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
            let members = members.iter();
            all.extend(
                members.flat_map(|(name, member)| {
                    pointers(member, &format!("{path}/{}", escaped(name)))
                }),
            );
        }
        _ => {}
    }
    all
}
