//! What no person has looked at: its mark, `--reviewed`, and what takes the mark away.

mod by_key;
mod claim_by_claim;
mod passages;

use serde_json::{Value, json};

use crate::common::TestDesk;

const FERRY: &str = "Ferry stays in port after storm

19 August 2025

The harbour master, Captain Ann Lee, said on Tuesday that the ferry would not sail before Friday.

The island's mayor, Tom Reyes, denied that the ferry would not sail before Friday.
";

/// The claim on which Ann Lee and Tom Reyes contradict each other.
const SAIL: &str = "no-sailing";
/// The claim on which only the company has spoken.
const LOST: &str = "passengers-lost";

/// What the program might record of a draft: nobody has looked at it.
fn drafted() -> Vec<Value> {
    let party = |id: &str, name: &str, kind: &str| json!({"record": "party", "id": id, "name": name, "kind": kind, "unreviewed": true});
    let claim = |id: &str, text: &str| json!({"record": "claim", "id": id, "text": text, "unreviewed": true});
    let said = |party: &str, stance: &str, claim: &str| {
        json!({"record": "statement", "party": party, "stance": stance, "claim": claim,
               "source": "courier-2025-08-19", "unreviewed": true})
    };
    vec![
        json!({"record": "source", "id": "courier-2025-08-19", "title": "Ferry stays in port",
               "published": "2025-08-19"}),
        party("ann-lee", "Ann Lee", "person"),
        party("tom-reyes", "Tom Reyes", "person"),
        party("orley-ferries", "Orley Ferries", "organisation"),
        claim(SAIL, "The ferry will not sail before Friday."),
        claim(LOST, "The line has lost 40 passengers a day."),
        said("ann-lee", "asserts", SAIL),
        said("tom-reyes", "denies", SAIL),
        said("orley-ferries", "asserts", LOST),
    ]
}

fn accepted() -> TestDesk {
    TestDesk::holding("2025-08-20T09:00Z", &drafted())
}

/// The elements of a list that are marked, by id.
fn marked(desk: &TestDesk, line: &str) -> Vec<String> {
    let list = desk.list(line);
    let list = list.iter().filter(|one| one["unreviewed"] == true);
    list.filter_map(|one| one["id"].as_str().map(str::to_owned))
        .collect()
}

fn ids(desk: &TestDesk, line: &str) -> Vec<String> {
    let list = desk.list(line);
    list.iter()
        .filter_map(|one| one["id"].as_str().map(str::to_owned))
        .collect()
}

/// The statements on a claim, as `claim show` lists them.
fn said(desk: &TestDesk, claim: &str) -> Vec<Value> {
    let page = desk.json(format!("claim show {claim}"));
    page["statements"].as_array().cloned().unwrap_or_default()
}

fn id(statement: &Value) -> &str {
    statement["id"].as_str().expect("an id")
}

fn unreviewed(desk: &TestDesk) -> Value {
    desk.json("status")["unreviewed"].clone()
}

#[test]
fn what_accepting_all_records_is_marked_everywhere() {
    let desk = accepted();
    assert_eq!(
        unreviewed(&desk),
        json!({"statements": 3, "passages": 0, "claims": 2, "parties": 3, "questions": 0})
    );
    assert_eq!(marked(&desk, "claim list"), [SAIL, LOST]);
    assert_eq!(marked(&desk, "party list").len(), 3);
    assert_eq!(marked(&desk, "unconfirmed"), [LOST]);
    let found = desk.list("discrepancies");
    assert_eq!(found[0]["unreviewed"], true, "{found:#?}");
    assert_eq!(found[0]["sides"][0]["unreviewed"], true);
    assert!(
        said(&desk, SAIL)
            .iter()
            .all(|one| one["unreviewed"] == true)
    );
    for line in ["matrix", "search lost", "changes --since 2025-08-01"] {
        let answer = desk.json(line).to_string();
        assert!(answer.contains("\"unreviewed\":true"), "{line}: {answer}");
    }
    for line in [
        format!("timeline {SAIL}"),
        format!("why {SAIL}"),
        format!("claim show {SAIL}"),
        "claim list".to_owned(),
        "unconfirmed".to_owned(),
        "discrepancies".to_owned(),
        "party list".to_owned(),
        "matrix".to_owned(),
        "search lost".to_owned(),
        "changes --since 2025-08-01".to_owned(),
    ] {
        for format in ["table", "markdown"] {
            let shown = desk.ok(format!("{line} --format {format}"));
            let legend = "goes through it; --reviewed answers without it.";
            let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                shown.contains("unreviewed") && shown.contains(legend),
                "{line} {format}: {shown}"
            );
        }
    }
    let sheet = desk.ok("claim list --format csv");
    assert!(
        sheet
            .lines()
            .next()
            .is_some_and(|head| head.ends_with(",unreviewed")),
        "{sheet}"
    );
    assert!(
        desk.ok("status")
            .contains("unreviewed: 3 statements, 2 claims and 3 parties")
    );
}

