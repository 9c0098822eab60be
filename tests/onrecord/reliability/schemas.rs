//! Older ledgers: each is upgraded when it is opened, and answers the same.
//!
//! `tests/fixtures/ledger-schema-N.sql` dumps one small ledger under schema N. Schema 1 has no candidates and the
//! journal's first triggers, schema 4 has candidates with those triggers, schema 8 has today's recorded tables and
//! other posted ones, schema 14 is the last one without feeds, schema 17 the last one without what sharing needs. A new step of the recorded tables deserves a fixture of the
//! schema before it: a ledger with an entry of every kind, printed by `sqlite3 FILE .dump` with its `application_id` and
//! `user_version`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::ledger::NEWEST_SCHEMA;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::common::desk::{NOW, small_desk};
use crate::common::{TestDesk, assert_snapshot};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn fixture(schema: i64) -> PathBuf {
    folder("tests/fixtures").join(format!("ledger-schema-{schema}.sql"))
}

/// A desk whose ledger is the fixture of a schema.
pub(super) fn of_schema(schema: i64) -> TestDesk {
    let desk = TestDesk::new(NOW);
    let dump = fs::read_to_string(fixture(schema)).expect("a fixture");
    let ledger = Connection::open(desk.path("onrecord.db")).expect("a file");
    ledger.execute_batch(&dump).expect("the fixture");
    desk
}

/// A ledger with an entry of every kind.
pub(super) fn with_a_past() -> TestDesk {
    let desk = of_schema(8);
    assert_eq!(desk.run("claim list").code, 0, "it is upgraded");
    desk
}

fn schema_of(file: &Path) -> i64 {
    let ledger = Connection::open(file).expect("a ledger");
    ledger
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a schema")
}

/// The answers of a ledger.
fn answers(desk: &TestDesk) -> String {
    let questions: [&str; 8] = [
        "export --include-off-record",
        "unconfirmed",
        "discrepancies --state all --weak",
        "claim show agreed-to-meet",
        "why agreed-to-meet",
        "party show trump",
        "search bridge",
        "log",
    ];
    questions.iter().fold(String::new(), |mut run, question| {
        write!(run, "{}", desk.run(question)).expect("a string");
        run
    })
}

/// Ledgers that differ in what is recorded, or in nothing but what is posted, are upgraded and answer as the newest does.
#[test]
fn older_ledgers_are_upgraded() {
    let schemas: Vec<i64> = (1..NEWEST_SCHEMA)
        .filter(|schema| fixture(*schema).exists())
        .collect();
    assert!(schemas.len() >= 3, "fixtures are missing: {schemas:?}");
    for schema in schemas {
        let desk = of_schema(schema);
        let first = desk.run("claim list");
        assert_eq!(first.code, 0, "schema {schema}: {first}");
        let kept = desk.path(&format!("onrecord.db.before-schema-{schema}"));
        assert!(
            first
                .stderr
                .contains(&format!("onrecord.db.before-schema-{schema}")),
            "{first}"
        );
        assert_eq!(schema_of(&kept), schema);
        assert_eq!(journal(&kept), journal(&desk.path("onrecord.db")));
        assert_eq!(schema_of(&desk.path("onrecord.db")), NEWEST_SCHEMA);
        desk.state();
        let new = TestDesk::with_ledger(NOW);
        assert_eq!(
            parts(&desk.path("onrecord.db")),
            parts(&new.path("onrecord.db")),
            "the tables of a new ledger"
        );
        assert_snapshot("reliability-schemas", &answers(&desk));
        // The copy is a ledger like any other: it can be restored, and is upgraded again.
        let name = kept.to_string_lossy().into_owned();
        desk.ok(format!("restore {name} --ledger again.db"));
        assert_eq!(desk.ok("export --ledger again.db"), desk.ok("export"));
    }
}

/// The bytes of the journal, which no migration touches.
fn journal(file: &Path) -> String {
    let ledger = Connection::open(file).expect("a ledger");
    ["entry", "body", "redaction"]
        .iter()
        .map(|table| rows(&ledger, table, &columns(&ledger, table)))
        .collect()
}

