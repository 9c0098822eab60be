//! `export --format claimreview` and `export --format datafeed`.

use serde_json::{Value, json};

use super::{NOW, desk, records, reviews};
use crate::common::TestDesk;

const PUBLISHED: &str = "--publisher 'The Desk' --url https://desk.example/report";

fn of<'r>(reviews: &'r [Value], claim: &str) -> Option<&'r Value> {
    reviews
        .iter()
        .find(|one| one["identifier"]["value"] == claim)
}

/// Every property, with the latest ruling only, and the claim as the mayor made it, first in the Gazette.
#[test]
fn a_ruling_is_a_review() {
    let gazette = json!({
        "@type": "CreativeWork", "url": "https://gazette.example/harbour?a=1&b=2", "name": "Harbour to close",
        "publisher": {"@type": "Organization", "name": "The Gazette"},
        "author": {"@type": "Person", "name": "A. Writer"}, "datePublished": "2025-08-17", "inLanguage": "en",
    });
    let courier = json!({
        "@type": "CreativeWork", "url": "https://courier.example/2", "name": "Mayor repeats <pledge>",
        "publisher": {"@type": "Organization", "name": "Courier"}, "datePublished": "2025-08-18",
    });
    let reviews = reviews(&desk(), PUBLISHED);
    let of_harbour: Vec<&Value> = reviews
        .iter()
        .filter(|one| one["claimReviewed"] == "The harbour will close in May.")
        .collect();
    assert_eq!(
        of_harbour,
        [&json!({
            "@type": "ClaimReview",
            "url": "https://desk.example/report#c-harbour-closes",
            "author": {"@type": "Organization", "name": "The Desk"},
            "datePublished": "2025-08-19",
            "claimReviewed": "The harbour will close in May.",
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": "Person", "name": "Ines Falk", "jobTitle": "mayor of Lund"},
                "datePublished": "2025-08-16T10:30Z",
                "firstAppearance": gazette,
                "appearance": [gazette, courier],
            },
            "reviewRating": {
                "@type": "Rating", "alternateName": "Mostly false", "name": "mostly-false",
                "ratingValue": 2, "bestRating": 5, "worstRating": 1,
            },
            "reviewBody": "Only the <b>east</b> quay closes.",
            "isBasedOn": gazette,
            "identifier": {"@type": "PropertyValue", "propertyID": "onrecord", "value": "harbour-closes"},
        })]
    );
    // What is no step on a scale has no number.
    let misleading = &of(&reviews, "toll-doubled").expect("a review")["reviewRating"];
    assert_eq!(
        *misleading,
        json!({"@type": "Rating", "alternateName": "Misleading", "name": "misleading"})
    );
    // A claim that nobody made can be ruled on.
    let nobody = of(&reviews, "fish-died").expect("a review");
    assert_eq!(nobody["itemReviewed"], json!({"@type": "Claim"}));
}

/// The report has an anchor for each claim at the address that its review gives.
#[test]
fn the_address_of_a_review_is_its_place_in_a_report() {
    let desk = desk();
    let report = desk.noted("report -");
    for review in reviews(&desk, PUBLISHED) {
        let url = review["url"].as_str().expect("an address");
        let anchor = url
            .strip_prefix("https://desk.example/report#")
            .expect("an anchor");
        let is_shown = anchor != "c-fish-died";
        assert_eq!(
            report.contains(&format!("id=\"{anchor}\"")),
            is_shown,
            "{anchor}"
        );
    }
}

/// Unless the desk asks for them, nothing off the record is published, neither the words nor that there were any; and who
/// spoke on background is known by the agreed wording alone.
#[test]
fn who_must_not_be_named_is_not() {
    let desk = desk();
    for format in ["claimreview", "datafeed"] {
        let text = desk.noted(format!(
            "export --format {format} --include-unresolved {PUBLISHED}"
        ));
        for hidden in [
            "Otto", "Hidden", "clerk", "resign", "coffee", "market", "notebook",
        ] {
            assert!(!text.contains(hidden), "{format}: {hidden}\n{text}");
        }
    }
    let shown = reviews(&desk, PUBLISHED);
    let toll = of(&shown, "toll-doubled").expect("a review");
    assert_eq!(
        toll["itemReviewed"]["author"],
        json!({"@type": "Person", "name": "a person close to the council",
               "disambiguatingDescription": "not named"})
    );
    let all = reviews(
        &desk,
        "--include-off-record --publisher D --url https://d.example",
    );
    let resigns = of(&all, "mayor-resigns").expect("asked for by name");
    assert_eq!(resigns["itemReviewed"]["author"]["name"], "Otto Hidden");
    // Even then, what was agreed for other words holds.
    let toll = of(&all, "toll-doubled").expect("a review");
    assert_eq!(
        toll["itemReviewed"]["author"]["name"],
        "a person close to the council"
    );
}

/// Claims without a ruling come on request, if somebody was heard on them.
#[test]
fn unconfirmed_claims_come_on_request() {
    let desk = desk();
    assert!(of(&reviews(&desk, PUBLISHED), "bridge-sold").is_none());
    let all = reviews(&desk, &format!("--include-unresolved {PUBLISHED}"));
    let bridge = of(&all, "bridge-sold").expect("a review");
    assert_eq!(
        bridge["reviewRating"],
        json!({"@type": "Rating", "alternateName": "Unconfirmed", "name": "unconfirmed"})
    );
    assert!(bridge.get("datePublished").is_none() && bridge.get("reviewBody").is_none());
    assert!(of(&all, "ferry-late").is_none(), "nobody was heard on it");
}

