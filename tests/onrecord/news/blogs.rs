//! Live blogs: new posts are read, posts in other words are edits, and older ones that a page does not show are not gone.

use serde_json::{Value, json};

use super::desk;
use crate::common::TestDesk;
use crate::common::site::{Answer, Site};

/// A post: its number, its minute after midnight, what it says.
pub(super) type Post<'t> = (u32, u32, &'t str);

const CLOSED: Post<'_> = (
    1,
    605,
    "Ann Lee, the harbour master, said that the pier was unsafe and would stay closed until the spring.",
);
const SAILS: Post<'_> = (
    2,
    612,
    "The ferry will sail on Friday, Tom Reyes, the mayor, told reporters in front of the town hall.",
);
const MONEY: Post<'_> = (
    3,
    620,
    "Repairs of the pier will cost 2 million euros, Reyes said on the steps of the town hall.",
);

/// The page of a live blog with these posts, the newest first, as pages have them.
pub(super) fn blog(posts: &[Post<'_>]) -> Answer {
    let at = |minute: u32| format!("2025-08-20T{:02}:{:02}:00Z", minute / 60, minute % 60);
    let updates: Vec<Value> = posts
        .iter()
        .rev()
        .map(|(number, minute, words)| {
            json!({"@type": "BlogPosting", "url": format!("https://courier.example/pier#{number}"),
                "datePublished": at(*minute), "articleBody": words})
        })
        .collect();
    let blog = json!({"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Pier closed: live",
        "datePublished": at(330), "liveBlogUpdate": updates});
    let shown: String = posts
        .iter()
        .rev()
        .map(|(_, _, words)| format!("<section><p>{words}</p></section>\n"))
        .collect();
    Answer::html(&format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Pier closed: live</title><meta property=\"og:site_name\" \
         content=\"The Courier\"><script type=\"application/ld+json\">{blog}</script></head><body><article>\
         <h1>Pier closed: live</h1>\n{shown}</article></body></html>"
    ))
}

struct Followed {
    desk: TestDesk,
    site: Site,
}

impl Followed {
    /// A live blog of which a first version was fetched, with a statement from its first post.
    fn new() -> Self {
        let followed = Self {
            desk: desk(),
            site: Site::new(),
        };
        let first = followed.fetch(&[CLOSED, SAILS]);
        assert_eq!(
            (&first["version"], &first["posts"]),
            (&json!(1), &json!(0)),
            "{first}"
        );
        let desk = &followed.desk;
        desk.ok("party add lee --name 'Ann Lee' --kind person");
        desk.ok("claim add pier-unsafe --text 'The pier is unsafe.'");
        desk.ok("say lee asserts pier-unsafe --source courier-2025-08-20 --passage 'the pier was unsafe'");
        followed
    }

    fn fetch(&self, posts: &[Post<'_>]) -> Value {
        self.site.put("/pier", blog(posts));
        self.desk
            .json(format!("fetch {} --allow-local", self.site.url("/pier")))
    }

    fn text(&self) -> String {
        let text = self.desk.json("source text courier-2025-08-20");
        text["text"].as_str().expect("a text").to_owned()
    }

    /// The words of open candidates, and when they were said.
    fn open(&self) -> Vec<(String, String)> {
        let open = self.desk.json("candidates --all");
        let open = open.as_array().expect("candidates").iter();
        let text = |one: &Value| one.as_str().unwrap_or_default().to_owned();
        open.map(|one| (text(&one["words"]), text(&one["said"])))
            .collect()
    }
}

#[test]
fn new_posts_are_read_and_stand_behind_what_is_recorded() {
    let followed = Followed::new();
    let (before, open) = (followed.text(), followed.open());
    let second = followed.fetch(&[CLOSED, SAILS, MONEY]);
    assert_eq!(
        (&second["version"], &second["posts"], &second["edits"]),
        (&json!(2), &json!(1), &json!([])),
        "{second}"
    );
    assert_eq!(second["ingested"]["known_source"], true);
    let text = followed.text();
    assert!(text.starts_with(before.trim_end()), "{text}");
    assert!(text.trim_end().ends_with(MONEY.2), "{text}");
    // What was open stays open once, and the new one has the minute of its post.
    let now = followed.open();
    assert_eq!(now.len(), open.len() + 1, "{now:?}");
    assert!(open.iter().all(|one| now.contains(one)), "{now:?}");
    let new = now
        .iter()
        .find(|one| !open.contains(one))
        .expect("a new one");
    assert!(new.0.contains("2 million euros"), "{new:?}");
    assert_eq!(new.1, "2025-08-20T10:20Z");
    followed.desk.ok("rebuild --check");
    followed.desk.ok("check");
    // Again: nothing.
    let again = followed.fetch(&[CLOSED, SAILS, MONEY]);
    assert_eq!(
        (&again["archived"], &again["posts"]),
        (&json!(false), &json!(0))
    );
    assert_eq!(followed.open(), now);
}

#[test]
fn a_post_in_other_words_is_an_edit_of_it() {
    let followed = Followed::new();
    let open = followed.open();
    let safe = (
        CLOSED.0,
        CLOSED.1,
        "Ann Lee, the harbour master, said that the pier was being looked at and would stay closed until the spring.",
    );
    let answer = followed.fetch(&[safe, SAILS]);
    assert_eq!(
        (&answer["posts"], &answer["ingested"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(answer["edits"][0]["edit"], "changed", "{answer}");
    assert_eq!(answer["edits"][0]["claim"], "pier-unsafe");
    assert_eq!(followed.open(), open);
}

#[test]
fn older_posts_that_a_page_does_not_show_are_not_gone() {
    let followed = Followed::new();
    let answer = followed.fetch(&[SAILS, MONEY]);
    assert_eq!(
        (&answer["posts"], &answer["edits"]),
        (&json!(1), &json!([])),
        "{answer}"
    );
    // One that is missing between others was taken away.
    let followed = Followed::new();
    let early = (
        4,
        601,
        "The harbour was quiet in the night, and nobody walked on the pier before the morning, the police said.",
    );
    followed.fetch(&[early, CLOSED, SAILS]);
    let answer = followed.fetch(&[early, SAILS, MONEY]);
    assert_eq!(answer["edits"][0]["edit"], "gone", "{answer}");
}

#[test]
fn an_edit_is_reported_once_however_many_posts_the_page_shows() {
    let followed = Followed::new();
    let edited = (
        CLOSED.0,
        CLOSED.1,
        "Ann Lee, the harbour master, said that the pier was being looked at and would stay closed until the spring.",
    );
    let reported = |posts: &[Post<'_>]| -> Vec<Value> {
        let answer = followed.fetch(posts);
        let edits = answer["edits"].as_array().expect("edits").iter();
        edits.map(|one| one["edit"].clone()).collect()
    };
    assert_eq!(reported(&[edited, SAILS]), ["changed"]);
    assert!(reported(&[SAILS, MONEY]).is_empty(), "it is not shown");
    assert!(reported(&[MONEY]).is_empty());
    assert!(reported(&[edited, SAILS, MONEY]).is_empty());
    assert!(reported(&[MONEY]).is_empty());
    assert_eq!(reported(&[CLOSED, SAILS, MONEY]), ["back"]);
}

#[test]
fn what_was_read_from_new_posts_can_be_undone() {
    let followed = Followed::new();
    let before = followed.text();
    followed.fetch(&[CLOSED, SAILS, MONEY]);
    let undone = followed.desk.run("undo --yes");
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(followed.text(), before);
    followed.desk.ok("rebuild --check");
}
