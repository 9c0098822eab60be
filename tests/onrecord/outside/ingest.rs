//! Outside readers of articles that are ingested: what becomes of their statements in the work list and the draft.

use super::{FERRY, NOW, printing, said};
use crate::common::TestDesk;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A desk with a ledger that knows Ann Lee and what may be said of the pier.
fn desk() -> TestDesk {
    let records = [
        json!({"record": "party", "id": "lee", "name": "Ann Lee", "kind": "person", "aliases": ["the harbour master"]}),
        json!({"record": "claim", "id": "pier-moved", "text": "The pier has been displaced."}),
    ];
    let desk = TestDesk::holding(NOW, &records);
    desk.write("ferry.txt", FERRY);
    desk
}

/// The words of a candidate.
fn words_of(candidate: &Value) -> &str {
    candidate["words"].as_str().unwrap_or_default()
}

#[test]
fn candidates_keep_who_read_them() {
    let desk = desk();
    let mut lee = said("Ann Lee", "The pier has moved");
    lee["claim"] = json!("The pier has been displaced.");
    lee["likelihood"] = json!(0.9);
    let mut reyes = said("Tom Reyes", "that the school would close");
    reyes["stance"] = json!("denies");
    reyes["claim"] = json!("The island's school will close.");
    let answer = json!({"model": "small-1", "statements": [lee, reyes]});
    desk.write("answer.txt", answer.to_string());
    let line = format!(
        "ingest ferry.txt --publisher Courier --with {}",
        printing("answer.txt")
    );
    let run = desk.run(&line);
    assert_eq!(run.code, 0, "{run}");
    assert!(
        run.stderr.starts_with(
            "note: sending ferry.txt (and 1 party and 1 claim of the ledger) to the command"
        ),
        "{run}"
    );
    let asked = std::fs::read_to_string(desk.path("asked.jsonl")).expect("what it was asked");
    let asked: Value = serde_json::from_str(&asked).expect("JSON");
    let prompt = asked["prompt"].as_str().expect("text");
    assert!(
        prompt.contains("- Ann Lee (also the harbour master)\n"),
        "{prompt}"
    );
    assert!(
        prompt.contains("- The pier has been displaced.\n"),
        "{prompt}"
    );

    let candidates = desk.list("candidates");
    assert_eq!(candidates.len(), 2, "{candidates:#?}");
    let lee = &candidates[0];
    assert_eq!(
        (
            &lee["party"],
            &lee["claims"][0]["claim"],
            &lee["likelihood"]
        ),
        (&json!("lee"), &json!("pier-moved"), &json!(0.9))
    );
    assert_eq!(
        lee["read_by"],
        json!({"command": "head -n 1 > asked.jsonl; cat answer.txt", "model": "small-1",
            "prompt": format!("{:x}", Sha256::digest(prompt)), "approximate": false,
            "claim": "The pier has been displaced.", "agreed": false})
    );
    let reyes = &candidates[1];
    assert_eq!(reyes["likelihood"], Value::Null);
    assert_eq!(
        reyes["new_claim"]["text"],
        "The island's school will close."
    );

    let draft = desk.json("draft");
    let claims: Vec<&Value> = draft["claims"].as_array().expect("a list").iter().collect();
    let school = claims
        .iter()
        .find(|claim| claim["claim"]["text"] == "The island's school will close.");
    let school = school.unwrap_or_else(|| panic!("{claims:#?}"));
    assert_eq!(school["statements"][0]["stance"], "denies");
}

#[test]
fn what_both_readers_find_is_one_candidate_and_likelier() {
    let alone = desk();
    alone.ok("ingest ferry.txt --publisher Courier");
    let found = alone.list("candidates");
    let own = found
        .iter()
        .find(|one| words_of(one) == "that the school would close")
        .expect("the built-in reader finds it");
    let own_likelihood = own["likelihood"].as_f64().expect("a number");

    let desk = desk();
    let mut same = said("Tom Reyes", "the school would close");
    same["stance"] = json!("denies");
    let other = said("Ann Lee", "Ferry stays in port");
    desk.write("answer.txt", json!([same, other]).to_string());
    let line = format!(
        "ingest ferry.txt --publisher Courier --also --with {}",
        printing("answer.txt")
    );
    desk.noted(line);
    let all = desk.list("candidates");
    assert_eq!(all.len(), found.len() + 1, "{all:#?}");
    let of_words = |words: &str| {
        let mut with = all.iter().filter(|one| words_of(one).contains(words));
        let first = with
            .next()
            .unwrap_or_else(|| panic!("no {words} in {all:#?}"));
        assert!(with.next().is_none(), "{words} twice in {all:#?}");
        first
    };
    let both = of_words("the school would close");
    assert_eq!(both["id"], own["id"]);
    assert_eq!(both["read_by"]["agreed"], true);
    assert!(
        both["likelihood"].as_f64() > Some(own_likelihood),
        "{both:#?}"
    );
    assert_eq!(of_words("Ferry stays in port")["read_by"]["agreed"], false);
    assert_eq!(of_words("Nobody will be put")["read_by"], Value::Null);
    // What was read from outside stays so when the article is read again without.
    desk.ok("ingest ferry.txt --publisher Courier");
    assert_eq!(desk.list("candidates"), all);
}

/// After a new party is recorded, the review links the candidates of the article again.
#[test]
fn a_review_does_not_bring_in_what_the_outside_reader_left_out() {
    let desk = desk();
    desk.write(
        "answer.txt",
        json!([said("Tom Reyes", "that the school would close")]).to_string(),
    );
    desk.noted(format!(
        "ingest ferry.txt --publisher Courier --with {}",
        printing("answer.txt")
    ));
    let before = desk.list("candidates");
    desk.write("keys", "P\u{d}q");
    desk.run("review --keys keys");
    let after = desk.list("candidates --all");
    assert_eq!((before.len(), after.len()), (1, 1), "{after:#?}");
    assert_eq!(after[0]["read_by"], before[0]["read_by"]);
}

#[test]
fn articles_that_cannot_be_read_are_left_out() {
    let desk = desk();
    desk.write(
        "storm.txt",
        "Storm\n\n20 August 2025\n\nAnn Lee said it was over.\n",
    );
    let command = r#"while read -r line; do case "$line" in *'"id":"storm'*) echo '{"statements": [{"speak' ;; *) echo '[]' ;; esac; done"#;
    desk.write("reader.sh", command);
    let run = desk.run("ingest ferry.txt storm.txt --publisher Courier --with 'sh reader.sh'");
    assert_eq!(run.code, 1, "{run}");
    let said = "warning: storm.txt is not recorded: \"sh reader.sh\" gave an invalid answer for \"storm.txt\": it is cut off after";
    assert!(run.stderr.contains(said), "{run}");
    let sources = desk.list("source list");
    assert_eq!(sources.len(), 1, "{sources:#?}");
    assert_eq!(sources[0]["title"], "Ferry stays in port after storm");
    let before = desk.state();
    let run = desk.run("ingest storm.txt --publisher Courier --with 'sh reader.sh'");
    assert!(
        run.code == 1 && run.stderr.contains("it is cut off after"),
        "{run}"
    );
    assert_eq!(desk.state(), before);
}
