//! A head that was noted elsewhere: printed, and checked.

use std::fmt::Write;

use serde_json::Value;

use crate::common::Trial;
use crate::common::desk::small_desk;

fn head(trial: &Trial) -> String {
    let answer = trial.json("head");
    answer["head"].as_str().expect("a head").to_owned()
}

/// Exit code and answer of `verify --head`.
fn against(trial: &Trial, head: &str) -> (i32, Value) {
    let told = trial.run(format!("verify --head {head} --format json"));
    assert!(told.stderr.is_empty(), "{told}");
    (told.code, serde_json::from_str(&told.stdout).expect("JSON"))
}

/// What is printed can be pasted back, and holds whatever is recorded later.
#[test]
fn a_head_holds_whatever_is_recorded_later() {
    let trial = small_desk();
    let noted = head(&trial);
    let answer = trial.json("head");
    assert_eq!(answer["recorded_at"], "2025-08-20T09:00:00Z");
    let (seq, hash) = noted.split_once(':').expect("place and hash");
    assert_eq!(
        (answer["seq"].to_string(), &answer["hash"]),
        (seq.to_owned(), &Value::from(hash))
    );
    assert!(
        trial.ok("head").starts_with(&format!("{noted}\n")),
        "a line by itself"
    );
    trial.ok("say trump asserts bridge-hit --source minutes");
    for noted in [noted.as_str(), hash] {
        let (code, answer) = against(&trial, noted);
        assert_eq!(
            (code, answer["noted"].to_string().as_str()),
            (0, seq),
            "{answer}"
        );
    }
    assert_ne!(head(&trial), noted);
}

/// The head as of an earlier day is the one that was printed then.
#[test]
fn a_head_can_be_asked_for_as_of_a_day() {
    let mut trial = small_desk();
    let noted = head(&trial);
    trial.set_now("2025-08-21T09:00Z");
    trial.ok("say trump asserts bridge-hit --source minutes");
    let then = trial.json("head --known-at 2025-08-20");
    assert_eq!(then["head"], noted.as_str());
}

/// A ledger without entries has a head too, which every ledger holds.
#[test]
fn the_head_of_an_empty_ledger() {
    let trial = Trial::with_ledger("2025-08-20T09:00Z");
    let answer = trial.json("head");
    assert_eq!(
        (&answer["seq"], &answer["recorded_at"]),
        (&Value::from(0), &Value::Null)
    );
    assert_eq!(against(&small_desk(), &head(&trial)).0, 0);
}

/// A tail that was cut off, or a journal that was written anew, verifies by itself and not against the head.
#[test]
fn cutting_and_rewriting_show_against_a_head() {
    let trial = small_desk();
    trial.ok("backup shorter.db");
    trial.ok("say trump asserts bridge-hit --source minutes");
    let noted = head(&trial);
    let mut told = String::new();
    for (what, ledger) in [("cut", "shorter.db"), ("anew", "anew.db")] {
        if what == "anew" {
            trial.ok(format!("init --ledger {ledger}"));
            trial.ok(format!("import import.jsonl --ledger {ledger}"));
            for question in ["a", "b", "c"] {
                trial.ok(format!(
                    "question add {question} --text 'Why?' --ledger {ledger}"
                ));
            }
        }
        trial.ok(format!("verify --ledger {ledger}"));
        let checked = trial.run(format!("verify --ledger {ledger} --head {noted}"));
        assert_eq!(checked.code, 1, "{checked}");
        writeln!(told, "{what}: {}", checked.stdout.replace('\n', " ")).expect("a string");
        let (_, hash) = noted.split_once(':').expect("place and hash");
        let checked = trial.run(format!("verify --ledger {ledger} --head {hash}"));
        assert!(
            checked.code == 1 && checked.stdout.contains("no entry has the hash"),
            "{checked}"
        );
    }
    assert!(
        told.contains("cut: ") && told.contains("its end was cut off"),
        "{told}"
    );
    assert!(
        told.contains("anew: ") && told.contains("was rewritten from there or earlier"),
        "{told}"
    );
}

/// What is no head is said to be none.
#[test]
fn what_is_no_head_is_refused() {
    let trial = small_desk();
    for wrong in ["", "x", "7:abc", &"0".repeat(63)] {
        let told = trial.run(format!("verify --head '{wrong}'"));
        assert!(
            told.code == 2 && told.stderr.contains("onrecord head"),
            "{told}"
        );
    }
}
