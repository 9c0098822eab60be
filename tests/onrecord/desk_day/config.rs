//! The configuration file: ledger, name, zone and format that a person sets once.

use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::{NOW, small_desk};

/// The small desk, whose home is its own folder, with this configuration.
fn configured(text: &str) -> TestDesk {
    let mut desk = small_desk();
    let home = desk.path("").display().to_string();
    desk.set("HOME", &home);
    write(&desk, ".config", text);
    desk
}

fn write(desk: &TestDesk, folder: &str, text: &str) {
    std::fs::create_dir_all(desk.path(&format!("{folder}/onrecord"))).expect("a folder");
    desk.write(&format!("{folder}/onrecord/config.toml"), text);
}

/// Options win over the environment, the environment over the file, and the file over the defaults.
#[test]
fn a_configured_value_gives_way_to_the_environment_and_to_options() {
    let mut desk = configured(
        "# The desk.\nby = \"ann\"\nzone = \"europe/berlin\"\nformat = 'json'\nledger = \"~/elsewhere.db\"\n",
    );
    let noted = |desk: &TestDesk, options: &str| {
        desk.ok(format!(
            "rule bridge-hit true --reason Seen. --format table {options}"
        ));
        let log = desk.ok(format!("log --limit 1 --format json {options}"));
        let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
        let undone = desk.run(format!("undo --yes --format csv {options}"));
        assert_eq!(undone.code, 0, "{undone}");
        log[0]["recorded_by"].as_str().expect("a name").to_owned()
    };
    desk.ok("init");
    assert!(desk.path("elsewhere.db").exists());
    assert_eq!(desk.ok("party list"), "[]\n");
    let here = "--ledger onrecord.db";
    let answer = desk.ok(format!("party show trump {here}"));
    assert!(answer.starts_with('{'), "{answer}");
    let table = desk.ok(format!("party show trump {here} --format table"));
    assert!(table.starts_with("trump: Donald Trump"), "{table}");
    desk.set("ONRECORD_LEDGER", "onrecord.db");
    assert_eq!(noted(&desk, ""), "ann");
    assert_eq!(noted(&desk, "--by cas"), "cas");
    desk.ok("say kremlin confirms agreed-to-meet --source minutes --said '2025-08-19 12:00'");
    assert!(desk.export().contains("\"said\":\"2025-08-19T10:00Z\""));
    desk.set("ONRECORD_BY", "ben");
    assert_eq!(noted(&desk, ""), "ben");
    desk.set("ONRECORD_ZONE", "UTC");
    desk.ok("say trump confirms bridge-hit --source minutes --said '2025-08-19 12:00'");
    assert!(desk.export().contains("\"said\":\"2025-08-19T12:00Z\""));
    // Errors are JSON too if that is the format.
    for line in ["party show nobody", "party shows trump"] {
        let run = desk.run(line);
        assert!(run.stderr.starts_with("{\"error\":"), "{run}");
        let run = desk.run(format!("{line} --format csv"));
        assert!(run.stderr.starts_with("error:"), "{run}");
    }
}

#[test]
fn the_file_may_be_elsewhere_or_nowhere() {
    let mut desk = configured("format = \"json\"");
    write(&desk, "xdg", "format = \"csv\"");
    desk.write("other.toml", "format = \"markdown\"");
    let shown = |desk: &TestDesk| desk.ok("party list").chars().next();
    assert_eq!(shown(&desk), Some('['));
    let xdg = desk.path("xdg").display().to_string();
    desk.set("XDG_CONFIG_HOME", &xdg);
    assert_eq!(shown(&desk), Some('i'));
    // A relative folder counts as none.
    desk.set("XDG_CONFIG_HOME", "xdg");
    assert_eq!(shown(&desk), Some('['));
    desk.set("ONRECORD_CONFIG", "other.toml");
    assert!(desk.ok("party list").contains("- **"));
    desk.set("ONRECORD_CONFIG", "");
    assert_eq!(shown(&desk), Some('7'));
    desk.set("ONRECORD_CONFIG", "missing.toml");
    let run = desk.run("party list");
    assert_eq!(run.code, 2, "{run}");
    assert!(
        run.stderr.contains("missing.toml") && run.stderr.contains("ONRECORD_CONFIG"),
        "{run}"
    );
    // Help and the version need no configuration.
    assert_eq!(desk.run("--version").code, 0);
    assert_eq!(desk.run("help rules").code, 0);
}

/// A file that sets something unknown is refused with its line, the key, and what is accepted.
#[test]
fn a_wrong_file_is_refused_by_line_and_key() {
    for (text, line, words) in [
        (
            "by = \"ann\"\nledgr = \"x.db\"\n",
            2,
            &["ledgr", "ledger", "by", "zone", "format"][..],
        ),
        ("\n\nby = 3\n", 3, &["by", "integer", "string"]),
        (
            "zone = \"Europe/Berlim\"",
            1,
            &["zone", "Europe/Berlim", "Europe/Berlin"],
        ),
        (
            "by = \"ann\"\nformat = \"xml\"",
            2,
            &["format", "xml", "table, json, jsonl, csv, markdown"],
        ),
        ("format = [\"json\"]", 1, &["format", "string"]),
        ("by = \"\"", 1, &["by", "empty"]),
        ("ledger = ''", 1, &["ledger", "empty"]),
        ("by = \"ann\"\nby = \"ben\"", 2, &["by", "duplicate"]),
        ("[desk]\nby = \"ann\"", 1, &["desk", "ledger"]),
        ("by = ann", 1, &["by"]),
    ] {
        let desk = configured(text);
        let run = desk.run("party list");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}: {run}");
        let place = format!(".config/onrecord/config.toml line {line}: ");
        assert!(run.stderr.contains(&place), "{text}: {run}");
        for word in words {
            assert!(run.stderr.contains(word), "{text}: {word}: {run}");
        }
        let run = desk.run("party list --format json");
        let error: serde_json::Value = serde_json::from_str(&run.stderr).expect("JSON");
        assert_eq!(error["code"], json!(2), "{run}");
        // A file that is not asked for does no harm.
        let mut desk = configured(text);
        desk.set("ONRECORD_CONFIG", "");
        desk.ok("party list");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_and_a_missing_one_is_not() {
    let mut desk = TestDesk::new(NOW);
    let home = desk.path("").display().to_string();
    desk.set("HOME", &home);
    desk.ok("init");
    std::fs::create_dir_all(desk.path(".config/onrecord/config.toml")).expect("a folder");
    let run = desk.run("party list");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("cannot be read"), "{run}");
    std::fs::remove_dir(desk.path(".config/onrecord/config.toml")).expect("the folder");
    desk.write(".config/onrecord/config.toml", b"by = \"\xff\"");
    let run = desk.run("party list");
    assert_eq!(run.code, 2, "{run}");
}
