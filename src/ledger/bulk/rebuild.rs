//! Rebuilding: creates every posted table again from the journal.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::domain::passage::hex;
use crate::journal::verify::verify;
use crate::journal::{Body, Entry, Journal, for_each};
use crate::ledger::bulk::replay::{Replay, Settling};
use crate::ledger::file::objects::Fault;
use crate::ledger::file::schema::SEARCH;
use crate::ledger::read::lookup::Lookup;
use crate::ledger::write::indexes::OmittedIndexes;
use crate::ledger::write::tables::Tables;
use crate::ledger::write::words::Indexed;
use crate::ledger::{Counted, LedgerError, Progress, Result};

/// The outcome of a rebuild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// The number of entries posted.
    pub entries: i64,
    /// The tables whose rows differ from what they were before. `search` is the full-text index.
    pub differing: Vec<String>,
    /// What else was wrong with the file before.
    pub faults: Vec<Fault>,
}

impl Rebuilt {
    /// Whether nothing was wrong.
    pub fn is_same(&self) -> bool {
        self.differing.is_empty() && self.faults.is_empty()
    }
}

/// Posts everything again and returns how the file differs from what it was before.
pub(crate) fn compare(tables: Tables<'_>, work: &Progress) -> Result<Rebuilt> {
    work.begin("comparing", None);
    let mut faults = tables.differences()?;
    faults.extend(tables.integrity()?);
    let before = digests(tables)?;
    repost(tables, work)?;
    work.begin("comparing", None);
    let after = digests(tables)?;
    let names = before.keys().chain(after.keys());
    let mut differing: Vec<String> = names
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect();
    differing.sort_unstable();
    differing.dedup();
    Ok(Rebuilt {
        entries: tables.journal().head()?.seq,
        differing,
        faults,
    })
}

/// Creates the posted tables again and posts every entry that still has its body, write by write.
///
/// # Errors
/// [`LedgerError::JournalDamaged`] if the journal's chain does not verify. Nothing is posted then,
/// because the entries may not be those that were recorded.
pub(crate) fn repost(tables: Tables<'_>, work: &Progress) -> Result<()> {
    let journal = Counted::reading(tables.journal(), work, "checking")?;
    if let Some(problem) = verify(&journal)?.problem {
        return Err(LedgerError::JournalDamaged {
            seq: problem.seq,
            what: problem.what.to_string(),
        });
    }
    tables.recreate()?;
    let lookup = Lookup::default();
    let omitted = OmittedIndexes::all(tables, &lookup)?;
    let mut replay = Replay::new(tables, &lookup, omitted, Settling::InFull);
    let journal = Counted::reading(tables.journal(), work, "posting")?;
    for_each(&journal, |Entry { header, body }| {
        let body = body.map(|body| Body::read(header.seq, &body)).transpose()?;
        replay.take(header.seq, header.written, body.as_ref())
    })?;
    work.begin("folding", None);
    replay.settle()?;
    work.begin("indexing", None);
    replay.finish()?;
    Indexed::default().catch_up(tables)?;
    match tables.differences()?.into_iter().next() {
        None => Ok(()),
        // Some edits of the schema's own rows cannot be dropped by SQL.
        Some(fault) => Err(LedgerError::Beyond { what: fault.what }),
    }
}

/// A digest of each posted table's rows; `None` for a table that cannot be read or is another one.
fn digests(tables: Tables<'_>) -> Result<BTreeMap<String, Option<String>>> {
    let mut digests = BTreeMap::new();
    for (table, is_there) in tables.posted()? {
        let digest = match digest(tables, &table) {
            _ if !is_there => None,
            Ok(digest) => Some(digest),
            Err(LedgerError::Stopped) => return Err(LedgerError::Stopped),
            Err(_) => None,
        };
        digests.insert(table, digest);
    }
    Ok(digests)
}

fn digest(tables: Tables<'_>, table: &str) -> Result<String> {
    if table == SEARCH {
        return digest_of_index(tables);
    }
    let mut hasher = Sha256::new();
    let columns = tables
        .snapshot()
        .column_count(&format!("SELECT * FROM \"{table}\""))?;
    let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
    let sql = format!("SELECT * FROM \"{table}\" ORDER BY {}", order.join(", "));
    take_rows(&mut hasher, tables, &sql)?;
    Ok(hex(&hasher.finalize()))
}

/// A digest of the full-text index: of each word with its places, of what ranking depends on, and
/// of the settings. How the words are spread over the index's own tables does not matter.
fn digest_of_index(tables: Tables<'_>) -> Result<String> {
    let mut hasher = Sha256::new();
    tables.script(
        "DROP TABLE IF EXISTS temp.indexed_word;
         CREATE VIRTUAL TABLE temp.indexed_word USING fts5vocab('main', 'search', 'instance')",
    )?;
    // The table lists words, and the places of each, in order.
    let words = take_rows(&mut hasher, tables, "SELECT * FROM temp.indexed_word");
    tables.script("DROP TABLE temp.indexed_word")?;
    words?;
    for sql in [
        "SELECT id, sz FROM main.search_docsize ORDER BY id",
        "SELECT block FROM main.search_data WHERE id = 1",
        "SELECT k, v FROM main.search_config ORDER BY k",
    ] {
        take_rows(&mut hasher, tables, sql)?;
    }
    Ok(hex(&hasher.finalize()))
}

fn take_rows(hasher: &mut Sha256, tables: Tables<'_>, sql: &str) -> Result<()> {
    let columns = tables.snapshot().column_count(sql)?;
    tables.snapshot().each(sql, |row| {
        for column in 0..columns {
            take(hasher, row.get_ref(column).map_err(LedgerError::from)?);
        }
        Ok(())
    })
}

/// Hashes a value with its type and, if it has one, its length.
fn take(hasher: &mut Sha256, value: ValueRef<'_>) {
    let mut bytes = |sort: u8, bytes: &[u8]| {
        hasher.update([sort]);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    match value {
        ValueRef::Null => bytes(0, &[]),
        ValueRef::Integer(value) => bytes(1, &value.to_be_bytes()),
        ValueRef::Real(value) => bytes(2, &value.to_be_bytes()),
        ValueRef::Text(text) => bytes(3, text),
        ValueRef::Blob(blob) => bytes(4, blob),
    }
}
