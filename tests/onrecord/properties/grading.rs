//! No rule looks at a grade: whatever is recorded, with grades and without them the same follows.

use onrecord::domain::grade::Credibility;
use onrecord::domain::source::Reliability;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::posting::{Deed, deed, done, ledger, write};
use crate::common::cases;

/// The tables that the rules fill.
const DERIVED: [&str; 9] = [
    "standing",
    "status_change",
    "call",
    "discrepancy",
    "discrepancy_side",
    "discrepancy_span",
    "standing_count",
    "discrepancy_count",
    "call_count",
];

/// One of some words, the same for the same content, so that a statement that is repeated is repeated with its grade.
fn picked(content: &Value, words: &[&'static str]) -> &'static str {
    let bytes = content.to_string().into_bytes().into_iter();
    let sum: usize = bytes.map(usize::from).sum();
    words[sum % words.len()]
}

/// The deed, with a grade if it is about a statement or a source.
fn graded(deed: &Deed) -> Deed {
    let mut graded = deed.clone();
    match &mut graded {
        Deed::Say(said) | Deed::Correct(_, said) => {
            let fields = ["party", "stance", "claim", "source", "said", "via"];
            let same = fields.map(|field| said[field].clone());
            let grades: Vec<&str> = Credibility::ALL.iter().map(|one| one.as_str()).collect();
            said["credibility"] = json!(picked(&json!(same), &grades));
        }
        Deed::Source(source) => {
            let grades: Vec<&str> = Reliability::ALL.iter().map(|one| one.as_str()).collect();
            source["reliability"] = json!(picked(source, &grades));
        }
        _ => {}
    }
    graded
}

/// All rows of a table, in words and in order.
fn rows(ledger: &Connection, table: &str) -> Vec<String> {
    let mut query = ledger
        .prepare(&format!("SELECT * FROM {table}"))
        .unwrap_or_else(|error| panic!("{table}: {error}"));
    let columns = query.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let cells = (0..columns).map(|at| row.get_ref(at).map(|cell| format!("{cell:?}")));
        Ok(cells.collect::<Result<Vec<_>, _>>()?.join(" "))
    };
    let found = query.query_map([], row).expect("rows");
    let mut rows: Vec<String> = found.collect::<Result<_, _>>().expect("every row");
    rows.sort_unstable();
    rows
}

/// A ledger in which these deeds were done, each in a write of its own.
fn after(folder: &TempDir, deeds: &[Deed]) -> Connection {
    let mut ledger = ledger(folder);
    for (clock, deed) in (0..).zip(deeds) {
        write(&mut ledger, clock, |desk| done(desk, deed));
    }
    drop(ledger);
    Connection::open(folder.path().join("ledger.db")).expect("a ledger")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(12),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 256,
        ..ProptestConfig::default()
    })]

    /// Statuses, discrepancies and calls, at every entry and every moment, are the same row by row.
    #[test]
    fn the_same_follows_with_grades(deeds in prop::collection::vec(deed(), 6..24)) {
        let [plain, with_grades] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
        let all_graded: Vec<Deed> = deeds.iter().map(graded).collect();
        let (plain, with_grades) = (after(&plain, &deeds), after(&with_grades, &all_graded));
        for table in DERIVED {
            prop_assert_eq!(rows(&plain, table), rows(&with_grades, table), "{}", table);
        }
        let count = |ledger: &Connection, sql: &str| -> i64 {
            ledger.query_row(sql, [], |row| row.get(0)).expect("a count")
        };
        let said = count(&plain, "SELECT count(*) FROM statement");
        let kept = "SELECT count(*) FROM statement WHERE credibility IS NOT NULL";
        prop_assert_eq!(count(&plain, kept), 0);
        prop_assert_eq!(count(&with_grades, kept), said);
        prop_assert!(!rows(&plain, "standing").is_empty());
    }
}
