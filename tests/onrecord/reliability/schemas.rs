//! Ledgers of every schema there was: each opens, is brought up to date, and answers the same.
//!
//! `tests/fixtures/ledger-schema-N.sql` is the dump of one small ledger under schema N. Once a schema is released its
//! fixture stays as it is. `cargo test reliability:: -- --ignored fixtures` writes those that are missing, and with
//! ONRECORD_UPDATE=1 all of them anew, which is right only before a release.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::ledger::NEWEST_SCHEMA;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::common::desk::{NOW, small_desk};
use crate::common::{Trial, holds};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn fixture(schema: i64) -> PathBuf {
    folder("tests/fixtures").join(format!("ledger-schema-{schema}.sql"))
}

/// A trial whose ledger is the fixture of a schema.
pub fn of_schema(schema: i64) -> Trial {
    let trial = Trial::new(NOW);
    let dump = fs::read_to_string(fixture(schema)).expect("a fixture");
    let ledger = Connection::open(trial.path("onrecord.db")).expect("a file");
    ledger.execute_batch(&dump).expect("the fixture");
    trial
}

fn schema_of(file: &Path) -> i64 {
    let ledger = Connection::open(file).expect("a ledger");
    ledger
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a schema")
}

/// What a ledger answers, in the order of the questions.
fn answers(trial: &Trial) -> String {
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
    questions.iter().fold(String::new(), |mut told, question| {
        write!(told, "{}", trial.run(question)).expect("a string");
        told
    })
}

