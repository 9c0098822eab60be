//! The ledger that ships: what it has, what is derived from it, and what one line of news changes.

mod documents;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::{TestDesk, quoted, strings};
use onrecord::domain::text::folded;
use serde_json::Value;

/// The day after the two documents.
const NEXT_DAY: &str = "2025-08-20";
/// The day after "within two weeks".
const OVERDUE: &str = "2025-09-02";
/// The claim that the project started from.
const FOUNDING: &str = "putin-agreed-to-meet";

/// A desk with the seeds.
fn seeded(now: &str) -> TestDesk {
    let desk = TestDesk::new(now);
    desk.ok("seed");
    desk
}

/// The records of a file in seeds/.
fn seeds(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(file);
    let text = fs::read_to_string(&path).expect("a seed file");
    let record = |line: &str| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{file}: {error}: {line}"))
    };
    text.lines().map(record).collect()
}

/// A claim in `claim list`.
fn claim(desk: &TestDesk, id: &str) -> Value {
    let claims = desk.list("claim list");
    let found = claims.into_iter().find(|claim| claim["id"] == id);
    found.unwrap_or_else(|| panic!("there is no claim {id}"))
}

/// The open discrepancies of a kind on a claim.
fn open(desk: &TestDesk, kind: &str, claim: &str) -> Vec<Value> {
    desk.list(format!("discrepancies --kind {kind} --claim {claim}"))
}

/// The only discrepancy of a kind on a claim.
fn only(desk: &TestDesk, kind: &str, claim: &str) -> Value {
    let mut found = open(desk, kind, claim);
    assert_eq!(found.len(), 1, "{kind} on {claim}: {found:?}");
    found.remove(0)
}

/// A first `seed` creates the ledger and shows both tables; a second adds nothing.
#[test]
fn seeding_twice_adds_nothing() {
    let desk = TestDesk::new(NEXT_DAY);
    let first = desk.ok("seed");
    assert!(first.starts_with("Recorded "), "{first}");
    for part in ["unconfirmed", "discrepancies", FOUNDING] {
        assert!(first.contains(part), "{part} is not in\n{first}");
    }
    let before = desk.state();
    let second = desk.ok("seed");
    assert!(second.starts_with("Nothing new"), "{second}");
    assert_eq!(desk.state(), before);
    let tables = |answer: &str| answer.split_once('\n').map(|(_, tables)| tables.to_owned());
    assert_eq!(
        tables(&first),
        tables(&second),
        "the second run shows other tables"
    );
}

/// There is enough to look at: claims, parties, statements, evidence, questions, and no rulings.
#[test]
fn the_seeds_are_complete() {
    let desk = seeded(NEXT_DAY);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut evidence = 0;
    for line in desk.export().lines() {
        let record: Value = serde_json::from_str(line).expect("JSON");
        let kind = record["record"].as_str().expect("a kind");
        *counts.entry(kind.to_owned()).or_default() += 1;
        evidence += record["evidence"].as_array().map_or(0, Vec::len);
    }
    for (kind, least) in [
        ("claim", 70),
        ("party", 75),
        ("statement", 200),
        ("question", 4),
        ("source", 2),
    ] {
        assert!(
            counts.get(kind).is_some_and(|&count| count >= least),
            "{kind}: {counts:?}"
        );
    }
    assert_eq!(counts.get("ruling"), None);
    assert!(evidence >= 50, "{evidence} further passages");
    let files = ["parties", "sources", "questions", "claims", "statements"];
    let written: usize = files
        .iter()
        .map(|file| seeds(&format!("{file}.jsonl")).len())
        .sum();
    assert_eq!(
        counts.values().sum::<usize>(),
        written,
        "the ledger holds what the files do"
    );
}

/// The seeds survive an export and import.
#[test]
fn the_seeds_can_be_exported_and_imported() {
    let desk = seeded(NEXT_DAY);
    let exported = desk.export();
    let other = TestDesk::with_ledger(NEXT_DAY);
    other.write("all.jsonl", &exported);
    other.ok("import all.jsonl");
    assert_eq!(sorted(&other.export()), sorted(&exported));
    assert_eq!(other.json("claim list"), desk.json("claim list"));
    assert_eq!(other.json("discrepancies"), desk.json("discrepancies"));
}

