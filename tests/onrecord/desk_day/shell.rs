//! Shell completion, and help on topics other than commands.

use std::path::Path;
use std::process::Command;

use rusqlite::Connection;

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

/// A shell, its options and a script for it.
type Shell = (&'static str, &'static [&'static str], &'static str);

/// How each shell completes the last word of `onrecord say kremlin declines WORD`, and prints what
/// it would offer, one word per line. The folder of the program is `$1`, the word `$2`.
const SHELLS: [Shell; 3] = [
    (
        "bash",
        &["--norc", "-c"],
        r#"
        PATH="$1:$PATH"
        source complete.bash || exit 3
        COMP_WORDS=(onrecord say kremlin declines "$2") COMP_CWORD=4
        _onrecord_with_ids onrecord "$2" declines 2>/dev/null
        printf '%s\n' "${COMPREPLY[@]}"
        "#,
    ),
    (
        "zsh",
        &["-f", "-c"],
        r#"
        PATH="$1:$PATH"
        compdef() { : }
        source complete.zsh || exit 3
        _onrecord() { : }
        compadd() { shift; (( $# )) && print -rl -- "$@" }
        PREFIX="$2"
        _onrecord_with_ids
        true
        "#,
    ),
    (
        "fish",
        &["--no-config", "-c"],
        r#"
        set -x PATH $argv[1] $PATH
        source complete.fish; or exit 3
        complete -C "onrecord say kremlin declines $argv[2]"
        "#,
    ),
];

/// What a shell offers for a word, or `None` with a message if the shell is not installed.
fn offered(desk: &TestDesk, shell: Shell, word: &str) -> Option<Vec<String>> {
    let (name, options, script) = shell;
    let program = Path::new(env!("CARGO_BIN_EXE_onrecord"));
    desk.write(
        &format!("complete.{name}"),
        desk.ok(format!("completions {name}")),
    );
    let mut command = Command::new(name);
    command.args(options).arg(script);
    if name != "fish" {
        // The name of the script itself comes before its arguments.
        command.arg(name);
    }
    let output = command
        .arg(program.parent().expect("a folder"))
        .arg(word)
        .current_dir(desk.path(""))
        .env("HOME", desk.path(""))
        .output();
    match output {
        Err(_) => {
            eprintln!("skipped: {name} is not installed");
            None
        }
        Ok(output) => {
            assert!(output.status.success(), "{name}: {output:?}");
            let words = String::from_utf8(output.stdout).expect("UTF-8");
            Some(words.lines().map(str::to_owned).collect())
        }
    }
}

/// Each shell loads its script and completes an id of the ledger.
#[test]
fn shells_complete_an_id() {
    let desk = small_desk();
    for shell in SHELLS {
        let has = |word: &str, id: &str| {
            offered(&desk, shell, word).is_none_or(|words| words.iter().any(|word| word == id))
        };
        assert!(has("agreed", "agreed-to-meet"), "{}", shell.0);
        assert!(has("in-", "in-geneva"), "{}", shell.0);
        assert!(
            offered(&desk, shell, "xyz").is_none_or(|words| words.is_empty() || words == [""]),
            "{}",
            shell.0
        );
    }
}

/// A ledger in the current folder may be anyone's. What its ids hold is neither run nor expanded,
/// and only well-formed ids are offered.
#[test]
fn completing_beside_a_hostile_ledger_runs_nothing() {
    let desk = small_desk();
    desk.write("bystander", "");
    let hostile = [
        "$(touch pwned)",
        "in-`touch pwned`",
        "in-$(touch${IFS}pwned)",
        "in-x\n$(touch pwned)",
        "in-y\nin-z; touch pwned",
        "in-two words",
        "in-*",
        "b*",
        "in-'quote",
        "in-\"quote",
        "in-;touch pwned",
        "in-\\",
        "in-\u{1b}]0;x\u{7}",
        "in-Ünicode",
        "~root",
        "in-{a,b}",
        "in-tab\there",
        "-rf",
    ];
    for ids in hostile.chunks(3) {
        {
            let ledger = Connection::open(desk.path("onrecord.db")).expect("the ledger");
            for (table, id) in ["party", "source", "claim"].iter().zip(ids) {
                let sql = format!(
                    "UPDATE {table} SET id = ?1 WHERE key = (SELECT max(key) FROM {table})"
                );
                ledger.execute(&sql, [id]).expect("the id is changed");
            }
        }
        for prefix in ["", "in-"] {
            let listed = desk.run(format!("ids -- '{prefix}'")).stdout;
            assert!(
                listed
                    .lines()
                    .all(|id| id.parse::<onrecord::Slug>().is_ok()),
                "{ids:?}: {listed:?}"
            );
            for shell in SHELLS {
                let words = offered(&desk, shell, prefix).unwrap_or_default();
                assert!(
                    words.iter().all(|word| !ids.contains(&word.as_str())
                        && !word.contains("pwned")
                        && !word.contains('*')),
                    "{} offers {words:?}",
                    shell.0
                );
                assert!(!desk.path("pwned").exists(), "{} ran {ids:?}", shell.0);
            }
        }
    }
    let left = offered(&desk, SHELLS[0], "in-g").unwrap_or_default();
    assert!(left.iter().any(|id| id == "in-geneva"), "{left:?}");
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
    let id = statement(&desk, words);
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