/// Every schema has its fixture, and each of those ledgers answers as the newest does.
#[test]
fn every_schema_is_brought_up_to_date() {
    for schema in 1..=NEWEST_SCHEMA {
        assert!(
            fixture(schema).exists(),
            "no fixture of schema {schema}: see the head of this file"
        );
        let trial = of_schema(schema);
        let first = trial.run("claim list");
        assert_eq!(first.code, 0, "schema {schema}: {first}");
        let kept = trial.path(&format!("onrecord.db.before-schema-{schema}"));
        assert_eq!(kept.exists(), schema < NEWEST_SCHEMA, "schema {schema}");
        if schema < NEWEST_SCHEMA {
            assert!(
                first
                    .stderr
                    .contains(&format!("onrecord.db.before-schema-{schema}")),
                "{first}"
            );
            assert_eq!(schema_of(&kept), schema);
            assert_eq!(journal(&kept), journal(&trial.path("onrecord.db")));
        }
        assert_eq!(schema_of(&trial.path("onrecord.db")), NEWEST_SCHEMA);
        trial.state();
        holds("reliability-schemas", &answers(&trial));
        // What was kept is a ledger like any other: it can be put back, and is brought up to date again.
        if schema < NEWEST_SCHEMA {
            let name = kept.to_string_lossy().into_owned();
            trial.ok(format!("restore {name} --ledger again.db"));
            assert_eq!(trial.ok("export --ledger again.db"), trial.ok("export"));
        }
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

/// What the first import leaves out of the schema meanwhile is there again at its end, and so after a rebuild.
#[test]
fn a_first_import_leaves_the_schema_whole() {
    let trial = small_desk();
    trial.write("all.jsonl", trial.ok("export"));
    trial.ok("init --ledger new.db");
    let new = trial.path("new.db");
    let whole = parts(&new);
    for change in ["import all.jsonl", "rebuild"] {
        trial.ok(format!("{change} --ledger new.db"));
        assert_eq!(parts(&new), whole, "{change:?}");
    }
}

/// Where a step cannot be taken, the ledger stays as it was, and the program says why.
#[test]
fn a_migration_that_fails_leaves_the_ledger_as_it_was() {
    let trial = of_schema(1);
    let ledger = Connection::open(trial.path("onrecord.db")).expect("the ledger");
    ledger
        .execute_batch("CREATE TABLE stand (in_the_way TEXT)")
        .expect("a table");
    drop(ledger);
    let before = journal(&trial.path("onrecord.db"));
    for command in ["claim list", "verify"] {
        let told = trial.run(command);
        assert!(told.code == 1 && told.stdout.is_empty(), "{told}");
        assert!(told.stderr.contains("tables could not be made"), "{told}");
    }
    assert_eq!(schema_of(&trial.path("onrecord.db")), 1);
    assert_eq!(journal(&trial.path("onrecord.db")), before);
}

/// An older ledger that may not be written is refused, with a way out that works.
#[cfg(unix)]
#[test]
fn an_older_ledger_that_is_read_only_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let trial = of_schema(1);
    let file = trial.path("onrecord.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("a mode");
    let told = trial.run("claim list");
    assert!(
        told.code == 1 && told.stderr.contains("older onrecord"),
        "{told}"
    );
    trial.ok("restore onrecord.db --ledger copy.db");
    trial.ok("claim list --ledger copy.db");
}

/// A ledger of a later schema is neither read, written, backed up nor restored.
#[test]
fn a_later_schema_is_refused() {
    let trial = small_desk();
    let ledger = Connection::open(trial.path("onrecord.db")).expect("the ledger");
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
        let told = trial.run(command);
        assert!(
            told.code == 1 && told.stderr.contains("newer onrecord"),
            "{told}"
        );
    }
    assert!(!trial.path("copy.db").exists());
}

/// Writes the fixtures.
#[test]
#[ignore = "writes files of the project"]
fn fixtures() {
    let all = std::env::var_os("ONRECORD_UPDATE").is_some();
    let newest = a_ledger_with_a_past();
    for schema in 1..=NEWEST_SCHEMA {
        if all || !fixture(schema).exists() {
            let older = under_schema(&newest.path("onrecord.db"), schema);
            fs::write(fixture(schema), dump(&older, schema)).expect("a fixture");
        }
    }
}

/// The small desk after a day of work: an entry of every kind.
fn a_ledger_with_a_past() -> Trial {
    let trial = small_desk();
    let say = |party, stance, claim, more: &str| {
        let said = format!("say {party} {stance} {claim} --source minutes");
        let answer = trial.json(format!("{said} {more}"));
        answer["statement"].as_str().expect("an id").to_owned()
    };
    let envoy = say(
        "ushakov",
        "declines",
        "agreed-to-meet",
        "--passage 'The envoy said that talks go on.'",
    );
    say(
        "ushakov",
        "declines",
        "agreed-to-meet",
        "--passage 'he added' --quote 'not yet'",
    );
    let secret = say(
        "officials",
        "asserts",
        "bridge-hit",
        "--note 'who it was' --attribution anonymous",
    );
    say("zelenskyy", "asserts", "bridge-hit", "--said 2025-08-17");
    let slip = say("daily", "doubts", "bridge-hit", "");
    say("trump", "asserts", "in-budapest", "");
    say("zelenskyy", "asserts", "in-geneva", "--via daily");
    say(
        "officials",
        "asserts",
        "in-geneva",
        "--attribution off-record",
    );
    trial.ok(format!("correct {envoy} --stance denies"));
    trial.ok(format!("void {slip} --reason 'a misreading'"));
    trial.ok("rule bridge-hit mostly-true --reason 'seen from the air' --source minutes");
    trial.ok("claim add meeting-agreed --text 'A meeting with Russia was agreed.'");
    trial.ok("claim merge meeting-agreed agreed-to-meet --sure");
    trial.ok("party add aide --name 'An aide' --kind person");
    assert_eq!(trial.run("undo --yes").code, 0);
    trial.write(
        "news.txt",
        "The bridge\n\n19 August 2025\n\nVolodymyr Zelenskyy denied on Tuesday that the bridge was hit.\n",
    );
    trial.ok("ingest news.txt --publisher 'The Courier'");
    trial.ok(format!("redact {secret} --reason 'the safety of a source'"));
    trial
}

/// The same ledger under an older schema: its steps, and what its tables have in common with the newest.
fn under_schema(newest: &Path, schema: i64) -> Connection {
    let older = Connection::open_in_memory().expect("a database");
    older
        .execute("ATTACH ?1 AS newest", [newest.to_string_lossy()])
        .expect("the newest ledger");
    let mut steps: Vec<PathBuf> = fs::read_dir(folder("migrations"))
        .expect("the migrations")
        .map(|step| step.expect("a step").path())
        .collect();
    steps.sort();
    let taken = usize::try_from(schema).expect("a small number");
    for step in &steps[..taken] {
        let step = fs::read_to_string(step).expect("a step");
        older.execute_batch(&step).expect("a step");
    }
    let triggers: Vec<(String, String)> = names(&older, "trigger")
        .into_iter()
        .map(|name| {
            let sql = "SELECT sql FROM sqlite_schema WHERE name = ?1";
            let made = older.query_row(sql, [&name], |row| row.get(0));
            (name, made.expect("how the trigger is made"))
        })
        .collect();
    for (trigger, _) in &triggers {
        older
            .execute_batch(&format!("DROP TRIGGER {trigger}"))
            .expect("a trigger");
    }
    for table in names(&older, "table") {
        let known = columns(&older, &format!("newest.{table}"));
        let common: Vec<String> = columns(&older, &table)
            .into_iter()
            .filter(|column| known.contains(column))
            .collect();
        let common = common.join(", ");
        older
            .execute_batch(&format!(
                "INSERT OR IGNORE INTO main.{table} ({common}) SELECT {common} FROM newest.{table}"
            ))
            .expect("the rows");
    }
    for (_, made) in triggers {
        older.execute_batch(&made).expect("a trigger");
    }
    older
}

/// The things of one sort that the schema has, those of the engine's own and of its full-text index left out.
fn names(ledger: &Connection, sort: &str) -> Vec<String> {
    let mut names = ledger
        .prepare(
            "SELECT name FROM main.sqlite_schema WHERE type = ?1 AND sql IS NOT NULL
             AND name NOT LIKE 'sqlite_%' AND name <> 'search' AND name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY rowid",
        )
        .expect("a query");
    let rows = names.query_map([sort], |row| row.get(0)).expect("names");
    rows.map(|name| name.expect("a name")).collect()
}

fn columns(ledger: &Connection, table: &str) -> Vec<String> {
    let any = ledger.prepare(&format!("SELECT * FROM {table}"));
    let names = any.map(|any| any.column_names().iter().map(ToString::to_string).collect());
    names.unwrap_or_default()
}

/// A ledger as SQL that makes it again.
fn dump(ledger: &Connection, schema: i64) -> String {
    let sql = |name: &str| -> String {
        ledger
            .query_row(
                "SELECT sql FROM main.sqlite_schema WHERE name = ?1",
                [name],
                |row| row.get(0),
            )
            .expect("its SQL")
    };
    let mut dump = format!(
        "-- One small ledger under schema {schema}; tests/onrecord/reliability/schemas.rs says how it was made.\n\
         PRAGMA application_id = 1869509219;\nPRAGMA user_version = {schema};\n"
    );
    let tables = names(ledger, "table");
    for table in &tables {
        dump.push_str(&format!("{};\n", sql(table)));
        dump.push_str(&rows(ledger, table, &columns(ledger, table)));
    }
    let others = ["index", "trigger", "view"].map(|sort| names(ledger, sort));
    for thing in others.concat() {
        dump.push_str(&format!("{};\n", sql(&thing)));
    }
    if tables.contains(&"document".to_owned()) {
        dump.push_str(&format!("{};\n", sql("search")));
        dump.push_str(&settings_of_the_index(ledger));
        // Older schemas kept the words that are searched in a table of their own.
        let view = names(ledger, "view").contains(&"searchable".to_owned());
        let words = if view { "searchable" } else { "document" };
        dump.push_str(&format!(
            "INSERT INTO search (rowid, title, body) SELECT number, title, body FROM {words};\n"
        ));
    }
    dump
}

/// What the full-text index was told once, and keeps.
fn settings_of_the_index(ledger: &Connection) -> String {
    let mut settings = ledger
        .prepare("SELECT k, v FROM main.search_config WHERE k <> 'version' ORDER BY k")
        .expect("the index's settings");
    let mut rows = settings.query([]).expect("settings");
    let mut text = String::new();
    while let Some(row) = rows.next().expect("a setting") {
        let [name, value] = [0, 1].map(|at| literal(row.get_ref(at).expect("a value")));
        writeln!(
            text,
            "INSERT INTO search (search, rank) VALUES ({name}, {value});"
        )
        .expect("a string");
    }
    text
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
