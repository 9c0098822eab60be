//! Input that is far larger than a desk's.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::NOW;

/// Thousands of principals of one claim: each command reads the claim once, not once per principal.
#[test]
fn a_claim_with_thousands_of_principals() {
    const PRINCIPALS: usize = 5_000;
    let ids: Vec<String> = (0..PRINCIPALS).map(|number| format!("p{number}")).collect();
    let mut records: Vec<Value> = ids
        .iter()
        .map(|id| json!({"record": "party", "id": id, "name": id, "kind": "person"}))
        .collect();
    records.extend([
        json!({"record": "source", "id": "paper", "title": "A paper", "published": "2025-08-01"}),
        json!({"record": "claim", "id": "so", "text": "It is so", "principals": ids}),
        json!({"record": "statement", "party": "p7", "stance": "asserts", "claim": "so", "source": "paper"}),
    ]);
    let desk = TestDesk::holding(NOW, &records);
    let calls = desk.list("awaiting");
    assert_eq!(calls.len(), PRINCIPALS - 1);
    assert!(
        calls
            .iter()
            .all(|call| call["claims"][0]["affirmed_by_count"] == 1)
    );
    desk.ok("say p7 denies so --source paper");
    assert_eq!(
        desk.json("claim show so")["claim"]["principals"]
            .as_array()
            .map(Vec::len),
        Some(PRINCIPALS)
    );
}

/// A name with thousands of aliases makes a query of a few.
#[test]
fn a_party_with_thousands_of_aliases() {
    let aliases: Vec<String> = (0..4_000)
        .map(|number| format!("Harbour{number}"))
        .collect();
    let desk = TestDesk::holding(
        NOW,
        &[
            json!({"record": "party", "id": "port", "name": "Harbour", "kind": "organisation", "aliases": aliases}),
        ],
    );
    assert_eq!(desk.list("search harbour")[0]["id"], "port");
    assert_eq!(desk.list("search harbour3999")[0]["id"], "port");
}

/// A search has a limit that it names.
#[test]
fn a_search_of_thousands_of_words_is_refused() {
    let desk = TestDesk::holding(NOW, &[]);
    let run = desk.run(format!("search {}", "word ".repeat(3_000)));
    assert_eq!(run.code, 1, "{run}");
    assert!(
        run.stderr.contains("3000 words") && run.stderr.contains("64"),
        "{run}"
    );
    desk.ok(format!("search {}", "word ".repeat(64)));
}

/// A party with a source and a claim.
fn records() -> Vec<Value> {
    vec![
        json!({"record": "party", "id": "envoy", "name": "The envoy", "kind": "person"}),
        json!({"record": "source", "id": "wire", "title": "Wire", "published": "2025-08-19"}),
        json!({"record": "claim", "id": "signed", "text": "It was signed.", "topic": "treaty"}),
    ]
}

/// One party says yes and no in turn, each minute of one day.
#[test]
fn a_party_reverses_itself_every_minute() {
    let mut records = records();
    records.extend((0..720).map(|minute| {
        let stance = ["asserts", "denies"][minute % 2];
        let said = format!("2025-08-18T{:02}:{:02}Z", minute / 60, minute % 60);
        json!({"record": "statement", "party": "envoy", "stance": stance, "claim": "signed",
               "source": "wire", "said": said})
    }));
    let desk = TestDesk::holding(NOW, &records);
    let found = desk.json("discrepancies");
    let found = found.as_array().expect("a list");
    let kinds: Vec<&Value> = found.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["reversal", "mixed-signals"]);
    desk.ok("say envoy asserts signed --source wire --said 2025-08-18T23:59Z");
    desk.ok("rebuild --check");
}

/// A party with thousands of aliases is found by them, and the excerpt is as short as any.
#[test]
fn the_excerpt_from_thousands_of_aliases_is_short() {
    let aliases = (0..15_000).map(|number| format!("Ambassador Ambasador{number}"));
    let aliases: Vec<String> = aliases.chain(["Plenipotentiary".to_owned()]).collect();
    let mut records = records();
    records.push(
        json!({"record": "party", "id": "many", "name": "Ambassador at large", "kind": "person",
                        "aliases": aliases}),
    );
    let desk = TestDesk::holding(NOW, &records);
    for (text, excerpt) in [
        ("ambassador", "many [Ambassador] at large [Ambassador]"),
        ("plenipotentiary", "Ambasador14999 · [Plenipotentiary]"),
    ] {
        let found = desk.list(format!("search {text}"));
        let found = &found[0];
        assert_eq!(found["id"], "many");
        let shown = found["excerpt"].as_str().expect("a text");
        assert!(shown.contains(excerpt), "{shown}");
        assert!(shown.chars().count() < 800, "{shown}");
    }
}

