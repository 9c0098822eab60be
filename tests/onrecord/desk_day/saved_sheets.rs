//! Sheets as Excel, LibreOffice and Google save them, and as people type them.

use std::fs;

use serde_json::{Value, json};

use crate::common::TestDesk;
use crate::common::desk::small_desk;

const PARTIES: &str = "id,name,kind,role,aliases,speaks_for,member_of";

/// A ledger that imported a folder with these sheets, or what the program said instead.
fn taken(files: &[(&str, &[u8])]) -> Result<TestDesk, String> {
    let desk = small_desk();
    fs::create_dir(desk.path("in")).expect("a folder");
    for (name, bytes) in files {
        fs::write(desk.path("in").join(name), bytes).expect("a sheet");
    }
    let run = desk.run("import in");
    match run.code {
        0 => Ok(desk),
        _ => Err(run.stderr),
    }
}

fn party(desk: &TestDesk) -> Value {
    let party = desk.json("party show pell");
    json!([party["name"], party["role"]])
}

#[test]
fn separators_encodings_and_empty_columns_are_understood() {
    let row = "pell,Ann Pell,person,harbour master,,,";
    let plain = format!("{PARTIES}\r\n{row}\r\n");
    let utf16 = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect()
    };
    for (what, bytes) in [
        ("commas", plain.clone().into_bytes()),
        (
            "semicolons and a mark",
            format!("\u{feff}{}", plain.replace(',', ";")).into_bytes(),
        ),
        ("tabs", plain.replace(',', "\t").into_bytes()),
        ("UTF-16 with tabs", utf16(&plain.replace(',', "\t"))),
        (
            "a line that names the separator",
            format!("sep=;\r\n{}", plain.replace(',', ";")).into_bytes(),
        ),
        (
            "empty columns",
            format!("{PARTIES},,\r\n{row},,\r\n,,,,,,,,\r\n").into_bytes(),
        ),
        (
            "more cells, all empty",
            format!("{PARTIES}\r\n{row},,,\r\n").into_bytes(),
        ),
        (
            "a header in capitals",
            plain
                .replace("speaks_for", "Speaks for")
                .replace("name", "Name")
                .into_bytes(),
        ),
    ] {
        let desk =
            taken(&[("parties.csv", &bytes)]).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(
            party(&desk),
            json!(["Ann Pell", "harbour master"]),
            "{what}"
        );
    }
    for name in [
        "Parties.csv",
        "parties.tsv",
        "parties.txt",
        "Strike - parties.csv",
    ] {
        let desk =
            taken(&[(name, plain.as_bytes())]).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            party(&desk),
            json!(["Ann Pell", "harbour master"]),
            "{name}"
        );
    }
}

#[test]
fn one_sheet_is_read_by_its_name() {
    let desk = small_desk();
    desk.write(
        "parties.csv",
        format!("{PARTIES}\npell,Ann Pell,person,,,,\n"),
    );
    assert_eq!(desk.json("import parties.csv")["new"], json!({"party": 1}));
    desk.write("people.csv", "a,b\n");
    desk.write("book.xlsx", "PK");
    for (file, reason) in [
        ("people.csv", "no sheet has this name"),
        ("book.xlsx", "save each of its sheets as CSV"),
    ] {
        let run = desk.run(format!("import {file}"));
        assert!(run.code == 1 && run.stderr.contains(reason), "{run}");
    }
}

#[test]
fn what_no_sheet_holds_is_named() {
    let plain = format!("{PARTIES}\npell,Ann Pell,person,,,,\n");
    for (files, reason) in [
        (
            vec![("parties.csv", &*plain), ("people.csv", "a\n")],
            "people.csv: no sheet has this name",
        ),
        (
            vec![("parties.csv", &*plain), ("Parties.tsv", &*plain)],
            "is the sheet parties.csv too",
        ),
        (
            vec![(
                "parties.csv",
                &*format!("{PARTIES},\npell,Ann Pell,person,,,,,lost\n"),
            )],
            "row 2: has a cell without a column",
        ),
        (
            vec![("parties.csv", "id,name\npell,Ann Pell\n")],
            "column kind, role, aliases, speaks_for, member_of is missing",
        ),
    ] {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .collect();
        let error = taken(&files).err().unwrap_or_default();
        assert!(error.contains(reason), "{reason}: {error}");
    }
    let latin: Vec<u8> = format!("{PARTIES}\npell,Ann P#ll,person,,,,\n")
        .bytes()
        .map(|byte| if byte == b'#' { 0xe9 } else { byte })
        .collect();
    let error = taken(&[("parties.csv", &latin)]).err().unwrap_or_default();
    assert!(
        error.contains("row 2: is not UTF-8; save the sheet as \"CSV UTF-8\""),
        "{error}"
    );
}

