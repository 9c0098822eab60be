//! The forms that record something, as a browser without scripts sends them.

use super::{Server, WRITES, encoded, hidden};
use crate::common::desk::small_desk;

/// Texts that a page must not take for markup.
const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'&\u{202e}\u{7}";

#[test]
fn every_form_is_there_and_asks_for_what_its_command_takes() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    for path in WRITES {
        let form = server.form(path);
        assert!(
            form.contains(&format!("action=\"{path}\"")),
            "{path}: {form}"
        );
        assert!(
            server.form("/record").contains(&format!("href=\"{path}\"")),
            "{path}"
        );
    }
    let say = server.form("/record/say?claim=agreed-to-meet");
    for name in [
        "party",
        "stance",
        "claim",
        "source",
        "passage",
        "said",
        "quote",
        "via",
        "attribution",
        "shown-as",
        "credibility",
        "note",
    ] {
        assert!(say.contains(&format!("name=\"{name}\"")), "{name}: {say}");
    }
    assert!(say.contains("value=\"agreed-to-meet\""), "{say}");
    assert!(say.contains("Recording as <strong>ann</strong>"), "{say}");
    assert_eq!(server.page("/record/say?nothing=1").status, 400);
    assert_eq!(server.page("/record/rule?claim=nothing").status, 404);
    assert_eq!(server.json("/record/say").status, 405);
}

#[test]
fn who_records_is_asked_once() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let asked = server.page("/record/say?claim=in-geneva");
    let to = "/by?to=%2Frecord%2Fsay%3Fclaim%3Din-geneva";
    assert_eq!((asked.status, asked.header("location")), (303, Some(to)));
    assert!(server.form(to).contains("name=\"by\""));
    let before = desk.journal();
    assert_eq!(server.send("/by", &[("by", " ")]).status, 400);
    let named = server.send(
        "/by",
        &[("by", "Ünal; desk"), ("to", "/record/say?claim=in-geneva")],
    );
    assert_eq!(
        (named.status, named.header("location")),
        (303, Some("/record/say?claim=in-geneva"))
    );
    let cookie = named.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    assert!(
        cookie.contains(&server.address.port().to_string()),
        "{cookie}"
    );
    for elsewhere in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "record",
    ] {
        let named = server.send("/by", &[("by", "ann"), ("to", elsewhere)]);
        assert_eq!(named.header("location"), Some("/"), "{elsewhere}");
    }
    let cookies = format!(
        "{}; {}",
        server.cookie(),
        cookie.split(';').next().expect("a value")
    );
    let news = [
        ("party", "trump"),
        ("stance", "denies"),
        ("claim", "in-geneva"),
        ("source", "daily-08-19"),
    ];
    // Nothing is recorded under a guess, and nothing that was typed is lost.
    let refused = server.send("/record/say", &news);
    assert_eq!(refused.status, 400);
    assert!(
        refused.body.contains("Who records this?") && refused.body.contains("value=\"in-geneva\""),
        "{refused:?}"
    );
    assert_eq!(desk.journal(), before);
    // A page that showed another name is asked to look again.
    let other = [&news[..], &[("by", "ann")]].concat();
    assert_eq!(
        server.send_with("/record/say", &other, &cookies).status,
        409
    );
    assert_eq!(desk.journal(), before);
    let recorded = server.send_with("/record/say", &news, &cookies);
    assert_eq!(recorded.status, 200, "{recorded:?}");
    assert!(desk.ok("log --limit 1").contains("Ünal; desk"));
}

