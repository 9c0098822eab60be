//! What one desk redacts is gone from every ledger before anything is shown.

use onrecord::desk::{Desk, DeskError};
use onrecord::domain::docket::StatementKey;
use onrecord::domain::statement::Statement;
use onrecord::journal::shared_memory::Fault;
use onrecord::ledger::{About, LedgerError};

use super::{CAST, SharedDesk, contains, desks};
use crate::properties::posting::now;

/// A statement with words that occur nowhere else.
const TOLD: &str = r#"{"record": "statement", "party": "warden", "stance": "asserts", "claim": "lock-closed", "source": "bulletin", "quote": "zanzibarquartz", "note": "heardofmarmalade"}"#;
const WORDS: [&[u8]; 2] = [b"zanzibarquartz", b"heardofmarmalade"];

fn redact(desk: &mut SharedDesk) {
    let redacted = desk.write(|writer| {
        let mut desk = Desk::new(writer, now());
        let all: Vec<StatementKey> = desk.reader().statements(About::Everything)?;
        desk.redact(all[0], "safety").map(drop)
    });
    redacted.expect("a redaction");
}

fn has_words(desk: &SharedDesk) -> bool {
    WORDS
        .iter()
        .any(|words| contains(desk.folder.path(), words))
}

#[test]
fn a_redaction_reaches_every_ledger() {
    let [mut harbour, mut quay, mut mole] = desks(["harbour", "quay", "mole"]);
    harbour.record(CAST).expect("the cast");
    harbour.record(TOLD).expect("the statement");
    quay.follow().expect("the statement");
    assert!(has_words(&harbour) && has_words(&quay));
    redact(&mut harbour);
    assert!(!has_words(&harbour));
    let bodies = quay.remote.entries();
    assert!(bodies[5].body.is_none(), "it is gone from the journal");
    let caught = quay.follow().expect("the redaction");
    assert!(caught.redacted);
    assert!(!has_words(&quay), "its bytes are in no file");
    // Who never had it gets an entry without a body, and the redaction that says why.
    let caught = mole.follow().expect("everything");
    assert!(!caught.redacted && caught.entries == 7);
    for desk in [&mut harbour, &mut quay, &mut mole] {
        assert!(!has_words(desk));
        desk.assert_is_whole();
    }
}

/// A write that has to catch up with a redaction works without what is gone.
#[test]
fn a_write_after_a_redaction_does_not_see_it() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    harbour.record(TOLD).expect("the statement");
    quay.follow().expect("the statement");
    redact(&mut harbour);
    let seen = quay.write(|writer| Ok(writer.reader().statements(About::Everything)?.len()));
    let seen = seen.expect("a write");
    assert!(seen.done == 0 && seen.came.redacted);
    assert!(!has_words(&quay));
    // The statement may be made again, and is another entry.
    quay.record(TOLD).expect("the statement again");
    harbour.follow().expect("the statement again");
    quay.assert_is_whole();
    harbour.assert_is_whole();
}

/// What was written behind a redaction, in the same catching up, is there.
#[test]
fn what_follows_a_redaction_comes_with_it() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    harbour.record(TOLD).expect("the statement");
    quay.follow().expect("the statement");
    redact(&mut harbour);
    harbour
        .record(&super::said("pilot", "denies", "toll-raised"))
        .expect("a later statement");
    let caught = quay.follow().expect("both");
    assert_eq!(caught.entries, 2);
    quay.assert_is_whole();
    let statements = quay.ledger.now().statements(About::Everything);
    assert_eq!(statements.expect("statements").len(), 1);
}

/// A candidate that became the statement goes too, though it is no entry.
#[test]
fn candidates_of_what_is_redacted_go() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    let plain = TOLD
        .replace("zanzibarquartz", "")
        .replace("heardofmarmalade", "heard");
    harbour
        .record(&plain.replace(r#""quote": "", "#, ""))
        .expect("the statement");
    quay.follow().expect("the statement");
    let file = rusqlite::Connection::open(quay.path()).expect("the file");
    let listed = file.execute(
        "INSERT INTO candidate (id, source, body, statement) VALUES ('c1', 3, '\"zanzibarquartz\"', 6)",
        [],
    );
    assert_eq!(listed.expect("a candidate"), 1);
    drop(file);
    assert!(has_words(&quay));
    redact(&mut harbour);
    quay.follow().expect("the redaction");
    assert!(!has_words(&quay));
    quay.assert_is_whole();
}

/// What is recorded and redacted in one write is in no file, and is sent again without its body.
#[test]
fn what_is_redacted_at_once_never_arrives() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    harbour.remote.fail([Fault::UnknownLost]);
    let lost = harbour.write(|writer| {
        let mut desk = Desk::new(writer, now());
        let told = TOLD.replace(r#""record": "statement", "#, "");
        let told: Statement = serde_json::from_str(&told).expect("a statement");
        let key = desk.statement(told)?.key();
        desk.redact(key, "safety").map(drop)
    });
    let error = lost.expect_err("an outcome that is not known");
    assert!(matches!(
        error,
        DeskError::Ledger(LedgerError::OutcomeUnknown(_))
    ));
    assert!(!has_words(&harbour));
    harbour.follow().expect("what became of it");
    quay.follow().expect("the statement without its words");
    assert_eq!(quay.entries().len(), 7);
    for desk in [&mut harbour, &mut quay] {
        assert!(!has_words(desk));
        desk.assert_is_whole();
    }
}
