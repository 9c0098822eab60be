//! A whole journal copied into a shared one, and read back.

use onrecord::journal::memory::MemoryJournal;
use onrecord::journal::verify::verify;
use onrecord::journal::{Body, Entry, Head, Journal, JournalError, PAGE};
use onrecord::shared::{PostgresJournal, Rights};

use super::{body, entries, on_server};

/// A journal with a redaction, whose authors are of no desk, as a desk of its own has it.
fn journal() -> MemoryJournal {
    let mut said: Vec<Body> = (0..PAGE + 40).map(body).collect();
    said.push(Body::Redaction {
        of: vec![3, 5],
        reason: "an example".to_owned(),
    });
    let mut entries = entries(&Head::EMPTY, "ann", &said);
    entries[2].body = None;
    entries[4].body = None;
    MemoryJournal { entries }
}

/// The journal of the owner, empty.
fn on_empty(test: impl Fn(&mut PostgresJournal)) {
    on_server(Rights::Append, |journal, kyiv| {
        drop(kyiv);
        test(&mut journal.open("owner"));
    });
}

#[test]
fn a_journal_is_loaded_whole() {
    on_server(Rights::Append, |journal, kyiv| {
        let local = self::journal();
        let mut owner = journal.open("owner");
        let mut sent = 0;
        owner.load(&local, &mut |seq| sent = seq).expect("loaded");
        assert_eq!(sent, local.head().expect("a head").seq);
        assert_eq!(kyiv.head().expect("a head"), local.head().expect("a head"));
        assert_eq!(kyiv.read(1, usize::MAX).expect("a page"), local.entries);
        assert_eq!(
            verify(&kyiv).expect("a verdict"),
            verify(&local).expect("a verdict")
        );
        assert_eq!(
            journal.admin(
                "SELECT string_agg(seq || '<' || by, ' ' ORDER BY seq) FROM onrecord.redaction"
            ),
            "3<553 5<553"
        );
        // A second time there is no room.
        let refused = owner.load(&local, &mut |_| ());
        assert!(
            matches!(refused, Err(JournalError::Refused(_))),
            "{refused:?}"
        );
        assert_eq!(kyiv.read(1, usize::MAX).expect("a page"), local.entries);
        // Nor may a desk load.
        let mut kyiv = kyiv;
        assert!(matches!(
            kyiv.load(&local, &mut |_| ()),
            Err(JournalError::Refused(_))
        ));
    });
}

/// A journal with a fault is refused, and the database is left empty.
#[test]
fn a_damaged_journal_is_not_loaded() {
    on_empty(|owner| {
        type Change = fn(&mut Vec<Entry>);
        let changes: [(&str, Change); 7] = [
            ("entry 2 is not the next one", |entries| {
                drop(entries.remove(0))
            }),
            ("entry 8 is not the next one", |entries| {
                drop(entries.remove(6))
            }),
            ("entry 9 does not have the hash", |entries| {
                entries[8].header.recorded_by.push('x')
            }),
            ("entry 9 does not follow", |entries| {
                entries[8].header.previous = entries[8].header.digest
            }),
            ("entry 7 has lost its body", |entries| {
                entries[6].body = None
            }),
            ("entry 8 does not have the body", |entries| {
                entries[7].body.as_mut().expect("a body").bytes[0] = b'['
            }),
            ("entry 3 has lost its body", |entries| drop(entries.pop())),
        ];
        for (what, change) in changes {
            let mut local = journal();
            change(&mut local.entries);
            match owner.load(&local, &mut |_| ()) {
                Err(JournalError::Refused(said)) => assert!(said.contains(what), "{what}: {said}"),
                other => panic!("{what}: {other:?}"),
            }
            assert_eq!(owner.head().expect("a head"), Head::EMPTY);
            assert!(owner.read(1, PAGE).expect("a page").is_empty());
        }
        owner
            .load(&journal(), &mut |_| ())
            .expect("loaded after all");
    });
}

/// A connection that ends midway, or between headers and bodies, leaves the database empty.
#[test]
fn half_a_journal_is_not_loaded() {
    on_server(Rights::Append, |journal, kyiv| {
        let local = self::journal();
        let last = local.head().expect("a head").seq;
        let mut owner = journal.open("owner");
        for at in [1, last] {
            let end = format!(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{}'",
                journal.role("owner")
            );
            let broken = owner.load(&local, &mut |seq| {
                if seq == at {
                    journal.admin(&end);
                }
            });
            assert!(
                matches!(broken, Err(JournalError::Unreachable(_))),
                "{broken:?}"
            );
            assert_eq!(kyiv.head().expect("a head"), Head::EMPTY);
            assert_eq!(journal.admin("SELECT count(*) FROM onrecord.body"), "0");
            assert_eq!(journal.admin("SELECT count(*) FROM onrecord.entry"), "0");
        }
        owner.load(&local, &mut |_| ()).expect("loaded after all");
    });
}

/// A body that a redaction names is gone in a sound journal.
#[test]
fn a_redacted_body_is_not_loaded() {
    on_empty(|owner| {
        let mut local = journal();
        let whole = entries(&Head::EMPTY, "ann", &[body(1)]);
        let redaction = Body::Redaction {
            of: vec![1],
            reason: "an example".to_owned(),
        };
        local.entries = [
            whole.clone(),
            entries(&whole[0].head(), "ann", &[redaction]),
        ]
        .concat();
        let refused = owner.load(&local, &mut |_| ());
        assert!(
            matches!(refused, Err(JournalError::Refused(said)) if said.contains("still has its body"))
        );
    });
}
