//! From articles to a story: `draft`, `accept --all`, `seed FILE…`.

mod cast;
mod later;
mod rivals;
mod trusted;

use serde_json::{Value, json};

use crate::common::TestDesk;

const FERRY: &str = "Ferry stays in port after storm

19 August 2025

The harbour master, Captain Ann Lee, said on Tuesday that the ferry would not sail before Friday.

The island's mayor, Tom Reyes, denied that the ferry would not sail before Friday. Ms Lee declined to comment.

Orley Ferries said the ferry had lost 40 passengers a day. Jess Lim, chief executive of Orley Ferries, said it would sail.
";

fn ingested() -> TestDesk {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    desk.ok("init");
    desk.write("ferry.txt", FERRY);
    desk.ok("ingest ferry.txt --publisher 'The Courier'");
    desk
}

fn named<'a>(records: &'a Value, name: &str) -> &'a Value {
    let mut all = records.as_array().into_iter().flatten();
    let found = all.find(|one| one["name"] == name);
    found.unwrap_or_else(|| panic!("{name} is not in {records:#}"))
}

#[test]
fn a_draft_is_shown_and_not_recorded() {
    let desk = ingested();
    let before = desk.state();
    let draft = desk.json("draft");
    assert_eq!(desk.state(), before);
    let lee = named(&draft["parties"], "Ann Lee");
    assert_eq!(lee["kind"], "person");
    let lim = named(&draft["parties"], "Jess Lim");
    assert_eq!(lim["role"], "chief executive of Orley Ferries");
    assert_eq!(lim["speaks_for"][0]["party"], "orley-ferries");
    assert_eq!(
        named(&draft["parties"], "Orley Ferries")["kind"],
        "organisation"
    );
    let kinds: Vec<&Value> = draft["discrepancies"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| &one["kind"])
        .collect();
    // Ann Lee denies that the ferry would sail before Friday, and Tom Reyes does not.
    assert_eq!(kinds, ["contradiction"], "{draft:#}");
    let table = desk.ok("draft");
    assert!(table.contains("Nothing of this is recorded yet"), "{table}");
    assert_eq!(desk.list("claim list").len(), 0);
}

#[test]
fn what_a_draft_shows_is_what_accepting_all_records() {
    let desk = ingested();
    let draft = desk.json("draft");
    let accepted = desk.json("accept --all");
    assert_eq!(
        accepted["accepted"].as_array().map(Vec::len),
        draft["statement_count"]
            .as_u64()
            .map(|count| count as usize)
    );
    assert_eq!(accepted["new_claims"], draft["new_claims"]);
    let claims: Vec<Value> = desk.list("claim list");
    for page in draft["claims"].as_array().into_iter().flatten() {
        let held = claims.iter().find(|one| one["id"] == page["claim"]["id"]);
        assert_eq!(
            held.map(|one| &one["status"]),
            Some(&page["claim"]["status"])
        );
    }
    // Declining to comment is about what was said before it.
    let on: Vec<&str> = claims
        .iter()
        .filter(|one| one["status"] == "disputed")
        .filter_map(|one| one["id"].as_str())
        .collect();
    let page = desk.json(format!("claim show {}", on[0]));
    let stances: Vec<&Value> = page["statements"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| &one["stance"])
        .collect();
    assert!(stances.contains(&&json!("declines")), "{page:#}");
    desk.ok("rebuild --check");
    // One write: one undo.
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(desk.list("claim list").len(), 0);
    assert_eq!(desk.list("party list").len(), 0);
}

#[test]
fn a_later_article_joins_the_story() {
    let desk = ingested();
    desk.ok("accept --all");
    let before = desk.list("claim list").len();
    desk.write(
        "later.txt",
        "Ferry still in port\n\n20 August 2025\n\nAnn Lee said the ferry would not sail before Friday.\n",
    );
    desk.ok("ingest later.txt --publisher 'The Herald'");
    let draft = desk.json("draft");
    assert_eq!(draft["parties"], json!([]), "{draft:#}");
    assert_eq!(draft["new_claims"], json!([]), "{draft:#}");
    desk.ok("accept --all");
    assert_eq!(desk.list("claim list").len(), before);
}

#[test]
fn nothing_to_accept_is_no_error() {
    let desk = ingested();
    desk.ok("accept --all");
    let again = desk.json("accept --all");
    assert_eq!(again["accepted"], json!([]));
    assert_eq!(again["unsettled"], desk.list("candidates").len());
}

