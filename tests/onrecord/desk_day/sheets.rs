//! Spreadsheets: exported sheets import unchanged, also after a spreadsheet program saved them.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::said;
use crate::common::desk::{NOW, records, small_desk};
use crate::common::refusals::Refusals;
use crate::common::{TestDesk, lines};

/// The path of a sheet.
fn sheet(desk: &TestDesk, name: &str) -> PathBuf {
    desk.path("sheets").join(format!("{name}.csv"))
}

fn text(desk: &TestDesk, name: &str) -> String {
    fs::read_to_string(sheet(desk, name)).expect("a sheet")
}

/// Edits a sheet; the edit must change it.
fn edit(desk: &TestDesk, name: &str, change: impl FnOnce(&str) -> String) {
    let before = text(desk, name);
    let after = change(&before);
    assert_ne!(after, before, "{name} is as it was");
    fs::write(sheet(desk, name), after).expect("a sheet");
}

/// Exports the desk's ledger as sheets into the folder `sheets`.
fn write_sheets(desk: &TestDesk) {
    desk.ok("export --format csv --to sheets --include-off-record");
}

/// The records of an empty ledger that imported the sheets.
fn taken_in(desk: &TestDesk) -> String {
    desk.ok("init --ledger other.db");
    desk.ok("import sheets --ledger other.db");
    desk.ok("rebuild --check --ledger other.db");
    let records = desk.ok("export --include-off-record --ledger other.db");
    fs::remove_file(desk.path("other.db")).expect("a file that was there");
    records
}

/// Texts that a sheet could spoil.
const SPOILT: [&str; 22] = [
    "=1+1",
    "+1",
    "-1",
    "@sum",
    "'quoted",
    "''twice",
    "'=1",
    "=cmd|' /C calc'!A0",
    "a; b",
    "a\\; b",
    "\\",
    "a\\",
    ";",
    ";;",
    "\"",
    "a \"b\" c",
    "a, b",
    "two\nlines",
    "\u{feff}mark",
    "ﬁn; é; 日本",
    "TRUE",
    "007",
];

/// A ledger with each of these texts in each text field.
fn spoilt() -> TestDesk {
    let desk = small_desk();
    let mut records = Vec::new();
    for (number, words) in SPOILT.iter().enumerate() {
        let id = |kind: &str| format!("{kind}-{number}");
        records.extend([
            json!({"record": "party", "id": id("p"), "name": words, "kind": "person", "role": words,
                   "aliases": [words, format!("{words} 2"), format!("x {words}")],
                   "speaks_for": [{"party": "kremlin", "since": "2020-01-01"}, {"party": "trump", "until": "2021-01-01"}],
                   "member_of": [{"party": "daily", "since": "2020-01-01", "until": "2021-01-01"}]}),
            json!({"record": "source", "id": id("s"), "title": words, "publisher": words, "authors": [words, "A. B"],
                   "url": words, "published": "2025-08", "language": "en"}),
            json!({"record": "question", "id": id("q"), "text": words}),
            json!({"record": "claim", "id": id("c"), "text": words, "topic": words, "question": id("q"),
                   "value": {"kind": "text", "text": words}}),
            json!({"record": "statement", "party": id("p"), "stance": "asserts", "claim": id("c"), "source": "minutes",
                   "via": ["daily", "trump"], "attribution": "background", "shown_as": words, "quote": words, "note": words,
                   "passage": {"start": 0, "end": 7},
                   "evidence": [{"source": "wire", "quote": words}, {"source": id("s"), "passage": {"start": 3, "end": 4}}]}),
            json!({"record": "ruling", "claim": id("c"), "verdict": "mixed", "reason": words, "source": id("s")}),
        ]);
    }
    desk.import(&records);
    desk
}

/// Numbers of records by kind, without the zeros.
fn counted(counts: &Value) -> Value {
    let counts = counts.as_object().expect("an object").iter();
    assert_eq!(counts.len(), 6, "every kind has a number");
    let some = counts.filter(|(_, count)| **count != 0);
    Value::Object(
        some.map(|(kind, count)| (kind.clone(), count.clone()))
            .collect(),
    )
}

