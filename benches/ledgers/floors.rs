//! Floors: what SQLite and SHA-256 alone need for the same work.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// A statement as a minimal program would read it.
#[derive(Deserialize)]
struct Line<'a> {
    record: &'a str,
    party: Option<&'a str>,
    stance: Option<&'a str>,
    claim: Option<&'a str>,
    said: Option<&'a str>,
    source: Option<&'a str>,
    attribution: Option<&'a str>,
    shown_as: Option<&'a str>,
    quote: Option<&'a str>,
    note: Option<&'a str>,
    #[serde(borrow)]
    via: Option<&'a RawValue>,
    #[serde(borrow)]
    passage: Option<&'a RawValue>,
    #[serde(borrow)]
    evidence: Option<&'a RawValue>,
}

const TABLE: &str = "
    CREATE TABLE statement (
        key INTEGER PRIMARY KEY, party TEXT NOT NULL, stance TEXT NOT NULL, claim TEXT NOT NULL,
        said TEXT, source TEXT NOT NULL, via TEXT, attribution TEXT, shown_as TEXT, quote TEXT,
        passage TEXT, evidence TEXT, note TEXT
    ) STRICT;
    CREATE INDEX statement_by_claim ON statement (claim);
    CREATE INDEX statement_by_party ON statement (party);
    CREATE INDEX statement_by_source ON statement (source);
    CREATE VIRTUAL TABLE search USING fts5 (
        quote, note, content = 'statement', content_rowid = 'key',
        tokenize = 'unicode61 remove_diacritics 2'
    );";

/// Inserts the statements of a file into one STRICT table with three indexes and FTS5, in one
/// transaction, with the program's pragmas and the given SQLite `journal` mode (`wal`, `delete`).
pub(crate) fn import(file: &Path, database: &Path, journal: &str) -> Duration {
    let _ = std::fs::remove_file(database);
    let started = Instant::now();
    let mut connection = Connection::open(database).expect("a database");
    for (pragma, value) in [
        ("journal_mode", journal),
        ("synchronous", "full"),
        ("cache_size", "-98304"),
    ] {
        connection
            .pragma_update(None, pragma, value)
            .expect("a pragma");
    }
    connection.execute_batch(TABLE).expect("a table");
    let transaction = connection.transaction().expect("a transaction");
    insert(&transaction, file);
    transaction.commit().expect("a commit");
    drop(connection);
    started.elapsed()
}

fn insert(connection: &Connection, file: &Path) {
    let mut into_table = connection
        .prepare("INSERT INTO statement VALUES (NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)")
        .expect("an insert");
    let mut into_index = connection
        .prepare("INSERT INTO search (rowid, quote, note) VALUES (?1, ?2, ?3)")
        .expect("an insert");
    let mut input = BufReader::new(File::open(file).expect("a file"));
    let mut text = String::new();
    while input.read_line(&mut text).expect("a line") > 0 {
        let line: Line<'_> = serde_json::from_str(&text).expect("a record");
        if line.record == "statement" {
            into_table
                .execute(params![
                    line.party,
                    line.stance,
                    line.claim,
                    line.said,
                    line.source,
                    line.via.map(RawValue::get),
                    line.attribution,
                    line.shown_as,
                    line.quote,
                    line.passage.map(RawValue::get),
                    line.evidence.map(RawValue::get),
                    line.note,
                ])
                .expect("a row");
            if line.quote.is_some() || line.note.is_some() {
                let key = connection.last_insert_rowid();
                into_index
                    .execute(params![key, line.quote, line.note])
                    .expect("words");
            }
        }
        text.clear();
    }
}

/// Reads every statement of a ledger with a bare SELECT.
pub(crate) fn read_statements(ledger: &Path) -> Duration {
    let started = Instant::now();
    let connection = Connection::open(ledger).expect("a ledger");
    let mut select = connection
        .prepare("SELECT key, claim, party, source, stance, said, attribution FROM statement")
        .expect("a query");
    let mut rows = select.query([]).expect("rows");
    let mut characters = 0;
    while let Some(row) = rows.next().expect("a row") {
        let keys: [i64; 4] = std::array::from_fn(|at| row.get(at).expect("a key"));
        let stance: String = row.get(4).expect("a stance");
        let said: Option<String> = row.get(5).expect("a time");
        let attribution: Option<String> = row.get(6).expect("terms");
        characters += keys.len() + stance.len() + said.map_or(0, |said| said.len());
        characters += attribution.map_or(0, |terms| terms.len());
    }
    std::hint::black_box(characters);
    started.elapsed()
}

/// Reads a ledger's journal and hashes, for each entry, as many bytes as its digest and its hash
/// cover.
pub(crate) fn hash_journal(ledger: &Path) -> Duration {
    let started = Instant::now();
    let connection = Connection::open(ledger).expect("a ledger");
    let mut select = connection
        .prepare(
            "SELECT e.recorded_by, e.digest, e.previous, e.hash, b.salt, b.bytes
             FROM entry e LEFT JOIN body b ON b.seq = e.seq ORDER BY e.seq",
        )
        .expect("a query");
    let mut rows = select.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let blob = |at| row.get_ref(at).expect("a column").as_bytes().unwrap_or(&[]);
        let mut header = Sha256::new();
        // The tag, three integers and the lengths of seven fields take 96 bytes.
        header.update([0; 96]);
        header.update(blob(0));
        header.update(blob(1));
        header.update(blob(2));
        std::hint::black_box(header.finalize());
        let mut body = Sha256::new();
        body.update([0; 39]);
        body.update(blob(4));
        body.update(blob(5));
        std::hint::black_box(body.finalize());
    }
    started.elapsed()
}

/// A query for the shell: the best 20 matches from a ledger's full-text index, nothing else.
pub(crate) fn search(words: [&str; 2]) -> String {
    format!(
        "SELECT rowid, snippet(search, -1, '[', ']', '…', 24) FROM search
         WHERE search MATCH '\"{}\" AND \"{}\"' ORDER BY rank LIMIT 20",
        words[0], words[1]
    )
}
