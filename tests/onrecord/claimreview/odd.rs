//! `import` of reviews with values that are none, and of files that have other things than reviews.

use serde_json::{Value, json};

use super::NOW;
use crate::common::TestDesk;

/// A review of an invented outlet.
fn review(number: usize) -> Value {
    json!({
        "@type": "ClaimReview", "url": format!("https://bureau.example/{number}"),
        "author": {"@type": "Organization", "name": "Fact Bureau"}, "datePublished": "2025-08-12",
        "claimReviewed": format!("Silo {number} is empty."), "reviewRating": {"alternateName": "False"},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Jana Roth"}, "datePublished": "2025-08-10"},
    })
}

/// What an import leaves out, as "place: reason".
fn left_out(document: &Value) -> Vec<String> {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("reviews.json", document.to_string());
    let answer = desk.json("import reviews.json");
    let left_out = answer["reviews"]["left_out"].as_array().expect("a list");
    let line = |one: &Value| {
        let words = |name: &str| one[name].as_str().expect("words").to_owned();
        format!("{}: {}", words("place"), words("reason"))
    };
    left_out.iter().map(line).collect()
}

/// Nothing of a file with both reviews and records of a ledger is taken, whichever comes first.
#[test]
fn reviews_and_records_are_two_files() {
    let desk = TestDesk::with_ledger(NOW);
    let state = desk.state();
    let record = r#"{"record": "question", "id": "q", "text": "How many?"}"#;
    let turned = r#"{"id": "q", "record": "question", "text": "How many?"}"#;
    for (text, place) in [
        (
            format!("{}\n\n{record}\n", review(1)),
            "line 3 is a record of a ledger among reviews",
        ),
        (
            format!("{}\n{turned}\n", review(1)),
            "line 2 is a record of a ledger among reviews",
        ),
        (
            format!("{record}\n{}\n", review(1)),
            "line 2: is a ClaimReview among records",
        ),
        (
            format!("{turned}\n{}\n", review(1)),
            "line 1 is a record of a ledger among reviews",
        ),
        (
            format!("[{}, {record}]", review(1)),
            "[1] is a record of a ledger among reviews",
        ),
    ] {
        desk.write("mixed.jsonl", &text);
        let run = desk.run("import mixed.jsonl");
        assert!(run.code == 1 && run.stderr.contains(place), "{text}: {run}");
        assert!(run.stderr.contains("as two files"), "{run}");
        assert_eq!(desk.state(), state);
    }
}

/// What stands beside reviews and is none is listed by its place.
#[test]
fn other_things_beside_reviews_are_listed() {
    let article = json!({"@type": "NewsArticle", "headline": "Silos"});
    let of_list = left_out(&json!([review(1), 5, article, review(2)]));
    assert_eq!(
        of_list,
        ["[1]: has no ClaimReview", "[2]: has no ClaimReview"]
    );
    let of_feed = left_out(&json!({"@type": "DataFeed", "dataFeedElement": [
        {"@type": "DataFeedItem", "item": [review(1)]}, {"@type": "DataFeedItem", "item": article}, {"item": null},
    ]}));
    assert_eq!(
        of_feed,
        [
            "dataFeedElement[2].item: is null",
            "dataFeedElement[1]: has no ClaimReview"
        ]
    );
}

