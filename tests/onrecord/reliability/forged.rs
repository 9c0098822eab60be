//! Journals that no desk wrote: each entry's hash holds, but the entries refer to themselves, to later ones or in cycles.

use onrecord::journal::{Body, Journal, JournalWriter, NewEntry, Salts, Seq, Stamp};
use onrecord::ledger::SqliteJournalWriter;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::{OLDER, small_desk};

/// Appends entries to the ledger's journal, without posting them.
fn append(desk: &TestDesk, bodies: &[Value]) {
    let file = Connection::open(desk.path("onrecord.db")).expect("the file");
    file.execute_batch("BEGIN").expect("a write");
    let mut journal = SqliteJournalWriter::new(&file);
    let mut head = journal.head().expect("a head");
    for body in bodies {
        let body: Body = serde_json::from_value(body.clone()).expect("a body");
        let stamp = Stamp {
            recorded_at: head.recorded_at,
            recorded_by: "somebody".to_owned(),
        };
        let body = body.seal(&mut Salts::default()).expect("random bytes");
        let new = NewEntry {
            written: None,
            stamp,
            body: body.sealed(),
        };
        head = journal.append(&head, new).expect("an entry");
    }
    file.execute_batch("COMMIT").expect("a write");
}

fn undo(of: &[Seq]) -> Value {
    json!({"entry": "undo", "of": of})
}

fn merger(kind: &str, former: &str, present: &str) -> Value {
    json!({"entry": "merger", "kind": kind, "former": former, "present": present})
}

fn source(id: &str, origin: Option<&str>) -> Value {
    json!({"entry": "source", "id": id, "title": id, "published": "2025-08-19", "origin": origin})
}

fn statement(source: &str) -> Value {
    json!({"entry": "statement", "id": format!("s0{source}"), "party": "trump", "stance": "asserts", "claim": "bridge-hit",
           "source": source, "said": "2025-08-19"})
}

/// The number of the next entry.
fn next(desk: &TestDesk) -> Seq {
    desk.journal()["entries"].as_i64().expect("a number") + 1
}

#[test]
fn entries_that_refer_to_no_earlier_entry_are_refused() {
    let at = next(&small_desk());
    let later = format!("refers to entry {}, which is not an earlier one", at + 5);
    let itself = format!("refers to entry {at}, which is not an earlier one");
    let evidence = json!({"source": "minutes"});
    let forged: Vec<(Vec<Value>, Seq, &str)> = vec![
        (vec![undo(&[at])], at, &itself),
        (vec![undo(&[1, at])], at, &itself),
        (vec![undo(&[at + 1]), undo(&[at])], at, "not an earlier one"),
        (vec![undo(&[at + 5])], at, &later),
        (vec![undo(&[0])], at, "not an earlier one"),
        (vec![undo(&[Seq::MIN])], at, "not an earlier one"),
        (
            vec![undo(&[1]), undo(&[at])],
            at + 1,
            "which is an undo itself",
        ),
        (
            vec![json!({"entry": "redaction", "of": [at + 5], "reason": "x"})],
            at,
            &later,
        ),
        (
            vec![json!({"entry": "redaction", "of": [at], "reason": "x"})],
            at,
            &itself,
        ),
        (
            vec![json!({"entry": "void", "of": at, "reason": "x"})],
            at,
            &itself,
        ),
        (
            vec![json!({"entry": "evidence", "of": at, "evidence": evidence})],
            at,
            &itself,
        ),
        (
            vec![merger("party", "trump", "trump")],
            at,
            "merges trump into trump",
        ),
        (
            vec![
                merger("party", "trump", "zelenskyy"),
                merger("party", "zelenskyy", "trump"),
            ],
            at + 1,
            "merges zelenskyy into trump",
        ),
        (
            vec![
                merger("claim", "bridge-hit", "in-geneva"),
                merger("claim", "in-geneva", "bridge-hit"),
            ],
            at + 1,
            "merges in-geneva into bridge-hit",
        ),
    ];
    for (bodies, wrong, why) in forged {
        let desk = small_desk();
        append(&desk, &bodies);
        let wrong = format!("entry {wrong} cannot be posted: it ");
        let is_refused = |command: &str| {
            let run = desk.run(command);
            let said = format!("{}{}", run.stdout, run.stderr);
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(run.code, 1, "{bodies:?}: {run}");
            assert!(
                said.contains(&wrong) && said.contains(why),
                "{bodies:?}: {run}"
            );
        };
        is_refused("check --fail-on journal");
        is_refused("rebuild --check");
        is_refused("rebuild");
        is_refused("restore onrecord.db --ledger copy.db");
        let file = Connection::open(desk.path("onrecord.db")).expect("the file");
        file.execute_batch(OLDER).expect("an older schema");
        drop(file);
        is_refused("claim list");
    }
}

/// Chains of origins may be long or end in a cycle.
#[test]
fn origins_in_a_long_chain_or_a_cycle_have_a_story() {
    let desk = small_desk();
    let mut bodies = vec![source("o0", None)];
    for number in 1..1_500 {
        bodies.push(source(
            &format!("o{number}"),
            Some(&format!("o{}", number - 1)),
        ));
    }
    bodies.extend(
        (0..1_500)
            .step_by(300)
            .map(|number| statement(&format!("o{number}"))),
    );
    bodies.extend([
        source("a", None),
        source("b", Some("a")),
        source("a", Some("b")),
    ]);
    bodies.extend([source("tail", Some("a")), statement("tail"), statement("b")]);
    append(&desk, &bodies);
    desk.ok("rebuild");
    desk.ok("rebuild --check");
    desk.ok("claim show bridge-hit");
}

/// Parties may speak for each other in a cycle.
#[test]
fn voices_in_a_cycle_are_heard() {
    let desk = small_desk();
    let party = |id: &str, other: Option<&str>| {
        let edges: Vec<Value> = other.iter().map(|other| json!({"party": other})).collect();
        json!({"entry": "party", "id": id, "name": id, "kind": "person", "speaks_for": edges, "member_of": edges})
    };
    append(
        &desk,
        &[
            party("one", None),
            party("two", Some("one")),
            party("one", Some("two")),
            json!({"entry": "statement", "id": "s0one", "party": "one", "stance": "denies", "claim": "bridge-hit",
                   "source": "minutes", "said": "2025-08-19"}),
        ],
    );
    desk.ok("rebuild");
    desk.ok("rebuild --check");
    desk.ok("party show one");
}
