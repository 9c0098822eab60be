//! docs/schema/ has the JSON Schema of every answer, generated from its type, and answers fit theirs.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use onrecord::render::schema::answers;
use serde_json::Value;

use crate::common::TestDesk;
use crate::common::site::{Answer, Site};

/// Lines and the schemas of their answers. Together they give every answer.
const ASKED: &[(&str, &str)] = &[
    ("seed", "seed"),
    ("unconfirmed", "unconfirmed"),
    ("claim list", "claim-list"),
    ("claim list --as-of 2025-08-18", "claim-list"),
    ("claim show arms-package-90bn", "claim-show"),
    ("claim show putin-agreed-to-meet", "claim-show"),
    ("discrepancies --state all", "discrepancies"),
    ("why putin-agreed-to-meet", "why"),
    ("party list", "party-list"),
    ("party show kremlin", "party-show"),
    ("source list", "source-list"),
    ("source show guardian-2025-08-19", "source-show"),
    ("question list", "question-list"),
    ("question show summit-location", "question-show"),
    (
        "source add briefing --title Briefing --published 2025-08-20",
        "done",
    ),
    (
        "say kremlin confirms putin-agreed-to-meet --source briefing",
        "say",
    ),
    (
        "say kremlin denies location-moscow-suggested --source briefing",
        "say",
    ),
    (
        "say macron denies putin-agreed-to-meet --source briefing",
        "say",
    ),
    ("rule location-budapest unproven --reason Unnamed", "say"),
    ("party add crowd --name Crowd --kind group", "edit"),
    (
        "claim add crowded --text 'It was crowded.' --value 'about 90 people' --question crowd --due 2025-09-01",
        "edit",
    ),
    ("party merge crowd macron", "edit"),
    ("log", "log"),
    ("awaiting", "awaiting"),
    ("changes --since 2025-08-01", "changes"),
    ("changes --since yesterday", "changes"),
    ("matrix --topic arms", "matrix"),
    ("timeline summit-location", "timeline"),
    ("timeline putin-agreed-to-meet", "timeline"),
    ("rivals summit-location", "rivals"),
    ("search budapest", "search"),
    ("status", "status"),
    ("ingest article.txt --publisher Courier", "ingest"),
    ("candidates", "candidates"),
    ("extract article.txt", "extract"),
    ("draft", "draft"),
    ("accept --all", "accept"),
    ("reject --all", "done"),
    ("candidates --all", "candidates"),
    ("source attach briefing minutes.txt", "source-attach"),
    ("source text briefing", "source-text"),
    ("fetch SITE/harbour --allow-local", "fetch"),
    ("feed add SITE/feed --allow-local", "done"),
    ("feed list", "feed-list"),
    ("outbox", "outbox"),
    ("watch --once --allow-local --pause 0", "watch"),
    (
        "source show harbour-live-2025-08-20 --versions",
        "source-show",
    ),
    ("report - --since yesterday", "report"),
    ("check --fail-on journal", "check"),
    ("read article.txt", "read"),
    ("read blog.html", "read"),
    ("head", "head"),
    ("verify", "verify"),
    ("rebuild --check", "rebuild"),
    ("import more.jsonl", "import"),
    ("backup copy.db", "done"),
    ("restore copy.db --ledger third.db", "restore"),
];

fn schemas() -> BTreeMap<&'static str, Value> {
    let all = answers().into_iter();
    all.map(|(name, schema)| (name, schema.to_value()))
        .collect()
}

#[test]
fn the_schemas_are_those_of_the_program() {
    let folder = super::path("docs/schema");
    let mut expected = BTreeSet::new();
    for (name, schema) in schemas() {
        let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        let file = format!("docs/schema/{name}.json");
        if super::updating() {
            std::fs::create_dir_all(&folder).expect("docs/schema");
            std::fs::write(super::path(&file), &text).expect("a schema");
        }
        assert_eq!(
            super::text(&file),
            text,
            "{file} is out of date: ONRECORD_UPDATE=1 cargo test docs:: rewrites it"
        );
        expected.insert(format!("{name}.json"));
    }
    let files = std::fs::read_dir(folder).expect("docs/schema").map(|file| {
        let name = file.expect("a file").file_name();
        name.to_string_lossy().into_owned()
    });
    let files: BTreeSet<String> = files.collect();
    assert_eq!(files, expected, "docs/schema has one file for each answer");
}

