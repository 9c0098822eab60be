//! What the program writes: all of it or nothing, over nobody's file, and readable by those it is for.

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::process::Command;

use crate::common::TestDesk;
use crate::common::desk::small_desk;

fn refused(desk: &TestDesk, line: &str, reason: &str) {
    let run = desk.run(line);
    assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
    assert!(run.stderr.contains(reason), "{run}");
}

/// A log beside the place of a new ledger would be replayed into it, so nothing is put there.
#[test]
fn no_ledger_is_put_beside_an_old_log() {
    for suffix in ["-wal", "-shm", "-journal"] {
        let desk = small_desk();
        desk.ok("backup copy.db");
        let old = format!("new.db{suffix}");
        desk.write(&old, "of another ledger");
        let before = desk.files();
        for line in [
            "init --ledger new.db",
            "seed --ledger new.db",
            "backup new.db",
            "restore copy.db --ledger new.db",
            "restore copy.db --ledger new.db --force",
        ] {
            refused(&desk, line, &format!("{old} is left from a ledger"));
            assert_eq!(desk.files(), before, "{line}");
        }
        fs::remove_file(desk.path(&old)).expect("removed");
        desk.ok("restore copy.db --ledger new.db");
        desk.ok("rebuild --check --ledger new.db");
    }
}

/// A ledger that is moved away after a kill leaves its log: restoring there does not ruin the new one.
#[test]
fn a_log_left_by_a_kill_is_not_replayed_into_a_restored_ledger() {
    let desk = small_desk();
    desk.ok("backup copy.db");
    let connection = rusqlite::Connection::open(desk.path("onrecord.db")).expect("a connection");
    connection
        .execute_batch("CREATE TABLE stray (x); INSERT INTO stray VALUES (zeroblob(100000));")
        .expect("a write");
    // A copy of the log as it is while a program has the ledger open: as after a kill.
    fs::copy(desk.path("onrecord.db-wal"), desk.path("log")).expect("a copy");
    drop(connection);
    fs::rename(desk.path("onrecord.db"), desk.path("moved.db")).expect("moved");
    fs::rename(desk.path("log"), desk.path("onrecord.db-wal")).expect("left");
    refused(&desk, "restore copy.db", "onrecord.db-wal is left");
    assert!(!desk.path("onrecord.db").exists());
}

/// Files that happen to have the name of an earlier program's temporary files, or links there, are not touched.
#[test]
fn nobody_elses_file_is_written() {
    let desk = small_desk();
    desk.write("notes.part", "precious");
    desk.write("victim", "victim");
    symlink(desk.path("victim"), desk.path("link.jsonl")).expect("a link");
    symlink(desk.path("nowhere"), desk.path("dangling.jsonl")).expect("a link");
    desk.ok("export --to notes.jsonl");
    refused(&desk, "export --to link.jsonl", "already exists");
    refused(&desk, "export --to dangling.jsonl", "does not exist");
    refused(&desk, "report dangling.jsonl --force", "does not exist");
    for own in [
        "onrecord.db",
        "onrecord.db-wal",
        "onrecord.db-journal",
        "./onrecord.db-shm",
        "onrecord.db-sending",
        "onrecord.db-outbox",
        "onrecord.db-feed-key",
        "onrecord.db.archive",
        "onrecord.db.archive/page.html",
    ] {
        refused(&desk, &format!("backup {own}"), "belongs to the ledger");
        refused(
            &desk,
            &format!("export --format sqlite --to {own}"),
            "belongs to the ledger",
        );
        refused(
            &desk,
            &format!("export --to {own}"),
            "belongs to the ledger",
        );
        refused(
            &desk,
            &format!("report {own} --force"),
            "belongs to the ledger",
        );
    }
    // A ledger that is opened through a link has its files beside what the link leads to.
    symlink(desk.path("onrecord.db"), desk.path("link.db")).expect("a link");
    for own in ["onrecord.db-wal", "onrecord.db-feed-key", "link.db-wal"] {
        refused(
            &desk,
            &format!("export --ledger link.db --to {own}"),
            "belongs to the ledger",
        );
    }
    fs::hard_link(desk.path("onrecord.db"), desk.path("hard")).expect("a link");
    refused(&desk, "report hard --force", "belongs to the ledger");
    fs::remove_file(desk.path("hard")).expect("removed");
    desk.ok("backup other.db");
    refused(&desk, "report other.db --force", "is a database");
    let read = |name| fs::read_to_string(desk.path(name)).expect("a file");
    assert_eq!(
        (read("notes.part"), read("victim")),
        ("precious".into(), "victim".into())
    );
    desk.ok("verify");
    desk.ok("verify --ledger other.db");
}

/// With --force the file behind a link is replaced, and the link stays; so do the file's permissions.
#[test]
fn force_keeps_links_and_permissions() {
    let desk = small_desk();
    desk.write("target.html", "old");
    let private = fs::Permissions::from_mode(0o640);
    fs::set_permissions(desk.path("target.html"), private).expect("permissions");
    symlink("target.html", desk.path("link.html")).expect("a link");
    desk.ok("report link.html --force");
    let link = fs::symlink_metadata(desk.path("link.html")).expect("the link");
    assert!(link.is_symlink());
    let target = fs::symlink_metadata(desk.path("target.html")).expect("the target");
    assert_eq!(target.permissions().mode() & 0o777, 0o640);
    let text = fs::read_to_string(desk.path("target.html")).expect("a report");
    assert!(text.starts_with("<!doctype html>") || text.starts_with("<!DOCTYPE html>"));
}

