//! Redaction: no byte of what was taken out is left in any file of the ledger, and no answer knows it.

use std::fs;

use serde_json::json;

use crate::common::Trial;
use crate::common::desk::small_desk;

/// Words that stand nowhere else, one in each field that can hold words.
const SECRETS: [&str; 4] = ["zquotezebra", "znotezebra", "zshownzebra", "zevidencezebra"];

/// The files of the ledger, logs and all, that hold one of the secrets, and the secret.
fn held(trial: &Trial) -> Vec<String> {
    let mut held = Vec::new();
    for file in fs::read_dir(trial.path("")).expect("a folder") {
        let file = file.expect("a file");
        let name = file.file_name().to_string_lossy().into_owned();
        if !name.starts_with("onrecord.db") {
            continue;
        }
        let bytes = fs::read(file.path()).expect("a file");
        for secret in SECRETS {
            if bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes())
            {
                held.push(format!("{secret} in {name}"));
            }
        }
    }
    held
}

/// With many statements around it, so that its words were moved about the file's pages by imports, searches and
/// rebuilding, not a byte of them is left.
#[test]
fn the_bytes_are_gone_from_every_file() {
    let trial = small_desk();
    let around = |from: usize| -> Vec<_> {
        (from..from + 60)
            .map(|day| {
                json!({"record": "statement", "party": "zelenskyy", "stance": "asserts", "claim": "in-geneva",
                       "source": "minutes", "said": format!("2025-{:02}-{:02}", 1 + day / 28, 1 + day % 28),
                       "note": format!("around {day}")})
            })
            .collect()
    };
    trial.import(&around(0));
    trial.import(&[json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRETS[0], "note": SECRETS[1], "shown_as": SECRETS[2],
        "attribution": "background",
        "evidence": [{"source": "daily-08-19", "quote": SECRETS[3]}]})]);
    trial.import(&around(60));
    trial.ok("rebuild");
    assert_eq!(held(&trial).len(), SECRETS.len(), "each was there");
    for secret in &SECRETS[..2] {
        assert_eq!(
            trial.list(format!("search {secret}")).len(),
            1,
            "{secret} is found"
        );
    }
    trial.ok("redact s0000001 --reason 'the safety of a source'");
    assert_eq!(held(&trial), Vec::<String>::new());
    trial.state();
    let export = trial.export();
    for secret in SECRETS {
        assert!(!export.contains(secret));
        assert_eq!(
            trial.list(format!("search {secret}")),
            Vec::<serde_json::Value>::new()
        );
    }
}

/// While another program still reads, the program says that the bytes are not gone yet; `rebuild` sees to it later.
#[test]
fn a_reader_in_the_way_is_told_of() {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRETS[0]}),
    ]);
    let reader = rusqlite::Connection::open(trial.path("onrecord.db")).expect("the ledger");
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM entry")
        .expect("a reader");
    let told = trial.run("redact s0000001 --reason safety --wait 0");
    assert!(
        told.code == 1 && told.stderr.contains("the redaction is recorded"),
        "{told}"
    );
    assert!(told.stderr.contains("hint: `onrecord rebuild`"), "{told}");
    drop(reader);
    trial.ok("rebuild");
    assert_eq!(held(&trial), Vec::<String>::new());
    trial.state();
}