#[test]
fn accepting_all_says_how_much_nobody_has_looked_at() {
    let desk = TestDesk::new("2025-08-20T09:00Z");
    desk.ok("init");
    desk.write("ferry.txt", FERRY);
    desk.ok("ingest ferry.txt --publisher 'The Courier'");
    // What a person accepts one by one was looked at.
    let first = desk.list("candidates")[0]["id"].clone();
    let first = first.as_str().expect("an id");
    desk.ok(format!("accept {first} --new-party --new-claim"));
    assert_eq!(unreviewed(&desk)["statements"], 0);
    let shown = desk.ok("accept --all");
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        shown.contains("Unreviewed, which means that nobody has looked at it yet: 1 statement"),
        "{shown}"
    );
    assert!(
        shown.contains("`onrecord review` goes through them"),
        "{shown}"
    );
    let export = desk.export();
    let marked = export.matches("\"unreviewed\":true").count();
    // The statement, and the party that it needs at least.
    assert!(marked >= 2, "{export}");
    assert_eq!(desk.json("draft")["statement_count"], 0);
    desk.ok("rebuild --check");
}

#[test]
fn reviewed_answers_know_only_what_a_person_has_looked_at() {
    let mut desk = accepted();
    for list in [
        "claim list",
        "party list",
        "discrepancies",
        "unconfirmed",
        "awaiting",
    ] {
        assert_eq!(
            desk.list(format!("{list} --reviewed")),
            Vec::<Value>::new(),
            "{list}"
        );
    }
    let counts = desk.json("status --reviewed");
    assert_eq!(counts["claims_by_status"]["disputed"], 0);
    // The journal is the ledger's, and so is what waits for a person.
    assert_eq!(counts["head"], desk.json("status")["head"]);
    assert_eq!(counts["unreviewed"]["claims"], 2);
    desk.set_now("2025-08-20T10:00Z");
    let of_reyes = said(&desk, SAIL)
        .into_iter()
        .find(|one| one["party"] == "tom-reyes");
    let of_reyes = of_reyes.expect("a statement");
    desk.ok(format!("review --keep {}", id(&of_reyes)));
    // Of the two who contradict each other, one has been looked at. The claim comes with the statement.
    let claims = desk.list("claim list --reviewed");
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0]["status"], "unconfirmed");
    assert_eq!(
        claims[0]["unreviewed"], true,
        "nobody has looked at its wording"
    );
    assert_eq!(claims[0]["negated_by"], json!(["tom-reyes"]));
    assert_eq!(desk.list("discrepancies --reviewed"), Vec::<Value>::new());
    desk.ok(format!("review --keep {SAIL}"));
    assert_eq!(desk.list("claim list --reviewed")[0]["unreviewed"], false);
    assert_eq!(desk.list("discrepancies --reviewed").len(), 1);
    let mut parties = ids(&desk, "party list --reviewed");
    parties.sort();
    assert_eq!(parties, ["ann-lee", "tom-reyes"]);
    desk.ok("rebuild --check");
}

