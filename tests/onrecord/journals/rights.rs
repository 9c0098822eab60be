//! What a desk can do with a shared journal, and what it cannot, whatever SQL it sends.

use onrecord::journal::chain::link;
use onrecord::journal::{Appended, Body, Head, Journal, JournalError, SharedJournal};
use onrecord::shared::{PostgresJournal, Rights};

use super::{body, draft, entries, on_server, one};
use crate::common::postgres::{Servers, TestJournal};

fn redaction(of: i64) -> Body {
    Body::Redaction {
        of: vec![of],
        reason: "an example".to_owned(),
    }
}

/// Appends, and expects a refusal that says `what`.
fn refuses(journal: &mut PostgresJournal, head: &Head, by: &str, said: &[Body], what: &str) {
    let written = entries(head, by, said);
    refuses_entries(journal, head, &written, what);
}

fn refuses_entries(
    journal: &mut PostgresJournal,
    head: &Head,
    written: &[onrecord::journal::Entry],
    what: &str,
) {
    match journal.append(head, written, &[]) {
        Err(JournalError::Refused(said)) => assert!(said.contains(what), "{said}"),
        other => panic!("{what}: {other:?}"),
    }
    assert_eq!(journal.head().expect("a head"), *head);
}

/// No table can be changed but through the functions, not even with the right to operate.
#[test]
fn nobody_writes_rows() {
    on_server(Rights::Operate, |journal, mut kyiv| {
        let first = one(&Head::EMPTY, 1);
        kyiv.append(&Head::EMPTY, &first, &[]).expect("stored");
        let hash = "decode(repeat('00', 32), 'hex')";
        for sql in [
            format!(
                "INSERT INTO onrecord.entry VALUES (2, 2, 5, 'ann@kyiv', {hash}, {hash}, {hash})"
            ),
            "INSERT INTO onrecord.body VALUES (2, 'a', 'b')".to_owned(),
            "INSERT INTO onrecord.redaction VALUES (1, 1)".to_owned(),
            "INSERT INTO onrecord.desk (name, role, rights) VALUES ('x', 'postgres', 'operate')"
                .to_owned(),
            "UPDATE onrecord.entry SET recorded_by = 'x'".to_owned(),
            "UPDATE onrecord.body SET bytes = ''".to_owned(),
            "UPDATE onrecord.head SET seq = 0".to_owned(),
            "UPDATE onrecord.desk SET name = 'paris'".to_owned(),
            "UPDATE onrecord.journal SET format = 2".to_owned(),
            "DELETE FROM onrecord.entry".to_owned(),
            "DELETE FROM onrecord.body".to_owned(),
            "DELETE FROM onrecord.head".to_owned(),
            "TRUNCATE onrecord.entry".to_owned(),
            "DROP TABLE onrecord.body".to_owned(),
            "CREATE TABLE onrecord.more ()".to_owned(),
            "SELECT FROM onrecord.head FOR UPDATE".to_owned(),
            "BEGIN; LOCK TABLE onrecord.journal IN EXCLUSIVE MODE; COMMIT".to_owned(),
            "SELECT onrecord.check_load()".to_owned(),
            "SELECT onrecord.remove('{}', '{}', '{1}')".to_owned(),
        ] {
            let said = journal.sql("kyiv", &sql).expect_err(&sql);
            assert!(
                said.contains("permission denied") || said.contains("must be owner"),
                "{sql}: {said}"
            );
        }
        assert_eq!(kyiv.read(1, 9).expect("a page"), first);
    });
}

/// Each right is what its name says, and includes the ones before it.
#[test]
fn rights_are_what_they_are_called() {
    on_server(Rights::Read, |journal, mut reader| {
        let mut writer = journal.desk("writer", Rights::Append);
        let mut redactor = journal.desk("redactor", Rights::Redact);
        let mut operator = journal.desk("operator", Rights::Operate);
        let first = entries(&Head::EMPTY, "bo@writer", &[body(1), body(2)]);
        assert!(matches!(
            reader.append(&Head::EMPTY, &first, &[]),
            Err(JournalError::Refused(_))
        ));
        assert!(matches!(
            reader.take_turn(super::sharing::SOON),
            Err(JournalError::Refused(_))
        ));
        assert_eq!(
            writer.append(&Head::EMPTY, &first, &[]).expect("stored"),
            Appended::Stored
        );
        let head = first[1].head();
        assert_eq!(reader.confirm(super::sharing::AGES).expect("a head"), head);

        let by_writer = entries(&head, "bo@writer", &[redaction(1)]);
        refuses(
            &mut writer,
            &head,
            "bo@writer",
            &[redaction(1)],
            "the right to redact",
        );
        assert!(matches!(
            writer.append(&head, &by_writer, &[1]),
            Err(JournalError::Refused(_))
        ));
        let by_redactor = entries(&head, "cy@redactor", &[redaction(1)]);
        assert_eq!(
            redactor.append(&head, &by_redactor, &[1]).expect("stored"),
            Appended::Stored
        );

        assert!(matches!(
            redactor.add_desk("x", "postgres", Rights::Read),
            Err(JournalError::Refused(_))
        ));
        operator.rename_desk("writer", "office").expect("renamed");
        let head = by_redactor[0].head();
        refuses(&mut writer, &head, "bo@writer", &[body(3)], "@office");
        let renamed = entries(&head, "bo@office", &[body(3)]);
        assert_eq!(
            writer.append(&head, &renamed, &[]).expect("stored"),
            Appended::Stored
        );
    });
}

