//! Claims by parties.

use serde_json::{Value, json};

use super::{assert_transcript, fields, said};
use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// The small desk with a stance of each family.
fn stances() -> TestDesk {
    let desk = small_desk();
    desk.import(&[
        said("kremlin", "declines", "agreed-to-meet", "daily-08-19"),
        said("ushakov", "asserts", "in-budapest", "minutes"),
        said("zelenskyy", "rejects", "in-budapest", "minutes"),
        said("zelenskyy", "hedges", "in-geneva", "minutes"),
        said("trump", "doubts", "in-geneva", "minutes"),
        said("trump", "asserts", "in-geneva", "daily-08-19"),
        json!({"record": "statement", "party": "kremlin", "stance": "asserts", "claim": "bridge-hit",
               "source": "minutes", "via": ["trump"]}),
    ]);
    desk
}

/// A cell: party, stance, and whether it was only relayed.
fn cells(matrix: &Value) -> Vec<(String, Value)> {
    let rows = matrix["claims"].as_array().expect("a list");
    let row = |row: &Value| {
        let mut cells = fields(&row["stances"], &["party", "stance", "relayed"]);
        if let Value::Array(cells) = &mut cells {
            cells.sort_by_key(Value::to_string);
        }
        (row["id"].as_str().expect("an id").to_owned(), cells)
    };
    let mut rows: Vec<_> = rows.iter().map(row).collect();
    rows.sort_by(|one, two| one.0.cmp(&two.0));
    rows
}

/// A firm position outranks others of the same party; relayed ones are marked.
#[test]
fn the_matrix_shows_who_takes_which_stance() {
    let matrix = stances().json("matrix");
    assert_eq!(
        cells(&matrix),
        [
            (
                "agreed-to-meet".to_owned(),
                json!([["kremlin", "declines", false], ["trump", "asserts", false]])
            ),
            ("bridge-hit".to_owned(), json!([["trump", "asserts", true]])),
            (
                "in-budapest".to_owned(),
                json!([
                    ["ushakov", "asserts", false],
                    ["zelenskyy", "rejects", false]
                ])
            ),
            (
                "in-geneva".to_owned(),
                json!([["trump", "asserts", false], ["zelenskyy", "hedges", false]])
            ),
        ]
    );
}

/// The parties of one side are grouped under the one that speaks for none of the others.
#[test]
fn sides_are_grouped() {
    let matrix = stances().json("matrix");
    let sides = fields(&matrix["sides"], &["party", "parties"]);
    assert_eq!(
        sides,
        json!([
            ["trump", ["trump"]],
            ["russia", ["kremlin", "ushakov"]],
            ["zelenskyy", ["zelenskyy"]]
        ])
    );
    // Ushakov did not speak for anybody before 2012.
    let desk = stances();
    desk.ok("party edit ushakov --speaks-for kremlin:2012-01-01..2013-01-01");
    let apart = fields(&desk.json("matrix")["sides"], &["parties"]);
    assert!(
        apart
            .as_array()
            .expect("a list")
            .contains(&json!([["ushakov"]])),
        "{apart}"
    );
}

/// Filters select rows and columns.
#[test]
fn the_matrix_is_filtered() {
    let desk = stances();
    let of = |options: &str| {
        let matrix = desk.json(format!("matrix {options}"));
        let claims: Vec<String> = cells(&matrix).into_iter().map(|(claim, _)| claim).collect();
        let parties = fields(&matrix["sides"], &["parties"]);
        (claims, parties)
    };
    let (claims, parties) = of("--party zelenskyy");
    assert_eq!(claims, ["in-budapest", "in-geneva"]);
    assert_eq!(parties, json!([[["zelenskyy"]]]));
    let (claims, _) = of("--topic summit");
    assert_eq!(claims, ["agreed-to-meet", "in-budapest", "in-geneva"]);
    let (claims, parties) = of("--topic summit --party Moscow --party ushakov");
    assert_eq!(claims, ["agreed-to-meet", "in-budapest"]);
    assert_eq!(parties, json!([[["kremlin", "ushakov"]]]));
    let (claims, _) = of("--as-of 2025-08-18 --party trump");
    assert_eq!(claims, ["agreed-to-meet", "bridge-hit", "in-geneva"]);
}

/// The matrix as an editor sees it. One that is too wide is split.
#[test]
fn the_matrix_as_an_editor_sees_it() {
    let desk = stances();
    let many: Vec<Value> = (1..=12)
        .flat_map(|number| {
            let id = format!("reporter-{number}");
            [
                json!({"record": "party", "id": id, "name": format!("Reporter {number}"), "kind": "person"}),
                said(&id, "asserts", "bridge-hit", "wire-2"),
            ]
        })
        .collect();
    assert_transcript(
        &desk,
        "day-matrix",
        &["matrix", "matrix --topic nothing", "matrix --party Moscow"],
    );
    desk.ok("source add wire-2 --title Wire --published 2025-08-19");
    desk.import(&many);
    assert_transcript(&desk, "day-matrix-wide", &["matrix"]);
    let text = desk.ok("matrix");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    assert_eq!(text.matches("REPORTER").count(), 12, "{text}");
}