#[test]
fn the_past_is_as_reviewed_as_it_was() {
    let mut desk = accepted();
    desk.set_now("2025-08-20T10:00Z");
    desk.ok(format!("review --keep {SAIL}"));
    assert_eq!(marked(&desk, "claim list"), [LOST]);
    assert_eq!(
        marked(&desk, "claim list --known-at 2025-08-20T09:30Z"),
        [SAIL, LOST]
    );
    assert_eq!(ids(&desk, "claim list --reviewed"), [SAIL]);
    assert_eq!(
        ids(&desk, "claim list --reviewed --known-at 2025-08-20T09:30Z"),
        Vec::<String>::new()
    );
    // By the other clock, what was reviewed later counts from when it was said.
    let then = desk.list("discrepancies --reviewed --as-of 2025-08-19");
    assert_eq!(then.len(), 1);
    assert_eq!(
        desk.list("discrepancies --reviewed --as-of 2025-08-18"),
        Vec::<Value>::new()
    );
    // A review is what changed in the reviewed ledger.
    let news = desk.json("changes --since 2025-08-20T09:30Z --reviewed");
    assert_eq!(news["new"][0]["id"], SAIL);
    assert_eq!(news["opened"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_review_can_be_undone() {
    let mut desk = accepted();
    let before = desk.export();
    desk.set_now("2025-08-20T10:00Z");
    desk.ok(format!("review --keep {SAIL} {LOST}"));
    assert_eq!(
        unreviewed(&desk),
        json!({"statements": 0, "passages": 0, "claims": 0, "parties": 0, "questions": 0})
    );
    assert!(!desk.export().contains("unreviewed"));
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(desk.export(), before);
    assert_eq!(desk.list("claim list --reviewed"), Vec::<Value>::new());
    desk.ok("rebuild --check");
    desk.ok(format!("review --keep {LOST}"));
    assert_eq!(ids(&desk, "claim list --reviewed"), [LOST]);
    assert!(
        desk.ok(format!("review --keep {LOST}"))
            .contains("reviewed before")
    );
    // The draft itself can still be taken back, and brought again.
    desk.run("undo --yes");
    assert_eq!(desk.list("claim list --reviewed"), Vec::<Value>::new());
    desk.run("undo --yes");
    assert_eq!(desk.list("claim list"), Vec::<Value>::new());
    assert_eq!(desk.list("claim list --reviewed"), Vec::<Value>::new());
    assert_eq!(unreviewed(&desk)["statements"], 0);
    desk.import(&drafted());
    assert_eq!(unreviewed(&desk)["statements"], 3);
    desk.ok("rebuild --check");
}

#[test]
fn whoever_changes_it_has_looked_at_it() {
    let desk = accepted();
    let statements = said(&desk, SAIL);
    desk.ok(format!("correct {} --stance hedges", id(&statements[0])));
    assert_eq!(unreviewed(&desk)["statements"], 2);
    desk.ok(format!(
        "claim edit {LOST} --text 'The ferry lost 40 passengers a day.'"
    ));
    desk.ok("party edit orley-ferries --role operator");
    desk.ok("party rename tom-reyes reyes");
    assert_eq!(
        unreviewed(&desk),
        json!({"statements": 2, "passages": 0, "claims": 1, "parties": 1, "questions": 0})
    );
    // The statement on the claim has not been looked at.
    assert!(marked(&desk, "claim list").contains(&LOST.to_owned()));
    // Saying it again confirms it.
    let lost = said(&desk, LOST);
    desk.ok(format!(
        "say orley-ferries asserts {LOST} --source {}",
        lost[0]["source"].as_str().expect("a source")
    ));
    assert_eq!(marked(&desk, "claim list"), [SAIL]);
    desk.ok("rebuild --check");
    for _ in 0..5 {
        assert_eq!(desk.run("undo --yes").code, 0);
    }
    assert_eq!(
        unreviewed(&desk),
        json!({"statements": 3, "passages": 0, "claims": 2, "parties": 3, "questions": 0})
    );
    desk.ok("rebuild --check");
}

#[test]
fn a_correction_that_changes_nothing_is_still_refused() {
    let desk = accepted();
    let statements = said(&desk, SAIL);
    let line = format!(
        "correct {} --stance {}",
        id(&statements[0]),
        statements[0]["stance"].as_str().expect("a stance")
    );
    assert_ne!(desk.run(line).code, 0);
    assert_eq!(unreviewed(&desk)["statements"], 3);
}

#[test]
fn the_mark_goes_with_the_records_to_another_desk() {
    let desk = accepted();
    desk.ok(format!("review --keep {LOST}"));
    let export = desk.export();
    for (name, line) in [
        ("all.jsonl", "export --include-off-record --to all.jsonl"),
        ("sheets", "export --format csv --to sheets"),
    ] {
        desk.ok(line);
        let other = TestDesk::with_ledger("2025-08-20T12:00Z");
        other.noted(format!("import {}", desk.path(name).display()));
        assert_eq!(other.export(), export, "{name}");
        assert_eq!(ids(&other, "claim list --reviewed"), [LOST]);
        other.ok("rebuild --check");
        // Again, from a desk that has looked at everything since.
        let all = export.replace(",\"unreviewed\":true", "");
        other.write("reviewed.jsonl", &all);
        other.noted("import reviewed.jsonl --update");
        assert_eq!(other.export(), all);
        // An old export does not bring the mark back.
        other.noted(format!("import {} --update", desk.path(name).display()));
        assert_eq!(other.export(), all, "{name}");
    }
}

#[test]
fn the_report_marks_it_and_says_how_much() {
    let desk = accepted();
    desk.ok(format!("review --keep {LOST}"));
    let report = desk.report("");
    assert_eq!(report["overview"]["unreviewed_claim_count"], 1);
    assert_eq!(report["overview"]["unreviewed_statement_count"], 2);
    let page = desk.noted("report page.html");
    assert!(!page.is_empty());
    let page = std::fs::read_to_string(desk.path("page.html")).expect("a page");
    assert!(
        page.contains("1 of 2 claims and 2 of 3 statements are unreviewed"),
        "{page}"
    );
    assert!(page.contains("<span class=\"unreviewed\">unreviewed</span>"));
    let markdown = desk.noted("report - --format markdown");
    assert!(markdown.contains("(unreviewed)"), "{markdown}");
    let reviewed = desk.report("--reviewed");
    assert_eq!(reviewed["claims"].as_array().map(Vec::len), Some(1));
    assert_eq!(reviewed["colophon"]["reviewed"], true);
    assert_eq!(reviewed["colophon"]["head"], report["colophon"]["head"]);
    let page = desk.noted("report - --reviewed --format markdown");
    assert!(page.contains("Only what a person has reviewed."), "{page}");
}

#[test]
fn a_published_edition_knows_the_mark() {
    let desk = accepted();
    // An unnamed speaker makes reports and public exports read the public edition.
    desk.ok("party add insider --name 'A harbour official' --kind person");
    desk.ok(format!(
        "say insider denies {LOST} --source courier-2025-08-19 --attribution background --shown-as 'a harbour official'"
    ));
    desk.ok(format!("review --keep {SAIL}"));
    let public = desk.ok("export --public");
    let is_marked = |line: &str| line.contains("\"unreviewed\":true");
    let marked: Vec<&str> = public.lines().filter(|line| is_marked(line)).collect();
    assert_eq!(marked.len(), 3, "{public}");
    let report = desk.report("");
    assert_eq!(report["overview"]["unreviewed_claim_count"], 1);
    let reviewed = desk.report("--reviewed");
    assert_eq!(reviewed["overview"]["unreviewed_statement_count"], 0);
    let reviewed = desk.ok("export --public --reviewed");
    assert!(!reviewed.contains("orley-ferries"), "{reviewed}");
    assert!(reviewed.contains("a harbour official"), "{reviewed}");
    // The official's statement was typed, so its claim is there, and marked.
    assert_eq!(
        reviewed.lines().filter(|line| is_marked(line)).count(),
        1,
        "{reviewed}"
    );
}

#[test]
fn redaction_and_mergers_go_with_the_mark() {
    let desk = accepted();
    let statements = said(&desk, SAIL);
    desk.ok("party add master --name 'The harbour master' --kind person");
    desk.ok("party merge master ann-lee");
    desk.ok("claim add port-closed --text 'There will be no sailing before Friday.'");
    desk.ok(format!("claim merge {SAIL} port-closed"));
    assert_eq!(ids(&desk, "claim list --reviewed"), ["port-closed"]);
    assert_eq!(
        desk.list("claim list --reviewed")[0]["affirmed_by"],
        json!([])
    );
    assert!(marked(&desk, "claim list").contains(&"port-closed".to_owned()));
    desk.ok("review --keep port-closed");
    assert_eq!(
        desk.list("claim list --reviewed")[0]["affirmed_by"],
        json!(["ann-lee"])
    );
    desk.ok(format!(
        "redact {} --reason 'a source at risk'",
        id(&statements[0])
    ));
    assert_eq!(
        desk.list("claim list --reviewed")[0]["affirmed_by"],
        json!([])
    );
    desk.ok("rebuild --check");
}

#[test]
fn reviewed_is_for_questions() {
    let desk = accepted();
    for line in [
        "log --reviewed",
        "head --reviewed",
        "verify --reviewed",
        "candidates --reviewed",
        "party add x --name X --kind person --reviewed",
    ] {
        let run = desk.run(line);
        assert_ne!(run.code, 0, "{line}");
        assert!(run.stderr.contains("--reviewed"), "{}", run.stderr);
    }
    let run = desk.run("review --keep nothing-like-it");
    assert_ne!(run.code, 0);
    assert!(
        run.stderr
            .contains("no claim, statement, party or question"),
        "{}",
        run.stderr
    );
    // If everything was looked at, both answers are the same.
    desk.ok(format!("review --keep {SAIL} {LOST}"));
    for line in ["claim list", "discrepancies", "party list", "matrix"] {
        assert_eq!(
            desk.json(format!("{line} --reviewed")),
            desk.json(line),
            "{line}"
        );
    }
}
