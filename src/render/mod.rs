//! Rendering: answers as tables, JSON, CSV or Markdown. Nothing is looked up here.
//!
//! An answer shows itself to people as a [`Page`] of blocks, and to programs as its serialised
//! fields. Tables and Markdown are two renderings of the page, JSON, JSON Lines and CSV three of
//! the fields.

pub mod calls;
pub mod candidates;
pub mod changes;
pub mod claims;
mod csv;
pub mod discrepancies;
pub mod entries;
pub mod extraction;
mod json;
mod layout;
mod markdown;
mod matrix;
pub mod outcome;
pub mod overview;
pub mod page;
pub mod records;
pub mod report;
pub mod search;
mod svg;
mod terminal;
mod timeline;
mod trace;
mod wrap;

use serde::Serialize;

pub use page::{Block, Cell, Column, Page, Table, Tone};

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
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
}

/// How tables are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// How many columns there are.
    pub width: u16,
    /// Whether colours are wanted.
    pub colour: bool,
}

/// An answer that can show itself to people.
pub trait Show: Serialize {
    /// The answer as blocks.
    fn page(&self) -> Page;
}

/// The answer in a format.
///
/// # Errors
/// Where the answer cannot be serialised, which is a defect.
pub fn render<T: Show>(answer: &T, format: Format, style: Style) -> anyhow::Result<String> {
    Ok(match format {
        Format::Table => terminal::page(&answer.page(), style),
        Format::Markdown => markdown::page(&answer.page()),
        Format::Json => json::document(answer)?,
        Format::Jsonl => json::lines(answer)?,
        Format::Csv => csv::sheet(answer)?,
    })
}

/// One answer of a list as its line in JSON Lines.
///
/// # Errors
/// Where the answer cannot be serialised, which is a defect.
pub fn line<T: Serialize>(answer: &T) -> anyhow::Result<String> {
    Ok(json::lines(answer)?)
}

/// Entries of the journal as short lines for a terminal.
pub fn page_of_entries(entries: &[crate::answer::EntryAnswer]) -> String {
    let line = |entry: &crate::answer::EntryAnswer| {
        let says = crate::domain::text::escaped(&entry.says);
        format!("  {} {} {says}\n", entry.seq, entry.recorded_at)
    };
    entries.iter().map(line).collect()
}
