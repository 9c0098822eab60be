//! Articles that share their text: what is proposed as the origin of what, and what that changes.

use serde_json::{Value, json};

use crate::common::TestDesk;

const NOW: &str = "2025-08-22T09:00:00Z";

/// What an agency wrote.
const REPORT: &str = "Divers have found the anchor of the barge Lady Maren in the mouth of the river Osk, eleven weeks \
    after the barge lost it in a storm.\n\n\
    The anchor lies in nine metres of water beside the old fairway, and a crane will lift it as soon as the tide \
    allows.\n\n\
    A person close to the salvage said the chain had been cut.\n\n\
    Until the lift no ship of more than forty metres may pass the bend at night, and pilots keep to the northern bank, \
    where a second buoy was laid out last week.\n";

/// The same in another paper: with a headline and a beginning of its own, and without its last paragraph.
fn shortened() -> String {
    let (kept, _) = REPORT.split_once("\n\nUntil").expect("a last paragraph");
    format!(
        "A find below the bend\n\n21 August 2025\n\nRowers of this town had looked for it in vain all summer.\n\n{kept}\n"
    )
}

fn whole() -> String {
    format!("Anchor of the Lady Maren found\n\n20 August 2025\n\n{REPORT}")
}

/// A desk with both papers.
fn two_papers() -> TestDesk {
    let desk = TestDesk::new(NOW);
    desk.ok("init");
    desk.write("courier.txt", whole());
    desk.write("gazette.txt", shortened());
    desk.ok("ingest courier.txt --publisher Courier");
    desk
}

fn origin(desk: &TestDesk, source: &str) -> Value {
    desk.json(format!("source show {source}"))["origin"].clone()
}

/// Who was said to be the source of a claim, by hand: an unnamed source in each paper.
fn said_in_both(desk: &TestDesk) {
    desk.ok("claim add chain-cut --text 'The chain was cut.'");
    for (party, source) in [("one", "courier-2025-08-20"), ("two", "gazette-2025-08-21")] {
        desk.ok(format!(
            "party add {party} --name 'Source {party}' --kind anonymous"
        ));
        desk.ok(format!(
            "say {party} asserts chain-cut --source {source} --attribution anonymous --shown-as 'a person close to the salvage'"
        ));
    }
}

fn undo(desk: &TestDesk) {
    assert_eq!(desk.run("undo --yes").code, 0);
}

fn origins(desk: &TestDesk) -> Value {
    desk.json("claim show chain-cut")["claim"]["origins"].clone()
}

#[test]
fn a_shortened_copy_in_another_paper_is_proposed_and_counts_once_when_accepted() {
    let desk = two_papers();
    let printed = desk.ok("ingest gazette.txt --publisher Gazette");
    let line = "gazette-2025-08-21 carries the same text as courier-2025-08-20 (";
    assert!(printed.contains(line), "{printed}");
    assert_eq!(printed.matches("carries").count(), 1);
    let again = desk.json("ingest gazette.txt --publisher Gazette");
    assert_eq!(again[0]["origins"][0]["origin"], "courier-2025-08-20");
    assert_eq!(origin(&desk, "gazette-2025-08-21"), Value::Null);
    said_in_both(&desk);
    assert_eq!(origins(&desk), 2);

    let before = desk.state();
    let draft = desk.json("draft");
    assert_eq!(desk.state(), before);
    let proposed = &draft["origins"];
    assert_eq!(proposed.as_array().map(Vec::len), Some(1), "{proposed:#}");
    assert_eq!(proposed[0]["source"], "gazette-2025-08-21");
    assert_eq!(proposed[0]["origin"], "courier-2025-08-20");
    let share = proposed[0]["share"].as_f64().unwrap_or_default();
    assert!((0.7..1.0).contains(&share), "{share}");
    let table = desk.ok("draft");
    assert!(
        table.contains("1 article re-reports another one"),
        "{table}"
    );
    assert_eq!(origins(&desk), 2);

    let accepted = desk.json("accept --all");
    assert_eq!(accepted["new_origins"], *proposed);
    assert_eq!(origin(&desk, "gazette-2025-08-21"), "courier-2025-08-20");
    assert_eq!(origins(&desk), 1);
    desk.ok("rebuild --check");
    undo(&desk);
    assert_eq!(origin(&desk, "gazette-2025-08-21"), Value::Null);
    assert_eq!(origins(&desk), 2);
    assert_eq!(desk.json("draft")["origins"], *proposed);
}

