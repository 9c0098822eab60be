//! The spreadsheet: what goes out as sheets comes in as it was, also when a spreadsheet program saved it.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::said;
use crate::common::desk::{NOW, records, small_desk};
use crate::common::refusals::Refusals;
use crate::common::{Trial, lines};

/// A folder as sheets, by name.
fn sheet(trial: &Trial, name: &str) -> PathBuf {
    trial.path("sheets").join(format!("{name}.csv"))
}

fn text(trial: &Trial, name: &str) -> String {
    fs::read_to_string(sheet(trial, name)).expect("a sheet")
}

/// Changes a sheet, which must change.
fn edit(trial: &Trial, name: &str, change: impl FnOnce(&str) -> String) {
    let before = text(trial, name);
    let after = change(&before);
    assert_ne!(after, before, "{name} is as it was");
    fs::write(sheet(trial, name), after).expect("a sheet");
}

/// The trial's ledger as sheets in its folder `sheets`.
fn write_sheets(trial: &Trial) {
    trial.ok("export --format csv --to sheets --include-off-record");
}

/// The records of an empty ledger that took in the sheets.
fn taken_in(trial: &Trial) -> String {
    trial.ok("init --ledger other.db");
    trial.ok("import sheets --ledger other.db");
    trial.ok("rebuild --check --ledger other.db");
    let records = trial.ok("export --include-off-record --ledger other.db");
    fs::remove_file(trial.path("other.db")).expect("a file that was there");
    records
}

/// Words that a sheet could spoil.
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

/// A ledger with each of these words in each field that takes text.
fn spoilt() -> Trial {
    let trial = small_desk();
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
    trial.import(&records);
    trial
}

/// What went out as sheets is, taken in, what goes out as lines.
#[test]
fn sheets_bring_back_what_went_out() {
    let seeds = Trial::with_ledger("2025-09-01T09:00Z");
    seeds.ok("seed");
    let off = small_desk();
    off.ok("say trump asserts bridge-hit --source minutes --attribution off-record");
    for trial in [small_desk(), seeds, off, spoilt()] {
        write_sheets(&trial);
        assert_eq!(taken_in(&trial), trial.export());
        // Into the ledger that wrote them, they are nothing new.
        let before = trial.state();
        trial.ok("import sheets");
        assert_eq!(trial.state(), before);
    }
}

