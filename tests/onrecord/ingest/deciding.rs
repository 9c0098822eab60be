//! Accepting and rejecting candidates, and recognising what is already recorded.

use serde_json::{Value, json};

use super::{ARTICLE, NOW, candidate, harbour, ingested, party};
use crate::common::{TestDesk, assert_snapshot};

/// The whole way of an article, as a desk sees it.
#[test]
fn an_article_from_file_to_ledger() {
    let desk = harbour();
    let mut transcript = String::new();
    let mut typed = |line: &str| transcript.push_str(&format!("{}\n", desk.run(line)));
    typed("ingest pier.txt --publisher 'The Courier'");
    typed("candidates");
    let unsafe_pier = candidate(&desk, json!("lee"), "pier-unsafe");
    typed(&format!("accept {unsafe_pier}"));
    let worker = candidate(&desk, Value::Null, "");
    typed(&format!("reject {worker} --reason 'hearsay of nobody'"));
    typed("ingest pier.txt --publisher 'The Courier'");
    typed("candidates --all");
    typed("accept --all");
    typed("claim show pier-unsafe");
    assert_snapshot("ingest-file-to-ledger", &transcript);
    desk.state();
}

#[test]
fn candidates_name_party_claim_stance_day_and_terms() {
    let desk = ingested();
    let all = desk.list("candidates");
    let of = |speaker: &str| {
        let found = all.iter().find(|one| one["speaker"] == speaker);
        found.unwrap_or_else(|| panic!("{speaker} is not in {all:#?}"))
    };
    let authority = of("harbour authority");
    assert_eq!(authority["party"], "harbour");
    assert_eq!(authority["claims"][0]["claim"], "ferry-sails-friday");
    assert_eq!(authority["claims"][0]["stance"], "not-confirmed");
    let worker = of("dock worker");
    assert_eq!(worker["new_party"]["name"], "a dock worker (The Courier)");
    assert_eq!(worker["new_party"]["kind"], "anonymous");
    assert_eq!(worker["attribution"], "anonymous");
    assert_eq!(worker["shown_as"], "a dock worker");
    assert_eq!(worker["said"], "2025-08-19");
    assert_eq!(worker["new_claim"]["text"], "The crane had been sold.");
    let start = worker["passage"]["start"].as_u64().expect("a place") as usize;
    let letters: String = ARTICLE.chars().skip(start).take(13).collect();
    assert_eq!(letters, "A dock worker");
}

#[test]
fn the_same_article_again_adds_nothing() {
    let desk = ingested();
    let before = (desk.state(), desk.list("candidates"));
    let again = desk.list("ingest pier.txt");
    assert_eq!(
        (&again[0]["new"], &again[0]["known_source"]),
        (&json!(0), &json!(true))
    );
    assert_eq!((desk.state(), desk.list("candidates")), before);
}

#[test]
fn a_rejection_is_remembered_and_can_be_withdrawn() {
    let desk = ingested();
    let id = candidate(&desk, json!("lee"), "pier-unsafe");
    desk.ok(format!("reject {id}"));
    desk.ok("ingest pier.txt");
    assert!(desk.list("candidates").iter().all(|one| one["id"] != *id));
    desk.ok(format!("reject --not {id}"));
    assert!(desk.list("candidates").iter().any(|one| one["id"] == *id));
}

#[test]
fn undoing_an_acceptance_restores_the_candidate() {
    let desk = ingested();
    let before = desk.list("candidates");
    let id = candidate(&desk, json!("lee"), "pier-unsafe");
    desk.ok(format!("accept {id}"));
    assert_eq!(desk.list("candidates").len(), before.len() - 1);
    desk.run("undo --yes");
    assert_eq!(desk.list("candidates"), before);
    desk.ok(format!("accept {id}"));
    desk.state();
}