#[test]
fn days_are_read_as_spreadsheets_write_them() {
    let source = |published: &str| {
        let text = format!(
            "id,title,publisher,authors,url,published,retrieved,language,reliability,origin,sha256\nn,Notice,,,,\"{published}\",,,,,\n"
        );
        let desk = taken(&[("sources.csv", text.as_bytes())])?;
        Ok::<_, String>(desk.json("source show n")["published"].clone())
    };
    for (cell, meant) in [
        ("8/14/2025", "2025-08-14"),
        ("14.08.2025", "2025-08-14"),
        ("14-Aug-25", "2025-08-14"),
        ("2025-08-14 00:00:00", "2025-08-14"),
        ("Thursday, August 14, 2025", "2025-08-14"),
        ("14.08.2025 16:20", "2025-08-14T16:20Z"),
        ("2025-08", "2025-08"),
    ] {
        assert_eq!(source(cell), Ok(json!(meant)), "{cell}");
    }
    for (cell, reason) in [
        (
            "8/9/2025",
            "column published: 8/9/2025 is ambiguous: 2025-09-08 or 2025-08-09",
        ),
        (
            "45883",
            "45883 is the number that a spreadsheet gives to 2025-08-14; write 2025-08-14",
        ),
        ("Aug-25", "Aug-25 is ambiguous: 2025-08 or"),
        ("yesterday", "is not a date"),
        ("14 Aug", "has no year"),
    ] {
        let error = source(cell).err().unwrap_or_default();
        assert!(error.contains(reason), "{cell}: {error}");
    }
}

#[test]
fn words_in_capitals_and_apostrophes_are_kept_apart() {
    let desk = taken(&[
        (
            "rulings.csv",
            b"claim,verdict,reason,source,ruled\nbridge-hit,TRUE,Seen.,,2025-08-20\n",
        ),
        (
            "parties.csv",
            format!("{PARTIES}\nnd,'Ndranara,Group,,,,\nplus,'+Plus,group,,,,\n").as_bytes(),
        ),
    ]);
    let desk = desk.unwrap_or_else(|error| panic!("{error}"));
    assert!(desk.export().contains(r#""verdict":"true""#));
    assert_eq!(desk.json("party show nd")["name"], "'Ndranara");
    assert_eq!(desk.json("party show plus")["name"], "+Plus");
}

/// A name stands for an id wherever one is expected, if it fits one thing only.
#[test]
fn names_stand_for_ids() {
    let header = "id,party,stance,claim,said,source,via,attribution,shown_as,quote,passage_start,passage_end,passage_sha256,paragraph,note";
    let statement = |party: &str, claim: &str, source: &str| {
        format!("{header}\n,{party},asserts,{claim},2025-08-18,{source},,,,,,,,,\n")
    };
    let parties = format!(
        "{PARTIES}\npell,Ann Pell,person,,The Harbour Master,Donald Trump:2025-01-01..,\npell-2,Ann Pell,person,,,,\n"
    );
    let desk = small_desk();
    let claim = desk.json("claim show bridge-hit")["claim"]["text"]
        .as_str()
        .expect("a text")
        .to_owned();
    let source = desk.json("source show minutes")["title"]
        .as_str()
        .expect("a title")
        .to_owned();
    let sheet = statement(
        "the harbour master",
        &format!("\"{claim}\""),
        &format!("\"{source}\""),
    );
    let files: [(&str, &[u8]); 2] = [
        ("parties.csv", parties.as_bytes()),
        ("statements.csv", sheet.as_bytes()),
    ];
    let desk = taken(&files).unwrap_or_else(|error| panic!("{error}"));
    let party = desk.json("party show pell");
    assert_eq!(party["statements"][0]["claim"], "bridge-hit", "{party}");
    assert_eq!(party["statements"][0]["source"], "minutes", "{party}");
    assert_eq!(party["speaks_for"][0]["party"], "trump", "{party}");
    for (name, reason) in [
        (
            "Ann Pell",
            "column party: \"Ann Pell\" fits more than one party: pell, pell-2; write the id",
        ),
        (
            "Bob Pell",
            "column party: \"Bob Pell\" is neither the id nor the name of a party",
        ),
    ] {
        let sheet = statement(name, "bridge-hit", "minutes");
        let error = taken(&[
            ("parties.csv", parties.as_bytes()),
            ("statements.csv", sheet.as_bytes()),
        ]);
        let error = error.err().unwrap_or_default();
        assert!(error.contains(reason), "{error}");
    }
}
