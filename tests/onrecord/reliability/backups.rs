//! Backups made while writers are at work, and restoring, which checks before it replaces.

use std::fs;
use std::thread;

use rusqlite::Connection;

use crate::common::desk::small_desk;
use crate::common::{State, Trial};

const SAY: &str = "say trump asserts bridge-hit --source minutes";

/// Every backup made meanwhile is whole: it verifies, its tables are those of its journal, and its entries are the
/// first ones of the ledger.
#[test]
fn a_backup_beside_writers_is_consistent() {
    let trial = small_desk();
    thread::scope(|scope| {
        for writer in 0..3 {
            let trial = &trial;
            scope.spawn(move || {
                for day in 1..7 {
                    let said = format!("2025-0{}-{day:02}", 1 + writer);
                    trial.ok(format!("{SAY} --said {said} --wait 60"));
                }
            });
        }
        for number in 0..6 {
            trial.ok(format!("backup copy-{number}.db"));
        }
    });
    for number in 0..6 {
        let copy = format!("copy-{number}.db");
        trial.ok(format!("rebuild --check --ledger {copy}"));
        let head = trial.json(format!("head --ledger {copy}"));
        let head = head["head"].as_str().expect("a head");
        trial.ok(format!("verify --ledger {copy}"));
        trial.ok(format!("verify --head {head}"));
    }
}

/// A ledger with a backup, and one entry more.
fn with_a_backup() -> (Trial, State, State) {
    let trial = small_desk();
    trial.ok("backup copy.db");
    let then = trial.state();
    trial.ok(&SAY);
    let now = trial.state();
    (trial, then, now)
}

/// What would lose entries is refused, and done with --force; what was there is kept and can be put back.
#[test]
fn restoring_loses_nothing() {
    let (trial, then, now) = with_a_backup();
    let told = trial.run("restore copy.db");
    assert!(
        told.code == 1 && told.stderr.contains("has entries that copy.db has not"),
        "{told}"
    );
    assert_eq!(trial.state(), now);
    assert!(!trial.path("onrecord.db.before-restore").exists());

    trial.ok("restore copy.db --force");
    assert_eq!(trial.state(), then);
    trial.ok("restore onrecord.db.before-restore");
    assert_eq!(trial.state(), now);
    // Each time another name is taken for what was there.
    assert!(trial.path("onrecord.db.before-restore-2").exists());
    trial.ok(format!("{SAY} --said 2025-08-01"));
}

/// Where the ledger is gone, or is one of the backup's own past, nothing has to be forced.
#[test]
fn restoring_what_is_gone_or_behind() {
    let (trial, _, now) = with_a_backup();
    trial.ok("backup later.db");
    trial.ok("restore later.db --ledger copy.db");
    assert_eq!(
        trial.ok("export --include-off-record --ledger copy.db"),
        now.records
    );
    fs::remove_file(trial.path("onrecord.db")).expect("removed");
    let told = trial.json("restore later.db");
    assert_eq!(told["kept"], serde_json::Value::Null);
    assert_eq!(trial.state(), now);
}

/// A file that is damaged is replaced with --force only, and kept as it is.
#[test]
fn restoring_over_a_damaged_file() {
    let (trial, then, _) = with_a_backup();
    let damaged = vec![7; 50_000];
    trial.write("onrecord.db", &damaged);
    let told = trial.run("restore copy.db");
    assert!(
        told.code == 1 && told.stderr.contains("cannot be read as a ledger"),
        "{told}"
    );
    assert_eq!(
        fs::read(trial.path("onrecord.db")).expect("the file"),
        damaged
    );
    trial.ok("restore copy.db --force");
    assert_eq!(trial.state(), then);
    assert_eq!(
        fs::read(trial.path("onrecord.db.before-restore")).expect("the file"),
        damaged
    );
}

/// Other programs that have the ledger open go on with the restored one, and writers lose nothing.
#[test]
fn restoring_beside_writers_loses_nothing() {
    let (trial, _, _) = with_a_backup();
    trial.ok("backup whole.db");
    let days: Vec<String> = (1..13).map(|day| format!("2025-07-{day:02}")).collect();
    thread::scope(|scope| {
        for half in days.chunks(6) {
            let trial = &trial;
            scope.spawn(move || {
                for said in half {
                    trial.ok(format!("{SAY} --said {said} --wait 60"));
                }
            });
        }
        trial.ok("restore whole.db --force --wait 60");
    });
    trial.state();
    let kept = trial.ok("export --ledger onrecord.db.before-restore");
    let both = format!("{kept}{}", trial.export());
    for said in days {
        assert!(both.contains(&said), "what was said on {said} is lost");
    }
}

/// What is not sound is not restored, and what was there stays as it is.
#[test]
fn an_unsound_backup_is_not_restored() {
    let (trial, _, now) = with_a_backup();
    trial.write("notes.txt", "Shopping list.\n");
    trial.write("empty.db", "");
    let whole = fs::read(trial.path("copy.db")).expect("the copy");
    trial.write("half.db", &whole[..whole.len() / 2]);
    let spoilt = |name: &str, sql: &str| {
        trial.write(name, &whole);
        let copy = Connection::open(trial.path(name)).expect("a copy");
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
            let told = trial.run(format!("restore {name} {force}"));
            assert!(told.code == 1 && told.stdout.is_empty(), "{told}");
            assert!(told.stderr.contains(reason), "{told}");
            assert_eq!(trial.state(), now, "{told}");
        }
    }
    let left = fs::read_dir(trial.path(""))
        .expect("a folder")
        .filter(|file| {
            let name = file.as_ref().expect("a file").file_name();
            name.to_string_lossy().contains(".part")
        });
    assert_eq!(left.count(), 0);
}

/// New ledgers, copies and what is kept are readable by their owner alone, whatever the folder's habits.
#[cfg(unix)]
#[test]
fn ledgers_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (trial, _, _) = with_a_backup();
    trial.ok("restore copy.db --force");
    trial.ok("restore copy.db --ledger new.db");
    trial.ok("seed --ledger seeded.db");
    for name in [
        "onrecord.db",
        "copy.db",
        "onrecord.db.before-restore",
        "new.db",
        "seeded.db",
    ] {
        let mode = fs::metadata(trial.path(name))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
