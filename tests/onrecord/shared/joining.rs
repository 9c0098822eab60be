//! Ledgers that share, join and rejoin.

use std::fs;
use std::sync::Arc;

use onrecord::desk::{Desk, IfExists, import_jsonl};
use onrecord::domain::grade::Credibility;
use onrecord::journal::{Entry, Journal, JournalError, SharedMemory, Stamp};
use onrecord::ledger::{About, Access, Ledger, LedgerError, Progress, join, rejoin};

use super::{CAST, SharedDesk, WAIT, desks, said, sharing, typed};
use crate::properties::posting::now;

fn work() -> Arc<Progress> {
    Arc::new(Progress::default())
}

/// A ledger of its own, with the cast and two statements.
fn alone(folder: &tempfile::TempDir) -> Ledger {
    let mut ledger = Ledger::create(&folder.path().join("onrecord.db"), WAIT).expect("a ledger");
    for lines in [
        CAST.to_owned(),
        said("warden", "asserts", "lock-closed"),
        said("pilot", "denies", "lock-closed"),
    ] {
        let written = ledger.write(Stamp::new(now(), "rosa"), |writer| {
            import_jsonl(&mut Desk::new(writer, now()), &lines, IfExists::Keep)
        });
        written.expect("records");
    }
    ledger
}

fn loaded(journal: &dyn Journal, into: &SharedMemory) -> Result<(), JournalError> {
    let head = journal.head()?;
    let entries: Vec<Entry> = journal.read(1, usize::try_from(head.seq).unwrap_or(usize::MAX))?;
    into.tamper(|held| held.extend(entries));
    Ok(())
}

fn as_desk(
    folder: tempfile::TempDir,
    ledger: Ledger,
    name: &str,
    remote: SharedMemory,
) -> SharedDesk {
    SharedDesk {
        folder,
        name: name.to_owned(),
        ledger,
        remote,
        clock: now().timestamp_millis(),
    }
}

/// Sharing hands over every entry with its hash, and what is recorded from then on goes to both.
#[test]
fn a_ledger_is_shared_and_joined() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = alone(&folder);
    let before = ledger.journal().head().expect("a head");
    let remote = SharedMemory::default();
    let shared = ledger.share(&sharing("harbour"), |journal| loaded(journal, &remote));
    assert_eq!(shared.expect("a shared ledger"), before);
    let again = ledger.share(&sharing("harbour"), |_| Ok(()));
    assert!(matches!(again, Err(LedgerError::NotShared { .. })));
    let mut harbour = as_desk(folder, ledger, "harbour", remote);

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("onrecord.db");
    let mut other = harbour.remote.again();
    let (ledger, caught) =
        join(&path, &mut other, &sharing("quay"), WAIT, &work()).expect("a copy");
    assert_eq!((caught.entries, caught.writes), (7, 3));
    let taken = join(&path, &mut other, &sharing("quay"), WAIT, &work());
    assert!(matches!(taken, Err(LedgerError::Exists { .. })));
    let mut quay = as_desk(folder, ledger, "quay", other);
    assert_eq!(
        quay.ledger.now().shared_journal().expect("a row"),
        Some(sharing("quay"))
    );
    quay.record(&said("pilot", "asserts", "toll-raised"))
        .expect("a statement");
    harbour.follow().expect("the statement");
    harbour.assert_is_whole();
    quay.assert_is_whole();
}

/// What cannot be handed over leaves the ledger as it was, and so does a ledger that is not whole.
#[test]
fn a_failed_sharing_notes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = alone(&folder);
    let lost = || JournalError::Unreachable("no route".to_owned());
    let failed = ledger.share(&sharing("harbour"), |_| Err(lost()));
    assert!(matches!(
        failed,
        Err(LedgerError::Journal(JournalError::Unreachable(_)))
    ));
    assert_eq!(ledger.now().shared_journal().expect("no row"), None);
    let mut with_password = sharing("harbour");
    with_password.address = "host=db.example password=secret".to_owned();
    let refused = ledger.share(&with_password, |_| Ok(()));
    assert!(matches!(refused, Err(LedgerError::Unshareable(_))));
    // A row that the journal does not give.
    let file = rusqlite::Connection::open(ledger.path()).expect("the file");
    file.execute("UPDATE party SET name = 'Nobody' WHERE id = 'pilot'", [])
        .expect("a changed row");
    drop(file);
    let refused = ledger.share(&sharing("harbour"), |_| Ok(()));
    assert!(matches!(refused, Err(LedgerError::NotShared { .. })));
}