#[test]
fn the_answer_says_what_changed_and_leads_on() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let news = [
        ("party", "kremlin"),
        ("stance", "confirms"),
        ("claim", "agreed-to-meet"),
        ("source", "minutes"),
        ("passage", "Nothing was signed"),
    ];
    let recorded = server.send("/record/say", &news);
    assert_eq!(recorded.status, 200, "{recorded:?}");
    for part in [
        "The claim was <span class=\"status unconfirmed\">unconfirmed</span> and is now <span class=\"status confirmed\">",
        // Who and what in words, once.
        "<p>Recorded: <a href=\"/parties/kremlin\">The Kremlin</a> <span class=\"affirming\">confirms</span> \
         “<a href=\"/claims/agreed-to-meet\">Russia agreed to a meeting.</a>”, said ",
        "href=\"/record/say?party=kremlin&amp;stance=confirms&amp;claim=agreed-to-meet&amp;source=minutes\"",
        "href=\"/sources/minutes\"",
    ] {
        assert!(recorded.body.contains(part), "{part}: {}", recorded.body);
    }
    // The next statement begins with the source and the party of this one.
    let cookie = recorded.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    let cookies = format!(
        "Cookie: {}; {}",
        server.cookie(),
        cookie.split(';').next().expect("a value")
    );
    let next = server.request(
        "GET",
        "/record/say?party=trump",
        &[&cookies, "Accept: text/html"],
        "",
    );
    assert!(
        next.body.contains("value=\"minutes\"") && next.body.contains("value=\"trump\""),
        "{}",
        next.body
    );
    assert!(!next.body.contains("value=\"kremlin\""), "{}", next.body);
}

#[test]
fn a_refused_form_comes_back_with_all_that_was_typed() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let before = desk.journal();
    let news = [
        ("party", HOSTILE),
        ("stance", "denies"),
        ("claim", "agreed-to-meet"),
        ("source", HOSTILE),
        ("passage", HOSTILE),
        ("said", HOSTILE),
        ("quote", HOSTILE),
        ("via", HOSTILE),
        ("shown-as", HOSTILE),
        ("note", HOSTILE),
        ("again", "1"),
    ];
    let refused = server.send("/record/say", &news);
    assert_eq!(refused.status, 404, "{refused:?}");
    let typed = "&lt;img src=x onerror=alert(1)&gt;&quot;'&amp;&#8238;&#7;";
    assert_eq!(
        refused.body.matches(&format!("value=\"{typed}\"")).count(),
        5,
        "{}",
        refused.body
    );
    assert_eq!(
        refused
            .body
            .matches(&format!("\n{typed}</textarea>"))
            .count(),
        3,
        "{}",
        refused.body
    );
    assert!(
        refused.body.contains("<option value=\"denies\" selected>"),
        "{}",
        refused.body
    );
    assert!(
        refused.body.contains("value=\"1\" checked"),
        "{}",
        refused.body
    );
    assert!(
        !refused.body.contains("<img") && !refused.body.contains('\u{202e}'),
        "{}",
        refused.body
    );
    assert_eq!(desk.journal(), before);
}

#[test]
fn a_refusal_is_shown_at_its_field() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let at = |path: &str, fields: &[(&str, &str)], status: u16, field: &str| {
        let refused = server.send(path, fields);
        assert_eq!(refused.status, status, "{fields:?}: {refused:?}");
        let control = format!("id=\"in-{field}\"");
        let (_, rest) = refused
            .body
            .split_once(&control)
            .unwrap_or_else(|| panic!("{fields:?}"));
        let tag = rest.split('>').next().expect("a tag");
        assert!(tag.contains("aria-invalid=\"true\""), "{field}: {tag}");
    };
    let said = |party, claim, source, said| {
        [
            ("party", party),
            ("stance", "denies"),
            ("claim", claim),
            ("source", source),
            ("said", said),
        ]
    };
    at(
        "/record/say",
        &said("nobody", "in-geneva", "minutes", ""),
        404,
        "party",
    );
    at(
        "/record/say",
        &said("trump", "nothing", "minutes", ""),
        404,
        "claim",
    );
    at(
        "/record/say",
        &said("the president", "in-geneva", "minutes", ""),
        404,
        "party",
    );
    at(
        "/record/say",
        &said("trump", "in-geneva", "none", ""),
        404,
        "source",
    );
    at(
        "/record/say",
        &said("trump", "in-geneva", "minutes", "soon"),
        400,
        "said",
    );
    at(
        "/record/say",
        &said("trump", "in-geneva", "minutes", "2025-08-21"),
        400,
        "said",
    );
    at(
        "/record/say",
        &said("trump", "in-geneva", "wire", ""),
        400,
        "said",
    );
    at(
        "/record/say",
        &[
            ("party", "trump"),
            ("claim", "in-geneva"),
            ("source", "wire"),
        ],
        400,
        "stance",
    );
    let words = [
        &said("trump", "in-geneva", "minutes", "")[..],
        &[("passage", "not there")],
    ]
    .concat();
    at("/record/say", &words, 400, "passage");
    at(
        "/record/party/add",
        &[("name", "X"), ("kind", "person"), ("id", "Not An Id")],
        400,
        "id",
    );
    at(
        "/record/party/add",
        &[("name", "X"), ("kind", "person"), ("id", "trump")],
        400,
        "id",
    );
    at(
        "/record/party/add",
        &[("name", "X"), ("kind", "robot")],
        400,
        "kind",
    );
    at(
        "/record/claim/add",
        &[("text", "It is so."), ("value", "7")],
        400,
        "value",
    );
    at(
        "/record/source/add",
        &[("title", "T"), ("published", "2025-09-01")],
        400,
        "published",
    );
}

