//! Tampering with a ledger's file, as with the sqlite3 shell: `verify` always names the first wrong entry.
//!
//! `ONRECORD_TAMPERINGS` is the number of trials through the library; one in a hundred is repeated with the built
//! program.

use std::path::Path;
use std::time::Duration;

use onrecord::journal::pinned_head::look_for;
use onrecord::journal::verify::verify;
use onrecord::journal::{Body, Entry, Head, Holding, Journal, PinnedHead, Seq};
use onrecord::ledger::{Access, Ledger};
use rusqlite::Connection;

use super::Chance;
use super::schemas::with_a_past;
use crate::common::{TestDesk, setting};

/// The stored fields of the journal, and their tables.
const FIELDS: [(&str, &str); 9] = [
    ("entry", "seq"),
    ("entry", "written"),
    ("entry", "recorded_at"),
    ("entry", "recorded_by"),
    ("entry", "digest"),
    ("entry", "previous"),
    ("entry", "hash"),
    ("body", "salt"),
    ("body", "bytes"),
];

/// Removes the triggers, as anybody can who can write to the file.
const UNLOCK: &str = "PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on;
    DROP TRIGGER entry_follows; DROP TRIGGER entry_is_final; DROP TRIGGER entry_stays;
    DROP TRIGGER body_stays_out; DROP TRIGGER body_is_final; DROP TRIGGER body_stays;";

fn entries(file: &Path) -> Vec<Entry> {
    let ledger = Ledger::open(file, Access::Read, Duration::ZERO).expect("a ledger");
    ledger
        .journal()
        .read(Seq::MIN, usize::MAX)
        .expect("entries")
}

#[test]
fn verify_names_the_first_wrong_entry() {
    let trials = setting("ONRECORD_TAMPERINGS", 500);
    let mut chance = Chance::of("tampering");
    let desk = with_a_past();
    let file = desk.path("onrecord.db");
    let untouched = entries(&file);
    let redacted: Vec<Seq> = untouched
        .iter()
        .filter(|entry| entry.body.is_none())
        .map(|entry| entry.header.seq)
        .collect();
    assert!(!redacted.is_empty(), "a redacted entry is among them");
    let shell = Connection::open(&file).expect("the ledger");
    shell.execute_batch(UNLOCK).expect("unlocked");
    let (mut made, mut kinds) = (0, [0; 6]);
    while made < trials {
        // The savepoint restores everything after a trial.
        shell.execute_batch("SAVEPOINT trial").expect("a savepoint");
        let kind = chance.below(kinds.len());
        let sql = tamper(&shell, &mut chance, kind, untouched.len());
        let tampered = read_all(&shell);
        let wanted = first_wrong(&untouched, &tampered);
        if let Some(wanted) = wanted {
            made += 1;
            kinds[kind] += 1;
            let found = verify(&Stored(tampered)).expect("a verdict").problem;
            assert_eq!(
                found.as_ref().map(|problem| problem.seq),
                Some(wanted),
                "{sql}: {found:?}"
            );
            if made % 100 == 0 {
                by_the_program(&shell, &desk, wanted, &sql);
            }
        }
        shell
            .execute_batch("ROLLBACK TO trial; RELEASE trial")
            .expect("as before");
    }
    let [fields, removed, moved, inserted, bodies, swapped] = kinds;
    println!(
        "{made} trials, the first wrong entry named in all: {fields} fields changed, {removed} entries removed, \
            {moved} moved, {inserted} inserted, {bodies} bodies removed, {swapped} bodies exchanged"
    );
}

/// A journal as read from the file.
struct Stored(Vec<Entry>);

