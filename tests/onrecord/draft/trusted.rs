//! What nobody but the speaker says is not confirmed, and nobody is made to say what others do.

use serde_json::{Value, json};

use super::{claims, drafted};
use crate::common::TestDesk;

fn one_article(text: &str) -> Value {
    drafted(&[("Courier", &format!("20 August 2025\n\n{text}\n"))]).1
}

/// The status of the claim whose text begins so.
fn status(draft: &Value, beginning: &str) -> String {
    let page = page(draft, beginning);
    page["claim"]["status"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn page<'d>(draft: &'d Value, beginning: &str) -> &'d Value {
    let pages = draft["claims"].as_array().into_iter().flatten();
    let text = |page: &Value| {
        page["claim"]["text"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let mut found = pages.filter(|page| text(page).starts_with(beginning));
    let first = found.next();
    first.unwrap_or_else(|| panic!("no claim begins {beginning:?}: {draft:#}"))
}

/// Everybody's stance on the claim whose text begins so.
fn stances(draft: &Value, beginning: &str) -> Vec<String> {
    let all = claims(draft).into_iter();
    let mut found = all.filter(|(text, _)| text.starts_with(beginning));
    found.next().map(|(_, who)| who).unwrap_or_default()
}

#[test]
fn other_lengths_of_one_thing_are_rivals() {
    let draft = one_article(
        "Ida Stern, a surveyor, said the gap in the sea wall was at least two metres wide. Orley Ports said the gap in the sea \
         wall was about 40 centimetres wide.",
    );
    assert_eq!(
        stances(&draft, "The gap in the sea wall was at least two"),
        ["ida-stern asserts"]
    );
    let wide = page(&draft, "The gap in the sea wall was at least two");
    let narrow = page(&draft, "The gap in the sea wall was about 40");
    assert_eq!(wide["claim"]["question"], narrow["claim"]["question"]);
    assert_eq!(wide["claim"]["value"]["unit"], "metres");
    assert_eq!(wide["claim"]["value"]["bound"], "at-least");
    assert_eq!(narrow["claim"]["value"]["unit"], "centimetres");
    assert_eq!(narrow["claim"]["value"]["about"], true);
    // Lengths of different things are no rivals.
    let draft = one_article(
        "Ida Stern said the wall had sunk by three metres. Orley Ports said the water had risen by 20 centimetres a day.",
    );
    assert_eq!(draft["questions"], json!([]), "{draft:#}");
}

#[test]
fn other_years_do_not_confirm_each_other() {
    let draft = one_article(
        "The ferry's engine was replaced in 2019, Orley Ferries said. Jon Bell, a mechanic, said the ferry's engine was replaced \
         in 2023.",
    );
    assert_eq!(
        status(&draft, "The ferry's engine was replaced in 2019"),
        "unconfirmed"
    );
    assert_eq!(
        status(&draft, "The ferry's engine was replaced in 2023"),
        "unconfirmed"
    );
}

#[test]
fn what_is_not_decided_is_not_denied() {
    let draft = one_article(
        "The harbour board said the pier would be closed in winter. The island council said no decision had been taken on whether \
         the pier would be closed. The ministry has not yet decided whether to close the pier, Tom Reyes said.",
    );
    for (text, who) in claims(&draft) {
        assert!(
            !who.iter().any(|one| one.ends_with("denies")),
            "{text}: {who:?}"
        );
    }
}

#[test]
fn nobody_confirms_their_own_word() {
    let draft = one_article(
        "Jess Lim, a spokeswoman for Orley Ferries, said the company had told the coast guard within the hour. \
         \"We told the coast guard within the hour,\" said Orley Ferries. \"I am innocent,\" said Tom Hart, the captain.",
    );
    assert_eq!(status(&draft, "Tom Hart is innocent"), "unconfirmed");
    for (text, _) in claims(&draft) {
        assert_ne!(status(&draft, &text), "confirmed", "{draft:#}");
    }
    // What they admit, and what they will do, nobody else can confirm.
    let draft = one_article(
        "Orley Ferries admitted that it had ignored two warnings. Ann Lee said she would leave the harbour board in May.",
    );
    assert_eq!(status(&draft, "Orley Ferries had ignored"), "confirmed");
    assert_eq!(status(&draft, "Ann Lee would leave"), "confirmed");
}

#[test]
fn who_denies_first_disagrees_with_who_asserts_later() {
    let desk = TestDesk::new("2025-08-21T09:00Z");
    desk.ok("init");
    desk.write(
        "a.txt",
        "19 August 2025\n\nThe dockers' union said no deal had been struck on night shifts.",
    );
    desk.ok("ingest a.txt --publisher 'The Courier'");
    desk.ok("accept --all");
    let first = desk.list("claim list");
    assert_eq!(first[0]["text"], "A deal had been struck on night shifts.");
    desk.write(
        "b.txt",
        "20 August 2025\n\nOrley Ports said a deal had been struck on night shifts.",
    );
    desk.ok("ingest b.txt --publisher 'The Post'");
    desk.ok("accept --all");
    let found = desk.list("discrepancies");
    let kinds: Vec<&Value> = found.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["contradiction"], "{found:#?}");
}

#[test]
fn one_report_in_two_papers_is_one_statement_a_day_later_too() {
    let report = "The new ferry will not be ready before the spring, the harbour board said.";
    let desk = TestDesk::new("2025-08-21T09:00Z");
    desk.ok("init");
    for (file, day) in [("a", 19), ("b", 20)] {
        desk.write(
            &format!("{file}.txt"),
            format!("{day} August 2025\n\n{report}"),
        );
        desk.ok(format!("ingest {file}.txt --publisher 'The {file}'"));
        desk.ok("accept --all");
    }
    let claims = desk.list("claim list");
    assert_eq!(claims.len(), 1, "{claims:#?}");
    let page = desk.json(format!(
        "claim show {}",
        claims[0]["id"].as_str().unwrap_or_default()
    ));
    let statements = page["statements"].as_array().map(Vec::len);
    assert_eq!(statements, Some(1), "{page:#}");
}

#[test]
fn a_spokeswoman_without_a_name_speaks_for_the_body_of_her_sentence() {
    let draft = one_article(
        "The harbour board said the pier was safe. Orley Ferries said it was looking into it. The harbour board has had no \
         complaints, a spokeswoman said.",
    );
    let parties = draft["parties"].as_array().into_iter().flatten();
    let voices: Vec<&Value> = parties
        .filter(|party| {
            party["name"]
                .as_str()
                .is_some_and(|name| name.starts_with("A spokesman"))
        })
        .map(|party| &party["speaks_for"][0]["party"])
        .collect();
    assert_eq!(voices, ["the-harbour-board"], "{draft:#}");
}

#[test]
fn a_group_of_people_is_no_company() {
    let draft = one_article(
        "Orley Bank said all customers had been repaid. A group of customers said nobody had been repaid.",
    );
    assert_eq!(
        stances(&draft, "All customers had been repaid"),
        ["orley-bank asserts", "the-group-of-customers denies"],
        "{draft:#}"
    );
}

#[test]
fn the_company_is_no_party_of_its_own() {
    let draft = one_article(
        "Orley Ferries said the engine had been tested. The Company said the engine had been tested twice.",
    );
    let parties = draft["parties"].as_array().into_iter().flatten();
    let names: Vec<&Value> = parties.map(|party| &party["name"]).collect();
    assert_eq!(names, ["Orley Ferries"], "{draft:#}");
}

#[test]
fn a_pronoun_of_the_other_gender_is_somebody_else() {
    let draft = one_article(
        "Mr Reyes said she should resign. Ms Stern said he had signed the lease. The insurers said it would cost 3 million \
         euros to mend the pier.",
    );
    for (text, _) in claims(&draft) {
        for name in ["Reyes", "Stern", "nsurers"] {
            assert!(!text.contains(name), "{text}");
        }
    }
}

#[test]
fn what_two_people_say_of_different_days_stays_apart() {
    let draft = one_article(
        "The mill will reopen in June, Vessa Foods said. The mill will stay shut until September, the labour ministry said.",
    );
    for (text, who) in claims(&draft) {
        assert_eq!(who.len(), 1, "{text}: {who:?}");
    }
}

#[test]
fn somebody_without_a_name_is_a_source_without_a_name() {
    let draft = one_article("A former colleague said the captain had been warned.");
    let parties = draft["parties"].as_array().into_iter().flatten();
    let kinds: Vec<(String, String)> = parties
        .map(|party| {
            let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (word(&party["name"]), word(&party["kind"]))
        })
        .collect();
    let colleague = kinds
        .iter()
        .find(|(name, _)| name.starts_with("former colleague"));
    assert_eq!(
        colleague.map(|(_, kind)| kind.as_str()),
        Some("anonymous"),
        "{kinds:?}"
    );
}

/// Whom a draft has say or deny what the government promised, from an article in which this person speaks.
fn promising(speaker: &str) -> Vec<String> {
    let desk = TestDesk::holding(
        "2025-08-20T16:00:00Z",
        &[
            json!({"record": "party", "id": "norland", "name": "Norland", "kind": "government",
                "aliases": ["the Norland government"]}),
            json!({"record": "party", "id": "vik", "name": "Anders Vik", "kind": "person"}),
        ],
    );
    let article = format!(
        "{speaker}, the foreman, said that the government had promised to pay for the kiln."
    );
    desk.write("kiln.txt", format!("Kiln\n\n20 August 2025\n\n{article}\n"));
    desk.ok("ingest kiln.txt --publisher Courier");
    stances(&desk.json("draft --all"), "The government had promised")
}

/// "The government" is the recorded one only in an article that names somebody of its story.
#[test]
fn another_story_has_its_own_government() {
    let has_norland = |who: &[String]| who.iter().any(|one| one.starts_with("norland "));
    let (own, other) = (promising("Anders Vik"), promising("Rosa Pell"));
    assert!(has_norland(&own), "{own:?}");
    assert!(!other.is_empty() && !has_norland(&other), "{other:?}");
}

#[test]
fn an_act_that_is_denied_or_blamed_is_a_claim() {
    let draft = one_article(
        "Orley Ferries denied having turned anybody away. The dockers' union accused the harbour board of hiring guards at night.",
    );
    assert_eq!(
        stances(&draft, "Orley Ferries had turned somebody away"),
        ["orley-ferries denies"]
    );
    assert_eq!(
        stances(&draft, "The harbour board hired guards at night"),
        ["the-dockers-union asserts"]
    );
}

#[test]
fn a_negation_in_a_further_clause_denies_nothing_before_it() {
    let draft = one_article(
        "Ida Stern, a surveyor, said the board was looking into the crack and would not publish the survey until it had.",
    );
    let all = claims(&draft);
    let looked = all.iter().find(|(text, _)| text.contains("looking into"));
    assert!(
        looked.is_some_and(|(_, who)| who == &["ida-stern asserts"]),
        "{all:?}"
    );
    assert!(
        !all.iter().any(|(text, _)| text.contains("would publish")),
        "{all:?}"
    );
}

#[test]
fn what_somebody_is_urged_to_do_is_not_what_others_deny_having_done() {
    let draft = one_article(
        "The mayor, Jon Bell, urged both sides to sign the pier agreement. Ida Stern, a surveyor, said no pier agreement had been \
         signed.",
    );
    assert_eq!(
        stances(&draft, "A pier agreement had been signed"),
        ["ida-stern denies"]
    );
    assert_eq!(
        stances(&draft, "Both sides should sign the pier agreement"),
        ["jon-bell asserts"]
    );
}
