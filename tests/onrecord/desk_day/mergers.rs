//! Merging parties and claims that turn out to be the same: statements, ids and statuses.

use serde_json::{Value, json};

use super::{answers, assert_transcript, fields, moved, said, status, undo};
use crate::common::desk::small_desk;
use crate::common::refusals::Refusals;
use crate::common::{TestDesk, strings};

/// The small desk with a second record of one man, who says two opposite things.
fn two_of_one() -> TestDesk {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "party", "id": "vladimir", "name": "Vladimir Putin", "kind": "person", "aliases": ["Putin"]}),
        json!({"record": "party", "id": "v-putin", "name": "V. Putin", "kind": "person", "aliases": ["Vova"]}),
        said("v-putin", "asserts", "bridge-hit", "minutes"),
        said("vladimir", "denies", "bridge-hit", "daily-08-19"),
    ]);
    desk
}

/// The small desk with a claim that is the opposite of another.
fn opposites() -> TestDesk {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "claim", "id": "no-deal", "text": "Russia did not agree to a meeting.",
               "topic": "summit", "principals": ["kremlin"]}),
        said("kremlin", "asserts", "no-deal", "minutes"),
        said("trump", "denies", "no-deal", "daily-08-19"),
        said("zelenskyy", "doubts", "no-deal", "daily-08-19"),
    ]);
    desk
}

/// The statements of both become one party's, so a contradiction becomes a reversal, and the answer says so.
#[test]
fn a_merged_party_speaks_with_one_voice() {
    let desk = two_of_one();
    assert_eq!(status(&desk, "bridge-hit"), "disputed");
    let answer = desk.json("party merge v-putin vladimir");
    assert_eq!(
        answer["statuses"],
        json!([{"claim": "bridge-hit", "status": {"before": "disputed", "after": "unconfirmed"}, "contested_by": ["vladimir"]}])
    );
    assert_eq!(
        moved(&answer["discrepancies"]["opened"]),
        json!([["reversal", ["bridge-hit"], "vladimir"]])
    );
    assert_eq!(
        moved(&answer["discrepancies"]["resolved"]),
        json!([["contradiction", ["bridge-hit"], null]])
    );
    assert_eq!(status(&desk, "bridge-hit"), "unconfirmed");
    let page = desk.json("party show vladimir");
    assert_eq!(
        fields(&page["statements"], &["party", "stance"]),
        json!([["vladimir", "asserts"], ["vladimir", "denies"]])
    );
    assert_eq!(page["statement_count"], 2);
    let listed = desk.list("party list");
    assert!(listed.iter().all(|party| party["id"] != "v-putin"));
    desk.state();
}

/// The former id, name and aliases find the present party in answers, writes and imports.
#[test]
fn a_former_party_is_an_alias() {
    let desk = two_of_one();
    desk.ok("party merge v-putin vladimir");
    for name in ["v-putin", "V. Putin", "Vova", "vova", "vladimir", "Putin"] {
        assert_eq!(
            desk.json(format!("party show '{name}'"))["id"],
            "vladimir",
            "{name}"
        );
    }
    let words = "asserts in-geneva --source minutes";
    let text = desk.ok(format!("say v-putin {words}"));
    assert!(text.contains("vladimir asserts in-geneva"), "{text}");
    // The same statement under the other name is the same statement.
    let before = desk.state();
    let text = desk.ok(format!("say Vova {words}"));
    assert!(text.contains("already recorded"), "{text}");
    desk.import(&[said("v-putin", "asserts", "in-geneva", "minutes")]);
    assert_eq!(desk.state(), before);
    desk.import(&[
        said("v-putin", "denies", "in-budapest", "minutes"),
        json!({"record": "claim", "id": "of-his", "text": "He will go.", "principals": ["v-putin"]}),
    ]);
    let answer = desk.json("claim show in-budapest");
    assert_eq!(answer["claim"]["negated_by"], json!(["vladimir"]));
    let of_his = desk.json("claim show of-his");
    assert_eq!(of_his["claim"]["principals"], json!(["vladimir"]));
    for record in desk
        .export()
        .lines()
        .filter(|line| !line.contains("\"aliases\""))
    {
        assert!(!record.contains("v-putin"), "{record}");
    }
}

