//! The rules against their second implementation, on dockets made at random.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::domain::discrepancy::{Discrepancy, Kind, Subject};
use onrecord::domain::docket::{ClaimKey, PartyKey};
use onrecord::domain::fold::fold;
use onrecord::domain::time::Moment;
use proptest::prelude::*;

use super::judging::{docket, moments};
use super::naive::{Naive, Stands};

fn of_kind(all: &[Discrepancy], kind: Kind, subject: Option<ClaimKey>) -> Vec<&Discrepancy> {
    let found = all.iter().filter(|found| {
        found.identity.kind == kind
            && match (found.identity.subject, subject) {
                (Subject::Claim(claim), wanted) => wanted == Some(claim),
                (Subject::Question(_), wanted) => wanted.is_none(),
            }
    });
    found.collect()
}

fn by_party(found: Vec<&Discrepancy>) -> BTreeMap<PartyKey, bool> {
    let found = found.into_iter();
    found
        .filter_map(|found| Some((found.identity.party?, found.weak)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_read_plainly_conclude_the_same(docket in docket()) {
        for cut in moments(&docket).into_iter().chain([Moment::LAST]) {
            let naive = Naive { docket: &docket, cut };
            let found = fold(&docket, Some(cut));
            for finding in &found.claims {
                let claim = finding.claim;
                let held: Vec<_> = finding.positions.iter().map(|held| (held.party, held.statement)).collect();
                let wanted = naive.positions(claim).into_iter().map(|word| (naive.holder(word), word.key));
                prop_assert_eq!(held, wanted.collect::<Vec<_>>(), "positions on {:?} at {:?}", claim, cut);
                prop_assert_eq!(finding.acknowledgement, naive.acknowledgement(claim), "{:?} at {:?}", claim, cut);
                prop_assert_eq!(finding.origins, naive.origins(claim), "origins of {:?} at {:?}", claim, cut);
                prop_assert_eq!(finding.status, naive.status(claim), "{:?} at {:?}", claim, cut);
                let reversals = by_party(of_kind(&found.discrepancies, Kind::Reversal, Some(claim)));
                prop_assert_eq!(reversals, naive.reversals(claim), "reversals on {:?} at {:?}", claim, cut);
                let mixed = of_kind(&found.discrepancies, Kind::MixedSignals, Some(claim));
                let mixed = mixed.iter().flat_map(|found| &found.stands);
                let mixed: Stands = mixed.map(|stand| (stand.side, stand.party, stand.statement)).collect();
                prop_assert_eq!(mixed, naive.mixed_signals(claim), "signals on {:?} at {:?}", claim, cut);
            }
            let conflict = of_kind(&found.discrepancies, Kind::ValueConflict, None);
            let mut answers: BTreeMap<ClaimKey, BTreeSet<PartyKey>> = BTreeMap::new();
            for stand in conflict.iter().flat_map(|found| &found.stands) {
                answers.entry(stand.claim).or_default().insert(stand.party);
            }
            prop_assert_eq!(answers, naive.value_conflict(), "conflict at {:?}", cut);
            let moves = of_kind(&found.discrepancies, Kind::Reversal, None).into_iter();
            let moves = moves.filter_map(|found| {
                let claims: BTreeSet<ClaimKey> = found.claims.iter().copied().collect();
                Some((found.identity.party?, (claims, found.weak)))
            });
            prop_assert_eq!(moves.collect::<BTreeMap<_, _>>(), naive.moves(), "moves at {:?}", cut);
        }
    }
}
