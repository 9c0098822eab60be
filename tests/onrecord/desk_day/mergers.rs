//! Parties and claims that turn out to be one: what becomes of their words, their ids and their statuses.

use serde_json::{Value, json};

use super::{answers, fields, hold, moved, said, status, undo};
use crate::common::desk::small_desk;
use crate::common::refusals::Refusals;
use crate::common::{Trial, strings};

/// The small desk, with a second record of one man, who says the one and the other.
fn two_of_one() -> Trial {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "party", "id": "vladimir", "name": "Vladimir Putin", "kind": "person", "aliases": ["Putin"]}),
        json!({"record": "party", "id": "v-putin", "name": "V. Putin", "kind": "person", "aliases": ["Vova"]}),
        said("v-putin", "asserts", "bridge-hit", "minutes"),
        said("vladimir", "denies", "bridge-hit", "daily-08-19"),
    ]);
    trial
}

/// The small desk, with a claim that says the contrary of another.
fn opposites() -> Trial {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "claim", "id": "no-deal", "text": "Russia did not agree to a meeting.",
               "topic": "summit", "principals": ["kremlin"]}),
        said("kremlin", "asserts", "no-deal", "minutes"),
        said("trump", "denies", "no-deal", "daily-08-19"),
        said("zelenskyy", "doubts", "no-deal", "daily-08-19"),
    ]);
    trial
}

/// Two parties that are one: their words are one party's, a contradiction becomes a reversal, and it is said.
#[test]
fn a_party_merged_speaks_with_one_mouth() {
    let trial = two_of_one();
    assert_eq!(status(&trial, "bridge-hit"), "disputed");
    let told = trial.json("party merge v-putin vladimir");
    assert_eq!(
        told["statuses"],
        json!([{"claim": "bridge-hit", "status": {"before": "disputed", "after": "unconfirmed"}}])
    );
    assert_eq!(
        moved(&told["discrepancies"]["opened"]),
        json!([["reversal", ["bridge-hit"], "vladimir"]])
    );
    assert_eq!(
        moved(&told["discrepancies"]["resolved"]),
        json!([["contradiction", ["bridge-hit"], null]])
    );
    assert_eq!(status(&trial, "bridge-hit"), "unconfirmed");
    let page = trial.json("party show vladimir");
    assert_eq!(
        fields(&page["said"], &["party", "stance"]),
        json!([["vladimir", "asserts"], ["vladimir", "denies"]])
    );
    assert_eq!(page["statements"], 2);
    let listed = trial.list("party list");
    assert!(listed.iter().all(|party| party["id"] != "v-putin"));
    trial.state();
}

/// The former id, name and aliases are names of the present party, for answers, writes and imports.
#[test]
fn a_former_party_is_an_alias() {
    let trial = two_of_one();
    trial.ok("party merge v-putin vladimir");
    for name in ["v-putin", "V. Putin", "Vova", "vova", "vladimir", "Putin"] {
        assert_eq!(
            trial.json(format!("party show '{name}'"))["id"],
            "vladimir",
            "{name}"
        );
    }
    let words = "asserts in-geneva --source minutes";
    let told = trial.ok(format!("say v-putin {words}"));
    assert!(told.contains("vladimir asserts in-geneva"), "{told}");
    // The same words under the other name are the same words.
    let before = trial.state();
    let told = trial.ok(format!("say Vova {words}"));
    assert!(told.contains("recorded before"), "{told}");
    trial.import(&[said("v-putin", "asserts", "in-geneva", "minutes")]);
    assert_eq!(trial.state(), before);
    trial.import(&[
        said("v-putin", "denies", "in-budapest", "minutes"),
        json!({"record": "claim", "id": "of-his", "text": "He will go.", "principals": ["v-putin"]}),
    ]);
    let told = trial.json("claim show in-budapest");
    assert_eq!(told["claim"]["negated_by"], json!(["vladimir"]));
    let of_his = trial.json("claim show of-his");
    assert_eq!(of_his["claim"]["principals"], json!(["vladimir"]));
    for record in trial
        .export()
        .lines()
        .filter(|line| !line.contains("\"aliases\""))
    {
        assert!(!record.contains("v-putin"), "{record}");
    }
}