/// An export after a merger imports into a ledger that answers the same.
#[test]
fn a_merged_ledger_can_be_exported_and_imported() {
    for desk in [two_of_one(), opposites()] {
        let known = |id| desk.run(format!("party show {id}")).code == 0;
        if known("v-putin") {
            desk.ok("party merge v-putin vladimir");
        } else {
            desk.ok("claim merge no-deal agreed-to-meet --opposite");
        }
        desk.ok("export --to all.jsonl");
        let other = TestDesk::with_ledger(crate::common::desk::NOW);
        other.write("all.jsonl", desk.export());
        other.ok("import all.jsonl");
        assert_eq!(other.json("claim list"), desk.json("claim list"));
        let (mut here, mut there) = (desk.list("discrepancies"), other.list("discrepancies"));
        for found in here.iter_mut().chain(&mut there) {
            // Ids depend on the statements as first recorded.
            *found = json!([
                found["kind"],
                found["claims"],
                found["summary"],
                found["weak"]
            ]);
        }
        assert_eq!(here, there);
    }
}

/// Merging a party with one that speaks for it leaves no party that speaks for itself.
#[test]
fn a_party_can_be_merged_with_its_voice() {
    for (former, present) in [("ushakov", "kremlin"), ("kremlin", "ushakov")] {
        let desk = small_desk();
        desk.ok("say ushakov confirms agreed-to-meet --source minutes");
        assert_eq!(status(&desk, "agreed-to-meet"), "confirmed");
        desk.ok(format!("party merge {former} {present}"));
        assert_eq!(status(&desk, "agreed-to-meet"), "confirmed");
        let page = desk.json("claim show agreed-to-meet");
        assert_eq!(page["claim"]["principals"], json!([present]));
        let party = desk.json(format!("party show {present}"));
        let edges = party["speaks_for"].as_array().expect("a list");
        assert!(edges.iter().all(|edge| edge["party"] != present), "{party}");
        desk.ok("matrix");
        desk.ok("awaiting");
        desk.state();
    }
}

/// Two principals that are merged are one principal.
#[test]
fn merged_principals_answer_once() {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "party", "id": "potus", "name": "POTUS", "kind": "person"}),
        json!({"record": "claim", "id": "both-go", "text": "Both go.", "principals": ["trump", "potus"]}),
        said("trump", "confirms", "both-go", "minutes"),
    ]);
    let answer = desk.json("party merge potus trump");
    assert_eq!(
        answer["statuses"],
        json!([{"claim": "both-go", "status": {"before": "unconfirmed", "after": "confirmed"}, "contested_by": []}])
    );
    let page = desk.json("claim show both-go");
    assert_eq!(page["claim"]["principals"], json!(["trump"]));
}

/// Mergers can be chained.
#[test]
fn mergers_can_be_chained() {
    let desk = two_of_one();
    desk.ok("party merge v-putin vladimir");
    desk.ok("party merge vladimir kremlin");
    for name in ["v-putin", "vladimir", "Vova", "Putin"] {
        assert_eq!(desk.json(format!("party show '{name}'"))["id"], "kremlin");
    }
    undo(&desk, "desk");
    assert_eq!(desk.json("party show v-putin")["id"], "vladimir");
    undo(&desk, "desk");
    assert_eq!(desk.json("party show v-putin")["id"], "v-putin");
}

/// Two wordings of one claim: statements on either are statements on both.
#[test]
fn merging_claims_merges_their_statements() {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "claim", "id": "bridge-struck", "text": "The bridge was struck."}),
        said("trump", "asserts", "bridge-hit", "daily-08-19"),
        said("zelenskyy", "asserts", "bridge-struck", "minutes"),
    ]);
    let answer = desk.json("claim merge bridge-struck bridge-hit");
    assert_eq!(
        answer["statuses"],
        json!([{"claim": "bridge-hit", "status": {"before": "unconfirmed", "after": "confirmed"}, "contested_by": []}])
    );
    let page = desk.json("claim show bridge-struck");
    assert_eq!(page["claim"]["id"], "bridge-hit");
    assert_eq!(page["claim"]["affirmed_by"], json!(["trump", "zelenskyy"]));
    assert_eq!(page["claim"]["origins"], 2);
    let listed = desk.list("claim list");
    assert!(listed.iter().all(|claim| claim["id"] != "bridge-struck"));
    for question in ["why bridge-struck", "timeline bridge-struck"] {
        assert!(desk.ok(question).contains("bridge-hit"), "{question:?}");
    }
    let text = desk.ok("say kremlin denies bridge-struck --source minutes");
    assert!(text.contains("kremlin denies bridge-hit"), "{text}");
    assert_eq!(status(&desk, "bridge-hit"), "disputed");
}

