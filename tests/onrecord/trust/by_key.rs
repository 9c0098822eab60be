//! What one key does in the review claim by claim.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::claim_by_claim::{typed, with_draft};
use super::{FERRY, LOST, SAIL, accepted, ids, said};
use crate::common::TestDesk;

/// Two claims on one screen each: the pier, on which two speak, and the crane.
const PIER: &str = "Pier

19 August 2025

The harbour master, Ann Lee, said on Tuesday that the pier was safe. The mayor, Tom Reyes, denied that the pier was safe.

The dockers had gone home on Monday. Ida Stern, an engineer, said that the crane had been sold in May. Ms Stern has found cracks in the quay.
";

fn harbour() -> TestDesk {
    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    desk.write("pier.txt", PIER);
    desk.ok("ingest pier.txt --publisher 'The Courier'");
    desk
}

/// The statements on all claims: who, stance, claim.
fn all_said(desk: &TestDesk) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for claim in ids(desk, "claim list") {
        for one in said(desk, &claim) {
            let word = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            all.push((word("party"), word("stance"), claim.clone()));
        }
    }
    all.sort();
    all
}

fn stances(desk: &TestDesk) -> Vec<(String, String)> {
    let all = all_said(desk).into_iter();
    all.map(|(party, stance, _)| (party, stance)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let all = expected.iter();
    all.map(|(party, stance)| ((*party).to_owned(), (*stance).to_owned()))
        .collect()
}

#[test]
fn changes_of_a_draft_count_once_the_claim_is_kept() {
    let desk = with_draft();
    let before = desk.export();
    // A letter for a stance, a key that turns it, and several changes of one statement.
    typed(&desk, "t1shf2q");
    assert_eq!(desk.export(), before);
    let screens = typed(&desk, "t1shf2a");
    assert!(
        screens
            .iter()
            .any(|one| one.contains("Changed; a keeps it.")),
        "{screens:#?}"
    );
    assert_eq!(
        stances(&desk),
        pairs(&[("ann-lee", "hedges"), ("tom-reyes", "denies")])
    );
    assert_eq!(desk.run("undo --yes").code, 0);
    // Undone within the review.
    typed(&desk, "t1shua");
    assert_eq!(
        stances(&desk),
        pairs(&[("ann-lee", "denies"), ("tom-reyes", "asserts")])
    );
    desk.ok("rebuild --check");
}

#[test]
fn a_speaker_is_chosen_by_digit_or_added_by_name() {
    let desk = with_draft();
    typed(&desk, "t1p1a");
    assert_eq!(
        stances(&desk),
        pairs(&[("tom-reyes", "asserts"), ("tom-reyes", "denies")])
    );
    assert_eq!(desk.run("undo --yes").code, 0);
    // Part of a name may be somebody else's, so that is asked.
    typed(&desk, "t1pIda Stern\npt2pLee\n1a");
    assert_eq!(
        stances(&desk),
        pairs(&[("ann-lee", "asserts"), ("ida-stern", "denies")])
    );
    let parties = desk.list("party list");
    let ida = parties.iter().find(|one| one["id"] == "ida-stern");
    assert_eq!(ida.expect("a new party")["kind"], "person");
    assert_eq!(desk.run("undo --yes").code, 0);
    typed(&desk, "t1pLee\n+pa");
    assert_eq!(stances(&desk)[0].0, "lee");
    desk.ok("rebuild --check");
}

#[test]
fn days_and_relays_need_few_keys() {
    let desk = with_draft();
    typed(&desk, "t1d18\nt2d31\nt2v1\na");
    let of = |party: &str| -> Value {
        let claim = ids(&desk, "claim list").remove(0);
        let all = said(&desk, &claim);
        let found = all.into_iter().find(|one| one["party"] == party);
        found.expect("a statement")
    };
    assert_eq!(of("ann-lee")["said"], "2025-08-18");
    assert_eq!(of("tom-reyes")["said"], "2025-07-31", "the month before");
    let via = of("tom-reyes")["via"].clone();
    assert_eq!(via.as_array().map(Vec::len), Some(1), "{via}");
}

#[test]
fn whose_act_a_claim_is_and_what_it_answers() {
    let desk = with_draft();
    desk.ok("party add port --name 'The port' --kind organisation");
    desk.ok("question add sailing-day --text 'On which day will the ferry sail?'");
    typed(&desk, "wport\nv\u{15}2025-08-22\n1a");
    let claim = desk.list("claim list")[0].clone();
    assert_eq!(claim["principals"], json!(["port"]));
    assert_eq!(claim["question"], "sailing-day");
    assert_eq!(claim["value"]["from"], "2025-08-22");
    assert_eq!(desk.run("undo --yes").code, 0);
    // Of a recorded claim they are changed at once, with a new question.
    let desk = accepted();
    typed(&desk, "sv\nHow many passengers were lost?\nw2\nw-\nq");
    let claims = desk.list("claim list");
    let claim = claims.iter().find(|one| one["id"] == LOST);
    let claim = claim.expect("the claim");
    assert_eq!(claim["value"]["amount"], 40, "the figure in its text");
    assert_eq!(claim["principals"], json!([]));
    assert_eq!(desk.list("question list").len(), 1);
    typed(&desk, "sv\u{15}-\nq");
    let claims = desk.list("claim list");
    let claim = claims.iter().find(|one| one["id"] == LOST);
    assert_eq!(claim.expect("the claim")["question"], Value::Null);
    desk.ok("rebuild --check");
}

#[test]
fn a_party_is_changed_where_it_is_shown() {
    let desk = with_draft();
    let before = desk.export();
    // In the draft: a role, a kind, for whom it speaks; a name.
    typed(
        &desk,
        "pReyes\nr\u{15}mayor of Orley\npReyes\nkgpLee\nstom-reyes\np1n\u{15}Ann M. Lee\nq",
    );
    assert_eq!(desk.export(), before);
    let keys = "pReyes\nr\u{15}mayor of Orley\npReyes\nkgpLee\nstom-reyes\np1n\u{15}Ann M. Lee\na";
    let screens = typed(&desk, keys);
    let parties = desk.list("party list");
    let of = |id: &str| parties.iter().find(|one| one["id"] == id).cloned();
    let reyes = of("tom-reyes").expect("Tom Reyes");
    assert_eq!(
        (&reyes["role"], &reyes["kind"]),
        (&json!("mayor of Orley"), &json!("government")),
        "{screens:#?}"
    );
    let lee = of("ann-lee").expect("Ann Lee");
    assert_eq!(lee["name"], "Ann M. Lee");
    assert_eq!(lee["speaks_for"][0]["party"], "tom-reyes");
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(desk.export(), before);
    // A recorded party is changed at once, and undone in the review.
    let desk = accepted();
    typed(&desk, "ptom-reyes\nrmayor\nq");
    let parties = desk.list("party list");
    let reyes = parties.iter().find(|one| one["id"] == "tom-reyes");
    let reyes = reyes.expect("Tom Reyes");
    assert_eq!(
        (&reyes["role"], &reyes["unreviewed"]),
        (&json!("mayor"), &json!(false))
    );
    typed(&desk, "ptom-reyes\nr\u{15}-\nuq");
    assert_eq!(desk.list("party list"), parties);
    desk.ok("rebuild --check");
}

#[test]
fn a_statement_moves_to_another_claim() {
    let desk = harbour();
    let claims = desk.json("draft")["new_claims"].clone();
    assert_eq!(claims.as_array().map(Vec::len), Some(2), "{claims}");
    // By words, to a claim that comes later in the draft.
    let screens = typed(&desk, "m2crane\naa");
    assert!(
        screens
            .iter()
            .any(|one| one.contains("That statement is on")),
        "{screens:#?}"
    );
    let all = all_said(&desk);
    let of_reyes = all.iter().find(|one| one.0 == "tom-reyes");
    assert!(
        of_reyes.expect("a statement").2.contains("crane"),
        "{all:?}"
    );
    assert_eq!(all.len(), 3);
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(desk.run("undo --yes").code, 0);
    // To one that was kept before: it comes again, with that statement alone.
    let screens = typed(&desk, "ao1a");
    let all = all_said(&desk);
    assert_eq!(ids(&desk, "claim list").len(), 1, "{screens:#?}");
    assert_eq!(all.len(), 3);
    desk.ok("rebuild --check");
}

#[test]
fn merging_into_the_opposite_turns_the_stances() {
    let desk = with_draft();
    desk.ok("claim add stays --text 'The ferry will not sail before Friday.'");
    // "The ferry would sail before Friday", which one denies and one asserts, is its opposite.
    let screens = typed(&desk, "o1a");
    assert!(
        screens.iter().any(|one| one.contains("as its opposite")),
        "{screens:#?}"
    );
    assert_eq!(ids(&desk, "claim list"), ["stays"]);
    assert_eq!(
        stances(&desk),
        pairs(&[("ann-lee", "asserts"), ("tom-reyes", "denies")])
    );
    assert_eq!(desk.run("undo --yes").code, 0);
    // x does the contrary.
    typed(&desk, "xo1a");
    assert_eq!(
        stances(&desk),
        pairs(&[("ann-lee", "denies"), ("tom-reyes", "asserts")])
    );
    // Two recorded claims.
    let desk = accepted();
    desk.noted("claim add stays --text 'The ferry will not sail before Friday.'");
    typed(&desk, "ostays\naq");
    let turned = said(&desk, "stays");
    let lee = turned.iter().find(|one| one["party"] == "ann-lee");
    assert_eq!(
        lee.expect("a statement")["stance"],
        "asserts",
        "{turned:#?}"
    );
    assert_eq!(desk.run("undo --yes").code, 0);
    desk.ok("rebuild --check");
}

#[test]
fn what_was_not_found_is_added_by_words_of_the_article() {
    let desk = harbour();
    let before = desk.list("candidates").len();
    // On the claim on the screen; a party that nobody knows yet; a claim of its own.
    typed(
        &desk,
        "+gone home\nThe dockers\nra\n+CRACKS in\nIda Stern\naThe quay has cracks.\nq",
    );
    let all = all_said(&desk);
    assert_eq!(all.len(), 2, "{all:?}");
    let dockers = all.iter().find(|one| one.0 == "the-dockers");
    assert!(dockers.is_some_and(|one| one.2.contains("pier")), "{all:?}");
    let quay = all.iter().find(|one| one.0 == "ida-stern");
    let quay = &quay.expect("a statement").2;
    let words = said(&desk, quay)[0]["words"].clone();
    assert_eq!(words, "Ms Stern has found cracks in the quay.");
    assert_eq!(desk.list("candidates").len(), before);
    // Words that no article has, and an answer that is left out, add nothing.
    let export = desk.export();
    let screens = typed(&desk, "+nowhere\n+cracks\n\u{1b}q");
    assert!(
        screens
            .iter()
            .any(|one| one.contains("No article contains the words")),
        "{screens:#?}"
    );
    assert_eq!(desk.export(), export);
    desk.ok("rebuild --check");
}

#[test]
fn a_dropped_claim_of_the_ledger_stays_and_is_said_to() {
    let desk = accepted();
    let screens = typed(&desk, "rq");
    assert!(
        screens.iter().any(|one| one.contains("The claim stays")),
        "{screens:#?}"
    );
    assert_eq!(said(&desk, SAIL), Vec::<Value>::new());
    assert!(ids(&desk, "claim list").contains(&SAIL.to_owned()));
}

#[test]
fn a_kept_claim_does_not_come_again() {
    let desk = harbour();
    let screens = typed(&desk, "abq");
    assert!(
        screens
            .iter()
            .any(|one| one.contains("No claim before this one waits")),
        "{screens:#?}"
    );
}

/// A review that runs while others write.
struct Running {
    child: std::process::Child,
    shown: String,
}

impl Running {
    fn start(desk: &TestDesk) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(["review", "--keys", "-"])
            .current_dir(desk.path(""))
            .env_clear()
            .env("ONRECORD_NOW", "2025-08-20T09:00Z")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the review runs");
        let mut review = Self {
            child,
            shown: String::new(),
        };
        review.wait();
        review
    }

    /// Reads until a screen is whole.
    fn wait(&mut self) {
        let mut part = [0; 4096];
        while !self.shown.ends_with("? help") {
            let stdout = self.child.stdout.as_mut().expect("an output");
            let count = stdout.read(&mut part).expect("a screen");
            if count == 0 {
                return;
            }
            self.shown
                .push_str(&String::from_utf8_lossy(&part[..count]));
        }
    }

    fn type_keys(&mut self, keys: &str) {
        self.shown.clear();
        let stdin = self.child.stdin.as_mut().expect("a keyboard");
        stdin.write_all(keys.as_bytes()).expect("keys");
        self.wait();
    }
}

