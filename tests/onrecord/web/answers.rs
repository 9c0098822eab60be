//! Answers for programs: exactly what the command prints.

use super::Server;
use crate::common::TestDesk;
use crate::common::desk::{NOW, small_desk};

/// Paths and the commands that they stand for.
const SAME: [(&str, &str); 36] = [
    ("/", "status"),
    ("/status", "status"),
    ("/status?as-of=2025-08-17", "status --as-of 2025-08-17"),
    ("/claims", "claim list"),
    ("/claims/", "claim list"),
    (
        "/claims?status=unconfirmed&topic=summit&limit=2",
        "claim list --status unconfirmed --topic summit --limit 2",
    ),
    ("/claims?question=venue", "claim list --question venue"),
    ("/claims/agreed-to-meet", "claim show agreed-to-meet"),
    ("/claims/agreed", "claim show agreed"),
    (
        "/claims/agreed-to-meet?as-of=2025-08-17",
        "claim show agreed-to-meet --as-of 2025-08-17",
    ),
    ("/why/agreed-to-meet", "why agreed-to-meet"),
    ("/unconfirmed", "unconfirmed"),
    (
        "/unconfirmed?topic=summit&limit=1&as-of=yesterday",
        "unconfirmed --topic summit --limit 1 --as-of yesterday",
    ),
    ("/discrepancies", "discrepancies"),
    (
        "/discrepancies?kind=unacknowledged&state=all&weak=1&party=trump",
        "discrepancies --kind unacknowledged --state all --weak --party trump",
    ),
    (
        "/discrepancies?claim=agreed-to-meet&weak=0",
        "discrepancies --claim agreed-to-meet",
    ),
    (
        "/awaiting?party=Moscow&each=3",
        "awaiting --party Moscow --each 3",
    ),
    ("/changes?since=yesterday", "changes --since yesterday"),
    (
        "/matrix?party=trump&party=kremlin",
        "matrix --party trump --party kremlin",
    ),
    ("/timeline?of=summit", "timeline summit"),
    ("/timeline/agreed-to-meet", "timeline agreed-to-meet"),
    ("/rivals/venue", "rivals venue"),
    ("/parties", "party list"),
    ("/parties/ushakov", "party show ushakov"),
    ("/parties/Yuri%20Ushakov", "party show 'Yuri Ushakov'"),
    ("/sources", "source list"),
    ("/sources/minutes", "source show minutes"),
    ("/questions", "question list"),
    ("/questions/venue", "question show venue"),
    ("/search?q=geneva", "search geneva"),
    (
        "/search?q=%22a+meeting%22&limit=1",
        "search '\"a meeting\"' --limit 1",
    ),
    ("/log?limit=3", "log --limit 3"),
    ("/head", "head"),
    ("/candidates", "candidates"),
    ("/draft", "draft"),
    ("/feeds", "feed list"),
];

/// Paths that are refused, the commands that are refused with the same words, and the status.
const REFUSED: [(&str, &str, u16); 12] = [
    ("/claims/agred-to-meet", "claim show agred-to-meet", 404),
    ("/claims/in-", "claim show in-", 404),
    (
        "/parties/the%20president",
        "party show 'the president'",
        404,
    ),
    ("/claims/--help", "claim show -- --help", 404),
    ("/sources/nothing", "source show nothing", 404),
    ("/timeline/nothing", "timeline nothing", 404),
    ("/awaiting?party=nobody", "awaiting --party nobody", 404),
    (
        "/claims?as-of=2199-01-01",
        "claim list --as-of=2199-01-01",
        400,
    ),
    ("/claims?as-of=soon", "claim list --as-of=soon", 400),
    ("/claims?status=settled", "claim list --status=settled", 400),
    ("/claims?limit=0", "claim list --limit=0", 400),
    ("/changes", "changes", 400),
];

