//! Pages for people: the same answers, drawn with links, and text that stays text.

use serde_json::json;

use super::Server;
use crate::common::TestDesk;
use crate::common::desk::{NOW, records, small_desk};

#[test]
fn headings_and_titles_are_words_with_the_id_beside_them() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let agreed = "Russia agreed to a meeting.";
    for (path, words, id) in [
        ("/claims/agreed-to-meet", agreed, "agreed-to-meet"),
        ("/why/agreed-to-meet", agreed, "agreed-to-meet"),
        ("/timeline/agreed-to-meet", agreed, "agreed-to-meet"),
        ("/timeline?of=agreed-to-meet", agreed, "agreed-to-meet"),
        ("/timeline/Moscow", "The Kremlin", "kremlin"),
        ("/timeline/venue", "Where will they meet?", "venue"),
        ("/timeline/summit", "summit", "summit"),
        ("/rivals/venue", "Where will they meet?", "venue"),
    ] {
        let page = server.page(path).body;
        let heading = page.split("<h1>").nth(1);
        let heading = heading.and_then(|rest| rest.split("</h1>").next());
        assert!(
            heading.expect("a heading").contains(words),
            "{path}: {page}"
        );
        assert_eq!(page.matches("<h1>").count(), 1, "{path}: {page}");
        assert!(
            page.contains(&format!("<span class=\"id\">{id}</span>")),
            "{path}: {page}"
        );
        if !path.contains('?') {
            assert!(
                page.contains(&format!("<title>{words} · ")),
                "{path}: {page}"
            );
        }
    }
    // Texts that look like markup stay texts in a title.
    desk.ok("claim edit bridge-hit --text 'The </title><b>bridge</b> & co were hit.'");
    let page = server.page("/claims/bridge-hit").body;
    let title = "<title>The &lt;/title&gt;&lt;b&gt;bridge&lt;/b&gt; &amp; co were hit. · Claim";
    assert!(page.contains(title), "{page}");
}

/// An article of two statements.
const PIER: &str = "Pier closed\n\n19 August 2025\n\nNora Quist, the harbour master, said that the pier was unsafe.\n\nTom Reyes, the mayor, said that the ferry would sail on Friday.\n";

#[test]
fn a_list_that_was_cut_leads_to_more_of_it() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let page = server.page("/claims?topic=summit&limit=2").body;
    let more = "<a href=\"/claims?topic=summit&amp;limit=10\">Show more</a>";
    assert!(page.contains(more), "{page}");
    let all = server.page("/claims?topic=summit&limit=10").body;
    assert!(
        all.contains("They will meet in Geneva.") && !all.contains("Show more"),
        "{all}"
    );
    desk.write("pier.txt", PIER);
    desk.noted("ingest pier.txt --source pier");
    let page = server.page("/candidates?limit=1&source=pier").body;
    let more = "<a href=\"/candidates?source=pier&amp;limit=2\">and 1 more</a>";
    assert!(page.contains(more), "{page}");
}

#[test]
fn the_overview_says_what_waits() {
    let desk = small_desk();
    let server = Server::of(&desk);
    assert!(!server.page("/").body.contains("Waiting for a review"));
    assert_eq!(desk.json("status")["candidates"], json!(0));
    desk.write("pier.txt", PIER);
    desk.noted("ingest pier.txt --source pier");
    let page = server.page("/").body;
    for link in [
        "href=\"/review\">2 candidates<",
        "href=\"/candidates\"",
        "href=\"/draft\"",
    ] {
        assert!(page.contains(link), "{link}: {page}");
    }
    let status = desk.ok("status");
    assert!(
        status.contains("waiting for a decision: 2 candidates"),
        "{status}"
    );
    // Candidates have no past.
    assert_eq!(
        desk.json("status --as-of 2025-08-20")["candidates"],
        json!(null)
    );
    desk.noted("accept --all");
    let page = server.page("/").body;
    assert!(page.contains("recorded but not looked at"), "{page}");
    assert_eq!(desk.json("status")["candidates"], json!(0));
    assert_eq!(desk.run("undo --yes").code, 0);
    assert_eq!(desk.json("status")["candidates"], json!(2));
}

