//! What becomes of the items of a feed when things are taken back, corrected, renamed and ruled on.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::{NOW, records, small_desk};

/// The time before anything was recorded.
const BEGIN: &str = "2025-08-20T08:00Z";

/// An item: its id, title and text.
type Item = (String, String, String);

fn items(desk: &TestDesk, options: &str) -> Vec<Item> {
    let text = desk.noted(format!("changes --format jsonfeed {options}"));
    let feed: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let items = feed["items"].as_array().expect("items").iter();
    let words = |item: &Value, name: &str| item[name].as_str().expect("a text").to_owned();
    let items: Vec<Item> = items
        .map(|item| {
            (
                words(item, "id"),
                words(item, "title"),
                words(item, "content_text"),
            )
        })
        .collect();
    let ids: BTreeSet<&String> = items.iter().map(|(id, ..)| id).collect();
    assert_eq!(ids.len(), items.len(), "an id twice: {items:#?}");
    items
}

fn since(desk: &TestDesk) -> Vec<Item> {
    items(desk, &format!("--since {BEGIN}"))
}

/// The item with a title, which must be there.
fn titled<'i>(items: &'i [Item], title: &str) -> &'i Item {
    let found = items.iter().find(|(_, other, _)| other == title);
    found.unwrap_or_else(|| panic!("no {title:?} in {items:#?}"))
}

fn ids(items: &[Item]) -> BTreeSet<String> {
    items.iter().map(|(id, ..)| id.clone()).collect()
}

/// The id of the statement with a stance on a claim.
fn said(desk: &TestDesk, claim: &str, stance: &str) -> String {
    let page = desk.json(format!("claim show {claim}"));
    let mut said = page["statements"].as_array().expect("statements").iter();
    let said = said
        .find(|one| one["stance"] == stance)
        .expect("a statement");
    said["id"].as_str().expect("an id").to_owned()
}

/// A desk at which the Kremlin denied a claim, later than it was made.
fn denied() -> TestDesk {
    let mut desk = small_desk();
    desk.set_now("2025-08-20T10:00Z");
    desk.ok("say kremlin denies agreed-to-meet --source daily-08-19 --said 2025-08-19");
    desk
}

const DISPUTED: &str =
    "From unconfirmed to disputed, denied by the Kremlin: Russia agreed to a meeting.";

/// Whoever has the item of what was voided is told that it was, and nobody is named by what no longer stands.
#[test]
fn what_came_and_went_is_two_items() {
    let mut desk = denied();
    let before = since(&desk);
    let (turn, ..) = titled(&before, DISPUTED);
    desk.set_now("2025-08-20T11:00Z");
    desk.ok(format!(
        "void {} --reason 'misheard'",
        said(&desk, "agreed-to-meet", "denies")
    ));
    let after = since(&desk);
    assert!(ids(&after).is_superset(&ids(&before)));
    let (_, _, why) = titled(
        &after,
        "From disputed to unconfirmed: Russia agreed to a meeting.",
    );
    assert_eq!(why, "The desk withdrew a statement that it had recorded.");
    let (same, title, text) = after.iter().find(|(id, ..)| id == turn).expect("the item");
    assert_eq!(same, turn);
    assert_eq!(
        title,
        "From unconfirmed to disputed: Russia agreed to a meeting."
    );
    assert_eq!(
        text,
        "What this rested on, or a part of it, has been withdrawn since."
    );
    titled(
        &after,
        "Contradiction no longer open: Russia agreed to a meeting.",
    );
    assert!(!format!("{after:?}").contains("Kremlin"), "{after:#?}");
    // A feed that begins in between says the same of the second half.
    let late = ids(&items(&desk, "--since 2025-08-20T10:30Z"));
    assert!(late.len() == 2 && late.is_subset(&ids(&after)) && late.is_disjoint(&ids(&before)));
    desk.set_now("2025-08-20T12:00Z");
    assert_eq!(desk.run("undo --yes").code, 0);
    let again = since(&desk);
    assert!(ids(&again).is_superset(&ids(&after)));
    let turns = again.iter().filter(|(_, title, _)| title == DISPUTED);
    assert_eq!(turns.count(), 2, "{again:#?}");
}