/// Importing the exported sheets gives the records that were exported.
#[test]
fn sheets_import_as_they_were_exported() {
    let seeds = TestDesk::with_ledger("2025-09-01T09:00Z");
    seeds.ok("seed");
    let off = small_desk();
    off.ok("say trump asserts bridge-hit --source minutes --attribution off-record");
    for desk in [small_desk(), seeds, off, spoilt()] {
        write_sheets(&desk);
        assert_eq!(taken_in(&desk), desk.export());
        // The ledger that wrote them finds nothing new in them.
        let before = desk.state();
        desk.ok("import sheets");
        assert_eq!(desk.state(), before);
    }
}

/// No cell is a formula, whichever field it comes from.
#[test]
fn no_cell_is_a_formula() {
    let desk = spoilt();
    write_sheets(&desk);
    for name in [
        "parties",
        "sources",
        "questions",
        "claims",
        "statements",
        "evidence",
        "rulings",
    ] {
        let text = text(&desk, name);
        let text = text
            .strip_prefix('\u{feff}')
            .expect("a mark by which a spreadsheet knows UTF-8");
        let rows = cells(text);
        let width = rows[0].len();
        for row in &rows {
            assert_eq!(row.len(), width, "{name}: {row:?}");
            for cell in row {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{name}: {cell:?}"
                );
            }
        }
    }
}

/// The cells of a sheet by RFC 4180, read independently of the program.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(
        !quoted && row.is_empty() && cell.is_empty(),
        "the sheet ends within a row"
    );
    rows
}

/// As a spreadsheet program saves it: all cells quoted, CR LF line ends, blank rows at the end, columns reordered.
#[test]
fn sheets_saved_by_a_spreadsheet_program_are_read() {
    let desk = spoilt();
    write_sheets(&desk);
    for name in [
        "parties",
        "sources",
        "questions",
        "claims",
        "statements",
        "evidence",
        "rulings",
    ] {
        edit(&desk, name, |text| {
            let rows = cells(text.trim_start_matches('\u{feff}'));
            let width = rows[0].len();
            let mut saved = String::from("\u{feff}");
            for row in rows {
                let quoted = row
                    .iter()
                    .rev()
                    .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
                saved.push_str(&quoted.collect::<Vec<_>>().join(","));
                saved.push_str("\r\n");
            }
            saved.push_str(&format!("{}\r\n", ",".repeat(width - 1)).repeat(3));
            saved
        });
    }
    assert_eq!(taken_in(&desk), desk.export());
}

/// Sheets typed by hand, without ids, in a folder with only these.
#[test]
fn sheets_typed_by_hand_are_read() {
    let desk = small_desk();
    fs::create_dir(desk.path("sheets")).expect("a folder");
    fs::write(
        sheet(&desk, "parties"),
        "id,name,kind,role,aliases,speaks_for,member_of\nun,'t Hooft's UN,organisation,,U.N.;The Organisation ; ,,\n\
         chief,The chief,person, ,,\"un:2024-01-01..; kremlin:..2020-12-31\",un\n",
    )
    .expect("a sheet");
    fs::write(
        sheet(&desk, "statements"),
        "id,party,stance,claim,said,source,via,attribution,shown_as,quote,passage_start,passage_end,passage_sha256,paragraph,note\n\
         ,chief,asserts,bridge-hit,2025-08-18T10:00+02:00,minutes,daily; trump,,,,,,,,\n",
    )
    .expect("a sheet");
    let answer = desk.json("import sheets");
    assert_eq!(counted(&answer["new"]), json!({"party": 2, "statement": 1}));
    let chief = desk.json("party show chief");
    assert_eq!(
        chief["speaks_for"],
        json!([{"party": "un", "since": "2024-01-01", "until": null}, {"party": "kremlin", "since": null, "until": "2020-12-31"}])
    );
    assert_eq!(chief["role"], Value::Null);
    assert_eq!(
        desk.json("party show un")["aliases"],
        json!(["U.N.", "The Organisation"])
    );
    assert_eq!(chief["statements"][0]["said"], "2025-08-18T08:00Z");
    assert_eq!(chief["statements"][0]["via"], json!(["daily", "trump"]));
    assert_eq!(chief["statements"][0]["attribution"], "on-record");
}

