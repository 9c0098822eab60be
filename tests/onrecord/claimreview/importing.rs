//! `import` of reviews as others publish them.

use serde_json::{Value, json};

use super::{NOW, undo};
use crate::common::{Run, TestDesk};

/// A review of an invented outlet, with these properties changed or, if they are null, taken out.
fn review(changed: Value) -> Value {
    let mut review = json!({
        "@context": "https://schema.org", "@type": "ClaimReview",
        "url": "https://courier.example/check/7",
        "name": "No, the lighthouse is not for sale",
        "author": {"@type": "Organization", "name": "Courier Check", "url": "https://courier.example"},
        "datePublished": "2025-08-12T09:30:00+02:00",
        "claimReviewed": "The lighthouse was sold to a hotel.",
        "reviewBody": "The deed names no buyer.",
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "worstRating": 1, "bestRating": 5, "alternateName": "False"},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Tilda Berg", "jobTitle": "councillor"},
            "datePublished": "2025-08-10",
            "appearance": [{"@type": "CreativeWork", "url": "https://social.example/berg/1"},
                           "https://social.example/berg/2"],
        },
    });
    for (name, value) in changed.as_object().expect("properties") {
        match value {
            Value::Null => {
                review.as_object_mut().expect("a review").remove(name);
            }
            value => review[name] = value.clone(),
        }
    }
    review
}

fn desk_with(document: &Value) -> TestDesk {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("reviews.json", document.to_string());
    desk
}

/// What `import` says of a document in a new ledger.
fn imported(document: &Value) -> (TestDesk, Value) {
    let desk = desk_with(document);
    let answer = desk.json("import reviews.json");
    (desk, answer)
}

/// A text without the line breaks that a narrow terminal needs.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn records(desk: &TestDesk, kind: &str) -> Vec<Value> {
    let text = desk.export();
    let records = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    records.filter(|record| record["record"] == kind).collect()
}

/// Whether something was left out at a place for a reason with these words.
fn left_out(answer: &Value, place: &str, words: &str) -> bool {
    let left_out = answer["reviews"]["left_out"].as_array().expect("a list");
    left_out.iter().any(|one| {
        one["place"] == place
            && one["reason"]
                .as_str()
                .is_some_and(|reason| reason.contains(words))
    })
}

/// A review becomes a claim, the party that made it, the places where it did, the review itself, and a ruling.
#[test]
fn a_review_becomes_records() {
    let (desk, answer) = imported(&review(json!({})));
    assert_eq!(
        answer["new"],
        json!({"claim": 1, "party": 1, "question": 0, "ruling": 1, "source": 3, "statement": 2})
    );
    assert_eq!(
        answer["reviews"],
        json!({"found": 1, "ruled": 1, "unmapped": [], "left_out": [], "opposite": [], "unused": {}})
    );
    let claim = "the-lighthouse-was-sold-to-a-hotel";
    assert_eq!(records(&desk, "claim")[0]["id"], claim);
    let party = &records(&desk, "party")[0];
    assert_eq!(
        (&party["name"], &party["kind"], &party["role"]),
        (&json!("Tilda Berg"), &json!("person"), &json!("councillor"))
    );
    let statements = records(&desk, "statement");
    for statement in &statements {
        assert_eq!(
            (&statement["party"], &statement["stance"]),
            (&json!("tilda-berg"), &json!("asserts"))
        );
        assert_eq!(
            (&statement["claim"], &statement["said"]),
            (&json!(claim), &json!("2025-08-10"))
        );
    }
    assert_eq!(
        records(&desk, "ruling"),
        [
            json!({"record": "ruling", "claim": claim, "verdict": "false", "ruled": "2025-08-12",
                "reason": "Courier Check rates it “False”. The deed names no buyer.",
                "source": "courier-check-2025-08-12"})
        ]
    );
    let sources = records(&desk, "source");
    // A document of which only the address is known is called after its site.
    let ids: Vec<&Value> = sources.iter().map(|one| &one["id"]).collect();
    assert_eq!(
        ids,
        [
            "courier-check-2025-08-12",
            "social-example",
            "social-example-2"
        ]
    );
    let page = sources
        .iter()
        .find(|one| one["id"] == "courier-check-2025-08-12")
        .expect("the review");
    assert_eq!(page["title"], "No, the lighthouse is not for sale");
    assert_eq!(
        (&page["publisher"], &page["published"]),
        (&json!("Courier Check"), &json!("2025-08-12T07:30Z"))
    );
    assert_eq!(page["url"], "https://courier.example/check/7");
}