/// What is exported after a merger is a whole ledger of its own.
#[test]
fn a_merged_ledger_goes_out_and_comes_in() {
    for trial in [two_of_one(), opposites()] {
        let known = |id| trial.run(format!("party show {id}")).code == 0;
        if known("v-putin") {
            trial.ok("party merge v-putin vladimir");
        } else {
            trial.ok("claim merge no-deal agreed-to-meet --opposite");
        }
        trial.ok("export --to all.jsonl");
        let other = Trial::with_ledger(crate::common::desk::NOW);
        other.write("all.jsonl", trial.export());
        other.ok("import all.jsonl");
        assert_eq!(other.json("claim list"), trial.json("claim list"));
        let (mut here, mut there) = (trial.list("discrepancies"), other.list("discrepancies"));
        for found in here.iter_mut().chain(&mut there) {
            // Ids are of the words as they were first recorded.
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

/// A party merged into the one it speaks for, and one merged into its own voice, leave no one speaking for itself.
#[test]
fn a_voice_merged_with_its_party_is_the_party() {
    for (former, present) in [("ushakov", "kremlin"), ("kremlin", "ushakov")] {
        let trial = small_desk();
        trial.ok("say ushakov confirms agreed-to-meet --source minutes");
        assert_eq!(status(&trial, "agreed-to-meet"), "confirmed");
        trial.ok(format!("party merge {former} {present}"));
        assert_eq!(status(&trial, "agreed-to-meet"), "confirmed");
        let page = trial.json("claim show agreed-to-meet");
        assert_eq!(page["claim"]["principals"], json!([present]));
        let party = trial.json(format!("party show {present}"));
        let edges = party["speaks_for"].as_array().expect("a list");
        assert!(edges.iter().all(|edge| edge["party"] != present), "{party}");
        trial.ok("matrix");
        trial.ok("awaiting");
        trial.state();
    }
}

/// Two principals that are one are one principal.
#[test]
fn principals_that_are_one_answer_once() {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "party", "id": "potus", "name": "POTUS", "kind": "person"}),
        json!({"record": "claim", "id": "both-go", "text": "Both go.", "principals": ["trump", "potus"]}),
        said("trump", "confirms", "both-go", "minutes"),
    ]);
    let told = trial.json("party merge potus trump");
    assert_eq!(
        told["statuses"],
        json!([{"claim": "both-go", "status": {"before": "unconfirmed", "after": "confirmed"}}])
    );
    let page = trial.json("claim show both-go");
    assert_eq!(page["claim"]["principals"], json!(["trump"]));
}

/// Mergers follow one another: what was merged into something that is merged is the last one.
#[test]
fn mergers_follow_one_another() {
    let trial = two_of_one();
    trial.ok("party merge v-putin vladimir");
    trial.ok("party merge vladimir kremlin");
    for name in ["v-putin", "vladimir", "Vova", "Putin"] {
        assert_eq!(trial.json(format!("party show '{name}'"))["id"], "kremlin");
    }
    undo(&trial, "desk");
    assert_eq!(trial.json("party show v-putin")["id"], "vladimir");
    undo(&trial, "desk");
    assert_eq!(trial.json("party show v-putin")["id"], "v-putin");
}

/// Two wordings of one claim: who said either said both.
#[test]
fn a_claim_merged_is_said_by_all_who_said_either() {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "claim", "id": "bridge-struck", "text": "The bridge was struck."}),
        said("trump", "asserts", "bridge-hit", "daily-08-19"),
        said("zelenskyy", "asserts", "bridge-struck", "minutes"),
    ]);
    let told = trial.json("claim merge bridge-struck bridge-hit");
    assert_eq!(
        told["statuses"],
        json!([{"claim": "bridge-hit", "status": {"before": "unconfirmed", "after": "confirmed"}}])
    );
    let page = trial.json("claim show bridge-struck");
    assert_eq!(page["claim"]["id"], "bridge-hit");
    assert_eq!(page["claim"]["affirmed_by"], json!(["trump", "zelenskyy"]));
    assert_eq!(page["claim"]["origins"], 2);
    let listed = trial.list("claim list");
    assert!(listed.iter().all(|claim| claim["id"] != "bridge-struck"));
    for question in ["why bridge-struck", "timeline bridge-struck"] {
        assert!(trial.ok(question).contains("bridge-hit"), "{question:?}");
    }
    let told = trial.ok("say kremlin denies bridge-struck --source minutes");
    assert!(told.contains("kremlin denies bridge-hit"), "{told}");
    assert_eq!(status(&trial, "bridge-hit"), "disputed");
}

