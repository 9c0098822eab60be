//! A later article on a story that is recorded.

use serde_json::Value;

use super::claims;
use crate::common::TestDesk;

/// A ledger in which one article was taken over as drafted, and another one was read since.
pub(super) fn after_a_day(first: &str, second: &str) -> (TestDesk, Value) {
    let desk = TestDesk::new("2025-08-21T09:00Z");
    desk.ok("init");
    desk.write("a.txt", first);
    desk.ok("ingest a.txt --publisher 'The Courier'");
    desk.ok("accept --all");
    desk.write("b.txt", second);
    desk.ok("ingest b.txt --publisher 'The Post'");
    let draft = desk.json("draft");
    (desk, draft)
}

const HART: &str =
    "20 August 2025\n\nTom Hart, chief executive of Orley Ferries, said the pier had been tested.";

#[test]
fn a_later_article_tells_more_of_a_party_that_nobody_has_reviewed() {
    let first = "19 August 2025\n\nTom Hart said the pier was safe. Orley Ferries said the ferry would sail.";
    let (desk, _) = after_a_day(first, HART);
    desk.ok("accept --all");
    let hart = desk.json("party show tom-hart");
    assert_eq!(hart["role"], "chief executive of Orley Ferries");
    assert_eq!(hart["speaks_for"][0]["party"], "orley-ferries");
}

#[test]
fn a_later_article_tells_more_of_a_reviewed_party_too() {
    let mut desk = TestDesk::new("2025-08-21T09:00Z");
    desk.ok("init");
    desk.ok("party add tom-hart --name 'Tom Hart' --kind person");
    desk.write("b.txt", HART);
    desk.ok("ingest b.txt --publisher 'The Post'");
    let before = desk.export();
    let read = |desk: &TestDesk, more: &str| desk.json(format!("party show tom-hart{more}"));
    let role = "chief executive of Orley Ferries";
    desk.set_now("2025-08-21T10:00Z");
    desk.ok("accept --all");
    assert_eq!(read(&desk, "")["role"], role);
    let marked = desk.json("party show tom-hart");
    assert_eq!(marked["unreviewed"], true, "{marked:#}");
    // Nobody has looked at that.
    let statement = marked["statements"][0]["id"].clone();
    desk.ok(format!(
        "correct {} --note 'At noon.'",
        statement.as_str().expect("an id")
    ));
    assert_eq!(read(&desk, " --reviewed")["role"], Value::Null);
    desk.set_now("2025-08-21T11:00Z");
    desk.ok("review --keep tom-hart");
    assert_eq!(read(&desk, " --reviewed")["role"], role);
    desk.run("undo --yes");
    assert_eq!(read(&desk, " --reviewed")["role"], Value::Null);
    desk.ok("rebuild --check");
    desk.run("undo --yes");
    desk.run("undo --yes");
    assert_eq!(desk.export(), before);
}

#[test]
fn what_a_person_took_away_is_not_proposed_again() {
    let first =
        "19 August 2025\n\nTom Hart, chief executive of Orley Ferries, said the pier was safe.";
    let (desk, _) = after_a_day(first, HART);
    let before = desk.json("party show tom-hart");
    assert_eq!(
        before["speaks_for"].as_array().map(Vec::len),
        Some(1),
        "{before:#}"
    );
    desk.ok("party edit tom-hart --no-speaks-for orley-ferries");
    desk.ok("accept --all");
    let after = desk.json("party show tom-hart");
    assert_eq!(
        after["speaks_for"].as_array().map(Vec::len),
        Some(0),
        "{after:#}"
    );
}

