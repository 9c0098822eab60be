//! Forms that change something: what is recorded of them, and what happens if a colleague was faster.

use super::{Server, hidden};
use crate::common::desk::small_desk;

#[test]
fn an_edit_changes_what_was_changed_and_nothing_else() {
    let desk = small_desk();
    desk.ok("party edit ushakov --alias 'the aide' --alias 'the adviser' --member-of russia:2010-01-01..");
    let server = Server::of_ann(&desk);
    let form = server.form("/record/party/edit?id=ushakov");
    let version = hidden(&form, "version");
    for value in [
        "Yuri Ushakov",
        "aide",
        "the aide",
        "kremlin:2012-01-01..",
        "russia:2010-01-01..",
    ] {
        assert!(
            form.contains(&format!("value=\"{value}\"")),
            "{value}: {form}"
        );
    }
    let edited = server.send(
        "/record/party/edit",
        &[
            ("id", "ushakov"),
            ("version", &version),
            ("name", "Yuri Ushakov"),
            ("kind", "person"),
            ("alias", "the adviser"),
            ("alias", "Ushakov"),
            ("speaks-for", "kremlin:2012-01-01.."),
            ("member-of", "russia:2011-01-01.."),
        ],
    );
    assert_eq!(edited.status, 200, "{edited:?}");
    let party = desk.json("party show ushakov");
    assert_eq!(party["role"], serde_json::Value::Null);
    assert_eq!(
        party["aliases"],
        serde_json::json!(["the adviser", "Ushakov"])
    );
    assert_eq!(party["speaks_for"][0]["since"], "2012-01-01");
    assert_eq!(party["member_of"][0]["since"], "2011-01-01");
    // Nothing changed is nothing recorded.
    let head = desk.ok("head");
    let form = server.form("/record/claim/edit?id=in-geneva");
    let same = [
        ("id", "in-geneva"),
        ("version", &hidden(&form, "version")[..]),
        ("text", "They will meet in Geneva."),
        ("topic", "summit"),
        ("question", "venue"),
        ("value", &hidden(&form, "value")),
    ];
    let edited = server.send("/record/claim/edit", &same);
    assert!(edited.body.contains("nothing changed"), "{edited:?}");
    assert_eq!(desk.ok("head"), head);
}

#[test]
fn a_statement_is_corrected_and_voided() {
    let desk = small_desk();
    desk.ok("say trump asserts in-geneva --source minutes --passage 'talks go on.\nThe envoy' --note first");
    let server = Server::of_ann(&desk);
    let page = server.form("/claims/in-geneva");
    let (_, rest) = page
        .split_once("/record/correct?statement=")
        .expect("a link");
    let id = rest.split('"').next().expect("an id").to_owned();
    let form = server.form(&format!("/record/correct?statement={id}"));
    // The words of the passage are shown and may be sent back, not where they begin and end.
    assert!(form.contains("talks go on.\nThe envoy"), "{form}");
    assert!(form.contains("talks go on. The envoy</textarea>"), "{form}");
    let corrected = server.send(
        "/record/correct",
        &[
            ("statement", &id[..]),
            ("version", &hidden(&form, "version")),
            ("party", "trump"),
            ("stance", "denies"),
            ("claim", "in-geneva"),
            ("source", "minutes"),
            (
                "passage",
                form.split("name=\"passage\"")
                    .nth(1)
                    .and_then(|rest| rest.split(['\n', '<']).nth(1))
                    .expect("a passage"),
            ),
            ("attribution", "on-record"),
        ],
    );
    assert_eq!(corrected.status, 200, "{corrected:?}");
    let said = desk.json("claim show in-geneva")["statements"][0].clone();
    assert_eq!(
        (&said["stance"], &said["note"]),
        (&"denies".into(), &serde_json::Value::Null)
    );
    assert!(said["passage"]["start"].is_u64(), "{said}");
    let id = said["id"].as_str().expect("an id");
    let form = server.form(&format!("/record/void?statement={id}"));
    assert!(form.contains("Donald Trump denies “"), "{form}");
    let voided = server.send(
        "/record/void",
        &[
            ("statement", id),
            ("version", &hidden(&form, "version")),
            ("reason", "A mistake"),
        ],
    );
    assert_eq!(voided.status, 200, "{voided:?}");
    assert_eq!(
        desk.json("claim show in-geneva")["statements"],
        serde_json::json!([])
    );
}

