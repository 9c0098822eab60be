//! What is tallied is what there is, after any series of writes, mergers, renamings, undoings and redactions.

use onrecord::answer::{self, View};
use onrecord::desk::{Desk, DeskError, undoable};
use onrecord::domain::slug::Slug;
use onrecord::domain::time::Moment;
use onrecord::journal::{Journal, Merged, Merger, Stamp};
use onrecord::ledger::{CallFilter, Ledger};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use serde_json::{Value, json};

use crate::common::cases;

use super::posting::{self, CLAIMS, Deed, PARTIES};

/// One write of a desk.
#[derive(Debug, Clone)]
enum Act {
    Deeds(Vec<Deed>),
    Merge(Merger),
    Rename(Merged, Slug, Slug),
    Undo,
}

fn merger() -> impl Strategy<Value = Merger> {
    (any::<bool>(), 0..PARTIES, 0..PARTIES, any::<bool>()).prop_map(
        |(of_claims, former, present, opposite)| {
            let (kind, letter, most) = match of_claims {
                true => (Merged::Claim, 'c', CLAIMS),
                false => (Merged::Party, 'p', PARTIES),
            };
            let id = |at: usize| format!("{letter}{}", at % most).parse().expect("a slug");
            Merger {
                kind,
                former: id(former),
                present: id(present),
                opposite: opposite && of_claims,
            }
        },
    )
}

/// A party or claim gets a free id, or one that another had or has.
fn renaming() -> impl Strategy<Value = Act> {
    (any::<bool>(), 0..CLAIMS, 0..CLAIMS, any::<bool>()).prop_map(|(of_claims, at, to, is_new)| {
        let (kind, letter) = match of_claims {
            true => (Merged::Claim, "c"),
            false => (Merged::Party, "p"),
        };
        let id = |text: String| text.parse().expect("a slug");
        let new = if is_new { "new-" } else { "" };
        let (old, new) = (format!("{letter}{at}"), format!("{new}{letter}{to}"));
        Act::Rename(kind, id(old), id(new))
    })
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => prop::collection::vec(posting::deed(), 1..5).prop_map(Act::Deeds),
        1 => merger().prop_map(Act::Merge),
        1 => renaming(),
        1 => Just(Act::Undo),
    ]
}

/// Does one write. What the desk refuses leaves the ledger as it was.
fn done(ledger: &mut Ledger, clock: i64, act: &Act) -> bool {
    let stamp = Stamp {
        recorded_at: clock,
        recorded_by: "desk".to_owned(),
    };
    let written = ledger.write(stamp, |writer| {
        let desk = &mut Desk::new(writer, posting::now());
        match act {
            Act::Deeds(deeds) => deeds.iter().try_for_each(|deed| posting::done(desk, deed)),
            Act::Merge(merger) => desk.merge(merger.clone(), true),
            Act::Rename(kind, id, new) => desk.rename(*kind, id, new).map(drop),
            Act::Undo => {
                let entries = undoable(desk.reader(), "desk")?;
                desk.undo(entries)
            }
        }
    });
    match written {
        Err(DeskError::Ledger(error)) => panic!("{error}"),
        other => other.is_ok(),
    }
}

/// What is answered from tallies: the overview, and whom to call.
fn counts(view: &View<'_>) -> Value {
    let calls = answer::calls(view, &CallFilter::default(), 2).expect("calls");
    // The same of each party alone.
    let alone = view.reader.parties().expect("parties").into_iter();
    let alone = alone.map(|party| {
        let filter = CallFilter {
            principals: vec![party],
            ..CallFilter::default()
        };
        answer::calls(view, &filter, u32::MAX).expect("calls")
    });
    let alone: Vec<_> = alone.collect();
    json!([answer::status(view).expect("an overview"), calls, alone])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(12),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 256,
        ..ProptestConfig::default()
    })]

    /// After each write what is read off the tallies is what counting the rows at that entry gives, and what
    /// folding the statements from scratch gives; and the tables are those that the journal gives. So are the
    /// findings, after mergers and undoing too.
    #[test]
    fn tallies_are_what_there_is(acts in prop::collection::vec(act(), 1..12)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut ledger = posting::ledger(&folder);
        for (at, act) in acts.iter().enumerate() {
            done(&mut ledger, i64::try_from(at).expect("small") + 1, act);
            let head = ledger.journal().head().expect("a head").seq;
            let clock = Moment::of(posting::now());
            let tallied = counts(&View::new(ledger.now(), None, clock));
            let counted = counts(&View::new(ledger.now().at(head), None, clock));
            prop_assert_eq!(&tallied, &counted, "after write {}", at);
            let computed = counts(&View::new(ledger.now(), Some(clock), clock));
            prop_assert_eq!(&tallied, &computed, "after write {}", at);
            let rebuilt = ledger.compare().expect("a rebuild");
            prop_assert!(rebuilt.differing.is_empty(), "after write {at}: {:?}", rebuilt.differing);
            let (posted, computed) = posting::posted_and_computed(&ledger);
            prop_assert_eq!(posted, computed, "after write {}", at);
        }
    }
}

/// Series in which nothing was merged, undone, called for or overdue would tell nothing of it.
#[test]
fn the_series_bring_something_about() {
    let mut runner = TestRunner::deterministic();
    let series = prop::collection::vec(act(), 12..20);
    let (mut merged, mut renamed, mut undone) = (0, 0, 0);
    let (mut called, mut overdue) = (0, 0);
    for _ in 0..24 {
        let acts = series.new_tree(&mut runner).expect("a series").current();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut ledger = posting::ledger(&folder);
        for (at, act) in acts.iter().enumerate() {
            let was_done = done(&mut ledger, i64::try_from(at).expect("small") + 1, act);
            match act {
                Act::Merge(_) if was_done => merged += 1,
                Act::Rename(..) if was_done => renamed += 1,
                Act::Undo if was_done => undone += 1,
                _ => {}
            }
        }
        let clock = Moment::of(posting::now());
        let view = View::new(ledger.now(), None, clock);
        let status = answer::status(&view).expect("an overview");
        called += status.to_call_count;
        overdue += status.overdue.len();
    }
    assert!(
        merged >= 10 && renamed >= 10 && undone >= 10,
        "{merged} {renamed} {undone}"
    );
    assert!(called >= 10 && overdue >= 3, "{called} {overdue}");
}
