//! Accepting, rejecting, and what is recognised.

use serde_json::{Value, json};

use super::{ARTICLE, NOW, candidate, harbour, ingested, party};
use crate::common::{Trial, holds};

/// Everything that a desk sees on the way, one after the other.
#[test]
fn an_article_goes_from_file_to_ledger() {
    let trial = harbour();
    let mut telling = String::new();
    let mut typed = |line: &str| telling.push_str(&format!("{}\n", trial.run(line)));
    typed("ingest pier.txt --publisher 'The Courier'");
    typed("candidates");
    let unsafe_pier = candidate(&trial, json!("lee"), "pier-unsafe");
    typed(&format!("accept {unsafe_pier}"));
    let worker = candidate(&trial, Value::Null, "");
    typed(&format!("reject {worker} --reason 'hearsay of nobody'"));
    typed("ingest pier.txt --publisher 'The Courier'");
    typed("candidates --all");
    typed("accept --all");
    typed("claim show pier-unsafe");
    holds("ingest-file-to-ledger", &telling);
    trial.state();
}

#[test]
fn what_is_proposed_names_party_claim_stance_day_and_terms() {
    let trial = ingested();
    let all = trial.list("candidates");
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
    let trial = ingested();
    let before = (trial.state(), trial.list("candidates"));
    let again = trial.list("ingest pier.txt");
    assert_eq!(
        (&again[0]["new"], &again[0]["known_source"]),
        (&json!(0), &json!(true))
    );
    assert_eq!((trial.state(), trial.list("candidates")), before);
}

#[test]
fn a_rejection_is_remembered_and_can_be_taken_back() {
    let trial = ingested();
    let id = candidate(&trial, json!("lee"), "pier-unsafe");
    trial.ok(format!("reject {id}"));
    trial.ok("ingest pier.txt");
    assert!(
        trial
            .list("candidates")
            .iter()
            .all(|one| one["candidate"] != *id)
    );
    trial.ok(format!("reject --not {id}"));
    assert!(
        trial
            .list("candidates")
            .iter()
            .any(|one| one["candidate"] == *id)
    );
}

#[test]
fn undoing_an_acceptance_puts_the_candidate_back() {
    let trial = ingested();
    let before = trial.list("candidates");
    let id = candidate(&trial, json!("lee"), "pier-unsafe");
    trial.ok(format!("accept {id}"));
    assert_eq!(trial.list("candidates").len(), before.len() - 1);
    trial.run("undo --yes");
    assert_eq!(trial.list("candidates"), before);
    trial.ok(format!("accept {id}"));
    trial.state();
}