/// What an entry says of its author, its time, its write and its kind is held against the session and the clock.
#[test]
fn what_an_entry_claims_is_checked() {
    on_server(Rights::Append, |journal, mut kyiv| {
        let mut paris = journal.desk("paris", Rights::Append);
        for (by, what) in [
            ("ann@paris", "does not end in @kyiv"),
            ("ann", "does not end in @kyiv"),
            ("@kyiv", "does not end in @kyiv"),
            ("kyiv", "does not end in @kyiv"),
            ("ann@kyiv ", "does not end in @kyiv"),
        ] {
            refuses(&mut kyiv, &Head::EMPTY, by, &[body(1)], what);
        }
        let now: i64 = journal
            .admin("SELECT (extract(epoch FROM now()) * 1000)::bigint")
            .parse()
            .expect("a number");
        let ahead = |minutes: i64| {
            vec![link(
                &Head::EMPTY,
                draft(&body(1), None, now + minutes * 60_000),
            )]
        };
        refuses_entries(&mut kyiv, &Head::EMPTY, &ahead(6), "five minutes ahead");
        let first = ahead(4);
        kyiv.append(&Head::EMPTY, &first, &[]).expect("stored");
        let head = first[0].head();

        let older = Head {
            recorded_at: 0,
            ..head
        };
        let back = vec![link(&older, draft(&body(2), None, 5))];
        refuses_entries(&mut kyiv, &head, &back, "older than the entry before");
        let mut foreign = draft(&body(2), Some(1), 5);
        foreign.stamp.recorded_by = "bo@paris".to_owned();
        refuses_entries(
            &mut paris,
            &head,
            &[link(&head, foreign)],
            "write of somebody else",
        );
        let stranger = vec![link(&head, draft(&body(2), Some(77), 5))];
        refuses_entries(&mut kyiv, &head, &stranger, "belongs to a write");
        // A write may go on in a further append.
        let more = vec![link(&head, draft(&body(2), Some(1), 5))];
        assert_eq!(
            kyiv.append(&head, &more, &[]).expect("stored"),
            Appended::Stored
        );
    });
}

/// A body is one JSON object of one kind; a redaction hidden in it is found.
#[test]
fn a_body_says_what_it_is() {
    on_server(Rights::Append, |_, mut kyiv| {
        for bytes in [
            "",
            "[]",
            "7",
            "{",
            "{\"id\":\"x\"}",
            "{\"entry\":\"party\",\"entry\":\"redaction\",\"of\":[1]}",
            "{\"entry\":\"\\u0072edaction\",\"of\":[1],\"reason\":\"x\"}",
            " { \"of\": [1], \"reason\": \"\\u0000\", \"entry\" : \"redaction\" } ",
        ] {
            let mut new = draft(&body(1), None, 5);
            let salted = onrecord::journal::SaltedBody {
                salt: vec![7; 16],
                bytes: bytes.into(),
            };
            new.body = salted.sealed();
            let refused = kyiv.append(&Head::EMPTY, &[link(&Head::EMPTY, new)], &[]);
            assert!(
                matches!(refused, Err(JournalError::Refused(_))),
                "{bytes}: {refused:?}"
            );
        }
    });
}

/// What is too large for the server is refused before anything is sent.
#[test]
fn a_write_may_not_be_endless() {
    on_server(Rights::Append, |_, mut kyiv| {
        let mut large = one(&Head::EMPTY, 1);
        large[0].body.as_mut().expect("a body").bytes = vec![0; 257 << 20];
        match kyiv.append(&Head::EMPTY, &large, &[]) {
            Err(JournalError::Refused(said)) => assert!(said.contains("256 MiB"), "{said}"),
            other => panic!("{other:?}"),
        }
        let small = kyiv.append(&Head::EMPTY, &one(&Head::EMPTY, 1), &[]);
        assert_eq!(small.expect("stored"), Appended::Stored);
    });
}

