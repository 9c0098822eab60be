//! Rulings as ClaimReview: what `export` publishes, and reviews that `import` reads. Every outlet, person and claim here is invented.

mod importing;
mod odd;
mod publishing;
mod readback;
mod real;

use serde_json::{Value, json};

use crate::common::TestDesk;

/// The clock of these tests.
const NOW: &str = "2025-08-20T09:00Z";

/// A claim that the mayor made in two papers and the union denied, one that an official made on background, one that
/// was made off the record only, and one that nobody made.
fn records() -> Vec<Value> {
    let said = |party: &str, stance: &str, claim: &str, source: &str, said: &str| json!({"record": "statement", "party": party, "stance": stance, "claim": claim, "source": source, "said": said});
    let with = |mut record: Value, fields: Value| {
        for (field, value) in fields.as_object().expect("fields") {
            record[field] = value.clone();
        }
        record
    };
    vec![
        json!({"record": "party", "id": "mayor", "name": "Ines Falk", "kind": "person", "role": "mayor of Lund"}),
        json!({"record": "party", "id": "union", "name": "Harbour Union", "kind": "organisation"}),
        json!({"record": "party", "id": "clerk", "name": "Otto Hidden", "kind": "person", "role": "clerk"}),
        json!({"record": "source", "id": "gazette", "title": "Harbour to close", "publisher": "The Gazette",
               "authors": ["A. Writer"], "url": "https://gazette.example/harbour?a=1&b=2", "published": "2025-08-17",
               "language": "en"}),
        json!({"record": "source", "id": "courier", "title": "Mayor repeats <pledge>", "publisher": "Courier",
               "url": "https://courier.example/2", "published": "2025-08-18"}),
        json!({"record": "source", "id": "notebook", "title": "Talk at the market", "published": "2025-08-18"}),
        json!({"record": "claim", "id": "harbour-closes", "text": "The harbour will close in May."}),
        json!({"record": "claim", "id": "toll-doubled", "text": "The toll has been doubled."}),
        json!({"record": "claim", "id": "mayor-resigns", "text": "The mayor will resign."}),
        json!({"record": "claim", "id": "fish-died", "text": "A thousand fish died."}),
        json!({"record": "claim", "id": "bridge-sold", "text": "The bridge was sold."}),
        json!({"record": "claim", "id": "ferry-late", "text": "The ferry was late."}),
        said("union", "denies", "harbour-closes", "courier", "2025-08-15"),
        said(
            "mayor",
            "asserts",
            "harbour-closes",
            "courier",
            "2025-08-18",
        ),
        said(
            "mayor",
            "asserts",
            "harbour-closes",
            "gazette",
            "2025-08-16T10:30Z",
        ),
        said("union", "asserts", "bridge-sold", "courier", "2025-08-18"),
        with(
            said("clerk", "asserts", "toll-doubled", "courier", "2025-08-17"),
            json!({"attribution": "background", "shown_as": "a person close to the council"}),
        ),
        with(
            said(
                "clerk",
                "asserts",
                "mayor-resigns",
                "notebook",
                "2025-08-18",
            ),
            json!({"attribution": "off-record", "note": "over coffee"}),
        ),
        json!({"record": "ruling", "claim": "harbour-closes", "verdict": "mixed", "reason": "Too early to say.",
               "ruled": "2025-08-18"}),
        json!({"record": "ruling", "claim": "harbour-closes", "verdict": "mostly-false",
               "reason": "Only the <b>east</b> quay closes.", "source": "gazette", "ruled": "2025-08-19"}),
        json!({"record": "ruling", "claim": "toll-doubled", "verdict": "misleading", "reason": "For lorries only.",
               "ruled": "2025-08-19"}),
        json!({"record": "ruling", "claim": "mayor-resigns", "verdict": "false", "reason": "She stays.",
               "ruled": "2025-08-19"}),
        json!({"record": "ruling", "claim": "fish-died", "verdict": "true", "reason": "They were counted.",
               "source": "notebook", "ruled": "2025-08-19"}),
    ]
}

/// A desk with these records.
pub(crate) fn desk() -> TestDesk {
    TestDesk::holding(NOW, &records())
}

/// The reviews that `export --format claimreview` writes with these options.
fn reviews(desk: &TestDesk, options: &str) -> Vec<Value> {
    let text = desk.noted(format!("export --format claimreview {options}"));
    let document: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["@context"], "https://schema.org");
    document["@graph"].as_array().expect("a graph").clone()
}

/// Undoes the latest write.
fn undo(desk: &TestDesk) {
    let run = desk.run("undo --yes");
    assert_eq!(run.code, 0, "{run}");
}