/// A press office of hundreds, who disagree with each other on one day: neither judging the claim nor saying what
/// changed it compares them in pairs.
#[test]
fn hundreds_speak_for_one_party() {
    const VOICES: usize = 1_500;
    let mut records = records();
    for number in 0..VOICES {
        let id = format!("v{number}");
        let stance = ["asserts", "denies"][number % 2];
        records.extend([
            json!({"record": "party", "id": id, "name": id, "kind": "person",
                   "speaks_for": [{"party": "envoy"}]}),
            json!({"record": "statement", "party": id, "stance": stance, "claim": "signed",
                   "source": "wire", "said": "2025-08-18"}),
        ]);
    }
    let desk = TestDesk::holding(NOW, &records);
    let found = desk.list("discrepancies");
    assert_eq!(found[0]["kind"], "mixed-signals");
    assert_eq!(found[0]["sides"].as_array().map(Vec::len), Some(VOICES));
    desk.ok("claim show signed");
}

/// Two hundred rival answers, between which two parties move: what changed each status is worked out once.
#[test]
fn two_parties_give_hundreds_of_rival_answers() {
    let mut records = records();
    records.extend([
        json!({"record": "party", "id": "consul", "name": "The consul", "kind": "person"}),
        json!({"record": "question", "id": "cost", "text": "What does it cost?"}),
    ]);
    for number in 0..200 {
        let id = format!("cost-{number}");
        let party = ["envoy", "consul"][number % 2];
        let said = format!("2025-08-{:02}", 1 + number % 19);
        records.extend([
            json!({"record": "claim", "id": id, "text": format!("It costs {number}."), "question": "cost",
                   "value": {"kind": "money", "amount": number, "currency": "USD"}}),
            json!({"record": "statement", "party": party, "stance": "asserts", "claim": id, "source": "wire",
                   "said": said}),
        ]);
    }
    let desk = TestDesk::holding(NOW, &records);
    assert!(desk.ok("report -").contains("It costs 199."));
}

/// Rival answers are compared in pairs, so a question has a limit of them.
#[test]
fn a_question_with_too_many_answers_is_refused() {
    let mut records = vec![json!({"record": "question", "id": "how-much", "text": "How much?"})];
    records.extend((0..1_000).map(|number| {
        json!({"record": "claim", "id": format!("r{number}"), "text": format!("It is {number}"), "question": "how-much"})
    }));
    let desk = TestDesk::holding(NOW, &records);
    let refused = "claim add one-more --text \"It is one more\" --question how-much";
    assert_refused(&desk, refused, "how-much has 1000 answers");
    desk.ok("claim edit r7 --text \"It is seven\"");
}

/// A chain of spokespeople has a limit, wherever it grows.
#[test]
fn a_chain_of_too_many_spokespeople_is_refused() {
    let party = |number: usize| {
        let speaks_for = match number {
            0 => json!([]),
            _ => json!([{"party": format!("p{}", number - 1)}]),
        };
        json!({"record": "party", "id": format!("p{number}"), "name": format!("Name {number}"),
               "kind": "person", "speaks_for": speaks_for})
    };
    let records: Vec<Value> = (0..=100).map(party).collect();
    let desk = TestDesk::holding(NOW, &records);
    let refused = "party add late --name Late --kind person --speaks-for p100";
    assert_refused(&desk, refused, "late would be in a chain of more than 100");
    desk.ok("party add top --name Top --kind person");
    assert_refused(
        &desk,
        "party edit p0 --speaks-for top",
        "p0 would be in a chain of more than 100",
    );
    desk.ok("party add beside --name Beside --kind person --speaks-for p99");
}

fn assert_refused(desk: &TestDesk, command: &str, reason: &str) {
    let run = desk.run(command);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains(reason), "{run}");
}
