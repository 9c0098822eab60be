//! Passages as Web Annotations: what `export` publishes, and what `import` reads. Every paper, person and claim here is
//! invented.

mod anchoring;
mod importing;
mod invalid;
mod model;
mod publishing;
mod readback;
mod schemas;

use serde_json::{Value, json};

use crate::common::TestDesk;

/// The clock of these tests.
const NOW: &str = "2025-08-20T09:00Z";

/// An article. Its first sign is three code points and five UTF-16 units.
const GAZETTE: &str = "👩\u{200d}🚀 Harbour news\n\n“We shut the harbour in May,” said Ines Falk, the mayor. The dockers' union \
                       called that untrue.\n\nSomebody close to the council put the new toll at twice the old one. Ferries are late.\n";

/// The desk's own notes, which have no address.
const NOTEBOOK: &str = "Otto Hidden wants her to step down.\nUnion: ferries are late every day.\n";

/// Another article.
const COURIER: &str = "Falk told us again that the harbour will be shut.\n";

/// The passage of words in a text, in code points.
fn passage(text: &str, words: &str) -> Value {
    let at = text.find(words).expect("words of the text");
    let start = text[..at].chars().count();
    json!({"start": start, "end": start + words.chars().count()})
}

/// What statements refer to.
fn things() -> Vec<Value> {
    vec![
        json!({"record": "party", "id": "mayor", "name": "Ines Falk", "kind": "person"}),
        json!({"record": "party", "id": "union", "name": "Dockers' Union", "kind": "organisation"}),
        json!({"record": "party", "id": "clerk", "name": "Otto Hidden", "kind": "person"}),
        json!({"record": "party", "id": "courier-paper", "name": "The Courier", "kind": "media"}),
        json!({"record": "source", "id": "gazette", "title": "Harbour news", "published": "2025-08-17",
               "url": "https://gazette.example/håfen?a=1&b=2"}),
        json!({"record": "source", "id": "courier", "title": "Again", "published": "2025-08-18",
               "url": "https://courier.example/2"}),
        json!({"record": "source", "id": "notebook", "title": "Notes", "published": "2025-08-18"}),
        json!({"record": "source", "id": "bulletin", "title": "Bulletin", "published": "2025-08-18",
               "url": "https://bulletin.example/"}),
        json!({"record": "claim", "id": "harbour-shut", "text": "The harbour will be shut in May."}),
        json!({"record": "claim", "id": "toll-doubled", "text": "The toll was doubled."}),
        json!({"record": "claim", "id": "mayor-steps-down", "text": "The mayor should step down."}),
        json!({"record": "claim", "id": "ferries-late", "text": "The ferries are late."}),
    ]
}

/// Words of the mayor in two papers, of the union in one and in the desk's notes, of a clerk on background and off the
/// record, and of the union in a source whose text is not there.
fn statements() -> Vec<Value> {
    let said = |party: &str, stance: &str, claim: &str, source: &str, words: Value| json!({"record": "statement", "party": party, "stance": stance, "claim": claim, "source": source, "passage": words});
    let mut mayor = said(
        "mayor",
        "asserts",
        "harbour-shut",
        "gazette",
        passage(
            GAZETTE,
            "“We shut the harbour in May,” said Ines Falk, the mayor.",
        ),
    );
    mayor["evidence"] =
        json!([{"source": "courier", "passage": passage(COURIER, COURIER.trim_end())}]);
    let union = passage(GAZETTE, "The dockers' union called that untrue.");
    let somebody = "Somebody close to the council put the new toll at twice the old one.";
    let mut toll = said(
        "clerk",
        "asserts",
        "toll-doubled",
        "gazette",
        passage(GAZETTE, somebody),
    );
    toll["attribution"] = json!("background");
    toll["shown_as"] = json!("a person close to the council");
    let mut off = said(
        "clerk",
        "asserts",
        "mayor-steps-down",
        "notebook",
        passage(NOTEBOOK, "Otto Hidden wants her to step down."),
    );
    off["attribution"] = json!("off-record");
    let mut relayed = said(
        "union",
        "asserts",
        "ferries-late",
        "bulletin",
        json!({"start": 3, "end": 9}),
    );
    relayed["via"] = json!(["courier-paper"]);
    let ferries = passage(GAZETTE, "Ferries are late.");
    let daily = passage(NOTEBOOK, "ferries are late every day");
    vec![
        mayor,
        said("union", "denies", "harbour-shut", "gazette", union),
        toll,
        off,
        said("union", "asserts", "ferries-late", "notebook", daily),
        relayed,
        said("mayor", "doubts", "ferries-late", "gazette", ferries),
    ]
}

/// A desk with the things and the texts, and without statements.
fn empty_desk() -> TestDesk {
    let desk = TestDesk::holding(NOW, &things());
    for (source, text) in [
        ("gazette", GAZETTE),
        ("courier", COURIER),
        ("notebook", NOTEBOOK),
    ] {
        attach(&desk, source, text);
    }
    desk
}

fn attach(desk: &TestDesk, source: &str, text: &str) {
    desk.write("text.txt", text);
    desk.ok(format!("source attach {source} text.txt"));
}

/// A desk with all of it.
fn desk() -> TestDesk {
    let desk = empty_desk();
    desk.import(&statements());
    desk
}

/// The collection that `export --format annotations` writes with these options.
fn collection(desk: &TestDesk, options: &str) -> Value {
    let text = desk.noted(format!("export --format annotations {options}"));
    serde_json::from_str(&text).expect("JSON")
}

/// Its annotations.
fn annotations(desk: &TestDesk, options: &str) -> Vec<Value> {
    let collection = collection(desk, options);
    let items = collection["first"]["items"].as_array();
    items.expect("items").clone()
}

/// The annotation of a claim by a party, as its sentence names them.
fn of<'a>(annotations: &'a [Value], claim: &str, speaker: &str) -> &'a Value {
    let found = annotations.iter().find(|one| {
        let sentence = one["body"]["value"].as_str().expect("a sentence");
        one["onrecord"]["claim"] == claim && sentence.starts_with(speaker)
    });
    found.unwrap_or_else(|| panic!("{speaker} on {claim}: {annotations:?}"))
}

/// The answer of an import, with its exit code.
fn imported(desk: &TestDesk, file: &Value) -> (Value, i32) {
    let run = desk.feed("import - --format json", file.to_string().as_bytes());
    let answer = serde_json::from_str(&run.stdout);
    (
        answer.unwrap_or_else(|error| panic!("{error}\n{run}")),
        run.code,
    )
}
