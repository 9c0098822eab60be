//! What export publishes, import reads back.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use super::{NOW, desk, reviews};
use crate::common::{TestDesk, cases};
use crate::interchange::generated::ledger;

/// The reviews of a ledger by the claims' ids, without what a new ledger decides anew: the sort of party behind a name, and
/// `without`.
fn comparable(mut reviews: Vec<Value>, without: &[&str]) -> Vec<Value> {
    for review in &mut reviews {
        if let Some(author) = review["itemReviewed"].get_mut("author") {
            *author = author["name"].clone();
        }
        let fields = review.as_object_mut().expect("a review");
        without.iter().for_each(|name| {
            fields.remove(*name);
        });
    }
    reviews.sort_by_key(|review| review["identifier"]["value"].to_string());
    reviews
}

/// A new ledger with what another one publishes with these options.
fn read_back(desk: &TestDesk, options: &str) -> TestDesk {
    let published = desk.noted(format!("export --format {options}"));
    let other = TestDesk::with_ledger(NOW);
    let run = other.feed("import - --format json", published.as_bytes());
    assert_eq!(run.code, 0, "{run}\n{published}");
    let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(answer["reviews"]["unmapped"], json!([]), "{answer}");
    other.ok("rebuild --check");
    let again = other.feed("import -", published.as_bytes());
    assert!(again.stdout.starts_with("Nothing"), "{again}\n{published}");
    other
}

fn is_read_back(desk: &TestDesk) {
    let published = comparable(reviews(desk, ""), &[]);
    if published.is_empty() {
        return;
    }
    for options in ["claimreview", "datafeed"] {
        let other = read_back(desk, options);
        assert_eq!(comparable(reviews(&other, ""), &[]), published);
    }
    // Published under a name, they are somebody's; what they are based on is that desk's business.
    let options = "--publisher 'The Desk' --url https://desk.example/r";
    let own = ["isBasedOn", "name"];
    let published = comparable(reviews(desk, options), &own);
    let other = read_back(desk, &format!("claimreview {options}"));
    assert_eq!(comparable(reviews(&other, ""), &own), published);
    // And what is somebody's stays as it is, name and all.
    let published = comparable(reviews(&other, ""), &[]);
    let third = read_back(&other, "datafeed");
    assert_eq!(comparable(reviews(&third, ""), &[]), published);
}

#[test]
fn what_the_desk_publishes_is_read_back() {
    let desk = desk();
    is_read_back(&desk);
    // Also claims without a ruling, and speakers without a name.
    let other = read_back(&desk, "claimreview --include-unresolved");
    let all = |desk: &TestDesk| comparable(reviews(desk, "--include-unresolved"), &[]);
    assert_eq!(all(&other), all(&desk));
    let parties = other.ok("party list --format json");
    assert!(
        parties.contains("\"kind\": \"anonymous\"") || parties.contains("\"kind\":\"anonymous\""),
        "{parties}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(8),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_any_desk_publishes_is_read_back(records in ledger()) {
        is_read_back(&TestDesk::holding(NOW, &records));
    }
}