#[test]
fn a_new_thing_has_an_id_made_of_its_name() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let added = server.send(
        "/record/party/add",
        &[("name", "The Harbour Office"), ("kind", "organisation")],
    );
    assert!(added.body.contains("the-harbour-office"), "{added:?}");
    assert_eq!(
        desk.json("party show the-harbour-office")["name"],
        "The Harbour Office"
    );
    let added = server.send("/record/question/add", &[("text", "Who pays?")]);
    assert_eq!(added.status, 200, "{added:?}");
    desk.ok("question show who-pays");
}

#[test]
fn a_new_party_is_added_on_the_way_and_nothing_typed_is_lost() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let typed = [
        ("party", "Ann Lee"),
        ("stance", "denies"),
        ("claim", "in-geneva"),
        ("source", "daily-08-19"),
        ("note", "A & B; 100%"),
        ("key", "one"),
        ("by", "ann"),
        ("new", "party party /record/say"),
    ];
    let aside = server.page(&format!("/record/aside?{}", encoded(&typed)));
    assert_eq!(aside.status, 303, "{aside:?}");
    let form = server.form(aside.header("location").expect("a place"));
    assert!(
        form.contains("value=\"Ann Lee\"") && form.contains("value=\"ann-lee\""),
        "{form}"
    );
    let back = hidden(&form, "back").replace("&amp;", "&");
    let added = server.send(
        "/record/party/add",
        &[
            ("id", "ann-lee"),
            ("name", "Ann Lee"),
            ("kind", "person"),
            ("back", &back),
        ],
    );
    assert_eq!(added.status, 200, "{added:?}");
    let (_, rest) = added
        .body
        .split_once("class=\"primary\" href=\"")
        .expect("a way back");
    let back = rest
        .split('"')
        .next()
        .expect("an address")
        .replace("&amp;", "&");
    let form = server.form(&back);
    for part in [
        "value=\"ann-lee\"",
        "value=\"in-geneva\"",
        "value=\"daily-08-19\"",
        "A &amp; B; 100%</textarea>",
        "<option value=\"denies\" selected>",
    ] {
        assert!(form.contains(part), "{part}: {form}");
    }
    // Only a form of the desk is gone back to.
    let elsewhere = server.send(
        "/record/party/add",
        &[
            ("name", "B"),
            ("kind", "person"),
            ("back", "https://evil.example/"),
        ],
    );
    assert!(!elsewhere.body.contains("evil"), "{elsewhere:?}");
    assert_eq!(
        server
            .page("/record/aside?new=party+party+/elsewhere")
            .status,
        400
    );
}

#[test]
fn the_journal_is_checked() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    assert_eq!(server.json("/verify").body, desk.ok("verify --format json"));
    assert_eq!(server.page("/verify").status, 200);
}