/// A join that fails leaves no file.
#[test]
fn a_failed_join_leaves_nothing() {
    let [mut harbour] = desks(["harbour"]);
    harbour.record(CAST).expect("the cast");
    harbour
        .remote
        .tamper(|entries| entries[3].header.recorded_at += 1);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("onrecord.db");
    let mut other = harbour.remote.again();
    let failed = join(&path, &mut other, &sharing("quay"), WAIT, &work());
    assert!(matches!(
        failed,
        Err(LedgerError::SharedDamaged { seq: 4, .. })
    ));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

/// A backup becomes a copy if its journal is a beginning of the shared one, and only then.
#[test]
fn a_backup_joins() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = alone(&folder);
    let backup = folder.path().join("backup.db");
    ledger.backup(&backup).expect("a backup");
    let remote = SharedMemory::default();
    ledger
        .share(&sharing("harbour"), |journal| loaded(journal, &remote))
        .expect("a shared ledger");
    let mut harbour = as_desk(folder, ledger, "harbour", remote);
    harbour
        .record(&said("pilot", "asserts", "toll-raised"))
        .expect("a statement");
    let mut copy = Ledger::open(&backup, Access::Write, WAIT).expect("the backup");
    let mut other = harbour.remote.again();
    let caught = copy.become_copy_of(&mut other, &sharing("quay"));
    assert_eq!(caught.expect("a copy").entries, 1);
    assert!(copy.compare().expect("a journal").is_same());
    assert_eq!(copy.journal().head().ok(), harbour.remote.head().ok());

    let elsewhere = tempfile::tempdir().expect("a folder");
    let mut foreign = alone(&elsewhere);
    let refused = foreign.become_copy_of(&mut other, &sharing("mole"));
    assert!(matches!(refused, Err(LedgerError::Parted { first: 1, .. })));
    assert_eq!(foreign.now().shared_journal().expect("no row"), None);
}

/// A server that was restored from an old backup: the ledger is kept, what the desk had recorded is handed back, and commands
/// that wait go on waiting.
#[test]
fn a_parted_ledger_rejoins() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    quay.follow().expect("the cast");
    let old = harbour.remote.entries();
    harbour
        .record(&said("warden", "asserts", "lock-closed"))
        .expect("a statement that will be lost");
    quay.record(&said("pilot", "denies", "lock-closed"))
        .expect("a statement that will be lost");
    harbour.follow().expect("both");
    harbour.remote.tamper(|entries| *entries = old);
    let stamp = Stamp::new(now(), "rosa");
    let held = harbour.ledger.write(stamp, |writer| {
        writer.hold_back(&typed(&["say", "it"]), "no contact")
    });
    held.expect("a command that waits");
    let mut mole = SharedDesk::new("mole", harbour.remote.again());
    mole.record(&said("pilot", "asserts", "toll-raised"))
        .expect("a statement in the same place");
    assert!(matches!(
        harbour.follow(),
        Err(LedgerError::Parted { first: 6, .. })
    ));

    let before = harbour.entries();
    let path = harbour.path();
    let rejoined = rejoin(&path, &mut harbour.remote, WAIT, &work()).expect("a new copy");
    assert_eq!((rejoined.first, rejoined.lost_entries), (6, 1));
    let lost = fs::read_to_string(rejoined.lost.expect("a file")).expect("lines");
    let line: serde_json::Value = serde_json::from_str(lost.trim_end()).expect("one line");
    assert_eq!(
        (&line["entry"], &line["recorded_by"]),
        (&6.into(), &"rosa@harbour".into())
    );
    assert_eq!(line["body"]["party"], "warden");
    let kept = Ledger::open(&rejoined.kept, Access::Read, WAIT).expect("the parted ledger");
    assert_eq!(kept.journal().read(1, 100).expect("entries"), before);
    // A ledger that was open all the time sees the new one.
    harbour.assert_is_whole();
    let waiting = harbour.ledger.now().outbox().expect("the outbox");
    assert_eq!(waiting.len(), 1);
    harbour
        .record(&said("warden", "asserts", "lock-closed"))
        .expect("the statement again");
    harbour.assert_is_whole();

    let whole = rejoin(&path, &mut harbour.remote, WAIT, &work());
    assert!(matches!(whole, Err(LedgerError::NotParted)));
    let alone = tempfile::tempdir().expect("a folder");
    let path = super::joining::alone(&alone).path().to_owned();
    let own = rejoin(&path, &mut harbour.remote, WAIT, &work());
    assert!(matches!(own, Err(LedgerError::SharesNothing)));
}

/// Another desk takes a grade as it takes the rest of a statement, and a correction that changes only the grade.
#[test]
fn grades_are_shared() {
    let [mut harbour, mut quay] = desks(["harbour", "quay"]);
    harbour.record(CAST).expect("the cast");
    let graded = said("warden", "asserts", "lock-closed").replace('}', r#", "credibility": "2"}"#);
    harbour.record(&graded).expect("a statement");
    quay.follow().expect("the statement");
    let newest = |desk: &SharedDesk| {
        let reader = desk.ledger.now();
        let all = reader.statements(About::Everything).expect("statements");
        let key = *all.last().expect("a statement");
        (key, reader.statement(key).expect("a record").statement)
    };
    let (key, mut statement) = newest(&quay);
    assert_eq!(statement.credibility, Some(Credibility::Probable));
    statement.credibility = Some(Credibility::Doubtful);
    let corrected = quay.write(|writer| {
        Desk::new(writer, now())
            .correct(key, statement.clone())
            .map(drop)
    });
    corrected.expect("a correction");
    harbour.follow().expect("the correction");
    for desk in [&mut harbour, &mut quay] {
        assert_eq!(newest(desk).1.credibility, Some(Credibility::Doubtful));
        desk.assert_is_whole();
    }
}
