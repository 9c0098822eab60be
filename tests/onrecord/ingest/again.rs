//! The same article again, and a candidate that cannot be read.

use crate::common::TestDesk;
use crate::common::desk::NOW;

const TEXT: &str = "Talks\n\nAnn Lee said that the ferry would sail on Friday.\n\nBob Ray said that the pier was not safe.\n";
const INGEST: &str = "--title Talks --publisher 'The Courier' --published 2025-08-19";

fn desk() -> TestDesk {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("a.txt", TEXT);
    desk.ok(format!("ingest a.txt {INGEST}"));
    desk
}

/// Other line ends and blank lines at the end are no other version.
#[test]
fn other_line_ends_are_the_same_article() {
    let desk = desk();
    for text in [TEXT.replace('\n', "\r\n"), format!("{TEXT}\n \n")] {
        desk.write("b.txt", text);
        let before = desk.list("candidates");
        let again = desk.list(format!("ingest b.txt {INGEST}"));
        assert_eq!(again[0]["known_source"], true);
        assert_eq!(again[0]["new"], 0);
        assert_eq!(desk.list("candidates"), before);
    }
    desk.write("b.txt", TEXT.replace("Friday", "Sunday"));
    assert_eq!(desk.run(format!("ingest b.txt {INGEST}")).code, 1);
}

/// One candidate that this program does not understand hides no other one.
#[test]
fn an_unreadable_candidate_is_left_out_with_a_note() {
    let desk = desk();
    let all = desk.list("candidates");
    assert!(all.len() > 1, "{all:?}");
    let id = all[0]["id"].as_str().expect("an id");
    let ledger = rusqlite::Connection::open(desk.path("onrecord.db")).expect("a ledger");
    let changed = ledger.execute("UPDATE candidate SET body = '{}' WHERE id = ?1", [id]);
    assert_eq!(changed.expect("an update"), 1);
    drop(ledger);
    let run = desk.run("candidates --format json");
    assert_eq!(run.code, 0, "{run}");
    assert!(
        run.stderr
            .contains(&format!("candidate {id} cannot be read")),
        "{run}"
    );
    let others: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(others, all[1..]);
}