#[test]
fn a_body_gets_its_fuller_name() {
    let first = "19 August 2025\n\nThe HSA said the bridge was closed to lorries.";
    let second = "20 August 2025\n\nThe Highland Safety Authority said the bridge had been tested. Jon Bell, director of the \
                  Highland Safety Authority, said lorries could use it.";
    let (desk, draft) = after_a_day(first, second);
    assert_eq!(
        draft["parties"].as_array().map(Vec::len),
        Some(1),
        "{draft:#}"
    );
    desk.ok("accept --all");
    let body = desk.json("party show hsa");
    assert_eq!(body["name"], "Highland Safety Authority");
    assert_eq!(body["aliases"][0], "HSA");
    assert_eq!(
        desk.json("party show jon-bell")["speaks_for"][0]["party"],
        "hsa"
    );

    // A name that a person has looked at stays, and the fuller one becomes another.
    let desk = TestDesk::new("2025-08-21T09:00Z");
    desk.ok("init");
    desk.ok("party add hsa --name HSA --kind government");
    desk.write("b.txt", second);
    desk.ok("ingest b.txt --publisher 'The Post'");
    desk.ok("accept --all");
    let body = desk.json("party show hsa");
    assert_eq!(body["name"], "HSA");
    assert_eq!(body["aliases"][0], "Highland Safety Authority");
}

#[test]
fn who_was_heard_in_the_story_is_meant_by_a_family_name_or_a_noun() {
    let first = "19 August 2025\n\nThe Ministry of Fisheries said the net ban was lawful. Rosa Tremayne, a trawler owner, said \
                 the harbour would lose forty jobs. Norland's interior ministry said its border was open. The Ministry of \
                 Fisheries said inspectors had boarded nine boats.";
    let second = "20 August 2025\n\nTremayne said the harbour had already lost ten jobs. The ministry said the net ban would \
                  stay.";
    let who = |draft: &Value| -> Vec<String> {
        let claims = claims(draft).into_iter();
        claims.flat_map(|(_, who)| who).collect()
    };
    let (_desk, draft) = after_a_day(first, second);
    let found = who(&draft);
    for party in ["rosa-tremayne", "ministry-of-fisheries"] {
        assert!(
            found.iter().any(|one| one.starts_with(party)),
            "{party}: {found:?}"
        );
    }
    // In another story it may be somebody else of that name.
    let library = "20 August 2025\n\nTremayne said the library needed new chairs.";
    let (_desk, draft) = after_a_day(first, library);
    assert_eq!(who(&draft), Vec::<String>::new());
}

#[test]
fn what_is_said_beside_a_recorded_claim_is_drafted_too() {
    let first = "19 August 2025\n\nTom Hart said the pier had lost 300 planks in the storm.";
    let second = "20 August 2025\n\nAnn Lee confirmed that the pier had lost 300 planks in the storm and that the \
                  first engineers were expected on Friday.";
    let (_desk, draft) = after_a_day(first, second);
    let all = claims(&draft);
    let engineers = all.iter().find(|(text, _)| text.contains("engineers"));
    assert!(
        engineers.is_some_and(|(_, who)| who == &["ann-lee confirms"]),
        "{all:#?}"
    );
}

#[test]
fn what_was_said_before_tells_what_a_claim_is_about() {
    let text = "19 August 2025\n\nTom Hart said the pier was safe.";
    let desk = TestDesk::new("2025-08-21T09:00Z");
    desk.ok("init");
    desk.write(
        "a.txt",
        format!("{text} \"The pier is safe,\" Hart said.\n"),
    );
    desk.ok("ingest a.txt --publisher 'The Courier'");
    let first = desk.list("candidates")[0]["id"].clone();
    desk.ok(format!(
        "accept {} --new-party --new-claim",
        first.as_str().expect("an id")
    ));
    // What is left of the article joins the claim that was made of its first part.
    desk.ok("accept --all");
    assert_eq!(desk.list("claim list").len(), 1);
}

#[test]
fn a_later_figure_is_no_rival_of_an_earlier_one() {
    let first = "12 August 2025\n\nAnn Lee said 40 goats were missing.";
    let (_desk, draft) = after_a_day(
        first,
        "20 August 2025\n\nTom Hart said 44 goats were missing.",
    );
    assert_eq!(
        draft["questions"].as_array().map(Vec::len),
        Some(0),
        "{draft:#}"
    );
    let (_desk, draft) = after_a_day(
        first,
        "13 August 2025\n\nTom Hart said 44 goats were missing.",
    );
    assert_eq!(
        draft["questions"].as_array().map(Vec::len),
        Some(1),
        "{draft:#}"
    );
}
