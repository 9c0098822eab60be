//! What holds for every journal that desks share.

use std::time::Duration;

use onrecord::journal::verify::verify;
use onrecord::journal::{Appended, Body, Head, JournalError, PAGE};

use super::{body, entries, one, with_two_desks};

const NOW: Duration = Duration::ZERO;
pub(super) const SOON: Duration = Duration::from_millis(50);
pub(super) const AGES: Duration = Duration::from_secs(20);

/// The same entries again are on record already, others at their place are not taken.
#[test]
fn an_append_is_stored_once() {
    with_two_desks(|kyiv, paris| {
        let first = one(&Head::EMPTY, 1);
        let head = first[0].head();
        assert_eq!(
            kyiv.append(&Head::EMPTY, &first, &[]).expect("stored"),
            Appended::Stored
        );
        assert_eq!(
            kyiv.append(&Head::EMPTY, &first, &[]).expect("known"),
            Appended::Already
        );
        let other = entries(&Head::EMPTY, "bo@paris", &[body(1)]);
        let moved = paris.append(&Head::EMPTY, &other, &[]).expect("an answer");
        assert_eq!(moved, Appended::Moved(head));

        let next = entries(&head, "bo@paris", &[body(2), body(3)]);
        assert_eq!(
            paris.append(&head, &next, &[]).expect("stored"),
            Appended::Stored
        );
        // An entry further on, and one that is only partly there.
        assert_eq!(
            kyiv.append(&Head::EMPTY, &first, &[]).expect("known"),
            Appended::Already
        );
        let longer = [
            next.clone(),
            entries(&next[1].head(), "bo@paris", &[body(4)]),
        ]
        .concat();
        let moved = paris.append(&head, &longer, &[]).expect("an answer");
        assert_eq!(moved, Appended::Moved(next[1].head()));
        assert_eq!(kyiv.read(1, PAGE).expect("a page"), [first, next].concat());
        assert_eq!(verify(kyiv).expect("a verdict").problem, None);
    });
}

/// Who has the turn is alone, until it appends or gives the turn back.
#[test]
fn desks_take_turns() {
    with_two_desks(|kyiv, paris| {
        assert_eq!(kyiv.take_turn(NOW).expect("the turn"), Head::EMPTY);
        assert!(matches!(paris.take_turn(SOON), Err(JournalError::Busy)));
        assert!(matches!(paris.confirm(SOON), Err(JournalError::Busy)));
        // Reading needs no turn.
        assert_eq!(paris.head().expect("a head"), Head::EMPTY);
        let first = one(&Head::EMPTY, 1);
        kyiv.append(&Head::EMPTY, &first, &[]).expect("stored");

        assert_eq!(paris.take_turn(NOW).expect("the turn"), first[0].head());
        paris.end_turn().expect("an end");
        paris.end_turn().expect("no turn to end");
        assert_eq!(kyiv.take_turn(NOW).expect("the turn"), first[0].head());
        // A turn that is taken again is the same turn.
        assert_eq!(kyiv.take_turn(NOW).expect("the turn"), first[0].head());
        let moved = kyiv
            .append(&Head::EMPTY, &one(&Head::EMPTY, 2), &[])
            .expect("an answer");
        assert_eq!(moved, Appended::Moved(first[0].head()));
        // It ended with that.
        assert_eq!(paris.confirm(NOW).expect("a head"), first[0].head());
    });
}

/// A desk that waits for the turn gets it when it is given back, and one that waits for an entry hears of it.
#[test]
fn who_waits_is_told() {
    with_two_desks(|kyiv, paris| {
        assert!(!paris.await_notice(NOW).expect("an answer"));
        let first = one(&Head::EMPTY, 1);
        kyiv.append(&Head::EMPTY, &first, &[]).expect("stored");
        assert!(paris.await_notice(AGES).expect("an answer"));
        assert!(
            !paris.await_notice(SOON).expect("an answer"),
            "one append is noticed once"
        );
        let next = entries(&first[0].head(), "bo@paris", &[body(2)]);
        paris.append(&first[0].head(), &next, &[]).expect("stored");
        assert!(
            !paris.await_notice(SOON).expect("an answer"),
            "a desk knows its own"
        );
    });
}

/// A redaction removes the bodies that it names, with its own entry or not at all.
#[test]
fn a_redaction_removes_bodies() {
    with_two_desks(|kyiv, paris| {
        let first = entries(&Head::EMPTY, "ann@kyiv", &[body(1), body(2), body(3)]);
        kyiv.append(&Head::EMPTY, &first, &[]).expect("stored");
        let head = first[2].head();
        let redaction = |of: &[i64]| Body::Redaction {
            of: of.to_vec(),
            reason: "an example".to_owned(),
        };
        let redact = entries(&head, "ann@kyiv", &[redaction(&[1, 3])]);
        for wrong in [&[][..], &[1], &[1, 2, 3], &[2]] {
            let refused = kyiv.append(&head, &redact, wrong);
            assert!(
                matches!(refused, Err(JournalError::Refused(_))),
                "{wrong:?}: {refused:?}"
            );
        }
        assert!(kyiv.append(&head, &one(&head, 9), &[1]).is_err());
        assert_eq!(paris.read(1, PAGE).expect("a page"), first);
        assert_eq!(
            kyiv.append(&head, &redact, &[1, 3]).expect("stored"),
            Appended::Stored
        );
        assert_eq!(
            kyiv.append(&head, &redact, &[1, 3]).expect("known"),
            Appended::Already
        );
        let left = paris.read(1, PAGE).expect("a page");
        let bodies: Vec<bool> = left.iter().map(|entry| entry.body.is_some()).collect();
        assert_eq!(bodies, [false, true, false, true]);
        assert_eq!(verify(paris).expect("a verdict").problem, None);
    });
}

/// What does not follow is refused, and leaves nothing.
#[test]
fn a_broken_chain_is_refused() {
    with_two_desks(|kyiv, _| {
        let sound = entries(&Head::EMPTY, "ann@kyiv", &[body(1), body(2)]);
        let mut broken = vec![Vec::new()];
        let mut change = |change: &dyn Fn(&mut Vec<onrecord::journal::Entry>)| {
            let mut changed = sound.clone();
            change(&mut changed);
            broken.push(changed);
        };
        change(&|entries| entries[1].header.seq = 3);
        change(&|entries| entries[1].header.previous.0[0] ^= 1);
        change(&|entries| entries[1].header.recorded_by.push('x'));
        change(&|entries| entries[0].body = None);
        change(&|entries| entries[0].header.hash.0[31] ^= 1);
        change(&|entries| entries.swap(0, 1));
        change(&|entries| {
            if let Some(body) = &mut entries[1].body {
                body.bytes.push(b' ');
            }
        });
        for entries in broken {
            let refused = kyiv.append(&Head::EMPTY, &entries, &[]);
            assert!(
                matches!(refused, Err(JournalError::Refused(_))),
                "{refused:?}"
            );
        }
        assert_eq!(kyiv.head().expect("a head"), Head::EMPTY);
        assert!(kyiv.read(1, PAGE).expect("a page").is_empty());
    });
}
