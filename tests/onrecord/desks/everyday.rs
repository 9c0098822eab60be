//! What people at two desks do on an ordinary day.

use std::fs;

use super::{add, assert_refused, assert_same, done, joined, parties, sharing};
use crate::common::TestDesk;
use crate::common::desk::{NOW, small_desk};
use crate::common::postgres::{Servers, TestJournal};

#[test]
fn both_record_and_both_have_it() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let mut kyiv = small_desk();
    kyiv.set("ONRECORD_BY", "maria");
    let before = kyiv.ok("head");
    let said = kyiv.ok(format!("share {} --desk kyiv", journal.url("owner")));
    assert!(
        said.contains("this is desk kyiv") && said.contains(&journal.database),
        "{said}"
    );
    assert_eq!(kyiv.ok("head"), before, "heads noted earlier stay valid");
    let lviv = joined(&journal, "lviv");
    assert_same(&[&kyiv, &lviv]);

    kyiv.ok("party add harbour --name 'Harbour Office' --kind organisation");
    // A write catches up first.
    lviv.ok("say harbour denies bridge-hit --source minutes");
    let came = kyiv.ok("follow --once");
    assert!(came.contains("1 entry came: 1 by ivan@lviv."), "{came}");
    assert!(kyiv.ok("follow --once").starts_with("Nothing new"));
    assert_same(&[&kyiv, &lviv]);
    let log = kyiv.ok("log");
    assert!(
        log.contains("maria@kyiv") && log.contains("ivan@lviv"),
        "{log}"
    );
    for desk in [&kyiv, &lviv] {
        let verified = desk.json("verify");
        assert_eq!(verified["ok"], true, "{verified}");
        desk.ok("check");
    }
    // Both say the same: it is recognised.
    let entries = kyiv.journal()["entries"].clone();
    kyiv.ok("say harbour denies bridge-hit --source minutes");
    assert_eq!(kyiv.journal()["entries"], entries);
}

#[test]
fn an_undo_is_of_the_person_at_the_desk() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    kyiv.ok("party add harbour --name 'Harbour Office' --kind organisation");
    lviv.ok("party add quay --name 'Quay Union' --kind organisation");
    // Another Maria, at another desk, has recorded nothing.
    let run = lviv.run("--by maria undo --yes");
    assert_refused(&run, 1, &["nothing"]);
    kyiv.ok("follow --once");
    done(&kyiv, "undo --yes");
    lviv.ok("follow --once");
    for desk in [&kyiv, &lviv] {
        let known = parties(desk);
        assert!(known.contains(&"quay".to_owned()) && !known.contains(&"harbour".to_owned()));
    }
    assert_same(&[&kyiv, &lviv]);
}

#[test]
fn a_backup_is_the_beginning_of_a_copy() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    kyiv.ok("backup early.db");
    kyiv.ok("party add harbour --name 'Harbour Office' --kind organisation");
    add(&journal, "lviv", "append");
    let lviv = TestDesk::new(NOW);
    fs::copy(kyiv.path("early.db"), lviv.path("early.db")).expect("copied");
    let url = journal.url("lviv");
    let said = lviv.ok(format!("join {url} --desk lviv --from early.db"));
    assert!(said.contains("1 entry came: 1 by maria@kyiv"), "{said}");
    assert_same(&[&kyiv, &lviv]);

    // Of another journal, it is none, and nothing is left of the attempt.
    let odesa = small_desk();
    odesa.ok("backup other.db");
    fs::copy(odesa.path("other.db"), lviv.path("other.db")).expect("copied");
    let before = lviv.files();
    let run = lviv.run(format!(
        "--ledger new.db join {url} --desk lviv --from other.db"
    ));
    assert_refused(&run, 1, &["parted"]);
    assert_eq!(lviv.files(), before);
}

#[test]
fn desks_says_how_far_each_copy_goes() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    kyiv.ok("party add harbour --name 'Harbour Office' --kind organisation");
    let desks = kyiv.list("desks");
    let of = |name: &str| {
        let found = desks.iter().find(|desk| desk["desk"] == name);
        found.expect("a desk").clone()
    };
    assert_eq!(
        (&of("kyiv")["own"], &of("kyiv")["behind"]),
        (&true.into(), &0.into())
    );
    assert_eq!(
        (&of("lviv")["own"], &of("lviv")["behind"]),
        (&false.into(), &1.into())
    );
    assert_eq!(of("kyiv")["rights"], "operate");
    assert_eq!(of("lviv")["rights"], "append");
    assert_eq!(of("lviv")["version"], env!("CARGO_PKG_VERSION"));

    let said = lviv.ok("leave");
    assert!(said.contains("Desk lviv has left"), "{said}");
    lviv.ok("party add quay --name 'Quay Union' --kind organisation");
    assert!(!lviv.ok("log").contains("ivan@lviv"), "it is alone again");
    assert!(kyiv.ok("follow --once").starts_with("Nothing new"));
    assert!(kyiv.ok("desks").contains("left "));
    let run = lviv.run("follow --once");
    assert_refused(&run, 1, &["not a copy of a shared journal"]);
}

#[test]
fn a_redaction_reaches_the_files_of_the_other_desk() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let secret = "zmarkerzebra";
    kyiv.ok(format!(
        "say trump denies bridge-hit --source minutes --quote 'He said {secret} twice.'"
    ));
    lviv.ok("follow --once");
    assert_eq!(lviv.list(format!("search {secret}")).len(), 1);
    let id = kyiv.list(format!("search {secret}"))[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    // The desk lviv may append, which is not enough.
    let before = lviv.state();
    let run = lviv.run(format!("redact {id} --reason safety"));
    assert_refused(&run, 1, &["redact"]);
    assert_eq!(lviv.state(), before);

    let said = kyiv.noted(format!("redact {id} --reason safety"));
    assert!(said.contains("1 of 2 desks have taken it"), "{said}");
    assert!(said.contains("still to come: lviv"), "{said}");
    let came = lviv.ok("follow --once");
    assert!(came.contains("What was redacted is gone"), "{came}");
    for desk in [&kyiv, &lviv] {
        assert_eq!(holding(desk, secret), Vec::<String>::new());
        assert!(desk.list(format!("search {secret}")).is_empty());
    }
    let left =
        "SELECT count(*) FROM onrecord.body WHERE position('zmarkerzebra'::bytea IN bytes) > 0";
    assert_eq!(journal.admin(left), "0");
    assert_same(&[&kyiv, &lviv]);
}

/// The files of a desk's folder that contain a text.
fn holding(desk: &TestDesk, text: &str) -> Vec<String> {
    let files = fs::read_dir(desk.path("")).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    let holds = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).expect("a file");
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    files
        .filter(holds)
        .map(|path| path.display().to_string())
        .collect()
}