/// Opposites merged: affirming and negating change places, withholding and hedging keep theirs.
#[test]
fn opposites_merged_change_places() {
    let trial = opposites();
    assert_eq!(status(&trial, "no-deal"), "confirmed");
    let told = trial.json("claim merge no-deal agreed-to-meet --opposite");
    assert_eq!(
        told["statuses"],
        json!([{"claim": "agreed-to-meet", "status": {"before": "unconfirmed", "after": "disputed"}}])
    );
    assert_eq!(
        moved(&told["discrepancies"]["opened"]),
        json!([["contradiction", ["agreed-to-meet"], null]])
    );
    let page = trial.json("claim show agreed-to-meet");
    assert_eq!(page["claim"]["affirmed_by"], json!(["trump"]));
    assert_eq!(page["claim"]["negated_by"], json!(["kremlin"]));
    let stances = fields(&page["statements"], &["party", "stance"]);
    for words in [
        json!(["kremlin", "denies"]),
        json!(["trump", "asserts"]),
        // To doubt the contrary is to think it likely.
        json!(["zelenskyy", "hedges"]),
    ] {
        assert!(
            stances.as_array().expect("a list").contains(&words),
            "{words} {stances}"
        );
    }
}

/// What is said of a claim by its former id, which was its opposite, is turned round, however it comes in.
#[test]
fn words_on_a_former_opposite_are_turned() {
    let ways: [&dyn Fn(&Trial); 2] = [
        &|trial| {
            trial.ok("say zelenskyy asserts no-deal --source minutes");
        },
        &|trial| {
            trial.import(&[said("zelenskyy", "asserts", "no-deal", "minutes")]);
        },
    ];
    for way in ways {
        let trial = opposites();
        trial.ok("claim merge no-deal agreed-to-meet --opposite");
        way(&trial);
        let page = trial.json("claim show agreed-to-meet");
        let negate = strings(&page["claim"]["negated_by"]);
        assert_eq!(negate, ["kremlin", "zelenskyy"]);
    }
}

/// What the merger did is undone with it, and comes back with it.
#[test]
fn a_merger_undone_leaves_all_as_it_was() {
    for (trial, merge) in [
        (two_of_one(), "party merge v-putin vladimir"),
        (opposites(), "claim merge no-deal agreed-to-meet --opposite"),
        (opposites(), "claim merge in-geneva in-budapest --sure"),
        (opposites(), "claim merge bridge-hit in-geneva"),
    ] {
        let before = answers(&trial);
        trial.ok(merge);
        let after = answers(&trial);
        assert_ne!(after, before, "{merge:?}");
        undo(&trial, "desk");
        assert_eq!(answers(&trial), before, "{merge:?}");
        trial.ok(merge);
        assert_eq!(answers(&trial), after, "{merge:?} again");
    }
}

/// Before the merger was recorded, the two were two.
#[test]
fn a_merger_is_known_from_when_it_was_recorded() {
    let mut trial = opposites();
    let before = trial.json("claim list");
    trial.set_now("2025-08-20T12:00Z");
    trial.ok("claim merge no-deal agreed-to-meet --opposite");
    let then = "--known-at 2025-08-20T11:59Z";
    assert_eq!(trial.json(format!("claim list {then}")), before);
    let page = trial.json(format!("claim show no-deal {then}"));
    assert_eq!(page["claim"]["id"], "no-deal");
    assert_eq!(page["claim"]["affirmed_by"], json!(["kremlin"]));
}

