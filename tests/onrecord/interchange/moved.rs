//! What an import changes among the claims that the ledger had: said like the changes of any other write.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::{NOW, records};

fn said(party: &str, stance: &str, claim: &str) -> Value {
    json!({"record": "statement", "party": party, "stance": stance, "claim": claim, "source": "minutes"})
}

/// A sheet of statements in which one was edited.
#[test]
fn an_edited_sheet_says_which_statuses_it_changed() {
    let mut all = records();
    all.push(said("kremlin", "denies", "agreed-to-meet"));
    let desk = TestDesk::holding(NOW, &all);
    desk.ok("export --format csv --to sheets");
    let sheet = desk.path("sheets/statements.csv");
    let edited = std::fs::read_to_string(&sheet).expect("the sheet");
    desk.write(
        "sheets/statements.csv",
        edited.replace("denies", "confirms"),
    );
    let shown = desk.ok("import sheets --update");
    for line in [
        "Updated 1 statement.",
        "agreed-to-meet: disputed → confirmed",
        "resolved contradiction on agreed-to-meet.",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
    }
    desk.ok("export --format csv --to again");
    let sheet = std::fs::read_to_string(desk.path("again/statements.csv")).expect("the sheet");
    desk.write("again/statements.csv", sheet.replace("confirms", "rejects"));
    let answer = desk.json("import again --update");
    assert_eq!(
        answer["statuses"],
        json!([{"claim": "agreed-to-meet", "status": {"before": "confirmed", "after": "disputed"},
                "contested_by": ["kremlin"]}])
    );
    assert_eq!(
        answer["discrepancies"]["opened"][0]["kind"],
        "contradiction"
    );
    assert_eq!(answer["discrepancies"]["resolved"], json!([]));
    assert_eq!(
        answer["more"],
        json!({"statuses": 0, "opened": 0, "resolved": 0})
    );
    let nothing = desk.json("import again --update");
    assert_eq!(nothing["statuses"], json!([]));
    assert_eq!(
        nothing["discrepancies"],
        json!({"opened": [], "resolved": []})
    );
}

/// A file of hundreds of disputed claims is answered on one screen, and what it does to them later, too.
#[test]
fn a_large_import_is_answered_on_one_screen() {
    let claims = || (0..150).map(|at| format!("claim-{at}"));
    let mut all = records();
    for claim in claims() {
        all.push(
            json!({"record": "claim", "id": claim, "text": format!("This is {claim}."),
                        "principals": ["kremlin"]}),
        );
        all.push(said("trump", "asserts", &claim));
    }
    let desk = TestDesk::with_ledger(NOW);
    let shown = desk.import(&all);
    assert!(shown.lines().count() < 24, "{shown}");
    assert!(shown.contains(" more discrepancies opened"), "{shown}");

    let denials: Vec<Value> = claims()
        .map(|claim| said("kremlin", "denies", &claim))
        .collect();
    let shown = desk.import(&denials);
    assert!(shown.lines().count() < 24, "{shown}");
    assert!(shown.contains("claim-0: unconfirmed → disputed"), "{shown}");
    for line in [
        "… and 146 more statuses changed",
        "… and 146 more discrepancies opened",
        "… and 146 more discrepancies resolved",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }

    let confirmed: Vec<Value> = claims()
        .map(|claim| said("kremlin", "retracts", &claim))
        .collect();
    desk.write("later.jsonl", crate::common::lines(&confirmed));
    let answer = desk.json("import later.jsonl");
    let statuses = answer["statuses"].as_array().expect("a list");
    assert_eq!(
        (statuses.len(), &answer["more"]["statuses"]),
        (100, &json!(50))
    );
}