#[test]
fn a_recorded_statement_is_recognised() {
    let desk = ingested();
    let mentioned = "say lee asserts pier-unsafe --source courier-2025-08-20";
    let recorded = desk.json(mentioned);
    let id = candidate(&desk, json!("lee"), "pier-unsafe");
    let all = desk.list("candidates");
    let known = all
        .iter()
        .find(|one| one["id"] == *id)
        .expect("the candidate");
    assert_eq!(known["known"], recorded["statement"]);
    let accepted = desk.json(format!("accept {id}"));
    assert_eq!(accepted["accepted"][0]["outcome"], "evidence");
    assert_eq!(accepted["accepted"][0]["id"], recorded["statement"]);
    // Another candidate on the same passage adds nothing.
    let page = desk.json("claim show pier-unsafe");
    assert_eq!(page["statements"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        page["statements"][0]["evidence"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_person_can_override_the_proposal() {
    let desk = ingested();
    let worker = candidate(&desk, Value::Null, "");
    let accepted = desk.json(format!(
        "accept {worker} --new-party --new-claim 'The old crane was sold.' \
            --claim-id crane-sold --stance hedges"
    ));
    let said = &accepted["accepted"][0];
    assert_eq!(said["party"], "courier-dock-worker");
    assert_eq!(
        (&said["claim"], &said["stance"]),
        (&json!("crane-sold"), &json!("hedges"))
    );
    assert_eq!(said["attribution"], "anonymous");
    let lee = candidate(&desk, json!("lee"), "pier-unsafe");
    let accepted = desk.json(format!(
        "accept {lee} --claim ferry-sails-friday --stance doubts --via reyes --quote 'the pier \
            is not safe'"
    ));
    let said = &accepted["accepted"][0];
    assert_eq!(
        (&said["claim"], &said["via"]),
        (&json!("ferry-sails-friday"), &json!(["reyes"]))
    );
    desk.state();
}

#[test]
fn a_name_can_be_added_as_an_alias() {
    let desk = ingested();
    let worker = candidate(&desk, Value::Null, "");
    desk.ok(format!(
        "accept {worker} --alias-of reyes --claim pier-unsafe"
    ));
    let reyes = desk.json("party show reyes");
    assert!(
        reyes["aliases"].to_string().contains("dock worker"),
        "{reyes}"
    );
}

#[test]
fn an_ambiguous_name_is_left_open() {
    let desk = harbour();
    desk.import(&[party("leigh", "Ann Lee", "person", &[])]);
    desk.ok("ingest pier.txt --publisher 'The Courier'");
    let all = desk.list("candidates");
    let lee = all
        .iter()
        .find(|one| one["speaker"] == "Ann Lee")
        .expect("Ann Lee speaks");
    assert_eq!(lee["party"], Value::Null);
    assert_eq!(lee["party_choices"], json!(["lee", "leigh"]));
    let id = lee["id"].as_str().expect("an id");
    let refused = desk.run(format!("accept {id}"));
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("may be lee or leigh"), "{refused}");
    desk.ok(format!("accept {id} --party leigh"));
}

#[test]
fn a_merged_claim_is_replaced_by_the_present_one() {
    let desk = ingested();
    desk.import(&[json!({"record": "claim", "id": "pier-sound", "text": "The pier is sound."})]);
    desk.ok("claim merge pier-unsafe pier-sound --opposite");
    let id = candidate(&desk, json!("lee"), "pier-sound");
    let said = &desk.json(format!("accept {id}"))["accepted"][0];
    assert_eq!(
        (&said["claim"], &said["stance"]),
        (&json!("pier-sound"), &json!("denies"))
    );
    desk.state();
}

#[test]
fn candidates_that_change_something_come_first() {
    let desk = harbour();
    desk.import(&[
        json!({"record": "source", "id": "radio", "title": "Radio", "published": "2025-08-19"}),
        json!({"record": "statement", "party": "reyes", "stance": "denies", "claim": "pier-unsafe", "source": "radio"}),
    ]);
    let answer = desk.list("ingest pier.txt --publisher 'The Courier'");
    let all = desk.list("candidates");
    let news: Vec<bool> = all
        .iter()
        .map(|one| one["effect"]["status"] != Value::Null || one["effect"]["opens"] != json!([]))
        .collect();
    assert_eq!(answer[0]["news"], news.iter().filter(|news| **news).count());
    assert!(
        news[0] && news.is_sorted_by(|one, next| one >= next),
        "{news:?}"
    );
    let first = &all[0];
    assert_eq!(first["claims"][0]["claim"], "pier-unsafe");
    assert_eq!(first["effect"]["opens"], json!(["contradiction"]));
    // What is predicted is what happens.
    let id = first["id"].as_str().expect("an id");
    let accepted = desk.json(format!("accept {id}"));
    assert_eq!(
        accepted["discrepancies"]["opened"][0]["kind"],
        "contradiction"
    );
}

#[test]
fn a_page_names_its_title_and_day() {
    let desk = harbour();
    let said = "The mayor said that the ferry will sail on Friday. The harbour authority did not confirm that the ferry would sail. ";
    let paragraphs = format!("<p>{}</p>", said.repeat(3)).repeat(4);
    desk.write(
        "page.html",
        format!(
            "<!doctype html><html lang=\"en\"><head><title>Ferry doubts</title>\
             <meta property=\"og:site_name\" content=\"Harbour News\">\
             <meta property=\"article:published_time\" content=\"2025-08-19T08:30:00Z\"></head>\
             <body><article><h1>Ferry doubts</h1>{paragraphs}</article></body></html>"
        ),
    );
    desk.ok("ingest page.html");
    let sources = desk.list("source list");
    assert_eq!(sources[0]["id"], "harbour-news-2025-08-19");
    assert_eq!(sources[0]["title"], "Ferry doubts");
    assert_eq!(sources[0]["published"], "2025-08-19T08:30Z");
}

#[test]
fn redacting_a_statement_removes_its_candidate() {
    let desk = ingested();
    let id = candidate(&desk, json!("lee"), "pier-unsafe");
    let accepted = desk.json(format!("accept {id}"));
    let statement = accepted["accepted"][0]["id"].as_str().expect("an id");
    desk.ok(format!("redact {statement} --reason 'a slip'"));
    assert!(
        desk.list("candidates --all")
            .iter()
            .all(|one| one["id"] != *id)
    );
}

#[test]
fn an_empty_ledger_can_ingest() {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("pier.txt", ARTICLE);
    desk.ok("ingest pier.txt");
    let all = desk.list("candidates");
    assert!(all.len() >= 4, "{all:#?}");
    assert!(
        all.iter()
            .all(|one| one["party"] == Value::Null && one["claims"] == json!([]))
    );
}

/// Rejecting many at once: all, those of a source, those with a low score. `--not` takes it back.
#[test]
fn many_candidates_are_rejected_at_once() {
    let desk = ingested();
    desk.ok("source add other --title Other --published 2025-08-19");
    let open = || desk.list("candidates");
    let all = open();
    let low = |most: f64| {
        let scores = all
            .iter()
            .map(|one| one["match"].as_f64().expect("a score"));
        scores.filter(|score| *score < most).count()
    };
    let scores: Vec<f64> = all.iter().filter_map(|one| one["match"].as_f64()).collect();
    assert!(
        scores.iter().all(|score| (0.0..=1.0).contains(score)),
        "{scores:?}"
    );
    let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let most = least + 0.01;
    assert!(low(most) > 0 && low(most) < all.len(), "{scores:?}");
    let entries = desk.journal()["entries"].clone();
    desk.ok(format!("reject --all --below {most} --reason 'too unsure'"));
    assert_eq!(open().len(), all.len() - low(most));
    desk.ok("reject --all --source other");
    assert_eq!(open().len(), all.len() - low(most));
    let source = all[0]["source"].as_str().expect("an id");
    desk.ok(format!("reject --all --source {source}"));
    assert_eq!(open().len(), 0);
    desk.ok("reject --all --not");
    assert_eq!(open().len(), all.len());
    assert_eq!(
        desk.journal()["entries"],
        entries,
        "rejecting is not a record"
    );
    for refused in [
        "reject",
        "reject --below 0.5",
        "reject --source other",
        "reject --all --below 2",
    ] {
        assert_eq!(desk.run(refused).code, 2, "{refused}");
    }
}

/// Candidates that a list leaves out are not gone.
#[test]
fn an_empty_list_says_how_many_candidates_it_was_narrowed_down_from() {
    let desk = ingested();
    let open = desk.list("candidates").len();
    let none = |options: &str| desk.ok(format!("candidates {options}")).replace('\n', " ");
    assert_eq!(
        none("--at-least 1").trim(),
        format!("None of the {open} open candidates has a likelihood of at least 1.")
    );
    assert_eq!(
        none("--news --above 1").trim(),
        format!(
            "None of the {open} open candidates would change a status or open a discrepancy and matches better than 1."
        )
    );
    desk.ok("source add other --title Other");
    assert_eq!(
        none("--source other").trim(),
        format!("None of the {open} open candidates comes from other.")
    );
    desk.ok("reject --all");
    assert_eq!(none("--news").trim(), "No candidates are open.");
    assert!(none("--all --above 1").starts_with(&format!("None of the {open} candidates ")));
}
