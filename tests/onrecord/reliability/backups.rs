//! Backups while others write, and restore, which checks before it replaces.

use std::fs;
use std::thread;

use rusqlite::Connection;

use crate::common::desk::small_desk;
use crate::common::{State, TestDesk};

const SAY: &str = "say trump asserts bridge-hit --source minutes";

/// Every backup made meanwhile is complete: it verifies, its tables match its journal, and its entries are the first
/// ones of the ledger.
#[test]
fn a_backup_beside_writers_is_consistent() {
    let desk = small_desk();
    thread::scope(|scope| {
        for writer in 0..3 {
            let desk = &desk;
            scope.spawn(move || {
                for day in 1..7 {
                    let said = format!("2025-0{}-{day:02}", 1 + writer);
                    desk.ok(format!("{SAY} --said {said} --wait 60"));
                }
            });
        }
        for number in 0..6 {
            desk.ok(format!("backup copy-{number}.db"));
        }
    });
    for number in 0..6 {
        let copy = format!("copy-{number}.db");
        desk.ok(format!("rebuild --check --ledger {copy}"));
        let head = desk.json(format!("head --ledger {copy}"));
        let head = head["pin"].as_str().expect("a head");
        desk.ok(format!("verify --ledger {copy}"));
        desk.ok(format!("verify --head {head}"));
    }
}

/// A ledger with a backup and one more entry.
fn with_a_backup() -> (TestDesk, State, State) {
    let desk = small_desk();
    desk.ok("backup copy.db");
    let then = desk.state();
    desk.ok(SAY);
    let now = desk.state();
    (desk, then, now)
}

/// Losing entries takes --force; the replaced ledger is kept and can be restored.
#[test]
fn restore_loses_nothing() {
    let (desk, then, now) = with_a_backup();
    let run = desk.run("restore copy.db");
    assert!(
        run.code == 1 && run.stderr.contains("has entries that copy.db lacks"),
        "{run}"
    );
    assert_eq!(desk.state(), now);
    assert!(!desk.path("onrecord.db.before-restore").exists());

    desk.ok("restore copy.db --force");
    assert_eq!(desk.state(), then);
    desk.ok("restore onrecord.db.before-restore");
    assert_eq!(desk.state(), now);
    // Each replaced ledger is kept under another name.
    assert!(desk.path("onrecord.db.before-restore-2").exists());
    desk.ok(format!("{SAY} --said 2025-08-01"));
}

/// --force is not needed if the ledger is missing, or if the backup extends it.
#[test]
fn restoring_a_missing_or_older_ledger() {
    let (desk, _, now) = with_a_backup();
    desk.ok("backup later.db");
    desk.ok("restore later.db --ledger copy.db");
    assert_eq!(
        desk.ok("export --include-off-record --ledger copy.db"),
        now.records
    );
    fs::remove_file(desk.path("onrecord.db")).expect("removed");
    let answer = desk.json("restore later.db");
    assert_eq!(answer["kept"], serde_json::Value::Null);
    assert_eq!(desk.state(), now);
}

/// Replacing a damaged file takes --force, and keeps it as it is.
#[test]
fn restoring_over_a_damaged_file() {
    let (desk, then, _) = with_a_backup();
    let damaged = vec![7; 50_000];
    desk.write("onrecord.db", &damaged);
    let run = desk.run("restore copy.db");
    assert!(
        run.code == 1 && run.stderr.contains("cannot be read as a ledger"),
        "{run}"
    );
    assert_eq!(
        fs::read(desk.path("onrecord.db")).expect("the file"),
        damaged
    );
    desk.ok("restore copy.db --force");
    assert_eq!(desk.state(), then);
    assert_eq!(
        fs::read(desk.path("onrecord.db.before-restore")).expect("the file"),
        damaged
    );
}

/// Programs that have the ledger open continue with the restored one, and no write is lost.
#[test]
fn restore_beside_writers_loses_nothing() {
    let (desk, _, _) = with_a_backup();
    desk.ok("backup whole.db");
    let days: Vec<String> = (1..13).map(|day| format!("2025-07-{day:02}")).collect();
    thread::scope(|scope| {
        for half in days.chunks(6) {
            let desk = &desk;
            scope.spawn(move || {
                for said in half {
                    desk.ok(format!("{SAY} --said {said} --wait 60"));
                }
            });
        }
        desk.ok("restore whole.db --force --wait 60");
    });
    desk.state();
    let kept = desk.ok("export --ledger onrecord.db.before-restore");
    let both = format!("{kept}{}", desk.export());
    for said in days {
        assert!(both.contains(&said), "what was said on {said} is lost");
    }
}

/// An unsound backup is refused, and the ledger stays as it is.
#[test]
fn an_unsound_backup_is_refused() {
    let (desk, _, now) = with_a_backup();
    desk.write("notes.txt", "Shopping list.\n");
    desk.write("empty.db", "");
    let whole = fs::read(desk.path("copy.db")).expect("the copy");
    desk.write("half.db", &whole[..whole.len() / 2]);
    let spoilt = |name: &str, sql: &str| {
        desk.write(name, &whole);
        let copy = Connection::open(desk.path(name)).expect("a copy");
        copy.execute_batch(sql).expect("spoilt");
    };
    spoilt(
        "tampered.db",
        "DROP TRIGGER entry_is_final; UPDATE entry SET recorded_by = 'x' WHERE seq = 5",
    );
    spoilt(
        "cut.db",
        "DROP TRIGGER body_stays; DELETE FROM body WHERE seq = 5",
    );
    spoilt(
        "posted.db",
        "UPDATE claim SET text = 'Something else.' WHERE key = (SELECT min(key) FROM claim)",
    );
    spoilt("other.db", "PRAGMA application_id = 7");
    for (name, reason) in [
        ("notes.txt", "is not an onrecord ledger"),
        ("empty.db", "is not an onrecord ledger"),
        ("nowhere.db", "there is no ledger at nowhere.db"),
        ("half.db", "half.db"),
        ("tampered.db", "entry 5 does not have the hash"),
        ("cut.db", "entry 5 has lost its body"),
        ("posted.db", "claim"),
        ("other.db", "is not an onrecord ledger"),
    ] {
        for force in ["", "--force"] {
            let run = desk.run(format!("restore {name} {force}"));
            assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
            assert!(run.stderr.contains(reason), "{run}");
            assert_eq!(desk.state(), now, "{run}");
        }
    }
    let left = fs::read_dir(desk.path(""))
        .expect("a folder")
        .filter(|file| {
            let name = file.as_ref().expect("a file").file_name();
            name.to_string_lossy().contains(".part")
        });
    assert_eq!(left.count(), 0);
}

/// New ledgers, copies and kept files are readable by their owner only, whatever the umask.
#[cfg(unix)]
#[test]
fn ledgers_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, _, _) = with_a_backup();
    desk.ok("restore copy.db --force");
    desk.ok("restore copy.db --ledger new.db");
    desk.ok("seed --ledger seeded.db");
    for name in [
        "onrecord.db",
        "copy.db",
        "onrecord.db.before-restore",
        "new.db",
        "seeded.db",
    ] {
        let mode = fs::metadata(desk.path(name))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
