//! A ledger that is no beginning of the shared journal says from where on, and takes nothing.

use onrecord::desk::DeskError;
use onrecord::journal::chain::link;
use onrecord::journal::{Body, Entry, Head, NewEntry, Salts, Stamp};
use onrecord::ledger::LedgerError;

use super::{CAST, SharedDesk, desks, said};

fn parted(desk: &mut SharedDesk) -> (i64, i64, i64) {
    let before = desk.entries();
    let followed = desk.follow();
    let Err(LedgerError::Parted {
        first,
        ours,
        theirs,
    }) = followed
    else {
        panic!("{followed:?}");
    };
    let written = desk.record(&said("pilot", "asserts", "toll-raised"));
    assert!(
        matches!(
            written,
            Err(DeskError::Ledger(LedgerError::Parted { first: again, .. })) if again == first
        ),
        "{written:?}"
    );
    assert_eq!(desk.entries(), before);
    desk.assert_is_posted();
    (first, ours, theirs)
}

/// The journal with one entry replaced, and all that follow linked to it.
fn rewritten(entries: &[Entry], at: usize) -> Vec<Entry> {
    let mut head = at
        .checked_sub(1)
        .map_or(Head::EMPTY, |before| entries[before].head());
    let mut all = entries[..at].to_vec();
    for entry in &entries[at..] {
        let body = entry.body.clone().expect("a body");
        let body = match all.len() == at {
            true => {
                let read = Body::read(entry.header.seq, &body).expect("a known kind");
                read.seal(&mut Salts::default()).expect("a salt")
            }
            false => body,
        };
        let new = link(
            &head,
            NewEntry {
                written: (entry.header.written != entry.header.seq).then_some(entry.header.written),
                stamp: Stamp {
                    recorded_at: entry.header.recorded_at,
                    recorded_by: entry.header.recorded_by.clone(),
                },
                body: body.sealed(),
            },
        );
        head = new.head();
        all.push(new);
    }
    all
}

#[test]
fn a_journal_that_was_cut_has_parted() {
    let [mut harbour] = desks(["harbour"]);
    harbour.record(CAST).expect("the cast");
    harbour
        .record(&said("warden", "asserts", "lock-closed"))
        .expect("a statement");
    harbour.remote.tamper(|entries| entries.truncate(5));
    assert_eq!(parted(&mut harbour), (6, 6, 5));
    harbour.remote.tamper(Vec::clear);
    assert_eq!(parted(&mut harbour), (1, 6, 0));
}

#[test]
fn the_first_entry_that_differs_is_named() {
    for at in 0..5 {
        let [mut harbour] = desks(["harbour"]);
        harbour.record(CAST).expect("the cast");
        harbour
            .remote
            .tamper(|entries| *entries = rewritten(entries, at));
        let first = i64::try_from(at).expect("small") + 1;
        assert_eq!(parted(&mut harbour), (first, 5, 5));
    }
}

/// Also if the other chain is longer, and starts before what the ledger has not seen.
#[test]
fn a_longer_chain_has_parted_too() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    quay.follow().expect("the cast");
    harbour
        .record(&said("warden", "asserts", "lock-closed"))
        .expect("a statement");
    quay.remote
        .tamper(|entries| *entries = rewritten(entries, 2));
    assert_eq!(parted(&mut quay), (3, 5, 6));
}

/// What comes is checked: a chain that does not hold is no other chain, but a damaged one.
#[test]
fn a_damaged_journal_is_not_taken() {
    type Harm = fn(&mut Entry);
    let harms: [(Harm, &str); 4] = [
        (
            |entry| entry.header.recorded_by = "mara@quay".to_owned(),
            "does not have the hash",
        ),
        (
            |entry| {
                if let Some(body) = &mut entry.body {
                    body.bytes.push(b' ');
                }
            },
            "does not have the body",
        ),
        (|entry| entry.body = None, "no redaction says why"),
        (|entry| entry.header.seq += 1, "does not follow"),
    ];
    for (harm, what) in harms {
        let [mut harbour, mut quay] = desks(["harbour", "quay"]);
        harbour.record(CAST).expect("the cast");
        quay.follow().expect("the cast");
        harbour
            .record(&said("warden", "asserts", "lock-closed"))
            .expect("a statement");
        quay.remote
            .tamper(|entries| entries.last_mut().into_iter().for_each(harm));
        let refused = quay.follow().map_err(|error| error.to_string());
        assert!(
            refused.as_ref().is_err_and(|text| text.contains(what)),
            "{what}: {refused:?}"
        );
        assert_eq!(quay.entries().len(), 5);
        quay.assert_is_posted();
    }
}
