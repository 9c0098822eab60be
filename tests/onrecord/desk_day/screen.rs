//! What people read on a screen: one screenful, with names and the words of the source.

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::{NOW, small_desk};

/// A ledger with more claims than a screen has lines.
fn many_claims() -> TestDesk {
    let mut records = vec![
        json!({"record": "party", "id": "lee", "name": "Ann Lee", "kind": "person"}),
        json!({"record": "source", "id": "paper", "title": "A paper", "published": "2025-08-19"}),
    ];
    for number in 0..60 {
        let id = format!("c{number}");
        records.push(json!({"record": "claim", "id": id, "text": format!("It is {number}."), "topic": "numbers"}));
    }
    records.push(json!({"record": "statement", "party": "lee", "stance": "asserts", "claim": "c40", "source": "paper"}));
    TestDesk::holding(NOW, &records)
}

/// A table stops at the end of the screen, says how many rows are left, and begins with the most
/// widely asserted claims. Formats for programs are complete.
#[test]
fn a_table_fits_the_screen() {
    let desk = many_claims();
    let table = desk.ok("unconfirmed");
    assert!(table.lines().count() <= 40, "{table}");
    let left = table.lines().find_map(|line| {
        let count = line.strip_prefix("… and ")?;
        count.strip_suffix(" more: --all")?.parse::<usize>().ok()
    });
    let shown = table.matches("It is ").count();
    assert_eq!(left.map(|left| left + shown), Some(60), "{table}");
    assert!(table.contains("It is 40."), "{table}");
    let all = desk.ok("unconfirmed --all");
    assert_eq!(all.matches("It is ").count(), 60);
    assert!(!all.contains("--all"), "{all}");
    assert_eq!(desk.list("unconfirmed").len(), 60);
    assert_eq!(desk.ok("unconfirmed --format csv").lines().count(), 61);
    let markdown = desk.ok("unconfirmed --format markdown");
    assert_eq!(markdown.matches("It is ").count(), 60);
}

/// A table that is only a little higher than a share of the screen is not cut.
#[test]
fn a_short_table_is_whole() {
    let desk = small_desk();
    assert!(!desk.ok("status").contains("--all"));
}

/// Tables have names; `--ids` adds the ids.
#[test]
fn tables_have_names() {
    let desk = small_desk();
    let page = desk.ok("claim show agreed-to-meet");
    assert!(
        page.contains("Donald Trump") && !page.contains("trump"),
        "{page}"
    );
    assert!(page.contains("The Daily, 2025-08-19"), "{page}");
    let page = desk.ok("claim show agreed-to-meet --ids --all");
    assert!(page.contains("(trump)"), "{page}");
    assert!(desk.ok("unconfirmed").contains("awaiting the Kremlin"));
    assert!(
        desk.ok("timeline agreed-to-meet")
            .contains("Donald Trump asserts")
    );
    let party = desk.ok("party show trump");
    assert!(party.contains("Russia agreed to a meeting."), "{party}");
}

/// A passage shows its words if the source's text is attached.
#[test]
fn passages_show_their_words() {
    let desk = small_desk();
    let words = "The envoy said that talks go on.";
    desk.ok(format!(
        "say ushakov asserts bridge-hit --source minutes --passage \"{words}\""
    ));
    for command in [
        "claim show bridge-hit",
        "party show ushakov",
        "source show minutes",
        "timeline bridge-hit",
    ] {
        let page = desk
            .ok(command)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(page.contains("envoy said"), "{command}: {page}");
    }
    let said: Value = desk.json("claim show bridge-hit");
    assert_eq!(said["statements"][0]["words"], words);
    let bare = desk.json("claim show agreed-to-meet");
    assert_eq!(bare["statements"][0]["words"], Value::Null);
}
