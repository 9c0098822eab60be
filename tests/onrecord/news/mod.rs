//! Fetching articles from sites, which are on this machine.

mod blogs;
mod day;
mod day_blog;
mod feeds;
mod fetching;
mod refusals;
mod sockets;
#[cfg(unix)]
mod staying;
mod troubles;
mod watching;

use crate::common::TestDesk;
use crate::common::site::Answer;

/// The time at which these tests begin.
const NOW: &str = "2025-08-20T16:00:00Z";

/// An invented page, with this headline and these paragraphs.
fn page(title: &str, paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs
        .iter()
        .map(|one| format!("<p>{one}</p>\n"))
        .collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title><meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:site_name\" content=\"The Courier\">\
         <meta property=\"article:published_time\" content=\"2025-08-20T10:00:00Z\"></head>\
         <body><nav><a href=\"/\">Home</a></nav><article><h1>{title}</h1>\n{paragraphs}</article></body></html>"
    )
}

/// What the article about the ferry says.
const FERRY: [&str; 4] = [
    "The ferry will sail on Friday, Tom Reyes, the mayor, said in a long interview at the town hall on Wednesday morning.",
    "Repairs of the pier will cost 2 million euros, Reyes told the council, and would take until the end of the winter.",
    "Ann Lee, the harbour master, said that the pier was not safe and that nobody should walk on it before it is repaired.",
    "The council meets again next week to talk about the money, and the fishermen of the town want to be heard there as well.",
];

/// The page about the ferry.
fn ferry() -> String {
    page("Doubts over Friday's ferry", &FERRY)
}

/// A desk with an empty ledger, which fetches from this machine.
fn desk() -> TestDesk {
    TestDesk::with_ledger(NOW)
}

/// A feed of this name that offers these pages of its site.
fn rss(title: &str, paths: &[&str]) -> Answer {
    let items: String = paths
        .iter()
        .map(|path| {
            format!(
                "<item><title>{path}</title><link>{path}</link><guid isPermaLink='false'>{path}</guid>\
                 <pubDate>Wed, 20 Aug 2025 10:00:00 GMT</pubDate></item>"
            )
        })
        .collect();
    let body = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
    );
    Answer::new("200 OK", "application/rss+xml", body)
}
