//! From articles to a story: `draft`, `accept --all`, `seed FILE…`.

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
    // Ann Lee spoke, and then declined to.
    assert_eq!(kinds, ["contradiction", "mixed-signals"], "{draft:#}");
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
