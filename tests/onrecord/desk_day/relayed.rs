//! What a party is reported to have said names who reported it, wherever it is listed.

use crate::common::TestDesk;
use crate::common::desk::{NOW, records, small_desk};

/// The text of an answer, without the breaks of its lines and cells.
fn flat(answer: &str) -> String {
    let words = answer
        .split(|sign: char| sign.is_whitespace() || "│|".contains(sign))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A desk at which Zelenskyy was heard through an outlet, which has no interest of its own.
fn relayed() -> (TestDesk, String) {
    let mut desk = small_desk();
    desk.set("COLUMNS", "400");
    desk.set_now("2025-08-20T10:00Z");
    let said = desk.ok(
        "say zelenskyy confirms bridge-hit --source daily-08-19 --via daily --quote 'It was hit'",
    );
    (desk, said)
}

#[test]
fn every_list_of_stances_says_who_relayed_one() {
    let (desk, said) = relayed();
    assert!(
        said.contains("zelenskyy confirms bridge-hit, via daily"),
        "{said}"
    );
    for line in [
        "log",
        "status",
        "changes --since 2025-08-20T09:30Z",
        "timeline bridge-hit",
        "undo",
        "search hit",
    ] {
        let run = desk.run(line);
        let shown = flat(&format!("{}{}", run.stdout, run.stderr));
        let via = ["via The Daily", "via the Daily", "via daily"];
        assert!(via.iter().any(|via| shown.contains(via)), "{run}");
    }
    for line in [
        "party show zelenskyy",
        "source show daily-08-19",
        "claim show bridge-hit",
        "why bridge-hit",
    ] {
        let shown = desk.ok(line);
        assert!(shown.contains("via the Daily"), "{line}: {shown}");
        let shown = desk.ok(format!("{line} --ids"));
        assert!(shown.contains("via the Daily (daily)"), "{line}: {shown}");
    }
    desk.ok("say trump denies bridge-hit --source minutes");
    for line in ["party show trump", "claim show in-geneva"] {
        let shown = desk.ok(line);
        assert!(!shown.contains("via"), "{line}: {shown}");
    }
}

#[test]
fn the_hand_over_says_who_relayed_what_changed_a_status() {
    let mut desk = TestDesk::holding(NOW, &records());
    desk.set("COLUMNS", "400");
    desk.set_now("2025-08-20T10:00Z");
    desk.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --via daily");
    let shown = desk.ok("changes --since 2025-08-20T09:30Z --brief");
    assert!(
        shown.contains("The Kremlin confirmed it, via the Daily ("),
        "{shown}"
    );
    let shown = desk.ok("changes --since 2025-08-20T09:30Z");
    assert_eq!(
        shown.matches("The Kremlin confirms, via the Daily").count(),
        2,
        "{shown}"
    );
}
