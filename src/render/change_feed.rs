//! What moved, as a feed that a feed reader subscribes to: Atom (RFC 4287) or JSON Feed 1.1.

use anyhow::Result;
use atom_syndication as atom;
use chrono::DateTime;
use maud::html;
use serde::Serialize;

use super::discrepancies;
use super::marks::in_brackets;
use crate::answer::{
    ChangeFeed, DiscrepancyAnswer, FeedItem, Labels, Moved, StatementAnswer, StatusChange, wording,
};
use crate::domain::discrepancy::Kind;
use crate::domain::slug::Slug;
use crate::domain::text::is_hostile;
use crate::domain::urn;

/// The version of the format, as its first member names it: <https://www.jsonfeed.org/version/1.1/>.
const JSON_FEED: &str = "https://jsonfeed.org/version/1.1";
/// The language of its sentences.
const LANGUAGE: &str = "en";
/// Who makes it.
const AUTHOR: &str = "onrecord";
/// What it is called.
const TITLE: &str = "On record: what moved";

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// Writes a feed. `base` is the address of the desk without a slash at its end, for links to its pages; without it, items
/// have none.
///
/// # Errors
/// If the feed cannot be serialised, which is a bug.
pub fn text(feed: &ChangeFeed, format: FeedFormat, base: Option<&str>) -> Result<String> {
    let items: Vec<Item> = feed
        .items
        .iter()
        .map(|item| Item::of(feed, item, base))
        .collect();
    match format {
        FeedFormat::Atom => atom(feed, items, base),
        FeedFormat::Json => Ok(json(items, base)?),
    }
}

/// An item in words.
struct Item {
    id: String,
    recorded_at: String,
    title: String,
    lines: Vec<String>,
    link: Option<String>,
}

impl Item {
    fn of(feed: &ChangeFeed, item: &FeedItem, base: Option<&str>) -> Self {
        let labels = &feed.labels;
        let (title, lines) = match &item.moved {
            Moved::Status(moved) => status(moved, labels),
            Moved::Opened(found) => (
                format!("{}: {}", capital(&words(found.kind)), found.summary),
                sides(found, labels),
            ),
            Moved::Ended { kind, text, .. } => {
                let kind = capital(&words(*kind));
                (format!("{kind} no longer open: {text}"), Vec::new())
            }
        };
        let claim = claim(&item.moved);
        let link = base.zip(claim);
        Self {
            id: urn::of_names(&[&feed.ledger, &item.name]),
            recorded_at: item.recorded_at.clone(),
            title: printable(&title),
            lines: lines.iter().map(|line| printable(line)).collect(),
            link: link.map(|(base, claim)| format!("{base}/claims/{claim}")),
        }
    }

    /// Its lines, or its title if there are none: a reader expects some content.
    fn lines(&self) -> Vec<&str> {
        match self.lines.as_slice() {
            [] => vec![&self.title],
            lines => lines.iter().map(String::as_str).collect(),
        }
    }

    fn html(&self) -> String {
        html! { @for line in self.lines() { p { (line) } } }.into_string()
    }
}

/// The first claim that something is about.
fn claim(moved: &Moved) -> Option<&Slug> {
    match moved {
        Moved::Status(moved) => Some(&moved.claim),
        Moved::Opened(found) => found.claims.first(),
        Moved::Ended { claim, .. } => Some(claim),
    }
}

/// A change of status, and who made it.
fn status(moved: &StatusChange, labels: &Labels) -> (String, Vec<String>) {
    let is = moved.contested_by.with(moved.status.after.as_str());
    let mark = in_brackets(moved.unreviewed);
    let title = match moved.status.before {
        Some(was) => format!("From {was} to {is}: {}{mark}", moved.text),
        None => format!("New claim, {is}: {}{mark}", moved.text),
    };
    let said = moved.by.iter().map(|said| match said.claim == moved.claim {
        true => statement(said, labels),
        // A party that moves on to a rival answer.
        false => format!(
            "{}: {}",
            labels.took(&said.party, said.stance, &said.via),
            labels.claim_text(&said.claim)
        ),
    });
    let entries = moved
        .entries
        .iter()
        .filter_map(|entry| entry.entry.as_deref());
    let entries = entries.map(|kind| desk_did(kind).to_owned());
    (title, said.chain(entries).collect())
}