#[test]
fn a_source_comes_with_its_text_or_not_at_all() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let text = "First line.\r\nSecond – line.\r\n";
    let added = server.send(
        "/record/source/add",
        &[("title", "A note"), ("published", "today"), ("text", text)],
    );
    assert!(
        added.body.contains("text of 27 characters attached"),
        "{added:?}"
    );
    assert_eq!(desk.json("source show a-note")["published"], "2025-08-20");
    desk.ok("say trump denies in-geneva --source a-note --passage 'line.\nSecond'");
    // The text of a source for which passages were recorded has to have them.
    desk.ok("say trump denies in-budapest --source wire --said 2025-08-19 --passage 3..9000");
    let before = desk.journal();
    let form = server.form("/record/source/edit?id=wire");
    let edit = [
        ("id", "wire"),
        ("version", &hidden(&form, "version")[..]),
        ("title", "Another title"),
        ("text", "Too short"),
    ];
    let refused = server.send("/record/source/edit", &edit);
    assert_eq!(refused.status, 400, "{refused:?}");
    assert!(
        refused.body.contains("\nToo short</textarea>"),
        "{}",
        refused.body
    );
    assert_eq!(desk.journal(), before);
}

#[test]
fn a_form_opens_by_an_alias_and_names_the_party_by_its_id() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let form = server.form("/record/party/edit?id=Moscow");
    assert_eq!(hidden(&form, "id"), "kremlin");
    assert!(form.contains("value=\"The Kremlin\""), "{form}");
    let version = hidden(&form, "version");
    let fields = [
        ("id", "kremlin"),
        ("version", &*version),
        ("name", "The Kremlin press office"),
        ("kind", "government"),
    ];
    let sent = server.send("/record/party/edit", &fields);
    assert_eq!(sent.status, 200, "{sent:?}");
    // The alias was left out of the form, and is gone.
    let page = server.page("/record/party/edit?id=Moscow");
    assert_eq!(page.status, 404, "{page:?}");
    // One that fits two is no name.
    let page = server.page("/record/party/edit?id=the%20president");
    assert_eq!(page.status, 404, "{page:?}");
}

#[test]
fn both_versions_are_shown_if_a_colleague_was_faster() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let form = server.form("/record/claim/edit?id=bridge-hit");
    desk.ok("claim edit bridge-hit --text 'The bridge was hit twice.' --by colleague");
    let mine = [
        ("id", "bridge-hit"),
        ("version", &hidden(&form, "version")[..]),
        ("text", "The old bridge was hit."),
        ("topic", "bridge"),
    ];
    let refused = server.send("/record/claim/edit", &mine);
    assert_eq!(refused.status, 409, "{refused:?}");
    for part in [
        "Claim bridge-hit was changed in the meantime",
        "The bridge was hit twice.</td>",
        "<strong>The old bridge was hit.</strong>",
        "\nThe old bridge was hit.</textarea>",
        "Record mine on top",
    ] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    assert_eq!(
        desk.json("claim show bridge-hit")["claim"]["text"],
        "The bridge was hit twice."
    );
    let version = hidden(&refused.body, "version");
    let on_top = [mine[0], ("version", &version[..]), mine[2], mine[3]];
    assert_eq!(server.send("/record/claim/edit", &on_top).status, 200);
    let claim = desk.json("claim show bridge-hit")["claim"].clone();
    assert_eq!(
        (&claim["text"], &claim["topic"]),
        (&"The old bridge was hit.".into(), &"bridge".into())
    );
}

#[test]
fn a_statement_that_a_colleague_corrected_is_corrected_further() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let said = desk.json("claim show agreed-to-meet")["statements"][0]["id"].clone();
    let id = said.as_str().expect("an id");
    let form = server.form(&format!("/record/correct?statement={id}"));
    desk.ok(format!("correct {id} --stance denies --by colleague"));
    let mine = [
        ("statement", id),
        ("version", &hidden(&form, "version")[..]),
        ("party", "trump"),
        ("stance", "doubts"),
        ("claim", "agreed-to-meet"),
        ("source", "daily-08-19"),
        ("said", "2025-08-18"),
        ("attribution", "on-record"),
        ("note", "Heard again"),
    ];
    let refused = server.send("/record/correct", &mine);
    assert_eq!(refused.status, 409, "{refused:?}");
    let successor = hidden(&refused.body, "statement");
    assert_ne!(successor, id);
    let version = hidden(&refused.body, "version");
    let mut again = mine.to_vec();
    again[0].1 = &successor;
    again[1].1 = &version;
    let corrected = server.send("/record/correct", &again);
    assert_eq!(corrected.status, 200, "{corrected:?}");
    let said = desk.json("claim show agreed-to-meet")["statements"][0].clone();
    assert_eq!(
        (&said["stance"], &said["note"]),
        (&"doubts".into(), &"Heard again".into())
    );
}

#[test]
fn a_claim_that_was_merged_away_under_its_form_is_refused() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let form = server.form("/record/rule?claim=in-budapest");
    desk.ok("claim merge in-budapest in-geneva --sure --by colleague");
    let before = desk.journal();
    let mine = [
        ("claim", "in-budapest"),
        ("version", &hidden(&form, "version")[..]),
        ("verdict", "false"),
        ("reason", "It was never on the table."),
    ];
    let refused = server.send("/record/rule", &mine);
    assert_eq!(refused.status, 409, "{refused:?}");
    for part in [
        "They will meet in Geneva.",
        "It was never on the table.",
        "<option value=\"false\" selected>",
    ] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    assert_eq!(desk.journal(), before);
}