/// A correction to background tells the same item under the agreed wording, and nothing else.
#[test]
fn a_correction_to_background_is_no_news() {
    let mut desk = denied();
    let before = since(&desk);
    desk.set_now("2025-08-20T11:00Z");
    let id = said(&desk, "agreed-to-meet", "denies");
    desk.ok(format!(
        "correct {id} --attribution background --shown-as 'an aide'"
    ));
    let after = since(&desk);
    assert_eq!(ids(&after), ids(&before));
    let turn = "From unconfirmed to disputed, denied by an aide: Russia agreed to a meeting.";
    assert_eq!(titled(&after, turn).0, titled(&before, DISPUTED).0);
    assert!(!format!("{after:?}").contains("Kremlin"), "{after:#?}");
    assert_eq!(items(&desk, "--since 2025-08-20T10:30Z"), []);
    // A feed of the past protects those who are protected now; so does an export.
    let past = items(&desk, &format!("--since {BEGIN} --until 2025-08-20T10:30Z"));
    assert_eq!(past, after);
    let export = desk.noted("export --public --known-at 2025-08-20T10:30Z");
    assert!(
        export.contains("an aide") && !export.contains("\"party\":\"kremlin\""),
        "{export}"
    );
    // Taken off the record, it is taken back.
    desk.set_now("2025-08-20T12:00Z");
    desk.ok(format!(
        "correct {} --attribution off-record",
        said(&desk, "agreed-to-meet", "denies")
    ));
    let off = since(&desk);
    assert!(ids(&off).is_superset(&ids(&after)));
    titled(
        &off,
        "From disputed to unconfirmed: Russia agreed to a meeting.",
    );
    assert!(!format!("{off:?}").contains("aide"), "{off:#?}");
    let past = items(&desk, &format!("--since {BEGIN} --until 2025-08-20T10:30Z"));
    assert!(!format!("{past:?}").contains("disputed"), "{past:#?}");
    let export = desk.noted("export --public --known-at 2025-08-20T10:30Z");
    assert!(!export.contains("denies"), "{export}");
}

/// Who was named by mistake, was taken back and is recorded again without a name, is not named in what is published of the time before.
#[test]
fn who_is_recorded_again_on_background_is_not_named_in_the_past() {
    let mut desk = denied();
    desk.set_now("2025-08-20T11:00Z");
    let id = said(&desk, "agreed-to-meet", "denies");
    desk.ok(format!("void {id} --reason 'was on background'"));
    desk.ok("say kremlin denies agreed-to-meet --source minutes --again --attribution background --shown-as 'an aide'");
    let past = items(&desk, &format!("--since {BEGIN} --until 2025-08-20T10:30Z"));
    assert!(!format!("{past:?}").contains("Kremlin"), "{past:#?}");
    for export in ["--public", "--format claimreview --include-unresolved"] {
        let export = desk.noted(format!("export {export} --known-at 2025-08-20T10:30Z"));
        assert!(
            !export.contains("\"party\":\"kremlin\"") && !export.contains("Kremlin denies"),
            "{export}"
        );
    }
}

/// What is exported for publication does not say where in a document somebody spoke who is not named.
#[test]
fn the_places_of_unnamed_speakers_are_not_published() {
    let desk = small_desk();
    desk.write(
        "m.txt",
        "Not yet. They said so twice. Not ever, an aide said.",
    );
    desk.ok("source add protocol --title Protocol --published 2025-08-19");
    desk.ok("source attach protocol m.txt");
    desk.ok("say kremlin denies agreed-to-meet --source protocol --passage 'Not ever' --attribution background --shown-as 'an aide'");
    let export = desk.noted("export --public");
    let line = export
        .lines()
        .find(|line| line.contains("\"shown_as\":\"an aide\""));
    assert!(
        line.is_some_and(|line| line.contains("\"passage\":null")),
        "{export}"
    );
}

