//! Heads noted elsewhere: printing and checking them.

use std::fmt::Write;

use serde_json::Value;

use crate::common::TestDesk;
use crate::common::desk::small_desk;

fn head(desk: &TestDesk) -> String {
    let answer = desk.json("head");
    answer["pin"].as_str().expect("a head").to_owned()
}

/// The exit code and answer of `verify --head`.
fn against(desk: &TestDesk, head: &str) -> (i32, Value) {
    let run = desk.run(format!("verify --head {head} --format json"));
    assert!(run.stderr.is_empty(), "{run}");
    (run.code, serde_json::from_str(&run.stdout).expect("JSON"))
}

/// A printed head can be pasted back, and matches whatever is recorded later.
#[test]
fn a_head_matches_later_ledgers() {
    let desk = small_desk();
    let noted = head(&desk);
    let answer = desk.json("head");
    assert_eq!(answer["recorded_at"], "2025-08-20T09:00:00Z");
    let (seq, hash) = noted.split_once(':').expect("place and hash");
    assert_eq!(
        (answer["seq"].to_string(), &answer["head"]),
        (seq.to_owned(), &Value::from(hash))
    );
    assert!(
        desk.ok("head").starts_with(&format!("{noted}\n")),
        "a line by itself"
    );
    desk.ok("say trump asserts bridge-hit --source minutes");
    for noted in [noted.as_str(), hash] {
        let (code, answer) = against(&desk, noted);
        assert_eq!(
            (code, answer["noted"].to_string().as_str()),
            (0, seq),
            "{answer}"
        );
    }
    assert_ne!(head(&desk), noted);
}

/// `--known-at` an earlier day gives the head printed then.
#[test]
fn a_head_can_be_asked_for_as_of_a_day() {
    let mut desk = small_desk();
    let noted = head(&desk);
    desk.set_now("2025-08-21T09:00Z");
    desk.ok("say trump asserts bridge-hit --source minutes");
    let then = desk.json("head --known-at 2025-08-20");
    assert_eq!(then["pin"], noted.as_str());
}

/// A ledger without entries has a head, which matches every ledger.
#[test]
fn the_head_of_an_empty_ledger() {
    let desk = TestDesk::with_ledger("2025-08-20T09:00Z");
    let answer = desk.json("head");
    assert_eq!(
        (&answer["seq"], &answer["recorded_at"]),
        (&Value::from(0), &Value::Null)
    );
    assert_eq!(against(&small_desk(), &head(&desk)).0, 0);
}

/// A truncated or rewritten journal verifies by itself, but not against the head.
#[test]
fn truncation_and_rewriting_show_against_a_head() {
    let desk = small_desk();
    desk.ok("backup shorter.db");
    desk.ok("say trump asserts bridge-hit --source minutes");
    let noted = head(&desk);
    let mut checks = String::new();
    for (what, ledger) in [("cut", "shorter.db"), ("anew", "anew.db")] {
        if what == "anew" {
            desk.ok(format!("init --ledger {ledger}"));
            desk.ok(format!("import import.jsonl --ledger {ledger}"));
            for question in ["a", "b", "c"] {
                desk.ok(format!(
                    "question add {question} --text 'Why?' --ledger {ledger}"
                ));
            }
        }
        desk.ok(format!("verify --ledger {ledger}"));
        let checked = desk.run(format!("verify --ledger {ledger} --head {noted}"));
        assert_eq!(checked.code, 1, "{checked}");
        writeln!(checks, "{what}: {}", checked.stdout.replace('\n', " ")).expect("a string");
        let (_, hash) = noted.split_once(':').expect("place and hash");
        let checked = desk.run(format!("verify --ledger {ledger} --head {hash}"));
        assert!(
            checked.code == 1 && checked.stdout.contains("no entry has the hash"),
            "{checked}"
        );
    }
    assert!(
        checks.contains("cut: ") && checks.contains("its end was cut off"),
        "{checks}"
    );
    assert!(
        checks.contains("anew: ") && checks.contains("was rewritten from there or earlier"),
        "{checks}"
    );
}

/// An invalid head is refused.
#[test]
fn an_invalid_head_is_refused() {
    let desk = small_desk();
    for wrong in ["", "x", "7:abc", &"0".repeat(63)] {
        let run = desk.run(format!("verify --head '{wrong}'"));
        assert!(
            run.code == 2 && run.stderr.contains("onrecord head"),
            "{run}"
        );
    }
}