impl Journal for Stored {
    fn head(&self) -> Result<Head, onrecord::journal::JournalError> {
        Ok(self.0.last().map_or(Head::EMPTY, |entry| Head {
            seq: entry.header.seq,
            hash: entry.header.hash,
            recorded_at: entry.header.recorded_at,
        }))
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, onrecord::journal::JournalError> {
        let behind = self.0.iter().filter(|entry| entry.header.seq >= from);
        Ok(behind.take(limit).cloned().collect())
    }
}

fn read_all(shell: &Connection) -> Vec<Entry> {
    let journal = onrecord::ledger::SqliteJournal::new(shell);
    journal.read(Seq::MIN, usize::MAX).expect("entries")
}

/// The first entry that differs, or whose body is missing while the entry that explains it does not verify. `None` if
/// nothing changed, or only the end was cut off.
fn first_wrong(before: &[Entry], after: &[Entry]) -> Option<Seq> {
    let explained = |seq: Seq| {
        after.iter().any(|entry| {
            let body = entry.body.as_ref();
            let sound =
                body.filter(|body| entry.header.seq > seq && body.digest() == entry.header.digest);
            let says = sound.and_then(|body| Body::read(entry.header.seq, body).ok());
            matches!(says, Some(Body::Redaction { of, .. }) if of.contains(&seq))
        })
    };
    let without = after.iter().filter(|entry| entry.body.is_none());
    let unexplained = without
        .map(|entry| entry.header.seq)
        .filter(|&seq| !explained(seq))
        .min();
    first_difference(before, after)
        .into_iter()
        .chain(unexplained)
        .min()
}

/// The first position at which a journal differs; `None` if it is the same, or was only cut off at its end.
fn first_difference(before: &[Entry], after: &[Entry]) -> Option<Seq> {
    let pairs = before.iter().zip(after);
    let same = pairs.take_while(|(one, two)| one == two).count();
    (same < after.len()).then(|| Seq::try_from(same + 1).expect("small"))
}

/// Tampers with the file in one way and returns the SQL that did it.
fn tamper(shell: &Connection, chance: &mut Chance, kind: usize, entries: usize) -> String {
    let at = 1 + chance.below(entries);
    let other = 1 + chance.below(entries);
    let sql = match kind {
        0 => change(shell, chance, at),
        1 => format!("DELETE FROM body WHERE seq = {at}; DELETE FROM entry WHERE seq = {at}"),
        2 => {
            let far = 1_000_000;
            let moved = |from, to| {
                format!("UPDATE entry SET seq = {to} WHERE seq = {from}; UPDATE body SET seq = {to} WHERE seq = {from};")
            };
            [moved(at, far), moved(other, at), moved(far, other)].concat()
        }
        3 => format!(
            "UPDATE entry SET seq = -1 - seq WHERE seq >= {at}; UPDATE entry SET seq = -seq WHERE seq < 0;
             UPDATE body SET seq = -1 - seq WHERE seq >= {at}; UPDATE body SET seq = -seq WHERE seq < 0;
             INSERT INTO entry SELECT {at}, written, recorded_at, recorded_by, digest, previous, hash FROM entry
             WHERE seq = {other} + ({other} >= {at});
             INSERT INTO body SELECT {at}, salt, bytes FROM body WHERE seq = {other} + ({other} >= {at})"
        ),
        4 => format!("DELETE FROM body WHERE seq = {at}; INSERT OR IGNORE INTO redaction VALUES ({at}, {entries})"),
        _ => format!(
            "UPDATE body SET (salt, bytes) = (SELECT salt, bytes FROM body WHERE seq = {other}) WHERE seq = {at}
             AND EXISTS (SELECT 1 FROM body WHERE seq = {other})"
        ),
    };
    // A number that is in use is refused even here; then nothing has changed.
    let _ = shell.execute_batch(&sql);
    sql
}

/// Changes one byte of one stored field, or one bit of a number.
fn change(shell: &Connection, chance: &mut Chance, at: usize) -> String {
    let (table, field) = *chance.one_of(&FIELDS);
    let key = format!("FROM {table} WHERE seq = {at}");
    let value = |sql: String| shell.query_row(&sql, [], |row| row.get::<_, Vec<u8>>(0));
    match field {
        "seq" | "written" | "recorded_at" => {
            let bit = 1_u64 << chance.below(63);
            format!(
                "UPDATE {table} SET {field} = ({field} | {bit}) - ({field} & {bit}) WHERE seq = {at}"
            )
        }
        _ => {
            // A redacted entry has no body to change.
            let Ok(mut bytes) = value(format!("SELECT CAST({field} AS BLOB) {key}")) else {
                return String::new();
            };
            let place = chance.below(bytes.len());
            let text = field == "recorded_by";
            // Text stays text, as the database keeps it.
            let bit = chance.below(if text { 7 } else { 8 });
            bytes[place] ^= 1 << bit;
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let sort = if text { "TEXT" } else { "BLOB" };
            format!("UPDATE {table} SET {field} = CAST(x'{hex}' AS {sort}) WHERE seq = {at}")
        }
    }
}

/// The built program agrees on a copy of the file.
fn by_the_program(shell: &Connection, desk: &TestDesk, wanted: Seq, sql: &str) {
    let copy = desk.path("tampered.db");
    let _ = std::fs::remove_file(&copy);
    desk.ok("init --ledger tampered.db");
    let written = Connection::open(&copy).expect("a copy");
    written.execute_batch(UNLOCK).expect("unlocked");
    for table in ["entry", "body", "redaction"] {
        let mut rows = shell
            .prepare(&format!("SELECT * FROM {table}"))
            .expect("a table");
        let columns = rows.column_count();
        let marks = vec!["?"; columns].join(", ");
        let mut rows = rows.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let values: Vec<rusqlite::types::Value> = (0..columns)
                .map(|column| row.get(column).expect("a value"))
                .collect();
            written
                .execute(
                    &format!("INSERT INTO {table} VALUES ({marks})"),
                    rusqlite::params_from_iter(values),
                )
                .expect("a row");
        }
    }
    drop(written);
    let run = desk.run("verify --ledger tampered.db");
    let is_named = run.code == 1
        && run
            .stdout
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(&format!("entry {wanted} "));
    assert!(is_named, "{sql}, entry {wanted}\n{run}");
}