/// A claim on which nothing stands any more makes an item with its words, unless the desk has something on it off the record. What is
/// said off the record on another claim changes nothing.
#[test]
fn a_claim_that_is_gone_is_told_of() {
    let mut desk = small_desk();
    let (new, ..) = titled(
        &since(&desk),
        "New claim, unconfirmed: Russia agreed to a meeting.",
    )
    .clone();
    desk.set_now("2025-08-20T11:00Z");
    desk.ok(format!(
        "void {} --reason 'misheard'",
        said(&desk, "agreed-to-meet", "asserts")
    ));
    let gone = since(&desk);
    assert_eq!(gone.len(), 1, "{gone:#?}");
    assert_eq!(
        gone[0].1,
        "No longer on record: Russia agreed to a meeting."
    );
    assert_ne!(gone[0].0, new);
    desk.ok("say trump asserts bridge-hit --source minutes --attribution off-record");
    assert_eq!(since(&desk), gone);
    desk.ok("say trump asserts agreed-to-meet --source minutes --attribution off-record");
    let hidden = since(&desk);
    assert_eq!(ids(&hidden), ids(&gone));
    assert_eq!(hidden[0].1, "A claim is no longer on record");
}

/// What the desk changes in its records, and not in what was said, is told as such.
#[test]
fn what_the_desk_changed_is_told() {
    let mut desk = small_desk();
    desk.ok("say kremlin asserts agreed-to-meet --source minutes --said 2025-08-18");
    desk.set_now("2025-08-20T11:00Z");
    desk.ok("claim edit agreed-to-meet --principal zelenskyy --standard corroboration:5");
    let after = items(&desk, "--since 2025-08-20T10:00Z");
    let turned = after
        .iter()
        .find(|(_, title, _)| title.starts_with("From confirmed to "));
    let (_, _, why) = turned.unwrap_or_else(|| panic!("{after:#?}"));
    assert_eq!(
        why,
        "The desk changed what it has on a claim, such as what it takes to confirm it."
    );
    let id = said(&desk, "agreed-to-meet", "asserts");
    desk.set_now("2025-08-20T12:00Z");
    desk.ok(format!("redact {id} --reason 'asked to'"));
    let after = items(&desk, "--since 2025-08-20T11:30Z");
    titled(&after, "Something was removed from the record for good");
}

/// Ids outlast other names; a claim that was merged says into which.
#[test]
fn ids_outlast_renames_and_mergers() {
    let mut desk = denied();
    desk.ok("rule agreed-to-meet false --reason 'no meeting was agreed'");
    let before = since(&desk);
    desk.set_now("2025-08-20T11:00Z");
    desk.ok("claim rename agreed-to-meet to-meet");
    desk.ok("party rename kremlin moscow-2");
    assert_eq!(ids(&since(&desk)), ids(&before));
    desk.set_now("2025-08-20T12:00Z");
    desk.noted("claim merge bridge-hit to-meet");
    assert!(ids(&since(&desk)).is_superset(&ids(&before)));
    desk.set_now("2025-08-20T13:00Z");
    desk.noted("claim merge to-meet in-geneva");
    let merged = since(&desk);
    let (_, _, text) = titled(
        &merged,
        "Now part of another claim: Russia agreed to a meeting.",
    );
    assert_eq!(
        text,
        "What was said on it counts for: They will meet in Geneva."
    );
    // An anonymous speaker makes an edition of the ledger; the numbers in it are others, the ids are not.
    let mut desk = denied();
    let before = since(&desk);
    desk.set_now("2025-08-20T11:00Z");
    desk.ok("say daily doubts bridge-hit --source minutes --attribution background --shown-as 'a driver'");
    assert!(ids(&since(&desk)).is_superset(&ids(&before)));
}

/// A ruling is an item, and so are the next one and its end.
#[test]
fn rulings_are_items() {
    let mut desk = small_desk();
    desk.set_now("2025-08-20T11:00Z");
    desk.ok("rule agreed-to-meet false --reason 'no meeting was agreed'");
    desk.ok("rule bridge-hit false --reason 'nobody has spoken on this'");
    let first = since(&desk);
    let (id, _, why) = titled(
        &first,
        "Ruled false by the desk: Russia agreed to a meeting.",
    );
    assert_eq!(why, "no meeting was agreed");
    assert!(
        !format!("{first:?}").contains("nobody has spoken"),
        "{first:#?}"
    );
    desk.set_now("2025-08-20T12:00Z");
    desk.ok("rule agreed-to-meet mostly-false --reason 'a call was'");
    let second = since(&desk);
    let changed = "Ruled mostly false by the desk, before false: Russia agreed to a meeting.";
    assert_ne!(&titled(&second, changed).0, id);
    assert!(ids(&second).contains(id));
    desk.set_now("2025-08-20T13:00Z");
    assert_eq!(desk.run("undo --yes").code, 0);
    let third = since(&desk);
    assert!(ids(&third).is_superset(&ids(&second)));
    let (_, _, why) = titled(
        &third,
        "No longer ruled mostly false by the desk: Russia agreed to a meeting.",
    );
    assert_eq!(
        why,
        "The desk took back what it had recorded.\nWhat was ruled before stands: false."
    );
}