/// Merging opposites swaps affirming and negating; withholding and hedging stay.
#[test]
fn merging_opposites_swaps_the_stances() {
    let desk = opposites();
    assert_eq!(status(&desk, "no-deal"), "confirmed");
    let answer = desk.json("claim merge no-deal agreed-to-meet --opposite");
    assert_eq!(
        answer["statuses"],
        json!([{"claim": "agreed-to-meet", "status": {"before": "unconfirmed", "after": "disputed"}, "contested_by": ["kremlin"]}])
    );
    assert_eq!(
        moved(&answer["discrepancies"]["opened"]),
        json!([["contradiction", ["agreed-to-meet"], null]])
    );
    let page = desk.json("claim show agreed-to-meet");
    assert_eq!(page["claim"]["affirmed_by"], json!(["trump"]));
    assert_eq!(page["claim"]["negated_by"], json!(["kremlin"]));
    let stances = fields(&page["statements"], &["party", "stance"]);
    for words in [
        json!(["kremlin", "denies"]),
        json!(["trump", "asserts"]),
        // To doubt the opposite is to think it likely.
        json!(["zelenskyy", "hedges"]),
    ] {
        assert!(
            stances.as_array().expect("a list").contains(&words),
            "{words} {stances}"
        );
    }
}

/// Statements on the former id of an opposite claim are inverted, whichever way they are recorded.
#[test]
fn statements_on_a_former_opposite_are_inverted() {
    let ways: [&dyn Fn(&TestDesk); 2] = [
        &|desk| {
            desk.ok("say zelenskyy asserts no-deal --source minutes");
        },
        &|desk| {
            desk.import(&[said("zelenskyy", "asserts", "no-deal", "minutes")]);
        },
    ];
    for way in ways {
        let desk = opposites();
        desk.ok("claim merge no-deal agreed-to-meet --opposite");
        way(&desk);
        let page = desk.json("claim show agreed-to-meet");
        let negate = strings(&page["claim"]["negated_by"]);
        assert_eq!(negate, ["kremlin", "zelenskyy"]);
    }
}

/// Undoing a merger restores everything, and repeating it restores the merger.
#[test]
fn undoing_a_merger_restores_everything() {
    for (desk, merge) in [
        (two_of_one(), "party merge v-putin vladimir"),
        (opposites(), "claim merge no-deal agreed-to-meet --opposite"),
        (opposites(), "claim merge in-geneva in-budapest --sure"),
        (opposites(), "claim merge bridge-hit in-geneva"),
    ] {
        let before = answers(&desk);
        desk.ok(merge);
        let after = answers(&desk);
        assert_ne!(after, before, "{merge:?}");
        undo(&desk, "desk");
        assert_eq!(answers(&desk), before, "{merge:?}");
        desk.ok(merge);
        assert_eq!(answers(&desk), after, "{merge:?} again");
    }
}

/// Before the merger was recorded, there are two.
#[test]
fn a_merger_is_known_from_when_it_was_recorded() {
    let mut desk = opposites();
    let before = desk.json("claim list");
    desk.set_now("2025-08-20T12:00Z");
    desk.ok("claim merge no-deal agreed-to-meet --opposite");
    let then = "--known-at 2025-08-20T11:59Z";
    assert_eq!(desk.json(format!("claim list {then}")), before);
    let page = desk.json(format!("claim show no-deal {then}"));
    assert_eq!(page["claim"]["id"], "no-deal");
    assert_eq!(page["claim"]["affirmed_by"], json!(["kremlin"]));
}

/// Mergers that are refused, and why.
#[test]
fn mergers_that_are_refused() {
    let desk = two_of_one();
    desk.import(&[
        json!({"record": "claim", "id": "bridge-whole", "text": "The bridge was not hit."}),
        json!({"record": "claim", "id": "bridge-struck", "text": "The bridge was struck."}),
        said("vladimir", "asserts", "bridge-whole", "daily-08-19"),
        said("vladimir", "denies", "bridge-struck", "daily-08-19"),
        json!({"record": "party", "id": "old-name", "name": "Old", "kind": "person"}),
        json!({"record": "claim", "id": "old-claim", "text": "Old."}),
    ]);
    desk.ok("party merge old-name trump");
    desk.ok("claim merge old-claim in-geneva");
    let mut refusals = Refusals::on(&desk);
    for (what, arguments) in [
        ("a party into itself", "party merge trump 'Donald Trump'"),
        ("a claim into itself", "claim merge bridge-hit bridge-hit"),
        ("a party merged away", "party merge old-name kremlin"),
        ("into a party merged away", "party merge kremlin old-name"),
        ("a claim merged away", "claim merge old-claim bridge-hit"),
        (
            "into a claim merged away",
            "claim merge bridge-hit old-claim",
        ),
        ("back again", "party merge trump old-name"),
        ("a party that is not there", "party merge trumpp trump"),
        (
            "into a claim that is not there",
            "claim merge bridge-hit bridge-hot",
        ),
        ("a party by its prefix", "party merge v-put vladimir"),
        ("rival answers", "claim merge in-geneva in-budapest"),
        (
            "rival answers as opposites",
            "claim merge in-geneva in-budapest --opposite",
        ),
        (
            "opposites without saying so",
            "claim merge bridge-whole bridge-hit",
        ),
        (
            "the same said to be opposites",
            "claim merge bridge-struck bridge-hit --opposite",
        ),
        (
            "an id merged away taken anew",
            "party add old-name --name New --kind person",
        ),
        ("a claim's likewise", "claim add old-claim --text New."),
        (
            "what was known",
            "party merge v-putin trump --known-at 2025-08-19",
        ),
    ] {
        refusals.refused(what, arguments);
    }
    refusals.misused(
        "parties have no opposites",
        "party merge trump kremlin --opposite",
    );
    refusals.assert_snapshot("day-mergers-refused");
}

