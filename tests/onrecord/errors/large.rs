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
    assert!(calls.iter().all(|call| call["claims"][0]["affirming"] == 1));
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