#[test]
fn papers_that_quote_one_speech_are_not_of_one_origin() {
    let speech = REPORT.replace('\n', " ");
    let desk = TestDesk::new(NOW);
    desk.ok("init");
    for (paper, head, tail) in [
        (
            "courier",
            "Harbour master speaks\n\n20 August 2025\n\nAnn Lee spoke on the quay on Wednesday, before some two \
            hundred people and a brass band, and took no questions. Her deputy stood beside her and held the map.",
            "she said. Nobody in the crowd had known that the search was still going on.",
        ),
        (
            "gazette",
            "Lee: crane will come\n\n20 August 2025\n\nThe harbour master has told the town what became of the \
            anchor. In a short address, the first since she took office, she named neither a date nor a price.",
            "said Lee, and left by the back stairs, while the band began to play a march.",
        ),
    ] {
        desk.write(
            &format!("{paper}.txt"),
            format!("{head}\n\n\"{speech}\" {tail}\n"),
        );
        desk.ok(format!("ingest {paper}.txt --publisher {paper}"));
    }
    assert_eq!(desk.json("draft")["origins"], json!([]));
}

#[test]
fn the_earlier_article_is_the_origin_though_it_came_later() {
    let desk = TestDesk::new(NOW);
    desk.ok("init");
    desk.write("courier.txt", whole());
    desk.write("gazette.txt", shortened());
    desk.ok("ingest gazette.txt --publisher Gazette");
    desk.ok("accept --all");
    let ingested = desk.json("ingest courier.txt --publisher Courier");
    assert_eq!(ingested[0]["origins"][0]["source"], "gazette-2025-08-21");
    assert_eq!(ingested[0]["origins"][0]["origin"], "courier-2025-08-20");
    desk.ok("accept --all");
    assert_eq!(origin(&desk, "gazette-2025-08-21"), "courier-2025-08-20");
    assert_eq!(origin(&desk, "courier-2025-08-20"), Value::Null);
}

#[test]
fn the_agency_is_the_origin_if_a_paper_names_it() {
    let desk = TestDesk::new(NOW);
    desk.ok("init");
    desk.write(
        "courier.txt",
        whole().replace("Divers have", "OSKMOUTH (NCW) - Divers have"),
    );
    desk.write("agency.txt", whole().replace("20 August", "21 August"));
    desk.write("gazette.txt", shortened());
    desk.ok("ingest courier.txt --source courier --publisher Courier");
    desk.ok("ingest agency.txt --source agency --publisher 'North Coast Wire'");
    desk.ok("ingest gazette.txt --source gazette --publisher Gazette");
    desk.ok("accept --all");
    assert_eq!(origin(&desk, "courier"), "agency");
    assert_eq!(origin(&desk, "agency"), Value::Null);
    assert_eq!(origin(&desk, "gazette"), "agency");
    assert_eq!(desk.json("draft")["origins"], json!([]));
}

#[test]
fn what_has_an_origin_or_lost_one_is_left_alone() {
    let desk = two_papers();
    desk.ok("source add wire --title Wire --published 2025-08-19");
    desk.ok("ingest gazette.txt --publisher Gazette --origin wire");
    // The origin of what shares the text is the origin.
    let proposed = desk.json("draft")["origins"].clone();
    assert_eq!(proposed[0]["source"], "courier-2025-08-20");
    assert_eq!(proposed[0]["origin"], "wire");
    desk.ok("source edit courier-2025-08-20 --origin wire");
    assert_eq!(desk.json("draft")["origins"], json!([]));
    // What was taken away is not proposed again.
    desk.ok("source edit courier-2025-08-20 --clear origin");
    assert_eq!(desk.json("draft")["origins"], json!([]));
    undo(&desk);
    assert_eq!(origin(&desk, "courier-2025-08-20"), "wire");
}

