//! One page, now: what is archived, what is read, and what a later version tells.

use serde_json::{Value, json};

use super::{FERRY, desk, ferry, page};
use crate::common::TestDesk;
use crate::common::site::{Answer, Site};

fn fetch(desk: &TestDesk, url: &str) -> Value {
    desk.json(format!("fetch {url} --allow-local"))
}

/// A desk that fetched the article about the ferry and recorded a statement with words of it.
fn quoted(site: &Site) -> TestDesk {
    let desk = desk();
    site.put("/ferry", Answer::html(&ferry()));
    fetch(&desk, &site.url("/ferry"));
    desk.ok("party add reyes --name 'Tom Reyes' --kind person");
    desk.ok("claim add repairs-cost --text 'Repairs of the pier will cost 2 million euros.'");
    desk.ok("say reyes asserts repairs-cost --source courier-2025-08-20 --passage 'cost 2 million euros'");
    desk
}

#[test]
fn an_article_is_archived_and_read() {
    let site = Site::new();
    site.put("/ferry", Answer::html(&ferry()));
    let desk = desk();
    let url = site.url("/ferry");
    let answer = fetch(&desk, &url);
    assert_eq!(
        (&answer["source"], &answer["version"], &answer["archived"]),
        (&json!("courier-2025-08-20"), &json!(1), &json!(true))
    );
    assert_eq!(answer["ingested"]["known_source"], false);
    assert!(answer["ingested"]["open"].as_u64() > Some(0), "{answer}");
    let source = desk.json("source show courier-2025-08-20 --versions");
    assert_eq!(
        (&source["url"], &source["title"]),
        (&json!(url), &json!("Doubts over Friday's ferry"))
    );
    let version = &source["versions"][0];
    assert_eq!(
        (&version["version"], &version["fetched"]),
        (&json!(1), &json!("2025-08-20T16:00Z"))
    );
    let file = version["file"].as_str().expect("a file's name");
    assert!(desk.path("onrecord.db.archive").join(file).is_file());
    assert!(
        desk.ok("source text courier-2025-08-20")
            .contains("Ann Lee, the harbour master")
    );
    assert_eq!(
        desk.json("source text courier-2025-08-20")["text"],
        desk.json("source text courier-2025-08-20 --version 1")["text"]
    );
    desk.ok("rebuild --check");
    assert_eq!(site.paths(), ["/robots.txt", "/ferry"]);
}

/// ONRECORD_WARCIO names the program of that name, which checks a file's form and its digests.
#[test]
fn other_programs_read_what_is_archived() {
    let Some(warcio) = std::env::var_os("ONRECORD_WARCIO") else {
        eprintln!("passed over: ONRECORD_WARCIO is not set");
        return;
    };
    let site = Site::new();
    site.put("/ferry", Answer::html(&ferry()));
    let desk = desk();
    fetch(&desk, &site.url("/ferry"));
    let versions = desk.json("source show courier-2025-08-20 --versions");
    let file = versions["versions"][0]["file"]
        .as_str()
        .expect("a file's name");
    let file = desk.path("onrecord.db.archive").join(file);
    let warcio = |words: &[&str]| {
        let mut command = std::process::Command::new(&warcio);
        let run = command.args(words).arg(&file).output().expect("warcio");
        (
            run.status.success(),
            String::from_utf8_lossy(&run.stdout).into_owned(),
        )
    };
    let (is_sound, said) = warcio(&["check", "-v"]);
    assert!(is_sound && said.contains("digest pass"), "{said}");
    let (is_listed, index) = warcio(&["index", "-f", "warc-type,warc-target-uri"]);
    assert!(is_listed, "{index}");
    for kind in ["warcinfo", "request", "response"] {
        assert!(index.contains(kind), "no {kind} in {index}");
    }
    assert!(index.contains(&site.url("/ferry")), "{index}");
}

