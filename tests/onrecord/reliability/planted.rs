//! A ledger from elsewhere runs no code of its own, and nothing planted in its file passes as the program's.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::common::desk::{OLDER, small_desk};
use crate::common::{Run, TestDesk};

/// Schemas that differ from the program's, each with what is said about it.
const PLANTED: [(&str, &str); 19] = [
    (
        "CREATE TRIGGER evil AFTER INSERT ON standing BEGIN
             UPDATE standing SET status = 'confirmed' WHERE key = NEW.key; END",
        "trigger evil was not made by onrecord",
    ),
    (
        "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM candidate; END",
        "trigger evil was not made by onrecord",
    ),
    (
        "CREATE TRIGGER evil BEFORE INSERT ON search_data BEGIN SELECT raise(IGNORE); END",
        "trigger evil was not made by onrecord",
    ),
    (
        "CREATE TRIGGER evil INSTEAD OF INSERT ON searchable BEGIN DELETE FROM alias; END",
        "trigger evil was not made by onrecord",
    ),
    (
        "DROP VIEW searchable_statement;
         CREATE VIEW searchable_statement (number, title, body) AS SELECT key, '', '' FROM statement WHERE 0",
        "view searchable_statement is not as onrecord made it",
    ),
    (
        "CREATE VIEW peep AS SELECT * FROM party",
        "view peep was not made by onrecord",
    ),
    (
        "CREATE TABLE stranger (x, y AS (hex(x)))",
        "table stranger was not made by onrecord",
    ),
    (
        "CREATE TABLE parent (x INTEGER PRIMARY KEY); INSERT INTO parent VALUES (1);
         CREATE TABLE zchild (x REFERENCES parent (x)); INSERT INTO zchild VALUES (1)",
        "table parent was not made by onrecord, and 1 more",
    ),
    (
        "CREATE INDEX odd ON claim (upper(text)) WHERE ended IS NULL",
        "index odd was not made by onrecord",
    ),
    (
        "DROP INDEX candidate_by_source",
        "index candidate_by_source is missing",
    ),
    (
        "DROP TRIGGER standing_ended",
        "trigger standing_ended is missing",
    ),
    (
        "DROP TRIGGER body_is_final",
        "trigger body_is_final is missing",
    ),
    (
        "DROP TRIGGER entry_stays; CREATE TRIGGER entry_stays BEFORE DELETE ON entry WHEN 0 BEGIN SELECT 1; END",
        "trigger entry_stays is not as onrecord made it",
    ),
    (
        "ALTER TABLE claim ADD COLUMN extra TEXT DEFAULT 'x'",
        "table claim is not as onrecord made it",
    ),
    (
        "UPDATE sqlite_schema SET sql = replace(sql, 'TEXT    NOT NULL', 'TEXT DEFAULT ''x''') WHERE name = 'entry'",
        "table entry is not as onrecord made it",
    ),
    (
        "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'body'",
        "table body is not as onrecord made it",
    ),
    (
        "INSERT INTO sqlite_schema VALUES ('table', 'spy', 'spy', 0, 'CREATE VIRTUAL TABLE spy USING nowhere(x)')",
        "table spy was not made by onrecord",
    ),
    (
        "CREATE TABLE counted (x INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO counted DEFAULT VALUES",
        "table counted was not made by onrecord",
    ),
    (
        "INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_evil', 'standing', 0,
             'CREATE TRIGGER sqlite_evil AFTER INSERT ON standing BEGIN DELETE FROM alias; END')",
        "trigger sqlite_evil was not made by onrecord",
    ),
];

/// Files with the program's schema whose full-text index or indexes were tampered with.
const HOLLOW: [(&str, &str); 6] = [
    ("INSERT INTO search (search) VALUES ('delete-all')", "search"),
    ("INSERT INTO search (search, rank) VALUES ('rank', 'bm25(0, 0)')", "search"),
    ("DELETE FROM search_docsize WHERE id = (SELECT max(id) FROM search_docsize)", "search"),
    (
        "INSERT INTO search (rowid, title, body) VALUES (900, 'planted', 'words')",
        "search",
    ),
    (
        "DROP INDEX statement_by_claim;
         CREATE INDEX statement_by_claim ON statement (claim, party, source, stance, said, attribution) WHERE key < 0;
         UPDATE sqlite_schema SET sql = 'CREATE INDEX statement_by_claim ON statement (claim, party, source, stance, said, attribution)'
         WHERE name = 'statement_by_claim'",
        "statement_by_claim",
    ),
    (
        "INSERT INTO candidate (id, source, body) VALUES ('c1', 1, '{}'); DROP INDEX candidate_by_source;
         CREATE INDEX candidate_by_source ON candidate (source) WHERE 0;
         UPDATE sqlite_schema SET sql = 'CREATE INDEX candidate_by_source ON candidate (source)'
         WHERE name = 'candidate_by_source'",
        "candidate_by_source",
    ),
];

const SAY: &str = "say zelenskyy denies bridge-hit --source minutes";