#[test]
fn what_others_decide_in_the_meantime_is_left_to_them() {
    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    desk.write("ferry.txt", FERRY);
    desk.ok("ingest ferry.txt --publisher 'The Courier'");
    let mut review = Running::start(&desk);
    let first = desk.list("candidates")[0]["id"].clone();
    let first = first.as_str().expect("an id");
    desk.ok(format!("accept {first} --new-party --new-claim"));
    let export = desk.export();
    // The screen is older than that: keeping it records nothing, and the next screen says why.
    review.type_keys("a");
    assert_eq!(desk.export(), export, "nothing half-written");
    assert!(
        review.shown.contains("was accepted") || review.shown.contains("decided elsewhere"),
        "{}",
        review.shown
    );
    review.type_keys("a");
    drop(review.child.stdin.take());
    assert!(review.child.wait().expect("an end").success());
    assert_eq!(desk.list("candidates").len(), 0);
    desk.ok("rebuild --check");
}

#[test]
fn accepting_all_takes_what_is_still_open() {
    let desk = with_draft();
    let count = desk.json("draft")["statement_count"].clone();
    assert_eq!(count, 2);
    let first = desk.list("candidates")[0]["id"].clone();
    let first = first.as_str().expect("an id");
    desk.ok(format!("accept {first} --new-party --new-claim"));
    let accepted = desk.json("accept --all");
    assert_eq!(accepted["accepted"].as_array().map(Vec::len), Some(1));
    desk.ok("rebuild --check");
}