#[test]
fn a_page_that_moved_is_known_by_both_addresses() {
    let site = Site::new();
    site.put("/ferry", Answer::html(&ferry()));
    let moved = Answer::new("301 Moved", "text/plain", "").with("location", "/ferry");
    site.put("/short", moved);
    let desk = desk();
    assert_eq!(fetch(&desk, &site.url("/short"))["version"], 1);
    for path in ["/short", "/ferry"] {
        let answer = fetch(&desk, &site.url(path));
        assert_eq!(
            (&answer["version"], &answer["archived"]),
            (&json!(1), &json!(false)),
            "{path}"
        );
    }
}

#[test]
fn the_site_is_told_who_asks() {
    let site = Site::new();
    site.put("/ferry", Answer::html(&ferry()));
    let desk = desk();
    desk.ok(format!(
        "fetch {} --allow-local --contact desk@courier.example",
        site.url("/ferry")
    ));
    let asked = site.asked();
    assert!(
        asked.iter().all(|one| one
            .head
            .contains("user-agent: onrecord/0.1.0 (+desk@courier.example)")),
        "{asked:?}"
    );
}

#[test]
fn what_did_not_change_is_not_archived_again() {
    let site = Site::new();
    let mut desk = quoted(&site);
    let before = desk.journal();
    desk.set_now("2025-08-20T18:00:00Z");
    let dressed = ferry()
        .replace("Friday's", "Friday\u{2019}s")
        .replace("<p>", "<p>\n  ")
        .replace("<h1>", "<h1>\n");
    site.put("/ferry", Answer::html(&dressed));
    let answer = fetch(&desk, &site.url("/ferry"));
    assert_eq!(
        (&answer["archived"], &answer["version"], &answer["edits"]),
        (&json!(false), &json!(1), &json!([]))
    );
    assert_eq!(desk.journal(), before);
}

