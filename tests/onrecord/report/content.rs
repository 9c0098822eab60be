//! The content of a report: the same as the answers it consists of, by both clocks.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use crate::common::desk::small_desk;
use crate::common::{TestDesk, quoted};
use onrecord::domain::text::is_hostile;

const NOW: &str = "2025-08-20T09:00Z";

fn shipped() -> TestDesk {
    let desk = TestDesk::new(NOW);
    desk.ok("seed");
    desk
}

fn report(desk: &TestDesk, more: &str) -> Value {
    desk.report(more)
}

fn ids(list: &Value, field: &str) -> BTreeSet<String> {
    let elements = list.as_array().expect("a list");
    let ids = elements
        .iter()
        .map(|one| one[field].as_str().expect("an id"));
    ids.map(str::to_owned).collect()
}

/// The parts of a report are the answers of the commands. Where speakers are not named, the order of parties differs.
#[test]
fn a_report_matches_the_answers() {
    let desk = shipped();
    let report = report(&desk, "");
    let status = desk.json("status");
    assert_eq!(
        report["overview"]["claims_by_status"],
        status["claims_by_status"]
    );
    assert_eq!(
        report["overview"]["discrepancies_by_kind"],
        status["discrepancies_by_kind"]
    );
    let claims = desk.json("claim list");
    assert_eq!(ids(&report["claims"], "id"), ids(&claims, "id"));
    let found = desk.list("discrepancies");
    let shown = report["discrepancies"].as_array().expect("a list");
    assert_eq!(shown.len(), found.len());
    for (shown, found) in shown.iter().zip(&found) {
        for field in ["kind", "weak", "claims", "question", "opened"] {
            assert_eq!(shown[field], found[field]);
        }
        let sides = shown["sides"].as_array().expect("a list");
        if sides.iter().all(|side| !side["speaker"]["party"].is_null()) {
            assert_eq!(shown["summary"], found["summary"]);
        }
    }
    let mut named = 0;
    for claim in report["claims"].as_array().expect("a list") {
        let id = claim["id"].as_str().expect("an id");
        let page = desk.json(format!("claim show {id}"));
        assert_eq!(claim["status"], page["claim"]["status"]);
        let statements = claim["statements"].as_array().expect("a list");
        let is_named = |one: &Value| {
            let via = one["via"].as_array().expect("a list");
            let mut parties = via.iter().chain([&one["speaker"]]);
            parties.all(|speaker| !speaker["party"].is_null())
        };
        if !statements.iter().all(is_named) {
            continue;
        }
        named += 1;
        assert_eq!(claim["sentence"], page["sentence"]);
        assert_eq!(
            ids(&claim["statements"], "id"),
            ids(&page["statements"], "id"),
            "{id}"
        );
        let why = desk.json(format!("why {id}"));
        assert_eq!(claim["lines"], why["lines"]);
    }
    assert!(named > 60, "{named}");
    assert_eq!(
        ids(&report["questions"], "id"),
        ids(&desk.json("question list"), "id")
    );
    let head = desk.journal();
    assert_eq!(report["colophon"]["head"], head["head"]);
    assert_eq!(report["colophon"]["entries"], head["entries"]);
    let noted = report["colophon"]["pin"].as_str().expect("a head");
    assert_eq!(desk.json(format!("verify --head {noted}"))["ok"], true);
}

/// Every statement, claim, question, party and source of the report has an anchor on the page.
#[test]
fn the_page_has_an_anchor_for_everything() {
    let desk = shipped();
    let answer = report(&desk, "");
    let page = desk.noted("report -");
    for (list, field, letter) in [
        ("claims", "id", 'c'),
        ("questions", "id", 'q'),
        ("parties", "id", 'p'),
        ("sources", "id", 'd'),
    ] {
        for id in ids(&answer[list], field) {
            assert!(
                page.contains(&format!("id=\"{letter}-{id}\"")),
                "{letter}-{id}"
            );
        }
    }
    for claim in answer["claims"].as_array().expect("a list") {
        for id in ids(&claim["statements"], "id") {
            assert!(page.contains(&format!("id=\"s-{id}\"")), "s-{id}");
        }
    }
}

