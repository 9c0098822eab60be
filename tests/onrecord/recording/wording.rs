//! Sentences to paste, in a ledger about another story than the one that ships.

use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::NOW;

/// Checks the sentence of each claim, given its text, once a party has asserted it.
fn check_sentences(claims: &[(&str, &str)]) {
    let mut records = vec![
        json!({"record": "party", "id": "port", "name": "The Port of Reykjavik", "kind": "organisation"}),
        json!({"record": "source", "id": "gazette", "title": "Ferry news", "published": "2025-08-19"}),
    ];
    for (index, (text, _)) in claims.iter().enumerate() {
        let id = format!("claim-{index}");
        records.push(json!({"record": "claim", "id": id, "text": text}));
        records.push(
            json!({"record": "statement", "party": "port", "stance": "asserts", "claim": id,
                            "source": "gazette"}),
        );
    }
    let desk = TestDesk::holding(NOW, &records);
    for (index, (text, expected)) in claims.iter().enumerate() {
        let shown = desk.json(format!("claim show claim-{index}"));
        assert_eq!(shown["sentence"], *expected, "{text}");
    }
}

#[test]
fn a_claim_loses_its_capital_unless_it_begins_with_a_name() {
    check_sentences(&[
        (
            "The ferry will sail on Friday.",
            "The Port of Reykjavik said that the ferry will sail on Friday.",
        ),
        (
            "Dozens of trucks are waiting.",
            "The Port of Reykjavik said that dozens of trucks are waiting.",
        ),
        (
            "Passengers were taken ashore.",
            "The Port of Reykjavik said that passengers were taken ashore.",
        ),
        (
            "Heavy seas damaged the pier.",
            "The Port of Reykjavik said that heavy seas damaged the pier.",
        ),
        (
            "Buying a second ferry costs ISK 9bn.",
            "The Port of Reykjavik said that buying a second ferry costs ISK 9bn.",
        ),
        (
            "Akureyri is cut off.",
            "The Port of Reykjavik said that Akureyri is cut off.",
        ),
        (
            "Foreign Minister Jónsdóttir was on board.",
            "The Port of Reykjavik said that Foreign Minister Jónsdóttir was on board.",
        ),
        (
            "EU inspectors boarded the ferry.",
            "The Port of Reykjavik said that EU inspectors boarded the ferry.",
        ),
    ]);
}

/// An unnamed party's name is a description; a person's or an organisation's is a name.
#[test]
fn an_unnamed_party_loses_its_capital_too() {
    let desk = TestDesk::holding(
        NOW,
        &[
            json!({"record": "party", "id": "crew", "name": "Two members of the crew", "kind": "anonymous"}),
            json!({"record": "party", "id": "one-news", "name": "One News", "kind": "media"}),
            json!({"record": "party", "id": "port", "name": "The Port of Reykjavik", "kind": "organisation"}),
            json!({"record": "source", "id": "gazette", "title": "Ferry news", "published": "2025-08-19"}),
            json!({"record": "claim", "id": "sails", "text": "The ferry sails."}),
            json!({"record": "statement", "party": "port", "stance": "asserts", "claim": "sails",
                   "source": "gazette"}),
            json!({"record": "statement", "party": "crew", "stance": "denies", "claim": "sails",
                   "source": "gazette"}),
            json!({"record": "statement", "party": "one-news", "stance": "denies", "claim": "sails",
                   "source": "gazette"}),
        ],
    );
    let shown = desk.json("claim show sails");
    assert_eq!(
        shown["sentence"],
        "The Port of Reykjavik said that the ferry sails; two members of the crew and One News denied it."
    );
}
