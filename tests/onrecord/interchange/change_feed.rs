//! What moved, as feeds. They are read by a parser of feeds that the program does not use for them.

use std::collections::BTreeSet;

use feed_rs::model::{Feed, FeedType};
use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::{NOW, records, small_desk};
use crate::common::refusals::Refusals;

const LATER: &str = "2025-08-20T10:00Z";
const SINCE: &str = "--since 2025-08-20T09:30Z";

/// A desk at which somebody denied a claim after its first hour.
fn moved() -> TestDesk {
    let mut desk = small_desk();
    desk.set_now("2025-08-20T09:40Z");
    desk.ok("say kremlin denies agreed-to-meet --source daily-08-19 --said 2025-08-19 --quote 'no such plan'");
    desk.set_now(LATER);
    desk
}

/// A feed as another program reads it.
fn parsed(text: &str) -> Feed {
    feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn titles(feed: &Feed) -> Vec<String> {
    let entries = feed.entries.iter();
    let titles = entries.map(|entry| entry.title.as_ref().map(|title| title.content.clone()));
    titles.map(Option::unwrap_or_default).collect()
}

fn ids(feed: &Feed) -> BTreeSet<String> {
    feed.entries.iter().map(|entry| entry.id.clone()).collect()
}

#[test]
fn both_formats_tell_what_moved() {
    let desk = moved();
    let base = "--base-url https://desk.example/";
    let atom = parsed(&desk.ok(format!("changes {SINCE} --format atom {base}")));
    let json = parsed(&desk.ok(format!("changes {SINCE} --format jsonfeed {base}")));
    assert_eq!(atom.feed_type, FeedType::Atom);
    assert_eq!(json.feed_type, FeedType::JSON);
    assert_eq!(ids(&atom), ids(&json));
    let titles = titles(&atom);
    assert_eq!(titles, self::titles(&json));
    assert!(
        titles.contains(
            &"From unconfirmed to disputed, denied by the Kremlin: Russia agreed to a meeting."
                .to_owned()
        ),
        "{titles:?}"
    );
    assert!(
        titles
            .iter()
            .any(|title| title.starts_with("Contradiction: ")),
        "{titles:?}"
    );
    for entry in atom.entries.iter().chain(&json.entries) {
        let link = entry.links.first().map(|link| link.href.as_str());
        assert_eq!(link, Some("https://desk.example/claims/agreed-to-meet"));
        let at = entry.updated.or(entry.published).map(|at| at.to_rfc3339());
        assert_eq!(at.as_deref(), Some("2025-08-20T09:40:00+00:00"));
        let content = entry.content.as_ref().and_then(|one| one.body.clone());
        assert!(content.is_some_and(|text| !text.is_empty()), "{entry:?}");
    }
}

/// A reader that has seen an item is not shown it again because time passes or because somebody else speaks up.
#[test]
fn an_item_keeps_its_id() {
    let mut desk = moved();
    let first = ids(&parsed(&desk.ok(format!("changes {SINCE} --format atom"))));
    assert_eq!(first.len(), 2);
    desk.set_now("2025-08-22T12:00Z");
    desk.ok("say trump asserts agreed-to-meet --source minutes --said 2025-08-20");
    let later = ids(&parsed(&desk.ok(format!("changes {SINCE} --format atom"))));
    assert!(later.is_superset(&first), "{first:?} {later:?}");
    let wider = ids(&parsed(
        &desk.ok("changes --since 2025-08-19 --format jsonfeed"),
    ));
    assert!(wider.is_superset(&later) && wider.len() > later.len());
    // Another ledger with the same claims has other items.
    let elsewhere = TestDesk::holding("2025-08-20T09:35Z", &records());
    let others = ids(&parsed(
        &elsewhere.ok(format!("changes {SINCE} --format atom")),
    ));
    assert!(!others.is_empty() && others.is_disjoint(&wider));
}

#[test]
fn what_is_hostile_arrives_as_text() {
    let hostile = "<script>alert(1)</script> & ]]> \u{202e}gnihton";
    let mut records = records();
    records.push(json!({"record": "claim", "id": "odd", "text": format!("It is {hostile}.")}));
    records.push(
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "odd",
                        "source": "daily-08-19", "said": "2025-08-18"}),
    );
    let desk = TestDesk::holding(NOW, &records);
    for format in ["atom", "jsonfeed"] {
        let text = desk.ok(format!("changes --since 2025-08-19 --format {format}"));
        let feed = parsed(&text);
        let shown = "It is <script>alert(1)</script> & ]]> \u{fffd}gnihton.";
        assert!(
            titles(&feed).iter().any(|title| title.ends_with(shown)),
            "{text}"
        );
        for entry in &feed.entries {
            let html = entry
                .content
                .as_ref()
                .and_then(|content| content.body.clone());
            assert!(!html.unwrap_or_default().contains("<script"), "{text}");
        }
        assert!(!text.contains('\u{202e}'), "{text}");
    }
}

