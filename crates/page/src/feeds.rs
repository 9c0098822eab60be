//! The feeds that a page names.

use dom_query::Document;

use crate::{encoding, markup};

/// The types of feeds.
const TYPES: [&str; 4] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
];

/// The most feeds of a page that are named: some name one for the comments of each article.
const MOST: usize = 10;

/// The feeds that a page names for programs, as links that may be relative to it, in its own order.
///
/// `charset` is the encoding that came with the page, as in the header of an HTTP answer.
pub fn feeds(bytes: &[u8], charset: Option<&str>) -> Vec<String> {
    let text = encoding::decode(bytes, charset).text;
    let document = Document::from(markup::shallow(&text).as_ref());
    let mut found: Vec<String> = Vec::new();
    for link in document.select("link[rel][type][href]").nodes() {
        let lower = |name: &str| link.attr(name).unwrap_or_default().to_ascii_lowercase();
        let is_alternate = lower("rel")
            .split_whitespace()
            .any(|one| one == "alternate");
        let kind = lower("type");
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let leads_to = link.attr("href").unwrap_or_default().trim().to_owned();
        if is_alternate
            && TYPES.contains(&kind)
            && !leads_to.is_empty()
            && !found.contains(&leads_to)
        {
            found.push(leads_to);
        }
    }
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternates_that_are_feeds_are_named_once() {
        let page = "<html><head><link rel=stylesheet type=text/css href=/a.css>\
             <link REL='Alternate' type='application/rss+xml' href=' /news.xml '>\
             <link rel=\"alternate home\" type='application/atom+xml; charset=utf-8' href='https://paper.example/atom'>\
             <link rel=alternate type=application/rss+xml href=/news.xml>\
             <link rel=alternate type=text/html hreflang=de href=/de><link rel=alternate type=application/rss+xml href=''></head></html>";
        assert_eq!(
            feeds(page.as_bytes(), None),
            ["/news.xml", "https://paper.example/atom"]
        );
        assert!(feeds(b"plain text", None).is_empty());
    }
}
