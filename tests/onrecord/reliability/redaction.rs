//! Redaction: no byte is left in any file of the ledger, and no answer has it.

use std::fs;

use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// Words that occur nowhere else, one for each text field.
const SECRETS: [&str; 4] = ["zquotezebra", "znotezebra", "zshownzebra", "zevidencezebra"];

/// The files of the ledger, logs included, that contain a secret, and the secret.
fn held(desk: &TestDesk) -> Vec<String> {
    let mut held = Vec::new();
    for file in fs::read_dir(desk.path("")).expect("a folder") {
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

/// Not a byte is left, even after imports, searches and rebuilds with many statements moved the words around in the
/// file's pages.
#[test]
fn the_bytes_are_gone_from_every_file() {
    let desk = small_desk();
    let around = |from: usize| -> Vec<_> {
        (from..from + 60)
            .map(|day| {
                json!({"record": "statement", "party": "zelenskyy", "stance": "asserts", "claim": "in-geneva",
                       "source": "minutes", "said": format!("2025-{:02}-{:02}", 1 + day / 28, 1 + day % 28),
                       "note": format!("around {day}")})
            })
            .collect()
    };
    desk.import(&around(0));
    desk.import(&[json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRETS[0], "note": SECRETS[1], "shown_as": SECRETS[2],
        "attribution": "background",
        "evidence": [{"source": "daily-08-19", "quote": SECRETS[3]}]})]);
    desk.import(&around(60));
    desk.ok("rebuild");
    assert_eq!(held(&desk).len(), SECRETS.len(), "each was there");
    for secret in &SECRETS[..2] {
        assert_eq!(
            desk.list(format!("search {secret}")).len(),
            1,
            "{secret} is found"
        );
    }
    desk.ok("redact s0000001 --reason 'the safety of a source'");
    assert_eq!(held(&desk), Vec::<String>::new());
    desk.state();
    let export = desk.export();
    for secret in SECRETS {
        assert!(!export.contains(secret));
        assert_eq!(
            desk.list(format!("search {secret}")),
            Vec::<serde_json::Value>::new()
        );
    }
}

/// While another program reads, the program says that the bytes are still there; `rebuild` removes them later.
#[test]
fn a_reader_in_the_way_is_reported() {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "statement", "id": "s0000001", "party": "trump", "stance": "denies",
        "claim": "bridge-hit", "source": "minutes", "quote": SECRETS[0]}),
    ]);
    let reader = rusqlite::Connection::open(desk.path("onrecord.db")).expect("the ledger");
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM entry")
        .expect("a reader");
    let run = desk.run("redact s0000001 --reason safety --wait 0");
    assert!(
        run.code == 1 && run.stderr.contains("the redaction is recorded"),
        "{run}"
    );
    assert!(run.stderr.contains("hint: `onrecord rebuild`"), "{run}");
    drop(reader);
    desk.ok("rebuild");
    assert_eq!(held(&desk), Vec::<String>::new());
    desk.state();
}
