//! What a file's schema defines, compared with what this program creates.
//!
//! A ledger may come from elsewhere, and SQLite runs the triggers and views of whoever wrote the
//! file. So a ledger is used only if its schema is the program's own.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::domain::passage::hex;
use crate::ledger::file::schema;
use crate::ledger::{LedgerError, Result};

/// The digest of a new ledger's schema. A unit test prints the current one if this is stale.
const DIGEST: &str = "6c8db14b966afc1210cac9c956e2d2c2a89989ce2f6de2c73d62a33e83184026";

/// The tables that SQLite itself may add. They contain no code, and a user may run `ANALYZE`.
const SQLITE_TABLES: [(&str, &str); 3] = [
    ("sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
    (
        "sqlite_stat4",
        "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    ),
    ("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
];

/// Maximum number of findings of SQLite's integrity check that are reported.
const MOST_FINDINGS: u32 = 10;

/// A table, index, trigger or view, as `sqlite_schema` lists it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Object {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) sql: String,
}

impl Object {
    /// Whether it is a recorded table, or an index or trigger of one.
    pub(crate) fn is_recorded(&self) -> bool {
        schema::is_recorded(&self.table)
    }

    /// Whether SQLite made it by itself, for a constraint of a table.
    pub(crate) fn is_implicit(&self) -> bool {
        self.kind == "index" && self.sql.is_empty()
    }

    fn is_of_sqlite(&self) -> bool {
        SQLITE_TABLES.contains(&(self.name.as_str(), self.sql.as_str())) && self.kind == "table"
    }

    /// Whether it is the same object with the same definition, apart from spaces and comments.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (&self.kind, &self.name, &self.table) == (&other.kind, &other.name, &other.table)
            && normalised(&self.sql) == normalised(&other.sql)
    }
}

/// Something wrong with a ledger's file, apart from its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Whether it concerns the journal's own tables and guards.
    pub of_journal: bool,
    /// What is wrong, as a sentence without a full stop.
    pub what: String,
}

/// Every object of a schema, sorted.
pub(crate) fn objects(connection: &Connection) -> Result<Vec<Object>> {
    let mut query =
        connection.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema")?;
    let rows = query.query_map([], |row| {
        let text = |at| {
            Ok::<_, rusqlite::Error>(match row.get_ref(at)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    String::from_utf8_lossy(bytes).into_owned()
                }
                _ => String::new(),
            })
        };
        Ok(Object {
            kind: text(0)?,
            name: text(1)?,
            table: text(2)?,
            sql: text(3)?,
        })
    })?;
    let mut objects: Vec<Object> = rows.collect::<rusqlite::Result<_>>()?;
    objects.retain(|object| !object.is_of_sqlite());
    objects.sort_unstable();
    Ok(objects)
}

/// The objects of a new ledger.
pub(crate) fn own_objects() -> Result<Vec<Object>> {
    let mut new = Connection::open_in_memory()?;
    schema::create(&mut new)?;
    objects(&new)
}

/// How the schema differs from a new ledger's. Costs little if it does not.
pub(crate) fn differences(connection: &Connection) -> Result<Vec<Fault>> {
    let found = objects(connection)?;
    if digest(&found) == DIGEST {
        return Ok(Vec::new());
    }
    // Other spaces and comments are no difference.
    let own = own_objects()?;
    let mut missing: BTreeMap<(&str, &str), &Object> = BTreeMap::new();
    for object in &own {
        missing.insert((&object.kind, &object.name), object);
    }
    let mut faults = Vec::new();
    for object in &found {
        let fault = match missing.remove(&(&*object.kind, &*object.name)) {
            Some(own) if own.is_same(object) => continue,
            Some(_) => "is not as onrecord made it",
            None => "was not made by onrecord",
        };
        faults.push(fault_of(object, fault));
    }
    let missing = missing.into_values();
    faults.extend(missing.map(|object| fault_of(object, "is missing")));
    Ok(faults)
}

fn fault_of(object: &Object, what: &str) -> Fault {
    Fault {
        of_journal: object.is_recorded(),
        what: format!("{} {} {what}", object.kind, object.name),
    }
}

/// What SQLite's own check of the file finds: damaged pages, and indexes that do not match their
/// tables.
pub(crate) fn integrity(connection: &Connection) -> Result<Vec<Fault>> {
    let fault = |what| Fault {
        of_journal: false,
        what,
    };
    let findings = || -> Result<Vec<String>> {
        let mut query = connection.prepare(&format!("PRAGMA integrity_check({MOST_FINDINGS})"))?;
        let findings = query.query_map([], |row| row.get(0))?;
        Ok(findings.collect::<rusqlite::Result<_>>()?)
    };
    match findings() {
        Ok(findings) => {
            let findings = findings.into_iter().filter(|finding| finding != "ok");
            Ok(findings.map(fault).collect())
        }
        Err(LedgerError::Damaged(error) | LedgerError::Engine(error)) => {
            Ok(vec![fault(error.to_string())])
        }
        Err(other) => Err(other),
    }
}

fn digest(objects: &[Object]) -> String {
    let mut hasher = Sha256::new();
    for Object {
        kind,
        name,
        table,
        sql,
    } in objects
    {
        for text in [kind, name, table, sql] {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text);
        }
    }
    hex(&hasher.finalize())
}

/// A definition without comments, and with one space for any run of spaces. Quoted text is kept.
fn normalised(sql: &str) -> String {
    // SQLite ends reading at a NUL, so what follows a comment with one may not count.
    if sql.contains('\0') {
        return sql.to_owned();
    }
    let mut short = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = token(rest, first);
        let (token, after) = rest.split_at(length);
        rest = after;
        let is_gap = matches!(first, ' ' | '\t' | '\n' | '\r' | '\u{c}')
            || token.starts_with("--")
            || token.starts_with("/*");
        if !is_gap {
            short.push_str(token);
        } else if !short.ends_with(' ') {
            short.push(' ');
        }
    }
    short.truncate(short.trim_end_matches(' ').len());
    short
}

/// The length in bytes of the first token: a comment, quoted text, or one character.
fn token(sql: &str, first: char) -> usize {
    let until = |end: &str, from: usize| {
        let found = sql[from..].find(end);
        found.map_or(sql.len(), |at| from + at + end.len())
    };
    match first {
        '-' if sql.starts_with("--") => until("\n", 2),
        '/' if sql.starts_with("/*") => until("*/", 2),
        '\'' => until("'", 1),
        '"' => until("\"", 1),
        '`' => until("`", 1),
        '[' => until("]", 1),
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_a_new_ledger() {
        let own = own_objects().expect("a new ledger");
        assert_eq!(
            digest(&own),
            DIGEST,
            "the schema has changed: put this digest into DIGEST, and raise the number in tables.sql"
        );
    }

    #[test]
    fn spaces_and_comments_are_no_difference_and_all_else_is() {
        let same = "CREATE TABLE a (\n  b TEXT, -- a note\n  /* and */ c TEXT\n)";
        assert_eq!(
            normalised(same),
            normalised("CREATE TABLE a ( b TEXT, c TEXT )")
        );
        for (one, two) in [
            ("SELECT 'a  b'", "SELECT 'a b'"),
            ("SELECT '--'", "SELECT '"),
            ("SELECT \"/*x*/\"", "SELECT \"\""),
            ("CREATE TABLE a (b)\0 STRICT", "CREATE TABLE a (b) STRICT"),
            (
                "CREATE TABLE a (b)--\0\n STRICT",
                "CREATE TABLE a (b) STRICT",
            ),
        ] {
            assert_ne!(normalised(one), normalised(two), "{one:?}");
        }
    }
}