/// A pipe is written to, and stays a pipe.
#[test]
fn a_pipe_is_not_replaced() {
    let desk = small_desk();
    let path = desk.path("pipe");
    let made = Command::new("mkfifo").arg(&path).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo");
        return;
    }
    let reader = std::thread::spawn({
        let path = path.clone();
        move || fs::read_to_string(path).expect("what was written")
    });
    desk.ok("export --to pipe");
    let read = reader.join().expect("a reader");
    assert!(read.lines().count() > 5, "{read}");
    let pipe = fs::symlink_metadata(&path).expect("the pipe");
    assert!(pipe.file_type().is_fifo());
}

/// A pipe without a reader is refused, and so is anything that is not a file.
#[test]
fn what_cannot_be_written_is_refused() {
    let desk = small_desk();
    let made = Command::new("mkfifo").arg(desk.path("pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo");
        return;
    }
    let _socket = std::os::unix::net::UnixListener::bind(desk.path("socket")).expect("a socket");
    fs::create_dir(desk.path("folder")).expect("a folder");
    let before = desk.files();
    let nobody = "pipe is a pipe without a reader; start the reader first, or name a file";
    for (line, reason) in [
        ("export --to pipe", nobody),
        ("report pipe --force", nobody),
        ("export --format sqlite --to pipe", nobody),
        ("export --format claimreview --to pipe", nobody),
        ("export --format csv --to pipe", "pipe"),
        ("backup pipe", "pipe already exists"),
        ("export --to socket", "is not a file that can be written"),
        ("report socket", "is not a file that can be written"),
        ("backup socket", "socket already exists"),
        ("export --to folder", "is a folder; name a file in it"),
        ("report folder --force", "is a folder; name a file in it"),
        ("export --format sqlite --to folder", "is a folder"),
        ("backup folder", "folder already exists"),
        (
            "export --to /dev/stdout",
            "/dev/stdout is where messages are printed",
        ),
        (
            "export --format sqlite --to /dev/null",
            "/dev/null is no place for a database",
        ),
    ] {
        refused(&desk, line, reason);
        assert_eq!(desk.files(), before, "{line}");
    }
    desk.ok("export --to /dev/null");
}

/// Off-record statements are for their owner alone; other files are as the umask allows.
#[test]
fn files_with_off_record_statements_are_private() {
    let desk = small_desk();
    desk.ok("export --to all.jsonl --include-off-record");
    desk.ok("export --to sheets --format csv --include-off-record");
    desk.ok("report all.html --include-off-record");
    desk.ok("export --to open.jsonl");
    let mode = |name: &str| {
        let found = fs::metadata(desk.path(name)).expect("a file");
        found.permissions().mode() & 0o777
    };
    for private in [
        "all.jsonl",
        "sheets/statements.csv",
        "sheets/parties.csv",
        "all.html",
    ] {
        assert_eq!(mode(private), 0o600, "{private}");
    }
    assert_ne!(mode("open.jsonl"), 0o600);
}

/// What names those who spoke on background is for its owner alone, in whatever format; what is published is not.
#[test]
fn files_that_name_speakers_on_background_are_private() {
    let desk = small_desk();
    desk.ok("say kremlin denies agreed-to-meet --source daily-08-19 --attribution background --shown-as 'an aide'");
    for options in ["", "--public"] {
        let name = |name: &str| format!("{name}{}", options.trim_start_matches('-'));
        desk.noted(format!("export --to {} {options}", name("a.jsonl")));
        desk.noted(format!(
            "export --format csv --to {} {options}",
            name("sheets")
        ));
        desk.noted(format!(
            "export --format sqlite --to {} {options}",
            name("a.sqlite")
        ));
        let files = [
            name("a.jsonl"),
            name("sheets") + "/parties.csv",
            name("a.sqlite"),
        ];
        for file in files {
            let mode = fs::metadata(desk.path(&file))
                .expect("a file")
                .permissions()
                .mode()
                & 0o777;
            assert_eq!(mode == 0o600, options.is_empty(), "{file}: {mode:o}");
        }
    }
}

/// If one sheet cannot be written, none is.
#[test]
fn sheets_are_written_together_or_not_at_all() {
    let desk = small_desk();
    fs::create_dir(desk.path("sheets")).expect("a folder");
    desk.write("sheets/statements.csv", "mine");
    refused(&desk, "export --format csv --to sheets", "already exists");
    let left: Vec<_> = fs::read_dir(desk.path("sheets"))
        .expect("a folder")
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    desk.write("file", "");
    let before = desk.files();
    refused(&desk, "export --format csv --to file/sheets", "file/sheets");
    assert_eq!(desk.files(), before);
}

/// Copies that a killed backup left hidden are cleared by the next one, and redaction names the copies that it cannot
/// reach.
#[test]
fn redaction_names_the_copies_it_cannot_reach() {
    let desk = small_desk();
    desk.ok("backup copy.db");
    let part = desk.path(".onrecord-killed.part");
    fs::create_dir(&part).expect("a folder");
    fs::write(part.join("in-use"), "in use\n").expect("a mark");
    fs::copy(desk.path("copy.db"), part.join("copy")).expect("a copy");
    let held = desk.path(".onrecord-running.part");
    fs::create_dir(&held).expect("a folder");
    let mut mark = fs::File::create_new(held.join("in-use")).expect("a mark");
    std::io::Write::write_all(&mut mark, b"in use\n").expect("a mark");
    mark.lock().expect("a lock");
    let id = desk.json("say trump asserts bridge-hit --source minutes")["statement"]
        .as_str()
        .map(str::to_owned)
        .expect("a statement");
    let said = desk.ok(format!("redact {id} --reason 'to protect a source'"));
    assert!(
        said.contains("Other ledgers in this folder") && said.contains("copy.db"),
        "{said}"
    );
    assert!(!part.exists(), "what a killed backup left is gone");
    assert!(held.exists(), "what a running one writes stays");
}
