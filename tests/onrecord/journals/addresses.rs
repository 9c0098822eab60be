//! Why a shared journal cannot be used: each reason is told apart, and none shows the password.

use std::ffi::OsString;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use onrecord::journal::{Journal, JournalError};
use onrecord::shared::{Address, PostgresJournal, Reason, Rights, Surroundings, create};

use super::on_server;
use crate::common::postgres::address;

/// The reason for which an address does not lead to a journal. Nothing of it shows the password.
fn reason(text: &str) -> Reason {
    reason_in(text, &Surroundings::default())
}

fn reason_in(text: &str, surroundings: &Surroundings) -> Reason {
    let address = Address::parse(text, surroundings).expect("an address");
    let error = PostgresJournal::open(&address, None).expect_err(text);
    let shown = format!("{error} {error:?}");
    assert!(
        error
            .to_string()
            .contains(address.address_without_password()),
        "{error}"
    );
    assert!(!shown.contains("hush"), "{shown}");
    assert!(
        error.reason.hint().is_some() || matches!(error.reason, Reason::Other(_)),
        "{error}"
    );
    error.reason
}

#[test]
fn nobody_answers() {
    let nowhere = "postgres://ann:hush@nowhere.invalid/j";
    assert!(matches!(reason(nowhere), Reason::Unresolved(_)));
    let free = TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address");
    let closed = reason(&format!(
        "host=127.0.0.1 port={} user=ann password=hush",
        free.port()
    ));
    assert!(matches!(closed, Reason::NoAnswer { .. }), "{closed:?}");
}

/// A server that speaks something else, and one that says nothing.
#[test]
fn somebody_else_answers() {
    for (answer, waits) in [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", false),
        ("", false),
        ("", true),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut asked = [0; 64];
                let _ = stream.read(&mut asked);
                let _ = stream.write_all(answer.as_bytes());
                if waits {
                    let _ = stream.read_to_end(&mut Vec::new());
                }
            }
        });
        for mode in ["disable", "prefer", "require"] {
            let found = reason(&format!(
                "host=127.0.0.1 port={port} user=ann password=hush sslmode={mode} connect_timeout=1"
            ));
            assert!(
                matches!(
                    found,
                    Reason::NoAnswer { .. } | Reason::NotPostgres(_) | Reason::NoTls
                ),
                "{answer} {mode}: {found:?}"
            );
        }
    }
}

#[test]
fn the_database_is_another() {
    on_server(Rights::Append, |journal, kyiv| {
        let node = &journal.servers.nodes[0];
        let at = |database: &str, user: &str| {
            format!(
                "postgres://{user}:hush@127.0.0.1:{}/{database}?sslmode=prefer",
                node.port
            )
        };
        let (database, role) = (&journal.database, journal.role("kyiv"));
        assert!(matches!(
            reason(&at("missing", &role)),
            Reason::NoDatabase(_)
        ));
        assert!(matches!(reason(&at("postgres", &role)), Reason::NoJournal));
        assert!(matches!(
            reason(&at(database, "nobody")),
            Reason::NotLetIn { .. }
        ));
        assert!(matches!(
            reason(&format!("{}&sslmode=require", at(database, &role))),
            Reason::NoTls
        ));
        journal.admin(&format!("CREATE ROLE {database}_guest LOGIN"));
        assert!(matches!(
            reason(&at(database, &format!("{database}_guest"))),
            Reason::NoRights { .. }
        ));

        let right = address(&at(database, &role));
        let other = PostgresJournal::open(&right, Some("another")).expect_err("another journal");
        assert!(matches!(&other.reason, Reason::OtherJournal { found, .. } if found == kyiv.id()));
        assert!(PostgresJournal::open(&right, Some(kyiv.id())).is_ok());
        let exists = create(&journal.address("owner")).expect_err("a journal");
        assert_eq!(exists.reason, Reason::Exists);

        journal.admin("UPDATE onrecord.journal SET format = 99");
        assert_eq!(reason(&at(database, &role)), Reason::Newer(99));
    });
}