#[test]
fn every_page_has_one_heading_and_its_answer() {
    let desk = small_desk();
    desk.ok("say ushakov declines agreed-to-meet --source minutes --passage 'The aide said that talks go on.'");
    let server = Server::of(&desk);
    for (path, shows) in [
        ("/", "status unconfirmed"),
        ("/status", "Recorded last"),
        ("/claims", "Russia agreed to a meeting."),
        ("/claims/agreed-to-meet", "declines"),
        ("/unconfirmed", "Russia agreed to a meeting."),
        ("/discrepancies", "unacknowledged"),
        ("/awaiting", "The Kremlin"),
        ("/changes?since=2025-08-01", "new statements"),
        ("/matrix", "declines"),
        ("/timeline", "Claim, question, topic or party"),
        ("/timeline/agreed-to-meet", "asserts"),
        ("/why/agreed-to-meet", "What the rules make of it"),
        ("/rivals/venue", "Geneva"),
        ("/parties", "Yuri Ushakov"),
        ("/parties/ushakov", "aide"),
        ("/sources", "Leaders meet"),
        ("/sources/minutes", "<mark"),
        ("/questions", "Where will they meet?"),
        ("/questions/venue", "They will meet in Budapest."),
        ("/search?q=geneva", "<mark>Geneva</mark>"),
        ("/log", "recorded"),
        ("/head", "recorded"),
        ("/candidates", "No candidates are open."),
        ("/draft", "No candidates are open."),
    ] {
        let page = server.page(path);
        assert_eq!(page.status, 200, "{path}: {page:?}");
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(
            page.body.matches("<h1>").count(),
            1,
            "{path}: {}",
            page.body
        );
        assert!(
            page.body.contains(shows),
            "{path} does not show {shows}: {}",
            page.body
        );
    }
}

#[test]
fn links_keep_the_clocks_and_lead_somewhere() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    for path in [
        "/",
        "/claims",
        "/claims/agreed-to-meet",
        "/parties/trump",
        "/discrepancies",
        "/questions/venue",
    ] {
        let page = server.page(&format!(
            "{path}?as-of=2025-08-19&known-at=2025-08-20T09:00Z"
        ));
        assert_eq!(page.status, 200, "{path}: {page:?}");
        let links = page
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let links: Vec<&str> = links.filter(|link| !link.starts_with('#')).collect();
        let content = links.iter().filter(|link| {
            let aside = ["/assets", "/favicon"]
                .iter()
                .any(|aside| link.starts_with(aside));
            !aside && **link != path
        });
        for link in content {
            assert!(
                link.contains("as-of=2025-08-19&amp;known-at=2025-08-20T09:00Z"),
                "{path}: {link}"
            );
            let reply = server.page(&link.replace("&amp;", "&"));
            assert_eq!(reply.status, 200, "{path}: {link}");
        }
    }
    let then = server.page("/claims?as-of=2025-08-17");
    assert!(
        then.body.contains("As it stood at another time."),
        "{}",
        then.body
    );
}

#[test]
fn passages_are_marked_in_the_text_of_their_source() {
    let desk = small_desk();
    desk.ok("say ushakov asserts agreed-to-meet --source minutes --passage 'The aide said that talks go on.'");
    desk.ok(
        "say trump doubts in-geneva --source minutes --passage 'said that talks go on.\nThe envoy'",
    );
    let server = Server::of(&desk);
    let page = server.page("/sources/minutes").body;
    let text = page
        .split("<section class=\"text\"")
        .nth(1)
        .expect("the text");
    let text = text.split("</section>").next().expect("an end");
    // Two passages that overlap make three pieces.
    assert_eq!(text.matches("<mark").count(), 3, "{text}");
    for piece in [
        "\">The aide </mark>",
        "\">said that talks go on.</mark>",
        "\">\nThe envoy</mark>",
        "Nothing was signed — “not yet”, he added.",
    ] {
        assert!(text.contains(piece), "{piece:?} is not in {text}");
    }
    let start = "Minutes of a meeting.\n\n".chars().count();
    assert!(text.contains(&format!("id=\"p-{start}\"")), "{text}");
    let claim = server.page("/claims/agreed-to-meet").body;
    assert!(
        claim.contains(&format!("/sources/minutes#p-{start}")),
        "{claim}"
    );
}

/// A name may look like an option; it stays a name.
#[test]
fn names_are_no_options() {
    let desk = small_desk();
    desk.ok("party add odd --name='--ledger=other.db' --kind person --alias='--help'");
    desk.ok("say odd asserts bridge-hit --source minutes");
    let server = Server::of(&desk);
    for path in [
        "/parties/--ledger=other.db",
        "/parties/--help",
        "/discrepancies?party=--help",
        "/timeline/--help",
    ] {
        let page = server.page(path);
        assert_eq!(page.status, 200, "{path}: {page:?}");
        assert!(!page.body.contains("Usage"), "{path}: {}", page.body);
    }
    assert!(
        server
            .page("/parties/--help")
            .body
            .contains("The bridge was hit.")
    );
}

