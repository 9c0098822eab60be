//! Feeds that are followed: adding, listing, editing, removing.

use serde_json::{Value, json};

use super::{desk, ferry, rss};
use crate::common::TestDesk;
use crate::common::site::{Answer, Site};

/// A site with a feed of two articles.
fn site() -> Site {
    let site = Site::new();
    site.put("/feed", rss("The Courier", &["/ferry", "/pier"]));
    site
}

fn add(desk: &TestDesk, site: &Site, path: &str) -> String {
    desk.ok(format!("feed add {} --allow-local", site.url(path)))
}

#[test]
fn a_feed_is_asked_once_and_listed() {
    let (site, desk) = (site(), desk());
    let said = desk.ok(format!(
        "feed add {} --every 1h --topic harbour --allow-local",
        site.url("/feed")
    ));
    assert!(
        said.contains("The Courier") && said.contains("2 articles"),
        "{said}"
    );
    assert_eq!(site.paths(), ["/feed"]);
    let feeds = desk.list("feed list");
    let expected = json!([{"feed": 1, "url": site.url("/feed"), "title": "The Courier", "page": false, "topic": "harbour",
                           "every": 60, "checked": null, "due": "2025-08-20T16:00:00Z", "finds": 0, "failed": 0,
                           "failures": 0, "error": null}]);
    assert_eq!(Value::from(feeds), expected);
    let table = desk.ok("feed list");
    assert!(
        table.contains("topic: harbour") && table.contains("every 1h"),
        "{table}"
    );
    assert!(
        desk.ok("feed list --format csv")
            .contains("The Courier,false,harbour,60")
    );
    let markdown = desk.ok("feed list --format markdown");
    assert!(
        markdown.contains("- **1** · what: The Courier; `http://"),
        "{markdown}"
    );
    assert_eq!(desk.journal()["entries"], 0, "feeds are not of record");
}

#[test]
fn what_is_no_feed_is_refused_with_what_to_do() {
    let (site, desk) = (site(), desk());
    let page = ferry().replace(
        "<title>",
        "<link rel=alternate type='application/rss+xml' href='feed'><title>",
    );
    site.put("/front", Answer::html(&page));
    site.put("/plain", Answer::html(&ferry()));
    site.put("/odd", Answer::new("200 OK", "text/xml", "<nothing/>"));
    let add = |path: &str| format!("feed add {} --allow-local", site.url(path));
    let refusals = [
        (add("/front"), format!("1 feed: {}", site.url("/feed"))),
        (add("/plain"), "--page follows the page itself".to_owned()),
        (add("/odd"), "not a feed that can be read".to_owned()),
        (add("/none"), "nothing at this address".to_owned()),
        (
            format!("{} --page", add("/feed")),
            "leave out --page".to_owned(),
        ),
        (
            format!("{} --every 5m", add("/feed")),
            "every 15 minutes at most".to_owned(),
        ),
        (format!("{} --every 2d", add("/feed")), "30m, 2h".to_owned()),
        (format!("{} --pause=-1", add("/feed")), "--pause".to_owned()),
        (
            format!("feed add {}", site.url("/feed")),
            "--allow-local".to_owned(),
        ),
        (
            format!("feed add {} --pause 0.1", site.url("/feed")),
            "at least a second".to_owned(),
        ),
        (
            "feed add file:///etc/passwd".to_owned(),
            "only http and https".to_owned(),
        ),
        (
            "feed add https://paper.invalid/feed".to_owned(),
            "paper.invalid".to_owned(),
        ),
        (
            "feed edit 7 --every 1h".to_owned(),
            "unknown feed".to_owned(),
        ),
        ("feed remove 7".to_owned(), "onrecord feed list".to_owned()),
    ];
    for (line, reason) in refusals {
        let run = desk.run(&line);
        assert!(
            run.code > 0 && run.stdout.is_empty() && run.stderr.contains(&reason),
            "{run}"
        );
    }
    assert!(desk.ok("feed list").contains("No feed is followed"));
}

#[test]
fn a_feed_is_followed_once() {
    let (site, desk) = (site(), desk());
    add(&desk, &site, "/feed");
    site.paths();
    let run = desk.run(format!("feed add {}#top --allow-local", site.url("/feed")));
    assert!(
        run.code == 1 && run.stderr.contains("followed already, as feed 1"),
        "{run}"
    );
    assert_eq!(site.paths(), Vec::<String>::new());
    let moved = Answer::new("301 Moved", "text/plain", "").with("location", "/feed");
    site.put("/old", moved);
    let run = desk.run(format!("feed add {} --allow-local", site.url("/old")));
    assert!(
        run.code == 1 && run.stderr.contains("followed already"),
        "{run}"
    );
}

#[test]
fn a_feed_is_changed_and_removed() {
    let (site, desk) = (site(), desk());
    add(&desk, &site, "/feed");
    desk.ok("feed edit 1 --every 2h --topic piers");
    desk.ok(format!(
        "feed edit {} --url {}",
        site.url("/feed"),
        site.url("/other")
    ));
    let feeds = desk.list("feed list");
    assert_eq!(
        (&feeds[0]["every"], &feeds[0]["topic"], &feeds[0]["url"]),
        (&json!(120), &json!("piers"), &json!(site.url("/other")))
    );
    let nothing = desk.run("feed edit 1");
    assert!(
        nothing.code == 1 && nothing.stderr.contains("nothing to change"),
        "{nothing}"
    );
    desk.ok("feed edit 1 --topic ''");
    assert_eq!(desk.list("feed list")[0]["topic"], Value::Null);
    desk.ok("rebuild");
    assert_eq!(
        desk.list("feed list").len(),
        1,
        "rebuilding leaves feeds as they are"
    );
    desk.ok("backup copy.db");
    desk.ok("feed remove 1");
    assert_eq!(desk.list("feed list"), Vec::<Value>::new());
    assert_eq!(desk.list("feed list --ledger copy.db").len(), 1);
    assert!(!desk.export().contains("/other"), "feeds are not exported");
}
