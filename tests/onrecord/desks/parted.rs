//! A server that was restored from an old backup has forgotten entries: the desks notice, stop, and can rejoin.

use std::fs;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;

use super::{assert_refused, assert_same, held, joined, parties, sharing};
use crate::common::postgres::{Servers, TestJournal};

/// Keeps the database as it is now under another name.
fn back_up(journal: &TestJournal<'_>) {
    let database = &journal.database;
    let sql = format!("CREATE DATABASE {database}_old TEMPLATE {database}");
    let node = &journal.servers.nodes[0];
    // A session that has just ended may still be there.
    for _ in 0..100 {
        if node.sql("postgres", "postgres", &sql).is_ok() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{database} is in use");
}

/// Puts the database back as it was.
fn restore(journal: &TestJournal<'_>) {
    let database = &journal.database;
    let node = &journal.servers.nodes[0];
    node.admin(
        "postgres",
        &format!("DROP DATABASE {database} WITH (FORCE)"),
    );
    node.admin(
        "postgres",
        &format!("ALTER DATABASE {database}_old RENAME TO {database}"),
    );
}

#[test]
fn a_server_from_an_old_backup_is_named_and_rejoined() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let odesa = joined(&journal, "odesa");
    assert_refused(&lviv.run("rejoin"), 1, &["have not parted"]);
    back_up(&journal);
    let first = lviv.journal()["entries"].as_u64().expect("a number") + 1;
    lviv.ok("party add depot --name 'Depot Board' --kind organisation");
    lviv.run("--offline party add pier --name 'Pier Board' --kind organisation");
    kyiv.ok("follow --once");
    restore(&journal);

    // The shared journal is shorter, and then it has another entry there.
    let named = format!("from entry {first} on");
    let all = [
        "follow --once",
        "party add mole --name Mole --kind group",
        "leave",
        "claim add late --text Late.",
    ];
    for _ in 0..2 {
        for line in all {
            assert_refused(&kyiv.run(line), 1, &["parted", &named]);
        }
        for line in ["verify", "check"] {
            let run = lviv.run(line);
            assert!(run.code == 1, "{run}");
            let said = words(&run.stdout);
            assert!(said.contains(&named), "{run}");
        }
        // Questions are still answered.
        assert!(parties(&lviv).contains(&"depot".to_owned()));
        lviv.ok("rebuild --check");
        odesa.ok("party add quay --name 'Quay Union' --kind organisation");
    }

    let said = words(&lviv.ok("rejoin"));
    assert!(
        said.contains(&format!("they had parted at entry {first}")),
        "{said}"
    );
    assert!(
        said.contains("What only this desk had, 1 entry, is in"),
        "{said}"
    );
    let lost = fs::read_to_string(lviv.path("onrecord.db.lost.jsonl")).expect("a file");
    let lost: Value = serde_json::from_str(&lost).expect("one line of JSON");
    assert_eq!(lost["recorded_by"], "ivan@lviv");
    assert_eq!(lost["entry"], first);
    assert!(lost["body"].to_string().contains("Depot Board"), "{lost}");
    let before = lviv.list("--ledger onrecord.db.before-rejoin party list");
    assert!(super::ids(&before).contains(&"depot".to_owned()));
    // What waited still waits, and is recorded now.
    assert_eq!(held(&lviv), [(1, "waiting".to_owned())]);
    let run = lviv.run("follow --once");
    assert!(
        run.stderr
            .contains("number 1 of the outbox is recorded now"),
        "{run}"
    );

    // Kyiv had recorded nothing that is lost.
    let said = words(&kyiv.ok("rejoin"));
    assert!(!said.contains("only this desk had,"), "{said}");
    assert!(!kyiv.path("onrecord.db.lost.jsonl").exists());
    odesa.ok("follow --once");
    assert_same(&[&kyiv, &lviv, &odesa]);
    kyiv.ok("verify");
    kyiv.ok("check");
    kyiv.ok("party add mole --name Mole --kind group");
}

#[test]
fn a_ledger_that_somebody_changed_is_named() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    // Somebody has the ledger share nothing, records something in it alone, and makes it a copy again.
    let change = |sql: &str| {
        let ledger = Connection::open(lviv.path("onrecord.db")).expect("a ledger");
        ledger.execute_batch(sql).expect("done");
    };
    let ledger = Connection::open(lviv.path("onrecord.db")).expect("a ledger");
    let address = ledger.query_row("SELECT journal, address FROM sharing", [], |row| {
        Ok([row.get::<_, String>(0)?, row.get(1)?])
    });
    let [id, url] = address.expect("a row");
    drop(ledger);
    change("DELETE FROM sharing");
    lviv.ok("party add depot --name 'Depot Board' --kind organisation");
    let entry = lviv.journal()["entries"].as_u64().expect("a number");
    change(&format!(
        "INSERT INTO sharing VALUES (1, '{id}', '{url}', 'lviv', 0)"
    ));
    kyiv.ok("party add quay --name 'Quay Union' --kind organisation");
    for line in ["follow --once", "party add mole --name Mole --kind group"] {
        let named = format!("from entry {entry} on");
        assert_refused(&lviv.run(line), 1, &["parted", &named]);
    }
    lviv.ok("rejoin");
    assert_same(&[&kyiv, &lviv]);
}

/// A text in one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
