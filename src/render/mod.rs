//! Rendering: answers as tables, Markdown, JSON, CSV or HTML.
//!
//! People see an answer as a [`Page`] of headings, paragraphs and tables, which [`Show`] builds and
//! which is drawn for a terminal, as Markdown or, with links, for a browser. Answers that a browser can
//! show better have a drawing of their own. Programs get the serialised fields as JSON, JSON Lines
//! or CSV. The report can also be an HTML page. A renderer only chooses what to show of an answer; it
//! has no access to the ledger.

pub mod calls;
pub mod candidates;
pub mod change_feed;
pub mod changes;
pub mod claims;
mod csv;
pub mod discrepancies;
pub(crate) mod diverging;
pub mod draft;
pub mod entries;
pub mod extraction;
pub mod feeds;
mod fetched;
mod grades;
pub mod html;
mod json;
mod layout;
mod local;
mod markdown;
pub mod marks;
mod matrix;
pub mod outcome;
pub mod overview;
pub mod page;
pub mod reading;
pub mod records;
pub mod report;
#[cfg(feature = "schema")]
pub mod schema;
pub mod search;
pub mod shared;
mod svg;
mod terminal;
mod timeline;
mod trace;
mod wrap;

use crate::answer::Labels;
use json::Layout;
use serde::Serialize;

pub use page::{Block, Cell, Column, Page, Table, Tone};

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// One JSON document a line.
    Jsonl,
    /// Comma-separated values, with a header.
    Csv,
    /// Markdown, for a chat or a wiki.
    Markdown,
    /// A part of a page of the desk in a browser.
    Html,
    /// What moved, for feed readers.
    Feed(change_feed::FeedFormat),
}

/// What the terminal offers.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Its width in columns.
    pub width: u16,
    /// The lines that an answer may take; `None` shows every row of its tables.
    pub height: Option<u16>,
    /// Whether to use colours.
    pub colour: bool,
}

/// An answer that people can read.
pub trait Show: Serialize {
    /// The answer as a page, with `labels` for what it refers to by id.
    fn page(&self, labels: &Labels) -> Page;

    /// The answer as Markdown.
    fn markdown(&self, labels: &Labels) -> String {
        markdown::page(&local::page(self.page(labels), labels.zone()))
    }

    /// The answer as a part of a page of the desk in a browser.
    fn html(&self, links: &html::Links<'_>) -> maud::Markup {
        html::blocks(&self.page(links.labels()), links)
    }
}

/// Renders an answer.
///
/// # Errors
/// Fails if the answer cannot be serialised, which is a bug.
pub fn render<T: Show>(
    answer: &T,
    labels: &Labels,
    format: Format,
    style: Style,
) -> anyhow::Result<String> {
    let page = || local::page(answer.page(labels), labels.zone());
    let json = |layout| json::text(answer, layout);
    match format {
        Format::Html => return Ok(html::text(&answer.html(&html::Links::new(labels)))),
        Format::Markdown => return Ok(answer.markdown(labels)),
        _ => {}
    }
    render_with(&page, &json, format, style)
}

/// Not generic, so that it is compiled once and not for each answer.
fn render_with(
    page: &dyn Fn() -> Page,
    json: &dyn Fn(Layout) -> serde_json::Result<String>,
    format: Format,
    style: Style,
) -> anyhow::Result<String> {
    Ok(match format {
        Format::Table | Format::Html | Format::Markdown | Format::Feed(_) => {
            terminal::page(&page(), style)
        }
        Format::Json => json(Layout::Document)?,
        Format::Jsonl => json(Layout::Lines)?,
        Format::Csv => csv::document(&json(Layout::Document)?)?,
    })
}

/// Renders one element of a list as a line of JSON Lines.
///
/// # Errors
/// Fails if the answer cannot be serialised, which is a bug.
pub fn line<T: Serialize>(answer: &T) -> anyhow::Result<String> {
    Ok(json::text(answer, Layout::Lines)?)
}

/// Journal entries, a line each, with their times in a zone.
pub fn entry_lines(entries: &[crate::answer::EntryAnswer], zone: chrono_tz::Tz) -> Vec<String> {
    let line = |entry: &crate::answer::EntryAnswer| {
        let recorded = match zone {
            chrono_tz::Tz::UTC => None,
            zone => local::text_in(&entry.recorded_at, zone),
        };
        let recorded = recorded.as_ref().unwrap_or(&entry.recorded_at);
        format!("{} {recorded} {}", entry.seq, entry.says)
    };
    entries.iter().map(line).collect()
}