fn sorted(lines: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_unstable();
    lines
}

/// The founding example: asserted by others, not confirmed by the Kremlin.
#[test]
fn the_founding_claim_is_unconfirmed() {
    let desk = seeded(NEXT_DAY);
    let unconfirmed = desk.list("unconfirmed");
    let claim = unconfirmed
        .iter()
        .find(|claim| claim["id"] == FOUNDING)
        .expect("it is unconfirmed");
    assert_eq!(claim["status"], "unconfirmed");
    assert_eq!(claim["standard"], "acknowledgement");
    assert_eq!(strings(&claim["principals"]), ["kremlin"]);
    assert_eq!(strings(&claim["awaiting"]), ["kremlin"]);
    let affirming: BTreeSet<&str> = strings(&claim["affirmed_by"]).into_iter().collect();
    assert!(
        affirming.is_superset(&BTreeSet::from(["trump", "merz", "starmer"])),
        "{affirming:?}"
    );
    assert!(strings(&claim["negated_by"]).is_empty());
    let found = only(&desk, "unacknowledged", FOUNDING);
    assert_eq!(
        (&found["weak"], &found["resolved"]),
        (&Value::Bool(false), &Value::Null)
    );
}

/// The sentence to paste into a story names who said it and who has not confirmed it, in newsroom wording.
#[test]
fn the_founding_claim_has_a_sentence_to_paste() {
    let desk = seeded(NEXT_DAY);
    let sentence = desk.json(format!("claim show {FOUNDING}"))["sentence"].clone();
    let sentence = sentence.as_str().expect("a sentence");
    for name in ["Trump", "Merz", "Kremlin", "said", "not confirmed"] {
        assert!(sentence.contains(name), "{name} is not in {sentence:?}");
    }
    for loaded in ["claimed", "admitted", "insisted"] {
        assert!(!sentence.contains(loaded), "{loaded} is in {sentence:?}");
    }
    let page = desk.ok(format!("claim show {FOUNDING} --all"));
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(sentence), "{page}");
}

/// One line of news confirms it.
#[test]
fn a_statement_by_the_kremlin_confirms_it() {
    let desk = seeded(NEXT_DAY);
    desk.ok("source add kremlin-08-20 --title 'A statement' --published 2025-08-20");
    let news = desk.json(format!(
        "say kremlin confirms {FOUNDING} --source kremlin-08-20"
    ));
    assert_eq!(news["status"]["before"], "unconfirmed");
    assert_eq!(news["status"]["after"], "confirmed");
    let resolved = news["discrepancies"]["resolved"]
        .as_array()
        .expect("an array");
    let ended: Vec<&Value> = resolved
        .iter()
        .filter(|found| found["kind"] == "unacknowledged")
        .collect();
    assert_eq!(ended.len(), 1, "{news}");
    assert_eq!(ended[0]["claims"], serde_json::json!([FOUNDING]));
    assert_eq!(
        ended[0]["resolved_by"],
        serde_json::json!([news["statement"]])
    );
    assert!(open(&desk, "unacknowledged", FOUNDING).is_empty());
    assert_eq!(claim(&desk, FOUNDING)["status"], "confirmed");
    assert!(
        !desk
            .list("unconfirmed")
            .iter()
            .any(|claim| claim["id"] == FOUNDING)
    );
}

