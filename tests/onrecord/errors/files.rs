//! Files that are no ledger, or one that cannot be used.

use std::fs;
use std::path::Path;

use onrecord::ledger::NEWEST_SCHEMA;
use rusqlite::{Connection, TransactionBehavior};

use crate::common::desk::{NOW, small_desk};
use crate::common::refusals::{Refusals, add};
use crate::common::{Trial, holds};

const SAY: &str = "say kremlin confirms agreed-to-meet --source minutes";

/// A file that is something else is refused by reading and writing alike, and not a byte of it changes.
#[test]
fn a_file_that_is_no_ledger_is_refused() {
    let trial = Trial::new(NOW);
    trial.write(
        "notes.txt",
        "Shopping list: bread, a kettle, and enough other words to fill a page.\n".repeat(20),
    );
    trial.write("empty.db", "");
    let another = Connection::open(trial.path("contacts.db")).expect("another database");
    another
        .execute_batch("PRAGMA user_version = 2; CREATE TABLE entry (seq INTEGER, name TEXT)")
        .expect("a table");
    drop(another);
    fs::create_dir(trial.path("folder.db")).expect("a folder");
    let mut telling = String::new();
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
            let before = bytes(&trial.path(file));
            let told = trial.run(format!("{command} --ledger {file}"));
            assert!(told.code == 1 && told.stdout.is_empty(), "{what}:\n{told}");
            assert_eq!(bytes(&trial.path(file)), before, "{what} changed:\n{told}");
            add(&mut telling, what, &told);
        }
    }
    holds("errors-files-no-ledger", &telling);
    assert!(!trial.path("nowhere.db").exists(), "asking made a file");
}

/// `init` leaves what is there alone, and makes nothing where it cannot.
#[test]
fn a_ledger_is_not_made_over_another_file() {
    let trial = Trial::new(NOW);
    trial.write("notes.txt", "Shopping list.\n");
    let mut telling = String::new();
    for (what, file) in [
        ("a file that is there", "notes.txt"),
        ("a folder that is not there", "nowhere/onrecord.db"),
    ] {
        let told = trial.run(format!("init --ledger {file}"));
        assert!(told.code == 1 && told.stdout.is_empty(), "{what}:\n{told}");
        add(&mut telling, what, &told);
    }
    holds("errors-files-init", &telling);
    assert_eq!(
        bytes(&trial.path("notes.txt")).as_deref(),
        Some(&b"Shopping list.\n"[..])
    );
}

/// A ledger of a later version is neither read nor written.
#[test]
fn a_newer_ledger_is_refused() {
    let trial = small_desk();
    let newer = Connection::open(trial.path("onrecord.db")).expect("the ledger");
    newer
        .pragma_update(None, "user_version", 99)
        .expect("a later schema");
    let mut telling = String::new();
    for command in ["claim list", SAY, "seed", "verify"] {
        let told = trial.run(command);
        assert!(told.code == 1 && told.stdout.is_empty(), "{told}");
        add(&mut telling, "a later schema", &told);
    }
    let known = telling.replace(&format!("up to {}", NEWEST_SCHEMA), "up to [newest]");
    holds("errors-files-newer", &known);
    newer
        .pragma_update(None, "user_version", NEWEST_SCHEMA)
        .expect("the schema");
    drop(newer);
    trial.state();
}

/// A ledger that may not be written is still read.
#[cfg(unix)]
#[test]
fn a_read_only_ledger_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let trial = small_desk();
    let (file, before) = (trial.path("onrecord.db"), trial.state());
    let listed = trial.ok("claim list");
    let set = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("a mode");
    set(0o444);
    let mut telling = String::new();
    for command in [
        SAY,
        "seed",
        "rebuild",
        "rebuild --check",
        "party add un --name UN --kind organisation",
    ] {
        let told = trial.run(command);
        assert!(told.code == 1 && told.stdout.is_empty(), "{told}");
        add(&mut telling, "a file that may only be read", &told);
    }
    holds("errors-files-read-only", &telling);
    assert_eq!(trial.ok("claim list"), listed);
    assert_eq!(trial.export(), before.records);
    assert_eq!(trial.journal(), before.journal);
    // The hint of the message: a copy can be written to.
    trial.ok("backup copy.db");
    trial.ok(format!("{SAY} --ledger copy.db"));
    set(0o600);
    assert_eq!(trial.state(), before);
}

/// Where another program writes, a write waits as long as it was told and then says so; answers go on.
#[test]
fn a_locked_ledger_is_waited_for_and_then_refused() {
    let trial = small_desk();
    let before = trial.state();
    let mut other = Connection::open(trial.path("onrecord.db")).expect("the ledger");
    let held = other
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .expect("a transaction");
    let mut telling = String::new();
    for (command, wait) in [
        (SAY, "0"),
        (SAY, "1"),
        ("seed", "0"),
        ("rebuild", "0"),
        ("rule bridge-hit true --reason seen", "0"),
    ] {
        let told = trial.run(format!("{command} --wait {wait}"));
        assert!(told.code == 1 && told.stdout.is_empty(), "{told}");
        add(&mut telling, "another program writes", &told);
    }
    holds("errors-files-locked", &telling);
    assert_eq!(trial.export(), before.records);
    held.rollback().expect("the transaction ends");
    drop(other);
    assert_eq!(trial.state(), before);
    trial.ok(SAY);
}

/// `backup` and `export --to` do not write over a file.
#[test]
fn a_copy_is_not_made_over_another_file() {
    let trial = small_desk();
    trial.write("there.db", "something");
    let mut refusals = Refusals::on(&trial);
    refusals.refused("a backup", "backup there.db");
    refusals.refused("a backup onto the ledger itself", "backup onrecord.db");
    refusals.refused("a backup into no folder", "backup nowhere/copy.db");
    refusals.refused("an export", "export --to there.db");
    refusals.refused("an export into no folder", "export --to nowhere/all.jsonl");
    refusals.refused("an export in another format", "export --format csv");
    refusals.hold("errors-files-copies");
    assert_eq!(
        bytes(&trial.path("there.db")).as_deref(),
        Some(&b"something"[..])
    );
}

fn bytes(file: &Path) -> Option<Vec<u8>> {
    file.is_file()
        .then(|| fs::read(file).expect("a file that can be read"))
}
