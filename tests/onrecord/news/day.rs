//! A day on eight sites, which have all that sites have: nothing is found twice, nothing is lost, no site is asked more often
//! than it wants, and every edit of quoted words is reported and no other.
//!
//! `ONRECORD_DAY` is the number of articles of a feed. With the default the sites have two feeds each, with any other five.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;

use super::watching::finds;
use super::{FERRY, NOW, day_blog, page, rss};
use crate::common::site::{Answer, Asked, Site};
use crate::common::{Run, TestDesk, setting};

/// The sites, and the feeds of each, in a whole day and in a small one.
const SITES: usize = 8;
const FEEDS: usize = 5;
const FEW: usize = 2;

/// Half hours from six in the morning to midnight.
const ROUNDS: usize = 37;

/// The time between two requests to a site.
const PAUSE: Duration = Duration::from_millis(10);

/// Where the live blog is.
const LIVE: &str = "/live";

/// The sites and what they did.
struct Day {
    sites: Vec<Site>,
    /// A site whose certificate is no longer valid.
    untrusted: Site,
    feeds: usize,
    articles: usize,
    /// The articles that can be fetched.
    expected: BTreeSet<String>,
    requests: BTreeMap<&'static str, usize>,
}

/// The time of a round.
fn time(round: usize) -> String {
    let minutes = 6 * 60 + round * 30;
    match minutes {
        1440.. => format!(
            "2025-08-21T{:02}:{:02}:00Z",
            minutes / 60 - 24,
            minutes % 60
        ),
        _ => format!("2025-08-20T{:02}:{:02}:00Z", minutes / 60, minutes % 60),
    }
}

/// The round in which an article appears: over the first half of the day.
fn appears(feed: usize, article: usize) -> usize {
    (feed * 3 + article * 5) % 18
}

fn text_of(site: usize, feed: usize, article: usize) -> String {
    let title = format!("Report {site} {feed} {article} of the harbour");
    let own = format!(
        "Report {article} of feed {feed} of paper {site} is the only one that says this, Ann Lee told the council."
    );
    page(
        &title,
        &[&own, FERRY[article % 4], FERRY[(article + 1) % 4]],
    )
    .replace("The Courier", &format!("Paper {site}"))
    .replace("T10:00:00Z", "T05:00:00Z")
}

impl Day {
    fn new() -> Self {
        let sites = (1..=SITES).map(|number| Site::on(&format!("127.0.0.{number}")));
        let articles = setting("ONRECORD_DAY", FEW);
        Self {
            sites: sites.collect(),
            untrusted: Site::with_wrong_certificate("127.0.0.9"),
            feeds: if articles == FEW { FEW } else { FEEDS },
            articles,
            expected: BTreeSet::new(),
            requests: BTreeMap::new(),
        }
    }

    /// Puts what the sites have in a round.
    fn begin(&mut self, round: usize) {
        for site in 0..SITES {
            for feed in 0..self.feeds {
                self.put_feed(site, feed, round);
            }
        }
        let robots = "User-agent: *\nDisallow: /4/0/\n";
        self.sites[4].put("/robots.txt", Answer::new("200 OK", "text/plain", robots));
        // A site that is overloaded at ten, one that is broken from noon to two.
        self.sites[2]
            .fail((round == 8).then(|| {
                Answer::new("429 Too Many", "text/plain", "").with("retry-after", "3600")
            }));
        self.sites[3].fail(
            (12..16)
                .contains(&round)
                .then(|| Answer::new("500 Error", "text/plain", "")),
        );
        self.put_edits(round);
        self.sites[4].put(LIVE, day_blog::page(round));
        self.expected.insert(self.sites[4].url(LIVE));
    }

