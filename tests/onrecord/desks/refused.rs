//! What cannot work says why and what to do, and leaves nothing half-done: neither on the server nor in the folder.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use super::{add, assert_refused, assert_same, joined, sharing};
use crate::common::TestDesk;
use crate::common::desk::{NOW, small_desk};
use crate::common::postgres::{Servers, TestJournal};
use crate::journals::tls::{authority, install, offer};

/// The port of a web server, which answers everything with an error until the tests end.
fn web_server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for caller in listener.incoming() {
            let mut caller = caller.expect("a caller");
            let _ = caller.read(&mut [0; 512]);
            let _ = caller.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    port
}

/// A port that nobody listens at.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Neither a ledger that would be shared nor a folder that would have a copy is changed by an address that cannot work.
#[test]
fn addresses_that_lead_nowhere() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let port = servers.nodes[0].port;
    let (web, closed) = (web_server(), closed_port());
    let cases = [
        (
            "https://db.example.org/journal".to_owned(),
            ["not the address of a database", "postgresql://"],
        ),
        (
            format!("postgresql://kyiv@127.0.0.1:{web}/journal"),
            [
                "closed the connection without a word that PostgreSQL would say",
                "check host and port",
            ],
        ),
        (
            format!("postgresql://kyiv@127.0.0.1:{closed}/journal"),
            ["does not answer", "whether the server runs"],
        ),
        (
            "postgresql://kyiv@nowhere.invalid/journal".to_owned(),
            ["nowhere.invalid", "cannot be resolved"],
        ),
        (
            format!("postgresql://postgres@127.0.0.1:{port}/no_such"),
            ["no database no_such", "check the name"],
        ),
        (
            format!("postgresql://nobody_here@127.0.0.1:{port}/postgres"),
            ["does not let nobody_here in", "pg_hba.conf"],
        ),
        (
            format!("postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=require"),
            ["does not offer TLS", "sslmode=disable"],
        ),
        (
            format!(
                "postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=verify-full&sslrootcert=none.crt"
            ),
            ["none.crt cannot be used", "correct the file"],
        ),
    ];
    let kyiv = small_desk();
    let (before, files) = (kyiv.state(), kyiv.files());
    let lviv = TestDesk::new(NOW);
    for (url, words) in cases {
        assert_refused(&kyiv.run(format!("share '{url}' --desk kyiv")), 1, &words);
        assert_refused(&lviv.run(format!("join '{url}' --desk lviv")), 1, &words);
    }
    assert_eq!((kyiv.state(), kyiv.files()), (before, files));
    assert!(!lviv.path("onrecord.db").exists() && lviv.files().is_empty());
    kyiv.ok("party add quay --name 'Quay Union' --kind organisation");
}

#[test]
fn databases_that_do_not_fit() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let other = small_desk();
    let before = other.state();
    let (owner, head) = (journal.url("owner"), "SELECT seq FROM onrecord.head");
    let entries = journal.admin(head);
    // It holds a journal already.
    let run = other.run(format!("share {owner} --desk other"));
    assert_refused(&run, 1, &["holds a journal already", "empty database"]);
    let run = kyiv.run(format!("share {owner} --desk kyiv"));
    assert_refused(&run, 1, &["is a copy of the journal at", "already"]);
    // Something else is in it, by the name of a journal's schema.
    let taken = TestJournal::unmade(servers);
    taken.admin("CREATE SCHEMA onrecord; CREATE TABLE onrecord.entry (id int)");
    let url = taken.url("owner");
    assert_refused(
        &other.run(format!("share {url} --desk other")),
        1,
        &["journal"],
    );
    assert_refused(
        &other.run(format!("--ledger new.db join {url} --desk other")),
        1,
        &["journal"],
    );
    // It is empty, so there is nothing to join.
    let empty = TestJournal::unmade(servers);
    let run = other.run(format!(
        "--ledger new.db join {} --desk other",
        empty.url("owner")
    ));
    assert_refused(
        &run,
        1,
        &["holds no journal", "share a journal into it first"],
    );
    // A role that may make nothing there.
    servers.nodes[0].admin(
        "postgres",
        &format!("CREATE ROLE {} LOGIN", empty.role("guest")),
    );
    let run = other.run(format!("share {} --desk other", empty.url("guest")));
    assert_refused(&run, 1, &["has no right"]);
    assert_eq!(
        empty.admin("SELECT count(*) FROM pg_namespace WHERE nspname = 'onrecord'"),
        "0"
    );
    // Names that no desk can have.
    for name in ["'two words'", "a@b", "''"] {
        let run = other.run(format!("share {} --desk {name}", empty.url("owner")));
        assert_refused(&run, 1, &["desk"]);
    }
    assert_eq!(other.state(), before);
    assert_eq!(journal.admin(head), entries);
    assert!(!other.path("new.db").exists());
    // What was refused has left nothing in the way.
    other.ok(format!("share {} --desk other", empty.url("owner")));
}