/// --sure allows what is otherwise refused.
#[test]
fn sure_allows_a_merger() {
    let desk = two_of_one();
    desk.import(&[
        json!({"record": "claim", "id": "bridge-whole", "text": "The bridge was not hit."}),
        said("vladimir", "asserts", "bridge-whole", "daily-08-19"),
    ]);
    desk.ok("claim merge in-geneva in-budapest --sure");
    desk.ok("claim merge bridge-whole bridge-hit --sure");
    let rivals = desk.json("rivals venue");
    assert_eq!(
        fields(&rivals["answers"], &["id"]),
        json!([["in-budapest"]])
    );
    // He now says both of one claim on one day.
    let kinds: Vec<Value> = desk
        .list("discrepancies --claim bridge-hit --party vladimir")
        .iter()
        .map(|found| found["kind"].clone())
        .collect();
    assert!(kinds.contains(&json!("mixed-signals")), "{kinds:?}");
}

/// Names put right, as an editor sees it.
#[test]
fn names_put_right_as_an_editor_sees_it() {
    let desk = two_of_one();
    assert_transcript(
        &desk,
        "day-names",
        &[
            "party merge v-putin vladimir",
            "party show v-putin",
            "party alias vladimir Putin 'the Russian president'",
            "party edit vladimir --name 'President Putin'",
            "party show 'the russian  president'",
            "claim show bridge-hit",
            "undo",
            "undo --yes",
            "undo --yes",
            "undo --yes",
            "party show Vova",
            "log --limit 7",
        ],
    );
}

/// An alias is added once, finds its party at once, and stops finding it when undone.
#[test]
fn an_alias_finds_its_party() {
    let desk = small_desk();
    let before = answers(&desk);
    desk.ok("party alias trump 'The Donald' 47");
    for name in ["the donald", "47"] {
        assert_eq!(desk.json(format!("party show '{name}'"))["id"], "trump");
    }
    let state = desk.state();
    desk.ok("party alias trump 47");
    assert_eq!(desk.state(), state);
    undo(&desk, "desk");
    assert_eq!(answers(&desk), before);
    assert_eq!(desk.run("party show 'The Donald'").code, 1);
}

/// A renamed party is found by its new name only, unless the old one is an alias.
#[test]
fn a_renamed_party_keeps_its_statements() {
    let desk = small_desk();
    desk.ok("party edit trump --name 'President Trump'");
    let page = desk.json("party show 'president trump'");
    assert_eq!(page["id"], "trump");
    assert_eq!(
        fields(&page["statements"], &["name", "party"]),
        json!([["President Trump", "trump"]])
    );
    assert_eq!(desk.run("party show 'Donald Trump'").code, 1);
    desk.ok("party alias trump 'Donald Trump'");
    assert_eq!(desk.json("party show 'Donald Trump'")["id"], "trump");
}

/// The dates of an edge decide whose word a statement was; affected claims are derived again and reported.
#[test]
fn a_dated_edge_counts_within_its_dates() {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "party", "id": "peskov", "name": "Dmitry Peskov", "kind": "person"}),
        said("peskov", "confirms", "agreed-to-meet", "minutes"),
    ]);
    let moves = |span: &str| {
        let edge = format!("kremlin:{span}");
        desk.json(format!("party edit peskov --speaks-for {edge}"))["statuses"].clone()
    };
    let to = |before: &str, after: &str| json!([{"claim": "agreed-to-meet", "status": {"before": before, "after": after}, "contested_by": []}]);
    // Said on 18 August; the first and last day of an edge are included.
    assert_eq!(moves("2025-08-19.."), json!([]));
    assert_eq!(
        moves("2025-08-18..2025-08-18"),
        to("unconfirmed", "confirmed")
    );
    assert_eq!(moves("..2025-08-17"), to("confirmed", "unconfirmed"));
    assert_eq!(moves("2025-08-18.."), to("unconfirmed", "confirmed"));
    let undone = undo(&desk, "desk");
    assert_eq!(undone["statuses"], to("confirmed", "unconfirmed"));
    desk.state();
}
