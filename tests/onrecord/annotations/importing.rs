//! `import` of annotations: whatever they are wrapped in, and whoever wrote them.

use serde_json::{Value, json};

use super::{GAZETTE, annotations, collection, desk, empty_desk, imported};
use crate::common::TestDesk;

const PAGE: &str = "https://gazette.example/håfen?a=1&b=2";

/// Words of the article that somebody marked in another tool.
fn marked(exact: &str) -> Value {
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://notes.example/1", "type": "Annotation",
        "creator": {"type": "Person", "name": "Ann"},
        "body": [{"type": "TextualBody", "value": "Ask the council.", "purpose": "commenting"},
                 {"type": "TextualBody", "value": "toll", "purpose": "tagging"}],
        "target": {"source": PAGE, "selector": {"type": "TextQuoteSelector", "exact": exact}},
    })
}

/// What the Hypothesis API answers for two notes on words and one on a page.
fn rows() -> Value {
    let row = |exact: &str, at: u64, text: &str| {
        json!({
            "id": "x", "created": "2025-08-19T10:00:00.000000+00:00", "user": "acct:bo@hypothes.is", "uri": PAGE,
            "text": text, "tags": ["harbour", " "], "group": "__world__", "hidden": false, "flagged": false,
            "target": [{"source": PAGE, "selector": [
                {"type": "RangeSelector", "startContainer": "/p[2]", "endContainer": "/p[2]", "startOffset": 0, "endOffset": 9},
                {"type": "TextPositionSelector", "start": at, "end": at + 5},
                {"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""},
            ]}],
        })
    };
    json!({"total": 3, "rows": [
        row("Ferries are late.", 1, ""),
        row("called  that\nuntrue", 1, "Who did?"),
        {"id": "y", "user": "acct:bo@hypothes.is", "uri": PAGE, "text": "On the page", "target": [{"source": PAGE}]},
    ]})
}

/// A note of somebody else is a candidate at the words, with the note, and once only.
#[test]
fn what_others_marked_waits_for_a_review() {
    let desk = desk();
    let before = desk.state();
    let (answer, code) = imported(&desk, &marked("put the new toll at twice the old one"));
    assert_eq!(code, 0, "{answer}");
    assert_eq!(answer["annotations"]["proposed"], 1, "{answer}");
    assert_eq!(
        desk.state(),
        before,
        "nothing is recorded before somebody looks at it"
    );
    let candidates = desk.list("candidates");
    let [candidate] = candidates.as_slice() else {
        panic!("one candidate: {candidates:?}")
    };
    assert_eq!(candidate["words"], "put the new toll at twice the old one");
    assert_eq!(candidate["read_by"]["command"], "Ann");
    assert_eq!(candidate["read_by"]["note"], "Ask the council.\nTags: toll");
    assert_eq!(candidate["claims"][0]["claim"], "toll-doubled");
    let id = candidate["id"].as_str().expect("an id");
    let shown = desk.ok("candidates");
    assert!(shown.contains("marked by"), "{shown}");
    let (again, _) = imported(&desk, &marked("put the new toll at twice the old one"));
    assert_eq!(
        (
            &again["annotations"]["proposed"],
            &again["annotations"]["known"]
        ),
        (&json!(0), &json!(1))
    );
    desk.ok(format!("accept {id} --party union --claim toll-doubled"));
    let notes = desk.export();
    assert!(
        notes.contains("\"note\":\"Ask the council.\\nTags: toll\""),
        "{notes}"
    );
    let (again, _) = imported(&desk, &marked("put the new toll at twice the old one"));
    assert_eq!(again["annotations"]["known"], 1, "accepted, it stays so");
    assert_eq!(desk.list("candidates"), Vec::<Value>::new());
}

/// What two people noted on the same words is kept of both, in whatever order it comes; a note that somebody changed replaces
/// the earlier one.
#[test]
fn nobody_s_note_is_lost() {
    let desk = desk();
    let by = |name: &str, text: &str| {
        let mut note = marked("Ferries are late.");
        note["creator"] = json!(name);
        note["body"] = json!({"type": "TextualBody", "value": text});
        note
    };
    imported(&desk, &json!([by("Ann", "Why?"), by("Bo", "Since when?")]));
    imported(&desk, &by("Bo", "Since May."));
    let candidates = desk.list("candidates");
    let mut notes: Vec<&str> = candidates
        .iter()
        .map(|one| one["read_by"]["note"].as_str().expect("a note"))
        .collect();
    notes.sort_unstable();
    assert_eq!(notes, ["Since May.", "Why?"]);
}

/// What the Hypothesis API answers is read as it is: words that differ in white space, places in its own text, notes on whole
/// pages.
#[test]
fn an_answer_of_hypothesis_is_read() {
    let desk = desk();
    let run = desk.feed("import -", rows().to_string().as_bytes());
    assert_eq!(
        run.code, 1,
        "what is left out must not pass for imported: {run}"
    );
    for line in [
        "3 annotations in the file.",
        "2 candidates to review: onrecord candidates",
        "rows[2]: is about the document as a whole, not about words in it",
    ] {
        assert!(run.stdout.contains(line), "{line}: {run}");
    }
    let candidates = desk.list("candidates");
    let words: Vec<&Value> = candidates.iter().map(|one| &one["words"]).collect();
    assert_eq!(words, ["Ferries are late.", "called that untrue"]);
    assert_eq!(candidates[1]["read_by"]["command"], "bo@hypothes.is");
    assert_eq!(candidates[1]["read_by"]["note"], "Who did?\nTags: harbour");
    assert_eq!(candidates[0]["read_by"]["note"], "Tags: harbour");
    let again = desk.feed("import -", rows().to_string().as_bytes());
    assert!(
        again.stdout.contains("2 candidates were proposed before."),
        "{again}"
    );
    // What its client exports is the same under another name.
    let exported = json!({
        "export_date": "2025-08-20T08:00:00Z", "export_userid": "acct:bo@hypothes.is", "client_version": "1.1",
        "annotations": rows()["rows"],
    });
    let (known, code) = imported(&desk, &exported);
    assert_eq!((code, &known["annotations"]["known"]), (1, &json!(2)));
    let place = &known["annotations"]["left_out"][0]["place"];
    assert_eq!(place, "annotations[2]");
    // Either may be empty.
    for empty in [
        json!({"total": 0, "rows": []}),
        json!({"client_version": "1.1", "annotations": []}),
    ] {
        let (none, code) = imported(&desk, &empty);
        assert_eq!((code, &none["annotations"]["found"]), (0, &json!(0)));
    }
}

/// One, a list, a page and a collection are the same.
#[test]
fn annotations_come_in_many_wrappers() {
    let written = collection(&desk(), "--include-off-record");
    let items = written["first"]["items"].clone();
    let context = "http://www.w3.org/ns/anno.jsonld";
    for (wrapped, statements) in [
        (items[0].clone(), 1),
        (items.clone(), 6),
        (
            json!({"@context": context, "id": "urn:x:p", "type": "AnnotationPage", "items": items}),
            6,
        ),
        (
            json!({"@context": context, "id": "urn:x:c", "type": ["AnnotationCollection"], "first": {"type": "AnnotationPage", "items": items}}),
            6,
        ),
        (written, 6),
    ] {
        let desk = empty_desk();
        let (answer, code) = imported(&desk, &wrapped);
        assert_eq!(
            (code, &answer["new"]["statement"]),
            (0, &json!(statements)),
            "{answer}"
        );
    }
}

/// Other files are what they were before, even if they mention annotations.
#[test]
fn other_files_are_not_taken_for_annotations() {
    let desk = empty_desk();
    let record = json!({"record": "claim", "id": "c", "text": "A tool has \"Annotation\" and \"rows\" in it."});
    let run = desk.feed("import -", record.to_string().as_bytes());
    assert!(
        run.code == 0 && run.stdout.starts_with("Recorded 1 claim"),
        "{run}"
    );
    let review = json!({
        "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "It has \"AnnotationPage\" in it.",
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
        "author": {"@type": "Organization", "name": "Courier Check"}, "url": "https://check.example/1",
        "datePublished": "2025-08-19",
    });
    let run = desk.feed("import -", json!([review]).to_string().as_bytes());
    assert!(
        run.code == 0 && run.stdout.contains("1 review in the file"),
        "{run}"
    );
}

/// A statement that the ledger has is not recorded twice; words that are at another place now are a further passage.
#[test]
fn a_recorded_statement_gets_the_passage_where_it_is_now() {
    let first = desk();
    let union = annotations(&first, "")
        .into_iter()
        .find(|one| {
            one["body"]["value"]
                .as_str()
                .is_some_and(|text| text.starts_with("Dockers' Union denies"))
        })
        .expect("the union's words");
    // A desk that has the records, and an edited text.
    let second = TestDesk::holding(super::NOW, &super::things());
    let mut record = union["onrecord"].clone();
    record["passage"] = Value::Null;
    second.import(&[record]);
    super::attach(
        &second,
        "gazette",
        &format!("Corrected on Tuesday.\n\n{GAZETTE}"),
    );
    let (answer, code) = imported(&second, &union);
    assert_eq!(
        (code, &answer["evidence"], &answer["annotations"]["moved"]),
        (0, &json!(1), &json!(1)),
        "{answer}"
    );
    let held = second.export();
    let start = union["target"]["selector"][0]["start"]
        .as_u64()
        .expect("a number")
        + 23;
    assert!(
        held.contains(&format!(
            "\"evidence\":[{{\"source\":\"gazette\",\"passage\":{{\"start\":{start},"
        )),
        "{held}"
    );
    let (again, _) = imported(&second, &union);
    assert_eq!(
        (&again["evidence"], &again["same"]),
        (&json!(0), &json!(1)),
        "{again}"
    );
}

/// What a statement names has to be there; it is said what is missing, and nothing is recorded.
#[test]
fn what_is_missing_is_named() {
    let written = collection(&desk(), "--include-off-record");
    let desk = TestDesk::with_ledger(super::NOW);
    let things = super::things();
    let kept: Vec<Value> = things
        .into_iter()
        .filter(|one| one["id"] != "clerk" && one["id"] != "toll-doubled")
        .collect();
    desk.import(&kept);
    for (source, text) in [
        ("gazette", GAZETTE),
        ("courier", super::COURIER),
        ("notebook", super::NOTEBOOK),
    ] {
        super::attach(&desk, source, text);
    }
    let before = desk.state();
    let run = desk.feed("import -", written.to_string().as_bytes());
    assert_eq!(run.code, 1, "{run}");
    assert!(
        run.stderr
            .contains("first.items[3]: the ledger has no party clerk and no claim toll-doubled")
            && run.stderr.contains("as JSON Lines"),
        "{run}"
    );
    assert_eq!(desk.state(), before);
}

/// With `--update`, what an annotation says of a statement is taken over, as from records.
#[test]
fn a_statement_is_corrected_if_asked() {
    let desk = desk();
    let mut union = super::of(&annotations(&desk, ""), "harbour-shut", "Dockers").clone();
    union["onrecord"]["stance"] = json!("doubts");
    let (answer, code) = imported(&desk, &union);
    assert_eq!(code, 1, "{answer}");
    assert!(
        answer["differing"][0]
            .as_str()
            .is_some_and(|what| what.contains("the annotation: stance")),
        "{answer}"
    );
    let run = desk.feed("import - --update", union.to_string().as_bytes());
    assert!(run.code == 0 && run.stdout.contains("1 statement"), "{run}");
    desk.ok("rebuild --check");
}
