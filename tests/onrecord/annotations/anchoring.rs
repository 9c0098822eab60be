//! Words are found again where they are, or it is said why not.

use serde_json::{Value, json};

use super::{GAZETTE, NOW, annotations, attach, desk, imported, passage, things};
use crate::common::TestDesk;

const PAGE: &str = "https://gazette.example/håfen?a=1&b=2";

/// A note on the gazette's page, selected so.
fn note(selector: Value) -> Value {
    json!({"type": "Annotation", "bodyValue": "?", "target": {"source": PAGE, "selector": selector}})
}

fn quote(exact: &str, prefix: &str, suffix: &str) -> Value {
    json!({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix})
}

fn position(start: u64, end: u64) -> Value {
    json!({"type": "TextPositionSelector", "start": start, "end": end})
}

/// Where the candidates of a desk with this text are after an import, and the reasons why annotations were left out.
fn placed(text: &str, notes: &[Value]) -> (Vec<Value>, Vec<String>) {
    let desk = TestDesk::holding(NOW, &things());
    attach(&desk, "gazette", text);
    let (answer, code) = imported(&desk, &json!(notes));
    let left_out = answer["annotations"]["left_out"]
        .as_array()
        .expect("a list");
    assert_eq!(code, i32::from(!left_out.is_empty()), "{answer}");
    let reasons = left_out.iter().map(|one| {
        let text = |name: &str| one[name].as_str().unwrap_or("-").to_owned();
        format!("{} {}: {}", text("place"), text("words"), text("reason"))
    });
    let candidates = desk.list("candidates");
    let mut points: Vec<Value> = candidates.iter().map(|one| one["point"].clone()).collect();
    points.sort_by_key(|point| point[0].as_u64());
    (points, reasons.collect())
}

fn span(text: &str, words: &str) -> Value {
    let place = passage(text, words);
    json!([place["start"], place["end"]])
}

/// Tools that count UTF-16 units give a place that is wrong behind the first sign that is two of them. It may even have the
/// same words.
#[test]
fn a_place_in_utf16_units_is_found_by_its_words() {
    let words = "The dockers' union called that untrue";
    let at = GAZETTE[..GAZETTE.find(words).expect("words")]
        .encode_utf16()
        .count() as u64;
    let selector = json!([
        position(at, at + words.len() as u64),
        quote(words, "said Ines Falk, the mayor. ", ".\n\nSomebody")
    ]);
    let (points, reasons) = placed(GAZETTE, &[note(selector)]);
    assert_eq!((points, reasons), (vec![span(GAZETTE, words)], Vec::new()));

    // Each 😀 is two units, so that in code points the place of the first "yes" is that of the second one.
    let text = "😀😀😀😀 Ina: yes yes yes, Olga.\n";
    let selector = json!([position(14, 17), quote("yes", "Ina: ", " yes yes")]);
    let (points, reasons) = placed(text, &[note(selector)]);
    assert_eq!((points, reasons), (vec![json!([10, 13])], Vec::new()));
}

/// An article that was edited: what was moved is found, what was rewritten is listed, and so is what is there twice now.
#[test]
fn words_of_an_edited_article_are_found_or_listed() {
    let written = annotations(&desk(), "");
    let of_gazette: Vec<Value> = written
        .into_iter()
        .filter(|one| {
            one["target"]["source"]
                .as_str()
                .is_some_and(|source| source.contains("gazette"))
        })
        .collect();
    let edited = "Updated: the harbour stays open in winter.\n\n👩\u{200d}🚀 Harbour news\n\nThe dockers' union called that untrue. \
                  “We close the harbour in May,” said Ines Falk, the mayor.\n\nFerries are late. Ferries are late.\n";
    let other = TestDesk::holding(NOW, &things());
    attach(&other, "gazette", edited);
    let (answer, code) = imported(&other, &json!(of_gazette));
    assert_eq!(code, 1, "{answer}");
    let left_out = &answer["annotations"]["left_out"];
    let reasons: Vec<String> = left_out
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| format!("{}: {} ({})", one["place"], one["reason"], one["words"]))
        .collect();
    let [rewritten, whole_or_twice @ ..] = reasons.as_slice() else {
        panic!("{answer:#}")
    };
    assert!(
        rewritten.contains("does not have these words")
            && rewritten.contains("We shut the harbour"),
        "{reasons:?}"
    );
    assert!(
        whole_or_twice.iter().any(|one| one.contains("2 times")),
        "{reasons:?}"
    );
    assert_eq!(answer["new"]["statement"], 1, "{answer}");
    let record = other.export();
    let moved = passage(edited, "The dockers' union called that untrue.");
    let place = format!(
        "\"passage\":{{\"start\":{},\"end\":{},",
        moved["start"], moved["end"]
    );
    assert!(record.contains(&place), "{record}");
}

