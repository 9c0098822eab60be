//! What cannot be fetched is said so, and changes nothing.

use super::desk;
use crate::common::site::{Answer, Site};

#[test]
fn each_refusal_names_the_reason_and_leaves_no_trace() {
    let site = Site::new();
    site.put(
        "/login",
        Answer::new("401 Unauthorized", "text/html", "log in"),
    );
    site.put(
        "/picture",
        Answer::new("200 OK", "image/png", b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
    );
    site.put("/busy", Answer::new("503 Busy", "text/plain", "later"));
    site.put(
        "/robots.txt",
        Answer::new(
            "200 OK",
            "text/plain",
            "User-agent: *\nDisallow: /members\n",
        ),
    );
    let desk = desk();
    let before = desk.state();
    let fetched = |path: &str| format!("fetch {} --allow-local", site.url(path));
    let refusals = [
        (fetched("/login"), "requires a login"),
        (fetched("/none"), "nothing at this address"),
        (fetched("/busy"), "cannot answer at the moment"),
        (fetched("/members/1"), "robots.txt"),
        (fetched("/picture"), "/picture"),
        (format!("fetch {}", site.url("/login")), "--allow-local"),
        ("fetch ferry.html".to_owned(), "https://"),
        ("fetch file:///etc/passwd".to_owned(), "only http and https"),
        ("fetch https://paper.invalid/".to_owned(), "paper.invalid"),
    ];
    for (line, reason) in refusals {
        let run = desk.run(&line);
        assert!(
            run.code == 1 && run.stdout.is_empty() && run.stderr.contains(reason),
            "{run}"
        );
    }
    assert_eq!(desk.state(), before);
    assert!(!desk.path("onrecord.db.archive").exists());
}

#[test]
fn an_address_can_be_given_as_it_is_copied() {
    let site = Site::new();
    let run = desk().run(format!(
        "fetch ' {}#comments' --allow-local",
        site.url("/none")
    ));
    assert!(run.stderr.contains("nothing at this address"), "{run}");
    assert_eq!(site.paths().last().map(String::as_str), Some("/none"));
}