#[test]
fn roles_and_names_of_others() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let folder = TestDesk::new(NOW);
    let join =
        |role: &str, name: &str| folder.run(format!("join {} --desk {name}", journal.url(role)));
    // The role is of another desk, or of none.
    assert_refused(
        &join("lviv", "odesa"),
        1,
        &["is that of desk lviv, not odesa", "--desk lviv"],
    );
    journal.admin(&format!("CREATE ROLE {} LOGIN", journal.role("guest")));
    assert_refused(&join("guest", "guest"), 1, &["guest"]);
    assert!(folder.files().is_empty() && !folder.path("onrecord.db").exists());
    // The name is in use, and stays so when its desk has left.
    for _ in 0..2 {
        let role = journal.role("guest");
        let added = journal.sql(
            "owner",
            &format!("SELECT onrecord.add_desk('lviv', '{role}', 'append')"),
        );
        assert!(added.is_err_and(|why| why.contains("a desk has or had the name lviv")));
        if journal.admin("SELECT count(*) FROM onrecord.desk WHERE left_at IS NULL") == "2" {
            lviv.ok("leave");
        }
    }
    // A desk that only reads gets answers, and cannot record.
    add(&journal, "reader", "read");
    let mut reader = TestDesk::new(NOW);
    reader.set("ONRECORD_BY", "rosa");
    reader.ok(format!("join {} --desk reader", journal.url("reader")));
    let before = reader.state();
    let run = reader.run("party add quay --name 'Quay Union' --kind organisation");
    assert_refused(
        &run,
        1,
        &["has no right to do that", "who operates the journal"],
    );
    assert_eq!(reader.state(), before);
    assert_same(&[&kyiv, &reader]);
    // A file in the way is kept.
    assert_refused(
        &reader.run(format!("join {} --desk reader", journal.url("reader"))),
        1,
        &["onrecord.db"],
    );
    assert_eq!(reader.state(), before);
}

/// A server whose certificate is not accepted gets nothing, and what was to be recorded is refused.
#[test]
fn certificates_that_are_not_accepted() {
    let Some(servers) = Servers::single() else {
        return;
    };
    offer(&servers);
    let (ours, others) = (authority(), authority());
    install(&servers, &ours, "127.0.0.1", 2090);
    let journal = TestJournal::unmade(&servers);
    let kyiv = small_desk();
    kyiv.write("ours.crt", ours.pem());
    kyiv.write("others.crt", others.pem());
    let share = |authority: &str| {
        let (url, file) = (journal.url("owner"), kyiv.path(authority));
        kyiv.run(format!(
            "share '{url}&sslmode=verify-full&sslrootcert={}' --desk kyiv",
            file.display()
        ))
    };
    let untrusted = ["not signed by an authority", "sslrootcert=FILE"];
    assert_refused(&share("others.crt"), 1, &untrusted);
    let run = share("ours.crt");
    assert_eq!(run.code, 0, "{run}");
    let before = kyiv.state();
    install(&servers, &ours, "127.0.0.1", 2021);
    for line in ["claim add late --text 'It was late.'", "follow --once"] {
        assert_refused(&kyiv.run(line), 1, &["has expired", "clock"]);
    }
    install(&servers, &ours, "127.0.0.1", 2090);
    assert_eq!(kyiv.state(), before);
    kyiv.ok("claim add late --text 'It was late.'");
}

/// A password in an address is used, and is in no file and no message.
#[test]
fn passwords_stay_out_of_files_and_messages() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let secret = "zpasswordzebra";
    let kyiv = small_desk();
    let url = journal
        .url("owner")
        .replacen('@', &format!(":{secret}@"), 1);
    let wrong = url.replacen(&journal.database, "no_such", 2);
    let run = kyiv.run(format!("share {wrong} --desk kyiv"));
    assert!(run.code == 1 && !run.stderr.contains(secret), "{run}");
    let said = kyiv.ok(format!("share {url} --desk kyiv"));
    assert!(!said.contains(secret), "{said}");
    for name in ["onrecord.db", "onrecord.db-wal"] {
        let bytes = std::fs::read(kyiv.path(name)).unwrap_or_default();
        assert!(
            !bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes()),
            "{name}"
        );
    }
    kyiv.ok("party add quay --name 'Quay Union' --kind organisation");
}

/// A backup from before it was shared would make the ledger go on alone, without anybody noticing.
#[test]
fn a_restore_does_not_end_sharing() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let mut kyiv = small_desk();
    kyiv.set("ONRECORD_BY", "maria");
    kyiv.ok("backup alone.db");
    kyiv.ok(format!("share {} --desk kyiv", journal.url("owner")));
    for force in ["", " --force"] {
        let run = kyiv.run(format!("restore alone.db{force}"));
        assert_refused(&run, 1, &["desk kyiv's copy of a shared journal", "leave"]);
    }
    // One of the copy is a beginning, and catches up.
    kyiv.ok("backup shared.db");
    kyiv.ok("party add quay --name 'Quay Union' --kind organisation");
    let lviv = joined(&journal, "lviv");
    kyiv.ok("restore shared.db --force");
    kyiv.ok("party add harbour --name 'Harbour Office' --kind organisation");
    lviv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
}