/// Every reason for which words are not found, each with the place in the file and the words.
#[test]
fn what_is_not_found_is_listed() {
    let text = "Aye, said Ada. Nay, said Bea. Aye, said Cid.\n";
    let of = |source: &str, selector: Value| json!({"type": "Annotation", "target": {"source": source, "selector": selector}});
    let notes = [
        note(json!([quote("Ay", "", "e, said Cid")])),
        note(json!([quote("Aye, said Dan", "", "")])),
        note(json!([quote("Aye, said", "", "")])),
        note(json!([position(0, 3)])),
        note(json!([quote(
            "Nay",
            "quite other words",
            "and others still"
        )])),
        of("https://nobody.example/", json!([quote("Nay", "", "")])),
        of("https://bulletin.example/", json!([quote("Nay", "", "")])),
        json!({"type": "Annotation", "target": PAGE}),
        json!({"type": "Annotation", "target": [PAGE, PAGE]}),
        json!("https://notes.example/7"),
        note(json!({"type": "FragmentSelector", "value": "p1"})),
        note(json!([position(3, 5), quote(", ", "", "")])),
    ];
    let (points, reasons) = placed(text, &notes);
    assert_eq!(points, [json!([30, 32])]);
    let expected = [
        "[1] Aye, said Dan: the text of gazette does not have these words; it may have been edited",
        "[2] Aye, said: the text of gazette has these words 2 times, and those around them do not tell which are meant",
        "[3] -: gives no words (exact) by which the place can be checked",
        "[4] Nay: the text of gazette has these few words, but among quite other words",
        "[5] Nay: the ledger has no source with this address",
        "[6] Nay: source bulletin has no text; `onrecord source attach` adds it",
        "[7] -: is about the document as a whole, not about words in it",
        "[8] -: is about 2 things; only annotations of one are imported",
        "[9] -: is the address of an annotation, not the annotation",
        "[10] -: gives no words (exact) by which the place can be checked",
        "[11] ,: selects no words, but white space or marks",
    ];
    let mut reasons = reasons;
    reasons.sort_by_key(|one| {
        one[1..]
            .split(']')
            .next()
            .and_then(|at| at.parse::<u32>().ok())
    });
    assert_eq!(reasons, expected);
}

/// A place holds as long as it has the words, even if all around them was edited; finer selectors and addresses with a
/// fragment are understood.
#[test]
fn a_place_with_the_words_holds() {
    let text = "Aye, said Ada. Nay, said Bea. Aye, said Cid.\n";
    let finer =
        json!({"type": "FragmentSelector", "value": "p1", "refinedBy": quote("Nay", "", "")});
    let mut fragment = note(json!([quote("Bea", "", "")]));
    fragment["target"]["source"] = json!(format!("{PAGE}#annotations:x"));
    let notes = [
        note(json!([
            position(30, 33),
            quote("Aye", "formerly ", " formerly")
        ])),
        note(finer),
        fragment,
    ];
    let (points, reasons) = placed(text, &notes);
    assert_eq!(reasons, Vec::<String>::new());
    assert_eq!(points, [json!([15, 18]), json!([25, 28]), json!([30, 33])]);
}
