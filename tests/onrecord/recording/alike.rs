//! Duplicates: a new party or claim that may be a known one is noted, and a merger can be taken back later.

use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::small_desk;

#[test]
fn a_party_with_a_known_name_is_noted() {
    let desk = small_desk();
    for (name, noted) in [
        ("Donald Trump", true),
        ("donald trump", true),
        ("President Donald Trump", true),
        ("Donald Trumpp", true),
        ("Ivanka Trump", false),
        ("Unit 5", false),
    ] {
        let run = desk.run(format!("party add new --name '{name}' --kind person"));
        assert_eq!(run.code, 0, "{run}");
        assert_eq!(
            run.stderr
                .contains("new may be the same as trump (Donald Trump)"),
            noted,
            "{run}"
        );
        assert_eq!(run.stderr.is_empty(), !noted, "{run}");
        desk.run("undo --yes");
    }
    desk.ok("party add unit-5 --name 'Unit 5' --kind group");
    desk.ok("party add unit-6 --name 'Unit 6' --kind group");
}

#[test]
fn a_claim_in_nearly_the_same_words_is_noted() {
    let desk = small_desk();
    desk.ok("claim add crane --text 'The crane was sold to the port authority.'");
    for (text, noted) in [
        ("The crane was sold to the port authority", true),
        ("The old crane was sold to the port authority.", true),
        ("The crane was sold to the harbour authority.", true),
        ("The pier is not safe.", false),
    ] {
        let run = desk.run(format!("claim add new --text '{text}'"));
        assert_eq!(run.code, 0, "{run}");
        assert_eq!(
            run.stderr.contains("new may be the same as crane"),
            noted,
            "{run}"
        );
        desk.run("undo --yes");
    }
}

fn statements(desk: &TestDesk, party: &str) -> usize {
    let said = desk.json(format!("party show {party}"))["said"].clone();
    said.as_array().map_or(0, Vec::len)
}

#[test]
fn a_merger_of_parties_is_taken_back_after_later_writes() {
    let desk = small_desk();
    desk.ok("say zelenskyy asserts bridge-hit --source minutes");
    let before = statements(&desk, "zelenskyy");
    let plain = desk.export();
    desk.ok("party merge zelenskyy trump");
    desk.ok("party add later --name 'Somebody Else' --kind person");
    desk.ok("say later denies bridge-hit --source minutes");
    desk.ok("party unmerge zelenskyy");
    let party = desk.json("party show zelenskyy");
    assert_eq!(party["id"], "zelenskyy");
    assert_eq!(statements(&desk, "zelenskyy"), before);
    assert!(
        plain.lines().all(|line| desk.export().contains(line)),
        "{}",
        desk.export()
    );
    desk.ok("rebuild --check");
    desk.ok("verify");
    // It can be merged again, and the unmerging undone.
    desk.ok("party merge zelenskyy trump");
    assert_eq!(desk.json("party show zelenskyy")["id"], "trump");
    let run = desk.run("party unmerge trump");
    assert!(
        run.code == 1 && run.stderr.contains("party trump was not merged"),
        "{run}"
    );
    let run = desk.run("party unmerge nobody");
    assert!(
        run.code == 1 && run.stderr.contains("unknown party"),
        "{run}"
    );
}

#[test]
fn a_merger_of_claims_is_taken_back_after_later_writes() {
    let desk = small_desk();
    desk.ok("claim add struck --text 'The bridge was struck.'");
    desk.ok("say trump asserts struck --source minutes");
    desk.ok("claim merge struck bridge-hit");
    desk.ok("say zelenskyy denies bridge-hit --source minutes");
    desk.ok("claim unmerge struck");
    let statements = desk.json("claim show struck")["statements"].clone();
    assert_eq!(statements.as_array().map(Vec::len), Some(1), "{statements}");
    assert_eq!(
        desk.json("claim show struck")["claim"]["affirmed_by"],
        json!(["trump"])
    );
    desk.ok("rebuild --check");
}