/// Who says what is told, in their words if these are recorded.
#[test]
fn a_discrepancy_says_who_says_what() {
    let mut desk = denied();
    let (_, _, text) = since(&desk)
        .into_iter()
        .find(|(_, title, _)| title.starts_with("Contradiction: "))
        .expect("a contradiction");
    assert_eq!(
        text,
        "Donald Trump said so (2025-08-18, The Daily, 2025-08-19)\nThe Kremlin denied it (2025-08-19, The Daily, 2025-08-19)"
    );
    desk.set_now("2025-08-20T11:00Z");
    desk.ok("say zelenskyy asserts in-geneva --source daily-08-19 --quote 'by the lake'");
    desk.ok("say trump asserts in-budapest --source daily-08-19");
    let rival = since(&desk)
        .into_iter()
        .find(|(_, title, _)| title.starts_with("Value conflict: "));
    let (_, _, text) = rival.expect("rival answers");
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines.contains(&"Volodymyr Zelenskyy: “by the lake”"),
        "{text}"
    );
    let other =
        "Donald Trump said so (2025-08-19, The Daily, 2025-08-19): They will meet in Budapest.";
    assert!(lines.contains(&other), "{text}");
}

/// The calendar opens what somebody ends by speaking, and both stay in the feed.
#[test]
fn what_was_overdue_and_is_no_longer_is_two_items() {
    let mut desk = small_desk();
    desk.ok("claim edit agreed-to-meet --due 2025-08-21");
    desk.set_now("2025-08-25T10:00Z");
    let late = since(&desk);
    let (overdue, ..) = late
        .iter()
        .find(|(_, title, _)| title.starts_with("Overdue: "))
        .expect("an overdue claim");
    desk.ok("say kremlin confirms agreed-to-meet --source minutes --said 2025-08-24");
    let over = since(&desk);
    let (_, title, text) = over
        .iter()
        .find(|(id, ..)| id == overdue)
        .expect("the item");
    assert_eq!(title, "Overdue: Russia agreed to a meeting.");
    assert_eq!(text, "It is no longer open.");
    let end = titled(&over, "Overdue no longer open: Russia agreed to a meeting.");
    let later = items(&desk, "--since 2025-08-23");
    assert_eq!(titled(&later, &end.1), end);
    assert!(!ids(&later).contains(overdue));
}

/// The desk is told where a feed, an export or reviews say something else than it does.
#[test]
fn what_differs_for_the_public_is_noted() {
    let mut records = records();
    let mut said = |stance: &str, day: &str, attribution: &str| {
        records.push(json!({"record": "statement", "party": "kremlin", "stance": stance, "claim": "in-geneva",
                            "source": "minutes", "said": day, "attribution": attribution}));
    };
    said("asserts", "2025-08-17", "background");
    said("denies", "2025-08-18", "on-record");
    records.push(json!({"record": "ruling", "claim": "in-geneva", "verdict": "false", "reason": "no hall was let"}));
    let desk = TestDesk::holding(NOW, &records);
    for line in [
        "changes --since 2025-08-19 --format atom",
        "changes --since 2025-08-19 --format jsonfeed",
        "export --public",
        "export --public --format csv --to sheets",
        "export --public --format sqlite --to public.sqlite",
        "export --format claimreview",
        "report -",
    ] {
        let run = desk.run(line);
        assert_eq!(run.code, 0, "{run}");
        let note = "every unnamed speaker is a party of its own:";
        assert!(
            run.stderr
                .contains("1 claim differs from the desk's own answers"),
            "{run}"
        );
        assert!(
            run.stderr.contains(note) && run.stderr.contains("in-geneva: "),
            "{run}"
        );
    }
    let run = desk.run("export");
    assert!(!run.stderr.contains("differs"), "{run}");
}
