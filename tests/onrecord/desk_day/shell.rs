//! Shell completion, and help on topics other than commands.

use super::statement;
use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// The completion scripts ask the ledger for ids.
#[test]
fn completions_ask_for_ids() {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.ok(format!("completions {shell}"));
        assert!(script.contains("onrecord ids "), "{shell}");
        for word in ["unconfirmed", "as-of", "merge"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    assert_eq!(desk.run("completions tcsh").code, 2);
    assert_eq!(desk.run("completions").code, 2);
}

/// bash loads its script and completes an id of the ledger.
#[test]
fn bash_completes_an_id() {
    let desk = small_desk();
    desk.write("complete.bash", desk.ok("completions bash"));
    let folder = desk.path("");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_onrecord"))
        .parent()
        .expect("a folder");
    let script = r#"
        PATH="$1:$PATH"
        source complete.bash || exit 3
        COMP_WORDS=(onrecord say kremlin declines "$2") COMP_CWORD=4
        _onrecord_with_ids onrecord "$2" declines 2>/dev/null
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let complete = |word: &str| {
        let output = std::process::Command::new("bash")
            .args(["--norc", "-c", script, "bash"])
            .arg(program)
            .arg(word)
            .current_dir(&folder)
            .output()
            .expect("bash runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(
        complete("agreed").lines().any(|id| id == "agreed-to-meet"),
        "{}",
        complete("agreed")
    );
    assert!(complete("in-").lines().any(|id| id == "in-geneva"));
    assert!(!complete("xyz").contains("in-geneva"));
}

/// `ids` lists ids of all kinds by prefix, and prints nothing without a ledger.
#[test]
fn ids_are_listed_by_prefix() {
    let desk = small_desk();
    let ids = |prefix: &str| {
        let text = desk.ok(format!("ids '{prefix}'"));
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids("in-"), ["in-geneva", "in-budapest"]);
    assert_eq!(ids("da"), ["daily", "daily-08-19"]);
    assert_eq!(ids("ve"), ["venue"]);
    assert_eq!(ids("xyzzy"), Vec::<String>::new());
    assert_eq!(ids("").len(), 16);
    let words = "say trump asserts bridge-hit --source minutes";
    let id = statement(&desk, &words);
    assert_eq!(ids(&id), [id.as_str()]);
    assert_eq!(TestDesk::new("2025-08-20T09:00Z").ok("ids x"), "");
}

/// `help TOPIC` explains topics.
#[test]
fn help_explains_topics() {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    for (topic, words) in [
        ("rules", "principal origins confirmed withdrawn hearsay"),
        (
            "stances",
            "asserts confirms hedges doubts denies rejects declines not-confirmed no-reply \
                retracts",
        ),
        ("formats", "json csv markdown import export"),
    ] {
        let text = desk.ok(format!("help {topic}"));
        for word in words.split(' ') {
            assert!(
                text.to_lowercase().contains(word),
                "help {topic} does not speak of {word}"
            );
        }
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "help {topic} is wider than 100 columns"
        );
    }
    assert!(desk.ok("help say").contains("onrecord say"));
    assert!(desk.ok("help").contains("Commands:"));
    assert_eq!(desk.run("help nonsense").code, 2);
}