/// A feed has each review as an item, and says who publishes it and on what terms.
#[test]
fn a_feed_has_each_review_as_an_item() {
    let desk = desk();
    let text = desk.ok(format!(
        "export --format datafeed {PUBLISHED} --license https://desk.example/licence"
    ));
    let feed: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(feed["@type"], "DataFeed");
    assert_eq!(
        feed["sdPublisher"],
        json!({"@type": "Organization", "name": "The Desk"})
    );
    assert_eq!(feed["sdLicense"], "https://desk.example/licence");
    let items = feed["dataFeedElement"].as_array().expect("items");
    let reviews = reviews(&desk, PUBLISHED);
    assert_eq!(items.len(), reviews.len());
    for (item, review) in items.iter().zip(&reviews) {
        assert_eq!(item["@type"], "DataFeedItem");
        assert_eq!(item["item"], json!([review]));
        assert_eq!(item["url"], review["url"]);
        assert_eq!(item["dateCreated"], review["datePublished"]);
    }
}

/// The document can be put into a page as it is, and shown on a terminal.
#[test]
fn a_document_can_be_put_into_a_page() {
    let mut records = records();
    records.push(json!({"record": "claim", "id": "hostile", "text": "</script><!--<script>\u{202e} & \u{2028}"}));
    records.push(
        json!({"record": "ruling", "claim": "hostile", "verdict": "false", "reason": "\u{1b}[2J"}),
    );
    let desk = TestDesk::holding(NOW, &records);
    let text = desk.noted("export --format claimreview");
    let raw = |c: char| "<>&\u{202e}\u{2028}\u{1b}".contains(c);
    assert!(!text.contains(raw), "{text}");
    let read = reviews(&desk, "");
    let review = of(&read, "hostile").expect("a review");
    assert_eq!(
        review["claimReviewed"],
        "</script><!--<script>\u{202e} & \u{2028}"
    );
}

/// Both clocks hold: a ruling of the 19th is not known on the 18th.
#[test]
fn reviews_are_as_of_the_time_asked_for() {
    let earlier = reviews(&desk(), &format!("--as-of 2025-08-18 {PUBLISHED}"));
    let [only] = earlier.as_slice() else {
        panic!("one review: {earlier:?}")
    };
    assert_eq!(only["reviewRating"]["alternateName"], "Mixed");
}

/// A file is written whole, over nobody's, and what readers would miss is said.
#[test]
fn a_file_is_written_over_nobody_s() {
    let desk = desk();
    let run = desk.run("export --format claimreview --to reviews.jsonld");
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.stdout, "reviews.jsonld: 3 reviews.\n");
    assert!(
        run.stderr.contains("--url") && run.stderr.contains("--publisher"),
        "{run}"
    );
    let written = std::fs::read_to_string(desk.path("reviews.jsonld")).expect("a file");
    let again = desk.run("export --format datafeed --to reviews.jsonld");
    assert_eq!(again.code, 1, "{again}");
    assert!(
        again.stderr.contains("reviews.jsonld already exists"),
        "{again}"
    );
    let kept = std::fs::read_to_string(desk.path("reviews.jsonld")).expect("a file");
    assert_eq!(kept, written);
    assert_eq!(desk.files(), ["import.jsonl", "reviews.jsonld"]);
}

/// What does not fit together is refused, with what to do.
#[test]
fn what_does_not_fit_is_refused() {
    let desk = desk();
    for (line, code, reason) in [
        ("status --format claimreview", 2, "only `export` writes"),
        (
            "import x.jsonl --format datafeed",
            2,
            "only `export` writes",
        ),
        (
            "export --include-unresolved",
            1,
            "--include-unresolved is for --format claimreview",
        ),
        (
            "export --format csv --to sheets --url https://d.example",
            1,
            "--url is for --format claimreview",
        ),
        (
            "export --format claimreview --url desk.example",
            1,
            "--url \"desk.example\" is not an address; it begins with https://",
        ),
        (
            "export --format claimreview --url https://desk.example/report#c",
            1,
            "has a #, behind which nothing can be added",
        ),
        (
            "export --format datafeed --license https://me:secret@desk.example",
            1,
            "--license has a user name or password before the @",
        ),
        (
            "export --format datafeed --license 'CC BY'",
            1,
            "--license \"CC BY\" is not an address",
        ),
        (
            "export --format datafeed --publisher ' '",
            1,
            "--publisher is empty",
        ),
    ] {
        let run = desk.run(line);
        assert_eq!(run.code, code, "{run}");
        assert!(
            run.stdout.is_empty() && run.stderr.contains(reason),
            "{run}"
        );
    }
    let silent = TestDesk::with_ledger(NOW);
    let run = silent.run("export --format claimreview");
    assert!(
        run.code == 0 && run.stderr.contains("no claim has a ruling"),
        "{run}"
    );
    // An answer in a format for publishing would be none.
    silent.write("config.toml", "format = \"claimreview\"");
    let mut configured = silent;
    configured.set("ONRECORD_CONFIG", "config.toml");
    let run = configured.run("status");
    assert!(
        run.code == 2 && run.stderr.contains("there is no format"),
        "{run}"
    );
}
