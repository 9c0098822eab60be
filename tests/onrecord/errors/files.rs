//! Files that are not ledgers, or ledgers that cannot be used.

use std::fs;
use std::path::Path;

use onrecord::ledger::NEWEST_SCHEMA;
use rusqlite::{Connection, TransactionBehavior};

use crate::common::desk::{NOW, small_desk};
use crate::common::refusals::{Refusals, add};
use crate::common::{TestDesk, assert_snapshot};

const SAY: &str = "say kremlin confirms agreed-to-meet --source minutes";

/// Reading and writing refuse other files, and do not change a byte of them.
#[test]
fn a_file_that_is_not_a_ledger_is_refused() {
    let desk = TestDesk::new(NOW);
    desk.write(
        "notes.txt",
        "Shopping list: bread, a kettle, and enough other words to fill a page.\n".repeat(20),
    );
    desk.write("empty.db", "");
    let another = Connection::open(desk.path("contacts.db")).expect("another database");
    another
        .execute_batch("PRAGMA user_version = 2; CREATE TABLE entry (seq INTEGER, name TEXT)")
        .expect("a table");
    drop(another);
    fs::create_dir(desk.path("folder.db")).expect("a folder");
    let mut transcript = String::new();
    for (what, file) in [
        ("a text", "notes.txt"),
        ("an empty file", "empty.db"),
        ("another program's database", "contacts.db"),
        ("a folder", "folder.db"),
        ("nothing at all", "nowhere.db"),
        ("a folder that is not there", "nowhere/onrecord.db"),
    ] {
        for command in ["claim list", SAY, "verify", "seed", "rebuild"] {
            if command == "seed" && file == "nowhere.db" {
                continue;
            }
            let before = bytes(&desk.path(file));
            let run = desk.run(format!("{command} --ledger {file}"));
            assert!(run.code == 1 && run.stdout.is_empty(), "{what}:\n{run}");
            assert_eq!(bytes(&desk.path(file)), before, "{what} changed:\n{run}");
            add(&mut transcript, what, &run);
        }
    }
    assert_snapshot("errors-files-no-ledger", &transcript);
    assert!(!desk.path("nowhere.db").exists(), "asking made a file");
}

/// `init` overwrites nothing, and creates nothing if it fails.
#[test]
fn init_does_not_overwrite_a_file() {
    let desk = TestDesk::new(NOW);
    desk.write("notes.txt", "Shopping list.\n");
    let mut transcript = String::new();
    for (what, file) in [
        ("a file that is there", "notes.txt"),
        ("a folder that is not there", "nowhere/onrecord.db"),
    ] {
        let run = desk.run(format!("init --ledger {file}"));
        assert!(run.code == 1 && run.stdout.is_empty(), "{what}:\n{run}");
        add(&mut transcript, what, &run);
    }
    assert_snapshot("errors-files-init", &transcript);
    assert_eq!(
        bytes(&desk.path("notes.txt")).as_deref(),
        Some(&b"Shopping list.\n"[..])
    );
}

/// A ledger of a later version is neither read nor written.
#[test]
fn a_newer_ledger_is_refused() {
    let desk = small_desk();
    let newer = Connection::open(desk.path("onrecord.db")).expect("the ledger");
    newer
        .pragma_update(None, "user_version", 99)
        .expect("a later schema");
    let mut transcript = String::new();
    for command in ["claim list", SAY, "seed", "verify"] {
        let run = desk.run(command);
        assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
        add(&mut transcript, "a later schema", &run);
    }
    let known = transcript.replace(&format!("up to {}", NEWEST_SCHEMA), "up to [newest]");
    assert_snapshot("errors-files-newer", &known);
    newer
        .pragma_update(None, "user_version", NEWEST_SCHEMA)
        .expect("the schema");
    drop(newer);
    desk.state();
}

/// A read-only ledger can be read.
#[cfg(unix)]
#[test]
fn a_read_only_ledger_can_be_read_but_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let desk = small_desk();
    let (file, before) = (desk.path("onrecord.db"), desk.state());
    let listed = desk.ok("claim list");
    let set = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("a mode");
    set(0o444);
    let mut transcript = String::new();
    for command in [
        SAY,
        "seed",
        "rebuild",
        "party add un --name UN --kind organisation",
    ] {
        let run = desk.run(command);
        assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
        add(&mut transcript, "a file that may only be read", &run);
    }
    assert_snapshot("errors-files-read-only", &transcript);
    assert_eq!(desk.ok("claim list"), listed);
    assert_eq!(desk.export(), before.records);
    assert_eq!(desk.journal(), before.journal);
    // The way out given by the hint: a copy can be written to.
    desk.ok("backup copy.db");
    desk.ok(format!("{SAY} --ledger copy.db"));
    set(0o600);
    assert_eq!(desk.state(), before);
}

/// While another program writes, a write waits as long as --wait allows and then fails; reads go on.
#[test]
fn a_locked_ledger_is_refused_after_waiting() {
    let desk = small_desk();
    let before = desk.state();
    let mut other = Connection::open(desk.path("onrecord.db")).expect("the ledger");
    let held = other
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .expect("a transaction");
    let mut transcript = String::new();
    for (command, wait) in [
        (SAY, "0"),
        (SAY, "1"),
        ("seed", "0"),
        ("rebuild", "0"),
        ("rule bridge-hit true --reason seen", "0"),
    ] {
        let run = desk.run(format!("{command} --wait {wait}"));
        assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
        add(&mut transcript, "another program writes", &run);
    }
    assert_snapshot("errors-files-locked", &transcript);
    assert_eq!(desk.export(), before.records);
    held.rollback().expect("the transaction ends");
    drop(other);
    assert_eq!(desk.state(), before);
    desk.ok(SAY);
}

/// `backup` and `export --to` do not overwrite a file.
#[test]
fn copies_do_not_overwrite_a_file() {
    let desk = small_desk();
    desk.write("there.db", "something");
    let mut refusals = Refusals::on(&desk);
    refusals.refused("a backup", "backup there.db");
    refusals.refused("a backup onto the ledger itself", "backup onrecord.db");
    refusals.refused("a backup into no folder", "backup nowhere/copy.db");
    refusals.refused("an export", "export --to there.db");
    refusals.refused("an export into no folder", "export --to nowhere/all.jsonl");
    refusals.refused("an export in another format", "export --format csv");
    refusals.assert_snapshot("errors-files-copies");
    assert_eq!(
        bytes(&desk.path("there.db")).as_deref(),
        Some(&b"something"[..])
    );
}

fn bytes(file: &Path) -> Option<Vec<u8>> {
    file.is_file()
        .then(|| fs::read(file).expect("a file that can be read"))
}
