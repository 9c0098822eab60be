//! Feeds: RSS, Atom and JSON Feed.

use chrono::{DateTime, TimeDelta, Utc};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use feed_rs::model::{Entry, Link};
use feed_rs::parser;
use thiserror::Error;

use crate::{Address, Content};

/// What a feed says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its name.
    pub title: Option<String>,
    /// How long it asks to be left alone.
    pub ttl: Option<TimeDelta>,
    /// What it offers, in its own order.
    pub items: Vec<Item>,
}

/// Something that a feed offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What tells it from others of the same feed: its id, or else its address, or else its title.
    pub id: String,
    /// Its page.
    pub address: Address,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
}

/// Why something is no feed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FeedError {
    /// It is a page.
    #[error("this is a page, not a feed")]
    Page,
    /// It cannot be read.
    #[error("this is not a feed that can be read: {0}")]
    Unreadable(String),
}

/// Reads a feed. Items without an address that can be fetched are left out.
///
/// # Errors
/// If it is a page, or nothing that can be read as a feed.
pub fn feed(content: &Content) -> Result<Feed, FeedError> {
    let text = decoded(&content.bytes, content.charset.as_deref());
    let text = without_declaration(&text);
    if is_page(text) {
        return Err(FeedError::Page);
    }
    let base = &content.address;
    // An item without an id is known by where it leads: its title may change.
    let parser = parser::Builder::new()
        .base_uri(Some(base.to_string()))
        .id_generator(|links, title, _| {
            let title = title.as_ref().map(|title| title.content.clone());
            page_link(links)
                .map(|link| link.href.clone())
                .or(title)
                .unwrap_or_default()
        })
        .build();
    let parsed = parser.parse(text.as_bytes());
    let parsed = parsed.map_err(|error| FeedError::Unreadable(error.to_string()))?;
    Ok(Feed {
        title: parsed
            .title
            .map(|title| title.content)
            .filter(|title| !title.trim().is_empty()),
        ttl: parsed
            .ttl
            .map(|minutes| TimeDelta::minutes(i64::from(minutes))),
        items: parsed
            .entries
            .into_iter()
            .filter_map(|entry| item(entry, base))
            .collect(),
    })
}

fn item(entry: Entry, base: &Address) -> Option<Item> {
    let address = match page_link(&entry.links) {
        Some(link) => base.join(&link.href),
        // Many feeds have no link, but an id that is one.
        None => entry.id.parse(),
    };
    let address = address.ok()?;
    let id = if entry.id.is_empty() {
        address.to_string()
    } else {
        entry.id
    };
    Some(Item {
        id,
        address,
        title: entry.title.map(|title| title.content),
        published: entry.published.or(entry.updated),
        updated: entry.updated,
    })
}

/// The link to the page of an item. Others lead to its comments, its picture or itself as data.
fn page_link(links: &[Link]) -> Option<&Link> {
    let leads_to =
        |relation: Option<&str>| links.iter().find(|link| link.rel.as_deref() == relation);
    leads_to(Some("alternate")).or_else(|| leads_to(None))
}

/// The text of a feed. The bytes themselves are believed first: many feeds declare one encoding and are sent in another.
fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let known =
        |name: &str| Encoding::for_label(name.as_bytes()).filter(|encoding| *encoding != UTF_8);
    let declared = declaration(bytes).and_then(known);
    let encoding = declared
        .or_else(|| charset.and_then(known))
        .unwrap_or(WINDOWS_1252);
    encoding.decode(bytes).0.into_owned()
}

/// The encoding that an XML declaration names.
fn declaration(bytes: &[u8]) -> Option<&str> {
    let line = bytes.trim_ascii_start();
    let end = line.windows(2).position(|pair| pair == b"?>")?;
    let line = std::str::from_utf8(&line[..end])
        .ok()
        .filter(|line| line.starts_with("<?xml"))?;
    let (_, behind) = line.split_once("encoding")?;
    behind.split(['"', '\'']).nth(1)
}

