//! Invalid records and writes, and command lines that make no sense.

use crate::common::desk::small_desk;
use crate::common::refusals::Refusals;

/// An invalid field is refused by name.
#[test]
fn an_invalid_record_is_refused() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let long = "x".repeat(20_001);
    for (what, arguments) in [
        (
            "an id with capitals",
            "party add Kremlin --name K --kind group",
        ),
        ("an empty id", "question add '' --text 'Where?'"),
        ("a party without a name", "party add un --kind group"),
        ("a party without a kind", "party add un --name UN"),
        ("a blank name", "party add un --name ' ' --kind group"),
        ("a source without a title", "source add new"),
        ("a claim without a text", "claim add new"),
        ("a blank text", "claim edit bridge-hit --text ''"),
        (
            "a standard that is none",
            "claim add new --text New. --standard 'three sources'",
        ),
        (
            "acknowledgement by nobody",
            "claim add new --text New. --standard acknowledgement",
        ),
        (
            "a value that is none",
            "claim add new --text New. --value 'a lot'",
        ),
        (
            "a value without a currency",
            "claim add new --text New. --value 90bn",
        ),
        (
            "a blank quote",
            "say trump asserts bridge-hit --source minutes --quote ' '",
        ),
        (
            "a blank wording",
            "say trump asserts bridge-hit --source minutes --shown-as ''",
        ),
        (
            "a principal that is none",
            "claim edit agreed-to-meet --no-principal trump",
        ),
        (
            "an alias that is none",
            "party edit trump --no-alias Donald",
        ),
        (
            "a field that cannot be emptied",
            "claim edit in-geneva --clear text",
        ),
        ("a void without a reason", "void sgwwyw4n --reason ''"),
        (
            "a ruling without a reason",
            "rule bridge-hit true --reason ' '",
        ),
    ] {
        refusals.refused(what, arguments);
    }
    refusals.assert_snapshot("errors-records");
    let mut refusals = Refusals::on(&desk);
    refusals.refused_input(
        "a text that is too long",
        "import -",
        format!("{{\"record\":\"question\",\"id\":\"q\",\"text\":\"{long}\"}}").as_bytes(),
    );
    refusals.assert_snapshot("errors-records-too-long");
}

/// A voided or superseded statement cannot be voided, corrected or recorded again without --again.
#[test]
fn a_statement_that_was_undone_with_its_source_is_refused() {
    let desk = small_desk();
    desk.ok("source add bulletin --title Bulletin --published 2025-08-19");
    let said = statement(&desk.json("say trump asserts bridge-hit --source bulletin"));
    desk.run("undo --yes");
    desk.run("undo --yes");
    for line in [
        format!("correct {said} --stance denies"),
        format!("void {said} --reason 'a mistake'"),
    ] {
        let run = desk.run(&line);
        assert!(
            run.code == 1 && run.stderr.contains("already voided or corrected"),
            "{run}"
        );
    }
}

#[test]
fn voided_and_superseded_statements_are_refused() {
    let desk = small_desk();
    let say = "say zelenskyy asserts bridge-hit --source minutes";
    let first = statement(&desk.json(say));
    let second = statement(&desk.json(format!("correct {first} --stance denies")));
    let third = statement(&desk.json("say trump asserts bridge-hit --source minutes"));
    desk.ok(format!(
        "void {third} --reason 'entered in the wrong ledger'"
    ));
    let mut refusals = Refusals::on(&desk);
    refusals.refused(
        "corrected before",
        format!("correct {first} --stance hedges"),
    );
    refusals.refused(
        "corrected before, now voided",
        format!("void {first} --reason 'a mistake'"),
    );
    refusals.refused(
        "voided before",
        format!("void {third} --reason 'a mistake'"),
    );
    refusals.refused(
        "voided before, said once more",
        "say trump asserts bridge-hit --source minutes",
    );
    refusals.refused("corrected before, said once more", say);
    refusals.refused(
        "corrected to what it says",
        format!("correct {second} --stance denies"),
    );
    refusals.refused(
        "recorded, and again",
        "say trump asserts agreed-to-meet --source daily-08-19 --said 2025-08-18 --again",
    );
    refusals.refused("an id cut short", "void sa --reason 'a mistake'");
    refusals.assert_snapshot("errors-records-taken-back");
}

fn statement(answer: &serde_json::Value) -> String {
    answer["statement"]
        .as_str()
        .expect("a statement's id")
        .to_owned()
}

/// A command line that makes no sense ends with exit code 2 and the usage.
#[test]
fn a_command_line_that_makes_no_sense_is_misuse() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    for (what, arguments) in [
        ("an unknown command", "rumour"),
        ("an unknown option", "claim list --colour"),
        (
            "an unknown stance",
            "say trump claims bridge-hit --source minutes",
        ),
        (
            "a statement without a source",
            "say trump asserts bridge-hit",
        ),
        ("an unknown verdict", "rule bridge-hit maybe --reason seen"),
        ("an unknown kind", "discrepancies --kind quarrel"),
        ("an unknown format", "claim list --format xml"),
        ("a wait that is no number", "claim list --wait long"),
    ] {
        refusals.misused(what, arguments);
    }
    refusals.assert_snapshot("errors-records-usage");
    // This message lists the commands, which change over time.
    let run = desk.run("");
    assert!(
        run.code == 2 && run.stderr.contains("Usage: onrecord"),
        "{run}"
    );
}