#[test]
fn every_answer_fits_its_schema() {
    let schemas = schemas();
    let validators: BTreeMap<&str, Validator> = schemas
        .iter()
        .map(|(name, schema)| (*name, jsonschema::validator_for(schema).expect("a schema")))
        .collect();
    let desk = TestDesk::new("2025-09-02T09:00:00Z");
    let article = "20 August 2025\n\nThe Kremlin did not confirm on Monday that Putin would meet Zelenskyy in Budapest. An unnamed clerk denied that the venue was fixed.\n";
    desk.write("article.txt", article);
    desk.write("minutes.txt", "Minutes.\n");
    desk.write(
        "blog.html",
        "<html lang=en><head><title>Harbour live</title><script type='application/ld+json'>\
         {\"@type\": \"LiveBlogPosting\", \"headline\": \"Harbour live\", \"datePublished\": \"2025-08-20T09:00:00+01:00\", \
         \"liveBlogUpdate\": [{\"@type\": \"BlogPosting\", \"headline\": \"The ferry sails\", \
         \"datePublished\": \"2025-08-20T10:00:00+01:00\", \"articleBody\": \"The mayor said the ferry would sail.\"}]}\
         </script></head><body><article><h1>Harbour live</h1><p>The mayor said the ferry would sail on Friday, and \
         nobody in the harbour denied it on the day.</p></article></body></html>",
    );
    desk.write(
        "more.jsonl",
        "{\"record\": \"party\", \"id\": \"newcomer\", \"name\": \"A Newcomer\", \"kind\": \"person\"}\n",
    );
    let site = Site::new();
    let blog = std::fs::read_to_string(desk.path("blog.html")).expect("the page");
    site.put("/harbour", Answer::html(&blog));
    let feed = "<rss version='2.0'><channel><title>Harbour</title><item><title>Pier</title><link>/pier</link></item></channel></rss>";
    let pier = "<html lang=en><head><title>The pier is closed</title></head><body><article><h1>The pier is closed</h1><p>The \
        pier is closed until further notice, the harbour master said on Monday, and nobody may walk on it.</p></article></body></html>";
    site.put("/pier", Answer::html(pier));
    site.put("/feed", Answer::new("200 OK", "text/xml", feed));
    // Asked in `desks::`, where there is a server.
    let mut asked = BTreeSet::from(["desks"]);
    for (line, name) in ASKED {
        let line = line.replace("SITE", &site.url(""));
        if line.contains("--question crowd") {
            desk.noted("question add crowd --text 'How many came?'");
        }
        let text = desk.noted(format!("{line} --format json"));
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        let problems: Vec<String> = validators[name]
            .iter_errors(&answer)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{line}: {problems:#?}");
        asked.insert(*name);
    }
    let unasked: Vec<&str> = validators
        .into_keys()
        .filter(|name| !asked.contains(name))
        .collect();
    assert!(
        unasked.is_empty(),
        "no answer was checked against {unasked:?}"
    );
}

/// The checks would notice: an answer without a field, or with another type, does not fit.
#[test]
fn a_wrong_answer_does_not_fit() {
    let schema = &schemas()["claim-list"];
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let desk = crate::common::desk::small_desk();
    let mut claims = desk.json("claim list");
    assert!(validator.is_valid(&claims));
    claims[0]["origins"] = Value::from("1");
    assert!(!validator.is_valid(&claims));
    claims[0]["origins"] = Value::from(1);
    let claim = claims[0].as_object_mut().expect("an object");
    claim.remove("contested_by");
    assert!(!validator.is_valid(&claims));
}