#[test]
fn an_edit_of_quoted_words_is_reported_with_the_claim_that_rests_on_them() {
    let site = Site::new();
    let mut desk = quoted(&site);
    desk.set_now("2025-08-20T18:00:00Z");
    site.put(
        "/ferry",
        Answer::html(&ferry().replace("2 million", "3 million")),
    );
    let answer = fetch(&desk, &site.url("/ferry"));
    assert_eq!(
        (&answer["archived"], &answer["version"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(answer["since"], 1);
    let edits = answer["edits"].as_array().expect("edits");
    assert_eq!(edits.len(), 1, "{answer}");
    assert_eq!(
        (&edits[0]["edit"], &edits[0]["claim"], &edits[0]["before"]),
        (
            &json!("changed"),
            &json!("repairs-cost"),
            &json!("cost 2 million euros")
        )
    );
    assert_eq!(edits[0]["now"], FERRY[1].replace("2 million", "3 million"));
    assert!(
        desk.ok("source text courier-2025-08-20 --version 2")
            .contains("3 million")
    );
    // It is reported once, and what was recorded stays where it was.
    desk.set_now("2025-08-20T19:00:00Z");
    assert_eq!(fetch(&desk, &site.url("/ferry"))["archived"], false);
    desk.ok("rebuild --check");
    desk.ok("check");
}

#[test]
fn what_nobody_quoted_is_no_edit_but_a_version() {
    let site = Site::new();
    let mut desk = quoted(&site);
    desk.set_now("2025-08-20T18:00:00Z");
    site.put(
        "/ferry",
        Answer::html(&ferry().replace("next week", "next month")),
    );
    let answer = fetch(&desk, &site.url("/ferry"));
    assert_eq!(
        (&answer["archived"], &answer["version"], &answer["edits"]),
        (&json!(true), &json!(2), &json!([]))
    );
}

#[test]
fn a_new_headline_and_a_correction_are_reported() {
    let site = Site::new();
    let mut desk = quoted(&site);
    desk.set_now("2025-08-20T18:00:00Z");
    let note =
        "This article was amended on 20 August 2025 to correct the name of the harbour master.";
    let paragraphs: Vec<&str> = FERRY.iter().copied().chain([note]).collect();
    site.put("/ferry", Answer::html(&page("Ferry in doubt", &paragraphs)));
    let answer = fetch(&desk, &site.url("/ferry"));
    let kinds: Vec<&Value> = answer["edits"]
        .as_array()
        .expect("edits")
        .iter()
        .map(|one| &one["edit"])
        .collect();
    assert_eq!(kinds, ["headline", "correction"]);
    let table = desk.run(format!("fetch {} --allow-local", site.url("/ferry")));
    assert!(
        table.stdout.contains("nothing changed since version 2"),
        "{table}"
    );
}

#[test]
fn a_report_of_an_edit_says_where_both_texts_are() {
    let site = Site::new();
    let mut desk = quoted(&site);
    desk.set_now("2025-08-20T18:00:00Z");
    site.put(
        "/ferry",
        Answer::html(&ferry().replace("2 million", "3 million")),
    );
    let said = desk.ok(format!("fetch {} --allow-local", site.url("/ferry")));
    let in_one_line = said.replace('\n', " ");
    assert!(
        in_one_line.contains("the end of the winter.\u{201d} Statement ")
            && in_one_line.contains(" on repairs-cost rests on the former words."),
        "{said}"
    );
    for (version, words) in [(1, "2 million"), (2, "3 million")] {
        let command = format!("source text courier-2025-08-20 --version {version}");
        let line = format!(": onrecord {command}");
        assert!(said.lines().any(|one| one.ends_with(&line)), "{said}");
        assert!(desk.ok(&command).contains(words));
    }
}

#[test]
fn redaction_names_the_archived_pages_that_it_cannot_reach() {
    let site = Site::new();
    let desk = quoted(&site);
    let statement = desk.json("claim show repairs-cost")["statements"][0]["id"].clone();
    let statement = statement.as_str().expect("an id");
    let versions = desk.json("source show courier-2025-08-20 --versions");
    let file = versions["versions"][0]["file"].as_str().expect("a name");
    let file = desk.path("onrecord.db.archive").join(file);
    let said = desk.ok(format!("redact {statement} --reason 'to protect somebody'"));
    // A name without a space is never broken.
    let name = file.file_name().and_then(|name| name.to_str());
    assert!(
        said.contains(name.expect("a name")) && said.contains("archived pages of its source"),
        "{said}"
    );
    std::fs::remove_file(&file).expect("it is there");
    let check = desk.run("check");
    assert!(
        check.code == 1 && check.stdout.contains("archive"),
        "{check}"
    );
    desk.ok("verify");
}

#[test]
fn a_wall_in_front_of_the_article_is_no_edit() {
    let site = Site::new();
    let mut desk = quoted(&site);
    let before = desk.state();
    desk.set_now("2025-08-20T18:00:00Z");
    let wall = "We and our partners store information on your device. Agree to see what you came here for, or choose what you agree to.";
    site.put(
        "/ferry",
        Answer::html(&page("Doubts over Friday's ferry", &[wall])),
    );
    let run = desk.run(format!("fetch {} --allow-local", site.url("/ferry")));
    assert!(run.code == 1 && run.stderr.contains("consent"), "{run}");
    assert_eq!(desk.state(), before);
}

#[test]
fn a_changed_archive_is_found_out() {
    let site = Site::new();
    let desk = quoted(&site);
    desk.ok("check");
    let source = desk.json("source show courier-2025-08-20 --versions");
    let file = desk
        .path("onrecord.db.archive")
        .join(source["versions"][0]["file"].as_str().expect("a name"));
    std::fs::write(&file, "other").expect("a file");
    let check = desk.run("check");
    assert!(
        check.code == 1 && check.stdout.contains("the recorded one"),
        "{check}"
    );
    std::fs::remove_file(&file).expect("a file");
    let check = desk.run("check");
    assert!(
        check.code == 1 && check.stdout.contains("archive"),
        "{check}"
    );
    let text = desk.run("source text courier-2025-08-20 --version 1");
    assert!(text.code == 1 && text.stderr.contains("warc.gz"), "{text}");
}

#[test]
fn undoing_a_fetch_takes_it_back() {
    let site = Site::new();
    site.put("/ferry", Answer::html(&ferry()));
    let desk = desk();
    fetch(&desk, &site.url("/ferry"));
    desk.run("undo --yes");
    assert_eq!(desk.list("source list"), Vec::<Value>::new());
    desk.ok("rebuild --check");
    assert_eq!(fetch(&desk, &site.url("/ferry"))["version"], 1);
}