/// The page refers to nothing that a browser would load, and forbids it.
#[test]
fn the_page_loads_nothing() {
    let page = shipped().noted("report -");
    assert!(page.contains("default-src 'none'"));
    for word in [
        " src=",
        "@import",
        "<link",
        "<img",
        "<iframe",
        "fetch(",
        "XMLHttpRequest",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    // References in CSS point into the page.
    let foreign = page
        .match_indices("url(")
        .filter(|(at, _)| !page[*at..].starts_with("url(#"));
    assert_eq!(foreign.count(), 0);
}

#[test]
fn a_topic_and_a_limit_report_what_they_leave_out() {
    let desk = shipped();
    let arms = report(&desk, "--topic arms");
    let all = desk.list("claim list");
    let of_topic = all.iter().filter(|claim| claim["topic"] == "arms").count();
    assert_eq!(arms["claims"].as_array().map(Vec::len), Some(of_topic));
    assert_eq!(arms["left_out"]["beyond_limit"], 0);
    let few = report(&desk, "--limit 10");
    assert_eq!(few["claims"].as_array().map(Vec::len), Some(10));
    assert_eq!(few["left_out"]["beyond_limit"], all.len() - 10);
    assert_eq!(few["overview"]["statement_count"], statements(&few));
    let text = desk.noted("report few.html --limit 10");
    assert!(text.contains("79 claims are left out"), "{text}");
    let page = std::fs::read_to_string(desk.path("few.html")).expect("the report");
    assert!(page.contains("79 claims are left out"));
    // The sharpest discrepancies are kept.
    let sharp = &few["discrepancies"][0];
    assert_eq!(sharp["kind"], "contradiction");
    assert_eq!(sharp, &report(&desk, "")["discrepancies"][0]);
}

fn statements(report: &Value) -> usize {
    let claims = report["claims"].as_array().expect("a list").iter();
    claims
        .map(|claim| claim["statements"].as_array().map_or(0, Vec::len))
        .sum()
}

/// Both clocks: neither what was said later nor what was recorded later is in the report.
#[test]
fn a_report_respects_both_clocks() {
    let mut desk = shipped();
    desk.set_now("2025-08-22T10:00Z");
    desk.ok("source add briefing --title Briefing --published 2025-08-21");
    desk.ok("say kremlin confirms putin-agreed-to-meet --source briefing --said 2025-08-21");
    let meeting = |report: &Value| {
        let claims = report["claims"].as_array().expect("a list");
        let claim = claims
            .iter()
            .find(|claim| claim["id"] == "putin-agreed-to-meet");
        claim.expect("the claim")["status"].clone()
    };
    assert_eq!(meeting(&report(&desk, "")), "confirmed");
    let said = report(&desk, "--as-of 2025-08-20");
    assert_eq!(meeting(&said), "unconfirmed");
    assert_eq!(said["colophon"]["as_of"], "2025-08-20");
    let known = report(&desk, "--known-at 2025-08-21");
    assert_eq!(meeting(&known), "unconfirmed");
    assert_eq!(known["colophon"]["entries"], 419);
    assert!(
        ids(&known["sources"], "id")
            .iter()
            .all(|id| id != "briefing")
    );
    let early = report(&desk, "--as-of 2025-08-18");
    assert!(statements(&early) < statements(&said));
    let unheard = early["left_out"]["unheard"].as_u64().expect("a number");
    assert!(unheard > 0);
    let page = desk.noted("report - --as-of 2025-08-18");
    assert!(page.contains(&format!(
        "{unheard} claims on which nobody had spoken by then"
    )));
    // Changes since a time are the hand-over.
    let since = report(&desk, "--since 2025-08-21");
    assert_eq!(
        since["changes"]["statuses"][0]["claim"],
        "putin-agreed-to-meet"
    );
    assert_eq!(since["latest"][0]["said"], "2025-08-21");
}

/// A claim's section ends with the sentence to paste and the ids; no text can break out of its place, on a page or in
/// Markdown.
#[test]
fn hostile_text_stays_text() {
    let attack = "</title><script>alert(1)</script>\"'>\u{202e}\u{1b}[2J";
    let desk = TestDesk::holding(
        NOW,
        &[
            serde_json::json!({"record": "party", "id": "p", "name": attack, "kind": "person"}),
            serde_json::json!({"record": "source", "id": "d", "title": attack, "url": "javascript:alert(1)",
                               "published": "2025-08-18"}),
            serde_json::json!({"record": "claim", "id": "c", "text": attack, "topic": attack}),
            serde_json::json!({"record": "statement", "party": "p", "stance": "asserts", "claim": "c",
                               "source": "d", "quote": attack}),
        ],
    );
    let page = desk.noted(format!("report - --title {}", quoted(attack)));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("href=\"javascript"));
    assert!(page.contains("&lt;script&gt;") && page.contains("\\u{202e}\\u{1b}[2J"));
    let markdown = desk.noted("report - --format markdown");
    // What is between backticks is no markup: tests/onrecord/pasting.rs reads it with a parser.
    let outside: String = markdown.split('`').step_by(2).collect();
    assert!(markdown.contains("<script>") && !outside.contains("<script>"));
    for text in [page, markdown] {
        let raw: Vec<char> = text
            .chars()
            .filter(|&sent| sent != '\n' && is_hostile(sent))
            .collect();
        assert!(raw.is_empty(), "{raw:?}");
    }
}