/// The text without its XML declaration, which names the encoding that it had before.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start();
    match text
        .strip_prefix("<?xml ")
        .and_then(|rest| rest.split_once("?>"))
    {
        Some((_, rest)) => rest.trim_start(),
        None => text,
    }
}

/// Whether a text begins as an HTML page does.
fn is_page(text: &str) -> bool {
    let beginning: String = text.chars().take(15).collect();
    let beginning = beginning.to_ascii_lowercase();
    beginning.starts_with("<!doctype html") || beginning.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(bytes: &[u8], charset: Option<&str>) -> Content {
        Content {
            address: "https://paper.example/feed".parse().unwrap(),
            bytes: bytes.to_vec(),
            media_type: None,
            charset: charset.map(str::to_owned),
        }
    }

    fn read(text: &str) -> Feed {
        feed(&content(text.as_bytes(), None)).unwrap()
    }

    #[test]
    fn the_three_formats_are_read() {
        let rss = read(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title><ttl>45</ttl><item><title>Pier</title>\
             <link>/pier</link><guid isPermaLink='false'>7</guid><pubDate>Tue, 19 Aug 2025 10:00:00 GMT</pubDate></item>\
             <item><title>No address</title></item></channel></rss>",
        );
        assert_eq!(rss.ttl, Some(TimeDelta::minutes(45)));
        assert_eq!(rss.items.len(), 1);
        assert_eq!(
            (
                rss.items[0].id.as_str(),
                rss.items[0].address.to_string().as_str()
            ),
            ("7", "https://paper.example/pier")
        );
        let atom = read(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour</title><id>x</id><updated>2025-08-19T10:00:00Z</updated>\
             <entry><id>tag:a</id><title>Pier</title><updated>2025-08-19T11:00:00Z</updated><link rel='replies' href='/c'/>\
             <link rel='alternate' href='https://paper.example/pier'/></entry></feed>",
        );
        assert_eq!(
            atom.items[0].address.to_string(),
            "https://paper.example/pier"
        );
        let json = read(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"Harbour","items":[{"id":"7","url":"https://paper.example/pier","title":"Pier","content_text":"x"}]}"#,
        );
        assert_eq!(json.items[0].id, "7");
    }

    #[test]
    fn an_item_without_an_id_is_known_by_its_address() {
        let of = |title: &str| {
            read(&format!(
                "<rss version='2.0'><channel><title>H</title><item><title>{title}</title><link>https://paper.example/pier</link></item></channel></rss>"
            ))
        };
        assert_eq!(
            of("Pier closed").items[0].id,
            of("Pier is closed").items[0].id
        );
    }

    #[test]
    fn encodings_are_found_in_the_bytes() {
        let feed_in = |declared: &str| {
            format!(
                "<?xml version='1.0' encoding='{declared}'?><rss version='2.0'><channel><title>Caf\u{e9}</title></channel></rss>"
            )
        };
        let latin = |text: &str| {
            text.chars()
                .map(|one| u8::try_from(u32::from(one)).unwrap())
                .collect::<Vec<_>>()
        };
        for declared in ["utf-8", "windows-1252", "ISO-8859-1"] {
            for bytes in [feed_in(declared).into_bytes(), latin(&feed_in(declared))] {
                assert_eq!(
                    feed(&content(&bytes, None)).unwrap().title.as_deref(),
                    Some("Caf\u{e9}"),
                    "{declared}"
                );
            }
        }
        let cyrillic =
            b"<rss version='2.0'><channel><title>\xcf\xf0\xe8\xe2\xe5\xf2</title></channel></rss>";
        let read = feed(&content(cyrillic, Some("windows-1251"))).unwrap();
        assert_eq!(
            read.title.as_deref(),
            Some("\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}")
        );
    }

    #[test]
    fn a_page_is_no_feed() {
        for page in [
            "<!DOCTYPE html><html>",
            "\n<html lang=en>",
            "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'>",
        ] {
            assert_eq!(
                feed(&content(page.as_bytes(), None)),
                Err(FeedError::Page),
                "{page}"
            );
        }
        assert!(matches!(
            feed(&content(b"nothing", None)),
            Err(FeedError::Unreadable(_))
        ));
    }
}
