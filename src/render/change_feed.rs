//! What moved, as a feed that a feed reader subscribes to: Atom (RFC 4287) or JSON Feed 1.1.

use anyhow::Result;
use atom_syndication as atom;
use chrono::DateTime;
use maud::html;
use serde::Serialize;

use super::discrepancies;
use super::marks::in_brackets;
use crate::answer::{
    ChangeFeed, DiscrepancyAnswer, FeedItem, Labels, Moved, RulingMoved, StatementAnswer, Turn,
    wording,
};
use crate::domain::discrepancy::Kind;
use crate::domain::ruling::Verdict;
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
        let (title, lines) = in_words(&item.moved, &feed.labels);
        let link = base.zip(item.claim());
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

/// The title and the lines of an item.
fn in_words(moved: &Moved, labels: &Labels) -> (String, Vec<String>) {
    let said = |line: &str| vec![line.to_owned()];
    match moved {
        Moved::Status(turn) => status(turn, labels),
        Moved::Gone { text: Some(text) } => (
            format!("No longer on record: {text}"),
            said("The desk took back all that it had recorded of what was said on this."),
        ),
        Moved::Gone { text: None } => (
            "A claim is no longer on record".to_owned(),
            said("The desk took back all that it had recorded of what was said on a claim."),
        ),
        Moved::Merged { text, into, .. } => (
            format!("Now part of another claim: {text}"),
            vec![format!("What was said on it counts for: {into}")],
        ),
        Moved::Opened(found) => (
            format!("{}: {}", capital(&words(found.kind)), found.summary),
            sides(found, labels),
        ),
        Moved::Past {
            kind, text, ended, ..
        } => {
            let kind = capital(&words(*kind));
            match ended {
                true => (
                    format!("{kind} no longer open: {text}"),
                    said("Accounts no longer diverge in this way, or no longer so that it counts."),
                ),
                false => (format!("{kind}: {text}"), said("It is no longer open.")),
            }
        }
        Moved::Ruled(moved) => ruling(moved),
        Moved::Redacted => (
            "Something was removed from the record for good".to_owned(),
            said("What earlier items say may rest on it; today's statuses do not."),
        ),
    }
}

/// A ruling, and why.
fn ruling(moved: &RulingMoved) -> (String, Vec<String>) {
    let (ruling, text) = (&moved.ruling, &moved.text);
    let verdict = verdict_in_words(ruling.verdict);
    let by = moved.by.as_deref().unwrap_or("the desk");
    if moved.undone {
        let mut lines = vec!["The desk took back what it had recorded.".to_owned()];
        if let Some(before) = moved.before {
            let before = verdict_in_words(before);
            lines.push(format!("What was ruled before stands: {before}."));
        }
        return (format!("No longer ruled {verdict} by {by}: {text}"), lines);
    }
    let title = match moved.before {
        Some(before) if before == ruling.verdict => {
            format!("Ruled {verdict} again by {by}: {text}")
        }
        Some(before) => {
            let before = verdict_in_words(before);
            format!("Ruled {verdict} by {by}, before {before}: {text}")
        }
        None => format!("Ruled {verdict} by {by}: {text}"),
    };
    (title, vec![ruling.reason.clone()])
}

fn verdict_in_words(verdict: Verdict) -> String {
    verdict.as_str().replace('-', " ")
}

/// A change of status, and who made it.
fn status(turn: &Turn, labels: &Labels) -> (String, Vec<String>) {
    let is = turn.contested_by.with(turn.after.as_str());
    let mark = in_brackets(turn.unreviewed);
    let title = match turn.before {
        Some(was) => format!("From {was} to {is}: {}{mark}", turn.text),
        None => format!("New claim, {is}: {}{mark}", turn.text),
    };
    let mut lines: Vec<String> = Vec::new();
    for said in &turn.by {
        lines.push(match said.claim == turn.claim {
            true => statement(said, labels),
            // A party that moves on to a rival answer.
            false => format!(
                "{}: {}",
                labels.took(&said.party, said.stance, &said.via),
                labels.claim_text(&said.claim)
            ),
        });
    }
    for kind in &turn.entries {
        let did = desk_did(kind).to_owned();
        if !lines.contains(&did) {
            lines.push(did);
        }
    }
    if turn.withdrawn {
        lines.push("What this rested on, or a part of it, has been withdrawn since.".to_owned());
    }
    (title, lines)
}

/// What the desk did by an entry of a kind. What the entry says may be a note of the desk.
fn desk_did(kind: &str) -> &'static str {
    match kind {
        "void" => "The desk withdrew a statement that it had recorded.",
        "correction" => "The desk corrected a statement.",
        "undo" => "The desk took back what it had recorded.",
        "ruling" => "The desk ruled on the claim.",
        "party" => "The desk changed what it has on a party, such as for whom it speaks.",
        "claim" => "The desk changed what it has on a claim, such as what it takes to confirm it.",
        "source" => "The desk changed what it has on a source, such as where its words come from.",
        "question" => "The desk changed a question.",
        "merger" => "The desk found that two records are of one thing, or of two after all.",
        _ => "The desk changed its records.",
    }
}

fn statement(said: &StatementAnswer, labels: &Labels) -> String {
    let did = wording::of_it(said.stance);
    let via = labels.via(&said.via);
    let via = via.map_or_else(String::new, |via| format!(", {via}"));
    let source = labels.source(&said.source);
    format!(
        "{} {did}{via} ({}, {source})",
        capital(&said.name),
        said.said
    )
}

/// The kind of a discrepancy in words.
fn words(kind: Kind) -> String {
    kind.as_str().replace('-', " ")
}

/// Who says what, a line each: in their words, as far as these are recorded.
fn sides(found: &DiscrepancyAnswer, labels: &Labels) -> Vec<String> {
    let several = found.claims.len() > 1;
    let sides = found.sides.iter().map(|side| {
        if let Some(said) = discrepancies::said(side, labels) {
            return said;
        }
        let party = labels.party(&side.party);
        let did = side.stance.map_or("has not answered", wording::of_it);
        let via = labels.via(&side.via);
        let via = via.map_or_else(String::new, |via| format!(", {via}"));
        let place = side.source.as_ref().map(|source| labels.source(source));
        let place: Vec<String> = side.said.iter().cloned().chain(place).collect();
        let place = match place.is_empty() {
            true => String::new(),
            false => format!(" ({})", place.join(", ")),
        };
        let on = match several {
            true => format!(": {}", labels.claim_text(&side.claim)),
            false => String::new(),
        };
        format!("{} {did}{via}{place}{on}", capital(&party))
    });
    sides.collect()
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
