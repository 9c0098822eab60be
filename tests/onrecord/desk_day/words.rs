//! The words of passages: found by search, shown beside what they show, and kept out of what is published if they may
//! name somebody who must not be named.

use serde_json::{Value, json};

use crate::common::TestDesk;

const NOW: &str = "2025-08-20T09:00Z";

/// An invented text with typographic characters.
const TEXT: &str = "The mayor’s office said the U.S. agree\u{ad}ment is dead. It was never alive, \
    the dock workers replied. Between us, a clerk whispered that both are lying.";

/// The passage of these words in [`TEXT`].
fn passage(words: &str) -> Value {
    let start = TEXT.find(words).expect("words of the text");
    let start = TEXT[..start].chars().count();
    json!({"start": start, "end": start + words.chars().count()})
}

fn party(id: &str, name: &str) -> Value {
    json!({"record": "party", "id": id, "name": name, "kind": "organisation"})
}

/// A desk with three passages and no quote, the text not yet attached.
fn unattached() -> TestDesk {
    let said = |party: &str, stance: &str, words: &str, attribution: &str| {
        json!({"record": "statement", "party": party, "stance": stance, "claim": "dead", "source": "article",
               "said": "2025-08-19", "passage": passage(words), "attribution": attribution})
    };
    let desk = TestDesk::holding(
        NOW,
        &[
            party("mayor", "The mayor’s office"),
            party("dockers", "The dock workers"),
            party("clerk", "A certain clerk"),
            json!({"record": "claim", "id": "dead", "text": "The deal is off."}),
            json!({"record": "source", "id": "article", "title": "Harbour news", "published": "2025-08-19"}),
            said(
                "mayor",
                "asserts",
                "The mayor’s office said the U.S. agree\u{ad}ment is dead.",
                "on-record",
            ),
            said(
                "dockers",
                "denies",
                "It was never alive, the dock workers replied.",
                "on-record",
            ),
            said(
                "clerk",
                "doubts",
                "Between us, a clerk whispered that both are lying.",
                "off-record",
            ),
        ],
    );
    desk.write("article.txt", TEXT);
    desk
}

fn attached() -> TestDesk {
    let desk = unattached();
    desk.ok("source attach article article.txt");
    desk
}

fn speakers_found(desk: &TestDesk, query: &str) -> Vec<String> {
    let hits = desk.list(format!("search {query}"));
    let said = hits.iter().filter(|hit| hit["kind"] == "statement");
    said.map(|hit| {
        let text = hit["text"].as_str().expect("a text");
        text.split(' ').next().unwrap_or_default().to_owned()
    })
    .collect()
}

#[test]
fn search_finds_the_words_of_passages() {
    let desk = unattached();
    assert!(speakers_found(&desk, "replied").is_empty());
    desk.ok("source attach article article.txt");
    assert_eq!(speakers_found(&desk, "replied"), ["dockers"]);
    let hit = &desk.list("search replied")[0];
    assert!(
        hit["excerpt"]
            .as_str()
            .is_some_and(|shown| shown.contains("[replied]")),
        "{hit}"
    );
    assert_eq!(
        hit["words"],
        "It was never alive, the dock workers replied."
    );
    assert!(
        desk.ok("search replied")
            .contains("the dock workers [replied]")
    );
    // Off the record: never.
    assert!(speakers_found(&desk, "whispered").is_empty());
    // A statement recorded after the text was attached, and one that was taken back.
    desk.ok("say clerk asserts dead --source article --passage 'never alive'");
    assert_eq!(speakers_found(&desk, "never").len(), 2);
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(speakers_found(&desk, "never"), ["dockers"]);
    desk.state();
    // The text is taken back: its words are found no more, except as of before.
    assert_eq!(desk.run("undo --yes").code, 0);
    assert!(speakers_found(&desk, "never").is_empty());
    desk.state();
}

#[test]
fn other_ways_of_writing_a_word_match() {
    let desk = attached();
    for query in [
        "agreement",
        "'\"US agreement\"'",
        "U.S.",
        "US",
        "\"mayor's\"",
        "mayor’s",
        "agree\u{ad}ment",
        "“office said”",
    ] {
        assert_eq!(speakers_found(&desk, query), ["mayor"], "{query}");
    }
    desk.ok("say clerk asserts dead --source article --passage \"The mayor's office said the US agreement\"");
    desk.import(&[json!({"record": "party", "id": "usa", "name": "The U.S. O’Brien gov\u{ad}ernment", "kind": "government"})]);
    for name in [
        "'The US O’Brien government'",
        "\"the u.s. o'brien government\"",
    ] {
        let found = desk.json(format!("party show {name}"));
        assert_eq!(found["id"], "usa", "{name}");
    }
}

#[test]
fn both_sides_of_a_discrepancy_show_their_words() {
    let desk = attached();
    let found = desk.list("discrepancies");
    let words: Vec<&Value> = found[0]["sides"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|side| &side["words"])
        .collect();
    assert!(
        words.contains(&&json!("It was never alive, the dock workers replied.")),
        "{found:#?}"
    );
    let shown = desk.ok("discrepancies");
    assert!(
        shown.contains("The dock workers: It was never alive"),
        "{shown}"
    );
    let why = desk.json("why dead");
    assert!(
        why["words"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|step| step["words"].is_string()),
        "{why}"
    );
}

/// What was said off the record, or by somebody who is not named, is not printed with a passage either.
#[test]
fn a_published_report_shows_the_words_of_those_it_names() {
    let desk = attached();
    for format in ["table", "markdown", "json"] {
        let report = desk.noted(format!("report - --format {format}"));
        assert!(report.contains("It was never alive"), "{format}: {report}");
        assert!(!report.contains("whispered"), "{format}");
        let private = desk.noted(format!("report - --include-off-record --format {format}"));
        assert!(private.contains("whispered"), "{format}");
    }
    // A passage that reaches into what was said off the record, and one that an unnamed speaker stands in.
    desk.ok("say dockers asserts dead --source article --passage 'replied. Between us, a clerk'");
    desk.ok("say clerk asserts dead --source article --passage 'workers replied' --attribution background");
    for format in ["table", "markdown", "json"] {
        let report = desk.noted(format!("report - --format {format}"));
        for hidden in ["Between us", "never alive", "workers replied", "whispered"] {
            assert!(!report.contains(hidden), "{format}: {hidden}");
        }
        assert!(report.contains("is dead"), "{format}");
    }
}

/// A report quotes; it does not print the article.
#[test]
fn a_published_report_cuts_long_passages() {
    let desk = TestDesk::holding(
        NOW,
        &[
            party("mayor", "The mayor"),
            json!({"record": "claim", "id": "long", "text": "It is long."}),
            json!({"record": "source", "id": "speech", "title": "A speech", "published": "2025-08-19"}),
            json!({"record": "statement", "party": "mayor", "stance": "asserts", "claim": "long", "source": "speech",
                   "passage": {"start": 0, "end": 700}}),
        ],
    );
    desk.write("speech.txt", format!("{}the end", "and so on, ".repeat(70)));
    desk.ok("source attach speech speech.txt");
    for format in ["table", "markdown", "json"] {
        let report = desk.noted(format!("report - --format {format}"));
        let count = report.matches("and so on").count();
        assert!((1..40).contains(&count), "{format}: {count}");
    }
    let page = desk.json("claim show long");
    assert_eq!(
        page["statements"][0]["words"].as_str().map(str::len),
        Some(700)
    );
}
