//! What is recorded through the desk: under whose name, once, and only over what was seen.

use super::{Response, Server};
use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// A server that records everything as one person.
fn named(desk: &TestDesk) -> Server {
    Server::with(desk, "serve --port 0 --no-open --by ann")
}

/// What a program is answered that sends a form.
fn sent(server: &Server, path: &str, body: &str) -> Response {
    server.request("POST", path, &[&server.bearer()], body)
}

const NEWS: &str = "party=kremlin&stance=confirms&claim=agreed-to-meet&source=daily-08-19";

#[test]
fn a_program_is_answered_what_the_command_prints() {
    let (desk, other) = (small_desk(), small_desk());
    let server = named(&desk);
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
    let server = named(&desk);
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
    let server = named(&desk);
    let page = sent_page(&server, "/record/rule?claim=agreed-to-meet");
    let version = value(&page.body, "version");
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

/// The page at a path, for a browser.
fn sent_page(server: &Server, path: &str) -> Response {
    let page = server.page(path);
    assert_eq!(page.status, 200, "{page:?}");
    page
}

/// The value of a field of a page that nobody sees.
fn value(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().expect("a value").to_owned()
}