#[test]
fn what_was_typed_for_a_claim_is_never_recorded_on_its_opposite() {
    let desk = small_desk();
    desk.ok("claim add pier-safe --text 'The pier is safe.'");
    desk.ok("claim add pier-unsafe --text 'The pier is unsafe.'");
    let server = Server::of_ann(&desk);
    let form = server.form("/record/claim/edit?id=pier-safe");
    desk.ok("claim merge pier-safe pier-unsafe --opposite --by colleague");
    let before = desk.journal();
    let version = hidden(&form, "version");
    let had = hidden(&form, "had").replace("&quot;", "\"");
    let mine = [
        ("id", "pier-safe"),
        ("version", &version[..]),
        ("had", &had[..]),
        ("text", "The pier is perfectly safe."),
    ];
    let refused = server.send("/record/claim/edit", &mine);
    assert_eq!(refused.status, 409, "{refused:?}");
    for part in [
        "was merged into pier-unsafe, which says the opposite",
        "The pier is unsafe.",
        "The pier is perfectly safe.",
        "Change this one instead",
    ] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    assert_eq!(hidden(&refused.body, "version"), version);
    assert!(!refused.body.contains("on top"), "{}", refused.body);
    assert_eq!(server.send("/record/claim/edit", &mine).status, 409);
    assert_eq!(desk.journal(), before);
    let said = desk
        .ok("say trump asserts pier-safe --source daily-08-19")
        .replace('\n', " ");
    let told = "trump denies pier-unsafe (2025-08-19, daily-08-19) recorded. pier-safe was merged into that claim, which says the opposite.";
    assert!(said.contains(told), "{said}");
}

#[test]
fn a_field_that_nobody_touched_keeps_what_a_colleague_made_of_it() {
    let desk = small_desk();
    desk.ok("claim add pier-safe --text 'The pier is safe.' --topic harbour");
    let server = Server::of_ann(&desk);
    let form = server.form("/record/claim/edit?id=pier-safe");
    desk.ok("claim edit pier-safe --topic summit --by colleague");
    let had = hidden(&form, "had").replace("&quot;", "\"");
    let version = hidden(&form, "version");
    let mine = [
        ("id", "pier-safe"),
        ("version", &version[..]),
        ("had", &had[..]),
        ("text", "The pier is perfectly safe."),
        ("topic", "harbour"),
    ];
    let refused = server.send("/record/claim/edit", &mine);
    assert_eq!(refused.status, 409, "{refused:?}");
    assert!(
        refused.body.contains("value=\"summit\""),
        "{}",
        refused.body
    );
    assert!(
        !refused.body.contains("value=\"harbour\""),
        "{}",
        refused.body
    );
}

/// A grade is given, changed and taken away by form, and pages show it with its source's and say what both mean.
#[test]
fn grades_are_given_by_form_and_shown_with_their_meaning() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let page = server.form("/claims/in-geneva");
    assert!(
        !page.contains("<abbr") && !page.contains("Admiralty"),
        "{page}"
    );
    desk.ok("source edit minutes --reliability B --by ann");
    let said = [
        ("party", "trump"),
        ("stance", "asserts"),
        ("claim", "in-geneva"),
        ("source", "minutes"),
        ("credibility", "2"),
    ];
    let recorded = server.send("/record/say", &said);
    assert_eq!(recorded.status, 200, "{recorded:?}");
    let bad = said.map(|(name, value)| (name, if name == "credibility" { "9" } else { value }));
    assert_eq!(server.send("/record/say", &bad).status, 400);
    let mark = "<abbr title=\"source: usually reliable; statement: probably true\">B2</abbr>";
    let meaning = "Statement: 2 probably true. No status depends on them.";
    for path in ["/claims/in-geneva", "/sources/minutes", "/parties/trump"] {
        let page = server.form(path);
        assert!(
            page.contains(mark) && page.contains(meaning),
            "{path}: {page}"
        );
    }
    let page = server.form("/sources/minutes");
    assert!(page.contains("<dd>B, usually reliable</dd>"), "{page}");
    for (grade, now) in [("4", serde_json::json!("4")), ("", serde_json::Value::Null)] {
        let id = desk.json("claim show in-geneva")["statements"][0]["id"].clone();
        let id = id.as_str().expect("an id");
        let form = server.form(&format!("/record/correct?statement={id}"));
        assert!(form.contains("2: Probably true."), "{form}");
        let corrected = server.send(
            "/record/correct",
            &[
                ("statement", id),
                ("version", &hidden(&form, "version")),
                ("party", "trump"),
                ("stance", "asserts"),
                ("claim", "in-geneva"),
                ("source", "minutes"),
                ("attribution", "on-record"),
                ("credibility", grade),
            ],
        );
        assert_eq!(corrected.status, 200, "{corrected:?}");
        let said = desk.json("claim show in-geneva")["statements"][0].clone();
        assert_eq!(said["credibility"], now, "{said}");
    }
}