/// Off-record statements and what only they name appear nowhere; who an unnamed speaker is cannot be told.
#[test]
fn nothing_unpublishable_is_in_a_feed() {
    let mut records = records();
    records.push(json!({"record": "party", "id": "hush", "name": "Halina Hush", "kind": "person"}));
    records.push(json!({"record": "claim", "id": "secret", "text": "The talks failed in secret."}));
    records.push(json!({"record": "claim", "id": "nobody", "text": "Nobody has spoken on this."}));
    let said = |claim: &str, stance: &str, attribution: &str, shown_as: Option<&str>| {
        json!({"record": "statement", "party": "hush", "stance": stance, "claim": claim, "source": "minutes",
               "said": "2025-08-18", "attribution": attribution, "shown_as": shown_as, "note": "seen in the park"})
    };
    records.push(said("secret", "asserts", "off-record", None));
    let table = Some("a person at the table");
    records.push(said("agreed-to-meet", "denies", "background", table));
    let desk = TestDesk::holding(NOW, &records);
    let known = desk.ok("changes --since 2025-08-19 --format json");
    assert!(known.contains("hush") && known.contains("secret"));
    for format in ["atom", "jsonfeed"] {
        let text = desk.ok(format!("changes --since 2025-08-19 --format {format}"));
        for hidden in ["ush", "secret", "park", "spoken on"] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        let turned = "New claim, disputed, denied by a person at the table: Russia agreed";
        assert!(text.contains(turned), "{text}");
    }
}

/// Who contradicted before, and has been taken off the record since, is not named by the end of the contradiction.
#[test]
fn an_end_names_nobody() {
    let mut desk = moved();
    let said = desk.json("claim show agreed-to-meet");
    let denied = said["statements"].as_array().expect("statements").iter();
    let denied = denied
        .clone()
        .find(|one| one["stance"] == "denies")
        .expect("a denial");
    let id = denied["id"].as_str().expect("an id");
    desk.set_now("2025-08-21T10:00Z");
    desk.ok(format!("correct {id} --attribution off-record"));
    for format in ["atom", "jsonfeed"] {
        let text = desk.ok(format!(
            "changes --since 2025-08-20T23:00Z --format {format}"
        ));
        let read = titles(&parsed(&text));
        assert!(
            read.contains(&"Contradiction no longer open: Russia agreed to a meeting.".to_owned()),
            "{read:?}"
        );
        assert!(
            read.contains(&"From disputed to unconfirmed: Russia agreed to a meeting.".to_owned()),
            "{read:?}"
        );
        assert!(!text.contains("Kremlin"), "{text}");
    }
}

/// A party that moves on to a rival answer withdraws the one before; its words are those on the other claim.
#[test]
fn what_moved_a_claim_is_told_with_its_own_claim() {
    let mut desk = small_desk();
    desk.ok("say zelenskyy asserts in-geneva --source daily-08-19 --said 2025-08-18");
    desk.set_now("2025-08-20T11:00Z");
    desk.ok("say zelenskyy asserts in-budapest --source daily-08-19 --said 2025-08-19");
    let text = desk.ok("changes --since 2025-08-20T10:00Z --format jsonfeed");
    let feed: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let items = feed["items"].as_array().expect("items");
    let withdrawn = items.iter().find(|item| {
        item["title"]
            .as_str()
            .is_some_and(|title| title.starts_with("From unconfirmed to withdrawn"))
    });
    let withdrawn = withdrawn.unwrap_or_else(|| panic!("{text}"));
    assert_eq!(
        withdrawn["content_text"],
        "Volodymyr Zelenskyy asserts: They will meet in Budapest."
    );
}

#[test]
fn bad_requests_for_feeds() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    refusals.misused("a feed of something else", "status --format atom");
    refusals.misused("a feed in place of a file", "export --format jsonfeed");
    refusals.refused(
        "an address without a feed",
        "changes --since yesterday --base-url http://desk.example",
    );
    refusals.refused(
        "an address that is none",
        "changes --since yesterday --format atom --base-url desk.example",
    );
    for (what, url) in [
        ("an address with a fragment", "https://desk.example/#top"),
        ("an address with a query", "https://desk.example/?page=1"),
        (
            "an address with a password",
            "https://ann:secret@desk.example",
        ),
        ("an address of another kind", "ftp://desk.example"),
        ("an address without a host", "https:///claims"),
    ] {
        refusals.refused(
            what,
            format!("changes --since yesterday --format jsonfeed --base-url '{url}'"),
        );
    }
    refusals.refused(
        "a feed in sentences",
        "changes --since yesterday --format atom --brief",
    );
    refusals.assert_snapshot("bad_requests_for_feeds");
}