/// No cell is one that a spreadsheet computes, whichever field it stands in.
#[test]
fn no_cell_is_a_formula() {
    let trial = spoilt();
    write_sheets(&trial);
    for name in [
        "parties",
        "sources",
        "questions",
        "claims",
        "statements",
        "evidence",
        "rulings",
    ] {
        let text = text(&trial, name);
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

/// The cells of a sheet, read as RFC 4180 has it, by other means than the program's.
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

/// As a spreadsheet program saves it: every cell in quotes, lines ended by CR LF, blank rows at the end, columns moved.
#[test]
fn sheets_saved_by_a_spreadsheet_program() {
    let trial = spoilt();
    write_sheets(&trial);
    for name in [
        "parties",
        "sources",
        "questions",
        "claims",
        "statements",
        "evidence",
        "rulings",
    ] {
        edit(&trial, name, |text| {
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
    assert_eq!(taken_in(&trial), trial.export());
}

/// What a person types into a sheet, without ids, in a folder with these sheets only.
#[test]
fn sheets_typed_by_hand() {
    let trial = small_desk();
    fs::create_dir(trial.path("sheets")).expect("a folder");
    fs::write(
        sheet(&trial, "parties"),
        "id,name,kind,role,aliases,speaks_for,member_of\nun,'t Hooft's UN,organisation,,U.N.;The Organisation ; ,,\n\
         chief,The chief,person, ,,\"un:2024-01-01..; kremlin:..2020-12-31\",un\n",
    )
    .expect("a sheet");
    fs::write(
        sheet(&trial, "statements"),
        "id,party,stance,claim,said,source,via,attribution,shown_as,quote,passage_start,passage_end,passage_sha256,paragraph,note\n\
         ,chief,asserts,bridge-hit,2025-08-18T10:00+02:00,minutes,daily; trump,,,,,,,,\n",
    )
    .expect("a sheet");
    let told = trial.json("import sheets");
    assert_eq!(told["new"], json!({"party": 2, "statement": 1}));
    let chief = trial.json("party show chief");
    assert_eq!(
        chief["speaks_for"],
        json!([{"party": "un", "since": "2024-01-01", "until": null}, {"party": "kremlin", "since": null, "until": "2020-12-31"}])
    );
    assert_eq!(chief["role"], Value::Null);
    assert_eq!(
        trial.json("party show un")["aliases"],
        json!(["U.N.", "The Organisation"])
    );
    assert_eq!(chief["said"][0]["said"], "2025-08-18T08:00Z");
    assert_eq!(chief["said"][0]["via"], json!(["daily", "trump"]));
    assert_eq!(chief["said"][0]["attribution"], "on-record");
}

/// Each bad cell is named by sheet, row and column, all of them at once, and nothing is taken in.
#[test]
fn bad_cells_are_named() {
    let trial = small_desk();
    trial.import(&[said("trump", "denies", "bridge-hit", "minutes")]);
    write_sheets(&trial);
    edit(&trial, "parties", |text| {
        text.replace("russia,Russia,government", "russia,Russia,empire")
            .replace("kremlin:2012-01-01..", "kremlin:2012..")
    });
    edit(&trial, "sources", |text| {
        text.replace("2025-08-19,", "19.08.2025,")
            .replace("wire,A wire without a date", "wire,")
    });
    edit(&trial, "claims", |text| {
        text.replace("place:Geneva,", "USD lots,2025-09")
            .replace("agreed-to-meet,", "Agreed To Meet,")
    });
    edit(&trial, "statements", |text| {
        let text = text
            .replace("asserts", "claims")
            .replace(",2025-08-18,", ",Monday,");
        text.replace("on-record", "whispered")
            + ",trump,asserts,bridge-hit,,minutes,,,,,x,y,,,\n,trump,asserts,bridge-hit,,minutes,,,,,5,,,,\n"
    });
    let evidence = "s0000000,wire,a quote,,,,\n,wire,a quote,,,,\n";
    edit(&trial, "evidence", |text| text.to_owned() + evidence);
    edit(&trial, "rulings", |text| {
        text.to_owned() + "bridge-hit,perhaps,Seen.,,\nbridge-hit,true,,,2025-13-01\n"
    });
    let mut refusals = Refusals::on(&trial);
    refusals.refused("cells that cannot be", "import sheets");
    fs::write(
        sheet(&trial, "statements"),
        text(&trial, "statements") + "one,cell,too,few\n",
    )
    .expect("a sheet");
    refusals.refused("a row that is too short", "import sheets");
    refusals.hold("day-sheets-cells");
}

/// Rows that read well and that the ledger cannot take are named by sheet and row.
#[test]
fn rows_that_cannot_be_taken_are_named() {
    let trial = small_desk();
    write_sheets(&trial);
    edit(&trial, "statements", |text| {
        text.to_owned()
            + ",trumpp,asserts,bridge-hit,,minutes,,,,,,,,,\n,trump,asserts,bridge-hit,2026-01-01,minutes,,,,,,,,,\n"
    });
    edit(&trial, "claims", |text| {
        text.to_owned() + "new,A new one.,,nobody,,,,\n"
    });
    edit(&trial, "parties", |text| {
        text.to_owned() + "good,A good one,person,,,,\n"
    });
    let mut refusals = Refusals::on(&trial);
    refusals.refused("rows that cannot be taken", "import sheets");
    refusals.hold("day-sheets-rows");
}

/// Sheets that are not those of the ledger.
#[test]
fn sheets_with_other_columns_are_refused() {
    let header = |trial: &Trial, name: &str, from: &str, to: &str| {
        edit(trial, name, |text| text.replacen(from, to, 1))
    };
    let trial = small_desk();
    let mut refusals = Refusals::on(&trial);
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
        write_sheets(&trial);
        header(&trial, name, from, to);
        refusals.refused(what, "import sheets");
        fs::remove_dir_all(trial.path("sheets")).expect("a folder that was there");
    }
    write_sheets(&trial);
    fs::write(sheet(&trial, "questions"), b"id,text\nwhere,Gen\xe8ve?\n").expect("a sheet");
    refusals.refused("another encoding", "import sheets");
    fs::write(sheet(&trial, "questions"), b"").expect("a sheet");
    refusals.refused("an empty file", "import sheets");
    fs::create_dir(trial.path("empty")).expect("a folder");
    refusals.refused("a folder without sheets", "import empty");
    refusals.refused(
        "over sheets that are there",
        "export --format csv --to sheets",
    );
    refusals.refused("sheets on standard output", "export --format csv");
    refusals.hold("day-sheets-columns");
}

/// A sheet changed in a spreadsheet is taken with --update only, like lines.
#[test]
fn changed_sheets_update_the_ledger() {
    let trial = Trial::holding(NOW, &records());
    write_sheets(&trial);
    edit(&trial, "parties", |text| {
        text.replace("Donald Trump", "President Trump")
    });
    let before = trial.state();
    let told = trial.json("import sheets");
    assert_eq!(
        told["differing"].as_array().map(Vec::len),
        Some(1),
        "{told}"
    );
    assert_eq!(trial.state(), before);
    let told = trial.json("import sheets --update");
    assert_eq!(told["changed"], json!({"party": 1}));
    assert_eq!(trial.json("party show trump")["name"], "President Trump");
    // As lines do.
    trial.write("lines.jsonl", lines(&records()));
    let told = trial.json("import lines.jsonl --update");
    assert_eq!(told["changed"], json!({"party": 1}));
}
