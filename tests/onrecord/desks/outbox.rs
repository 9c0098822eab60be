//! What is recorded while the shared journal cannot be reached waits, and is decided anew at the next contact.

use super::{assert_refused, assert_same, done, held, joined, parties, sharing};
use crate::common::postgres::{Servers, TestJournal};

#[test]
fn what_waits_is_decided_anew_in_order() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    let before = lviv.ok("head");
    // A mistake shows at once, and does not wait.
    let run = lviv.run("--offline say nobody denies bridge-hit --source minutes");
    assert_refused(&run, 1, &["nobody"]);
    assert_eq!(held(&lviv), []);

    let waiting = [
        "--offline party add depot --name 'Depot Board' --kind organisation",
        "--offline say trump denies bridge-hit --source minutes",
        "--offline party add quay --name 'Quay Union' --kind organisation",
    ];
    for (line, number) in waiting.iter().zip(1..) {
        let run = lviv.run(line);
        let waits = format!("waits in the outbox as number {number}");
        assert_refused(
            &run,
            4,
            &["not recorded yet", &waits, "--offline was given"],
        );
    }
    assert_eq!(lviv.ok("head"), before, "answers leave out what waits");
    assert!(!parties(&lviv).contains(&"depot".to_owned()));
    let run = lviv.run("leave");
    assert_refused(&run, 1, &["3 commands wait in the outbox"]);

    // Meanwhile the other desk records one of them, and takes a name.
    kyiv.ok("say trump denies bridge-hit --source minutes");
    kyiv.ok("party add quay --name 'Quayside Board' --kind organisation");
    let run = lviv.run("follow --once");
    assert_eq!(run.code, 0, "{run}");
    for said in [
        "number 1 of the outbox is recorded now",
        "number 2 of the outbox was on record already",
        "number 3 of the outbox is kept there: ",
    ] {
        assert!(run.stderr.contains(said), "{run}");
    }
    let states = [(1, "recorded"), (2, "recognised"), (3, "kept")];
    assert_eq!(
        held(&lviv),
        states.map(|(number, state)| (number, state.to_owned()))
    );
    let listed = lviv.list("outbox");
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["typed_by"], "ivan@lviv");
    assert!(
        listed[0]["reason"]
            .as_str()
            .is_some_and(|why| why.contains("quay"))
    );

    // Trying again keeps it, as long as nothing has changed.
    let run = lviv.run("outbox retry 3");
    assert!(
        run.code == 0 && run.stderr.contains("is kept there"),
        "{run}"
    );
    assert_refused(
        &lviv.run("outbox retry 9"),
        1,
        &["nothing waits under the number 9"],
    );
    assert_refused(
        &lviv.run("outbox drop 1"),
        1,
        &["nothing waits under the number 1"],
    );
    assert_refused(&lviv.run("leave"), 1, &["1 command waits in the outbox"]);
    done(&kyiv, "undo --yes");
    let run = lviv.run("outbox retry");
    assert!(
        run.code == 0
            && run
                .stderr
                .contains("number 3 of the outbox is recorded now"),
        "{run}"
    );
    kyiv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);

    lviv.run("--offline party add pier --name 'Pier Board' --kind organisation");
    assert!(lviv.ok("outbox drop 4").contains("Dropped 4"));
    assert_eq!(lviv.ok("outbox"), "Nothing waits.\n");
    assert!(lviv.ok("follow --once").starts_with("Nothing new"));
    assert!(!parties(&lviv).contains(&"pier".to_owned()));
    lviv.ok("leave");
}

#[test]
fn a_server_that_is_down_is_waited_for() {
    let Some(servers) = Servers::single() else {
        return;
    };
    let journal = TestJournal::unmade(&servers);
    let kyiv = sharing(&journal);
    let lviv = joined(&journal, "lviv");
    lviv.ok("claim add shed-full --text 'The shed was full.'");
    kyiv.ok("follow --once");
    servers.nodes[0].stop("fast");
    let run = lviv.run("party add depot --name 'Depot Board' --kind organisation");
    assert_refused(&run, 4, &["number 1", "does not answer"]);
    // What reads standard input keeps what it read.
    let claim = r#"{"record": "claim", "id": "shed-empty", "text": "The shed was empty."}"#;
    let run = lviv.feed("import -", claim.as_bytes());
    assert_refused(&run, 1, &["cannot be reached"]);
    for line in ["undo --yes", "follow --once", "desks", "outbox retry"] {
        assert_refused(&lviv.run(line), 1, &["cannot be reached"]);
    }
    // Questions are answered, and what would compare says that it could not.
    assert_eq!(parties(&lviv), parties(&kyiv));
    let run = lviv.run("verify");
    assert!(
        run.code == 0 && run.stderr.contains("not compared with the shared journal"),
        "{run}"
    );

    servers.nodes[0].start();
    // Any write records first what waited.
    let run = lviv.run("party add quay --name 'Quay Union' --kind organisation");
    assert!(
        run.code == 0
            && run
                .stderr
                .contains("number 1 of the outbox is recorded now"),
        "{run}"
    );
    kyiv.ok("follow --once");
    assert!(
        ["depot", "quay"]
            .iter()
            .all(|id| parties(&kyiv).contains(&(*id).to_owned()))
    );
    assert_same(&[&kyiv, &lviv]);
}
