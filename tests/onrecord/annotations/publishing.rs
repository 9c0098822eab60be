//! `export --format annotations`.

use serde_json::{Value, json};

use super::{COURIER, GAZETTE, annotations, collection, desk, of, statements, things};
use crate::common::TestDesk;

/// Every member of an annotation, selectors counted in code points.
#[test]
fn an_annotation_says_who_said_what_at_which_words() {
    let desk = desk();
    let options = "--publisher 'The Desk' --license https://desk.example/terms";
    let all = annotations(&desk, options);
    let mut union = of(&all, "harbour-shut", "Dockers").clone();
    let id = union["id"].take();
    assert!(id.as_str().is_some_and(|id| id.starts_with("urn:uuid:")));
    let record = union["onrecord"].take();
    let exact = "The dockers' union called that untrue.";
    let at = GAZETTE.find(exact).expect("words");
    let start = GAZETTE[..at].chars().count();
    assert_eq!(
        union,
        json!({
            "@context": ["http://www.w3.org/ns/anno.jsonld", {"onrecord": {"@id": "urn:onrecord:record", "@type": "@json"}}],
            "id": null,
            "type": "Annotation",
            "motivation": "describing",
            "created": "2025-08-20T09:00:00Z",
            "creator": {"type": "Organization", "name": "The Desk"},
            "generator": {"type": "Software", "name": "onrecord"},
            "rights": "https://desk.example/terms",
            "body": {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en",
                     "value": "Dockers' Union denies: “The harbour will be shut in May.”"},
            "target": {"type": "SpecificResource", "source": "https://gazette.example/h%C3%A5fen?a=1&b=2", "selector": [
                {"type": "TextPositionSelector", "start": start, "end": start + exact.chars().count()},
                // Somebody spoke on background in the same text, so nothing else of it is shown.
                {"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""},
            ]},
            "onrecord": null,
        })
    );
    let line = desk.export();
    let mut lines = line
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    assert!(
        lines.any(|line| line == record),
        "the record is that of an export: {record}"
    );
}

/// In a text in which nobody has to be protected, the words around a passage are shown, up to 32 characters on each side. Once
/// somebody speaks in it who must not be named, none are: "Bo Lind said:" stands beside the words of Bo Lind.
#[test]
fn the_words_around_a_passage_are_shown_if_nobody_is_protected_in_the_text() {
    let desk = desk();
    let text = "Bo Lind said: “The berths are rotten.” The union 🚢 agreed. “We knew,” it said.";
    desk.ok("source add notes --title Notes --url https://notes.example/1 --published 2025-08-18");
    desk.write("notes.txt", text);
    desk.ok("source attach notes notes.txt");
    desk.ok("claim add knew --text 'The union knew.'");
    desk.ok("say union asserts knew --source notes --passage 'We knew'");
    let quote = || {
        let all = annotations(&desk, "");
        let one = of(&all, "knew", "Dockers' Union").clone();
        let quote = &one["target"]["selector"][1];
        (quote["prefix"].clone(), quote["suffix"].clone())
    };
    assert_eq!(
        quote(),
        (
            json!("e rotten.” The union 🚢 agreed. “"),
            json!(",” it said.")
        )
    );
    desk.ok("party add lind --name 'Bo Lind' --kind person");
    desk.ok("claim add rotten --text 'The berths are rotten.'");
    desk.ok("say lind asserts rotten --source notes --attribution background --shown-as 'an official' --passage 'The berths are rotten.'");
    assert_eq!(quote(), (json!(""), json!("")));
    let published = desk.noted("export --format annotations");
    assert!(!published.contains("Lind"), "{published}");
}

/// Each passage has an annotation, further ones too, and a document without an address has a name by its id.
#[test]
fn each_passage_has_an_annotation() {
    let all = annotations(&desk(), "--include-off-record");
    let exact = |one: &Value| one["target"]["selector"][1]["exact"].clone();
    let words: Vec<Value> = all.iter().map(exact).collect();
    assert_eq!(all.len(), 7, "{words:?}");
    let of_mayor: Vec<&Value> = all
        .iter()
        .filter(|one| {
            one["onrecord"]["claim"] == "harbour-shut" && one["onrecord"]["party"] == "mayor"
        })
        .collect();
    let [own, further] = of_mayor.as_slice() else {
        panic!("two passages: {of_mayor:?}")
    };
    assert_eq!(own["onrecord"]["evidence"], json!([]));
    assert_eq!(exact(further), COURIER.trim_end());
    assert_eq!(further["target"]["source"], "https://courier.example/2");
    assert_eq!(further["onrecord"]["evidence"][0]["source"], "courier");
    let off = of(&all, "mayor-steps-down", "Otto Hidden");
    assert_eq!(off["target"]["source"], "urn:onrecord:source:notebook");
}

/// What must not be published is not there: nobody who is not named, nothing off the record, and no words in which they may
/// be named.
#[test]
fn who_must_not_be_named_is_not() {
    let desk = desk();
    let secret = desk.list("candidates --all");
    assert!(secret.is_empty());
    let records = desk.export();
    let mut records = records
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let toll = records.find(|one| one["record"] == "statement" && one["claim"] == "toll-doubled");
    let id = toll.expect("the statement")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let run = desk.run("export --format annotations");
    for hidden in [
        "Otto",
        "Hidden",
        "clerk",
        "step",
        "twice the old",
        "Somebody close",
        "every day.\n",
        &id,
    ] {
        assert!(!run.stdout.contains(hidden), "{hidden}: {run}");
    }
    assert!(
        run.stderr
            .contains("1 annotation is about a document as a whole"),
        "{run}"
    );
    assert!(run.stderr.contains("1 passage is left out"), "{run}");
    assert!(run.stderr.contains("`onrecord source attach`"), "{run}");
    let all = annotations(&desk, "--public");
    let toll = of(&all, "toll-doubled", "a person close to the council");
    assert_eq!(toll["target"], "https://gazette.example/h%C3%A5fen?a=1&b=2");
    assert!(toll["onrecord"]["passage"].is_null() && toll.get("created").is_none());
    // Others cannot read the desk's notes, so only the words themselves are quoted.
    let notes = of(&all, "ferries-late", "Dockers");
    let quote = &notes["target"]["selector"][1];
    assert_eq!(
        (&quote["prefix"], &quote["suffix"]),
        (&json!(""), &json!(""))
    );
    // The desk itself may have all of it, and is told what it has.
    let run = desk.run("export --format annotations --include-off-record");
    assert!(
        run.stdout.contains("twice the old") && run.stdout.contains(&id),
        "{run}"
    );
    assert!(
        run.stderr.contains("names the speakers of 2 statements"),
        "{run}"
    );
    assert!(!run.stderr.contains("as a whole"), "{run}");
}

/// The ids of annotations stay the same whatever else is recorded.
#[test]
fn ids_last() {
    let desk = desk();
    let ids = |desk: &TestDesk| -> Vec<Value> {
        let all = annotations(desk, "");
        all.iter().map(|one| one["id"].clone()).collect()
    };
    let before = ids(&desk);
    desk.ok("say clerk denies ferries-late --source bulletin --attribution background");
    desk.ok("say mayor confirms toll-doubled --source gazette --passage 'Ferries are late.'");
    let after = ids(&desk);
    assert_eq!(after[..before.len()], before);
    assert_eq!(after.len(), before.len() + 1);
}

/// Both clocks hold.
#[test]
fn annotations_are_as_of_the_time_asked_for() {
    let desk = desk();
    let earlier = annotations(&desk, "--as-of 2025-08-17");
    assert!(!earlier.is_empty());
    let all = annotations(&desk, "");
    assert!(earlier.len() < all.len());
    assert!(
        earlier
            .iter()
            .all(|one| one["onrecord"]["source"] == "gazette"),
        "{earlier:?}"
    );
    let before = annotations(&desk, "--known-at 2025-08-19");
    assert_eq!(before, Vec::<Value>::new());
}

/// Nothing that nobody has looked at is there if that is asked for, and it is marked otherwise.
#[test]
fn what_nobody_has_looked_at_is_marked() {
    let mut statements = statements();
    statements[1]["unreviewed"] = json!(true);
    let desk = super::empty_desk();
    desk.import(&statements);
    let all = annotations(&desk, "");
    let marked = |all: &[Value]| {
        let sentences = all.iter().map(|one| {
            one["body"]["value"]
                .as_str()
                .expect("a sentence")
                .to_owned()
        });
        sentences
            .filter(|one| one.ends_with("(unreviewed)"))
            .count()
    };
    assert_eq!(marked(&all), 1);
    let reviewed = annotations(&desk, "--reviewed");
    assert_eq!((marked(&reviewed), reviewed.len()), (0, all.len() - 1));
}

/// The document can be put into a page as it is, and shown on a terminal.
#[test]
fn a_document_can_be_put_into_a_page() {
    let mut things = things();
    things.push(
        json!({"record": "claim", "id": "hostile", "text": "</script><!-- \u{202e} & \u{2028}"}),
    );
    let desk = TestDesk::holding(super::NOW, &things);
    super::attach(
        &desk,
        "gazette",
        "She said </script>\u{202e}<b> & no more.\n",
    );
    desk.ok("say mayor asserts hostile --source gazette --passage 9..30");
    let text = desk.noted("export --format annotations");
    let raw = |c: char| "<>&\u{202e}\u{2028}\u{1b}".contains(c);
    assert!(!text.contains(raw), "{text}");
    let quote = &annotations(&desk, "")[0]["target"]["selector"][1];
    assert_eq!(quote["exact"], "</script>\u{202e}<b> & no mo");
}

/// A file is written whole, over nobody's, and its address is the collection's id.
#[test]
fn a_file_is_written_over_nobody_s() {
    let desk = desk();
    let run =
        desk.run("export --format annotations --url https://desk.example/a.jsonld --to a.jsonld");
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "a.jsonld: 6 annotations.\n"),
        "{run}"
    );
    let written = std::fs::read_to_string(desk.path("a.jsonld")).expect("a file");
    let written: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(written["id"], "https://desk.example/a.jsonld");
    assert_eq!(written["first"]["partOf"], written["id"]);
    let again = desk.run("export --format annotations --to a.jsonld");
    assert!(
        again.code == 1 && again.stderr.contains("a.jsonld already exists"),
        "{again}"
    );
}

/// What does not fit together is refused, with what to do; an empty ledger has an empty collection.
#[test]
fn what_does_not_fit_is_refused() {
    let desk = desk();
    for (line, code, reason) in [
        ("status --format annotations", 2, "only `export` writes"),
        (
            "export --format annotations --include-unresolved",
            1,
            "--include-unresolved is for --format claimreview",
        ),
        (
            "export --format annotations --url desk.example",
            1,
            "it begins with https:// or http://",
        ),
        (
            "export --publisher Desk",
            1,
            "--publisher is for --format claimreview, datafeed and annotations",
        ),
    ] {
        let run = desk.run(line);
        assert!(
            run.code == code && run.stdout.is_empty() && run.stderr.contains(reason),
            "{run}"
        );
    }
    let silent = TestDesk::with_ledger(super::NOW);
    let empty = collection(&silent, "");
    assert_eq!(
        (&empty["total"], &empty["first"]["items"]),
        (&json!(0), &json!([]))
    );
}