/// What may not be merged, and why.
#[test]
fn mergers_that_are_refused() {
    let trial = two_of_one();
    trial.import(&[
        json!({"record": "claim", "id": "bridge-whole", "text": "The bridge was not hit."}),
        json!({"record": "claim", "id": "bridge-struck", "text": "The bridge was struck."}),
        said("vladimir", "asserts", "bridge-whole", "daily-08-19"),
        said("vladimir", "denies", "bridge-struck", "daily-08-19"),
        json!({"record": "party", "id": "old-name", "name": "Old", "kind": "person"}),
        json!({"record": "claim", "id": "old-claim", "text": "Old."}),
    ]);
    trial.ok("party merge old-name trump");
    trial.ok("claim merge old-claim in-geneva");
    let mut refusals = Refusals::on(&trial);
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
    refusals.hold("day-mergers-refused");
}

/// What --sure is for.
#[test]
fn who_is_sure_may() {
    let trial = two_of_one();
    trial.import(&[
        json!({"record": "claim", "id": "bridge-whole", "text": "The bridge was not hit."}),
        said("vladimir", "asserts", "bridge-whole", "daily-08-19"),
    ]);
    trial.ok("claim merge in-geneva in-budapest --sure");
    trial.ok("claim merge bridge-whole bridge-hit --sure");
    let rivals = trial.json("rivals venue");
    assert_eq!(
        fields(&rivals["answers"], &["claim"]),
        json!([["in-budapest"]])
    );
    // He says both of one claim on one day now.
    let kinds: Vec<Value> = trial
        .list("discrepancies --claim bridge-hit --party vladimir")
        .iter()
        .map(|found| found["kind"].clone())
        .collect();
    assert!(kinds.contains(&json!("mixed-signals")), "{kinds:?}");
}

/// The day as an editor sees it.
#[test]
fn a_day_of_names_put_right() {
    let trial = two_of_one();
    hold(
        &trial,
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

/// An alias is added once, finds its party at once, and ends with its undoing.
#[test]
fn an_alias_finds_its_party() {
    let trial = small_desk();
    let before = answers(&trial);
    trial.ok("party alias trump 'The Donald' 47");
    for name in ["the donald", "47"] {
        assert_eq!(trial.json(format!("party show '{name}'"))["id"], "trump");
    }
    let state = trial.state();
    trial.ok("party alias trump 47");
    assert_eq!(trial.state(), state);
    undo(&trial, "desk");
    assert_eq!(answers(&trial), before);
    assert_eq!(trial.run("party show 'The Donald'").code, 1);
}

/// A party renamed is found by its new name, and by its old one no longer unless that is an alias.
#[test]
fn a_party_renamed_keeps_its_words() {
    let trial = small_desk();
    trial.ok("party edit trump --name 'President Trump'");
    let page = trial.json("party show 'president trump'");
    assert_eq!(page["id"], "trump");
    assert_eq!(
        fields(&page["said"], &["name", "party"]),
        json!([["President Trump", "trump"]])
    );
    assert_eq!(trial.run("party show 'Donald Trump'").code, 1);
    trial.ok("party alias trump 'Donald Trump'");
    assert_eq!(trial.json("party show 'Donald Trump'")["id"], "trump");
}

/// Who speaks for whom from when till when decides whose word it was; the claims are refolded and it is said.
#[test]
fn a_dated_edge_refolds_what_was_said_within() {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "party", "id": "peskov", "name": "Dmitry Peskov", "kind": "person"}),
        said("peskov", "confirms", "agreed-to-meet", "minutes"),
    ]);
    let moves = |span: &str| {
        let edge = format!("kremlin:{span}");
        trial.json(format!("party edit peskov --speaks-for {edge}"))["statuses"].clone()
    };
    let to = |before: &str, after: &str| json!([{"claim": "agreed-to-meet", "status": {"before": before, "after": after}}]);
    // Said on 18 August; both days of an edge are included.
    assert_eq!(moves("2025-08-19.."), json!([]));
    assert_eq!(
        moves("2025-08-18..2025-08-18"),
        to("unconfirmed", "confirmed")
    );
    assert_eq!(moves("..2025-08-17"), to("confirmed", "unconfirmed"));
    assert_eq!(moves("2025-08-18.."), to("unconfirmed", "confirmed"));
    let told = undo(&trial, "desk");
    assert_eq!(told["statuses"], to("confirmed", "unconfirmed"));
    trial.state();
}