/// The sum of the arms deal has three conflicting values, and the place of the meeting four.
#[test]
fn rival_values_conflict() {
    let desk = seeded(NEXT_DAY);
    let conflicts = desk.list("discrepancies --kind value-conflict");
    let claims = desk.list("claim list");
    let answers = |conflict: &Value| -> BTreeSet<String> {
        let value = |id: &str| {
            let claim = claims
                .iter()
                .find(|claim| claim["id"] == id)
                .expect("a claim");
            let value = &claim["value"];
            match value["kind"].as_str() {
                Some("money") => format!(
                    "{} {}",
                    value["currency"].as_str().unwrap_or("?"),
                    value["amount"]
                ),
                Some("place") => value["name"].as_str().unwrap_or("?").to_owned(),
                _ => value["text"].as_str().unwrap_or("?").to_owned(),
            }
        };
        strings(&conflict["claims"])
            .into_iter()
            .map(value)
            .collect()
    };
    let found: Vec<BTreeSet<String>> = conflicts.iter().map(answers).collect();
    let set = |words: &[&str]| {
        words
            .iter()
            .map(|&word| word.to_owned())
            .collect::<BTreeSet<String>>()
    };
    let sums = set(&["USD 90000000000", "USD 100000000000", "EUR 100000000000"]);
    let places = set(&["Budapest", "Geneva", "Moscow", "undecided"]);
    assert!(found.contains(&sums), "{found:?}");
    assert!(found.contains(&places), "{found:?}");
    assert!(conflicts.iter().all(|conflict| conflict["weak"] == false));
}

/// Trump before and after Alaska: a reversal, since he moved to a rival answer.
#[test]
fn trump_on_a_ceasefire_is_a_reversal() {
    let desk = seeded(NEXT_DAY);
    let reversals = desk.list("discrepancies --kind reversal --party trump");
    let ceasefire: Vec<&Value> = reversals
        .iter()
        .filter(|found| found["weak"] == false && found["claims"].to_string().contains("ceasefire"))
        .collect();
    assert_eq!(ceasefire.len(), 1, "{reversals:?}");
    let found = ceasefire[0];
    assert_eq!(found["party"], "trump");
    assert_eq!(strings(&found["claims"]).len(), 2, "two rival answers");
    let questions: BTreeSet<String> = strings(&found["claims"])
        .into_iter()
        .map(|id| claim(&desk, id)["question"].to_string())
        .collect();
    assert!(!questions.contains("null"), "rivals answer a question");
    assert_eq!(questions.len(), 1);
    let days: BTreeSet<&str> = found["sides"]
        .as_array()
        .expect("sides")
        .iter()
        .map(|side| side["said"].as_str().expect("a day"))
        .collect();
    assert!(days.len() >= 2, "a reversal takes two days: {found}");
}

/// Budapest rests on unnamed sources only.
#[test]
fn budapest_is_anonymous_only() {
    let desk = seeded(NEXT_DAY);
    let claims = desk.list("claim list");
    let budapest = claims
        .iter()
        .find(|claim| claim["value"]["name"] == "Budapest")
        .and_then(|claim| claim["id"].as_str())
        .expect("the answer Budapest");
    let found = only(&desk, "anonymous-only", budapest);
    assert_eq!(found["weak"], false);
}

/// "Within two weeks" is overdue on the day after its last day, and not on that day.
#[test]
fn within_two_weeks_is_overdue_on_the_second_of_september() {
    let mut desk = seeded(NEXT_DAY);
    let due: Vec<String> = desk
        .list("claim list")
        .iter()
        .filter(|claim| claim["due"] == "2025-09-01")
        .map(|claim| claim["id"].as_str().expect("an id").to_owned())
        .collect();
    assert!(!due.is_empty(), "nothing is due on 1 September 2025");
    for (now, overdue) in [
        ("2025-09-01", false),
        ("2025-09-01T23:59Z", false),
        (OVERDUE, true),
    ] {
        desk.set_now(now);
        for claim in &due {
            let found = open(&desk, "overdue", claim);
            assert_eq!(!found.is_empty(), overdue, "{claim} on {now}: {found:?}");
        }
    }
}

/// There are few enough strong discrepancies to read them all, and none is noise.
#[test]
fn strong_discrepancies_are_a_readable_list() {
    let mut desk = seeded(NEXT_DAY);
    for now in [NEXT_DAY, OVERDUE] {
        desk.set_now(now);
        let all = desk.list("discrepancies");
        let strong = all.iter().filter(|found| found["weak"] == false).count();
        assert!(
            (30..=60).contains(&strong),
            "{strong} strong discrepancies on {now}"
        );
        let listed: BTreeSet<String> = all.iter().map(Value::to_string).collect();
        assert_eq!(listed.len(), all.len(), "one is listed twice on {now}");
    }
}