#[test]
fn a_statement_that_is_recorded_is_recognised() {
    let trial = ingested();
    let mentioned = "say lee asserts pier-unsafe --source courier-2025-08-20";
    let recorded = trial.json(&mentioned);
    let id = candidate(&trial, json!("lee"), "pier-unsafe");
    let all = trial.list("candidates");
    let known = all
        .iter()
        .find(|one| one["candidate"] == *id)
        .expect("the candidate");
    assert_eq!(known["known"], recorded["statement"]);
    let accepted = trial.json(format!("accept {id}"));
    assert_eq!(accepted["accepted"][0]["outcome"], "evidence");
    assert_eq!(accepted["accepted"][0]["statement"], recorded["statement"]);
    // Another candidate on the same words has nothing to add.
    let page = trial.json("claim show pier-unsafe");
    assert_eq!(page["statements"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        page["statements"][0]["evidence"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_person_decides_otherwise() {
    let trial = ingested();
    let worker = candidate(&trial, Value::Null, "");
    let accepted = trial.json(format!(
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
    let lee = candidate(&trial, json!("lee"), "pier-unsafe");
    let accepted = trial.json(format!(
        "accept {lee} --claim ferry-sails-friday --stance doubts --via reyes --quote 'the pier \
            is not safe'"
    ));
    let said = &accepted["accepted"][0];
    assert_eq!(
        (&said["claim"], &said["via"]),
        (&json!("ferry-sails-friday"), &json!(["reyes"]))
    );
    trial.state();
}

#[test]
fn a_name_is_noted_as_another_name() {
    let trial = ingested();
    let worker = candidate(&trial, Value::Null, "");
    trial.ok(format!(
        "accept {worker} --alias-of reyes --claim pier-unsafe"
    ));
    let reyes = trial.json("party show reyes");
    assert!(
        reyes["aliases"].to_string().contains("dock worker"),
        "{reyes}"
    );
}

#[test]
fn of_two_parties_with_one_name_none_is_guessed_at() {
    let trial = harbour();
    trial.import(&[party("leigh", "Ann Lee", "person", &[])]);
    trial.ok("ingest pier.txt --publisher 'The Courier'");
    let all = trial.list("candidates");
    let lee = all
        .iter()
        .find(|one| one["speaker"] == "Ann Lee")
        .expect("Ann Lee speaks");
    assert_eq!(lee["party"], Value::Null);
    assert_eq!(lee["party_choices"], json!(["lee", "leigh"]));
    let id = lee["candidate"].as_str().expect("an id");
    let refused = trial.run(format!("accept {id}"));
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("may be lee or leigh"), "{refused}");
    trial.ok(format!("accept {id} --party leigh"));
}

#[test]
fn a_claim_that_was_merged_meanwhile_is_what_it_became() {
    let trial = ingested();
    trial.import(&[json!({"record": "claim", "id": "pier-sound", "text": "The pier is sound."})]);
    trial.ok("claim merge pier-unsafe pier-sound --opposite");
    let id = candidate(&trial, json!("lee"), "pier-sound");
    let said = &trial.json(format!("accept {id}"))["accepted"][0];
    assert_eq!(
        (&said["claim"], &said["stance"]),
        (&json!("pier-sound"), &json!("denies"))
    );
    trial.state();
}

#[test]
fn candidates_that_are_news_come_first_and_are_told() {
    let trial = harbour();
    trial.import(&[
        json!({"record": "source", "id": "radio", "title": "Radio", "published": "2025-08-19"}),
        json!({"record": "statement", "party": "reyes", "stance": "denies", "claim": "pier-unsafe", "source": "radio"}),
    ]);
    let told = trial.list("ingest pier.txt --publisher 'The Courier'");
    let all = trial.list("candidates");
    let news: Vec<bool> = all
        .iter()
        .map(|one| one["effect"]["status"] != Value::Null || one["effect"]["opens"] != json!([]))
        .collect();
    assert_eq!(told[0]["news"], news.iter().filter(|news| **news).count());
    assert!(
        news[0] && news.is_sorted_by(|one, next| one >= next),
        "{news:?}"
    );
    let first = &all[0];
    assert_eq!(first["claims"][0]["claim"], "pier-unsafe");
    assert_eq!(first["effect"]["opens"], json!(["contradiction"]));
    // What is foretold is what happens.
    let id = first["candidate"].as_str().expect("an id");
    let accepted = trial.json(format!("accept {id}"));
    assert_eq!(
        accepted["discrepancies"]["opened"][0]["kind"],
        "contradiction"
    );
}

#[test]
fn a_page_names_itself() {
    let trial = harbour();
    let said = "The mayor said that the ferry will sail on Friday. The harbour authority did not confirm that the ferry would sail. ";
    let paragraphs = format!("<p>{}</p>", said.repeat(3)).repeat(4);
    trial.write(
        "page.html",
        format!(
            "<!doctype html><html lang=\"en\"><head><title>Ferry doubts</title>\
             <meta property=\"og:site_name\" content=\"Harbour News\">\
             <meta property=\"article:published_time\" content=\"2025-08-19T08:30:00Z\"></head>\
             <body><article><h1>Ferry doubts</h1>{paragraphs}</article></body></html>"
        ),
    );
    trial.ok("ingest page.html");
    let sources = trial.list("source list");
    assert_eq!(sources[0]["id"], "harbour-news-2025-08-19");
    assert_eq!(sources[0]["title"], "Ferry doubts");
    assert_eq!(sources[0]["published"], "2025-08-19T08:30Z");
}

#[test]
fn redacting_a_statement_takes_its_candidate_away() {
    let trial = ingested();
    let id = candidate(&trial, json!("lee"), "pier-unsafe");
    let accepted = trial.json(format!("accept {id}"));
    let statement = accepted["accepted"][0]["statement"]
        .as_str()
        .expect("an id");
    trial.ok(format!("redact {statement} --reason 'a slip'"));
    assert!(
        trial
            .list("candidates --all")
            .iter()
            .all(|one| one["candidate"] != *id)
    );
}

#[test]
fn another_desk_may_know_nothing_yet() {
    let trial = Trial::with_ledger(NOW);
    trial.write("pier.txt", ARTICLE);
    trial.ok("ingest pier.txt");
    let all = trial.list("candidates");
    assert!(all.len() >= 4, "{all:#?}");
    assert!(
        all.iter()
            .all(|one| one["party"] == Value::Null && one["claims"] == json!([]))
    );
}
