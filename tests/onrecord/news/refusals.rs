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

/// A site sends who is not logged in to a form, or shows it in place of the article.
#[test]
fn a_form_in_front_of_an_article_is_no_source() {
    let site = Site::new();
    let form = "<html><head><title>Welcome</title></head><body><h1>Log in to go on</h1><p>Subscribers read everything.</p>\
         <form><input name=who><input type=password name=secret><button>Log in</button></form></body></html>";
    let away = |to: &str| Answer::new("302 Found", "text/plain", "").with("location", to);
    site.put("/away", away("/login?next=/away"));
    site.put("/login?next=/away", Answer::html(form));
    site.put("/hidden", Answer::html(form));
    let consent = "<html><body><h1>Before you go on</h1><p>We and our partners store cookies on your device and use personal data, \
         if you consent. Set your preferences here.</p></body></html>";
    site.put("/consent", Answer::html(consent));
    let desk = desk();
    let before = desk.state();
    for (path, what) in [
        ("/away", "a form for logging in"),
        ("/hidden", "a form for logging in"),
        ("/consent", "a request for consent"),
    ] {
        for command in ["fetch", "feed add --page"] {
            let run = desk.run(format!("{command} {} --allow-local", site.url(path)));
            assert!(
                run.code == 1
                    && run.stderr.contains(what)
                    && run.stderr.contains("Save the page from a browser"),
                "{run}"
            );
        }
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