#[test]
fn two_people_of_one_family_name_stay_apart() {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    desk.ok("init");
    desk.write(
        "lees.txt",
        "Two views\n\n19 August 2025\n\nAnn Lee said the ferry would sail on Friday. Tom Lee, a councillor, said the pier was rotten.\n",
    );
    desk.ok("ingest lees.txt --publisher 'The Courier'");
    let draft = desk.json("draft");
    for name in ["Ann Lee", "Tom Lee"] {
        assert_eq!(named(&draft["parties"], name)["aliases"], json!([]));
    }
}

#[test]
fn seed_with_files_begins_a_story() {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    desk.write("ferry.txt", FERRY);
    let missing = desk.run("seed ferry.txt nowhere.txt");
    assert_ne!(missing.code, 0);
    assert!(
        !desk.path("onrecord.db").exists(),
        "no ledger is left behind"
    );
    desk.write("undated.txt", "Ann Lee said the pier was safe.\n");
    let undated = desk.run("seed ferry.txt undated.txt");
    assert_ne!(undated.code, 0);
    assert!(
        !desk.path("onrecord.db").exists(),
        "no ledger is left behind"
    );
    let shown = desk.ok("seed ferry.txt --publisher 'The Courier'");
    assert!(shown.starts_with("Draft: "), "{shown}");
    assert!(shown.contains("onrecord accept --all"), "{shown}");
    assert_eq!(desk.list("claim list").len(), 0);
}

#[test]
fn who_somebody_is_makes_no_second_speaker() {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    desk.write(
        "union.txt",
        "Ferry crews walk out\n\n19 August 2025\n\nAnn Lee, general secretary of the Quay and Dock Workers’ Union, said the ferry would not sail on Friday.\n",
    );
    let draft = desk.json("seed union.txt");
    assert_eq!(draft["statement_count"], 1, "{draft:#}");
    let union = named(&draft["parties"], "Quay and Dock Workers’ Union");
    assert_eq!(
        named(&draft["parties"], "Ann Lee")["speaks_for"][0]["party"],
        union["id"]
    );
}

#[test]
fn other_figures_are_another_claim() {
    let desk = ingested();
    desk.ok("accept --all");
    desk.write(
        "later.txt",
        "More passengers lost\n\n20 August 2025\n\nTom Reyes said the ferry had lost 60 passengers a day.\n",
    );
    desk.ok("ingest later.txt --publisher 'The Herald'");
    let draft = desk.json("draft");
    assert_eq!(
        draft["new_claims"].as_array().map(Vec::len),
        Some(1),
        "{draft:#}"
    );
}

#[test]
fn a_new_figure_asks_a_question_of_a_recorded_claim() {
    let desk = ingested();
    desk.ok("accept --all");
    let lost = |desk: &TestDesk| -> Vec<Value> {
        let claims = desk.list("claim list").into_iter();
        let lost = claims.filter(|one| {
            one["text"]
                .as_str()
                .is_some_and(|text| text.contains("lost"))
        });
        lost.collect()
    };
    assert_eq!(lost(&desk).len(), 1);
    assert_eq!(lost(&desk)[0]["question"], Value::Null);
    desk.write(
        "later.txt",
        "More passengers lost\n\n20 August 2025\n\nTom Reyes said the ferry had lost 60 passengers a day.\n",
    );
    desk.ok("ingest later.txt --publisher 'The Herald'");
    let before = desk.export();
    let draft = desk.json("draft");
    assert_eq!(
        draft["questions"].as_array().map(Vec::len),
        Some(1),
        "{draft:#}"
    );
    desk.ok("accept --all");
    let claims = lost(&desk);
    assert_eq!(claims.len(), 2, "{claims:#?}");
    assert_eq!(claims[0]["question"], draft["questions"][0]["id"]);
    assert_eq!(claims[1]["question"], claims[0]["question"]);
    let mut amounts: Vec<i64> = claims
        .iter()
        .filter_map(|one| one["value"]["amount"].as_i64())
        .collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [40, 60]);
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(desk.export(), before);
    // The review does the same, claim by claim.
    let run = desk.feed("review --keys -", b"a");
    assert_eq!(run.code, 0, "{run}");
    let claims = lost(&desk);
    assert_eq!(claims.len(), 2, "{claims:#?}");
    assert!(
        claims
            .iter()
            .all(|one| one["question"] == claims[0]["question"] && !one["question"].is_null())
    );
    desk.ok("rebuild --check");
}

fn drafted(articles: &[(&str, &str)]) -> (TestDesk, Value) {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    desk.ok("init");
    for (name, text) in articles {
        desk.write(&format!("{name}.txt"), text);
        desk.ok(format!("ingest {name}.txt --publisher 'The {name}'"));
    }
    let draft = desk.json("draft");
    (desk, draft)
}

