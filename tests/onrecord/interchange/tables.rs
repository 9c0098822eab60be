//! The plain tables of `export --format sqlite`, read as another program reads them.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::{NOW, records, small_desk};
use crate::common::refusals::Refusals;

/// The tables that an export with these options writes.
fn tables(desk: &TestDesk, options: &str) -> Connection {
    let path = desk.path("tables.sqlite");
    let _ = std::fs::remove_file(&path);
    desk.noted(format!(
        "export --format sqlite --to tables.sqlite {options}"
    ));
    Connection::open(path).expect("a database")
}

/// The first column of what a query finds.
fn column(tables: &Connection, sql: &str) -> Vec<String> {
    let mut query = tables
        .prepare(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    let rows = query.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn count(tables: &Connection, table: &str) -> usize {
    let sql = format!("SELECT CAST(count(*) AS TEXT) FROM {table}");
    column(tables, &sql)[0].parse().expect("a number")
}

/// A desk at which accounts diverge, somebody relays, and the desk has ruled.
fn busy() -> TestDesk {
    let mut desk = small_desk();
    for line in [
        "say kremlin denies agreed-to-meet --source daily-08-19 --quote 'no such plan'",
        "say zelenskyy asserts in-geneva --source minutes --via daily --passage 'The aide said that talks go on.'",
        "say ushakov asserts in-budapest --source daily-08-19 --said 2025-08-19T10:30Z",
        "rule bridge-hit false --reason 'the bridge stands' --source daily-08-19",
    ] {
        desk.noted(line);
    }
    desk.set_now("2025-08-20T10:00Z");
    desk
}

#[test]
fn the_tables_say_what_the_commands_say() {
    let desk = busy();
    let tables = tables(&desk, "");
    let listed = desk.list("claim list");
    let statuses: BTreeMap<String, String> = listed
        .iter()
        .map(|claim| (claim["id"].to_string(), claim["status"].to_string()))
        .collect();
    let told = column(
        &tables,
        "SELECT id || ' ' || status FROM claims ORDER BY id",
    );
    let expected: Vec<String> = statuses
        .iter()
        .map(|(id, status)| format!("{id} {status}").replace('"', ""))
        .collect();
    assert_eq!(told, expected);
    let found = desk.list("discrepancies --state all --weak");
    assert!(!found.is_empty());
    assert_eq!(count(&tables, "discrepancies"), found.len());
    let sides: usize = found
        .iter()
        .map(|one| one["sides"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(count(&tables, "discrepancy_sides"), sides);
    for (table, rows) in [
        ("parties", 7),
        ("sources", 3),
        ("questions", 1),
        ("statements", 4),
        ("rulings", 1),
        ("relays", 1),
    ] {
        assert_eq!(count(&tables, table), rows, "{table}");
    }
    assert_eq!(
        column(
            &tables,
            "SELECT status || ' ' || began || ' ' || coalesce(until, '-') FROM statuses WHERE claim = 'agreed-to-meet'"
        ),
        ["unconfirmed 2025-08-18 2025-08-19", "disputed 2025-08-19 -"]
    );
    assert_eq!(
        column(
            &tables,
            "SELECT DISTINCT statements.party FROM discrepancy_sides JOIN statements ON statements.id = statement WHERE discrepancy = 1 ORDER BY 1"
        ),
        ["kremlin", "trump"]
    );
    assert_eq!(
        column(
            &tables,
            "SELECT verdict FROM claims WHERE id = 'bridge-hit'"
        ),
        ["false"]
    );
    assert_eq!(
        column(
            &tables,
            "SELECT affirmed_by FROM unconfirmed WHERE id = 'in-geneva'"
        ),
        ["Volodymyr Zelenskyy"]
    );
    let listed = desk.list("unconfirmed");
    let mut listed: Vec<&str> = listed.iter().filter_map(|one| one["id"].as_str()).collect();
    listed.sort_unstable();
    assert_eq!(
        column(&tables, "SELECT id FROM unconfirmed ORDER BY id"),
        listed
    );
    assert_eq!(column(&tables, "PRAGMA integrity_check"), ["ok"]);
    assert!(column(&tables, "PRAGMA foreign_key_check").is_empty());
    let head = desk.json("head");
    assert_eq!(
        column(&tables, "SELECT value FROM about WHERE name = 'head'"),
        [head["pin"].as_str().expect("a pin")]
    );
}

/// Who has denied or withdrawn what they affirmed does not stand by it any more.
#[test]
fn a_list_of_the_unconfirmed_names_who_stands_by_it() {
    let desk = busy();
    for line in [
        "say trump asserts in-geneva --source daily-08-19",
        "say daily asserts in-geneva --source wire --said 2025-08-18",
        "say trump denies in-geneva --source wire --said 2025-08-20",
        "say daily retracts in-geneva --source wire --said 2025-08-20",
    ] {
        desk.noted(line);
    }
    let tables = tables(&desk, "");
    let listed = desk.list("claim list");
    let claim = listed
        .iter()
        .find(|claim| claim["id"] == "in-geneva")
        .expect("the claim");
    assert_eq!(claim["affirmed_by"], json!(["zelenskyy"]));
    let of = "FROM positions WHERE claim = 'in-geneva' ORDER BY party";
    assert_eq!(
        column(&tables, &format!("SELECT party || ' ' || position {of}")),
        ["trump negates", "zelenskyy affirms"]
    );
    if claim["status"] == "unconfirmed" {
        let shown = column(
            &tables,
            "SELECT affirmed_by FROM unconfirmed WHERE id = 'in-geneva'",
        );
        assert_eq!(shown, ["Volodymyr Zelenskyy"]);
    }
    desk.noted("say ushakov retracts in-budapest --source wire --said 2025-08-20");
    let tables = self::tables(&desk, "");
    let shown = column(
        &tables,
        "SELECT coalesce(affirmed_by, 'nobody') FROM unconfirmed WHERE id = 'in-budapest'",
    );
    assert!(shown.is_empty() || shown == ["nobody"], "{shown:?}");
}

#[test]
fn the_clocks_apply() {
    let desk = busy();
    let then = tables(&desk, "--as-of 2025-08-18");
    assert_eq!(count(&then, "statements"), 2);
    assert_eq!(
        column(
            &then,
            "SELECT status FROM claims WHERE id = 'agreed-to-meet'"
        ),
        ["unconfirmed"]
    );
    assert_eq!(
        column(&then, "SELECT value FROM about WHERE name = 'as_of'"),
        ["2025-08-18"]
    );
}

/// Off-record statements are exported only on request, and nobody is named who must not be in what may be published.
#[test]
fn nothing_is_published_that_must_not_be() {
    let mut records = records();
    records.push(json!({"record": "party", "id": "hush", "name": "Halina Hush", "kind": "person", "speaks_for": [{"party": "russia"}]}));
    records.push(json!({"record": "party", "id": "mole", "name": "Mo Le", "kind": "person"}));
    records.push(json!({"record": "claim", "id": "secret", "text": "The talks failed in secret.", "principals": ["mole"]}));
    let said = |party: &str, claim: &str, terms: Value| {
        let mut said = json!({"record": "statement", "party": party, "stance": "denies", "claim": claim, "source": "minutes"});
        let all = said.as_object_mut().expect("an object");
        all.extend(terms.as_object().expect("an object").clone());
        said
    };
    records.push(said(
        "mole",
        "secret",
        json!({"attribution": "off-record", "note": "in the park"}),
    ));
    records.push(said(
        "hush",
        "agreed-to-meet",
        json!({"attribution": "background", "shown_as": "a person at the table"}),
    ));
    let desk = TestDesk::holding(NOW, &records);
    let all = |options: &str| {
        let tables = tables(&desk, options);
        assert!(column(&tables, "PRAGMA foreign_key_check").is_empty());
        let names = [
            "parties",
            "sources",
            "claims",
            "statements",
            "discrepancies",
            "discrepancy_sides",
            "statuses",
            "relations",
            "principals",
            "aliases",
        ];
        let mut text = String::new();
        for name in names {
            let mut query = tables
                .prepare(&format!("SELECT * FROM {name}"))
                .expect("a table");
            let columns = query.column_count();
            let mut rows = query.query([]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                let cells = (0..columns).map(|at| format!("{:?}", row.get_ref(at)));
                text.push_str(&cells.collect::<Vec<_>>().join(" "));
            }
        }
        let bytes = std::fs::read(desk.path("tables.sqlite")).expect("a file");
        (text, String::from_utf8_lossy(&bytes).into_owned())
    };
    let (rows, bytes) = all("--include-off-record");
    assert!(rows.len() > 100 && bytes.contains("in the park") && bytes.contains("Halina Hush"));
    let (_, bytes) = all("");
    assert!(bytes.contains("Halina Hush"));
    for hidden in ["secret", "Mo Le", "park"] {
        assert!(!bytes.contains(hidden), "{hidden}");
    }
    let (_, bytes) = all("--public");
    assert!(bytes.contains("a person at the table"));
    for hidden in ["secret", "Mo Le", "park", "ush"] {
        assert!(!bytes.contains(hidden), "{hidden}");
    }
}

#[test]
fn bad_requests_for_tables() {
    let desk = small_desk();
    desk.write("taken.sqlite", "something else");
    let before = desk.files();
    let mut refusals = Refusals::on(&desk);
    refusals.refused("no file", "export --format sqlite");
    refusals.refused(
        "a file that is there",
        "export --format sqlite --to taken.sqlite",
    );
    refusals.refused(
        "the ledger itself",
        "export --format sqlite --to onrecord.db",
    );
    refusals.refused(
        "a folder that is not there",
        "export --format sqlite --to nowhere/tables.sqlite",
    );
    refusals.refused(
        "options of another format",
        "export --format sqlite --to new.sqlite --publisher us",
    );
    refusals.assert_snapshot("bad_requests_for_tables");
    assert_eq!(desk.files(), before);
}