#[test]
fn an_article_that_was_undone_is_nobodys_origin_until_it_is_back() {
    let desk = two_papers();
    undo(&desk);
    let ingested = desk.json("ingest gazette.txt --publisher Gazette");
    assert_eq!(ingested[0]["origins"], json!([]));
    let ingested = desk.json("ingest courier.txt --publisher Courier");
    assert_eq!(ingested[0]["origins"][0]["origin"], "courier-2025-08-20");
    desk.ok("rebuild --check");
}

#[test]
fn several_files_at_once_and_the_same_file_twice() {
    let desk = two_papers();
    desk.write("again.txt", whole());
    let ingested = desk.json("ingest gazette.txt again.txt --publisher Gazette");
    assert_eq!(ingested[0]["origins"].as_array().map(Vec::len), Some(1));
    // The same text is the same source, as before.
    assert_eq!(ingested[1]["source"], "courier-2025-08-20");
    assert_eq!(desk.list("source list").len(), 2);
    let seeded = TestDesk::new(NOW);
    seeded.write("courier.txt", whole());
    seeded.write("gazette.txt", shortened());
    let both = desk.json("ingest courier.txt gazette.txt");
    assert_eq!(both[0]["origins"], json!([]));
    assert_eq!(both[1]["origins"].as_array().map(Vec::len), Some(1));
    let printed = seeded.ok("seed courier.txt gazette.txt");
    assert!(
        printed.contains("1 article re-reports another one"),
        "{printed}"
    );
}

#[test]
fn a_review_shows_the_origin_and_records_it_with_what_is_kept() {
    let desk = two_papers();
    desk.ok("party add lee --name 'Ann Lee' --kind person");
    desk.ok("claim add chain-cut --text 'The chain was cut.'");
    let named = shortened().replace("A person close to the salvage", "Ann Lee");
    let more = "Tom Reyes, the mayor, said the band would play on Friday.";
    desk.write("gazette.txt", format!("{named}\n{more}\n"));
    desk.ok("ingest gazette.txt --publisher Gazette");
    for (options, key) in [("", "a"), ("--candidates", "sa")] {
        desk.write("keys", format!("{key}q"));
        let screens = desk.ok(format!(
            "review {options} --source gazette-2025-08-21 --keys keys"
        ));
        let line = "gazette-2025-08-21 carries the same text as courier-2025-08-20";
        assert!(screens.contains(line), "{screens}");
        assert_eq!(
            origin(&desk, "gazette-2025-08-21"),
            "courier-2025-08-20",
            "{screens}"
        );
        undo(&desk);
        assert_eq!(origin(&desk, "gazette-2025-08-21"), Value::Null);
    }
    // The key that takes a decision back takes back the origin, too.
    desk.write("keys", "auq");
    desk.ok("review --source gazette-2025-08-21 --keys keys");
    assert_eq!(origin(&desk, "gazette-2025-08-21"), Value::Null);
}

#[test]
fn hostile_text_is_compared_and_stays_escaped() {
    let desk = TestDesk::new(NOW);
    desk.ok("init");
    let hostile = format!(
        "“‘\"«\u{1b}[31m\u{202e}{}\u{0301}{REPORT}",
        "‘x ".repeat(20)
    );
    desk.write("one.txt", format!("One\n\n20 August 2025\n\n{hostile}"));
    desk.write("two.txt", format!("Two\n\n21 August 2025\n\n{hostile}"));
    desk.ok("ingest one.txt --source one --publisher '(.*'");
    let printed = desk.ok("ingest two.txt --source two --publisher 'É‘'");
    assert!(
        printed.contains("two carries the same text as one"),
        "{printed}"
    );
    assert!(!printed.contains('\u{1b}') && !printed.contains('\u{202e}'));
    // Nothing in common with anything.
    desk.write("empty.txt", "x\n");
    desk.ok("ingest empty.txt --source empty --published 2025-08-20");
}