/// What the desk did by an entry of a kind. What the entry says may be a note of the desk.
fn desk_did(kind: &str) -> &'static str {
    match kind {
        "void" => "The desk withdrew a statement that it had recorded.",
        "correction" => "The desk corrected a statement.",
        "undo" => "The desk took back what it had recorded.",
        "ruling" => "The desk ruled on the claim.",
        _ => "The desk changed its records.",
    }
}

fn statement(said: &StatementAnswer, labels: &Labels) -> String {
    let did = wording::of_it(said.stance);
    let via = labels.via(&said.via);
    let via = via.map_or_else(String::new, |via| format!(", {via}"));
    let source = labels.source(&said.source);
    format!("{} {did}{via} ({}, {source})", said.name, said.said)
}

/// The kind of a discrepancy in words.
fn words(kind: Kind) -> String {
    kind.as_str().replace('-', " ")
}

fn sides(found: &DiscrepancyAnswer, labels: &Labels) -> Vec<String> {
    let sides = found.sides.iter();
    sides
        .filter_map(|side| discrepancies::said(side, labels))
        .collect()
}

/// A text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A text with a sign in place of whatever would deceive a reader, and of what XML cannot hold, not even escaped.
fn printable(text: &str) -> String {
    let is_kept = |letter| !is_hostile(letter) && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    let kept = |letter| match is_kept(letter) {
        true => letter,
        false => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(kept).collect()
}

fn atom(feed: &ChangeFeed, items: Vec<Item>, base: Option<&str>) -> Result<String> {
    let entries = items.into_iter().map(|item| {
        Ok(atom::Entry {
            updated: DateTime::parse_from_rfc3339(&item.recorded_at)?,
            content: Some(atom::Content {
                content_type: Some("html".to_owned()),
                value: Some(item.html()),
                ..atom::Content::default()
            }),
            links: item.link.into_iter().map(alternate).collect(),
            id: item.id,
            title: atom::Text::plain(item.title),
            ..atom::Entry::default()
        })
    });
    let document = atom::Feed {
        title: atom::Text::plain(TITLE),
        id: urn::of_names(&[&feed.ledger, "changes"]),
        updated: DateTime::parse_from_rfc3339(&feed.updated)?,
        authors: vec![atom::Person {
            name: AUTHOR.to_owned(),
            ..atom::Person::default()
        }],
        links: base
            .map(str::to_owned)
            .into_iter()
            .flat_map(of_feed)
            .collect(),
        lang: Some(LANGUAGE.to_owned()),
        entries: entries.collect::<Result<_>>()?,
        ..atom::Feed::default()
    };
    let indented = atom::WriteConfig {
        write_document_declaration: true,
        indent_size: Some(2),
    };
    let text = document.write_with_config(Vec::new(), indented)?;
    Ok(String::from_utf8(text)? + "\n")
}

/// The links of a feed: to itself, and to the page that shows the same.
fn of_feed(base: String) -> [atom::Link; 2] {
    let own = atom::Link {
        href: format!("{base}/feed.atom"),
        rel: "self".to_owned(),
        ..atom::Link::default()
    };
    [own, alternate(format!("{base}/changes?since=yesterday"))]
}

fn alternate(href: String) -> atom::Link {
    atom::Link {
        href,
        rel: "alternate".to_owned(),
        mime_type: Some("text/html".to_owned()),
        ..atom::Link::default()
    }
}

/// A feed as JSON: the members of the format that are used.
#[derive(Serialize)]
struct JsonFeed<'f> {
    version: &'f str,
    title: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    authors: [JsonAuthor<'f>; 1],
    language: &'f str,
    items: Vec<JsonItem>,
}

#[derive(Serialize)]
struct JsonAuthor<'f> {
    name: &'f str,
}

#[derive(Serialize)]
struct JsonItem {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    title: String,
    content_html: String,
    content_text: String,
    date_published: String,
}

fn json(items: Vec<Item>, base: Option<&str>) -> serde_json::Result<String> {
    let items = items.into_iter().map(|item| JsonItem {
        content_html: item.html(),
        content_text: item.lines().join("\n"),
        id: item.id,
        url: item.link,
        title: item.title,
        date_published: item.recorded_at,
    });
    let feed = JsonFeed {
        version: JSON_FEED,
        title: TITLE,
        home_page_url: base.map(|base| format!("{base}/changes?since=yesterday")),
        feed_url: base.map(|base| format!("{base}/feed.json")),
        authors: [JsonAuthor { name: AUTHOR }],
        language: LANGUAGE,
        items: items.collect(),
    };
    Ok(serde_json::to_string_pretty(&feed)? + "\n")
}