/// The texts of the claims with everybody's stance: "Ann Lee denies".
fn claims(draft: &Value) -> Vec<(String, Vec<String>)> {
    let pages = draft["claims"].as_array().into_iter().flatten();
    pages
        .map(|page| {
            let statements = page["statements"].as_array().into_iter().flatten();
            let who = statements.map(|one| {
                let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                format!("{} {}", word(&one["party"]), word(&one["stance"]))
            });
            let text = page["claim"]["text"].as_str().unwrap_or_default();
            (text.to_owned(), who.collect())
        })
        .collect()
}

#[test]
fn several_things_in_one_sentence_are_several_claims() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Flood in Orley\n\n19 August 2025\n\nThe mayor, Tom Reyes, said that the river had left 12 dead and 40 missing and that the council had ordered boats from Tuli.\n",
    )]);
    let texts: Vec<String> = claims(&draft).into_iter().map(|(text, _)| text).collect();
    for text in [
        "The river had left 12 dead.",
        "The river had left 40 missing.",
        "The council had ordered boats from Tuli.",
    ] {
        assert!(texts.iter().any(|own| own == text), "{text}: {texts:?}");
    }
}

#[test]
fn a_bare_denial_is_about_what_was_said_before_it() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Merger\n\n19 August 2025\n\nThe chief executive of Castor Foods, Ida Stern, said that Castor would buy the mill at Orley.\n\nThe owner of the mill, Rolf Pellet, said this was untrue. No such offer had been made, he said.\n\nThe union said that the wages had not been paid since May.\n",
    )]);
    let claims = claims(&draft);
    let bought = claims
        .iter()
        .find(|(text, _)| text.contains("buy the mill"));
    let stances = bought.map(|(_, who)| who.join(", ")).unwrap_or_default();
    assert!(stances.contains("ida-stern asserts"), "{claims:#?}");
    assert!(stances.contains("rolf-pellet denies"), "{claims:#?}");
    let kinds: Vec<&Value> = draft["discrepancies"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(kinds, ["contradiction"]);
}

#[test]
fn a_short_answer_confirms_what_was_said_last() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Port\n\n19 August 2025\n\nThe owner, Sam Okwu, confirmed that temporary crews had unloaded the ferries in May. \"We did, and I would do it again,\" he said.\n\nThe mayor, Ann Lee, said two boats had left overnight. The council would close the pier in winter, she said. A week earlier, the harbour master, Rolf Pellet, had said that there were no plans to do so.\n",
    )]);
    let claims = claims(&draft);
    let texts: Vec<&str> = claims.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(texts.len(), 3, "{claims:#?}");
    let of = |words: &str| {
        let claim = claims.iter().find(|(text, _)| text.contains(words));
        claim.map(|(_, who)| who.join(", ")).unwrap_or_default()
    };
    assert_eq!(
        of("unloaded"),
        "sam-okwu confirms, sam-okwu asserts",
        "{claims:#?}"
    );
    assert!(
        of("close the pier").contains("rolf-pellet denies"),
        "{claims:#?}"
    );
}

#[test]
fn who_said_what_was_denied_does_not_deny_it() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Licence\n\n19 August 2025\n\nThe owner, Sam Okwu, denied on Monday that the harbour board had promised him a new licence, as the mayor, Ann Lee, had claimed. He also denied that the ferry had leaked, as Ann Lee said it had.\n",
    )]);
    let claims = claims(&draft);
    let leaked = claims.iter().find(|(text, _)| text.contains("leaked"));
    let stances = leaked.map(|(_, who)| who.join(", ")).unwrap_or_default();
    assert!(stances.contains("sam-okwu denies"), "{claims:#?}");
    assert!(stances.contains("ann-lee asserts"), "{claims:#?}");
}

#[test]
fn what_is_called_untrue_is_denied() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Pier\n\n19 August 2025\n\nThe engineer, Noah West, said it was untrue that the pier had moved. The mayor, Ann Lee, said that the council would not pay. The union leader, Tom Reyes, said that the council had no plans to do so.\n",
    )]);
    let claims = claims(&draft);
    let of = |words: &str| {
        let claim = claims.iter().find(|(text, _)| text == words);
        claim.map(|(_, who)| who.join(", ")).unwrap_or_default()
    };
    assert_eq!(of("The pier had moved."), "noah-west denies", "{claims:#?}");
    assert_eq!(
        of("The council would pay."),
        "ann-lee denies, tom-reyes denies",
        "{claims:#?}"
    );
}