/// A value of another type than expected is listed with its place, and what it is.
#[test]
fn odd_values_are_listed() {
    for (property, value, reason) in [
        ("url", json!(5), "url: 5 is no text"),
        (
            "url",
            json!("/a/b"),
            "url: \"/a/b\" is no whole address, which begins with https:// or http://",
        ),
        ("url", json!({"href": "x"}), "url: a thing is no text"),
        (
            "claimReviewed",
            json!(["Silo 1 is empty.", "Silo 1 is full."]),
            "claimReviewed: has 2 values; the first is taken",
        ),
        (
            "claimReviewed",
            json!(7),
            "the whole review: claimReviewed: 7 is no text, so it has no claim",
        ),
        (
            "claimReviewed",
            json!("grain ".repeat(4000)),
            "the whole review: claimReviewed: has 23999 bytes; at most 20000 are kept, so it has no claim",
        ),
        ("author", json!(3), "author: 3 is nobody's name"),
        (
            "author",
            json!([" ", {"name": "Fact Bureau"}]),
            "author: is an empty name",
        ),
        (
            "itemReviewed",
            json!("Silo 1 is empty."),
            "itemReviewed: \"Silo 1 is empty.\" is no thing with who made the claim, when and where",
        ),
        (
            "itemReviewed",
            json!({"@id": "#silo"}),
            "itemReviewed: refers to \"#silo\", which is not in the file",
        ),
        (
            "itemReviewed",
            json!({"author": 9, "datePublished": 20250810}),
            "itemReviewed.author: 9 is nobody's name",
        ),
        (
            "itemReviewed",
            json!({"author": 9, "datePublished": 20250810}),
            "itemReviewed.datePublished: 20250810 is no text",
        ),
        (
            "itemReviewed",
            json!({"author": {"url": "https://roth.example"}}),
            "itemReviewed.author: has no name",
        ),
        (
            "itemReviewed",
            json!({"author": {"@id": "#roth"}}),
            "itemReviewed.author: refers to \"#roth\", which is not in the file",
        ),
        (
            "itemReviewed",
            json!({"author": "Jana Roth", "appearance": [4, {"@type": "Blog"}]}),
            "itemReviewed.appearance: 4 is neither an address nor a thing that has one",
        ),
        (
            "itemReviewed",
            json!({"author": "Jana Roth", "appearance": [4, {"@type": "Blog"}]}),
            "itemReviewed.appearance: has neither an address nor a name",
        ),
        (
            "isBasedOn",
            json!(["https://a.example", "https://b.example"]),
            "isBasedOn: has 2 values; the first is taken",
        ),
        (
            "reviewRating",
            json!([{"alternateName": "False"}, {"alternateName": "True"}]),
            "reviewRating: has 2 values; the first is taken",
        ),
        (
            "reviewRating",
            json!({"alternateName": false}),
            "reviewRating.alternateName: false is no text",
        ),
        (
            "datePublished",
            json!({"@value": 2025}),
            "datePublished: 2025 is no text",
        ),
    ] {
        let mut odd = review(1);
        odd[property] = value.clone();
        let document = json!({"@graph": [review(2), odd]});
        let expected = format!("@graph[1]: {reason}");
        let found = left_out(&document);
        assert!(
            found.contains(&expected),
            "{property} {value}: {expected}\n{found:#?}"
        );
    }
    // A rating that stands elsewhere in the document is found.
    let mut elsewhere = review(1);
    elsewhere["reviewRating"] = json!({"@id": "#rating"});
    let rating = json!({"@id": "#rating", "@type": "Rating", "alternateName": "False"});
    assert!(left_out(&json!({"@graph": [elsewhere, rating]})).is_empty());
}

/// Quotation marks belong to a claim, whatever their form.
#[test]
fn a_claim_keeps_its_quotation_marks() {
    let texts = [
        "„Alle Silos sind leer“",
        "Er nannte es „leer“",
        "«Tout est vide»",
        "‹Nichts› da",
        "‚Kein Korn‘",
        "‘No grain’",
        "“None” left",
    ];
    let reviews: Vec<Value> = (0..)
        .zip(texts)
        .map(|(number, text)| {
            let mut review = review(number);
            review["claimReviewed"] = json!(text);
            review
        })
        .collect();
    let desk = TestDesk::with_ledger(NOW);
    desk.write("reviews.json", json!(reviews).to_string());
    desk.ok("import reviews.json");
    let claims = desk.list("claim list");
    let kept: Vec<&str> = claims
        .iter()
        .filter_map(|claim| claim["text"].as_str())
        .collect();
    assert_eq!(kept, texts);
}