/// Changes the file as anybody can who may write to it.
fn plant(desk: &TestDesk, sql: &str) {
    let file = Connection::open(desk.path("onrecord.db")).expect("the file");
    file.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)
        .expect("a setting");
    file.pragma_update(None, "writable_schema", "on")
        .expect("a pragma");
    file.execute_batch(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fails_with(run: &Run, what: &str, sql: &str) {
    assert_eq!(run.code, 1, "{sql}: {run}");
    let said = in_one_line(&format!("{}{}", run.stdout, run.stderr));
    assert!(said.contains(what), "{sql}: {run}");
}

/// The checks that look at the whole file name what is wrong, and a restore refuses it.
fn every_check_fails(desk: &TestDesk, what: &str, sql: &str) {
    for check in ["rebuild --check", "check --fail-on journal,tables"] {
        fails_with(&desk.run(check), what, sql);
    }
    let restored = desk.run("restore onrecord.db --ledger copy.db");
    fails_with(&restored, what, sql);
    assert!(!desk.path("copy.db").exists(), "{sql}");
}

#[test]
fn a_ledger_with_another_schema_is_refused_until_it_is_rebuilt() {
    let desk = small_desk();
    let before = desk.state();
    for (sql, what) in PLANTED {
        plant(&desk, sql);
        for command in ["claim list", SAY, "undo"] {
            let run = desk.run(command);
            fails_with(&run, what, sql);
            assert!(run.stdout.is_empty(), "{sql}: {run}");
            assert!(run.stderr.contains("`onrecord rebuild`"), "{sql}: {run}");
        }
        // What is said about several objects begins with the first.
        let first = what.split(',').next().expect("a part");
        fails_with(&desk.run("verify"), first, sql);
        every_check_fails(&desk, first, sql);
        desk.ok("log");
        desk.ok("head");
        let rebuilt = desk.ok("rebuild");
        assert!(in_one_line(&rebuilt).contains(first), "{sql}: {rebuilt}");
        assert_eq!(desk.state(), before, "{sql}");
        desk.ok("verify");
    }
    desk.ok("check --fail-on journal,tables");
    desk.ok("restore onrecord.db --ledger copy.db");
    desk.ok(SAY);
    desk.state();
}

/// What SQL cannot drop stays, and the ledger stays refused: a rebuild never makes it worse.
#[test]
fn a_rebuild_that_cannot_mend_the_file_leaves_it_as_it_was() {
    for sql in [
        "INSERT INTO sqlite_schema VALUES ('table', 'sqlite_own', 'sqlite_own', 0, 'CREATE TABLE sqlite_own (x)')",
        "UPDATE sqlite_schema SET name = 'ENTRY', tbl_name = 'ENTRY' WHERE name = 'entry'",
    ] {
        let desk = small_desk();
        let head = desk.ok("head");
        plant(&desk, sql);
        let refused = desk.run("claim list");
        fails_with(&refused, "is not as onrecord made it", sql);
        let rebuilt = desk.run("rebuild");
        if rebuilt.code == 0 {
            desk.ok("verify");
        } else {
            fails_with(&rebuilt, "cannot be restored from its journal", sql);
            fails_with(&rebuilt, "`onrecord restore BACKUP --force`", sql);
            assert_eq!(desk.run("claim list"), refused, "{sql}");
        }
        assert_eq!(desk.ok("head"), head, "{sql}");
    }
}

/// A backup of such a ledger can be made, and is no better.
#[test]
fn a_planted_trigger_is_in_the_backup_too() {
    let desk = small_desk();
    let (sql, what) = PLANTED[0];
    plant(&desk, sql);
    desk.ok("backup kept.db");
    fails_with(&desk.run("claim list --ledger kept.db"), what, sql);
}

#[test]
fn hollow_indexes_are_found_and_filled() {
    let desk = small_desk();
    let before = desk.state();
    let found = desk.ok("search bridge");
    for (sql, what) in HOLLOW {
        plant(&desk, sql);
        every_check_fails(&desk, what, sql);
        if what != "search" {
            fails_with(&desk.run("verify"), what, sql);
        }
        desk.ok("rebuild");
        assert_eq!(desk.state(), before, "{sql}");
        assert_eq!(desk.ok("search bridge"), found, "{sql}");
        desk.ok("verify");
    }
}

/// An upgrade replaces whatever an older ledger has planted in it.
#[test]
fn nothing_planted_survives_an_upgrade() {
    let desk = small_desk();
    let before = desk.state();
    for (sql, _) in PLANTED {
        plant(&desk, sql);
        plant(&desk, OLDER);
        assert_eq!(desk.run("claim list").code, 0, "{sql}");
        assert_eq!(desk.state(), before, "{sql}");
    }
    desk.ok("verify");
}

/// Spaces, comments and SQLite's own statistics are no reason to refuse a ledger.
#[test]
fn comments_and_statistics_are_no_difference() {
    let desk = small_desk();
    plant(
        &desk,
        "UPDATE sqlite_schema SET sql = replace(sql, '  ', ' ') || '  -- a note' WHERE name IN ('entry', 'claim');
         ANALYZE",
    );
    desk.ok(SAY);
    desk.ok("verify");
    desk.state();
}