#[test]
fn an_answer_to_a_question_and_not_being_told_are_about_nothing_else() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Plant\n\n19 August 2025\n\nThe mayor, Ann Lee, said that the plant had closed. Asked whether the company had paid its workers, the director, Owen Pike, said: \"We did.\" The company said it had not been told.\n\nAccording to a memo dated May 5, the plant will open in June.\n",
    )]);
    let claims = claims(&draft);
    let closed = claims
        .iter()
        .find(|(text, _)| text == "The plant had closed.");
    let stances = closed.map(|(_, who)| who.join(", "));
    assert_eq!(stances.as_deref(), Some("ann-lee asserts"), "{claims:#?}");
    assert!(!format!("{claims:?}").contains("\"may "), "{claims:#?}");
}

#[test]
fn what_asserts_nothing_makes_no_claim() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Court\n\n19 August 2025\n\nTwo people familiar with the trial, who asked not to be named because it was secret, told the Courier that three case files had vanished from the court.\n",
    )]);
    let texts: Vec<String> = claims(&draft).into_iter().map(|(text, _)| text).collect();
    assert_eq!(texts, ["Three case files had vanished from the court."]);
}

#[test]
fn rival_figures_answer_one_question_in_one_unit() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Queue\n\n19 August 2025\n\nThe harbour master, Ann Lee, said 40 vessels were waiting outside Orley.\n\nThe mayor, Tom Reyes, said 44 ships were waiting outside Orley. The ferry company said 300 passengers were waiting on the pier.\n",
    )]);
    let answers: Vec<(&Value, &Value)> = draft["claims"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|page| !page["claim"]["question"].is_null())
        .map(|page| {
            let value = &page["claim"]["value"];
            (&value["amount"], &value["unit"])
        })
        .collect();
    assert_eq!(answers.len(), 2, "{draft:#}");
    assert!(
        answers.contains(&(&json!(40), &json!("ships"))),
        "{answers:?}"
    );
    assert!(
        answers.contains(&(&json!(44), &json!("ships"))),
        "{answers:?}"
    );
}

#[test]
fn two_stories_share_no_claim() {
    let (_, draft) = drafted(&[
        ("Courier", FERRY),
        (
            "Herald",
            "Court frees banker\n\n19 August 2025\n\nJudge Eva Varga said the banker had never stolen a cent. The prosecutor, Ida Stern, said she would take the case to a higher court.\n",
        ),
    ]);
    let court = ["eva-varga", "ida-stern"];
    for (text, who) in claims(&draft) {
        let of_court = who
            .iter()
            .filter(|one| court.iter().any(|name| one.starts_with(name)));
        let count = of_court.count();
        assert!(count == 0 || count == who.len(), "{text} {who:?}");
    }
}

#[test]
fn one_report_in_two_papers_is_one_statement() {
    let report = "19 August 2025\n\nThe harbour master, Captain Ann Lee, said that the ferry would lie in port until Friday.\n";
    let (courier, herald) = (
        format!("Ferry stays in port\n\n{report}"),
        format!("Storm keeps ferry in\n\nFrom our agency\n\n{report}"),
    );
    let (desk, draft) = drafted(&[("Courier", &courier), ("Herald", &herald)]);
    assert_eq!(draft["statement_count"], 1, "{draft:#}");
    desk.ok("accept --all");
    let claims = desk.list("claim list");
    let page = desk.json(format!(
        "claim show {}",
        claims[0]["id"].as_str().unwrap_or_default()
    ));
    let statements = page["statements"].as_array().map(Vec::len);
    assert_eq!(statements, Some(1), "{page:#}");
    let export = desk.ok("export --format jsonl");
    let statement = export
        .lines()
        .find(|line| line.contains("\"record\":\"statement\""))
        .unwrap_or_default();
    let statement: Value = serde_json::from_str(statement).unwrap_or_default();
    assert_eq!(
        statement["evidence"].as_array().map(Vec::len),
        Some(1),
        "{statement:#}"
    );
    assert_eq!(desk.list("candidates").len(), 0);
}

#[test]
fn an_article_without_statements_or_known_already_is_said_to_be_so() {
    let desk = ingested();
    let again = desk.ok("ingest ferry.txt --publisher 'The Courier'");
    assert!(again.contains("Nothing new"), "{again}");
    desk.write(
        "weather.txt",
        "Weather\n\n19 August 2025\n\nRain in the morning. Winds from the west.\n",
    );
    let weather = desk.ok("ingest weather.txt --publisher 'The Courier'");
    assert!(weather.contains("No statements found"), "{weather}");
}