/// All bad cells are named at once by sheet, row and column, and nothing is imported.
#[test]
fn bad_cells_are_named() {
    let desk = small_desk();
    desk.import(&[said("trump", "denies", "bridge-hit", "minutes")]);
    write_sheets(&desk);
    edit(&desk, "parties", |text| {
        text.replace("russia,Russia,government", "russia,Russia,empire")
            .replace("kremlin:2012-01-01..", "kremlin:2012..")
    });
    edit(&desk, "sources", |text| {
        text.replace("2025-08-19,", "8/9/2025,")
            .replace("wire,A wire without a date", "wire,")
    });
    edit(&desk, "claims", |text| {
        text.replace("place:Geneva,", "USD lots,2025-09")
            .replace("agreed-to-meet,", "Agreed To Meet,")
    });
    edit(&desk, "statements", |text| {
        let text = text
            .replace("asserts", "claims")
            .replace(",2025-08-18,", ",Monday,");
        text.replace("on-record", "whispered")
            + ",trump,asserts,bridge-hit,,minutes,,,,,x,y,,,\n,trump,asserts,bridge-hit,,minutes,,,,,5,,,,\n"
    });
    let evidence = "s0000000,wire,a quote,,,,\n,wire,a quote,,,,\n";
    edit(&desk, "evidence", |text| text.to_owned() + evidence);
    edit(&desk, "rulings", |text| {
        text.to_owned() + "bridge-hit,perhaps,Seen.,,\nbridge-hit,true,,,2025-13-01\n"
    });
    let mut refusals = Refusals::on(&desk);
    refusals.refused("cells that cannot be", "import sheets");
    fs::write(
        sheet(&desk, "statements"),
        text(&desk, "statements") + "one,cell,too,few\n",
    )
    .expect("a sheet");
    refusals.refused("a row that is too short", "import sheets");
    refusals.assert_snapshot("day-sheets-cells");
}

/// Valid rows that the ledger cannot accept are named by sheet and row.
#[test]
fn unacceptable_rows_are_named() {
    let desk = small_desk();
    write_sheets(&desk);
    edit(&desk, "statements", |text| {
        text.to_owned()
            + ",trumpp,asserts,bridge-hit,,minutes,,,,,,,,,\n,trump,asserts,bridge-hit,2026-01-01,minutes,,,,,,,,,\n"
    });
    edit(&desk, "claims", |text| {
        text.to_owned() + "new,A new one.,,nobody,,,,\n"
    });
    edit(&desk, "parties", |text| {
        text.to_owned() + "good,A good one,person,,,,\n"
    });
    let mut refusals = Refusals::on(&desk);
    refusals.refused("rows that cannot be taken", "import sheets");
    refusals.assert_snapshot("day-sheets-rows");
}

/// Unknown sheets and columns are refused.
#[test]
fn sheets_with_other_columns_are_refused() {
    let header = |desk: &TestDesk, name: &str, from: &str, to: &str| {
        edit(desk, name, |text| text.replacen(from, to, 1))
    };
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    for (what, name, from, to) in [
        ("a column is missing", "claims", "principals,", ""),
        ("two columns are missing", "statements", "stance,claim,", ""),
        (
            "a column that is none",
            "parties",
            "member_of",
            "member_of,colour",
        ),
        ("a column misspelt", "parties", "aliases", "alias"),
        ("a column twice", "parties", "member_of", "member_of,name"),
        ("semicolons for commas", "questions", "id,text", "id;text"),
        ("no header", "questions", "id,text\n", ""),
    ] {
        write_sheets(&desk);
        header(&desk, name, from, to);
        refusals.refused(what, "import sheets");
        fs::remove_dir_all(desk.path("sheets")).expect("a folder that was there");
    }
    write_sheets(&desk);
    fs::write(sheet(&desk, "questions"), b"id,text\nwhere,Gen\xe8ve?\n").expect("a sheet");
    refusals.refused("another encoding", "import sheets");
    fs::write(sheet(&desk, "questions"), b"").expect("a sheet");
    refusals.refused("an empty file", "import sheets");
    fs::create_dir(desk.path("empty")).expect("a folder");
    refusals.refused("a folder without sheets", "import empty");
    refusals.refused(
        "over sheets that are there",
        "export --format csv --to sheets",
    );
    refusals.refused("sheets on standard output", "export --format csv");
    refusals.assert_snapshot("day-sheets-columns");
}