#[test]
fn hostile_text_stays_text() {
    let attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u{202e}&amp;";
    let mut hostile = records();
    hostile.retain(|record| record["record"] == "source");
    hostile.extend([
        json!({"record": "source", "id": "bad", "title": attack, "publisher": attack, "authors": [attack],
               "url": "javascript:alert(1)", "published": "2025-08-18"}),
        json!({"record": "party", "id": "one", "name": format!("One {attack}"), "kind": "person", "role": attack}),
        json!({"record": "party", "id": "two", "name": format!("Two {attack}"), "kind": "person"}),
        json!({"record": "question", "id": "q", "text": attack}),
        json!({"record": "claim", "id": "c", "text": attack, "topic": attack, "question": "q", "principals": ["two"],
               "value": {"kind": "text", "text": attack}}),
        json!({"record": "statement", "party": "one", "stance": "asserts", "claim": "c", "source": "bad", "quote": attack,
               "said": "2025-08-18", "note": attack}),
        json!({"record": "statement", "party": "two", "stance": "declines", "claim": "c", "source": "bad", "said": "2025-08-18"}),
        json!({"record": "ruling", "claim": "c", "verdict": "mixed", "reason": attack}),
    ]);
    let desk = TestDesk::holding(NOW, &hostile);
    let server = Server::of(&desk);
    let named = format!("/claims/{}", "%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    for path in [
        "/",
        "/claims",
        "/claims/c",
        "/discrepancies?weak=1",
        "/awaiting",
        "/parties",
        "/parties/one",
        "/sources",
        "/sources/bad",
        "/questions",
        "/questions/q",
        "/matrix",
        "/timeline/c",
        "/why/c",
        "/rivals/q",
        "/changes?since=2025-08-01",
        "/search?q=script",
        "/log",
        "/claims?topic=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/claims?as-of=%3Cscript%3Ealert(1)%3C/script%3E",
        "/claims?%3Cscript%3E=1",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        &named,
    ] {
        let page = server.page(path).body;
        assert!(
            !page.contains("<script>alert") && !page.contains("<img"),
            "{path}: {page}"
        );
        assert!(
            !page.contains('\u{202e}') && !page.contains("href=\"javascript:"),
            "{path}: {page}"
        );
    }
    assert!(
        server
            .page("/claims/c")
            .body
            .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
    );
}

#[test]
fn a_refusal_is_a_page_that_says_what_to_do() {
    let desk = small_desk();
    let server = Server::of(&desk);
    for (path, status, says) in [
        (
            "/claims/agred-to-meet",
            404,
            "<a href=\"/claims/agreed-to-meet\">Russia agreed to a meeting</a>?",
        ),
        ("/nothing", 404, "There is no page &quot;/nothing&quot;"),
        (
            "/claims?as-of=soon",
            400,
            "<p class=\"refused\">“Said until”: &quot;soon&quot; is not a date",
        ),
        // What was typed can be mended.
        ("/claims?as-of=soon", 400, "name=\"as-of\" value=\"soon\""),
        (
            "/claims?status=settled",
            400,
            "[possible values: confirmed, unconfirmed",
        ),
        (
            "/claims?colour=red",
            400,
            "It takes status, topic, question, limit, as-of, known-at, reviewed",
        ),
    ] {
        let page = server.page(path);
        assert_eq!(page.status, status, "{path}: {page:?}");
        assert!(page.body.contains(says), "{path}: {}", page.body);
        assert!(
            page.body.contains("<nav"),
            "the menu is gone: {}",
            page.body
        );
    }
}

#[test]
fn fields_say_which_names_complete_them() {
    let desk = small_desk();
    let server = Server::of(&desk);
    for (path, field) in [
        (
            "/claims",
            r#"name="question" autocomplete="off" spellcheck="false" data-complete="question""#,
        ),
        (
            "/matrix",
            r#"name="party" autocomplete="off" spellcheck="false" data-complete="party""#,
        ),
        (
            "/candidates",
            r#"name="source" autocomplete="off" spellcheck="false" data-complete="source""#,
        ),
        (
            "/timeline",
            r#"required data-complete="claim question topic party""#,
        ),
    ] {
        let page = server.page(path).body;
        assert!(page.contains(field), "{path} does not have {field}: {page}");
    }
    let search = server.page("/search").body;
    assert!(!search.contains("data-complete"), "{search}");
}

#[test]
fn a_draft_leads_to_no_page_that_is_not_there() {
    let desk = small_desk();
    desk.write("pier.txt", PIER);
    desk.noted("ingest pier.txt --source pier");
    let server = Server::of(&desk);
    let mut page = String::new();
    while !page.contains("class=\"list claims\"") {
        page = server.page("/draft").body;
    }
    let main = page.split("<main").nth(1).unwrap_or_default();
    let links: Vec<&str> = main
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(main.contains("Nora Quist"), "{main}");
    for link in links {
        let answer = server.page(&link.replace("&amp;", "&"));
        assert_ne!(answer.status, 404, "{link}");
    }
}

#[test]
fn why_is_said_with_names() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let page = server.page("/why/agreed-to-meet").body;
    for part in [
        ">Donald Trump</a> said so.",
        "Whose word counts: <a href=\"/parties/kremlin\">the Kremlin</a> has not been heard on it.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let lines = &desk.json("why agreed-to-meet")["findings"];
    assert_eq!(lines[1], "principal: kremlin silent", "{lines}");
}

#[test]
fn an_empty_ledger_says_how_to_begin() {
    let desk = TestDesk::with_ledger(NOW);
    let server = Server::of(&desk);
    let page = server.page("/").body;
    assert!(
        page.contains("Nothing is recorded yet.") && !page.contains("class=\"tally\""),
        "{page}"
    );
}