/// A redaction is no way to change what was redacted before, or what comes later.
#[test]
fn a_redaction_stays() {
    on_server(Rights::Redact, |_, mut kyiv| {
        let first = entries(&Head::EMPTY, "ann@kyiv", &[body(1), redaction(1)]);
        kyiv.append(&Head::EMPTY, &first, &[1]).expect("stored");
        let head = first[1].head();
        for of in [0, 2, 3, 9, -1] {
            let wrong = entries(&head, "ann@kyiv", &[redaction(of)]);
            let refused = kyiv.append(&head, &wrong, &[of]);
            assert!(
                matches!(refused, Err(JournalError::Refused(_))),
                "{of}: {refused:?}"
            );
        }
    });
}

/// A desk says how far it is; its name stays its own when it is renamed and when it leaves.
#[test]
fn desks_come_and_go() {
    on_server(Rights::Append, |journal, mut kyiv| {
        let mut owner = journal.open("owner");
        assert_eq!((kyiv.desk(), owner.desk()), (Some("kyiv"), None));
        let first = one(&Head::EMPTY, 1);
        kyiv.append(&Head::EMPTY, &first, &[]).expect("stored");
        kyiv.note_desk(&first[0].head(), "onrecord 9.9")
            .expect("noted");
        let elsewhere = Head {
            hash: first[0].header.digest,
            ..first[0].head()
        };
        assert!(matches!(
            kyiv.note_desk(&elsewhere, "x"),
            Err(JournalError::Refused(_))
        ));
        assert!(matches!(
            owner.note_desk(&Head::EMPTY, "x"),
            Err(JournalError::Refused(_))
        ));
        let desks = kyiv.desks().expect("desks");
        let [desk] = desks.as_slice() else {
            panic!("{desks:?}")
        };
        assert_eq!(
            (desk.name.as_str(), desk.role.as_str()),
            ("kyiv", journal.role("kyiv").as_str())
        );
        assert_eq!(
            (desk.rights, desk.head, desk.version.as_deref()),
            (Rights::Append, 1, Some("onrecord 9.9"))
        );
        assert!(desk.seen_at.is_some() && desk.left_at.is_none());

        journal.admin(&format!("CREATE ROLE {} LOGIN", journal.role("other")));
        for (name, role) in [
            ("kyiv", "other"),
            ("Kyiv", "other"),
            ("a b", "other"),
            ("", "other"),
            ("lviv", "kyiv"),
            ("lviv", "nobody"),
        ] {
            let refused = owner.add_desk(name, &journal.role(role), Rights::Append);
            assert!(
                matches!(refused, Err(JournalError::Refused(_))),
                "{name} {role}: {refused:?}"
            );
        }
        owner.rename_desk("kyiv", "lviv").expect("renamed");
        assert!(owner.rename_desk("kyiv", "odesa").is_err());
        assert!(
            owner
                .add_desk("kyiv", &journal.role("other"), Rights::Append)
                .is_err()
        );

        kyiv.leave().expect("gone");
        let next = entries(&first[0].head(), "ann@lviv", &[body(2)]);
        assert!(matches!(
            kyiv.append(&first[0].head(), &next, &[]),
            Err(JournalError::Refused(_))
        ));
        assert!(owner.desks().expect("desks")[0].left_at.is_some());
        assert!(owner.remove_desk("lviv").is_err());
        // The role may come back as another desk.
        owner
            .add_desk("odesa", &journal.role("kyiv"), Rights::Append)
            .expect("a desk");
        let next = entries(&first[0].head(), "ann@odesa", &[body(2)]);
        let back = journal.open("kyiv").append(&first[0].head(), &next, &[]);
        assert_eq!(back.expect("stored"), Appended::Stored);
    });
}

/// A role that may no longer log in is out at once when its session is ended.
#[test]
fn a_role_is_locked_out() {
    on_server(Rights::Append, |journal, mut kyiv| {
        let role = journal.role("kyiv");
        journal.admin(&format!("ALTER ROLE {role} NOLOGIN"));
        journal.admin(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'"
        ));
        let refused = kyiv.append(&Head::EMPTY, &one(&Head::EMPTY, 1), &[]);
        assert!(refused.is_err());
        assert!(matches!(kyiv.head(), Err(JournalError::Refused(_))));
    });
}

/// Two journals of one server know nothing of each other's desks.
#[test]
fn journals_of_one_server_are_apart() {
    on_server(Rights::Operate, |journal, _| {
        let Some(servers) = Servers::common() else {
            return;
        };
        let other = TestJournal::new(servers);
        let said = servers.nodes[0].sql(
            &journal.role("kyiv"),
            &other.database,
            "SELECT FROM onrecord.entry",
        );
        assert!(said.expect_err("no rights").contains("permission denied"));
    });
}