#[test]
fn a_brief_edition_is_one_page_that_leads_nowhere_else() {
    let desk = small_desk();
    desk.ok("report whole.html --byline 'Ann Lee, harbour desk'");
    desk.ok("report brief.html --brief --byline 'Ann Lee, harbour desk'");
    let read = |name: &str| fs::read_to_string(desk.path(name)).expect("the report");
    let (whole, brief) = (read("whole.html"), read("brief.html"));
    for page in [&whole, &brief] {
        assert!(
            page.contains("Ann Lee, harbour desk · Edition of"),
            "{page}"
        );
        assert!(page.contains("Whose word is missing"), "{page}");
    }
    for section in ["timeline", "matrix", "claims"] {
        let section = format!("<section id=\"{section}\"");
        assert!(whole.contains(&section) && !brief.contains(&section));
    }
    // Each link has its target on the page.
    let links = brief.split("href=\"#").skip(1);
    for link in links.filter_map(|rest| rest.split('"').next()) {
        assert!(brief.contains(&format!("id=\"{link}\"")), "{link}");
    }
    let refused = desk.run("report brief.md --brief --format markdown");
    assert!(
        refused.code == 1 && refused.stderr.contains("leave out --format"),
        "{refused}"
    );
}

#[test]
fn sides_are_named_by_their_stances_and_claims_by_their_texts() {
    let desk = small_desk();
    desk.ok("say kremlin denies agreed-to-meet --source minutes");
    let page = desk.ok("report -");
    let diverging = page
        .split("id=\"discrepancies\"")
        .nth(1)
        .and_then(|rest| rest.split("</section>").next())
        .expect("the section");
    assert!(diverging.contains("said and denied"), "{diverging}");
    assert!(
        diverging.contains("<h4><span class=\"negating\">denies</span></h4>"),
        "{diverging}"
    );
    assert!(!diverging.contains(">agreed-to-meet<"), "{diverging}");
    assert!(
        diverging.contains("Russia agreed to a meeting.</a>"),
        "{diverging}"
    );
}

/// A report shows each statement with its grade and its source's, says what the letters and figures mean, and shows nothing
/// of the kind if nobody graded anything.
#[test]
fn grades_are_shown_and_explained() {
    let desk = small_desk();
    desk.ok("say kremlin denies agreed-to-meet --source minutes");
    for format in ["table", "markdown", "json"] {
        let plain = desk.noted(format!("report - --format {format}"));
        for word in ["Admiralty", "credibility", "(B"] {
            assert!(!plain.contains(word), "{format}: {word}");
        }
    }
    desk.ok("source edit minutes --reliability B");
    desk.ok("say ushakov hedges agreed-to-meet --source minutes --credibility 3 --attribution background --shown-as 'an aide'");
    let answer = desk.report("");
    let said = answer["claims"][0]["statements"].as_array().cloned();
    let graded: Vec<Value> = said
        .unwrap_or_default()
        .iter()
        .map(|one| json!([one["reliability"], one["credibility"]]))
        .collect();
    assert_eq!(
        graded,
        [json!([null, null]), json!(["B", null]), json!(["B", "3"])],
        "{answer}"
    );
    let meaning =
        "Source: B usually reliable. Statement: 3 possibly true. No status depends on them.";
    let page = desk.noted("report -");
    for part in [meaning, "</a> (B3)", "reliability B (usually reliable), "] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let text = desk.noted("report - --format markdown");
    assert!(
        text.contains(meaning) && text.contains("minutes (B3)"),
        "{text}"
    );
}