/// Importing again records nothing, and undoing takes all of an import back.
#[test]
fn an_import_is_recognised_and_taken_back_in_one() {
    let undated = review(
        json!({"datePublished": null, "url": "https://courier.example/8",
                                "claimReviewed": "The keeper left."}),
    );
    let mut desk = desk_with(&json!([review(json!({})), undated]));
    let before = desk.export();
    desk.ok("import reviews.json");
    let after = desk.export();
    // A ruling without a date gets the day of the import, and keeps it.
    desk.set_now("2025-08-23T09:00Z");
    let again = desk.ok("import reviews.json");
    assert!(again.starts_with("Nothing new"), "{again}");
    assert_eq!(desk.export(), after);
    undo(&desk);
    assert_eq!(desk.export(), before);
}

/// One review, a list, a graph, a feed, one a line, and a page: the same records.
#[test]
fn every_shape_of_file_is_read() {
    let one = review(json!({}));
    let script = format!("<script type=\"application/ld+json\">{one}</script>");
    let item =
        json!({"@type": "DataFeedItem", "url": "https://courier.example/check/7", "item": [one]});
    let shapes = [
        one.to_string(),
        json!([one]).to_string(),
        json!({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Courier"}, one]}).to_string(),
        json!({"@type": "DataFeed", "dataFeedElement": [item]}).to_string(),
        format!("{one}\n\n{one}\n"),
        format!("\u{feff}{one}"),
        format!("<!DOCTYPE html><title>Check</title><p>Is it sold?</p>{script}"),
    ];
    let (desk, _) = imported(&one);
    let wanted = desk.export();
    for shape in &shapes {
        let desk = TestDesk::with_ledger(NOW);
        let run = desk.feed("import -", shape.as_bytes());
        assert_eq!(run.code, 0, "{run}\n{shape}");
        assert_eq!(desk.export(), wanted, "{shape}");
    }
}

/// Texts of pages have character references; references within a document are followed.
#[test]
fn texts_and_references_are_resolved() {
    let document = json!({"@graph": [
        {"@type": "Organization", "@id": "#courier", "name": "Courier Check"},
        review(json!({"author": {"@id": "#courier"}, "claimReviewed": "The keeper&#039;s  lamp\nfell &amp; broke."})),
    ]});
    let (desk, _) = imported(&document);
    assert_eq!(
        records(&desk, "claim")[0]["text"],
        "The keeper's lamp fell & broke."
    );
    let sources = records(&desk, "source");
    assert!(
        sources
            .iter()
            .any(|one| one["publisher"] == "Courier Check"),
        "{sources:?}"
    );
}

/// The number says nothing, whatever it is; the words do if they are known.
#[test]
fn the_number_never_decides() {
    let rated = |rating: Value| review(json!({"reviewRating": rating}));
    let numbers = [
        (1, 5, 5, None),
        (5, 1, 1, Some("inverted")),
        (-1, -1, -1, Some("no steps")),
        (4, 4, 4, Some("no steps")),
    ];
    for (worst, best, value, noted) in numbers {
        let rating = json!({"worstRating": worst.to_string(), "bestRating": best, "ratingValue": value, "alternateName": "mostly false"});
        let (desk, answer) = imported(&rated(rating));
        assert_eq!(records(&desk, "ruling")[0]["verdict"], "mostly-false");
        if let Some(words) = noted {
            assert!(left_out(&answer, "the file", words), "{answer}");
        }
    }
    for rating in [
        json!({"ratingValue": 5, "bestRating": 5, "worstRating": 1}),
        json!(null),
        json!({"alternateName": " "}),
    ] {
        let (desk, answer) = imported(&rated(rating));
        assert!(records(&desk, "ruling").is_empty());
        assert!(
            left_out(&answer, "the file", "a number alone says nothing"),
            "{answer}"
        );
        assert_eq!(records(&desk, "claim").len(), 1);
    }
}

/// Ratings that nobody explained are listed, and their claims have no ruling; a map explains them, with a fallback.
#[test]
fn ratings_are_mapped_by_the_user() {
    let sentence = "Nothing of the sort: the deed, which we have seen, names nobody.";
    let rated = |number: usize, rating: &str| {
        review(
            json!({"url": format!("https://courier.example/{number}"), "claimReviewed": format!("Claim {number} holds."),
                      "reviewRating": {"alternateName": rating}}),
        )
    };
    let document = json!([
        rated(0, "Falskt!"),
        rated(1, sentence),
        rated(2, "falskt"),
        rated(3, "Half  Right"),
        rated(4, "True")
    ]);
    let (desk, answer) = imported(&document);
    assert_eq!(
        answer["reviews"]["unmapped"],
        json!([
            {"rating": "Falskt!", "places": ["[0]"]}, {"rating": sentence, "places": ["[1]"]},
            {"rating": "falskt", "places": ["[2]"]}, {"rating": "Half Right", "places": ["[3]"]},
        ])
    );
    assert_eq!(answer["reviews"]["ruled"], 1);
    assert_eq!(
        (
            records(&desk, "claim").len(),
            records(&desk, "ruling").len()
        ),
        (5, 1)
    );
    let text = flat(&desk_with(&document).ok("import reviews.json"));
    assert!(
        text.contains("--rating-map") && text.contains("“Falskt!”: 1 review, first [0]"),
        "{text}"
    );

    // The map adds the rulings that were left out, and nothing else.
    desk.write(
        "map.toml",
        "\"FALSKT\" = \"false\"\n\"half right\" = \"mixed\"\n",
    );
    let again = desk.json("import reviews.json --rating-map map.toml");
    assert_eq!(again["new"]["ruling"], 3);
    assert_eq!(
        (&again["new"]["claim"], &again["new"]["source"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(
        again["reviews"]["unmapped"],
        json!([{"rating": sentence, "places": ["[1]"]}])
    );
    desk.write(
        "map.json",
        "{\"Falskt\": \"false\", \"*\": \"unproven\", \"true\": \"mostly-true\"}",
    );
    let other = desk_with(&document);
    std::fs::copy(desk.path("map.json"), other.path("map.json")).expect("a copy");
    other.ok("import reviews.json --rating-map map.json");
    let verdicts: Vec<Value> = records(&other, "ruling")
        .iter()
        .map(|one| one["verdict"].clone())
        .collect();
    let count = |word: &str| verdicts.iter().filter(|one| *one == word).count();
    assert_eq!(
        (count("false"), count("unproven"), count("mostly-true")),
        (2, 2, 1)
    );
}

/// A map that cannot be meant is refused by its name and what is wrong in it, and nothing is imported.
#[test]
fn a_bad_map_is_refused() {
    let desk = desk_with(&review(json!({})));
    let state = desk.state();
    for (name, text, reason) in [
        (
            "a.toml",
            "\"Falskt\" = \"wrong\"",
            "\"Falskt\": there is no verdict \"wrong\"; write true, mostly-true",
        ),
        (
            "b.toml",
            "# ours\n\"Falskt\" = ",
            "line 2: write a rating and its verdict, both in quotation marks: \"Half right\" = \"mixed\"",
        ),
        (
            "c.json",
            "{\n\"Falskt\": 1}",
            "line 2: write a JSON object of ratings and verdicts, such as {\"Half right\": \"mixed\"}",
        ),
        (
            "e.toml",
            "\"Falskt\" = \"false\"\nSant = 5",
            "line 2: write a rating and its verdict",
        ),
        (
            "f.json",
            "{\"Falskt\": \"false\", \"Falskt\": \"true\"}",
            "\"Falskt\" has two verdicts",
        ),
        (
            "d.toml",
            "\"Falskt\" = \"false\"\n\"falskt.\" = \"true\"",
            "has two verdicts",
        ),
    ] {
        desk.write(name, text);
        let run = desk.run(format!("import reviews.json --rating-map {name}"));
        assert!(
            run.code == 1 && run.stderr.contains(name) && run.stderr.contains(reason),
            "{run}"
        );
    }
    let run = desk.run("import reviews.json --rating-map none.toml");
    assert!(run.code == 1 && run.stderr.contains("none.toml"), "{run}");
    desk.write(
        "records.jsonl",
        "{\"record\": \"question\", \"id\": \"q\", \"text\": \"Q?\"}",
    );
    let run = desk.run("import records.jsonl --rating-map a.toml");
    assert!(
        run.code == 1 && run.stderr.contains("--rating-map is for reviews"),
        "{run}"
    );
    let run = desk.run("import reviews.json --update");
    assert!(
        run.code == 1 && run.stderr.contains("--update is for records"),
        "{run}"
    );
    assert_eq!(desk.state(), state);
}

/// What cannot be used is left out by its place, and the rest is recorded.
#[test]
fn what_cannot_be_used_is_listed_by_place() {
    let item = |review: Value| json!({"@type": "DataFeedItem", "item": [review]});
    let reviewed = |by: Value, said: &str| json!({"@type": "CreativeWork", "author": by, "datePublished": said});
    let outlet = reviewed(json!({"@type": "Person", "name": "Courier"}), "2025-08-10");
    let document = json!({"@type": "DataFeed", "dataFeedElement": [
        item(review(json!({"claimReviewed": " "}))),
        {"@type": "DataFeedItem", "item": null},
        item(Value::Null),
        null,
        item(review(json!({"itemReviewed": outlet, "claimReviewed": "The pier is shut."}))),
        item(review(json!({"itemReviewed": reviewed(json!("Nils Ek"), "0001-01-01T00:00:00"), "claimReviewed": "The dam leaks."}))),
        item(review(json!({"datePublished": "2031-01-01", "url": "/check/9", "claimReviewed": "The mill burnt."}))),
        item(review(json!({"datePublished": "last week", "url": "https://courier.example/10", "claimReviewed": "The weir broke.",
                           "itemReviewed": {"@type": "Claim", "author": {"name": "Nils Ek"}}}))),
    ]});
    let (desk, answer) = imported(&document);
    let element = |at: usize| format!("dataFeedElement[{at}]");
    for (place, words) in [
        (format!("{}.item[0]", element(0)), "claimReviewed is empty"),
        (format!("{}.item", element(1)), "is null"),
        (format!("{}.item[0]", element(2)), "is null"),
        (element(3), "is null"),
        (
            format!("{}.item[0]", element(4)),
            "\"Courier\" is who reviews the claim (Courier Check)",
        ),
        (
            format!("{}.item[0]", element(5)),
            "itemReviewed.datePublished: \"0001-01-01T00:00:00\" is a machine's date",
        ),
        (
            format!("{}.item[0]", element(6)),
            "datePublished: \"2031-01-01\" is in the future",
        ),
        (
            format!("{}.item[0]", element(6)),
            "url: \"/check/9\" is no whole address",
        ),
        (
            format!("{}.item[0]", element(7)),
            "datePublished: \"last week\" is no date",
        ),
        (
            format!("{}.item[0]", element(7)),
            "no date says when \"Nils Ek\" made the claim",
        ),
    ] {
        assert!(
            left_out(&answer, &place, words),
            "{place}: {words}\n{answer:#}"
        );
    }
    assert_eq!(answer["reviews"]["found"], 5);
    assert_eq!(records(&desk, "claim").len(), 4);
    // Whose date is not known said it by the day of the review.
    let statements = records(&desk, "statement");
    let dam = statements
        .iter()
        .find(|one| one["claim"] == "the-dam-leaks")
        .expect("a statement");
    assert_eq!(
        (&dam["said"], &dam["source"]),
        (&Value::Null, &json!("courier-check-2025-08-12"))
    );
    assert!(
        !records(&desk, "party")
            .iter()
            .any(|one| one["name"] == "Courier")
    );
    desk.ok("rebuild --check");
}

/// Two outlets that contradict each other are both recorded, and the claim is named.
#[test]
fn opposite_verdicts_are_both_recorded() {
    let other = review(json!({
        "url": "https://gazette.example/1", "author": {"@type": "Organization", "name": "Gazette"},
        "claimReviewed": "the lighthouse was sold to a  hotel.", "reviewRating": {"alternateName": "True"},
    }));
    let (desk, answer) = imported(&json!([review(json!({})), other]));
    let claim = "the-lighthouse-was-sold-to-a-hotel";
    assert_eq!(
        answer["reviews"]["opposite"],
        json!([{"claim": claim, "verdicts": [
            {"verdict": "false", "by": "Courier Check", "source": "courier-check-2025-08-12"},
            {"verdict": "true", "by": "Gazette", "source": "gazette-2025-08-12"},
        ]}])
    );
    assert_eq!(records(&desk, "ruling").len(), 2);
    // Against a ruling of the ledger it is said when it comes, and not again.
    let desk = desk_with(&review(json!({})));
    desk.ok(format!(
        "claim add {claim} --text 'The lighthouse was sold to a hotel.'"
    ));
    desk.ok(format!("rule {claim} mostly-true --reason 'Seen.'"));
    let text = flat(&desk.ok("import reviews.json"));
    assert!(
        text.contains(&format!(
            "{claim}: mostly-true (the desk), false (Courier Check)"
        )),
        "{text}"
    );
    assert!(!desk.ok("import reviews.json").contains("opposite"));
}

/// What the ledger has is recognised: parties by their names, claims by their words, documents by their addresses.
#[test]
fn what_the_ledger_has_is_recognised() {
    let desk = desk_with(&review(json!({})));
    desk.ok("party add berg --name 'T. Berg' --kind person --alias 'Tilda Berg'");
    desk.ok("claim add sold --text 'the lighthouse was SOLD to a hotel.'");
    desk.ok(
        "source add post --title Post --url https://social.example/berg/1 --published 2025-08-10",
    );
    let answer = desk.json("import reviews.json");
    assert_eq!(
        answer["new"],
        json!({"claim": 0, "party": 0, "question": 0, "ruling": 1, "source": 2, "statement": 2})
    );
    assert!(
        records(&desk, "statement")
            .iter()
            .all(|one| one["party"] == "berg" && one["claim"] == "sold")
    );
    // Nobody is guessed if two have the name.
    undo(&desk);
    desk.noted("party add other --name 'Tilda Berg' --kind person");
    let answer = desk.json("import reviews.json");
    assert!(
        left_out(
            &answer,
            "the file",
            "\"Tilda Berg\" is the name of several parties"
        ),
        "{answer}"
    );
    assert_eq!(answer["new"]["statement"], 0);
}

fn refused(desk: &TestDesk, file: &str, reason: &str) -> Run {
    let run = desk.run(format!("import {file}"));
    assert!(
        run.code == 1 && run.stderr.contains(file) && run.stderr.contains(reason),
        "{run}"
    );
    run
}

/// A file without reviews, or one that is broken, is refused by its name and place.
#[test]
fn a_file_without_reviews_is_refused() {
    let desk = TestDesk::with_ledger(NOW);
    let state = desk.state();
    desk.write(
        "news.jsonld",
        json!({"@type": "NewsArticle", "headline": "Ferry"}).to_string(),
    );
    desk.write("page.html", "<!DOCTYPE html><p>Nothing here.</p>");
    desk.write("cut.json", "[\n {\"@type\": \"ClaimReview\",\n");
    desk.write(
        "latin.json",
        b"[{\"@type\": \"ClaimReview\", \"claimReviewed\": \"\xe9\"}]",
    );
    refused(
        &desk,
        "news.jsonld",
        "contains no ClaimReview, but NewsArticle",
    );
    refused(&desk, "page.html", "contains no ClaimReview");
    refused(&desk, "cut.json", "is not JSON: EOF while parsing");
    assert!(desk.run("import cut.json").stderr.contains("line 3"));
    refused(&desk, "latin.json", "is not UTF-8 at byte");
    assert_eq!(desk.state(), state);
}

/// Text from others reaches no terminal raw, and what has no field is counted.
#[test]
fn hostile_text_is_escaped() {
    let hostile = review(json!({
        "claimReviewed": "Red \u{1b}[31m herring \u{202e}", "keywords": "fish", "reviewRating": {"alternateName": "\u{1b}[2J", "image": "x"},
    }));
    let text = flat(&desk_with(&hostile).ok("import reviews.json"));
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    assert!(
        text.contains("keywords (1), reviewRating.image (1)"),
        "{text}"
    );
}
