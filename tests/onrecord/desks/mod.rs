//! Desks that share a journal on a PostgreSQL server: the built program, as people at several desks run it.
//!
//! Runs are short by default. `ONRECORD_DESKS` is the number of statements of each of eight desks, `ONRECORD_KILLS_PRIMARY` the
//! number of times that a primary is killed under each kind of write, `ONRECORD_KILLS_DESK` that of kills of a desk's own
//! program, `ONRECORD_PARTITIONS` that of rounds in which three desks are cut off at random, and `ONRECORD_FAULTS` that of writes to a
//! full disk. docs/reliability.md has the results of long runs.

mod everyday;
mod full_disk;
mod killed_desk;
mod killed_primary;
mod many;
mod outbox;
mod parted;
mod refused;
#[cfg(target_os = "linux")]
mod sockets;
mod turns;
mod unknown;
mod urgent;
mod wandering;

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use serde_json::Value;

use crate::common::TestDesk;
use crate::common::between::Between;
use crate::common::desk::{NOW, small_desk};
use crate::common::postgres::TestJournal;

/// A desk called kyiv with the small desk's ledger, which it shares in a new database. It may operate the journal.
fn sharing(journal: &TestJournal<'_>) -> TestDesk {
    sharing_at(&journal.url("owner"))
}

/// As [`sharing`], through something between.
fn sharing_through(between: &Between, journal: &TestJournal<'_>) -> TestDesk {
    sharing_at(&through(between, journal, "owner"))
}

fn sharing_at(url: &str) -> TestDesk {
    let mut desk = small_desk();
    desk.set("ONRECORD_BY", "maria");
    desk.ok(format!("share {url} --desk kyiv"));
    desk
}

/// The address that a desk has if something is between it and the server.
fn through(between: &Between, journal: &TestJournal<'_>, desk: &str) -> String {
    format!(
        "postgresql://{}@127.0.0.1:{}/{}?sslmode=disable",
        journal.role(desk),
        between.stand(journal.servers.nodes[0].port),
        journal.database
    )
}

/// Adds a desk with these rights to a journal.
fn add(journal: &TestJournal<'_>, name: &str, rights: &str) {
    let role = journal.role(name);
    journal.admin(&format!("CREATE ROLE {role} LOGIN"));
    let added = journal.sql(
        "owner",
        &format!("SELECT onrecord.add_desk('{name}', '{role}', '{rights}')"),
    );
    added.expect("a desk");
}

/// A desk that has joined with the right to append. Ivan works there.
fn joined(journal: &TestJournal<'_>, name: &str) -> TestDesk {
    joined_at(journal, name, &journal.url(name))
}

/// As [`joined`], through something between.
fn joined_through(between: &Between, journal: &TestJournal<'_>, name: &str) -> TestDesk {
    joined_at(journal, name, &through(between, journal, name))
}

fn joined_at(journal: &TestJournal<'_>, name: &str, url: &str) -> TestDesk {
    add(journal, name, "append");
    let mut desk = TestDesk::new(NOW);
    desk.set("ONRECORD_BY", "ivan");
    desk.ok(format!("join {url} --desk {name}"));
    desk
}

/// What two desks must have in common: the journal's head, and every row that is made from it.
#[derive(PartialEq)]
struct Copy {
    head: String,
    tables: BTreeMap<String, Vec<Vec<Cell>>>,
}

/// Tables that are a desk's own.
const OWN: [&str; 6] = ["candidate", "feed", "find", "outbox", "sharing", "sqlite_"];

/// The head of a desk's ledger and the rows of its tables, which must be those that its journal gives.
fn copy(desk: &TestDesk) -> Copy {
    desk.ok("rebuild --check --offline");
    let ledger = Connection::open(desk.path("onrecord.db")).expect("a ledger");
    let mut names = ledger
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
        .expect("names");
    let names = names.query_map([], |row| row.get::<_, String>(0));
    let names: Vec<String> = names
        .expect("names")
        .collect::<Result<_, _>>()
        .expect("names");
    let shared = names
        .into_iter()
        .filter(|name| !OWN.iter().any(|own| name.starts_with(own)) && !name.starts_with("search"));
    let tables = shared.map(|name| (name.clone(), rows(&ledger, &name)));
    Copy {
        tables: tables.collect(),
        head: desk.ok("head"),
    }
}

fn rows(ledger: &Connection, table: &str) -> Vec<Vec<Cell>> {
    let mut select = ledger
        .prepare(&format!("SELECT * FROM {table}"))
        .expect("a table");
    let width = select.column_count();
    let rows = select.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
    let rows: Result<Vec<Vec<Cell>>, _> = rows.expect("rows").collect();
    let mut rows = rows.expect("rows");
    rows.sort_by_cached_key(|row| format!("{row:?}"));
    rows
}

/// Checks that desks have the same ledger.
#[track_caller]
fn assert_same(desks: &[&TestDesk]) {
    let copies: Vec<Copy> = desks.iter().map(|desk| copy(desk)).collect();
    for other in &copies[1..] {
        assert_eq!(copies[0].head, other.head);
        for (name, rows) in &copies[0].tables {
            assert_eq!(Some(rows), other.tables.get(name), "table {name}");
        }
        assert!(copies[0] == *other, "the same tables");
    }
}

/// The ids of the parties that a desk knows.
fn parties(desk: &TestDesk) -> Vec<String> {
    ids(&desk.list("party list"))
}

fn ids(list: &[Value]) -> Vec<String> {
    let ids = list.iter().map(|one| one["id"].as_str().expect("an id"));
    ids.map(ToOwned::to_owned).collect()
}

/// What is in the outbox: numbers and states.
fn held(desk: &TestDesk) -> Vec<(i64, String)> {
    let held = desk.list("outbox --past");
    let state = |one: &Value| one["state"].as_str().expect("a state").to_owned();
    held.iter()
        .map(|one| (one["number"].as_i64().expect("a number"), state(one)))
        .collect()
}

/// Runs a command that must succeed and may say something on stderr, which is returned with its answer.
#[track_caller]
fn done(desk: &TestDesk, line: &str) -> String {
    let run = desk.run(line);
    assert_eq!(run.code, 0, "{run}");
    run.stdout + &run.stderr
}

/// Asserts that a run was refused with exactly this exit code, and with an error that contains these words.
#[track_caller]
fn assert_refused(run: &crate::common::Run, code: i32, words: &[&str]) {
    assert!(run.code == code && run.stdout.is_empty(), "{run}");
    for word in words {
        assert!(run.stderr.contains(word), "{word:?} is not in\n{run}");
    }
}

/// How often the bodies of the shared journal say something, of those that were not undone or redacted.
fn times(journal: &TestJournal<'_>, node: usize, what: &str) -> usize {
    let sql =
        format!("SELECT count(*) FROM onrecord.body WHERE position('{what}'::bytea IN bytes) > 0");
    let count = journal.servers.nodes[node].admin(&journal.database, &sql);
    count.parse().expect("a number")
}