/// Edited sheets are imported with --update only, like lines.
#[test]
fn edited_sheets_update_the_ledger() {
    let desk = TestDesk::holding(NOW, &records());
    write_sheets(&desk);
    edit(&desk, "parties", |text| {
        text.replace("Donald Trump", "President Trump")
    });
    let before = desk.state();
    let run = desk.run("import sheets --format json");
    assert_eq!(run.code, 1, "{run}");
    let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        answer["differing"].as_array().map(Vec::len),
        Some(1),
        "{answer}"
    );
    assert_eq!(desk.state(), before);
    let answer = desk.json("import sheets --update");
    assert_eq!(counted(&answer["changed"]), json!({"party": 1}));
    assert_eq!(desk.json("party show trump")["name"], "President Trump");
    // Lines behave the same.
    desk.write("lines.jsonl", lines(&records()));
    let answer = desk.json("import lines.jsonl --update");
    assert_eq!(counted(&answer["changed"]), json!({"party": 1}));
}

/// A sheet that was cut short anywhere is refused, or what it still holds is whole rows.
#[test]
fn a_sheet_cut_short_is_refused() {
    let desk = small_desk();
    let quoted = "A \"quoted\" text,\nin two lines.";
    desk.import(&[json!({"record": "question", "id": "last", "text": quoted})]);
    write_sheets(&desk);
    let whole = fs::read(sheet(&desk, "questions")).expect("a sheet");
    let rows = taken_in(&desk).matches("\"record\":\"question\"").count();
    let start = whole.windows(4).position(|four| four == b"last");
    let start = start.expect("the last row");
    let end = whole.len() - 1;
    for cut in start + 1..end {
        fs::write(sheet(&desk, "questions"), &whole[..cut]).expect("a sheet");
        desk.ok("init --ledger cut.db");
        let run = desk.run("import sheets --ledger cut.db");
        // Two marks in a row may be the end of the cell.
        if whole[..cut].ends_with(b"quoted\"") || whole[..cut].ends_with(b"A \"") {
            assert!(
                run.code == 0 || run.stderr.contains("questions.csv row"),
                "{cut}: {run}"
            );
        } else {
            assert!(
                run.code == 1
                    && run
                        .stderr
                        .contains(&format!("questions.csv row {}: ", rows + 1)),
                "{cut}: {run}"
            );
        }
        fs::remove_file(desk.path("cut.db")).expect("a ledger");
    }
    fs::write(sheet(&desk, "questions"), &whole[..end]).expect("a sheet");
    assert!(taken_in(&desk).contains("in two lines."));
}

/// What the reader would otherwise drop or take as it is.
#[test]
fn damaged_cells_are_refused() {
    let desk = small_desk();
    write_sheets(&desk);
    let whole = text(&desk, "questions");
    for (row, reason) in [
        (
            "when,\"When\" exactly?\n",
            "has text after the quotation mark",
        ),
        (
            "when,\"When?\nwhom,\"Whom?\"\n",
            "has text after the quotation mark",
        ),
        ("when,Wh\0en?\n", "NUL"),
        ("when,\"When?\nwhom,Whom?\n", "ends inside a quoted cell"),
        ("whe", "has 1 of 2 cells"),
    ] {
        fs::write(sheet(&desk, "questions"), whole.clone() + row).expect("a sheet");
        let run = desk.run("import sheets");
        assert!(
            run.code == 1
                && run.stderr.contains("questions.csv row 3: ")
                && run.stderr.contains(reason),
            "{run}"
        );
    }
    fs::write(sheet(&desk, "questions"), whole + "when,At 5\" past?").expect("a sheet");
    desk.ok("import sheets");
}

/// JSON Lines that were cut inside a line are refused as well.
#[test]
fn lines_cut_short_are_refused() {
    let desk = small_desk();
    let line = json!({"record": "question", "id": "last", "text": "Who?"}).to_string();
    for cut in 1..line.len() {
        desk.write("cut.jsonl", &line[..cut]);
        let run = desk.run("import cut.jsonl");
        assert!(
            run.code == 1 && run.stderr.contains("line 1: "),
            "{cut}: {run}"
        );
    }
}