    fn put_feed(&mut self, site: usize, feed: usize, round: usize) {
        let mut paths = Vec::new();
        for article in (0..self.articles)
            .rev()
            .filter(|article| appears(feed, *article) <= round)
        {
            let path = format!("/{site}/{feed}/{article}");
            let is_new = appears(feed, article) == round;
            if is_new {
                self.put_article(site, feed, article, &path);
            }
            paths.push(path);
        }
        let path = format!("/feed-{feed}");
        let mut offered: Vec<String> = paths;
        // The second site's feeds offer the first one's articles, too.
        if site == 1 {
            let others: Vec<String> = offered
                .iter()
                .map(|path| self.sites[0].url(&path.replacen("/1/", "/0/", 1)))
                .collect();
            offered.extend(others);
        }
        if (site, feed) == (4, 1) {
            // One article is on the site that nobody can trust.
            offered.extend([LIVE.to_owned(), self.untrusted.url("/article")]);
        }
        let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
        let tag = format!("\"{}-{}\"", offered.len(), round / 40);
        let answer = rss(&format!("Feed {feed} of paper {site}"), &offered).with("etag", &tag);
        match (site, feed) {
            // A feed is a page for two hours, and another one moves at ten.
            (5, 0) if (6..10).contains(&round) => {
                self.sites[5].put(&path, Answer::html(&text_of(5, 0, 99)))
            }
            (5, 1) if round >= 8 => {
                let moved = Answer::new("301 Moved", "text/plain", "").with("location", "/moved");
                self.sites[5].put(&path, moved);
                self.sites[5].put("/moved", answer);
            }
            _ => self.sites[site].put(&path, answer),
        }
    }

    fn put_article(&mut self, site: usize, feed: usize, article: usize, path: &str) {
        let text = text_of(site, feed, article);
        let answer = match (site, feed, article) {
            (6, 0, 0) => Answer::html("<p>").endless(),
            (6, 1, 0) => Answer::bomb(),
            (7, ..) => {
                let bytes = text
                    .replace("Ann Lee", "Ann L\u{e9}e")
                    .chars()
                    .map(|one| u8::try_from(u32::from(one)).expect("Latin"))
                    .collect::<Vec<_>>();
                Answer::new("200 OK", "text/html; charset=windows-1252", bytes)
            }
            _ => Answer::html(&text).with("etag", "\"first\""),
        };
        let is_there = !matches!((site, feed, article), (4, 0, _) | (6, 0 | 1, 0));
        if is_there {
            self.expected.insert(self.sites[site].url(path));
        }
        if site == 3 {
            let to = format!("{path}/here");
            self.sites[3].put(
                path,
                Answer::new("302 Found", "text/plain", "").with("location", &to),
            );
            self.sites[3].put(&to, answer);
        } else {
            self.sites[site].put(path, answer);
        }
    }

    /// The first article is edited four times where it is quoted, the second one where it is not.
    fn put_edits(&self, round: usize) {
        let (first, second) = (text_of(0, 0, 0), text_of(2, 0, 0));
        let edited = match round {
            6 => first.replace("the only one", "the last one"),
            12 => first.replace("the only one", "the best one"),
            20 => first.replace("the only one", "the worst one"),
            28 => first.replace("the only one", "the first one"),
            _ => return,
        };
        self.sites[0].put("/0/0/0", Answer::html(&edited));
        let other = second.replace("interview", &format!("talk of {round} minutes"));
        self.sites[2].put("/2/0/0", Answer::html(&other));
    }

    /// Checks what the sites were asked in a round.
    fn check_manners(&mut self, round: usize) {
        for (number, site) in self.sites.iter().enumerate() {
            let asked = site.asked();
            *self.requests.entry("all").or_default() += asked.len();
            *self.requests.entry("conditional").or_default() += asked
                .iter()
                .filter(|one| one.head.contains("if-none-match"))
                .count();
            let gaps = asked.windows(2).map(|pair| pair[1].at - pair[0].at);
            assert!(gaps.min().is_none_or(|gap| gap >= PAUSE), "site {number}");
            assert_once(&asked, round);
            let forbidden = asked.iter().any(|one| one.path.starts_with("/4/0/"));
            assert!(!forbidden, "robots.txt forbids it");
            if number == 2 && (9..10).contains(&round) {
                assert!(asked.is_empty(), "it wants to be left alone until eleven");
            }
        }
    }
}

/// Nothing is asked for twice in a round.
fn assert_once(asked: &[Asked], round: usize) {
    let mut seen = BTreeSet::new();
    for one in asked {
        assert!(seen.insert(&one.path), "round {round}: {} twice", one.path);
    }
}

/// Looks at what is due.
fn watch(desk: &TestDesk) -> Run {
    desk.run("watch --once --allow-local --pause 0.01 --format jsonl")
}

/// Records words of an article.
fn quote(desk: &TestDesk, source: &str, words: &str) {
    if desk.list("party list").is_empty() {
        desk.ok("party add lee --name 'Ann Lee' --kind person");
    }
    let claim = words.replace(' ', "-");
    desk.ok(format!("claim add {claim} --text 'It is {words}.'"));
    desk.ok(format!(
        "say lee asserts {claim} --source {source} --passage '{words}'"
    ));
}

