//! Pages: which text, day, authors and address are read from a file, and how it goes into the ledger.

use serde_json::Value;

use crate::common::TestDesk;

/// The time at which these tests work.
const NOW: &str = "2025-08-20T11:00:00Z";

/// Paragraphs long enough to be found on a page.
const STORY: &str = "<p>The harbour master said that the ferry would sail on Friday.</p>
<p>Crews from three towns worked through the night to clear the sand from the channel, and the pier stayed closed until noon.</p>
<p>Passengers with tickets for the islands can use them until the end of the month, or have their money back at the counter.</p>";

/// A page with these elements in its head, and these before its paragraphs.
fn page(head: &str, top: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en-GB\"><head><title>Ferry to sail</title>{head}</head>\
        <body><article><h1>Ferry to sail</h1>{top}{STORY}</article></body></html>"
    )
}

/// What `read` answers for a file.
fn read(bytes: impl AsRef<[u8]>, options: &str) -> Value {
    let desk = TestDesk::new(NOW);
    desk.write("page.html", bytes);
    desk.json(format!("read page.html {options}"))
}

#[test]
fn a_page_gives_its_text_and_what_it_says_about_itself() {
    let head = r#"<link rel="canonical" href="/ferry"><script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},
        {"@type": "NewsArticle", "headline": "Ferry to sail", "datePublished": "2025-08-15T00:30:00+03:00",
        "dateModified": "2025-08-16", "author": [{"name": "Jo Berg"}, {"name": "Ola Lind"}], "publisher": {"name": "The Tide"}}]}</script>"#;
    let read = read(
        page(head, ""),
        "--url https://tide.example/x/ferry?from=feed",
    );
    assert_eq!(read["title"], "Ferry to sail");
    assert_eq!(read["published"], "2025-08-15T00:30+03:00");
    assert_eq!(read["modified"], "2025-08-16");
    assert_eq!(read["authors"], serde_json::json!(["Jo Berg", "Ola Lind"]));
    assert_eq!(read["publisher"], "The Tide");
    assert_eq!(read["url"], "https://tide.example/ferry");
    assert_eq!(read["language"], "en-GB");
    assert_eq!(read["segments"], serde_json::json!([]));
    let text = read["text"].as_str().expect("text");
    assert!(
        text.starts_with("The harbour master said") && text.ends_with("at the counter."),
        "{text}"
    );
    assert_eq!(text.matches("\n\n").count(), 2);
}

#[test]
fn the_day_is_found_wherever_pages_state_it() {
    for (head, top, day) in [
        (
            "<meta name=\"DC.date.issued\" content=\"2025-08-14\">",
            "",
            "2025-08-14",
        ),
        (
            "<meta property=\"article:published_time\" content=\"Thu, 14 Aug 2025 12:00:00 +0200\">",
            "",
            "2025-08-14T12:00+02:00",
        ),
        (
            "",
            "<p>By Jo Berg | Published 14 August 2025 | Updated 15 August 2025</p>",
            "2025-08-14",
        ),
        (
            "",
            "<p><time datetime=\"2025-08-14T10:00:00Z\">Thursday</time></p>",
            "2025-08-14T10:00Z",
        ),
        (
            "",
            "<span itemprop=\"datePublished\">14 August 2025</span>",
            "2025-08-14",
        ),
        ("", "<p>8/9/2025 10.00 BST</p>", "2025-09-08T10:00+01:00"),
        // What machines put there for want of a date is none.
        (
            "<meta name=\"date\" content=\"1970-01-01\"><meta name=\"pubdate\" content=\"2025-08-14\">",
            "",
            "2025-08-14",
        ),
        (
            "<meta name=\"date\" content=\"2031-01-01\"><meta name=\"pubdate\" content=\"2025-08-14\">",
            "",
            "2025-08-14",
        ),
        // The paper's own clock shows that its day is another than in UTC.
        (
            "<meta name=\"date\" content=\"2025-08-15T02:30:00Z\">",
            "<p>Published Aug. 14, 2025, 10:30 p.m.</p>",
            "2025-08-14T22:30-04:00",
        ),
    ] {
        let day = if day.starts_with("2025-09") {
            "null"
        } else {
            day
        };
        let found = read(page(head, top), "")["published"].clone();
        let found = found.as_str().unwrap_or("null").to_owned();
        assert_eq!(found, day, "{head}{top}");
    }
    let by_address = read(page("", ""), "--url https://tide.example/2025/08/14/ferry");
    assert_eq!(by_address["published"], "2025-08-14");
    // A day in the story is not the article's.
    let in_story = read(
        page(
            "",
            "<p>The pier was built on 3 May 2024 and has been closed since the storm of the winter.</p>",
        ),
        "",
    );
    assert_eq!(in_story["published"], Value::Null);
}