/// A truncated chain, and one rewritten from any entry on, is consistent in itself, and shows against every head noted
/// after that entry.
#[test]
fn a_noted_head_shows_truncation_and_rewriting() {
    let desk = with_a_past();
    let journal = entries(&desk.path("onrecord.db"));
    let last = journal.len();
    for cut in 0..last {
        let stored = Stored(journal[..cut].to_vec());
        // A body that a redaction removed is unexplained if that entry is cut off.
        let sound = verify(&stored).expect("a verdict").problem.is_none();
        for noted in [cut, last / 2, last - 1] {
            let header = &journal[noted].header;
            let head = PinnedHead {
                seq: Some(header.seq),
                hash: header.hash,
            };
            let held = look_for(&stored, head).expect("an answer");
            let wanted = if noted < cut {
                Holding::Holds(header.seq)
            } else {
                Holding::Cut(Seq::try_from(cut).expect("small"))
            };
            assert_eq!(
                held, wanted,
                "cut to {cut}, noted {}, sound: {sound}",
                header.seq
            );
            let hash_alone = PinnedHead {
                seq: None,
                hash: header.hash,
            };
            let held = look_for(&stored, hash_alone).expect("an answer");
            assert_eq!(held == Holding::Unknown, noted >= cut);
        }
    }
    for anew in 0..last {
        let stored = Stored(written_anew(&journal, anew));
        for (place, entry) in journal.iter().enumerate() {
            let head = PinnedHead {
                seq: Some(entry.header.seq),
                hash: entry.header.hash,
            };
            let held = look_for(&stored, head).expect("an answer");
            let wanted = if place < anew {
                Holding::Holds(entry.header.seq)
            } else {
                Holding::Rewritten(entry.header.seq)
            };
            assert_eq!(held, wanted);
        }
    }
}

/// The same chain with another writer's name from one position on, linked correctly.
fn written_anew(journal: &[Entry], from: usize) -> Vec<Entry> {
    let mut forged: Vec<Entry> = journal[..from].to_vec();
    for entry in &journal[from..] {
        let mut entry = entry.clone();
        entry.header.recorded_by = "somebody else".to_owned();
        if let Some(before) = forged.last() {
            entry.header.previous = before.header.hash;
        }
        entry.header.hash = entry.header.computed_hash();
        forged.push(entry);
    }
    assert_eq!(
        verify(&Stored(forged.clone())).expect("a verdict").problem,
        None
    );
    forged
}
