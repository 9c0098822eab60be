//! Claims that differ in a day or a place only, and what a figure is of.

use serde_json::Value;

use super::{claims, drafted};

/// The questions of a draft with the values of their answers.
fn asked(draft: &Value) -> Vec<(String, Vec<String>)> {
    let questions = draft["questions"].as_array().into_iter().flatten();
    let values = |question: &Value| -> Vec<String> {
        let claims = draft["claims"].as_array().into_iter().flatten();
        let own = claims.filter(|page| page["claim"]["question"] == question["id"]);
        let value = |page: &Value| {
            let value = &page["claim"]["value"];
            let text = value["from"].as_str().or(value["name"].as_str());
            text.unwrap_or_default().to_owned()
        };
        let mut values: Vec<String> = own.map(value).collect();
        values.sort();
        values
    };
    questions
        .map(|one| {
            (
                one["text"].as_str().unwrap_or_default().to_owned(),
                values(one),
            )
        })
        .collect()
}

fn one_article(text: &str) -> Value {
    drafted(&[("Courier", &format!("20 August 2025\n\n{text}\n"))]).1
}

#[test]
fn rival_days_answer_one_question() {
    let draft = one_article(
        "Judge Eva Varga said the bribery trial would start on 4 September. Ida Stern, the prosecutor, said the bribery trial would \
         start on 11 September.",
    );
    let found = asked(&draft);
    assert_eq!(found.len(), 1, "{draft:#}");
    assert!(
        found[0]
            .0
            .starts_with("Which day is right: The bribery trial"),
        "{found:?}"
    );
    assert_eq!(found[0].1, ["2025-09-04", "2025-09-11"]);
    let draft = one_article(
        "Tom Reyes said the new ferry would sail on Friday. Ann Lee, the harbour master, said the new ferry would sail on Saturday.",
    );
    assert_eq!(
        asked(&draft)[0].1,
        ["2025-08-22", "2025-08-23"],
        "{draft:#}"
    );
    // The same day in other words is one claim.
    let draft = one_article(
        "Tom Reyes said the new ferry would sail on 4 September. Ann Lee, the harbour master, said the new ferry would sail on \
         September 4.",
    );
    assert_eq!(claims(&draft).len(), 1, "{draft:#}");
}

#[test]
fn rival_places_answer_one_question() {
    let draft = one_article(
        "Tom Reyes said the fishery talks would be held in Geneva. Ann Lee said the fishery talks would be held in Budapest.",
    );
    let found = asked(&draft);
    assert_eq!(found.len(), 1, "{draft:#}");
    assert!(
        found[0]
            .0
            .starts_with("Which place is right: The fishery talks"),
        "{found:?}"
    );
    assert_eq!(found[0].1, ["Budapest", "Geneva"]);
}

#[test]
fn days_of_different_matters_are_no_rivals() {
    let draft = one_article(
        "Tom Reyes said the bakery would reopen on Friday. Ann Lee, the harbour master, said divers had searched the wreck on Monday.",
    );
    assert_eq!(asked(&draft), []);
}

#[test]
fn a_day_rivals_that_of_a_recorded_claim() {
    let first = "19 August 2025\n\nTom Reyes said the new ferry would sail on 4 September.";
    let second = "20 August 2025\n\nAnn Lee said the new ferry would sail on 11 September.";
    let (desk, draft) = super::later::after_a_day(first, second);
    assert_eq!(
        draft["questions"].as_array().map(Vec::len),
        Some(1),
        "{draft:#}"
    );
    desk.ok("accept --all");
    let found = desk.list("discrepancies");
    assert!(
        found.iter().any(|one| one["kind"] == "value-conflict"),
        "{found:#?}"
    );
}

#[test]
fn a_claim_tells_what_its_figure_is_of() {
    let draft = one_article(
        "Tom Reyes put the cost of the new roof at 2 million euros. Ann Lee, the harbour master, put the cost at 3 million euros.",
    );
    let texts: Vec<String> = claims(&draft).into_iter().map(|(text, _)| text).collect();
    assert!(
        texts.contains(&"The cost of the new roof is 3 million euros.".to_owned()),
        "{texts:?}"
    );
}
