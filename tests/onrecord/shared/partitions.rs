//! Three desks that lose the journal and find it again, in any order, end with one chain and the same rows.

use onrecord::desk::{Desk, DeskError};
use onrecord::journal::shared_memory::Fault;
use onrecord::journal::verify::verify;
use onrecord::ledger::{LedgerError, Settled};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;

use super::desks;
use crate::common::cases;
use crate::properties::posting::{Deed, cast, deed, done, now, posted_and_computed};

/// What a desk does, and what goes wrong.
#[derive(Debug, Clone)]
enum Act {
    Write(Vec<Deed>),
    Follow,
    Rebuild,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => prop::collection::vec(deed(), 1..4).prop_map(Act::Write),
        2 => Just(Act::Follow),
        1 => Just(Act::Rebuild),
    ]
}

fn fault() -> impl Strategy<Value = Option<Fault>> {
    select(vec![
        None,
        None,
        None,
        None,
        Some(Fault::Unreachable),
        Some(Fault::UnknownStored),
        Some(Fault::UnknownLost),
        Some(Fault::Moved),
        Some(Fault::Busy),
    ])
}

/// Whether this is something that a partition may lead to.
fn is_expected(error: &LedgerError) -> bool {
    matches!(
        error,
        LedgerError::Journal(_) | LedgerError::OutcomeUnknown(_)
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(12),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 128,
        ..ProptestConfig::default()
    })]

    /// Every write is on record once or not at all, and in the end all ledgers are the journal.
    #[test]
    fn desks_agree_after_any_partition(
        acts in prop::collection::vec((0..3_usize, act(), fault()), 1..14)
    ) {
        let mut all = desks(["harbour", "quay", "mole"]);
        all[0].write(|writer| cast(&mut Desk::new(writer, now()))).expect("the cast");
        for (at, act, fault) in &acts {
            let desk = &mut all[*at];
            let before = desk.remote.entries().len();
            desk.remote.fail(*fault);
            desk.clock += 1;
            let outcome = match act {
                Act::Write(deeds) => {
                    let written = desk.write(|writer| {
                        let mut desk = Desk::new(writer, now());
                        deeds.iter().try_for_each(|deed| done(&mut desk, deed))
                    });
                    match written {
                        Ok(_) => Ok(()),
                        Err(DeskError::Ledger(error)) => Err(error),
                        Err(other) => panic!("{other}"),
                    }
                }
                Act::Follow => desk.follow().map(drop),
                Act::Rebuild => {
                    let rebuilt = desk.ledger.rebuild().expect("a rebuild");
                    prop_assert!(rebuilt.is_same(), "{:?}", rebuilt);
                    Ok(())
                }
            };
            if let Err(error) = outcome {
                prop_assert!(is_expected(&error), "{error}");
                let is_unknown = matches!(error, LedgerError::OutcomeUnknown(_));
                prop_assert!(!is_unknown || desk.sending().exists());
                let own = desk.entries().len();
                prop_assert!(own <= desk.remote.entries().len());
            }
            prop_assert!(desk.remote.entries().len() >= before);
        }
        for desk in &mut all {
            desk.remote.fail_no_more();
            let caught = desk.follow().expect("everything");
            if let Some(Settled::NeverRecorded { outbox }) = caught.settled {
                prop_assert!(desk.ledger.now().held_back(outbox).expect("the outbox").is_some());
            }
        }
        // Whoever settled last may have sent again what the others have not seen.
        for desk in &mut all {
            desk.follow().expect("everything");
            prop_assert!(!desk.sending().exists());
            desk.assert_is_whole();
            prop_assert_eq!(verify(&desk.ledger.journal()).expect("a journal").problem, None);
            let (posted, computed) = posted_and_computed(&desk.ledger);
            prop_assert_eq!(posted, computed);
        }
    }
}