#[test]
fn answers_are_those_of_the_commands_to_the_byte() {
    let mut desk = small_desk();
    desk.set_now("2025-08-20T10:00Z");
    let server = Server::of(&desk);
    for (path, line) in SAME {
        let response = server.json(path);
        assert_eq!(response.status, 200, "{path}: {response:?}");
        assert_eq!(response.header("content-type"), Some("application/json"));
        let run = desk.run(format!("--format json {line}"));
        assert_eq!(response.body, run.stdout, "{path}");
    }
}

#[test]
fn refusals_are_those_of_the_commands_to_the_byte() {
    let desk = small_desk();
    let server = Server::of(&desk);
    for (path, line, status) in REFUSED {
        let response = server.json(path);
        assert_eq!(response.status, status, "{path}: {response:?}");
        let run = desk.run(format!("--format json {line}"));
        assert_eq!(response.body, run.stderr, "{path}");
    }
}

#[test]
fn only_listed_options_are_taken() {
    let desk = small_desk();
    let server = Server::of(&desk);
    for (path, error) in [
        (
            "/unconfirmed?ledger=other.db",
            "/unconfirmed takes no \\\"ledger\\\"",
        ),
        (
            "/unconfirmed?fail-on=any",
            "/unconfirmed takes no \\\"fail-on\\\"",
        ),
        (
            "/unconfirmed?format=csv",
            "/unconfirmed takes no \\\"format\\\"",
        ),
        ("/claims?by=somebody", "/claims takes no \\\"by\\\""),
        ("/claims?limit=1&limit=2", "limit is given more than once"),
        ("/log?reviewed=1", "/log takes no \\\"reviewed\\\""),
        ("/draft?as-of=yesterday", "/draft takes no \\\"as-of\\\""),
    ] {
        let response = server.json(path);
        assert_eq!(response.status, 400, "{path}: {response:?}");
        assert!(response.body.contains(error), "{path}: {}", response.body);
    }
    // A form sends the fields that nobody filled in.
    let empty = server.json("/claims?status=&topic=&as-of=&limit=");
    assert_eq!(empty.body, desk.ok("claim list --format json"));
}

#[test]
fn who_wants_json_gets_json() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let bearer = server.bearer();
    let cookie = format!("Cookie: {}", server.cookie());
    let kind = |headers: &[&str]| {
        let response = server.request("GET", "/claims", headers, "");
        response.header("content-type").expect("a type").to_owned()
    };
    for (headers, json) in [
        (&[bearer.as_str()][..], true),
        (&[&bearer, "Accept: */*"], true),
        (&[&bearer, "Accept: application/json"], true),
        (&[&bearer, "Accept: text/html,application/xhtml+xml"], false),
        (&[&cookie, "Accept: application/json"], true),
        (&[&cookie, "Accept: text/html,*/*;q=0.8"], false),
        (&[&cookie], false),
    ] {
        assert_eq!(kind(headers) == "application/json", json, "{headers:?}");
    }
}

#[test]
fn notes_stay_out_of_the_answer() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let run = desk.run("claim list --topic sumit --format json");
    let response = server.json("/claims?topic=sumit");
    assert_eq!((response.status, &response.body), (200, &run.stdout));
    assert!(run.stderr.contains("did you mean summit?"), "{run}");
    assert!(
        server
            .page("/claims?topic=sumit")
            .body
            .contains("did you mean summit?")
    );
}

#[test]
fn the_shipped_ledger_answers_alike_in_both() {
    let desk = TestDesk::new(NOW);
    desk.ok("seed");
    let server = Server::of(&desk);
    for (path, line) in [
        (
            "/unconfirmed?topic=ceasefire&as-of=2025-08-19",
            "unconfirmed --topic ceasefire --as-of 2025-08-19",
        ),
        (
            "/discrepancies?as-of=2025-08-18",
            "discrepancies --as-of 2025-08-18",
        ),
        ("/matrix", "matrix"),
        ("/parties/kremlin", "party show kremlin"),
    ] {
        assert_eq!(
            server.json(path).body,
            desk.ok(format!("{line} --format json")),
            "{path}"
        );
    }
}