/// Quotes are short: longer ones would reproduce the article.
#[test]
fn quotes_have_at_most_twelve_words() {
    for statement in seeds("statements.jsonl") {
        let further = statement["evidence"].as_array().into_iter().flatten();
        for place in std::iter::once(&statement).chain(further) {
            if let Some(quote) = place["quote"].as_str() {
                let words = quote.split_whitespace().count();
                assert!((1..=12).contains(&words), "{words} words: {quote:?}");
            }
        }
    }
}

/// Every statement can be traced: it has a passage with a digest.
#[test]
fn every_statement_has_a_passage_with_its_digest() {
    for statement in seeds("statements.jsonl") {
        let further = statement["evidence"].as_array().into_iter().flatten();
        for place in std::iter::once(&statement).chain(further) {
            let digest = place["passage"]["sha256"].as_str();
            assert!(
                digest.is_some_and(|digest| digest.len() == 64),
                "{statement}"
            );
        }
    }
}

/// No two principals of a claim speak for each other or for the same third party.
#[test]
fn principals_are_one_a_side() {
    let parties = seeds("parties.jsonl");
    let mut sides: BTreeMap<&str, &str> = BTreeMap::new();
    for party in &parties {
        let id = party["id"].as_str().expect("an id");
        sides.insert(id, id);
    }
    // Edges join parties into sides; parties with the same root are of one side.
    for party in &parties {
        for edge in party["speaks_for"].as_array().into_iter().flatten() {
            let one = sides[party["id"].as_str().expect("an id")];
            let two = sides[edge["party"].as_str().expect("a party")];
            for root in sides.values_mut().filter(|root| **root == one) {
                *root = two;
            }
        }
    }
    for claim in seeds("claims.jsonl") {
        let principals = strings_or_none(&claim["principals"]);
        let roots: BTreeSet<&str> = principals.iter().map(|id| sides[id.as_str()]).collect();
        assert_eq!(roots.len(), principals.len(), "{claim}");
    }
}

fn strings_or_none(array: &Value) -> Vec<String> {
    let elements = array.as_array().into_iter().flatten();
    elements
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Every spelling of a name finds the party that has it, and no name is shared.
#[test]
fn every_name_finds_its_party() {
    let desk = seeded(NEXT_DAY);
    let mut bearers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut names = Vec::new();
    for party in seeds("parties.jsonl") {
        let id = party["id"].as_str().expect("an id").to_owned();
        let mut own = strings_or_none(&party["aliases"]);
        own.extend([
            id.clone(),
            party["name"].as_str().expect("a name").to_owned(),
        ]);
        for name in own {
            bearers.entry(folded(&name)).or_default().insert(id.clone());
            names.push((name, id.clone()));
        }
    }
    let shared: Vec<_> = bearers.iter().filter(|(_, ids)| ids.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
    for (name, id) in names.iter().step_by(7) {
        assert_eq!(
            desk.json(format!("party show {}", quoted(name)))["id"],
            id.as_str(),
            "{name}"
        );
    }
}

/// No table is wider than the terminal, at 80 and 120 columns.
#[test]
fn tables_fit_the_terminal() {
    for width in [80, 120] {
        let mut desk = seeded(OVERDUE);
        desk.set("COLUMNS", &width.to_string());
        for command in [
            "unconfirmed",
            "discrepancies --weak --state all",
            "claim list",
            &format!("claim show {FOUNDING}"),
            &format!("why {FOUNDING}"),
            "party list",
            "party show trump",
            "source list",
            "source show guardian-2025-08-19",
            "question list",
            "log",
        ] {
            for line in desk.ok(command).lines() {
                let needed = unicode_width::UnicodeWidthStr::width(line);
                assert!(
                    needed <= width,
                    "{command:?} takes {needed} of {width} columns:\n{line}"
                );
            }
        }
    }
}