/// The SQL of every table, index, trigger and view, in the order of their names.
fn parts(file: &Path) -> Vec<String> {
    let ledger = Connection::open(file).expect("a ledger");
    let mut parts = ledger
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .expect("a query");
    let parts = parts.query_map([], |row| row.get(0)).expect("rows");
    parts.map(|part| part.expect("SQL")).collect()
}

/// The indexes that a first import and a rebuild leave out while they load are there at the end.
#[test]
fn a_first_import_leaves_the_schema_whole() {
    let desk = small_desk();
    desk.write("all.jsonl", desk.ok("export"));
    desk.ok("init --ledger new.db");
    let new = desk.path("new.db");
    let whole = parts(&new);
    for change in ["import all.jsonl", "rebuild"] {
        desk.ok(format!("{change} --ledger new.db"));
        assert_eq!(parts(&new), whole, "{change:?}");
    }
}

/// If a migration fails, the ledger is unchanged and the program says why.
#[test]
fn a_migration_that_fails_leaves_the_ledger_as_it_was() {
    let desk = of_schema(1);
    let ledger = Connection::open(desk.path("onrecord.db")).expect("the ledger");
    ledger
        .execute_batch("CREATE TABLE candidate (in_the_way TEXT)")
        .expect("a table");
    drop(ledger);
    let before = journal(&desk.path("onrecord.db"));
    for command in ["claim list", "verify"] {
        let run = desk.run(command);
        assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
        assert!(run.stderr.contains("tables could not be created"), "{run}");
    }
    assert_eq!(schema_of(&desk.path("onrecord.db")), 1);
    assert_eq!(journal(&desk.path("onrecord.db")), before);
}

/// An older ledger that may not be written is refused, with a way out that works.
#[cfg(unix)]
#[test]
fn an_older_ledger_that_is_read_only_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let desk = of_schema(1);
    let file = desk.path("onrecord.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("a mode");
    let run = desk.run("claim list");
    assert!(
        run.code == 1 && run.stderr.contains("older onrecord"),
        "{run}"
    );
    desk.ok("restore onrecord.db --ledger copy.db");
    desk.ok("claim list --ledger copy.db");
}

/// A ledger of a later schema is neither read, written, backed up nor restored.
#[test]
fn a_later_schema_is_refused() {
    let desk = small_desk();
    let ledger = Connection::open(desk.path("onrecord.db")).expect("the ledger");
    ledger
        .pragma_update(None, "user_version", NEWEST_SCHEMA + 1)
        .expect("a later schema");
    drop(ledger);
    for command in [
        "claim list",
        "backup copy.db",
        "restore onrecord.db --ledger copy.db",
        "restore onrecord.db",
    ] {
        let run = desk.run(command);
        assert!(
            run.code == 1 && run.stderr.contains("newer onrecord"),
            "{run}"
        );
    }
    assert!(!desk.path("copy.db").exists());
}

fn columns(ledger: &Connection, table: &str) -> Vec<String> {
    let any = ledger.prepare(&format!("SELECT * FROM {table}"));
    let names = any.map(|any| any.column_names().iter().map(ToString::to_string).collect());
    names.unwrap_or_default()
}

fn rows(ledger: &Connection, table: &str, columns: &[String]) -> String {
    let list = columns.join(", ");
    let mut all = ledger
        .prepare(&format!("SELECT {list} FROM main.{table}"))
        .expect("a table");
    let mut rows = all.query([]).expect("rows");
    let mut text = String::new();
    while let Some(row) = rows.next().expect("a row") {
        let values: Vec<String> = (0..columns.len())
            .map(|column| literal(row.get_ref(column).expect("a value")))
            .collect();
        let values = values.join(", ");
        writeln!(text, "INSERT INTO {table} ({list}) VALUES ({values});").expect("a string");
    }
    text
}

fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => format!("'{}'", String::from_utf8_lossy(text).replace('\'', "''")),
        ValueRef::Blob(bytes) => {
            let hex = bytes.iter().map(|byte| format!("{byte:02x}"));
            format!("x'{}'", hex.collect::<String>())
        }
    }
}