#[test]
fn a_date_above_the_page_or_of_another_article_is_not_its_own() {
    let above = page("", "").replace(
        "<body>",
        "<body><header><div>Wednesday, 20 August 2025</div></header>",
    );
    let other = page("", "").replace(
        "</body>",
        "<section class=\"related\"><time datetime=\"2025-08-01\">1 Aug</time></section></body>",
    );
    for page in [above, other] {
        assert_eq!(read(page, "")["published"], Value::Null);
    }
    let marked = page("", "").replace(
        "<body>",
        "<body><header><p class=\"date\">14 August 2025</p></header>",
    );
    assert_eq!(read(marked, "")["published"], "2025-08-14");
}

#[test]
fn authors_are_found_in_meta_elements_and_bylines() {
    for (head, top, authors) in [
        (
            "<meta name=\"author\" content=\"Jo Berg, Ola Lind\">",
            "",
            &["Jo Berg", "Ola Lind"][..],
        ),
        (
            "<meta name=\"author\" content=\"https://tide.example/jo\">",
            "<p class=\"byline\">By Jo Berg in Lund</p>",
            &["Jo Berg"],
        ),
        (
            "",
            "<p>By <a rel=\"author\" href=\"/jo\">Jo Berg</a></p>",
            &["Jo Berg"],
        ),
        (
            "",
            "<p>By Jo Berg and Ola Lind, Political Editor</p>",
            &["Jo Berg", "Ola Lind"],
        ),
        (
            "<meta property=\"og:site_name\" content=\"The Tide\"><meta name=\"author\" content=\"The Tide\">",
            "",
            &[],
        ),
    ] {
        assert_eq!(
            read(page(head, top), "")["authors"],
            serde_json::json!(authors),
            "{head}{top}"
        );
    }
}

#[test]
fn encodings_are_recognised() {
    let text = page("", "<p>The mayor spoke at the “Café Zürich”.</p>");
    let (western, utf16): (Vec<u8>, Vec<u8>) = (
        text.chars()
            .map(|c| match c {
                '“' => 0x93,
                '”' => 0x94,
                c => u8::try_from(u32::from(c)).expect("Latin"),
            })
            .collect(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    );
    for bytes in [
        text.clone().into_bytes(),
        western,
        utf16.clone(),
        [vec![0xff, 0xfe], utf16].concat(),
    ] {
        let read = read(bytes, "");
        assert!(
            read["text"]
                .as_str()
                .expect("text")
                .contains("“Café Zürich”"),
            "{read}"
        );
    }
}

#[test]
fn neither_a_banner_nor_comments_are_taken_for_the_article() {
    let others = "<p>I do not believe it. My neighbour said that the ferry had been sold to an island, and that everybody at the pier knew it for weeks.</p>".repeat(5);
    let article = "<article><h1>Ferry to sail</h1><p>The harbour master said that the ferry would sail.</p></article>";
    for others in [
        format!("<div id=\"cookie-consent\">{others}</div>"),
        format!("<section class=\"comments\">{others}</section>"),
        format!("<div role=\"dialog\" aria-modal=\"true\">{others}</div>"),
        format!("<aside>{others}</aside>"),
        format!("<div class=\"newsletterSignup\">{others}</div>"),
        format!("<div><h3>4 comments</h3>{others}</div>"),
        format!("<section aria-label=\"Comments\">{others}</section>"),
    ] {
        let page = format!(
            "<!doctype html><html><head><title>Ferry to sail</title></head><body><main>{article}{others}</main></body></html>"
        );
        let read = read(page, "");
        assert_eq!(
            read["text"], "The harbour master said that the ferry would sail.",
            "{others}"
        );
    }
}

#[test]
fn a_source_takes_day_authors_and_address_from_its_page() {
    let desk = TestDesk::with_ledger(NOW);
    let head = "<meta property=\"og:site_name\" content=\"Port Tide\"><meta name=\"author\" content=\"Jo Berg\">\
        <link rel=\"canonical\" href=\"https://tide.example/ferry\">\
        <meta property=\"article:published_time\" content=\"2025-08-15T00:30:00+03:00\">";
    desk.write("page.html", page(head, ""));
    desk.ok("ingest page.html");
    let source = desk.json("source show port-tide-2025-08-15");
    // The ledger counts days in UTC, so the paper's own day goes before the minute.
    assert_eq!(source["published"], "2025-08-15");
    assert_eq!(source["authors"], serde_json::json!(["Jo Berg"]));
    assert_eq!(source["url"], "https://tide.example/ferry");
    assert_eq!(source["language"], "en-GB");
}

#[test]
fn a_hostile_page_takes_no_longer_than_any_other() {
    for (open, close) in [
        ("<div>", ""),
        ("<div>", "</div>"),
        ("<b><p>", ""),
        ("<table><tr><td>", ""),
        ("<a href=x>", "</a>"),
        ("<p>", ""),
    ] {
        let count = 300_000 / (open.len() + close.len());
        let nested = open.repeat(count) + &close.repeat(count);
        let desk = TestDesk::new(NOW);
        desk.write(
            "page.html",
            format!(
                "{}{nested}</body></html>",
                page("", "").replace("</body></html>", "")
            ),
        );
        let started = std::time::Instant::now();
        let run = desk.run("read page.html");
        assert!(
            started.elapsed().as_secs() < 20,
            "{open}: {:?}",
            started.elapsed()
        );
        assert!(run.stdout.contains("harbour master"), "{open}: {run}");
    }
}

/// A live blog of two posts, told in this way.
fn live_blog(head: &str, posts: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>Lund live</title><meta property=\"og:site_name\" content=\"Tide\">\
        <meta property=\"article:published_time\" content=\"2025-08-19T08:00:00+02:00\">{head}</head><body><main><h1>Lund live</h1>{posts}</main></body></html>"
    )
}

