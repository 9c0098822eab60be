//! The review claim by claim, driven by keys from standard input.

use super::{FERRY, LOST, SAIL, accepted, id, ids, marked, said, unreviewed};
use crate::common::TestDesk;

/// Plays a reviewer who types these keys, and returns the screens.
fn typed(desk: &TestDesk, keys: &str) -> Vec<String> {
    let run = desk.feed("review --keys -", keys.as_bytes());
    assert!(run.code == 0 && run.stderr.is_empty(), "{run}");
    run.stdout.split('\u{c}').map(str::to_owned).collect()
}

#[test]
fn a_review_goes_through_what_is_recorded_claim_by_claim() {
    let desk = accepted();
    typed(&desk, "auq");
    assert_eq!(marked(&desk, "claim list"), [SAIL, LOST]);
    let screens = typed(&desk, "aq");
    assert!(
        screens[1].contains("1 of 2 · recorded, unreviewed · no-sailing"),
        "{screens:#?}"
    );
    assert!(
        screens[1].contains(" 1 Ann Lee asserts · 2025-08-19 · courier-2025-08-19 · unreviewed")
    );
    assert!(screens[1].contains("now     disputed, denied by Tom Reyes; contradiction"));
    assert!(screens[2].contains("2 of 2 · recorded, unreviewed · passengers-lost"));
    assert_eq!(marked(&desk, "claim list"), [LOST]);
    // The next review begins with what is left.
    let screens = typed(&desk, "e\u{8}!\n");
    assert!(screens[1].contains("1 of 1"), "{screens:#?}");
    let page = desk.json(format!("claim show {LOST}"));
    assert_eq!(
        page["claim"]["text"],
        "The line has lost 40 passengers a day!"
    );
    let over = typed(&desk, "a");
    assert!(over[0].contains("nothing is unreviewed"), "{over:#?}");
    assert_eq!(unreviewed(&desk)["claims"], 0);
    desk.ok("rebuild --check");
}

#[test]
fn a_recorded_claim_is_reworded_split_merged_changed_and_dropped() {
    let desk = accepted();
    // The old wording is on the line that is edited, and Ctrl-U clears it.
    typed(&desk, "e\u{15}No ferry will sail before Friday.\n");
    let page = desk.json(format!("claim show {SAIL}"));
    assert_eq!(page["claim"]["text"], "No ferry will sail before Friday.");
    assert_eq!(page["claim"]["unreviewed"], false);
    assert_eq!(desk.run("undo --yes").code, 0);
    typed(
        &desk,
        "n2\n\u{15}The mayor contradicts the harbour master.\n",
    );
    let claims = ids(&desk, "claim list");
    assert_eq!(claims.len(), 3, "{claims:?}");
    assert_eq!(said(&desk, SAIL).len(), 1);
    assert_eq!(desk.run("undo --yes").code, 0);
    typed(&desk, "opassengers-lost\n");
    assert_eq!(ids(&desk, "claim list"), [LOST]);
    assert_eq!(desk.run("undo --yes").code, 0);
    typed(&desk, "t2\nsdoubts\n");
    let statements = said(&desk, SAIL);
    assert_eq!(statements.len(), 2);
    let doubts = statements.iter().find(|one| one["stance"] == "doubts");
    assert_eq!(doubts.expect("a change")["unreviewed"], false);
    assert_eq!(desk.run("undo --yes").code, 0);
    typed(&desk, "rr");
    assert_eq!(said(&desk, SAIL).len() + said(&desk, LOST).len(), 0);
    assert_eq!(unreviewed(&desk)["claims"], 0);
    desk.ok("rebuild --check");
}

fn with_draft() -> TestDesk {
    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    desk.write("ferry.txt", FERRY);
    desk.ok("ingest ferry.txt --publisher 'The Courier'");
    desk
}

#[test]
fn a_review_goes_through_the_draft_before_it_counts() {
    let desk = with_draft();
    let before = desk.export();
    let screens = typed(&desk, "s");
    assert!(
        screens[1].contains("1 of 1 · draft, new claim · "),
        "{screens:#?}"
    );
    assert!(screens[1].contains("then    disputed"), "{screens:#?}");
    assert_eq!(desk.export(), before, "nothing was recorded");
    typed(&desk, "a");
    let claims = desk.list("claim list");
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0]["unreviewed"], false);
    assert_eq!(unreviewed(&desk)["parties"], 0);
    assert_eq!(desk.list("candidates").len(), 0);
    // One decision is one write.
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(desk.export(), before);
    assert_eq!(desk.list("candidates").len(), 2);
}

#[test]
fn a_draft_is_reworded_split_changed_and_dropped() {
    let desk = with_draft();
    let before = desk.export();
    let kept = |line: &str| desk.list(line).len();
    typed(&desk, "e\u{15}The ferry stays in port until Friday.\n");
    assert_eq!(
        desk.list("claim list")[0]["text"],
        "The ferry stays in port until Friday."
    );
    assert_eq!(desk.run("undo --yes").code, 0);
    // One statement goes to a claim of its own, and the other one waits; undo brings both back.
    let screens = typed(&desk, "n2\n\u{15}The mayor expects the ferry sooner.\nq");
    assert_eq!(
        (kept("claim list"), kept("candidates")),
        (1, 1),
        "{screens:#?}"
    );
    assert!(screens.iter().any(|one| one.contains("Split off")));
    assert_eq!(desk.run("undo --yes").code, 0);
    typed(&desk, "n2\n\u{15}The mayor expects the ferry sooner.\nuq");
    assert_eq!(desk.export(), before);
    typed(&desk, "t1\nd2025-08-18\nq");
    let claim = desk.list("claim list")[0].clone();
    let statements = said(&desk, id(&claim));
    assert_eq!(statements.len(), 1);
    assert_eq!(statements[0]["said"], "2025-08-18");
    assert_eq!(desk.run("undo --yes").code, 0);
    typed(&desk, "t1\nrq");
    assert_eq!((kept("claim list"), kept("candidates")), (0, 1));
    typed(&desk, "rq");
    assert_eq!((kept("claim list"), kept("candidates")), (0, 0));
    desk.ok("rebuild --check");
}

#[test]
fn a_draft_is_merged_into_a_recorded_claim() {
    let desk = with_draft();
    desk.ok("claim add port-closed --text 'The ferry port is closed before Friday.'");
    let screens = typed(&desk, "oport-closed\na");
    assert!(
        screens
            .iter()
            .any(|one| one.contains("draft, recorded claim · port-closed")),
        "{screens:#?}"
    );
    assert_eq!(ids(&desk, "claim list"), ["port-closed"]);
    assert_eq!(said(&desk, "port-closed").len(), 2);
}

#[test]
fn what_is_not_certain_comes_after_the_claims() {
    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    desk.write(
        "pier.txt",
        "Pier\n\n19 August 2025\n\nAnn Lee met Bea Roth on Monday. She said the pier was rotten.\n",
    );
    desk.ok("ingest pier.txt --publisher 'The Courier'");
    let unsettled = desk.json("draft")["unsettled"].clone();
    let count = unsettled.as_array().map_or(0, Vec::len);
    let screens = typed(&desk, "q");
    let expected = if count > 0 { "a accept" } else { "a keep" };
    assert!(screens[1].contains(expected), "{screens:#?}");
    let run = desk.feed("review --candidates --keys -", b"q");
    assert_eq!(run.code, 0, "{run}");
    let empty = TestDesk::with_ledger("2025-08-20T09:00Z");
    let shown = empty.feed("review --keys -", b"").stdout;
    assert!(shown.contains("nothing is unreviewed"), "{shown}");
}
