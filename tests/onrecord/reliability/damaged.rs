//! Damage to the ledger's tables is reported and mended by `rebuild`; damage to its journal is never rebuilt over.

use rusqlite::Connection;

use crate::common::TestDesk;
use crate::common::desk::{OLDER, small_desk};

fn damage(desk: &TestDesk, sql: &str) {
    let ledger = Connection::open(desk.path("onrecord.db")).expect("the ledger");
    ledger.execute_batch(sql).expect("the damage");
}

/// Whatever is missing or wrong in posted tables, the command says so and names the way out, which works.
#[test]
fn damaged_tables_are_reported_and_rebuilt() {
    let desk = small_desk();
    let (records, listed) = (desk.export(), desk.ok("unconfirmed"));
    let whole = desk.ok("rebuild");
    for sql in [
        "DROP TABLE standing",
        "DROP VIEW searchable; DROP TABLE claim",
        "ALTER TABLE standing DROP COLUMN origins",
        "ALTER TABLE claim RENAME TO proposition",
        "UPDATE standing SET status = 'shaken'",
        "UPDATE standing SET positions = '{'",
        "UPDATE statement SET stance = 'sings'",
        "DELETE FROM party",
    ] {
        damage(&desk, sql);
        let refused = ["unconfirmed", "claim show agreed-to-meet"].map(|command| desk.run(command));
        let refused = refused
            .iter()
            .find(|run| run.code != 0)
            .expect("a command that notices");
        assert!(
            refused.code == 1 && refused.stdout.is_empty(),
            "{sql}: {refused}"
        );
        assert!(
            refused.stderr.contains("`onrecord rebuild`"),
            "{sql}: {refused}"
        );
        let mended = desk.run("rebuild");
        assert_eq!(mended.code, 0, "{sql}: {mended}");
        assert_ne!(
            mended.stdout, whole,
            "{sql}: rebuild says which tables differed"
        );
        assert_eq!(desk.ok("rebuild"), whole, "{sql}");
        assert_eq!(desk.export(), records, "{sql}");
        assert_eq!(desk.ok("unconfirmed"), listed, "{sql}");
    }
}

/// Foreign tables and triggers on posted ones go with a rebuild.
#[test]
fn what_does_not_belong_is_gone_after_a_rebuild() {
    let desk = small_desk();
    damage(
        &desk,
        "CREATE TABLE stranger (x); CREATE VIEW peep AS SELECT * FROM party;
         CREATE TRIGGER planted AFTER INSERT ON statement BEGIN DELETE FROM party; END;",
    );
    desk.ok("rebuild");
    let ledger = Connection::open(desk.path("onrecord.db")).expect("the ledger");
    let left: i64 = ledger
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name IN ('stranger', 'peep', 'planted')",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!(left, 0);
    desk.ok("rebuild --check");
}

/// A journal whose chain does not hold is not posted again, whoever asks: the tables stay as they are.
#[test]
fn a_damaged_journal_is_not_rebuilt() {
    let desk = small_desk();
    let listed = desk.ok("unconfirmed");
    damage(
        &desk,
        "DROP TRIGGER body_is_final;
         UPDATE body SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Trump', 'Tramp') AS BLOB);
         CREATE TRIGGER body_is_final BEFORE UPDATE ON body
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;",
    );
    for command in ["rebuild", "rebuild --check"] {
        let refused = desk.run(command);
        assert!(refused.code == 1 && refused.stdout.is_empty(), "{refused}");
        assert!(
            refused.stderr.contains("journal is damaged: entry 4"),
            "{refused}"
        );
        assert!(
            refused.stderr.contains("onrecord restore BACKUP"),
            "{refused}"
        );
    }
    assert_eq!(desk.ok("unconfirmed"), listed);
    // An upgrade posts the tables again too.
    damage(&desk, OLDER);
    let refused = desk.run("unconfirmed");
    assert!(
        refused.stderr.contains("journal is damaged: entry 4"),
        "{refused}"
    );
}