/// A database whose owner may not make roles gets no half of a journal.
#[test]
fn a_journal_is_made_whole_or_not() {
    on_server(Rights::Append, |journal, _| {
        let role = format!("{}_weak", journal.database);
        journal.admin(&format!("CREATE ROLE {role} LOGIN"));
        journal.admin(&format!("CREATE DATABASE {role} OWNER {role}"));
        let address = address(&journal.servers.address(&role, &role));
        let refused = create(&address).expect_err("no right to make roles");
        assert!(
            matches!(refused.reason, Reason::NoRights { .. }),
            "{refused}"
        );
        journal.admin(&format!("ALTER ROLE {role} CREATEROLE"));
        create(&address).expect("a journal");
        journal.admin(&format!(
            "CREATE DATABASE {role}_latin ENCODING 'LATIN1' TEMPLATE template0 OWNER {role}"
        ));
        let latin = crate::common::postgres::address(
            &journal.servers.address(&role, &format!("{role}_latin")),
        );
        assert!(
            create(&latin)
                .expect_err("no UTF-8")
                .to_string()
                .contains("UTF8")
        );
    });
}

/// A password comes from the address, the environment or the file of passwords.
#[test]
fn passwords_are_found() {
    on_server(Rights::Append, |journal, _| {
        let node = &journal.servers.nodes[0];
        let (database, role) = (&journal.database, journal.role("kyiv"));
        node.configure(
            "pg_hba.conf",
            &format!("host {database} {role} 127.0.0.1/32 scram-sha-256"),
        );
        journal.admin(&format!("ALTER ROLE {role} PASSWORD 'hu:sh'"));
        node.reload();
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(".pgpass");
        fs::write(
            &file,
            format!(
                "# hush\n127.0.0.1:{}:{database}:{role}:hu\\:sh\n",
                node.port
            ),
        )
        .expect("a file");
        let private = |mode| {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("permissions");
        };
        private(0o600);
        let around = |variable: &'static str, value: OsString| {
            Surroundings::from_variables(move |name| (name == variable).then(|| value.clone()))
        };
        let text = format!(
            "host=127.0.0.1 port={} user={role} dbname={database}",
            node.port
        );
        let opens = |text: &str, around: &Surroundings| {
            let address = Address::parse(text, around).expect("an address");
            PostgresJournal::open(&address, None).map(|journal| journal.id().to_owned())
        };
        assert_eq!(reason(&text), Reason::NoPassword);
        assert_eq!(
            reason(&format!("{text} password=hush")),
            Reason::WrongPassword(role.clone())
        );
        opens(&format!("{text} password=hu:sh"), &Surroundings::default()).expect("the address");
        opens(&text, &around("PGPASSWORD", "hu:sh".into())).expect("the environment");
        opens(&text, &around("PGPASSFILE", file.clone().into())).expect("a file that is named");
        opens(&text, &around("HOME", folder.path().into())).expect("the file at home");
        private(0o644);
        let open = reason_in(&text, &around("HOME", folder.path().into()));
        assert!(matches!(open, Reason::File { .. }), "{open:?}");
    });
}

/// A connection that the server ends is made anew, without a word.
#[test]
fn a_lost_connection_is_made_anew() {
    on_server(Rights::Append, |journal, mut kyiv| {
        let end = || {
            journal.admin(&format!(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{}'",
                journal.role("kyiv")
            ))
        };
        use onrecord::journal::SharedJournal as _;
        end();
        kyiv.head().expect("a head");
        end();
        let head = kyiv.take_turn(super::sharing::AGES).expect("the turn");
        end();
        // The turn is lost; what is appended is compared all the same.
        match kyiv.append(&head, &super::one(&head, 1), &[]) {
            Err(JournalError::Unknown(_)) | Ok(_) => {}
            other => panic!("{other:?}"),
        }
        let again = kyiv.take_turn(super::sharing::AGES).expect("the turn");
        assert!(again.seq <= 1);
    });
}
