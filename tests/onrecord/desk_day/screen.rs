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

/// `status`, `log` and the list of questions name parties and claims; ids come with `--ids`.
#[test]
fn overviews_have_names() {
    let mut desk = small_desk();
    desk.ok(
        "claim add signed --text 'The treaty will be signed.' --principal kremlin --due 2025-08-21",
    );
    desk.ok("say trump asserts signed --source minutes");
    desk.ok("claim add sailed --text 'The ferry sailed.' --principal kremlin");
    desk.ok("say kremlin confirms sailed --source minutes");
    desk.ok("say trump denies sailed --source minutes");
    desk.set_now("2025-09-01T09:00Z");
    let status = desk.ok("status");
    for shown in [
        "overdue: The treaty will be signed.",
        "The Kremlin (",
        "confirmed, denied by Donald",
        "The ferry sailed.",
    ] {
        assert!(status.contains(shown), "{shown}: {status}");
    }
    for id in ["kremlin", "signed (", "trump"] {
        assert!(!status.contains(id), "{id}: {status}");
    }
    assert!(desk.ok("status --ids").contains("(kremlin)"));
    let json = desk.json("status");
    assert_eq!(json["contested"][0]["claim"], "sailed", "{json}");
    assert_eq!(json["contested"][0]["contested_by"], json!(["trump"]));
    assert_eq!(json["overdue"], json!(["signed"]));
    let log = desk.ok("log --limit 3");
    assert!(
        log.contains("Donald Trump denies: The ferry sailed."),
        "{log}"
    );
    assert!(log.contains("(Minutes)") && !log.contains("trump"), "{log}");
    assert!(desk.ok("log --limit 3 --ids").contains("(trump)"));
    let questions = desk.ok("question list");
    let rival = desk.list("question list")[0]["answers"][0].clone();
    let (id, text) = (
        rival["id"].as_str().expect("an id"),
        rival["text"].as_str().expect("a text"),
    );
    let first: String = text.split(' ').take(2).collect::<Vec<_>>().join(" ");
    assert!(
        questions.contains(&first) && !questions.contains(id),
        "{questions}"
    );
    assert!(desk.ok("question list --ids").contains(id));
}

/// A table is not cut for the sake of three rows.
#[test]
fn a_table_hides_no_few_rows() {
    let mut desk = many_claims();
    for height in [10, 60, 120, 170, 180, 184, 186, 188, 190] {
        desk.set("LINES", &height.to_string());
        let table = desk.ok("claim list");
        let left = table.lines().filter_map(|line| {
            let count = line.strip_prefix("… and ")?;
            count.strip_suffix(" more: --all")?.parse::<usize>().ok()
        });
        for left in left {
            assert!(left > 3, "{height} lines: {left} left out");
        }
    }
}

/// What seeding prints fits on a screen of 40 lines and ends with what to try.
#[test]
fn the_first_screen_is_one_screen() {
    let desk = TestDesk::new(NOW);
    let shown = desk.ok("seed");
    let count = shown.lines().count();
    assert!((24..=40).contains(&count), "{count} lines: {shown}");
    let commands = shown.lines().filter(|line| line.starts_with("- onrecord "));
    assert_eq!(commands.count(), 3, "{shown}");
    assert!(
        shown.contains("235 statements") && shown.contains("unconfirmed"),
        "{shown}"
    );
}

/// Messages read like English.
#[test]
fn messages_say_what_was_done() {
    let desk = small_desk();
    desk.ok("party add putin-2 --name 'President Putin' --kind person");
    let merged = desk.ok("party merge putin-2 kremlin");
    assert!(merged.contains("Merged putin-2 into kremlin."), "{merged}");
    let claim = desk.json("claim show bridge-hit")["claim"].clone();
    desk.write(
        "more.jsonl",
        json!({"record": "claim", "id": claim["id"], "text": "The bridge was hit twice."})
            .to_string()
            + "\n",
    );
    let updated = desk.ok("import more.jsonl --update");
    assert!(updated.contains("Updated 1 claim."), "{updated}");
    desk.ok("say kremlin no-reply bridge-hit --source minutes");
    let changes = desk.ok("changes --since 2025-08-01");
    assert!(
        changes.contains("did not reply") && !changes.contains("no-reply"),
        "{changes}"
    );
}
