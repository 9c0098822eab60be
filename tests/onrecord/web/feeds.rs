//! The feeds of what moved, for readers that cannot show the token.

use crate::common::TestDesk;
use crate::common::desk::small_desk;

use super::{Response, Server};

/// A server with feeds, and the key that it named on standard error.
fn with_feeds(desk: &TestDesk, option: &str) -> (Server, String) {
    let mut server = Server::with(desk, &format!("serve --port 0 --no-open {option}"));
    let mut line = String::new();
    let mut said = std::io::BufReader::new(server.stderr());
    std::io::BufRead::read_line(&mut said, &mut line).expect("a line");
    let key = line.split("?key=").nth(1).and_then(|rest| rest.get(..64));
    let key = key
        .unwrap_or_else(|| panic!("no key in {line:?}"))
        .to_owned();
    (server, key)
}

fn feed(server: &Server, path: &str, key: &str) -> Response {
    server.request("GET", &format!("{path}?key={key}"), &[], "")
}

#[test]
fn the_key_opens_the_feeds_and_nothing_else() {
    let desk = small_desk();
    let (server, key) = with_feeds(&desk, "--feed-key");
    for (path, kind) in [
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
    ] {
        let response = feed(&server, path, &key);
        assert_eq!(response.status, 200, "{response:?}");
        assert_eq!(response.header("content-type"), Some(kind));
        let read = feed_rs::parser::parse(response.body.as_bytes());
        let read = read.unwrap_or_else(|error| panic!("{error}: {response:?}"));
        let link = format!("http://{}/claims/agreed-to-meet", server.address);
        let links = read.entries.iter().flat_map(|entry| &entry.links);
        assert!(
            links.into_iter().any(|one| one.href == link),
            "{response:?}"
        );
        for wrong in [
            "",
            "0",
            &key[..63],
            &server.token,
            &key.replace(['0', '1', '2'], "3"),
        ] {
            let response = feed(&server, path, wrong);
            assert_eq!(response.status, 401, "{wrong}: {response:?}");
            assert!(!response.body.contains("agreed"), "{response:?}");
        }
        let tag = response.header("etag").expect("an entity tag").to_owned();
        let known = format!("If-None-Match: {tag}");
        let again = server.request("GET", &format!("{path}?key={key}"), &[&known], "");
        assert_eq!((again.status, again.body.as_str()), (304, ""));
        // The token opens everything, feeds too.
        assert_eq!(server.json(path).status, 200);
    }
    for path in ["/", "/status", "/changes?since=yesterday", "/claims"] {
        let joined = if path.contains('?') { '&' } else { '?' };
        let bearer = format!("Authorization: Bearer {key}");
        for response in [
            server.request("GET", &format!("{path}{joined}key={key}"), &[], ""),
            server.request("GET", &format!("{path}{joined}token={key}"), &[], ""),
            server.request("GET", path, &[&bearer], ""),
        ] {
            assert_eq!(response.status, 401, "{path}: {response:?}");
        }
    }
    let posted = server.request("POST", &format!("/feed.atom?key={key}"), &[], "");
    assert!(posted.status >= 400, "{posted:?}");
}

#[test]
fn a_key_lasts_until_it_is_revoked() {
    let desk = small_desk();
    let (server, first) = with_feeds(&desk, "--feed-key");
    drop(server);
    let (server, kept) = with_feeds(&desk, "--feed-key");
    assert_eq!(kept, first);
    drop(server);
    let (server, new) = with_feeds(&desk, "--feed-key=new");
    assert_ne!(new, first);
    assert_eq!(feed(&server, "/feed.atom", &first).status, 401);
    assert_eq!(feed(&server, "/feed.atom", &new).status, 200);
    drop(server);
    let closed = Server::of(&desk);
    assert_eq!(feed(&closed, "/feed.atom", &new).status, 401);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = std::fs::metadata(desk.path("onrecord.db-feed-key")).expect("the key");
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_damaged_key_is_named() {
    let desk = small_desk();
    desk.write("onrecord.db-feed-key", "not a key\n");
    let run = desk.run("serve --port 0 --no-open --feed-key");
    assert_eq!(run.code, 1, "{run}");
    assert!(
        run.stderr.contains(
            "onrecord.db-feed-key holds no key for feeds; `onrecord serve --feed-key=new` makes one"
        ),
        "{run}"
    );
}
