//! What is recorded through the desk: under whose name, once, and only over what was seen.

use super::{Response, Server, hidden};
use crate::common::desk::small_desk;

/// What a program is answered that sends a form.
fn sent(server: &Server, path: &str, body: &str) -> Response {
    server.request("POST", path, &[&server.bearer()], body)
}

const NEWS: &str = "party=kremlin&stance=confirms&claim=agreed-to-meet&source=daily-08-19";

#[test]
fn a_program_is_answered_what_the_command_prints() {
    let (desk, other) = (small_desk(), small_desk());
    let server = Server::of_ann(&desk);
    let answer = sent(&server, "/record/say", NEWS);
    let printed =
        other.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --by ann --format json");
    assert_eq!((answer.status, answer.body), (200, printed));
    assert!(desk.ok("log --limit 1").contains("ann"));
}

#[test]
fn nothing_is_recorded_without_a_name() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let before = desk.journal();
    for by in [
        "",
        "&by=",
        "&by=+",
        "&by=%E2%80%AE",
        &format!("&by={}", "a".repeat(101)),
    ] {
        let refused = sent(&server, "/record/say", &format!("{NEWS}{by}"));
        assert_eq!(refused.status, 400, "{by}: {refused:?}");
    }
    let refused = sent(&server, "/record/say", NEWS);
    assert!(
        refused.body.contains("who records this?") && refused.body.contains("the field `by`"),
        "{refused:?}"
    );
    assert_eq!(desk.journal(), before);
    assert_eq!(
        sent(&server, "/record/say", &format!("{NEWS}&by=ann")).status,
        200
    );
    assert!(desk.ok("log --limit 1").contains("ann"));
}

#[test]
fn a_form_that_is_sent_twice_is_recorded_once() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let form = "id=harbour&name=The+harbour&kind=organisation&key=one";
    let first = sent(&server, "/record/party/add", form);
    let again = sent(&server, "/record/party/add", form);
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!((again.status, again.body), (first.status, first.body));
    // With another key, or with something else in it, it is another form.
    let known = sent(&server, "/record/party/add", &form.replace("one", "two"));
    assert!(known.body.contains("nothing changed"), "{known:?}");
    let other = sent(
        &server,
        "/record/party/add",
        &form.replace("id=harbour", "id=pier"),
    );
    assert!(other.body.contains("party pier recorded"), "{other:?}");
}

#[test]
fn a_change_of_what_was_seen_is_refused_and_other_changes_are_not() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let page = server.form("/record/rule?claim=agreed-to-meet");
    let version = hidden(&page, "version");
    // A colleague's statement on the claim is no change of the claim.
    desk.ok("say kremlin confirms agreed-to-meet --source daily-08-19 --by colleague");
    let form = format!("claim=agreed-to-meet&reason=Seen&version={version}&verdict=");
    let ruled = sent(&server, "/record/rule", &format!("{form}true"));
    assert_eq!(ruled.status, 200, "{ruled:?}");
    let refused = sent(&server, "/record/rule", &format!("{form}false"));
    assert_eq!(refused.status, 409, "{refused:?}");
    assert!(
        refused
            .body
            .contains("claim agreed-to-meet was changed in the meantime"),
        "{refused:?}"
    );
}

#[test]
fn a_form_that_is_sent_twice_at_once_is_recorded_once() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let before = desk.json("head")["seq"].as_i64().expect("an entry");
    // The second one would be refused if it were recorded again.
    let statement = desk.json("claim show agreed-to-meet")["statements"][0]["id"].clone();
    let statement = statement.as_str().expect("an id");
    let form = format!("statement={statement}&reason=A+mistake&key=one");
    let answers: Vec<Response> = std::thread::scope(|scope| {
        let sending = (0..8).map(|_| scope.spawn(|| sent(&server, "/record/void", &form)));
        let sending: Vec<_> = sending.collect();
        sending
            .into_iter()
            .map(|sent| sent.join().expect("an answer"))
            .collect()
    });
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (200, &answers[0].body));
    }
    assert_eq!(desk.json("head")["seq"].as_i64(), Some(before + 1));
}

#[test]
fn an_edit_that_is_sent_twice_is_answered_the_same() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let form = server.form("/record/question/edit?id=venue");
    let (version, key) = (hidden(&form, "version"), hidden(&form, "key"));
    let edit = [
        ("id", "venue"),
        ("text", "Where do they meet?"),
        ("version", &version),
        ("key", &key),
    ];
    let first = server.send("/record/question/edit", &edit);
    let again = server.send("/record/question/edit", &edit);
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!((again.status, again.body), (first.status, first.body));
}

#[test]
fn a_form_in_another_encoding_is_refused() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let before = desk.journal();
    let json = "{\"party\":\"kremlin\"}";
    let headers = [&server.bearer()[..], "Content-Type: application/json"];
    assert_eq!(
        server.request("POST", "/record/say", &headers, json).status,
        415
    );
    let latin = format!("{NEWS}&note=caf%E9");
    assert_eq!(sent(&server, "/record/say", &latin).status, 400);
    for extra in [
        "ledger=other.db",
        "now=2030-01-01",
        "as-of=2025-08-01",
        "format=csv",
        "party=trump",
    ] {
        let refused = sent(&server, "/record/say", &format!("{NEWS}&{extra}"));
        assert_eq!(refused.status, 400, "{extra}: {refused:?}");
    }
    assert_eq!(desk.journal(), before);
}

#[test]
fn a_name_that_is_fixed_is_the_only_one() {
    let desk = small_desk();
    let server = Server::of_ann(&desk);
    let before = desk.journal();
    let refused = sent(&server, "/record/say", &format!("{NEWS}&by=somebody"));
    assert_eq!(refused.status, 409, "{refused:?}");
    assert_eq!(server.send("/by", &[("by", "somebody")]).status, 409);
    assert_eq!(desk.journal(), before);
    assert_eq!(
        sent(&server, "/record/say", &format!("{NEWS}&by=ann")).status,
        200
    );
}