#[test]
fn a_statement_of_a_live_blog_has_the_minute_of_its_post() {
    let (first, second) = (
        "The mayor said that the town had asked for money.",
        "The minister said on Monday that the summit would be held in Lund. The port denied that the ferry would sail.",
    );
    let described = format!(
        "<script type=\"application/ld+json\">{{\"@type\": \"LiveBlogPosting\", \"headline\": \"Lund live\", \"liveBlogUpdate\": [\
        {{\"@type\": \"BlogPosting\", \"headline\": \"The place\", \"url\": \"https://tide.example/live#p2\", \"datePublished\": \"2025-08-19T18:22:00Z\", \"articleBody\": \"{second}\"}},\
        {{\"@type\": \"BlogPosting\", \"headline\": \"Money\", \"url\": \"https://tide.example/live#p1\", \"datePublished\": \"2025-08-19T11:05:00+02:00\", \"articleBody\": \"\"}}]}}</script>"
    );
    let elements = format!(
        "<div class=\"post\" id=\"p2\"><time datetime=\"2025-08-19T20:22:00+02:00\">20.22</time><p>{second}</p></div>\
        <div class=\"post\" id=\"p1\"><time datetime=\"2025-08-19T11:05:00+02:00\">11.05</time><p>{first}</p></div>"
    );
    let lines = format!("<h2>20.22 CEST</h2><p>{second}</p><h2>11.05 CEST</h2><p>{first}</p>");
    let plain =
        format!("Lund live\n\n19 August 2025\n\n20.22 CEST\n\n{second}\n\n11.05 CEST\n\n{first}\n");
    for page in [
        live_blog(&described, &elements),
        live_blog("", &elements),
        live_blog("", &lines),
        plain.clone(),
    ] {
        let desk = TestDesk::with_ledger(NOW);
        desk.write("live", &page);
        let read = desk.json("read live");
        let segments = read["segments"].as_array().expect("a list").clone();
        let times: Vec<&str> = segments
            .iter()
            .map(|segment| segment["time"].as_str().expect("a time"))
            .collect();
        assert_eq!(
            times,
            ["2025-08-19T11:05+02:00", "2025-08-19T20:22+02:00"],
            "{read}"
        );
        let text: Vec<char> = read["text"].as_str().expect("text").chars().collect();
        let at = |name: &str| {
            usize::try_from(segments[0][name].as_u64().expect("a place")).expect("small")
        };
        let words: String = text[at("start")..at("end")].iter().collect();
        assert!(words.contains(first) && !words.contains(second), "{words}");
        desk.ok("ingest live --publisher Tide");
        let said = |part: &str| {
            let all = desk.list("candidates");
            let found = all.iter().find(|one| {
                one["words"]
                    .as_str()
                    .is_some_and(|words| words.contains(part))
            });
            found.unwrap_or_else(|| panic!("no {part} in {all:?}"))["said"].clone()
        };
        assert_eq!(said("asked for money"), "2025-08-19T09:05Z");
        assert_eq!(said("ferry would sail"), "2025-08-19T18:22Z");
        // Another day that the sentence names goes first.
        assert_eq!(said("in Lund"), "2025-08-18");
    }
    // A plain text keeps its order, since recorded offsets point into it.
    let desk = TestDesk::new(NOW);
    desk.write("live.txt", &plain);
    assert_eq!(desk.json("read live.txt")["text"], plain.as_str());
}

#[test]
fn comments_and_lists_of_articles_are_no_posts() {
    let item = |class: &str, hour: u32| {
        format!(
            "<article class=\"{class}\"><time datetime=\"2025-08-19T{hour}:00:00Z\">{hour}:00</time><p><a href=\"/x\">Reader {hour} said that \
            the ferry had been sold, and others said that it had not been</a>.</p></article>"
        )
    };
    for class in ["comment-body", "teaser"] {
        let items: String = (10..16).map(|hour| item(class, hour)).collect();
        let read = read(
            page("", "").replace(
                "</article></body>",
                &format!("</article><section>{items}</section></body>"),
            ),
            "",
        );
        assert_eq!(read["segments"], serde_json::json!([]), "{class}: {read}");
        assert!(
            !read["text"].as_str().expect("text").contains("Reader"),
            "{class}: {read}"
        );
    }
}