/// What was found in the day.
#[derive(Default)]
struct Found {
    new: Vec<String>,
    edits: Vec<Value>,
    /// The new posts of the live blog, each time that it was reported.
    posts: Vec<u64>,
    /// What was said of the site that cannot be trusted.
    untrusted: Vec<String>,
}

impl Found {
    fn add(&mut self, find: &Value) {
        if find["version"] == 1 {
            self.new.push(address(find));
        }
        self.edits
            .extend(find["edits"].as_array().expect("edits").clone());
        if find["source"] == day_blog::SOURCE {
            self.posts.extend(find["posts"].as_u64());
        }
    }

    fn check(self, day: &Day) {
        let found: BTreeSet<String> = self.new.iter().cloned().collect();
        assert_eq!(found.len(), self.new.len(), "nothing is found twice");
        assert_eq!(found, day.expected, "nothing is lost");
        let edits = self.edits.iter();
        let mut edits: Vec<&str> = edits.filter_map(|edit| edit["now"].as_str()).collect();
        edits.sort_by_key(|edit| edit.contains(day_blog::EDITED));
        let words = [
            "the last one",
            "the best one",
            "the worst one",
            "the first one",
            day_blog::EDITED,
        ];
        assert_eq!(self.edits.len(), words.len(), "{:?}", self.edits);
        let pairs = edits.iter().zip(words);
        assert!(
            pairs.clone().count() == words.len()
                && pairs.into_iter().all(|(edit, words)| edit.contains(words)),
            "{edits:?}"
        );
        // Its feed is tried less and less often, and its article is spoken of once.
        let host = "the certificate of 127.0.0.9 is not valid: it is signed by nobody";
        assert!(
            self.untrusted.iter().all(|line| line.contains(host)),
            "{:?}",
            self.untrusted
        );
        assert_eq!(self.untrusted.len(), 7, "{:?}", self.untrusted);
        assert!(day.untrusted.asked().is_empty());
    }
}

fn address(find: &Value) -> String {
    find["url"].as_str().expect("an address").to_owned()
}

/// Follows all feeds.
fn follow(day: &Day, desk: &TestDesk) {
    for site in &day.sites {
        for feed in 0..day.feeds {
            let url = site.url(&format!("/feed-{feed}"));
            desk.ok(format!("feed add {url} --allow-local"));
        }
        site.asked();
    }
    let refused = desk.run(format!(
        "feed add {} --allow-local",
        day.untrusted.url("/feed")
    ));
    assert!(
        refused.code == 1 && refused.stderr.contains("certificate of 127.0.0.9"),
        "{refused}"
    );
    // It was valid when the feed was added.
    let before = day.sites[0].url("/before");
    day.sites[0].put("/before", rss("Feed of the ninth site", &[]));
    desk.ok(format!("feed add {before} --allow-local"));
    desk.ok(format!(
        "feed edit {before} --url {}",
        day.untrusted.url("/feed")
    ));
    day.sites[0].asked();
}

#[test]
fn a_day_passes() {
    let mut day = Day::new();
    let mut desk = TestDesk::with_ledger(NOW);
    desk.set_now(&time(0));
    day.begin(0);
    follow(&day, &desk);
    let mut found = Found::default();
    for round in 0..ROUNDS {
        desk.set_now(&time(round));
        day.begin(round);
        let run = watch(&desk);
        let untrusted = run.stderr.lines().filter(|line| line.contains("127.0.0.9"));
        found.untrusted.extend(untrusted.map(str::to_owned));
        for find in finds(&run) {
            let (url, source) = (address(&find), find["source"].as_str().expect("a source"));
            if round == 0 && url.ends_with("/0/0/0") {
                quote(&desk, source, "the only one");
            }
            if round == 0 && url.ends_with(LIVE) {
                quote(&desk, source, day_blog::QUOTED);
            }
            found.add(&find);
        }
        day.check_manners(round);
    }
    let count = found.new.len();
    day_blog::check(&desk, &found.posts);
    found.check(&day);
    assert_eq!(desk.list("source list").len(), day.expected.len());
    let latin = desk.list("source list");
    let latin = latin.iter().find(|one| one["publisher"] == "Paper 7");
    let latin = latin.and_then(|one| one["id"].as_str()).expect("a source");
    let latin = desk.ok(format!("source text {latin}"));
    assert!(latin.contains("Ann L\u{e9}e"), "{latin}");
    desk.ok("rebuild --check");
    desk.ok("check");
    println!("{count} articles found, {:?}", day.requests);
}
